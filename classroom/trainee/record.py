"""The completion record of a trainee: one page to print, made of the trainee's own progress."""

from dataclasses import dataclass
from pathlib import Path

from resilience_helpers._pages import templates
from resilience_helpers._progress import words
from resilience_helpers._progress.saved import plain
from resilience_helpers._progress.syllabus import MODULES
from resilience_helpers.progress import Lesson, Objective, Progress

TEMPLATES = Path(__file__).resolve().parent / "templates"
#: By this a later run knows a record of its own, which it may replace.
MARK = '<meta name="generator" content="Resilient Cities completion record">'
LONGEST_NAME = 120


@dataclass(frozen=True)
class Module:
    """One module, as the record tells of it."""

    title: str
    lessons: list[Lesson]

    @property
    def done(self) -> int:
        return sum(lesson.done for lesson in self.lessons)

    @property
    def right(self) -> float:
        return sum(lesson.exercise.points("right") for lesson in self.lessons)

    @property
    def automatic(self) -> float:
        return sum(lesson.exercise.automatic for lesson in self.lessons)

    @property
    def waiting(self) -> list[str]:
        """Items that the instructor is still to read, such as "01.1 Q7"."""
        return [
            f"{lesson.number} {item.label}"
            for lesson in self.lessons
            for item in lesson.exercise.of("waiting")
        ]

    @property
    def objectives(self) -> list[Objective]:
        return [objective for lesson in self.lessons for objective in lesson.objectives]


def modules(found: Progress) -> list[Module]:
    """Return the modules in order."""
    by_folder: dict[str, list[Lesson]] = {}
    for lesson in found.lessons:
        by_folder.setdefault(lesson.name.split("/")[0], []).append(lesson)
    return [
        Module(f"{folder[:2]} {MODULES.get(folder[:2], folder[3:])}", lessons)
        for folder, lessons in by_folder.items()
    ]


def page(found: Progress, name: str = "", date: str = "") -> str:
    """Return the record as a page that needs nothing beside itself.

    Parameters
    ----------
    found : Progress
        How far the trainee is.
    name : str
        The trainee, in his or her own words.
    date : str
        As it is to stand there; none is made up.

    Returns
    -------
    str
        The same arguments always give the same text.
    """
    environment = templates(TEMPLATES)
    parts = modules(found)
    objectives = [objective for module in parts for objective in module.objectives]
    return environment.get_template("record.html.j2").render(
        found=found,
        name=plain(name, LONGEST_NAME),
        date=plain(date, LONGEST_NAME),
        modules=parts,
        met=sum(objective.met and not objective.waiting for objective in objectives),
        all=len(objectives),
        to_read=sum(bool(objective.waiting) for objective in objectives),
        next_step=found.next_step(),
        to_mend=words.to_mend(found),
        rules=words.rules(found),
        mark=MARK,
    )
