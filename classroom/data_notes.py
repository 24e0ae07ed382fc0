"""Write the tables of docs/data_notes.md from the data package and the notebooks.

What a table is, its unit, source and licence stand in the data package; where it is used is
read from the notebooks and the library. What an instructor must know besides, its years and what
it is not for, stands here. Run ``python -m classroom.data_notes``; ``make docs`` does. The text
of the page outside the two marks is written by hand and stays.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat

from classroom.build import ROOT, notebooks

PAGE = Path("docs/data_notes.md")
BEGIN = "<!-- made by make docs: do not edit from here -->"
END = "<!-- made by make docs: do not edit up to here -->"
_SEED = re.compile(r"\bseed[ =](\d+)")

#: Years of each table that is not synthetic, and what it must not be used for.
NOTES: dict[str, tuple[str, str]] = {
    "cities": (
        "residents 2019 to 2023, normals 1981-2010 or as the row says",
        "ranking cities: years, borders and definitions differ; no new row without its source",
    ),
    "scorecard_essentials": ("edition of 2017", "an official assessment"),
    "scorecard_questions": (
        "edition of 2017",
        "an official assessment: take the form of UNDRR, which says what each point means",
    ),
    "sendai_targets": ("2015 to 2030", "quoting: the aims are in our own words"),
    "sendai_indicators": (
        "2015 to 2030",
        "reporting: countries report, by the United Nations' technical notes",
    ),
    "mcr2030_stages": ("the programme runs to 2030", "an application to MCR2030: use its own form"),
    "sandy_outages": (
        "30 October to November 2012",
        "a general curve of recovery: one storm, two states",
    ),
    "indicator_definitions": ("none", "an official list: the choice is the course's own"),
    "annual_max_rain": (
        "from 1970, Hong Kong from 1885; each station ends in its own year",
        "designing a drain: it holds days, not hours, and a station up to 106 km away may stand for a city",
    ),
    "hongkong_daily_rain": (
        "1 March 1884 to 28 February 2026, without 1940-1946",
        "the hour of a cloudburst, or the rain of another city",
    ),
    "rainstorm_warnings": (
        "April 1998 to July 2022",
        "judging today's warnings, or those of another service",
    ),
    "typhoons_near_zhuhai": (
        "1980 to 2024",
        "the wind in the city: it holds the storm's own wind, every six hours",
    ),
    "typhoon_tracks": ("1980 to 2024", "storms elsewhere: tracks are cut 600 km from Zhuhai"),
    "depth_damage": (
        "published 2017",
        "one building, or a claim: it is the mean of many curves with a wide spread",
    ),
    "wind_calibrations": (
        "published 2021",
        "one building: fitted to the reported losses of whole countries",
    ),
    "heat_mortality": (
        "studies of 2003 to 2019, as the row says",
        "a mean over rows: each study defines heat in its own way",
    ),
    "sea_level_projections": (
        "2030 to 2150, against 1995-2014",
        "a forecast, or another coast: scenarios of low confidence for one tide gauge",
    ),
    "grid_emission_factors": (
        "2021 to 2023",
        "other places, years or bases: average, fossil power, without traded non-fossil",
    ),
    "fuel_emission_factors": (
        "defaults of 2006",
        "a firm that knows its own fuel; methane and nitrous oxide",
    ),
    "freight_emission_factors": (
        "2012 and 2014",
        "a carrier in China: two countries of Europe, counted in two ways",
    ),
    "greenium_studies": (
        "studies of 2019 to 2024",
        "a price for your bond: no sample of one number",
    ),
    "label_rules": ("as the row says", "legal advice: real conditions are longer and change"),
    "tr55_curve_numbers": (
        "published 1986, United States",
        "a design without local numbers for soil and cover",
    ),
    "storm_intensity": (
        "Chongqing 2017, Guangzhou 2021",
        "another city, another district, or storms longer than two or three hours",
    ),
    "gep_lishui": ("2006 to 2020, as the row says", "ranking places, or adding to GDP"),
    "gep_unit_values": (
        "carbon 2024-2025, visits 2015-2016",
        "the harm that a tonne of CO2 does, or a visit elsewhere",
    ),
    "peer_actions": (
        "as the row says",
        "showing that an action worked: cities speak of themselves",
    ),
}


def used(root: Path = ROOT) -> dict[str, list[str]]:
    """Return where each table is used, in the order of the course.

    Parameters
    ----------
    root : pathlib.Path
        The course.

    Returns
    -------
    dict of str to list of str
        Table -> such as "lesson 02.1", "exercise 02.1", "library concepts/scorecard.py".
    """
    found: dict[str, list[str]] = {resource["name"]: [] for resource in _package(root)}
    for place, code in _code(root):
        words = _texts(code)
        for name in found.keys() & words:
            if place not in found[name]:
                found[name].append(place)
    return found


def block(root: Path = ROOT) -> str:
    """Return the part of the page that is made: real tables one by one, then those of Lanwan."""
    package, where = _package(root), used(root)
    real = [one for one in package if one["kind"] != "synthetic"]
    parts = [
        f"## Real tables\n\n{len(real)} tables. *Observed* was measured or published; "
        "*derived* was put into our own words, or worked out from what was observed."
    ]
    parts += [_real(resource, where[resource["name"]]) for resource in real]
    lanwan = [one for one in package if one["kind"] == "synthetic"]
    rows = "\n".join(_invented(resource, where[resource["name"]]) for resource in lanwan)
    parts.append(
        f"## Lanwan's tables\n\n{len(lanwan)} tables, all synthetic, under CC BY 4.0; their years belong to "
        "the story. None may be quoted for a real city. *Made by* is the file in `datasets/`, with the seed where random numbers are drawn.\n\n"
        "| table | what it is | units | made by | used in |\n|---|---|---|---|---|\n" + rows
    )
    return "\n\n".join(parts)


def page(root: Path = ROOT) -> str:
    """Return the whole page: its own text, and the made part between the marks.

    Raises
    ------
    ValueError
        If the page does not hold each mark once, in order.
    """
    text = (root / PAGE).read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise ValueError(f"{PAGE.as_posix()} must hold the marks {BEGIN} and {END} once, in order")
    return f"{before}{BEGIN}\n\n{block(root)}\n\n{END}{after}"


def _package(root: Path) -> list[dict]:
    text = (root / "datasets" / "datapackage.json").read_text(encoding="utf-8")
    return json.loads(text)["resources"]


def _code(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the code of each notebook cell and library file, with the name of its place."""
    for folder, word in (("modules", "lesson"), ("exercises", "exercise")):
        for path in notebooks(root / folder):
            place = f"{word} {path.parent.name[:2]}.{path.stem[0]}"
            if path.parent.name == folder:
                place = "start page"
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    yield place, cell.source
    library = root / "resilience_helpers"
    for path in sorted(library.rglob("*.py")):
        yield f"library {path.relative_to(library).as_posix()}", path.read_text(encoding="utf-8")


