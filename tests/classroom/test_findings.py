"""`classroom.findings`: what a trainee broke is named, and one copy of a cell is graded."""

import copy
import logging

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds, OverwriteCells, SaveCells
from nbgrader.utils import compute_checksum

from classroom.findings import FINDINGS_TAG, NameFindings, cell_title, settle

SETUP, ANSWER, CHECK, TEXT = ("m00e0_setup", "m00e0_q1_a_answer", "m00e0_q1_a", "m00e0_q2_b")
TITLES = {
    SETUP: "setup cell",
    ANSWER: "answer cell of Q1",
    CHECK: "check of Q1",
    TEXT: "written answer of Q2",
}


def cell(name, source, kind="code", *, grade=False, solution=False):
    """Return a cell as `nbgrader generate_assignment` leaves it."""
    made = new_code_cell(source) if kind == "code" else new_markdown_cell(source)
    made.metadata["nbgrader"] = {
        "schema_version": 3, "grade_id": name, "grade": grade, "solution": solution,
        "locked": not solution, "task": False, "cell_type": kind,
    }  # fmt: skip
    if grade:
        made.metadata.nbgrader["points"] = 2
    made.metadata.nbgrader["checksum"] = compute_checksum(made)
    return made


def exercise():
    """Return a small exercise as it is handed out."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Exercise"),
            cell(SETUP, "import numpy as np"),
            cell(ANSWER, "a = ...", solution=True),
            cell(CHECK, "assert a == 1", grade=True),
            cell(TEXT, "Write your answer here.", "markdown", grade=True, solution=True),
        ]
    )


def known(notebook):
    """Return what the gradebook knows of an exercise."""
    return {
        c.metadata.nbgrader.grade_id: copy.deepcopy(c)
        for c in notebook.cells
        if "nbgrader" in c.metadata
    }


def place(notebook, name):
    return next(n for n, c in enumerate(notebook.cells) if grade_id(c) == name)


def grade_id(one):
    return one.metadata.get("nbgrader", {}).get("grade_id")


def graded(notebook, name):
    """Return the sources of the cells that carry an nbgrader id."""
    return [c.source for c in notebook.cells if grade_id(c) == name]


@pytest.fixture
def submitted():
    return exercise()


def found(submitted):
    return settle(submitted, known(exercise()))


def test_an_untouched_notebook_has_no_findings(submitted):
    before = copy.deepcopy(submitted)
    assert found(submitted) == []
    assert submitted == before


def test_answers_and_cells_of_ones_own_are_no_findings(submitted):
    submitted.cells[place(submitted, ANSWER)].source = "a = 1"
    submitted.cells[place(submitted, TEXT)].source = "We warn the harbour first."
    submitted.cells.insert(1, new_code_cell("1 + 1"))
    submitted.cells.append(cell("m99e9_q1_other", "x"))
    before = copy.deepcopy(submitted)
    assert found(submitted) == []
    assert submitted == before


@pytest.mark.parametrize("name", [SETUP, ANSWER, CHECK, TEXT])
def test_a_deleted_cell_is_named_and_put_back_in_its_place(submitted, name):
    del submitted.cells[place(submitted, name)]
    assert found(submitted) == [f"The {TITLES[name]} was deleted. It was put back as handed out."]
    ids = [grade_id(c) for c in submitted.cells if grade_id(c)]
    assert ids == [SETUP, ANSWER, CHECK, TEXT]
    assert submitted.cells[place(submitted, name)] == known(exercise())[name] | {
        "id": submitted.cells[place(submitted, name)].id
    }


def test_an_emptied_cell_is_not_deleted(submitted):
    submitted.cells[place(submitted, ANSWER)].source = ""
    assert found(submitted) == []


def double(notebook, name, *sources):
    """Put copies of a cell behind it, with other text, as a paste in JupyterLab does."""
    at = place(notebook, name)
    for step, source in enumerate(sources, start=1):
        pasted = copy.deepcopy(notebook.cells[at])
        pasted.source, pasted.id = source, f"copy-{step}"
        notebook.cells.insert(at + step, pasted)


@pytest.mark.parametrize(
    ("first", "others", "kept"),
    [
        ("a = ...", ["a = 1"], "a = 1"),
        ("a = 1", ["a = ..."], "a = 1"),
        ("a = ...", ["a = ..."], "a = ..."),
        ("a = 1", ["a = 2"], "a = 2"),
        ("a = 1", ["a = 2", "a = ..."], "a = 2"),
    ],
)
def test_of_copies_the_last_changed_one_is_graded(submitted, first, others, kept):
    submitted.cells[place(submitted, ANSWER)].source = first
    double(submitted, ANSWER, *others)
    count = 1 + len(others)
    assert found(submitted) == [
        f"The {TITLES[ANSWER]} stands {count} times. The last changed one is graded."
    ]
    assert graded(submitted, ANSWER) == [kept]
    everything = [c.source for c in submitted.cells]
    for source in {first, *others} - {"a = ..."}:
        assert source in everything, "other changed copies stay as plain cells"
    if kept != "a = ...":
        assert "a = ..." not in everything, "run behind the answer, it would undo it"
    assert graded(submitted, CHECK) == ["assert a == 1"]


def test_the_last_of_unchanged_copies_keeps_its_place(submitted):
    double(submitted, CHECK, "assert a == 1")
    found(submitted)
    ids = [c.id for c in submitted.cells if grade_id(c) == CHECK]
    assert ids == ["copy-1"]


def test_a_doubled_written_answer(submitted):
    double(submitted, TEXT, "We warn the harbour first.", "Write your answer here.")
    assert found(submitted) == [
        "The written answer of Q2 stands 3 times. The last changed one is graded."
    ]
    assert graded(submitted, TEXT) == ["We warn the harbour first."]


def retype(notebook, name, kind):
    at = place(notebook, name)
    old = notebook.cells[at]
    new = new_code_cell(old.source) if kind == "code" else new_markdown_cell(old.source)
    new.metadata = old.metadata
    notebook.cells[at] = new


@pytest.mark.parametrize(
    ("name", "kind", "was"), [(ANSWER, "markdown", "code"), (TEXT, "code", "markdown")]
)
def test_a_retyped_cell_is_named(submitted, name, kind, was):
    retype(submitted, name, kind)
    assert found(submitted) == [
        f"The {TITLES[name]} was turned from {was} to {kind}, and is turned back for grading."
    ]
    assert len(graded(submitted, name)) == 1


def test_findings_stand_in_the_order_of_the_exercise(submitted):
    retype(submitted, TEXT, "code")
    double(submitted, CHECK, "assert True")
    del submitted.cells[place(submitted, ANSWER)]
    starts = [" ".join(text.split()[1:5]) for text in found(submitted)]
    assert starts == ["answer cell of Q1", "check of Q1 stands", "written answer of Q2"]


def test_any_other_cell_is_named_by_its_id():
    names = ("m01e1_setup", "m01e12_q13_a_b", "m01e1_q3_a_answer", "demo_q1_a", "a_answer", "m1_q2")
    assert [cell_title(name) for name in names] == [
        "setup cell", "check of Q13", "answer cell of Q3", "cell demo_q1_a", "cell a_answer",
        "cell m1_q2",
    ]  # fmt: skip
    assert cell_title("m01e1_q8_why", written=True) == "written answer of Q8"


@pytest.fixture(scope="module")
def resources(tmp_path_factory):
    """A gradebook that knows the exercise, as `generate_assignment` fills it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('course') / 'gradebook.db'}"
    names = {"notebook": "demo", "assignment": "m00", "student": "ana", "db_url": url}
    with Gradebook(url, "resilient-cities") as gradebook:
        gradebook.add_assignment("m00")
    resources = {"nbgrader": names | {"course_id": "resilient-cities"}, "unique_key": "demo"}
    SaveCells().preprocess(exercise(), resources)
    return resources


