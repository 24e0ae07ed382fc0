"""Record results: the gradebook and `autograded/`, so that a kill at any moment does no harm.

For each notebook the graded file is written beside its place, then all grades are committed
at once, then the file is moved into place. The file so never stands there without its grades,
and a run that was cut off is completed by the next one.
"""

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from nbformat import v4
from nbformat.notebooknode import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import (
    compute_checksum,
    determine_grade,
    is_grade,
    is_solution,
    is_task,
    parse_utc,
)
from sqlalchemy import func, select

from classroom.findings import METADATA
from classroom.grading.gradebook import WholeGradebook, ensure_assignment, settings
from classroom.grading.key import Key
from classroom.grading.lock import GradingError
from classroom.grading.tasks import Result

_log = logging.getLogger(__name__)


class Unrecordable(ValueError):
    """A result that does not fit the gradebook; it ends this notebook only."""


def fingerprint(raw: bytes | None, timestamp: str, key: Key, settings: Mapping[str, Any]) -> str:
    """Return what a grade was made from, as one digest.

    Parameters
    ----------
    raw : bytes or None
        What was handed in.
    timestamp : str
        When; a penalty may depend on it.
    key : Key
        The key.
    settings : mapping
        Settings of the run that may change a grade.

    Returns
    -------
    str
    """
    content = "nothing" if raw is None else hashlib.sha256(raw).hexdigest()
    parts = json.dumps([content, timestamp, key.fingerprint, settings], sort_keys=True)
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()


