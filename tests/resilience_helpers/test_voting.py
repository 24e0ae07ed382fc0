"""`dialogue.voting` against published counts and the paradox of each rule."""

from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.dialogue import voting

# Where the capital of Tennessee should stand: the classroom example, percent of voters.
M, N, C, K = "Memphis", "Nashville", "Chattanooga", "Knoxville"
TENNESSEE = {(M, N, C, K): 42, (N, C, K, M): 26, (C, K, N, M): 15, (K, C, N, M): 17}

# Election of the mayor of Burlington, Vermont, 3 March 2009, the three strongest candidates: the
# ballots add up to the duels that electowiki prints. The count of the town, with the ballots of
# the small candidates in other piles, ended 4,313 to 4,061.
KISS, WRIGHT, MONTROLL = "Kiss", "Wright", "Montroll"
BURLINGTON = {
    (MONTROLL, KISS, WRIGHT): 1332,
    (MONTROLL, WRIGHT, KISS): 767,
    (MONTROLL,): 455,
    (KISS, MONTROLL, WRIGHT): 2043,
    (KISS, WRIGHT, MONTROLL): 371,
    (KISS,): 568,
    (WRIGHT, MONTROLL, KISS): 1513,
    (WRIGHT, KISS, MONTROLL): 495,
    (WRIGHT,): 1289,
}


def test_the_capital_of_tennessee():
    assert voting.plurality(TENNESSEE).to_dict() == {M: 42, N: 26, K: 17, C: 15}
    assert voting.borda(TENNESSEE).to_dict() == {N: 194, C: 173, M: 126, K: 107}
    duels = voting.condorcet(TENNESSEE)
    assert duels.winner == N and duels.cycle == ()
    # as printed for the Kemeny-Young count of the same votes: disagreements with N > C > K > M
    lost = [duels.table.loc[b, a] for a, b in ((N, C), (N, K), (N, M), (C, K), (C, M), (K, M))]
    assert lost == [32, 32, 42, 17, 42, 42] and sum(lost) == 207
    count = voting.instant_runoff(TENNESSEE)
    assert count.winner == K
    assert count.rounds["round 2"].dropna().to_dict() == {M: 42, K: 32, N: 26}
    assert count.rounds["round 3"].dropna().to_dict() == {K: 58, M: 42}


def test_the_mayor_of_burlington():
    duels = voting.condorcet(BURLINGTON)
    assert duels.winner == MONTROLL
    published = [(MONTROLL, KISS, 4067, 3477), (MONTROLL, WRIGHT, 4597, 3668),
                 (KISS, WRIGHT, 4314, 4064)]  # fmt: skip
    for one, two, won, lost in published:
        assert (duels.table.loc[one, two], duels.table.loc[two, one]) == (won, lost)
    assert voting.plurality(BURLINGTON).idxmax() == WRIGHT
    count = voting.instant_runoff(BURLINGTON)
    assert count.winner == KISS
    assert count.rounds["round 2"].dropna().to_dict() == {KISS: 4314, WRIGHT: 4064}


# ---- each rule and its paradox -----------------------------------------------------------


def test_plurality_may_choose_whom_most_put_last():
    assert voting.plurality(TENNESSEE).idxmax() == M
    last = sum(voters for ranking, voters in TENNESSEE.items() if ranking[-1] == M)
    assert last == 58


def test_plurality_is_spoiled_by_a_twin():
    before = {("park", "deck"): 6, ("deck", "park"): 4}
    twins = {("lake", "wood", "deck"): 3, ("wood", "lake", "deck"): 3, ("deck", "lake", "wood"): 4}
    assert voting.plurality(before).idxmax() == "park"
    assert voting.plurality(twins).idxmax() == "deck"
    assert voting.instant_runoff(twins, lot=["lake", "wood"]).winner == "lake"


