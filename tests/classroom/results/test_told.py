"""Feedback says no more and no less than the grades: blank notebooks, points by hand, nothing."""

import re
import sqlite3
import time

import pytest
from feedback_course import (
    ASSIGNMENT,
    NAME,
    PLACE,
    Work,
    address,
    assert_harmless,
    elements,
    make_course,
    page_of,
    page_path,
    published,
    verdict,
)
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from classroom import findings
from classroom.cli import app
from classroom.grading.gradebook import READING_SECONDS
from classroom.grading.lock import GradingError
from classroom.results.feedback import feedback
from classroom.results.report import report

OPEN = [verdict("Q1 is still open: replace the three dots.", "StillOpen")]
NOTHING = {"e1_q1_flats": 0.0, "e1_q2_total": 0.0, "e1_q3_mayor": 0.0}
LOOK = "your instructor may look again"


def words(html):
    """Return the words of a page; those of two cells of a table are not one."""
    body = next(one for one in elements(html) if one.tag == "body")
    return " ".join(" ".join(body.itertext()).split()).replace(" ,", ",")


def blank(tmp_path, *found):
    work = Work(check_outputs=OPEN, scores=NOTHING, findings=list(found))
    return page_of(tmp_path / "course", work)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (
            f"{findings.UNREADABLE} It is no JSON.",
            "Your file could not be read, so nothing could be graded. It is no JSON. "
            "Send the notebook again.",
        ),
        (findings.not_handed_in(f"{NAME}.ipynb"), "No such notebook was handed in."),
        (f"{findings.EMPTY} It was graded as blank.", "The notebook is empty."),
        (f"{findings.OTHER}Mine”: its cells are others.", "another notebook, “Mine”"),
    ],
)
def test_a_notebook_graded_as_blank_says_so_on_top_and_no_more(tmp_path, why, told):
    html = blank(tmp_path, "It had another encoding.", why)
    assert_harmless(html)
    said = words(html)
    assert f"0 of 5 points {told}" in re.sub("points This seems to be", "points", said)
    assert "It had another encoding." in said and said.count(told) == 1
    assert "Q1 · Choose ○ Nothing to grade 0 of 1 Q2 · Compute ○ Nothing to grade 0 of 2" in said
    for untrue in ("as it was handed out", "three dots", "Your answer", "Work on"):
        assert untrue not in said
    assert not re.findall("#item-", html)


def test_a_finding_on_a_cell_is_not_taken_for_a_blank_notebook(tmp_path):
    found = f"The cell “{findings.UNREADABLE}” was changed. No a was handed in."
    assert "Nothing to grade" not in blank(tmp_path, found)


def test_points_by_hand_for_a_blank_notebook_are_shown(tmp_path):
    scores = NOTHING | {"e1_q3_mayor": (2.0, "Told me in class.")}
    work = Work(scores=scores, findings=[f"{findings.UNREADABLE} It is no JSON."])
    said = words(page_of(tmp_path / "course", work))
    assert "2 of 5 points" in said and "Your instructor says Told me in class." in said


@pytest.mark.parametrize(("points", "label"), [(2.0, "✓ Full points"), (1.5, "◐ Some points")])
def test_points_by_hand_that_wait_for_another_look_count_once_and_are_shown(
    tmp_path, points, label
):
    folder = make_course(tmp_path / "course", {"mei": Work(scores={"e1_q3_mayor": (points, "")})})
    with Gradebook(address(folder), "resilient-cities") as gradebook:
        grade = gradebook.find_grade("e1_q3_mayor", NAME, ASSIGNMENT, "mei")
        grade.needs_manual_grade = True
        gradebook.db.commit()
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    said = words(page_path(folder, "mei").read_text("utf-8"))
    assert f"{3 + points:g} of 5 points Overview" in said
    assert "so far" not in said and "not given yet" not in said
    assert f"{label}, {LOOK} {points:g} of 2" in said
    assert f"{label} {points:g} of 2 points, {LOOK}" in said


def test_the_comment_of_nbgrader_on_an_untouched_cell_is_dropped(tmp_path):
    folder = make_course(tmp_path / "course", {"mei": Work(scores=NOTHING), "jun": Work()})
    with Gradebook(address(folder), "resilient-cities") as gradebook:
        for trainee in ("mei", "jun"):
            of = gradebook.find_submission_notebook(NAME, ASSIGNMENT, trainee)
            for comment in of.comments:
                comment.auto_comment = "No response."
                comment.manual_comment = "No response." if trainee == "jun" else None
        gradebook.db.commit()
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    assert "No response" not in page_path(folder, "mei").read_text("utf-8")
    assert "No response" in page_path(folder, "jun").read_text("utf-8"), "a person wrote it"


def test_of_an_item_with_hidden_inputs_only_the_last_verdict_stands(tmp_path):
    outputs = [
        published("Q1: right, 3. Grading tries other events."),
        published("Q1: right on the inputs of grading too.", part="hidden"),
    ]
    said = words(page_of(tmp_path / "course", Work(check_outputs=outputs)))
    assert "What was found Q1: right on the inputs of grading too. Your answer" in said
    assert "other events" not in said


@pytest.mark.parametrize("command", ["feedback", "report"])
def test_nothing_graded_is_an_error_that_says_what_to_run(tmp_path, command):
    folder = make_course(tmp_path / "course", {})
    done = CliRunner().invoke(app, [command, ASSIGNMENT, "--course", str(folder)])
    assert done.exit_code == 1
    assert f"Nothing of {ASSIGNMENT} is graded yet. Run: course grade {ASSIGNMENT}" in done.output
    (folder / "solutions" / "02_risk").mkdir(parents=True)
    (folder / "solutions" / "02_risk" / "1.ipynb").write_text("{}")
    known = CliRunner().invoke(app, [command, "02_risk", "--course", str(folder)])
    assert "Nothing of 02_risk is graded yet." in known.output
    other = CliRunner().invoke(app, [command, "01", "--course", str(folder)])
    assert other.exit_code == 1
    assert f"There is no assignment '01'. There are: {ASSIGNMENT}, 02_risk." in other.output


def test_a_gradebook_whose_notebooks_are_gone_is_nothing_graded(tmp_path):
    folder = make_course(tmp_path / "course", {"mei": Work()})
    (folder / "autograded" / "mei" / PLACE).unlink()
    with pytest.raises(ValueError, match=f"Run: course grade {ASSIGNMENT}"):
        feedback(folder, ASSIGNMENT, say=lambda line: None)


@pytest.mark.parametrize("command", [feedback, report])
def test_a_locked_gradebook_is_said_soon(tmp_path, command, monkeypatch):
    assert READING_SECONDS < 10
    monkeypatch.setattr(f"{command.__module__}.READING_SECONDS", 0.5, raising=False)
    monkeypatch.setattr("classroom.results.report_data.READING_SECONDS", 0.5)
    folder = make_course(tmp_path / "course", {"mei": Work()})
    holder = sqlite3.connect(folder / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(GradingError, match=r"is locked by another program. Close it .* try again"):
        command(folder, ASSIGNMENT)
    holder.close()
    assert time.monotonic() - began < 4, "it waits once"
