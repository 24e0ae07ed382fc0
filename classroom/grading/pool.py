"""Where notebooks are graded: worker processes here, or a Dask cluster.

Both take jobs and give outcomes as they come, with a bounded number of jobs under way. A
worker that dies costs only the notebook that it ran.
"""

import contextlib
import dataclasses
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize

from classroom.grading.lock import GradingError
from classroom.grading.tasks import Result, Task, close_sandboxes

DIED = "The grading process ended twice while it ran this notebook. It is graded as handed out."
_EACH = 2  # jobs of a worker: one runs, one waits
CONNECT_SECONDS = 10.0
_GRACE = 2.0


@dataclass(frozen=True)
class Job:
    """One task, and what the recorder needs to know of it.

    Attributes
    ----------
    task : Task
        What the worker gets.
    made_from : str
        Fingerprint of what was handed in.
    timestamp : str
        When it was handed in.
    deaths : int
        Workers that ended while they ran it.
    """

    task: Task
    made_from: str
    timestamp: str
    deaths: int = 0

    def after_death(self) -> "Job | None":
        """Return what to try after a worker died: the same, then blank, then nothing."""
        if self.deaths == 0:
            return dataclasses.replace(self, deaths=1)
        if self.task.submitted is None:
            return None
        # without a fingerprint, so that the next run tries the real one again
        blank = dataclasses.replace(self.task, submitted=None, reason=DIED)
        return Job(blank, made_from="", timestamp=self.timestamp)


@dataclass(frozen=True)
class Outcome:
    """A job and its result, or why there is none."""

    job: Job
    result: Result | None
    error: str = ""


