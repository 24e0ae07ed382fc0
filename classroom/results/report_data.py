"""What `course report` knows of an assignment: gradebook, graded notebooks, headings, key."""

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url

from classroom.curriculum import read_items, read_lesson
from classroom.findings import FINDINGS_TAG
from classroom.grading.gradebook import settings
from classroom.grading.key import FOLDER, Key
from resilience_helpers import _answer, check

#: Longest text of a trainee's that is kept: an error line or a word as an answer.
LONGEST = 300


@dataclass(frozen=True)
class Item:
    """One graded item."""

    name: str
    notebook: str
    points: float
    by_hand: bool
    number: int = 0
    kind: str = ""
    objective: str = ""

    @property
    def label(self) -> str:
        """The item in words, such as ``Q3 loss of resilience``."""
        words = re.sub(r"^.*?_q(\d+)_", r"Q\1 ", self.name).replace("_", " ")
        return words if self.number else self.name


@dataclass(frozen=True)
class Answer:
    """What a trainee's check cell shows: right, wrong or open, and the value judged last."""

    state: str
    said: str = ""
    value: _answer.Typed | None = None
    part: str = "shown"
    within: float = 0.0


@dataclass
class Work:
    """What one trainee handed in."""

    scores: dict[str, float] = field(default_factory=dict)  # by item; none where not graded
    points: dict[str, float] = field(default_factory=dict)  # by notebook, as nbgrader counts
    waiting: list[Item] = field(default_factory=list)  # items that wait for a person
    ungraded: list[str] = field(default_factory=list)  # notebooks that nothing is known of
    missing: list[str] = field(default_factory=list)  # notebooks that were not handed in
    answers: dict[str, Answer] = field(default_factory=dict)  # by item
    findings: dict[str, list[str]] = field(default_factory=dict)  # by notebook

    def is_open(self, item: Item) -> bool:
        """Tell whether the trainee left an item untouched."""
        return item.name in self.answers and self.answers[item.name].state == "open"

    def is_wrong(self, item: Item) -> bool:
        """Tell whether an item was answered, judged by its check, and lacks points."""
        lacks = self.scores.get(item.name, item.points) < item.points
        return lacks and not item.by_hand and not self.is_open(item)


@dataclass(frozen=True)
class Cohort:
    """All that is known of one assignment."""

    assignment: str
    notebooks: list[str]
    items: list[Item]
    objectives: dict[str, str]
    works: dict[str, Work]  # by trainee, sorted; only those who handed in
    absent: list[str]
    expected: dict[str, list[dict]]  # by item, as the key has it

    def scores(self) -> np.ndarray:
        """Return the points, a row a trainee and a column an item; nan where not graded."""
        rows = [
            [work.scores.get(item.name, np.nan) for item in self.items]
            for work in self.works.values()
        ]
        return np.array(rows, float).reshape(len(rows), len(self.items))


def assignments(course: Path) -> list[str]:
    """Return the assignments of a course's gradebook, sorted.

    Raises
    ------
    FileNotFoundError
        If the course has no gradebook.
    """
    with _gradebook(_directory(course)) as gradebook:
        return sorted(assignment.name for assignment in gradebook.assignments)


def read_cohort(course: Path, assignment: str) -> Cohort:
    """Read one assignment.

    Parameters
    ----------
    course : pathlib.Path
        Folder with `nbgrader_config.py` and the gradebook.
    assignment : str
        Its name in the gradebook.

    Returns
    -------
    Cohort

    Raises
    ------
    FileNotFoundError
        If the course has no gradebook.
    """
    directory = _directory(course)
    with _gradebook(directory) as gradebook:
        books = sorted(n.name for n in gradebook.find_assignment(assignment).notebooks)
        headings, objectives = _headings(directory, assignment, books)
        items = _items(gradebook, assignment, headings)
        works = _works(gradebook, assignment, items)
        known = sorted(student.id for student in gradebook.students)
    for trainee, work in works.items():
        _read_notebooks(directory, assignment, trainee, books, items, work)
    absent = [trainee for trainee in known if trainee not in works]
    expected = _expected(course, assignment)
    return Cohort(assignment, books, items, objectives, works, absent, expected)


