"""What a table of the course is: rows, columns with units, sources, and how it is written.

A `Table` becomes two things: the bytes of a CSV file, and its entry in `datapackage.json`
(Frictionless Data Package [1]_; `unit`, `kind` are additions of this course).

References
----------
.. [1] Frictionless Data, "Data Package" and "Table Schema", version 1,
   https://specs.frictionlessdata.io
"""

import csv
import io
from dataclasses import dataclass, field

KINDS = ("observed", "derived", "synthetic")
TYPES = ("string", "integer", "number")

CC_BY = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Name in the header of the CSV file.
    type : str
        "string", "integer" or "number".
    unit : str
        Unit of the values; "text" for words, "code" for identifiers.
    description : str
        What the values mean.
    decimals : int
        Digits after the point in the file, for a "number" only.
    optional : bool
        True if a cell may be empty.
    kind : str
        Kind of this column where it differs from that of its table.
    constraints : dict
        Frictionless constraints beside `required`.
    """

    name: str
    type: str
    unit: str
    description: str
    decimals: int = 1
    optional: bool = False
    kind: str = ""
    constraints: dict = field(default_factory=dict)

    def text(self, value: object) -> str:
        """Return `value` as it stands in the file; None becomes an empty cell.

        Raises
        ------
        ValueError
            If a required value is missing, or if rounding would change a number.

        Examples
        --------
        >>> Column("rain_mm", "number", "mm", "rain of a year").text(979)
        '979.0'
        """
        if value is None or value == "":
            if not self.optional:
                raise ValueError(f"{self.name} is empty; every row must have a value")
            return ""
        if self.type == "number":
            written = f"{value:.{self.decimals}f}"
            if abs(float(written) - float(value)) > 1e-9:
                raise ValueError(
                    f"{self.name} holds {value!r}; it must have at most {self.decimals} decimals"
                )
            return written
        if self.type == "integer":
            return f"{value:d}"
        return str(value)

    def schema_field(self) -> dict:
        """Return the entry of this column in the table schema."""
        entry = {
            "name": self.name,
            "type": self.type,
            "unit": self.unit,
            "description": self.description,
        }
        if self.kind:
            entry["kind"] = self.kind
        entry["constraints"] = {"required": not self.optional, **self.constraints}
        return entry


@dataclass(frozen=True)
class Table:
    """One table of the data package.

    Parameters
    ----------
    name, title, description : str
        Name of the table (and of its file, without ".csv"), and what it holds.
    kind : str
        "observed", "derived" or "synthetic".
    columns : tuple of Column
        Columns in the order of the file.
    rows : list of tuple
        Values in the order of `columns`.
    sources : list of dict
        Frictionless sources, each with a `title` and, where there is one, a `path`.
    licences : list of dict
        Frictionless licences.
    key : str
        Column that names a row, or several, separated by spaces.
    links : dict
        Column -> (table, column) in which its values must stand.
    kept : bytes
        Content of the CSV file as it was made before, instead of `rows`.

    Raises
    ------
    ValueError
        If the kind or the type of a column is unknown.
    """

    name: str
    title: str
    description: str
    kind: str
    columns: tuple
    rows: list
    sources: list
    licences: list
    key: str = ""
    links: dict = field(default_factory=dict)
    kept: bytes = b""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind of {self.name} is {self.kind!r}; it must be one of {KINDS}")
        for column in self.columns:
            if column.type not in TYPES:
                raise ValueError(
                    f"type of {column.name} is {column.type!r}; it must be one of {TYPES}"
                )

    def csv_bytes(self) -> bytes:
        """Return the CSV file: UTF-8, line feeds, one header line."""
        if self.kept:
            return self.kept
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.name for column in self.columns])
        for row in self.rows:
            cells = zip(self.columns, row, strict=True)
            writer.writerow([column.text(value) for column, value in cells])
        return text.getvalue().encode("utf-8")

    def resource(self) -> dict:
        """Return the entry of this table in `datapackage.json`."""
        schema = {"fields": [column.schema_field() for column in self.columns]}
        schema["missingValues"] = [""]
        if self.key:
            schema["primaryKey"] = self.key.split()
        if self.links:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": table, "fields": [target]}}
                for column, (table, target) in self.links.items()
            ]
        return {
            "name": self.name,
            "path": f"{self.name}.csv",
            "profile": "tabular-data-resource",
            "title": self.title,
            "description": self.description,
            "kind": self.kind,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "sources": self.sources,
            "licenses": self.licences,
            "schema": schema,
        }
