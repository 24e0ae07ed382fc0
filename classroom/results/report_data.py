"""What `course report` knows of an assignment: gradebook, graded notebooks, headings, key."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

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

from classroom.curriculum import read_items, read_lesson
from classroom.findings import blank_because, noted_findings
from classroom.grading.gradebook import READING_SECONDS, explained, need_gradebook, settings
from classroom.grading.key import Key
from classroom.grading.lock import FOLDER
from classroom.results.answers import Answer, answer_of, one_line


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


@dataclass
class Work:
    """What one trainee handed in."""

    scores: dict[str, float] = field(default_factory=dict)  # by item; none where not graded
    points: dict[str, float] = field(default_factory=dict)  # by notebook, as nbgrader counts
    waiting: list[Item] = field(default_factory=list)  # items that wait for a person
    ungraded: list[str] = field(default_factory=list)  # notebooks that nothing is known of
    missing: list[str] = field(default_factory=list)  # notebooks that were not handed in
    blank: dict[str, str] = field(default_factory=dict)  # by notebook: why it was graded as blank
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
    graded: bool = True  # whether there is any grade

    def left(self, item: Item) -> tuple[int, int]:
        """Return how many answers to an item still need points, and how many there are."""
        seen = [work for work in self.works.values() if item.notebook not in work.ungraded]
        return sum(item.name not in work.scores for work in seen), len(seen)

    @cached_property
    def settled(self) -> list[Item]:
        """The items of which all answers are graded.

        Of the others the blank answers have their 0 already, and the good ones wait: a mean
        of what is there would be too low.
        """
        return [item for item in self.items if not self.left(item)[0]]

    def scores(self) -> np.ndarray:
        """Return the points, a row a trainee and a column an item; nan where not settled."""
        settled = set(self.settled)
        rows = [
            [work.scores.get(one.name, np.nan) if one in settled else np.nan for one in self.items]
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
    graded = any(work.scores for work in works.values())
    for trainee, work in works.items():
        _read_notebooks(directory, assignment, trainee, books, items, work)
    absent = [trainee for trainee in known if trainee not in works]
    expected = _expected(course, assignment)
    return Cohort(assignment, books, items, objectives, works, absent, expected, graded)


def _directory(course: Path) -> CourseDirectory:
    return CourseDirectory(config=settings(Path(course), READING_SECONDS))


@contextmanager
def _gradebook(directory: CourseDirectory) -> Iterator[Gradebook]:
    need_gradebook(directory.db_url)
    with explained(directory.db_url), Gradebook(directory.db_url, directory.course_id) as found:
        yield found


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
            if found := [one_line(text) for text in noted_findings(notebook)]:
                work.findings[book] = found
            if (why := blank_because(found)) and book not in work.missing:
                work.blank[book] = why
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            work.findings[book] = ["The graded notebook cannot be read: run course grade again."]
            continue
        for item in items:
            if item.notebook == book and not item.by_hand and item.name in cells:
                full = work.scores.get(item.name, 0) >= item.points
                blank = book in work.blank and not full
                answer = Answer("open") if blank else answer_of(cells[item.name], full)
                work.answers[item.name] = answer


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
