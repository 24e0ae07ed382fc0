"""How far a trainee is: lessons done, points of the exercises, and what comes next.

All of it is read from the trainee's own files: the plan, and the exercises with the verdicts
that their checks left in them when they were last run and saved. Nothing is run, no file is
changed, and no clock is asked. `course progress` shows the same, and can run the checks anew.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resilience_helpers._progress import files, records, saved, syllabus
from resilience_helpers._progress.saved import Item
from resilience_helpers._text import _

if TYPE_CHECKING:
    from resilience_helpers.figures import Picture

#: Larger notebooks are not read here; what makes them large are outputs.
MOST_MEGABYTES = 20
#: What an item counts as, by its state.
GROUPS = {
    "right": ("right",),
    "waiting": ("written",),
    "wrong": ("wrong", "stopped", "missing"),
    "open": ("open",),
}


@dataclass(frozen=True)
class Exercise:
    """One exercise and how its items stand."""

    items: tuple[Item, ...]
    trouble: str = ""  # why its file was not read, and what to do; then all items are open
    notes: tuple[str, ...] = ()  # what else to do, such as "run and save it"
    started: bool = False

    def of(self, group: str) -> list[Item]:
        """Return the items of a group, a key of `GROUPS`."""
        return [item for item in self.items if item.state in GROUPS[group]]

    def points(self, group: str) -> float:
        """Return the points of a group."""
        return sum(item.points for item in self.of(group))

    @property
    def automatic(self) -> float:
        """Points that checks can give."""
        return sum(item.points for item in self.items if not item.by_hand)

    @property
    def finished(self) -> bool:
        """True if every item is right or written."""
        return not self.of("wrong") and not self.of("open")


@dataclass(frozen=True)
class Objective:
    """One objective of a lesson, and the items that test it."""

    number: str
    text: str
    items: tuple[Item, ...]

    @property
    def met(self) -> bool:
        """True if each item with a check is right, and each other has an answer."""
        return bool(self.items) and {item.state for item in self.items} <= {"right", "written"}

    @property
    def waiting(self) -> tuple[Item, ...]:
        """The written items, if it is met but for what the instructor says to them."""
        return tuple(item for item in self.items if item.by_hand) if self.met else ()


@dataclass(frozen=True)
class Lesson:
    """One lesson with its exercise."""

    name: str  # such as "01_concepts/3_scorecard"
    number: str  # such as "01.3"
    title: str
    recorded: int  # how many of the records of its cell "Your city" stand in the plan
    records: int  # how many that cell asks for
    exercise: Exercise
    objectives: tuple[Objective, ...]

    @property
    def done(self) -> bool:
        """True if a record of its cell "Your city" stands in the plan."""
        return self.recorded > 0


@dataclass(frozen=True)
class Progress:
    """All lessons of the course, as one trainee stands."""

    lessons: tuple[Lesson, ...]
    city: str = ""  # as the plan names it
    troubles: tuple[str, ...] = ()  # what could not be read, and what to do
    anew: bool = False  # True if the checks were run for it

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(lesson.done for lesson in self.lessons)

    def points(self, group: str) -> float:
        """Return the points of a group over all exercises."""
        return sum(lesson.exercise.points(group) for lesson in self.lessons)

    @property
    def total(self) -> float:
        """All points of all exercises."""
        return sum(self.points(group) for group in GROUPS)

    def words(self) -> str:
        """Return the counts, what could not be read, the next step, and what is not counted."""
        from resilience_helpers._progress import words

        return words.told(self)

    def next_step(self) -> str:
        """Return the next step in one sentence."""
        from resilience_helpers._progress import words

        return words.next_step(self)

    def picture(self) -> "Picture":
        """Return a figure of the lessons done and of the points of each exercise."""
        from resilience_helpers._progress import picture

        return picture.draw(self)


def read(folder: str | Path | None = None) -> Progress:
    """Read how far the trainee is.

    Parameters
    ----------
    folder : str or Path, optional
        Where to look for exercises: the course's folder or one inside; default: the present
        one. The plan is looked for as `plan.path` says.

    Returns
    -------
    Progress
        A file that cannot be read does not stop it; `words` names it.
    """
    taught = syllabus.lessons()
    found = find(folder)
    return gather({one.name: _exercise(one, found.get(one.name)) for one in taught})


def find(folder: str | Path | None = None) -> dict[str, Path]:
    """Return the files of the exercises by their names; one that is not there is left out."""
    names = [one.name for one in syllabus.lessons()]
    found = {}
    for path in files.of_course(Path(folder or Path.cwd()), names):
        full = Path(os.path.abspath(path))
        found.setdefault(f"{full.parent.name}/{full.stem}", path)
    return found


def gather(exercises: Mapping[str, Exercise], anew: bool = False) -> Progress:
    """Put exercises and plan together.

    Parameters
    ----------
    exercises : mapping
        Each exercise by its name.
    anew : bool
        Whether their checks were run for it.

    Returns
    -------
    Progress
    """
    own = records.read()
    lessons = []
    for one in syllabus.lessons():
        exercise = exercises[one.name]
        tested = {asked.name: asked.objective for asked in one.items}
        objectives = tuple(
            Objective(
                number, text, tuple(i for i in exercise.items if tested.get(i.name) == number)
            )
            for number, text in one.objectives.items()
        )
        done = own.of(one.number)
        lessons.append(Lesson(one.name, one.number, one.title, *done, exercise, objectives))
    troubles = [own.trouble] if own.trouble else []
    if all(lesson.exercise.trouble == not_there() for lesson in lessons):
        troubles.append(_("No exercise was found. Open the folder of the course, then try again."))
    else:
        troubles += [
            f"{lesson.name}.ipynb: {lesson.exercise.trouble}"
            for lesson in lessons
            if lesson.exercise.trouble
        ]
    return Progress(tuple(lessons), own.city, tuple(troubles), anew)


def not_there() -> str:
    """Return what is said of an exercise whose file is missing."""
    return _("the file is not there. Fetch it again, or copy it from the course.")


def unread(taught: syllabus.Taught, trouble: str) -> Exercise:
    """Return an exercise whose file was not read: all its items are open."""
    return Exercise(tuple(saved.item(asked, {}, {}) for asked in taught.items), trouble)


def notes_on(items: Iterable[Item]) -> tuple[str, ...]:
    """Return what to do about answers whose checks were not run or not saved."""
    labels = [item.label for item in items if item.unrun]
    if not labels:
        return ()
    told = _("answered, but the check was not run or not saved: {items}. Run it, then save.")
    return (told.format(items=" ".join(labels)),)


def _exercise(taught: syllabus.Taught, file: Path | None) -> Exercise:
    """Return how one exercise stands by the outputs saved in it."""
    try:
        cells = _cells(taught, file)
    except ValueError as error:
        return unread(taught, str(error))
    said = saved.verdicts(cells)
    items = tuple(saved.item(asked, cells, said) for asked in taught.items)
    answered = any(saved.answered(asked, cells) for asked in taught.items)
    notes = notes_on(items)
    lost = [saved.label(asked.name) for asked in taught.items if not saved.whole(asked, cells)]
    if lost:
        told = _("cells are missing: {items}. Run: course check")
        notes += (told.format(items=" ".join(lost)),)
    return Exercise(items, "", notes, answered or any(item.state != "open" for item in items))


def _cells(taught: syllabus.Taught, file: Path | None) -> dict[str, saved.Cell]:
    """Return the marked cells of an exercise, or raise ValueError with what is wrong with it."""
    if file is None:
        raise ValueError(not_there())
    try:
        size = file.stat().st_size / 1e6
        raw = file.read_bytes() if size <= MOST_MEGABYTES else b""
    except OSError as error:
        told = _("the file cannot be opened: {reason}.")
        raise ValueError(told.format(reason=error.strerror or error)) from None
    if size > MOST_MEGABYTES:
        told = _(
            "the file has {size:.0f} MB; up to {most} are read here. Choose Edit > Clear Outputs "
            "of All Cells, run and save it, or take course progress --run."
        )
        raise ValueError(told.format(size=size, most=MOST_MEGABYTES))
    try:
        cells = saved.marked(saved.cells_of(raw))
    except ValueError as error:
        told = _("the file cannot be read: {reason}. Run: course check")
        raise ValueError(told.format(reason=error)) from None
    if not set(cells) & {asked.name for asked in taught.items}:
        raise ValueError(_foreign(cells))
    return cells


def _foreign(cells: Mapping[str, saved.Cell]) -> str:
    for other in syllabus.lessons():
        if set(cells) & {asked.name for asked in other.items}:
            told = _("the file holds exercise {number} {title}. Put the right file in its place.")
            return told.format(number=other.number, title=other.title)
    return _("the file holds no exercise of this course. Run: course check")
