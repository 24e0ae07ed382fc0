"""The answer key of an assignment: what grading needs to know of it.

The instructor's notebooks run once. What their checks publish, with its seals, stays on the
grader's side; the notebook that runs in a trainee's kernel holds neither.
"""

import base64
import hashlib
import json
import os
import platform
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, SaveCells
from nbgrader.utils import is_grade, is_solution
from traitlets import import_item
from traitlets.config import Config

import classroom
import resilience_helpers
from classroom.build import course_config
from classroom.grading.lock import FOLDER
from classroom.seal import (
    SealAnswers,
    check_calls,
    published_values,
    seal_source,
    sealed_value,
    unseal_source,
)
from classroom.whole_file import write_whole
from resilience_helpers import datasets

FORMAT = 1


@dataclass(frozen=True)
class NotebookKey:
    """What grading needs to know of one notebook.

    Attributes
    ----------
    name : str
        Id of the notebook as nbgrader has it.
    handed_out : dict
        The released notebook as plain JSON; sources are one text.
    grading : dict
        The same cells in the same order with the same metadata, with hidden tests and without
        seals; this runs in the trainee's kernel.
    expected : dict
        grade_id of a check cell -> what the instructor's checks published in it, in order, each
        with its seal.
    """

    name: str
    handed_out: dict
    grading: dict
    expected: dict[str, list[dict]]


