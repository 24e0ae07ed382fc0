"""A course of two tiny notebooks, and graders that need no kernel: what was handed in tells them
what to do.
"""

import hashlib
import os
import shutil
import sqlite3
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import is_grade, is_solution

from classroom.findings import with_note
from classroom.grading.key import Key, load_key
from classroom.grading.tasks import Result, Task

NAME = "01_tiny"
NOTEBOOKS = ("1_first", "2_second")
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "tiny"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.LateSubmissionPlugin.penalty_method = "zero"
"""
_GRADES = """
select s.student_id, n.name, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join base_cell c on c.id = g.cell_id join submitted_notebook b on b.id = g.notebook_id
join notebook n on n.id = b.notebook_id join submitted_assignment s on s.id = b.assignment_id
"""


def cell(name, kind, source, points=None, solution=False):
    """Return a cell with nbgrader's metadata."""
    made = (new_code_cell if kind == "code" else new_markdown_cell)(source, id=name)
    made.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": points is not None,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    if points is not None:
        made.metadata.nbgrader["points"] = points
    return made


def make(course: Path) -> Key:
    """Write the course and return its key."""
    folder = course / "solutions" / NAME
    folder.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text(CONFIG)
    for name in NOTEBOOKS:
        answer = "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"
        cells = [
            cell("answer", "code", answer, solution=True),
            cell("test", "code", "assert x == 1", points=2),
            cell("words", "markdown", "Because.", points=3, solution=True),
        ]
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    return load_key(course, NAME)


def saved_key(course: Path, assignment: str = NAME) -> Key:
    """Return the key that `make` saved, even if the code has changed since."""
    file = course / ".grading" / f"{assignment}.key.json"
    return Key.from_json(file.read_text(encoding="utf-8"))


def copy(course: Path, to: Path, **handed_in: str) -> Path:
    """Return a copy of the course in which trainees handed in these words."""
    shutil.copytree(course, to)
    for trainee, word in handed_in.items():
        hand_in(to, trainee, *[word] * len(NOTEBOOKS))
    return to


def hand_in(course: Path, trainee: str, *words: str) -> None:
    """Put words into `submitted/` as the notebooks of a trainee."""
    folder = course / "submitted" / trainee / NAME
    folder.mkdir(parents=True, exist_ok=True)
    for name, word in zip(NOTEBOOKS, words, strict=False):
        (folder / f"{name}.ipynb").write_text(word)
    (folder / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC\n")


def grades(course: Path) -> list[tuple]:
    """Return all grades of the gradebook in order."""
    with sqlite3.connect(course / "gradebook.db") as database:
        return sorted(database.execute(_GRADES).fetchall(), key=str)


def points(course: Path) -> dict[str, float]:
    """Return the automatic points of each trainee."""
    total: dict[str, float] = {}
    for trainee, _notebook, _cell, score, *_ in grades(course):
        total[trainee] = total.get(trainee, 0) + (score or 0)
    return total


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def fake(task: Task) -> Result:
    """Grade by word: right, wrong, or nothing handed in; "die" ends the process."""
    word = "blank" if task.submitted is None else task.submitted.decode()
    if word == "die":
        os._exit(9)
    if word.startswith("die once "):  # the rest names a file that remembers
        memory = Path(word.removeprefix("die once "))
        if not memory.exists():
            memory.touch()
            os._exit(9)
        word = "right"
    notebook = nbformat.from_dict(task.key.grading)
    for one in notebook.cells:
        if is_grade(one) and not is_solution(one) and word != "right":
            one.outputs = [new_output("error", ename="No", evalue="no", traceback=["no"])]
        elif is_solution(one) and word != "blank":
            one.source += "\nmine = 1"
    findings = [task.reason] if task.reason else []
    with_note(notebook, findings)
    text = nbformat.writes(notebook)
    failed = "no sandbox" if word == "fail" else ""
    blank = task.submitted is None
    return Result(task.trainee, task.notebook, text, findings, 0.0, failed, blank)


def slow(task: Task) -> Result:
    """Grade as `fake`, in 0.2 s."""
    time.sleep(0.2)
    return fake(task)


def nobody_waits(task: Task) -> Result:
    """Run longer than any test."""
    time.sleep(600)
    return fake(task)
