"""Item statistics of classical test theory: how hard an item is, and whether it separates.

An item is *hard* when trainees get a small share of its points. It *separates* when those who
do well on the other items do well on it too. Small cohorts give no stable correlation, so
below `FEWEST` trainees none is given.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from resilience_helpers._answer import Typed, leaves, single

#: Fewest trainees for a discrimination; below it one trainee can turn its sign.
FEWEST = 10
EASY_FROM = 0.85
HARD_TO = 0.50
GOOD_ABOVE = 0.30
FAIR_FROM = 0.10
#: Where the four thresholds come from. Its discrimination is the one that `discrimination` gives.
SOURCE = (
    "University of Washington, Office of Educational Assessment: Understanding Item Analyses "
    "(ScorePak). washington.edu/assessment"
)


def difficulty(scores: np.ndarray, maxima: np.ndarray) -> np.ndarray:
    """Return the difficulty of each item: the mean share of its points; high means easy.

    Parameters
    ----------
    scores : numpy.ndarray
        Points, a row a trainee and a column an item; nan where nothing is graded.
    maxima : numpy.ndarray
        Points that each item can give.

    Returns
    -------
    numpy.ndarray
        One value for each item [0-1]; nan for an item without a grade or without points.

    Examples
    --------
    >>> difficulty(np.array([[2, 0], [1, np.nan]]), np.array([2, 4])).tolist()
    [0.75, 0.0]
    """
    scores, maxima = np.asarray(scores, float), np.asarray(maxima, float)
    known = ~np.isnan(scores)
    graded = known.sum(axis=0) * maxima
    earned = np.where(known, scores, 0).sum(axis=0)
    return np.divide(earned, graded, out=np.full(len(maxima), np.nan), where=graded > 0)


def discrimination(scores: np.ndarray) -> np.ndarray:
    """Return the correlation of each item with the points of all other items.

    This is the corrected item-total correlation; for an item that gives all or nothing it is
    the point-biserial correlation with the rest score. Other items that lack a grade for any
    trainee do not enter the rest score, as sums of different items do not compare.

    Parameters
    ----------
    scores : numpy.ndarray
        Points, a row a trainee and a column an item; nan where nothing is graded.

    Returns
    -------
    numpy.ndarray
        One value for each item [-1 to 1]; nan where fewer than `FEWEST` trainees have a grade,
        or where the item or the rest is the same for all.

    Examples
    --------
    >>> item = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    >>> discrimination(np.column_stack([item, 2 * item])).round(3).tolist()
    [1.0, 1.0]
    """
    scores = np.asarray(scores, float)
    whole = ~np.isnan(scores).any(axis=0)
    total = scores[:, whole].sum(axis=1)
    found = np.full(scores.shape[1], np.nan)
    for column in range(scores.shape[1]):
        item = scores[:, column]
        graded = ~np.isnan(item)
        rest = total - item if whole[column] else total
        if graded.sum() >= FEWEST and whole.sum() - whole[column] > 0:
            found[column] = _correlation(item[graded], rest[graded])
    return found


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    # sums of thirds and the like differ in their last digits where they are the same points
    if min(np.ptp(one), np.ptp(other)) <= 1e-9:
        return math.nan
    return float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))


def difficulty_words(value: float) -> str:
    """Say a difficulty in a word; a dash where there is none."""
    if math.isnan(value):
        return "–"
    if value >= EASY_FROM:
        return "easy"
    return "hard" if value <= HARD_TO else "medium"


def discrimination_words(value: float, trainees: int) -> str:
    """Say a discrimination in a few words; `trainees` is how many have a grade."""
    if math.isnan(value):
        return "too few trainees" if trainees < FEWEST else "same points for all"
    if value < 0:
        return "runs the other way"
    if value < FAIR_FROM:
        return "does not separate"
    return "separates well" if value > GOOD_ABOVE else "separates a little"


def group_answers(answers: Sequence[Typed], within: float = 0.0) -> list[list[int]]:
    """Group answers that are the same within a tolerance.

    Around the most common answer lie those that differ by no more than `within` in each of
    their numbers; then around the most common one that is left. Words are the same whatever
    their case and spaces. A list or table that holds one value counts as that value.

    Parameters
    ----------
    answers : sequence of dict
        Answers as `resilience_helpers._answer.encode` gives them.
    within : float
        Tolerance in the unit of the answers.

    Returns
    -------
    list of list of int
        Positions in `answers`, largest group first; the first position of a group is that of
        its most common answer.

    Examples
    --------
    >>> found = [{"type": "number", "value": number} for number in (5.0, 9.0, 9.04, 9.0)]
    >>> group_answers(found, within=0.05)
    [[1, 3, 2], [0]]
    """
    alike = defaultdict(list)
    for position, typed in enumerate(answers):
        alike[_split(single(typed))].append(position)
    counts = Counter({key: len(positions) for key, positions in alike.items()})
    centres: dict[tuple, list[tuple]] = defaultdict(list)
    groups: dict[tuple, list[int]] = {}
    for key in sorted(counts, key=lambda one: (-counts[one], one)):
        shape, numbers = key
        near = (c for c in centres[shape] if _close(numbers, c, within))
        centre = next(near, None)
        if centre is None:
            centres[shape].append(numbers)
            centre = numbers
        groups.setdefault((shape, centre), []).extend(alike[key])
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _split(typed: Typed) -> tuple[tuple, tuple]:
    """Return what must be equal in two answers, and the numbers that may differ a little."""
    shape, numbers = [], []
    for path, leaf in sorted(leaves(typed), key=lambda pair: pair[0]):
        value = leaf.get("value", "")
        finite = leaf["type"] == "number" and not isinstance(value, str)
        if finite:
            numbers.append(float(value))
        text = "" if finite else " ".join(str(value).casefold().split())
        shape.append((path, leaf["type"], text))
    return (typed["type"], tuple(shape)), tuple(numbers)


def _close(one: tuple, other: tuple, within: float) -> bool:
    # a decimal tolerance is not exact in floating point
    return all(
        abs(a - b) <= within + 1e-9 * max(1.0, abs(a), within)
        for a, b in zip(one, other, strict=True)
    )
