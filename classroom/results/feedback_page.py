"""Make one feedback page out of a graded notebook, its marks and what was handed out."""

import base64
import builtins
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from classroom.findings import FINDINGS_TAG, blank_because, noted_findings
from classroom.results import clean
from classroom.results.graded import blank_for_trainee
from classroom.seal import check_calls
from resilience_helpers._pages import templates
from resilience_helpers.check import MIME

TEMPLATES = Path(__file__).resolve().parent / "templates"
OWN_CELLS = 20  # of the trainee's added cells, this many are shown
OUTPUTS = 12  # of a cell
FIGURES_ON_PAGE = 12

_HEADING = re.compile(
    r"### (?P<title>.+?)(?: \([^()]*, objective (?P<objective>[\w.]+)\))?\s*(?:\n|\Z)"
)
#: What a check raises, and the state of an item that it stands for.
_VERDICTS = {"StillOpen": "open", "NotYet": "wrong", "CheckFailed": "failed", "LeftOut": "failed"}
_LABELS = {
    "failed": "! Could not be checked",
    "wrong": "✗ Not right yet",
    "open": "○ Still open",
    "waiting": "… Not graded yet",
    "partly": "◐ Partly right",
    "right": "✓ Right",
}


@dataclass(frozen=True)
class Mark:
    """What the gradebook holds of one graded cell."""

    score: float
    points: float
    waits: bool = False  # for a person
    by_hand: bool = False
    again: bool = False  # a person may look again, but the points count


@dataclass(frozen=True)
class Asked:
    """One item as it was handed out."""

    title: str
    objective: str
    question: Markup
    sources: dict[str, str]  # by nbgrader id, in order


@dataclass(frozen=True)
class Release:
    """An exercise as it was handed out, with what its lesson says."""

    title: str
    items: tuple[Asked, ...]
    plain_sources: frozenset[str]
    lesson: str = ""
    place: str = ""
    objectives: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Output:
    """One output of a cell as the page shows it; `kind` is text, figure or note."""

    kind: str
    text: str
    alternative: str = ""


@dataclass
class Shown:
    """One cell of the trainee as the page shows it."""

    source: str = ""
    html: Markup | None = None
    untouched: bool = False
    outputs: list[Output] = field(default_factory=list)


@dataclass
class Item:
    """One item as the page shows it."""

    asked: Asked
    objective: Markup
    state: str = "right"
    label: str = ""
    score: float = 0.0
    points: float = 0.0
    by_hand: bool = False
    again: bool = False
    told: bool = True  # whether there is more to say than the points
    found: list[str] = field(default_factory=list)
    answers: list[Shown] = field(default_factory=list)
    own: list[Shown] = field(default_factory=list)
    comments: list[Markup] = field(default_factory=list)


def read_release(notebook: NotebookNode, name: str, **lesson: object) -> Release:
    """Read the items of an exercise as it was handed out.

    Parameters
    ----------
    notebook : NotebookNode
        The released notebook.
    name : str
        Title where the notebook has none.
    **lesson
        `lesson`, `place` and `objectives` of the result.

    Returns
    -------
    Release
    """
    title, items, heading, texts, sources = name, [], None, [], {}

    def close() -> None:
        if sources:
            found = heading or {"title": next(iter(sources)), "objective": None}
            question = clean.markdown("\n\n".join(texts))
            asked = (clean.one_line(found["title"]), found["objective"] or "", question)
            items.append(Asked(*asked, dict(sources)))

    for cell in notebook.cells:
        if is_grade(cell) or is_solution(cell) or is_task(cell):
            sources[cell.metadata.nbgrader.grade_id] = cell.source
        elif cell.cell_type == "markdown":
            if match := re.match(r"# (.+)", cell.source):
                title = clean.one_line(match[1])
            elif match := _HEADING.match(cell.source):
                close()
                heading, texts, sources = match.groupdict(), [cell.source[match.end() :]], {}
            elif not sources:
                texts.append(cell.source)
    close()
    return Release(title, tuple(items), frozenset(c.source for c in notebook.cells), **lesson)


