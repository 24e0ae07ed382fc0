"""Progress in words: the counts, what could not be read, the next step, what is not counted."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from resilience_helpers._text import _
from resilience_helpers.plan import FILE

if TYPE_CHECKING:
    from resilience_helpers.progress import Exercise, Lesson, Progress

#: So many notes are shown; the others follow when these are done.
SHOWN = 5


def told(progress: "Progress") -> str:
    """Return progress as lines of text."""
    return "\n".join([*counts(progress), *to_mend(progress), next_step(progress), *rules(progress)])


def counts(progress: "Progress") -> list[str]:
    """Return what is done, in one line on the lessons and one on the exercises."""
    lessons = _("Lessons done: {done} of {all}.")
    exercises = _(
        "Points in the exercises, of {all:g}: {right:g} right, {waiting:g} waiting for the "
        "instructor, {wrong:g} not right yet, {open:g} open."
    )
    groups = {group: progress.points(group) for group in ("right", "waiting", "wrong", "open")}
    lines = [
        lessons.format(done=progress.done, all=len(progress.lessons)),
        exercises.format(all=progress.total, **groups),
    ]
    unread = [lesson for lesson in progress.lessons if lesson.exercise.trouble]
    if unread:
        told = _("Not read, and counted as open: {points:g} points in {names}.")
        points = sum(lesson.exercise.points("open") for lesson in unread)
        names = ", ".join(lesson.number for lesson in unread)
        lines.append(told.format(points=points, names=names))
    return lines


def to_mend(progress: "Progress") -> list[str]:
    """Return what could not be read, and what is to be run and saved."""
    lines = list(progress.troubles)
    for lesson in progress.lessons:
        lines += [
            _("Exercise {name}: {note}").format(name=_name(lesson), note=note)
            for note in lesson.exercise.notes
        ]
    if len(lines) > SHOWN:
        more = _(
            "… and {count} more notes. They show when these are done, or by: course check"
        ).format(count=len(lines) - SHOWN)
        lines = [*lines[:SHOWN], more]
    return lines


def next_step(progress: "Progress") -> str:
    """Return the next lesson and the first exercise that is not finished."""
    # after the last one done: who leaves the dots of a lesson is not held there
    done = [place for place, lesson in enumerate(progress.lessons) if lesson.done]
    after = progress.lessons[done[-1] + 1 :] if done else ()
    ahead = next((lesson for lesson in (*after, *progress.lessons) if not lesson.done), None)
    begun = [
        lesson
        for lesson in progress.lessons
        if (lesson.done or lesson.exercise.started)
        and not lesson.exercise.trouble
        and not lesson.exercise.finished
    ]
    steps = []
    if ahead:
        steps.append(_("lesson {name}").format(name=_name(ahead)))
    if begun:
        first = _("exercise {number} has {left}")
        steps.append(first.format(number=begun[0].number, left=_left(begun[0].exercise)))
    if len(begun) > 1:
        more = _("{count} more exercises have items left") if len(begun) > 2 else ""
        more = more or _("1 more exercise has items left")
        steps.append(more.format(count=len(begun) - 1))
    if not steps:
        return _("Next: write your action plan with course plan.")
    return _("Next: {steps}.").format(steps="; ".join(steps))


def rules(progress: "Progress") -> list[str]:
    """Return what counts as done, and what is not counted."""
    lesson = _(
        "A lesson is done when a record of its cell “Your city” stands in your plan, {file}."
    )
    if progress.anew:
        items = [_("An item counts as its check said just now, in a run of the saved file.")]
    else:
        items = [
            _("An item counts as its check said when it was last run and saved."),
            _("An answer that changed since then counts after a new run: course progress --run."),
        ]
    missing = _(
        "Not counted: what only grading tries, points from the instructor, files of other names."
    )
    dots = _("A lesson in which all dots stay is not counted as done.")
    return [lesson.format(file=FILE), dots, *items, missing]


def _name(lesson: "Lesson") -> str:
    return f"{lesson.number} {lesson.title}"


def _left(exercise: "Exercise") -> str:
    """Return how many items are left, such as "2 items open and 1 not right yet"."""
    wrong, still_open = exercise.of("wrong"), exercise.of("open")
    parts = []
    if still_open:
        parts.append(_items(len(still_open), _open))
    if wrong:
        parts.append(f"{_items(len(wrong), _wrong)}: {', '.join(one.label for one in wrong)}")
    return _(" and ").join(parts)


def _items(count: int, words: Callable[[int], str]) -> str:
    return words(count).format(count=count)


def _open(count: int) -> str:
    return _("1 item open") if count == 1 else _("{count} items open")


def _wrong(count: int) -> str:
    return _("1 item not right yet") if count == 1 else _("{count} items not right yet")
