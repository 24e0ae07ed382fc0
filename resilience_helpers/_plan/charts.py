"""The figures of a plan; each is left out where its numbers are not recorded."""

import pandas as pd
from matplotlib import font_manager

from resilience_helpers import figures
from resilience_helpers._plan.parts import Chart
from resilience_helpers._plan.records import Records, shown
from resilience_helpers._text import _
from resilience_helpers.city import City

_MONEY = (
    ("risk", "loss in an average year"),
    ("risk", "loss to be ready for"),
    ("insurance", "loss that the city can pay itself"),
    ("insurance", "limit of the cover above it"),
    ("finance", "finance gap of the programme"),
)
#: So many bars fit beside a table on a page.
MOST_BARS = 15


def recovery(city: City, records: Records) -> Chart | None:
    """Draw the service after the last disaster."""
    lowest = records.number("baseline", "lowest service in the last event")
    days = records.number("baseline", "days until the service was normal")
    lowest = city.service_lowest_percent if lowest is None else lowest
    days = city.recovery_days if days is None else days
    if lowest is None or not days or not 0 <= lowest < 100 or days < 0:
        return None
    frame = pd.DataFrame({"service": [lowest, 100.0]}, index=[0.0, days])
    alt = _("Service falls to {lowest} % and is back at 100 % after {days} days.")
    picture = figures.lines(
        frame,
        _("Time after the event [days]"),
        _("Service [%]"),
        alt=alt.format(lowest=shown(lowest), days=shown(days)),
        shade_to=100,
        y_range=(0, 105),
    )
    caption = _("Service after the last disaster; straight line assumed. Hatched: what was lost.")
    return Chart(caption, picture.png(), picture.alt)


def money(records: Records) -> Chart | None:
    """Draw losses, own means, cover and gap side by side."""
    found = {name: records.number(section, name) for section, name in _MONEY}
    amounts = pd.Series({name: value for name, value in found.items() if value is not None})
    if len(amounts) < 2 or (amounts < 0).any():
        return None
    told = "; ".join(f"{name} {shown(value)}" for name, value in amounts.items())
    picture = figures.bars(
        amounts.astype(float),
        _("Amount [million CNY]"),
        _("Loss or means"),
        alt=_("Bars in million CNY: {told}.").format(told=told),
        highlight=[_MONEY[0][1], _MONEY[1][1]],
        decimals=_decimals(amounts),
    )
    return Chart(_("Losses (hatched) against money"), picture.png(), picture.alt)


def programme(records: Records) -> Chart | None:
    """Draw the cost of each measure, in the order of the years."""
    known = [one for one in records.measures() if one["cost"] is not None and one["cost"] >= 0]
    if len(known) < 2:
        return None
    dearest = sorted(known, key=lambda one: -one["cost"])[:MOST_BARS]
    dearest.sort(key=lambda one: (one["year"] or "~", one["number"]))  # without a year: last
    names = [f"{one['year'] or '?'} · {one['number']} {one['what']}" for one in dearest]
    told = "; ".join(
        f"{name} {shown(one['cost'])}" for name, one in zip(names, dearest, strict=True)
    )
    if not all(map(_can_draw, names)):
        names = [_("measure {number}").format(number=one["number"]) for one in dearest]
    costs = pd.Series([float(one["cost"]) for one in dearest], index=names)
    picture = figures.bars(
        costs,
        _("Cost [million CNY]"),
        _("Year · measure"),
        alt=_("Bars of cost in million CNY, by the year of completion: {told}.").format(told=told),
        decimals=_decimals(costs),
    )
    caption = _("What the measures cost, in the order of their years")
    if len(known) > MOST_BARS:
        caption = _("What the {count} dearest of {all} measures cost, in the order of their years")
    caption = caption.format(count=MOST_BARS, all=len(known))
    return Chart(caption, picture.png(), picture.alt)


def _decimals(amounts: pd.Series) -> int:
    """Return how many decimals show each amount as the tables do; at most two."""
    return next((few for few in (0, 1) if (amounts.round(few) == amounts).all()), 2)


def _can_draw(words: str) -> bool:
    """Return whether this computer has letters for a text; not each has Chinese ones."""
    if all(letter < "\u2e80" for letter in words):
        return True
    fonts = {font.name for font in font_manager.fontManager.ttflist}
    return not fonts.isdisjoint(figures.CJK_FONTS)
