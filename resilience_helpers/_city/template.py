"""City files: the empty template, as a workbook and as csv."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from resilience_helpers._city.check import FieldRule
from resilience_helpers._city.file import COLUMNS, SHEET
from resilience_helpers._text import _

WIDTHS = (34, 20, 18, 60, 44, 20)


def read_me() -> list[str]:
    """Return how to fill in the template, in five short lines."""
    return [
        _(
            '1. Open the sheet "city" and fill in the yellow column "value". Leave the other '
            "columns as they are."
        ),
        _(
            '2. A field that is "required" in the column "allowed" must be filled in. '
            "Leave an optional one empty if you do not know it."
        ),
        _(
            "3. Write digits only, with a point before decimals, such as 2400000 or 12.5. "
            "The unit stands beside it."
        ),
        _(
            "4. An empty indicator takes the value of Lanwan, a fictional city. A note will say "
            "so: do not quote it for your city."
        ),
        _(
            '5. Save the file. In a notebook, load_city("my_city.xlsx") reads it and lists '
            "everything that needs correction."
        ),
    ]


def template_rows(rules: Sequence[FieldRule]) -> list[tuple[str, ...]]:
    """Return the rows of the template, below the column names."""
    return [
        (
            rule.name,
            "",
            rule.shown_unit,
            f"{rule.label}: {rule.explanation}",
            rule.allowed,
            rule.example,
        )
        for rule in rules
    ]


def write_csv(path: Path, rules: Sequence[FieldRule]) -> None:
    """Write the template as csv, with the mark by which Excel recognises UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *template_rows(rules)])


def write_xlsx(path: Path, rules: Sequence[FieldRule]) -> None:
    """Write the template as a workbook with the sheets "read me" and "city"."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    workbook = Workbook()
    help_sheet = workbook.active
    help_sheet.title = "read me"
    help_sheet.column_dimensions["A"].width = 100
    for line in read_me():
        help_sheet.append([line])
    for (cell,) in help_sheet.iter_rows():
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet = workbook.create_sheet(SHEET)
    for row in (COLUMNS, *template_rows(rules)):
        sheet.append([cell or None for cell in row])
    _style(sheet)
    for number, rule in enumerate(rules, start=2):
        sheet[f"A{number}"].font = Font(bold=rule.required)
        if rule.is_number:
            sheet.add_data_validation(_validation(rule, f"B{number}"))
    workbook.save(path)


def _style(sheet: Any) -> None:
    """Make the header bold, the value cells yellow and framed, long texts wrapped."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color="808080")
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        row[1].fill = PatternFill("solid", start_color="FFF2CC")
        row[1].border = Border(left=thin, right=thin, top=thin, bottom=thin)
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"


def _validation(rule: FieldRule, cell: str) -> Any:
    """Return the rule by which the spreadsheet program refuses a wrong number at once."""
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(
        type="whole" if rule.kind == "whole" else "decimal",
        operator="between",
        formula1=str(rule.low),
        formula2=str(rule.high),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=rule.name[:32],
        error=rule.limits,
    )
    validation.add(cell)
    return validation


WRITERS: dict[str, Callable[[Path, Sequence[FieldRule]], None]] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
}
