"""`financing.instruments` and its tables: rules, labels and the retrofit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.financing import cashflow, instruments

calm = settings(deadline=None, derandomize=True, max_examples=60)
COLUMNS = ["instrument", "field", "test", "value"]


def lanwan():
    projects = datasets.load("lanwan_projects").set_index("project")
    return projects.assign(
        net_cash=projects["revenue_million_cny"] - projects["running_million_cny"]
    )


def test_greenium_of_a_billion():
    # 1,000 million x 10 points x 4.5797, the annuity of 5 years at 3 %
    assert instruments.greenium_value(1000, 10, 5, 0.03) == pytest.approx(4.5797, abs=5e-5)


@calm
@given(some.floats(1, 1e5), some.floats(-30, 30), some.integers(1, 30), some.floats(0, 0.2))
def test_greenium_is_the_difference_of_two_bonds(face, points, years, rate):
    # a bond at 4 % and the same at 4 % less the points, both discounted at one rate
    plain = np.append(np.full(years, 0.04 * face), face)
    green = np.append(np.full(years, (0.04 - points / 1e4) * face), face)
    found = instruments.greenium_value(face, points, years, rate)
    saved = cashflow.npv(rate, [0, *(plain - green)[:-1]])
    assert found == pytest.approx(saved, abs=1e-9 * face)


@calm
@given(some.floats(1, 1e5), some.integers(1, 30), some.floats(0, 0.2), some.floats(0, 9),
       some.floats(0, 2))  # fmt: skip
def test_at_the_break_even_points_a_label_is_worth_nothing(face, years, rate, first, yearly):
    points = instruments.break_even_points(face, years, rate, first, yearly)
    assert instruments.label_value(face, points, years, rate, first, yearly) == pytest.approx(
        0, abs=1e-9 * (1 + first + yearly * years)
    )


def test_label_of_several_bonds_at_once():
    found = instruments.label_value(np.array([100, 1000]), 10, 5, 0.03, 0.5, 0.2)
    assert found == pytest.approx([0.45797 - 1.41594, 4.5797 - 1.41594], abs=1e-4)


def test_eligibility_agrees_with_rules_read_by_hand():
    projects = lanwan()
    may = instruments.eligibility(projects, datasets.load("label_rules"))
    green, cash = projects["green_category"].notna(), projects["net_cash"] > 0
    stars = (projects["sector"] == "buildings") & (projects["building_stars"] >= 2)
    expected = pd.DataFrame(
        {
            "green loan": green & cash,
            "green bond": green,
            "green building bond": green & stars,
            "urban renewal bond": (projects["renewal_area"] == "yes") & cash,
            "ordinary bond": True,
        }
    )
    pd.testing.assert_frame_equal(may, expected)


def test_failed_rules_are_empty_exactly_where_a_project_may():
    projects, rules = lanwan(), datasets.load("label_rules")
    may = instruments.eligibility(projects, rules)
    for instrument in may:
        failed = instruments.failed_rules(projects, rules, instrument)
        assert ((failed == "") == may[instrument]).all()
    both = instruments.failed_rules(projects, rules, "green building bond")["P13"]
    assert both == "green_category filled; building_stars at least 2"


def test_an_empty_field_fails_every_test():
    frame = pd.DataFrame({"field": [None, " ", np.nan, "2"]})
    rules = [("a", "field", test, "2") for test in ("filled", "is", "at least")]
    for rule in rules:
        may = instruments.eligibility(frame, pd.DataFrame([rule], columns=COLUMNS))
        assert may["a"].tolist() == [False, False, False, True]
    above = pd.DataFrame([("a", "field", "above", "2")], columns=COLUMNS)
    assert not instruments.eligibility(frame, above)["a"].any()


def test_retrofit_of_lanwan_is_project_p12():
    buildings = datasets.load("lanwan_retrofit")
    project = lanwan().loc["P12"]
    cost = (buildings["area_m2"] * buildings["cost_cny_per_m2"]).sum() / 1e6
    saved = instruments.saved_energy(
        buildings["area_m2"], buildings["use_kwh_per_m2"], buildings["saved_percent"] / 100
    )
    assert cost == project["capital_million_cny"]
    assert saved.sum() / 1e6 * 0.82 == pytest.approx(project["revenue_million_cny"], abs=0.5)


def test_a_saving_that_shrinks():
    flow = instruments.retrofit_flow(100, 50, 0.8, 3, running=5, loss=0.1)
    assert flow == pytest.approx([-100, 35, 31, 27.4])


def test_studies_of_the_greenium_hold_their_published_numbers():
    studies = datasets.load("greenium_studies").set_index("authors")
    assert studies.loc["Janda, Kortusova, Zhang", "low_points"] == 1.8
    assert studies.loc["Zerbib", "high_points"] == 2
    assert studies.loc["Sun, Feng, Zhou, Yu, Deng", ["green_bonds", "ordinary_bonds"]].tolist() == [
        227,
        405,
    ]
    primary = studies.loc["Lian, Hou"]
    assert primary[["low_points", "high_points", "green_bonds"]].tolist() == [10, 12, 270]
    assert (studies["low_points"].dropna() <= studies["high_points"].dropna()).all()


def test_projects_of_lanwan_hang_together():
    projects = lanwan()
    budget = datasets.load("lanwan_budget")
    for column in ("requires", "excludes"):
        assert projects[column].dropna().isin(projects.index).all()
    before = projects.loc[projects["requires"].dropna(), "start_year"].to_numpy()
    assert (before <= projects["start_year"][projects["requires"].notna()].to_numpy()).all()
    assert (projects["start_year"] + projects["build_years"] - 1).max() <= budget["year"].max()
    programme = projects.loc[projects["excludes"].isna(), "capital_million_cny"].sum()
    money = budget[["own_capital_million_cny", "transfers_million_cny"]].to_numpy().sum()
    assert (programme, money) == (15_080, 10_010)


def test_projects_of_module_03_keep_their_costs():
    projects = lanwan().set_index("name")
    measures = datasets.load("lanwan_measures").set_index("measure")
    same = ["sea wall", "mangroves", "drainage", "cool roofs", "warning system", "relocation"]
    for ours, theirs in (("capital", "cost"), ("running", "yearly_cost")):
        one = projects.loc[same, f"{ours}_million_cny"]
        assert one.tolist() == measures.loc[same, f"{theirs}_million_cny"].tolist()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: instruments.greenium_value(-1, 10, 5, 0.03), "face is -1.0"),
        (lambda: instruments.greenium_value(1, 10, 5, 3), "divide percent by 100"),
        (lambda: instruments.label_value(1, 10, 5, 0.03, -1), "first_cost is -1.0"),
        (lambda: instruments.break_even_points(0, 5, 0.03), "face is 0.0"),
        (lambda: instruments.saved_energy(1, 1, 30), "saved is 30.0"),
        (lambda: instruments.retrofit_flow(-1, 1, 1, 1), "cost is -1.0"),
        (lambda: instruments.eligibility(pd.DataFrame(), pd.DataFrame()), "no column instrument"),
        (
            lambda: instruments.eligibility(
                lanwan(), pd.DataFrame([("a", "colour", "filled", "")], columns=COLUMNS)
            ),
            "projects has no column colour",
        ),
        (
            lambda: instruments.eligibility(
                lanwan(), pd.DataFrame([("a", "sector", "like", "x")], columns=COLUMNS)
            ),
            "test is 'like'",
        ),
        (
            lambda: instruments.eligibility(
                lanwan(), pd.DataFrame([("a", "life_years", "above", "ten")], columns=COLUMNS)
            ),
            "the rule on life_years compares with 'ten'",
        ),
        (
            lambda: instruments.failed_rules(lanwan(), datasets.load("label_rules"), "gift"),
            "instrument is 'gift'",
        ),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError) as caught:
        call()
    assert words in str(caught.value)
