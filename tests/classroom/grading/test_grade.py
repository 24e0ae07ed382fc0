"""A run over a cohort: complete, repeatable, and safe to cut off at any moment."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny_course
from cohort import dask_cluster

from classroom.console import say
from classroom.grading import grade as grade_module
from classroom.grading import gradebook as gradebook_module
from classroom.grading import handed_in
from classroom.grading.grade import grade
from classroom.grading.lock import GradingError, grading_lock
from classroom.grading.progress import PlainProgress
from classroom.grading.record import Recorder

NAME, (FIRST, SECOND) = tiny_course.NAME, tiny_course.NOTEBOOKS
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and links of POSIX")
SCRIPT = """
import sys, tiny_course
from pathlib import Path
from classroom.grading import grade
grade.load_key = tiny_course.saved_key
done = grade.grade(
    Path(sys.argv[1]), tiny_course.NAME, workers=2, function=getattr(tiny_course, sys.argv[2])
)
print(done.stopped, len(done.failed), "failed")
raise SystemExit(not done.ok)
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Make the course once, with its gradebook."""
    course = tmp_path_factory.mktemp("grade") / "course"
    key = tiny_course.make(course)
    with Recorder(course, key):
        return course


@pytest.fixture(autouse=True)
def same_key(monkeypatch):
    monkeypatch.setattr(grade_module, "load_key", tiny_course.saved_key)


@pytest.fixture
def make(original, tmp_path):
    return lambda name="course", **words: tiny_course.copy(original, tmp_path / name, **words)


def run(course, workers=1, function=tiny_course.fake, **named):
    named.setdefault("say", lambda _line: None)
    return grade(course, NAME, workers=workers, function=function, **named)


def numbers(graded):
    return graded.graded, graded.blank, graded.unchanged, len(graded.failed)


def start(course, function):
    """Start grading in a process group of its own."""
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(course), function],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
    )


def wait_for(condition, what):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


def group_is_gone(process):
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return True
    return False


def graded_files(course):
    return sorted(course.glob("autograded/*/*/*.ipynb"))


def test_results_do_not_depend_on_the_number_of_workers(make):
    words = {"anna": "right", "bob": "wrong", "carl": "right", "dora": "wrong"}
    one, two = make("one", **words), make("two", **words)
    first, second = run(one, 1), run(two, 2)
    assert first.ok and second.ok
    assert numbers(first) == numbers(second) == (8, 0, 0, 0)
    assert tiny_course.grades(one) == tiny_course.grades(two)
    assert tiny_course.digests(one / "autograded") == tiny_course.digests(two / "autograded")
    assert tiny_course.points(one) == {"anna": 4.0, "bob": 0.0, "carl": 4.0, "dora": 0.0}


def test_only_what_changed_or_is_missing_is_graded_again(make):
    course = make(anna="right", bob="wrong", carl="right")
    run(course)
    again = run(course, function=None)  # nothing may be run
    assert numbers(again) == (0, 0, 6, 0) and again.ok
    tiny_course.hand_in(course, "bob", "right")
    graded_files(course)[0].unlink()
    assert numbers(run(course)) == (2, 0, 4, 0)
    assert tiny_course.points(course) == {"anna": 4.0, "bob": 2.0, "carl": 4.0}
    assert numbers(run(course, force=True)) == (6, 0, 0, 0)
    (course / "gradebook.db").unlink()
    assert numbers(run(course)) == (6, 0, 0, 0)
    assert tiny_course.points(course) == {"anna": 4.0, "bob": 2.0, "carl": 4.0}


def test_an_older_gradebook_put_back_is_brought_up_to_date(make):
    course = make(anna="wrong")
    run(course)
    older = (course / "gradebook.db").read_bytes()
    tiny_course.hand_in(course, "anna", "right", "right")
    run(course)
    (course / "gradebook.db").write_bytes(older)
    assert numbers(run(course)) == (2, 0, 0, 0)
    assert tiny_course.points(course) == {"anna": 4.0}


def test_points_of_a_person_survive_a_new_submission(make):
    course = make(anna="wrong")
    run(course)
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("update grade set manual_score = 1.5 where auto_score is null")
    database.close()
    tiny_course.hand_in(course, "anna", "right", "right")
    assert numbers(run(course)) == (2, 0, 0, 0)
    rows = [row[2:] for row in tiny_course.grades(course) if row[1] == FIRST]
    assert rows == [("test", 2.0, None, 0), ("words", None, 1.5, 1)]


def test_an_unchanged_cohort_takes_less_than_a_second_a_hundred(make):
    course = make()
    key = tiny_course.saved_key(course)
    image = "A" * 100_000  # a figure
    with Recorder(course, key) as recorder:
        plan = grade_module._Run(recorder, key, grade_module.Settings())
        for number in range(100):
            trainee = f"t{number:03}"
            tiny_course.hand_in(course, trainee, "right", "right")
            for notebook in key.notebooks:
                job = plan._job(trainee, notebook)
                result = tiny_course.fake(job.task)
                output = f'"outputs": [{{"output_type": "stream", "name": "a", "text": "{image}"}}]'
                result = grade_module.Result(
                    trainee, notebook, result.graded.replace('"outputs": []', output, 1), [], 0
                )
                recorder.record(result, job.made_from, job.timestamp)
    again = run(course, function=None)
    assert numbers(again) == (0, 0, 200, 0)
    assert again.seconds < 1.0


def test_what_is_not_handed_in_is_graded_blank_with_the_reason(make):
    course = make(anna="right")
    tiny_course.hand_in(course, "bob", "right")
    done = run(course)
    assert done.ok and numbers(done) == (3, 1, 0, 0)
    assert done.findings == [
        ("bob", SECOND, ["No 2_second.ipynb was handed in. It is graded as blank."])
    ]
    assert run(course, function=None).findings == done.findings
    rows = [row[2:] for row in tiny_course.grades(course) if row[:2] == ("bob", SECOND)]
    assert rows == [("test", 0.0, None, 0), ("words", 0.0, None, 0)]


@POSIX
@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_a_folder_whose_name_is_no_text_costs_only_itself(make, capsys):
    course = make(wang="right")
    tiny_course.hand_in(course, os.fsdecode(b"\xcd\xf5"), "right", "right")
    graded = run(course)
    assert (graded.graded, len(graded.failed)) == (2, 2)
    say(" ".join(graded.failed[0]))
    assert "rename it" in capsys.readouterr().out


def test_links_pipes_and_giants_are_named_and_never_read(make, monkeypatch):
    monkeypatch.setattr(handed_in, "LARGEST", 1000)
    course = make(anna="right", eve="right", mallory="right")
    secret = course / "gradebook.db"
    folder = course / "submitted" / "eve" / NAME
    (folder / f"{FIRST}.ipynb").unlink()
    (folder / f"{FIRST}.ipynb").symlink_to(secret)
    (folder / f"{SECOND}.ipynb").unlink()
    os.mkfifo(folder / f"{SECOND}.ipynb")
    (course / "submitted" / "trudy").symlink_to(course / "submitted" / "anna")
    (course / "submitted" / "victor").mkdir()
    (course / "submitted" / "victor" / NAME).symlink_to(course / "submitted" / "anna" / NAME)
    tiny_course.hand_in(course, "mallory", "x" * 1001)
    done = run(course)
    assert done.ok and numbers(done) == (3, 7, 0, 0)
    said = {(who, what): " ".join(found) for who, what, found in done.findings}
    assert "is a link" in said["eve", FIRST]
    assert "not a plain file" in said["eve", SECOND]
    assert "larger than" in said["mallory", FIRST]
    assert all("is a link" in said[who, FIRST] for who in ("trudy", "victor"))
    assert tiny_course.points(course)["trudy"] == 0


def test_a_worker_that_dies_costs_only_its_notebook(make):
    course = make(anna="right", bob="die", carl="right")
    done = run(course, workers=2)
    assert done.ok and numbers(done) == (4, 2, 0, 0)
    assert [(who, what) for who, what, _ in done.findings] == [("bob", FIRST), ("bob", SECOND)]
    assert "ended twice" in done.findings[0][2][0]
    assert tiny_course.points(course) == {"anna": 4.0, "bob": 0.0, "carl": 4.0}
    tiny_course.hand_in(course, "bob", "right", "right")
    assert numbers(run(course)) == (2, 0, 4, 0)


def test_a_worker_that_dies_by_chance_is_tried_again(make, tmp_path):
    course = make(anna="right", bob=f"die once {tmp_path / 'memory'}")
    assert numbers(run(course)) == (4, 0, 0, 0)
    assert tiny_course.points(course) == {"anna": 4.0, "bob": 4.0}


def test_a_result_that_failed_is_told_and_not_recorded(make):
    course = make(anna="right", bob="fail")
    done = run(course)
    assert not done.ok and numbers(done) == (2, 0, 0, 2)
    assert done.failed[0] == ("bob", FIRST, "no sandbox")
    assert set(tiny_course.points(course)) == {"anna"}


@POSIX
def test_kill_9_in_the_middle_then_the_next_run_completes(make):
    words = {f"t{number}": "right" for number in range(10)}
    course = make(**words)
    before = tiny_course.digests(course / "submitted")
    process = start(course, "slow")
    wait_for(lambda: len(graded_files(course)) >= 3, "the first grades")
    process.kill()
    process.wait()
    wait_for(lambda: group_is_gone(process), "the workers to end by themselves")
    kept = len(graded_files(course))
    assert 3 <= kept < 20
    done = run(course, workers=2)
    assert done.ok and done.unchanged >= kept and sum(numbers(done)) == 20
    assert len(tiny_course.grades(course)) == len(set(tiny_course.grades(course))) == 40
    assert tiny_course.points(course) == dict.fromkeys(words, 4.0)
    assert not list(course.glob("autograded/**/.*"))
    assert tiny_course.digests(course / "submitted") == before


@POSIX
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(make):
    psutil = pytest.importorskip("psutil")  # ipykernel brings it
    course = make(**{f"t{number}": "right" for number in range(10)})
    process = start(course, "slow")
    wait_for(lambda: graded_files(course), "the first grade")
    for worker in psutil.Process(process.pid).children(recursive=True):
        worker.send_signal(signal.SIGINT)  # it is for the main process to decide
    wait_for(lambda: len(graded_files(course)) >= 5, "more grades")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    said, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Stopped." in said and f"To go on: course grade {NAME}" in said
    assert f" {len(graded_files(course))} of 20 notebooks were recorded" in said
    assert "0 failed" in said and "Traceback" not in errors
    wait_for(lambda: group_is_gone(process), "the workers to end")


@POSIX
def test_a_second_grader_is_refused_at_once_and_the_lock_dies_with_its_process(make):
    course = make(anna="right")
    process = start(course, "nobody_waits")
    lock = course / ".grading" / "grading.lock"
    wait_for(lambda: lock.exists() and lock.read_text(), "the lock")
    with pytest.raises(GradingError, match=f"being graded by process {process.pid} on "):
        run(course)
    process.kill()
    process.wait()
    assert numbers(run(course)) == (2, 0, 0, 0)


def test_the_lock_is_free_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), grading_lock(tmp_path):
        raise ZeroDivisionError
    with grading_lock(tmp_path), pytest.raises(GradingError), grading_lock(tmp_path):
        pass


def test_a_locked_gradebook_stops_the_run_which_can_go_on(make, monkeypatch):
    monkeypatch.setattr(gradebook_module, "BUSY_SECONDS", 0.2)
    course = make(anna="right", bob="right")
    other = sqlite3.connect(course / "gradebook.db")
    other.execute("BEGIN IMMEDIATE")
    done = run(course)
    assert not done.ok and "is locked by another program" in done.stopped
    assert "0 of 4 notebooks were recorded" in done.stopped
    other.rollback()
    other.close()
    assert graded_files(course) == []
    assert numbers(run(course)) == (4, 0, 0, 0)


def test_a_full_disk_stops_the_run_and_says_what_was_recorded(make, monkeypatch):
    course = make(anna="right", bob="right", carl="right")
    write, count = Path.write_text, []

    def full(self, *words, **named):
        count.append(self)
        if len(count) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, *words, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        done = run(course)
    assert not done.ok and "No space left on device" in done.stopped
    assert f"{len(graded_files(course))} of 6 notebooks were recorded" in done.stopped
    assert sum(numbers(run(course))) == 6
    assert tiny_course.points(course) == dict.fromkeys(["anna", "bob", "carl"], 4.0)


def test_workers_that_cannot_start_stop_the_run_without_a_grade(make, monkeypatch):
    monkeypatch.setattr("classroom.grading.pool._ready", _dies)
    course = make(anna="right")
    done = run(course)
    assert "A worker process cannot start" in done.stopped
    assert tiny_course.grades(course) == []


def _dies():
    os._exit(1)


def test_an_unknown_assignment_names_those_that_exist(make, monkeypatch):
    monkeypatch.setattr(grade_module, "load_key", tiny_course.load_key)
    with pytest.raises(ValueError, match=f"no assignment '09_none'.*{NAME}"):
        grade(make(anna="right"), "09_none")


def test_an_empty_cohort_says_what_to_do_first(make):
    with pytest.raises(GradingError, match=f"course collect SOURCE {NAME}"):
        run(make())


def test_too_few_workers_are_refused(make):
    with pytest.raises(ValueError, match="workers is 0; it must be 1 or more"):
        run(make(anna="right"), workers=0)


def test_progress_without_a_terminal_is_a_few_plain_lines():
    lines = []
    with PlainProgress(180, lines.append) as bar:
        for _ in range(175):
            bar.step()
    assert lines[:2] == ["graded 9 of 180", "graded 18 of 180"]
    assert lines[-1] == "graded 175 of 180" and len(lines) == 20


def test_a_cluster_of_processes_gives_the_same_grades(make):
    pytest.importorskip("distributed")
    words = {"anna": "right", "bob": "wrong", "carl": "right"}
    here, there = make("here", **words), make("there", **words)
    run(here)
    with dask_cluster() as address:
        done = run(there, scheduler=address)
    assert done.ok and numbers(done) == (6, 0, 0, 0)
    assert tiny_course.grades(here) == tiny_course.grades(there)
    assert tiny_course.digests(here / "autograded") == tiny_course.digests(there / "autograded")


def test_a_scheduler_that_does_not_answer_is_told(make, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("classroom.grading.pool.CONNECT_SECONDS", 0.5)
    with pytest.raises(GradingError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run(make(anna="right"), scheduler="tcp://127.0.0.1:9")


def test_a_later_hand_in_of_one_notebook_leaves_the_other_alone(make):
    course = make(anna="right")
    run(course)
    folder = course / "submitted" / "anna" / NAME
    (folder / f"{FIRST}.ipynb").write_text("wrong")
    (folder / "timestamp.txt").write_text("2026-02-02 03:04:05 UTC\n")
    assert numbers(run(course)) == (1, 0, 1, 0)
