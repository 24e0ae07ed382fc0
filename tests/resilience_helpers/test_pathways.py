"""`adaptation.pathways` against brute force and pathways drawn by hand."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.adaptation import pathways


def table(until, lead=None, cost=None):
    names = [f"a{place}" for place in range(len(until))]
    lead = [0] * len(until) if lead is None else lead
    frame = pd.DataFrame({"until": until, "lead_years": lead}, index=names, dtype=float)
    return frame if cost is None else frame.assign(cost=cost)


def brute_force(actions, horizon, start, transfers=None):
    """Try every order of every subset, and keep those that the definition allows."""
    first, rest = actions.index[0], actions.index[1:]
    until, lead = actions["until"], actions["lead_years"]
    found = set()
    for size in range(len(rest) + 1):
        for tail in itertools.permutations(rest, size):
            path = (first, *tail)
            steps = list(itertools.pairwise(path))
            rising = all(until[a] < until[b] for a, b in steps)
            in_time = all(until[a] - lead[b] >= start for a, b in steps)
            allowed = transfers is None or all(b in transfers.get(a, ()) for a, b in steps)
            needed = all(until[a] < horizon for a in path[:-1])
            if rising and in_time and allowed and needed and until[path[-1]] >= horizon:
                found.add(path)
    return found


@settings(deadline=None, derandomize=True, max_examples=150)
@given(some.data())
def test_feasible_is_what_brute_force_finds(data):
    many = data.draw(some.integers(1, 5))
    year, lead = some.sampled_from([2030, 2040, 2050, 2070, 2100, np.inf]), some.integers(0, 40)
    actions = table(
        data.draw(some.lists(year, min_size=many, max_size=many)),
        data.draw(some.lists(lead, min_size=many, max_size=many)),
    )
    one = some.sampled_from(list(actions.index))
    allowed = some.dictionaries(one, some.lists(one, unique=True))
    transfers = data.draw(some.none() | allowed)
    found = pathways.feasible(actions, 2090, start=2030, transfers=transfers)["actions"]
    assert set(found) == brute_force(actions, 2090, 2030, transfers)
    assert found.is_unique


def test_by_hand():
    actions = table([2050, 2080, np.inf, np.inf], [0, 5, 15, 40])
    found = pathways.feasible(actions, 2100)
    # a3 takes 40 years: in time after a1 (2080), too late after a0 (2050)
    assert found["pathway"].tolist() == ["a0 > a1 > a2", "a0 > a1 > a3", "a0 > a2"]
    assert found["years"].tolist() == [(2030, 2050, 2080), (2030, 2050, 2080), (2030, 2050)]
    assert found["decide_by"].tolist() == [(2030, 2045, 2065), (2030, 2045, 2040), (2030, 2035)]


def test_transfers_bar_a_way():
    actions = table([2050, 2080, np.inf])
    found = pathways.feasible(actions, 2100, transfers={"a0": ["a1"], "a1": ["a2"]})
    assert found["pathway"].tolist() == ["a0 > a1 > a2"]
    assert pathways.feasible(actions, 2100, transfers={}).empty


def test_today_may_be_enough_and_the_edges_count():
    assert pathways.feasible(table([2100, np.inf]), 2100)["pathway"].tolist() == ["a0"]
    # a decision just today is in time, one a year ago is not
    assert len(pathways.feasible(table([2050, np.inf], [0, 20]), 2100)) == 1
    assert pathways.feasible(table([2050, np.inf], [0, 21]), 2100).empty


def test_cost_is_discounted_from_the_switch():
    actions = table([2040, 2050, np.inf], cost=[7, 100, 1000])
    found = pathways.pathway_cost(pathways.feasible(actions, 2100), actions, 0.05)
    assert found["a0 > a1 > a2"] == pytest.approx(7 + 100 / 1.05**10 + 1000 / 1.05**20)
    assert found["a0 > a2"] == pytest.approx(7 + 1000 / 1.05**10)
    free = pathways.pathway_cost(pathways.feasible(actions, 2100), actions, 0)
    assert free["a0 > a1 > a2"] == 1107
    nothing = pathways.feasible(table([2040], cost=[0]), 2100)
    assert pathways.pathway_cost(nothing, actions, 0.05).empty


# ---- tipping years -----------------------------------------------------------------------


def test_tipping_year_of_the_observatory_projection():
    # Hong Kong Observatory, SSP2-4.5: 0.20 m in 2050, 0.27 m in 2060
    sea = datasets.load("sea_level_projections").query("scenario == 'SSP2-4.5'")
    assert pathways.tipping_year(sea["year"], sea["median_m"], 0.27) == 2060
    assert pathways.tipping_year(sea["year"], sea["median_m"], 0.235) == pytest.approx(2055)
    assert pathways.tipping_year(sea["year"], sea["median_m"], 1.01) == np.inf
    assert pathways.tipping_year(sea["year"], sea["median_m"], 0.05) == 2030


def test_tipping_year_is_the_first_time():
    # up, down again, and up: the aim is missed at the first crossing
    assert pathways.tipping_year([0, 10, 20, 30], [0, 1, 0, 2], 0.5) == 5
    # a level that is just reached is reached, also where the state then stays or the years end
    assert pathways.tipping_year([0, 10, 20, 30], [0, 1, 1, 2], 1) == 10
    assert pathways.tipping_year([0, 10], [0, 1], 1) == 10
    # the closed form of a steady rise: t0 + (threshold - x0) / rate
    assert pathways.tipping_year([2030, 2130], [0.1, 1.1], 0.4) == pytest.approx(2060)


@settings(deadline=None, derandomize=True)
@given(
    rise=some.lists(some.floats(0.001, 1), min_size=2, max_size=8),
    low=some.floats(0, 3),
    more=some.floats(0, 3),
)
def test_a_higher_threshold_never_tips_earlier(rise, low, more):
    state, year = np.cumsum(rise), np.arange(len(rise)) * 10
    first, second = (pathways.tipping_year(year, state, t) for t in (low, low + more))
    assert first <= second
    if 0 < first < np.inf:
        assert np.interp(first, year, state) == pytest.approx(low)


# ---- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: pathways.tipping_year([1, 2], [1, 2, 3], 1), "the same years"),
        (lambda: pathways.tipping_year([2, 1], [1, 2], 1), "later than the one before"),
        (lambda: pathways.tipping_year([1], [1], 1), "at least 2 values"),
        (lambda: pathways.tipping_year([1, 2], [1, np.nan], 1), "finite number"),
        (lambda: pathways.feasible(table([2050])[["until"]], 2100), "no column lead_years"),
        (lambda: pathways.feasible(table([np.nan]), 2100), "until must be a year"),
        (lambda: pathways.feasible(table([2050]).astype({"until": str}), 2100), "must be a year"),
        (lambda: pathways.feasible(table([2050], [-1]), 2100), "lead_years holds -1.0"),
        (lambda: pathways.feasible(table([2050]), 2030), "the horizon must be later"),
        (lambda: pathways.feasible(table([]), 2100), "at least one action"),
        (lambda: pathways.feasible(table([2050]), 2100, transfers={"a0": ["b"]}), "names b"),
        (lambda: pathways.feasible(table([1, 2]).rename({"a1": "a0"}), 2100), "each only once"),
        (
            lambda: pathways.pathway_cost(
                pathways.feasible(table([2050]), 2040), table([2050], cost=[1]), 4.5
            ),
            "divide percent by 100",
        ),
        (
            lambda: pathways.pathway_cost(
                pathways.feasible(table([2050]), 2040), table([1], cost=[1]).rename({"a0": "b"}), 0
            ),
            "names a0, which is not among the actions",
        ),
        (
            lambda: pathways.pathway_cost(pathways.feasible(table([9]), 8, 1), table([9]), 0.1),
            "no column cost",
        ),
    ],
)
def test_refuses(call, told):
    with pytest.raises(ValueError, match=told):
        call()
