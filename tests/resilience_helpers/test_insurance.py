"""Layers, their chances and prices: against closed forms, identities and a plain search."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers.financing import insurance

LOSSES = [150.0, 600, 1800, 4500, 12000]
OFTEN = [0.3, 0.1, 0.04, 0.015, 0.004]

events = st.lists(
    st.tuples(st.floats(0, 1e5), st.floats(0, 2)), min_size=1, max_size=30
).map(lambda pairs: tuple(np.array(pairs).T))  # fmt: skip
ends = st.lists(st.floats(0.5, 2e5), min_size=1, max_size=6, unique=True).map(sorted)


# ---- what a layer pays -------------------------------------------------------------------


def test_a_layer_pays_from_its_attachment_to_its_end():
    found = insurance.layer_loss([0, 399, 400, 401, 1100, 9000], attachment=400, limit=700)
    assert found.tolist() == [0, 0, 0, 1, 700, 700]
    assert insurance.layer_loss(900, 400, np.inf) == 500
    assert type(insurance.layer_loss(900, 400, 700)) is float


@settings(deadline=None, derandomize=True)
@given(events, ends)
def test_layers_that_tile_the_curve_add_up_to_the_annual_loss(pairs, bounds):
    losses, frequency = pairs
    bounds = [0.0, *bounds, np.inf]
    layers = [(low, high - low) for low, high in itertools.pairwise(bounds)]
    parts = [insurance.expected_layer_loss(losses, frequency, *layer) for layer in layers]
    assert sum(parts) == pytest.approx(losses @ frequency, rel=1e-9, abs=1e-9)
    each = sum(insurance.layer_loss(losses, *layer) for layer in layers)
    assert each == pytest.approx(losses, rel=1e-9, abs=1e-9)


def test_expected_loss_is_the_area_under_the_exceedance_curve():
    # integral of the rate of losses above x, from attachment to attachment + limit
    x = np.linspace(500, 3500, 300_001)
    middle = (x[1:] + x[:-1]) / 2
    rate = sum(f * (loss > middle) for loss, f in zip(LOSSES, OFTEN, strict=True))
    area = (rate * np.diff(x)).sum()
    assert insurance.expected_layer_loss(LOSSES, OFTEN, 500, 3000) == pytest.approx(area, rel=1e-6)
    # by hand: 0.1 x 100 + 0.04 x 1300 + 0.019 x 3000
    assert insurance.expected_layer_loss(LOSSES, OFTEN, 500, 3000) == pytest.approx(119)


def test_exponential_losses_have_a_closed_form():
    # P(L > x) = exp(-x / 100), 0.2 events a year: area from 50 to 250, in events of equal chance
    n = 200_000
    losses = -100 * np.log((np.arange(n) + 0.5) / n)
    expected = 0.2 * 100 * (np.exp(-0.5) - np.exp(-2.5))
    found = insurance.expected_layer_loss(losses, 0.2 / n, 50, 200)
    assert found == pytest.approx(expected, rel=1e-4)
    chance = insurance.attachment_probability(losses, 0.2 / n, 50)
    assert chance == pytest.approx(1 - np.exp(-0.2 * np.exp(-0.5)), rel=1e-4)
    chance = insurance.exhaustion_probability(losses, 0.2 / n, 50, 200)
    assert chance == pytest.approx(1 - np.exp(-0.2 * np.exp(-2.5)), rel=1e-3)


def test_deviation_and_chances_are_those_of_drawn_years():
    years = 400_000
    rng = np.random.default_rng(4)
    paid = insurance.layer_loss(LOSSES, 500, 3000)
    counts = rng.poisson(OFTEN, (years, 5))
    annual = counts @ paid
    deviation = insurance.layer_deviation(LOSSES, OFTEN, 500, 3000)
    assert deviation == pytest.approx(annual.std(), rel=0.02)
    chance = insurance.attachment_probability(LOSSES, OFTEN, 500)
    assert chance == pytest.approx((annual > 0).mean(), abs=4 * np.sqrt(0.15 / years))
    used_up = (counts[:, paid >= 3000].sum(axis=1) > 0).mean()
    chance = insurance.exhaustion_probability(LOSSES, OFTEN, 500, 3000)
    assert chance == pytest.approx(used_up, abs=4 * np.sqrt(0.02 / years))


def test_a_loss_just_at_an_end_touches_nothing_and_fills_all():
    assert insurance.attachment_probability([400], 0.1, 400) == 0
    assert insurance.exhaustion_probability([1100], 0.1, 400, 700) == pytest.approx(
        1 - np.exp(-0.1)
    )


# ---- prices ------------------------------------------------------------------------------


def test_premium_by_hand():
    # (60 + 0.25 x 380) / 0.8 = 193.75
    assert insurance.technical_premium(60, 380, loading=0.25, expenses=0.2) == 193.75
    assert insurance.rate_on_line(193.75, 2000) == pytest.approx(0.096875)
    assert insurance.technical_premium([60, 0], [380, 0], 0.0).tolist() == [60, 0]
    assert insurance.technical_premium([60, 10], 100, 0.2).tolist() == [80, 30]
    assert insurance.rate_on_line([100, 200], 2000).tolist() == [0.05, 0.1]


def test_tower_holds_the_same_numbers_as_its_parts():
    table = insurance.tower(LOSSES, OFTEN, [0, 500, 3500, np.inf], loading=0.3, expenses=0.15)
    assert table["expected_loss"].sum() == pytest.approx(np.dot(LOSSES, OFTEN))
    row = table.iloc[1]
    deviation = insurance.layer_deviation(LOSSES, OFTEN, 500, 3000)
    assert row["premium"] == pytest.approx((119 + 0.3 * deviation) / 0.85)
    assert row["rate_on_line"] == pytest.approx(row["premium"] / 3000)
    assert row["multiple"] == pytest.approx(row["premium"] / 119)
    assert np.isnan(table["rate_on_line"].iloc[2])
    # the end of one layer is the beginning of the next: no loss is just at 3500 here
    assert row["exhaustion_probability"] == table["attachment_probability"].iloc[2]
    assert np.isnan(insurance.tower([10], 0.1, [20, 30], 0.3)["multiple"].iloc[0])


def test_tower_is_exhausted_at_the_end_of_each_layer_not_at_its_width():
    # 1800 is more than the width of 1000, and less than the end of 2500
    table = insurance.tower(LOSSES, OFTEN, [1500, 2500, 5000], loading=0.3)
    chances = [1 - np.exp(-0.019), 1 - np.exp(-0.004)]
    assert table["exhaustion_probability"].tolist() == pytest.approx(chances)


@settings(deadline=None, derandomize=True)
@given(events, st.floats(0, 1), st.floats(0, 0.9))
def test_a_premium_is_never_below_the_expected_loss(pairs, loading, expenses):
    table = insurance.tower(*pairs, [0, 100, 1000, np.inf], loading, expenses)
    assert (table["premium"] >= table["expected_loss"] * (1 - 1e-12)).all()
    assert (table["attachment_probability"].diff().dropna() <= 0).all()


# ---- the tail and the best layer ---------------------------------------------------------


def test_tail_average_by_hand():
    # the worst 0.02 a year: 0.004 of 12000, 0.015 of 4500, 0.001 of 1800
    expected = (0.004 * 12000 + 0.015 * 4500 + 0.001 * 1800) / 0.02
    assert insurance.tail_average(LOSSES, OFTEN, 50) == pytest.approx(expected)
    # fewer events than the tail is long: the rest costs nothing
    assert insurance.tail_average([900], 0.005, 100) == pytest.approx(450)


def test_tail_average_of_exponential_losses():
    # beyond the quantile q the mean of an exponential is q + 100
    n = 100_000
    losses = -100 * np.log((np.arange(n) + 0.5) / n)
    quantile = 100 * np.log(0.2 * 50)
    assert insurance.tail_average(losses, 0.2 / n, 50) == pytest.approx(quantile + 100, rel=1e-3)


def test_best_layer_is_that_of_a_plain_search():
    attachments, limits = [0, 400, 1000, 3000], [300, 1000, 2500, 6000]
    found = insurance.best_layer(LOSSES, OFTEN, 150, attachments, limits, 0.3, 0.15, years=80)
    best = None
    for low, width in itertools.product(attachments, limits):
        paid = [min(max(loss - low, 0), width) for loss in LOSSES]
        expected = sum(f * x for f, x in zip(OFTEN, paid, strict=True))
        square = sum(f * x * x for f, x in zip(OFTEN, paid, strict=True))
        premium = (expected + 0.3 * square**0.5) / 0.85
        left, tail, room = sorted(zip(LOSSES, OFTEN, paid, strict=True), reverse=True), 0.0, 1 / 80
        for loss, f, x in sorted(left, key=lambda one: one[0] - one[2], reverse=True):
            tail += min(f, room) * (loss - x) * 80
            room -= min(f, room)
        if premium <= 150 and (best is None or (tail, premium) < best[:2]):
            best = (tail, premium, low, width)
    top = found.iloc[0]
    assert (top["attachment"], top["limit"]) == best[2:]
    assert (top["retained_tail"], top["premium"]) == pytest.approx(best[:2])
    assert (found["premium"] <= 150).all()
    assert found["retained_tail"].is_monotonic_increasing


def test_a_layer_that_costs_the_whole_budget_is_bought():
    premium = insurance.tower(LOSSES, OFTEN, [500, 3500], 0.3)["premium"].iloc[0]
    assert len(insurance.best_layer(LOSSES, OFTEN, premium, [500], [3000], 0.3)) == 1


def test_of_layers_with_the_same_tail_the_cheaper_comes_first():
    # the tail is the storm of 5000 alone: both layers pay 1000 of it
    found = insurance.best_layer([1000, 5000], [0.1, 0.01], 300, [0, 1000], [1000], 0.3)
    assert found["retained_tail"].tolist() == [4000, 4000]
    assert found["attachment"].tolist() == [1000, 0] and found["premium"].is_monotonic_increasing


def test_no_money_buys_no_layer():
    found = insurance.best_layer(LOSSES, OFTEN, 0, [0, 500], [100], 0.3)
    assert found.empty and "retained_tail" in found


# ---- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: insurance.layer_loss([5, -1], 0, 1), "loss holds -1.0 at position 1"),
        (lambda: insurance.layer_loss(5, -1, 1), "attachment is -1.0; it must be zero or more"),
        (lambda: insurance.layer_loss(5, 1, 0), "limit is 0.0; it must be above 0; it is the wid"),
        (lambda: insurance.layer_loss(5, 1, np.nan), "limit is nan"),
        (lambda: insurance.layer_loss(5, 1, -np.inf), "limit is -inf"),
        (lambda: insurance.layer_loss(5, np.inf, 1), "attachment is inf"),
        (lambda: insurance.expected_layer_loss([5], [-0.1], 0, 1), "frequency holds -0.1"),
        (
            lambda: insurance.expected_layer_loss([5, 6], [0.1], 0, 1),
            r"\(2,\) and frequency \(1,\)",
        ),
        (lambda: insurance.expected_layer_loss([], 0.1, 0, 1), r"losses has shape \(0,\)"),
        (lambda: insurance.layer_deviation([-5], 0.1, 0, 1), "losses holds -5.0"),
        (lambda: insurance.attachment_probability([5], 0.1, -2), "attachment is -2.0"),
        (lambda: insurance.exhaustion_probability([5], 0.1, 0, -2), "limit is -2.0"),
        (lambda: insurance.technical_premium(-1, 1, 0.3), "expected_loss is -1.0"),
        (lambda: insurance.technical_premium(1, -1, 0.3), "standard_deviation is -1.0"),
        (lambda: insurance.technical_premium(1, 1, -0.3), "loading is -0.3"),
        (lambda: insurance.technical_premium(1, 1, 0.3, 15), "expenses is 15.0; it must lie"),
        (lambda: insurance.technical_premium(1, 1, 0.3, 1), "expenses is 1.0; it must be below 1"),
        (lambda: insurance.rate_on_line(-1, 10), "premium is -1.0"),
        (lambda: insurance.rate_on_line(1, 0), "limit is 0.0"),
        (lambda: insurance.tower([5], 0.1, [10, 5], 0.3), r"bounds is \[10.0, 5.0\]; give at"),
        (lambda: insurance.tower([5], 0.1, [10], 0.3), r"bounds is \[10.0\]"),
        (lambda: insurance.tower([5], 0.1, [0, np.nan], 0.3), "bounds is"),
        (lambda: insurance.tower([5], 0.1, [-5, 5], 0.3), "attachment is -5.0"),
        (lambda: insurance.tower([5], 0.1, [0, np.inf, np.inf], 0.3), "bounds is"),
        (lambda: insurance.tail_average([5], 0.1, [9]), r"years has shape \(1,\); it must be one"),
        (lambda: insurance.layer_loss(5, [1], 1), r"attachment has shape \(1,\)"),
        (lambda: insurance.best_layer([5], 0.1, [1], [0], [1], 0.3), r"budget has shape \(1,\)"),
        (lambda: insurance.technical_premium(1, 1, [0.3]), r"loading has shape \(1,\)"),
        (
            lambda: insurance.technical_premium([1, 2], [1, 2, 3], 0.3),
            r"expected_loss has shape \(2,\) and standard_deviation \(3,\)",
        ),
        (
            lambda: insurance.rate_on_line([1, 2], [1, 2, 3]),
            r"premium has shape \(2,\) and limit \(3,\)",
        ),
        (
            lambda: insurance.expected_layer_loss(
                pd.Series([1.0, 2.0], ["a", "b"]), pd.Series([0.1, 0.2], ["b", "a"]), 0, 1
            ),
            "losses and frequency have different indexes",
        ),
        (lambda: insurance.tail_average([5], 0.1, 0), "years is 0.0; it must be above 0"),
        (lambda: insurance.best_layer([5], 0.1, -1, [0], [1], 0.3), "budget is -1.0"),
        (lambda: insurance.best_layer([5], 0.1, 1, [], [1], 0.3), "attachments has shape"),
        (lambda: insurance.best_layer([5], 0.1, 1, [0], [np.inf], 0.3), "limits holds inf"),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_words_are_no_numbers():
    with pytest.raises(TypeError, match="losses must hold numbers"):
        insurance.expected_layer_loss(["a"], 0.1, 0, 1)
    with pytest.raises(TypeError, match="bounds must hold numbers"):
        insurance.tower([5], 0.1, ["low", "high"], 0.3)
    with pytest.raises(TypeError, match="limit must hold numbers"):
        insurance.layer_loss(5, 0, "all")


def test_series_are_taken_as_they_come():
    frame = pd.DataFrame({"loss": LOSSES, "frequency": OFTEN}, index=[3, 1, 4, 2, 0])
    found = insurance.expected_layer_loss(frame["loss"], frame["frequency"], 500, 3000)
    assert found == pytest.approx(119)
