"""What a saved notebook says of its items: by the marks of its cells and their outputs.

Nothing is run, and nothing in the file is trusted to have the right form. `course check` reads
the outputs of its own run with the same functions, so there is one rule for both.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from resilience_helpers import check as checks
from resilience_helpers._text import _

#: States of an item with a check, then the one of an item that the instructor reads.
STATES = ("right", "wrong", "open", "stopped", "missing", "written")
LONGEST_LINE = 300

Cell = Mapping[str, Any]
#: State and line of items with a check, by nbgrader id.
Verdicts = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """One item as it was handed out."""

    name: str  # its nbgrader id
    points: float
    by_hand: bool  # True if the instructor reads it
    start: str  # digest of its answer cell as handed out
    objective: str = ""  # "01.1b"

    @property
    def answer(self) -> str:
        """The nbgrader id of its answer cell."""
        return self.name if self.by_hand else f"{self.name}_answer"


@dataclass(frozen=True)
class Item:
    """One item of an exercise and how it stands."""

    label: str  # "Q3"
    name: str  # its nbgrader id
    by_hand: bool  # True if the instructor reads it
    points: float
    state: str  # one of STATES; read by hand it is "open" or "written"
    line: str = ""  # what its check says
    unrun: bool = False  # True if it has an answer, but its check no saved output


def item(asked: Asked, cells: Mapping[str, Cell], said: Verdicts) -> Item:
    """Return how an item stands.

    Parameters
    ----------
    asked : Asked
        The item as it was handed out.
    cells : mapping
        The trainee's cells by nbgrader id.
    said : mapping
        State and line of each check that was run, by nbgrader id.

    Returns
    -------
    Item
    """
    unrun = False
    if asked.by_hand:
        state, line = ("written" if answered(asked, cells) else "open"), ""
    else:
        unrun = answered(asked, cells) and asked.name not in said
        state, line = said.get(asked.name, ("open", _("Its check was not run yet.")))
    return Item(label(asked.name), asked.name, asked.by_hand, asked.points, state, line, unrun)


def answered(asked: Asked, cells: Mapping[str, Cell]) -> bool:
    """Return whether the answer cell of an item is there and not as it was handed out."""
    source = text(cells.get(asked.answer, {}).get("source"))
    return bool(source.strip()) and digest(source) != asked.start


def whole(asked: Asked, cells: Mapping[str, Cell]) -> bool:
    """Return whether the cells of an item are there."""
    return asked.name in cells and asked.answer in cells


def cells_of(raw: bytes) -> list[Cell]:
    """Return the cells of a notebook file of format 4.

    Raises
    ------
    ValueError
        If the file holds no such notebook.
    """
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError, MemoryError):
        raise ValueError(_("it is damaged, or no notebook")) from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise ValueError(_("it holds no list of cells"))
    return [cell for cell in cells if isinstance(cell, dict)]


def verdicts(cells: Mapping[str, Cell]) -> dict[str, tuple[str, str]]:
    """Return what the outputs saved in cells say of their items, by nbgrader id of the check."""
    return {name: verdict(cell) for name, cell in cells.items() if _outputs(cell)}


def marked(cells: Iterable[Cell]) -> dict[str, Cell]:
    """Return the cells that have an nbgrader id, in order; of a doubled id the last cell."""
    return {grade_id(cell): cell for cell in cells if grade_id(cell)}


def grade_id(cell: Cell) -> str:
    """Return the nbgrader id of a cell, or an empty text."""
    metadata = cell.get("metadata")
    entry = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = entry.get("grade_id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def label(name: str) -> str:
    """Return the item that an nbgrader id belongs to, such as ``Q3``, or an empty text."""
    number = re.search(r"_q(\d+)_", name)
    return f"Q{number[1]}" if number else ""


def verdict(cell: Cell, publishes: bool = True) -> tuple[str, str]:
    """Read the verdict of a check out of the outputs of its cell.

    Parameters
    ----------
    cell : mapping
        The check cell.
    publishes : bool
        True if a right answer also publishes its value, as every check of the course does.

    Returns
    -------
    state : str
        "right", "wrong", "open" or "stopped".
    line : str
        What the check says, or why it stopped.
    """
    outputs = _outputs(cell)
    errors = [out for out in outputs if out.get("output_type") == "error"]
    if errors:
        said = plain(errors[0].get("evalue"))
        known = {checks.StillOpen.__name__: "open", checks.NotYet.__name__: "wrong"}
        name = text(errors[0].get("ename"))
        if name in known:
            return known[name], said
        return "stopped", _("The check stopped with {error}.").format(error=error_line(cell))
    data = [out.get("data") for out in outputs if out.get("output_type") == "display_data"]
    bundles = [bundle for bundle in data if isinstance(bundle, dict) and checks.MIME in bundle]
    if publishes and not bundles:
        return "stopped", _("The check gave no verdict: is `check` still the course's own?")
    return "right", plain(bundles[0].get("text/plain")) if bundles else ""


def error_line(cell: Cell) -> str:
    """Return name and text of the error that stopped a cell, or an empty text."""
    for out in _outputs(cell):
        if out.get("output_type") == "error":
            # the file of a cell is Jupyter's own and tells a trainee nothing
            said = re.sub(r"\(\S+\.py, line (\d+)\)", r"(line \1)", plain(out.get("evalue")))
            return f"{text(out.get('ename'))}: {said}".rstrip(": .")
    return ""


def plain(value: object, most: int = LONGEST_LINE) -> str:
    """Return a text as one line of bounded length, without what steers a terminal."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text(value)).split())
    return line if len(line) <= most else f"{line[:most]}…"


def text(value: object) -> str:
    """Return a text of a notebook, which may be saved as a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def lines(source: str) -> list[str]:
    """Return the lines of a cell; space at their ends does not count."""
    return [line.rstrip() for line in source.rstrip().splitlines()]


def digest(source: str) -> str:
    """Return a short digest of the lines of a cell."""
    return hashlib.sha256("\n".join(lines(source)).encode("utf-8", "replace")).hexdigest()[:16]


def _outputs(cell: Cell) -> list[Mapping[str, Any]]:
    outputs = cell.get("outputs")
    return [out for out in outputs if isinstance(out, dict)] if isinstance(outputs, list) else []
