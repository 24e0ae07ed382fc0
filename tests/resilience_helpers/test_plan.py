"""`resilience_helpers.plan`: records that survive a restart and a spreadsheet program."""

import csv
import io
import os

import numpy as np
import pandas as pd
import pytest
from course import LESSONS
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import plan

quick = settings(deadline=None, derandomize=True, max_examples=60)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1).filter(
    str.strip
)


@pytest.fixture
def file(work_folder):
    """The plan's file, not there yet."""
    return work_folder / "my_plan.csv"


def recorded():
    """Return section, name and value of each record, read anew."""
    return plan.entries()[["section", "name", "value"]].to_numpy().tolist()


def save(file, rows, encoding="utf-8", **form):
    """Save rows as a spreadsheet program would."""
    text = io.StringIO()
    csv.writer(text, **form).writerows(rows)
    file.write_bytes(text.getvalue().encode(encoding))


ROWS = [
    ["section", "name", "kind", "value", "unit", "note"],
    ["baseline", "water lost", "number", "405.5", "%·days", ""],
    ["profile", "最弱的维度", "text", "经济", "", "2025年统计年鉴"],
]
READ = [["baseline", "water lost", 405.5], ["profile", "最弱的维度", "经济"]]


def test_record_says_so_and_is_read_again(file, capsys):
    assert recorded() == [] and not file.exists()
    plan.record("baseline", "water lost", 405.0, "%·days", note="own estimate")
    assert capsys.readouterr().out == (
        "Recorded in your plan, section “baseline”: water lost = 405 %·days.\n"
    )
    (row,) = plan.entries().to_dict("records")
    assert row == {
        "section": "baseline", "name": "water lost", "kind": "number", "value": 405.0,
        "unit": "%·days", "note": "own estimate",
    }  # fmt: skip
    assert type(row["value"]) is float


def test_same_name_replaces_and_only_in_its_section():
    plan.record("baseline", "worst", 1)
    plan.record("profile", "worst", "economy")
    plan.record("baseline", "worst", "water")
    assert recorded() == [["baseline", "worst", "water"], ["profile", "worst", "economy"]]
    assert plan.entries("profile")["value"].tolist() == ["economy"]
    assert plan.entries("hazards").empty


def test_forget():
    plan.record("baseline", "a", 1)
    plan.record("baseline", "b", 2)
    plan.forget("baseline", "a")
    assert recorded() == [["baseline", "b", 2.0]]
    with pytest.raises(KeyError, match="'profile' under 'b'"):
        plan.forget("profile", "b")
    assert recorded() == [["baseline", "b", 2.0]]


def test_three_dots_record_nothing_and_keep_what_stands(file, capsys):
    plan.record("baseline", "a", ...)
    assert not file.exists()
    assert "Not recorded yet" in capsys.readouterr().out
    plan.record("baseline", "a", 3)
    plan.record("baseline", "a", ...)
    assert recorded() == [["baseline", "a", 3.0]]


def test_records_stand_in_the_order_of_the_course(file):
    for section in ("the plan", "hazards", "baseline", "carbon"):
        plan.record(section, "a", 1)
    assert plan.entries()["section"].tolist() == ["baseline", "hazards", "carbon", "the plan"]
    first, *rows = file.read_text("utf-8-sig").splitlines()
    file.write_text("\n".join([first, *reversed(rows)]), "utf-8")
    assert plan.entries()["section"].tolist() == ["baseline", "hazards", "carbon", "the plan"]


