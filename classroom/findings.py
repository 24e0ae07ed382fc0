"""Name what a trainee broke in a notebook, and mend it, before nbgrader grades it.

nbgrader 0.9.6 stops at a duplicated cell (the copy keeps an empty nbgrader entry, which fails
the next check) and at two deleted cells in a row. `NameFindings` runs first in autograding: it
puts deleted cells back, leaves one of the copies as the graded one, and writes each finding
into the log and into a cell on top of the notebook. There the instructor sees it in formgrader
and the trainee in the feedback.
"""

import re
from collections import defaultdict
from collections.abc import Mapping

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_grade, is_solution

from classroom.trainee.handed_out import NAMES, label

FINDINGS_TAG = "classroom-findings"
#: Where `course grade` notes in a graded notebook what it was made from and what was found.
METADATA = "resilient_cities"
#: How a finding begins by which a notebook is graded as if nothing had been done in it.
UNREADABLE = "The file cannot be read and is graded as blank."
EMPTY = "The notebook is empty."
OTHER = "This seems to be another notebook, “"
_NOT_HANDED_IN = re.compile(r"No .+ was handed in\. It is graded as blank\.")
_COURSE_ID = re.compile(r"m\d+e\d+_(?:setup|q\d+_\w+)")


class NameFindings(NbGraderPreprocessor):
    """Report and mend deleted, duplicated and retyped cells of a submission."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        place = resources["nbgrader"]
        nb.cells = [cell for cell in nb.cells if not is_note(cell)]
        with Gradebook(place["db_url"]) as gradebook:
            try:
                source = gradebook.find_notebook(place["notebook"], place["assignment"])
            except MissingEntry:
                return nb, resources
            released = released_cells(source)
        found = settle(nb, released)
        for text in found:
            self.log.warning("%s, %s: %s", place["student"], place["notebook"], text)
        return with_note(nb, found), resources


def is_note(cell: NotebookNode) -> bool:
    """Return whether a cell holds the findings of a grading."""
    return FINDINGS_TAG in cell.metadata.get("tags", [])


def noted_findings(nb: Mapping) -> list[str]:
    """Return the findings of a graded notebook: `course grade`'s, or those of stock autograding."""
    noted = nb.get("metadata", {}).get(METADATA, {}).get("findings")
    if isinstance(noted, list):
        return noted
    tops = [one for one in nb["cells"] if FINDINGS_TAG in one.get("metadata", {}).get("tags", [])]
    lines = [line for one in tops for line in "".join(one["source"]).splitlines()]
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def with_note(nb: NotebookNode, findings: list[str]) -> NotebookNode:
    """Put the findings on top of a notebook; those of an earlier grading go.

    Parameters
    ----------
    nb : NotebookNode
        The notebook; it is changed.
    findings : list of str
        One sentence each; where there are none, the notebook gets no cell.

    Returns
    -------
    NotebookNode
        The same notebook.
    """
    nb.cells = [cell for cell in nb.cells if not is_note(cell)]
    if findings:
        listed = "\n".join(f"- {text}" for text in findings)
        taken = {cell.get("id") for cell in nb.cells}
        name = FINDINGS_TAG
        while name in taken:
            name += "-top"
        note = NotebookNode(
            id=name,
            cell_type="markdown",
            metadata=NotebookNode(tags=[FINDINGS_TAG]),
            source=f"**Found in this notebook before grading**\n\n{listed}",
        )
        nb.cells.insert(0, note)
    return nb


def plain(text: str) -> str:
    """Return the start of a trainee's text so that no log, table or page takes it as markup."""
    words = " ".join(re.sub(r"[^\w .,:;?()='·-]", " ", text[:200]).split())
    return words if len(words) <= 60 else f"{words[:60].rstrip()}…"


def cell_title(name: str, written: bool = False) -> str:
    """Return how people know a cell, as `course check` says it.

    Parameters
    ----------
    name : str
        Its nbgrader id.
    written : bool
        Whether it is an answer that a person grades.

    Returns
    -------
    str
        To stand behind "the".

    Examples
    --------
    >>> [cell_title(name) for name in ("m01e1_q3_flats_answer", "m01e1_setup", "mine")]
    ['answer cell of Q3', 'setup cell', 'cell mine']
    """
    if not _COURSE_ID.fullmatch(name):
        return f"cell {name}"
    if not (item := label(name)):
        return NAMES["setup"]
    answer = "answer" if name.endswith("_answer") else "check"
    return f"{NAMES['written' if written else answer]} of {item}"


