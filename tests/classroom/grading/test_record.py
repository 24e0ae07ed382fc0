"""What is recorded is what stock nbgrader would record, whole or not at all."""

import errno
import json
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
import tiny_course
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from nbgrader.utils import parse_utc
from sqlalchemy import event

from classroom.build import course_config
from classroom.grading import gradebook as gradebook_module
from classroom.grading.gradebook import settings
from classroom.grading.lock import GradingError
from classroom.grading.record import METADATA, Recorder, Unrecordable
from classroom.grading.tasks import Result, Task

NAME, (FIRST, SECOND) = tiny_course.NAME, tiny_course.NOTEBOOKS
WHEN = "2026-01-02 03:04:05 UTC"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Make the course once, with its gradebook."""
    course = tmp_path_factory.mktemp("record") / "course"
    key = tiny_course.make(course)
    with Recorder(course, key):
        return course


@pytest.fixture
def course(original, tmp_path):
    return tiny_course.copy(original, tmp_path / "course")


@pytest.fixture
def recorder(course):
    with Recorder(course, tiny_course.saved_key(course)) as recorder:
        yield recorder


def result(course, word, trainee="anna", notebook=FIRST):
    key = tiny_course.saved_key(course).notebooks[notebook]
    return tiny_course.fake(Task(trainee, notebook, word.encode() if word else None, key))


def set_grade(course, cell="words", **values):
    """Set a grade of the first notebook, as formgrader does."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(cell, FIRST, NAME, "anna")
        for name, value in values.items():
            setattr(grade, name, value)
        gradebook.db.commit()


def content(course):
    """Return all that nbgrader tells of the submissions, without ids."""
    found = []
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            found.append(submission.to_dict() | {"penalty": submission.late_submission_penalty})
            for notebook in submission.notebooks:
                found.append(notebook.to_dict() | {"penalty": notebook.late_submission_penalty})
                found += [row.to_dict() for row in [*notebook.grades, *notebook.comments]]
    for one in found:
        del one["id"]
    return sorted(map(str, found))


def record_as_stock(course, graded, timestamp):
    """Do what stock autograding does after a notebook has run."""
    config = course_config(course)
    url = f"sqlite:///{course / 'gradebook.db'}"
    notebook = nbformat.reads(graded.graded, as_version=4)
    with Gradebook(url, "tiny") as gradebook:
        gradebook.update_or_create_student(graded.trainee)
        gradebook.update_or_create_submission(NAME, graded.trainee, timestamp=parse_utc(timestamp))
    known = {"student": graded.trainee, "assignment": NAME, "notebook": graded.notebook}
    resources = {"nbgrader": known | {"db_url": url}}
    for step in (SaveAutoGrades, AssignLatePenalties):
        step(config=config).preprocess(notebook, resources)


def test_records_exactly_what_stock_nbgrader_records(original, tmp_path):
    ours, stock = (tiny_course.copy(original, tmp_path / name) for name in ("ours", "stock"))
    for course in (ours, stock):
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            gradebook.find_assignment(NAME).duedate = datetime(2026, 1, 1)
            gradebook.db.commit()
    early = "2025-12-31 10:00:00 UTC"
    given = [
        (result(ours, "right"), WHEN),  # late: the penalty takes all points
        (result(ours, "wrong", notebook=SECOND), WHEN),
        (result(ours, "right", trainee="bob"), early),
        (result(ours, "", trainee="bob", notebook=SECOND), early),
    ]
    for second in (False, True):
        with Recorder(ours, tiny_course.saved_key(ours)) as recorder:
            for one, timestamp in given:
                recorder.record(one, "f", timestamp)
        for one, timestamp in given:
            record_as_stock(stock, one, timestamp)
        if second:  # stock asks a person to grade again what did not change
            set_grade(stock, "test", needs_manual_grade=False)
        assert content(ours) == content(stock)
        for course in (ours, stock):
            set_grade(course, manual_score=1.5)
            set_grade(course, "test", manual_score=0.5, needs_manual_grade=False)
    assert any("'penalty': 3.5" in row or "'penalty': 2.0" in row for row in content(ours))


def test_a_notebook_is_one_commit(course, recorder):
    commits = []
    event.listen(recorder._gradebook.engine, "commit", lambda _connection: commits.append(1))
    recorder.record(result(course, "right"), "f", WHEN)
    assert len(commits) == 1


