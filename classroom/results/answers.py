"""What the graded cell of a check shows of a trainee's answer."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from resilience_helpers import _answer, check

#: Longest text of a trainee's that is kept: an error line or a word as an answer.
LONGEST = 300


@dataclass(frozen=True)
class Answer:
    """What a trainee's check cell shows: right, wrong or open, and the value judged last."""

    state: str
    said: str = ""
    value: _answer.Typed | None = None
    part: str = "shown"
    within: float = 0.0


def answer_of(cell: dict, full: bool) -> Answer:
    """Read state and value from the outputs of a check cell.

    Parameters
    ----------
    cell : dict
        The graded cell.
    full : bool
        Whether it has all points. They decide, not the outputs: a person may have changed them.

    Returns
    -------
    Answer
    """
    outputs = [out for out in cell.get("outputs", []) if isinstance(out, dict)]
    errors = [out for out in outputs if out.get("output_type") == "error"]
    if full:
        return Answer("right")
    if any(out.get("ename") == check.StillOpen.__name__ for out in errors):
        return Answer("open")
    # a cell stops at the first check that is not right: the last value is the wrong one
    for output in reversed(outputs):
        published = output.get("data", {}).get(check.MIME) if "data" in output else None
        if _well_formed(published):
            value, part = published["value"], str(published.get("part", "shown"))
            within = published.get("within", 0)
            within = float(within) if isinstance(within, (int, float)) and within >= 0 else 0.0
            return Answer("wrong", _said(errors), value, part, within)
    return Answer("wrong", _said(errors))


def _well_formed(published: Any) -> bool:
    """Tell whether a published value can be put in words and compared."""
    if not isinstance(published, dict):
        return False
    try:
        _answer.words(published["value"])
        leaves = list(_answer.leaves(published["value"]))
        return all(isinstance(leaf.get("value", ""), (str, int, float, bool)) for _, leaf in leaves)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return False


def _said(errors: list[dict]) -> str:
    """Return what the check said, without the verdict that stands before it."""
    text = one_line(errors[0].get("evalue", "")) if errors else ""
    if not text and errors:
        return one_line(errors[0].get("ename", ""))
    return re.sub(r"^Q\d+ is not right yet\.\s*", "", text)


def one_line(text: object, longest: int = LONGEST) -> str:
    """Return a trainee's text as one short line.

    Control and direction characters and lone surrogates go: they can hide what is written,
    and cannot be saved as UTF-8.
    """
    line = " ".join(str(text)[: 4 * longest].split())
    line = "".join(sign for sign in line if not unicodedata.category(sign).startswith("C"))
    return line if len(line) <= longest else line[: longest - 1] + "…"
