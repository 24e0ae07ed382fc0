"""Faulty city files: each fault is one problem with its place, all in one report."""

import copy
import io
import pickle
import zipfile
from datetime import date

import openpyxl
import pytest
from city_files import REQUIRED, assert_has_values, edited, filled, only_problem, written

from resilience_helpers import city
from resilience_helpers.city import CityFileError, load_city

EVERYWHERE = ("xlsx", "csv")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


# --- one fault, one problem ------------------------------------------------------------


@pytest.mark.parametrize("ending", EVERYWHERE)
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("population", "about 2 million", "without words"),
        ("population", "240万", "without words"),
        ("population", "12-15", "not a range"),
        ("population", "2 to 3", "not a range"),
        ("population", "n/a", "if the number is not known"),
        ("population", "#DIV/0!", "formula"),
        ("population", "12 %", "without a percent sign"),
        ("population", "2400000.5", "whole number"),
        ("population", "1e99", "1,000 to 50,000,000"),
        ("population", "10⁶", "one number"),
        ("area_km2", -5, "1 to 100,000 km2"),
        ("area_km2", "\u22125", "1 to 100,000 km2"),
        ("area_km2", "987,5", "point before the decimals"),
        ("area_km2", "1.234.567", "point before the decimals"),
        ("area_km2", "987 km2", "without words or units"),
        ("area_km2", "nan", "if the number is not known"),
        ("green_space_percent", 135, "0 to 100 percent"),
        ("recovery_days", 3651, "0 to 3,650 days"),
        ("country", 86, "letters"),
        ("name", "#REF!", "a text"),
        ("last_event", "n/a", "leave an optional field empty"),
    ],
)
def test_wrong_value(tmp_path, ending, field, value, words):
    problem = only_problem(filled(tmp_path / f"mine.{ending}", **{field: value}))
    row = 2 + [rule.name for rule in city.FIELDS].index(field)
    place = ("city", row, "B") if ending == "xlsx" else (None, row, "value")
    assert (problem.sheet, problem.row, problem.column) == place
    assert str(problem.value) == str(value)
    assert problem.expected.startswith(field) and words in problem.expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes or no"),
        (date(2026, 12, 15), "made a date"),
        ("=1000*2", "save the file in a spreadsheet program first"),
    ],
)
def test_wrong_cell_of_a_workbook(tmp_path, value, words):
    assert words in only_problem(filled(tmp_path / "mine.xlsx", population=value)).expected


def test_density_names_both_fields(tmp_path):
    problem = only_problem(filled(tmp_path / "mine.xlsx", area_km2=2))
    assert "population (row 4)" in problem.expected and "area_km2 (row 5)" in problem.expected
    assert problem.value == "1,234,567 people on 2 km2"
    assert load_city(filled(tmp_path / "dense.xlsx", area_km2=13)).area_km2 == 13


@pytest.mark.parametrize("field", REQUIRED)
@pytest.mark.parametrize("ending", EVERYWHERE)
def test_required_field_is_empty_or_gone(tmp_path, ending, field):
    problem = only_problem(filled(tmp_path / f"empty.{ending}", **{field: " "}))
    assert problem.row == 2 + REQUIRED.index(field) and problem.value is None
    problem = only_problem(
        edited(tmp_path / f"gone.{ending}", lambda rows: rows.pop(1 + REQUIRED.index(field)))
    )
    assert problem.row is None and f"a row for {field}" in problem.expected


@pytest.mark.parametrize(
    ("change", "row", "column", "words"),
    [
        (
            lambda rows: rows[3].__setitem__(0, "populaton"),
            4,
            "A",
            "the closest name is population",
        ),
        (lambda rows: rows.append(["mayor", "Li"]), 19, "A", "the fields are name, country"),
        (lambda rows: rows.append(["population", 5]), 19, "A", "stands in row 4 already"),
        (lambda rows: rows.append([None, 5]), 19, "A", "the name of a field"),
        (lambda rows: rows[5].__setitem__(2, "billion CNY"), 6, "C", "in million CNY"),
        (lambda rows: rows[4].__setitem__(slice(1, 3), [987_500_000, "m2"]), 5, "C", "in km2"),
        (
            lambda rows: rows[0].__setitem__(1, "number"),
            1,
            None,
            "name value; the columns found are: field, number, unit, meaning",
        ),
        (lambda rows: rows[0].__setitem__(2, None), 1, None, "name unit"),
        (lambda rows: rows[0].__setitem__(3, "value"), 1, None, "one column with the name value"),
    ],
)
def test_wrong_layout(tmp_path, change, row, column, words):
    problem = only_problem(edited(tmp_path / "mine.xlsx", change))
    assert (problem.row, problem.column) == (row, column) and words in problem.expected


