"""City files: from plain cells to numbers, and everything that is wrong with them."""

import difflib
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resilience_helpers._city.file import (
    CityFileError,
    Problem,
    Table,
    UnsavedFormula,
    is_empty,
    short,
)
from resilience_helpers._city.number import NOT_KNOWN, parse_number, show
from resilience_helpers._text import _

DENSITY = (1, 100_000)
GDP_PER_RESIDENT = (5_000, 1_000_000)


@dataclass(frozen=True)
class FieldRule:
    """What a field of a city may hold, and how it is explained.

    `kind` is "name" (a text with letters), "text", "whole" or "number". `low` and `high` are
    the plausible limits [unit], both allowed. `fallback` is true where an empty field takes
    the value of Lanwan.
    """

    name: str
    kind: str
    label: str
    unit: str
    low: float | None
    high: float | None
    example: str
    explanation: str
    required: bool
    fallback: bool

    @property
    def is_number(self) -> bool:
        return self.kind in ("whole", "number")

    @property
    def is_percent(self) -> bool:
        return self.unit == "percent"

    @property
    def shown_unit(self) -> str:
        """The unit in the reader's language; `unit` itself stays, the code compares it."""
        return _(self.unit) if self.unit else ""

    @property
    def limits(self) -> str:
        """What may stand in the field, in words."""
        if not self.is_number:
            return _("a name") if self.kind == "name" else _("a short text")
        words = (
            _("whole number, {low} to {high} {unit}")
            if self.kind == "whole"
            else _("{low} to {high} {unit}")
        )
        return words.format(low=show(self.low), high=show(self.high), unit=self.shown_unit)

    @property
    def allowed(self) -> str:
        """Words of the template's column "allowed"."""
        words = _("required: {limits}") if self.required else _("optional: {limits}")
        return words.format(limits=self.limits)

    def fault(self, value: Any) -> str | None:
        """Return why `value`, a number or a text, cannot stand in the field, or None."""
        if not self.is_number:
            if self.kind == "name" and not any(letter.isalpha() for letter in value):
                return _("a name with letters")
            return None
        if not self.low <= value <= self.high:
            return self.limits
        if self.kind == "whole" and value != int(value):
            return self.limits
        return None


@dataclass
class Checked:
    """Values of all fields, which of them are Lanwan's, and the notes for the reader."""

    values: dict[str, Any] = field(default_factory=dict)
    fallbacks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_table(table: Table, rules: Sequence[FieldRule], fallbacks: Mapping[str, Any]) -> Checked:
    """Return the values of a city file.

    Parameters
    ----------
    table : Table
        Cells of the file.
    rules : sequence of FieldRule
        Fields that a city has.
    fallbacks : mapping
        Values that stand in for empty optional fields, by field.

    Returns
    -------
    Checked
        One value for each rule; None for an empty optional field without a fallback.

    Raises
    ------
    CityFileError
        If anything is wrong; lists all of it.
    """
    check = _Check(table, rules)
    if {"field", "value"} <= check.columns.keys():
        check.sort_rows()
        for rule in rules:
            check.take(rule, fallbacks)
        check.compare_fields()
    if check.problems:
        check.problems.sort(key=lambda problem: problem.row or math.inf)
        raise CityFileError(table.source, check.problems)
    return check.result


