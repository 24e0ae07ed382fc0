"""City files for the tests: filled templates, with and without faults."""

import csv
from pathlib import Path

import openpyxl
import pytest

from resilience_helpers import city
from resilience_helpers.city import City, CityFileError, load_city, write_template

VALUES = {
    "name": "兰湾 Bay",
    "country": "China",
    "population": 1_234_567,
    "area_km2": 987.5,
    "gdp_million_cny": 150_000,
    "green_space_percent": 41.5,
    "doctors_per_1000": 2.25,
    "last_event": 'storm "Ana", 2022',
    "recovery_days": 9,
}
REQUIRED = ("name", "country", "population", "area_km2", "gdp_million_cny")


def edited(path: Path, edit) -> Path:
    """Write a template filled with VALUES, after `edit` changed its rows (lists of cells)."""
    write_template(path)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    else:
        book = openpyxl.load_workbook(path)
        rows = [list(row) for row in book["city"].iter_rows(values_only=True)]
    for row in rows[1:]:
        row[1] = VALUES.get(row[0])
    edit(rows)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book["city"].delete_rows(1, 100)
        for row in rows:
            book["city"].append(row)
        book.save(path)
    return path


def filled(path: Path, **changes) -> Path:
    """Write a template filled with VALUES and `changes`."""

    def edit(rows):
        for row in rows[1:]:
            row[1] = changes.get(row[0], row[1])

    return edited(path, edit)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def problems(source) -> list[city.Problem]:
    with pytest.raises(CityFileError) as caught:
        load_city(source)
    for problem in caught.value.problems:
        assert problem.expected and problem.example
        assert problem.expected in str(caught.value)
    return caught.value.problems


def only_problem(source) -> city.Problem:
    found = problems(source)
    assert len(found) == 1, found
    return found[0]


def assert_has_values(profile: City) -> None:
    assert {name: getattr(profile, name) for name in VALUES} == VALUES
