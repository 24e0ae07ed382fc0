"""The data package is valid, complete, and says of every number where it comes from."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from frictionless import Package

FOLDER = Path(__file__).resolve().parents[2] / "datasets"
DESCRIPTION = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in DESCRIPTION["resources"]}
COLUMNS = [
    pytest.param(field, id=f"{name}.{field['name']}")
    for name, resource in RESOURCES.items()
    for field in resource["schema"]["fields"]
]
LANWAN = [name for name in RESOURCES if name.startswith("lanwan_")]


def table(name: str) -> pd.DataFrame:
    """Read a table as it stands in the repository, without the library under test."""
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values=[""])


def event(name: str) -> pd.DataFrame:
    rows = table("lanwan_recovery")
    return rows[rows["event"] == name]


def test_frictionless_accepts_every_row():
    report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == len(RESOURCES)
    for task in report.tasks:
        assert task.stats["rows"] == len(table(task.name))


def test_package_names_every_file():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(RESOURCES)


@pytest.mark.parametrize("field", COLUMNS)
def test_column_has_unit_and_description(field):
    assert field["unit"].strip()
    assert field["description"].strip().endswith(".")
    assert field["type"] in {"string", "integer", "number"}
    assert isinstance(field["constraints"]["required"], bool)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_table_has_kind_source_and_licence(resource):
    kinds = {resource["kind"]}
    kinds |= {field["kind"] for field in resource["schema"]["fields"] if "kind" in field}
    assert kinds <= {"observed", "derived", "synthetic"}
    assert resource["description"].strip()
    assert all(source["title"] for source in resource["sources"]) and resource["sources"]
    assert all(licence["name"] for licence in resource["licenses"]) and resource["licenses"]


def test_only_lanwan_is_synthetic():
    synthetic = [name for name, resource in RESOURCES.items() if resource["kind"] == "synthetic"]
    assert synthetic == LANWAN


@pytest.mark.parametrize("name", LANWAN)
def test_lanwan_says_synthetic_and_how_made(name):
    text = RESOURCES[name]["description"].lower()
    assert "synthetic" in text and "generator:" in text
    assert "seed" in text or "no random numbers" in text


def test_tables_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 5_000_000


def test_files_are_utf8_with_line_feeds():
    for path in [*FOLDER.glob("*.csv"), FOLDER / "datapackage.json"]:
        content = path.read_bytes()
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf"), path.name
        assert content.decode("utf-8").endswith("\n"), path.name


def test_sendai_has_38_indicators():
    # United Nations A/71/644 (2016): indicators of the targets A to G.
    published = {"A": 3, "B": 5, "C": 6, "D": 8, "E": 2, "F": 8, "G": 6}
    assert table("sendai_indicators").groupby("target").size().to_dict() == published
    assert table("sendai_targets").set_index("target")["indicators"].to_dict() == published
    assert sum(published.values()) == 38


def test_scorecard_has_47_questions():
    # UNDRR preliminary Scorecard: questions of the Essentials 1 to 10, and 141 points.
    published = [3, 5, 4, 4, 3, 6, 4, 9, 7, 2]
    essentials, questions = table("scorecard_essentials"), table("scorecard_questions")
    assert questions.groupby("essential").size().tolist() == published
    assert essentials["questions"].tolist() == published
    assert len(questions) == 47 and essentials["maximum"].sum() == 141
    expected = [f"P{e}.{n}" for e, many in enumerate(published, 1) for n in range(1, many + 1)]
    assert questions["question"].tolist() == expected
    assert questions["wording"].str.fullmatch(r"How .+\?").all()


def test_climate_of_cities_is_the_published_one():
    # Annual normals as the weather services print them: CMA 1981-2010 for Kunming and
    # Chongqing, Hong Kong Observatory 1991-2020 (2431.2 mm) for the stand-in of Zhuhai.
    rain = table("cities").set_index("city")["annual_rain_mm"]
    assert rain["Kunming"] == pytest.approx(979, abs=1)
    assert rain["Chongqing"] == pytest.approx(1108, abs=1)
    assert rain["Zhuhai"] == pytest.approx(2431.2, abs=0.5)
    assert rain[["Toyama", "Lisbon", "Madrid", "Reykjavik", "Cascais"]].isna().all()


def test_cities_state_the_year_of_a_figure():
    cities = table("cities")
    assert (cities["gdp_billion_cny"].isna() == cities["gdp_year"].isna()).all()
    people, year = cities["resident_population"], cities["resident_population_year"]
    assert (people.isna() == year.isna()).all()
    assert len(cities) == 12


def test_districts_add_up_to_the_city():
    profile = table("lanwan_profile").set_index("field")["value"]
    districts = table("lanwan_districts")
    assert districts["population"].sum() == int(profile["population"]) == 2_400_000
    assert districts["area_km2"].sum() == int(profile["area_km2"]) == 1_680


def test_profile_is_the_weighted_mean_of_the_districts():
    profile = table("lanwan_profile").set_index("field")["value"]
    districts, values = table("lanwan_districts"), table("lanwan_indicators")
    assert values["district"].tolist() == districts["district"].tolist()
    doctors = values["doctors_per_1000"] * districts["population"] / 1_000
    assert float(profile["doctors_per_1000"]) == pytest.approx(
        doctors.sum() / 2_400_000 * 1_000, abs=0.05
    )
    green = (values["green_space_percent"] * districts["area_km2"]).sum() / 1_680
    assert float(profile["green_space_percent"]) == pytest.approx(green, abs=0.05)


def test_autumn_flood_costs_405_percent_days_of_water():
    flood = event("autumn flood")
    assert np.trapezoid(100 - flood["water_percent"], flood["day"]) == 405.0
    # Straight line from 55 to 100 in 18 days.
    assert (flood["water_percent"] == 55 + 2.5 * flood["day"]).all()


@pytest.mark.parametrize("name", ["autumn flood", "summer typhoon", "cold-spell blackout"])
def test_events_run_from_day_0_to_full_service(name):
    rows = event(name)
    steps = rows["day"].diff().dropna()
    assert rows["day"].iloc[0] == 0 and (steps > 0).all() and steps.nunique() > 1
    services = rows[["water_percent", "power_percent", "transit_percent"]]
    assert (services.iloc[-1] == 100).all()
    assert (services * 2 == (services * 2).round()).all(axis=None)


def test_events_tell_their_stories():
    typhoon, blackout = event("summer typhoon"), event("cold-spell blackout")
    assert typhoon["power_percent"].min() == 20 and typhoon["water_percent"].min() == 92
    straight = 80 * 12 / 2
    assert np.trapezoid(100 - typhoon["power_percent"], typhoon["day"]) < 0.8 * straight
    stopped = typhoon.loc[typhoon["transit_percent"] == 0, "day"]
    assert (stopped.min(), stopped.max()) == (0, 1.5)
    lowest = blackout.set_index("day")["water_percent"].idxmin()
    assert lowest == 2 and blackout["power_percent"].iloc[0] == 65
    assert blackout.loc[blackout["day"] == 4, "power_percent"].item() == 100


def test_flood_risk_is_300_million_a_year():
    floods = table("lanwan_flood_scenarios")
    risk = floods["annual_frequency"] * floods["exposed_value_million_cny"] * floods["damage_ratio"]
    assert risk.tolist() == pytest.approx([40, 70, 100, 90])
    assert floods["annual_frequency"].sum() < 1


def test_lanwan_scorecard_has_weak_essentials_and_gaps():
    answers = table("lanwan_scorecard").merge(table("scorecard_questions"), on="question")
    assert len(answers) == 47 and answers["score"].isna().sum() == 2
    mean = answers.groupby("essential")["score"].mean()
    assert set(mean.nsmallest(3).index) == {3, 7, 10}
    assert mean.is_unique


def test_dimensions_disagree_and_the_method_changes_the_winner():
    about = table("indicator_definitions").set_index("indicator")
    values = table("lanwan_indicators").set_index("district")
    assert values.columns.tolist() == about.index.tolist()
    better = values * about["direction"]
    scaled = (better - better.min()) / (better.max() - better.min())
    score = scaled.T.groupby(about["dimension"]).mean().T
    arithmetic, geometric = score.mean(axis=1), score.prod(axis=1) ** (1 / 3)
    for result in (arithmetic, geometric):
        assert np.diff(np.sort(result)).min() > 0.005
    assert arithmetic.idxmax() == "University Town" and geometric.idxmax() == "New Centre"
    assert score["economic"].idxmax() == "Harbour"
    assert score["climate"].rank()["Harbour"] <= 2
    assert score["climate"].idxmax() == "Hill Gardens"
    assert score["economic"].idxmin() == "Delta Farms"
    money_first = score @ pd.Series({"climate": 0.25, "economic": 0.5, "social": 0.25})
    assert money_first.rank(ascending=False)["Harbour"] == 2
    assert arithmetic.rank(ascending=False)["Harbour"] == 4
