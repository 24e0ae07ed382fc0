"""Write the pages that tell each trainee how the grading went.

`feedback` makes ``feedback/TRAINEE/ASSIGNMENT/NAME.html`` out of the gradebook, the graded
notebook and the exercise that was handed out; `nbgrader release_feedback` hands it out. A page
holds no script and loads nothing. Of a cell that grades, only the line of our own check is
shown: what else stands there may tell the hidden tests.

nbgrader's own page is not built upon: it carries MathJax and the trainee's HTML, shows the
hidden tests, and its converter takes five times as long.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import v4
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Grade, Gradebook, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

from classroom.curriculum import read_lesson
from classroom.grading import handed_in
from classroom.grading.gradebook import READING_SECONDS, explained, need_gradebook, settings
from classroom.results.clean import one_line
from classroom.results.feedback_page import Mark, Release, read_release, render
from classroom.results.graded import need_assignment, nothing_graded
from classroom.whole_file import write_whole

NOTEBOOK_BYTES = 100_000_000
SMALL_BYTES = 1_000  # of a timestamp or a secret
TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
UNGRADED = "It has no graded notebook. Grade first: course grade."
NO_RESPONSE = "No response."  # nbgrader's own comment on an untouched cell


@dataclass
class Written:
    """What `feedback` did; pages are named ``TRAINEE/NAME``."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)  # page and the reason


def feedback(course: Path, assignment: str, say: Callable[[str], object] = print) -> Written:
    """Write a feedback page for each trainee and notebook with a grade.

    A page that would not change is not written again, and none is deleted.

    Parameters
    ----------
    course : pathlib.Path
        Folder that holds `nbgrader_config.py`, the exercises and the graded notebooks.
    assignment : str
        Name of the assignment, such as ``01_concepts``.
    say : callable
        Takes each line for the instructor.

    Returns
    -------
    Written

    Raises
    ------
    FileNotFoundError
        If the course has no gradebook.
    ValueError
        If there is no such assignment, or nothing of it is graded.
    GradingError
        If the gradebook cannot be read.
    """
    places = CourseDirectory(config=settings(course, READING_SECONDS))
    need_gradebook(places.db_url)
    done = Written()
    with explained(places.db_url), Gradebook(places.db_url, places.course_id) as gradebook:
        need_assignment(course, assignment, [one.name for one in gradebook.assignments])
        releases: dict[str, Release | None] = {}
        found = gradebook.assignment_submissions(assignment)
        for submission in sorted(found, key=lambda one: one.student_id):
            for notebook in sorted(submission.notebooks, key=lambda one: one.name):
                if notebook.name not in releases:
                    releases[notebook.name] = _release(course, places, assignment, notebook.name)
                _write_page(places, assignment, notebook, releases[notebook.name], done)
    if not (done.written or done.unchanged) and set(done.skipped.values()) <= {UNGRADED}:
        raise ValueError(nothing_graded(assignment))
    for page, reason in done.skipped.items():
        say(f"{one_line(page)}: no feedback. {reason}")
    say(
        f"{assignment}: {len(done.written)} feedback pages written, "
        f"{len(done.unchanged)} unchanged, {len(done.skipped)} left out."
    )
    return done


def _release(course: Path, places: CourseDirectory, assignment: str, name: str) -> Release | None:
    folder = Path(places.format_path(places.release_directory, ".", assignment))
    try:
        handed_out = _read(folder / f"{name}.ipynb")
    except (OSError, ValueError):
        return None
    place = Path("modules", assignment, f"{name}.ipynb")
    if not (course / place).exists():
        return read_release(handed_out, name)
    lesson = read_lesson(course / place, course)
    return read_release(
        handed_out,
        name,
        lesson=lesson.question,
        place=place.as_posix(),
        objectives=lesson.objectives,
    )


def _write_page(
    places: CourseDirectory,
    assignment: str,
    notebook: SubmittedNotebook,
    release: Release | None,
    done: Written,
) -> None:
    trainee, name = notebook.student.id, notebook.name
    page = f"{trainee}/{name}"
    if not (_is_file_name(trainee) and _is_file_name(name)):
        done.skipped[ascii(page)] = "The name cannot be the name of a file."
        return
    if release is None:
        done.skipped[page] = f"The exercise {assignment}/{name} is not there, or not readable."
        return
    source = Path(places.format_path(places.autograded_directory, trainee, assignment))
    try:
        graded = _read(source / f"{name}.ipynb")
        text = _page(graded, release, notebook)
    except FileNotFoundError:
        done.skipped[page] = UNGRADED
        return
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        done.skipped[page] = f"The graded notebook cannot be read ({type(error).__name__})."
        return
    goal = Path(places.format_path(places.feedback_directory, trainee, assignment))
    changed = write_whole(goal / f"{name}.html", text.encode("utf-8"))
    (done.written if changed else done.unchanged).append(page)
    submitted = Path(places.format_path(places.submitted_directory, trainee, assignment))
    _add_release_files(goal, [source, submitted])


def _page(graded: NotebookNode, release: Release, notebook: SubmittedNotebook) -> str:
    marks = {
        grade.name: Mark(
            score=grade.score or 0.0,
            points=grade.max_score or 0.0,
            waits=grade.needs_manual_grade and not _given(grade),
            by_hand=grade.manual_score is not None,
            again=grade.needs_manual_grade and _given(grade),
        )
        for grade in notebook.grades
    }
    comments = {
        one.name: one.comment
        for one in notebook.comments
        if one.comment and (one.manual_comment or one.comment != NO_RESPONSE)
    }
    names = [notebook.student.first_name, notebook.student.last_name]
    trainee = " ".join(filter(None, names)) or notebook.student.id
    penalty = notebook.late_submission_penalty or 0.0
    return render(release, graded, marks, comments, trainee, penalty)


def _given(grade: Grade) -> bool:
    """Tell whether a cell has points, be they by hand or not."""
    return grade.manual_score is not None or grade.auto_score is not None


def _read(path: Path) -> NotebookNode:
    """Read a notebook without checking it against the schema, which takes most of the time."""
    if path.stat().st_size > NOTEBOOK_BYTES:
        raise ValueError(f"{path.name} is larger than {NOTEBOOK_BYTES:,} bytes.")
    return v4.reads(path.read_text("utf-8"))


def _is_file_name(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")


def _add_release_files(goal: Path, sources: list[Path]) -> None:
    """Put beside the pages what `nbgrader release_feedback` asks for.

    It stops at the first trainee without these files. Who did not submit through nbgrader's
    exchange has no secret to fetch the page with; a random one keeps the page from others.
    """
    # a link could lead to anything; what a page is fetched with must not hold the gradebook
    plain = [folder for folder in sources if not handed_in.linked(folder)]
    for name in (TIMESTAMP, SECRET):
        found = (handed_in.read_file(folder / name, SMALL_BYTES)[0] for folder in plain)
        given = next((raw for raw in found if raw is not None), None)
        if given is not None:
            write_whole(goal / name, given)
        elif not (goal / name).exists():
            write_whole(goal / name, b"" if name == TIMESTAMP else secrets.token_hex(64).encode())
