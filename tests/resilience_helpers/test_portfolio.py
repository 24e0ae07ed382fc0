"""`financing.portfolio` against a textbook's answer, a solver's duals and numpy-financial.

Brute force stands in `test_selection`.
"""

import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest
from scipy.optimize import linprog

from resilience_helpers import datasets
from resilience_helpers.financing import cashflow, instruments, portfolio

YEARS = [2027, 2028, 2029]


# ---- the textbook's case -----------------------------------------------------------------

#: Taha, Operations Research: An Introduction, capital budgeting: five projects, three years
FIVE = pd.DataFrame(
    {"worth": [20, 40, 20, 15, 30], 1: [5, 4, 3, 7, 8], 2: [1, 7, 9, 4, 6], 3: [8, 10, 2, 1, 10]},
    index=[1, 2, 3, 4, 5],
)
FUNDS = pd.Series(25, index=[1, 2, 3])


def test_textbook_case_whole_projects():
    best = portfolio.choose(FIVE, FUNDS)
    assert best.worth == 95 and best.chosen.tolist() == [1, 1, 1, 1, 0]
    assert best.years["own money"].tolist() == [19, 21, 21]
    assert best.years["left"].tolist() == [6, 4, 4]


def test_textbook_case_parts_of_projects():
    parts = portfolio.choose(FIVE, FUNDS, relaxed=True)
    assert parts.worth == pytest.approx(108.68, abs=0.005)
    assert parts.chosen.to_numpy() == pytest.approx([0.5789, 1, 1, 1, 0.7368], abs=5e-5)


def test_relaxed_shadow_price_is_the_dual_value():
    outlay = FIVE[[1, 2, 3]].T.to_numpy()
    dual = linprog(-FIVE["worth"], outlay, FUNDS, bounds=(0, 1)).ineqlin.marginals
    found = portfolio.shadow_price(FIVE, FUNDS, more=0.01, relaxed=True)
    assert found.to_numpy() == pytest.approx(-dual, abs=1e-4)
    assert found.max() > 0.5
    one = portfolio.shadow_price(FIVE, FUNDS, more=0.01, relaxed=True, years=[3])
    assert one.to_dict() == {3: found[3]}


def test_shadow_price_depends_on_the_step():
    two = pd.DataFrame({"worth": [30, 50], 2027: [10, 20]}, index=["park", "wall"])
    price = [portfolio.shadow_price(two, pd.Series({2027: 10}), step)[2027] for step in (5, 10, 20)]
    # 10 buy the park; 20 the wall instead (+20); 30 both (+50)
    assert price == pytest.approx([0, 2, 2.5])


def test_the_order_of_ratios_can_miss_the_best_set():
    two = pd.DataFrame({"worth": [30, 50], 2027: [10, 20]}, index=["park", "wall"])
    budget = pd.Series({2027: 20})
    assert portfolio.by_ratio(two, budget).tolist() == [1, 0]
    assert portfolio.choose(two, budget).chosen.tolist() == [0, 1]


# ---- loans -------------------------------------------------------------------------------


def test_service_of_one_loan_by_hand():
    wall = pd.DataFrame({"worth": [9.0], 2027: [60.0], 2028: [40.0], 2029: [0.0]}, index=["wall"])
    loan = pd.DataFrame({"rate": [0.1], "years": [2], "limit": [100.0], "share": [1.0]}, ["loan"])
    found = portfolio.choose(wall, pd.Series(0.0, YEARS), loan)
    # 1 over two years at 10 percent: 1.21 / 2.1 a year; 60 from 2028 on, 40 from 2029 on
    payment = 1.21 / 2.1
    assert found.years["service"].to_numpy() == pytest.approx([0, 60 * payment, 100 * payment])
    assert found.years["borrowed"].tolist() == [60, 40, 0]
    # all years until the last payment that a loan of the budget's last year would have
    assert list(found.service.index) == [*YEARS, 2030, 2031]
    due = [0, 60 * payment, 100 * payment, 40 * payment, 0]
    assert found.service.to_numpy() == pytest.approx(due)
    # the first loan is repaid in 2029: 2030 has the second one only
    limit = pd.Series([99, 99, 99, 40 * payment + 0.001], [*YEARS, 2030])
    assert portfolio.choose(wall, pd.Series(0.0, YEARS), loan, service_limit=limit).worth == 9
    limit[2030] -= 0.01
    assert portfolio.choose(wall, pd.Series(0.0, YEARS), loan, service_limit=limit).worth == 0


