"""The key numbers of modules 01 to 05, worked out again for one city.

Each line says from which inputs it comes, what it assumes, and in which lesson the method
stands. An input that is missing leaves the line without a value, and says which one it is.
Lanwan's values, which stand in where a city file is empty, are never used for another city.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilience_helpers._plan.records import Records, shown, unit_shown
from resilience_helpers._text import _
from resilience_helpers.adaptation.appraisal import discount_factors
from resilience_helpers.city import FIELDS, City
from resilience_helpers.concepts.recovery import loss_of_resilience

COLUMNS = ["number", "value", "unit", "worked out from", "assumes", "lesson"]
#: Conventions of the course, each shown beside the numbers that use it.
RATE, YEARS = 0.045, 30
LOAN_RATE, LOAN_YEARS = 0.035, 20
GREEN_TARGET_PERCENT = 30


@dataclass(frozen=True)
class Input:
    """A number that goes into a key number: its name, value and where to give it."""

    name: str
    value: float | None
    unit: str
    where: str

    def __str__(self) -> str:
        # "Residents 2,400,000 residents" says it twice
        unit = "" if self.unit == self.name.casefold() else self.unit
        return f"{self.name} {shown(self.value)} {unit}".strip()


class Sheet:
    """Collects the lines of one city."""

    def __init__(self, city: City, records: Records) -> None:
        self._city, self._records = city, records
        self.rows: list[tuple] = []

    def of(self, field: str) -> Input:
        """Return a field of the city; one that holds Lanwan's value counts as missing."""
        rule = next(rule for rule in FIELDS if rule.name == field)
        value = None if field in self._city.fallbacks else getattr(self._city, field)
        return Input(rule.label, value, unit_shown(rule.shown_unit), _("profile of the city"))

    def recorded(self, section: str, name: str, lesson: str, field: str = "") -> Input:
        """Return a record, or else the field of the city that means the same."""
        value = self._records.number(section, name)
        if value is None and field:
            other = self.of(field)
            if other.value is not None:
                return other
        text = self._records.text(section, name)
        unit = text.partition(" ")[2] if value is not None else ""
        return Input(name, value, unit, _("lesson {lesson}").format(lesson=lesson))

    def add(
        self,
        name: str,
        unit: str,
        lesson: str,
        inputs: Sequence[Input],
        work: Callable[..., float],
        assumes: str,
    ) -> None:
        """Work a line out, or say what it lacks."""
        missing = [f"{one.name} ({one.where})" for one in inputs if one.value is None]
        if missing:
            told = _("missing: {names}").format(names="; ".join(missing))
            self.rows.append((name, math.nan, unit, told, assumes, lesson))
            return
        value = _worked_out(work, inputs)
        if not math.isfinite(value):
            told = _("the inputs give no number: {names}")
            told = told.format(names="; ".join(map(str, inputs)))
            self.rows.append((name, math.nan, unit, told, assumes, lesson))
            return
        given = "; ".join(map(str, inputs))
        self.rows.append((name, float(value), unit, given, assumes, lesson))

    def frame(self) -> pd.DataFrame:
        """Return the lines as a table."""
        return pd.DataFrame(self.rows, columns=COLUMNS)


def key_numbers(city: City, records: Records) -> pd.DataFrame:
    """Return the key numbers of a city; see `plan.key_numbers`."""
    sheet = Sheet(city, records)
    _concepts(sheet)
    _methods(sheet)
    _adaptation(sheet)
    _financing(sheet)
    _nature(sheet)
    return sheet.frame()


def _concepts(sheet: Sheet) -> None:
    lowest = sheet.recorded(
        "baseline", "lowest service in the last event", "01.1", "service_lowest_percent"
    )
    days = sheet.recorded("baseline", "days until the service was normal", "01.1", "recovery_days")
    sheet.add(
        _("service lost in the last disaster, as days without any"),
        _("days"),
        "01.1",
        [lowest, days],
        _days_without,
        _("Straight line from the lowest level to full service; one service; a city average."),
    )
    people = sheet.of("population")
    sheet.add(
        _("residents whose home a 1-in-50-year flood reaches"), _("residents"), "01.2",
        [people, sheet.of("flood_prone_population_percent")], _share,
        _("The share is as good as the flood map behind it."),
    )  # fmt: skip


def _methods(sheet: Sheet) -> None:
    rain = sheet.recorded("hazards", "daily rain of 50 years", "02.1")
    sheet.add(
        _("chance that the 50-year rain is exceeded within 30 years"),
        "%",
        "02.1",
        [rain],
        lambda _rain: 100 * (1 - 0.98**30),
        _("Years are independent and the climate stays; it does not."),
    )
    loss = sheet.recorded("risk", "loss in an average year", "02.2")
    sheet.add(
        _("loss in an average year, as a share of gross domestic product"),
        "%",
        "02.2",
        [loss, sheet.of("gdp_million_cny")],
        lambda lost, product: 100 * lost / product,
        _("Whole loss, whoever bears it. Damage curves alone move it by a factor of four."),
    )
    sheet.add(
        _("residents whom a warning does not reach"), _("residents"), "02.3",
        [
            sheet.of("population"),
            sheet.recorded("early warning", "residents whom warnings reach", "02.3",
                           "warning_coverage_percent"),
        ],
        lambda people, reached: people * (1 - reached / 100),
        _("Reached is not the same as acting on it."),
    )  # fmt: skip


