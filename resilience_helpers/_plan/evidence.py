"""Chapters of the plan that show evidence: sections, peers, profile, numbers, sources."""

import math

import pandas as pd

from resilience_helpers import datasets
from resilience_helpers._plan import charts
from resilience_helpers._plan.parts import Bullets, Grid, Heading, Part, Text
from resilience_helpers._plan.records import Records, shown, unit_shown
from resilience_helpers._plan.sections import EARLIER, RECORDED_TOO, SECTIONS
from resilience_helpers._text import _
from resilience_helpers.city import FIELDS, City, peers

#: Written small at the start of a sentence too: Mm and T are other units.
_UNITS = {"mm", "cm", "m", "km", "ha", "g", "kg", "t", "l"}


def evidence_parts(city: City, records: Records, sections: tuple[str, ...]) -> list[Part]:
    """Return the sections of a chapter: how to read them, what is recorded, what lacks."""
    parts: list[Part] = []
    for name in sections:
        parts += _section(records, name)
        if name == "baseline" and (chart := charts.recovery(city, records)):
            parts.append(chart)
        if name == "insurance" and (chart := charts.money(records)):
            parts.append(chart)
    return parts


def _section(records: Records, name: str) -> list[Part]:
    section = SECTIONS[name]
    found = records.names(name)
    # in the order of the lesson, then what somebody added
    names = [one for one in section.records if one in found]
    names += [one for one in found if one not in section.records]
    parts: list[Part] = [Heading(_(section.title), 2)]
    if names:
        parts.append(_recorded(records, name, names))
        reading = _(section.reading)
        amounts = [one for one in names if records.number(name, one) is not None]
        if amounts and not any(records.note(name, one) for one in amounts):
            reading += " " + _("No source is recorded.")
        parts.append(Text(reading, "note"))
    gaps = [one for one in section.records if one not in found]
    if gaps or not names:
        told = _("Missing: {gaps} (lesson {lesson}).")
        lesson = ", ".join(sorted({EARLIER.get(gap, section.lesson) for gap in gaps}))
        gaps = gaps or [_("nothing is recorded")]
        told = told.format(gaps="; ".join(gaps), lesson=lesson or section.lesson)
        parts.append(Text(told, "missing"))
    return parts


def _recorded(records: Records, section: str, names: list[str]) -> Grid:
    """Return the table of a section; without any note it needs no column for notes."""
    title = _(SECTIONS[section].title)
    rows = [(capital(one), records.text(section, one), records.note(section, one)) for one in names]
    head = (_("What"), _("Value"), _("Source and doubt"))
    if not any(note for *_rest, note in rows):
        return Grid(title, head[:2], tuple(row[:2] for row in rows), (0.4, 0.6), quiet=True)
    return Grid(title, head, tuple(rows), (0.32, 0.36, 0.32), quiet=True)


def peer_parts(city: City, records: Records) -> list[Part]:
    """Return the nearest cities, what they did, and what the distance does not see."""
    if {"population", "area_km2"} & set(city.fallbacks):
        told = _("Missing: residents and area of the city, to find others like it (my_city.xlsx).")
        return [Text(told, "missing"), *_taken_over(records)]
    found = peers(city, n=4)
    did = datasets.load("peer_actions").set_index("city")
    rows = tuple(
        (
            f"{row['city']}, {row['country']}",
            shown(row["residents"]),
            "?" if math.isnan(row["residents_per_km2"]) else f"{row['residents_per_km2']:,.0f}",
            f"{row['distance']:.2f}",
            f"{did.loc[row['city'], 'action']} [{did.loc[row['city'], 'source']}]",
        )
        for _place, row in found.iterrows()
    )
    head = (_("City"), _("Residents"), _("Per km²"), _("Distance"), _("What it did [source]"))
    widths = (0.15, 0.14, 0.10, 0.13, 0.48)
    note = _(
        "Distance in standard deviations of residents and density, over the cities of the "
        "course. It does not see hazards, coast or river, money, law or language; density is "
        "unknown (?) for some. A peer by number need not be a peer by danger."
    )
    parts: list[Part] = [Grid(_("Nearest cities"), head, rows, widths, frozenset({1, 2, 3}))]
    parts.append(Text(note, "note"))
    return parts + _taken_over(records)


