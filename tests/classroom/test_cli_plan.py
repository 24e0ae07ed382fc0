"""The command `course plan`."""

import csv

from typer.testing import CliRunner

from classroom import cli
from resilience_helpers import plan
from resilience_helpers.city import write_template

run = CliRunner()


def course(*words: str):
    return run.invoke(cli.app, [str(word) for word in words])


def test_plan_is_written_and_names_what_lacks(tmp_path, capsys):
    plan.record("risk", "loss in an average year", 12.5, unit="million CNY")
    result = course("plan", "--city", "lanwan", "--folder", tmp_path / "out")
    assert result.exit_code == 0 and result.stderr == ""
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        "action_plan.docx",
        "action_plan.html",
    }
    assert "Missing: How bad (lesson 02.2): loss to be ready for" in result.stdout
    assert "loss in an average year" not in result.stdout


def test_plan_without_a_city_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = course("plan")
    assert result.exit_code == 1
    assert "course city-template my_city.xlsx" in result.stderr


def test_the_city_is_looked_for_beside_the_plan(tmp_path, monkeypatch):
    write_template(tmp_path / "my_city.xlsx")
    (tmp_path / "modules").mkdir()
    monkeypatch.chdir(tmp_path / "modules")
    result = course("plan")
    assert "population" in result.stdout, "the unfilled template beside the plan was read"


def test_plan_of_an_unfilled_template_lists_its_errors(tmp_path):
    file = write_template(tmp_path / "my_city.csv")
    result = course("plan", "--city", file, "--folder", tmp_path / "out")
    assert result.exit_code == 1 and "population" in result.stdout
    assert not (tmp_path / "out").exists()


def test_plan_of_ones_own_filled_template(tmp_path):
    file = write_template(tmp_path / "my_city.csv")
    given = {
        "name": "海湾市",
        "country": "China",
        "population": "640000",
        "area_km2": "410",
        "gdp_million_cny": "51000",
    }
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    rows = [rows[0], *([row[0], given.get(row[0], ""), *row[2:]] for row in rows[1:])]
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    result = course("plan", "--city", file, "--folder", tmp_path)
    assert result.exit_code == 0
    page = (tmp_path / "action_plan.html").read_text("utf-8")
    assert "Resilience Action Plan of 海湾市" in page and "640,000" in page
    assert "Lanwan" not in page


def test_plan_into_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    result = course("plan", "--city", "lanwan", "--folder", tmp_path / "out")
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert (tmp_path / "out").read_text() == "mine"
