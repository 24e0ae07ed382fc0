"""`classroom.grading.intake`: a submission is rebuilt on the release, and changes are named."""

import copy
import json

import nbformat
import pytest
from course import EXERCISES
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.utils import is_grade, is_solution

from classroom.findings import FINDINGS_TAG, cell_title, with_note
from classroom.grading.intake import rebuild
from classroom.grading.reading import read_submission

RELEASED = [json.loads(path.read_bytes()) for path in EXERCISES if path.parent.name[:2] == "01"]
HANDED_OUT = RELEASED[0]
HIDDEN = "\nassert True  # hidden"
SETUP, ANSWER, CHECK = "m01e1_setup", "m01e1_q1_exposure_answer", "m01e1_q1_exposure"
NEXT, LATER = "m01e1_q2_annual_risk_answer", "m01e1_q5_rapidity_answer"
WRITTEN = "m01e1_q7_what_it_hides"


def for_grading(released):
    """Return a notebook as the key holds it: with hidden tests, and run once."""
    made = copy.deepcopy(released)
    for cell in nbformat.from_dict(made).cells:
        if is_grade(cell) and not is_solution(cell):
            own = next(c for c in made["cells"] if c["id"] == cell.id)
            own["source"] = "".join(own["source"]) + HIDDEN
            own["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "old"}]
    return made


GRADING = for_grading(HANDED_OUT)


def submission(released=HANDED_OUT):
    return read_submission(json.dumps(released).encode())[0]


def name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def at(notebook, wanted):
    return next(n for n, cell in enumerate(notebook.cells) if name(cell) == wanted)


def source(notebook, wanted):
    return notebook.cells[at(notebook, wanted)].source


NAMES = [name(cell) for cell in nbformat.from_dict(HANDED_OUT).cells if name(cell)]
ANSWERS = [name(c) for c in nbformat.from_dict(HANDED_OUT).cells if is_solution(c)]
TITLES = {one: cell_title(one, one == WRITTEN) for one in NAMES}
STUBS = {one: source(submission(), one) for one in ANSWERS}


@pytest.fixture
def handed_in():
    return submission()


def rebuilt(notebook):
    """Rebuild, and hold what must be true of every notebook that is run."""
    before = copy.deepcopy((notebook, HANDED_OUT, GRADING))
    done, found = rebuild(notebook, HANDED_OUT, GRADING)
    assert (notebook, HANDED_OUT, GRADING) == before, "nothing that was given is changed"
    holds(done)
    assert all(text.endswith(".") for text in found)
    return done, found


def holds(done):
    nbformat.validate(done)
    known = [c for c in done.cells if not c.id.startswith("added-")]
    assert [c.id for c in known] == [c["id"] for c in GRADING["cells"]]
    for ours, theirs in zip(known, GRADING["cells"], strict=True):
        assert (ours.metadata, ours.cell_type) == (theirs["metadata"], theirs["cell_type"])
        if not is_solution(ours):
            assert ours.source == "".join(theirs["source"])
    added = [c for c in done.cells if c.id.startswith("added-")]
    assert [c.id for c in added] == [f"added-{n}" for n in range(1, len(added) + 1)]
    assert all(c.metadata == {} for c in added)
    assert all(c.outputs == [] for c in done.cells if c.cell_type == "code")
    assert done.metadata == GRADING["metadata"]


def added(done):
    return [c.source for c in done.cells if c.id.startswith("added-")]


@pytest.mark.parametrize("released", RELEASED, ids=lambda r: r["cells"][0]["source"][0][:12])
def test_a_submission_as_it_was_released_has_no_findings(released):
    grading = for_grading(released)
    done, found = rebuild(submission(released), released, grading)
    assert found == []
    assert done == rebuild(None, released, grading)[0]


def test_nothing_handed_in_gives_the_blank_notebook():
    done, found = rebuilt(None)
    assert found == [] and {one: source(done, one) for one in ANSWERS} == STUBS


def test_a_solution_that_was_left_in_the_key_is_never_run():
    leaked = copy.deepcopy(GRADING)
    for cell in nbformat.from_dict(leaked).cells:
        if is_solution(cell):
            next(c for c in leaked["cells"] if c["id"] == cell.id)["source"] = "the solution"
    done, _ = rebuild(None, HANDED_OUT, leaked)
    assert {one: source(done, one) for one in ANSWERS} == STUBS


def test_a_release_and_a_key_that_differ_are_refused():
    with pytest.raises(ValueError, match="must be the same"):
        rebuild(None, HANDED_OUT, RELEASED[1])


def test_answers_are_kept_verbatim(handed_in):
    for one in ANSWERS:
        handed_in.cells[at(handed_in, one)].source = f"  x = '{one}'  \n%%script\n"
    done, found = rebuilt(handed_in)
    assert found == []
    for one in ANSWERS:
        assert source(done, one) == f"  x = '{one}'  \n%%script\n"


@pytest.mark.parametrize("wanted", NAMES)
def test_a_deleted_cell_is_named_and_put_back(handed_in, wanted):
    del handed_in.cells[at(handed_in, wanted)]
    done, found = rebuilt(handed_in)
    assert found == [f"The {TITLES[wanted]} was deleted. It was put back as handed out."]
    assert source(done, wanted) == STUBS.get(wanted, source(done, wanted))


def test_added_cells_stand_behind_the_cell_that_they_followed(handed_in):
    place = at(handed_in, ANSWER)
    extra = new_markdown_cell("note", metadata={"tags": ["skip-execution"]}, id="x")
    handed_in.cells.insert(place + 1, extra)
    handed_in.cells.insert(0, new_code_cell("!ls"))
    handed_in.cells += [new_raw_cell("raw"), new_code_cell(" \n"), new_code_cell("end")]
    done, found = rebuilt(handed_in)
    assert found == []
    assert added(done) == ["!ls", "note", "raw", "end"]
    assert done.cells[0].source == "!ls"
    assert done.cells[at(done, ANSWER) + 1].source == "note"
    assert [c.cell_type for c in done.cells[-2:]] == ["raw", "code"]


def double(notebook, wanted, *sources):
    place = at(notebook, wanted)
    for step, text in enumerate(sources, start=1):
        pasted = copy.deepcopy(notebook.cells[place])
        pasted.source, pasted.id = text, f"copy-{step}"
        notebook.cells.insert(place + step, pasted)


STUB = STUBS[ANSWER]


@pytest.mark.parametrize(
    ("first", "others", "kept", "left"),
    [
        (STUB, ["a = 1"], "a = 1", []),
        ("a = 1", [STUB], "a = 1", []),
        ("a = 1", ["a = 2", STUB + " \n"], "a = 2", ["a = 1"]),
        (STUB, [STUB], STUB, []),
        ("a = 1", [""], "a = 1", []),
    ],
)
def test_of_copies_the_last_changed_one_is_graded(handed_in, first, others, kept, left):
    handed_in.cells[at(handed_in, ANSWER)].source = first
    double(handed_in, ANSWER, *others)
    done, (found,) = rebuilt(handed_in)
    count = 1 + len(others)
    assert found == f"The {TITLES[ANSWER]} stands {count} times. The last changed one is graded."
    assert source(done, ANSWER) == kept
    assert added(done) == left


def test_of_a_doubled_check_the_handed_out_one_is_graded(handed_in):
    double(handed_in, CHECK, "print('right')")
    done, (found,) = rebuilt(handed_in)
    assert found == f"The {TITLES[CHECK]} stands 2 times. It is graded as handed out."
    assert added(done) == ["print('right')"]


@pytest.mark.parametrize(
    ("wanted", "kind", "was"),
    [(ANSWER, "markdown", "code"), (WRITTEN, "code", "markdown"), (CHECK, "raw", "code")],
)
def test_a_retyped_cell_is_named_and_turned_back(handed_in, wanted, kind, was):
    cell = handed_in.cells[at(handed_in, wanted)]
    cell.cell_type = kind
    if wanted in ANSWERS:
        cell.source = "x = 2"
    done, (found,) = rebuilt(handed_in)
    assert found == (
        f"The {TITLES[wanted]} was turned from {was} to {kind}, and is turned back for grading."
    )
    assert wanted == CHECK or source(done, wanted) == "x = 2"


@pytest.mark.parametrize("wanted", [n for n in NAMES if n not in ANSWERS])
def test_an_edited_locked_cell_is_named_and_put_back(handed_in, wanted):
    handed_in.cells[at(handed_in, wanted)].source += "\nprint(1)"
    _, found = rebuilt(handed_in)
    assert found == [f"The {TITLES[wanted]} was changed. It was put back as handed out."]


def test_white_space_in_a_released_cell_is_no_finding(handed_in):
    for cell in handed_in.cells:
        if name(cell) not in ANSWERS:
            cell.source = "\n" + cell.source.replace("\n", "  \n") + "\n\n"
    assert rebuilt(handed_in)[1] == []


def test_a_changed_question_is_named_by_its_first_line(handed_in):
    handed_in.cells[0].source += " Mine."
    del handed_in.cells[1]
    done, found = rebuilt(handed_in)
    assert found == [
        "The cell “Exercise 1 · Risk and resilience” was changed. It was put back as handed out."
    ]
    assert added(done) == []


def test_moved_cells_are_named_once(handed_in):
    for cell in handed_in.cells:
        if name(cell) in (ANSWER, LATER):
            cell.source = f"x = '{name(cell)}'"
    moved = handed_in.cells.pop(at(handed_in, ANSWER))
    handed_in.cells.append(moved)
    other = handed_in.cells.pop(at(handed_in, LATER))
    handed_in.cells.insert(0, other)
    done, (found,) = rebuilt(handed_in)
    assert found.startswith("Cells were moved: the answer cell of Q1, the answer cell of Q5. They")
    assert source(done, ANSWER) == f"x = '{ANSWER}'"


def test_cells_of_other_notebooks_are_added_and_named(handed_in):
    for n, invented in enumerate(["m99e9_q1", "<b>`\x1b"]):
        cell = new_code_cell(f"x = {n}", metadata={"nbgrader": {"grade_id": invented}})
        handed_in.cells.append(cell)
    done, found = rebuilt(handed_in)
    assert found == ["Not part of this notebook: m99e9_q1, b. Kept as added cells, without points."]
    assert added(done) == ["x = 0", "x = 1"]


def test_one_cell_that_lost_its_mark_is_found_by_its_id(handed_in):
    cell = handed_in.cells[at(handed_in, ANSWER)]
    cell.metadata, cell.source = {}, "part = 1"
    done, (found,) = rebuilt(handed_in)
    assert found.startswith(f"Cells (the {TITLES[ANSWER]}) had lost the marks for grading")
    assert source(done, ANSWER) == "part = 1" and added(done) == []


def answered(notebook):
    """Answer as trainees do: the three dots are replaced; a scratch cell stands in between."""
    for one in ANSWERS:
        cell = notebook.cells[at(notebook, one)]
        cell.source = cell.source.replace("...", "'B'").replace("Write your", "We warned; my")
    notebook.cells.insert(at(notebook, NEXT), new_code_cell("floods.head()"))
    notebook.cells.insert(at(notebook, LATER) + 1, new_code_cell("1 + 1"))
    return {one: source(notebook, one) for one in ANSWERS}


@pytest.mark.parametrize("ids_too", [False, True], ids=["ids kept", "ids lost"])
def test_answers_are_found_in_a_notebook_without_marks(handed_in, ids_too):
    given_answers = answered(handed_in)
    handed_in.cells[at(handed_in, CHECK)].source = "# Check of Q1: mine"
    for n, cell in enumerate(handed_in.cells):
        cell.metadata = {}
        if ids_too:
            cell.id = f"other-{n}"
    done, found = rebuilt(handed_in)
    assert {one: source(done, one) for one in ANSWERS} == given_answers
    assert added(done) == ["floods.head()", "1 + 1"]
    assert found == [
        "The cells had lost the marks for grading, as some editors remove them; "
        "they were found again by id, text or place.",
        f"The {TITLES[CHECK]} was changed. It was put back as handed out.",
    ]


def test_two_answers_with_the_same_stub_are_told_apart_by_place():
    released = copy.deepcopy(HANDED_OUT)
    written = next(c for c in released["cells"] if "Write your answer" in c["source"][0])
    second = copy.deepcopy(written) | {"id": "second"}
    second["metadata"]["nbgrader"]["grade_id"] = "second"
    released["cells"].append(second)
    handed_in = submission(released)
    handed_in.cells[-1].source = "We warn the harbour."
    for n, cell in enumerate(handed_in.cells):
        cell.metadata, cell.id = {}, f"other-{n}"
    done, _ = rebuild(handed_in, released, released)
    assert source(done, WRITTEN) == STUBS[WRITTEN]
    assert source(done, "second") == "We warn the harbour."


def test_a_new_cell_in_the_place_of_a_deleted_answer_is_the_answer(handed_in):
    place = at(handed_in, ANSWER)
    handed_in.cells[place] = new_code_cell("part_that_grows = 'B'")
    handed_in.cells[at(handed_in, WRITTEN)] = new_markdown_cell("We warn the harbour.")
    done, (found,) = rebuilt(handed_in)
    assert source(done, ANSWER) == "part_that_grows = 'B'"
    assert source(done, WRITTEN) == "We warn the harbour."
    assert f"(the {TITLES[ANSWER]}, the {TITLES[WRITTEN]})" in found


def test_a_scratch_cell_does_not_replace_a_deleted_answer(handed_in):
    handed_in.cells[at(handed_in, ANSWER)] = new_code_cell("floods.head()")
    done, (found,) = rebuilt(handed_in)
    assert source(done, ANSWER) == STUB and added(done) == ["floods.head()"]
    assert found == f"The {TITLES[ANSWER]} was deleted. It was put back as handed out."


@pytest.mark.parametrize("stripped", [False, True])
def test_another_notebook_is_not_run_and_named(stripped):
    other = submission(RELEASED[1])
    for n, cell in enumerate(other.cells if stripped else []):
        cell.metadata, cell.id = {}, f"other-{n}"
    done, (found,) = rebuilt(other)
    assert done == rebuild(None, HANDED_OUT, GRADING)[0]
    assert "another notebook, “Exercise 2 · Three dimensions”" in found


@pytest.mark.parametrize("cells", [[], [new_code_cell(" "), new_raw_cell("")]])
def test_an_empty_notebook_is_named(cells):
    done, found = rebuilt(new_notebook(cells=cells))
    assert found == ["The notebook is empty. It was graded as blank."]
    assert done == rebuild(None, HANDED_OUT, GRADING)[0]


def test_findings_stand_on_top_once_and_do_not_come_back_as_a_cell(handed_in):
    del handed_in.cells[at(handed_in, CHECK)]
    done, found = rebuilt(handed_in)
    noted = with_note(with_note(copy.deepcopy(done), ["Old."]), found)
    nbformat.validate(noted)
    assert noted.cells[0].metadata.tags == [FINDINGS_TAG]
    assert noted.cells[0].source.endswith(f"\n\n- {found[0]}")
    assert noted.cells[1:] == done.cells
    again, none = rebuilt(submission(noted))
    assert added(again) == []
    assert len(none) == len(NAMES) - len(ANSWERS) - 1, "each check holds its hidden test"
    assert with_note(noted, []).cells == done.cells


steps = st.lists(
    st.tuples(
        st.sampled_from(["delete", "double", "move", "retype", "edit", "strip", "rename", "add"]),
        st.integers(0, 23),
        st.integers(0, 23),
    ),
    max_size=10,
)


def disturb(notebook, step, place, other):
    """Do to a notebook what an editor, or a trainee, may do."""
    cell = notebook.cells[place % len(notebook.cells)]
    other %= len(notebook.cells)
    if step == "delete":
        notebook.cells.remove(cell)
    elif step == "double":
        notebook.cells.insert(other, nbformat.from_dict(cell | {"id": "c"}))
    elif step == "move":
        notebook.cells.remove(cell)
        notebook.cells.insert(other, cell)
    elif step == "retype":
        cell.cell_type = ["code", "markdown", "raw"][other % 3]
    elif step == "edit":
        released = "".join(HANDED_OUT["cells"][other]["source"])
        cell.source = ["", "x = 1", cell.source + "\nx", released][place % 4]
    elif step == "strip":
        cell.metadata = nbformat.NotebookNode()
    elif step == "rename":
        cell.metadata = nbformat.from_dict({"nbgrader": {"grade_id": NAMES[other % len(NAMES)]}})
    else:
        notebook.cells.insert(other, new_code_cell(f"y = {place}"))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(steps)
def test_whatever_was_done_every_released_cell_is_graded_in_its_order(done_to):
    notebook = submission()
    for number, one in enumerate(ANSWERS):
        notebook.cells[at(notebook, one)].source = f"given = {number}"
    for step in done_to:  # fewer steps than cells
        disturb(notebook, *step)
    done, _found = rebuild(notebook, HANDED_OUT, GRADING)
    holds(done)
    for one in ANSWERS:
        copies = [c.source for c in notebook.cells if name(c) == one]
        if len(copies) == 1 and any(text.strip() for text in copies):
            assert source(done, one) == copies[0], "an answer given once is kept verbatim"
