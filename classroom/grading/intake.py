"""Rebuild a submission on the released notebook, and name what a trainee changed in it.

Only the source of answer cells and the cells that the trainee added are taken over. Order,
metadata, tags, ids and tests come from the release, whatever the submission holds.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode

from classroom.findings import EMPTY, OTHER, cell_title, deleted, doubled, is_note, plain, retyped

CHECK_LINE = re.compile(r"# Check of Q\d+\b")
LIKE = 0.5  # share of a released cell's words that another must hold to be that cell, edited
FOUND = 0.25  # share of the released cells without which it is another notebook


@dataclass(frozen=True)
class _Known:
    """A cell of the released notebook."""

    name: str  # nbgrader's id; empty for a plain cell
    answer: bool
    written: bool  # a person grades it
    cell_type: str
    id: str
    text: str

    @property
    def title(self) -> str:
        """How people know the cell: a plain one by its first line."""
        if self.name:
            return cell_title(self.name, self.written)
        first = plain(self.text.lstrip("#* \n").partition("\n")[0])
        return f"cell “{first}”"


def rebuild(
    submitted: NotebookNode | None, handed_out: dict, grading: dict
) -> tuple[NotebookNode, list[str]]:
    """Return the notebook that is run to grade a submission.

    Parameters
    ----------
    submitted : NotebookNode or None
        A submission as `read_submission` returns it; None if there is none.
    handed_out : dict
        The notebook as it was released.
    grading : dict
        The same cells in the same order with the tests that run.

    Returns
    -------
    notebook : NotebookNode
        A copy of `grading` with the trainee's answers and added cells.
    findings : list of str
        One sentence each. A submission that is as it was handed out has none.

    Raises
    ------
    ValueError
        If `handed_out` and `grading` differ in their cells.
    """
    known = _known_cells(handed_out, grading)
    if submitted is None:
        return _built(known, grading, {}, {}), []
    cells = [cell for cell in submitted.cells if not is_note(cell)]
    matching = _Matching(cells, known)
    if other := matching.seems_other():
        return _built(known, grading, {}, {}), [other]
    matching.by_likeness()
    chosen, findings = _chosen(matching)
    answers = {
        place: cells[position].source for place, position in chosen.items() if known[place].answer
    }
    return _built(known, grading, answers, _added(matching, chosen)), findings


def _known_cells(handed_out: dict, grading: dict) -> list[_Known]:
    released = [_known(cell) for cell in handed_out["cells"]]
    names = [_known(cell).name for cell in grading["cells"]]
    if names != [one.name for one in released]:
        raise ValueError(
            f"the notebook for grading has the cells {names}, "
            f"the released one {[one.name for one in released]}; they must be the same"
        )
    return released


def _known(cell: dict) -> _Known:
    marks = cell["metadata"].get("nbgrader", {})
    return _Known(
        name=marks.get("grade_id", ""),
        answer=bool(marks.get("solution")),
        written=bool(marks.get("solution") and marks.get("grade")),
        cell_type=cell["cell_type"],
        id=cell.get("id", ""),
        text="".join(cell["source"]),
    )


@dataclass
class _Matching:
    """Which cells of a submission are which cells of the release."""

    cells: list[NotebookNode]
    known: list[_Known]
    copies: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)
    held: dict[int, set[str]] = field(default_factory=dict)
    marked: bool = False  # whether nbgrader's ids are still there

    def __post_init__(self) -> None:
        self._by_mark()
        self._by_id()
        self._by_text()
        self.refound = set(self.copies) - self.by_mark

    def _pair(self, place: int, position: int) -> None:
        self.copies[place].append(position)
        self.taken.add(position)

    def _by_mark(self) -> None:
        places = {one.name: place for place, one in enumerate(self.known) if one.name}
        for position, cell in enumerate(self.cells):
            if (name := _name(cell)) in places:
                self._pair(places[name], position)
        self.by_mark = set(self.copies)
        self.marked = bool(self.by_mark)

    def _by_id(self) -> None:
        places = {one.id: place for place, one in enumerate(self.known) if one.id}
        for position in self.free():
            place = places.get(self.cells[position].get("id"))
            if place is not None and place not in self.copies:
                self._pair(place, position)

    def _by_text(self) -> None:
        texts = [(one.cell_type, _words(one.text)) for one in self.known]
        self._by_unique(texts, [(cell.cell_type, _words(cell.source)) for cell in self.cells])

    def _by_unique(self, ours: list, theirs: list) -> None:
        """Pair cells by a value that only one released cell has."""
        counts = Counter(ours)
        places = {value: place for place, value in enumerate(ours) if value and counts[value] == 1}
        for position in self.free():
            place = places.get(theirs[position])
            if place is not None and place not in self.copies:
                self._pair(place, position)

    def free(self) -> Iterator[int]:
        """Give the positions of cells that are not yet known."""
        return (n for n in range(len(self.cells)) if n not in self.taken)

    def seems_other(self) -> str:
        """Return what to say if the submission is another notebook, or an empty text."""
        if not any(cell.source.strip() for cell in self.cells):
            return f"{EMPTY} It was graded as blank."
        if self.marked or len(self.copies) >= max(1, FOUND * len(self.known)):
            return ""
        heads = (line for cell in self.cells for line in cell.source.splitlines() if line.strip())
        head = next(heads).lstrip("#* ")
        return (
            f"{OTHER}{plain(head)}”: its cells are not those that "
            "were handed out. It was not run, and was graded as blank."
        )

    def by_likeness(self) -> None:
        """Find cells that lost marks and id and were edited: by place and by their words."""
        first_lines = [_check_line(one.text) for one in self.known]
        self._by_unique(first_lines, [_check_line(cell.source) for cell in self.cells])
        for place, one in enumerate(self.known):
            if place in self.copies:
                continue
            gap = [n for n in self._gap(place) if self.cells[n].cell_type == one.cell_type]
            anything = one.answer and (not self.marked or one.cell_type == "markdown")
            words = set(_code_words(one.text))
            shares = {n: _share(words, self._held(n)) for n in gap}
            best = max(gap, key=lambda n: (shares[n], -n), default=None)
            if best is not None and (anything or shares[best] >= LIKE):
                self._pair(place, best)
        self.refound = set(self.copies) - self.by_mark

    def _held(self, position: int) -> set[str]:
        """Return the words of a submitted cell, which many released ones are compared with."""
        if position not in self.held:
            self.held[position] = set(re.findall(r"\w+", self.cells[position].source))
        return self.held[position]

    def _gap(self, place: int) -> Iterator[int]:
        """Give free cells with text between the known neighbours of a missing cell."""
        before = [self.copies[n][-1] for n in range(place) if n in self.copies]
        after = [self.copies[n][0] for n in range(place + 1, len(self.known)) if n in self.copies]
        start = before[-1] + 1 if before else 0
        stop = after[0] if after else len(self.cells)
        for position in range(start, stop):
            cell = self.cells[position]
            if position not in self.taken and not _name(cell) and cell.source.strip():
                yield position


def _chosen(matching: _Matching) -> tuple[dict[int, int], list[str]]:
    """Return the position of the copy that counts, for each released cell, and the findings."""
    known_at = matching.known.__getitem__
    chosen: dict[int, int] = {}
    said = []
    for place, one in enumerate(matching.known):
        copies = matching.copies.get(place, [])
        if copies:
            chosen[place] = _copy_that_counts(matching, place)
        said += _findings_on(one, matching.cells, copies, chosen.get(place))
    lost = [f"the {one.title}" for one in map(known_at, sorted(matching.refound)) if one.name]
    if lost:
        said.insert(0, _lost_marks(lost, matching.marked))
    moved = _moved([(n, p) for p, n in chosen.items() if matching.known[p].name])
    if moved:
        names = _listed(f"the {known_at(place).title}" for place in moved)
        said.append(f"Cells were moved: {names}. They are graded in the released order.")
    foreign = [_name(matching.cells[n]) for n in matching.free() if _name(matching.cells[n])]
    if foreign:
        names = _listed(plain(name) for name in dict.fromkeys(foreign))
        said.append(f"Not part of this notebook: {names}. Kept as added cells, without points.")
    return chosen, said


def _copy_that_counts(matching: _Matching, place: int) -> int:
    one, copies = matching.known[place], matching.copies[place]
    sources = {position: matching.cells[position].source for position in copies}
    untouched = [n for n in copies if _same(sources[n], one.text)]
    # a cell that is split at its end leaves an empty copy
    changed = [n for n in copies if n not in untouched and sources[n].strip()]
    if untouched and (not one.answer or not changed):
        return untouched[0]
    return (changed or copies)[-1]


def _findings_on(
    one: _Known, cells: list[NotebookNode], copies: list[int], position: int | None
) -> list[str]:
    """Say what became of a released cell."""
    if position is None:
        return [deleted(one.title)] if one.name else []
    said = []
    cell = cells[position]
    if len(copies) > 1 and one.answer:
        said.append(doubled(one.title, len(copies)))
    elif len(copies) > 1:
        said.append(f"The {one.title} stands {len(copies)} times. It is graded as handed out.")
    if cell.cell_type != one.cell_type and one.name:
        said.append(retyped(one.title, one.cell_type, cell.cell_type))
    if not one.answer and _words(cell.source) != _words(one.text):
        said.append(f"The {one.title} was changed. It was put back as handed out.")
    return said


def _lost_marks(names: list[str], others_marked: bool) -> str:
    cells = f"Cells ({_listed(names)})" if others_marked else "The cells"
    return (
        f"{cells} had lost the marks for grading, as some editors remove them; they were found "
        "again by id, text or place."
    )


def _moved(pairs: list[tuple[int, int]]) -> list[int]:
    """Return the places of cells that stand outside the longest run in released order.

    Each pair is a position in the submission and a place in the release.
    """
    places = [place for _position, place in sorted(pairs)]
    ends: list[int] = []  # the smallest last place of a run of each length
    runs: list[list[int]] = []
    for place in places:
        length = bisect_left(ends, place)
        run = [*(runs[length - 1] if length else []), place]
        ends[length:] = [place, *ends[length + 1 :]]
        runs[length:] = [run, *runs[length + 1 :]]
    kept = set(runs[-1]) if runs else set()
    return sorted(set(places) - kept)


def _added(matching: _Matching, chosen: dict[int, int]) -> dict[int, list[NotebookNode]]:
    """Return the cells that the trainee added, by the place of the cell that they follow."""
    place_at = {position: place for place, position in chosen.items()}
    released = {_tidy(one.text) for one in matching.known}
    counterpart = {n: place for place, those in matching.copies.items() for n in those}
    added: dict[int, list[NotebookNode]] = defaultdict(list)
    behind = -1
    for position, cell in enumerate(matching.cells):
        if position in place_at:
            behind = place_at[position]
            continue
        known = counterpart.get(position)
        # an untouched copy, run behind the answer, would undo it
        stale = (
            _tidy(cell.source) in released
            if known is None
            else _same(cell.source, matching.known[known].text)
        )
        if cell.source.strip() and not stale:
            added[behind].append(cell)
    return added


def _built(
    known: list[_Known],
    grading: dict,
    answers: dict[int, str],
    added: dict[int, list[NotebookNode]],
) -> NotebookNode:
    """Put answers and added cells into a copy of the notebook for grading."""
    notebook = from_dict(grading)
    taken = {cell.get("id") for cell in notebook.cells}
    names = (f"added-{n}" for n in range(1, 10**9))
    free = (name for name in names if name not in taken)
    cells = [_plain_cell(cell, next(free)) for cell in added.get(-1, [])]
    for place, cell in enumerate(notebook.cells):
        cell.source = "".join(cell.source)
        if known[place].answer:  # never what the notebook for grading holds there
            cell.source = answers.get(place, known[place].text)
        if cell.cell_type == "code":
            cell.execution_count, cell.outputs = None, []
        cells.append(cell)
        cells += [_plain_cell(one, next(free)) for one in added.get(place, [])]
    notebook.cells = cells
    return notebook


def _plain_cell(cell: NotebookNode, name: str) -> NotebookNode:
    """Return a cell of the trainee's with nothing but its type and source."""
    kind = cell.cell_type if cell.cell_type in ("code", "markdown") else "raw"
    made = NotebookNode(id=name, cell_type=kind, metadata=NotebookNode(), source=cell.source)
    if kind == "code":
        made.execution_count, made.outputs = None, []
    return made


