"""The trainee's Resilience Action Plan, collected lesson by lesson.

Each lesson ends with one cell that records a number, a choice or a sentence. All records
stand in one file, ``my_plan.csv``, in the work folder: it opens in any spreadsheet and
survives a restart. Recording the same name again replaces the old record. At the end
`assemble` makes a Word document and a web page of them.
"""

import csv
import io
import math
import os
import re
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from resilience_helpers._plan.files import replace
from resilience_helpers._plan.records import CELLS, Records
from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse, whole_number

if TYPE_CHECKING:
    from resilience_helpers._plan.assemble import Assembled
    from resilience_helpers.city import City

FILE = "my_plan.csv"
#: Sections of the plan, in the order of the course.
SECTIONS = (
    "baseline",
    "profile",
    "commitments",
    "hazards",
    "risk",
    "early warning",
    "health",
    "measures",
    "carbon",
    "finance",
    "insurance",
    "funding",
    "water",
    "nature",
    "value",
    "priorities",
    "participation",
    "the plan",
)
#: A comma before three digits parts thousands; any other comma makes it no number.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")
COLUMNS = ("section", "name", "kind", "value", "unit", "note")


def path() -> Path:
    """Return where the plan stands.

    The environment variable RESILIENCE_WORK_FOLDER decides. Without it, the plan stands in
    the nearest folder, from the present one upwards, that holds a plan or the course's
    ``modules`` folder; else in the present folder.

    Returns
    -------
    pathlib.Path
        The file; it need not exist yet.
    """
    if folder := os.environ.get("RESILIENCE_WORK_FOLDER"):
        return Path(folder) / FILE
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE).exists() or (folder / "modules").is_dir():
            return folder / FILE
    return here / FILE


def record(section: str, name: str, value: object, unit: str = "", note: str = "") -> None:
    """Record a number, a choice or a text of the trainee's own city, and say so.

    Parameters
    ----------
    section : str
        Section of the plan, one of `SECTIONS`.
    name : str
        What is recorded, such as ``"water lost in the last flood"``.
    value : number or str
        The value; the three dots of an untouched cell record nothing.
    unit : str
        Unit of a number.
    note : str
        Source or assumption behind the value.

    Raises
    ------
    ValueError
        If the section is unknown, the name is empty or the value is neither number nor text.
    TypeError
        If name, unit or note is no text.
    """
    if section not in SECTIONS:
        raise ValueError(_unknown(section))
    for cell, words in (("name", name), ("unit", unit), ("note", note)):
        if not isinstance(words, str):
            raise TypeError(
                _("{cell} is {words!r}; it must be a text").format(cell=cell, words=words)
            )
    if not name.strip():
        raise ValueError(_("name is empty; say what is recorded"))
    if value is ...:
        print(_("Not recorded yet: replace the three dots (...) for “{name}”.").format(name=name))
        return
    row = _row(section, name, value, unit, note)
    kept = [old for old in _read() if (old["section"], old["name"]) != (section, row["name"])]
    _write([*kept, row])
    said = _("Recorded in your plan, section “{section}”: {name} = {value}.")
    shown = f"{row['value']} {row['unit']}".strip()
    print(said.format(section=section, name=row["name"], value=shown))


