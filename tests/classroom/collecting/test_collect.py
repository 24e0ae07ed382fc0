"""`course collect` finds every hand-in, and loses none."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from course import ROOT
from hand_ins import (  # noqa: F401
    ASSIGNMENT,
    FILES,
    ONE,
    RAW,
    THREE,
    TWO,
    at,
    course,
    got,
    pack,
    put,
    said,
    source,
    version,
)
from nbgrader.utils import parse_utc

from classroom.collecting import zips
from classroom.collecting.collect import collect

LAYOUTS = {
    "folders": ["one folder per trainee", f"wang/{ONE}.ipynb", f"li/{ONE}.ipynb"],
    "with assignment": [
        "one folder per trainee",
        f"wang/{ASSIGNMENT}/{ONE}.ipynb",
        f"li/course/{ASSIGNMENT}/{ONE}.ipynb",
    ],
    "wrapped": ["one folder per trainee", f"all/wang/{ONE}.ipynb", f"all/li/{ONE}.ipynb"],
    "assignment first": [
        "one folder per trainee",
        f"{ASSIGNMENT}/wang/{ONE}.ipynb",
        f"{ASSIGNMENT}/li/{ONE}.ipynb",
    ],
    "Moodle folders": [
        "a download from Moodle",
        f"wang_12345_assignsubmission_file_/{ONE}.ipynb",
        f"li_12346_assignsubmission_file/{ONE}.ipynb",
    ],
    "Moodle flat": [
        "a download from Moodle",
        f"wang_12345_assignsubmission_file_{ONE}.ipynb",
        f"li_12346_assignsubmission_file_{ONE}.ipynb",
    ],
    "Canvas": [
        "a download from Canvas",
        f"wang_LATE_12345_67890_{ONE}-2.ipynb",
        f"li_12346_67891_{ONE}.ipynb",
    ],
    "Blackboard": [
        "a download from Blackboard",
        f"Exercise 1_wang_attempt_2026-01-31-10-20-30_{ONE}.ipynb",
        f"Exercise 1_li_attempt_2026-01-31-10-20-31_{ONE}.ipynb",
    ],
    "inbound": [
        "nbgrader's inbound folder",
        f"wang+{ASSIGNMENT}+2026-01-31 10-20-30 UTC+cmFuZG9t/{ONE}.ipynb",
        f"li+{ASSIGNMENT}+2026-01-31 10-20-30 UTC/{ONE}.ipynb",
    ],
    "flat": ["a flat folder with names", f"wang_{ONE}.ipynb", f"{ONE} (2) - li.ipynb"],
}


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_each_trainee_their_notebook(course, source, layout, zipped):
    kind, first, second = LAYOUTS[layout]
    files = {first: version(1), second: version(2)}
    place = pack(source / "upload.zip", files) if zipped else put(source, files)
    result = collect(place, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1), at("li"): version(2)}
    assert (result.layout, result.trainees) == (kind, 2)
    assert f"Read as {kind}." in result.summary()
    assert "2 trainees, 2 notebooks (2 new, 0 replaced, 0 unchanged)" in result.summary()


def test_zips_of_trainees_in_a_folder_or_a_zip_are_opened(course, source):
    inner = pack(source / "wang.zip", {f"homework/{ONE}.ipynb": version(1)}).read_bytes()
    moodle = "li_12_assignsubmission_file_/my work.zip"
    outer = pack(source / "all.zip", {moodle: inner, "wang.zip": inner})
    collect(outer, ASSIGNMENT, course)
    assert set(got(course)) == {at("wang"), at("li")}
    outer.unlink()
    assert collect(source, ASSIGNMENT, course).layout == "one zip per trainee"


def test_a_zip_more_than_two_zips_deep_is_named(course, source):
    deep = pack(source / "c.zip", {f"{ONE}.ipynb": RAW}).read_bytes()
    for name in ("b.zip", "a.zip"):
        deep = pack(source / name, {"wang/deep.zip": deep}).read_bytes()
    whole = {"wang.zip": deep, f"li/{ONE}.ipynb": RAW}
    result = collect(pack(source.parent / "all.zip", whole), ASSIGNMENT, course)
    assert "too deep inside other zips" in said(result)
    assert set(got(course)) == {at("li")}


def test_the_folder_of_one_trainee_gives_its_name(course, source):
    put(source, {f"{ASSIGNMENT}/{name}.ipynb": raw for name, raw in FILES.items()})
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("cohort", name) for name in FILES}
    assert result.layout == "the folder of one trainee"


def test_the_whole_course_of_one_trainee_gives_its_name(course, source):
    put(source, {f"exercises/{ASSIGNMENT}/{ONE}.ipynb": RAW, "modules/x/other.ipynb": b"{}"})
    collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("cohort")}


def test_a_lesson_is_not_taken_for_the_exercise_of_the_same_name(course, source):
    lesson = (ROOT / "modules" / ASSIGNMENT / f"{ONE}.ipynb").read_bytes()
    put(source, {f"wang/exercises/{ASSIGNMENT}/{ONE}.ipynb": version(1)}, when=1_600_000_000)
    put(source, {f"wang/modules/{ASSIGNMENT}/{ONE}.ipynb": lesson})
    collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1)}


def test_a_renamed_notebook_finds_its_place_by_its_content(course, source):
    put(source, {"wang/Untitled1.ipynb": FILES[TWO], f"li/{ONE}.ipynb": FILES[THREE]})
    put(source, {"xu/final.ipynb": FILES[ONE].decode().encode("utf-16")})
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("wang", TWO), at("li", THREE), at("xu", ONE)}
    assert f"wang/Untitled1.ipynb was taken as {TWO}" in said(result)


def test_what_fits_nothing_is_named_and_left(course, source):
    put(source, {"wang/photo.png": b"", "wang/answers.rar": b"", "wang/other.ipynb": b"{}"})
    put(source, {f"wang/{ONE}.ipynb": RAW, f"{TWO}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert list(got(course)) == [at("wang")]
    for words in ("wang/other.ipynb", "1 other file not collected", "wang/photo.png"):
        assert words in said(result)
    assert "another kind than zip; unpack it and collect again: wang/answers.rar" in said(result)
    assert "tells no trainee" in said(result) and f"{TWO} was not handed in by wang" in said(result)


def test_other_assignments_and_copies_of_jupyterlab_are_left(course, source):
    shutil.copytree(course / "exercises" / ASSIGNMENT, course / "exercises" / "02_methods")
    put(source, {f"wang/{ASSIGNMENT}/{ONE}.ipynb": version(1)}, when=1_600_000_000)
    put(source, {f"wang/02_methods/{ONE}.ipynb": version(2)})
    put(source, {f"wang/{ASSIGNMENT}/.ipynb_checkpoints/{ONE}.ipynb": version(3)})
    result = collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1)}
    assert "1 notebook of other assignments" in said(result)


ATTEMPTS = {
    "inbound": [
        f"wang+{ASSIGNMENT}+2026-02-01 09:00:00 UTC+x/{ONE}.ipynb",
        f"wang+{ASSIGNMENT}+2026-01-31 10:00:00 UTC+y/{ONE}.ipynb",
    ],
    "Blackboard": [
        f"E_wang_attempt_2026-02-01-09-00-00_{ONE}.ipynb",
        f"E_wang_attempt_2026-01-31-10-00-00_{ONE}.ipynb",
    ],
    "Canvas": [f"wang_12_1002_{ONE}-1.ipynb", f"wang_12_999_{ONE}.ipynb"],
    "copies": [f"wang/{ONE} (10).ipynb", f"wang/{ONE} (2).ipynb"],
}


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no colon in names")
@pytest.mark.parametrize("kind", ATTEMPTS)
def test_the_newest_attempt_counts_and_the_others_are_named(course, source, kind):
    newer, older = ATTEMPTS[kind]
    put(source, {newer: version(1), older: version(2)})
    result = collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1)}
    assert f"{newer} is the newest and counts. Left: {older}." in said(result)


def test_the_time_of_a_file_or_a_timestamp_decides_between_two(course, source):
    put(source, {f"wang/a/{ONE}.ipynb": version(1)}, when=1_700_000_000)
    put(source, {f"wang/b/{ONE}.ipynb": version(2)}, when=1_800_000_000)
    put(source, {"wang/a/timestamp.txt": b"2040-05-06 07:08:09.5 Asia/Shanghai"})
    put(source, {f"li/{ONE}.ipynb": RAW})
    collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1), at("li"): RAW}
    stamp = (course / "submitted" / "wang" / ASSIGNMENT / "timestamp.txt").read_text()
    assert parse_utc(stamp) == datetime(2040, 5, 5, 23, 8, 9, 500000)


@pytest.mark.parametrize("text", ["2026-01-31 10:20:30 /etc/passwd", "soon", "\xff", "9" * 90])
def test_a_timestamp_that_is_none_is_not_parsed(course, source, text, monkeypatch):
    monkeypatch.setattr(zips, "parse_utc", pytest.fail)
    put(source, {f"wang/{ONE}.ipynb": RAW, f"li/{ONE}.ipynb": RAW})
    put(source, {"wang/timestamp.txt": text.encode("latin-1")})
    assert collect(source, ASSIGNMENT, course).trainees == 2


def test_collecting_again_changes_nothing(course, source):
    put(source, {f"wang/{name}.ipynb": raw for name, raw in FILES.items()})
    collect(source, ASSIGNMENT, course)
    before = {p: p.stat().st_mtime_ns for p in course.rglob("*") if p.is_file()}
    result = collect(source, ASSIGNMENT, course)
    assert {row.what for row in result.rows} == {"unchanged"}
    assert {p: p.stat().st_mtime_ns for p in course.rglob("*") if p.is_file()} == before


def kept(course: Path) -> list[bytes]:
    folder = course / ".grading" / "replaced" / "wang" / ASSIGNMENT
    return sorted(p.read_bytes() for p in folder.glob(f"????????????-{ONE}.ipynb"))


def test_a_newer_hand_in_replaces_the_older_one_which_is_kept(course, source):
    for number in (1, 2, 3):
        put(source, {f"wang/{ONE}.ipynb": version(number)}, when=1_700_000_000 + number)
        result = collect(source, ASSIGNMENT, course)
    assert [row.what for row in result.rows] == ["replaced"]
    assert got(course) == {at("wang"): version(3)}
    assert kept(course) == [version(1), version(2)]


def test_an_older_hand_in_replaces_nothing_and_is_kept(course, source):
    for number in (2, 1):
        put(source, {f"wang/{ONE}.ipynb": version(number)}, when=1_700_000_000 + number)
        result = collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(2)} and kept(course) == [version(1)]
    assert "is older than what was collected before" in said(result)


def test_a_kill_in_the_middle_leaves_no_half_file(course, source, monkeypatch):
    put(source, {f"wang/{ONE}.ipynb": version(1)}, when=1_700_000_000)
    collect(source, ASSIGNMENT, course)
    put(source, {f"wang/{ONE}.ipynb": version(2)})

    def killed(half, goal):
        if Path(goal).parent.parent.parent.name == "submitted":
            raise KeyboardInterrupt

        original(half, goal)

    original = os.replace
    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1)} and kept(course) == [version(1)]
    monkeypatch.undo()
    assert collect(source, ASSIGNMENT, course).rows[0].what == "replaced"
    assert got(course) == {at("wang"): version(2)}


def test_a_kill_after_a_file_does_not_leave_the_time_of_the_old_one(course, source, monkeypatch):
    put(source, {f"wang/{ONE}.ipynb": version(1)}, when=1_700_000_000)
    collect(source, ASSIGNMENT, course)
    put(source, {f"wang/{ONE}.ipynb": version(2)}, when=1_700_500_000)

    def killed(half, goal):
        original(half, goal)
        if Path(goal).name == f"{ONE}.ipynb" and "submitted" in str(goal):
            raise KeyboardInterrupt

    original = os.replace
    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        collect(source, ASSIGNMENT, course)
    monkeypatch.undo()
    collect(source, ASSIGNMENT, course)
    stamp = (course / "submitted" / "wang" / ASSIGNMENT / "timestamp.txt").read_text()
    assert parse_utc(stamp) == datetime.fromtimestamp(1_700_500_000, UTC).replace(tzinfo=None)


def test_two_people_of_one_name_are_never_mixed(course, source):
    first = {f"王伟_12_assignsubmission_file_/{ONE}.ipynb": version(1)}
    second = {f"王伟_34_assignsubmission_file_/{ONE}.ipynb": version(2)}
    collect(pack(source / "1.zip", first), ASSIGNMENT, course)
    collect(pack(source / "2.zip", second), ASSIGNMENT, course)
    result = collect(pack(source / "3.zip", first | second), ASSIGNMENT, course)
    assert got(course) == {at("王伟"): version(1), at("王伟_34"): version(2)}
    assert "kept apart: 王伟, 王伟_34" in said(result)


def test_names_that_differ_in_case_only_are_told_apart(course, source):
    files = {f"Li/{ONE}.ipynb": version(1), f"li/{ONE}.ipynb": version(2)}
    result = collect(pack(source / "all.zip", files), ASSIGNMENT, course)
    assert got(course) == {at("Li"): version(1), at("li_2"): version(2)}
    assert "kept apart: Li, li_2" in said(result)


def test_user_names_with_underscores_stay_different_people(course, source):
    names = (f"E_{user}_attempt_2026-01-31-10-20-30_{ONE}.ipynb" for user in ("a_1", "b_1"))
    assert collect(put(source, dict.fromkeys(names, RAW)), ASSIGNMENT, course).trainees == 2


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "none", "There is no .*none"),
        (lambda folder: put(folder, {f"{ONE}.ipynb": RAW}) / f"{ONE}.ipynb", "single notebook"),
        (lambda folder: put(folder, {"a.txt": b""}) / "a.txt", "neither a folder nor a zip"),
        (lambda folder: folder, r"(?s)Expected: 1_risk.*Seen: 0 notebooks and 0 other files"),
        (lambda folder: put(folder, {"wang/x.ipynb": b"{}"}), "(?s)Seen: 1 notebook.*wang/x"),
    ],
)
def test_an_error_says_what_is_wrong(course, source, make, words):
    with pytest.raises(ValueError, match=words):
        collect(make(source), ASSIGNMENT, course)
    assert not (course / "submitted").exists()


@pytest.mark.parametrize("name", ["99_none", "../x", "", "*"])
def test_an_unknown_assignment_names_those_that_exist(course, source, name):
    with pytest.raises(ValueError, match=f"There are: {ASSIGNMENT}"):
        collect(source, name, course)


def test_the_folder_is_the_one_that_the_configuration_names(course, source):
    config = course / "nbgrader_config.py"
    text = config.read_text() + '\nc.CourseDirectory.submitted_directory = "handed_in"\n'
    config.write_text(text)
    collect(put(source, {f"wang/{ONE}.ipynb": RAW}), ASSIGNMENT, course)
    assert (course / "handed_in" / at("wang")).read_bytes() == RAW
