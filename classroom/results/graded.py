"""What feedback and report need before they can say anything."""

from collections.abc import Iterable
from pathlib import Path

from classroom.findings import EMPTY, OTHER, UNREADABLE
from classroom.grading.key import assignments


def need_assignment(course: Path, assignment: str, in_gradebook: Iterable[str]) -> None:
    """Raise unless the gradebook has an assignment.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course.
    assignment : str
        Its name.
    in_gradebook : iterable of str
        Names of those in the gradebook.

    Raises
    ------
    ValueError
        Naming those that exist, or what to run first.
    """
    recorded = set(in_gradebook)
    if assignment in recorded:
        return
    known = recorded.union(assignments(Path(course)))
    if assignment in known:
        raise ValueError(nothing_graded(assignment))
    there = ", ".join(sorted(known)) or "none"
    raise ValueError(f"There is no assignment {assignment!r}. There are: {there}.")


def nothing_graded(assignment: str) -> str:
    """Say that there is no grade yet, and what to run."""
    return f"Nothing of {assignment} is graded yet. Run: course grade {assignment}"


def blank_for_trainee(why: str) -> str:
    """Say to a trainee why a notebook was graded as blank; `why` is the finding, or empty."""
    if why.startswith(UNREADABLE):
        reason = why.removeprefix(UNREADABLE).strip()
        why = f"Your file could not be read, so nothing could be graded. {reason}"
    elif why and not why.startswith((EMPTY, OTHER)):
        return "No such notebook was handed in."
    return f"{why} Send the notebook again." if why else ""


def blank_for_instructor(why: str, book: str) -> str:
    """Say in the report why a notebook was graded as blank; `why` is the finding."""
    if why.startswith(UNREADABLE):
        return f"{book} could not be read"
    if why.startswith(EMPTY):
        return f"handed in {book} empty"
    return f"handed in another notebook as {book}" if why.startswith(OTHER) else not_there(book)


def not_there(book: str) -> str:
    """Say in the report that a notebook is missing."""
    return f"did not hand in {book}"
