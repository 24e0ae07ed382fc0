"""A city's profile: the numbers that the lessons need, for Lanwan or for your own city.

`write_template` makes a table to fill in, `load_city` reads it, `peers` finds cities like it.
A field is added in one place, as a line of `City`: template, reader, report and display follow.
"""

import dataclasses
import html
import math
from collections.abc import Sequence
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resilience_helpers._city import template as _city_template
from resilience_helpers._city.check import FieldRule, check_table, show
from resilience_helpers._city.file import CityFileError, Problem, Table, read_table, refuse
from resilience_helpers._city.peers import peers
from resilience_helpers._text import N_, _

if TYPE_CHECKING:
    import pandas

__all__ = ["FIELDS", "City", "CityFileError", "Problem", "load_city", "peers", "write_template"]

LANWAN = "lanwan"


def _text(label: str, example: str, explanation: str, *, required: bool = False) -> Any:
    """Describe a text field; a required one is a name and has letters."""
    metadata = {
        "kind": "name" if required else "text",
        "label": label,
        "unit": "",
        "low": None,
        "high": None,
        "example": example,
        "explanation": explanation,
        "required": required,
        "fallback": False,
    }
    return dataclasses.field(metadata=metadata, **({} if required else {"default": None}))


_PERCENT = (N_("percent"), 0, 100)


def _number(
    label: str,
    unit: str,
    low: float,
    high: float,
    example: str,
    explanation: str,
    *,
    required: bool = False,
    fallback: bool = False,
    whole: bool = False,
) -> Any:
    """Describe a number field; `low` and `high` [unit] are the plausible limits."""
    metadata = {
        "kind": "whole" if whole else "number",
        "label": label,
        "unit": unit,
        "low": low,
        "high": high,
        "example": example,
        "explanation": explanation,
        "required": required,
        "fallback": fallback,
    }
    optional = {} if required or fallback else {"default": None}
    return dataclasses.field(metadata=metadata, **optional)


