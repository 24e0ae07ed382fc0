"""Verdicts made outside the trainee's kernel.

From a kernel that ran a trainee's code nothing is believed but the published value of each
check: plain JSON, of known types and bounded size. It is compared with the instructor's seals by the
function that the learner's own check uses, and the outputs of the cell are then ours.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from resilience_helpers import _verdict, check
from resilience_helpers._answer import LONGEST, Typed

#: What one value may hold: levels of lists in lists, characters of one text, and all together.
DEEPEST = 20
LONGEST_TEXT = 10_000
LARGEST = 100_000
#: Publications of one cell, and characters of a line that we write.
MOST = 100
LINE = 1_000

FAILED = "failed"
_KEYS = {"open": {"type"}, "nothing": {"type"}, "error": {"type", "value", "reason"}}
#: Errors of the run, whose text is a sentence on the cell, not the trainee's own.
_OF_THE_RUN = ("LeftOut", "NotRun", "CellTimeoutError")
_TYPES = {"truth", "number", "text", "list", "table", "other", *_KEYS}


class OddValueError(ValueError):
    """A published value that no check of ours publishes; its text says why."""


@dataclass(frozen=True)
class Judged:
    """The verdict on a check cell.

    Attributes
    ----------
    outputs : list of NotebookNode
        What stands in the graded notebook instead of the kernel's outputs.
    state : str
        right, wrong, open, or failed if it cannot be judged.
    finding : str or None
        One sentence for instructor and trainee if it failed.
    """

    outputs: list[NotebookNode]
    state: str
    finding: str | None = None


def judge_cell(
    cell: NotebookNode, expected: list[dict], answer: NotebookNode | None = None
) -> Judged:
    """Judge a check cell that ran in a trainee's kernel.

    Parameters
    ----------
    cell : NotebookNode
        The run cell; it is not changed.
    expected : list of dict
        What the instructor's checks published in it, as `NotebookKey.expected` has it; not
        empty.
    answer : NotebookNode, optional
        The answer cell of the item, run: if it stopped, that is why there is no value.

    Returns
    -------
    Judged
        nbgrader's `determine_grade` gives full points to its outputs if the state is right, else 0.
    """
    published = list(_published(cell))
    stopped = _stopped(cell)
    outputs = []
    for position, terms in enumerate(expected):
        item = _verdict.Item.of(terms, terms["sealed"])
        try:
            typed = _value_of(item, position, expected, published)
            verdict = None if typed is None else _verdict.judge(item, typed)
        except OddValueError as odd:
            return _failed(item, outputs, str(odd))
        except Exception as error:  # no value may end the grading of others
            return _failed(item, outputs, f"its value led to {type(error).__name__}")
        if verdict is None:
            if stopped is not None and stopped[0] == check.StillOpen.__name__:
                told = _verdict.still_open(item, {"type": "open"}).told
                return Judged([*outputs, _error("StillOpen", told)], _verdict.OPEN)
            if stopped is not None and answer is not None and (cause := _stopped(answer)):
                told = _no_answer(item, cause)
                return Judged([*outputs, _error("CheckFailed", told)], FAILED, told)
            return _failed(item, outputs, _why(stopped))
        if verdict.state == _verdict.OPEN:
            return Judged([*outputs, _error("StillOpen", verdict.told)], _verdict.OPEN)
        outputs.append(_display(item, verdict))
        if verdict.state != _verdict.RIGHT:
            return Judged([*outputs, _error("NotYet", verdict.told)], _verdict.WRONG)
    if stopped is not None:
        return _failed(item, outputs, _why(stopped))
    return Judged(outputs, _verdict.RIGHT)


def read_value(raw: Any, stops: bool = False) -> Typed:
    """Return a published value as plain JSON of known types.

    Parameters
    ----------
    raw : object
        What came from the kernel, parsed as JSON.
    stops : bool
        True where a function may also have stopped with an error.

    Returns
    -------
    dict
        A fresh copy, as `resilience_helpers._answer.encode` gives it.

    Raises
    ------
    OddValueError
        If it is anything else, or too large.

    Examples
    --------
    >>> read_value({"type": "number", "value": 405})
    {'type': 'number', 'value': 405.0}
    """
    if stops and isinstance(raw, dict) and raw.get("type") == "error":
        reader = _Reader()
        if not {"type", "value"} <= set(raw) <= _KEYS["error"]:
            raise OddValueError("its value has other parts than it should")
        return {"type": "error"} | {
            name: reader.text(raw[name]) for name in ("value", "reason") if name in raw
        }
    return _Reader().value(raw, DEEPEST)


class _Reader:
    """Reads one value and counts what it holds."""

    def __init__(self) -> None:
        self.left = LARGEST

    def value(self, raw: Any, levels: int) -> Typed:
        self.count(1)
        kind = raw.get("type") if isinstance(raw, dict) else None
        if not isinstance(kind, str) or kind not in _TYPES or kind == "error":
            raise OddValueError("its value is of an unknown type")
        if set(raw) != _KEYS.get(kind, {"type", "value"}):
            raise OddValueError("its value has other parts than it should")
        if "value" not in raw:
            return {"type": kind}
        return {"type": kind, "value": getattr(self, kind)(raw["value"], levels)}

    def count(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise OddValueError("its value is too large")

    def text(self, raw: Any, levels: int = 0) -> str:
        if not isinstance(raw, str):
            raise OddValueError("its value holds a text that is none")
        if len(raw) > LONGEST_TEXT:
            raise OddValueError(f"its value holds a text of {len(raw):,} characters")
        self.count(len(raw))
        try:
            raw.encode()
        except UnicodeEncodeError:
            raise OddValueError("its value holds half a character") from None
        return raw

    other = text

    def truth(self, raw: Any, levels: int) -> bool:
        if not isinstance(raw, bool):
            raise OddValueError("its value holds a truth that is none")
        return raw

    def number(self, raw: Any, levels: int) -> float | str:
        if isinstance(raw, str) and raw in ("nan", "inf", "-inf"):
            return raw
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            try:
                if math.isfinite(number := float(raw)):
                    return number
            except OverflowError:
                pass
        raise OddValueError("its value holds a number that is none")

    def list(self, raw: Any, levels: int) -> list[Typed]:
        self.collection(raw, list, levels)
        return [self.value(part, levels - 1) for part in raw]

    def table(self, raw: Any, levels: int) -> dict[str, Typed]:
        self.collection(raw, dict, levels)
        return {self.text(label): self.value(part, levels - 1) for label, part in raw.items()}

    def collection(self, raw: Any, wanted: type, levels: int) -> None:
        if not isinstance(raw, wanted):
            raise OddValueError(f"its value holds a {wanted.__name__} that is none")
        if len(raw) > LONGEST:
            raise OddValueError(f"its value holds a collection of {len(raw):,} values")
        if levels == 0:
            raise OddValueError(f"its value is nested more than {DEEPEST} deep")


def _outputs(cell: NotebookNode, kind: str) -> Iterator[dict]:
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if isinstance(output, dict) and output.get("output_type") == kind:
            yield output


def _published(cell: NotebookNode) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield item, part and value of each publication; what it is not named by texts is ("", "")."""
    for output in _outputs(cell, "display_data"):
        data = output.get("data")
        if isinstance(data, dict) and check.MIME in data:
            bundle = data[check.MIME]
            bundle = bundle if isinstance(bundle, dict) else {}
            place = bundle.get("item"), bundle.get("part")
            named = all(isinstance(name, str) for name in place)
            yield (place if named else ("", "")), bundle.get("value")