def test_service_is_that_of_the_loan_schedule():
    wall = pd.DataFrame({"worth": [9.0], 2027: [100.0], 2028: [0.0]}, index=["wall"])
    loan = pd.DataFrame(
        {"rate": [0.033], "years": [15], "limit": [100.0], "share": [1.0]}, ["loan"]
    )
    found = portfolio.choose(wall, pd.Series({2027: 0.0, 2028: 0.0}), loan)
    schedule = cashflow.debt_schedule(100, 0.033, 15)
    assert found.years.loc[2028, "service"] == pytest.approx(schedule["payment"].iloc[0], abs=0.01)


def test_grants_come_first_then_the_lowest_rate():
    wall = pd.DataFrame({"worth": [9.0], 2027: [100.0]}, index=["wall"])
    sources = pd.DataFrame(
        {
            "rate": [0.05, 0.0, 0.03],
            "years": [10, 0, 20],
            "limit": [100.0, 20.0, 30.0],
            "share": [1.0, 1.0, 1.0],
        },
        index=["dear", "grant", "cheap"],
    )
    found = portfolio.choose(wall, pd.Series({2027: 40.0}), sources)
    assert found.money.loc["wall"].to_numpy() == pytest.approx([40, 10, 20, 30])


def test_grants_before_own_money_before_loans_without_interest():
    works = pd.DataFrame({"worth": [9.0] * 6, 2027: [100.0] * 6}, index=list("abcdef"))
    sources = pd.DataFrame(
        {"rate": 0.0, "years": [0, 10], "limit": 600.0, "share": [0.5, 1.0]}, ["grant", "free"]
    )
    found = portfolio.choose(works, pd.Series({2027: 300.0}), sources)
    assert found.money.sum().to_dict() == pytest.approx({"own money": 300, "grant": 300, "free": 0})
    found = portfolio.choose(works, pd.Series({2027: 280.0}), sources)
    assert found.money.sum().to_dict() == pytest.approx(
        {"own money": 280, "grant": 300, "free": 20}
    )
    assert found.years["borrowed"].tolist() == pytest.approx([20])


# ---- the programme -----------------------------------------------------------------------


def test_programme_against_numpy_financial():
    projects = datasets.load("lanwan_projects").set_index("project")
    years = list(datasets.load("lanwan_budget")["year"])
    table = portfolio.programme(projects, years, 0.045)
    for name, one in projects.iterrows():
        wait = one["start_year"] - 2027
        yearly = (
            one["benefit_million_cny"] + one["revenue_million_cny"] - one["running_million_cny"]
        )
        built = [-one["capital_million_cny"] / one["build_years"]] * one["build_years"]
        flows = [0.0] * wait + built + [yearly] * one["life_years"]
        assert table.loc[name, "worth"] == pytest.approx(npf.npv(0.045, flows))
    outlay = table[years].sum(axis=1)
    assert outlay.to_numpy() == pytest.approx(projects["capital_million_cny"])


def test_overrun_and_delay():
    wall = pd.DataFrame(
        {
            "start_year": 2027, "build_years": 2, "life_years": 3, "capital_million_cny": 100,
            "running_million_cny": 5, "revenue_million_cny": 2, "benefit_million_cny": 50,
        },
        index=["wall"],
    )  # fmt: skip
    plain = portfolio.programme(wall, [2027, 2028], 0.1)
    late = portfolio.programme(wall, [2027, 2028], 0.1, overrun=0.2, delay=1)
    assert plain["worth"].item() == pytest.approx(npf.npv(0.1, [-50, -50, 47, 47, 47]))
    assert late["worth"].item() == pytest.approx(npf.npv(0.1, [-60, -60, 0, 47, 47, 47]))
    assert late[[2027, 2028]].to_numpy().tolist() == [[60, 60]]