def test_points_and_comments_of_a_person_stay(course, recorder):
    recorder.record(result(course, "wrong"))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_comment("words", FIRST, NAME, "anna").manual_comment = "Good."
        gradebook.db.commit()
    set_grade(course, manual_score=2.5, needs_manual_grade=False)
    recorder.record(result(course, "right"))
    rows = {row[2]: row[3:] for row in tiny_course.grades(course) if row[1] == FIRST}
    assert rows == {"test": (2.0, None, 0), "words": (None, 2.5, 0)}, "the words did not change"
    assert "Good." in str(content(course))
    changed = result(course, "right")
    graded = changed.graded.replace("mine = 1", "mine = 2")
    assert graded != changed.graded
    recorder.record(replace(changed, graded=graded))
    rows = {row[2]: row[3:] for row in tiny_course.grades(course) if row[1] == FIRST}
    assert rows["words"] == (None, 2.5, 1), "a person looks at the new words"


def test_the_graded_file_is_as_nbgrader_writes_it(course, recorder):
    recorder.record(result(course, "right"), "mark", WHEN)
    place = course / "autograded" / "anna" / NAME
    assert sorted(os.listdir(place)) == [f"{FIRST}.ipynb", "timestamp.txt"]
    file = place / f"{FIRST}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata[METADATA] == {
        "fingerprint": "mark", "findings": [], "points": {"test": 2.0, "words": None},
        "blank": False,
    }  # fmt: skip
    assert (place / "timestamp.txt").read_text().strip() == WHEN
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o444
    recorder.record(result(course, "wrong"), "other", WHEN)
    assert json.loads(file.read_text())["metadata"][METADATA]["fingerprint"] == "other"


def test_half_a_surrogate_pair_in_an_output_does_no_harm(course, recorder):
    one = result(course, "right")
    odd = json.loads(one.graded)
    odd["cells"][0]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "\ud800"}
    ]  # fmt: skip
    recorder.record(Result(one.trainee, one.notebook, json.dumps(odd), [], 0.0))
    assert tiny_course.points(course) == {"anna": 2.0}


def test_a_cell_that_the_gradebook_does_not_know_is_refused_whole(course, recorder):
    one = result(course, "right")
    strange = one.graded.replace('"grade_id": "test"', '"grade_id": "tset"')
    with pytest.raises(Unrecordable, match="tset"):
        recorder.record(Result(one.trainee, one.notebook, strange, [], 0.0))
    assert tiny_course.grades(course) == []
    assert not list(course.glob("autograded/**/*.*"))


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"cells": [1], "metadata": {}}'])
def test_a_result_that_is_no_notebook_is_refused(course, recorder, broken):
    with pytest.raises(Unrecordable, match="cannot be read"):
        recorder.record(Result("anna", FIRST, broken, [], 0.0))
    assert tiny_course.grades(course) == []


def test_partial_credit_above_the_points_gives_none(course, recorder):
    one = result(course, "right")
    greedy = nbformat.reads(one.graded, as_version=4)
    output = nbformat.v4.new_output("execute_result", data={"text/plain": "99"})
    next(c for c in greedy.cells if c.id == "test").outputs = [output]
    recorder.record(Result(one.trainee, one.notebook, nbformat.writes(greedy), [], 0.0))
    assert tiny_course.points(course) == {"anna": 0.0}


def test_a_locked_gradebook_is_told_and_loses_nothing(course, monkeypatch):
    monkeypatch.setattr(gradebook_module, "BUSY_SECONDS", 0.2)
    with Recorder(course, tiny_course.saved_key(course)) as recorder:
        other = sqlite3.connect(course / "gradebook.db")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradingError, match=r"gradebook\.db is locked by another program"):
            recorder.record(result(course, "right"))
        other.rollback()
        other.close()
        assert tiny_course.grades(course) == []
        assert not list(course.glob("autograded/**/*.*"))
        recorder.record(result(course, "right"))
    assert tiny_course.points(course) == {"anna": 2.0}


def test_a_full_disk_under_the_gradebook_is_told_and_nothing_is_half_written(course, recorder):
    # SQLite itself refuses to grow, as it does on a full disk
    def small(connection, _record):
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(recorder._gradebook.engine, "connect", small)
    recorder._gradebook.engine.dispose()
    before = tiny_course.digests(course)
    with pytest.raises(GradingError, match="the disk is full"):
        for number in range(200):
            recorder.record(result(course, "right", trainee=f"t{number}"))
    graded = {path.parent.parent.name for path in course.glob("autograded/*/*/*.ipynb")}
    assert graded == set(tiny_course.points(course))
    assert not list(course.glob("autograded/**/.*"))
    assert before.items() >= {("nbgrader_config.py", before["nbgrader_config.py"])}