def _taken_over(records: Records) -> list[Part]:
    if taken := records.text("the plan", "what we take over from a peer"):
        return [Text(_("What we take over: {taken}").format(taken=taken))]
    return [Text(_("Missing: what we take over from a peer (lesson 06.3)."), "missing")]


def profile_parts(city: City, records: Records) -> list[Part]:
    """Return the profile; a field that holds Lanwan's value is recorded instead, or not given."""
    rows = []
    for rule, (label, value, unit, _remark) in zip(FIELDS, city.rows(), strict=True):
        if rule.name not in city.fallbacks and getattr(city, rule.name) is not None:
            rows.append((label, value, unit_shown(unit)))
            continue
        record = RECORDED_TOO.get(rule.name)
        number = records.number(*record) if record else None
        given = number is not None
        rows.append((label, shown(number), unit_shown(rule.shown_unit)) if given
                    else (label, _("not given"), ""))  # fmt: skip
    head = (_("Field"), _("Value"), _("Unit"))
    parts: list[Part] = [Grid(_("Profile"), head, tuple(rows), (0.45, 0.3, 0.25), quiet=True)]
    notes = [note for note in city.notes if not any(one in note for one in city.fallbacks)]
    if notes:
        parts.append(Bullets(tuple(notes)))
    return parts


def number_parts(numbers: pd.DataFrame) -> list[Part]:
    """Return the key numbers with inputs, assumptions and lessons."""
    rows = tuple(
        (
            capital(row["number"]),
            "-" if math.isnan(row["value"]) else f"{rounded(row['value'])} {row['unit']}",
            row["worked out from"],
            row["assumes"],
            row["lesson"],
        )
        for _place, row in numbers.iterrows()
    )
    head = (_("Number"), _("Value"), _("Worked out from"), _("Assumes"), _("Lesson"))
    note = _("Values are rounded to three digits; the inputs deserve no more.")
    grid = Grid(_("Key numbers"), head, rows, (0.23, 0.15, 0.25, 0.26, 0.11), quiet=True)
    return [grid, Text(note, "note")]


def capital(words: str) -> str:
    """Return words with a capital at the start; a unit keeps its small letters.

    Examples
    --------
    >>> capital("days closed"), capital("m³ kept back"), capital("kWh saved"), capital("t CO2")
    ('Days closed', 'm³ kept back', 'kWh saved', 't CO2')
    """
    first = words.partition(" ")[0].rstrip(",;:")
    if not (first.isascii() and first.replace("-", "").isalpha() and first.islower()):
        return words
    return words if first in _UNITS else words[:1].upper() + words[1:]


def rounded(value: float) -> str:
    """Return a number with three digits.

    Examples
    --------
    >>> rounded(832800.0), rounded(0.637), rounded(14.5), rounded(0)
    ('833,000', '0.637', '14.5', '0')
    """
    if value == 0:
        return "0"
    digits = 2 - math.floor(math.log10(abs(value)))
    return shown(round(value, digits))


def source_parts(records: Records) -> list[Part]:
    """Return where methods, frameworks and records come from."""
    tables = [datasets.load(name).attrs for name in ("mcr2030_stages", "cities")]
    items = [f"{attrs['title']}: {attrs['source']}." for attrs in tables]
    items.append(_("Actions of other cities: the source stands in brackets behind each."))
    items.append(
        _("Methods: the lesson named with each section or number, and the sources listed there.")
    )
    items.append(
        _(
            "Costs that grow: Flyvbjerg, B., Holm, M. S. and Buhl, S. (2002). Journal of the "
            "American Planning Association 68, 279-295."
        )
    )
    parts: list[Part] = [Bullets(tuple(items))]
    without, numbers = records.without_source()
    if not without:
        said = [Text(_("Each recorded number has its source beside it."))] if numbers else []
        return [*parts, *said]
    told = _(
        "Missing: a source for {count} of {all} recorded numbers (column note of my_plan.csv)."
    )
    return [*parts, Text(told.format(count=without, all=numbers), "missing")]