def record_measure(
    number: int,
    what: str,
    year: int | str = ...,
    owner: str = ...,
    cost_million_cny: float = ...,
    money: str = ...,
    indicator: str = ...,
    today: float | str = ...,
    target: float | str = ...,
) -> None:
    """Record a measure of the plan, and say what is still missing of it.

    Parameters
    ----------
    number : int
        Its place in the plan, from 1 on; the same number again replaces the measure.
    what : str
        The measure in a few words.
    year : int or str
        By when it works.
    owner : str
        The bureau that answers for it.
    cost_million_cny : float [million CNY]
        What it costs to build.
    money : str
        Who pays.
    indicator : str
        What is counted to show that it works.
    today, target : float or str
        The indicator now and by that year.

    A cell that is left as three dots (...) is not recorded, and is named as missing; if it is
    `what`, nothing is recorded.

    Raises
    ------
    TypeError
        If the number of the measure is no whole number, or the cost no number.
    ValueError
        If the number is below 1, the cost below 0, or a cell is neither number nor text.
    """
    number = whole_number("number", number, least=1)
    given = (what, year, owner, cost_million_cny, money, indicator, today, target)
    if what is ...:
        print(_("Measure {number} is not recorded yet: say what it is.").format(number=number))
        return
    if cost_million_cny is not ...:
        cost = numbers("cost_million_cny", cost_million_cny)
        refuse("cost_million_cny", cost, cost < 0, _("it must be 0 or more"))
    prefix = f"measure {number}: "
    rows = [
        _row("the plan", prefix + cell, value, "million CNY" if cell == "cost" else "")
        for cell, value in zip(CELLS, given, strict=True)
        if value is not ...
    ]
    kept = [old for old in _read() if not _is_of(old, prefix)]
    _write([*kept, *rows])
    gaps = [cell for cell, value in zip(CELLS, given, strict=True) if value is ...]
    lacks = _("still missing: {gaps}").format(gaps=", ".join(gaps)) if gaps else _("complete")
    said = _("Recorded in your plan: measure {number}, {what} ({lacks}).")
    print(said.format(number=number, what=rows[0]["value"], lacks=lacks))


def forget(section: str, name: str) -> None:
    """Take a record out of the plan.

    Parameters
    ----------
    section, name : str
        As they were recorded.

    Raises
    ------
    KeyError
        If there is no such record.
    """
    name = " ".join(name.split())
    rows = _read()
    kept = [row for row in rows if (row["section"], row["name"]) != (section, name)]
    if len(kept) == len(rows):
        told = _("nothing is recorded in section {section!r} under {name!r}")
        raise KeyError(told.format(section=section, name=name))
    _write(kept)


def entries(section: str | None = None) -> pd.DataFrame:
    """Return what is recorded, in the order of the sections.

    Parameters
    ----------
    section : str, optional
        Only this section.

    Returns
    -------
    pandas.DataFrame
        Columns section, name, kind (number or text), value, unit, note. A value of kind
        number is a float.

    Raises
    ------
    ValueError
        If the section is unknown.
    """
    rows = [row for row in _read() if section in (None, row["section"])]
    if not rows and section not in (None, *SECTIONS):
        raise ValueError(_unknown(section))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    is_number = frame["kind"] == "number"
    frame.loc[is_number, "value"] = frame.loc[is_number, "value"].map(_number)
    return frame