def _adaptation(sheet: Sheet) -> None:
    sheet.add(
        _("residents aged 65 or more"),
        _("residents"),
        "03.1",
        [
            sheet.of("population"),
            sheet.recorded("health", "residents aged 65 or more", "03.1", "aged_65_percent"),
        ],
        _share,
        _("Age alone; living alone and outdoor work count too."),
    )
    cost = sheet.recorded("measures", "its cost", "03.2")
    sheet.add(
        _("loss that the first measure must avert each year to pay"),
        _("million CNY a year"),
        "03.2",
        [cost],
        lambda amount: amount / discount_factors(RATE, YEARS)[1:].sum(),
        _("{rate:g} % a year, {years} years, no upkeep, the same each year.").format(
            rate=100 * RATE, years=YEARS
        ),
    )
    emissions = sheet.recorded("carbon", "emissions, scopes 1 and 2", "03.3")
    sheet.add(
        _("emissions of a resident"),
        _("t CO2 a year"),
        "03.3",
        [emissions, sheet.of("population")],
        lambda tonnes, people: tonnes * 1e6 / people,
        _("Scopes 1 and 2, with the electricity factor that is recorded."),
    )
    fall = sheet.recorded("carbon", "fall of carbon intensity", "03.3")
    sheet.add(
        _("years until carbon intensity is half of today's"), _("years"), "03.3",
        [fall], _years_to_half,
        _("The same fall each year. Emissions halve only if output does not grow."),
    )  # fmt: skip


def _financing(sheet: Sheet) -> None:
    gap = sheet.recorded("finance", "finance gap of the programme", "04.1")
    sheet.add(
        _("finance gap for each resident"),
        _("CNY"),
        "04.1",
        [gap, sheet.of("population")],
        lambda short, people: short * 1e6 / people,
        _("The whole programme, in prices of today."),
    )
    sheet.add(
        _("debt service a year, if the whole gap were borrowed"),
        _("million CNY a year"),
        "04.1",
        [gap],
        lambda short: short / discount_factors(LOAN_RATE, LOAN_YEARS)[1:].sum(),
        _(
            "Loan of {years} years at {rate:g} %, equal payments. What earns no cash is repaid "
            "from the budget."
        ).format(years=LOAN_YEARS, rate=100 * LOAN_RATE),
    )
    bad = sheet.recorded("risk", "loss to be ready for", "02.2")
    own = sheet.recorded("insurance", "loss that the city can pay itself", "04.2")
    cover = sheet.recorded("insurance", "limit of the cover above it", "04.2")
    sheet.add(
        _("part of the loss to be ready for that neither own means nor cover pays"),
        _("million CNY"),
        "04.2",
        [bad, own, cover],
        lambda lost, means, limit: max(lost - means - limit, 0),
        _(
            "Households, firms and higher levels bear it. The cover pays in full, without basis "
            "risk."
        ),
    )
    sources = ("own money", "grants", "cheap loans", "market loans and bonds")
    sheet.add(
        _("part of the programme that is borrowed"),
        "%",
        "04.3",
        [sheet.recorded("funding", one, "04.3") for one in sources],
        lambda ours, given, cheap, dear: 100 * (cheap + dear) / (ours + given + cheap + dear),
        _("The four sources are all there are, and each one says yes."),
    )
    sheet.add(
        _("public disaster reserve"), _("million CNY"), "04.2",
        [sheet.of("population"), sheet.of("disaster_reserve_cny_per_person")],
        lambda people, each: people * each / 1e6,
        _("Set aside and not spent on anything else."),
    )  # fmt: skip


def _nature(sheet: Sheet) -> None:
    design = sheet.recorded("water", "daily rain to design for", "05.1")
    sheet.add(
        _("water that each km² of sealed ground sheds on the design day"),
        _("m³"),
        "05.1",
        [design],
        lambda rain: rain * 1000,
        _("Nothing seeps away and nothing is kept."),
    )
    rare = sheet.recorded("hazards", "daily rain of 50 years", "02.1")
    sheet.add(
        _("design rain as a share of the 50-year rain"),
        "%",
        "05.1",
        [design, rare],
        lambda small, large: 100 * small / large,
        _("Both are rain of one day, at the station of lesson 02.1."),
    )
    crowns = sheet.recorded("nature", "ground under crowns of trees", "05.2")
    sheet.add(
        _("crowns short of {target} % of the ground").format(target=GREEN_TARGET_PERCENT),
        "km²",
        "05.2",
        [sheet.of("area_km2"), crowns],
        lambda area, percent: area * max(GREEN_TARGET_PERCENT - percent, 0) / 100,
        _("3-30-300 rule, for the whole area; it is meant for each neighbourhood."),
    )
    near = sheet.recorded("nature", "residents within 300 m of public green", "05.2")
    sheet.add(
        _("residents farther than 300 m from public green"), _("residents"), "05.2",
        [sheet.of("population"), near], lambda people, percent: people * (1 - percent / 100),
        _("The recorded share holds for the whole city."),
    )  # fmt: skip


def _worked_out(work: Callable[..., float], inputs: Sequence[Input]) -> float:
    """Return the number, or NaN where an input cannot be right."""
    for one in inputs:
        is_share = one.unit.startswith(("%", "percent"))
        if one.value < 0 or (is_share and one.value > 100):
            return math.nan
    try:
        return work(*(one.value for one in inputs))
    except ZeroDivisionError:
        return math.nan


def _days_without(lowest: float, days: float) -> float:
    if days == 0:
        return 0.0
    return loss_of_resilience(np.array([0.0, days]), np.array([lowest, 100.0])) / 100


def _share(people: float, percent: float) -> float:
    return people * percent / 100


def _years_to_half(percent: float) -> float:
    if percent == 100:
        return math.nan
    return math.log(0.5) / math.log(1 - percent / 100)
