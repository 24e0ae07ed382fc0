"""The figure of a trainee's progress: one row a lesson, its exercise as a bar of points."""

import functools
import io
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from resilience_helpers import figures
from resilience_helpers._text import N_, _

if TYPE_CHECKING:
    from resilience_helpers.progress import Lesson, Progress

#: Words and look of each group of items; shade and hatching tell them apart in grey too.
LOOKS = {
    "right": (N_("right"), {"facecolor": figures.PALETTE[0]}),
    "waiting": (N_("waiting for the instructor"), {"facecolor": "#BBDDF2", "hatch": ".."}),
    "wrong": (N_("not right yet"), {"facecolor": "#F2B877", "hatch": "///"}),
    "open": (N_("open"), {"facecolor": "white"}),
}
EDGE = "#333333"
#: By this a later run knows a picture of its own, which it may replace.
MARK = "Resilient Cities progress"
#: Where the square of a lesson stands, left of the points [points].
SQUARE = -0.8


class _Small(figures.Picture):
    """A picture of few colours, which takes a third of the room in a saved notebook."""

    @functools.cached_property
    def _png(self) -> bytes:
        full = Image.open(io.BytesIO(super()._png)).convert("RGB")
        buffer = io.BytesIO()
        made_by = PngInfo()
        made_by.add_text("Title", MARK)
        small = full.quantize(64, dither=Image.Dither.NONE)
        small.save(buffer, "png", optimize=True, pnginfo=made_by)
        return buffer.getvalue()


@figures._styled
def draw(progress: "Progress") -> figures.Picture:
    """Draw the lessons that are done and the points of each exercise.

    Parameters
    ----------
    progress : Progress
        How far the trainee is.

    Returns
    -------
    Picture
    """
    lessons = progress.lessons
    figure, axes = figures._axes(height=1.5 + 0.23 * len(lessons))
    for row, lesson in enumerate(lessons):
        look = {"facecolor": "black" if lesson.done else "white", "edgecolor": "black"}
        axes.scatter(SQUARE, row, marker="s", s=60, linewidths=1, **look)
        if lesson.exercise.trouble:
            axes.text(0.15, row, _("file not read, see the text"), va="center", fontsize=9)
        else:
            _bar(axes, row, lesson)
    axes.set_yticks(range(len(lessons)), [f"{one.number} {one.title}" for one in lessons])
    axes.set(ylim=(len(lessons) - 0.4, -0.6), xlim=(SQUARE - 0.6, None))
    axes.set_xticks(range(0, 11, 2))
    axes.tick_params(labelsize=10)
    axes.set(xlabel=_("Points in the exercise"), ylabel=_("Lesson"))
    axes.tick_params(axis="y", length=0)
    _legend(axes)
    return _Small(figure, alternative(progress))


def alternative(progress: "Progress") -> str:
    """Return the figure in words: totals, then each lesson on which something was done."""
    total = _(
        "Progress: {done} of {all} lessons done; in the exercises {right:g} points right, "
        "{waiting:g} waiting for the instructor, {wrong:g} not right yet, {open:g} open."
    )
    points = {group: progress.points(group) for group in LOOKS}
    told = [total.format(done=progress.done, all=len(progress.lessons), **points)]
    told += [
        _one(lesson)
        for lesson in progress.lessons
        if lesson.done or lesson.exercise.started or lesson.exercise.trouble
    ]
    return " ".join(told)


def _one(lesson: "Lesson") -> str:
    done = _("lesson done") if lesson.done else _("lesson not done")
    exercise = lesson.exercise
    if exercise.trouble:
        return f"{lesson.number}: {done}, {_('file not read, see the text')}."
    parts = [
        f"{exercise.points(group):g} {_(words)}"
        for group, (words, _look) in LOOKS.items()
        if exercise.points(group)
    ]
    return f"{lesson.number}: {', '.join([done, *parts])}."


def _bar(axes: Axes, row: int, lesson: "Lesson") -> None:
    left = 0.0
    for group, (_words, look) in LOOKS.items():
        points = lesson.exercise.points(group)
        if points:
            axes.barh(row, points, left=left, height=0.72, edgecolor=EDGE, linewidth=0.8, **look)
            left += points


def _legend(axes: Axes) -> None:
    square = {"marker": "s", "linestyle": "", "markeredgecolor": "black", "markersize": 8}
    signs = axes.plot([], [], color="black", label=_("lesson done"), **square)
    signs += axes.plot([], [], color="white", label=_("lesson not done"), **square)
    signs += [Patch(edgecolor=EDGE, label=_(words), **look) for words, look in LOOKS.values()]
    axes.figure.legend(handles=signs, loc="outside upper center", ncols=3, frameon=False)