def _texts(code: str) -> set[str]:
    """Return all texts in quotes of some code; an example in a docstring does not count."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a cell that shows a mistake on purpose
        return set()
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def _real(resource: dict, places: list[str]) -> str:
    if (name := resource["name"]) not in NOTES:
        raise ValueError(f"{name}: NOTES of classroom/data_notes.py lacks its years and limits")
    years, not_for = NOTES[name]
    licence = "; ".join(one["title"] for one in resource["licenses"])
    sources = "; ".join(_source(one) for one in resource["sources"])
    return (
        f"### {resource['name']}\n\n{resource['title']} ({resource['kind']}). "
        f"{resource['description']}\n\n"
        f"- **Years:** {years}. **Units:** {_units(resource)}.\n"
        f"- **Source:** {sources}. **Licence:** {licence}.\n"
        f"- **Not for:** {not_for}.\n"
        f"- **Used in:** {_places(places)}."
    )


def _invented(resource: dict, places: list[str]) -> str:
    _, _, file = resource["sources"][0]["title"].partition("generator: datasets/")
    seed = _SEED.search(resource["description"])
    made = f"`{file}`" + (f", seed {seed[1]}" if seed else "")
    return (
        f"| `{resource['name']}` | {resource['title']} | {_units(resource)} "
        f"| {made} | {_places(places)} |"
    )


def _units(resource: dict) -> str:
    """Return the units of the columns that hold numbers, each once."""
    fields = resource["schema"]["fields"]
    units = [field["unit"] for field in fields if field["unit"] not in ("text", "code")]
    return (
        ", ".join("none (a share or a ratio)" if u == "1" else u for u in dict.fromkeys(units))
        or "words only"
    )


def _source(source: dict) -> str:
    return f"[{source['title']}]({source['path']})" if "path" in source else source["title"]


def _places(places: list[str]) -> str:
    """Return places as one phrase; a kind is named once."""
    kinds: dict[str, list[str]] = {}
    for place in places:
        kind, _, which = place.partition(" ")
        kinds.setdefault(kind, []).append(which)
    phrases = [
        f"{kind}{'s' if len(which) > 1 and kind != 'library' else ''} {', '.join(which)}"
        for kind, which in kinds.items()
    ]
    return "; ".join(phrases) or "nowhere"


def main() -> None:
    """Write the page."""
    (ROOT / PAGE).write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE.as_posix())


if __name__ == "__main__":
    main()
