"""Gate 12: the classroom loop with stock nbgrader commands and its own gradebook.

Six trainees: perfect, untouched, half right, wrong in the typical ways; one deleted a graded
cell, one duplicated one. One module stands for all: the gates of `tests/exercises` run every
module's notebooks in the form in which they are graded.
"""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from cohort import FILES, MODULE, fill
from cohort import perfect as full_answers
from course import ROOT, answers, bank, checks, grade_id, read
from nbgrader.api import Gradebook
from nbgrader.utils import is_grade, is_solution

from classroom.findings import cell_title

pytestmark = [
    pytest.mark.xdist_group("loop"),
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows"),
]
DELETED = grade_id(list(checks(read(FILES[0])).values())[2])
DUPLICATED = f"{list(answers(read(FILES[0])))[1]}_answer"


def nbgrader(*words: str, cwd: Path) -> str:
    """Run a stock nbgrader command and return what it logs."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=os.environ | {"HOME": str(cwd), "JUPYTER_RUNTIME_DIR": str(cwd / "run")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def perfect(path, notebook):
    fill(notebook, full_answers(path))


def untouched(path, notebook):
    pass


def half(path, notebook):
    given = list(full_answers(path).items())
    fill(notebook, dict(given[: len(given) // 2]))


def wrong(path, notebook):
    fill(notebook, {f"{item}_answer": tried[0] for item, tried in bank(path).WRONG.items()})


def deleted(path, notebook):
    perfect(path, notebook)
    notebook.cells = [cell for cell in notebook.cells if grade_id(cell) != DELETED]


def duplicated(path, notebook):
    # the worst place: an untouched copy behind the answer
    for position, cell in enumerate(notebook.cells):
        if grade_id(cell) == DUPLICATED:
            copy = nbformat.from_dict(cell | {"id": "copied-cell"})
            perfect(path, notebook)
            notebook.cells.insert(position + 1, copy)
            return
    perfect(path, notebook)


TRAINEES = {f.__name__: f for f in (perfect, untouched, half, wrong, deleted, duplicated)}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """Run the whole loop once; return the course folder and the log of autograding."""
    course = tmp_path_factory.mktemp("course")
    exchange = tmp_path_factory.mktemp("exchange")
    exchange.chmod(0o777)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder / MODULE, course / folder / MODULE)
    root = f"--Exchange.root={exchange}"
    nbgrader("generate_assignment", MODULE, "--force", cwd=course)
    nbgrader("release_assignment", MODULE, root, cwd=course)
    for trainee, behaviour in TRAINEES.items():
        home = tmp_path_factory.mktemp(trainee)
        words = (MODULE, "--course=resilient-cities", root)
        nbgrader("fetch_assignment", *words, cwd=home)
        for path in FILES:
            file = home / MODULE / path.name
            notebook = read(file)
            behaviour(path, notebook)
            nbformat.write(notebook, file)
        nbgrader("submit", *words, f"--student={trainee}", cwd=home)
    nbgrader("collect", MODULE, root, "--ExchangeCollect.check_owner=False", cwd=course)
    log = nbgrader("autograde", MODULE, cwd=course)
    grade_written_answers(course)
    nbgrader("generate_feedback", MODULE, cwd=course)
    nbgrader("release_feedback", MODULE, root, cwd=course)
    nbgrader("export", "--to=grades.csv", cwd=course)
    return course, log


def grade_written_answers(course):
    """Give full points to what the perfect trainee wrote, as an instructor does by hand."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "resilient-cities") as gradebook:
        for path in FILES:
            submission = gradebook.find_submission_notebook(path.stem, MODULE, "perfect")
            for grade in submission.grades:
                if grade.needs_manual_grade:
                    grade.manual_score = grade.max_score
                    grade.needs_manual_grade = False
        gradebook.db.commit()


def points(course):
    with (course / "grades.csv").open(newline="") as handle:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(handle)}