def _directory(course: Path) -> CourseDirectory:
    return CourseDirectory(config=settings(Path(course)))


def _gradebook(directory: CourseDirectory) -> Gradebook:
    # opening a database that is not there would make an empty one
    url = make_url(directory.db_url)
    file = url.database if url.get_backend_name() == "sqlite" else None
    if file and not Path(file).exists():
        raise FileNotFoundError(
            f"{file} does not exist: there is no gradebook to report on. Run course grade first."
        )
    return Gradebook(directory.db_url, directory.course_id)


def _headings(
    directory: CourseDirectory, assignment: str, books: list[str]
) -> tuple[dict[tuple[str, int], tuple[str, str]], dict[str, str]]:
    """Return kind and objective by notebook and number, and the words of the objectives."""
    root = Path(directory.root)
    release = Path(directory.format_path(directory.release_directory, ".", assignment))
    headings, objectives = {}, {}
    for book in books:
        lesson, exercise = (
            root / "modules" / assignment / f"{book}.ipynb",
            release / f"{book}.ipynb",
        )
        if not exercise.exists():
            continue
        for item in read_items(exercise):
            headings[book, item.number] = (item.kind, item.objective)
        if lesson.exists():
            objectives |= read_lesson(lesson, root).objectives
    return headings, objectives


def _items(
    gradebook: Gradebook, assignment: str, headings: dict[tuple[str, int], tuple[str, str]]
) -> list[Item]:
    items = []
    for notebook in gradebook.find_assignment(assignment).notebooks:
        by_hand = {cell.name for cell in [*notebook.solution_cells, *notebook.task_cells]}
        for cell in [*notebook.grade_cells, *notebook.task_cells]:
            found = re.search(r"_q(\d+)_", cell.name)
            number = int(found[1]) if found else 0
            kind, objective = headings.get((notebook.name, number), ("", ""))
            hand = cell.name in by_hand or cell.cell_type == "markdown"
            points = float(cell.max_score)
            items.append(Item(cell.name, notebook.name, points, hand, number, kind, objective))
    return sorted(items, key=lambda item: (item.notebook, item.number, item.name))


def _works(gradebook: Gradebook, assignment: str, items: list[Item]) -> dict[str, Work]:
    """Return what the gradebook knows of each trainee who handed in."""
    by_place = {(item.notebook, item.name): item for item in items}
    books = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            Notebook.name,
            SubmittedNotebook.id,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
        .order_by(SubmittedAssignment.student_id, Notebook.name)
        .all()
    )
    grades = defaultdict(list)
    rows = (
        gradebook.db.query(Grade, BaseCell.name)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .filter(Assignment.name == assignment)
    )
    for grade, cell in rows:
        grades[grade.notebook_id].append((cell, grade))
    works: dict[str, Work] = {}
    for trainee, book, key, penalty in books:
        work = works.setdefault(trainee, Work())
        found = sorted(grades[key], key=lambda pair: pair[0])
        _add_grades(work, book, [(by_place[book, name], grade) for name, grade in found], penalty)
    return works


def _add_grades(
    work: Work, book: str, grades: list[tuple[Item, Grade]], penalty: float | None
) -> None:
    started = False
    total = 0.0
    for item, grade in grades:
        by_person = grade.manual_score is not None
        score = grade.manual_score if by_person else grade.auto_score
        total += (score or 0.0) + (grade.extra_credit or 0.0 if score is not None else 0.0)
        if score is not None:
            work.scores[item.name] = float(score)
            started = True
        if item.by_hand and not by_person and grade.auto_score == 0:
            # nbgrader itself gives 0 to a written answer that is as handed out
            work.answers[item.name] = Answer("open")
    if started:
        work.waiting += [item for item, grade in grades if grade.needs_manual_grade]
    else:
        work.ungraded.append(book)
    work.points[book] = max(0.0, total - (penalty or 0.0))


