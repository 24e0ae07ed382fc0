"""A trainee's course for tests: real exercises, filled from the solutions, run and saved."""

import copy
import functools
import shutil

import nbformat
from course import EXERCISES, SOLUTIONS, answers, bank, grade_id, read, run
from nbgrader.utils import is_solution

from resilience_helpers._progress import syllabus

NAMES = [taught.name for taught in syllabus.lessons()]
#: State of each item of what `perfect`, `half` and `unrun` return, by the outputs saved in it.
PERFECT = ["right"] * 6 + ["written"]
HALF = ["right", "right", "wrong"] + ["open"] * 5
UNRUN = ["open"] * 7 + ["written"]


def filled(number, **changed):
    """Return an exercise with the instructor's answers; `changed` replaces some, as q1=..."""
    notebook = read(EXERCISES[number])
    full = {grade_id(c): c.source for c in read(SOLUTIONS[number]).cells if is_solution(c)}
    for cell in notebook.cells:
        if grade_id(cell) in full:
            cell.source = changed.get(grade_id(cell).split("_")[1], full[grade_id(cell)])
    return notebook


def half_filled():
    """Return the second exercise with two answers right, one wrong, the others untouched."""
    untouched = {grade_id(c).split("_")[1]: c.source for c in answers(read(EXERCISES[1])).values()}
    wrong = next(a for item, a in bank(SOLUTIONS[1]).WRONG.items() if "_q3_" in item)[0]
    changed = untouched | {"q8": "Write your answer here."}
    del changed["q1"], changed["q2"]
    return filled(1, **changed | {"q3": wrong})


@functools.cache
def _perfect():
    return run(filled(0))


@functools.cache
def _half():
    return run(half_filled())


def perfect():
    """Return the first exercise, all right, as it is after it was run and saved."""
    return copy.deepcopy(_perfect())


def half():
    """Return the second exercise as `half_filled` does, as it is after it was run and saved."""
    return copy.deepcopy(_half())


def unrun():
    """Return the third exercise with all answers, of which no check was run."""
    return filled(2)


def place(root, name):
    """Return the file of an exercise in a course."""
    return root / "exercises" / f"{name}.ipynb"


def untouched(root):
    """Put an untouched course into a folder, and return the folder."""
    for path in EXERCISES:
        goal = place(root, f"{path.parent.name}/{path.stem}")
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, goal)
        (root / "modules" / path.parent.name).mkdir(parents=True, exist_ok=True)
    return root


def begun(root):
    """Put a course into a folder of which the first three exercises were worked on."""
    untouched(root)
    for name, made in zip(NAMES, (perfect(), half(), unrun()), strict=False):
        nbformat.write(made, place(root, name))
    return root
