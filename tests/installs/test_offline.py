"""A pack installs, and the course runs from it, where no network can be reached."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from course import ROOT, answers, read
from try_course import EXERCISE, is_what_a_trainee_sees, try_elsewhere
from typer.testing import CliRunner

from classroom.cli import app
from classroom.handout import holds_answers

pytestmark = pytest.mark.installs

#: Commands that run another one with no network but loopback.
WITHOUT_NETWORK = (
    ("bwrap", "--unshare-net", "--dev-bind", "/", "/", "--"),
    (
        *("unshare", "--map-root-user", "--net", "--"),
        *("sh", "-c", 'ip link set lo up && exec "$@"', "-"),
    ),
)


def no_network():
    """Return the first of these commands that works here, or none."""
    for wrapped in WITHOUT_NETWORK:
        if shutil.which(wrapped[0]) and not subprocess.run([*wrapped, "true"]).returncode:
            return wrapped
    return ()


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A pack in a folder with a space in its name, and what the command said."""
    folder = tmp_path_factory.mktemp("stick") / "course pack"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        done = CliRunner().invoke(app, ["offline-pack", str(folder)])
    assert done.exit_code == 0, done.output
    return folder, done.output


def test_pack_installs_and_runs_with_no_network(pack, tmp_path):
    folder, _ = pack
    wrapped = no_network()
    if not wrapped:
        pytest.fail("neither bwrap nor unshare can take the network away: install bubblewrap")
    # a person's settings of pip, its cache and the course itself are out of reach
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    bare = ["env", "-i", f"PATH={path}", f"HOME={tmp_path}", "PIP_INDEX_URL=nowhere"]
    install = [*wrapped, *bare, "sh", str(folder / "install.sh")]
    done = subprocess.run(install, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Start it: sh start.sh" in done.stdout

    exercise = folder / "course" / EXERCISE
    answered = read(exercise)
    right = answers(read(ROOT / "solutions" / Path(EXERCISE).relative_to("exercises")))
    item, cell = next(iter(answers(answered).items()))
    cell.source = right[item].source
    nbformat.write(answered, exercise)
    python = folder / ".venv" / "bin" / "python"
    seen = try_elsewhere(python, folder / "course", [*wrapped, *bare])
    assert seen["network"] != "connected"
    assert seen["lesson"]["library"].startswith(str(folder / ".venv"))
    is_what_a_trainee_sees(seen)
    rows = [line for line in seen["check"].splitlines() if "Q1" in line or "Q2" in line]
    assert "right" in rows[0]
    assert "open" in rows[1]


def test_pack_holds_what_trainees_get_and_no_answers(pack):
    folder, said = pack
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    files = {path.as_posix() for path in found if path.parts[0] != ".venv"}  # installed above
    notebooks = {name for name in files if name.endswith(".ipynb")}
    wanted = [*(ROOT / "modules").rglob("*.ipynb"), *(ROOT / "exercises").rglob("*.ipynb")]
    assert notebooks == {f"course/{path.relative_to(ROOT).as_posix()}" for path in wanted}
    assert not [name for name in files if holds_answers(name.removeprefix("course/"))]
    assert {"README.txt", "install.sh", "install.bat", "start.sh", "start.bat"} <= files
    assert {"tables/lanwan_recovery.csv", "tables/datapackage.json"} <= files
    pins = (folder / "requirements.txt").read_text("utf-8").splitlines()
    assert len(pins) == sum(name.endswith(".whl") for name in files) > 100
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)
    assert f"{sys.version_info[0]}.{sys.version_info[1]}" in said
    assert " MB." in said
    for name in ("README.txt", "install.sh", "install.bat"):
        text = (folder / name).read_text("utf-8")
        assert "@PYTHON@" not in text
        assert "@PLATFORM@" not in text


def test_damaged_wheel_is_refused(pack, tmp_path):
    folder, _ = pack
    small = tmp_path / "pack"
    (small / "wheels").mkdir(parents=True)
    for name in ("install.py", "pack.json"):
        shutil.copy(folder / name, small)
    wheel = next((folder / "wheels").glob("six-*.whl"))
    (small / "wheels" / wheel.name).write_bytes(wheel.read_bytes() + b"x")
    pins = (folder / "requirements.txt").read_text("utf-8").splitlines()
    (small / "requirements.txt").write_text(next(p for p in pins if p.startswith("six==")))
    command = [sys.executable, str(small / "install.py")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode != 0
    assert "The course is not installed" in done.stderr


def test_other_python_or_platform_is_refused(pack, tmp_path):
    folder, _ = pack
    for name in ("install.py", "pack.json"):
        shutil.copy(folder / name, tmp_path)
    fits = json.loads((tmp_path / "pack.json").read_text("utf-8"))
    for other in ({"python": "3.9"}, {"platform": "win-amd64"}, {"glibc": "2.999"}):
        (tmp_path / "pack.json").write_text(json.dumps(fits | other))
        command = [sys.executable, str(tmp_path / "install.py")]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ)
        assert done.returncode == 1
        assert "This pack fits Python" in done.stderr
        assert next(iter(other.values())) in done.stderr
        assert not (tmp_path / ".venv").exists()