def _stopped(cell: NotebookNode) -> tuple[str, str] | None:
    """Return name and text of the error that ended a cell."""
    for output in _outputs(cell, "error"):
        name, text = output.get("ename"), output.get("evalue")
        return tuple(part if isinstance(part, str) else "" for part in (name, text))
    return None


def _value_of(
    item: _verdict.Item, position: int, expected: list[dict], published: list[tuple]
) -> Typed | None:
    """Return the value that was published for an item; None if there is none."""
    if len(published) > MOST:
        raise OddValueError(f"it published {len(published):,} values")
    wanted = [(terms["item"], terms["part"]) for terms in expected]
    order = list(dict.fromkeys(place for place, _raw in published))
    if not set(order) <= set(wanted):
        raise OddValueError("it published a value that it is not asked for")
    if order != wanted[: len(order)]:
        raise OddValueError("it published its values in another order")
    raw_values = [raw for place, raw in published if place == wanted[position]]
    values = [read_value(raw, stops=item.kind == "function") for raw in raw_values]
    if any(value != values[0] for value in values):
        raise OddValueError("it published twice, with different values")
    return values[0] if values else None


def _error_words(error: tuple[str, str]) -> tuple[str, str]:
    name, text = (_clean(part, 300) for part in error)
    # from Python 3.13 on code that ends too early has an error of a private name
    return ("SyntaxError" if name == "_IncompleteInputError" else name), text


def _why(stopped: tuple[str, str] | None) -> str:
    if stopped is None:
        return "it published no value"
    name, text = _error_words(stopped)
    return f"it stopped with {name or 'an error'}{': ' if text else ''}{text}".rstrip(".")


def _no_answer(item: _verdict.Item, cause: tuple[str, str]) -> str:
    """Say that the answer cell stopped, with which error and in which of its lines."""
    name, text = _error_words(cause)
    if name in _OF_THE_RUN:
        text = text.replace("This cell", "Your answer cell", 1)
        return f"{item.label}: there is no answer to judge. {text}"
    # the file is one that the kernel made up
    text = re.sub(r"\((?:<[^<>]*>|[^\s()]*\.py), line (\d+)\)", r"(line \1)", text)
    error = f"{name or 'an error'}{': ' if text else ''}{text}".rstrip(".")
    return f"{item.label}: your answer cell stopped with {error}, so there is no answer to judge."


def _failed(item: _verdict.Item, outputs: list[NotebookNode], reason: str) -> Judged:
    told = f"{item.label} could not be judged: {reason}."
    finding = f"The check of {item.label} could not be judged: {reason}."
    return Judged([*outputs, _error("CheckFailed", told)], FAILED, finding)


def _display(item: _verdict.Item, verdict: _verdict.Verdict) -> NotebookNode:
    bundle = {
        "version": check.VERSION,
        "item": item.name,
        "part": item.part,
        "within": item.within,
        "value": verdict.typed,
    }
    data = {"text/plain": _clean(verdict.shown, LINE), check.MIME: bundle}
    return new_output("display_data", data=data)


def _error(name: str, line: str) -> NotebookNode:
    line = _clean(line, LINE)
    return new_output("error", ename=name, evalue=line, traceback=[line])


def _clean(text: str, most: int) -> str:
    """Return a text as one line of bounded length, without characters that steer a screen."""
    text = _verdict.one_line(text[: 10 * most])
    text = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