def test_borda_may_pass_over_the_first_choice_of_a_majority():
    votes = {("A", "B", "C"): 6, ("B", "C", "A"): 4}
    assert voting.plurality(votes)["A"] > 5 and voting.borda(votes).idxmax() == "B"
    assert voting.condorcet(votes).winner == "A"


def test_borda_turns_when_a_loser_is_taken_off():
    votes = voting.profile(datasets.load("lanwan_preferences"))
    assert voting.borda(votes).idxmin() == "youth hall"
    without = {tuple(o for o in ranking if o != "youth hall"): 0 for ranking in votes}
    for ranking, voters in votes.items():
        without[tuple(o for o in ranking if o != "youth hall")] += voters
    assert voting.borda(votes).idxmax() == "solar court"
    assert voting.borda(without).idxmax() == "market hall"


def test_condorcet_may_go_round():
    circle = {("A", "B", "C"): 5, ("B", "C", "A"): 4, ("C", "A", "B"): 3}
    duels = voting.condorcet(circle)
    assert duels.winner is None and duels.cycle == ("A", "B", "C")
    # an option below the circle changes nothing
    longer = {(*ranking, "D"): voters for ranking, voters in circle.items()}
    assert voting.condorcet(longer).cycle == ("A", "B", "C")


def test_the_run_off_drops_the_winner_of_all_duels():
    assert voting.condorcet(BURLINGTON).winner == MONTROLL
    assert voting.instant_runoff(BURLINGTON).rounds["round 1"].idxmin() == MONTROLL


def test_in_the_run_off_more_votes_can_cost_the_victory():
    # 750 voters of Wright put Kiss first instead: Wright goes out, and Kiss loses
    more = dict(BURLINGTON)
    more[(WRIGHT,)] -= 255
    more[(WRIGHT, KISS, MONTROLL)] -= 495
    more[(KISS, WRIGHT, MONTROLL)] += 750
    assert voting.instant_runoff(BURLINGTON).winner == KISS
    assert voting.instant_runoff(more).winner == MONTROLL


def test_four_rules_choose_four_designs_in_lanwan():
    votes = voting.profile(datasets.load("lanwan_preferences"))
    assert sum(votes.values()) == 100
    found = [voting.plurality(votes).idxmax(), voting.borda(votes).idxmax(),
             voting.condorcet(votes).winner, voting.instant_runoff(votes).winner]  # fmt: skip
    assert found == ["river park", "solar court", "market hall", "youth hall"]


def test_a_cycle_in_lanwan_when_young_people_stay_away():
    table = datasets.load("lanwan_preferences")
    for come in range(21):
        here = table["voters"].where(table["voters"] != 20, come)
        duels = voting.condorcet(voting.profile(table.assign(voters=here)))
        assert bool(duels.cycle) == (3 <= come <= 9) and (duels.winner is None) == (2 <= come <= 10)


# ---- ties, short ballots and bad input ---------------------------------------------------


def test_a_short_ballot_shares_the_points_that_are_left():
    assert voting.borda({("A",): 2, ("B", "A", "C"): 1}).to_dict() == {"A": 5, "B": 3, "C": 1}
    # it counts in no duel of options that it leaves out
    assert voting.condorcet({("A",): 2, ("B", "C"): 1}).table.loc["C", "B"] == 0


def test_a_tie_is_told_and_not_broken():
    even = {("A", "B"): 2, ("B", "A"): 2}
    assert voting.condorcet(even).winner is None and voting.condorcet(even).cycle == ()
    with pytest.raises(ValueError, match="A, B tie for the fewest votes; draw lots"):
        voting.instant_runoff(even)
    assert voting.instant_runoff(even, lot=["B", "A"]).winner == "B"
    with pytest.raises(ValueError, match="does not name A"):
        voting.instant_runoff(even, lot=["B"])


