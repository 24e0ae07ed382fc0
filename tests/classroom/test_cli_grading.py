"""The grading commands, as somebody types them: what is wrong is said, and nothing is touched."""

import shutil

import pytest
from cohort import MODULE, make_course
from course import ROOT
from sandboxed import needs_sandbox
from typer.testing import CliRunner

from classroom.cli import app
from classroom.grading import grade as grade_module
from classroom.grading import selftest
from classroom.grading.grade import Graded
from classroom.grading.selftest import Outcome


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("cli") / "course")


def run(*words):
    """Run a command and return its exit code and all that it says, on one line."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    "words", [["collect", "x", MODULE], ["grade", MODULE], ["feedback", MODULE], ["report"]]
)
def test_they_want_the_folder_of_the_course(tmp_path, words):
    code, said = run(*words, "--course", tmp_path)
    assert code == 1
    assert f"This is not the course's folder: {tmp_path.resolve()} has no nbgrader" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["grade"], "Name the assignment. Example: course grade 01_concepts"),
        (["grade", "01_concept"], "01_concepts"),
        (["grade", MODULE, "--workers", "0"], "greater than or equal to 1"),
        (["collect", "nowhere", MODULE], "nowhere"),
        (["feedback", MODULE], "gradebook"),
        (["report", MODULE], "gradebook"),
    ],
)
def test_what_is_wrong_is_said(course, words, sentence):
    code, said = run(*words, "--course", course)
    assert code != 0
    assert sentence in said
    assert "Traceback" not in said


def test_nobody_handed_in(course):
    code, said = run("grade", MODULE, "--course", course, "--unsafe")
    assert code == 1
    assert "Without a sandbox: the code of every trainee runs with your rights." in said
    assert "submitted" in said


def test_a_notebook_to_check_must_exist(tmp_path):
    code, said = run("check", tmp_path / "none.ipynb")
    assert code == 1
    assert "There is no file or folder" in said


def test_without_bubblewrap_grading_refuses_and_says_what_to_install(course, monkeypatch):
    monkeypatch.setenv("PATH", "")
    code, said = run("grade", MODULE, "--course", course)
    assert code == 1
    assert "apt install bubblewrap" in said or "needs Linux" in said


@needs_sandbox
@pytest.mark.xdist_group("sandbox")
def test_the_self_test_tells_what_held(course):
    code, said = run("grade", "--self-test", "--course", course)
    assert code == 0, said
    assert "Every attack was stopped." in said
    assert "held" not in said and "Error" not in said and "NO:" not in said
    assert "Stopped?" in said and said.count(" yes ") > 20


def test_the_self_test_says_of_what_failed_only_what_was_seen(monkeypatch):
    seen = [Outcome("open a door", True, "PermissionError: no"), Outcome("dig", False, "[a] hole")]
    monkeypatch.setattr(selftest, "selftest", lambda _course: seen)
    code, said = run("grade", "--self-test")
    assert code == 1
    assert "NO: [a] hole" in said and "PermissionError" not in said
    assert "1 attack went through." in said


def test_a_folder_of_exercises_can_be_checked_from_inside_it(tmp_path, monkeypatch):
    folder = tmp_path / "exercises" / MODULE
    shutil.copytree(ROOT / "exercises" / MODULE, folder)
    for words in (["check", folder], ["check", tmp_path]):
        assert run(*words) == (0, run(*words)[1])
    monkeypatch.chdir(folder)
    code, said = run("check")
    assert code == 0 and said.count("not started, every item is open.") == 3


def graded(monkeypatch, **about):
    """Say what the command says of a run, one line each."""
    done = Graded(MODULE, trainees=2, **about)
    monkeypatch.setattr(grade_module, "grade", lambda *_words, **_more: done)
    output = CliRunner().invoke(app, ["grade", MODULE, "--course", str(ROOT)]).output
    return output.splitlines()


NEW, OLD = ("li", "1_a", ["New."]), ("wang", "1_a", ["Old."])


def test_findings_of_earlier_runs_are_counted_only(monkeypatch):
    lines = graded(monkeypatch, findings=[NEW, OLD], new_findings=[NEW])
    assert lines[:2] == [
        "li, 1_a: New.",
        "1 notebook has findings from earlier runs: see course report.",
    ]
    assert not any("Old." in line for line in lines)
    lines = graded(monkeypatch, findings=[NEW] * 22, new_findings=[NEW] * 22)
    assert lines.count("li, 1_a: New.") == 20
    assert "2 more notebooks with findings: see course report." in lines
    assert not any("earlier" in line for line in lines)


def test_a_run_ends_with_the_next_step(monkeypatch):
    feedback = f"course feedback {MODULE}"
    assert graded(monkeypatch)[-1] == f"Next: {feedback}"
    form = f"for you: run course formgrader, then {feedback}"
    assert graded(monkeypatch, waiting=1)[-1] == f"1 answer waits {form}"
    assert graded(monkeypatch, waiting=2)[-1] == f"2 answers wait {form}"
    stopped = graded(monkeypatch, waiting=2, stopped="Stopped.")
    assert "Stopped." in stopped and feedback not in stopped[-1]
