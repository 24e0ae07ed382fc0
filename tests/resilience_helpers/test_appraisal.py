"""`adaptation.appraisal` against published appraisals, closed forms and its own convention."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers.adaptation import appraisal

# CLIMADA's worked example, four measures against tropical cyclones, 2018 to 2040 at 2 %
# (climada_python, climada/engine/test/test_cost_benefit.py): annual loss without measure today
# and in a harsher future; with each measure; cost; benefit and cost-benefit ratio as published.
BEFORE, FUTURE = 6.51220115756442e9, 5.9506659786664024e10
PUBLISHED = pd.DataFrame(
    {
        "risk": [4.850407096284983e9, 5.188921355413834e9, 4.736400526119911e9,
                 4.884150868173321e9],
        "cost": [1.3117683608515418e9, 1.728e9, 8.878779433630093e9, 9.2e9],
        "benefit": [3.100583368954022e10, 2.468981832719974e10, 3.3132973770502796e10,
                    3.0376240767284798e10],
        "ratio": [0.04230714690616641, 0.06998836431681373, 0.2679741183248266,
                  0.30286828677985717],
    },
    index=["Mangroves", "Beach nourishment", "Seawall", "Building code"],
)  # fmt: skip


def measure(cost=100.0, now=10.0, **more):
    return pd.DataFrame({"cost": [cost], "averted_now": [now], **{k: [v] for k, v in more.items()}})


def test_the_published_example_of_climada():
    averted = appraisal.averted_loss(np.full(4, BEFORE), PUBLISHED["risk"])
    frame = PUBLISHED[["cost"]].assign(averted_now=averted)
    found = appraisal.benefit_cost(frame, rate=0.02, years=22, first_year=0)
    assert found["benefit"].to_numpy() == pytest.approx(PUBLISHED["benefit"].to_numpy(), rel=1e-12)
    assert (1 / found["bcr"]).to_numpy() == pytest.approx(PUBLISHED["ratio"].to_numpy(), rel=1e-12)
    order = ["Mangroves", "Beach nourishment", "Seawall", "Building code"]
    assert appraisal.cost_curve(found).index.tolist() == order


def test_the_published_total_risk_of_climada():
    # the same city without measures, in an unchanged and in a changing climate
    frame = measure(1.0, BEFORE)
    found = appraisal.benefit_cost(frame, 0.02, 22, first_year=0)["benefit"]
    assert found.item() == pytest.approx(1.2150496306913972e11, rel=1e-12)
    found = appraisal.benefit_cost(frame.assign(averted_end=FUTURE), 0.02, 22, first_year=0)
    assert found["benefit"].item() == pytest.approx(5.768659152882021e11, rel=1e-12)


def test_the_printed_appraisal_of_a_senior_center():
    # Indian River County, Florida, grant application of 19 August 2003, control number 2003-215,
    # page 65: results of FEMA's benefit-cost program for hurricane wind, 20 years at 7 %. Damage
    # a year before and after, benefit a year and its present value, in dollars; the total of the
    # present values is of unrounded benefits, so 5 dollars of rounding are left.
    before, after = np.array([16_500, 11_273, 502, 61_582]), np.array([6_899, 5_556, 256, 25_487])
    yearly, present = [9_602, 5_717, 246, 36_096], [101_720, 60_563, 2_609, 382_397]
    assert appraisal.averted_loss(before, after) == pytest.approx(yearly, abs=1)
    parts = pd.DataFrame({"cost": 1, "averted_now": yearly})
    found = appraisal.benefit_cost(parts, 0.07, 20)["benefit"]
    assert found.to_numpy() == pytest.approx(present, abs=6)
    total = appraisal.benefit_cost(measure(305_558, 51_660), 0.07, 20).iloc[0]
    assert total["benefit"] == pytest.approx(547_289, abs=6)
    assert total["benefit"] / 51_660 == pytest.approx(10.59, abs=0.005)
    assert total["bcr"] == pytest.approx(1.79, abs=0.005)
    assert total["npv"] == pytest.approx(547_289 - 305_558, abs=6)


def test_the_declining_rates_of_the_green_book():
    # 3.5 % in the years 1 to 30, 3.0 % in 31 to 75, then 2.5 %
    rates = np.repeat([0.035, 0.03, 0.025], [30, 45, 25])
    factors = appraisal.discount_factors(rates, 100)
    assert factors[30] == pytest.approx(1.035**-30)
    assert factors[31] / factors[30] == pytest.approx(1 / 1.03)
    assert factors[75] == pytest.approx(1.035**-30 * 1.03**-45)
    assert factors[76] / factors[75] == pytest.approx(1 / 1.025)
    worth = appraisal.benefit_cost(measure(1, 10), rates, 100)["benefit"].item()
    assert worth == pytest.approx(10 * factors[1:].sum())


# ---- the convention at its edges ---------------------------------------------------------


def test_year_0_is_not_discounted():
    assert appraisal.discount_factors(0.08, 0).tolist() == [1.0]
    assert appraisal.net_present_value([-7], 0.5) == -7
    assert appraisal.benefit_cost(measure(100, 0), 0.5, 10)["npv"].item() == -100


def test_one_year():
    found = appraisal.benefit_cost(measure(100, 120, yearly_cost=4), 0.25, 1).iloc[0]
    assert found[["benefit", "cost", "npv"]].tolist() == pytest.approx([96, 103.2, -7.2])
    # counted from year 0 there are two years, and the first one is whole
    found = appraisal.benefit_cost(measure(100, 120, yearly_cost=4), 0.25, 1, first_year=0).iloc[0]
    assert found[["benefit", "cost"]].tolist() == pytest.approx([216, 107.2])


def test_rate_0_adds_up():
    assert appraisal.discount_factors(0, 4).tolist() == [1, 1, 1, 1, 1]
    found = appraisal.benefit_cost(measure(100, 10, yearly_cost=1), 0, 30).iloc[0]
    assert found.tolist() == pytest.approx([300, 130, 170, 300 / 130])


def test_a_straight_line_between_now_and_the_end():
    # years 1 to 4 of a line from 0 to 8: 2, 4, 6, 8
    found = appraisal.benefit_cost(measure(1, 0, averted_end=8), 0.1, 4)["benefit"].item()
    assert found == pytest.approx(sum(2 * t / 1.1**t for t in (1, 2, 3, 4)))


@settings(deadline=None, derandomize=True)
@given(
    amount=some.floats(0.1, 1e6), rate=some.floats(0.001, 0.5), years=some.integers(1, 100)
)  # fmt: skip
def test_an_annuity_has_its_closed_form(amount, rate, years):
    found = appraisal.benefit_cost(measure(1, amount), rate, years)["benefit"].item()
    assert found == pytest.approx(amount * (1 - (1 + rate) ** -years) / rate, rel=1e-9)
    flow = np.append(-1, np.full(years, amount))
    assert appraisal.net_present_value(flow, rate) == pytest.approx(found - 1, rel=1e-9)


@settings(deadline=None, derandomize=True)
@given(low=some.floats(0, 0.2), more=some.floats(0.001, 0.3), end=some.floats(0, 100))
def test_a_higher_rate_never_makes_a_measure_better(low, more, end):
    frame = measure(50, 5, averted_end=end)
    found = [appraisal.benefit_cost(frame, r, 30)["npv"].item() for r in (low, low + more)]
    assert found[0] > found[1]


def test_order_and_names_stay():
    frame = pd.DataFrame({"cost": [5, 9], "averted_now": [1, 2]}, index=["b", "a"])
    kept = frame.copy()
    assert appraisal.benefit_cost(frame, 0.05, 10).index.tolist() == ["b", "a"]
    pd.testing.assert_frame_equal(frame, kept)


# ---- averted loss, cost curve, regret ----------------------------------------------------


def test_a_measure_can_harm():
    assert appraisal.averted_loss([5, 5], [2, 9]).tolist() == [3, -4]
    found = appraisal.benefit_cost(measure(10, -4), 0.05, 5)
    assert found["bcr"].item() < 0 and found["npv"].item() < -10


def test_cost_curve_by_hand():
    worth = {"benefit": [10.0, -3, 40, 20], "bcr": [1, -0.5, 2, 1]}
    frame = pd.DataFrame(worth, index=list("abcd"))
    found = appraisal.cost_curve(frame)
    assert found.index.tolist() == ["c", "a", "d", "b"]
    assert found["start"].tolist() == [0, 40, 50, 70]
    assert found["end"].tolist() == [40, 50, 70, 70]


def test_measures_with_the_same_ratio_keep_their_order():
    names = [f"m{place}" for place in range(40)]
    frame = pd.DataFrame({"benefit": 1.0, "bcr": np.arange(40) % 2}, index=names)
    assert appraisal.cost_curve(frame).index.tolist() == names[1::2] + names[::2]


def test_regret_of_a_textbook_table():
    # three options, two states; checked by hand
    worth = pd.DataFrame({"low": [100, 50, 0], "high": [-50, 60, 200]}, index=["A", "B", "C"])
    found = appraisal.regret(worth)
    assert found["low"].tolist() == [0, 50, 100] and found["high"].tolist() == [250, 140, 0]
    assert found["largest"].tolist() == [250, 140, 100] and found["largest"].idxmin() == "C"


@settings(deadline=None, derandomize=True)
@given(
    some.lists(some.lists(some.floats(-1e3, 1e3), min_size=3, max_size=3), min_size=2, max_size=6)
)
def test_regret_is_never_negative_and_somebody_has_none(worth):
    found = appraisal.regret(pd.DataFrame(worth))
    assert (found >= 0).all().all()
    assert (found.drop(columns="largest").min() == 0).all()
    shifted = appraisal.regret(pd.DataFrame(worth) + 1000)
    np.testing.assert_allclose(found, shifted, atol=1e-9)


# ---- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: appraisal.discount_factors(8, 3), "rate is 8.0; a rate must lie between 0 and 1"),
        (lambda: appraisal.discount_factors(-0.1, 3), "rate is -0.1"),
        (lambda: appraisal.discount_factors([0.1, 0.1], 3), "one for each of the 3 years"),
        (lambda: appraisal.discount_factors(0.1, -1), "years is -1; it must be 0 or more"),
        (lambda: appraisal.net_present_value([], 0.1), "amounts has shape"),
        (lambda: appraisal.net_present_value([1, np.nan], 0.1), "finite number"),
        (lambda: appraisal.averted_loss(-1, 0), "without is -1.0; a loss must be zero or more"),
        (lambda: appraisal.averted_loss([1, 2], [1, 2, 3]), "the same cases"),
        (lambda: appraisal.benefit_cost(measure(0), 0.1, 5), "cost holds 0.0"),
        (lambda: appraisal.benefit_cost(measure(yearly_cost=-1), 0.1, 5), "yearly_cost holds -1.0"),
        (lambda: appraisal.benefit_cost(measure(), 4.5, 5), "divide percent by 100"),
        (lambda: appraisal.benefit_cost(measure(), 0.1, 0), "years is 0; it must be 1 or more"),
        (lambda: appraisal.benefit_cost(measure(), 0.1, 5, first_year=2), "must be 0 or 1"),
        (lambda: appraisal.benefit_cost(measure()[["cost"]], 0.1, 5), "no column averted_now"),
        (lambda: appraisal.cost_curve(measure()), "frame has no column benefit"),
        (lambda: appraisal.regret(pd.DataFrame()), "table is empty"),
        (lambda: appraisal.regret(pd.DataFrame({"a": [1, np.nan]})), "table holds nan"),
    ],
)
def test_refuses(call, told):
    with pytest.raises(ValueError, match=told.replace("(", r"\(")):
        call()


def test_refuses_half_years_and_words():
    with pytest.raises(TypeError, match=r"years is 2\.5; it must be a whole number"):
        appraisal.discount_factors(0.1, 2.5)
    with pytest.raises(TypeError, match="rate must hold numbers"):
        appraisal.discount_factors("8 %", 3)
