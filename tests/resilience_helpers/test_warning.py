"""Warnings: published tables, identities of verification, scipy, rules and refusals."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from resilience_helpers.methods import warning

PROPERTY = settings(deadline=None, derandomize=True)
COUNTS = st.tuples(*[st.integers(1, 5000)] * 4)
INSIDE = st.floats(0.01, 0.99)


@st.composite
def forecasts(draw):
    """Probabilities in steps of ten percent with at least one event and one non-event."""
    size = draw(st.integers(2, 60))
    tenths = draw(st.lists(st.integers(0, 10), min_size=size, max_size=size))
    happened = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    happened[0], happened[-1] = True, False
    return np.array(tenths) / 10, np.array(happened)


# --- contingency table ----------------------------------------------------------------

#: Finley (1884). The verification pages of the JWGFVR give the counts and, in words, 96.6 %
#: correct, 72 % false alarms, CSI 23 %, PSS 52 %; Wilks (2011), ch. 8, gives three decimals.
FINLEY = (28, 72, 23, 2680)
FINLEY_SCORES = {
    "base_rate": 0.018,
    "pod": 0.549,
    "far": 0.720,
    "pofd": 0.026,
    "csi": 0.228,
    "bias": 1.961,
    "pss": 0.523,
    "hss": 0.355,
    "ets": 0.216,
}


def test_finley_has_the_published_scores():
    table = warning.contingency(*FINLEY)
    found = {name: round(getattr(table, name), 3) for name in FINLEY_SCORES}
    assert found == FINLEY_SCORES


def test_percent_correct_prefers_never_warning():
    finley = warning.contingency(*FINLEY)
    never = warning.contingency(0, 0, 51, 2752)
    assert (round(finley.percent_correct, 1), round(never.percent_correct, 1)) == (96.6, 98.2)
    assert never.pod == never.pss == never.hss == never.ets == 0


def test_perfect_and_useless_warnings():
    perfect = warning.contingency(10, 0, 0, 90)
    assert perfect.pod == perfect.csi == perfect.pss == perfect.hss == perfect.ets == 1
    assert perfect.bias == 1 and perfect.far == perfect.pofd == 0
    by_lot = warning.contingency(2, 18, 8, 72)  # warned with 20 % of the events and of the rest
    assert by_lot.pss == pytest.approx(0) and by_lot.hss == by_lot.ets == 0


def test_nothing_over_nothing_is_nan():
    empty = warning.contingency(0, 0, 0, 0)
    counts = ("hits", "false_alarms", "misses", "correct_negatives", "total")
    scores = [field.name for field in dataclasses.fields(empty) if field.name not in counts]
    assert len(scores) == 10 and all(math.isnan(getattr(empty, name)) for name in scores)
    quiet = warning.contingency(0, 0, 0, 5)
    assert math.isnan(quiet.pod) and math.isnan(quiet.far) and quiet.pofd == 0


@PROPERTY
@given(COUNTS)
def test_identities_of_the_scores(counts):
    table = warning.contingency(*counts)
    assert table.total == sum(counts)
    # CSI from POD and FAR; HSS from ETS (Schaefer 1990); bias from POD and FAR
    assert 1 / table.csi == pytest.approx(1 / (1 - table.far) + 1 / table.pod - 1)
    assert table.hss == pytest.approx(2 * table.ets / (1 + table.ets), abs=1e-9)
    assert table.bias == pytest.approx(table.pod / (1 - table.far))
    assert -1 <= table.pss <= 1 and -1 / 3 <= table.ets <= table.csi


@PROPERTY
@given(COUNTS)
def test_turning_event_and_warning_round_keeps_pss_and_hss(counts):
    a, b, c, d = counts
    table, turned = warning.contingency(a, b, c, d), warning.contingency(d, c, b, a)
    assert (turned.pss, turned.hss) == pytest.approx((table.pss, table.hss))


def test_table_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        warning.contingency(*FINLEY).hits = 29


@pytest.mark.parametrize(
    ("counts", "error", "told"),
    [
        ((28, -72, 23, 2680), ValueError, "false_alarms is -72; it must be 0 or more"),
        ((28.5, 72, 23, 2680), TypeError, "hits is 28.5; it must be a whole number"),
        ((28, 72, math.nan, 2680), TypeError, "misses is nan"),
        ((28, 72, 23, "many"), TypeError, "correct_negatives is 'many'"),
    ],
)
def test_counts_are_whole_and_not_negative(counts, error, told):
    with pytest.raises(error, match=told):
        warning.contingency(*counts)


# --- two series -----------------------------------------------------------------------


@PROPERTY
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=80))
def test_series_are_counted_as_by_hand(pairs):
    warned, happened = zip(*pairs, strict=True)
    table = warning.from_series(warned, happened)
    found = (table.hits, table.false_alarms, table.misses, table.correct_negatives)
    assert found == tuple(pairs.count(p) for p in [(1, 1), (1, 0), (0, 1), (0, 0)])


@pytest.mark.parametrize("kind", [list, np.array, pd.Series, lambda v: pd.Series(v, dtype=object)])
@pytest.mark.parametrize("values", [[True, False, True], [1, 0, 1], [1.0, 0.0, 1.0]])
def test_yes_and_no_are_read_in_every_form(kind, values):
    assert warning.from_series(kind(values), [1, 1, 0]) == warning.contingency(1, 1, 1, 0)


@pytest.mark.parametrize(
    ("warned", "happened", "error", "told"),
    [
        ([1, 0], [1, 0, 0], ValueError, r"warned has shape \(2,\) and happened \(3,\)"),
        ([], [], ValueError, "one value for each case"),
        ([[1, 0]], [[1, 0]], ValueError, "one value for each case"),
        (True, True, ValueError, "one value for each case"),
        ([1, 2], [1, 0], ValueError, "warned holds 2.0 at position 1 .*True or False"),
        ([1, 0], [1, math.nan], ValueError, "happened holds nan at position 1"),
        ([1, 0], pd.Series([True, pd.NA]), TypeError, "happened must hold numbers, and none"),
        (["yes", "no"], [1, 0], TypeError, "warned must hold numbers"),
    ],
)
def test_series_that_are_no_yes_or_no(warned, happened, error, told):
    with pytest.raises(error, match=told):
        warning.from_series(warned, happened)


def test_series_of_other_days_are_refused():
    days = pd.date_range("2020-05-01", periods=3)
    warned = pd.Series([True, False, True], days)
    with pytest.raises(ValueError, match="warned and happened have different indexes"):
        warning.from_series(warned, pd.Series([True, False, True], days[::-1]))


# --- interval -------------------------------------------------------------------------


@PROPERTY
@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_is_that_of_scipy(counted):
    count, of = counted
    wanted = stats.binomtest(count, of).proportion_ci(0.95, method="wilson")
    assert warning.interval(count, of) == pytest.approx((wanted.low, wanted.high), abs=1e-9)


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        (5, 4, "count is 5; it must not be above of, which is 4"),
        (0, 0, "of is 0; it must be 1 or more"),
        (-1, 4, "count is -1; it must be 0 or more"),
    ],
)
def test_interval_refuses(count, of, told):
    with pytest.raises(ValueError, match=told):
        warning.interval(count, of)


# --- value ----------------------------------------------------------------------------


@PROPERTY
@given(COUNTS)
def test_highest_value_is_the_peirce_score_at_the_base_rate(counts):
    table = warning.contingency(*counts)
    ratios = np.append(np.linspace(0.001, 0.999, 999), table.base_rate)
    value = warning.relative_value(table.pod, table.pofd, table.base_rate, ratios)
    assert value[-1] == pytest.approx(table.pss, abs=1e-9)
    assert value.max() <= max(table.pss, value[-1]) + 1e-9


@PROPERTY
@given(COUNTS, INSIDE)
def test_value_is_what_the_expenses_say(counts, ratio):
    hits, false_alarms, misses, _correct_negatives = counts
    table = warning.contingency(*counts)
    cost, loss, events = 1000 * ratio, 1000.0, hits + misses
    follow = cost * (hits + false_alarms) + loss * misses
    without = min(cost * table.total, loss * events)
    wanted = (without - follow) / (without - cost * events)
    found = warning.relative_value(table.pod, table.pofd, table.base_rate, ratio)
    assert found == pytest.approx(wanted, abs=1e-6)


@PROPERTY
@given(INSIDE, INSIDE)
def test_value_of_perfect_warnings_and_of_none(rate, ratio):
    assert warning.relative_value(1, 0, rate, ratio) == pytest.approx(1)
    always, never = warning.relative_value([1, 0], [1, 0], rate, ratio)
    assert max(always, never) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((80, 0.1, 0.2, 0.2), "pod is 80.0; it must lie between 0 and 1; divide percent by 100"),
        ((0.8, -0.1, 0.2, 0.2), "pofd is -0.1"),
        ((math.nan, 0.1, 0.2, 0.2), "pod is nan"),
        ((0.8, 0.1, 0, 0.2), "base_rate is 0.0; it must be above 0 and below 1"),
        ((0.8, 0.1, 0.2, [0.5, 1]), "cost_loss holds 1.0 at position 1"),
        (([0.8, 0.7], [0.1, 0.1, 0.1], 0.2, 0.2), "do not fit together"),
    ],
)
def test_value_refuses(arguments, told):
    with pytest.raises(ValueError, match=told):
        warning.relative_value(*arguments)


# --- probabilities --------------------------------------------------------------------


def test_brier_score_of_the_scikit_learn_manual():
    # scikit-learn, example of brier_score_loss: 0.037...
    assert warning.brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]) == pytest.approx(0.0375)


def test_parts_have_the_signs_of_the_jwgfvr_pages():
    # rain probabilities of the Finnish Meteorological Institute, 24 hours ahead
    parts = warning.Reliability(pd.DataFrame(), 0.025, 0.060, 0.179)
    assert parts.brier == pytest.approx(0.144)


@PROPERTY
@given(forecasts())
def test_brier_score_is_the_sum_of_its_parts(forecast):
    probability, happened = forecast
    parts = warning.reliability(probability, happened)
    assert parts.brier == pytest.approx(warning.brier(probability, happened), abs=1e-12)
    skill = (parts.resolution - parts.reliability) / parts.uncertainty
    assert warning.brier_skill(probability, happened) == pytest.approx(skill, abs=1e-9)


def test_reliability_by_hand():
    found = warning.reliability([0.2] * 5 + [0.8] * 5, [1, 0, 0, 0, 0, 1, 1, 1, 0, 0])
    assert found.classes["cases"].to_list() == [5, 5]
    assert found.classes["events"].to_list() == [1, 3]
    assert found.classes["frequency"].to_list() == [0.2, 0.6]
    assert tuple(found.classes.loc[0.8, ["low", "high"]]) == pytest.approx(warning.interval(3, 5))
    # 0.5 * 0.2 squared; twice half of 0.2 squared; 0.4 * 0.6
    parts = (found.reliability, found.resolution, found.uncertainty)
    assert parts == pytest.approx((0.02, 0.04, 0.24))


def test_stating_the_base_rate_has_no_skill():
    happened = np.array([True, False, False, False])
    assert warning.brier_skill(np.full(4, 0.25), happened) == pytest.approx(0)
    assert math.isnan(warning.brier_skill([0.5, 0.5], [1, 1]))


@PROPERTY
@given(forecasts())
def test_area_is_the_chance_to_rank_an_event_higher(forecast):
    probability, happened = forecast
    ranked = stats.mannwhitneyu(probability[happened], probability[~happened]).statistic
    area = warning.roc(probability, happened).area
    assert area == pytest.approx(ranked / happened.sum() / (~happened).sum())


def test_points_run_from_never_to_always():
    # scikit-learn, example of roc_curve and roc_auc_score
    found = warning.roc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    assert found.points["threshold"].to_list() == [math.inf, 0.8, 0.4, 0.35, 0.1]
    assert found.points["pofd"].to_list() == [0, 0, 0.5, 0.5, 1]
    assert found.points["pod"].to_list() == [0, 0.5, 0.5, 1, 1]
    assert found.area == 0.75


def test_area_without_event_is_nan():
    assert math.isnan(warning.roc([0.1, 0.4], [0, 0]).area)
    assert math.isnan(warning.roc([0.1, 0.4], [1, 1]).area)


@PROPERTY
@given(forecasts(), st.floats(1, 50), st.floats(51, 500))
def test_expense_of_each_rule_is_added_up_case_by_case(forecast, cost, loss):
    probability, happened = forecast
    rules = warning.expense_by_threshold(probability, happened, cost, loss)
    for threshold, expense in rules["expense"].items():
        paid = [cost if p >= threshold else loss * h for p, h in zip(*forecast, strict=True)]
        assert expense == pytest.approx(np.mean(paid))
    assert rules["expense"].iloc[0] == pytest.approx(loss * happened.mean())
    assert rules["expense"].iloc[-1] == pytest.approx(cost)


@pytest.mark.parametrize("ratio", [0.05, 0.15, 0.25, 0.45, 0.85])
def test_reliable_forecast_is_best_followed_from_cost_over_loss_on(ratio):
    tenths = np.repeat(np.arange(11), 10)
    happened = np.concatenate([np.arange(10) < tenth for tenth in range(11)])
    rules = warning.expense_by_threshold(tenths / 10, happened, cost=100 * ratio, loss=100)
    assert rules["expense"].idxmin() == pytest.approx(math.ceil(10 * ratio) / 10)


@pytest.mark.parametrize("judge", [warning.brier, warning.reliability, warning.roc])
@pytest.mark.parametrize(
    ("probability", "happened", "error", "told"),
    [
        ([10, 90], [0, 1], ValueError, "probability holds 10.0 .*divide percent by 100"),
        ([0.1, math.nan], [0, 1], ValueError, "probability holds nan at position 1"),
        ([0.1, 0.9], [0, 3], ValueError, "happened holds 3.0 at position 1"),
        ([0.1], [0, 1], ValueError, r"probability has shape \(1,\) and happened \(2,\)"),
        ([], [], ValueError, "one value for each case"),
        (["0.1", "0.9"], [0, 1], TypeError, "probability must hold numbers"),
    ],
)
def test_forecasts_are_refused(judge, probability, happened, error, told):
    with pytest.raises(error, match=told):
        judge(probability, happened)


@pytest.mark.parametrize(("cost", "loss", "told"), [(0, 9, "cost is 0"), (1, -9, "loss is -9")])
def test_cost_and_loss_are_above_zero(cost, loss, told):
    with pytest.raises(ValueError, match=told + ".*it must be above 0"):
        warning.expense_by_threshold([0.1, 0.9], [0, 1], cost, loss)
