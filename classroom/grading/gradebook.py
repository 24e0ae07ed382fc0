"""The gradebook: nbgrader's own, with a long wait for its lock and one commit a notebook."""

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbformat.notebooknode import from_dict
from nbgrader.api import (
    Assignment,
    BaseCell,
    Gradebook,
    GradeCell,
    InvalidEntry,
    Notebook,
    SourceCell,
    TaskCell,
)
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution, is_task
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from traitlets.config import Config

from classroom.build import course_config, tools_on_path
from classroom.grading.key import Key
from classroom.grading.lock import FOLDER, GradingError

BUSY_SECONDS = 30.0
#: For who only reads and sits before the screen.
READING_SECONDS = 8.0


def settings(course: Path, wait: float = BUSY_SECONDS) -> Config:
    """Return the course's nbgrader configuration with a gradebook that waits for its lock.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course.
    wait : float
        How long it waits [seconds].

    Returns
    -------
    traitlets.config.Config
        With `CourseDirectory.db_url` set. A relative SQLite file lies in the course.
    """
    config = course_config(course.resolve())
    url = make_url(CourseDirectory(config=config).db_url)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            url = url.set(database=str(course.resolve() / url.database))
        if "timeout" not in url.query:
            url = url.update_query_dict({"timeout": str(wait)})
    config.CourseDirectory.db_url = url.render_as_string(hide_password=False)
    return config


class _HeldSession(Session):
    """A session whose commits wait: nbgrader's own methods commit at every step."""

    def commit(self) -> None:
        self.flush()

    def commit_now(self) -> None:
        super().commit()


class WholeGradebook(Gradebook):
    """nbgrader's gradebook, in which a transaction is recorded as a whole or not at all."""

    def __init__(self, config: Config) -> None:
        tools_on_path()
        coursedir = CourseDirectory(config=config)
        with explained(coursedir.db_url):
            super().__init__(coursedir.db_url, coursedir.course_id)
        self._url = coursedir.db_url
        self.db.remove()
        maker = sessionmaker(class_=_HeldSession, bind=self.engine, expire_on_commit=False)
        self.db = scoped_session(maker)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is done inside at once, or nothing of it.

        Raises
        ------
        GradingError
            If the database cannot take it: locked, full, read-only.
        """
        try:
            with explained(self._url):
                if self.engine.dialect.name == "sqlite":
                    # the lock at once: what is read here cannot change before it is written
                    self.db.execute(text("BEGIN IMMEDIATE"))
                yield
                self.db().commit_now()
        except BaseException:
            self.db.rollback()
            raise
        finally:
            self.db.remove()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read; errors of the database are explained."""
        try:
            with explained(self._url):
                yield
        finally:
            self.db.remove()


