"""`course offline-pack`: each thing that stops it has a sentence, and leaves nothing behind."""

import shutil
import subprocess
import sys
from collections import namedtuple

import pytest
from course import ROOT
from typer.testing import CliRunner

from classroom import handout
from classroom.cli import app
from classroom.offline import make


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Run the command for a folder in tmp_path; return what it says, on one line."""
    monkeypatch.chdir(ROOT)

    def run(name="pack", code=1):
        done = CliRunner().invoke(app, ["offline-pack", str(tmp_path / name)])
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_folder_with_files_is_kept(ask, tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    assert "is not empty" in ask()
    assert "is a file" in ask("file")
    assert (tmp_path / "pack" / "mine.txt").read_text() == "mine"


def test_outside_the_course(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "There is no pyproject.toml here. Go to the course's folder" in ask()


def test_too_little_space(ask, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(make.shutil, "disk_usage", lambda _: usage(9, 9, 5 * 2**20))
    assert "A pack needs 600 MB of free space" in ask()
    assert list(tmp_path.iterdir()) == []


def test_no_network(ask, tmp_path, monkeypatch):
    # an address of this computer at which nothing answers
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setattr(make, "SIDE_BY_SIDE", 1)
    monkeypatch.setattr(make, "_need_space", lambda _: None)
    assert "There is no network" in ask()
    assert list(tmp_path.iterdir()) == []


def test_exercises_that_hold_answers_are_not_packed(ask, monkeypatch):
    monkeypatch.setattr(make.handed_out, "collect", lambda _: "changed")
    assert "exercises/ is not as handed out" in ask()


def test_handout_leaves_out_what_holds_answers(tmp_path):
    if not (ROOT / ".git").exists():
        pytest.skip("a copy without its history")
    done = [sys.executable, "-m", "classroom.handout", str(tmp_path / "handout.zip")]
    subprocess.run(done, cwd=ROOT, check=True)
    shutil.unpack_archive(tmp_path / "handout.zip", tmp_path / "all")
    found = {p.relative_to(tmp_path / "all").as_posix() for p in (tmp_path / "all").rglob("*")}
    assert "exercises/01_concepts/1_risk_and_resilience.ipynb" in found
    assert not [name for name in found if handout.holds_answers(name)]
    for secret in ("solutions/01_concepts", "tests/course.py", "docs/items.md"):
        assert handout.holds_answers(secret)
    assert not handout.holds_answers("docs/curriculum.md")
