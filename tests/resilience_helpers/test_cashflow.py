"""`financing.cashflow` and `gap` against published examples, closed forms and identities."""

import numpy as np
import numpy_financial
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.financing import cashflow, gap

RATES = some.floats(0.001, 0.3)
calm = settings(deadline=None, derandomize=True, max_examples=60)


def test_the_published_example_of_npv():
    # documentation of numpy_financial.npv
    assert cashflow.npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]) == pytest.approx(3065.22267)


def test_a_spreadsheet_counts_the_first_amount_as_that_of_year_1():
    # help of the spreadsheet Formula One: NPV(8%, -12000, 3000, 3000, 3000, 7000) gives 811.57
    flows = [-12_000, 3_000, 3_000, 3_000, 7_000]
    assert cashflow.npv(0.08, [0, *flows]) == pytest.approx(811.57, abs=0.005)
    assert cashflow.npv(0.08, flows) == pytest.approx(811.57 * 1.08, abs=0.006)


def test_npv_of_several_rates_keeps_their_shape():
    found = cashflow.npv([[0, 0.1], [0.2, 0.3]], [-100, 230, -132])
    assert found.shape == (2, 2)
    assert found.ravel() == pytest.approx([-2, 0, 0, -100 + 230 / 1.3 - 132 / 1.69])


@pytest.mark.parametrize(
    ("flows", "published"),
    [
        # documentation of numpy_financial.irr
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-100, 100, 0, 7], 0.06206),
        ([-5, 10.5, 1, -8, 1], 0.0886),
        ([-250_000, 100_000, 150_000, 200_000, 250_000, 300_000], 0.56723),
    ],
)
def test_the_published_rates_of_return_are_among_the_roots(flows, published):
    found = cashflow.irr(flows)
    assert np.abs(found - published).min() < 5e-5
    assert cashflow.npv(found, flows) == pytest.approx(0, abs=1e-8 * np.abs(flows).max())


def test_two_rates_of_return_as_lorie_and_savage_found_them():
    assert cashflow.irr([-1_600, 10_000, -10_000]) == pytest.approx([0.25, 4.0])


@pytest.mark.parametrize(
    "flows", [[100, 5, 5], [-100, -26, -26], [-100], [-100, 230, -133], [-100, 230, -132.26]]
)
def test_no_rate_of_return(flows):
    assert cashflow.irr(flows).size == 0


def test_a_double_root_is_told_once():
    assert cashflow.irr([-100, 220, -121]) == pytest.approx([0.1], abs=1e-6)


def test_the_range_of_rates_is_kept():
    assert cashflow.irr([-1_600, 10_000, -10_000], high=1) == pytest.approx([0.25])
    assert cashflow.irr([-100, 10]).size == 1  # -0.9, the end itself
    assert cashflow.irr([-100, 5]).size == 0
    assert cashflow.irr([-100, 5], low=-0.99) == pytest.approx([-0.95])


@calm
@given(some.lists(some.floats(-0.3, 1.5), min_size=1, max_size=4), some.floats(1, 1e4))
def test_irr_finds_every_root_that_was_built_in(roots, scale):
    roots = np.unique(np.round(roots, 2))
    found = cashflow.irr(-scale * np.poly(1 + roots))
    assert found.size == roots.size
    assert found == pytest.approx(roots, abs=1e-5)


@calm
@given(some.floats(0.005, 0.5), some.integers(1, 60))
def test_irr_of_a_long_annuity(rate, years):
    flows = [-cashflow.annuity(rate, years), *np.ones(years)]
    assert cashflow.irr(flows) == pytest.approx([rate], abs=1e-9)


def test_irr_with_years_of_nothing_in_front_and_behind():
    assert cashflow.irr([0, 0, -100, 110, 0]) == pytest.approx([0.1])


def test_payback():
    assert cashflow.payback([-100, 40, 40, 40]) == 2.5
    assert cashflow.payback([-100, 50, 50]) == 2
    assert cashflow.payback([5, 1]) == 0
    assert cashflow.payback([-100, 50]) == np.inf
    assert cashflow.payback([-100, 200, -500]) == 0.5  # what comes later does not count
    # a loan is paid back, with interest, by its own annuity
    level = 100 / cashflow.annuity(0.1, 3)
    assert cashflow.discounted_payback(0.1, [-100, *[level] * 3]) == pytest.approx(3)


@calm
@given(RATES, some.integers(1, 50))
def test_annuity_is_the_sum_of_discount_factors(rate, years):
    assert cashflow.annuity(rate, years) == pytest.approx(
        sum((1 + rate) ** -t for t in range(1, years + 1))
    )


