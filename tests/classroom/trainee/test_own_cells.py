"""What was handed out, and every way in which a trainee's cell can be broken."""

import copy
import json

import pytest
from course import EXERCISES, LESSONS, checks, grade_id, name, read
from nbformat.v4 import new_code_cell, new_notebook

from classroom.trainee import handed_out

EXERCISE = name(EXERCISES[0])
SETUP, ANSWER, CHECK, WRITTEN = (
    next(k for k, cell in handed_out.marked(read(EXERCISES[0])).items() if handed_out.kind(cell) == kind)
    for kind in ("setup", "answer", "check", "written")
)  # fmt: skip


@pytest.fixture
def original():
    return handed_out.released(EXERCISE)


@pytest.fixture
def mine():
    return handed_out.released(EXERCISE)


def place(notebook, name):
    return [grade_id(cell) for cell in notebook.cells].index(name)


def found(mine, original):
    return [(one.what, one.cell) for one in handed_out.compare(mine, original)]


def test_what_was_handed_out_is_every_exercise_as_it_is():
    assert handed_out.exercises() == sorted(map(name, EXERCISES))
    for path in EXERCISES:
        assert handed_out.released(name(path)) == read(path)


def test_it_is_the_same_text_from_every_order_of_files(tmp_path):
    for which in ("02_b/1_a", "01_a/2_b", "01_a/1_a"):
        path = tmp_path / f"{which}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"b": "示例", "a": 1}', encoding="utf-8")
    text = handed_out.collect(tmp_path)
    assert list(json.loads(text)) == ["01_a/1_a", "01_a/2_b", "02_b/1_a"]
    assert text.endswith("}\n") and "示例" in text and text.index('"a"') < text.index('"b"')


def test_a_change_of_a_copy_does_not_reach_the_next_one(original):
    original.cells[0].source = "changed"
    assert handed_out.released(EXERCISE).cells[0].source != "changed"


def test_an_unknown_exercise_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=f"no exercise '09/9'; there are {EXERCISE}, "):
        handed_out.released("09/9")


def test_an_exercise_is_known_by_its_cells_and_no_lesson_is(mine):
    assert handed_out.recognise(mine) == EXERCISE
    for cell in mine.cells:
        cell.metadata = type(cell.metadata)()
    assert handed_out.recognise(mine) == EXERCISE, "by its questions"
    assert handed_out.recognise(new_notebook(cells=[new_code_cell("1")])) == ""
    mine.cells = mine.cells[:2]
    assert handed_out.recognise(mine) == "", "two questions are too few"
    assert [one for one in LESSONS if handed_out.recognise(read(one))] == []


def test_answers_and_added_cells_break_nothing(mine, original):
    for cell in mine.cells:
        if handed_out.grade_id(cell) and handed_out.kind(cell) in ("answer", "written"):
            cell.source = "mine = 1"
    mine.cells.insert(3, new_code_cell("note = 1"))
    mine.cells[place(mine, CHECK)].source += " \n"
    assert handed_out.compare(mine, original) == []


@pytest.mark.parametrize(
    "name, called",
    [
        (SETUP, "The setup cell"),
        (ANSWER, "The answer cell of Q1"),
        (CHECK, "The check of Q1"),
        (WRITTEN, "The written answer of Q7"),
    ],
)
def test_a_deleted_cell_is_named_as_a_trainee_knows_it(mine, original, name, called):
    del mine.cells[place(mine, name)]
    (one,) = handed_out.compare(mine, original)
    assert (one.what, one.cell, one.item) == ("deleted", name, handed_out.label(name))
    assert one.text.startswith(f"{called} is missing. ") and "Undo Cell Operation" in one.text


def test_two_deleted_cells_in_a_row_are_both_named(mine, original):
    mine.cells = [cell for cell in mine.cells if grade_id(cell) not in (ANSWER, CHECK)]
    assert found(mine, original) == [("deleted", ANSWER), ("deleted", CHECK)]


@pytest.mark.parametrize(
    "name, advice", [(ANSWER, "do not hold your answer"), (CHECK, "that you added")]
)
def test_a_copied_cell_is_named(mine, original, name, advice):
    mine.cells += [copy.deepcopy(mine.cells[place(mine, name)]) for _ in range(2)]
    (first, *_) = handed_out.compare(mine, original)
    assert (first.what, first.cell) == ("duplicated", name)
    assert "stands 3 times." in first.text and first.text.endswith(f"{advice}.")


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_retyped_cell_is_named(mine, original, kind):
    mine.cells[place(mine, CHECK)].cell_type = kind
    (one,) = handed_out.compare(mine, original)
    assert one.what == "retyped"
    assert f"turned from code into {kind}. Select it and choose Code" in one.text


def test_an_edited_check_or_setup_is_named(mine, original):
    for which in (SETUP, CHECK):
        mine.cells[place(mine, which)].source += "\nmore = 1"
    assert found(mine, original) == [("edited", SETUP), ("edited", CHECK)]


def test_a_moved_cell_is_named_with_its_place(mine, original):
    cell = mine.cells.pop(place(mine, CHECK))
    mine.cells.append(cell)
    (one,) = handed_out.compare(mine, original)
    assert (one.what, one.cell) == ("moved", CHECK)
    assert "below the answer cell of Q1" in one.text


def test_a_moved_setup_goes_back_to_the_top(mine, original):
    mine.cells.append(mine.cells.pop(place(mine, SETUP)))
    (one,) = handed_out.compare(mine, original)
    assert one.cell == SETUP and "to the top" in one.text


def test_a_notebook_without_any_mark_is_one_finding(mine, original):
    for cell in mine.cells:
        cell.metadata = type(cell.metadata)()
    assert found(mine, original) == [("lost", "")]


@pytest.mark.parametrize("entry", [None, [], {"grade_id": 3}, {}, "text"])
def test_an_odd_mark_is_none(mine, original, entry):
    cell = mine.cells[place(mine, CHECK)]
    cell.metadata["nbgrader"] = entry
    assert handed_out.grade_id(cell) == ""
    assert found(mine, original) == [("deleted", CHECK)]


def test_every_check_has_a_label_and_a_kind(original):
    kinds = {handed_out.kind(cell) for cell in handed_out.marked(original).values()}
    assert kinds == set(handed_out.NAMES)
    assert [handed_out.label(item) for item in checks(original)][:2] == ["Q1", "Q2"]