def key_numbers(city: "City", records: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the key numbers of modules 01 to 05 for one city, with what they assume.

    Parameters
    ----------
    city : City
        Profile; a field with Lanwan's value for want of an own one counts as missing, and so
        do all fields of Lanwan's profile if the records name another city.
    records : pandas.DataFrame, optional
        In the form of `entries`; default: what is recorded in the work folder.

    Returns
    -------
    pandas.DataFrame
        One row a number: number, value (NaN where an input is missing), unit, worked out
        from (the inputs, or what is missing), assumes, lesson.

    Raises
    ------
    TypeError
        If `city` is no City, or `records` no table.
    ValueError
        If `records` lacks a column.
    """
    from resilience_helpers._plan import assemble as assembling

    return assembling.key_numbers(city, entries() if records is None else records)


def measures(records: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the measures of a plan, one row each.

    Parameters
    ----------
    records : pandas.DataFrame, optional
        In the form of `entries`; default: what is recorded in the work folder.

    Returns
    -------
    pandas.DataFrame
        Index: number; columns: `CELLS`. The cost is a number [million CNY], or NaN.
    """
    rows = Records(entries() if records is None else records).measures()
    frame = pd.DataFrame(rows, columns=["number", *CELLS]).set_index("number")
    return frame.astype({"cost": float})


def assemble(city: "City", folder: str | Path, records: pd.DataFrame | None = None) -> "Assembled":
    """Write the Resilience Action Plan as a Word document and as a web page.

    What is missing does not stop it: the plan names each gap at the front and in its
    section. The same input gives the same files.

    Parameters
    ----------
    city : City
        Profile; see `key_numbers` for fields that hold Lanwan's value.
    folder : str or Path
        Where `action_plan.docx` and `action_plan.html` go; it is made if it is not there,
        and files of these names are replaced.
    records : pandas.DataFrame, optional
        In the form of `entries`; default: what is recorded in the work folder.

    Returns
    -------
    Assembled
        Paths `docx` and `html`, and `missing`: one line for each gap.

    Raises
    ------
    TypeError
        If `city` is no City, `folder` no path, or `records` no table.
    ValueError
        If `records` lacks a column.
    NotADirectoryError
        If `folder` is a file.
    PermissionError
        If a file is open in another program, or the folder read-only.
    """
    from resilience_helpers._plan import assemble as assembling

    entered = entries() if records is None else records
    made = assembling.assemble(city, folder, entered)
    said = _("Wrote {docx} and {html}. Parts that are missing, named at the front: {gaps}.")
    print(said.format(docx=made.docx.name, html=made.html.name, gaps=len(made.missing)))
    return made


def _row(section: str, name: str, value: object, unit: str = "", note: str = "") -> dict[str, str]:
    kind, text = _as_text(name, value)
    name, unit, note = (" ".join(words.split()) for words in (name, unit, note))
    return dict(zip(COLUMNS, (section, name, kind, text, unit, note), strict=True))


def _is_of(row: dict[str, str], prefix: str) -> bool:
    return row["section"] == "the plan" and row["name"].startswith(prefix)


def _as_text(name: str, value: object) -> tuple[str, str]:
    if isinstance(value, (bool, np.bool_)):
        return "text", _("yes") if value else _("no")
    if isinstance(value, Real) and math.isfinite(value):
        return "number", repr(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, str) and value.strip():
        return "text", " ".join(value.split())
    told = _("{name}: {value!r} is neither a number nor a text; give one of them")
    raise ValueError(told.format(name=name, value=value))


def _unknown(section: str) -> str:
    told = _("section {section!r} is not in the plan; choose one of {sections}")
    return told.format(section=section, sections=", ".join(SECTIONS))


def _number(text: str) -> float | str:
    try:  # a person may have changed the file; what is no number stays as it was typed
        return float(_THOUSANDS.sub("", text))
    except ValueError:
        return text


def _read() -> list[dict[str, str]]:
    """Return the records in the order of the sections; sections of one's own come last."""
    file = path()
    if not file.exists():
        return []
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")  # saved by a Chinese spreadsheet program
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")
    missing = {"section", "name", "value"} - set(reader.fieldnames or ())
    if missing:
        told = _(
            "{file} has no column {missing}; it holds {found}. "
            "Restore the first line, or move the file away to start a new plan"
        )
        names = ", ".join(sorted(missing))
        raise ValueError(told.format(file=FILE, missing=names, found=reader.fieldnames))
    rows = [{column: row.get(column) or "" for column in COLUMNS} for row in reader]
    for row in rows:
        # where semicolons part the cells, the program writes 1.200,5 for 1200.5
        if delimiter == ";" and row["kind"] == "number" and "," in row["value"]:
            row["value"] = row["value"].replace(".", "").replace(",", ".")
    order = {section: position for position, section in enumerate(SECTIONS)}
    return sorted(rows, key=lambda row: order.get(row["section"], len(order)))


def _write(rows: list[dict[str, str]]) -> None:
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    # the byte order mark lets spreadsheet programs read Chinese
    replace(file, text.getvalue().encode("utf-8-sig"))