class Recorder:
    """Writes results of one assignment into the gradebook and into `autograded/`.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course.
    key : Key
        Key of the assignment.

    Raises
    ------
    GradingError
        If the gradebook cannot be used or cannot hold the assignment as the key has it.
    """

    def __init__(self, course: Path, key: Key) -> None:
        self._config = settings(course)
        ensure_assignment(course, key, self._config)
        self.coursedir = CourseDirectory(config=self._config)
        self.assignment = key.assignment
        converter = Autograde(coursedir=self.coursedir, config=self._config)
        self._permissions = int(str(converter.permissions), 8)
        self._late = AssignLatePenalties(config=self._config)
        self._late.init_plugin()
        self._gradebook = WholeGradebook(self._config)

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gradebook.close()

    def place(self, trainee: str, notebook: str) -> Path:
        """Return where the graded notebook of a trainee stands."""
        steps = (self.coursedir.autograded_directory, trainee, self.assignment)
        return Path(self.coursedir.format_path(*steps)) / f"{notebook}.ipynb"

    def has_due_date(self) -> bool:
        """Tell whether the time of a hand-in may change its points."""
        with self._gradebook.reading():
            return self._gradebook.find_assignment(self.assignment).duedate is not None

    def waiting(self) -> int:
        """Return how many answers wait for a person to grade them."""
        query = (
            select(func.count())
            .select_from(Grade)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == self.assignment, Grade.needs_manual_grade)
        )
        with self._gradebook.reading():
            return int(self._gradebook.db.execute(query).scalar_one())

    def known(self) -> dict[tuple[str, str], dict[str, float | None]]:
        """Return the automatic points of all cells in the gradebook, by trainee and notebook."""
        query = (
            select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.auto_score)
            .select_from(Grade)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == self.assignment)
        )
        points: dict[tuple[str, str], dict[str, float | None]] = {}
        with self._gradebook.reading():
            for trainee, notebook, cell, score in self._gradebook.db.execute(query):
                points.setdefault((trainee, notebook), {})[cell] = score
        return points

    def kept(
        self, trainee: str, notebook: str, wanted: str, known: Mapping[str, float | None]
    ) -> list[str] | None:
        """Return the findings of a notebook that is graded already: file and gradebook agree.

        Parameters
        ----------
        trainee, notebook : str
            Names.
        wanted : str
            Fingerprint of what would be graded now.
        known : mapping
            Points of this notebook in the gradebook, from `known`.

        Returns
        -------
        list of str or None
            None if it has to be graded.
        """
        try:
            graded = json.loads(self.place(trainee, notebook).read_bytes())
            note = graded["metadata"][METADATA]
            current = note["fingerprint"] == wanted and note["points"].items() <= known.items()
            return list(note["findings"]) if current else None
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def record(self, result: Result, made_from: str = "", timestamp: str = "") -> None:
        """Record one notebook of one trainee, in one transaction.

        Points and comments that a person gave are kept.

        Parameters
        ----------
        result : Result
            A result that did not fail.
        made_from : str
            Fingerprint of what it was made from; empty, so that the next run grades it again.
        timestamp : str
            When the trainee handed in, as nbgrader writes it; empty if not known.

        Raises
        ------
        Unrecordable
            If the result does not fit the gradebook.
        GradingError
            If the gradebook or the file cannot be written. Nothing of the notebook is
            recorded then.
        """
        graded, scores, comments = _read_result(result)
        place = self.place(result.trainee, result.notebook)
        unchanged = _same_sources(graded, place)
        note = {
            "fingerprint": made_from,
            "findings": list(result.findings),
            "points": scores,
            "blank": result.blank,
        }
        graded.metadata[METADATA] = note
        part = place.with_name(f".{place.name}.part")
        try:
            self._write(part, v4.writes(graded) + "\n")
            with self._gradebook.transaction():
                self._save(result, timestamp, scores, comments, unchanged)
            if timestamp:
                self._replace_text(place.with_name("timestamp.txt"), timestamp)
            _move(part, place)
        except UnicodeEncodeError as error:  # a folder from a zip in another encoding
            raise Unrecordable("the name of the trainee's folder is broken; rename it") from error
        except OSError as error:
            raise GradingError(
                f"{place} cannot be written: {error.strerror}. Mend that, then grade again."
            ) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _save(
        self,
        result: Result,
        timestamp: str,
        scores: Mapping[str, float | None],
        comments: Mapping[str, str | None],
        unchanged: set[str],
    ) -> None:
        """Set in the gradebook what nbgrader's Autograde and SaveAutoGrades would set.

        But for one thing: what a person graded is not asked for again where it did not change.
        """
        gradebook = self._gradebook
        gradebook.update_or_create_student(result.trainee)
        when = _time(timestamp)
        values = {"timestamp": when} if when else {}
        with gradebook.db.no_autoflush:  # SQLAlchemy warns of rows that nbgrader adds later
            submission = gradebook.update_or_create_submission(
                self.assignment, result.trainee, **values
            )
        try:
            notebook = gradebook.find_submission_notebook(
                result.notebook, self.assignment, result.trainee
            )
        except MissingEntry as error:
            raise Unrecordable(str(error)) from error
        grades = self._by_cell(Grade, notebook)
        written = self._by_cell(Comment, notebook)
        _same_cells(scores, grades, comments, written)
        for name, score in scores.items():
            grade = grades[name]
            by_hand = grade.manual_score is not None
            if not (by_hand and name in unchanged and grade.auto_score == score):
                # a person has to look where a person gave points, or none can be given here
                grade.needs_manual_grade = by_hand or score is None
            grade.auto_score = score
        for name, comment in comments.items():
            written[name].auto_comment = comment
        notebook.late_submission_penalty = self._penalty(submission, notebook)

    def _by_cell(self, kind: type[Any], notebook: SubmittedNotebook) -> dict[str, Any]:
        """Return a notebook's grades or comments by the name of their cell."""
        query = (
            select(BaseCell.name, kind)
            .join(BaseCell, BaseCell.id == kind.cell_id)
            .where(kind.notebook_id == notebook.id)
        )
        return {name: row for name, row in self._gradebook.db.execute(query)}

    def _penalty(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook
    ) -> float | None:
        """Return what nbgrader's AssignLatePenalties would assign."""
        if submission.timestamp is None or submission.assignment.duedate is None:
            return None
        late = submission.total_seconds_late
        if late <= 0:
            return None
        self._gradebook.db.flush()
        # the score is an expression of the database
        self._gradebook.db.refresh(notebook, ["score"])
        plugin = self._late.plugin_inst
        penalty = plugin.late_submission_penalty(submission.student_id, notebook.score, late)
        return None if penalty is None else self._late._check_late_penalty(notebook, penalty)

    def _replace_text(self, place: Path, text: str) -> None:
        part = place.with_name(f".{place.name}.part")
        self._write(part, f"{text}\n")
        _move(part, place)

    def _write(self, path: Path, text: str) -> None:
        """Write a file with the permissions that nbgrader gives."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # of a run that was cut off; it may be read-only
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        if os.name != "nt":  # there a read-only file cannot be moved or replaced
            path.chmod(self._permissions)


def _same_sources(graded: NotebookNode, place: Path) -> set[str]:
    """Return the names of the cells that read as in the notebook graded before."""
    try:
        before = json.loads(place.read_bytes())["cells"]
        old = {
            one["metadata"]["nbgrader"]["grade_id"]: "".join(one["source"])
            for one in before
            if "nbgrader" in one["metadata"]
        }
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return set()
    now = {c.metadata.nbgrader.grade_id: c.source for c in graded.cells if "nbgrader" in c.metadata}
    return {name for name, source in now.items() if old.get(name) == source}


def _read_result(
    result: Result,
) -> tuple[NotebookNode, dict[str, float | None], dict[str, str | None]]:
    """Return the graded notebook, and points and comments by cell, by nbgrader's own rules."""
    try:
        # half a surrogate pair is valid in JSON, but not in a file
        plain = json.dumps(json.loads(result.graded), ensure_ascii=False)
        graded = v4.reads(plain.encode("utf-8", "replace").decode())
        scores: dict[str, float | None] = {}
        comments: dict[str, str | None] = {}
        for cell in graded.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if is_grade(cell):
                scores[name] = _score(cell)
            if is_solution(cell) or is_task(cell):
                comments[name] = _comment(cell)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unrecordable(f"the graded notebook cannot be read: {error}") from error
    return graded, scores, comments


def _score(cell: NotebookNode) -> float | None:
    try:
        score, _most = determine_grade(cell, _log)
    except (ValueError, LookupError, TypeError):
        # partial credit above the points of the cell, or none at all in the output
        return 0.0
    return None if score is None else float(score)


def _comment(cell: NotebookNode) -> str | None:
    untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return "No response." if untouched and not is_task(cell) else None


def _same_cells(
    scores: Mapping[str, Any],
    grades: Mapping[str, Any],
    comments: Mapping[str, Any],
    written: Mapping[str, Any],
) -> None:
    strange = sorted((scores.keys() - grades.keys()) | (comments.keys() - written.keys()))
    if strange:
        raise Unrecordable(f"the gradebook does not know the cell {strange[0]}")


def _time(timestamp: str) -> Any:
    try:
        return parse_utc(timestamp) if timestamp else None
    except (ValueError, OverflowError):
        return None


def _move(part: Path, place: Path) -> None:
    if os.name == "nt" and place.exists():
        place.chmod(0o666)
    os.replace(part, place)
