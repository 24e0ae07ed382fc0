"""`course report` on courses made by hand: numbers, wording, escaping, odd input."""

import json

import numpy as np
import pandas as pd
import pytest
from nbformat.notebooknode import from_dict
from nbformat.v4 import new_code_cell
from report_course import (
    ASSIGNMENT,
    BOOKS,
    CHOICE,
    GRADED,
    NUMBER,
    SLIP,
    Course,
    answers,
    error,
    published,
    still_open,
    synthetic,
    wrong,
)
from report_fixtures import course, empty  # noqa: F401
from sqlalchemy import Engine, event

from classroom.findings import FINDINGS_TAG
from classroom.grading.key import FOLDER, Key
from classroom.grading.verdict import judge_cell
from classroom.results.report import report

# nbgrader's own add_submission causes them
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture(scope="module")
def cohort(empty, tmp_path_factory):
    """Twelve trainees of different skill and two who did not hand in, reported."""
    made = Course(tmp_path_factory.mktemp("cohort") / "course", empty)
    made.save_key()
    synthetic(made, 12)
    made.enrol("zoe", "<b>adam</b>")
    report(made.folder)
    yield made
    made.gradebook.close()


def points(course):
    """Return the points by trainee and item as the gradebook has them; nan where it has none."""
    found = {}
    for submission in course.gradebook.assignment_submissions(ASSIGNMENT):
        for book in submission.notebooks:
            for grade in book.grades:
                known = grade.auto_score is not None or grade.manual_score is not None
                score = grade.score if known else np.nan
                found.setdefault(submission.student_id, {})[grade.name] = score
    return pd.DataFrame(found).T.sort_index().astype(float)


def test_totals_are_those_of_nbgrader(cohort):
    wanted = {s.student_id: s.score for s in cohort.gradebook.assignment_submissions(ASSIGNMENT)}
    rows = [one for one in cohort.table("trainees") if one["handed_in"] == "yes"]
    assert {one["trainee"]: float(one["total"]) for one in rows} == wanted
    for one in rows:
        assert sum(float(one[f"points_{book}"]) for book in BOOKS) == float(one["total"])
        assert one["maximum"] == "30"


def test_difficulty_and_discrimination_are_those_of_pandas(cohort):
    scores = points(cohort)
    rest = scores.loc[:, scores.notna().all()]
    for one in cohort.table("items"):
        item = scores[one["item"]]
        if left := int(item.isna().sum()):
            assert one["difficulty"] == one["discrimination"] == ""
            assert one["difficulty_words"] == f"{left} of 12 not graded yet"
            continue
        assert float(one["difficulty"]) == pytest.approx(item.mean() / float(one["points"]), 1e-4)
        if item.count() < 10 or item.nunique() == 1:
            assert one["discrimination"] == ""
        else:
            others = rest.drop(columns=one["item"], errors="ignore").sum(axis=1)
            assert float(one["discrimination"]) == pytest.approx(item.corr(others), abs=1e-4)


def test_objectives_share_the_points_of_their_items(cohort):
    items = cohort.table("items")
    scores = points(cohort)
    for one in cohort.table("objectives"):
        mine = [item for item in items if item["objective"] == one["objective"]]
        mine = [item for item in mine if scores[item["item"]].notna().all()]
        if not mine:
            assert (one["share"], one["n"]) == ("", "0")
            continue
        graded = sum(scores[item["item"]].count() * float(item["points"]) for item in mine)
        earned = sum(scores[item["item"]].sum() for item in mine)
        assert float(one["share"]) == pytest.approx(earned / graded, 1e-4)
    assert cohort.row("objectives", "01.1d")["words"].startswith("say what such a number hides")


def test_the_top_states_who_handed_in_the_mean_and_what_is_left(cohort):
    scores, waiting = points(cohort), points(cohort).isna().sum(axis=1)
    maxima = pd.Series({one["item"]: float(one["points"]) for one in cohort.table("items")})
    settled = scores.loc[:, scores.notna().all()]
    share = settled.sum(axis=1) / maxima[settled.columns].sum()
    text = cohort.shown()
    assert "12 of 14 trainees handed in" in text
    assert f"{100 * share.mean():.0f} % of the points graded so far" in text
    basis = f"rests on {maxima[settled.columns].sum():g} of 30 points"
    assert settled.shape[1] < scores.shape[1] and basis in text
    assert f"{waiting.sum()} answers wait for you" in text and "course formgrader" in text
    left = {one["trainee"]: one["hand_grading_left"] for one in cohort.table("trainees")}
    assert {name: str(count) for name, count in waiting.items()}.items() <= left.items()


def test_page_needs_nothing_but_itself(cohort):
    tree = cohort.tree()
    assert tree.get("lang") == "en"
    assert not list(tree.iter("script")) and not list(tree.iter("link"))
    policy = [m.get("content") for m in tree.iter("meta") if m.get("http-equiv")]
    images = list(tree.iter("img"))
    assert policy[0].startswith("default-src 'none'") and len(images) == 2
    for image in images:
        assert image.get("src").startswith("data:image/png;base64,") and len(image.get("alt")) > 40
    for element in tree.iter():
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.get("href", "#").startswith("#")
    assert "@media print" in cohort.page() and "url(" not in cohort.page()