class LocalPool:
    """Worker processes on this machine.

    Each worker is an executor of its own. So when one dies, the job that it ran is known.
    Workers end by themselves when this process ends, however it ends.

    Parameters
    ----------
    function : callable
        Grades one task; found by its name in the worker.
    workers : int
        Number of processes.
    """

    def __init__(self, function: Callable[[Task], Result], workers: int) -> None:
        self._stop_reader, self._stop = multiprocessing.Pipe(duplex=False)
        self._slots = [_Slot(function, self._stop_reader) for _ in range(workers)]

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and give outcomes as they come.

        Raises
        ------
        GradingError
            If worker processes cannot start.
        """
        jobs = iter(jobs)
        while True:
            for slot in sorted(self._slots, key=lambda slot: len(slot.waiting)):
                while len(slot.waiting) < _EACH and (job := next(jobs, None)):
                    slot.submit(job)
            busy = [slot.waiting[0][1] for slot in self._slots if slot.waiting]
            if not busy:
                return
            wait(busy, return_when=FIRST_COMPLETED)
            for slot in self._slots:
                yield from slot.outcomes()

    def finished(self) -> Iterator[Outcome]:
        """Give the outcomes that are ready now, after a run was cut off."""
        for slot in self._slots:
            for job, future in slot.waiting:
                if future.done() and not future.cancelled() and not future.exception():
                    yield Outcome(job, future.result())

    def close(self) -> None:
        """End all workers at once; those that are idle have nothing to lose."""
        self._stop.close()
        for slot in self._slots:
            slot.executor.shutdown(wait=True, cancel_futures=True)
        self._stop_reader.close()


class _Slot:
    """One worker process with the jobs that wait for it; the first one runs."""

    def __init__(self, function: Callable[[Task], Result], stop: Connection) -> None:
        self._function = function
        self._stop = stop
        self.waiting: deque[tuple[Job, Future]] = deque()
        self._start()

    def _start(self) -> None:
        self.executor = ProcessPoolExecutor(1, _context(), _begin, (self._stop,))
        self._started = self.executor.submit(_ready)

    def submit(self, job: Job) -> None:
        try:
            future = self.executor.submit(self._function, job.task)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.waiting.append((job, future))

    def outcomes(self) -> Iterator[Outcome]:
        while self.waiting and self.waiting[0][1].done():
            job, future = self.waiting.popleft()
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                again = job.after_death() if self._has_run() else job
                if again is None:
                    yield Outcome(job, None, "the grading process ended")
                self._restart(again)
            elif error is not None:
                yield Outcome(job, None, f"{type(error).__name__}: {error}")
            else:
                yield Outcome(job, future.result())

    def _has_run(self) -> bool:
        """Say whether the worker that died was ever ready; raise if it was not."""
        error = self._started.exception()
        if error is not None:
            raise GradingError(f"A worker process cannot start: {error}") from error
        return True

    def _restart(self, first: Job | None) -> None:
        self.executor.shutdown(wait=True)
        behind = [job for job, _future in self.waiting]
        self.waiting.clear()
        self._start()
        for job in [first, *behind]:
            if job is not None:
                self.submit(job)


def _context() -> multiprocessing.context.BaseContext:
    # never a fork of this process: it would hold the gradebook's connection and the lock. Where
    # there is a fork server, it imports once for all workers.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "classroom.grading.tasks"])
    return context


def _begin(stop: Connection) -> None:
    """Prepare a worker: the main process alone decides when it ends."""
    # Ctrl-C goes to every process of the terminal. A handler, as children would inherit
    # an ignored signal.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, _leave)
    # a worker process leaves out what `atexit` would do
    Finalize(None, close_sandboxes, exitpriority=1)
    threading.Thread(target=_end_with_main, args=(stop,), daemon=True).start()


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _end_with_main(stop: Connection) -> None:
    """Wait until the main process closes its end of the pipe, or is gone; then end."""
    with contextlib.suppress(EOFError, OSError):
        stop.recv()
    if hasattr(signal, "pthread_kill"):
        # SystemExit in the main thread lets the task clean up after itself
        signal.pthread_kill(threading.main_thread().ident, signal.SIGTERM)
        time.sleep(_GRACE)
    os._exit(1)


def _ready() -> None:
    """Tell that a worker has started."""


class ClusterPool:
    """Workers of a Dask cluster; tasks and results go through the network, no disk is shared.

    Parameters
    ----------
    function : callable
        Grades one task; its module has to be installed on the workers.
    address : str
        Address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    GradingError
        If Dask is not installed, the scheduler does not answer, or it has no worker.
    """

    def __init__(self, function: Callable[[Task], Result], address: str) -> None:
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise GradingError(
                "Grading on a Dask cluster needs the package distributed: pip install distributed"
            ) from error
        self._function, self._address, self._killed = function, address, KilledWorker
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise GradingError(f"No Dask scheduler answers at {address}: {error}") from error
        threads = sum(self._client.nthreads().values())
        if not threads:
            self._client.close()
            raise GradingError(f"The Dask scheduler at {address} has no worker. Start some first.")
        self._most = _EACH * threads
        self._executor = self._client.get_executor(pure=False)
        self._under_way: dict[Future, Job] = {}

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and give outcomes as they come.

        Raises
        ------
        GradingError
            If the cluster is lost.
        """
        jobs = iter(jobs)
        while True:
            while len(self._under_way) < self._most and (job := next(jobs, None)):
                self._submit(job)
            if not self._under_way:
                return
            done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=list(self._under_way).index):
                yield from self._outcome(self._under_way.pop(future), future)

    def _submit(self, job: Job) -> None:
        self._under_way[self._executor.submit(self._function, job.task)] = job

    def _outcome(self, job: Job, future: Future) -> Iterator[Outcome]:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, self._killed):
            # the scheduler has tried it on several workers
            again = dataclasses.replace(job, deaths=1).after_death()
            if again is None:
                yield Outcome(job, None, "the grading process ended")
            else:
                self._submit(again)
        elif error is not None or future.cancelled():
            said = f"{type(error).__name__}: {error}" if error else "the connection ended"
            raise GradingError(f"The Dask cluster at {self._address} does not grade: {said}")
        else:
            yield Outcome(job, future.result())

    def finished(self) -> Iterator[Outcome]:
        """Give the outcomes that are ready now, after a run was cut off."""
        for future, job in self._under_way.items():
            if future.done() and not future.cancelled() and not future.exception():
                yield Outcome(job, future.result())

    def close(self) -> None:
        """Leave the cluster; it forgets what is not done."""
        self._client.close()
