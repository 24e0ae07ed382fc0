"""What was handed out, and what in a trainee's notebook differs from it.

A trainee's own copy in exercises/ may be the only one on the machine, and it may be broken.
So the exercises stand once more in `handed_out.json`, inside the package. `python -m
classroom.build exercises` writes it together with them.
"""

import functools
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution

from resilience_helpers._progress import saved
from resilience_helpers._progress.saved import Asked, grade_id, label

FILE = Path(__file__).parent / "handed_out.json"
#: Kinds of cells with an nbgrader id, with the name that a trainee knows them by.
NAMES = {
    "setup": "setup cell",
    "answer": "answer cell",
    "check": "check",
    "written": "written answer",
}


@dataclass(frozen=True)
class Broken:
    """One cell that is not as it must be."""

    item: str  # "Q3"; empty for the setup cell
    cell: str  # its nbgrader id
    what: str  # "lost", "deleted", "duplicated", "retyped", "edited" or "moved"
    text: str  # what it is and how to put it right, for the trainee


def collect(exercises: Path) -> str:
    """Return the text of `handed_out.json` for a folder of exercises.

    Parameters
    ----------
    exercises : pathlib.Path
        Folder that holds ``module/notebook.ipynb``.

    Returns
    -------
    str
        JSON, sorted by module and notebook: the same exercises always give the same text.
    """
    found = {
        f"{path.parent.name}/{path.stem}": json.loads(path.read_text("utf-8"))
        for path in exercises.glob("*/*.ipynb")
    }
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@functools.cache
def _load() -> dict[str, dict]:
    return json.loads(FILE.read_text("utf-8"))


def exercises() -> list[str]:
    """Return the names of all exercises in order, such as ``01_concepts/3_scorecard``."""
    return sorted(_load())


def released(exercise: str) -> NotebookNode:
    """Return an exercise as it was handed out.

    Parameters
    ----------
    exercise : str
        A name out of `exercises()`.

    Returns
    -------
    NotebookNode
        A copy that the caller may change.

    Raises
    ------
    ValueError
        If there is no exercise of that name.
    """
    if exercise not in _load():
        raise ValueError(f"no exercise {exercise!r}; there are {', '.join(exercises())}")
    return nbformat.v4.reads(json.dumps(_load()[exercise]))


def recognise(notebook: NotebookNode) -> str:
    """Tell which exercise a notebook is, by its cells: a file may have any name.

    Parameters
    ----------
    notebook : NotebookNode
        What the trainee has.

    Returns
    -------
    str
        The exercise, or an empty text if it is none of the course.
    """
    # some programs drop nbgrader's ids; then the questions must tell
    for tokens, least in ((_ids, 1), (_sources, 3)):
        here = tokens(notebook)
        shared = {name: len(here & tokens(released(name))) for name in exercises()}
        best = max(shared, key=shared.get, default="")
        if best and shared[best] >= least:
            return best
    return ""


def _ids(notebook: NotebookNode) -> set[str]:
    return set(marked(notebook))


def _sources(notebook: NotebookNode) -> set[str]:
    return {cell.source.strip() for cell in notebook.cells} - {""}


def marked(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the cells that have an nbgrader id, in order."""
    return saved.marked(notebook.cells)


def kind(cell: NotebookNode) -> str:
    """Return what a released cell is: a key of `NAMES`."""
    if is_grade(cell):
        return "written" if is_solution(cell) else "check"
    return "answer" if is_solution(cell) else "setup"


def asked(original: NotebookNode, tested: Mapping[str, str] | None = None) -> list[Asked]:
    """Return the items of an exercise.

    Parameters
    ----------
    original : NotebookNode
        The exercise as it was handed out.
    tested : mapping, optional
        The objective that each item tests, by its label.

    Returns
    -------
    list of Asked
    """
    cells = marked(original)
    return [
        Asked(
            name,
            float(cell.metadata.nbgrader.points),
            kind(cell) == "written",
            saved.digest(cells.get(f"{name}_answer", cell).source),
            (tested or {}).get(label(name), ""),
        )
        for name, cell in cells.items()
        if kind(cell) in ("check", "written")
    ]


def title(cell: NotebookNode) -> str:
    """Return how a trainee knows a released cell: ``check of Q3``."""
    item = label(grade_id(cell))
    return NAMES[kind(cell)] + (f" of {item}" if item else "")


def same_source(one: NotebookNode, other: NotebookNode) -> bool:
    """Tell whether two cells have the same text; space at the end of lines does not count."""
    return saved.lines(one.source) == saved.lines(other.source)


def compare(notebook: NotebookNode, original: NotebookNode) -> list[Broken]:
    """Find every cell that was deleted, duplicated, retyped, edited or moved.

    Parameters
    ----------
    notebook : NotebookNode
        What the trainee has; it is not changed.
    original : NotebookNode
        The same exercise as it was handed out.

    Returns
    -------
    list of Broken
        In the order of the cells handed out; empty if all is well.
    """
    wanted = marked(original)
    copies = defaultdict(list)
    for cell in notebook.cells:
        copies[grade_id(cell)].append(cell)
    if not set(wanted) & set(copies):
        text = "The notebook has lost the marks that tell which cell answers which question."
        return [Broken("", "", "lost", text)]
    moved = _moved(list(wanted), [grade_id(cell) for cell in notebook.cells])
    broken = []
    above = None
    for name, cell in wanted.items():
        faults = _faults(cell, copies[name])
        if name in moved:
            faults.append(("moved", _put_back(above)))
        broken += [
            Broken(label(name), name, what, f"The {title(cell)} {text}") for what, text in faults
        ]
        above = cell
    return broken


def _faults(cell: NotebookNode, copies: list[NotebookNode]) -> list[tuple[str, str]]:
    """Return what is wrong with the copies of one released cell, and how to mend it."""
    if not copies:
        advice = "While the notebook is open, Edit > Undo Cell Operation may bring it back."
        return [("deleted", f"is missing. {advice}")]
    faults = []
    if len(copies) > 1:
        text = f"stands {len(copies)} times. "
        if kind(cell) in ("answer", "written"):
            text += "If you split it, select all parts and choose Edit > Merge Selected Cells; "
            text += "else delete the copies that do not hold your answer."
        else:
            text += "Delete the copies that you added."
        faults.append(("duplicated", text))
    if any(one.cell_type != cell.cell_type for one in copies):
        wrong = next(one.cell_type for one in copies if one.cell_type != cell.cell_type)
        choose = f"Select it and choose {cell.cell_type.title()} in the list of the toolbar."
        faults.append(("retyped", f"was turned from {cell.cell_type} into {wrong}. {choose}"))
    if kind(cell) in ("setup", "check") and not all(same_source(one, cell) for one in copies):
        text = "was changed. The change does not count: grading uses the cell as handed out."
        faults.append(("edited", text))
    return faults


def _moved(wanted: list[str], found: list[str]) -> set[str]:
    """Return the names that stand out of order; of a name that stands twice, the last counts."""
    last = {name: place for place, name in enumerate(found) if name in wanted}
    order = sorted(last, key=last.get)
    matcher = SequenceMatcher(None, [n for n in wanted if n in last], order, autojunk=False)
    kept = {
        name for _, start, size in matcher.get_matching_blocks() for name in order[start:][:size]
    }
    return set(order) - kept


def _put_back(above: NotebookNode | None) -> str:
    place = f"below the {title(above)}" if above else "to the top, above the first question"
    return f"has moved. Put it back {place}: Edit > Move Cell Up, Move Cell Down."
