"""`course collect` tells a zip of several trainees from a trainee's own, and names what it left."""

import shutil

import pytest
from hand_ins import (  # noqa: F401
    ASSIGNMENT,
    FILES,
    ONE,
    RAW,
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

from classroom.collecting.collect import collect

LAYOUTS = {
    "Moodle": lambda who, name: f"{who}_{len(who)}_assignsubmission_file_/{name}.ipynb",
    "Moodle flat": lambda who, name: f"{who}_{len(who)}_assignsubmission_file_{name}.ipynb",
    "Canvas": lambda who, name: f"{who}_{len(who)}_678{len(name)}_{name}.ipynb",
    "Blackboard": lambda who, name: f"E_{who}_attempt_2026-01-31-10-20-30_{name}.ipynb",
    "inbound": lambda who, name: f"{who}+{ASSIGNMENT}+2026-01-31 10-20-30 UTC/{name}.ipynb",
    "folders": lambda who, name: f"{who}/{name}.ipynb",
    "folders in a folder": lambda who, name: f"all/{who}/{name}.ipynb",
    "flat": lambda who, name: f"{who}_{name}.ipynb",
}
GROUPS = {"Group A-12": ("wang", "li"), "Group B…34": ("xu", "chen")}
EVERYBODY = [who for group in GROUPS.values() for who in group]


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_zip_of_several_trainees_is_no_trainee(course, source, layout, zipped):
    for group, people in GROUPS.items():
        # the same bytes from everybody: what is lost does not show in the content
        files = {LAYOUTS[layout](who, name): FILES[name] for who in people for name in FILES}
        pack(source / f"{group}.zip", files)
    if zipped:
        inner = {path.name: path.read_bytes() for path in source.iterdir()}
        source = pack(source.parent / "everything.zip", inner)
    result = collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at(who, name) for who in EVERYBODY for name in FILES}
    assert "Group A-12.zip holds 2 trainees: li, wang." in result.notes
    assert "Group B…34.zip holds 2 trainees: chen, xu." in result.notes


def test_one_trainee_in_a_group_is_still_named_by_the_system(course, source):
    for number, who in enumerate(("wang", "li")):
        pack(source / f"{number}.zip", {f"{who}_1_assignsubmission_file_/{ONE}.ipynb": RAW})
    collect(source, ASSIGNMENT, course)
    assert set(got(course)) == {at("wang"), at("li")}


@pytest.mark.parametrize(
    "names",
    [
        [f"{ONE}.ipynb", f"{TWO}.ipynb"],
        [f"{ONE}/{ONE}.ipynb", f"{TWO}/{TWO}.ipynb"],
        [f"{ONE}.ipynb", f"{ONE}-Copy1.ipynb"],
        [f"{ONE}.ipynb", f"old/{ONE}.ipynb"],
        [f"old/{ONE}.ipynb", f"new/{ONE}.ipynb"],
        [f"week 1/{ONE}.ipynb", f"week 2/{TWO}.ipynb"],
        [f"exercises/{ASSIGNMENT}/{ONE}.ipynb", f"modules/{ASSIGNMENT}/{ONE}.ipynb"],
        [f"course/exercises/{ASSIGNMENT}/{ONE}.ipynb", f"course/copy/{ONE}.ipynb"],
        [f"{ONE}_wang.ipynb", f"{TWO}_wang.ipynb"],
    ],
)
def test_a_zip_of_one_trainee_stays_theirs(course, source, names):
    pack(source / "wang.zip", {name: version(n) for n, name in enumerate(names)})
    pack(source / "li.zip", {f"{ONE}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert {row.trainee for row in result.rows} == {"wang", "li"}
    taken = {row.origin for row in result.rows}
    for name in names:
        assert f"wang.zip/{name}" in taken or f"wang.zip/{name}" in said(result)


def test_names_inside_what_a_system_gave_to_one_trainee_do_not_count(course, source):
    other = pack(source / "x", {f"li_2_assignsubmission_file_/{ONE}.ipynb": version(1)})
    raw = other.read_bytes()
    other.unlink()
    put(source, {"wang_1_assignsubmission_file_work.zip": raw})
    put(source, {f"li_2_assignsubmission_file_/{ONE}.ipynb": version(2)})
    collect(source, ASSIGNMENT, course)
    assert got(course) == {at("wang"): version(1), at("li"): version(2)}


def test_a_zip_with_others_names_pushes_nobodys_own_hand_in_aside(course, source):
    put(source, {f"li/{ONE}.ipynb": version(1)}, when=1_600_000_000)
    pack(source / "xu.zip", {f"li/{ONE}.ipynb": version(2), f"wang/{ONE}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert got(course) == {at("li"): version(1), at("wang"): RAW}
    assert f"Left: xu.zip/li/{ONE}.ipynb." in said(result)


def test_a_notebook_that_was_left_is_named_though_it_is_the_same(course, source):
    put(source, {f"wang/a/{ONE}.ipynb": RAW, f"wang/b/{ONE}.ipynb": RAW, f"li/{ONE}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert f"Left: wang/a/{ONE}.ipynb (same content)." in said(result)


def test_notebooks_of_other_assignments_are_named(course, source):
    shutil.copytree(course / "exercises" / ASSIGNMENT, course / "exercises" / "02_methods")
    put(source, {f"wang/{ASSIGNMENT}/{ONE}.ipynb": RAW, f"wang/02_methods/{TWO}.ipynb": RAW})
    result = collect(source, ASSIGNMENT, course)
    assert f"1 notebook of other assignments left: wang/02_methods/{TWO}.ipynb." in result.notes


def test_it_says_how_to_undo_a_wrong_collection(course, source):
    put(source, {f"wang/{ONE}.ipynb": RAW})
    undo = (
        f"Is a trainee wrong? Delete submitted/TRAINEE/{ASSIGNMENT}, or collect again. "
        "What was replaced is in .grading/replaced."
    )
    assert undo in collect(source, ASSIGNMENT, course).summary()
    assert "Is a trainee wrong?" not in collect(source, ASSIGNMENT, course).summary()
