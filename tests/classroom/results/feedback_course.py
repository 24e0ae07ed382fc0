"""A small course with a gradebook and graded notebooks made by hand, for the feedback tests."""

import base64
import io
import re
import shutil
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import html5lib  # parses as browsers do
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from PIL import Image
from sqlalchemy import text

from classroom.build import ROOT
from classroom.results.feedback import feedback
from resilience_helpers.check import MIME

ASSIGNMENT, NAME = "01_concepts", "1_risk"
PLACE = f"{ASSIGNMENT}/{NAME}.ipynb"
OPEN_SOURCE = "flats = ...\n# Your answer: replace the three dots above."
ELEMENTS = """
    html head meta title style body main section div p h1 h2 h3 ul ol li a bdi span strong em
    del code pre br hr table caption thead tbody tr th td img details summary blockquote
"""
ATTRIBUTES = "lang charset http-equiv content name class id scope href rel src alt open"


def nbgrader_cell(cell, name, **more):
    """Give a cell its nbgrader metadata."""
    known = {"grade": False, "solution": False, "locked": False, "task": False}
    known |= {"schema_version": 3, "grade_id": name, "cell_type": cell.cell_type}
    cell.metadata["nbgrader"] = known | more
    return cell


def handed_out():
    """Return a released notebook: a check, a plain assert and a written answer."""
    check = 'check.choice("e1_q1_flats", flats, among="ABCD", hint="Ask what is new.", sealed="x")'
    asserts = 'assert total > 0, "The total must be above 0."'
    cells = [
        new_markdown_cell("# Exercise 1 · Risk\n\n**Time.** 35 minutes."),
        nbgrader_cell(new_code_cell("from resilience_helpers import check"), "e1_setup"),
        new_markdown_cell("### Q1 · Choose (1 point, objective 01.1a)\n\nWhat *grows*?"),
        nbgrader_cell(new_code_cell(OPEN_SOURCE), "e1_q1_flats_answer", solution=True),
        nbgrader_cell(new_code_cell(check), "e1_q1_flats", grade=True, points=1),
        new_markdown_cell("### Q2 · Compute (2 points, objective 01.1b)\n\nAdd up."),
        nbgrader_cell(new_code_cell("total = ..."), "e1_q2_total_answer", solution=True),
        nbgrader_cell(new_code_cell(asserts), "e1_q2_total", grade=True, points=2),
        new_markdown_cell("### Q3 · Decide (2 points, objective 01.1b)\n\nWrite to the mayor."),
        nbgrader_cell(
            new_markdown_cell("Write your answer here."),
            "e1_q3_mayor",
            grade=True,
            solution=True,
            points=2,
        ),
    ]
    return new_notebook(cells=cells)


@dataclass
class Work:
    """What one trainee handed in, and what the grader made of it."""

    flats: str = 'flats = "B"'
    flats_outputs: list = field(default_factory=list)
    check_outputs: list = field(default_factory=lambda: [published("Q1: right, B.")])
    assert_outputs: list = field(default_factory=list)
    mayor: str = "The number hides **who** was without water."
    own: list = field(default_factory=list)  # cells added under Q1
    findings: list = field(default_factory=list)
    scores: dict = field(default_factory=dict)  # by nbgrader id; "manual" ones as (score, comment)
    first_name: str | None = None


def published(line, part="shown"):
    """Return the output of one of our checks."""
    value = {"version": 1, "item": "e1_q1_flats", "part": part, "value": {"type": "text"}}
    return new_output("display_data", data={"text/plain": line, MIME: value})


def verdict(line, name="NotYet"):
    """Return the error by which our checks say that an item is not right."""
    return new_output("error", ename=name, evalue=line, traceback=[line])


def graded(work):
    """Return the graded notebook of a trainee."""
    notebook = handed_out()
    cells = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
    cells["e1_q1_flats_answer"].source = work.flats
    cells["e1_q1_flats_answer"].outputs = work.flats_outputs
    cells["e1_q1_flats"].outputs = work.check_outputs
    cells["e1_q1_flats"].source += "\n# HIDDEN"
    cells["e1_q2_total"].outputs = work.assert_outputs
    cells["e1_q2_total"].source += "\nassert total == 4711, total"
    cells["e1_q3_mayor"].source = work.mayor
    notebook.cells[5:5] = work.own
    notebook.metadata["resilient_cities"] = {"findings": work.findings}
    return notebook


