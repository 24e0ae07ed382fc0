"""Make a folder from which the course installs with no network.

The folder holds wheels for the Python and the platform that run this, the notebooks that
trainees get, the tables, and installers for Linux, macOS and Windows.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from classroom import handout
from classroom.offline import install
from classroom.trainee import handed_out

#: Space that a pack takes while it is made [bytes]; the finished one takes a third.
NEEDED = 600 * 2**20
#: Dependencies of dependencies that are published as source only; all are pure Python.
SOURCE_ONLY = "julian"
#: pip asks for one file after the other; so many ask side by side.
SIDE_BY_SIDE = 6
#: What makes a folder one from which a pack can be made.
CHECKOUT = ("pyproject.toml", "requirements.txt", "modules", "exercises", "datasets")
#: Files of the course that a pack holds beside notebooks and tables.
ALSO = ("LICENSE", "LICENSE-CONTENT", "nbgrader_config.py")
NO_CONNECTION = re.compile(
    r"Failed to (establish|resolve)|getaddrinfo|ConnectionError|name resolution|Name or service|ProxyError|timed out"
)


class PackError(ValueError):
    """No pack can be made; the text says why."""


@dataclass(frozen=True)
class Pack:
    """A pack that was made."""

    folder: Path
    files: int
    size: int  # [bytes]
    python: str
    platform: str


def make(folder: Path, root: Path) -> Pack:
    """Make the pack.

    Parameters
    ----------
    folder : pathlib.Path
        Where it goes: a new folder, or an empty one.
    root : pathlib.Path
        The course's folder, with what `make lab` or conda installs from.

    Returns
    -------
    Pack

    Raises
    ------
    PackError
        If the folder is not empty, the course is not here, or something cannot be fetched.
    OSError
        If a file cannot be written.
    """
    _look(folder, root)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _need_space(folder.parent)
    # beside its place, so that nothing half made is left there
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=folder.parent) as place:
        made = Path(place) / "pack"
        _fetch(made / "wheels", root)
        _copy(made, root)
        _write(made)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return Pack(folder, len(files), size, install.this_python(), install.this_platform())


def _look(folder: Path, root: Path) -> None:
    """Refuse what cannot work, before anything is fetched."""
    if missing := [name for name in CHECKOUT if not (root / name).exists()]:
        raise PackError(
            f"There is no {missing[0]} here. Go to the course's folder, then try again."
        )
    if folder.exists() and not folder.is_dir():
        raise PackError(f"{folder} is a file. Name a folder that does not exist yet.")
    if folder.exists() and any(folder.iterdir()):
        raise PackError(f"{folder} is not empty. Name a folder that does not exist yet.")
    if handed_out.collect(root / "exercises") != handed_out.FILE.read_text("utf-8"):
        raise PackError(
            "exercises/ is not as handed out: a notebook in it was changed, or holds answers. "
            "Put it back with git restore exercises, or run make exercises."
        )
    if not [*importlib.metadata.distributions(name="pip")]:
        raise PackError(f"{sys.executable} has no pip. Add it: python -m ensurepip")


def _need_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED:
        raise PackError(
            f"A pack needs {NEEDED // 2**20} MB of free space while it is made; "
            f"{folder} has {free // 2**20} MB."
        )


def _fetch(wheels: Path, root: Path) -> None:
    """Fetch the pinned packages as wheels, and build the course's own."""
    wheels.mkdir(parents=True)
    pins = re.findall(r"^\w(?:.*\\\n)*.*\n", (root / "requirements.txt").read_text("utf-8"), re.M)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        shares = [pins[start::SIDE_BY_SIDE] for start in range(SIDE_BY_SIDE)]
        list(pool.map(lambda share: _fetch_pins(wheels, share), shares))
    # without hatchling in this environment, as with conda, pip fetches it
    ready = importlib.util.find_spec("hatchling") is not None
    _pip(wheels, *(["--no-build-isolation"] if ready else []), str(root))


def _fetch_pins(wheels: Path, pins: list[str]) -> None:
    with tempfile.TemporaryDirectory(dir=wheels.parent) as place:
        file = Path(place) / "requirements.txt"
        file.write_text("".join(pins), "utf-8")
        # setuptools, which builds from source, is itself among the pins of the course
        formats = ("--only-binary", ":all:", "--no-binary", SOURCE_ONLY, "--no-build-isolation")
        _pip(wheels, *formats, "--require-hashes", "-r", str(file))


def _pip(wheels: Path, *words: str) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--retries", "1", "--wheel-dir", str(wheels), *words]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return
    if NO_CONNECTION.search(done.stderr):
        raise PackError("There is no network. To make a pack needs one; to install it does not.")
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    raise PackError("pip cannot fetch the wheels. " + "\n".join(errors or [done.stderr]))


def _copy(made: Path, root: Path) -> None:
    """Copy what trainees get: notebooks, the pages that they link to, and the tables."""
    notebooks = [
        path
        for folder in ("modules", "exercises")
        for path in sorted((root / folder).rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
    ]
    linked = {
        page
        for path in notebooks
        for page in re.findall(r"\.\./(docs/[\w./-]+\.md)", path.read_text("utf-8"))
    }
    wanted = [path.relative_to(root).as_posix() for path in notebooks]
    wanted += [*sorted(linked), *ALSO]
    for name in wanted:
        if not handout.holds_answers(name):
            _copy_file(root / name, made / "course" / name)
    for path in [*sorted((root / "datasets").glob("*.csv")), root / "datasets/datapackage.json"]:
        _copy_file(path, made / "tables" / path.name)


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(made: Path) -> None:
    """Write the pins of the wheels that are there, what they fit, and the installers."""
    wheels = sorted((made / "wheels").iterdir())
    lines = []
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    (made / "requirements.txt").write_text("".join(lines), "utf-8")
    fits = {
        "python": install.this_python(),
        "platform": install.this_platform(),
        "glibc": _glibc(wheels),
        "macos": _macos(wheels),
    }
    (made / "pack.json").write_text(json.dumps(fits, indent=1) + "\n", "utf-8")
    _copy_file(Path(install.__file__), made / "install.py")
    for source in sorted((Path(__file__).parent / "pack").iterdir()):
        text = source.read_text("utf-8").replace("@PYTHON@", fits["python"])
        target = made / source.name
        # old versions of Notepad, and labels in a .bat, need Windows' line ends
        newline = "\n" if source.suffix == ".sh" else "\r\n"
        target.write_text(text.replace("@PLATFORM@", fits["platform"]), "utf-8", newline=newline)
        if source.suffix == ".sh":
            target.chmod(0o755)


def _glibc(wheels: list[Path]) -> str:
    """Return the oldest glibc that all wheels work with; empty where there is none in play."""
    asked = [re.findall(r"manylinux_2_(\d+)_", wheel.name) for wheel in wheels]
    least = [min(map(int, minors)) for minors in asked if minors]
    return f"2.{max(least)}" if least else ""


def _macos(wheels: list[Path]) -> str:
    """Return the oldest macOS that all wheels work with; empty on other systems."""
    asked = [re.findall(r"macosx_(\d+)_(\d+)_", wheel.name) for wheel in wheels]
    least = [min((int(major), int(minor)) for major, minor in one) for one in asked if one]
    return ".".join(map(str, max(least))) if least else ""