def _read_notebooks(
    directory: CourseDirectory,
    assignment: str,
    trainee: str,
    books: list[str],
    items: list[Item],
    work: Work,
) -> None:
    """Add what the graded notebooks of a trainee show: answers and findings."""
    submitted = Path(directory.format_path(directory.submitted_directory, trainee, assignment))
    graded = Path(directory.format_path(directory.autograded_directory, trainee, assignment))
    for book in books:
        if submitted.is_dir() and not (submitted / f"{book}.ipynb").exists():
            work.missing.append(book)
            _count_as_open(work, book, items)
        try:
            notebook = json.loads((graded / f"{book}.ipynb").read_text("utf-8"))
            cells = {_grade_id(cell): cell for cell in notebook["cells"]}
            if found := _findings(notebook):
                work.findings[book] = found
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            work.findings[book] = ["The graded notebook cannot be read: run course grade again."]
            continue
        for item in items:
            if item.notebook == book and not item.by_hand and item.name in cells:
                full = work.scores.get(item.name, 0) >= item.points
                work.answers[item.name] = _answer_of(cells[item.name], full)


def _count_as_open(work: Work, book: str, items: list[Item]) -> None:
    """Give no points for a notebook that was not handed in, as the gradebook does."""
    if book not in work.ungraded:
        return
    work.ungraded.remove(book)
    for item in items:
        if item.notebook == book:
            work.scores[item.name] = 0.0
            work.answers[item.name] = Answer("open")


def _grade_id(cell: dict) -> str:
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")


def _findings(notebook: dict) -> list[str]:
    """Return the findings of a graded notebook: ours, or those of stock autograding."""
    noted = notebook.get("metadata", {}).get("resilient_cities", {}).get("findings")
    if noted is not None:
        return [one_line(text) for text in noted]
    first = notebook["cells"][0] if notebook["cells"] else {}
    if FINDINGS_TAG not in first.get("metadata", {}).get("tags", []):
        return []
    text = "".join(first["source"])
    return [one_line(line[2:]) for line in text.splitlines() if line.startswith("- ")]


def _answer_of(cell: dict, full: bool) -> Answer:
    """Read state and value from the outputs of a check cell; `full` is whether it has all points.

    The points decide, not the outputs: a person may have changed them.
    """
    outputs = [out for out in cell.get("outputs", []) if isinstance(out, dict)]
    errors = [out for out in outputs if out.get("output_type") == "error"]
    if full:
        return Answer("right")
    if any(out.get("ename") == check.StillOpen.__name__ for out in errors):
        return Answer("open")
    # a cell stops at the first check that is not right: the last value is the wrong one
    for output in reversed(outputs):
        published = output.get("data", {}).get(check.MIME) if "data" in output else None
        if _well_formed(published):
            value, part = published["value"], str(published.get("part", "shown"))
            within = published.get("within", 0)
            within = float(within) if isinstance(within, (int, float)) and within >= 0 else 0.0
            return Answer("wrong", _said(errors), value, part, within)
    return Answer("wrong", _said(errors))


def _well_formed(published: Any) -> bool:
    """Tell whether a published value can be put in words and compared."""
    if not isinstance(published, dict):
        return False
    try:
        _answer.words(published["value"])
        leaves = list(_answer.leaves(published["value"]))
        return all(isinstance(leaf.get("value", ""), (str, int, float, bool)) for _, leaf in leaves)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return False


def _said(errors: list[dict]) -> str:
    """Return what the check said, without the verdict that stands before it."""
    text = one_line(errors[0].get("evalue", "")) if errors else ""
    if not text and errors:
        return one_line(errors[0].get("ename", ""))
    return re.sub(r"^Q\d+ is not right yet\.\s*", "", text)


def one_line(text: object, longest: int = LONGEST) -> str:
    """Return a trainee's text as one short line.

    Control and direction characters and lone surrogates go: they can hide what is written,
    and cannot be saved as UTF-8.
    """
    line = " ".join(str(text)[: 4 * longest].split())
    line = "".join(sign for sign in line if not unicodedata.category(sign).startswith("C"))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _expected(course: Path, assignment: str) -> dict[str, list[dict]]:
    """Return the checks' own parameters from the key of the last grading, if there is one.

    The saved key is read as it is: it is the one that the answers were graded with, and making
    a new one would run the solutions.
    """
    file = Path(course) / FOLDER / f"{assignment}.key.json"
    try:
        key = Key.from_json(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {
        item: checks
        for notebook in key.notebooks.values()
        for item, checks in notebook.expected.items()
    }