@dataclasses.dataclass(frozen=True, kw_only=True)
class City:
    """Profile of a city.

    Each field carries its label, unit, plausible limits, example and explanation in its
    metadata; `FIELDS` lists them.

    Parameters
    ----------
    **fields
        One value for each of `FIELDS`, in the unit stated there; see ``City.__annotations__``
        for the types. A field that is not required may be left out.
    notes : tuple of str
        What the reader of the numbers must know.
    fallbacks : tuple of str
        Fields that hold Lanwan's synthetic value because the city gave none.

    Raises
    ------
    ValueError
        If a value lies outside its limits.
    TypeError
        If a value is a text where a number belongs, or the other way round.

    Examples
    --------
    >>> lanwan = load_city("lanwan")
    >>> lanwan.name
    'Lanwan'
    >>> small = dataclasses.replace(lanwan, population=12)
    Traceback (most recent call last):
    ...
    ValueError: population is 12; expected: whole number, 1,000 to 50,000,000 residents
    """

    # fmt: off
    name: str = _text(_("City"), "Lanwan", _("name, as it shall stand in the plan"), required=True)
    country: str = _text(_("Country"), "China", _("where the city lies"), required=True)
    population: int = _number(
        _("Residents"), N_("residents"), 1_000, 50_000_000, "2400000",
        _("people who live in the area that you plan for, in the most recent year"),
        required=True, whole=True
    )
    area_km2: float = _number(
        _("Area"), N_("km2"), 1, 100_000, "1680",
        _("of the land and water where these people live, with the same border"), required=True
    )
    gdp_million_cny: float = _number(
        _("Gross domestic product"), N_("million CNY"), 1, 10_000_000, "372000",
        _("of one year, in million CNY; 1 yi yuan is 100 million CNY"), required=True
    )

    flood_prone_population_percent: float = _number(
        _("People in flood-prone areas"), *_PERCENT, "31",
        _("share of the residents whose home a 1-in-50-year flood would reach"), fallback=True
    )
    green_space_percent: float = _number(
        _("Green space"), *_PERCENT, "38", _("share of the area under plants or open water"),
        fallback=True
    )
    warning_coverage_percent: float = _number(
        _("People reached by warnings"), *_PERCENT, "90",
        _("share of the residents whom a warning reaches an hour before the event"), fallback=True
    )
    largest_sector_jobs_percent: float = _number(
        _("Jobs in the largest sector"), *_PERCENT, "35",
        _("share of all jobs that the largest branch of the economy has"), fallback=True
    )
    insured_homes_percent: float = _number(
        _("Insured homes"), *_PERCENT, "20",
        _("share of the homes insured against flood and storm"), fallback=True
    )
    disaster_reserve_cny_per_person: float = _number(
        _("Disaster reserve"), N_("CNY per person"), 0, 100_000, "120",
        _("public money set aside for emergencies, divided by the residents"), fallback=True
    )
    aged_65_percent: float = _number(
        _("People aged 65 or more"), *_PERCENT, "16", _("share of the residents"), fallback=True
    )
    doctors_per_1000: float = _number(
        _("Doctors"), N_("doctors per 1000 residents"), 0, 30, "2.9",
        _("who work in the city, for every 1,000 residents"), fallback=True
    )
    shelter_m2_per_person: float = _number(
        _("Shelter area"), N_("m2 per person"), 0, 50, "1.5",
        _("floor of the emergency shelters, divided by the residents"), fallback=True
    )

    last_event: str | None = _text(
        _("Last disaster"), _("autumn flood 2021"), _("what happened and when, in a few words")
    )
    service_lowest_percent: float | None = _number(
        _("Lowest level of the service"), *_PERCENT, "55",
        _("in that disaster, the lowest share of customers with water (or power)")
    )
    recovery_days: float | None = _number(
        _("Time to recover"), N_("days"), 0, 3_650, "18",
        _("in that disaster, days until the service was back")
    )
    # fmt: on

    notes: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for rule in FIELDS:
            _refuse_fault(rule, getattr(self, rule.name))

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return label, value, unit and remark of each field, as texts.

        Returns
        -------
        list of tuple of str
            One tuple a field, in the order of the template.
        """
        rows = []
        for rule in FIELDS:
            value = getattr(self, rule.name)
            remark = _("Lanwan's value, do not quote") if rule.name in self.fallbacks else ""
            if value is None:
                rows.append((rule.label, _("not given"), "", remark))
            else:
                rows.append((rule.label, show(value), rule.shown_unit, remark))
        return rows

    def to_frame(self) -> "pandas.DataFrame":
        """Return the profile as a table.

        Returns
        -------
        pandas.DataFrame
            A row a field, with the columns field, value, unit and fallback.
        """
        import pandas

        return pandas.DataFrame(
            {
                "field": [rule.name for rule in FIELDS],
                "value": pandas.Series([getattr(self, rule.name) for rule in FIELDS], dtype=object),
                "unit": [rule.unit for rule in FIELDS],
                "fallback": [rule.name in self.fallbacks for rule in FIELDS],
            }
        )

    def __str__(self) -> str:
        rows = self.rows()
        wide = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = [
            f"{label:<{wide[0]}}  {value:>{wide[1]}}  {unit:<{wide[2]}}  {remark}".rstrip()
            for label, value, unit, remark in rows
        ]
        return "\n".join(lines + [_("Note: {note}").format(note=note) for note in self.notes])

    def _repr_html_(self) -> str:
        heads = "".join(
            f'<th scope="col">{head}</th>'
            for head in (_("Field"), _("Value"), _("Unit"), _("Remark"))
        )
        body = "".join(
            f'<tr><th scope="row">{html.escape(label)}</th>'
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            + "</tr>"
            for label, *cells in self.rows()
        )
        caption = html.escape(_("Profile of {city}").format(city=self.name))
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        return (
            f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{body}</tbody></table>" + (f"<ul>{notes}</ul>" if notes else "")
        )


#: The rules of all fields, in the order of the template.
FIELDS: tuple[FieldRule, ...] = tuple(
    FieldRule(name=field.name, **field.metadata)
    for field in dataclasses.fields(City)
    if field.metadata
)


def _refuse_fault(rule: FieldRule, value: Any) -> None:
    """Raise an error that names the field, its value and its rule."""
    if value is None and not (rule.required or rule.fallback):
        return
    if rule.is_number != (isinstance(value, Real) and not isinstance(value, bool)):
        raise TypeError(
            _("{field} is {value!r}; expected: {limits}").format(
                field=rule.name, value=value, limits=rule.limits
            )
        )
    fault = rule.fault(value)
    if fault:
        raise ValueError(
            _("{field} is {value}; expected: {limits}").format(
                field=rule.name, value=value, limits=fault
            )
        )


def load_city(source: str | Path) -> City:
    """Return the profile of a city.

    Parameters
    ----------
    source : str or Path
        "lanwan" for the course's own, fictional city, or the path of a filled template
        (.xlsx or .csv).

    Returns
    -------
    City
        The profile. An empty optional indicator holds Lanwan's synthetic value; a note
        says so.

    Raises
    ------
    CityFileError
        If the file cannot be used. It lists everything that is wrong in it, each with
        sheet, row, column, the value, what was expected, and an example.
    TypeError
        If `source` is neither a text nor a path.

    Examples
    --------
    >>> load_city("lanwan").population
    2400000
    """
    if not isinstance(source, (str, Path)):
        raise TypeError(
            _('source is {value!r}; it must be "lanwan" or the path of a file').format(value=source)
        )
    if source == LANWAN:
        return _checked_city(_lanwan_table(), {})
    path = Path(source).expanduser()
    if isinstance(source, str) and not path.exists():
        refuse(
            source,
            _("no such file and no such city"),
            _('"lanwan", the city of the course, or the path of an existing .xlsx or .csv file'),
            'load_city("lanwan"), load_city("my_city.xlsx")',
        )
    lanwan = load_city(LANWAN)
    return _checked_city(
        read_table(path),
        {rule.name: getattr(lanwan, rule.name) for rule in FIELDS if rule.fallback},
    )


def write_template(path: str | Path, overwrite: bool = False) -> Path:
    """Write an empty table in which a city's numbers can be filled in.

    Parameters
    ----------
    path : str or Path
        File to write; its ending, .xlsx or .csv, decides the format.
    overwrite : bool
        Whether to replace a file that exists, with all that was filled in.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        If the file ends in neither .xlsx nor .csv.
    FileExistsError
        If the file exists and `overwrite` is false.

    Examples
    --------
    >>> write_template("my_city.ods")
    Traceback (most recent call last):
    ...
    ValueError: path is my_city.ods; it must end in .xlsx or .csv
    """
    path = Path(path).expanduser()
    write = _city_template.WRITERS.get(path.suffix.lower())
    if write is None:
        raise ValueError(_("path is {path}; it must end in .xlsx or .csv").format(path=path))
    if path.exists() and not overwrite:
        raise FileExistsError(_("{path} exists; it is left as it is").format(path=path))
    write(path, FIELDS)
    return path


def _checked_city(table: Table, fallbacks: dict[str, Any]) -> City:
    """Make the city of a table, or raise the list of what is wrong."""
    checked = check_table(table, FIELDS, fallbacks)
    return City(**checked.values, notes=tuple(checked.notes), fallbacks=tuple(checked.fallbacks))


def _lanwan_table() -> Table:
    """Return Lanwan's profile in the form of a csv file."""
    from resilience_helpers import datasets

    frame = datasets.load("lanwan_profile")
    rows: list[Sequence[Any]] = [list(frame.columns), *frame.itertuples(index=False)]
    cells = [[None if _is_missing(cell) else cell for cell in row] for row in rows]
    note = _("Lanwan is a fictional city; its numbers are synthetic.")
    return Table("lanwan_profile", None, list(enumerate(cells, start=1)), (note,))


def _is_missing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))
