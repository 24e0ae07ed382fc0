"""Each lesson runs to its end in JupyterLab; its explorer is used without a mouse."""

import itertools
import re
from dataclasses import dataclass

import pytest
from course import LESSONS, ROOT, name
from lab_in_chromium import Lab, eventually
from playwright.sync_api import Locator, expect

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
# what moves each kind of control by one step or option
KEYS = {
    "range": ("ArrowRight", "ArrowLeft"),
    "select-one": ("ArrowDown", "ArrowUp"),
    "checkbox": (" ", " "),
}
ROLES = {"range": "slider", "select-one": "combobox", "checkbox": "checkbox"}
#: Presses of Tab that reach the whole explorer from its own cell.
TABS = 40
#: Longest wait for a new figure [s].
WAIT = 60
VALUE = "control => `${control.value} ${control.checked}`"


@dataclass
class Lesson:
    """A lesson that ran in the page."""

    lab: Lab
    seconds: float

    def explorer(self) -> Locator:
        """Choose the cell of the explorer, and return the cell."""
        cells = self.lab.notebook().cells
        return self.lab.choose(
            next(i for i, c in enumerate(cells) if "explore.explore(" in c.source)
        )


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_lesson_runs_and_its_explorer_needs_no_mouse(path, lab, record_property):
    # one test a lesson: running it takes most of the time
    with lab.opened(path.relative_to(ROOT).as_posix()):
        lab.command("notebook:clear-all-cell-outputs")
        lesson = Lesson(lab, lab.run_all())
        record_property("run_all_seconds", lesson.seconds)
        assert_it_ran_to_its_end(lesson)
        assert_its_controls_have_names(lesson)
        assert_keys_reach_and_move_its_explorer(lesson)


def picture(cell):
    """Return image and alternative text of an explorer."""
    image = cell.locator(".jp-OutputArea-output img").filter(visible=True)
    return image.get_attribute("src"), image.get_attribute("alt")


def kind(control):
    return control.evaluate("control => control.type")


def assert_it_ran_to_its_end(lesson):
    assert lesson.lab.faults() == []
    assert lesson.lab.uncaught == []
    assert lesson.lab.other_hosts() == set()


def assert_its_controls_have_names(lesson):
    controls = lesson.explorer().locator(":is(input, select)")
    expect(controls.first).to_be_visible()
    names = []
    for control in controls.all():
        expect(control).to_have_role(ROLES[kind(control)])
        expect(control).to_have_accessible_name(re.compile(r"\w{3}"))
        names.append(control.aria_snapshot())
    assert len(set(names)) == len(names), "two controls with one name"


def assert_keys_reach_and_move_its_explorer(lesson):
    cell = lesson.explorer()
    page = lesson.lab.page
    page.keyboard.press("Control+Enter")  # runs the cell and keeps it chosen
    lesson.lab.wait_for_idle()
    controls = cell.locator(":is(input, select)")
    expect(controls.first).to_be_visible()
    unreached = {control.get_attribute("id") for control in controls.all()}
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.id")
        if focused in unreached:
            unreached.remove(focused)
            assert moves(cell, page.locator(f"[id='{focused}']")), f"{focused} changes no figure"
        if not unreached:
            return
    pytest.fail(f"Tab does not reach {unreached}")


def moves(cell, control):
    """Tell whether the focused control changes the figure by its own keys; set it back."""
    before, value = picture(cell), control.evaluate(VALUE)
    for key, back in itertools.permutations(KEYS[kind(control)], 2):
        control.page.keyboard.press(key)
        if control.evaluate(VALUE) == value:  # it stands at its end
            continue
        changed = eventually(lambda: picture(cell) != before, WAIT)
        control.page.keyboard.press(back)  # the next control starts from the same figure
        return changed and eventually(lambda: picture(cell) == before, WAIT)
    return False
