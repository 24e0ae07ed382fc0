"""`resilience_helpers.progress`: what is read from a trainee's own files, and how it is told."""

import copy
import json

import nbformat
import numpy as np
import pytest
from course import EXERCISES, LESSONS, checks, read
from matplotlib.colors import to_rgb
from trainee_course import HALF, NAMES, PERFECT, UNRUN, begun, half, perfect, place, untouched

from resilience_helpers import figures, plan, progress
from resilience_helpers._plan.sections import SECTIONS
from resilience_helpers._progress import picture, saved
from resilience_helpers.progress import Exercise, Item, Objective

pytestmark = pytest.mark.xdist_group("progress")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Stand in a course of which three exercises were worked on."""
    monkeypatch.chdir(begun(tmp_path))
    return tmp_path


def states(lesson):
    return [item.state for item in lesson.exercise.items]


def test_an_untouched_course_is_all_open(tmp_path, monkeypatch):
    monkeypatch.chdir(untouched(tmp_path))
    mine = progress.read()
    assert (mine.done, mine.points("open"), mine.total) == (0, 180, 180)
    assert [lesson.name for lesson in mine.lessons] == NAMES and len(NAMES) == 18
    assert not any(lesson.exercise.started or lesson.exercise.notes for lesson in mine.lessons)
    assert not any(one.met for lesson in mine.lessons for one in lesson.objectives)
    assert mine.next_step() == "Next: lesson 01.1 Risk and resilience."
    assert mine.troubles == () and "Lessons done: 0 of 18." in mine.words()


def test_counts_are_those_of_the_saved_outputs(course):
    mine = progress.read()
    first, second, third, fourth = mine.lessons[:4]
    assert (states(first), states(second), states(third)) == (PERFECT, HALF, UNRUN)
    points = {group: mine.points(group) for group in progress.GROUPS}
    assert points == {"right": 10, "waiting": 4, "wrong": 1, "open": 165}
    assert first.exercise.finished and not second.exercise.finished
    assert [one.exercise.started for one in (first, second, third, fourth)] == [True] * 3 + [False]


def test_an_answer_whose_check_was_not_run_is_named(course):
    mine = progress.read()
    assert [bool(lesson.exercise.notes) for lesson in mine.lessons[:3]] == [False, False, True]
    (note,) = mine.lessons[2].exercise.notes
    assert note.startswith("answered, but the check was not run or not saved: Q1 Q2")
    assert f"Exercise 01.3 Scorecard: {note}" in mine.words().splitlines()


def test_the_next_step_names_the_lesson_and_what_is_left(course):
    plan.record("baseline", "lowest service in the last event", 40, unit="%")
    assert progress.read().next_step() == (
        "Next: lesson 01.2 Three dimensions; exercise 01.2 has 5 items open and 1 item not right "
        "yet: Q3; 1 more exercise has items left."
    )


def test_who_leaves_a_lesson_out_is_led_on(course):
    plan.record("profile", "weakest dimension", "social")
    assert progress.read().next_step().startswith("Next: lesson 01.3")
    plan.record("the plan", "measure 1: what", "a pump")
    assert progress.read().next_step().startswith("Next: lesson 01.1"), "the last one is done"


def test_the_same_files_give_the_same_words_and_picture(course):
    one, two = progress.read(), progress.read()
    assert one == two and one.words() == two.words()
    assert one.picture().png() == two.picture().png()


def test_all_is_found_from_everywhere_in_the_course(course, monkeypatch):
    plan.record("baseline", "lowest service in the last event", 40)
    expected = progress.read()
    monkeypatch.delenv("RESILIENCE_WORK_FOLDER")
    for here in ("modules", "modules/01_concepts", "exercises", "exercises/02_methods"):
        monkeypatch.chdir(course / here)
        assert progress.read() == expected, here
    assert progress.read(course) == expected


def test_a_fetched_module_counts_and_the_others_are_named_as_missing(tmp_path, monkeypatch):
    for number in (0, 1):
        goal = tmp_path / EXERCISES[number].parent.name / EXERCISES[number].name
        goal.parent.mkdir(exist_ok=True)
        goal.write_bytes(nbformat.writes((perfect, half)[number]()).encode())
    monkeypatch.chdir(goal.parent)
    mine = progress.read()
    assert [states(lesson) for lesson in mine.lessons[:2]] == [PERFECT, HALF]
    assert len(mine.troubles) == 16 and "3_scorecard.ipynb: the file is not there" in mine.words()
    assert "… and 11 more notes." in mine.words()


def test_outside_of_a_course_one_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert progress.read().troubles == (
        "No exercise was found. Open the folder of the course, then try again.",
    )


FOREIGN = {
    "empty": (b"", "damaged, or no notebook"),
    "cut off": (EXERCISES[3].read_bytes()[:5000], "damaged, or no notebook"),
    "another encoding": ("{}".encode("utf-16"), "damaged, or no notebook"),
    "nested": (b'{"cells": ' + b"[" * 200_000, "damaged, or no notebook"),
    "a list": (b"[1]", "no list of cells"),
    "odd cells": (b'{"cells": [1, {}, {"metadata": 3}]}', "no exercise of this course"),
    "a lesson": (LESSONS[1].read_bytes(), "no exercise of this course"),
    "another exercise": (EXERCISES[0].read_bytes(), "exercise 01.1 Risk and resilience"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_that_is_no_such_exercise_is_named_and_stops_nothing(course, kind):
    content, words = FOREIGN[kind]
    place(course, NAMES[3]).write_bytes(content)
    plan.record("hazards", "daily rain of 50 years", 250, unit="mm")
    mine = progress.read()
    (trouble,) = mine.troubles
    assert trouble.startswith("02_methods/1_how_often.ipynb: the file ") and words in trouble
    assert set(states(mine.lessons[3])) == {"open"} and not mine.lessons[3].exercise.started
    assert states(mine.lessons[0]) == PERFECT
    assert mine.next_step().endswith("; 1 more exercise has items left."), "02.1 is not counted"


def test_a_huge_file_is_not_read(course):
    with place(course, NAMES[0]).open("ab") as file:
        file.truncate(21_000_000)
    (trouble,) = progress.read().troubles
    assert "21 MB; up to 20 are read" in trouble and "Clear Outputs of All Cells" in trouble


def test_odd_outputs_and_sources_stop_nothing(course):
    notebook = json.loads(nbformat.writes(perfect()))
    for cell in notebook["cells"]:
        name = saved.grade_id(cell)
        if "_q1_" in name and not name.endswith("_answer"):
            cell["outputs"] = [3, {"output_type": "error", "ename": ["x"], "evalue": None}]
        elif "_q2_" in name and not name.endswith("_answer"):
            cell["outputs"] = {"data": 1}
        elif "_q3_" in name and name.endswith("_answer"):
            cell["source"] = 5
    place(course, NAMES[0]).write_text(json.dumps(notebook), encoding="utf-8")
    assert states(progress.read().lessons[0]) == ["stopped", "open", *PERFECT[2:]]


def test_of_a_cell_that_stands_twice_the_last_one_counts_and_a_lost_one_is_named(course):
    notebook = half()
    first, second, third = list(checks(notebook).values())[:3]
    again = copy.deepcopy(first)
    again.id, again.outputs = "again", third.outputs
    notebook.cells = [cell for cell in notebook.cells if cell is not second] + [again]
    nbformat.write(notebook, place(course, NAMES[1]))
    lesson = progress.read().lessons[1]
    assert states(lesson)[:3] == ["wrong", "open", "wrong"]
    assert "cells are missing: Q2. Run: course check" in lesson.exercise.notes


def test_a_record_of_its_section_makes_a_lesson_done(tmp_path, monkeypatch):
    monkeypatch.chdir(untouched(tmp_path))
    for section, told in SECTIONS.items():
        before = progress.read().done
        plan.record(section, told.records[-1], "as decided")
        mine = progress.read()
        assert mine.done == before + 1
        lesson = next(one for one in mine.lessons if one.number == told.lesson)
        assert lesson.done and lesson.recorded == 1
    assert mine.done == 18
    assert mine.next_step() == (
        "Next: exercise 01.1 has 7 items open; 17 more exercises have items left."
    )


def test_when_all_is_done_the_plan_is_next(tmp_path):
    for section, told in SECTIONS.items():
        plan.record(section, told.records[-1], "as decided")
    exercise = Exercise((item("right"), item("written", True)), started=True)
    mine = progress.gather(dict.fromkeys(NAMES, exercise))
    assert mine.next_step() == "Next: write your action plan with course plan."


def test_the_city_is_told_but_makes_no_lesson_done_and_a_measure_does(tmp_path, monkeypatch):
    monkeypatch.chdir(untouched(tmp_path))
    plan.record("the plan", "city", "Bay City")
    plan.record("baseline", "a thought of my own", "none of the lesson's")
    mine = progress.read()
    assert (mine.city, mine.done) == ("Bay City", 0)
    plan.record_measure(1, "Pumps", year=2030)
    mine = progress.read()
    assert [lesson.number for lesson in mine.lessons if lesson.done] == ["06.3"]
    assert (mine.lessons[-1].recorded, mine.lessons[-1].records) == (1, 6)


@pytest.mark.parametrize(
    "content", [b"no,columns\n1,2\n", b"section,name,value\nbaseline," + b"x" * 200_000]
)
def test_a_plan_that_cannot_be_read_is_named(course, content):
    (course / plan.FILE).write_bytes(content)
    mine = progress.read()
    assert mine.done == 0 and states(mine.lessons[0]) == PERFECT
    (trouble,) = mine.troubles
    assert trouble.startswith("my_plan.csv was not read, so no lesson counts as done: ")


def test_an_emptied_record_does_not_count(course):
    record = "baseline,lowest service in the last event"
    (course / plan.FILE).write_text(f"section,name,value\n{record}, \n", encoding="utf-8")
    assert progress.read().done == 0


def item(state, by_hand=False):
    return Item("Q1", "m_q1_a", by_hand, 1, state)


@pytest.mark.parametrize(
    ("items", "met", "waiting"),
    [
        ([], False, 0),
        ([item("right")], True, 0),
        ([item("right"), item("wrong")], False, 0),
        ([item("right"), item("open")], False, 0),
        ([item("right"), item("stopped")], False, 0),
        ([item("right"), item("missing")], False, 0),
        ([item("right"), item("written", True)], True, 1),
        ([item("written", True)], True, 1),
        ([item("right"), item("open", True)], False, 0),
        ([item("wrong"), item("written", True)], False, 0),
    ],
)
def test_an_objective_is_met_by_all_its_items(items, met, waiting):
    one = Objective("01.1a", "count", tuple(items))
    assert (one.met, len(one.waiting)) == (met, waiting)


def test_objectives_hold_each_item_once(course):
    for lesson in progress.read().lessons:
        listed = [item for one in lesson.objectives for item in one.items]
        assert sorted(listed, key=lambda i: i.name) == sorted(
            lesson.exercise.items, key=lambda i: i.name
        )


def test_every_state_is_in_one_group():
    grouped = [state for group in progress.GROUPS.values() for state in group]
    assert sorted(grouped) == sorted(saved.STATES) and list(picture.LOOKS) == list(progress.GROUPS)


def test_the_picture_is_described_and_small(course):
    plan.record("baseline", "lowest service in the last event", 40)
    shown = progress.read().picture()
    assert shown.alt.startswith(
        "Progress: 1 of 18 lessons done; in the exercises 10 points right, 4 waiting for the "
        "instructor, 1 not right yet, 165 open. 01.1: lesson done, 8 right, 2 waiting"
    )
    assert "01.2: lesson not done, 2 right, 1 not right yet, 7 open." in shown.alt
    assert len(shown.png()) < 60_000
    bars = [bar.get_width() for bar in shown.figure.axes[0].patches]
    assert bars[:5] == [8, 2, 2, 1, 7] and sum(bars) == 180
    starts = [bar.get_x() for bar in shown.figure.axes[0].patches]
    assert starts[:5] == [0, 8, 0, 2, 3]


def test_the_picture_shows_where_a_file_was_not_read(course):
    place(course, NAMES[0]).unlink()
    axes = progress.read().picture().figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["file not read, see the text"]
    assert sum(bar.get_width() for bar in axes.patches) == 170


def test_groups_of_the_picture_differ_in_grey():
    grey = np.array([0.299, 0.587, 0.114])
    looks = [look for _words, look in picture.LOOKS.values()]
    shades = [float(grey @ to_rgb(look["facecolor"])) for look in looks]
    for one, (shade, look) in enumerate(zip(shades, looks, strict=True)):
        for other in range(one):
            hatched = look.get("hatch") != looks[other].get("hatch")
            assert abs(shade - shades[other]) > 0.15 or hatched
    assert issubclass(picture._Small, figures.Picture)


def test_an_exercise_that_was_not_read_is_not_finished():
    assert not Exercise((item("open"),), "why").finished and Exercise((item("right"),)).finished


def test_the_start_page_shows_the_untouched_course():
    cells = read(LESSONS[0]).cells
    (cell,) = [cell for cell in cells if "progress.read()" in cell.source]
    assert cell.metadata.tags == ["nbval-ignore-output"]
    said = "".join(out.get("text", "") for out in cell.outputs)
    assert said.startswith("Lessons done: 0 of 18.\n") and "180 open" in said
