"""The tables of the course, by name.

Every table is described in one data package [1]_: type, unit and meaning of each column,
source, licence, and whether its numbers are observed, derived or synthetic. Tables of Lanwan,
the fictional city, are synthetic.

References
----------
.. [1] Frictionless Data, "Data Package", version 1, https://specs.frictionlessdata.io
"""

import json
from pathlib import Path

import pandas as pd

from resilience_helpers._text import _

_DESCRIPTION = "datapackage.json"
_HERE = Path(__file__).resolve().parent
# Inside a wheel the tables lie in the package; in the repository they lie beside it.
_FOLDERS = (_HERE / "_tables", _HERE.parent / "datasets")


def names() -> list[str]:
    """Return the names of all tables, in the order of the data package.

    Returns
    -------
    list of str
        Names that `load` and `describe` accept.

    Raises
    ------
    FileNotFoundError
        If the tables were not installed with the package.

    Examples
    --------
    >>> "lanwan_recovery" in names()
    True
    """
    return [resource["name"] for resource in _package()["resources"]]


def load(name: str) -> pd.DataFrame:
    """Return a table; changing it changes nothing for the next one who loads it.

    Parameters
    ----------
    name : str
        Name of the table, as `names` lists it.

    Returns
    -------
    DataFrame
        One row per line of the table. Whole numbers are int64, or Int64 where a cell may be
        empty; other numbers are float64; words and codes stay text, an empty cell is missing.
        `.attrs` holds "name", "title", "kind" ("observed", "derived" or "synthetic"),
        "units" (column -> unit), "source" and "licence".

    Raises
    ------
    KeyError
        If no table has this name; the text lists the names.
    ValueError
        If the file's columns are not those of its description.
    FileNotFoundError
        If the tables were not installed with the package.

    Examples
    --------
    >>> flood = load("lanwan_recovery").query("event == 'autumn flood'")
    >>> flood[["day", "water_percent"]].head(3)
       day  water_percent
    0  0.0           55.0
    1  1.0           57.5
    2  2.0           60.0
    >>> flood.attrs["kind"], flood.attrs["units"]["day"]
    ('synthetic', 'days')
    """
    resource = _resource(name)
    fields = resource["schema"]["fields"]
    frame = pd.read_csv(
        _folder() / resource["path"],
        dtype={field["name"]: _dtype(field) for field in fields},
        keep_default_na=False,
        na_values=resource["schema"]["missingValues"],
        encoding="utf-8",
    )
    described = [field["name"] for field in fields]
    if list(frame.columns) != described:
        raise ValueError(
            _("{name}: the file has the columns {found}; its description says {described}").format(
                name=name, found=", ".join(frame.columns), described=", ".join(described)
            )
        )
    frame.attrs = {
        "name": name,
        "title": resource["title"],
        "kind": resource["kind"],
        "units": {field["name"]: field["unit"] for field in fields},
        "source": "; ".join(_reference(source) for source in resource["sources"]),
        "licence": "; ".join(licence["title"] for licence in resource["licenses"]),
    }
    return frame


def describe(name: str) -> pd.DataFrame:
    """Return what the columns of a table mean.

    Parameters
    ----------
    name : str
        Name of the table, as `names` lists it.

    Returns
    -------
    DataFrame
        Columns "column", "type", "unit" and "meaning"; one row per column of the table.

    Raises
    ------
    KeyError
        If no table has this name; the text lists the names.
    FileNotFoundError
        If the tables were not installed with the package.

    Examples
    --------
    >>> describe("lanwan_scorecard")[["column", "type", "unit"]]
         column     type    unit
    0  question   string    code
    1     score  integer  points
    """
    rows = [
        (field["name"], field["type"], field["unit"], field["description"])
        for field in _resource(name)["schema"]["fields"]
    ]
    return pd.DataFrame(rows, columns=["column", "type", "unit", "meaning"])


def _folder() -> Path:
    """Return the folder that holds the tables and their description."""
    for folder in _FOLDERS:
        if (folder / _DESCRIPTION).is_file():
            return folder
    raise FileNotFoundError(_("the tables of the course are missing; install the package again"))


def _package() -> dict:
    """Return the description of all tables."""
    return json.loads((_folder() / _DESCRIPTION).read_text(encoding="utf-8"))


def _resource(name: str) -> dict:
    """Return the description of one table."""
    resources = {resource["name"]: resource for resource in _package()["resources"]}
    if name not in resources:
        raise KeyError(
            _("there is no table {name!r}; the tables are: {names}").format(
                name=name, names=", ".join(resources)
            )
        )
    return resources[name]


def _dtype(field: dict) -> str:
    """Return the type that pandas gives a column."""
    if field["type"] == "string":
        return "str"
    if field["type"] == "number":
        return "float64"
    if field["type"] == "integer":
        return "int64" if field["constraints"]["required"] else "Int64"
    raise ValueError(f"type of {field['name']} is {field['type']!r}; it is not known here")


def _reference(source: dict) -> str:
    """Return a source as one phrase, with its address where it has one."""
    return f"{source['title']} ({source['path']})" if "path" in source else source["title"]
