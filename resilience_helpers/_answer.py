"""Answers as plain typed values: encode, describe, seal and compare.

A trainee's answer becomes a small dictionary of JSON types, so that it can leave the kernel
without pickle. A sealed answer is a list of salted digests: it says whether a value is right
and does not show the value. A seal hinders a peek; it is no cipher.
"""

import base64
import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

#: Steps of the digest grid in one tolerance; a right answer may lie 2 % beyond it, never less.
GRID = 100
#: Longest list that is published; no item of the course needs more.
LONGEST = 1000

LISTS = (list, tuple, range, np.ndarray, pd.Index, pd.api.extensions.ExtensionArray)

Typed = dict[str, Any]
_NO_MARK = object()


def encode(value: Any) -> Typed:
    """Turn an answer into plain typed JSON.

    Parameters
    ----------
    value : object
        What the trainee's cell gave.

    Returns
    -------
    dict
        ``{"type": ..., "value": ...}`` with type open, nothing, truth, number, text, list,
        table or other. A table keeps the labels of a Series or dict. Numbers that JSON
        lacks are text: "nan", "inf", "-inf".

    Examples
    --------
    >>> encode([1, 2.5])
    {'type': 'list', 'value': [{'type': 'number', 'value': 1.0}, {'type': 'number', 'value': 2.5}]}
    >>> encode(...)
    {'type': 'open'}
    """
    if value is ...:
        return {"type": "open"}
    if value is None:
        return {"type": "nothing"}
    if isinstance(value, (bool, np.bool_)):
        return {"type": "truth", "value": bool(value)}
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return encode(value.item())
    if isinstance(value, (Real, Decimal)):
        number = _float(value)
        return {"type": "number", "value": number if math.isfinite(number) else str(number)}
    if isinstance(value, str):
        return {"type": "text", "value": str(value)}
    if isinstance(value, pd.DataFrame) and value.shape[1] == 1:
        value = value.iloc[:, 0]
    if isinstance(value, pd.Series):
        plain = isinstance(value.index, pd.RangeIndex) or not value.index.is_unique
        value = list(value) if plain else dict(zip(value.index, value, strict=True))
    if isinstance(value, tuple) and hasattr(value, "_fields"):  # a whole result, not one value
        return {"type": "other", "value": type(value).__name__}
    if isinstance(value, Mapping) and len(value) <= LONGEST:
        return {
            "type": "table",
            "value": {_label(key): encode(part) for key, part in value.items()},
        }
    if isinstance(value, LISTS) and len(value) <= LONGEST:
        return {"type": "list", "value": [encode(part) for part in value]}
    if isinstance(value, (Mapping, *LISTS)):
        return {"type": "other", "value": f"collection of {len(value):,} values"}
    return {"type": "other", "value": type(value).__name__}


def _label(key: Any) -> str:
    # an index of whole numbers turns into floats easily; the names stay the same
    if isinstance(key, Real) and not isinstance(key, bool) and float(key).is_integer():
        return str(int(key))
    return " ".join(str(key).split())