def grades(course, trainee):
    """Return automatic points by item."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "resilient-cities") as gradebook:
        return {
            grade.name: grade.auto_score
            for path in FILES
            for grade in gradebook.find_submission_notebook(path.stem, MODULE, trainee).grades
        }


def by_machine():
    """Return the points of each auto-graded item."""
    return {
        item: float(cell.metadata.nbgrader.points)
        for path in FILES
        for item, cell in checks(read(path)).items()
    }


def test_perfect_and_untouched(classroom):
    course, _ = classroom
    found = points(course)
    assert found["perfect"] == 10.0 * len(FILES)
    assert found["untouched"] == 0
    assert set(found) == set(TRAINEES), "everybody is graded"


def test_half_and_wrong(classroom):
    course, _ = classroom
    expected = by_machine()
    got = grades(course, "half")
    for path in FILES:
        given = list(full_answers(path))
        right = {i.removesuffix("_answer") for i in given[: len(given) // 2]}
        for item in checks(read(path)):
            assert got[item] == (expected[item] if item in right else 0), item
    assert all(grades(course, "wrong")[item] == 0 for item in expected)


def test_deleted_cell_is_named_and_put_back(classroom):
    course, log = classroom
    sentence = f"The {cell_title(DELETED)} was deleted. It was put back as handed out."
    assert sentence in log
    assert {i: s for i, s in grades(course, "deleted").items() if i in by_machine()} == by_machine()
    feedback = (course / "feedback" / "deleted" / MODULE / f"{FILES[0].stem}.html").read_text(
        "utf-8"
    )
    assert sentence in feedback


def test_duplicated_cell_is_named_and_graded_once(classroom):
    course, log = classroom
    sentence = f"The {cell_title(DUPLICATED)} stands 2 times. The last changed one is graded."
    assert sentence in log
    assert {
        i: s for i, s in grades(course, "duplicated").items() if i in by_machine()
    } == by_machine()
    submitted = read(course / "submitted" / "duplicated" / MODULE / FILES[0].name)
    assert [grade_id(cell) for cell in submitted.cells].count(DUPLICATED) == 2, "nothing is lost"


def test_written_answers_wait_for_a_person_and_untouched_ones_do_not(classroom):
    course, _ = classroom
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "resilient-cities") as gradebook:
        waiting = {
            (trainee, path.stem)
            for trainee in TRAINEES
            for path in FILES
            if gradebook.find_submission_notebook(path.stem, MODULE, trainee).needs_manual_grade
        }
    assert {trainee for trainee, _ in waiting} == {"deleted", "duplicated"}


def test_feedback_reaches_every_trainee_and_says_the_verdicts(classroom):
    course, _ = classroom
    for trainee in TRAINEES:
        for path in FILES:
            assert (course / "feedback" / trainee / MODULE / f"{path.stem}.html").exists()
    page = (course / "feedback" / "untouched" / MODULE / f"{FILES[0].stem}.html").read_text("utf-8")
    assert "Q1 is still open" in page


def test_validate_says_each_verdict_in_one_line(classroom, tmp_path):
    course, _ = classroom
    exercise = course / "exercises" / MODULE / FILES[0].name
    notebook = read(exercise)
    wrong(FILES[0], notebook)
    first = next(iter(answers(notebook)))
    fill(notebook, {f"{first}_answer": full_answers(FILES[0])[f"{first}_answer"]})
    nbformat.write(notebook, tmp_path / "wrong.ipynb")
    said = nbgrader("validate", "wrong.ipynb", cwd=tmp_path)
    auto = len(checks(notebook))
    written = sum(is_grade(c) and is_solution(c) for c in notebook.cells)
    assert f"VALIDATION FAILED ON {auto - 1 + written} CELL(S)" in " ".join(said.split())
    assert "Q2 is not right yet." in said and "Traceback" not in said
    untouched_said = nbgrader("validate", str(exercise), cwd=course)
    assert "Q1 is still open" in untouched_said and "Traceback" not in untouched_said
