"""What `course report` rests on: who handed in, and what is graded."""

import pytest
from report_course import (
    ASSIGNMENT,
    AUTO,
    BOOKS,
    GRADED,
    NUMBER,
    WRITTEN,
    answers,
    still_open,
    wrong,
)
from report_fixtures import course, empty  # noqa: F401

from classroom.findings import EMPTY, OTHER, UNREADABLE, not_handed_in
from classroom.results.report import report

# nbgrader's own add_submission causes them
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


def test_written_answers_that_wait_are_left_out_of_the_means(course):
    first = WRITTEN[0]
    course.hand_in("ann", hand=GRADED | {first: 1})
    course.hand_in("bob", hand=GRADED | {first: None})
    course.hand_in("eve", hand=GRADED | {first: 0})
    report(course.folder, ASSIGNMENT)
    one = course.row("items", first)
    assert (one["graded"], one["answered"], one["difficulty"]) == ("2", "2", "")
    assert one["difficulty_words"] == "1 of 3 not graded yet"
    assert "1 of 3 not graded yet –" in course.shown()
    assert "rests on 28 of 30 points; 1 item does not count until all" in course.shown()
    same = [one for one in course.table("trainees") if one["handed_in"] == "yes"]
    assert {one["percent_of_graded"] for one in same} == {"100"}, "a 0 for a blank one is no bias"
    assert one["share_wrong"] == "" and float(one["share_open"]) == pytest.approx(1 / 3, 1e-5)
    bob = course.row("trainees", "bob")
    assert (bob["total"], bob["graded_maximum"], bob["percent_of_graded"]) == ("28", "28", "100")


def test_who_needs_help_and_why(course):
    opened = {item: still_open(item) for item in AUTO[:12]}
    course.hand_in("open", opened, GRADED)
    failed = {item: wrong(item, 1.0) for item in AUTO}
    course.hand_in("weak", failed, dict.fromkeys(WRITTEN, 1))
    course.hand_in("late", {}, GRADED, missing=BOOKS[2:], ungraded=BOOKS[2:])
    course.hand_in("fine", {}, GRADED)
    report(course.folder, ASSIGNMENT)
    text = course.shown().split("The rule:")[1].split("Handed in nothing")[0]
    assert "open" in text and "12 of 23 items open" in text
    assert "weak 10 % of the graded points" in text
    assert f"late did not hand in {BOOKS[2]}" in text
    assert "fine" not in text
    assert course.row("trainees", "late")["percent_of_graded"] == "66.6667"


def test_notebook_that_is_not_graded_is_named_and_left_out(course):
    course.hand_in("ann", {}, GRADED, ungraded=BOOKS[1:])
    course.hand_in("bob", {}, GRADED)
    report(course.folder, ASSIGNMENT)
    assert f"not graded : {BOOKS[1]} (1), {BOOKS[2]} (1)." in course.shown()
    assert course.row("items", AUTO[-1])["answered"] == "1"
    assert course.row("trainees", "ann")["percent_of_graded"] == "100"


@pytest.mark.parametrize("assignment", [None, ASSIGNMENT])
def test_with_nothing_graded_it_says_what_to_run(course, assignment):
    course.enrol("ann")
    course.hand_in("bob", ungraded=BOOKS)
    told = f"Nothing of {ASSIGNMENT} is graded yet. Run: course grade {ASSIGNMENT}"
    with pytest.raises(ValueError, match=told):
        report(course.folder, assignment)
    assert not (course.folder / "report").exists()


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (f"{UNREADABLE} It is no JSON.", f"{BOOKS[0]} could not be read"),
        (f"{EMPTY} It was graded as blank.", f"handed in {BOOKS[0]} empty"),
        (f"{OTHER}Mine”: its cells", f"handed in another notebook as {BOOKS[0]}"),
        (not_handed_in("1.ipynb"), f"did not hand in {BOOKS[0]}"),
    ],
)
def test_who_handed_in_nothing_to_grade_needs_help(course, why, words):
    course.hand_in("ann", {NUMBER: wrong(NUMBER, 9.0)}, GRADED, findings=[why])
    report(course.folder, ASSIGNMENT)
    text = course.shown().split("The rule:")[1].split("Handed in nothing")[0]
    assert f"ann {words}" in text
    assert answers(course, NUMBER) == {} and course.row("items", NUMBER)["share_open"] == "1"


def test_unknown_assignment_names_those_that_exist(course):
    with pytest.raises(ValueError, match=f"no assignment '02_none'. There are: {ASSIGNMENT}"):
        report(course.folder, "02_none")


def test_course_without_gradebook_is_said_and_none_is_made(course):
    course.gradebook.close()
    (course.folder / "gradebook.db").unlink()
    with pytest.raises(FileNotFoundError, match=r"gradebook\.db does not exist"):
        report(course.folder)
    assert not (course.folder / "gradebook.db").exists()
