"""One grader at a time: a lock that ends with its process."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: Folder of a course for what grading keeps to itself: key, lock, and who handed in.
FOLDER = ".grading"
# on Windows a locked byte cannot be read, so a byte far behind the text is locked
_FAR = 1 << 30


class GradingError(RuntimeError):
    """A run that cannot start or go on; the text says why and what to do."""


@contextmanager
def grading_lock(course: Path) -> Iterator[None]:
    """Hold the course's lock; a second grader is refused at once.

    The operating system frees the lock when the process ends, however it ends. So no stale
    lock ever needs to be deleted.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course.

    Raises
    ------
    GradingError
        If another process grades this course, or the lock cannot be taken.
    """
    path = course / FOLDER / "grading.lock"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise GradingError(f"{path} cannot be written: {error.strerror}.") from error
    with file:
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            file.seek(0)
            holder = file.read(200).strip() or "another process"
            raise GradingError(
                f"This course is being graded by {holder}. Wait for its end, then try again."
            ) from None
        except OSError as error:
            raise GradingError(f"{path} cannot be locked: {error.strerror}.") from error
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
        yield


def _lock(file: IO[str]) -> None:
    """Take the lock or raise at once."""
    if os.name == "nt":
        import msvcrt

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
