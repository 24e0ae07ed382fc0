"""`dialogue.budgeting` against published examples and a second implementation in fractions."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.dialogue import budgeting

# The first worked example of equalshares.net: a budget of 1,100 and eleven voters.
COSTS = pd.Series({"bike path": 700, "gym": 400, "park": 250, "playground": 200, "library": 100})
VOTES = pd.DataFrame(
    [[1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1],
     [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
     [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0],
     [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0],
     [0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0]],
    index=COSTS.index,
).T  # fmt: skip


def ballots(*kinds):
    """Return approvals from pairs of a number of voters and their projects."""
    names = sorted({project for _, projects in kinds for project in projects})
    rows = [
        [name in projects for name in names] for number, projects in kinds for _ in range(number)
    ]
    return pd.DataFrame(rows, columns=names)


def test_the_first_example_of_equalshares_net():
    assert budgeting.greedy(COSTS, VOTES, 1100).projects == ("bike path", "gym")
    found = budgeting.equal_shares(COSTS, VOTES, 1100)
    assert found.projects == ("bike path", "playground", "library")
    assert (found.share, found.spent, found.left) == (100, 1000, 100)
    told = "Funded(projects=('bike path', 'playground', 'library'), spent=1000, left=100)"
    assert repr(found) == told
    left = 100 - found.paid.sum(axis=1)
    printed = [0, 0, 0, 0, 0, 0, 16.7, 50, 16.7, 16.7, 0]
    assert left.to_numpy() == pytest.approx(printed, abs=0.05)


def test_the_second_example_of_equalshares_net():
    # the last voter approves the gym instead of the path; some can pay only a part
    votes = VOTES.copy()
    votes.loc[10, ["bike path", "gym"]] = 0, 1
    found = budgeting.equal_shares(COSTS, votes, 1100)
    assert found.projects == ("gym", "park", "playground")
    # printed with payments rounded to 43 and 60.5
    assert found.paid["gym"].max() == pytest.approx(57.14, abs=0.005)
    assert found.paid["park"].iloc[[1, 3, 4, 6, 9]].to_numpy() == pytest.approx(
        [43, 43, 43, 60.5, 60.5], abs=0.3
    )
    assert found.paid["playground"].iloc[6:10].to_numpy() == pytest.approx(
        [39.5, 60.5, 60.5, 39.5], abs=0.3
    )


def test_the_committees_of_lackner_and_skowron():
    # Multi-Winner Voting with Approval Preferences (2023), examples 11 and 12, as the expected
    # output of the package abcvoting 2 prints them: a project costs 1
    votes = ballots((3, "ab"), (3, "ac"), (2, "ad"), (1, "bcf"), (1, "e"), (1, "f"), (1, "g"))
    costs = pd.Series(1, index=votes.columns)
    for utility in ("cost", "one"):
        found = budgeting.equal_shares(costs, votes, 4, utility=utility)
        assert found.projects == ("a",)
        left = (found.share - found.paid.sum(axis=1)).to_numpy()
        assert left == pytest.approx([5 / 24] * 8 + [1 / 3] * 4)
    votes = ballots((3, "cd"), (2, "ab"), (2, "ac"), (1, "bd"))
    found = budgeting.equal_shares(pd.Series(1, index=votes.columns), votes, 3)
    assert found.projects == ("c", "a")
    left = (found.share - found.paid.sum(axis=1)).to_numpy()
    assert left == pytest.approx([7 / 40] * 3 + [1 / 20] * 2 + [0, 0, 3 / 8], abs=1e-12)


def test_half_of_the_town_does_not_take_all():
    # the standard argument: 51 want ten red projects, 49 ten blue ones, the money buys ten
    red, blue = [f"red {i}" for i in range(10)], [f"blue {i}" for i in range(10)]
    votes = ballots((51, red), (49, blue))
    costs = pd.Series(100, index=votes.columns)
    assert set(budgeting.greedy(costs, votes, 1000).projects) == set(red)
    plain = budgeting.equal_shares(costs, votes, 1000).projects
    assert (len(set(plain) & set(red)), len(set(plain) & set(blue))) == (5, 4)
    full = budgeting.equal_shares(costs, votes, 1000, "add1", step=0.1).projects
    assert (len(set(full) & set(red)), len(set(full) & set(blue))) == (5, 5)


def test_greedy_by_votes_per_cost():
    votes = ballots((3, "a"), (2, "b"))
    costs = pd.Series({"a": 6, "b": 2})
    assert budgeting.greedy(costs, votes, 7).projects == ("a",)
    assert budgeting.greedy(costs, votes, 7, by="votes per cost").projects == ("b",)


# ---- a second implementation, in fractions and by search ---------------------------------


def slow_equal_shares(costs, votes, budget, utility):
    """Equal shares by definition: lower rho = the least with sum(min(wallet, rho u)) = cost."""
    voters, projects = len(votes), list(range(len(costs)))
    wallet = [Fraction(budget, voters)] * voters
    chosen = []
    while True:
        best = None
        for project in projects:
            fans = [i for i in range(voters) if votes[i][project]]
            if project in chosen or sum(wallet[i] for i in fans) < costs[project] or not fans:
                continue
            gain = costs[project] if utility == "cost" else 1
            # rho lies where some set of poor fans pays all and the rest pay rho x gain
            for poor in range(len(fans)):
                held = sorted(wallet[i] for i in fans)
                rho = (costs[project] - sum(held[:poor])) / Fraction(gain * (len(fans) - poor))
                if sum(min(wallet[i], rho * gain) for i in fans) == costs[project]:
                    key = (rho, costs[project], project)
                    best = min(best, key) if best else key
                    break
        if best is None:
            return chosen, wallet
        rho, cost, project = best
        gain = cost if utility == "cost" else 1
        for i in range(voters):
            if votes[i][project]:
                wallet[i] -= min(wallet[i], rho * gain)
        chosen.append(project)


ELECTIONS = some.integers(1, 6).flatmap(
    lambda m: some.tuples(
        some.lists(some.integers(1, 30), min_size=m, max_size=m),
        some.lists(some.lists(some.booleans(), min_size=m, max_size=m), min_size=1, max_size=7),
        some.integers(1, 80),
        some.sampled_from(["cost", "one"]),
    )
)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(ELECTIONS)
def test_equal_shares_agree_with_exact_fractions(election):
    costs, votes, budget, utility = election
    chosen, wallet = slow_equal_shares(costs, votes, budget, utility)
    found = budgeting.equal_shares(pd.Series(costs), pd.DataFrame(votes), budget, utility=utility)
    assert list(found.projects) == chosen
    left = found.share - found.paid.sum(axis=1)
    assert left.to_numpy() == pytest.approx([float(one) for one in wallet], abs=1e-6)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(ELECTIONS)
def test_what_holds_for_all_ways_of_funding(election):
    costs, votes, budget, utility = election
    costs, votes = pd.Series(costs), pd.DataFrame(votes)
    plain = budgeting.equal_shares(costs, votes, budget, utility=utility)
    assert (plain.paid.to_numpy()[~votes.to_numpy()] == 0).all()  # nobody pays for others' wishes
    assert plain.paid.sum().loc[list(plain.projects)].to_numpy() == pytest.approx(
        costs[list(plain.projects)].to_numpy()
    )
    greedy = budgeting.equal_shares(costs, votes, budget, "greedy", utility=utility)
    assert set(plain.projects) <= set(greedy.projects)
    for found in (
        plain,
        greedy,
        budgeting.equal_shares(costs, votes, budget, "add1", utility=utility),
        budgeting.greedy(costs, votes, budget),
        budgeting.greedy(costs, votes, budget, by="votes per cost"),
    ):
        assert found.spent == costs[list(found.projects)].sum() <= budget
        assert found.left == budget - found.spent
        assert len(set(found.projects)) == len(found.projects)
        assert votes[list(found.projects)].any().all()  # nothing that nobody wants


@settings(deadline=None, derandomize=True, max_examples=60)
@given(some.integers(1, 9), some.integers(1, 9), some.integers(1, 5))
def test_a_group_that_agrees_gets_its_share(ours, others, number):
    # all of the group approve the same projects of cost 1; the others approve something else
    mine, theirs = [f"m{i}" for i in range(number)], [f"t{i}" for i in range(number)]
    votes = ballots((ours, mine), (others, theirs))
    found = budgeting.equal_shares(pd.Series(1, index=votes.columns), votes, number)
    deserved = number * ours // (ours + others)
    assert len(set(found.projects) & set(mine)) == deserved


# ---- completion, satisfaction, sharing ---------------------------------------------------


def test_completion_by_raising_the_shares():
    # b has one supporter with 33.3, and costs 40: with one more at a time it is bought at 40.3
    costs, votes = pd.Series({"a": 60, "b": 40}), ballots((1, "b"), (2, "a"))
    assert budgeting.equal_shares(costs, votes, 100).projects == ("a",)
    found = budgeting.equal_shares(costs, votes, 100, "add1", step=1)
    assert found.projects == ("a", "b") and found.share == pytest.approx(100 / 3 + 7)
    # where the next step would buy too much, the last outcome that fits stands
    costs = pd.Series({"a": 60, "b": 45})
    found = budgeting.equal_shares(costs, votes, 100, "add1")
    assert found.projects == ("a",) and found.left == 40


def test_lanwan_leaves_out_fewer_with_equal_shares():
    costs = datasets.load("lanwan_proposals").set_index("project")["cost_thousand_cny"]
    table = datasets.load("lanwan_ballots")
    votes = pd.crosstab(table["voter"], table["project"]).astype(bool)
    groups = table.drop_duplicates("voter")["group"]
    first = budgeting.greedy(costs, votes, 6000)
    fair = budgeting.equal_shares(costs, votes, 6000, "add1")
    out = [
        budgeting.satisfaction(one.projects, votes, groups, costs)["nothing_percent"]
        for one in (first, fair)
    ]
    assert len(votes) == 120 and out[0]["firms"] > 90 and out[0]["youth"] > 60
    assert out[1].max() < 10


def test_the_printed_table_exercise_comes_out():
    pages = ("table_exercise.md", "teaching/06_dialogue.md")
    docs = Path(__file__).parents[2] / "docs"
    text = "\n".join((docs / page).read_text(encoding="utf-8") for page in pages)
    costs = {int(n): float(c) for n, c in re.findall(r"\| (\d) [^|(]+ \| (\d\.\d) \|", text)}
    cards = [
        set(map(int, one.split(","))) for one in re.findall(r"You approve \| ([\d, ]+) \|", text)
    ]
    row = re.compile(r"\| (\d) \| ([\d, ]+) \| Mr Wu, Yan \| ([\d, ]+) \| ([\d, ]+) \| nobody \|")
    printed = row.findall(text)
    assert len(costs) == len(cards) == 8 and [int(one[0]) for one in printed] == [5, 6, 7, 8]
    for players, *lists in printed:
        first, fair, then = ([int(one) for one in part.split(",")] for part in lists)
        votes = pd.DataFrame([{p: p in card for p in costs} for card in cards[: int(players)]])
        assert list(budgeting.greedy(pd.Series(costs), votes, 6).projects) == first
        found = budgeting.equal_shares(pd.Series(costs), votes, 6, "greedy").projects
        assert list(found) == fair + then
        assert votes.index[~votes[first].any(axis=1)].tolist() == [2, 3]  # Mr Wu and Yan
        assert votes[fair].any(axis=1).all()


def test_satisfaction_by_hand():
    votes = ballots((2, ["path"]), (1, ["path", "court"]), (1, ["court"]))
    groups, costs = ["old", "old", "old", "young"], pd.Series({"path": 30, "court": 10})
    table = budgeting.satisfaction(["path", "court"], votes, groups, costs)
    mixed = pd.Series(groups, index=votes.index).iloc[::-1]
    assert (
        budgeting.satisfaction(["path", "court"], votes, mixed, costs)
        .loc["young"]
        .equals(table.loc["young"])
    )
    assert table.loc["old"].tolist() == pytest.approx([3, 4 / 3, 0, 100 * 35 / 40])
    assert table.loc["young"].tolist() == pytest.approx([1, 1, 0, 100 * 5 / 40])
    assert table.loc["all", "voters"] == 4
    nothing = budgeting.satisfaction([], votes, groups)
    assert (nothing["nothing_percent"] == 100).all() and (nothing["projects"] == 0).all()


def test_shapley_shares():
    # Littlechild and Owen (1973), the runway for aircraft that cost 8, 11, 13 and 18
    runway = {"A": 8, "B": 11, "C": 13, "D": 18}

    def cost(members):
        return max((runway[one] for one in members), default=0)

    assert budgeting.shapley(list(runway), cost).to_dict() == {"A": 2, "B": 3, "C": 4, "D": 9}
    # two share what they save together in equal parts
    together = {frozenset(): 0, frozenset("a"): 30, frozenset("b"): 50, frozenset("ab"): 60}
    assert budgeting.shapley("ab", together.__getitem__).tolist() == [20, 40]
    # without anything in common each pays his or her own
    assert budgeting.shapley("ab", lambda some: 7 * len(some)).tolist() == [7, 7]
    with pytest.raises(ValueError, match="give one to eight different ones"):
        budgeting.shapley("aa", cost)
    with pytest.raises(ValueError, match="members has 9 names"):
        budgeting.shapley(range(9), cost)


# ---- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [budgeting.greedy, budgeting.equal_shares])
def test_bad_input_is_named(rule):
    good = pd.DataFrame({"a": [1, 0], "b": [0, 1]})
    costs = pd.Series({"a": 2, "b": 3})
    with pytest.raises(ValueError, match="different: c"):
        rule(pd.Series({"a": 2, "b": 3, "c": 1}), good, 5)
    with pytest.raises(ValueError, match="different: one twice"):
        rule(pd.Series([2, 3, 4], index=["a", "b", "b"]), good, 5)
    with pytest.raises(ValueError, match=r"costs holds 0.0 at position 1 .*above 0"):
        rule(pd.Series({"a": 2, "b": 0}), good, 5)
    with pytest.raises(ValueError, match=r"budget is 0.0; it must be above 0"):
        rule(costs, good, 0)
    with pytest.raises(ValueError, match="True or False"):
        rule(costs, good * 2, 5)
    with pytest.raises(ValueError, match="finite number"):
        rule(costs, good.astype(float).replace(0, np.nan), 5)
    with pytest.raises(ValueError, match="approvals is empty"):
        rule(costs, good.iloc[:0], 5)


def test_other_bad_words():
    votes, costs = pd.DataFrame({"a": [True]}), pd.Series({"a": 1})
    with pytest.raises(ValueError, match="completion is 'all'"):
        budgeting.equal_shares(costs, votes, 5, "all")
    with pytest.raises(ValueError, match="utility is 'money'"):
        budgeting.equal_shares(costs, votes, 5, utility="money")
    with pytest.raises(ValueError, match=r"step is 0\.0"):
        budgeting.equal_shares(costs, votes, 5, "add1", step=0)
    with pytest.raises(ValueError, match="by is 'cost'"):
        budgeting.greedy(costs, votes, 5, by="cost")
    with pytest.raises(ValueError, match="projects holds b"):
        budgeting.satisfaction(["b"], votes, ["x"])
    for group in (None, float("nan"), "all"):
        with pytest.raises(ValueError, match="groups leaves a voter without a group"):
            budgeting.satisfaction(["a"], votes, [group])
    with pytest.raises(ValueError, match="group of each of the 1 voters"):
        budgeting.satisfaction(["a"], votes, ["x", "y"])


def test_columns_may_stand_in_any_order():
    mixed = VOTES[VOTES.columns[::-1]].astype(bool)
    assert budgeting.equal_shares(COSTS, mixed, 1100).projects == (
        "bike path",
        "playground",
        "library",
    )
