"""The records of a plan, asked for by section and name."""

import math
import re

import pandas as pd

from resilience_helpers._text import _

_MEASURE = re.compile(r"measure (\d+): (.+)")
#: Cells of a measure, in the order of the arguments of `plan.record_measure`.
CELLS = (
    "what", "year", "owner", "cost", "source of money", "indicator", "today", "target"
)  # fmt: skip
COLUMNS = ("section", "name", "value", "unit", "note")


class Records:
    """Records of one plan.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `plan.entries` returns them.

    Raises
    ------
    ValueError
        If a column is missing.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        missing = [column for column in COLUMNS if column not in frame]
        if missing:
            told = _("records has no column {missing}; it must be a table as plan.entries() gives")
            raise ValueError(told.format(missing=", ".join(missing)))
        rows = frame.astype(object).where(frame.notna(), "")
        self._rows = {(row["section"], row["name"]): row for row in rows.to_dict("records")}

    def number(self, section: str, name: str) -> float | None:
        """Return a recorded finite number, or None where there is none."""
        row = self._rows.get((section, name))
        try:
            number = math.nan if row is None else float(row["value"])
        except ValueError:
            return None
        return number if math.isfinite(number) else None

    def text(self, section: str, name: str) -> str:
        """Return a record with its unit as it is to be read, or an empty text."""
        row = self._rows.get((section, name))
        return "" if row is None else f"{shown(row['value'])} {row['unit']}".strip()

    def note(self, section: str, name: str) -> str:
        """Return the note beside a record; one that only asks ("year:") is no answer."""
        row = self._rows.get((section, name))
        note = "" if row is None else str(row["note"]).strip()
        return "" if note.endswith(":") else note

    def names(self, section: str) -> list[str]:
        """Return the names that are recorded in a section, measures left out."""
        own = [name for place, name in self._rows if place == section]
        return [name for name in own if not (section == "the plan" and _MEASURE.fullmatch(name))]

    def without_source(self) -> tuple[int, int]:
        """Return how many recorded numbers have no note, and how many numbers there are."""
        notes = [
            self.note(section, name)
            for section in self.sections()
            for name in self.names(section)
            if self.number(section, name) is not None
        ]
        return notes.count(""), len(notes)

    def sections(self) -> list[str]:
        """Return the sections that hold a record."""
        return list(dict.fromkeys(place for place, _name in self._rows))

    def measures(self) -> list[dict[str, str | float | None]]:
        """Return the measures by their number; the cost is a number, or None."""
        numbers = {
            int(match[1])
            for section, name in self._rows
            if section == "the plan" and (match := _MEASURE.fullmatch(name))
        }
        return [self._measure(number) for number in sorted(numbers)]

    def _measure(self, number: int) -> dict[str, str | float | None]:
        names = {cell: f"measure {number}: {cell}" for cell in CELLS}
        one = {cell: self.text("the plan", name) for cell, name in names.items()}
        one["cost"] = self.number("the plan", names["cost"])
        year = self.number("the plan", names["year"])
        # a year is no quantity, so no comma; words such as "each spring" stay
        one["year"] = one["year"] if year is None else f"{year:.0f}"
        return one | {"number": number}


def shown(value: object) -> str:
    """Return a value as it is to be read: thousands parted, no empty decimals.

    Examples
    --------
    >>> shown(56000.0), shown(0.4042), shown("Old Town"), shown(12.50)
    ('56,000', '0.4042', 'Old Town', '12.5')
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    if not abs(number) < 1e15:
        return str(value)
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def unit_shown(unit: str) -> str:
    """Return a unit of the city file as the plan writes it.

    Examples
    --------
    >>> unit_shown("km2"), unit_shown("m2 per person"), unit_shown("percent")
    ('km²', 'm² per person', '%')
    """
    return re.sub(r"\b(k?m)2\b", r"\1²", unit).replace("percent", "%")
