"""What the tests of checks share: sealing by hand, a verdict as text, published bundles."""

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from resilience_helpers import _answer, check

ITEM = "m00e0_q3_demo"
Slips = Sequence[tuple[Any, str]]


def seal(right: Any, within: float = 0.0, slips: Slips = ()) -> str:
    """Seal a right answer to the item together with known wrong ones."""
    known = [
        _answer.seal_message(ITEM, _answer.encode(wrong), text, within) for wrong, text in slips
    ]
    return check.SEPARATOR.join([_answer.seal(ITEM, _answer.encode(right), within), *known])


def verdict(kind: str, *arguments: Any, **more: Any) -> str:
    """Return what a check raises as text, or "right" if it raises nothing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            getattr(check, kind)(ITEM, *arguments, **more)
    except check.CheckFailed as failed:
        text = str(failed)
        (shown,) = failed._render_traceback_()
        assert shown.split() == text.split()
        longest = max([check.WIDTH, *map(len, text.split())])
        assert all(len(line) <= longest for line in shown.splitlines())
        assert len(text.splitlines()) == 1, "a verdict is one line"
        return text
    return "right"


def of_value(right: Any, given: Any, within: float = 0.0, slips: Slips = (), **more: Any) -> str:
    """Return the verdict of `check.value` on an answer."""
    return verdict("value", given, within=within, sealed=seal(right, within, slips), **more)


def of_function(
    right: Callable,
    given: Any,
    tries: Sequence[tuple],
    within: float = 0.0,
    slips: Slips = (),
    **more: Any,
) -> str:
    """Return the verdict of `check.function` on a function; `right` is a right one."""
    results = [right(*arguments) for arguments in tries]
    sealed = seal(results, within, slips)
    return verdict("function", given, tries, within=within, sealed=sealed, **more)


@contextlib.contextmanager
def notebook() -> Iterator[list[dict]]:
    """Let checks believe that they run in a notebook; gives the bundles that they publish."""
    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.get_ipython", object)
        patch.setattr("IPython.display.display", lambda data, raw: bundles.append(data))
        yield bundles