def test_a_full_disk_under_the_graded_files_is_told_and_nothing_is_recorded(
    course, recorder, monkeypatch
):
    def full(self, *_words, **_named):
        self.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(GradingError, match=r"1_first\.ipynb cannot be written: No space left"):
        recorder.record(result(course, "right"))
    assert tiny_course.grades(course) == []
    assert not list(course.glob("autograded/**/*.*"))


def test_a_folder_that_cannot_be_written_is_told(course, recorder):
    (course / "autograded").write_text("not a folder")
    with pytest.raises(GradingError, match="cannot be written"):
        recorder.record(result(course, "right"))
    assert tiny_course.grades(course) == []


def test_a_kill_between_commit_and_file_is_repaired_by_the_next_run(course, recorder, monkeypatch):
    def killed(*_words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            recorder.record(result(course, "right"), "mark")
    known = recorder.known()["anna", FIRST]
    assert recorder.kept("anna", FIRST, "mark", known) is None
    recorder.record(result(course, "right"), "mark")
    assert recorder.kept("anna", FIRST, "mark", known) == []
    assert len(tiny_course.grades(course)) == 4


def test_exercises_stay_untouched_and_a_changed_solution_reaches_the_gradebook(course):
    file = course / "solutions" / NAME / f"{FIRST}.ipynb"
    file.write_text(file.read_text().replace("assert x == 1", "assert x in (1, 1.0)"))
    before = tiny_course.digests(course / "solutions")
    changed = tiny_course.load_key(course, NAME)
    with Recorder(course, changed) as recorder:
        recorder.record(result(course, "right"))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_source_cell("test", FIRST, NAME).source == "assert x in (1, 1.0)"
    assert not (course / "exercises").exists()
    assert tiny_course.digests(course / "solutions") == before


def test_cells_that_change_under_submissions_are_told_with_the_way_out(course, recorder):
    recorder.record(result(course, "right"))
    file = course / "solutions" / NAME / f"{FIRST}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(tiny_course.cell("new", "code", "assert True", points=1))
    nbformat.write(notebook, file)
    with pytest.raises(GradingError, match=f"nbgrader db assignment remove {NAME} --force"):
        Recorder(course, tiny_course.load_key(course, NAME))
    assert tiny_course.points(course) == {"anna": 2.0}


def test_a_relative_database_lies_in_the_course_and_waits(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('c.CourseDirectory.db_url = "sqlite:///grades.db"\n')
    url = settings(course).CourseDirectory.db_url
    assert url == f"sqlite:///{course / 'grades.db'}?timeout=30.0"


def test_stock_feedback_export_and_formgrader_go_on(course, recorder):
    for trainee, word in {"anna": "right", "bob": "wrong"}.items():
        tiny_course.hand_in(course, trainee, word, word)
        for notebook in (FIRST, SECOND):
            recorder.record(result(course, word, trainee, notebook), "f", WHEN)
    for words in (("generate_feedback", NAME), ("export", "--to=grades.csv")):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=course, capture_output=True, text=True, timeout=60,
            env=os.environ | {"HOME": str(course), "PATH": _path()},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert len(list(course.glob(f"feedback/*/{NAME}/*.html"))) == 4
    scores = [line.split(",") for line in (course / "grades.csv").read_text().splitlines()]
    table = {row[3]: row[scores[0].index("score")] for row in scores[1:]}
    assert table == {"anna": "0.0", "bob": "0.0"} or table == {"anna": "4.0", "bob": "0.0"}
    api = NbGraderAPI(config=course_config(course))
    shown = {one["student"]: one for one in api.get_submissions(NAME)}
    assert {name: (one["autograded"], one["score"]) for name, one in shown.items()} == {
        "anna": (True, 4.0), "bob": (True, 0.0)
    }  # fmt: skip
    assert len(api.get_notebook_submissions(NAME, FIRST)) == 2


def _path():
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def test_a_deleted_gradebook_is_made_again(course):
    (course / "gradebook.db").unlink()
    with Recorder(course, tiny_course.saved_key(course)) as recorder:
        assert recorder.known() == {}
        recorder.record(result(course, "right"))
    assert tiny_course.points(course) == {"anna": 2.0}