def _float(value: Real | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number beyond what a float can hold
        return math.inf if value > 0 else -math.inf


def leaves(typed: Typed, path: str = "") -> Iterator[tuple[str, Typed]]:
    """Yield each single value of a typed answer with the path that leads to it."""
    if typed["type"] == "list":
        for position, part in enumerate(typed["value"]):
            yield from leaves(part, f"{path}/{position}")
    elif typed["type"] == "table":
        for label, part in typed["value"].items():
            yield from leaves(part, f"{path}/{label.casefold()}")
    else:
        yield path, typed


def single(typed: Typed) -> Typed:
    """Return the only value of a list or table that holds one; else the answer as it is."""
    found = list(leaves(typed))
    return found[0][1] if len(found) == 1 and typed["type"] in ("list", "table") else typed


def is_open(typed: Typed) -> bool:
    """Tell whether any part of the answer is still the three dots."""
    return any(leaf["type"] == "open" for _, leaf in leaves(typed))


def change_numbers(typed: Typed, change: Callable[[float], float]) -> Typed:
    """Return the answer with `change` applied to each finite number."""
    if typed["type"] == "list":
        return typed | {"value": [change_numbers(part, change) for part in typed["value"]]}
    if typed["type"] == "table":
        parts = typed["value"].items()
        return typed | {"value": {label: change_numbers(part, change) for label, part in parts}}
    if typed["type"] == "number" and not isinstance(typed["value"], str):
        return encode(change(typed["value"]))
    return typed


def _digest(item: str, path: str, kind: str, mark: object) -> str:
    text = f"{item}|{path}|{kind}|{mark}"
    return hashlib.blake2b(text.encode(), digest_size=6, salt=b"resilient-cities").hexdigest()


def _marks(leaf: Typed, within: float, around: bool) -> list[object]:
    """Return the mark of a single value or, with `around`, all marks that count as the same."""
    value = leaf.get("value")
    if leaf["type"] == "text":
        return [" ".join(value.casefold().split())]
    if leaf["type"] != "number" or isinstance(value, str):
        return [value]
    step = within / GRID
    if step == 0:
        return _exact_marks(value, around)
    if not math.isfinite(value / step):
        return [repr(value)]
    nearest, reach = round(value / step), GRID + 1 if around else 0
    return list(range(nearest - reach, nearest + reach + 1))


def _exact_marks(value: float, around: bool) -> list[object]:
    """Return marks on a grid of 1e-9, or of the last digits of a large number.

    The neighbours on the grid count too, or noise of floating point could cross a line of it.
    """
    digits = math.floor(math.log10(abs(value))) if value else 0
    power = max(-9, digits - 14)
    powers = [p for p in (power - 1, power, power + 1) if p >= -9] if around else [power]
    reach = 1 if around else 0
    marks = []
    for p in powers:
        nearest = round(value * 10.0**-p) if p < 0 else round(value / 10.0**p)
        marks += [f"{p}:{number}" for number in range(nearest - reach, nearest + reach + 1)]
    return marks


def seal(item: str, typed: Typed, within: float = 0.0) -> str:
    """Seal a right answer.

    Parameters
    ----------
    item : str
        Id of the item; it salts the digest.
    typed : dict
        The answer as `encode` gives it.
    within : float
        Stated tolerance, in the unit of the answer; 0 means exact.

    Returns
    -------
    str
        The kind of the answer and one digest for each single value.

    Examples
    --------
    >>> key = seal("m00e0_q1_demo", encode(405.0), within=0.5)
    >>> matches("m00e0_q1_demo", encode(405.4), key, within=0.5)
    1.0
    >>> matches("m00e0_q1_demo", encode(406.0), key, within=0.5)
    0.0
    """
    digests = [
        _digest(item, path, leaf["type"], _marks(leaf, within, around=False)[0])
        for path, leaf in leaves(typed)
    ]
    return " ".join([typed["type"], *digests])


def sealed_kind(sealed: str) -> str:
    """Return the type of answer that a seal expects: number, text, list, table ..."""
    return sealed.split(" ", 1)[0]


def sealed_count(sealed: str) -> int:
    """Return how many single values a seal holds."""
    return len(sealed.split(" ")) - 1


def matches(item: str, typed: Typed, sealed: str, within: float = 0.0) -> float:
    """Return the share of the sealed values that the answer meets [0-1]; 1 means right.

    An answer of another kind, or with more or fewer values, shares nothing. A list or table
    that holds one value counts as that value.
    """
    marks = _matched(item, typed, sealed, within)
    if not marks:
        return 1.0 if marks is not None else 0.0
    return sum(mark is not _NO_MARK for mark in marks) / len(marks)


def seal_message(item: str, typed: Typed, message: str, within: float = 0.0) -> str:
    """Seal a known wrong answer together with the message that only this answer opens.

    Returns
    -------
    str
        The seal of the answer, a colon, and the message in a form that cannot be read.

    Examples
    --------
    >>> slip = seal_message("m00e0_q1_demo", encode(9720), "These are hours.", within=0.5)
    >>> open_message("m00e0_q1_demo", encode(9720.2), slip, within=0.5)
    'These are hours.'
    >>> open_message("m00e0_q1_demo", encode(1), slip, within=0.5) is None
    True
    """
    sealed = seal(item, typed, within)
    hidden = _mix(message.encode(), item, _matched(item, typed, sealed, within))
    return f"{sealed}:{base64.b85encode(hidden).decode()}"


def open_message(item: str, typed: Typed, slip: str, within: float = 0.0) -> str | None:
    """Return the message of a sealed wrong answer if this is that answer, else None."""
    sealed, hidden = slip.split(":", 1)
    if matches(item, typed, sealed, within) < 1.0:
        return None
    return _mix(base64.b85decode(hidden), item, _matched(item, typed, sealed, within)).decode()


def _matched(item: str, typed: Typed, sealed: str, within: float) -> list[object] | None:
    """Return for each value the mark that its seal holds, or `_NO_MARK` where it differs.

    None means that the answer is of another kind or length.
    """
    kind, *digests = sealed.split(" ")
    if kind in ("number", "text", "truth"):
        typed = single(typed)
    if kind == "list" and typed["type"] == "table":  # a filtered Series keeps its old labels
        typed = {"type": "list", "value": list(typed["value"].values())}
    found = list(leaves(typed))
    if typed["type"] != kind or len(found) != len(digests):
        return None
    wanted = set(digests)
    return [
        next(
            (
                m
                for m in _marks(leaf, within, True)
                if _digest(item, path, leaf["type"], m) in wanted
            ),
            _NO_MARK,
        )
        for path, leaf in sorted(found, key=lambda one: one[0])  # a table may come in any order
    ]


def _mix(content: bytes, item: str, marks: list[object] | None) -> bytes:
    """Add a stream of bytes that the marks determine; doing it twice gives the content back."""
    stream = b""
    while len(stream) < len(content):
        text = f"{item}|{marks}|{len(stream)}"
        stream += hashlib.blake2b(text.encode(), salt=b"resilient-cities").digest()
    return bytes(one ^ other for one, other in zip(content, stream, strict=False))


def words(typed: Typed, unit: str = "") -> str:
    """Describe an answer in a few words, with its unit.

    Examples
    --------
    >>> words(encode(405.0), "%·days")
    '405 %·days'
    >>> words(encode(2045)), words(encode(12_000.0), "CNY")
    ('2045', '12,000 CNY')
    >>> words(encode(["Harbour", "Old Town"]))
    'Harbour, Old Town'
    """
    kind, value = typed["type"], typed.get("value")
    if kind == "number":
        # four figures without a comma: they may be a year
        grouped = "" if isinstance(value, str) or abs(value) < 10_000 else ","
        text = value if isinstance(value, str) else f"{value:{grouped}.6g}"
        return f"{text} {unit}".strip()
    if kind == "list":
        return _shorten([words(part, unit) for part in value])
    if kind == "table":
        return _shorten([f"{label} {words(part, unit)}" for label, part in value.items()])
    return {"open": "...", "nothing": "None"}.get(kind, str(value))


def _shorten(parts: list[str], most: int = 8) -> str:
    rest = ", …" if len(parts) > most else ""
    return ", ".join(parts[:most]) + rest
