"""`course offline-pack`: each thing that stops it has a sentence, and leaves nothing behind."""

import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from course import ROOT
from typer.testing import CliRunner

from classroom import handout
from classroom.cli import app
from classroom.offline import install, make


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
    secrets = ("solutions", "tests", "docs/items.md", "docs/teaching")
    assert not [name for name in found if name.startswith(secrets)]
    for secret in ("solutions/01_concepts", "tests/course.py", *secrets):
        assert handout.holds_answers(secret)
    assert not handout.holds_answers("docs/curriculum.md")


def test_an_older_macos_is_refused_with_the_reason(monkeypatch):
    here = {"python": install.this_python(), "platform": install.this_platform()}
    pack = {**here, "glibc": "", "macos": "14.0"}
    monkeypatch.setattr(install.platform, "mac_ver", lambda: ("13.6", (), ""))
    assert "with macOS 14.0 or newer; this computer has 13.6" in install.why_not(pack)
    monkeypatch.setattr(install.platform, "mac_ver", lambda: ("14.0.1", (), ""))
    assert install.why_not(pack) == ""
    wheels = [Path("a-1-cp312-cp312-macosx_11_0_arm64.whl"), Path("b-1-py3-none-any.whl")]
    wheels += [Path("c-1-cp312-cp312-macosx_14_0_arm64.macosx_12_3_arm64.whl")]
    assert make._macos(wheels) == "12.3"