def test_options_without_a_vote_need_no_lot():
    votes = {("A", "C", "D"): 4, ("B", "D", "C"): 3, ("E", "B"): 2}
    count = voting.instant_runoff(votes)
    assert count.winner == "B" and count.rounds["round 1"][["C", "D"]].tolist() == [0, 0]
    assert count.rounds.iloc[:, -1].dropna().to_dict() == {"B": 5, "A": 4}
    for lot in ("CD", "DC"):
        assert voting.instant_runoff(votes, lot).winner == "B"


def test_ballots_that_run_out_count_no_more():
    count = voting.instant_runoff({("A",): 4, ("B",): 3, ("C",): 2})
    assert count.winner == "A" and count.rounds["round 2"].sum() == 7
    assert voting.instant_runoff({("A",): 1}).winner == "A"


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ({}, "profile has no voter"),
        ({("A", "B"): 0}, "profile has no voter"),
        ({("A", "A"): 2}, "may stand in it once"),
        ({"AB": 2}, "it must be a tuple of options"),
        ({(): 2}, "it must be a tuple of options"),
        ({("A", "B"): -1}, "number of zero or more"),
        ({("A", "B"): float("nan")}, "number of zero or more"),
        ({("A", "B"): "3"}, "number of zero or more"),
    ],
)
@pytest.mark.parametrize("rule", ["plurality", "borda", "condorcet", "instant_runoff"])
def test_a_bad_profile_is_named(profile, told, rule):
    with pytest.raises(ValueError, match=told):
        getattr(voting, rule)(profile)


def test_a_list_is_no_profile():
    with pytest.raises(TypeError, match="it must map rankings to numbers of voters"):
        voting.plurality([("A", "B")])


def test_profile_reads_a_table():
    table = pd.DataFrame(
        {"first": ["A", "A", "B"], "second": ["B", "B", None], "voters": [1, 2, 3]}
    )
    assert voting.profile(table) == {("A", "B"): 3, ("B",): 3}
    gap = pd.DataFrame({"first": ["A"], "second": [None], "third": ["B"], "voters": [1]})
    assert voting.profile(gap) == {("A",): 1}
    with pytest.raises(ValueError, match=r"voters holds -1.0 at position 1"):
        voting.profile(table.assign(voters=[3, -1, 1]))
    with pytest.raises(TypeError, match="voters must hold numbers"):
        voting.profile(table.assign(voters="many"))
    with pytest.raises(ValueError, match="table has no column people"):
        voting.profile(table, voters="people")
    with pytest.raises(ValueError, match="may stand in it once"):
        voting.profile(table.assign(second=table["first"]))


# ---- properties --------------------------------------------------------------------------

PROFILES = some.dictionaries(
    some.sampled_from(list(permutations("ABCD"))), some.integers(1, 30), min_size=1, max_size=8
)


@settings(deadline=None, derandomize=True)
@given(PROFILES)
def test_rules_agree_with_a_count_ballot_by_ballot(profile):
    ballots = [ranking for ranking, voters in profile.items() for _ in range(voters)]
    options = "ABCD"
    better = {
        (a, b): sum(ballot.index(a) < ballot.index(b) for ballot in ballots)
        for a, b in permutations(options, 2)
    }
    # a point for each option behind is a point for each duel won on a ballot
    points = voting.borda(profile)
    assert points.to_dict() == {a: sum(better[a, b] for b in options if b != a) for a in options}
    duels = voting.condorcet(profile)
    winners = [a for a in options if all(better[a, b] > better[b, a] for b in options if b != a)]
    assert duels.winner == (winners[0] if winners else None)
    for one, after in zip(duels.cycle, (*duels.cycle[1:], *duels.cycle[:1]), strict=True):
        assert better[one, after] > better[after, one]
    if winners:
        assert not duels.cycle and points[winners[0]] > points.mean()  # never below average
    # a majority decides the run-off; who loses all duels never wins it
    count = voting.instant_runoff(profile, lot=options)
    for a in options:
        if sum(ballot[0] == a for ballot in ballots) * 2 > len(ballots):
            assert count.winner == a
        if all(better[a, b] < better[b, a] for b in options if b != a):
            assert count.winner != a
