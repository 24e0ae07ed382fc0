"""The choice behind `financing.portfolio.choose` against brute force."""

import itertools

import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from resilience_helpers.financing import portfolio

FEW = settings(deadline=None, derandomize=True, max_examples=25)
YEARS = [2027, 2028, 2029]


def random_case(seed, count=6):
    """Projects with links, a budget, sources and a limit of the service of debt."""
    random = np.random.default_rng(seed)
    outlay = random.integers(0, 40, (count, len(YEARS))).astype(float)
    outlay[outlay.sum(axis=1) == 0, 0] = 5
    names = list("ABCDEFGH"[:count])
    projects = pd.DataFrame(outlay, names, YEARS)
    projects.insert(0, "worth", random.integers(-10, 90, count).astype(float))
    projects["requires"] = ""
    projects["excludes"] = None
    if count > 3:
        projects.loc["B", "requires"] = "A"
        projects.loc["C", "excludes"] = "D"
    budget = pd.Series(random.integers(10, 70, len(YEARS)).astype(float), YEARS)
    sources = pd.DataFrame(
        {
            "rate": [0.0, 0.03, 0.05],
            "years": [0, 2, 10],
            "limit": random.integers(5, 60, 3).astype(float),
            "share": [0.3, 0.5, 1.0],
        },
        index=["grant", "short loan", "long loan"],
    )
    may_pay = pd.DataFrame(random.random((count, 3)) < 0.7, names, sources.index)
    limit = pd.Series(random.integers(1, 15, 4).astype(float), [*YEARS, 2030])
    return projects, budget, sources, may_pay, limit


def linked(projects, chosen):
    for name in chosen:
        needs, not_with = projects.loc[name, "requires"], projects.loc[name, "excludes"]
        if (needs and needs not in chosen) or (not_with and not_with in chosen):
            return False
    return True


def payable(projects, chosen, budget, sources, may_pay, limit, carry_over):
    """Whether a set can be paid for: its own linear programme, written out in loops."""
    if not chosen:
        return True
    pairs = [(p, s) for p in chosen for s in [None, *sources.index]]
    column = {pair: place for place, pair in enumerate(pairs)}
    equal, total, below, most = [], [], [], []
    cost = projects[YEARS].sum(axis=1)
    for p in chosen:
        row = np.zeros(len(pairs))
        for s in [None, *sources.index]:
            row[column[p, s]] = 1
        equal.append(row), total.append(cost[p])
    for place, year in enumerate(YEARS):
        row, have = np.zeros(len(pairs)), budget[year]
        for p in chosen:
            paid = (
                projects.loc[p, YEARS[: place + 1]].sum() if carry_over else projects.loc[p, year]
            )
            row[column[p, None]] = paid / cost[p]
        below.append(row), most.append(budget[YEARS[: place + 1]].sum() if carry_over else have)
    for s in sources.index:
        row = np.zeros(len(pairs))
        for p in chosen:
            row[column[p, s]] = 1
        below.append(row), most.append(sources.loc[s, "limit"])
    for year in limit.index:
        row = np.zeros(len(pairs))
        for p, s in itertools.product(chosen, sources.index):
            tenor = int(sources.loc[s, "years"])
            for drawn in YEARS:
                if tenor and drawn < year <= drawn + tenor:
                    payment = -npf.pmt(sources.loc[s, "rate"], tenor, 1)
                    row[column[p, s]] += payment * projects.loc[p, drawn] / cost[p]
        below.append(row), most.append(limit[year])
    bounds = [
        (0, None if s is None else sources.loc[s, "share"] * cost[p] * may_pay.loc[p, s])
        for p, s in pairs
    ]
    found = linprog(np.zeros(len(pairs)), below, most, equal, total, bounds)
    return found.status == 0


@FEW
@given(seed=some.integers(0, 10_000), carry_over=some.booleans())
def test_no_set_is_worth_more_with_sources(seed, carry_over):
    case = random_case(seed, count=5)
    projects = case[0]
    best = 0.0
    for size in range(len(projects) + 1):
        for chosen in itertools.combinations(projects.index, size):
            worth = projects.loc[list(chosen), "worth"].sum()
            if worth > best + 1e-9 and linked(projects, chosen):
                best = worth if payable(projects, chosen, *case[1:], carry_over) else best
    found = portfolio.choose(*case, carry_over=carry_over)
    assert found.worth == pytest.approx(best)
    taken = [name for name in projects.index if found.chosen[name]]
    assert linked(projects, taken)


@FEW
@given(seed=some.integers(0, 10_000), carry_over=some.booleans())
def test_no_set_is_worth_more_with_own_money(seed, carry_over):
    projects, budget = random_case(seed, count=8)[:2]
    sets = np.array(list(itertools.product([0, 1], repeat=8)))
    need, have = sets @ projects[YEARS].to_numpy(), budget.to_numpy()
    if carry_over:
        need, have = need.cumsum(axis=1), have.cumsum()
    a, b, c, d = sets.T[:4]  # b requires a, c excludes d
    fits = (need <= have).all(axis=1) & (b <= a) & (c + d <= 1)
    best = (sets @ projects["worth"].to_numpy())[fits].max()
    found = portfolio.choose(projects, budget, carry_over=carry_over)
    assert found.worth == pytest.approx(best)
    greedy = portfolio.by_ratio(projects, budget, carry_over)
    assert (greedy * projects["worth"]).sum() <= best + 1e-9


