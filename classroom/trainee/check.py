"""`course check`: a trainee's look at the own notebooks before handing them in.

It reads the saved file, names every cell that is broken, runs the notebook from the top as
grading will, and tells of each item whether it is right, wrong or open. It never changes the
file. What it finds is data (`Checked`); `show` makes a page of it.

Hidden tests are not here, so a right item may still lose its points in grading; the line of
the check says where that can happen.
"""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from rich.console import Console

from classroom.grading.intake import rebuild
from classroom.grading.reading import MAX_BYTES, Unreadable, read_submission
from classroom.seal import check_calls
from classroom.trainee import handed_out
from classroom.trainee.files import find, find_in
from classroom.trainee.handed_out import Broken, kind, marked, same_source, title
from classroom.trainee.run import Run, run_through
from classroom.trainee.syntax import unreadable
from resilience_helpers._progress import saved
from resilience_helpers._progress.saved import Item, error_line, grade_id, label, verdict

#: States that must be put right before handing in: the cell stopped, or the check is gone.
FAULTY = ("stopped", "missing")
#: What to do about a file that cannot be read.
AGAIN = "Keep it under another name, and take the exercise from the course again."
#: What to do about a file that is too large.
CLEAR = "Open it, choose Edit, Clear Outputs of All Cells, and save it."
#: How the line of an item begins that the run did not reach.
UNREACHED = "Not reached: "


@dataclass(frozen=True)
class Checked:
    """One notebook and what was found in it."""

    file: Path
    exercise: str = ""  # such as "01_concepts/3_scorecard"
    unreadable: str = ""  # why it could not be read; then all else is empty
    broken: tuple[Broken, ...] = ()
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    untouched: bool = False  # True if it is as it was handed out

    @property
    def earned(self) -> float:
        """Points of the items that are right."""
        return sum(item.points for item in self.items if item.state == "right")

    @property
    def automatic(self) -> float:
        """Points that checks can give."""
        return sum(item.points for item in self.items if not item.by_hand)

    @property
    def waiting(self) -> float:
        """Points that the instructor gives to what is written."""
        return sum(item.points for item in self.items if item.state == "written")

    @property
    def faulty(self) -> bool:
        """True if something must be put right before handing in."""
        states = {item.state for item in self.items}
        return bool(self.unreadable or self.broken or states & set(FAULTY))

    @property
    def finished(self) -> bool:
        """True if nothing is broken and every item is right or written."""
        return not self.faulty and {item.state for item in self.items} <= {"right", "written"}


def check(files: list[Path], root: Path, run: bool = True, seconds: int = 60) -> list[Checked]:
    """Check notebooks before they are handed in.

    Parameters
    ----------
    files : list of pathlib.Path
        The notebooks; empty for all exercises that `root` has.
    root : pathlib.Path
        The course's folder.
    run : bool
        False tells each item's state by the outputs saved in the file.
    seconds : int
        Longest run of one cell [seconds]; a notebook may take five times as long.

    Returns
    -------
    list of Checked
        In the order of the files.
    """
    return [check_file(file, run, seconds) for file in files or find(root)]


def check_file(file: Path, run: bool = True, seconds: int = 60) -> Checked:
    """Check one notebook; parameters as for `check`."""
    try:
        raw = file.read_bytes()
        notebook, findings = read_submission(raw)
    except Unreadable as error:
        advice = CLEAR if len(raw) > MAX_BYTES else AGAIN
        return Checked(file, unreadable=f"{error} {advice}")
    except OSError as error:
        return Checked(file, unreadable=f"It cannot be opened: {error.strerror}.")
    exercise = handed_out.recognise(notebook)
    if not exercise:
        return Checked(file, unreadable="It is not an exercise of this course.")
    original = handed_out.released(exercise)
    last = _saved(raw)
    notes = list(findings)
    untouched = _untouched(notebook, original)
    if untouched:
        states = {}
    elif run:
        done = run_through(notebook, file.absolute().parent, seconds, 5 * seconds)
        states = _states(done, original, seconds)
        notes += _notes(done, original, seconds)
        notes += [] if done.ended else _out_of_order(states, last)
    else:
        states = last
    here = marked(notebook)
    items = [saved.item(asked, here, states) for asked in handed_out.asked(original)]
    broken = handed_out.compare(notebook, original)
    return Checked(file, exercise, "", tuple(broken), tuple(items), tuple(notes), untouched)


def _saved(raw: bytes) -> dict[str, tuple[str, str]]:
    """Return what the outputs in a file say; where they cannot be read, nothing is saved."""
    try:
        return saved.verdicts(saved.marked(saved.cells_of(raw)))
    except ValueError:
        return {}


def _untouched(notebook: NotebookNode, original: NotebookNode) -> bool:
    pairs = zip(notebook.cells, original.cells, strict=False)
    return len(notebook.cells) == len(original.cells) and all(
        one.cell_type == other.cell_type and same_source(one, other) for one, other in pairs
    )


