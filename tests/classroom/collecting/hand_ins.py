"""Hand-ins for the tests of `course collect`: real files, folders and zips."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from course import EXERCISES, ROOT

ASSIGNMENT = "01_concepts"
FILES = {p.stem: p.read_bytes() for p in EXERCISES if p.parent.name == ASSIGNMENT}
ONE, TWO, THREE = FILES
RAW = FILES[ONE]


def version(number: int, name: str = ONE) -> bytes:
    """Return a hand-in that differs from others."""
    return FILES[name] + b" " * number


def small_course(folder: Path) -> Path:
    """Make a course of one assignment, without instructor's notebooks."""
    (folder / "exercises").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, folder / "exercises" / ASSIGNMENT)
    return folder


def put(folder: Path, files: dict[str, bytes], when: int = 1_770_000_000) -> Path:
    """Write files below a folder, with one time."""
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
        os.utime(folder / name, (when, when))
    return folder


def pack(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            info = zipfile.ZipInfo(name, (2026, 1, 31, 10, 20, 30))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, raw)
    return path


def got(course: Path) -> dict[str, bytes]:
    """Return every collected notebook by its place below submitted/."""
    folder = course / "submitted"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.ipynb")}


def at(trainee: str, notebook: str = ONE) -> str:
    """Return the place of a collected notebook."""
    return f"{trainee}/{ASSIGNMENT}/{notebook}.ipynb"


def said(result) -> str:
    """Return all notes of a collection."""
    return "\n".join(result.notes)


@pytest.fixture
def course(tmp_path):
    return small_course(tmp_path / "course")


@pytest.fixture
def source(tmp_path):
    (tmp_path / "cohort").mkdir()
    return tmp_path / "cohort"
