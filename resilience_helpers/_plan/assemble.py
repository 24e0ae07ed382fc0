"""From a city and its records to the two files."""

import dataclasses
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from resilience_helpers._plan import page, word
from resilience_helpers._plan.content import build
from resilience_helpers._plan.files import replace
from resilience_helpers._plan.numbers import key_numbers as work_out
from resilience_helpers._plan.records import Records
from resilience_helpers._text import _
from resilience_helpers.city import FIELDS, LANWAN, City

WORD_FILE, PAGE_FILE = "action_plan.docx", "action_plan.html"
#: Characters that no XML file may hold, so no Word file either.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Assembled(NamedTuple):
    """The files of a plan, and one line for each gap in it."""

    docx: Path
    html: Path
    missing: tuple[str, ...]


def assemble(city: City, folder: str | Path, entries: pd.DataFrame) -> Assembled:
    """Write the plan; see `plan.assemble`."""
    if not isinstance(folder, (str, Path)):
        told = _("folder is {folder!r}; it must be the path of a folder")
        raise TypeError(told.format(folder=folder))
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        told = _("folder is {folder}; this is a file, name a folder")
        raise NotADirectoryError(told.format(folder=folder))
    records = clean_records(city, entries)
    plan = build(own_profile(city, records), records)
    folder.mkdir(parents=True, exist_ok=True)
    made = Assembled(folder / WORD_FILE, folder / PAGE_FILE, plan.missing)
    contents = {made.docx: word.write(plan), made.html: page.write(plan).encode("utf-8")}
    for file, content in contents.items():
        replace(file, content)
    return made


def key_numbers(city: City, entries: pd.DataFrame) -> pd.DataFrame:
    """Work out the key numbers; see `plan.key_numbers`."""
    records = clean_records(city, entries)
    return work_out(own_profile(city, records), records)


def own_profile(city: City, records: Records) -> City:
    """Return the city, or an empty profile if it is Lanwan's beside another city's records."""
    named = records.text("the plan", "city")
    if city.name.casefold() != LANWAN or named.casefold() in ("", LANWAN):
        return city
    needed = [rule.name for rule in FIELDS if rule.required or rule.fallback]
    own = {rule.name: None for rule in FIELDS if rule.name not in needed}
    own |= {"name": named, "country": _("country not given")}
    lacking = tuple(name for name in needed if name not in own)
    return dataclasses.replace(city, **own, notes=(), fallbacks=lacking)


def clean_records(city: City, entries: pd.DataFrame) -> Records:
    """Return the records without characters that a Word file cannot hold.

    Raises
    ------
    TypeError
        If `city` is no City or `entries` no table.
    """
    if not isinstance(city, City):
        raise TypeError(
            _("city is {city!r}; it must be a City, as load_city gives it").format(city=city)
        )
    if not isinstance(entries, pd.DataFrame):
        told = _("records is {records!r}; it must be a table, as plan.entries() gives it")
        raise TypeError(told.format(records=entries))
    return Records(
        entries.map(lambda one: _NOT_IN_XML.sub("", one) if isinstance(one, str) else one)
    )