def make_course(folder: Path, works: dict[str, Work]) -> Path:
    """Write a course with a gradebook and one graded notebook a trainee."""
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    lesson = "# What shortens a disaster?\n\n- 01.1a tell apart **hazard** and exposure;\n"
    lesson += "- 01.1b measure a loss."
    write(folder / "modules" / PLACE, new_notebook(cells=[new_markdown_cell(lesson)]))
    write(folder / "exercises" / PLACE, handed_out())
    with quiet(), Gradebook(address(folder), "resilient-cities") as gradebook:
        gradebook.db.execute(text("PRAGMA synchronous = OFF"))
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook(NAME, ASSIGNMENT)
        for cell in handed_out().cells:
            known = cell.metadata.get("nbgrader", {})
            place = (known.get("grade_id"), NAME, ASSIGNMENT)
            if known.get("grade"):
                points = known["points"]
                gradebook.add_grade_cell(*place, max_score=points, cell_type=cell.cell_type)
            if known.get("solution"):
                gradebook.add_solution_cell(*place)
        for trainee, work in works.items():
            hand_in(folder, gradebook, trainee, work)
    return folder


@contextmanager
def quiet():
    """Let nbgrader make a gradebook without asking alembic, which takes a second."""
    with warnings.catch_warnings(), mock.patch("nbgrader.api.get_alembic_version", lambda: "1"):
        warnings.simplefilter("ignore")  # SQLAlchemy's, over nbgrader's way to add a submission
        yield


def hand_in(folder: Path, gradebook: Gradebook, trainee: str, work: Work) -> None:
    """Put the graded notebook of a trainee into the course."""
    gradebook.add_student(trainee, first_name=work.first_name)
    gradebook.add_submission(ASSIGNMENT, trainee)
    notebook = gradebook.find_submission_notebook(NAME, ASSIGNMENT, trainee)
    scores = {"e1_q1_flats": 1.0, "e1_q2_total": 2.0} | work.scores
    comments = {comment.name: comment for comment in notebook.comments}
    for grade in notebook.grades:
        given = scores.get(grade.name)
        grade.needs_manual_grade = given is None
        if isinstance(given, tuple):
            grade.manual_score, comments[grade.name].manual_comment = given
        else:
            grade.auto_score = given
    gradebook.db.commit()
    if "/" not in trainee:
        write(folder / "autograded" / trainee / PLACE, graded(work))


def address(folder: Path) -> str:
    """Return the address of the gradebook."""
    return f"sqlite:///{folder / 'gradebook.db'}"


def write(path: Path, notebook) -> None:
    """Save a notebook as it is, faults included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = nbformat.v4.writes(notebook, ensure_ascii=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def page_path(folder: Path, trainee: str) -> Path:
    """Return where the page of a trainee stands."""
    return folder / "feedback" / trainee / ASSIGNMENT / f"{NAME}.html"


def page_of(folder: Path, work: Work) -> str:
    """Return the page that one trainee's work gives."""
    make_course(folder, {"mei": work})
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    return page_path(folder, "mei").read_text("utf-8")


def elements(page: str) -> list:
    """Return all elements of a page, as a browser would make them."""
    return [
        element
        for element in html5lib.parse(page, namespaceHTMLElements=False).iter()
        if isinstance(element.tag, str)
    ]


def assert_harmless(page: str) -> None:
    """Assert that a page has only elements, attributes and addresses that can do nothing."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for element in tree.iter():
        assert isinstance(element.tag, str), f"a comment: {element.text!r}"
        assert element.tag in ELEMENTS.split(), element.tag
        assert set(element.attrib) <= set(ATTRIBUTES.split()), (element.tag, element.attrib)
        link = element.get("href", "#item-1")
        assert re.match(r"#item-\d+\Z|https?://|mailto:", link), link
        assert link[0] == "#" or element.get("rel") == "noopener noreferrer"
        assert re.match(r"data:image/(png|jpeg);base64,[\w+/=]+\Z", element.get("src", PIXEL))
    metas = [e.attrib for e in tree.iter("meta")]
    assert [m["http-equiv"] for m in metas if "http-equiv" in m] == ["Content-Security-Policy"]
    assert len(list(tree.iter("style"))) == len(list(tree.iter("main"))) == 1


def picture(form="PNG", size=(4, 3)) -> str:
    """Return the base64 text of a small figure."""
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, form)
    return base64.b64encode(made.getvalue()).decode()


PIXEL = f"data:image/png;base64,{picture()}"