def render(
    release: Release,
    graded: NotebookNode,
    marks: dict[str, Mark],
    comments: dict[str, str],
    trainee: str,
    penalty: float = 0.0,
) -> str:
    """Return the feedback page as HTML.

    Parameters
    ----------
    release : Release
        What was handed out.
    graded : NotebookNode
        The graded notebook.
    marks : dict
        Mark of each graded cell, by nbgrader id.
    comments : dict
        The instructor's comment by nbgrader id.
    trainee : str
        Name to show.
    penalty : float
        Points taken off because the work came late.

    Returns
    -------
    str
    """
    items = [_item(asked, release, marks, comments) for asked in release.items]
    _fill(items, graded, release, marks)
    findings = _findings(graded)
    if blank := blank_because(findings):
        findings = [one for one in findings if one != blank]
        for item in items:
            _empty(item)
    for item in items:
        item.label = item.label or _LABELS[item.state]
    score = sum(mark.score for mark in marks.values())
    return (
        _environment()
        .get_template("feedback.html.j2")
        .render(
            release=release,
            items=items,
            trainee=clean.one_line(trainee, 120),
            findings=findings,
            blank=blank_for_trainee(blank),
            score=max(score - penalty, 0.0),
            points=sum(mark.points for mark in marks.values()),
            penalty=penalty,
            waiting_items=sum(mark.waits for mark in marks.values()),
            waiting=sum(mark.points for mark in marks.values() if mark.waits),
            to_do=[item for item in items if item.state not in ("right", "waiting")],
            style=_style()[0],
            style_hash=_style()[1],
        )
    )


def _item(asked: Asked, release: Release, marks: dict[str, Mark], comments: dict[str, str]) -> Item:
    words = release.objectives.get(asked.objective, "")
    item = Item(asked, clean.inline(words))
    own = [marks[name] for name in asked.sources if name in marks]
    item.score = sum(mark.score for mark in own)
    item.points = sum(mark.points for mark in own)
    item.again = any(mark.again for mark in own)
    said = [comments[name] for name in asked.sources if comments.get(name)]
    item.comments = [clean.markdown(text) for text in said]
    return item


def _empty(item: Item) -> None:
    """Leave of an item what can be said though nothing of the notebook could be graded."""
    item.found, item.answers, item.own = [], [], []
    if not item.by_hand and item.state != "waiting":
        item.state, item.label = "open", "○ Nothing to grade"
        item.told = bool(item.comments)


def _fill(
    items: list[Item], graded: NotebookNode, release: Release, marks: dict[str, Mark]
) -> None:
    """Put the cells of the graded notebook to their items."""
    owner = {name: item for item in items for name in item.asked.sources}
    by_title = {item.asked.title: item for item in items}
    cells = [c for c in graded.cells if FINDINGS_TAG not in c.metadata.get("tags", [])]
    figures = _Figures()
    states: dict[int, list[str]] = {}
    current, shown_own = None, 0
    for number, cell in enumerate(cells, 1):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in owner:
            current = owner[name]
            if is_solution(cell) or is_task(cell):
                shown = _shown(cell, number, figures)
                shown.untouched = cell.source.strip() == current.asked.sources[name].strip()
                current.answers.append(shown)
            if name in marks:
                state = _judged(current, cell, marks[name])
                states.setdefault(id(current), []).append(state)
        elif cell.source in release.plain_sources:
            if match := _HEADING.match(cell.source):
                current = by_title.get(clean.one_line(match["title"]), current)
        elif name is None and current and cell.source.strip() and shown_own < OWN_CELLS:
            shown_own += 1
            current.own.append(_shown(cell, number, figures))
    for item in items:
        found = states.get(id(item), [])
        item.state = min(found, key=list(_LABELS).index, default="failed")


def _judged(item: Item, cell: NotebookNode, mark: Mark) -> str:
    """Return the state of a graded cell, and note in its item what was found."""
    ours = bool(check_calls(item.asked.sources[cell.metadata.nbgrader.grade_id]))
    state = "right"
    if not is_solution(cell) and not is_task(cell):
        state, lines = _verdict(cell, item.asked) if not ours else _check_lines(cell)
        item.found += lines
    full = mark.score >= mark.points
    partly = "partly" if mark.score > 0 else "wrong"
    if mark.waits:
        return "waiting"
    if mark.by_hand:
        item.by_hand = True
        item.label = {"wrong": "✗ No points", "partly": "◐ Some points"}[partly]
        item.label = "✓ Full points" if full else item.label
        return "right" if full else partly
    if state not in ("right", "wrong") or full:
        return state
    written = is_solution(cell) or is_task(cell)
    return "open" if written and partly == "wrong" else partly


