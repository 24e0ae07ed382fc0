"""Checks that tell at once whether an answer is right, wrong or still open.

Three kinds of item, three functions: `choice`, `value` and `function`. Each says one plain
line. A wrong or open item raises an exception that Jupyter shows as that line, so that a
grader sees the error; a right item raises nothing. Each check also publishes the value that
it judged (type `MIME`), so that a verdict can be made outside this kernel.

In the instructor's notebook a check has no `sealed` argument. Then it only publishes, and
the course's build adds the seals.
"""

import copy
import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from resilience_helpers import _answer
from resilience_helpers._text import N_, _

#: Type of the published value: plain JSON with version, item, part, within, value.
MIME = "application/vnd.resilient-cities.check+json"
VERSION = 1

#: Known wrong answers with what to say to them; the build moves them into the seal.
Slips = Sequence[tuple[Any, str]]
#: Between the seal of the right answer and those of the known wrong ones.
SEPARATOR = "/"


class CheckFailed(AssertionError):
    """An item that is not right; Jupyter shows its message as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class StillOpen(CheckFailed):
    """The item is untouched."""


class NotYet(CheckFailed):
    """The item has an answer that is not right."""


@dataclass(frozen=True)
class _Item:
    """What a check needs to know of its item."""

    name: str
    within: float = 0.0
    unit: str = ""
    hint: str = ""
    slips: Sequence[tuple[_answer.Typed, str]] = ()
    unchecked: str = ""
    hidden: bool = False
    sealed: str | None = None

    @property
    def right(self) -> str:
        return self.sealed.split(SEPARATOR)[0]

    @property
    def sealed_slips(self) -> list[str]:
        return self.sealed.split(SEPARATOR)[1:]

    @property
    def label(self) -> str:
        number = re.search(r"_q(\d+)_", self.name)
        return f"Q{number.group(1)}" if number else self.name

    def matched_by(self, typed: _answer.Typed, sealed: str) -> bool:
        return _answer.matches(self.name, typed, sealed, self.within) == 1.0


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
    asked = _Item(item, hint=hint, slips=_typed(slips), sealed=sealed)
    typed = _answer.encode(answer)
    if typed["type"] == "text":
        letter = unicodedata.normalize("NFKC", typed["value"]).strip(" \t\n.()[]'\"").upper()
        typed["value"] = letter
        if letter not in tuple(among):
            _publish(asked, typed, _("your answer is {answer}").format(answer=repr(answer)))
            wanted = _("Answer with one letter out of {letters}, in quotes.")
            _not_yet(asked, wanted.format(letters=", ".join(among)))
    _judge(asked, typed)


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
    asked = _Item(item, within, unit, hint, _typed(slips), unchecked, sealed=sealed)
    _judge(asked, _answer.encode(answer))


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
    asked = _Item(item, within, unit, hint, (), unchecked, hidden, sealed)
    if answer is ...:
        _still_open(asked)
    if not callable(answer):
        _publish(asked, _answer.encode(answer), _("the answer is not a function"))
        _not_yet(asked, _("The answer must be a function: keep the line that starts with def."))
    if sealed is None:
        asked = replace(asked, slips=[(_results(wrong, tries), text) for wrong, text in slips])
    try:
        results = _results(answer, tries)
    # whatever the trainee's code raises is an answer to judge, an interrupted loop too
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        _stopped(asked, error)
    call = _call_text(answer, tries[0]) if len(tries) == 1 else _("your function")
    _judge(asked, results, call)


def _judge(asked: _Item, typed: _answer.Typed, call: str = "") -> None:
    if _answer.is_open(typed):
        _still_open(asked)
    single = typed["value"][0] if call and len(typed["value"]) == 1 else typed
    shown = _answer.words(single, asked.unit)
    said = _("{call} gives {value}") if call else _("your answer is {value}")
    said = _("tried on inputs of grading") if asked.hidden else said.format(call=call, value=shown)
    if asked.sealed is None:
        told = [{"value": wrong, "message": text} for wrong, text in asked.slips]
        _publish(asked, typed, _("instructor's copy, not sealed; ") + said, slips=told)
    elif asked.matched_by(typed, asked.right):
        verdict = _("right on the inputs of grading too.") if asked.hidden else _("right, {value}.")
        text = verdict.format(value=shown)
        _publish(asked, typed, f"{text} {asked.unchecked}".strip())
    else:
        _publish(asked, typed, said)
        _not_yet(asked, _reason(asked, typed))


def _reason(asked: _Item, typed: _answer.Typed) -> str:
    """Say what is wrong with an answer, as far as the seals can tell."""
    for slip in asked.sealed_slips:
        if message := _answer.open_message(asked.name, typed, slip, asked.within):
            return message
    wanted = _answer.sealed_kind(asked.right)
    if typed["type"] != wanted:
        return _wrong_kind(typed, wanted)
    for change, message in _MIX_UPS:
        changed = _answer.change_numbers(typed, change)
        if _tells(typed, changed, asked.within) and asked.matched_by(changed, asked.right):
            return _(message)
    found = [leaf for _path, leaf in _answer.leaves(typed)]
    if wanted != "nothing" and all(leaf["type"] == "nothing" for leaf in found):
        return _("It gives None: is a return missing?")
    if not asked.hidden and any(leaf == {"type": "number", "value": "nan"} for leaf in found):
        return _(
            "It gives nan, which is not a number: look for a missing value or a division by 0."
        )
    count = _answer.sealed_count(asked.right)
    if len(found) != count:
        return _("It holds {given} values; {count} are asked for.").format(
            given=len(found), count=count
        )
    right = round(count * _answer.matches(asked.name, typed, asked.right, asked.within))
    if right:
        return _("{right} of {count} values are right.").format(right=right, count=count)
    return ""


def _tells(typed: _answer.Typed, changed: _answer.Typed, within: float) -> bool:
    """Tell whether undoing a mix-up says anything: a number near 0 fits every scale."""
    numbers = [leaf["value"] for _path, leaf in _answer.leaves(changed) if leaf["type"] == "number"]
    return changed != typed and any(abs(float(number)) > within for number in numbers)


#: Mix-ups that any number can suffer: how to undo each, and what to say.
_MIX_UPS = (
    (lambda v: v * 100, N_("It is 100 times too small: did you give a fraction for percent?")),
    (lambda v: v / 100, N_("It is 100 times too large: did you give percent for a fraction?")),
    (lambda v: -v, N_("The sign is the other way round.")),
    (lambda v: v * 1e3, N_("It is 1,000 times too small: look at the unit.")),
    (lambda v: v / 1e3, N_("It is 1,000 times too large: look at the unit.")),
    (lambda v: v * 1e6, N_("It is 1,000,000 times too small: look at the unit.")),
    (lambda v: v / 1e6, N_("It is 1,000,000 times too large: look at the unit.")),
    (lambda v: v / 24, N_("It is 24 times too large: did you give hours for days?")),
    (lambda v: 1 - v, N_("It is the other part: with the right answer it makes 1.")),
    (lambda v: 100 - v, N_("It is the other part: with the right answer it makes 100.")),
)


def _wrong_kind(typed: _answer.Typed, wanted: str) -> str:
    if typed["type"] == "text" and wanted == "number":
        return _("A number is asked for: write it without quotes and without its unit.")
    names = {
        "number": _("a number"),
        "text": _("a word in quotes"),
        "list": _("a list"),
        "table": _("a table with a name for each value"),
        "truth": _("True or False"),
        "nothing": _("None"),
    }
    given = names.get(typed["type"]) or _("a {name}").format(name=typed["value"])
    return _("Asked for is {wanted}; yours is {given}.").format(wanted=names[wanted], given=given)


def _typed(slips: Slips) -> list[tuple[_answer.Typed, str]]:
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
    typed = _answer.encode(argument)
    words = _answer.words(typed)
    return f"[{words}]" if typed["type"] == "list" else words.replace(",", "")


def _stopped(asked: _Item, error: BaseException) -> NoReturn:
    try:
        reason = str(error).rstrip(".")
    except Exception:  # an error of the trainee's own making may not even have a text
        reason = ""
    if "ellipsis" in reason.lower():
        _still_open(asked)
    name = type(error).__name__
    _publish(asked, {"type": "error", "value": name}, _("your function stopped"))
    # the text of an error may hold the inputs, and those of grading stay hidden
    told = name if asked.hidden or not reason.strip() else f"{name}: {reason}"
    _not_yet(asked, _("Your function stopped with {error}.").format(error=told))


def _still_open(asked: _Item) -> NoReturn:
    text = _("{label} is still open: replace the three dots (...) in the answer cell.")
    raise StillOpen(text.format(label=asked.label))


def _not_yet(asked: _Item, reason: str) -> NoReturn:
    verdict = _("{label} is not right yet.")
    if asked.hidden:
        verdict = _("{label} is right on the inputs shown, but not on those of grading.")
    parts = [verdict.format(label=asked.label), reason, asked.hint]
    raise NotYet(_one_line(" ".join(parts)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _publish(asked: _Item, typed: _answer.Typed, text: str, **more: Any) -> None:
    """Publish the judged value; `text` is what a person sees."""
    # here, so that the library also loads without Jupyter
    from IPython import get_ipython
    from IPython.display import display

    published = {
        "version": VERSION,
        "item": asked.name,
        "part": "hidden" if asked.hidden else "shown",
        "within": asked.within,
        "value": typed,
    }
    text = _one_line(f"{asked.label}: {text}")
    if get_ipython() is None:
        print(text)
    else:
        display({"text/plain": text, MIME: published | more}, raw=True)