@FEW
@given(seed=some.integers(0, 10_000), carry_over=some.booleans(), relaxed=some.booleans())
def test_all_limits_hold_and_all_is_paid(seed, carry_over, relaxed):
    projects, budget, sources, may_pay, limit = case = random_case(seed)
    found = portfolio.choose(*case, carry_over=carry_over, relaxed=relaxed)
    money, years, part = found.money, found.years, found.chosen
    cost = projects[YEARS].sum(axis=1)
    assert money.sum(axis=1).to_numpy() == pytest.approx((cost * part)[money.index], abs=1e-4)
    assert (money >= 0).all().all()
    for source in sources.index:
        assert money[source].sum() <= sources.loc[source, "limit"] + 1e-4
        most = (sources.loc[source, "share"] * cost * part * may_pay[source])[money.index]
        assert (money[source] <= most + 1e-4).all()
    own, have = years["own money"], budget
    if carry_over:
        own, have = own.cumsum(), have.cumsum()
    assert (own <= have + 1e-4).all()
    assert years["left"].to_numpy() == pytest.approx((have - own).to_numpy(), abs=1e-4)
    assert (years["service"] <= limit[YEARS] + 1e-4).all()
    assert years["outlay"].to_numpy() == pytest.approx(projects[YEARS].T @ part, abs=1e-9)
    assert found.worth == pytest.approx((projects["worth"] * part).sum())


@FEW
@given(seed=some.integers(0, 10_000), carry_over=some.booleans())
def test_more_money_parts_and_sources_never_hurt(seed, carry_over):
    projects, budget, *rest = random_case(seed)
    sources = dict(zip(("sources", "may_pay", "service_limit"), rest, strict=True))
    alone = portfolio.choose(projects, budget, carry_over=carry_over).worth
    mixed = portfolio.choose(projects, budget, **sources, carry_over=carry_over).worth
    richer = portfolio.choose(projects, budget + 10, **sources, carry_over=carry_over).worth
    parts = portfolio.choose(projects, budget, **sources, carry_over=carry_over, relaxed=True)
    assert alone <= mixed + 1e-6 and mixed <= richer + 1e-6 and mixed <= parts.worth + 1e-6
    carried = portfolio.choose(projects, budget, **sources, carry_over=True).worth
    assert mixed <= carried + 1e-6


@FEW
@given(seed=some.integers(0, 10_000), short=some.sampled_from([0, 1e-7, 1e-6, 1e-5, 1e-4, 0.01]))
def test_a_budget_that_just_suffices_or_just_not(seed, short):
    projects = random_case(seed)[0].drop(columns=["requires", "excludes"])
    taken = np.random.default_rng(seed).random(len(projects)) < 0.5
    budget = (projects.loc[taken, YEARS].sum() - short).clip(lower=0)
    found = portfolio.choose(projects, budget)
    assert (found.years["own money"] <= budget + 1e-5).all()
    if not short:
        assert found.worth >= projects.loc[taken, "worth"].sum() - 1e-9


@FEW
@given(seed=some.integers(0, 10_000), unit=some.sampled_from([1e6, 1e-3, 7e8]))
def test_the_unit_of_money_does_not_matter(seed, unit):
    projects, budget, sources, may_pay, limit = random_case(seed)
    plain = portfolio.choose(projects, budget, sources, may_pay, limit)
    projects[["worth", *YEARS]] *= unit
    sources["limit"] *= unit
    found = portfolio.choose(projects, budget * unit, sources, may_pay, limit * unit)
    assert found.worth == pytest.approx(plain.worth * unit)
    assert found.chosen.to_dict() == plain.chosen.to_dict()


def test_a_budget_short_by_rounding_suffices_and_one_short_by_a_fen_does_not():
    wall = pd.DataFrame({"worth": [9.0], 2027: [100.0]}, index=["wall"])
    assert portfolio.choose(wall, pd.Series({2027: 100 - 5e-7})).worth == 9
    assert portfolio.choose(wall, pd.Series({2027: 100 - 0.01e-3})).worth == 0


def test_of_sets_worth_the_same_the_cheapest_is_given():
    projects = pd.DataFrame(
        {"worth": [30.0, 30, 20, 10, 0], 2027: [12.0, 11, 8, 4, 1]}, index=list("abcde")
    )
    # a, b, or c with d are worth 30; e is worth nothing
    found = portfolio.choose(projects, pd.Series({2027: 12.0}))
    assert found.chosen[found.chosen == 1].index.tolist() == ["b"]
    found = portfolio.choose(projects.iloc[::-1], pd.Series({2027: 12.0}))
    assert found.chosen[found.chosen == 1].index.tolist() == ["b"]