def _check_lines(cell: NotebookNode) -> tuple[str, list[str]]:
    """Return state and lines of a cell with our own checks."""
    outputs = cell.get("outputs", [])
    errors = [o for o in outputs if o.get("output_type") == "error" and o.get("ename") in _VERDICTS]
    published = [o["data"] for o in outputs if isinstance(o.get("data", {}).get(MIME), dict)]
    # who is judged on hidden inputs was right on those shown: two verdicts side by side confuse
    if hidden := [data for data in published if data[MIME].get("part") == "hidden"]:
        published = [] if errors else hidden
    lines = [clean.one_line(data.get("text/plain"), 600) for data in published]
    lines += [clean.one_line(error.get("evalue"), 1_000) for error in errors]
    state = _VERDICTS[errors[0]["ename"]] if errors else "right"
    return state, [line for line in lines if line]


def _verdict(cell: NotebookNode, asked: Asked) -> tuple[str, list[str]]:
    """Return state and lines of a cell with plain asserts; the kernel's text is not trusted.

    The text of an error may hold the inputs of hidden tests. It is shown only if it stands in
    the cell that was handed out.
    """
    handed_out = asked.sources[cell.metadata.nbgrader.grade_id]
    for output in cell.get("outputs", []):
        if output.get("output_type") == "error":
            said, name = clean.one_line(output.get("evalue")), output.get("ename")
            if len(said) > 3 and said in " ".join(handed_out.split()):
                return "wrong", [said]
            known = isinstance(name, str) and isinstance(getattr(builtins, name, None), type)
            why = f" It stopped with {name}." if known and name != "AssertionError" else ""
            return "wrong", [f"A test of this item was not passed.{why}"]
    return "right", ["All tests of this item were passed."]


class _Figures:
    """Lets a bounded number of figures onto a page."""

    def __init__(self) -> None:
        self.left = FIGURES_ON_PAGE

    def take(self, data: dict) -> str | None:
        for kind in clean.FIGURES:
            if kind in data and self.left and (address := clean.figure(kind, data[kind])):
                self.left -= 1
                return address
        return None


def _shown(cell: NotebookNode, number: int, figures: _Figures) -> Shown:
    if cell.cell_type == "markdown":
        return Shown(html=clean.markdown(cell.source))
    outputs = cell.get("outputs", [])
    shown = Shown(source=clean.plain(cell.source))
    for output in outputs[:OUTPUTS]:
        shown.outputs += _outputs(output, number, figures)
    if len(outputs) > OUTPUTS:
        shown.outputs.append(Output("note", f"{len(outputs) - OUTPUTS} more outputs left out."))
    return shown


def _outputs(output: NotebookNode, number: int, figures: _Figures) -> Iterator[Output]:
    kind, data = output.get("output_type"), output.get("data", {})
    if kind == "stream":
        if text := clean.output_text(output.get("text")).strip("\n"):
            yield Output("text", text)
    elif kind == "error":
        # one line: the traceback would show the machine's files
        said = clean.output_text(clean.one_line(output.get("evalue"), 600))
        yield Output("text", f"{clean.one_line(output.get('ename'), 80)}: {said}")
    elif address := figures.take(data):
        yield Output("figure", address, f"Figure of the trainee's cell {number}")
    elif text := clean.output_text(data.get("text/plain")):
        yield Output("text", text)
    elif data:
        yield Output("note", "An output that only a notebook can show was left out.")


def _findings(graded: NotebookNode) -> Sequence[str]:
    """Return what was found before grading, fit for the page."""
    noted = noted_findings(graded)
    return [clean.output_text(clean.one_line(text, 600)) for text in noted if text][:50]


@cache
def _environment() -> Environment:
    made = templates(TEMPLATES)
    made.filters["points"] = lambda number: f"{round(number, 2):g}"
    return made


@cache
def _style() -> tuple[Markup, str]:
    """Return the style sheet and the hash by which the page's policy lets it pass."""
    text = (TEMPLATES / "feedback.css").read_text("utf-8")
    digest = hashlib.sha256(text.encode()).digest()
    return Markup(text), base64.b64encode(digest).decode("ascii")
