"""How far a run is: a bar on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_SHARE = 0.05
_SECONDS = 5.0


class PlainProgress:
    """Say "graded 20 of 180" at every 5 %, and at least every 5 seconds while it moves."""

    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self._total = total
        self._say = say
        self._done = self._said = 0
        self._time = time.monotonic()

    def __enter__(self) -> "PlainProgress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._done > self._said:
            self._tell()

    def step(self) -> None:
        """Count one notebook."""
        self._done += 1
        enough = self._done - self._said >= self._total * _SHARE
        if enough or time.monotonic() - self._time >= _SECONDS:
            self._tell()

    def _tell(self) -> None:
        self._say(f"graded {self._done} of {self._total}")
        self._said, self._time = self._done, time.monotonic()


class BarProgress:
    """A bar with count and time left."""

    def __init__(self, total: int, console: Console) -> None:
        columns = (
            TextColumn("graded"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("time left"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=console)
        self._task = self._bar.add_task("graded", total=total)

    def __enter__(self) -> "BarProgress":
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def step(self) -> None:
        """Count one notebook."""
        self._bar.advance(self._task)


def progress(total: int, say: Callable[[str], None]) -> PlainProgress | BarProgress:
    """Return a bar on a terminal, else plain lines.

    Parameters
    ----------
    total : int
        Number of notebooks.
    say : callable
        Shows one line.

    Returns
    -------
    PlainProgress or BarProgress
        A context manager with `step()`.
    """
    console = Console()
    return BarProgress(total, console) if console.is_terminal else PlainProgress(total, say)