def _name(cell: NotebookNode) -> str:
    """Return the nbgrader id that a submitted cell claims, or an empty text."""
    marks = cell.metadata.get("nbgrader", {})
    name = marks.get("grade_id", "") if isinstance(marks, dict) else ""
    return name if isinstance(name, str) else ""


def _same(one: str, other: str) -> bool:
    """Return whether two sources are equal but for space at line ends and around them."""
    return one == other or _tidy(one) == _tidy(other)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _words(text: str) -> str:
    return " ".join(text.split())


def _check_line(text: str) -> str:
    found = CHECK_LINE.match(text.lstrip())
    return found.group() if found else ""


def _code_words(text: str) -> Iterator[str]:
    """Give the words of a source, without comments; a text of comments keeps them."""
    lines = text.splitlines()
    code = [line for line in lines if not line.lstrip().startswith("#")] or lines
    return (word for line in code for word in re.findall(r"\w+", line))


def _share(words: set[str], held: set[str]) -> float:
    """Return which share of the words is held."""
    return len(words & held) / len(words) if words else 0.0


def _listed(names: Iterable[str]) -> str:
    """Return names with commas, the first eight."""
    every = list(names)
    more = [f"{len(every) - 8} more"] if len(every) > 8 else []
    return ", ".join(every[:8] + more)
