"""Preliminary level of the Disaster Resilience Scorecard for Cities.

47 questions, each scored 0 to 3, belong to the Ten Essentials of Making Cities Resilient.
The tables "scorecard_questions" and "scorecard_essentials" say which question belongs where.
"""

from collections.abc import Mapping

import pandas as pd

from resilience_helpers import datasets
from resilience_helpers._text import _
from resilience_helpers._validate import whole_number

HIGHEST_SCORE = 3
Answers = Mapping[str, float] | pd.Series | pd.DataFrame


def essential_scores(answers: Answers) -> pd.DataFrame:
    """Score of each of the Ten Essentials, out of the questions that were answered.

    Parameters
    ----------
    answers : mapping or Series, question -> score; or DataFrame with columns question, score
        Scores 0, 1, 2 or 3 [points]. A question that is absent, or whose score is None or
        NaN, is not answered: it stays out of `points` and `maximum` and does not count as 0.

    Returns
    -------
    DataFrame, one row per essential (index "essential", 1 to 10)
        name, answered [questions], questions [questions], points [points], maximum [points,
        of the answered questions], percent [0-100; NaN if no question is answered].

    Raises
    ------
    ValueError
        If a question is unknown or given twice, or a score is not 0, 1, 2 or 3. One error
        lists all of them.
    TypeError
        If `answers` is none of the three kinds.

    References
    ----------
    .. [1] UNDRR (2017). Disaster Resilience Scorecard for Cities: Preliminary Level
       Assessment. United Nations Office for Disaster Risk Reduction, Geneva.

    Examples
    --------
    >>> essential_scores({"P1.1": 3, "P1.2": 1}).loc[1, ["answered", "points", "maximum"]]
    answered    2
    points      4
    maximum     6
    Name: 1, dtype: int64
    """
    scored = _scored_questions(answers)
    groups = scored.groupby("essential")["score"]
    names = datasets.load("scorecard_essentials").set_index("essential")["name"]
    table = pd.DataFrame(
        {
            "name": names,
            "answered": groups.count().astype("int64"),
            "questions": groups.size().astype("int64"),
            "points": groups.sum().astype("int64"),
        }
    )
    table["maximum"] = HIGHEST_SCORE * table["answered"]
    # 0 / 0, an essential without an answer, gives NaN.
    table["percent"] = 100.0 * table["points"] / table["maximum"]
    table.index.name = "essential"
    return table


def city_score(answers: Answers) -> float:
    """Score of the city: the plain mean of the ten essentials' percentages.

    Parameters
    ----------
    answers : mapping, Series or DataFrame
        As for `essential_scores`.

    Returns
    -------
    float [percent]
        NaN if an essential has no answer at all: a mean of ten needs all ten.

    Raises
    ------
    ValueError, TypeError
        As `essential_scores`.

    Notes
    -----
    This is not the sum of points over the highest sum (141 for 47 questions). That share
    weighs each essential by its number of questions, so that infrastructure (9 questions)
    counts more than four times as much as recovery (2 questions). The plain mean gives each
    essential the same weight. Both are choices; say which one you report.

    Examples
    --------
    Full marks in one essential only, whichever it is, give 10 percent:

    >>> questions = datasets.load("scorecard_questions")
    >>> answers = 3 * (questions.set_index("question")["essential"] == 8)
    >>> city_score(answers)
    10.0
    >>> print(f"{100 * answers.sum() / 141:.1f}")
    19.1
    """
    return float(essential_scores(answers)["percent"].mean(skipna=False))


