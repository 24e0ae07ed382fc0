"""Find the exercises of a trainee, from wherever in the course the trainee stands."""

import os
from pathlib import Path

from classroom.trainee import handed_out

#: A lesson has the same file name as its exercise; lessons are in this folder.
LESSONS = "modules"


def find(root: Path) -> list[Path]:
    """Return the exercises of the course that a folder is in, in order.

    Parameters
    ----------
    root : pathlib.Path
        The course's folder, or the one into which nbgrader fetched a module, or one inside of
        these: then the exercises of its module, or else all of the course.

    Returns
    -------
    list of pathlib.Path
    """
    place, inner = root, ()
    for above in [Path(os.path.abspath(root)), *Path(os.path.abspath(root)).parents]:
        if found := _below(place):
            return [path for path in found if path.parent.name in inner] or found
        place, inner = place / "..", (*inner, above.name)
    return []


def find_in(paths: list[Path]) -> list[Path]:
    """Return the notebooks that files and folders stand for.

    Parameters
    ----------
    paths : list of pathlib.Path
        Notebooks, and folders with exercises: of the course, of a module, or any other.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    ValueError
        If something is not there, or a folder holds no notebook.
    """
    found = []
    for path in paths:
        if path.is_dir():
            here = _below(path) or sorted(path.glob("[!.]*.ipynb"))
            if not here:
                raise ValueError(
                    f"There is no exercise in {path}. Example: course check exercises/01_concepts"
                )
            found += here
        elif path.exists():
            found.append(path)
        else:
            raise ValueError(
                f"There is no file or folder {path}. Example: course check exercises/01_concepts"
            )
    return list(dict.fromkeys(found))


def _below(folder: Path) -> list[Path]:
    """Return the exercises in a folder: of a course, of fetched modules, or of one module."""
    names = [Path(f"{name}.ipynb") for name in handed_out.exercises()]
    here = Path(os.path.abspath(folder))
    places = [[folder / "exercises" / name] for name in names]
    if LESSONS not in (here.name, here.parent.name):
        for one, name in zip(places, names, strict=True):
            one.append(folder / name)
            if name.parent.name == here.name:
                one.append(folder / name.name)
    return [path for one in places for path in one if path.is_file()]