def test_annuity_at_the_edges():
    assert cashflow.annuity(0, 7) == 7
    assert cashflow.annuity(1e-12, 30) == pytest.approx(30)
    assert cashflow.annuity([0, 0.03], 5) == pytest.approx([5, 4.5797], abs=5e-5)


def test_the_published_payment_of_a_loan():
    # documentation of numpy_financial.pmt: 200,000 at 7.5 % over 15 years, by month
    assert 200_000 / cashflow.annuity(0.075 / 12, 180) == pytest.approx(1854.0247200054619)


@calm
@given(some.integers(1, 10**9), some.floats(0, 0.3), some.integers(1, 40),
       some.sampled_from(["annuity", "straight line", "bullet"]))  # fmt: skip
def test_a_schedule_repays_to_the_fen(fen, rate, years, kind):
    plan = cashflow.debt_schedule(fen / 100, rate, years, kind)
    whole = (plan * 100).round().astype("int64")
    assert np.allclose(plan * 100, whole, atol=1e-4)  # nothing smaller than a fen
    assert whole["principal"].sum() == fen
    assert whole["closing"].iloc[-1] == 0
    assert (whole["opening"] - whole["principal"]).tolist() == whole["closing"].tolist()
    assert (whole["interest"] + whole["principal"]).tolist() == whole["payment"].tolist()
    assert (whole[["opening", "interest", "principal", "closing"]] >= 0).all(axis=None)


@pytest.mark.parametrize(("principal", "rate", "interest"),
                         [(12.5, 0.01, 0.13), (12.5, 0.03, 0.38), (100.5, 0.05, 5.03),
                          (1.5, 0.35, 0.53)])  # fmt: skip
def test_half_a_fen_of_interest_is_rounded_up(principal, rate, interest):
    # by hand: 0.125, 0.375, 5.025 and 0.525
    assert cashflow.debt_schedule(principal, rate, 2, "bullet")["interest"].iloc[0] == interest


def test_a_level_payment_to_the_fen_leaves_the_rest_to_the_last_year():
    # by hand: 1000 / 2.775091 = 360.35; interest 40.00, 27.19 (of 679.65), 13.86 (of 346.49)
    plan = cashflow.debt_schedule(1000, 0.04, 3)
    assert plan["payment"].tolist() == [360.35, 360.35, 360.35]
    assert plan["closing"].tolist() == [679.65, 346.49, 0]
    line = cashflow.debt_schedule(100, 0.06, 3, "straight line")
    assert line["principal"].tolist() == [33.33, 33.33, 33.34]
    assert line["interest"].tolist() == [6, 4, 2]


@pytest.mark.parametrize(
    "loan", [(0.06, 0.03, 10, "straight line"), (0.07, 0.02, 12), (3.5, 0.35, 200)]
)
def test_a_loan_of_a_few_fen_never_asks_for_less_than_nothing(loan):
    # a repayment rounded up is due too early, and a payment rounded down is below the interest
    plan = cashflow.debt_schedule(*loan)
    assert plan["principal"].sum() == pytest.approx(loan[0], abs=1e-9)
    assert (plan >= 0).all(axis=None)
    assert plan["closing"].iloc[-1] == 0


@calm
@given(some.sampled_from(["annuity", "straight line", "bullet"]), RATES, some.integers(1, 40))
def test_payments_at_the_rate_of_the_loan_are_worth_the_loan(kind, rate, years):
    plan = cashflow.debt_schedule(1e6, rate, years, kind, decimals=6)
    assert cashflow.npv(rate, [0, *plan["payment"]]) == pytest.approx(1e6, rel=1e-9)


def test_annuity_schedule_agrees_with_numpy_financial():
    plan = cashflow.debt_schedule(1000, 0.04, 12, decimals=9)
    years = np.arange(1, 13)
    assert plan["interest"].to_numpy() == pytest.approx(
        -numpy_financial.ipmt(0.04, years, 12, 1000)
    )
    assert plan["principal"].to_numpy() == pytest.approx(
        -numpy_financial.ppmt(0.04, years, 12, 1000)
    )


def test_the_kinds_of_loan_differ_as_they_should():
    kinds = ("annuity", "straight line", "bullet")
    level, line, bullet = (cashflow.debt_schedule(720, 0.035, 15, kind) for kind in kinds)
    assert level["payment"].iloc[:-1].nunique() == 1
    assert line["principal"].iloc[:-1].nunique() == 1
    assert bullet["principal"].iloc[:-1].eq(0).all()
    assert line["interest"].sum() < level["interest"].sum() < bullet["interest"].sum()
    # closed form of straight line: rate x principal x (years + 1) / 2
    assert line["interest"].sum() == pytest.approx(0.035 * 720 * 8, abs=0.1)


