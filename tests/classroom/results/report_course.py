"""A small course with a gradebook and graded notebooks made by hand, for the report's tests."""

import csv
import io
import json
import random
import shutil
from pathlib import Path

import html5lib  # parses as browsers do
from nbgrader.api import Base, Gradebook
from sqlalchemy import create_engine, text

from classroom.build import ROOT
from classroom.grading.key import FOLDER, Key, NotebookKey
from classroom.seal import sealed_value
from resilience_helpers import _answer, check

ASSIGNMENT = "01_concepts"
BOOKS = ("1_risk_and_resilience", "2_three_dimensions", "3_scorecard")
CHOICE, NUMBER = "m01e1_q1_exposure", "m01e1_q2_annual_risk"
SLIP = "The flood comes as often as before."


def cells_of(book):
    """Return the nbgrader metadata of the graded cells of an exercise, in order."""
    text = (ROOT / "exercises" / ASSIGNMENT / f"{book}.ipynb").read_text("utf-8")
    known = [cell["metadata"].get("nbgrader") for cell in json.loads(text)["cells"]]
    return [one for one in known if one and one["grade"]]


WRITTEN = [cell["grade_id"] for book in BOOKS for cell in cells_of(book) if cell["solution"]]
AUTO = [cell["grade_id"] for book in BOOKS for cell in cells_of(book) if not cell["solution"]]
GRADED = dict.fromkeys(WRITTEN, 2)


def published(item, value, within=0.0, part="shown"):
    """Return the output with which a check publishes a value."""
    bundle = {"version": 1, "item": item, "part": part, "within": within}
    bundle["value"] = value if isinstance(value, dict) else _answer.encode(value)
    data = {"text/plain": "a line", check.MIME: bundle}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def error(name, line):
    """Return the output of a check that is not right."""
    return {"output_type": "error", "ename": name, "evalue": line, "traceback": [line]}


def still_open(item):
    return [error("StillOpen", f"{item} is still open: replace the three dots.")]


def wrong(item, value, line="Q2 is not right yet. Look again.", **more):
    return [published(item, value, **more), error("NotYet", line)]


