"""`course progress`: how far a trainee is, on the command line, as a picture and as a record.

The library does the counting; here it gets the exercises as `course check` reads them, which
opens damaged files too, and can run them anew.
"""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classroom.trainee.check import Checked, check_file
from classroom.trainee.record import MARK, page
from classroom.trainee.show import say
from classroom.whole_file import write_whole
from resilience_helpers import progress
from resilience_helpers._progress import picture, syllabus, words
from resilience_helpers.progress import Exercise, Progress

#: A file of ours says so in its first bytes.
START = 2_000


@dataclass(frozen=True)
class Kind:
    """A kind of file that is written: its endings, and what stands at its start."""

    endings: tuple[str, ...]
    mark: bytes
    example: str


PICTURE = Kind((".png",), picture.MARK.encode(), "course progress --picture progress.png")
RECORD = Kind((".html", ".htm"), MARK.encode(), "course progress --record record.html")


def read(run: bool, console: Console) -> Progress:
    """Read how far the trainee is who stands in the present folder.

    Parameters
    ----------
    run : bool
        True runs every exercise that is not as it was handed out; False takes what the
        outputs saved in it say.
    console : rich.console.Console
        Where to show which one runs.

    Returns
    -------
    Progress
    """
    found = progress.find()
    exercises = {}
    for taught in syllabus.lessons():
        if taught.name not in found:
            exercises[taught.name] = progress.unread(taught, progress.not_there())
            continue
        doing = "Running" if run else "Reading"
        with console.status(f"{doing} {taught.name}"):
            checked = check_file(found[taught.name], run)
        exercises[taught.name] = _exercise(taught, checked)
    return progress.gather(exercises, anew=run)


def _exercise(taught: syllabus.Taught, checked: Checked) -> Exercise:
    if checked.unreadable:
        return progress.unread(taught, checked.unreadable)
    if checked.exercise != taught.name:
        told = f"The file holds {checked.exercise}. Put the right file in its place."
        return progress.unread(taught, told)
    notes = progress.notes_on(checked.items)
    if checked.broken:
        notes += ("it has broken cells. Run: course check",)
    return Exercise(checked.items, "", notes, not checked.untouched)


def show(found: Progress, console: Console) -> None:
    """Show the lessons as a table, and what the notebook cell says in words below it."""
    table = Table("Lesson", "Done", "Right", "Waiting", "Not right", "Open")
    for column in table.columns[2:]:
        column.justify = "right"
    for lesson in found.lessons:
        exercise = lesson.exercise
        cells = [f"{exercise.points(group):g}" for group in progress.GROUPS]
        if exercise.trouble:
            cells = ["?"] * len(cells)
        done = "yes" if lesson.done else "–"
        table.add_row(Text(f"{lesson.number} {lesson.title}"), done, *cells)
    console.print(table)
    say(console, "Columns 3 to 6: points of the exercise. Waiting: for the instructor.")
    for line in [*words.counts(found), *words.to_mend(found)]:
        say(console, line)
    say(console, found.next_step(), "bold")
    for line in words.rules(found):
        say(console, line)


def prepare(file: Path, kind: Kind, force: bool) -> None:
    """Refuse a file that must not be written, before anything is run.

    Raises
    ------
    ValueError
        If its ending is another one.
    FileExistsError
        If another kind of file has that name, unless `force` is true.
    OSError
        If there is no such folder, or the file cannot be read.
    """
    if file.suffix.lower() not in kind.endings:
        raise ValueError(f"{file} does not end in {kind.endings[0]}. Example: {kind.example}")
    if not file.absolute().parent.is_dir():
        raise FileNotFoundError(2, "its folder is not there")
    if file.exists() and not force:
        with file.open("rb") as old:
            if kind.mark not in old.read(START):
                raise FileExistsError(str(file))


def write_picture(found: Progress, file: Path) -> None:
    """Write the figure of the progress."""
    write_whole(file, found.picture().png())


def write_record(found: Progress, file: Path, name: str, date: str) -> None:
    """Write the completion record."""
    write_whole(file, page(found, name, date).encode())