def _states(done: Run, original: NotebookNode, seconds: int) -> dict[str, tuple[str, str]]:
    """Return state and line of each item with a check, by its nbgrader id, after a run."""
    # of a cell that stands twice, the last one counts
    here = {grade_id(cell): place for place, cell in enumerate(done.notebook.cells)}
    cells = {name: cell for name, cell in marked(original).items() if kind(cell) == "check"}
    states = {}
    for name, cell in cells.items():
        place, answer = here.get(name), here.get(f"{name}_answer")
        if place is None or done.notebook.cells[place].cell_type != "code":
            states[name] = "missing", "Without its check, nothing can be said here."
            continue
        if done.ended_at is not None and place >= done.ended_at:
            where = _where(done, original, done.ended_at)
            states[name] = "stopped", f"{UNREACHED}{where} {done.ended}."
            continue
        state, line = verdict(done.notebook.cells[place], bool(check_calls(cell.source)))
        failed = error_line(done.notebook.cells[answer]) if answer is not None else ""
        if state == "stopped" and {answer, place} & set(done.slow):
            line = f"It takes more than {seconds} seconds and was interrupted."
        elif state == "stopped" and failed:
            unread = unreadable(done.notebook.cells[answer], failed)
            line = f"Your answer stopped with {failed}."
            line = f"Python cannot read this answer: {unread}" if unread else line
        states[name] = state, line
    return states


def _notes(done: Run, original: NotebookNode, seconds: int) -> list[str]:
    """Return what else the run showed: slow cells, errors outside the items, missing files."""
    notes = []
    graded = {name for name, cell in marked(original).items() if kind(cell) != "setup"}
    for place, cell in enumerate(done.notebook.cells):
        where = _where(done, original, place)
        where = where[0].upper() + where[1:]
        failed = error_line(cell)
        if place in done.slow:
            notes.append(f"{where} takes more than {seconds} seconds. Grading stops it too.")
        elif failed and grade_id(cell) not in graded:
            unread = unreadable(cell, failed)
            said = f"cannot be read by Python: {unread}" if unread else f"stopped with {failed}."
            notes.append(f"{where} {said}")
        if "FileNotFoundError" in failed:
            notes.append(
                f"{where} needs a file that is not there. Grading has only the files that were "
                "handed out."
            )
    return notes


def _where(done: Run, original: NotebookNode, place: int) -> str:
    """Return how a trainee finds a cell: by its own name or by the one above it."""
    known = marked(original)
    for up in range(place, -1, -1):
        name = grade_id(done.notebook.cells[up])
        if name in known:
            called = f"the {title(known[name])}"
            return called if up == place else f"your own cell below {called}"
    return "your own cell at the top"


def _out_of_order(
    states: dict[str, tuple[str, str]], last: dict[str, tuple[str, str]]
) -> list[str]:
    return [
        f"{label(name)} was right when its check was last run and saved, but is not in a run from "
        "the top: a cell that it needs stands below it, or was changed or deleted since. The run "
        "from the top counts."
        for name, (state, _) in states.items()
        if state not in ("right", "missing") and last.get(name, ("",))[0] == "right"
    ]


def mend(file: Path) -> tuple[Path, list[str]] | None:
    """Write a copy of a broken notebook with every cell in its place and the answers kept.

    Parameters
    ----------
    file : pathlib.Path
        The broken notebook; it is not changed.

    Returns
    -------
    tuple or None
        The copy, ``NAME_mended.ipynb`` beside the file, and one sentence for each thing mended;
        None if nothing is broken.

    Raises
    ------
    FileExistsError
        If there is such a copy already.
    ValueError
        If the file cannot be read, is no exercise of the course, or no answer in it is found.
    """
    checked = check_file(file, run=False)
    if checked.unreadable:
        raise ValueError(checked.unreadable)
    if not checked.broken:
        return None
    original = handed_out.released(checked.exercise)
    # what grading will do with the file too
    mended, findings = rebuild(read_submission(file.read_bytes())[0], original, original)
    if checked.broken[0].what == "lost" and _untouched(mended, original):
        raise ValueError("No answer in it was found, so nothing was written. Copy them by hand.")
    copy = file.with_name(f"{file.stem}_mended.ipynb")
    with copy.open("x", encoding="utf-8", newline="\n") as handle:
        handle.write(nbformat.writes(mended) + "\n")
    return copy, findings


def run(files: list[Path], root: Path, console: Console, mending: bool = False) -> int:
    """Do what `course check` does, and show it.

    Parameters
    ----------
    files : list of pathlib.Path
        The notebooks, or folders of them; empty for all exercises that `root` has.
    root : pathlib.Path
        The course's folder, or one inside.
    console : rich.console.Console
        Where to show it.
    mending : bool
        True writes a mended copy beside each broken notebook instead (`course check --mend`).

    Returns
    -------
    int
        Exit code: 1 if there is nothing to check, or a notebook cannot be read, has a broken
        cell, or stops in an answer or a check. Open and wrong items alone give 0: a trainee
        may hand them in.

    Raises
    ------
    ValueError
        If a file or folder is not there, or a folder holds no notebook.
    """
    from classroom.trainee import show as showing

    found = find_in(files) or find(root)
    if not found:
        showing.say(
            console,
            "There is no exercise here. Go to the course's folder, or name a file or folder.",
        )
        return 1
    if mending:
        return max([showing.mended(file, root, console) for file in found])
    checked = []
    for file in found:
        with console.status(f"Running {file.name} from the top"):
            checked.append(check_file(file))
        showing.show(checked[-1], root, console)
    showing.closing(checked, console)
    return int(any(one.faulty for one in checked))