@pytest.mark.parametrize(
    ("value", "stands_as"),
    [
        (3, "3"),
        (3.0, "3"),
        (-0.1, "-0.1"),
        (1e-9, "1e-09"),
        (10**17, "100000000000000000"),
        (2**53 + 1, "9007199254740993"),
        (np.float32(0.5), "0.5"),
        (np.int64(7), "7"),
        (1 / 3, "0.3333333333333333"),
        (True, "yes"),
        (False, "no"),
        (np.True_, "yes"),
        ("12", "12"),
        ("  two \n lines ", "two lines"),
        ("“quoted”, \"comma\"; 'all'", "“quoted”, \"comma\"; 'all'"),
    ],
)
def test_values_as_they_stand_in_the_file(file, value, stands_as):
    plan.record("baseline", "a", value)
    with file.open(encoding="utf-8-sig", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert row["value"] == stands_as


@quick
@given(value=st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_numbers_stay_numbers(value):
    plan.record("baseline", "a", value)
    (kept,) = plan.entries()["value"]
    assert kept == value and type(kept) is float


@quick
@given(name=words, value=words, unit=words, note=words)
def test_any_text_survives(name, value, unit, note):
    plan.path().unlink(missing_ok=True)
    plan.record("baseline", "first", 1.5)
    plan.record("profile", name, value, unit, note)
    plan.record("profile", name, value, unit, note)
    first, second = plan.entries().to_dict("records")
    assert (first["name"], first["value"]) == ("first", 1.5)
    assert second["kind"] == "text" and second["value"] == " ".join(value.split())
    assert " ".join(second["name"].split()) == " ".join(name.split())
    assert " ".join(second["note"].split()) == " ".join(note.split())


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_line_ends_in_a_note_or_name_do_no_harm(capsys, end):
    plan.record("baseline", f"two{end}lines", 1, note=f"source:{end}yearbook")
    assert len(capsys.readouterr().out.splitlines()) == 1
    plan.record("baseline", "other", 2)
    assert plan.entries()["value"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "value", [np.nan, float("nan"), None, "", "  ", [1], {"a": 1}, 1j, pd.NA, pd.NaT, b"text", len]
)
def test_what_is_neither_number_nor_text_is_refused(file, value):
    with pytest.raises(ValueError, match=r"^water: .*neither a number nor a text"):
        plan.record("baseline", "water", value)
    assert not file.exists()


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_number_is_refused(file, value):
    with pytest.raises(ValueError, match="water"):
        plan.record("baseline", "water", value)
    assert not file.exists()


def test_unknown_section_and_empty_name_are_refused(file):
    with pytest.raises(ValueError, match=r"'basline' is not in the plan; choose one of baseline, "):
        plan.record("basline", "a", 1)
    for name in ("", "  \n"):
        with pytest.raises(ValueError, match="name is empty"):
            plan.record("baseline", name, 1)
    assert not file.exists()


def test_sections_are_those_of_the_curriculum():
    # one section for each lesson, each named once
    lessons = [path for path in LESSONS if path.parent.name != "modules"]
    assert len(plan.SECTIONS) == len(set(plan.SECTIONS)) == len(lessons)


SAVED = {
    "as it was": {},
    "byte order mark": {"encoding": "utf-8-sig"},
    "semicolons": {"delimiter": ";"},
    "tabs": {"delimiter": "\t"},
    "GB 18030": {"encoding": "gb18030"},
    "GB 18030 and semicolons": {"encoding": "gb18030", "delimiter": ";"},
    "all quoted": {"quoting": csv.QUOTE_ALL},
    "LF": {"lineterminator": "\n"},
}


@pytest.mark.parametrize("form", SAVED.values(), ids=SAVED)
def test_a_file_saved_by_a_spreadsheet_program_is_read(file, form):
    save(file, ROWS, **form)
    assert recorded() == READ
    plan.record("baseline", "second", 2)
    assert recorded() == [READ[0], ["baseline", "second", 2.0], READ[1]]
    assert file.read_bytes().startswith(b"\xef\xbb\xbfsection,name,kind,value,unit,note\n")


def test_more_and_fewer_and_moved_columns(file):
    save(file, [[*row[::-1], "mine"] for row in ROWS])
    assert recorded() == READ
    save(file, [row[:4] for row in ROWS])
    assert recorded() == READ and set(plan.entries()["note"]) == {""}
    save(file, [ROWS[0], *(row[:4] for row in ROWS[1:])])
    assert recorded() == READ
    save(file, [*ROWS[:2], [], [*ROWS[2], "beyond", "the last column"]])
    assert recorded() == READ


@pytest.mark.parametrize("column", ["section", "name", "value"])
def test_a_missing_column_is_named(file, column):
    place = ROWS[0].index(column)
    save(file, [row[:place] + row[place + 1 :] for row in ROWS])
    before = file.read_bytes()
    for call in (plan.entries, lambda: plan.record("baseline", "a", 1)):
        with pytest.raises(ValueError, match=f"my_plan.csv has no column {column};"):
            call()
    assert file.read_bytes() == before


def test_an_empty_file_is_told(file):
    file.write_bytes(b"")
    with pytest.raises(ValueError, match=r"my_plan\.csv has no column name, section, value"):
        plan.entries()


@pytest.mark.parametrize(
    ("form", "typed", "read"),
    [
        ({}, "1,200", 1200.0),
        ({}, "1,234,567.5", 1234567.5),
        ({"delimiter": ";"}, "3,5", 3.5),
        ({"delimiter": ";"}, "0,125", 0.125),
        ({"delimiter": ";"}, "1.200,5", 1200.5),
        ({"delimiter": "\t"}, "3.5", 3.5),
        ({"delimiter": "\t"}, "3,5", "3,5"),
        ({}, "about 400", "about 400"),
    ],
)
def test_numbers_as_a_spreadsheet_program_writes_them(file, form, typed, read):
    # where lists are parted by semicolons, the comma marks the decimals
    save(file, [ROWS[0], ["baseline", "a", "number", typed, "", ""]], **form)
    assert recorded() == [["baseline", "a", read]]


def test_an_unknown_section_in_the_file_is_kept_at_the_end(file):
    save(file, [ROWS[0], ["my own", "a", "text", "b", "", ""], *ROWS[1:]])
    plan.record("the plan", "first step", "sirens")
    assert [row[0] for row in recorded()] == ["baseline", "profile", "the plan", "my own"]


@pytest.mark.parametrize("error", [PermissionError(13, "in use"), OSError(28, "No space left")])
def test_a_swap_that_fails_leaves_the_old_plan_and_nothing_else(file, monkeypatch, error):
    plan.record("baseline", "a", 1)
    before = file.read_bytes()

    def fail(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(type(error)) as told:
            plan.record("baseline", "a", 2)
    if isinstance(error, PermissionError):
        assert "is it open in another program" in str(told.value)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["my_plan.csv"]


def test_writing_that_stops_half_way_leaves_the_old_plan_and_nothing_else(file, monkeypatch):
    plan.record("baseline", "a", 1)
    before = file.read_bytes()

    class Breaks(csv.DictWriter):
        def writerows(self, rows):
            self.writerow(rows[0])
            raise OSError(28, "No space left")

    with monkeypatch.context() as patch:
        patch.setattr(csv, "DictWriter", Breaks)
        with pytest.raises(OSError, match="No space"):
            plan.record("baseline", "b", 2)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["my_plan.csv"]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder with a module; no variable says where the plan stands."""
    monkeypatch.delenv("RESILIENCE_WORK_FOLDER")
    module = tmp_path / "course" / "modules" / "01_concepts"
    module.mkdir(parents=True)
    return tmp_path / "course"


@pytest.mark.parametrize("place", [".", "modules", "modules/01_concepts"])
def test_the_plan_stands_beside_the_modules(course, monkeypatch, place):
    monkeypatch.chdir(course / place)
    plan.record("baseline", "a", 1)
    assert plan.path() == course / "my_plan.csv"
    assert [path.name for path in course.iterdir() if path.is_file()] == ["my_plan.csv"]
    assert recorded() == [["baseline", "a", 1.0]]


def test_a_plan_that_is_nearer_goes_first(course, monkeypatch):
    (course / "modules" / "my_plan.csv").write_text("section,name,kind,value\n", "utf-8")
    monkeypatch.chdir(course / "modules" / "01_concepts")
    assert plan.path() == course / "modules" / "my_plan.csv"


def test_outside_a_course_the_plan_stands_where_one_is(tmp_path, monkeypatch):
    monkeypatch.setenv("RESILIENCE_WORK_FOLDER", "")
    monkeypatch.chdir(tmp_path)
    assert plan.path() == tmp_path / "my_plan.csv"


def test_the_variable_goes_before_all(course, monkeypatch, tmp_path):
    monkeypatch.chdir(course)
    monkeypatch.setenv("RESILIENCE_WORK_FOLDER", str(tmp_path))
    assert plan.path() == tmp_path / "my_plan.csv"
