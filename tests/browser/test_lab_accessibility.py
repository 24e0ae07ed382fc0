"""The notebook area of JupyterLab: read by axe after Run All, and used without a mouse."""

import re

import pytest
from accessibility import PANDAS_CORNER, Known, examine, poor_descriptions
from course import EXERCISES, LESSONS, ROOT, answers, checks, grade_id, read
from lab_in_chromium import Lab, eventually
from playwright.sync_api import expect

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
#: What JupyterLab's own parts and pandas bring, and what we therefore cannot mend.
NOT_OURS = (
    Known("aria-input-field-name", ".cm-content", "JupyterLab's editor of a cell has no name"),
    Known("scrollable-region-focusable", ".cm-scroller", "JupyterLab's editor of long lines"),
    Known("aria-required-children", ".jp-WindowedPanel-viewport", "JupyterLab's list of cells"),
    Known("button-name", ".jp-collapseHeadingButton", "JupyterLab's button that folds a part"),
    PANDAS_CORNER,
)
AREA = ".jp-Notebook"
EXERCISE, ITEM = EXERCISES[0], "m01e1_q1_exposure"
_ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
_FOCUSED = "() => Number(document.activeElement.closest('[data-windowed-list-index]')?.dataset.windowedListIndex ?? -1)"
_TYPES = "() => document.activeElement.classList.contains('cm-content')"


def place(path):
    """Return where a notebook stands in the course folder."""
    return path.relative_to(ROOT).as_posix()


def number_of(lab, key):
    """Return the position of a cell by its nbgrader id."""
    return [grade_id(cell) for cell in lab.notebook().cells].index(key)


@pytest.mark.parametrize("path", LESSONS[1::3], ids=place)
def test_a_lesson_that_ran_hinders_nobody(lab: Lab, path):
    with lab.opened(place(path)):
        lab.run_all()
        expect(
            lab.page.locator(f"{AREA} [role=group] input, {AREA} [role=group] select").first
        ).to_be_visible()
        found = examine(lab.page, NOT_OURS, AREA)
        assert found.violations == []
        assert found.needed == set(NOT_OURS)
        assert poor_descriptions(lab.page, AREA) == []


def test_an_exercise_with_a_wrong_answer_hinders_nobody(lab: Lab):
    with lab.opened(place(EXERCISE)):
        lab.write({number_of(lab, f"{ITEM}_answer"): answered("A")})
        lab.run_all()
        expect(lab.page.locator(AREA)).to_contain_text("Q1 is not right yet")
        assert examine(lab.page, NOT_OURS, AREA).violations == []


def test_an_item_is_answered_and_the_next_reached_by_keyboard_alone(lab: Lab):
    with lab.opened(place(EXERCISE)):
        lab.wait_for_kernel()
        first, second = (
            number_of(lab, f"{item}_answer") for item in list(checks(read(EXERCISE)))[:2]
        )
        run_on_to(lab, first)
        write(lab, answered("A"))
        run_on_to(lab, first + 2)  # the answer and its check
        verdict = lab.page.locator(
            f"[data-windowed-list-index='{first + 1}'] .jp-OutputArea-output"
        )
        expect(verdict.last).to_contain_text("Q1 is not right yet")
        for _ in range(2):
            lab.page.keyboard.press("ArrowUp")
        write(lab, answered("B"))
        run_on_to(lab, first + 2)
        expect(verdict.last).to_contain_text("Q1: right")
        run_on_to(lab, second)
        write(lab, "x = 1")
        assert lab.notebook().cells[second].source == "x = 1"


def answered(letter):
    """Return the answer cell of the item with a letter in it."""
    source = answers(read(EXERCISE))[ITEM].source
    return re.match(r"\w+", source)[0] + f' = "{letter}"'


def run_on_to(lab, wanted):
    """Run cell after cell as a trainee does, until a cell is chosen."""
    for _ in range(wanted + 1):
        if lab.page.evaluate(_ACTIVE) == wanted:
            break
        before = lab.page.evaluate(_ACTIVE)
        lab.page.keyboard.press("Shift+Enter")
        assert eventually(lambda was=before: lab.page.evaluate(_ACTIVE) != was)
    assert eventually(lambda: lab.page.evaluate(_FOCUSED) == wanted)
    assert lab.page.evaluate(_ACTIVE) == wanted


def write(lab, text):
    """Replace the text of the chosen cell and leave the cell."""
    keyboard = lab.page.keyboard
    keyboard.press("Enter")
    assert eventually(lambda: lab.page.evaluate(_TYPES)), "Enter does not lead into the cell"
    keyboard.press("ControlOrMeta+a")
    keyboard.type(text)
    keyboard.press("Escape")
    assert eventually(lambda: not lab.page.evaluate(_TYPES)), "Escape does not lead out of the cell"
