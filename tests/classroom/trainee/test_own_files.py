"""`course check`: which files it finds from where, and what it says of an answer that stops."""

import io
import shutil
from pathlib import Path

import pytest
from course import EXERCISES, LESSONS
from nbformat.v4 import new_code_cell
from rich.console import Console

from classroom.trainee import handed_out, show
from classroom.trainee.check import Checked, Item
from classroom.trainee.files import find, find_in
from classroom.trainee.syntax import unreadable

FIRST = EXERCISES[0]
MODULE = FIRST.parent.name
OTHER = "02_other"
MINE = [path.name for path in EXERCISES if path.parent.name == MODULE]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Make a trainee's course: two modules, with lessons of the same file names beside."""
    known = handed_out.exercises()
    monkeypatch.setattr(handed_out, "exercises", lambda: [*known, f"{OTHER}/1_other"])
    for path in (*EXERCISES, *LESSONS):
        for module, name in ((MODULE, path.name), (OTHER, "1_other.ipynb")):
            if path.parent.name == MODULE:
                copy = tmp_path / "a" / path.parent.parent.name / module / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)
    (tmp_path / "a" / "modules" / "data").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    return tmp_path / "a"


def places(found, course):
    return {path.resolve().relative_to(course.resolve()).parent.as_posix() for path in found}


@pytest.mark.parametrize(
    ("here", "modules"),
    [
        (".", {MODULE, OTHER}),
        ("exercises", {MODULE, OTHER}),
        (f"exercises/{MODULE}", {MODULE}),
        ("modules", {MODULE, OTHER}),
        ("modules/data", {MODULE, OTHER}),
        (f"modules/{MODULE}", {MODULE}),
    ],
)
def test_exercises_are_found_from_everywhere_in_the_course(course, monkeypatch, here, modules):
    monkeypatch.chdir(course / here)
    expected = {f"exercises/{module}" for module in modules}
    assert places(find(Path()), course) == places(find(course / here), course) == expected


def test_what_was_found_above_is_named_from_here(course, monkeypatch):
    monkeypatch.chdir(course / "modules" / MODULE)
    assert show._name(find(Path())[0], Path()) == f"../../exercises/{MODULE}/{MINE[0]}"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ([f"exercises/{MODULE}"], MINE),
        ([f"exercises/{MODULE}/"], MINE),
        ([f"exercises/{MODULE}", f"exercises/{MODULE}/{MINE[0]}"], MINE),
        ([f"exercises/{MODULE}/{MINE[1]}", "mine"], [MINE[1], "renamed.ipynb"]),
    ],
)
def test_a_folder_stands_for_its_notebooks(course, given, names):
    (course / "mine").mkdir()
    shutil.copy(FIRST, course / "mine" / "renamed.ipynb")
    (course / "mine" / ".hidden.ipynb").touch()
    assert [path.name for path in find_in(list(map(Path, given)))] == names


def test_the_folder_of_the_course_stands_for_all_exercises(course):
    assert find_in([Path()]) == find(Path())


@pytest.mark.parametrize(
    ("given", "words"), [("none", "no file or folder none"), ("modules/data", "no exercise in")]
)
def test_what_is_not_there_is_said(course, given, words):
    with pytest.raises(ValueError, match=words):
        find_in([Path(given)])


@pytest.mark.parametrize(
    ("source", "said", "reason"),
    [
        ("a = 1\nx = (\n\n", "incomplete input (line 3)", "incomplete input (line 2). Is a bracket"),
        ("x = '''a\nb\n", "incomplete input (line 1)", "incomplete input (line 1). Is a bracket"),
        ("%time\nx = [1,", "incomplete input (line 2)", "incomplete input (line 2). Is a bracket"),
        ("x = 1\\", "incomplete input (line 1)", "incomplete input. Is a bracket"),
        (
            "a = 1\nif a:\n",
            "incomplete input (line 2)",
            "expected an indented block after 'if' statement (line 2).",
        ),
        ("x = 3 +* 4", "invalid syntax (line 1)", "invalid syntax (line 1)."),
    ],
)  # fmt: skip
def test_what_python_cannot_read_is_told_with_the_right_line_or_none(source, said, reason):
    assert unreadable(new_code_cell(source), f"SyntaxError: {said}").startswith(reason)


def test_other_errors_are_no_matter_of_reading():
    assert unreadable(new_code_cell("1 / 0"), "ZeroDivisionError: division by zero") == ""


def closing(*checked):
    console = Console(record=True, width=300, file=io.StringIO())
    show.closing(list(checked), console)
    return console.export_text()


def stopped(*lines, exercise="01/1"):
    items = [Item(f"Q{n}", f"m_q{n}_a", False, 1, "stopped", x) for n, x in enumerate(lines, 2)]
    return Checked(Path("a.ipynb"), exercise, items=tuple(items))


def test_one_answer_that_stops_is_named():
    one = stopped("Your answer stopped with NameError.")
    said = "One answer stops with an error (Q2). Correct it, or write `...` again."
    assert closing(one).startswith(said)
    assert f"02/1: {said}" in closing(one, stopped("x", exercise="02/1"))


def test_what_was_not_reached_did_not_stop():
    late = "Not reached: your own cell ended Python."
    assert closing(stopped("x", late)).startswith("One answer stops with an error (Q2).")
    assert closing(stopped(late)).startswith("A cell ends the run before the last answer")
