"""What stands in the plan, in which order, whatever it is written to."""

import pandas as pd

from resilience_helpers import datasets
from resilience_helpers._plan import charts
from resilience_helpers._plan.evidence import (
    capital,
    evidence_parts,
    number_parts,
    peer_parts,
    profile_parts,
    source_parts,
)
from resilience_helpers._plan.numbers import key_numbers
from resilience_helpers._plan.parts import Bullets, Document, Grid, Heading, Part, Text, numbered
from resilience_helpers._plan.records import CELLS, Records, shown
from resilience_helpers._plan.sections import CHAPTERS, EARLIER, RECORDED_TOO, SECTIONS
from resilience_helpers._text import _
from resilience_helpers.city import FIELDS, LANWAN, City

STAGE = ("commitments", "stage of MCR2030")
COMMITMENTS = tuple(
    ("commitments", f"{place} commitment") for place in ("first", "second", "third")
)
#: The five lines of the first page: what the mayor reads, section and name.
HEADLINES = (
    ("risk", "loss in an average year"),
    ("risk", "loss to be ready for"),
    ("profile", "weakest dimension"),
    ("finance", "finance gap of the programme"),
    ("commitments", "stage of MCR2030"),
)


def build(city: City, records: Records) -> Document:
    """Return the plan of a city.

    Parameters
    ----------
    city : City
        Profile.
    records : Records
        What was recorded.

    Returns
    -------
    Document
    """
    numbers = key_numbers(city, records)
    missing = missing_parts(city, records)
    chapters: list[tuple[str, list[Part]]] = [
        (_("Summary for the mayor"), _summary(records)),
        (_("Commitments"), _commitments(records)),
        *((_(title), evidence_parts(city, records, sections)) for title, sections in CHAPTERS[:3]),
        (_("What we will do, by when, with whose money"), _measures(records)),
        (_("Indicators"), _indicators(records)),
        *((_(title), evidence_parts(city, records, sections)) for title, sections in CHAPTERS[3:]),
        (_("Cities like ours"), peer_parts(city, records)),
        (_("What is not known"), _unknown(records, numbers, missing)),
    ]
    if further := _further(records):
        chapters.append((_("Further records"), further))
    annexes = [
        (_("Profile of the city"), profile_parts(city, records)),
        (_("Key numbers and what they assume"), number_parts(numbers)),
        (_("Sources"), source_parts(records)),
    ]
    parts: list[Part] = [Text(note, "note") for note in _front_notes(city, records)]
    if missing:
        parts += [Heading(_("What this draft lacks")), Bullets(tuple(missing))]
    for place, (title, inside) in enumerate(chapters):
        head = f"{place} · {title}" if place else title
        parts += [Heading(head, new_page=place == 1), *inside]
    for letter, (title, inside) in zip("ABC", annexes, strict=True):
        parts += [
            Heading(
                _("Annex {letter} · {title}").format(letter=letter, title=title),
                new_page=letter == "A",
            ),
            *inside,
        ]
    title = _("Resilience Action Plan of {city}").format(city=city.name)
    by = records.text("the plan", "prepared by, and date") or _("author and date not recorded")
    subtitle = _("{country} · draft for discussion · {by}").format(country=city.country, by=by)
    return Document(title, subtitle, numbered(parts), tuple(missing))


def missing_parts(city: City, records: Records) -> list[str]:
    """Return one line for each section, measure and field of the city that lacks something."""
    lines = []
    for name, section in SECTIONS.items():
        gaps = [one for one in section.records if not records.text(name, one)]
        if name == "the plan" and not _is_lanwan(city):
            gaps = [one for one in gaps if one != "city"]  # the profile has its name
        if not section.records and not records.names(name):
            gaps = [_("nothing is recorded")]
        if gaps:
            told = _("{title} (lesson {lesson}): {gaps}")
            lessons = sorted({EARLIER.get(gap, section.lesson) for gap in gaps})
            lines.append(
                told.format(title=_(section.title), lesson=", ".join(lessons), gaps="; ".join(gaps))
            )
    measures = records.measures()
    if not measures:
        lines.append(_("Measures (lesson 06.3): none is recorded"))
    for one in measures:
        gaps = [cell for cell in CELLS if one[cell] in ("", None)]
        if gaps:
            told = _("Measure {number} (lesson 06.3): {gaps}")
            lines.append(told.format(number=one["number"], gaps="; ".join(gaps)))
    labels = {rule.name: rule.label for rule in FIELDS}
    gaps = [
        labels[one]
        for one in city.fallbacks
        if one not in RECORDED_TOO or records.number(*RECORDED_TOO[one]) is None
    ]
    if gaps:
        told = _("Profile of the city (my_city.xlsx): {gaps}")
        lines.append(told.format(gaps="; ".join(gaps)))
    without, numbers = records.without_source()
    if without:
        told = _(
            "Sources (column note of my_plan.csv): {count} of {all} recorded numbers have none"
        )
        lines.append(told.format(count=without, all=numbers))
    return lines