class Course:
    """A course in a folder; `hand_in` adds what a trainee handed in, graded."""

    def __init__(self, folder: Path, empty: Path | None = None):
        self.folder, self.books = folder, BOOKS
        self.cells = {book: cells_of(book) for book in BOOKS}
        if empty:  # a copy of a course without trainees: a gradebook takes seconds to make
            shutil.copytree(empty, folder, dirs_exist_ok=True)
        url = f"sqlite:///{folder / 'gradebook.db'}"
        # with its tables there, nbgrader does not start alembic, which takes seconds
        Base.metadata.create_all(create_engine(url))
        self.gradebook = Gradebook(url, "resilient-cities")
        self.gradebook.db.execute(text("PRAGMA synchronous = OFF"))
        if not empty:
            self._make()

    def _make(self):
        shutil.copy(ROOT / "nbgrader_config.py", self.folder)
        for part in ("exercises", "modules"):
            shutil.copytree(ROOT / part / ASSIGNMENT, self.folder / part / ASSIGNMENT)
        self.gradebook.add_assignment(ASSIGNMENT)
        for book in BOOKS:
            self.gradebook.add_notebook(book, ASSIGNMENT)
            for cell in self.cells[book]:
                known = {"max_score": cell["points"], "cell_type": cell["cell_type"]}
                place = (cell["grade_id"], book, ASSIGNMENT)
                self.gradebook.add_grade_cell(*place, **known)
                if cell["solution"]:
                    self.gradebook.add_solution_cell(*place)

    def enrol(self, *trainees):
        for trainee in trainees:
            self.gradebook.add_student(trainee)

    def hand_in(self, trainee, outputs=None, hand=None, findings=None, missing=(), ungraded=()):
        """Record one trainee.

        `outputs`: item to outputs of its check that is not right, all others are right;
        `hand`: item to points for a written answer, None waits, 0 is untouched.
        """
        outputs, hand = outputs or {}, hand or {}
        self.enrol(trainee)
        submission = self.gradebook.add_submission(ASSIGNMENT, trainee)
        for book in submission.notebooks:
            by_name = {cell["grade_id"]: cell for cell in self.cells[book.name]}
            for grade in () if book.name in ungraded else book.grades:
                self._grade(grade, by_name[grade.name], outputs, hand)
        self.gradebook.db.commit()
        for book in self.books:
            if book not in missing:
                self._write("submitted", trainee, book, {"cells": []})
            if book not in ungraded:
                self._write(
                    "autograded", trainee, book, self._graded(book, outputs, findings or [])
                )

    def _grade(self, grade, cell, outputs, hand):
        if not cell["solution"]:
            grade.auto_score = 0 if cell["grade_id"] in outputs else cell["points"]
            grade.needs_manual_grade = False
            return
        points = hand.get(cell["grade_id"])
        grade.needs_manual_grade = points is None
        if points == 0:
            grade.auto_score = 0
        else:
            grade.manual_score = points

    def _graded(self, book, outputs, findings):
        cells = [
            {
                "cell_type": cell["cell_type"],
                "metadata": {"nbgrader": cell},
                "source": "",
                "outputs": outputs.get(cell["grade_id"], []),
            }
            for cell in self.cells[book]
        ]
        told = findings if book == self.books[0] else []
        return {"cells": cells, "metadata": {"resilient_cities": {"findings": told}}}

    def _write(self, step, trainee, book, notebook):
        file = self.folder / step / trainee / ASSIGNMENT / f"{book}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(notebook), encoding="utf-8")

    def save_key(self):
        """Save a key that knows one slip of the first item and the unit of the second."""
        plain = {"kind": "value", "part": "shown", "within": 0.0, "unit": "", "among": ""}
        plain |= {"hint": "", "unchecked": "", "call": "", "slips": []}
        first = plain | {"item": CHOICE, "value": _answer.encode("B"), "kind": "choice"}
        first["among"] = "ABCD"
        first["slips"] = [{"value": _answer.encode("A"), "message": SLIP}]
        second = plain | {"item": NUMBER, "value": _answer.encode(3.0), "within": 0.05}
        second["unit"] = "million CNY a year"
        known = {one["item"]: [one | {"sealed": sealed_value(one)}] for one in (first, second)}
        notebooks = {BOOKS[0]: NotebookKey(BOOKS[0], {}, {}, known)}
        file = self.folder / FOLDER / f"{ASSIGNMENT}.key.json"
        file.parent.mkdir()
        file.write_text(Key(ASSIGNMENT, notebooks, {}, "0").to_json(), encoding="utf-8")

    def table(self, name):
        """Return a table of the report as a reader of CSV sees it."""
        file = self.folder / "report" / f"{ASSIGNMENT}_{name}.csv"
        return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))

    def row(self, name, key):
        return next(row for row in self.table(name) if key in row.values())

    def page(self, name=ASSIGNMENT):
        return (self.folder / "report" / f"{name}.html").read_text("utf-8")

    def tree(self):
        return html5lib.parse(self.page(), namespaceHTMLElements=False)

    def shown(self):
        """Return the words of the page with single spaces."""
        return " ".join(" ".join(self.tree().find("body").itertext()).split())


def synthetic(course, count, seed=20261122):
    """Let trainees of different skill hand in: the weaker, the more is open or wrong."""
    draw = random.Random(seed)
    for number in range(count):
        skill = draw.uniform(-1.2, 2.2)
        outputs, hand = {}, {}
        for book in course.books:
            for place, cell in enumerate(course.cells[book]):
                item, chance = cell["grade_id"], draw.gauss(skill, 1) - 0.25 * place
                if cell["solution"]:
                    hand[item] = 0 if chance < -1.5 else draw.choice([None, 1, 2])
                elif chance < -1.8:
                    outputs[item] = still_open(item)
                elif chance < 0:
                    outputs[item] = wrong(item, draw.choice([7.5, 7.52, 12.0, 40.0]), within=0.05)
        if CHOICE in outputs:
            outputs[CHOICE] = wrong(CHOICE, draw.choice("AACD"), "Q1 is not right yet. Look.")
        findings = ["The cell m01e1_setup was deleted. It was put back as handed out."]
        course.hand_in(f"trainee_{number:03}", outputs, hand, findings if number % 5 == 3 else [])


def answers(course, item):
    rows = [one for one in course.table("answers") if one["item"] == item]
    return {one["answer"]: one for one in rows}
