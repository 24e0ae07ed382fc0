"""The command `course`: city template and check, and how further commands join."""

import csv

import openpyxl
import pytest
from typer.testing import CliRunner

from classroom import cli
from classroom.grading import grade as grade_module
from classroom.seal import SealError
from resilience_helpers.city import load_city

run = CliRunner()


def course(*words: str):
    return run.invoke(cli.app, [str(word) for word in words])


def fill(path, **values):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[1:]:
        row[1] = values.get(row[0], "")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


GOOD = {
    "name": "Bay [red]City[/red]",
    "country": "China",
    "population": "1200000",
    "area_km2": "640",
    "gdp_million_cny": "98000",
}


@pytest.mark.parametrize("name", ["my_city.xlsx", "my_city.CSV"])
def test_template_is_written_where_it_was_asked_for(tmp_path, name):
    result = course("city-template", tmp_path / name)
    assert result.exit_code == 0 and result.stderr == ""
    assert str(tmp_path / name) in result.stdout
    if name.endswith("xlsx"):
        assert openpyxl.load_workbook(tmp_path / name).sheetnames == ["read me", "city"]
    else:
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbffield,value")


def test_template_overwrites_only_with_force(tmp_path):
    path = tmp_path / "my_city.csv"
    path.write_text("mine")
    result = course("city-template", path)
    assert result.exit_code == 1 and "--force" in result.stderr
    assert path.read_text() == "mine"
    assert course("city-template", path, "--force").exit_code == 0
    assert "population" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("my_city.ods", "neither .xlsx nor .csv"),
        ("my_city", "neither .xlsx nor .csv"),
        ("no_folder/my_city.csv", "cannot be written"),
        ("no_folder/my_city.xlsx", "cannot be written"),
    ],
)
def test_template_that_cannot_be_written(tmp_path, name, words):
    result = course("city-template", tmp_path / name)
    assert result.exit_code == 1 and words in result.stderr
    assert isinstance(result.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


def test_check_shows_the_profile_with_its_notes(tmp_path):
    path = tmp_path / "my_city.csv"
    course("city-template", path)
    fill(path, **GOOD)
    result = course("check-city", path)
    assert result.exit_code == 0 and result.stderr == ""
    assert "Bay [red]City[/red]" in result.stdout and "1,200,000" in result.stdout
    for note in load_city(path).notes:
        assert f"Note: {note}\n" in result.stdout


def test_check_of_the_city_of_the_course():
    result = course("check-city", "lanwan")
    assert result.exit_code == 0 and "2,400,000" in result.stdout


def test_check_reports_everything_that_is_wrong(tmp_path):
    path = tmp_path / "my_city.csv"
    course("city-template", path)
    fill(path, **(GOOD | {"population": "[b]many[/b]", "area_km2": "-1", "country": ""}))
    result = course("check-city", path)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert "3 problems" in result.stdout
    assert 'row 4, column value: found "[b]many[/b]"' in result.stdout
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", ["none.xlsx", "lanwann"])
def test_check_of_nothing(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    result = course("check-city", name)
    assert result.exit_code == 1 and '"lanwan"' in result.stdout


@pytest.mark.parametrize(
    ("command", "missing"),
    [("lab", "modules/00_start_here.ipynb"), ("formgrader", "nbgrader_config.py")],
)
def test_jupyterlab_wants_the_folder_of_the_course(tmp_path, monkeypatch, command, missing):
    monkeypatch.chdir(tmp_path)
    result = course(command)
    assert result.exit_code == 1
    assert f"There is no {missing} here." in result.output


def test_help_names_the_commands():
    result = course("--help")
    assert result.exit_code == 0
    assert "city-template" in result.stdout and "check-city" in result.stdout


@pytest.mark.parametrize("words", [("feedback", "01_concepts"), ("report",)])
def test_a_gradebook_that_cannot_be_read_is_said_in_one_line(tmp_path, words):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()")
    (tmp_path / "gradebook.db").write_text("no database " * 100)
    result = course(*words, "--course", tmp_path)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert "gradebook.db gives an error" in result.stderr


def test_an_instructor_notebook_that_stops_is_said_in_one_line(tmp_path, monkeypatch):
    def stops(course, assignment):
        raise SealError("the instructor's notebook stops: 1 / 0")

    monkeypatch.setattr(grade_module, "load_key", stops)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()")
    result = course("grade", "01_concepts", "--unsafe", "--course", tmp_path)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert "notebook stops: 1 / 0" in result.stderr