class _Check:
    """The walk through one table; collects problems, values and notes."""

    def __init__(self, table: Table, rules: Sequence[FieldRule]) -> None:
        self.table = table
        self.rules = {rule.name: rule for rule in rules}
        self.problems: list[Problem] = []
        self.result = Checked(notes=list(table.notes))
        self.rows: dict[str, tuple[int, list[Any]]] = {}
        self.explained: set[str] = set()  # fields whose absence another problem explains
        self.columns = self._columns()

    def _columns(self) -> dict[str, int]:
        """Find the columns by their names, in any order."""
        number, header = self.table.rows[0]
        names = ["" if is_empty(name) else str(name).strip().casefold() for name in header]
        for wanted in ("field", "value", "unit"):
            if names.count(wanted) != 1:
                found = ", ".join(short(name) for name in header if not is_empty(name))
                expected = _("one column with the name {name}; the columns found are: {found}")
                self.problems.append(
                    Problem(
                        self.table.sheet,
                        number,
                        None,
                        _("no such column") if wanted not in names else _("the column twice"),
                        expected.format(name=wanted, found=found),
                        wanted,
                    )
                )
        return {name: index for index, name in enumerate(names) if names.count(name) == 1}

    def cell(self, row: list[Any], column: str) -> Any:
        index = self.columns.get(column)
        value = row[index] if index is not None and index < len(row) else None
        return None if is_empty(value) else value

    def add(self, row: int | None, column: str, value: Any, expected: str, example: str) -> None:
        name = None if row is None else self.table.column_name(self.columns[column])
        self.problems.append(Problem(self.table.sheet, row, name, value, expected, example))

    def sort_rows(self) -> None:
        """Give each row to its field; report rows that have none."""
        width = len(self.table.rows[0][1])
        for number, cells in self.table.rows[1:]:
            name, value = self.cell(cells, "field"), self.cell(cells, "value")
            if name is None:
                if value is not None:
                    self.add(
                        number,
                        "field",
                        None,
                        _('the name of a field before the value "{value}"').format(
                            value=short(value)
                        ),
                        "population",
                    )
                continue
            key = re.sub(r"[\s-]+", "_", str(name).strip().casefold())
            if key not in self.rules:
                self._report_unknown(number, name, key)
            elif key in self.rows:
                self.add(
                    number,
                    "field",
                    name,
                    _("each field once; {field} stands in row {row} already").format(
                        field=key, row=self.rows[key][0]
                    ),
                    key,
                )
            elif any(not is_empty(cell) for cell in cells[width:]):
                self.explained.add(key)
                self.add(
                    number,
                    "value",
                    value,
                    _(
                        "{field}: as many cells as the first row has; "
                        "write the number without commas"
                    ).format(field=key),
                    self.rules[key].example,
                )
            else:
                self.rows[key] = (number, cells)

    def _report_unknown(self, number: int, name: Any, key: str) -> None:
        close = difflib.get_close_matches(key, self.rules, n=1)
        if close:
            self.explained.add(close[0])
            expected = _("a field of the template; the closest name is {field}").format(
                field=close[0]
            )
        else:
            expected = _("a field of the template, or no row; the fields are {fields}").format(
                fields=", ".join(self.rules)
            )
        self.add(number, "field", name, expected, close[0] if close else "population")

    def take(self, rule: FieldRule, fallbacks: Mapping[str, Any]) -> None:
        """Take the value of one field, or report why it cannot be taken."""
        number, cells = self.rows.get(rule.name, (None, []))
        value = self.cell(cells, "value")
        unit_fits = number is None or self._unit_fits(rule, number, cells)
        if value is not None:
            self._take_value(rule, number, value, unit_fits)
        elif rule.required:
            self._report_missing(rule, number)
        elif rule.fallback and rule.name in fallbacks:
            self._fall_back(rule, fallbacks[rule.name])
        else:
            self.result.values[rule.name] = None

    def _report_missing(self, rule: FieldRule, number: int | None) -> None:
        if number is None and rule.name in self.explained:
            return
        expected = (
            _("{field}, which is required: {limits}")
            if number
            else _("a row for {field}, which is required: {limits}")
        )
        self.add(
            number,
            "value",
            None,
            expected.format(field=rule.name, limits=rule.limits),
            rule.example,
        )

    def _unit_fits(self, rule: FieldRule, number: int, cells: list[Any]) -> bool:
        unit = self.cell(cells, "unit")
        allowed = {_plain_unit(rule.unit), _plain_unit(rule.shown_unit)}
        if unit is None or not rule.is_number or _plain_unit(unit) in allowed:
            return True
        self.add(
            number,
            "unit",
            unit,
            _(
                "{field} in {unit}; convert the number and leave the unit as the template has it"
            ).format(field=rule.name, unit=rule.shown_unit),
            rule.shown_unit,
        )
        return False

    def _take_value(self, rule: FieldRule, number: int, value: Any, unit_fits: bool) -> None:
        try:
            taken = self._read(rule, value)
        except ValueError as reason:
            self.add(number, "value", value, f"{rule.name}: {reason}", rule.example)
            return
        fault = rule.fault(taken)
        if fault and unit_fits:
            self.add(number, "value", value, f"{rule.name}: {fault}", rule.example)
        if fault or not unit_fits:
            return
        self.result.values[rule.name] = int(taken) if rule.kind == "whole" else taken
        if rule.is_percent and 0 < taken <= 1 and "%" not in str(value):
            question = _("{field} is {value} %. Did you mean {hundredfold} %?")
            self.result.notes.append(
                question.format(field=rule.name, value=show(taken), hundredfold=show(taken * 100))
            )

    def _read(self, rule: FieldRule, value: Any) -> Any:
        """Return the number or the text of a cell; ValueError says what is expected."""
        if isinstance(value, UnsavedFormula):
            raise ValueError(
                _(
                    "a value; the result of this formula is not in the file, so save "
                    "the file in a spreadsheet program first"
                )
            )
        if rule.is_number:
            return parse_number(value, rule.is_percent, self.table.commas_may_be_decimal)
        text = " ".join(unicodedata.normalize("NFC", str(value)).split())
        if text.casefold() in NOT_KNOWN or text.startswith("#"):
            raise ValueError(_("a text; leave an optional field empty if it is not known"))
        return text

    def _fall_back(self, rule: FieldRule, value: Any) -> None:
        self.result.values[rule.name] = value
        self.result.fallbacks.append(rule.name)
        self.result.notes.append(
            _(
                "{field} is empty, so Lanwan's synthetic value {value} {unit} stands in. "
                "Do not quote it for your city."
            ).format(field=rule.name, value=show(value), unit=rule.shown_unit)
        )

    def compare_fields(self) -> None:
        """Hold population, area and product against each other."""
        values = self.result.values
        population, area = values.get("population"), values.get("area_km2")
        if population is None:
            return
        if area is not None and not DENSITY[0] <= population / area <= DENSITY[1]:
            expected = _(
                "population (row {first}) and area_km2 (row {second}) that give {low} to "
                "{high} people per km2; one of the two is wrong"
            )
            self.add(
                self.rows["population"][0],
                "value",
                _("{population} people on {area} km2").format(
                    population=show(population), area=show(area)
                ),
                expected.format(
                    first=self.rows["population"][0],
                    second=self.rows["area_km2"][0],
                    low=show(DENSITY[0]),
                    high=show(DENSITY[1]),
                ),
                "2400000, 1680",
            )
        product = values.get("gdp_million_cny")
        if product is None:
            return
        each = product * 1e6 / population
        if not GDP_PER_RESIDENT[0] <= each <= GDP_PER_RESIDENT[1]:
            self.result.notes.append(
                _(
                    "gdp_million_cny gives {each} CNY for each resident, which is unusual. "
                    "Is the number in million CNY? 1 yi yuan is 100 million CNY."
                ).format(each=show(round(each)))
            )


def _plain_unit(unit: Any) -> str:
    """Return a unit in one spelling: km² and km2, % and percent are the same."""
    text = unicodedata.normalize("NFKC", str(unit)).casefold()
    return re.sub(r"[\s^]", "", text.replace("%", "percent"))
