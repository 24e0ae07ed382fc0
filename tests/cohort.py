"""A made-up cohort that handed in module 01, for tests and benchmarks of grading."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from course import ROOT, SOLUTIONS, answers, bank, grade_id, read
from nbgrader.api import Gradebook
from nbgrader.utils import is_solution

MODULE = "01_concepts"
FILES = [path for path in SOLUTIONS if path.parent.name == MODULE]
TIMESTAMP = "2026-03-02 08:00:00 UTC"


def make_course(folder: Path) -> Path:
    """Make a course folder with one module, as an instructor has it before the first hand-in."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for part in ("solutions", "exercises"):
        shutil.copytree(ROOT / part / MODULE, folder / part / MODULE)
    return folder


def perfect(path: Path) -> dict[str, str]:
    """Return the source of every answer cell as the instructor wrote it, by grade_id."""
    return {grade_id(c): c.source for c in read(path).cells if is_solution(c)}


def answered(path: Path, chance: random.Random) -> dict[str, str]:
    """Return answers of a trainee: each right in one of several ways, wrong, or left open."""
    known = bank(path)
    given = {}
    for item in answers(read(path)):
        kind = chance.choice(["right", "right", "wrong", "open"])
        if kind == "right":
            given[f"{item}_answer"] = chance.choice(known.RIGHT[item])
        elif kind == "wrong":
            given[f"{item}_answer"] = chance.choice(known.WRONG[item])
    return given


def filled(path: Path, source_by_id: dict[str, str]) -> nbformat.NotebookNode:
    """Return the exercise that belongs to an instructor's notebook, with answers filled in."""
    notebook = read(ROOT / "exercises" / MODULE / path.name)
    fill(notebook, source_by_id)
    return notebook


def fill(notebook: nbformat.NotebookNode, source_by_id: dict[str, str]) -> None:
    """Put answers into the cells of a notebook, by grade_id."""
    for cell in notebook.cells:
        cell.source = source_by_id.get(grade_id(cell), cell.source)


def hand_in(
    course: Path, trainee: str, notebooks: dict[str, nbformat.NotebookNode | bytes]
) -> Path:
    """Put notebooks (or raw bytes) by name where nbgrader expects what was handed in."""
    folder = course / "submitted" / trainee / MODULE
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in notebooks.items():
        raw = content if isinstance(content, bytes) else nbformat.writes(content).encode()
        (folder / f"{name}.ipynb").write_bytes(raw)
    (folder / "timestamp.txt").write_text(TIMESTAMP, "utf-8")
    return folder


def hand_in_mixed(course: Path, count: int, seed: int) -> list[str]:
    """Hand in for many trainees: the first perfect, the second untouched, the rest mixed."""
    names = []
    for number in range(count):
        trainee = f"trainee{number:04d}"
        chosen = {path.stem: _chosen(path, number, seed) for path in FILES}
        hand_in(course, trainee, {path.stem: filled(path, chosen[path.stem]) for path in FILES})
        names.append(trainee)
    return names


def _chosen(path: Path, number: int, seed: int) -> dict[str, str]:
    if number < 2:
        return perfect(path) if number == 0 else {}
    return answered(path, random.Random(f"{seed} {number} {path.stem}"))


def points(course: Path) -> dict[tuple[str, str, str], float | None]:
    """Return the automatic points by trainee, notebook and item, as the gradebook has them."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "resilient-cities") as gradebook:
        return {
            (submission.student_id, notebook.name, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(MODULE)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


@contextmanager
def dask_cluster() -> Iterator[str]:
    """Start a Dask cluster of two processes, and give the address of its scheduler."""
    from distributed import LocalCluster

    before = dict(os.environ)
    try:
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster.scheduler_address
    finally:
        # Dask leaves a hash seed behind, with which no later kernel could be forked
        os.environ.clear()
        os.environ.update(before)
