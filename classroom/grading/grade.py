"""Grade what all trainees handed in: the work behind `course grade`."""

import contextlib
import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from classroom.console import count
from classroom.grading import handed_in
from classroom.grading.key import Key, load_key
from classroom.grading.lock import GradingError, grading_lock
from classroom.grading.pool import ClusterPool, Job, LocalPool, Outcome
from classroom.grading.progress import progress
from classroom.grading.record import Recorder, Unrecordable, fingerprint
from classroom.grading.tasks import Result, Settings, Task, grade_notebook
from classroom.kernels.sandbox import sees, why_missing
from classroom.seal import SealError


@dataclass
class Graded:
    """What a run did; the numbers count notebooks.

    Attributes
    ----------
    assignment : str
        Name of the assignment.
    trainees : int
        Number of trainees who handed in.
    graded : int
        Graded now from what was handed in.
    unchanged : int
        Graded before, and nothing changed since.
    blank : int
        Graded now as handed out, for a reason that stands in the findings.
    failed : list
        Trainee, notebook and reason of each that could not be graded.
    findings : list
        Trainee, notebook and sentences, of all that have any, graded now or before.
    new_findings : list
        The same, of those graded in this run only.
    waiting : int
        Answers that wait for a person to grade them.
    stopped : str
        Why the run ended early; else empty.
    seconds : float
        How long it took.
    """

    assignment: str
    trainees: int = 0
    graded: int = 0
    unchanged: int = 0
    blank: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[tuple[str, str, list[str]]] = field(default_factory=list)
    new_findings: list[tuple[str, str, list[str]]] = field(default_factory=list)
    waiting: int = 0
    stopped: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every trainee has a grade or a stated reason."""
        return not self.failed and not self.stopped

    def summary(self) -> str:
        """Return the numbers in one line."""
        return (
            f"{self.assignment}, {count(self.trainees, 'trainee')}: "
            f"{count(self.graded, 'notebook')} graded, "
            f"{self.blank} graded blank, {self.unchanged} unchanged, {len(self.failed)} failed."
        )


def grade(
    course: Path,
    assignment: str,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    unsafe: bool = False,
    say: Callable[[str], None] = print,
    function: Callable[[Task], Result] = grade_notebook,
) -> Graded:
    """Grade an assignment of all trainees, and record the grades.

    Only what is missing or changed since the last run is graded. The result does not depend
    on the number of workers. The run may be killed at any moment and started again.

    Parameters
    ----------
    course : pathlib.Path
        Folder of the course.
    assignment : str
        Name of the assignment, such as ``01_concepts``.
    workers : int, optional
        Number of worker processes; default: one for each CPU that this process may use.
    scheduler : str, optional
        Address of a Dask scheduler, to grade on its workers instead.
    force : bool
        Grade again what is unchanged, too.
    unsafe : bool
        Run the trainees' code without a sandbox.
    say : callable
        Shows one line.
    function : callable
        Grades one task.

    Returns
    -------
    Graded

    Raises
    ------
    GradingError
        If the run cannot start: another one is under way, nobody handed in, the gradebook
        cannot be used, an instructor's notebook stops, or no sandbox can be built here.
    ValueError
        If there is no such assignment, or `workers` is below 1.
    """
    began = time.monotonic()
    course = course.resolve()
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; it must be 1 or more")
    wants_sandbox = function is grade_notebook and not unsafe and not scheduler
    if wants_sandbox and (missing := why_missing()):
        raise GradingError(f"{missing} Or, if you trust every trainee: course grade --unsafe")
    if wants_sandbox and sees(course):
        raise GradingError(
            f"The course lies in {course}, among the programs that every sandbox reads: trainees' "
            "code would see the solutions. Move it, such as into your home folder."
        )
    with grading_lock(course):
        try:
            key = load_key(course, assignment)
        except SealError as error:
            raise GradingError(f"No answer key of {assignment}: {error}") from error
        with Recorder(course, key) as recorder:
            run = _Run(recorder, key, Settings(sandbox=not unsafe))
            todo = run.plan(force)
            if todo:
                count = min(workers or cpus(), len(todo))
                run.go(todo, count, scheduler, function, say)
            if run.graded.stopped and force:
                run.graded.stopped += " --force"
            run.graded.waiting = recorder.waiting()
    run.graded.findings.sort()
    run.graded.new_findings.sort()
    run.graded.failed.sort()
    run.graded.seconds = time.monotonic() - began
    return run.graded


@contextlib.contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Take the signal that a system ends programs with as Ctrl-C is taken."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _need_hand_ins(place: CourseDirectory, assignment: str) -> list[str]:
    """Return the names of all who handed in; raise if there is nobody."""
    trainees = handed_in.trainees(place, assignment)
    if not trainees:
        raise GradingError(
            f"Nobody has handed in {assignment}: there is no folder "
            f"{place.submitted_directory}/TRAINEE/{assignment}. "
            f"Collect first: course collect SOURCE {assignment}"
        )
    return trainees


def cpus() -> int:
    """Return the number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """One run: what is to do, and what was done."""

    def __init__(self, recorder: Recorder, key: Key, settings: Settings) -> None:
        self._recorder = recorder
        self._key = key
        self._settings = settings
        self._times_matter = recorder.has_due_date()
        self.graded = Graded(key.assignment)

    def plan(self, force: bool) -> list[tuple[str, str]]:
        """Return trainee and notebook of all that have to be graded, by name."""
        place = self._recorder.coursedir
        trainees = _need_hand_ins(place, self._key.assignment)
        self.graded.trainees = len(trainees)
        known = self._recorder.known()
        todo = []
        for trainee in trainees:
            for notebook in sorted(self._key.notebooks):
                findings = None
                if not force and (trainee, notebook) in known:
                    wanted = self._job(trainee, notebook).made_from
                    points = known[trainee, notebook]
                    findings = self._recorder.kept(trainee, notebook, wanted, points)
                if findings is None:
                    todo.append((trainee, notebook))
                    continue
                self.graded.unchanged += 1
                self._note(trainee, notebook, findings)
        return todo

    def go(
        self,
        todo: list[tuple[str, str]],
        workers: int,
        scheduler: str | None,
        function: Callable[[Task], Result],
        say: Callable[[str], None],
    ) -> None:
        """Grade and record; a run that has to stop says why in `graded.stopped`."""
        jobs = (self._job(trainee, notebook) for trainee, notebook in todo)
        pool = ClusterPool(function, scheduler) if scheduler else LocalPool(function, workers)
        try:
            with progress(len(todo), say) as bar:
                for outcome in pool.run(jobs):
                    self._take(outcome)
                    bar.step()
        except KeyboardInterrupt:
            with contextlib.suppress(GradingError):
                for outcome in pool.finished():
                    self._take(outcome)
            self._stop("Stopped.", len(todo))
        except GradingError as error:
            self._stop(str(error), len(todo))
        finally:
            pool.close()

    def _job(self, trainee: str, notebook: str) -> Job:
        """Read what a trainee handed in now; the bytes are not kept until they are needed."""
        assignment = self._key.assignment
        given = handed_in.read(self._recorder.coursedir, trainee, assignment, notebook)
        task = Task(
            trainee=trainee,
            notebook=notebook,
            submitted=given.raw,
            key=self._key.notebooks[notebook],
            files=self._key.files,
            settings=self._settings,
            reason=given.reason,
        )
        # a sandbox does not change grades; one that is missing does not make them old
        matter = dataclasses.asdict(self._settings)
        matter.pop("sandbox")
        # a later hand-in of one notebook must not make the others old
        when = given.timestamp if self._times_matter else ""
        made_from = fingerprint(given.raw, when, self._key, matter)
        return Job(task, made_from, given.timestamp)

    def _take(self, outcome: Outcome) -> None:
        """Record an outcome, or count it as failed."""
        job, result = outcome.job, outcome.result
        trainee, notebook = job.task.trainee, job.task.notebook
        reason = outcome.error if result is None else result.failed
        if not reason:
            try:
                self._recorder.record(result, job.made_from, job.timestamp)
            except Unrecordable as error:
                reason = str(error)
        if reason:
            self.graded.failed.append((trainee, notebook, reason))
            return
        self._note(trainee, notebook, result.findings)
        if result.findings:
            self.graded.new_findings.append((trainee, notebook, list(result.findings)))
        if result.blank:
            self.graded.blank += 1
        else:
            self.graded.graded += 1

    def _note(self, trainee: str, notebook: str, findings: list[str]) -> None:
        if findings:
            self.graded.findings.append((trainee, notebook, list(findings)))

    def _stop(self, why: str, total: int) -> None:
        done = self.graded.graded + self.graded.blank
        self.graded.stopped = (
            f"{why} {done} of {total} notebooks were recorded, and nothing of the others. "
            f"To go on: course grade {self.graded.assignment}"
        )
