"""Find the exercises of a trainee, from wherever in the course the trainee stands."""

from pathlib import Path

from classroom.trainee import handed_out
from resilience_helpers._progress.files import below, levels


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
    for found, inner in levels(root, handed_out.exercises()):
        return [path for path in found if path.parent.name in inner] or found
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
            here = below(path, handed_out.exercises()) or sorted(path.glob("[!.]*.ipynb"))
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