def priorities(answers: Answers, top: int | None = None) -> pd.DataFrame:
    """Questions in the order of need: the largest gap first.

    Parameters
    ----------
    answers : mapping, Series or DataFrame
        As for `essential_scores`.
    top : int, optional
        Keep only this many rows, 1 or more; all by default.

    Returns
    -------
    DataFrame, one row per question (index "priority", from 1)
        question, topic, essential, name, percent [of the essential], score [points],
        gap [points, 3 - score], answered [True or False]. Score and gap are missing where
        the question is not answered.
        ``.attrs["unanswered"]`` lists the questions without an answer, also with `top`.

    Raises
    ------
    ValueError
        As `essential_scores`; also if `top` is below 1.
    TypeError
        As `essential_scores`; also if `top` is not a whole number.

    Notes
    -----
    Equal gaps are sorted by the percentage of their essential, the weakest first, then by the
    order of the form. Questions without an answer stand at the end with no gap, because
    nobody knows how large it is; that nobody could answer is a finding too.

    Examples
    --------
    >>> first = priorities({"P1.1": 3, "P1.2": 1, "P2.1": 0}, top=2)
    >>> first.reset_index()[["priority", "question", "score", "gap"]]
       priority question  score  gap
    0         1     P2.1      0    3
    1         2     P1.2      1    2
    """
    if top is not None:
        whole_number("top", top, least=1)
    scored = _scored_questions(answers)
    by_essential = essential_scores(answers)[["name", "percent"]]
    table = scored.join(by_essential, on="essential")
    table["gap"] = HIGHEST_SCORE - table["score"]
    table["answered"] = table["score"].notna()
    table["place"] = range(len(table))
    # Missing gaps go to the end.
    table = table.sort_values(["gap", "percent", "place"], ascending=[False, True, True])
    unanswered = list(table.loc[~table["answered"], "question"])
    table = table[["question", "topic", "essential", "name", "percent", "score", "gap", "answered"]]
    table.index = pd.RangeIndex(1, len(table) + 1, name="priority")
    table = table.head(top) if top is not None else table
    table.attrs = {"unanswered": unanswered}
    return table


def _scored_questions(answers: Answers) -> pd.DataFrame:
    """Table of all questions with the column "score" (Int64, missing where not answered)."""
    questions = datasets.load("scorecard_questions")
    known = set(questions["question"])
    scores, problems = {}, []
    for question, score in _pairs(answers):
        if question not in known:
            problems.append(_("{question} is not a question").format(question=question))
        elif question in scores:
            problems.append(_("{question} is given twice").format(question=question))
        elif pd.api.types.is_scalar(score) and pd.isna(score):
            scores[question] = pd.NA
        elif _is_score(score):
            scores[question] = int(score)
        else:
            # numpy numbers print as 2.5, not as np.float64(2.5)
            plain = score.item() if hasattr(score, "item") else score
            problems.append(
                _("{question} has the score {score!r}").format(question=question, score=plain)
            )
    if problems:
        raise ValueError(
            _(
                "answers has bad entries ({count}): {problems}. Questions are named {first} to "
                "{last}; a score is 0, 1, 2 or 3, or left empty"
            ).format(
                count=len(problems),
                problems="; ".join(problems),
                first=questions["question"].iloc[0],
                last=questions["question"].iloc[-1],
            )
        )
    answered = pd.Series(
        [scores.get(question, pd.NA) for question in questions["question"]],
        index=questions.index,
        dtype="Int64",
    )
    scored = questions.assign(score=answered)
    scored.attrs = {}
    return scored


def _pairs(answers: Answers) -> list[tuple[str, object]]:
    """Pairs of question and score, in the order given."""
    if isinstance(answers, pd.DataFrame):
        absent = [name for name in ("question", "score") if name not in answers.columns]
        if absent:
            raise ValueError(
                _("answers has no column {columns}; it needs question and score").format(
                    columns=", ".join(absent)
                )
            )
        return list(zip(answers["question"], answers["score"], strict=True))
    if isinstance(answers, (Mapping, pd.Series)):
        return list(answers.items())
    raise TypeError(
        _(
            "answers must be a table with the columns question and score, or name each "
            "question, e.g. {example}"
        ).format(example={"P1.1": 2})
    )


def _is_score(score: object) -> bool:
    """Whether `score` is one of the whole numbers 0 to 3 (2.0 is, True and "2" are not)."""
    if pd.api.types.is_bool(score) or isinstance(score, str):
        return False
    try:
        return float(score) in range(HIGHEST_SCORE + 1)
    except (TypeError, ValueError):
        return False
