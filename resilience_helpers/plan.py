"""The trainee's Resilience Action Plan, collected lesson by lesson.

Each lesson ends with one cell that records a number, a choice or a sentence. All records
stand in one file, ``my_plan.csv``, in the work folder: it opens in any spreadsheet and
survives a restart. Recording the same name again replaces the old record.
"""

import csv
import io
import math
import os
import re
from numbers import Real
from pathlib import Path

import numpy as np
import pandas as pd

from resilience_helpers._text import _

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
    """
    if section not in SECTIONS:
        raise ValueError(_unknown(section))
    if not name.strip():
        raise ValueError(_("name is empty; say what is recorded"))
    if value is ...:
        print(_("Not recorded yet: replace the three dots (...) for “{name}”.").format(name=name))
        return
    kind, text = _as_text(name, value)
    name, unit, note = (" ".join(words.split()) for words in (name, unit, note))
    row = dict(zip(COLUMNS, (section, name, kind, text, unit, note), strict=True))
    kept = [old for old in _read() if (old["section"], old["name"]) != (section, name)]
    _write([*kept, row])
    said = _("Recorded in your plan, section “{section}”: {name} = {value}.")
    print(said.format(section=section, name=name, value=f"{text} {unit}".strip()))


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
    # a person may have changed the file; what is no number any more stays as it was typed
    try:
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
    new = file.with_suffix(".new")
    # a swap at the end loses nothing if writing stops half-way
    try:
        # the byte order mark lets spreadsheet programs read Chinese
        with new.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.DictWriter(handle, fieldnames=COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        os.replace(new, file)
    except PermissionError as error:
        told = _("{file} cannot be written; is it open in another program? Close it and run again")
        raise PermissionError(told.format(file=FILE)) from error
    finally:
        new.unlink(missing_ok=True)
