"""An exercise as a trainee meets it: open, a mistake, its hint, the right answers, Validate."""

import ast

import pytest
from course import ROOT, SOLUTIONS, answers, checks, grade_id, name, read, said
from lab_in_chromium import Lab
from nbgrader.utils import is_grade, is_solution
from playwright.sync_api import expect

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
# one of each module: 1.1, 2.2, 3.3, 4.1, 5.2, 6.3
CHOSEN = [
    path for path in SOLUTIONS if (int(path.parent.name[:2]) - 1) % 3 + 1 == int(path.stem[0])
]
WRITTEN = "It measures the lost service. It hides who was without; I would ask for the districts."


@pytest.fixture(params=CHOSEN, ids=name)
def solution(request):
    return request.param


@pytest.fixture
def exercise(solution, lab):
    """The exercise that belongs to a notebook of the instructor, open and untouched."""
    with lab.opened(
        (ROOT / "exercises" / solution.relative_to(ROOT / "solutions")).relative_to(ROOT).as_posix()
    ):
        yield lab


def test_exercise_from_open_to_validated(exercise: Lab, solution):
    form = exercise.notebook()
    exercise.run_all()
    assert exercise.faults() == []
    for item, cell in checks(exercise.notebook()).items():
        assert f"{number(item)} is still open" in said(cell), item

    item, variable, wrong, hint = known_mistake(solution)
    answer_by_hand(exercise, item, f'{variable} = "{wrong}"')
    shown = f"{number(item)} is not right yet"
    expect(output(exercise, item)).to_contain_text(shown)
    expect(output(exercise, item)).to_contain_text(hint)

    right = sources(solution)
    exercise.write(
        {i: right[key] for i, c in enumerate(form.cells) if (key := grade_id(c)) in right}
    )
    exercise.run_all()
    assert exercise.faults() == []
    for item, cell in checks(exercise.notebook()).items():
        assert cell.outputs[-1].output_type != "error", said(cell)
        assert f"{number(item)}: right" in said(cell)

    exercise.page.get_by_role("button", name="Validate").filter(visible=True).click()
    dialog = exercise.page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")
    dialog.get_by_role("button", name="Ok").click()
    expect(dialog).to_have_count(0)


def number(item):
    """Return how a check names its item, such as Q3."""
    return f"Q{item.split('_')[1][1:]}"


def known_mistake(solution):
    """Return item, variable, wrong letter and message of the first known mistake."""
    for item, cell in checks(read(solution)).items():
        for call in ast.walk(ast.parse(cell.source)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "check.choice":
                slips = next(k.value for k in call.keywords if k.arg == "slips")
                wrong, hint = ast.literal_eval(slips)[0]
                return item, ast.unparse(call.args[1]), wrong, hint
    raise LookupError(f"{solution}: no item to choose from")


def sources(solution):
    """Return right answers by grade_id, written ones too."""
    right = {grade_id(c): c.source for c in answers(read(solution)).values()}
    written = [c for c in read(solution).cells if is_grade(c) and is_solution(c)]
    return right | {grade_id(c): WRITTEN for c in written}


def answer_by_hand(lab, item, text):
    """Type an answer into its cell and run it and its check, as a trainee does."""
    lab.choose(position(lab, f"{item}_answer")).locator(".cm-content").click()
    keyboard = lab.page.keyboard
    keyboard.press("ControlOrMeta+a")
    keyboard.type(text)
    assert lab.notebook().cells[position(lab, f"{item}_answer")].source == text
    keyboard.press("Shift+Enter")
    keyboard.press("Shift+Enter")


def position(lab, key):
    return [grade_id(cell) for cell in lab.notebook().cells].index(key)


def output(lab, item):
    """Return what the check of an item shows in the page."""
    return lab.choose(position(lab, item)).locator(".jp-OutputArea")
