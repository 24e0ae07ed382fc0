"""The folder that Sphinx reads: the notebooks as they are, and the pages that are made."""

import json
import re
import shutil
from pathlib import Path, PurePosixPath

import nbformat

from classroom.build import notebooks
from classroom.site.course_text import Place, place
from classroom.site.pages import written

#: folders whose notebooks are shown; solutions/ never is
SHOWN = ("modules", "exercises")
_LINK = re.compile(r"(\]\()([^)\s#:]+)((?:#[^)\s]*)?\))")


def write_source(root: Path, source: Path) -> None:
    """Write the source folder of the web edition.

    Parameters
    ----------
    root : pathlib.Path
        The course.
    source : pathlib.Path
        Folder to write, emptied first.
    """
    shutil.rmtree(source, ignore_errors=True)
    made = written(root)
    home = place(root)
    copied = [path for name in SHOWN for path in notebooks(root / name)]
    inside = {path.relative_to(root).as_posix() for path in copied} | set(made)
    for path in copied:
        name = path.relative_to(root).as_posix()
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(path, target, name, inside, home)
    for name, text in made.items():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(links_inside(text, name, inside, home), encoding="utf-8", newline="\n")
    (source / "_static").mkdir()
    shutil.copy(Path(__file__).parent / "site.css", source / "_static")


def links_inside(text: str, name: str, inside: set[str], home: Place) -> str:
    """Return a text whose links to other files of the course lead to the repository.

    Parameters
    ----------
    text : str
        Markdown.
    name : str
        Path of its file in the course.
    inside : set of str
        Paths that the web edition has.
    home : Place
        Where the course is kept.

    Returns
    -------
    str

    Examples
    --------
    >>> home = Place("owner", "course", "HEAD")
    >>> links_inside("[a](../LICENSE)", "docs/b.md", {"docs/b.md"}, home)
    '[a](https://github.com/owner/course/blob/HEAD/LICENSE)'
    """

    def lead(match: re.Match[str]) -> str:
        target = _joined(PurePosixPath(name).parent, match[2])
        return match[0] if target in inside else f"{match[1]}{home.file(target)}{match[3]}"

    return _LINK.sub(lead, text)


def _copy(path: Path, target: Path, name: str, inside: set[str], home: Place) -> None:
    notebook = nbformat.read(path, as_version=4)
    changed = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = links_inside(cell.source, name, inside, home)
            changed |= text != cell.source
            cell.source = text
    if changed:
        target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    else:  # the true file, which a page offers as a download
        shutil.copyfile(path, target)


def _joined(folder: PurePosixPath, link: str) -> str:
    parts: list[str] = []
    for part in (folder / link).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