@dataclass(frozen=True)
class Key:
    """What grading needs to know of an assignment.

    Attributes
    ----------
    assignment : str
        Id of the assignment.
    notebooks : dict
        Keys of its notebooks by id.
    files : dict
        Other files of the release by relative path, with "/".
    fingerprint : str
        Digest of all that may change a grade.
    """

    assignment: str
    notebooks: dict[str, NotebookKey]
    files: dict[str, bytes]
    fingerprint: str

    def to_json(self) -> str:
        """Return the key as JSON text; the same key gives the same text."""
        content = {
            "format": FORMAT,
            "assignment": self.assignment,
            "notebooks": {name: vars(notebook) for name, notebook in self.notebooks.items()},
            "files": {
                name: base64.b64encode(content).decode() for name, content in self.files.items()
            },
            "fingerprint": self.fingerprint,
        }
        return json.dumps(content, sort_keys=True, allow_nan=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Key":
        """Return the key that `to_json` wrote.

        Raises
        ------
        ValueError
            If the text is not such a key.
        """
        try:
            content = json.loads(text)
            if content["format"] != FORMAT:
                raise ValueError(f"its format is {content['format']!r}, not {FORMAT}")
            return cls(
                content["assignment"],
                {name: NotebookKey(**parts) for name, parts in content["notebooks"].items()},
                {
                    name: base64.b64decode(coded, validate=True)
                    for name, coded in content["files"].items()
                },
                content["fingerprint"],
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"this is no answer key: {error}") from error


def assignments(course: Path) -> list[str]:
    """Return the names of the assignments that have instructor notebooks, in order."""
    source = course / CourseDirectory(config=course_config(course)).source_directory
    return sorted({path.parent.name for path in source.glob("*/*.ipynb") if _is_plain(path)})


def build_key(course: Path, assignment: str) -> Key:
    """Run the instructor's notebooks of an assignment and return its key.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course, with `nbgrader_config.py`.
    assignment : str
        Id of the assignment, such as ``01_concepts``.

    Returns
    -------
    Key

    Raises
    ------
    ValueError
        If there is no such assignment, or if its release no longer fits its notebooks.
    classroom.seal.SealError
        If an instructor's notebook stops or does not pass its own checks.
    """
    place = _Place(course, assignment)
    fingerprint = place.fingerprint()
    sources = [_read(path) for path in place.solutions()]
    with ThreadPoolExecutor(min(len(sources), os.cpu_count() or 1)) as pool:
        # each run is a kernel of its own, so threads are enough
        runs = pool.map(lambda source: published_values(source, folder=place.source), sources)
        published = list(runs)
    notebooks = {
        path.stem: _notebook_key(place, path, source, values)
        for path, source, values in zip(place.solutions(), sources, published, strict=True)
    }
    return Key(assignment, notebooks, place.files(), fingerprint)


def load_key(course: Path, assignment: str) -> Key:
    """Return the saved key of an assignment if it is current; else build and save it.

    Parameters
    ----------
    course, assignment
        As for `build_key`.

    Returns
    -------
    Key

    Raises
    ------
    ValueError, classroom.seal.SealError
        As for `build_key`.
    """
    fingerprint = _Place(course, assignment).fingerprint()
    saved = course / FOLDER / f"{assignment}.key.json"
    try:
        key = Key.from_json(saved.read_text(encoding="utf-8"))
        if key.fingerprint == fingerprint and key.assignment == assignment:
            return key
    except (OSError, ValueError):  # missing or broken: it is only a copy
        pass
    key = build_key(course, assignment)
    # it holds the answers: only its owner may look
    saved.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(saved, key.to_json().encode(), mode=0o600)
    return key


class _Place:
    """Where the parts of an assignment lie in a course."""

    def __init__(self, course: Path, assignment: str) -> None:
        self.course = course
        self.assignment = assignment
        self.config = course_config(course)
        if assignment not in (known := assignments(course)):
            there = ", ".join(known) or "none"
            raise ValueError(f"There is no assignment {assignment!r}. There are: {there}.")
        self.directory = CourseDirectory(config=self.config)
        self.source = course / self.directory.source_directory / assignment
        self.release = course / self.directory.release_directory / assignment

    def solutions(self) -> list[Path]:
        """Return the instructor's notebooks in order."""
        return sorted(path for path in self.source.glob("*.ipynb") if _is_plain(path))

    def released(self) -> list[Path]:
        """Return the released notebooks in order; none if the assignment was not generated."""
        return sorted(path for path in self.release.glob("*.ipynb") if _is_plain(path))

    def files(self) -> dict[str, bytes]:
        """Return the files that are handed out beside the notebooks; links are left out."""
        folder = self.release if self.released() else self.source
        ignored = [*self.directory.ignore, "*.ipynb"]
        return {
            name: path.read_bytes()
            for name, path in _plain_files(folder)
            if not any(fnmatch(part, rule) for part in name.split("/") for rule in ignored)
        }

    def fingerprint(self) -> str:
        """Return a digest of all that may change a grade."""
        parts = [
            ("python", platform.python_version().encode()),
            *((name, version(name).encode()) for name in ("numpy", "pandas", "nbgrader")),
            ("nbgrader_config.py", (self.course / "nbgrader_config.py").read_bytes()),
            *_contents("solutions", self.source),
            *_contents("exercises", self.release),
        ]
        helpers = Path(resilience_helpers.__file__).parent
        package = Path(classroom.__file__).parent
        parts += _contents("helpers", helpers)
        for folder in datasets._FOLDERS:
            parts += _contents("tables", folder)
        for name in ("grading", "kernels"):
            parts += _contents(name, package / name)
        parts += [(name, (package / name).read_bytes()) for name in ("seal.py", "findings.py")]
        digest = hashlib.sha256()
        for name, content in parts:
            digest.update(f"{len(name)} {len(content)} {name}\n".encode())
            digest.update(content)
        return digest.hexdigest()


def _notebook_key(
    place: _Place, path: Path, source: NotebookNode, values: list[list[dict]]
) -> NotebookKey:
    """Return the key of one notebook from what its checks published."""
    sealed = _changed(source, values, seal_source)
    open_form = _changed(source, values, lambda text, _: unseal_source(text))
    grading = _generated(place, path.stem, open_form, (SealAnswers, SaveCells, ClearHiddenTests))
    released = place.release / path.name
    if released in place.released():
        handed_out = _plain(_read(released))
    elif place.released():
        raise ValueError(f"{_short(released)} is missing. {_AGAIN.format(place.assignment)}")
    else:
        handed_out = _generated(place, path.stem, sealed, (SealAnswers, SaveCells))
    _take_metadata(grading, handed_out, f"{_short(released)} does not fit {_short(path)}", place)
    expected = {
        cell.metadata.nbgrader.grade_id: [
            value | {"sealed": sealed_value(value)} for value in published
        ]
        for cell, published in zip(source.cells, values, strict=True)
        if published and is_grade(cell) and not is_solution(cell)
    }
    for name, published in expected.items():
        places = [(value["item"], value["part"]) for value in published]
        if len(set(places)) < len(places):
            raise ValueError(
                f"{_short(path)}: the cell {name} checks one item twice, and their values could "
                "not be told apart. Give each check an item of its own, such as m01e1_q1_again."
            )
    return NotebookKey(path.stem, handed_out, grading, expected)


_AGAIN = "Generate the assignment again: nbgrader generate_assignment {} --force"


def _take_metadata(grading: dict, handed_out: dict, told: str, place: _Place) -> None:
    """Give the grading form the metadata of what was handed out; their cells must be the same."""
    if list(map(_identity, grading["cells"])) != list(map(_identity, handed_out["cells"])):
        raise ValueError(f"{told}: their cells differ. {_AGAIN.format(place.assignment)}")
    grading["metadata"] = handed_out["metadata"]
    for cell, released in zip(grading["cells"], handed_out["cells"], strict=True):
        cell["metadata"] = released["metadata"]


def _identity(cell: dict) -> tuple:
    """Return what makes a cell the same one: ids, type, and how it is graded."""
    graded = cell["metadata"].get("nbgrader", {})
    rules = [graded.get(name) for name in ("grade_id", "grade", "solution", "locked", "points")]
    return (cell.get("id"), cell["cell_type"], *rules)


def _changed(source: NotebookNode, values: list[list[dict]], change: Any) -> NotebookNode:
    """Return a notebook with the source of each check cell changed."""
    changed = nbformat.from_dict(_plain(source))
    for cell, published in zip(changed.cells, values, strict=True):
        if cell.cell_type == "code" and (published or check_calls(cell.source)):
            cell.source = change(cell.source, published)
    return changed


def _generated(place: _Place, name: str, notebook: NotebookNode, left_out: tuple) -> dict:
    """Return a notebook as nbgrader's own generation makes it, without some of its steps."""
    converter = GenerateAssignment(coursedir=place.directory, config=place.config)
    exporter = NotebookExporter(config=Config(converter.config))
    for step in converter.preprocessors:
        kind = import_item(step) if isinstance(step, str) else step
        if not issubclass(kind, left_out):
            exporter.register_preprocessor(kind)
    known = {
        "student": ".",
        "assignment": place.assignment,
        "notebook": name,
        "db_url": place.directory.db_url,
    }
    resources = {"nbgrader": known, "metadata": {"path": str(place.source)}}
    text, _ = exporter.from_notebook_node(notebook, resources=resources)
    return _plain(nbformat.reads(text, as_version=4))


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def _plain(value: Any) -> Any:
    """Return a value as plain JSON."""
    return json.loads(json.dumps(value))


def _short(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _is_plain(path: Path) -> bool:
    """Tell whether a path is a file of its own, not hidden and no link."""
    return not path.name.startswith(".") and path.is_file() and not path.is_symlink()


def _plain_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder by relative path, in order; no link is followed."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__" and name[0] != "."]
        found += [Path(place) / name for name in names]
    plain = {path.relative_to(folder).as_posix(): path for path in found if _is_plain(path)}
    yield from sorted(plain.items())


def _contents(label: str, folder: Path) -> list[tuple[str, bytes]]:
    return [(f"{label}/{name}", path.read_bytes()) for name, path in _plain_files(folder)]