def _front_notes(city: City, records: Records) -> list[str]:
    notes = []
    if _is_lanwan(city):
        notes.append(_("Lanwan is a fictional city; all its numbers are synthetic."))
        if not records.text("the plan", "city") and records.sections():
            notes.append(
                _(
                    "Check this: the profile is Lanwan's. If the records are of another city, "
                    "record its name (lesson 00) and fill in my_city.xlsx."
                )
            )
    elif "population" in city.fallbacks:
        notes.append(_("There is no profile of the city: what needs its residents is left out."))
    recorded = records.text("the plan", "city")
    if recorded and recorded.casefold() != city.name.casefold():
        told = _("Check this: the profile is of {city}, the records name {recorded}.")
        notes.append(told.format(city=city.name, recorded=recorded))
    notes.append(
        _(
            "Made from the records of a course. Every number is a draft until the bureau that "
            "owns it has checked it."
        )
    )
    return notes


def _is_lanwan(city: City) -> bool:
    return city.name.casefold() == LANWAN


def _summary(records: Records) -> list[Part]:
    asked = records.text("the plan", "decision asked of the mayor")
    parts: list[Part] = [
        Text(_("Decision asked: {asked}").format(asked=asked))
        if asked
        else Text(_("Missing: the decision asked of the mayor (lesson 06.3)."), "missing")
    ]
    rows = [_headline(records, section, name) for section, name in HEADLINES]
    costs = [one["cost"] for one in records.measures() if one["cost"] is not None]
    total = _("{total} million CNY").format(total=shown(sum(costs)))
    measures = records.measures()
    priced = _("{priced} of {all} measures have a cost").format(
        priced=len(costs), all=len(measures)
    )
    rows.append((_("Cost of the measures below"), total if costs else _("not recorded"), priced))
    head = (_("What"), _("Value"), _("Source and doubt"))
    parts.append(Grid(_("The plan on one page"), head, tuple(rows), (0.32, 0.28, 0.40)))
    first = [one for one in measures if one["what"]][:3]
    if first:
        parts.append(Text(_("First measures:")))
        parts.append(Bullets(tuple(_sentence(one) for one in first)))
    if unknown := records.text("the plan", "what is not known"):
        parts.append(Text(_("What we do not know: {unknown}").format(unknown=unknown)))
    return parts


def _headline(records: Records, section: str, name: str) -> tuple[str, str, str]:
    """Return a line of the first page; a number without a source says so."""
    note = records.note(section, name)
    if not note and records.number(section, name) is not None:
        note = _("source not recorded")
    return capital(name), records.text(section, name) or _("not recorded"), note


def _sentence(one: dict) -> str:
    """Return a measure as a sentence that says who does what by when."""
    told = _("{what}: {owner}, by {year}, {cost}, {money}.")
    cost = _("cost not recorded")
    if one["cost"] is not None:
        cost = _("{cost} million CNY").format(cost=shown(one["cost"]))
    return told.format(
        what=capital(one["what"]),
        owner=one["owner"] or _("owner not recorded"),
        year=one["year"] or _("a year not recorded"),
        cost=cost,
        money=one["source of money"] or _("source of money not recorded"),
    )


def _commitments(records: Records) -> list[Part]:
    stages = datasets.load("mcr2030_stages").set_index("stage")
    own = records.text(*STAGE).strip().upper().removeprefix("STAGE").strip()
    rows = tuple(
        (
            _("{stage} (ours)").format(stage=stage) if stage == own else stage,
            _(row["label"]),
            _(row["commits_to"]),
            _(row["shown_by"]),
        )
        for stage, row in stages.iterrows()
    )
    head = (_("Stage"), _("Name"), _("What the city commits to"), _("What could show it"))
    parts: list[Part] = []
    if own in stages.index:
        told = _("The city stands in stage {stage} of Making Cities Resilient 2030 (MCR2030).")
        parts.append(Text(told.format(stage=own)))
    elif own:
        told = _("Recorded stage: {stage}. MCR2030 has the stages A, B and C.")
        parts.append(Text(told.format(stage=records.text(*STAGE)), "missing"))
    else:
        parts.append(Text(_("Missing: the stage of MCR2030 (lesson 01.3)."), "missing"))
    parts.append(Grid(_("Stages of MCR2030"), head, rows, (0.11, 0.19, 0.38, 0.32)))
    said = [(name, records.text(section, name)) for section, name in COMMITMENTS]
    given = [f"{text} ({note})" if (note := records.note("commitments", name)) else text
             for name, text in said if text]  # fmt: skip
    if given:
        parts += [Text(_("We commit:")), Bullets(tuple(given))]
    gaps = [name for name, text in said if not text]
    if gaps:
        told = _("Missing: {gaps} (lesson 01.3).")
        parts.append(Text(told.format(gaps="; ".join(gaps)), "missing"))
    return parts