def test_eligible_of_the_tables():
    projects = datasets.load("lanwan_projects").set_index("project")
    sources = datasets.load("lanwan_funding_sources").set_index("source")
    table = portfolio.eligible(projects, sources)
    assert table.loc["P01"].to_dict() == {
        "demonstration grant": False, "development bank loan": True, "green bond": False,
        "carbon-account loan": False, "urban renewal bond": False, "ordinary loan": True,
    }  # fmt: skip
    assert table["ordinary loan"].all()
    # cool roofs earn nothing, public buildings lie in no area of renewal
    may = table.index[table["urban renewal bond"]]
    assert list(may) == ["P13"]
    assert table["green bond"].sum() == projects["green_category"].notna().sum() == 13
    # lesson 1 comes to the same by its table of rules
    cash = projects["revenue_million_cny"] - projects["running_million_cny"]
    rules = datasets.load("label_rules")
    other = instruments.eligibility(projects.assign(net_cash=cash), rules)
    for name in ("green bond", "urban renewal bond"):
        assert (other[name] == table[name]).all()


def test_cash_must_be_above_the_running_cost():
    two = pd.DataFrame(
        {
            "sector": "energy", "green_category": " ", "renewal_area": "no",
            "revenue_million_cny": [3, 4], "running_million_cny": 3,
        },
        index=["even", "above"],
    )  # fmt: skip
    loans = pd.DataFrame(
        {"sectors": "all", "needs_green": [0, 1], "needs_net_cash": [1, 0], "needs_renewal": 0},
        index=["loan", "green bond"],
    )
    table = portfolio.eligible(two, loans)
    assert table["loan"].to_dict() == {"even": False, "above": True}
    assert not table["green bond"].any()


def test_lanwan_keeps_within_its_limits():
    projects = datasets.load("lanwan_projects").set_index("project")
    budget = datasets.load("lanwan_budget").set_index("year")
    sources = datasets.load("lanwan_funding_sources").set_index("source")
    terms = sources.assign(
        rate=sources["rate_percent"] / 100, years=sources["tenor_years"],
        limit=sources["limit_million_cny"], share=sources["share_percent"] / 100,
    )  # fmt: skip
    table = portfolio.programme(projects, budget.index, 0.045)
    revenue = budget["general_revenue_million_cny"].reindex(range(2027, 2057), method="ffill")
    limit = 0.005 * revenue
    best = portfolio.choose(
        table, budget["own_capital_million_cny"], terms, portfolio.eligible(projects, sources),
        limit, carry_over=True,
    )  # fmt: skip
    assert (best.years["left"] >= -1e-6).all() and (best.service <= limit + 1e-6).all()
    # each loan is repaid with interest, and no more
    loans = best.money[sources.index[sources["tenor_years"] > 0]].sum()
    due = [
        loans[name] * cashflow.debt_schedule(1_000_000, one["rate"], one["years"])["payment"].sum()
        for name, one in terms.loc[loans.index].iterrows()
    ]
    assert best.service.sum() == pytest.approx(sum(due) / 1_000_000, rel=1e-6)
    chosen = best.chosen
    assert chosen["P01"] + chosen["P02"] <= 1 and chosen["P08"] + chosen["P20"] <= 1
    assert chosen["P15"] <= chosen["P14"]


# ---- what is refused ---------------------------------------------------------------------

