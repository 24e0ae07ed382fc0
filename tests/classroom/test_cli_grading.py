"""The grading commands, as somebody types them: what is wrong is said, and nothing is touched."""

import pytest
from cohort import MODULE, make_course
from sandboxed import needs_sandbox
from typer.testing import CliRunner

from classroom.cli import app


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
    assert f"There is no nbgrader_config.py in {tmp_path}" in said
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
    assert "There is no file" in said


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
    assert "BROKEN" not in said
