"""What stands in `submitted/`: who handed in, and the raw files, read without following links."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from classroom.findings import not_handed_in

LARGEST = 100 * 1024**2
_LARGEST_TIMESTAMP = 1000


@dataclass(frozen=True)
class HandedIn:
    """One notebook of one trainee, as it was handed in.

    Attributes
    ----------
    trainee, notebook : str
        Names.
    raw : bytes or None
        The file; None if there is none that may be graded.
    reason : str
        Why there is none; else empty.
    timestamp : str
        Text of `timestamp.txt`; empty if there is none.
    """

    trainee: str
    notebook: str
    raw: bytes | None
    reason: str
    timestamp: str


def trainees(coursedir: CourseDirectory, assignment: str) -> list[str]:
    """Return the names of all who handed in an assignment, in order.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    assignment : str
        Name of the assignment.

    Returns
    -------
    list of str
    """
    folder = Path(coursedir.root) / coursedir.submitted_directory
    if not folder.is_dir():
        return []
    return sorted(
        entry.name
        for entry in os.scandir(folder)
        if not entry.name.startswith(".") and os.path.lexists(Path(entry.path) / assignment)
    )


def read(coursedir: CourseDirectory, trainee: str, assignment: str, notebook: str) -> HandedIn:
    """Read one notebook of one trainee; a file that must not be read gives a reason.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    trainee, assignment, notebook : str
        Names.

    Returns
    -------
    HandedIn
    """
    folder = Path(coursedir.format_path(coursedir.submitted_directory, trainee, assignment))
    if link := linked(folder):
        reason = f"The folder {link} is a link, which is not followed."
        return HandedIn(trainee, notebook, None, reason, "")
    raw, reason = read_file(folder / f"{notebook}.ipynb", LARGEST)
    timestamp, _ = read_file(folder / "timestamp.txt", _LARGEST_TIMESTAMP)
    text = (timestamp or b"").decode("utf-8", "replace").strip()
    return HandedIn(trainee, notebook, raw, reason, text)


def linked(folder: Path) -> str:
    """Return the name of a trainee's folder, or of the one around it, if that is a link."""
    return next((one.name for one in (folder.parent, folder) if _is_link(one)), "")


def _is_link(path: Path) -> bool:
    # a junction is a link of Windows; pathlib knows it from Python 3.12 on
    return path.is_symlink() or getattr(path, "is_junction", lambda: False)()


def read_file(path: Path, largest: int) -> tuple[bytes | None, str]:
    """Return the bytes of a plain file and an empty text, or None and the reason."""
    if not os.path.lexists(path):
        return None, not_handed_in(path.name)
    if _is_link(path):
        return None, f"{path.name} is a link, which is not followed."
    # a named pipe would block, and a link may have come since the look above
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None, f"{path.name} is not a plain file."
            raw = file.read(largest + 1)
    except OSError as error:
        return None, f"{path.name} cannot be read: {error.strerror}."
    if len(raw) > largest:
        return None, f"{path.name} is larger than {largest // 1024**2} MB."
    return raw, ""