def test_names_stand_only_behind_the_warning(cohort):
    open_part, private = cohort.shown().split("From here on the page names trainees.")
    assert "trainee_0" not in open_part and "trainee_0" in private
    assert "<b>adam</b>, zoe" in private, "who handed in nothing, escaped"


def test_same_input_gives_the_same_bytes(cohort):
    folder = cohort.folder / "report"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    written = report(cohort.folder)
    assert {path.name: path.read_bytes() for path in written} == before and len(before) == 6


def test_limits_and_their_source_stand_on_the_page_and_the_summary_links_it(cohort):
    text = cohort.shown()
    assert "rules of thumb" in text and "University of Washington" in text
    assert "easy from 85 %" in text and "above 0.30" in text
    assert f'<a href="{ASSIGNMENT}.html">' in cohort.page("index")


def test_findings_are_listed_and_counted(cohort):
    assert "The cell m01e1_setup was deleted." in cohort.shown()
    assert [one["findings"] for one in cohort.table("trainees") if one["findings"] == "1"]


def test_wrong_answers_within_the_tolerance_are_one(course):
    for number, value in enumerate([7.5, 7.52, 7.5, 12.0, -3.0]):
        course.hand_in(f"t{number}", {NUMBER: wrong(NUMBER, value, within=0.05)}, GRADED)
    course.hand_in("t5", {NUMBER: still_open(NUMBER)}, GRADED)
    report(course.folder, ASSIGNMENT)
    found = answers(course, NUMBER)
    assert {text: one["trainees"] for text, one in found.items()} == {
        "7.5": "3",
        "12": "1",
        "-3": "1",
    }
    assert found["7.5"]["examples"] == "t0, t1, t2" and found["7.5"]["share"] == "0.5"
    one = course.row("items", NUMBER)
    assert (one["answered"], one["share_open"]) == ("5", "0.166667")
    assert float(one["share_wrong"]) == pytest.approx(5 / 6, 1e-5)
    assert "7.5 3 (50 %) Look again." in course.shown()


def judged(course, item, answer):
    """Return the outputs of a check cell as grading writes them."""
    key = Key.from_json((course.folder / FOLDER / f"{ASSIGNMENT}.key.json").read_text("utf-8"))
    cell = new_code_cell(outputs=[from_dict(published(item, answer))])
    return judge_cell(cell, key.notebooks[BOOKS[0]].expected[item]).outputs


def test_known_mistake_has_its_message_and_a_number_its_unit(course):
    course.save_key()
    for name in ("ann", "bob"):
        outputs = {CHOICE: judged(course, CHOICE, "(a)"), NUMBER: judged(course, NUMBER, 9.0)}
        course.hand_in(name, outputs, GRADED)
    course.hand_in("eve", {CHOICE: judged(course, CHOICE, ...)}, GRADED)
    report(course.folder, ASSIGNMENT)
    assert course.row("items", CHOICE)["share_open"] == "0.333333"
    assert list(answers(course, CHOICE)) == ["A"]
    assert answers(course, NUMBER)["9 million CNY a year"]["known_mistake"] == ""
    assert f"Known mistake. {SLIP}" in course.shown()
    next((course.folder / FOLDER).iterdir()).write_text("[]", encoding="utf-8")
    report(course.folder, ASSIGNMENT)
    assert answers(course, CHOICE)["A"]["known_mistake"] == "", "a broken key is as none"


def test_trainee_with_an_ungraded_notebook_changes_no_discrimination(course):
    found = []
    synthetic(course, 10)
    for name in ("", "zoe"):
        if name:
            course.hand_in(name, {}, GRADED, ungraded=BOOKS[1:])
        report(course.folder, ASSIGNMENT)
        found.append([one["discrimination"] for one in course.table("items")])
    assert found[0] == found[1] and any(found[0])


def test_hidden_inputs_and_stopped_functions_are_said(course):
    stopped = {"type": "error", "value": "TypeError"}
    course.hand_in("ann", {NUMBER: wrong(NUMBER, [1.0, 2.0], part="hidden")}, GRADED)
    course.hand_in("bob", {NUMBER: wrong(NUMBER, stopped)}, GRADED)
    course.hand_in("eve", {NUMBER: [error("NameError", "name 'x' is not defined")]}, GRADED)
    course.hand_in("zoe", {NUMBER: [published(NUMBER, 5.0), *wrong(NUMBER, 6.0, part="hidden")]})
    course.hand_in("kim", {NUMBER: wrong(NUMBER, [0.664009] * 8, part="hidden")}, GRADED)
    report(course.folder, ASSIGNMENT)
    found = answers(course, NUMBER)
    assert "0.664009 for every input" in found
    assert "5" not in found and "6 (on inputs of grading)" in found, "the last one is wrong"
    assert course.row("items", NUMBER)["discrimination_words"] == "too few trainees"
    assert {"1, 2 (on inputs of grading)", "stopped with TypeError"} < set(found)
    assert found["no answer: the cell stopped"]["check_said"] == "name 'x' is not defined"


