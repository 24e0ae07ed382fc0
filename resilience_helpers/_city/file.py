"""City files: from a spreadsheet to plain cells.

What stands here knows tables and file formats, and nothing of cities. `check` judges
the cells, `city` is what learners use.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from resilience_helpers._text import _

SHEET = "city"
#: Columns of the template. Reading needs the first three.
COLUMNS = ("field", "value", "unit", "meaning", "allowed", "example")
# A city file has some 20 rows. The limits keep a hostile or broken file from filling memory.
MOST_BYTES = 30_000_000
MOST_LETTERS = 32_767  # what a cell of a spreadsheet program holds
MOST_ROWS = 2_000
MOST_COLUMNS = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a city file.

    Parameters
    ----------
    sheet : str or None
        Sheet of the workbook; None in a csv file.
    row : int or None
        Row as the spreadsheet program counts it; None where the whole file is meant.
    column : str or None
        Letter of the column in a workbook, its name in a csv file.
    value : object
        What was found; None for an empty cell.
    expected, example : str
        What should stand there, and an example of it.

    Examples
    --------
    >>> print(Problem("city", 4, "B", "n/a", "population: a number", "2400000"))
    sheet "city", row 4, column B: found "n/a".
       Expected: population: a number.
       Example: 2400000
    """

    sheet: str | None
    row: int | None
    column: str | None
    value: object
    expected: str
    example: str

    def __str__(self) -> str:
        places = [
            text.format(place)
            for text, place in (
                (_('sheet "{}"'), self.sheet),
                (_("row {}"), self.row),
                (_("column {}"), self.column),
            )
            if place is not None
        ]
        if self.value is None:
            found = _("nothing found.")
        else:
            found = _("found {value}.") if self.row is None else _('found "{value}".')
            found = found.format(value=short(self.value))
        first = ": ".join(filter(None, [", ".join(places), found]))
        expected = _("Expected: {expected}.").format(expected=self.expected)
        example = _("Example: {example}").format(example=self.example)
        return f"{first}\n   {expected}\n   {example}"


