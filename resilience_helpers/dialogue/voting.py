"""Voting rules: plurality, Borda, Condorcet and instant run-off, from ranked ballots.

A profile says how many voters gave which ranking: a mapping of rankings, the best option
first, to numbers of voters. A ranking may stop early; its voter then likes all ranked options
better than the others, and tells nothing about the rest. No rule here breaks a tie in silence.

References
----------
.. [1] Arrow, K. J. (1951). Social Choice and Individual Values. Wiley.
.. [2] The Tennessee example: where four cities of the state would put its capital, 42, 26, 15
   and 17 percent of the voters living near each of them.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import has_columns, zero_or_more

Ranking = tuple[str, ...]
Profile = Mapping[Ranking, float]


class Duels(NamedTuple):
    """Result of all duels of a profile.

    `winner` beats each other option, or is None. `cycle` holds options of which each beats the
    next and the last one beats the first, or is empty. `table` says how many voters prefer the
    option of the row to that of the column.
    """

    winner: str | None
    cycle: tuple[str, ...]
    table: pd.DataFrame


class Runoff(NamedTuple):
    """Result of an instant run-off: its winner, and the votes of each round."""

    winner: str
    rounds: pd.DataFrame


def profile(table: pd.DataFrame, voters: str = "voters") -> dict[Ranking, float]:
    """Read a profile from a table with one row for each ranking.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``first``, ``second`` and so on as far as there are choices (up to ``sixth``),
        and the column `voters`. Empty cells end a ranking. Equal rankings are added up.
    voters : str
        Column that holds the number of voters.

    Returns
    -------
    dict of tuple of str to float

    Raises
    ------
    ValueError
        If a column is missing, an option stands twice in a row, or a number is negative.

    Examples
    --------
    >>> profile(pd.DataFrame({"first": ["park"], "second": ["hall"], "voters": [7]}))
    {('park', 'hall'): 7.0}
    """
    places = [
        one for one in ("first", "second", "third", "fourth", "fifth", "sixth") if one in table
    ]
    has_columns("table", table, ("first", voters))
    number = zero_or_more(voters, table[voters])
    found: dict[Ranking, float] = {}
    for row, many in zip(table[places].to_numpy(object), number, strict=True):
        ranking = tuple(takewhile(lambda one: isinstance(one, str) and one, row))
        found[ranking] = found.get(ranking, 0.0) + float(many)
    _read(found)
    return found


def plurality(profile: Profile) -> pd.Series:
    """Votes when each voter names one option only.

    Parameters
    ----------
    profile : mapping of tuple of str to number
        Rankings, best first, and their voters [persons].

    Returns
    -------
    pandas.Series [votes]
        Index: options, the most votes first.

    Raises
    ------
    ValueError
        If the profile is empty, or a ranking or a number in it is not valid.

    Examples
    --------
    Two parks share the votes of those who want a park:

    >>> plurality({("lake", "wood", "deck"): 3, ("wood", "lake", "deck"): 3, ("deck",): 4}).idxmax()
    'deck'
    """
    ballots, options = _read(profile)
    votes = dict.fromkeys(options, 0.0)
    for ranking, voters in ballots:
        votes[ranking[0]] += voters
    return _falling(votes)


def borda(profile: Profile) -> pd.Series:
    """Points by rank: of m options, the first of a ballot gets m - 1, the last 0.

    Parameters
    ----------
    profile : mapping of tuple of str to number
        Rankings, best first, and their voters [persons].

    Returns
    -------
    pandas.Series [points]
        Index: options, the most points first. Options that a ballot leaves out share the
        points of the places that are left, so each ballot gives the same sum.

    Raises
    ------
    ValueError
        As for `plurality`.

    Notes
    -----
    An option can win against the first choice of more than half of the voters, and whether an
    option that nobody wants stands on the ballot can decide between two others.

    Examples
    --------
    >>> borda({("A", "B", "C"): 6, ("B", "C", "A"): 4}).to_dict()
    {'B': 14.0, 'A': 12.0, 'C': 4.0}
    """
    ballots, options = _read(profile)
    points = dict.fromkeys(options, 0.0)
    for ranking, voters in ballots:
        for place, option in enumerate(ranking):
            points[option] += voters * (len(options) - 1 - place)
        left = [option for option in options if option not in ranking]
        for option in left:
            points[option] += voters * (len(left) - 1) / 2
    return _falling(points)


def condorcet(profile: Profile) -> Duels:
    """Let each option meet each other one: who beats all, or goes round in a circle?

    Parameters
    ----------
    profile : mapping of tuple of str to number
        Rankings, best first, and their voters [persons]. In a duel of two options that a
        ballot leaves out, it counts for neither.

    Returns
    -------
    Duels
        Winner or None; a cycle of the shortest length if no option is unbeaten, or ();
        the table of all duels [persons].

    Raises
    ------
    ValueError
        As for `plurality`.

    Examples
    --------
    Condorcet's own case: every option is beaten by another one, two to one.

    >>> circle = {("A", "B", "C"): 1, ("B", "C", "A"): 1, ("C", "A", "B"): 1}
    >>> condorcet(circle).winner, condorcet(circle).cycle
    (None, ('A', 'B', 'C'))
    """
    ballots, options = _read(profile)
    number = {option: place for place, option in enumerate(options)}
    prefer = np.zeros((len(options), len(options)))
    for ranking, voters in ballots:
        behind = set(options)
        for option in ranking:
            behind.discard(option)
            prefer[number[option], [number[one] for one in behind]] += voters
    beats = prefer > prefer.T
    table = pd.DataFrame(prefer, index=options, columns=options)
    unbeaten = ~beats.any(axis=0)
    winners = [option for option in options if beats[number[option]].sum() == len(options) - 1]
    cycle = () if unbeaten.any() else _cycle(beats, options)
    return Duels(winners[0] if winners else None, cycle, table)


def instant_runoff(profile: Profile, lot: Sequence[str] = ()) -> Runoff:
    """Drop the option with the fewest first places, hand its votes on, and count again.

    It ends when an option holds more than half of the votes that still count.

    Parameters
    ----------
    profile : mapping of tuple of str to number
        Rankings, best first, and their voters [persons]. A ballot whose options are all out
        counts no more.
    lot : sequence of str
        Options in an order drawn by lot. Where two tie for the fewest votes, the one that
        stands later goes out. Without it a tie is an error, except a tie of options that have
        no vote at all: their order changes nothing.

    Returns
    -------
    Runoff
        Winner, and a table with a row for each option and a column for each round [votes];
        NaN where an option is out.

    Raises
    ------
    ValueError
        As for `plurality`; or if a tie has to be broken and `lot` does not name the options.

    Examples
    --------
    >>> count = instant_runoff({("A", "B"): 4, ("B", "C"): 2, ("C", "B"): 3})
    >>> count.winner, count.rounds["round 2"].to_dict()
    ('C', {'C': 5.0, 'A': 4.0, 'B': nan})
    """
    ballots, options = _read(profile)
    inside, rounds = list(options), []
    while True:
        votes = dict.fromkeys(inside, 0.0)
        for ranking, voters in ballots:
            first = next((option for option in ranking if option in votes), None)
            if first is not None:
                votes[first] += voters
        rounds.append(pd.Series(votes))
        best = max(votes, key=votes.__getitem__)
        if votes[best] > sum(votes.values()) / 2 or len(inside) == 1:
            break
        inside.remove(_out(votes, lot))
    named = {f"round {place}": one for place, one in enumerate(rounds, start=1)}
    order = [one for one in rounds[-1].sort_values(ascending=False, kind="stable").index]
    order += [one for count in reversed(rounds[:-1]) for one in count.index if one not in order]
    return Runoff(best, pd.DataFrame(named).loc[list(dict.fromkeys(order))])


def _out(votes: dict[str, float], lot: Sequence[str]) -> str:
    """Return the option that goes out; a tie is settled by the lot alone."""
    fewest = min(votes.values())
    last = [option for option, number in votes.items() if number == fewest]
    if len(last) == 1 or not fewest:
        return last[-1]
    if missing := [option for option in last if option not in lot]:
        told = _(
            "{options} tie for the fewest votes; draw lots and hand over the order as lot "
            "(it does not name {missing})"
        )
        raise ValueError(told.format(options=", ".join(last), missing=", ".join(missing)))
    return max(last, key=list(lot).index)


def _cycle(beats: np.ndarray, options: list[str]) -> tuple[str, ...]:
    """Return a shortest cycle of options of which each beats the next."""
    best: list[int] = []
    for start in range(len(options)):
        ways = [[start]]
        while ways and (not best or len(ways[0]) < len(best)):
            way = ways.pop(0)
            for after in np.flatnonzero(beats[way[-1]]):
                if after == start and (not best or len(way) < len(best)):
                    best = way
                elif after not in way:
                    ways.append([*way, int(after)])
    return tuple(options[one] for one in best)


def _falling(votes: dict[str, float]) -> pd.Series:
    return pd.Series(votes, dtype=float).sort_values(ascending=False, kind="stable")


def _read(profile: Profile) -> tuple[list[tuple[Ranking, float]], list[str]]:
    """Return the ballots and all options, in the order in which they first appear."""
    if not isinstance(profile, Mapping):
        told = _("profile is a {kind}; it must map rankings to numbers of voters")
        raise TypeError(told.format(kind=type(profile).__name__))
    for ranking, voters in profile.items():
        if isinstance(ranking, str) or not isinstance(ranking, tuple) or not ranking:
            told = _("profile holds the ranking {ranking!r}; it must be a tuple of options")
            raise ValueError(told.format(ranking=ranking))
        if len(set(ranking)) < len(ranking):
            told = _("profile holds the ranking {ranking!r}; an option may stand in it once")
            raise ValueError(told.format(ranking=ranking))
        if isinstance(voters, bool) or not isinstance(voters, Real) or not 0 <= voters < np.inf:
            told = _(
                "profile gives {voters!r} voters to {ranking!r}; it must be a number of zero or more"
            )
            raise ValueError(told.format(voters=voters, ranking=ranking))
    if not sum(profile.values()):
        raise ValueError(_("profile has no voter; it needs one or more"))
    options = list(dict.fromkeys(option for ranking in profile for option in ranking))
    return [(ranking, float(voters)) for ranking, voters in profile.items()], options
