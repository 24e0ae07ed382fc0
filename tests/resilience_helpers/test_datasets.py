"""`resilience_helpers.datasets`: tables by name, with units and sources."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import datasets

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "datasets"
RESOURCES = {
    resource["name"]: resource
    for resource in json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]
}


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the tables that `datasets` reads instead of the real ones."""
    folder = tmp_path / "_tables"
    folder.mkdir()
    for name in ("datapackage.json", "lanwan_scorecard.csv"):
        shutil.copy(FOLDER / name, folder)
    monkeypatch.setattr(datasets, "_FOLDERS", (folder, tmp_path / "nowhere"))
    return folder


def test_names_are_those_of_the_package():
    assert datasets.names() == list(RESOURCES)
    assert len(datasets.names()) == len(set(datasets.names())) >= 13


@pytest.mark.parametrize("name", RESOURCES)
def test_load_gives_types_and_attrs(name):
    frame = datasets.load(name)
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert len(frame) == len(lines) - 1
    attrs = frame.attrs
    assert set(attrs) == {"name", "title", "kind", "units", "source", "licence"}
    assert attrs["name"] == name and attrs["kind"] == RESOURCES[name]["kind"]
    assert attrs["title"] and attrs["source"] and attrs["licence"]
    assert list(attrs["units"]) == list(frame.columns)
    for field in RESOURCES[name]["schema"]["fields"]:
        column = frame[field["name"]]
        if field["type"] == "string":
            assert pd.api.types.is_string_dtype(column.dropna())
        elif field["type"] == "number":
            assert column.dtype == "float64"
        else:
            assert column.dtype == ("int64" if field["constraints"]["required"] else "Int64")


def test_attrs_quote_source_and_licence():
    attrs = datasets.load("cities").attrs
    assert attrs["units"]["annual_rain_mm"] == "mm per year"
    assert "GeoNames" in attrs["source"] and "https://www.geonames.org" in attrs["source"]
    assert "Creative Commons Attribution 4.0" in attrs["licence"]


def test_codes_stay_text():
    assert datasets.load("scorecard_questions")["question"].iloc[0] == "P1.1"
    assert datasets.load("sendai_indicators")["indicator"].tolist()[:2] == ["A-1", "A-2"]
    assert datasets.load("lanwan_profile").set_index("field")["value"]["population"] == "2400000"


def test_open_answers_are_missing_whole_numbers():
    score = datasets.load("lanwan_scorecard").set_index("question")["score"]
    assert score.index[score.isna()].tolist() == ["P6.5", "P8.9"]
    assert score["P1.1"] == 3 and score.sum() == 77


def test_empty_text_is_missing(copied):
    cities = RESOURCES["cities"]
    header = ",".join(field["name"] for field in cities["schema"]["fields"])
    row = "NA,China,None,1,2,3,,,,,,,,,,,null"
    (copied / "cities.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    frame = datasets.load("cities")
    # Only an empty cell is missing; words that pandas would take for missing stay.
    assert frame.loc[0, ["city", "province_or_region", "source_note"]].tolist() == [
        "NA", "None", "null"
    ]  # fmt: skip
    assert pd.isna(frame.loc[0, "climate_station"])


def test_unknown_name_lists_the_names():
    with pytest.raises(KeyError, match="there is no table 'lanwan'") as caught:
        datasets.load("lanwan")
    assert all(name in caught.value.args[0] for name in RESOURCES)
    with pytest.raises(KeyError, match="there is no table 'lanwan'"):
        datasets.describe("lanwan")


@given(st.text().filter(lambda name: name not in RESOURCES))
@settings(deadline=None, derandomize=True, max_examples=30)
def test_any_other_name_is_refused(name):
    with pytest.raises(KeyError, match="the tables are: cities"):
        datasets.load(name)


def test_each_load_is_a_fresh_copy():
    first = datasets.load("lanwan_districts")
    untouched = first.copy(deep=True)
    first.loc[0, "population"] = 0
    first.attrs["units"]["population"] = "households"
    first.attrs["title"] = "changed"
    second = datasets.load("lanwan_districts")
    pd.testing.assert_frame_equal(second, untouched)
    assert second.attrs["units"]["population"] == "residents"
    assert second.attrs["title"] == "Districts of Lanwan"


def test_describe_says_what_columns_mean():
    about = datasets.describe("lanwan_recovery")
    assert about.columns.tolist() == ["column", "type", "unit", "meaning"]
    assert about["column"].tolist() == datasets.load("lanwan_recovery").columns.tolist()
    days = about.set_index("column").loc["day"]
    assert (days["type"], days["unit"], days["meaning"]) == (
        "number", "days", "Days since the event.",
    )  # fmt: skip


def test_tables_in_the_package_come_first(copied):
    answers = copied / "lanwan_scorecard.csv"
    answers.write_bytes(answers.read_bytes().replace(b"P1.1,3", b"P1.1,0"))
    assert datasets.load("lanwan_scorecard")["score"].iloc[0] == 0


def test_columns_that_differ_from_the_description_are_refused(copied):
    answers = copied / "lanwan_scorecard.csv"
    answers.write_bytes(answers.read_bytes().replace(b"question,score", b"question,points"))
    expected = "lanwan_scorecard: the file has the columns question, points; its description says"
    with pytest.raises(ValueError, match=expected):
        datasets.load("lanwan_scorecard")


def test_unknown_type_in_the_description_is_refused(copied):
    description = copied / "datapackage.json"
    text = description.read_text(encoding="utf-8")
    description.write_text(text.replace('"type": "integer"', '"type": "date"'), encoding="utf-8")
    with pytest.raises(ValueError, match="type of score is 'date'"):
        datasets.load("lanwan_scorecard")


def test_missing_tables_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "_FOLDERS", (tmp_path,))
    with pytest.raises(FileNotFoundError, match="tables of the course are missing"):
        datasets.names()


def test_import_is_light_and_works_from_any_folder(tmp_path):
    code = (
        "import sys; from resilience_helpers import datasets; datasets.load('cities'); "
        "print(sorted({'frictionless', 'matplotlib', 'scipy'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); {code}"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (0, "[]\n"), result.stderr