class CityFileError(ValueError):
    """A city file that cannot be used; lists everything that is wrong in it.

    Jupyter shows the list alone, without a traceback.

    Parameters
    ----------
    source : str
        Name of the file.
    problems : sequence of Problem
        Everything that was found, in the order of the rows.
    """

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        super().__init__(source, problems)
        self.source = source
        self.problems = list(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        if count == 1:
            head = _("{source}: 1 problem. Correct it, save the file and load it again.")
        else:
            head = _("{source}: {count} problems. Correct them, save the file and load it again.")
        lines = [head.format(source=self.source, count=count)]
        for number, problem in enumerate(self.problems, start=1):
            lines.append(f"{number}. {problem}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class UnsavedFormula(str):
    """A formula without the result that a spreadsheet program stores beside it."""


@dataclass(frozen=True)
class Table:
    """Cells of a city file, row by row, as they were found.

    `rows` pairs each row's number with its cells; the first row holds the column names.
    `commas_may_be_decimal` is true where a semicolon parts the cells: a spreadsheet program
    writes it where the comma is the decimal mark.
    """

    source: str
    sheet: str | None
    rows: list[tuple[int, list[Any]]]
    notes: tuple[str, ...] = ()
    commas_may_be_decimal: bool = False

    def column_name(self, index: int) -> str:
        """Return the letter of a column (workbook), or its name (csv)."""
        if self.sheet is None:
            return str(self.rows[0][1][index]).strip()
        from openpyxl.utils import get_column_letter

        return get_column_letter(index + 1)


def read_table(path: Path) -> Table:
    """Return the cells of a city file.

    Parameters
    ----------
    path : Path
        A workbook (.xlsx) with a sheet "city", or a csv file.

    Returns
    -------
    Table
        Rows that hold anything.

    Raises
    ------
    CityFileError
        With one problem, if the file cannot be read at all.
    """
    content = _read_bytes(path)
    kind = _content_kind(content)
    if kind not in _ENDINGS:
        refuse(
            path.name,
            kind,
            _(
                "a workbook (.xlsx) or a csv file (.csv), without a password; "
                "open the file in a spreadsheet program and save it as one of these"
            ),
        )
    if path.suffix.lower() != _ENDINGS[kind]:
        found = _("a text file") if kind == "text" else _("an Excel workbook")
        refuse(
            path.name,
            found,
            _(
                "a file whose name fits its content; open it in a "
                "spreadsheet program and save it as {ending}"
            ).format(ending=_ENDINGS[kind]),
            path.stem + _ENDINGS[kind],
        )
    table = _read_xlsx(path, content) if kind == "xlsx" else _read_csv(path, content)
    if not table.rows:
        refuse(
            path.name,
            _("no filled cell"),
            _("a table with the columns {columns}").format(columns=", ".join(COLUMNS)),
            _EXAMPLE_ROW,
            table.sheet,
        )
    return table


_ENDINGS = {"text": ".csv", "xlsx": ".xlsx"}
_EXAMPLE_ROW = "field = population, value = 2400000, unit = residents"


def refuse(
    source: str,
    found: object,
    expected: str,
    example: str = "my_city.xlsx",
    sheet: str | None = None,
) -> NoReturn:
    """Raise a CityFileError with one problem of the whole file."""
    raise CityFileError(source, [Problem(sheet, None, None, found, expected, example)]) from None


def short(value: object) -> str:
    """Return `value` on one line, cut after 60 characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def is_empty(value: object) -> bool:
    """Return whether a cell holds nothing, or spaces only."""
    return value is None or (isinstance(value, str) and not value.strip())


def filled_rows(rows: Iterable[Sequence[Any]]) -> list[tuple[int, list[Any]]]:
    """Number the rows from 1 and keep those with a filled cell."""
    return [
        (number, list(cells))
        for number, cells in enumerate(rows, start=1)
        if not all(is_empty(cell) for cell in cells)
    ]


def _read_bytes(path: Path) -> bytes:
    """Return the content of the file, or say why it cannot be read."""
    if path.is_dir():
        refuse(path.name, _("a folder"), _("a workbook (.xlsx) or a csv file (.csv)"))
    if not path.exists():
        refuse(
            path.name,
            _("no such file"),
            _("the name of an existing .xlsx or .csv file, with its folder if it lies elsewhere"),
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            refuse(path.name, _("a very large file"), _("a city file, which is small"))
        return path.read_bytes()
    except OSError as error:
        refuse(
            path.name,
            error.strerror,
            _("a file that can be read; close it in other programs and try again"),
        )


def _content_kind(content: bytes) -> str:
    """Return "xlsx", "text", or words for what else the content is."""
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        return _("an empty file")
    if content.startswith(b"%PDF"):
        return _("a PDF document")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return _("a file with a password")
        return _("a file of an old format (.xls or .doc)")
    if content.startswith(b"PK"):
        return _zip_kind(content)
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("neither a spreadsheet nor text")
    return "text"


def _zip_kind(content: bytes) -> str:
    """Tell a workbook from the other files that are zip archives inside."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except Exception:  # a damaged archive fails in many ways
        return _("a damaged file")
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        return _("a file with a password")
    if sum(member.file_size for member in members) > MOST_BYTES:
        return _("a very large file")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return _("a Word document")
    return _("a zip archive or a document of another program")


def _read_xlsx(path: Path, content: bytes) -> Table:
    """Return the cells of the sheet "city"."""
    results = _sheet(path, content, results=True)
    formulas = _sheet(path, content, results=False)
    area = {
        "max_row": min(results.max_row, MOST_ROWS),
        "max_col": min(results.max_column, MOST_COLUMNS),
    }
    rows = [
        [_xlsx_value(cell, formula) for cell, formula in zip(*pair, strict=True)]
        for pair in zip(results.iter_rows(**area), formulas.iter_rows(**area), strict=True)
    ]
    return Table(path.name, results.title, filled_rows(rows))


def _sheet(path: Path, content: bytes, results: bool) -> Any:
    """Return the sheet "city", with the results of formulas or with the formulas."""
    from openpyxl import load_workbook

    try:
        # openpyxl warns of parts that it drops (styles, extensions); none holds a value.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), data_only=results)
    except Exception:  # a damaged workbook fails in many ways, from zlib to a missing key
        refuse(
            path.name,
            _("a damaged file"),
            _("a workbook that a spreadsheet program opens; open it there and save it again"),
        )
    for sheet in workbook.worksheets:
        if sheet.title.strip().casefold() == SHEET:
            return sheet
    refuse(
        path.name,
        _("the sheets {names}").format(names=", ".join(workbook.sheetnames)),
        _('a sheet with the name "{name}"').format(name=SHEET),
        SHEET,
    )


def _xlsx_value(cell: Any, formula: Any) -> Any:
    """Return what the reader of the sheet sees in a cell."""
    value = cell.value
    if formula.data_type == "f" and value is None:
        return UnsavedFormula(getattr(formula.value, "text", None) or formula.value)
    if isinstance(value, (int, float)) and "%" in str(cell.number_format):
        # Typing "12 %" into a cell stores 0.12 and shows it as a percentage.
        return f"{value * 100:.12g}%"
    if isinstance(value, datetime) and value == datetime(value.year, value.month, value.day):
        return date(value.year, value.month, value.day)
    return value


def _read_csv(path: Path, content: bytes) -> Table:
    """Return the cells of a csv file, whatever program wrote it."""
    text, notes = _decode(path, content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # csv.Sniffer guesses from all cells and errs on texts with commas. The column names
    # stand in the first line and hold no such mark, so counting there is enough.
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        lines = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
        rows = filled_rows(list(lines)[:MOST_ROWS])
    except csv.Error as error:
        refuse(
            path.name,
            str(error),
            _("a csv file; a text with a quotation mark in it must be closed by another"),
        )
    longest = max((len(cell) for _row, cells in rows for cell in cells), default=0)
    if longest > MOST_LETTERS:
        refuse(
            path.name,
            _("a cell with {count:,} letters").format(count=longest),
            _("cells that a spreadsheet program could hold; is a quotation mark left open?"),
        )
    return Table(path.name, None, rows, notes, commas_may_be_decimal=delimiter == ";")


def _decode(path: Path, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text and, where the encoding had to be guessed, a note."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        refuse(path.name, _("text in an unknown encoding"), _('a csv file saved as "CSV UTF-8"'))
    note = _(
        "{file} is not in UTF-8; it was read as Chinese text (GB 18030). "
        "Look whether the names are right."
    )
    return text, (note.format(file=path.name),)