def test_coverage_and_the_largest_loan_undo_each_other():
    loan = cashflow.largest_loan(54, 0.035, 15, cover=1.2)
    payment = loan / cashflow.annuity(0.035, 15)
    assert cashflow.dscr(54, payment) == pytest.approx(1.2)
    assert cashflow.largest_loan(-5, 0.035, 15) == 0


def test_project_flow_spends_its_capital_and_no_more():
    flow = cashflow.project_flow(1350, 5, 36, 30)
    assert flow.size == 35
    assert flow[:5].sum() == pytest.approx(-1350)
    assert flow[5:].tolist() == [36] * 30


def test_capital_by_year_of_lanwan_adds_up():
    projects = datasets.load("lanwan_projects")
    years = range(2027, 2037)
    spent = gap.capital_by_year(projects, years)
    assert spent.sum(axis=1).to_numpy() == pytest.approx(projects["capital_million_cny"].to_numpy())
    assert gap.capital_by_year(projects, [2026, 2040]).to_numpy().sum() == 0


@calm
@given(some.lists(some.tuples(some.floats(0, 1e4), some.floats(0, 1e4)), min_size=1, max_size=12))
def test_gap_balances(pairs):
    need, money = np.array(pairs).T
    table = gap.funding_gap(need, money)
    # what is missing minus what is left at the end is need minus money
    left = table["missing"].sum() - table["kept"].iloc[-1]
    assert left == pytest.approx(need.sum() - money.sum(), abs=1e-6)
    assert ((table["missing"] == 0) | (table["kept"] == 0)).all()


def one_project(**changes):
    row = {"start_year": 2030, "build_years": 2, "capital_million_cny": 90} | changes
    return pd.DataFrame([row])


def test_gap_keeps_the_years():
    need = pd.Series([50.0, 120.0], index=[2027, 2028])
    assert gap.funding_gap(need, [70, 70]).index.tolist() == [2027, 2028]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: cashflow.npv(-1, [1]), ValueError, "rate is -1.0; a rate must be above -1"),
        (lambda: cashflow.npv(0.1, []), ValueError, "flows has shape"),
        (lambda: cashflow.npv("a", [1]), TypeError, "rate must hold numbers"),
        (lambda: cashflow.npv(0.1, [1, np.nan]), ValueError, "flows holds nan at position 1"),
        (lambda: cashflow.irr([0, 0]), ValueError, "only zeros"),
        (lambda: cashflow.irr([1, -1], low=2, high=1), ValueError, "low is 2 and high 1"),
        (lambda: cashflow.annuity(3.5, 5), ValueError, "divide percent by 100"),
        (lambda: cashflow.annuity(0.03, 0), ValueError, "years is 0"),
        (lambda: cashflow.annuity(0.03, 2.5), TypeError, "years is 2.5"),
        (lambda: cashflow.debt_schedule(0, 0.03, 5), ValueError, "principal is 0.0"),
        (lambda: cashflow.debt_schedule(1.005, 0.03, 5), ValueError, "no more than 2 decimals"),
        (lambda: cashflow.debt_schedule(9, 0.03, 5, "balloon"), ValueError, "kind is 'balloon'"),
        (lambda: cashflow.dscr([1, 2], [1, 0]), ValueError, "service holds 0.0 at position 1"),
        (lambda: cashflow.dscr([1, 2], [1, 2, 3]), ValueError, "the same years"),
        (lambda: cashflow.largest_loan(9, 0.03, 5, 0), ValueError, "cover is 0.0"),
        (lambda: cashflow.project_flow(-1, 1, 1, 1), ValueError, "capital is -1.0"),
        (lambda: gap.funding_gap([1], [1, 2]), ValueError, "the same years"),
        (lambda: gap.funding_gap([-1], [1]), ValueError, "need holds -1.0"),
        (lambda: gap.capital_by_year(pd.DataFrame(), [1]), ValueError, "no column start_year"),
        (lambda: gap.capital_by_year(one_project(build_years=2.5), [1]), ValueError,
         "build_years holds 2.5 at position 0"),
        (lambda: gap.capital_by_year(one_project(capital_million_cny=-9), [1]), ValueError,
         "capital_million_cny holds -9.0 at position 0"),
        (lambda: cashflow.discounted_payback([0.1, 0.2], [-1, 2]), ValueError, "give one rate"),
        (lambda: cashflow.discounted_payback(-1, [-1, 2]), ValueError, "rate is -1.0"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert words in str(caught.value)