def _measures(records: Records) -> list[Part]:
    measures = records.measures()
    if not measures:
        return [Text(_("Missing: no measure is recorded (lesson 06.3)."), "missing")]
    blank = _("missing")
    rows = tuple(
        (
            str(one["number"]),
            capital(one["what"]) or blank,
            one["year"] or blank,
            one["owner"] or blank,
            blank if one["cost"] is None else shown(one["cost"]),
            one["source of money"] or blank,
        )
        for one in measures
    )
    head = (_("No."), _("Measure"), _("By"), _("Owner"), _("Cost [million CNY]"),
            _("Source of money"))  # fmt: skip
    widths = (0.07, 0.29, 0.11, 0.18, 0.14, 0.21)
    parts: list[Part] = [Grid(_("Measures"), head, rows, widths, frozenset({4}))]
    if chart := charts.programme(records):
        parts.append(chart)
    parts += _sums(measures, records)
    return parts


def _sums(measures: list[dict], records: Records) -> list[Part]:
    """Return the costs by source of money, and what is left of the gap."""
    known = pd.DataFrame([one for one in measures if one["cost"] is not None])
    if known.empty:
        return [Text(_("Missing: no measure has a cost."), "missing")]
    source = known["source of money"].replace("", _("no source recorded"))
    sums = known["cost"].astype(float).groupby(source, sort=False).sum()
    rows = [(name, shown(amount)) for name, amount in sums.items()]
    rows.append((_("together"), shown(float(sums.sum()))))
    head = (_("Source of money"), _("Cost [million CNY]"))
    grid = Grid(_("Cost by source of money"), head, tuple(rows), (0.7, 0.3), frozenset({1}))
    note = _("Costs to build, without upkeep; nobody has discounted or checked these sums.")
    return [grid, Text(note, "note")]


def _indicators(records: Records) -> list[Part]:
    measures = records.measures()
    if not measures:
        return [Text(_("Missing: no indicator is recorded (lesson 06.3)."), "missing")]
    blank = _("missing")
    rows = tuple(
        (
            str(one["number"]),
            capital(one["indicator"]) or blank,
            one["today"] or blank,
            one["target"] or blank,
            one["year"] or blank,
            one["owner"] or blank,
        )
        for one in measures
    )
    head = (_("No."), _("Indicator"), _("Today"), _("Target"), _("By"), _("Reported by"))
    widths = (0.07, 0.39, 0.12, 0.12, 0.10, 0.20)
    note = _("Report once a year to the council. An indicator shows that something changed, not "
             "what changed it.")  # fmt: skip
    return [Grid(_("Indicators of the measures"), head, rows, widths), Text(note, "note")]


def _further(records: Records) -> list[Part]:
    """Return what somebody recorded in sections or under names of their own."""
    rows = [
        (
            f"{section}: {name}" if section not in SECTIONS else capital(name),
            records.text(section, name),
            records.note(section, name),
        )
        for section in records.sections()
        for name in records.names(section)
        if section not in SECTIONS
        or (section == "the plan" and name not in SECTIONS[section].records)
    ]
    if not rows:
        return []
    head = (_("What"), _("Value"), _("Source and doubt"))
    return [Grid(_("Further records"), head, tuple(rows), (0.32, 0.36, 0.32), quiet=True)]


def _unknown(records: Records, numbers: pd.DataFrame, missing: list[str]) -> list[Part]:
    parts: list[Part] = []
    if unknown := records.text("the plan", "what is not known"):
        parts.append(Text(unknown))
    else:
        parts.append(Text(_("Missing: what is not known (lesson 06.3)."), "missing"))
    open_numbers = numbers.loc[numbers["value"].isna(), "number"]
    points = [
        _("A loss that comes from a model can be wrong by a factor of four."),
        _(
            "Costs are those of the bureaus. Of 258 large transport works, nine in ten cost more "
            "than planned, 28 % on average (Flyvbjerg and others 2002)."
        ),
        _("The climate to come is not one climate; ask which one a number was made for."),
    ]
    if len(open_numbers):
        told = _("Not worked out for want of inputs: {names}.")
        points.append(told.format(names="; ".join(open_numbers)))
    if missing:
        points.append(_("What is not recorded stands at the front of this draft."))
    parts.append(Bullets(tuple(points)))
    if review := records.text("the plan", "reviewed by, and what changed"):
        parts.append(Text(_("Review: {review}").format(review=review)))
    return parts
