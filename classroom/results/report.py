"""`course report`: how a cohort did, as one page for the instructor and as tables.

The page needs nothing but itself: no script, no font, no address. Figures name nobody, so
they can be shown to the class. Whatever a trainee wrote is escaped in the page, and in the
tables a text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from classroom.results import item_statistics as statistics
from classroom.results.answers import one_line
from classroom.results.graded import (
    blank_for_instructor,
    need_assignment,
    not_there,
    nothing_graded,
)
from classroom.results.report_data import Cohort, Item, Work, assignments, read_cohort
from classroom.results.wrong_answers import SHOWN_FROM, Wrong, worth_a_talk, wrong_answers
from resilience_helpers import figures
from resilience_helpers._pages import templates

TEMPLATES = Path(__file__).resolve().parent / "templates"
#: A trainee needs help below this share of the graded points [%] ...
HELP_BELOW = 50
#: ... or with at least this share of the items open.
HELP_OPEN = 0.5
#: Signs at the start of a cell that make a spreadsheet calculate; the wide ones in East Asia.
_FORMULA = "=+-@＝＋－＠"
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+(e[+-]?\d+)?")

Row = dict[str, Any]


def report(course: Path, assignment: str | None = None) -> list[Path]:
    """Write the report on one assignment, or on all of them with a page that lists them.

    Parameters
    ----------
    course : pathlib.Path
        Folder with `nbgrader_config.py` and the gradebook.
    assignment : str, optional
        Its name in the gradebook; None means all, and `report/index.html`.

    Returns
    -------
    list of pathlib.Path
        The files written, below ``course/report``.

    Raises
    ------
    FileNotFoundError
        If the course has no gradebook.
    ValueError
        If there is no such assignment, or nothing is graded.
    """
    course = Path(course)
    known = assignments(course)
    if assignment is not None:
        need_assignment(course, assignment, known)
    cohorts = [read_cohort(course, name) for name in ([assignment] if assignment else known)]
    cohorts = [cohort for cohort in cohorts if cohort.graded]
    if not cohorts:
        raise ValueError(nothing_graded(assignment or ", ".join(known) or "this course"))
    folder = course / "report"
    folder.mkdir(exist_ok=True)
    written, summaries = [], []
    for cohort in cohorts:
        files, summary = _pages(cohort)
        summaries.append(summary)
        written += [_write(folder / file, content) for file, content in files.items()]
    if assignment is None:
        page = _render("report_index.html", assignments=summaries)
        written.append(_write(folder / "index.html", page))
    return written


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _pages(cohort: Cohort) -> tuple[dict[str, bytes], Row]:
    """Return the files of one assignment by name, and what the summary says of it."""
    trainees = [_trainee_row(cohort, name, work) for name, work in cohort.works.items()]
    items, objectives = item_rows(cohort), objective_rows(cohort)
    wrong = wrong_answers(cohort)
    summary = _summary(cohort, trainees)
    page = _render(
        "report.html",
        summary=summary,
        figures=_figures(trainees, items),
        items=items,
        doubtful=[row for row in items if _is_doubtful(row)],
        objectives=objectives,
        wrong=worth_a_talk(wrong),
        help=[row for row in trainees if row["reasons"]],
        absent=cohort.absent,
        findings=[(name, work.findings) for name, work in cohort.works.items() if work.findings],
        limits=statistics,
        help_below=HELP_BELOW,
        shown_from=SHOWN_FROM,
    )
    name = cohort.assignment
    return {
        f"{name}.html": page,
        f"{name}_trainees.csv": _trainees_csv(cohort, trainees),
        f"{name}_items.csv": _csv(ITEM_COLUMNS, items),
        f"{name}_objectives.csv": _csv(("objective", "words", "share", "n"), objectives),
        f"{name}_answers.csv": _answers_csv(wrong),
    }, summary


def _is_doubtful(row: Row) -> bool:
    """Tell whether an item should separate and does not; an easy one cannot."""
    return row["discrimination"] < statistics.FAIR_FROM and row["difficulty_words"] != "easy"


def _trainee_row(cohort: Cohort, name: str, work: Work) -> Row:
    settled = set(cohort.settled)
    graded = sum(item.points for item in settled if item.name in work.scores)
    total = sum(work.points.values())
    counted = sum(work.scores.get(item.name, 0) for item in cohort.items if item not in settled)
    percent = 100 * max(0.0, total - counted) / graded if graded else np.nan
    opened = sum(work.is_open(item) for item in cohort.items)
    reasons = []
    if percent < HELP_BELOW:
        reasons.append(f"{percent:.0f} % of the graded points")
    if cohort.items and opened >= HELP_OPEN * len(cohort.items):
        reasons.append(f"{opened} of {len(cohort.items)} items open")
    reasons += [not_there(book) for book in work.missing]
    reasons += [blank_for_instructor(why, book) for book, why in work.blank.items()]
    return {
        "trainee": name,
        **{f"points_{book}": work.points.get(book, 0.0) for book in cohort.notebooks},
        "total": total,
        "maximum": sum(item.points for item in cohort.items),
        "graded_maximum": graded,
        "percent_of_graded": percent,
        "hand_grading_left": len(work.waiting),
        "open_items": opened,
        "findings": sum(map(len, work.findings.values())),
        "reasons": reasons,
    }


def _summary(cohort: Cohort, trainees: list[Row]) -> Row:
    percents = [row["percent_of_graded"] for row in trainees]
    percents = [percent for percent in percents if not np.isnan(percent)]
    waiting = Counter(item.notebook for work in cohort.works.values() for item in work.waiting)
    ungraded = Counter(book for work in cohort.works.values() for book in work.ungraded)
    return {
        "assignment": cohort.assignment,
        "handed_in": len(trainees),
        "absent": len(cohort.absent),
        "graded": len(percents),
        "mean": float(np.mean(percents)) if percents else None,
        "median": float(np.median(percents)) if percents else None,
        "lowest": min(percents, default=None),
        "highest": max(percents, default=None),
        "settled_points": sum(item.points for item in cohort.settled),
        "points": sum(item.points for item in cohort.items),
        "unsettled": len(cohort.items) - len(cohort.settled),
        "waiting": sorted(waiting.items()),
        "ungraded": sorted(ungraded.items()),
        "help": sum(bool(row["reasons"]) for row in trainees) + len(cohort.absent),
    }


ITEM_COLUMNS = (
    "item", "notebook", "kind", "objective", "points", "answered", "graded", "difficulty",
    "difficulty_words", "discrimination", "discrimination_words", "share_open", "share_wrong",
)  # fmt: skip


def item_rows(cohort: Cohort) -> list[Row]:
    """Return for each item what `ITEM_COLUMNS` name, in the order of the exercises."""
    scores = cohort.scores()
    works = list(cohort.works.values())
    # only whoever has every notebook graded: rest scores must be sums of the same items
    whole = scores[[not work.ungraded for work in works]] if works else scores
    hard = statistics.difficulty(scores, np.array([item.points for item in cohort.items]))
    apart = statistics.discrimination(whole)
    rows = []
    for place, item in enumerate(cohort.items):
        seen = [work for work in works if item.notebook not in work.ungraded]
        opened = sum(work.is_open(item) for work in seen)
        wrong = sum(work.is_wrong(item) for work in seen)
        count = int((~np.isnan(whole[:, place])).sum())
        left, given = cohort.left(item)
        waits = f"{left} of {given} not graded yet" if left else ""
        rows.append(
            {
                "item": item.name,
                "label": item.label,
                "notebook": item.notebook,
                "kind": item.kind,
                "objective": item.objective,
                "points": item.points,
                "answered": len(seen) - opened,
                "graded": given - left,
                "difficulty": float(hard[place]),
                "difficulty_words": waits or statistics.difficulty_words(hard[place]),
                "discrimination": float(apart[place]),
                "discrimination_words": "–"
                if waits
                else statistics.discrimination_words(apart[place], count),
                "share_open": opened / len(seen) if seen else np.nan,
                "share_wrong": wrong / len(seen) if seen and not item.by_hand else np.nan,
            }
        )
    return rows


def objective_rows(cohort: Cohort) -> list[Row]:
    """Return for each objective its words, the share of the points reached, and trainees."""
    by_objective: dict[str, list[Item]] = {item.objective: [] for item in cohort.items}
    for item in cohort.settled:
        by_objective[item.objective].append(item)
    rows = []
    for objective in sorted(filter(None, by_objective)):
        earned = possible = count = 0
        for work in cohort.works.values():
            graded = [item for item in by_objective[objective] if item.name in work.scores]
            earned += sum(work.scores[item.name] for item in graded)
            possible += sum(item.points for item in graded)
            count += bool(graded)
        share = earned / possible if possible else np.nan
        words = cohort.objectives.get(objective, "").replace("**", "")
        rows.append({"objective": objective, "words": words, "share": share, "n": count})
    return rows


def _figures(trainees: list[Row], items: list[Row]) -> list[Row]:
    """Return the figures for the class: how many reached what, and which items were hard."""
    percents = [row["percent_of_graded"] for row in trainees]
    reached = np.clip([p for p in percents if not np.isnan(p)], 0, 100)
    graded = [row for row in items if not np.isnan(row["difficulty"])]
    if not len(reached) or not graded:
        return []
    return [_points_figure(reached), _items_figure(graded)]


def _points_figure(reached: np.ndarray) -> Row:
    counts, _ = np.histogram(reached, bins=range(0, 101, 10))
    bands = [f"{low} to {'100' if low == 90 else f'under {low + 10}'}" for low in range(0, 100, 10)]
    values = pd.Series(counts[::-1], index=bands[::-1])
    weak = [band for start, band in enumerate(bands) if 10 * start < HELP_BELOW]
    below = int((reached < HELP_BELOW).sum())
    alt = (
        f"Bar chart of {len(reached)} trainees by share of the graded points. The median is "
        f"{np.median(reached):.0f} %; {below} lie below {HELP_BELOW} %."
    )
    picture = figures.bars(
        values, "Trainees", "Share of the graded points [%]", alt, highlight=weak
    )
    picture.figure.axes[0].xaxis.get_major_locator().set_params(integer=True)
    caption = f"How many trainees reached which share of the points; hatched: below {HELP_BELOW} %."
    return {"source": picture.source, "alt": picture.alt, "caption": caption}


def _items_figure(graded: list[Row]) -> Row:
    ordered = sorted(graded, key=lambda row: row["difficulty"])
    names = {row["item"]: _bar_name(row) for row in ordered}
    values = pd.Series([100 * row["difficulty"] for row in ordered], index=list(names.values()))
    hard = [names[row["item"]] for row in ordered if row["difficulty_words"] == "hard"]
    alt = (
        f"Bar chart of {len(ordered)} items by mean share of their points, hardest on top. "
        f"Hardest is {values.index[0]} with {values.iloc[0]:.0f} %; {len(hard)} are hard."
    )
    picture = figures.bars(
        values, "Mean share of the points [%]", "Exercise, item, objective", alt, highlight=hard
    )
    picture.figure.axes[0].set_xlim(0, 110)
    limit = f"{100 * statistics.HARD_TO:.0f} %"
    caption = f"Which items were hard; hatched: {limit} of the points or less on average."
    return {"source": picture.source, "alt": picture.alt, "caption": caption}


def _bar_name(row: Row) -> str:
    label = row["label"] if len(row["label"]) <= 32 else row["label"][:31] + "…"
    exercise = row["notebook"].split("_")[0]
    return " ".join(filter(None, [f"{exercise}.", label, row["objective"]]))


def _render(template: str, **content: Any) -> bytes:
    environment = templates(TEMPLATES)
    environment.filters["percent"] = lambda share: (
        "–" if np.isnan(share) else f"{100 * share:.0f} %"
    )
    environment.filters["number"] = lambda value: "–" if np.isnan(value) else f"{value:.2f}"
    return environment.get_template(template).render(**content).encode("utf-8")


def _trainees_csv(cohort: Cohort, trainees: list[Row]) -> bytes:
    points = [f"points_{book}" for book in cohort.notebooks]
    columns = (
        "trainee", "handed_in", *points, "total", "maximum", "graded_maximum",
        "percent_of_graded", "hand_grading_left", "open_items", "findings",
    )  # fmt: skip
    rows = [row | {"handed_in": "yes"} for row in trainees]
    nothing = dict.fromkeys(columns, "")
    rows += [nothing | {"trainee": name, "handed_in": "no"} for name in cohort.absent]
    return _csv(columns, sorted(rows, key=lambda row: row["trainee"]))


def _answers_csv(wrong: list[Wrong]) -> bytes:
    columns = ("item", "answer", "trainees", "share", "known_mistake", "check_said", "examples")
    rows = [
        (w.item.name, w.words, len(w.trainees), w.share, w.known, w.said, ", ".join(w.trainees[:3]))
        for w in wrong
    ]
    return _csv(columns, [dict(zip(columns, row, strict=True)) for row in rows])


def _csv(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    """Return a table as CSV.

    With a byte order mark: without it Excel takes UTF-8 for the local code page and garbles
    names. pandas and the spreadsheets that do without it skip it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([[_cell(row[column]) for column in columns] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula."""
    if isinstance(value, (int, float)):
        return "" if np.isnan(value) else f"{value:.6g}"
    text = one_line(value, 1000)
    # a semicolon parts cells where the comma is the decimal sign
    text = re.sub(rf"(;\s*)(?=[{re.escape(_FORMULA)}])", r"\1'", text)
    if text.startswith(tuple(_FORMULA)) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
