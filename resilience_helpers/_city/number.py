"""Numbers as people type them into a spreadsheet."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from resilience_helpers._text import _

_GROUPS = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)"
_NUMBER = re.compile(rf"[+-]?(?:{_GROUPS}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+(?: [0-9]{3})*,[0-9]+")
_TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_RANGE = re.compile(r"[0-9][^0-9]*(?:[-\u2010-\u2015~\u301c]|\bto\b|\bor\b|[至到或])\s*[0-9]")
NOT_KNOWN = frozenset(
    [
        "n/a",
        "n.a.",
        "na",
        "nan",
        "none",
        "null",
        "nil",
        "unknown",
        "tbd",
        "tbc",
        "-",
        "--",
        "?",
        "???",
        "/",
        "无",
        "不详",
        "未知",
        "暂无",
    ]
)
# NFKC would turn 10² into 102, and ½ into 1 over 2.
_NOT_PLAIN = ("<super>", "<sub>", "<circle>", "<fraction>")


def show(value: Any) -> str:
    """Return a number with commas between thousands, a text as it is.

    Examples
    --------
    >>> show(2400000), show(0.35), show(12.0)
    ('2,400,000', '0.35', '12')
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def parse_number(value: Any, percent: bool = False, commas_may_be_decimal: bool = False) -> float:
    """Return the number that a cell holds.

    Parameters
    ----------
    value : object
        Cell of a spreadsheet: a number, or a text with a number in it.
    percent : bool
        Whether a percent sign may follow the number.
    commas_may_be_decimal : bool
        Whether "12,5" means twelve and a half.

    Returns
    -------
    float
        The number; a percent sign does not change it, "12 %" is 12.0.

    Raises
    ------
    ValueError
        If it is not one number. The text says what should stand there instead.

    Examples
    --------
    >>> parse_number("1,234,567"), parse_number("1 234 567"), parse_number("12 %", percent=True)
    (1234567.0, 1234567.0, 12.0)
    """
    if isinstance(value, bool):
        raise ValueError(_("a number, not yes or no"))
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, (date, datetime, time)):
        raise ValueError(
            _(
                "a number; the spreadsheet program made a date of what was typed, "
                'so set the format of the cell to "Number" and type it again'
            )
        )
    text = unicodedata.normalize("NFKC", str(value)).replace("\u2212", "-")
    text = " ".join(text.split())
    if text.endswith("%"):
        if not percent:
            raise ValueError(_("a number without a percent sign"))
        text = text[:-1].rstrip()
    if commas_may_be_decimal:
        if _TWO_READINGS.fullmatch(text):
            raise ValueError(
                _(
                    "a number that can be read in one way only: no mark between "
                    "thousands, and one or two decimals"
                )
            )
        if _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
    plain = not any(unicodedata.decomposition(sign).startswith(_NOT_PLAIN) for sign in str(value))
    if plain and _NUMBER.fullmatch(text):
        return float(text.replace(",", "").replace(" ", ""))
    raise ValueError(_why_no_number(text))


def _why_no_number(text: str) -> str:
    """Say what should stand in place of a text that is not a number."""
    if text.lower() in NOT_KNOWN:
        return _("a number; leave an optional field empty if the number is not known")
    if text.startswith("#"):
        return _("a number; the formula in this cell ends in an error")
    if _RANGE.search(text):
        return _("one number, not a range; take the value that you trust most")
    if any(sign.isalpha() for sign in text):
        return _('digits only, without words or units such as "about", "million" or "km2"')
    if re.search(r"[0-9][,.][0-9]", text):
        return _(
            "digits with a point before the decimals; commas or spaces may part the "
            "thousands, such as 1,234,567.5"
        )
    return _("one number, digits only")