def not_handed_in(file: str) -> str:
    """Say that there is no such file."""
    return f"No {file} was handed in. It is graded as blank."


def blank_because(findings: list[str]) -> str:
    """Return the finding for which a notebook was graded as blank; empty if it was not."""
    starts = (UNREADABLE, EMPTY, OTHER)  # no text of a trainee's begins a finding
    blank = (one for one in findings if one.startswith(starts) or _NOT_HANDED_IN.fullmatch(one))
    return next(blank, "")


def deleted(title: str) -> str:
    """Say that a cell of the release is missing."""
    return f"The {title} was deleted. It was put back as handed out."


def doubled(title: str, count: int) -> str:
    """Say that an answer cell stands more than once."""
    return f"The {title} stands {count} times. The last changed one is graded."


def retyped(title: str, was: str, now: str) -> str:
    """Say that a cell has another type than it was handed out with."""
    return f"The {title} was turned from {was} to {now}, and is turned back for grading."


def released_cells(source: Notebook) -> dict[str, NotebookNode]:
    """Return the cells that the gradebook knows of a notebook, by nbgrader id, in order."""
    points = {cell.name: cell.max_score for cell in source.grade_cells}
    solutions = {cell.name for cell in source.solution_cells}
    cells = {}
    for known in source.source_cells:
        new = new_code_cell if known.cell_type == "code" else new_markdown_cell
        # the id of the cell must not change from run to run
        cell = new(known.source, id=known.name[:64].replace(".", "-"))
        cell.metadata["nbgrader"] = {
            "schema_version": 3,
            "grade_id": known.name,
            "grade": known.name in points,
            "solution": known.name in solutions,
            "locked": known.locked,
            "task": False,
            "cell_type": known.cell_type,
            "checksum": known.checksum,
        }
        if known.name in points:
            cell.metadata.nbgrader["points"] = points[known.name]
        cells[known.name] = cell
    return cells


def settle(nb: NotebookNode, released: dict[str, NotebookNode]) -> list[str]:
    """Compare a submitted notebook with what was handed out, and mend it.

    A deleted cell is put back behind the one that it followed. Of a cell that stands more than
    once, the last one that the trainee changed stays the graded one (or the last, where none
    was changed). Other changed copies stay as plain cells, untouched ones go.

    Parameters
    ----------
    nb : NotebookNode
        The submission; it is changed.
    released : dict
        The cells of the released notebook by nbgrader id, in order.

    Returns
    -------
    list of str
        One sentence a finding, in the order of the released cells.
    """
    copies = defaultdict(list)
    for cell in nb.cells:
        if name := cell.metadata.get("nbgrader", {}).get("grade_id"):
            copies[name].append(cell)
    found = []
    previous = None
    for name, original in released.items():
        title = cell_title(name, is_grade(original) and is_solution(original))
        if not copies[name]:
            found.append(deleted(title))
            place = 0 if previous is None else _place(nb, previous) + 1
            nb.cells.insert(place, original)
            previous = original
            continue
        kept = previous = _graded_copy(copies[name], original)
        if len(copies[name]) > 1:
            found.append(doubled(title, len(copies[name])))
        for cell in copies[name]:
            if cell is kept:
                continue
            if _is_untouched(cell, original):  # run behind the answer, it would undo it
                nb.cells = [one for one in nb.cells if one is not cell]
            else:
                del cell.metadata["nbgrader"]
        if kept.cell_type != original.cell_type:
            found.append(retyped(title, original.cell_type, kept.cell_type))
    return found


def _place(nb: NotebookNode, wanted: NotebookNode) -> int:
    return next(place for place, cell in enumerate(nb.cells) if cell is wanted)


def _graded_copy(copies: list[NotebookNode], original: NotebookNode) -> NotebookNode:
    changed = [cell for cell in copies if not _is_untouched(cell, original)]
    return (changed or copies)[-1]


def _is_untouched(cell: NotebookNode, original: NotebookNode) -> bool:
    return compute_checksum(cell) == original.metadata.nbgrader.checksum
