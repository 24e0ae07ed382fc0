"""Name what a trainee broke in a notebook, and mend it, before nbgrader grades it.

nbgrader 0.9.6 stops at a duplicated cell (the copy keeps an empty nbgrader entry, which fails
the next check) and at two deleted cells in a row. `NameFindings` runs first in autograding: it
puts deleted cells back, leaves one of the copies as the graded one, and writes each finding
into the log and into a cell on top of the notebook. There the instructor sees it in formgrader
and the trainee in the feedback.
"""

from collections import defaultdict

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum

FINDINGS_TAG = "classroom-findings"


class NameFindings(NbGraderPreprocessor):
    """Report and mend deleted, duplicated and retyped cells of a submission."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        place = resources["nbgrader"]
        nb.cells = [c for c in nb.cells if FINDINGS_TAG not in c.metadata.get("tags", [])]
        with Gradebook(place["db_url"]) as gradebook:
            try:
                source = gradebook.find_notebook(place["notebook"], place["assignment"])
            except MissingEntry:
                return nb, resources
            released = released_cells(source)
        found = settle(nb, released)
        for text in found:
            self.log.warning("%s, %s: %s", place["student"], place["notebook"], text)
        if found:
            listed = "\n".join(f"- {text}" for text in found)
            note = new_markdown_cell(f"**Found in this notebook before grading**\n\n{listed}")
            note.metadata["tags"] = [FINDINGS_TAG]
            nb.cells.insert(0, note)
        return nb, resources


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
        if not copies[name]:
            found.append(f"The cell {name} was deleted. It was put back as handed out.")
            place = 0 if previous is None else _place(nb, previous) + 1
            nb.cells.insert(place, original)
            previous = original
            continue
        kept = previous = _graded_copy(copies[name], original)
        if len(copies[name]) > 1:
            count = len(copies[name])
            found.append(f"The cell {name} stands {count} times. The last changed one is graded.")
        for cell in copies[name]:
            if cell is kept:
                continue
            if _is_untouched(cell, original):  # run behind the answer, it would undo it
                nb.cells = [one for one in nb.cells if one is not cell]
            else:
                del cell.metadata["nbgrader"]
        if kept.cell_type != original.cell_type:
            found.append(
                f"The cell {name} was turned from {original.cell_type} to {kept.cell_type}, "
                "and is turned back for grading."
            )
    return found


def _place(nb: NotebookNode, wanted: NotebookNode) -> int:
    return next(place for place, cell in enumerate(nb.cells) if cell is wanted)


def _graded_copy(copies: list[NotebookNode], original: NotebookNode) -> NotebookNode:
    changed = [cell for cell in copies if not _is_untouched(cell, original)]
    return (changed or copies)[-1]


def _is_untouched(cell: NotebookNode, original: NotebookNode) -> bool:
    return compute_checksum(cell) == original.metadata.nbgrader.checksum