def test_unit_in_another_spelling_is_the_same_unit(tmp_path):
    def edit(rows):
        rows[4][2], rows[7][2], rows[3][2] = "km²", "%", None

    assert_has_values(load_city(edited(tmp_path / "mine.xlsx", edit)))


def test_number_with_commas_that_tears_a_csv_row(tmp_path):
    text = (
        "field,value,unit\nname,A,\ncountry,B,\npopulation,1,200,000,residents\n"
        "area_km2,50,km2\ngdp_million_cny,90000,\n"
    )
    problem = only_problem(written(tmp_path / "mine.csv", text.encode()))
    assert problem.row == 4 and "without commas" in problem.expected


def test_six_faults_make_six_problems(tmp_path):
    def edit(rows):
        rows[3][1] = "about 2 million"
        rows[4][1] = -5
        rows[5][2] = "billion CNY"
        rows[6][1] = 135
        rows[7][0] = "green_spaces_percent"
        rows.append(["name", "Again"])

    path = edited(tmp_path / "mine.xlsx", edit)
    with pytest.raises(CityFileError) as caught:
        load_city(path)
    places = [(found.row, found.column, found.value) for found in caught.value.problems]
    assert places == [
        (4, "B", "about 2 million"),
        (5, "B", -5),
        (6, "C", "billion CNY"),
        (7, "B", 135),
        (8, "A", "green_spaces_percent"),
        (19, "A", "name"),
    ]
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("mine.xlsx: 6 problems") and len(lines) == 1 + 6 * 3
    assert caught.value._render_traceback_() == lines
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert str(again) == str(caught.value)


# --- files that are no city files ------------------------------------------------------


def archive(*names: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as file:
        for name in names:
            file.writestr(name, "<not-what-it-should-be/>")
    return memory.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "empty"),
        ("a.csv", b",,\n,,\n", "no filled cell"),
        ("a.xlsx", b"%PDF-1.7 ...", "PDF"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.pdf", b"%PDF-1.7 ...", "PDF"),
        ("a.xlsx", archive("word/document.xml"), "Word"),
        ("a.docx", archive("x"), "zip archive"),
        ("a.xls", OLD_OFFICE, "old format"),
        ("a.xlsx", OLD_OFFICE, "old format"),
        ("a.xlsx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xlsx", archive("xl/workbook.xml")[:-30], "damaged"),
        ("a.xlsx", archive("xl/workbook.xml"), "damaged"),
        ("a.xlsx", b"field,value,unit\n", "a text file"),
        ("a.txt", b"field,value\n", "a text file"),
        ("a.csv", archive("xl/workbook.xml"), "an Excel workbook"),
        ("a.csv", b"\x89PNG\r\n\x00\x00", "neither a spreadsheet nor text"),
        ("a.csv", b"field,value\nname,\xff\xff\xff\n", "unknown encoding"),
        ("a.csv", b"field,value,unit\nname," + b"x" * 100_000, "a cell with 100,000 letters"),
    ],
    # workers must agree on the names of tests, and an archive holds the time of its making
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_not_a_city_file(tmp_path, name, content, words):
    assert words in str(only_problem(written(tmp_path / name, content)).value)


def test_damaged_inside(tmp_path):
    path = filled(tmp_path / "mine.xlsx")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    content[200:240] = bytes(40)
    assert only_problem(written(path, bytes(content))).value == "a damaged file"


@pytest.mark.parametrize(
    ("byte", "value", "words"),
    [
        (6, 99, "a damaged file"),  # made for a later version of zip
        (8, 1, "a file with a password"),
    ],
)
def test_archive_with_another_header(tmp_path, byte, value, words):
    content = bytearray(archive("xl/workbook.xml"))
    content[content.index(b"PK\x01\x02") + byte] = value
    assert only_problem(written(tmp_path / "a.xlsx", bytes(content))).value == words


def test_huge_files_are_not_opened(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(40_000_000)
    assert only_problem(tmp_path / "a.csv").value == "a very large file"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", bytes(40_000_000))
    path = written(tmp_path / "a.xlsx", memory.getvalue())
    assert path.stat().st_size < 1_000_000 and only_problem(path).value == "a very large file"


def test_folder_missing_file_and_unknown_city(tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    assert only_problem(tmp_path / "folder.xlsx").value == "a folder"
    assert only_problem(tmp_path / "none.xlsx").value == "no such file"
    problem = only_problem("lanwann")
    assert '"lanwan"' in problem.expected and ".xlsx or .csv" in problem.expected
    with pytest.raises(TypeError, match="source is 5"):
        load_city(5)


def test_missing_and_empty_sheet(tmp_path):
    path = filled(tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(path)
    book["city"].title = "town"
    book.create_sheet("notes")
    book.save(path)
    problem = only_problem(path)
    assert problem.value == "the sheets read me, town, notes" and problem.example == "city"
    book.create_sheet("City ")
    book.save(path)
    assert only_problem(path).value == "no filled cell"
