"""Checks that tell at once whether an answer is right, wrong or still open.

Three kinds of item, three functions: `choice`, `value` and `function`. Each says one plain
message. A wrong or open item raises an exception that Jupyter shows as that message, so that a
grader sees the error; a right item raises nothing. Each check also publishes the value that
it judged (type `MIME`), so that a verdict can be made outside this kernel.

In the instructor's notebook and in grading a check has no `sealed` argument. Then it only
publishes, also what a verdict outside needs, and tells only that an item is still open.
"""

import copy
import io
import textwrap
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from typing import Any

from resilience_helpers import _answer, _verdict
from resilience_helpers._text import _
from resilience_helpers._verdict import SEPARATOR as SEPARATOR
from resilience_helpers._verdict import Item

#: Type of the published value: plain JSON with version, item, part, within, value.
MIME = "application/vnd.resilient-cities.check+json"
VERSION = 1
#: Longest line of a message, for JupyterLab on a small laptop [characters].
WIDTH = 90

#: Known wrong answers with what to say to them; the build moves them into the seal.
Slips = Sequence[tuple[Any, str]]
Known = Sequence[tuple[_answer.Typed, str]]


class CheckFailed(AssertionError):
    """An item that is not right; Jupyter shows its message alone, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        # JupyterLab breaks an error in the middle of a word
        return [textwrap.fill(str(self), WIDTH, break_long_words=False, break_on_hyphens=False)]


class StillOpen(CheckFailed):
    """The item is untouched."""


class NotYet(CheckFailed):
    """The item has an answer that is not right."""


def choice(
    item: str, answer: Any, among: str, hint: str = "", slips: Slips = (), sealed: str | None = None
) -> None:
    """Check an item whose answer is one letter.

    Parameters
    ----------
    item : str
        Id of the item, such as ``m01e1_q1_exposure``.
    answer : str
        The letter; case, spaces, brackets and full stops do not matter.
    among : str
        The letters to choose from, such as ``"ABCD"``.
    hint : str
        One sentence for a wrong answer.
    slips : sequence of (answer, message)
        Known wrong answers and what to say to them; only in the instructor's copy.
    sealed : str, optional
        The sealed right answer, followed by the sealed known wrong ones.

    Raises
    ------
    StillOpen, NotYet
        When the item is untouched or wrong.

    Examples
    --------
    >>> choice("m00e0_q1_demo", "(b)", among="ABC")
    Q1: instructor's copy, not sealed; your answer is B
    """
    asked = Item(item, "choice", hint=hint, among="".join(among), sealed=sealed)
    _judge(asked, _answer.encode(answer), _typed(slips))


def value(
    item: str,
    answer: Any,
    within: float = 0.0,
    unit: str = "",
    hint: str = "",
    slips: Slips = (),
    unchecked: str = "",
    sealed: str | None = None,
) -> None:
    """Check a computed value: a number, a word, a list of them, or a table by name.

    Parameters
    ----------
    item : str
        Id of the item.
    answer : number, str, list, array, Series or dict
        The trainee's value. A Series or dict is compared by its names, a list by its order.
    within : float
        Tolerance in the unit of the answer, on both sides; 0 means exact.
    unit : str
        Unit that the messages show.
    hint, slips, sealed
        As for `choice`.
    unchecked : str
        What a right verdict leaves open, one sentence.

    Raises
    ------
    StillOpen, NotYet
        When the item is untouched or wrong.

    Examples
    --------
    >>> value("m00e0_q1_demo", 405.0, within=0.5, unit="%·days")
    Q1: instructor's copy, not sealed; your answer is 405 %·days
    """
    asked = Item(item, "value", within, unit, hint, unchecked, sealed=sealed)
    _judge(asked, _answer.encode(answer), _typed(slips))


def function(
    item: str,
    answer: Callable,
    tries: Sequence[tuple],
    within: float = 0.0,
    unit: str = "",
    hint: str = "",
    slips: Slips = (),
    unchecked: str = "",
    hidden: bool = False,
    sealed: str | None = None,
) -> None:
    """Check a function that the trainee completed, by calling it.

    Parameters
    ----------
    item : str
        Id of the item.
    answer : callable
        The trainee's function.
    tries : sequence of tuples
        Arguments of each call; every call gets its own copy.
    within, unit, hint, slips, unchecked, sealed
        As for `value`; the wrong answers in `slips` are functions.
    hidden : bool
        True for inputs that only grading tries; messages then do not show them.

    Raises
    ------
    StillOpen, NotYet
        When the function is untouched, stops with an error, or gives a wrong result.

    Examples
    --------
    >>> function("m00e0_q1_demo", abs, tries=[(-4,)], unit="days")
    Q1: instructor's copy, not sealed; abs(-4) gives 4 days
    """
    asked = Item(item, "function", within, unit, hint, unchecked, hidden=hidden, sealed=sealed)
    if answer is ...:
        _settle(asked, _verdict.still_open(asked, {"type": "open"}))
    if not callable(answer):
        typed = _answer.encode(answer)
        # outside, a list would pass for the results of a function
        outside = {"type": "other", "value": "list"} if typed["type"] == "list" else typed
        _settle(asked, _verdict.no_function(asked, typed), outside)
        return
    known = []
    if sealed is None:
        known = [(_results(wrong, tries), text) for wrong, text in slips]
    try:
        results = _results(answer, tries)
    # whatever the trainee's code raises is an answer to judge, an interrupted loop too
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        _judge(asked, _error(error, hidden))
        return
    if len(tries) == 1 and not hidden:
        asked = replace(asked, call=_call_text(answer, tries[0]))
    _judge(asked, results, known)


def _judge(asked: Item, typed: _answer.Typed, slips: Known = ()) -> None:
    _settle(asked, _verdict.judge(asked, typed), typed, slips)


def _settle(
    asked: Item, verdict: _verdict.Verdict, outside: _answer.Typed | None = None, slips: Known = ()
) -> None:
    """Publish what was judged and raise what is not right.

    `outside` is what a grader needs to come to the same verdict.
    """
    if verdict.state == _verdict.OPEN:
        raise StillOpen(verdict.told)
    if asked.sealed is None:
        typed = verdict.typed if verdict.state == _verdict.UNSEALED else outside
        known = [{"value": wrong, "message": text} for wrong, text in slips]
        _publish(asked, typed, verdict.shown, **_terms(asked), slips=known)
        return
    _publish(asked, verdict.typed, verdict.shown)
    if verdict.state == _verdict.WRONG:
        raise NotYet(verdict.told)


def _terms(asked: Item) -> dict[str, str]:
    """Return what a verdict outside needs beside the value and its seal."""
    names = ("kind", "unit", "hint", "unchecked", "among", "call")
    return {name: getattr(asked, name) for name in names}


def _typed(slips: Slips) -> Known:
    return [(_answer.encode(wrong), message) for wrong, message in slips]


def _results(answer: Callable, tries: Sequence[tuple]) -> _answer.Typed:
    """Call a function with each set of arguments, and return its results as a typed list."""
    # a grader takes what stands on stderr for a failure, and a warning is none
    nowhere = io.StringIO()
    with warnings.catch_warnings(), redirect_stdout(nowhere), redirect_stderr(nowhere):
        warnings.simplefilter("ignore")
        results = [answer(*copy.deepcopy(arguments)) for arguments in tries]
    return {"type": "list", "value": [_answer.single(_answer.encode(one)) for one in results]}


def _call_text(answer: Callable, arguments: tuple) -> str:
    inside = ", ".join(map(_plain, arguments))
    name = getattr(answer, "__name__", _("your function"))
    return f"{name}({inside if len(inside) < 60 else '…'})"


def _plain(argument: Any) -> str:
    return _bracketed(_answer.encode(argument))


def _bracketed(typed: _answer.Typed) -> str:
    if typed["type"] == "list":
        return "[" + ", ".join(map(_bracketed, typed["value"])) + "]"
    words = _answer.words(typed)
    return words.replace(",", "") if typed["type"] == "number" else words


def _error(error: BaseException, hidden: bool) -> _answer.Typed:
    """Return what stopped a function as a typed value."""
    try:
        reason = str(error).rstrip(".")
    except Exception:  # an error of the trainee's own making may not even have a text
        reason = ""
    if "ellipsis" in reason.lower():
        return {"type": "open"}
    # the text of an error may hold the inputs, and those of grading stay hidden
    more = {} if hidden else {"reason": reason}
    return {"type": "error", "value": type(error).__name__} | more


def _publish(asked: Item, typed: _answer.Typed, text: str, **more: Any) -> None:
    """Publish the judged value; `text` is what a person sees."""
    # here, so that the library also loads without Jupyter
    from IPython import get_ipython
    from IPython.display import display

    published = {
        "version": VERSION,
        "item": asked.name,
        "part": asked.part,
        "within": asked.within,
        "value": typed,
    }
    if get_ipython() is None:
        print(text)
    else:
        display({"text/plain": text, MIME: published | more}, raw=True)
