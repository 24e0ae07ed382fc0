"""The schedules in docs/: times add up, and what they name exists under its title."""

import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import pytest
from course import EXERCISES, LESSONS, ROOT, read, text_of

from resilience_helpers._plan.sections import SECTIONS

DOCS = ROOT / "docs"
WORKSHOPS = {"schedule_two_days.md": 2, "schedule_three_days.md": 3}
COURSE = "schedule_six_weeks.md"
PAGES = [*WORKSHOPS, COURSE]
#: Minutes of teaching in a day of a workshop, and in a session of the course.
DAY, SESSION = 390, 90
IN_MODULES = [path for path in LESSONS if path.parent.name != "modules"]
NAMED = re.compile(r"^(Lesson|Exercise) (\d\d\.\d) · \[(.+)\]\((.+)\)$")
SKIP = re.compile(r"^\| (\d\d\.\d) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One line of a schedule; `start` and `end` are minutes, or None at home."""

    minutes: int
    what: str
    start: int | None = None
    end: int | None = None


def number(path):
    """Return the number of a lesson or exercise, such as 02.1."""
    return f"{path.parent.name[:2]}.{path.stem[0]}"


def minutes(clock):
    """Return minutes of hours:minutes."""
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


def tables(name, home=False):
    """Return the schedules of a page, each a list of rows: those in the room, or those at home."""
    head = "| min | what | who | note |" if home else "| from-to | min | what | who | note |"
    found = []
    for block in (DOCS / name).read_text("utf-8").split("\n\n"):
        lines = block.splitlines()
        if lines and lines[0] == head:
            cells = [[one.strip() for one in line.strip("|").split("|")] for line in lines[2:]]
            found.append([_row(row, home) for row in cells])
    return found


def _row(cells, home):
    if home:
        return Row(int(cells[0]), cells[1])
    start, end = map(minutes, cells[0].split("-"))
    return Row(int(cells[1]), cells[2], start, end)


def named(rows, kind):
    """Return the numbers of the lessons or exercises that rows name."""
    found = [NAMED.match(row.what) for row in rows]
    return [match[2] for match in found if match and match[1] == kind]


def every_row(name):
    return [row for home in (False, True) for table in tables(name, home) for row in table]


@pytest.mark.parametrize("name", PAGES)
def test_blocks_follow_each_other_and_last_as_they_say(name):
    assert tables(name)
    for rows in tables(name):
        assert rows[0].start == 0
        assert all(one.end == other.start for one, other in pairwise(rows)), name
        for row in rows:
            assert row.end - row.start == row.minutes, row


@pytest.mark.parametrize(("name", "days"), WORKSHOPS.items())
def test_a_workshop_has_its_days_its_breaks_and_six_and_a_half_hours_each(name, days):
    assert len(tables(name)) == days
    for rows in tables(name):
        rests = [row for row in rows if row.what in ("Break", "Lunch")]
        assert sum(row.minutes for row in rows) - sum(row.minutes for row in rests) == DAY
        assert [row.what for row in rests] == ["Break", "Lunch", "Break"]
        breaks = [0, *(edge for row in rests for edge in (row.start, row.end)), rows[-1].end]
        sittings = zip(breaks[::2], breaks[1::2], strict=True)
        assert all(end - start <= 120 for start, end in sittings), "a break at the latest after 2 h"


def test_each_session_of_the_course_takes_ninety_minutes():
    assert len(tables(COURSE)) == 7, "six weeks and the closing session"
    assert [sum(row.minutes for row in rows) for rows in tables(COURSE)] == [SESSION] * 7
    said = re.findall(r"At home, (\d+) minutes", (DOCS / COURSE).read_text("utf-8"))
    assert [int(one) for one in said] == [
        sum(row.minutes for row in t) for t in tables(COURSE, home=True)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_lessons_and_exercises_exist_under_their_title_and_last_as_they_say(name):
    known = {}
    for path in IN_MODULES:
        text = text_of(read(path), "markdown")
        title, lasts = text.splitlines()[0][2:], re.search(r"\*\*Time\.\*\* (\d+) minutes", text)[1]
        known["Lesson", number(path)] = (
            title,
            f"../{path.relative_to(ROOT).as_posix()}",
            int(lasts),
        )
    for path in EXERCISES:
        text = text_of(read(path), "markdown")
        title = text.splitlines()[0].partition(" · ")[2]
        lasts = re.search(r"\*\*Time\.\*\* (\d+) minutes", text)[1]
        known["Exercise", number(path)] = (
            title,
            f"../{path.relative_to(ROOT).as_posix()}",
            int(lasts),
        )
    for row in every_row(name):
        if match := NAMED.match(row.what):
            assert (match[3], match[4], row.minutes) == known[match[1], match[2]], row
        else:
            assert not row.what.startswith(("Lesson", "Exercise")), row


@pytest.mark.parametrize("name", PAGES)
def test_lessons_stand_in_the_order_of_the_course_and_an_exercise_after_its_lesson(name):
    if name == COURSE:
        rooms, homes = tables(name), tables(name, home=True)
        rows = [
            row for room, home in zip_longest(rooms, homes, fillvalue=[]) for row in room + home
        ]
    else:
        rows = [row for day in tables(name) for row in day]
    lessons = named(rows, "Lesson")
    assert lessons == sorted(set(lessons))
    assert lessons[-1] == "06.3", "each schedule ends with the plan"
    places = [match[1] + match[2] for row in rows if (match := NAMED.match(row.what))]
    for exercise in named(rows, "Exercise"):
        assert places.index("Lesson" + exercise) < places.index("Exercise" + exercise)


def test_the_course_takes_every_lesson_and_every_exercise():
    rows = every_row(COURSE)
    every = [number(path) for path in IN_MODULES]
    assert sorted(named(rows, "Lesson")) == sorted(named(rows, "Exercise")) == every


@pytest.mark.parametrize("name", WORKSHOPS)
def test_a_workshop_meets_each_module_and_names_the_sections_that_stay_empty(name):
    taken = set(named(every_row(name), "Lesson"))
    assert {one[:2] for one in taken} | {"06"} == {path.parent.name[:2] for path in IN_MODULES}
    text = (DOCS / name).read_text("utf-8")
    listed = re.findall(r"^\| ([a-z ]+) \| (\d\d\.\d) \| .{20,} \|$", text, re.MULTILINE)
    open_ones = [(key, one.lesson) for key, one in SECTIONS.items() if one.lesson not in taken]
    assert sorted(listed) == sorted(open_ones)


@pytest.mark.parametrize("name", WORKSHOPS)
def test_a_workshop_says_how_much_it_takes(name):
    rows = every_row(name)
    lessons, exercises = len(named(rows, "Lesson")), len(named(rows, "Exercise"))
    line = rf"\| \[\w+ days\]\({name}\) \| .+ \| {lessons} \| {exercises} \|"
    assert re.search(line, (DOCS / "schedules.md").read_text("utf-8"))
    words = ("no", "one", "two", "three", "four", "five", "six")
    said = (
        f"In the room are {lessons} of the {len(IN_MODULES)} lessons and {words[exercises]} of the "
        f"{len(EXERCISES)} exercises."
    )
    assert said in (DOCS / name).read_text("utf-8")


def test_what_can_be_skipped_is_a_step_of_each_lesson():
    found = {
        which: step
        for which, step, _cost in SKIP.findall((DOCS / "schedules.md").read_text("utf-8"))
    }
    assert sorted(found) == [number(path) for path in IN_MODULES]
    for path in IN_MODULES:
        assert f"\n## {found[number(path)]}\n" in text_of(read(path), "markdown"), path


def test_what_a_skipped_step_costs_are_items_of_the_exercise():
    for which, _step, cost in SKIP.findall((DOCS / "schedules.md").read_text("utf-8")):
        path = next(one for one in EXERCISES if number(one) == which)
        assert re.search(r"Q\d|\d\d\.\d[a-d]|no item", cost), which
        for item in re.findall(r"Q\d", cost):
            assert f"### {item} · " in text_of(read(path), "markdown"), which
        for objective in re.findall(r"\d\d\.\d[a-d]", cost):
            assert objective.startswith(which)
