"""Name what a trainee broke in a notebook, before nbgrader mends it.

nbgrader adds deleted graded cells back, says so only in its log, and stops at a duplicated
one (0.9.6: the copy loses its metadata but for an empty entry, which fails the next check).
`NameFindings` runs first in autograding. It writes each finding into the log and into a cell
on top of the notebook, so that the instructor sees it in formgrader and the trainee in the
feedback, and it leaves one of the copies as the graded one.
"""

from collections import defaultdict
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum

FINDINGS_TAG = "classroom-findings"


@dataclass(frozen=True)
class HandedOut:
    """What the gradebook knows of a cell that was handed out."""

    cell_type: str
    checksum: str
    graded: bool


class NameFindings(NbGraderPreprocessor):
    """Report deleted, duplicated and retyped cells of a submission by name."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        place = resources["nbgrader"]
        nb.cells = [c for c in nb.cells if FINDINGS_TAG not in c.metadata.get("tags", [])]
        with Gradebook(place["db_url"]) as gradebook:
            try:
                source = gradebook.find_notebook(place["notebook"], place["assignment"])
            except MissingEntry:
                return nb, resources
            graded = {cell.name for cell in source.grade_cells}
            handed_out = {
                cell.name: HandedOut(cell.cell_type, cell.checksum, cell.name in graded)
                for cell in source.source_cells
            }
        found = settle(nb, handed_out)
        for text in found:
            self.log.warning("%s, %s: %s", place["student"], place["notebook"], text)
        if found:
            listed = "\n".join(f"- {text}" for text in found)
            note = new_markdown_cell(f"**Found in this notebook before grading**\n\n{listed}")
            note.metadata["tags"] = [FINDINGS_TAG]
            nb.cells.insert(0, note)
        return nb, resources


def settle(nb: NotebookNode, handed_out: dict[str, HandedOut]) -> list[str]:
    """Compare a submitted notebook with what was handed out, and settle copies.

    Of a cell that stands more than once, the last one that the trainee changed stays the
    graded one (or the last, where none was changed). The others stay as plain cells.

    Parameters
    ----------
    nb : NotebookNode
        The submission; copies in it lose their nbgrader entry.
    handed_out : dict
        The cells of the released notebook by nbgrader id.

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
    for name, original in handed_out.items():
        if not copies[name]:
            mended = "It was put back as handed out." if original.graded else "Its item is open."
            found.append(f"The cell {name} was deleted. {mended}")
            continue
        kept = _graded_copy(copies[name], original)
        if len(copies[name]) > 1:
            count = len(copies[name])
            found.append(f"The cell {name} stands {count} times. The last changed one is graded.")
        for cell in copies[name]:
            if cell is not kept:
                del cell.metadata["nbgrader"]
        if kept.cell_type != original.cell_type:
            found.append(
                f"The cell {name} was turned from {original.cell_type} to {kept.cell_type}, "
                "and is turned back for grading."
            )
    return found


def _graded_copy(copies: list[NotebookNode], original: HandedOut) -> NotebookNode:
    changed = [cell for cell in copies if compute_checksum(cell) != original.checksum]
    return (changed or copies)[-1]