PLAIN = pd.DataFrame({"worth": [1.0, 2], 2027: [1.0, 1]}, index=["a", "b"])
BUDGET = pd.Series({2027: 1.0})
LOAN = pd.DataFrame({"rate": [0.03], "years": [5], "limit": [1.0], "share": [1.0]}, ["loan"])
WALL = pd.DataFrame(
    {
        "start_year": 2027, "build_years": 2, "life_years": 3, "capital_million_cny": 100,
        "running_million_cny": 5, "revenue_million_cny": 0, "benefit_million_cny": 50,
    },
    index=["wall"],
)  # fmt: skip


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: portfolio.choose(PLAIN, pd.Series({2028: 1})), "projects has no column 2028"),
        (lambda: portfolio.choose(PLAIN.drop(columns="worth"), BUDGET), "no column worth"),
        (lambda: portfolio.choose(PLAIN, -BUDGET), "budget holds -1.0 at position 0"),
        (lambda: portfolio.choose(PLAIN.assign(worth=np.nan), BUDGET), "worth holds nan"),
        (lambda: portfolio.choose(-PLAIN, BUDGET), "outlay holds -1.0"),
        (lambda: portfolio.choose(PLAIN.iloc[:0], BUDGET), "at least one row"),
        (lambda: portfolio.choose(PLAIN.set_axis(["a", "a"]), BUDGET), "each its own name"),
        (lambda: portfolio.choose(PLAIN.assign(requires="z"), BUDGET), "requires names 'z'"),
        (lambda: portfolio.choose(PLAIN.assign(excludes="a"), BUDGET), "'a' names itself"),
        (lambda: portfolio.choose(PLAIN, BUDGET, LOAN.drop(columns="rate")), "no column rate"),
        (lambda: portfolio.choose(PLAIN, BUDGET, LOAN.assign(rate=3)), "rate holds 3.0"),
        (lambda: portfolio.choose(PLAIN, BUDGET, LOAN.assign(share=60)), "share holds 60.0"),
        (lambda: portfolio.choose(PLAIN, BUDGET, LOAN.assign(limit=-1)), "limit holds -1.0"),
        (lambda: portfolio.choose(PLAIN, BUDGET, LOAN.assign(years=-1)), "years holds -1.0"),
        (lambda: portfolio.choose(PLAIN, BUDGET, LOAN.assign(years=2.5)), "years holds 2.5"),
        (
            lambda: portfolio.choose(PLAIN, BUDGET, LOAN, pd.DataFrame(2, ["a", "b"], ["loan"])),
            "may_pay holds 2.0",
        ),
        (
            lambda: portfolio.choose(
                PLAIN.assign(**{"2029": 1.0}).rename(columns={"2029": 2029}),
                pd.Series({2027: 1.0, 2029: 1.0}),
                LOAN,
            ),
            r"years is \[2027, 2029\]; it must be one list without a gap",
        ),
        (
            lambda: portfolio.choose(
                PLAIN.assign(y=1.0).rename(columns={"y": 2028}),
                pd.Series({2028: 1.0, 2027: 1.0}),
                carry_over=True,
            ),
            r"years is \[2028, 2027\]; .* in order",
        ),
        (
            lambda: portfolio.choose(PLAIN, BUDGET, LOAN, pd.DataFrame({"loan": [True]}, ["a"])),
            "may_pay lacks",
        ),
        (
            lambda: portfolio.choose(PLAIN, BUDGET, service_limit=pd.Series({2028: 1})),
            r"service_limit begins \[2028\]",
        ),
        (lambda: portfolio.shadow_price(PLAIN, BUDGET, 0), "more is 0.0; it must be above 0"),
        (
            lambda: portfolio.shadow_price(PLAIN, BUDGET, 1, years=[2030]),
            "year 2030 is not a year of the budget",
        ),
        (lambda: portfolio.programme(WALL, [2027], 0.04), "start_year is|start_year holds 2027.0"),
        (lambda: portfolio.programme(WALL, [2027, 2029], 0.04), "without a gap"),
        (lambda: portfolio.programme(WALL, [2027, 2028], 4.5), "rate is 4.5"),
        (lambda: portfolio.programme(WALL, [2027, 2028], 0.04, overrun=-1), "overrun is -1.0"),
        (lambda: portfolio.programme(WALL, [2027, 2028], 0.04, delay=-1), "delay is -1"),
        (
            lambda: portfolio.programme(WALL.drop(columns="life_years"), [2027, 2028], 0.04),
            "no column life_years",
        ),
        (
            lambda: portfolio.programme(WALL.assign(build_years=0), [2027, 2028], 0.04),
            "build_years holds 0.0",
        ),
        (lambda: portfolio.eligible(PLAIN, LOAN), "the table has no column sector"),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_inputs_stay_as_they_are():
    before = FIVE.copy(), FUNDS.copy()
    portfolio.choose(FIVE, FUNDS)
    portfolio.shadow_price(FIVE, FUNDS, 1)
    pd.testing.assert_frame_equal(FIVE, before[0])
    pd.testing.assert_series_equal(FUNDS, before[1])


def test_nothing_is_chosen_where_nothing_is_worth_it():
    found = portfolio.choose(PLAIN.assign(worth=-1.0), BUDGET)
    assert found.worth == 0 and found.chosen.sum() == 0 and found.money.empty
    assert found.years["outlay"].tolist() == [0]


def test_a_year_as_text_is_refused():
    with pytest.raises(TypeError, match="years is '2027'"):
        portfolio.choose(PLAIN.rename(columns={2027: "2027"}), pd.Series({"2027": 1.0}))


def test_a_budget_without_years_is_refused():
    with pytest.raises(TypeError, match="budget must be a Series with years as its index"):
        portfolio.choose(PLAIN, [1.0])
