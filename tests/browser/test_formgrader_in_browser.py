"""Formgrader in the instructor's JupyterLab: a hand-in that `course grade` graded, with its points."""

import subprocess
import sys

import pytest
from cohort import FILES, MODULE, filled, hand_in, make_course, perfect
from course import checks, read
from lab_in_chromium import SCREEN, Lab, served
from playwright.sync_api import expect

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("formgrader")]
GRADED, *OTHERS = FILES


@pytest.fixture
def course(tmp_path):
    """A course of one notebook, which one trainee handed in."""
    folder = make_course(tmp_path / "course")
    for part in ("solutions", "exercises"):
        for path in OTHERS:
            (folder / part / MODULE / path.name).unlink()
    hand_in(folder, "mei", {GRADED.stem: filled(GRADED, perfect(GRADED))})
    # in a process of its own: playwright keeps the event loop of this one
    command = [sys.executable, "-m", "classroom.cli", "grade", MODULE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def instructor(browser, course):
    """JupyterLab as `course formgrader` opens it."""
    with served(course, "formgrader") as server:
        lab = Lab(browser.new_context(viewport=SCREEN).new_page(), server)
        lab.page.goto(server.start)
        lab.wait_until_restored()
        yield lab
        lab.page.context.close()


def test_formgrader_lists_and_opens_a_graded_notebook(instructor):
    page = instructor.page
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    shown = page.frame_locator("iframe")
    row = shown.get_by_role("row").filter(has_text=MODULE)
    expect(row).to_contain_text("draft")

    shown.get_by_role("link", name="Manual Grading").first.click()
    expect(shown.get_by_role("row").filter(has_text=MODULE)).to_contain_text("8 / 10")
    shown.get_by_role("link", name=MODULE).click()
    shown.get_by_role("link", name=GRADED.stem).click()
    submission = shown.get_by_role("row").filter(has_text="8 / 10")
    expect(submission).to_have_count(1)
    submission.get_by_role("link").click()
    expect(shown.locator("body")).to_contain_text("Exercise 1 · Risk and resilience")
    for item, cell in checks(read(GRADED)).items():
        # formgrader shows automatic points as what stands where none were typed
        expect(shown.locator(f"#{item}")).to_have_attribute(
            "placeholder", f"{cell.metadata.nbgrader.points}"
        )
    # what was written waits for a person
    expect(shown.locator("input.needs_manual_grade")).to_have_count(1)
    # nbgrader's page of a hand-in asks there for its script of formulas
    assert instructor.other_hosts() <= {"cdnjs.cloudflare.com"}