def test_points_given_by_a_person_decide(course):
    course.hand_in("ann", {NUMBER: wrong(NUMBER, 9.0)}, GRADED)
    grade = course.gradebook.find_grade(NUMBER, BOOKS[0], ASSIGNMENT, "ann")
    grade.manual_score = grade.max_score
    course.gradebook.db.commit()
    report(course.folder, ASSIGNMENT)
    assert answers(course, NUMBER) == {} and course.row("items", NUMBER)["difficulty"] == "1"
    assert course.row("trainees", "ann")["percent_of_graded"] == "100"


EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def test_trainee_made_text_is_escaped(course):
    for name in ("ann", "bob"):
        outputs = {NUMBER: wrong(NUMBER, EVIL, EVIL)}
        course.hand_in(name, outputs, GRADED, findings=[EVIL])
    course.enrol(EVIL)
    report(course.folder)
    tree = course.tree()
    assert not list(tree.iter("script")) and not list(tree.iter("img"))
    assert course.shown().count("<script>alert(1)</script>") >= 4


CELLS = {
    "=1+1": "'=1+1",
    "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0",
    "-2+3": "'-2+3",
    "\t@SUM(A1)": "'@SUM(A1)",
    "\r\n =3+1": "'=3+1",
    "＝1+1": "'＝1+1",
    "x;=1+1": "x;'=1+1",
    "\u202e=4+1\x00": "'=4+1",
    -2.5: "-2.5",
    -1250000.0: "-1.25e+06",
}


def test_no_cell_is_a_formula(course):
    for number, value in enumerate(CELLS):
        course.hand_in(f"t{number}", {NUMBER: wrong(NUMBER, value, str(value))}, GRADED)
    course.enrol("=1+1")
    report(course.folder, ASSIGNMENT)
    assert set(answers(course, NUMBER)) == set(CELLS.values())
    assert course.row("trainees", "'=1+1")["handed_in"] == "no"
    for name in ("trainees", "answers", "items", "objectives"):
        cells = [cell for one in course.table(name) for cell in one.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "＝"))]


def test_odd_outputs_break_nothing(course):
    deep = {"type": "number", "value": 1}
    for _ in range(200):
        deep = {"type": "list", "value": [deep]}
    odd = [
        {"output_type": "display_data", "data": {"application/json": 1}},
        "no output",
        published(NUMBER, {"type": "table", "value": [1]}),
        published(NUMBER, {"type": "list"}),
        published(NUMBER, {"type": "number", "value": {"a": 1}}),
        published(NUMBER, deep, within="wide"),
        published(NUMBER, {"type": "text", "value": "\ud800 lone"}, within=-1),
    ]
    for number, output in enumerate(odd):
        outputs = {NUMBER: [output, error("NotYet", "Q2 is not right yet. \ud800")]}
        course.hand_in(f"t{number}", outputs, GRADED)
    report(course.folder, ASSIGNMENT)
    found = answers(course, NUMBER)
    assert found["no answer: the cell stopped"]["trainees"] == "5" and "lone" in found


def test_findings_of_stock_autograding_are_read_and_a_broken_notebook_is_one(course):
    note = {"cell_type": "markdown", "metadata": {"tags": [FINDINGS_TAG]}}
    note["source"] = "**Found in this notebook before grading**\n\n- The cell x was deleted."
    texts = {"ann": json.dumps({"cells": [note], "metadata": {}}), "bob": "{"}
    for name, text in texts.items():
        course.hand_in(name, {}, GRADED)
        file = course.folder / "autograded" / name / ASSIGNMENT / f"{BOOKS[0]}.ipynb"
        file.write_text(text, encoding="utf-8")
    report(course.folder, ASSIGNMENT)
    assert course.row("trainees", "ann")["findings"] == "1"
    assert "The graded notebook cannot be read" in course.shown()


def test_course_without_lessons_and_exercises_still_reports(course):
    for part in ("modules", "exercises"):
        (course.folder / part).rename(course.folder / f"no_{part}")
    course.hand_in("ann", {}, GRADED)
    report(course.folder)
    assert course.row("items", NUMBER)["kind"] == "" and course.table("objectives") == []


def test_questions_to_the_gradebook_do_not_grow_with_the_trainees(course):
    asked = []

    def listener(*arguments):
        asked[-1] += 1

    event.listen(Engine, "before_cursor_execute", listener)
    for start in (0, 4):
        asked.append(0)
        for number in range(start, start + 4):
            course.hand_in(f"t{number}", {}, GRADED)
        asked[-1] = 0
        report(course.folder, ASSIGNMENT)
    event.remove(Engine, "before_cursor_execute", listener)
    assert asked[0] == asked[1] > 0