def need_gradebook(url: str) -> None:
    """Raise if there is no gradebook: opening one that is not there would make an empty one.

    Raises
    ------
    FileNotFoundError
    """
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and not Path(parts.database or "").is_file():
        raise FileNotFoundError(
            f"{parts.database} does not exist: the course has no gradebook yet. Grade first: "
            "course grade ASSIGNMENT."
        )


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn an error of the database into one that says what to do.

    Raises
    ------
    GradingError
    """
    try:
        yield
    except (SQLAlchemyError, InvalidEntry, sqlite3.Error) as error:
        name = make_url(url).set(query={}).render_as_string()
        raise GradingError(f"The gradebook {name} {_reason(str(error))}") from error


def _reason(error: str) -> str:
    known = {
        "is locked": "is locked by another program. Close it (formgrader, a database viewer), "
        "then try again.",
        "disk is full": "cannot grow: the disk is full. Make room, then grade again.",
        "readonly": "is read-only. Allow writing to it and to its folder, then grade again.",
        "unable to open": "cannot be opened. Look whether its folder exists and may be written.",
        "no such column": "comes from an older nbgrader. Copy it, then run: nbgrader db upgrade",
    }
    for sign, advice in known.items():
        if sign in error:
            return advice
    first = next(iter(error.splitlines()), "unknown error")
    return f"gives an error: {first}"


def ensure_assignment(course: Path, key: Key, config: Config) -> None:
    """Make sure that the gradebook holds the assignment as the key has it.

    If it does not, nbgrader generates the assignment from the instructor's notebooks. The
    release goes to a scratch folder, so `exercises/` is not touched. As that takes seconds, a
    small file notes what the gradebook held afterwards, and for which key.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course.
    key : Key
        The key.
    config : traitlets.config.Config
        From `settings`.

    Raises
    ------
    GradingError
        If nbgrader refuses, or the gradebook then holds other cells than the key.
    """
    note = course / FOLDER / f"{key.assignment}.released.json"
    with WholeGradebook(config) as gradebook:
        if _read_note(note) == [key.fingerprint, _digest(gradebook, key.assignment)]:
            return
    _generate(course, key.assignment, config)
    with WholeGradebook(config) as gradebook:
        _compare(gradebook, key)
        digest = _digest(gradebook, key.assignment)
    try:
        note.parent.mkdir(mode=0o700, exist_ok=True)
        note.write_text(json.dumps([key.fingerprint, digest]), encoding="utf-8")
    except OSError as error:
        raise GradingError(f"{note} cannot be written: {error.strerror}.") from error


def _read_note(note: Path) -> list | None:
    try:
        return json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _digest(gradebook: Gradebook, assignment: str) -> str:
    """Return a digest of all cells that the gradebook knows of an assignment."""
    sources = (
        select(
            Notebook.name,
            SourceCell.name,
            SourceCell.cell_type,
            SourceCell.locked,
            SourceCell.source,
            SourceCell.checksum,
        )
        .join(Notebook, Notebook.id == SourceCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(Assignment.name == assignment)
    )
    rows = [*gradebook.db.execute(sources), *_graded_cells(gradebook, assignment)]
    text = json.dumps(sorted(json.dumps(list(row)) for row in rows))
    return hashlib.sha256(text.encode()).hexdigest()


def _graded_cells(gradebook: Gradebook, assignment: str) -> list[tuple[str, str, str, float]]:
    """Return notebook, cell, kind and points of all grade, solution and task cells."""
    # the tables, not the classes: one statement without the loading of objects
    grades, tasks = GradeCell.__table__, TaskCell.__table__
    points = func.coalesce(grades.c.max_score, tasks.c.max_score, 0.0)
    base = BaseCell.__table__
    query = (
        select(Notebook.name, base.c.name, base.c.type, points)
        .select_from(base)
        .join(Notebook, Notebook.id == base.c.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .outerjoin(grades, grades.c.id == base.c.id)
        .outerjoin(tasks, tasks.c.id == base.c.id)
        .where(Assignment.name == assignment)
    )
    return [tuple(row) for row in gradebook.db.execute(query)]


def _generate(course: Path, assignment: str, config: Config) -> None:
    """Let nbgrader save the assignment into the gradebook, released to a scratch folder."""
    source = CourseDirectory(config=config).source_directory
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        shutil.copy(course / "nbgrader_config.py", scratch)
        hidden = shutil.ignore_patterns(".*")
        shutil.copytree(course / source / assignment, scratch / source / assignment, ignore=hidden)
        here = settings(scratch)
        here.CourseDirectory.db_url = config.CourseDirectory.db_url
        result = NbGraderAPI(config=here).generate_assignment(assignment, force=True, create=True)
    if result["success"]:
        return
    said = f"{result['log']}\n{result['error']}"
    if "there are submissions associated" in said:
        raise GradingError(
            f"The gradebook holds submissions of {assignment} that were graded when its notebooks "
            "had other cells, and nbgrader does not change cells under them. Either restore the "
            f"old cells in {source}/{assignment}, or export the grades (nbgrader export) and "
            f"start anew: nbgrader db assignment remove {assignment} --force"
        )
    if "database is locked" in said:
        raise GradingError(f"The gradebook {_reason('is locked')}")
    raise GradingError(f"nbgrader did not generate {assignment}:\n{said}")


def _compare(gradebook: Gradebook, key: Key) -> None:
    """Raise unless the gradebook and the key have the same cells and points."""
    wanted = set()
    for name, notebook in key.notebooks.items():
        for cell in from_dict(notebook.handed_out).cells:
            grader = cell.metadata.get("nbgrader", {})
            points = float(grader.get("points", 0))
            if is_grade(cell):
                wanted.add((name, grader["grade_id"], "GradeCell", points))
            if is_solution(cell):
                wanted.add((name, grader["grade_id"], "SolutionCell", 0.0))
            if is_task(cell):
                wanted.add((name, grader["grade_id"], "TaskCell", points))
    differ = sorted(wanted ^ set(_graded_cells(gradebook, key.assignment)))
    if differ:
        notebook, cell, kind, points = differ[0]
        raise GradingError(
            f"The gradebook and the key of {key.assignment} differ in {len(differ)} cells; the "
            f"first is {cell} of {notebook} ({kind}, {points:g} points). Were the notebooks "
            "changed while grading began? Then grade again."
        )