def before_grading(notebook, resources):
    """Take a submission through the first steps of autograding, as configured."""
    steps = [NameFindings(), DeduplicateIds(), OverwriteCells()]
    for step in [*steps, CheckCellMetadata()]:
        notebook, resources = step.preprocess(notebook, resources)
    return notebook


def note_of(notebook):
    notes = [c for c in notebook.cells if FINDINGS_TAG in c.metadata.get("tags", [])]
    assert len(notes) <= 1 and notebook.cells[: len(notes)] == notes, "one, on top"
    return notes[0].source if notes else ""


def test_findings_are_written_on_top_and_into_the_log(submitted, resources, caplog):
    del submitted.cells[place(submitted, CHECK)]
    double(submitted, ANSWER, "a = 1")
    with caplog.at_level(logging.WARNING):
        done = before_grading(submitted, resources)
    note = note_of(done)
    assert note.startswith(
        "**Found in this notebook before grading**\n\n- The answer cell of Q1 stands "
    )
    for text in ("check of Q1 was deleted", "answer cell of Q1 stands 2 times"):
        assert text in note
        assert f"ana, demo: The {text}" in caplog.text
    assert graded(done, ANSWER) == ["a = 1"]
    (check,) = graded(done, CHECK)
    assert check.endswith("assert a == 1")


def test_a_note_of_an_earlier_grading_is_replaced(submitted, resources):
    lost = copy.deepcopy(submitted)
    del lost.cells[place(lost, CHECK)]
    first, _ = NameFindings().preprocess(copy.deepcopy(lost), resources)
    assert note_of(first).count("was deleted") == 1
    lost.cells.insert(0, first.cells[0])
    again, _ = NameFindings().preprocess(lost, resources)
    assert note_of(again) == note_of(first)
    submitted.cells.insert(0, first.cells[0])
    mended, _ = NameFindings().preprocess(submitted, resources)
    assert note_of(mended) == ""


def test_a_clean_notebook_gets_no_note(submitted, resources):
    done = before_grading(submitted, resources)
    assert note_of(done) == "" and len(done.cells) == 5


def test_a_notebook_that_nobody_handed_out_is_left_alone(submitted, resources):
    other = {"nbgrader": resources["nbgrader"] | {"notebook": "scratch"}}
    del submitted.cells[place(submitted, CHECK)]
    before = copy.deepcopy(submitted)
    done, _ = NameFindings().preprocess(submitted, other)
    assert done == before


@pytest.mark.parametrize("name", [ANSWER, TEXT])
def test_a_retyped_cell_is_turned_back(submitted, resources, name):
    was = submitted.cells[place(submitted, name)].cell_type
    retype(submitted, name, "markdown" if was == "code" else "code")
    done = before_grading(submitted, resources)
    assert done.cells[place(done, name)].cell_type == was
    assert "is turned back for grading" in note_of(done)


@pytest.mark.parametrize(
    "names", [[ANSWER, CHECK], [CHECK, TEXT], [SETUP, ANSWER, CHECK], [SETUP, ANSWER, CHECK, TEXT]]
)
def test_a_whole_item_that_is_deleted_does_not_stop_grading(submitted, resources, names):
    submitted.cells = [c for c in submitted.cells if grade_id(c) not in names]
    done = before_grading(submitted, resources)
    there = [grade_id(c) for c in done.cells if grade_id(c)]
    assert there == [SETUP, ANSWER, CHECK, TEXT], "every cell is back in its place"
