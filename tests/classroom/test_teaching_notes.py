"""docs/teaching: every exercise and every item has its note, and no other."""

import re

import pytest
from course import ROOT, SOLUTIONS, name, read, text_of

from classroom.curriculum import read_items
from classroom.handout import holds_answers

FOLDER = ROOT / "docs" / "teaching"
MODULES = sorted({path.parent.name for path in SOLUTIONS})
SECTION = re.compile(r"^## (\d\d\.\d) · .+$", re.MULTILINE)
NOTE = re.compile(r"^\*\*Q(\d+) · (\w+) \((\d+)\), (\d\d\.\d[a-z])\.\*\* (.+)$", re.MULTILINE)
#: A full answer of an item with one point is worth one point.
LEVELS = {1: ("Full point", "Half a point", "0 points"), 2: ("2 points", "1 point", "0 points")}


def number(solution):
    """Return the number of an exercise, such as ``01.1``."""
    return f"{solution.parent.name[:2]}.{solution.stem[0]}"


def sections(page):
    """Return the notes of a page by exercise."""
    parts = SECTION.split(page.read_text("utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def note_of(solution):
    """Return the notes to one exercise."""
    return sections(FOLDER / f"{solution.parent.name}.md")[number(solution)]


def note_heads(solution):
    """Return number, kind, points, objective and text of each note."""
    return NOTE.findall(note_of(solution))


def test_each_module_has_its_page_and_each_exercise_its_section():
    assert [path.name for path in sorted(FOLDER.iterdir())] == [f"{one}.md" for one in MODULES]
    for module in MODULES:
        exercises = [number(path) for path in SOLUTIONS if path.parent.name == module]
        page = FOLDER / f"{module}.md"
        assert SECTION.findall(page.read_text("utf-8")) == exercises
        assert "For instructors: this page holds answers." in page.read_text("utf-8")


@pytest.mark.parametrize("solution", SOLUTIONS, ids=name)
def test_each_item_has_its_note_and_no_note_stands_alone(solution):
    noted = [(int(n), kind, int(points), goal) for n, kind, points, goal, _ in note_heads(solution)]
    asked = [(one.number, one.kind, one.points, one.objective) for one in read_items(solution)]
    assert noted == asked
    assert note_of(solution).count("**Q") == len(asked), "a note whose heading cannot be read"


@pytest.mark.parametrize("solution", SOLUTIONS, ids=name)
def test_each_note_says_what_to_say(solution):
    for item, kind, points, _goal, text in note_heads(solution):
        assert re.search(r'\*\*Say:\*\* "[^"]{20,}[.?!:]"', text), f"Q{item} has nothing to say"
        wanted = (*LEVELS[int(points)], "Borderline") if kind == "Decide" else ("Tempting",)
        for word in wanted:
            assert f"*{word}:*" in text, f"Q{item} lacks {word!r}"


@pytest.mark.parametrize("solution", SOLUTIONS, ids=name)
def test_each_exercise_has_a_start_and_an_end(solution):
    text = note_of(solution)
    for word in (
        "**What it is about.**",
        "**Before they start (",
        "**In the room.**",
        "**To the plan.**",
    ):
        assert text.count(word) == 1, word
    for folder in ("modules", "solutions"):
        place = solution.relative_to(ROOT / "solutions").as_posix()
        assert f"](../../{folder}/{place})" in text


@pytest.mark.parametrize("solution", SOLUTIONS, ids=name)
def test_what_to_say_gives_no_choice_away(solution):
    right = dict(
        re.findall(
            r'check\.choice\(\s*"m\d\de\d_q(\d)_\w+", (\w+)', text_of(read(solution), "code")
        )
    )
    for item, kind, _points, _goal, text in note_heads(solution):
        for said in re.findall(r'\*\*Say:\*\* "([^"]+)"', text) if kind == "Choose" else []:
            letter = re.search(
                rf'^{right[item]} = "([A-Z])"$', text_of(read(solution), "code"), re.M
            )[1]
            assert not re.search(rf"\b{letter}\b", said), f"Q{item}: {said}"


def test_the_notes_are_not_handed_out():
    assert holds_answers((FOLDER / "01_concepts.md").relative_to(ROOT).as_posix())
