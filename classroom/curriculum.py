"""Write docs/curriculum.md, docs/items.md and the library's syllabus from the notebooks.

The first lists lessons, objectives, items and points; the second, for the instructor, what
each check says to which wrong answer. By the third a trainee's progress is counted. Run
``python -m classroom.curriculum``; ``make docs`` does. A test holds them current.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from classroom import syllabus
from classroom.build import ROOT, notebooks
from classroom.mistakes import Known, known

#: By this the library counts, which may import nothing of the classroom.
SYLLABUS = Path("resilience_helpers/_progress/syllabus.json")
_HEADING = re.compile(
    r"^### Q(\d+) · (\w+) \((\d+) points?, objective (\d\d\.\d[a-z])\)$", re.MULTILINE
)
_OBJECTIVE = re.compile(r"^- (\d\d\.\d[a-z]) (.+?)[;.]?$", re.MULTILINE)


@dataclass(frozen=True)
class Item:
    """One item of an exercise."""

    number: int
    kind: str
    points: int
    objective: str


@dataclass(frozen=True)
class Lesson:
    """One lesson with its exercise."""

    path: Path
    question: str
    objectives: dict[str, str]
    items: tuple[Item, ...]


def read_lesson(path: Path, root: Path = ROOT) -> Lesson:
    """Read what a lesson and its exercise say of themselves.

    Parameters
    ----------
    path : pathlib.Path
        The lesson, ``modules/MODULE/NAME.ipynb``.
    root : pathlib.Path
        The course.

    Returns
    -------
    Lesson
    """
    text = _markdown(path)
    items = read_items(root / "exercises" / path.relative_to(root / "modules"))
    title = re.match(r"# (.+)", text)[1]
    return Lesson(path, title, dict(_OBJECTIVE.findall(text)), items)


def read_items(exercise: Path) -> tuple[Item, ...]:
    """Return the items of an exercise as its headings name them."""
    return tuple(
        Item(int(number), kind, int(points), objective)
        for number, kind, points, objective in _HEADING.findall(_markdown(exercise))
    )


def documents(root: Path = ROOT) -> dict[Path, str]:
    """Return the generated pages: path and text."""
    lessons = [
        read_lesson(path, root)
        for path in notebooks(root / "modules")
        if path.parent.name != "modules"
    ]
    return {
        root / "docs" / "curriculum.md": curriculum(lessons, root),
        root / "docs" / "items.md": items_page(lessons, root),
        root / SYLLABUS: syllabus.page([_entry(lesson, root) for lesson in lessons]),
    }


def _entry(lesson: Lesson, root: Path) -> dict:
    exercise = root / "exercises" / lesson.path.relative_to(root / "modules")
    tested = {f"Q{item.number}": item.objective for item in lesson.items}
    return syllabus.entry(exercise, lesson.objectives, tested)


def curriculum(lessons: list[Lesson], root: Path = ROOT) -> str:
    """Return the curriculum as a Markdown page."""
    parts = [
        "# Curriculum",
        "This page is made by `make docs` from the notebooks. Do not edit it.",
        "Each lesson takes 45 minutes, each exercise 30 to 40 minutes. Every exercise has 10 points.",
        "| module | lesson | exercise | items | points | graded by hand |\n|---|---|---|---|---|---|\n"
        + "\n".join(_row(lesson, root) for lesson in lessons),
        "## Objectives and the items that test them",
    ]
    for lesson in lessons:
        parts.append(f"### {lesson.path.parent.name} · {lesson.question}")
        rows = [
            f"| {number} | {text} | {_tested(lesson, number)} |"
            for number, text in lesson.objectives.items()
        ]
        parts.append(
            "| objective | after the lesson you can | items |\n|---|---|---|\n" + "\n".join(rows)
        )
    return "\n\n".join(parts) + "\n"


def items_page(lessons: list[Lesson], root: Path = ROOT) -> str:
    """Return what each check says to which answer, as a Markdown page for the instructor."""
    parts = [
        "# Items and common mistakes",
        "This page is made by `make docs` from `solutions/`. Do not edit it. It is for instructors "
        "and holds answers. It gives the objectives of each exercise, and for each item the right "
        "answer, the hint, and what the check says to the wrong answers that it knows. "
        "Numbers are rounded to four digits. A line of code is one way to such an answer; a long "
        "one is cut.",
        "To other wrong answers the check gives the hint. Every check also tells mix-ups of units: "
        "percent and fraction, sign, thousand, million, hours and days, and the other part of 1 "
        "or 100.",
    ]
    for lesson in lessons:
        parts.append(f"## {lesson.path.parent.name} · {lesson.question}")
        goals = [f"- {number} {text}" for number, text in lesson.objectives.items()]
        parts.append("After the lesson a trainee can:\n\n" + "\n".join(goals))
        module = lesson.path.parent.name
        parts.append(f"What to say to a trainee: [teaching notes](teaching/{module}.md).")
        solution = root / "solutions" / lesson.path.relative_to(root / "modules")
        notebook = nbformat.read(solution, as_version=4)
        checks = known(notebook)
        parts += [_item_text(item, notebook.cells, checks) for item in lesson.items]
    return "\n\n".join(parts) + "\n"


def _item_text(item: Item, cells: list[NotebookNode], checks: dict[str, Known]) -> str:
    title = f"### Q{item.number} · {item.kind} ({item.points}), {item.objective}"
    graded = _graded(cells, item)
    if item.kind == "Decide":
        question = next(c.source for c in cells if c.source.startswith(f"### Q{item.number} "))
        rubric = question[question.index("**Rubric.**") :]
        return f"{title}\n\n{rubric}\n\nAn answer with full points: {graded.source}"
    of_check = checks[graded.metadata.nbgrader.grade_id]
    parts = [title, f"Right: {of_check.right}", f"Hint: {of_check.hint}"]
    rows = [f"| {answer} | {message} |" for answer, message in of_check.mistakes]
    if rows:
        parts.append("| answer | the check says |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _graded(cells: list[NotebookNode], item: Item) -> NotebookNode:
    return next(
        cell
        for cell in cells
        if f"_q{item.number}_" in cell.metadata.get("nbgrader", {}).get("grade_id", "")
        and cell.metadata.nbgrader.grade
    )


def _row(lesson: Lesson, root: Path) -> str:
    place = lesson.path.relative_to(root).as_posix()
    exercise = place.replace("modules/", "exercises/", 1)
    points = sum(item.points for item in lesson.items)
    by_hand = sum(item.points for item in lesson.items if item.kind == "Decide")
    return (
        f"| {lesson.path.parent.name} | [{lesson.question}](../{place}) "
        f"| [{lesson.path.stem}](../{exercise}) | {len(lesson.items)} | {points} | {by_hand} |"
    )


def _tested(lesson: Lesson, objective: str) -> str:
    items = [item for item in lesson.items if item.objective == objective]
    return ", ".join(f"Q{item.number} {item.kind} ({item.points})" for item in items)


def _markdown(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def main() -> None:
    """Write the generated pages."""
    for path, text in documents().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
