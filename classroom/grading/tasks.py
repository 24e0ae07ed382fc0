"""Grade one notebook of one trainee: bytes in, a judged notebook out.

`grade_notebook` is the whole work of a worker, here or on another machine. It needs no
course folder, no gradebook and no shared disk.
"""

import atexit
import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import nbformat

from classroom.findings import UNREADABLE, blank_because, not_handed_in, with_note
from classroom.grading.execute import Times, execute
from classroom.grading.intake import rebuild
from classroom.grading.kernel import Kernel, KernelGone
from classroom.grading.key import NotebookKey
from classroom.grading.reading import Unreadable, read_submission
from classroom.kernels.sandbox import Sandbox, SandboxMissing


@dataclass(frozen=True)
class Settings:
    """What a trainee's notebook may use."""

    sandbox: bool = True
    cell_seconds: float = 60.0
    notebook_seconds: float = 300.0
    memory_bytes: int = 2 * 2**30
    file_bytes: int = 32 * 2**20
    output_bytes: int = 5 * 2**20

    @property
    def limits(self) -> dict[str, int]:
        """Return the resource limits of a kernel, see `classroom.kernels.confine.limit`."""
        return {
            "memory": self.memory_bytes,
            "file": self.file_bytes,
            "seconds": int(self.notebook_seconds) + 10,
        }


@dataclass(frozen=True)
class Task:
    """One notebook to grade."""

    trainee: str
    notebook: str
    submitted: bytes | None  # as handed in; None means that nothing was
    key: NotebookKey
    files: dict[str, bytes] = field(default_factory=dict)
    settings: Settings = Settings()
    reason: str = ""  # why `submitted` is None, when that needs saying


@dataclass(frozen=True)
class Result:
    """One graded notebook."""

    trainee: str
    notebook: str
    graded: str  # nbformat 4 as JSON text
    findings: list[str]
    seconds: float
    failed: str = ""  # why it could not be graded at all; `graded` is empty then
    blank: bool = False  # nothing that could be read was handed in


def grade_notebook(task: Task) -> Result:
    """Grade a notebook; a trainee's file can never make this raise.

    Parameters
    ----------
    task : Task

    Returns
    -------
    Result
    """
    started = time.monotonic()
    findings: list[str] = []
    graded = failed = ""
    blank = False
    try:
        submitted, found = _read(task)
        findings += found
        blank = submitted is None
        graded = _graded(task, submitted, findings)
    except (SandboxMissing, KernelGone) as error:
        failed = str(error)
    except Exception as error:  # one notebook must not end the run of all
        failed = f"{type(error).__name__}: {error}"
    seconds = time.monotonic() - started
    return Result(task.trainee, task.notebook, graded, findings, seconds, failed, blank)


def _graded(task: Task, submitted: nbformat.NotebookNode | None, findings: list[str]) -> str:
    """Return the graded notebook as JSON text, and add to the findings."""
    notebook, found = rebuild(submitted, task.key.handed_out, task.key.grading)
    # a fault of the whole hand-in says all; that every cell is then missing adds nothing
    findings += found if submitted is not None else []
    findings += _run(task, notebook)
    with_note(notebook, findings)
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT)


def _read(task: Task) -> tuple[nbformat.NotebookNode | None, list[str]]:
    if task.submitted is None:
        reason = task.reason or not_handed_in("such notebook")
        return None, [reason if blank_because([reason]) else f"{UNREADABLE} {reason}"]
    try:
        return read_submission(task.submitted)
    except Unreadable as error:
        return None, [f"{UNREADABLE} {error}"]


def _run(task: Task, notebook: nbformat.NotebookNode) -> list[str]:
    settings = task.settings
    times = Times(settings.cell_seconds, settings.notebook_seconds)
    with sandbox_for(settings) as place:

        def open_kernel() -> Kernel:
            if place and not place[0].alive:
                place[0] = _renewed(place[0])
            inside = place[0] if place else None
            return Kernel(inside, task.files, settings.limits, settings.output_bytes)

        return execute(notebook, task.key.expected, open_kernel, times)


#: Warm sandboxes of this process that wait for work; each runs one kernel at a time.
_idle: queue.SimpleQueue[Sandbox] = queue.SimpleQueue()


@contextmanager
def sandbox_for(settings: Settings) -> Iterator[list[Sandbox]]:
    """Lend a warm sandbox in a list, so that a dead one can be replaced; an empty list is none."""
    if not settings.sandbox:
        yield []
        return
    try:
        place = [_idle.get_nowait()]
    except queue.Empty:
        place = [Sandbox()]
    try:
        yield place
    finally:
        if place[0].alive:
            _idle.put(place[0])
        else:
            place[0].close()


def _renewed(dead: Sandbox) -> Sandbox:
    dead.close()
    return Sandbox()


@atexit.register
def close_sandboxes() -> None:
    """End all sandboxes that wait for work."""
    while True:
        try:
            _idle.get_nowait().close()
        except queue.Empty:
            return
