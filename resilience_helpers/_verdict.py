"""What a check says to an answer.

One place decides for both: the check in a trainee's kernel, and the grader, which sees only
the published value. Nothing here shows or raises anything, or calls code of a trainee.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resilience_helpers import _answer
from resilience_helpers._text import N_, _

#: Between the seal of the right answer and those of the known wrong ones.
SEPARATOR = "/"

RIGHT, WRONG, OPEN, UNSEALED = "right", "wrong", "open", "unsealed"


@dataclass(frozen=True)
class Item:
    """What a verdict needs to know of an item.

    `kind` is the check's name: choice, value or function. `call` is the text of a function's
    only call. `sealed` is None in the instructor's copy.
    """

    name: str
    kind: str = "value"
    within: float = 0.0
    unit: str = ""
    hint: str = ""
    unchecked: str = ""
    among: str = ""
    hidden: bool = False
    call: str = ""
    sealed: str | None = None

    @classmethod
    def of(cls, published: Mapping[str, Any], sealed: str) -> "Item":
        """Return the item that a check of the instructor's copy published, with its seal."""
        names = ("kind", "within", "unit", "hint", "unchecked", "among", "call")
        parts = {name: published[name] for name in names}
        hidden = published["part"] == "hidden"
        return cls(published["item"], hidden=hidden, sealed=sealed, **parts)

    @property
    def part(self) -> str:
        return "hidden" if self.hidden else "shown"

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


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer.

    Attributes
    ----------
    state : str
        right, wrong or open; unsealed where there is nothing to compare with.
    shown : str
        The line that stands beside the published value; empty if open.
    told : str
        The line of an item that is not right; empty otherwise.
    typed : dict
        The judged value: a letter is a plain capital letter.
    """

    state: str
    shown: str
    told: str
    typed: _answer.Typed


def judge(item: Item, typed: _answer.Typed) -> Verdict:
    """Judge an answer.

    Parameters
    ----------
    item : Item
        What was asked, with its seal.
    typed : dict
        The answer as `_answer.encode` gives it. For a function it is the list of its results,
        or ``{"type": "error", "value": name, "reason": text}`` if it stopped; any other type
        means that the answer was no function.

    Returns
    -------
    Verdict
    """
    if item.kind == "choice" and typed["type"] == "text":
        written = typed["value"]
        typed = {"type": "text", "value": _letter(written)}
        if typed["value"] not in tuple(item.among):
            shown = _("your answer is {answer}").format(answer=repr(written))
            wanted = _("Answer with one letter out of {letters}, in quotes.")
            return _wrong(item, typed, shown, wanted.format(letters=", ".join(item.among)))
    if item.kind == "function" and typed["type"] == "error":
        return _stopped(item, typed)
    if item.kind == "function" and typed["type"] not in ("list", "open"):
        return no_function(item, typed)
    if _answer.is_open(typed):
        return still_open(item, typed)
    return _compare(item, typed)


def still_open(item: Item, typed: _answer.Typed) -> Verdict:
    """Return the verdict on an untouched item."""
    text = _("{label} is still open: replace the three dots (...) in the answer cell.")
    return Verdict(OPEN, "", text.format(label=item.label), typed)


def no_function(item: Item, typed: _answer.Typed) -> Verdict:
    """Return the verdict on an answer that should be a function and is none."""
    reason = _("The answer must be a function: keep the line that starts with def.")
    return _wrong(item, typed, _("the answer is not a function"), reason)


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split())


def _letter(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip(" \t\n.()[]'\"").upper()


def _stopped(item: Item, typed: _answer.Typed) -> Verdict:
    name, reason = typed["value"], typed.get("reason", "")
    # the text of an error may hold the inputs, and those of grading stay hidden
    told = name if item.hidden or not reason.strip() else f"{name}: {reason}"
    text = _("Your function stopped with {error}.").format(error=told)
    return _wrong(item, {"type": "error", "value": name}, _("your function stopped"), text)


def _compare(item: Item, typed: _answer.Typed) -> Verdict:
    called = item.kind == "function"
    single = typed["value"][0] if called and len(typed["value"]) == 1 else typed
    shown = _answer.words(single, item.unit)
    said = _("{call} gives {value}") if called else _("your answer is {value}")
    call = item.call or _("your function")
    said = _("tried on inputs of grading") if item.hidden else said.format(call=call, value=shown)
    if item.sealed is None:
        line = _line(item, _("instructor's copy, not sealed; ") + said)
        return Verdict(UNSEALED, line, "", typed)
    if item.matched_by(typed, item.right):
        verdict = _("right on the inputs of grading too.") if item.hidden else _("right, {value}.")
        text = verdict.format(value=shown)
        return Verdict(RIGHT, _line(item, f"{text} {item.unchecked}".strip()), "", typed)
    return _wrong(item, typed, said, _reason(item, typed))


def _wrong(item: Item, typed: _answer.Typed, shown: str, reason: str) -> Verdict:
    verdict = _("{label} is not right yet.")
    if item.hidden:
        verdict = _("{label} is right on the inputs shown, but not on those of grading.")
    parts = [verdict.format(label=item.label), reason, item.hint]
    return Verdict(WRONG, _line(item, shown), one_line(" ".join(parts)), typed)


def _line(item: Item, text: str) -> str:
    return one_line(f"{item.label}: {text}")


def _reason(item: Item, typed: _answer.Typed) -> str:
    """Say what is wrong with an answer, as far as the seals can tell."""
    for slip in item.sealed_slips:
        if message := _answer.open_message(item.name, typed, slip, item.within):
            return message
    wanted = _answer.sealed_kind(item.right)
    if typed["type"] != wanted:
        return _wrong_kind(typed, wanted)
    for change, message in _MIX_UPS:
        changed = _answer.change_numbers(typed, change)
        if _tells(typed, changed, item.within) and item.matched_by(changed, item.right):
            return _(message)
    found = [leaf for _path, leaf in _answer.leaves(typed)]
    if wanted != "nothing" and all(leaf["type"] == "nothing" for leaf in found):
        return _("It gives None: is a return missing?")
    if not item.hidden and any(leaf == {"type": "number", "value": "nan"} for leaf in found):
        return _(
            "It gives nan, which is not a number: look for a missing value or a division by 0."
        )
    count = _answer.sealed_count(item.right)
    if len(found) != count:
        told = _("It holds {given} values; {count} are asked for.")
        if count == 1:
            told = _("It holds {given} values; only one is asked for.")
        return told.format(given=len(found), count=count)
    right = round(count * _answer.matches(item.name, typed, item.right, item.within))
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
    given = names.get(typed["type"]) or _("this: {name}").format(name=typed["value"])
    return _("Asked for is {wanted}; yours is {given}.").format(wanted=names[wanted], given=given)
