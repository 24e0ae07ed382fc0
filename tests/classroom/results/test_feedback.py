"""The feedback page tells a trainee what was found, and nothing of the hidden tests."""

import base64
import hashlib
import os
import re
import sys
from itertools import pairwise

import pytest
from course import EXERCISES, ROOT, name, read
from feedback_course import (
    ASSIGNMENT,
    NAME,
    PIXEL,
    PLACE,
    Work,
    address,
    assert_harmless,
    elements,
    graded,
    hand_in,
    make_course,
    page_path,
    picture,
    published,
    quiet,
    verdict,
    write,
)
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from classroom.build import course_config
from classroom.curriculum import read_lesson
from classroom.findings import FINDINGS_TAG
from classroom.results.clean import figure, markdown, output_text, plain
from classroom.results.feedback import feedback
from classroom.results.feedback_page import read_release

SAID = "Q1 is not right yet. Is the water new? Ask what is new."
LEAK = "4711 is a hidden input"
MACHINE = "/srv/instructor/course/autograded/li"

WORKS = {
    "right": Work(
        scores={"e1_q3_mayor": (1.5, "Ask for **one** number.")},
        flats="flats = 'B'",
        first_name="Li",
    ),
    "wrong": Work(
        flats_outputs=[
            new_output(
                "stream", name="stderr", text=f"{MACHINE}/a.py:3: UserWarning: \x1b[1mold\n"
            ),
            new_output("error", ename="KeyError", evalue="'day'", traceback=[f"{MACHINE}/b.py"]),
        ],
        check_outputs=[published("Q1: your answer is A"), verdict(SAID)],
        scores={"e1_q1_flats": 0.0, "e1_q3_mayor": (2.0, None)},
        findings=["The cell e1_q1_flats was deleted. It was put back as handed out."],
    ),
    "open": Work(
        flats="flats = ...\n# Your answer: replace the three dots above.",
        check_outputs=[verdict("Q1 is still open: replace the three dots.", "StillOpen")],
        mayor="Write your answer here.",
        scores={"e1_q1_flats": 0.0, "e1_q2_total": 0.0, "e1_q3_mayor": 0.0},
    ),
    "hidden": Work(
        check_outputs=[
            published("Q1: right, 3."),
            published(LEAK, part="hidden"),
            verdict("Q1 is right on the inputs shown, but not on those of grading."),
        ],
        assert_outputs=[
            new_output("stream", name="stdout", text=LEAK),
            new_output("error", ename="ValueError", evalue=LEAK, traceback=[LEAK]),
        ],
        scores={"e1_q1_flats": 0.0, "e1_q2_total": 0.0},
    ),
    "assert": Work(
        assert_outputs=[verdict("The total must be above 0.", "AssertionError")],
        scores={"e1_q2_total": 1.0},
    ),
    "forged": Work(
        assert_outputs=[verdict(LEAK, "NotYet"), verdict(LEAK, "Hidden4711")],
        scores={"e1_q2_total": 0.0},
    ),
    "figures": Work(
        own=[
            new_markdown_cell("My *notes*, see [this](https://a.org)"),
            new_code_cell(
                "plot()", outputs=[new_output("display_data", data={"image/png": picture()})]
            ),
        ]
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = make_course(tmp_path_factory.mktemp("feedback") / "course", WORKS)
    for file, text in (
        ("timestamp.txt", "2026-11-20 10:00:00 UTC"),
        ("submission_secret.txt", "s"),
    ):
        (folder / "autograded" / "right" / ASSIGNMENT / file).write_text(text)
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    return folder


def page(course, trainee):
    return page_path(course, trainee).read_text("utf-8")


def words(html):
    return " ".join(" ".join("".join(one.itertext()) for one in elements(html)[:1]).split())


def section(html, number):
    """Return the words of one item."""
    item = next(one for one in elements(html) if one.get("id") == f"item-{number}")
    return " ".join("".join(item.itertext()).split())


@pytest.mark.parametrize("trainee", WORKS)
def test_every_page_is_harmless_and_in_order(course, trainee):
    html = page(course, trainee)
    assert_harmless(html)
    levels = [int(one.tag[1]) for one in elements(html) if re.fullmatch("h[1-6]", one.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert elements(html)[0].get("lang") == "en"


def test_the_policy_lets_this_style_pass_and_nothing_else(course):
    html = page(course, "right")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(e.get("content") for e in elements(html) if e.get("http-equiv"))
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style and "@import" not in style


def test_points_and_names_stand_on_top(course):
    said = words(page(course, "right"))
    assert "Exercise 1 · Risk Feedback for Li 4.5 of 5 points" in said
    assert "so far" not in said


def test_what_waits_for_the_instructor_is_said(course):
    html = page(course, "figures")
    assert "3 of 5 points so far 2 points are not given yet" in words(html)
    assert "Q3 · Decide … Not graded yet – of 2 points" in section(html, 3)
    assert "All that is graded so far is right." in words(html)


def test_an_item_says_points_objective_verdict_and_answer(course):
    said = section(page(course, "wrong"), 1)
    assert said.startswith("Q1 · Choose ✗ Not right yet 0 of 1 point Objective 01.1a: you can ")
    assert "tell apart hazard and exposure." in said
    assert "What grows?" in said, "the question"
    assert f'What was found Q1: your answer is A {SAID} Your answer flats = "B"' in said


def test_an_error_of_the_trainee_is_one_line(course):
    html = page(course, "wrong")
    assert "KeyError: 'day'" in section(html, 1)
    assert "b.py" not in html


def test_no_path_of_the_machine_is_shown(course):
    html = page(course, "wrong")
    assert "…/a.py:3: UserWarning: old" in section(html, 1)
    assert "/home" not in html and "instructor/" not in html
    for trainee in WORKS:
        assert str(course) not in page(course, trainee)


def test_findings_are_told(course):
    assert "The cell e1_q1_flats was deleted." in words(page(course, "wrong"))
    assert "before grading" not in words(page(course, "right"))


def test_findings_of_stock_autograding_are_told(tmp_path):
    folder = make_course(tmp_path / "course", {"mei": Work()})
    notebook = graded(Work())
    del notebook.metadata["resilient_cities"]
    note = new_markdown_cell("**Found in this notebook before grading**\n\n- The cell a is odd.")
    note.metadata["tags"] = [FINDINGS_TAG]
    notebook.cells.insert(0, note)
    write(folder / "autograded" / "mei" / PLACE, notebook)
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    assert words(page(folder, "mei")).count("The cell a is odd.") == 1


def test_open_items_are_said_to_be_open(course):
    html = page(course, "open")
    assert "Q1 · Choose ○ Still open 0 of 1 point" in section(html, 1)
    assert "Q1 is still open" in section(html, 1)
    assert "Q3 · Decide ○ Still open" in section(html, 3)
    assert section(html, 1).endswith("You left this cell as it was handed out.")


def test_nothing_of_hidden_tests_is_shown(course):
    for trainee in ("hidden", "forged"):
        html = page(course, trainee)
        assert "4711" not in html, trainee
        assert "HIDDEN" not in html and "assert total" not in html and "sealed" not in html
    said = section(page(course, "hidden"), 1)
    assert "What was found Q1 is right on the inputs shown, but not on those of grading." in said
    stopped = "A test of this item was not passed. It stopped with ValueError."
    assert stopped in section(page(course, "hidden"), 2)


def test_a_message_that_was_handed_out_is_shown(course):
    said = section(page(course, "assert"), 2)
    assert "◐ Partly right 1 of 2 points" in said
    assert "The total must be above 0." in said


def test_the_comment_of_the_instructor_is_shown(course):
    said = section(page(course, "right"), 3)
    assert "◐ Some points 1.5 of 2 points" in said
    assert said.endswith("Your instructor says Ask for one number.")
    assert "✓ Full points 2 of 2 points" in section(page(course, "wrong"), 3)


def test_the_page_says_what_to_do_next(course):
    said = words(page(course, "wrong"))
    assert said.endswith(
        "What to do next Work on this question again, with the lesson What shortens a disaster? "
        f"open (modules/{PLACE}): Q1 · Choose: read where the lesson shows how to tell apart "
        "hazard and exposure."
    )


def test_added_cells_and_figures_are_shown_with_their_item(course):
    html = page(course, "figures")
    assert "Cells that you added here (2)" in section(html, 1)
    images = [(e.get("src"), e.get("alt")) for e in elements(html) if e.tag == "img"]
    assert images == [(PIXEL, "Figure of the trainee's cell 7")]
    link = next(e for e in elements(html) if e.get("href") == "https://a.org")
    assert link.get("rel") == "noopener noreferrer"


def test_an_unchanged_page_is_not_written_again(course):
    place = page_path(course, "right")
    os.utime(place, (1, 1))
    lines = []
    done = feedback(course, ASSIGNMENT, say=lines.append)
    assert not done.written and len(done.unchanged) == len(WORKS)
    assert place.stat().st_mtime == 1
    assert lines == [f"{ASSIGNMENT}: 0 feedback pages written, 7 unchanged, 0 left out."]


def test_a_changed_grade_changes_only_its_page_and_old_pages_stay(tmp_path):
    folder = make_course(tmp_path / "course", {"mei": Work(), "jun": Work()})
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    old = page_path(folder, "mei").with_name("0_vanished.html")
    old.write_text("old")
    with Gradebook(address(folder), "resilient-cities") as gradebook:
        grade = gradebook.find_grade("e1_q3_mayor", NAME, ASSIGNMENT, "mei")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        gradebook.db.commit()
    done = feedback(folder, ASSIGNMENT, say=lambda line: None)
    assert done.written == [f"mei/{NAME}"] and done.unchanged == [f"jun/{NAME}"]
    assert old.read_text() == "old"


def test_a_late_penalty_is_said_and_taken_off(tmp_path):
    folder = make_course(tmp_path / "course", {"mei": Work()})
    with Gradebook(address(folder), "resilient-cities") as gradebook:
        late = gradebook.find_submission_notebook(NAME, ASSIGNMENT, "mei")
        late.late_submission_penalty = 0.5
        gradebook.db.commit()
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    said = words(page(folder, "mei"))
    assert "2.5 of 5 points so far 0.5 points were taken off because the work came late." in said


def test_what_cannot_be_told_is_left_out_with_the_reason(tmp_path):
    folder = make_course(tmp_path / "course", {"gone": Work(), "odd": Work(), "mei": Work()})
    with quiet(), Gradebook(address(folder), "resilient-cities") as gradebook:
        hand_in(folder, gradebook, "../out", Work())
    (folder / "autograded" / "gone" / PLACE).unlink()
    (folder / "autograded" / "odd" / PLACE).write_text('{"cells": 7}')
    lines = []
    done = feedback(folder, ASSIGNMENT, say=lines.append)
    assert done.written == [f"mei/{NAME}"]
    assert done.skipped == {
        f"'../out/{NAME}'": "The name cannot be the name of a file.",
        f"gone/{NAME}": "It has no graded notebook. Grade first: course grade.",
        f"odd/{NAME}": "The graded notebook cannot be read (TypeError).",
    }
    assert len(lines) == 4
    assert sorted(path.name for path in (folder / "feedback").iterdir()) == ["mei"]


def test_a_course_without_its_lesson_gets_pages_too(tmp_path):
    folder = make_course(tmp_path / "course", {"mei": Work()})
    (folder / "modules" / PLACE).unlink()
    feedback(folder, ASSIGNMENT, say=lambda line: None)
    assert "Objective 01.1a." in section(page(folder, "mei"), 1)


def test_unknown_assignments_and_courses_without_gradebook_are_named(course, tmp_path):
    with pytest.raises(ValueError, match=r"no assignment '02_methods'. There are: 01_concepts\."):
        feedback(course, "02_methods")
    folder = make_course(tmp_path / "course", {})
    (folder / "gradebook.db").unlink()
    with pytest.raises(FileNotFoundError, match="no gradebook yet"):
        feedback(folder, ASSIGNMENT)
    assert not (folder / "gradebook.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_stock_release_feedback_hands_the_pages_out(course, tmp_path):
    config = course_config(course)
    config.Exchange.root = str(tmp_path)
    done = NbGraderAPI(config=config).release_feedback(ASSIGNMENT)
    assert done["success"], done
    released = tmp_path / "resilient-cities" / "feedback"
    assert len(list(released.iterdir())) == len(WORKS)
    assert page(course, "right") in [one.read_text("utf-8") for one in released.iterdir()]


def test_an_own_secret_is_random_and_stays(course):
    files = [page_path(course, name).with_name("submission_secret.txt") for name in WORKS]
    found = [file.read_text() for file in files]
    assert found[0] == "s" and len(set(found)) == len(WORKS)
    feedback(course, ASSIGNMENT, say=lambda line: None)
    assert [file.read_text() for file in files] == found


def test_a_real_jpeg_passes_and_a_large_one_does_not():
    assert figure("image/jpeg", picture("JPEG")).startswith("data:image/jpeg;base64,/9j/")
    assert figure("image/png", base64.b64encode(os.urandom(3_000_000)).decode()) is None
    assert figure("image/svg+xml", picture()) is None


def test_the_last_state_of_a_progress_bar_stays():
    assert plain("10 %\r50 %\r100 %\r\ndone\r\n") == "100 %\ndone\n"
    assert plain(["a\n", "b"]) == "a\nb" and plain(None) == ""


@pytest.mark.parametrize("text", ["3/4 km/h", "https://a.org/b/c", "data/x.csv", "1 / 2", "a/ b"])
def test_what_is_no_absolute_path_stays(text):
    assert output_text(text) == text


@pytest.mark.parametrize("text", ["/root", "C:\\Users\\li\\a", "'/var/x/y'", "file:///srv/li/"])
def test_absolute_paths_go(text):
    assert not re.search("root|li|tmp|x", output_text(text).replace("file", ""))


def test_formulas_stay_as_they_were_typed():
    assert markdown("$a_1 < b_2$ and *so*") == "<p>$a_1 &lt; b_2$ and <em>so</em></p>"


def test_notebooks_without_headings_are_named_by_their_cells():
    cells = [c for c in graded(Work()).cells if c.cell_type == "code"]
    release = read_release(new_notebook(cells=cells), "1_risk")
    assert release.title == "1_risk" and len(release.items) == 1
    assert release.items[0].title == "e1_q1_flats_answer"


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_items_of_the_course_are_all_found(path):
    lesson = read_lesson(ROOT / "modules" / path.relative_to(ROOT / "exercises"))
    found = read_release(read(path), "none")
    assert [(one.title, one.objective) for one in found.items] == [
        (f"Q{item.number} · {item.kind}", item.objective) for item in lesson.items
    ]
    assert found.title.startswith("Exercise")
    assert all(item.question and item.sources for item in found.items)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,a", "/a", "//a.org"])
def test_a_link_that_may_not_stay_is_its_text(link):
    assert markdown(f"[read]({link})") == "<p>read</p>"
