"""`classroom.grading.key`: what grading knows of an assignment, and when it is built again."""

import json
import os
import shutil
import stat
import sys

import nbformat
import pytest
from course import ROOT, SOLUTIONS, checks, grade_id, read
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom import seal
from classroom.grading import key as keys
from classroom.grading.key import Key, build_key, load_key

MODULE = "01_concepts"
FILES = [path for path in SOLUTIONS if path.parent.name == MODULE]
DEMO = "demo"


def cell(source, name, **rules):
    made = new_code_cell(source, id=name.replace("_", "-"))
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    made.metadata["nbgrader"] = {**plain, "grade_id": name, **rules}
    return made


def demo():
    """A small instructor's notebook."""
    answer = (
        "days = ...\n### BEGIN SOLUTION\ndays = len(open('data/days.csv').read())\n### END SOLUTION"
    )
    check = (
        'check.value("m00e0_q1_demo", days, within=0.5, unit="days", slips=[(9, "Hours.")])\n'
        '### BEGIN HIDDEN TESTS\ncheck.value("m00e0_q1_double", days * 2)\n### END HIDDEN TESTS'
    )
    graded = {"grade": True, "locked": True, "points": 2}
    return new_notebook(
        cells=[
            new_markdown_cell("# Demo", id="title"),
            cell("from resilience_helpers import check", "m00e0_setup", locked=True),
            cell(answer, "m00e0_q1_demo_answer", solution=True),
            cell(check, "m00e0_q1_demo", **graded),
            cell("assert days > 1", "m00e0_q2_plain", **graded),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )  # fmt: skip


@pytest.fixture
def course(tmp_path):
    """A course with one small assignment."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    folder = tmp_path / "solutions" / DEMO
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "days.csv").write_bytes(b"1234")
    (folder / ".secret").write_text("x")
    nbformat.write(demo(), folder / "1_demo.ipynb")
    return tmp_path


@pytest.fixture
def runs(monkeypatch):
    """Let no kernel run; gives what would have run."""
    ran = []
    value = {"type": "number", "value": 4.0}
    terms = dict.fromkeys(("unit", "hint", "unchecked", "among", "call"), "")
    one = {"version": 1, "item": "m00e0_q1_demo", "part": "shown", "kind": "value", **terms}
    one |= {"within": 0.5, "value": value, "slips": []}

    def published(notebook, folder):
        ran.append(folder)
        second = one | {"item": "m00e0_q1_double" if "q1_double" in str(notebook) else one["item"]}
        return [[one, second] if "days * 2" in c.source else [] for c in notebook.cells]

    monkeypatch.setattr(keys, "published_values", published)
    return ran


@pytest.fixture(scope="module")
def key():
    return build_key(ROOT, MODULE)


def forms(key):
    for path in FILES:
        part = key.notebooks[path.stem]
        yield path, part, nbformat.from_dict(part.handed_out), nbformat.from_dict(part.grading)


def test_what_was_handed_out_is_what_lies_in_exercises(key):
    assert list(key.notebooks) == [path.stem for path in FILES]
    for path, part, *_ in forms(key):
        assert part.name == path.stem
        assert part.handed_out == read(ROOT / "exercises" / MODULE / path.name)


def test_the_generated_form_is_what_nbgrader_releases(key, course):
    # the same without exercises/: then it comes from nbgrader's steps alone
    shutil.rmtree(course / "solutions")
    shutil.copytree(ROOT / "solutions" / MODULE, course / "solutions" / MODULE)
    generated = build_key(course, MODULE)
    for name, part in generated.notebooks.items():
        assert part == key.notebooks[name]


def test_the_grading_form_has_the_same_cells_without_seals_and_with_hidden_tests(key):
    for _, part, handed_out, grading in forms(key):
        nbformat.validate(grading)
        assert grading.metadata == handed_out.metadata
        hidden = 0
        for released, graded in zip(handed_out.cells, grading.cells, strict=True):
            assert {**released, "source": ""} == {**graded, "source": ""}
            if grade_id(graded) not in part.expected:
                assert released.source == graded.source
                continue
            assert "sealed" not in graded.source and "slips" not in graded.source
            shown = graded.source.split("### BEGIN HIDDEN TESTS")[0].rstrip()
            assert shown == seal.unseal_source(released.source).rstrip()
            hidden += "hidden=True" in graded.source
        assert hidden >= 1


def test_no_answer_reaches_the_trainees_kernel(key):
    for _, part, _, grading in forms(key):
        text = json.dumps(grading)
        for expected in part.expected.values():
            for one in expected:
                assert one["sealed"].split()[1][:12] not in text
                assert all(slip["message"] not in text for slip in one["slips"])
        assert "BEGIN SOLUTION" not in text


def test_expected_are_the_instructors_values_with_the_seals_of_the_release(key):
    for path, part, handed_out, _ in forms(key):
        assert set(part.expected) == set(checks(read(path)))
        for item, cell in checks(handed_out).items():
            first, *hidden = part.expected[item]
            assert f'sealed="{first["sealed"]}"' in cell.source
            assert first["item"] == item and first["part"] == "shown"
            assert [one["part"] for one in hidden] == ["hidden"] * (
                "check.function(" in cell.source
            )


def test_a_key_survives_as_json_and_is_canonical(key):
    text = key.to_json()
    assert Key.from_json(text) == key and Key.from_json(text).to_json() == text
    other = Key(DEMO, {}, {"b": b"\0\xff", "a": b""}, "f")
    turned = Key(DEMO, {}, {"a": b"", "b": b"\0\xff"}, "f")
    assert other.to_json() == turned.to_json() and Key.from_json(other.to_json()) == other


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"format": 0}', '{"format": 1}', "\0"])
def test_another_text_is_no_key(text):
    with pytest.raises(ValueError, match="this is no answer key"):
        Key.from_json(text)


@pytest.mark.parametrize(
    "name", ["02_nothing", "", ".", "..", "../solutions/demo", "demo/", "DEMO"]
)
def test_an_unknown_assignment_is_named_with_those_that_exist(course, name):
    for function in (build_key, load_key):
        with pytest.raises(ValueError, match=r"There is no assignment .*There are: demo\."):
            function(course, name)


def test_a_small_assignment_with_data_and_plain_asserts(course):
    key = build_key(course, DEMO)
    assert key.files == {"data/days.csv": b"1234"}
    part = key.notebooks["1_demo"]
    assert list(part.expected) == ["m00e0_q1_demo"], "a plain assert cell publishes nothing"
    first, second = part.expected["m00e0_q1_demo"]
    assert (first["value"]["value"], second["value"]["value"]) == (4.0, 8.0)
    assert first["slips"][0]["message"] == "Hours."
    assert [c["source"] for c in part.grading["cells"]][3:] == [
        'check.value("m00e0_q1_demo", days, within=0.5, unit="days")\n### BEGIN HIDDEN TESTS\n'
        'check.value("m00e0_q1_double", days * 2)\n### END HIDDEN TESTS',
        "assert days > 1",
    ]


def test_an_item_that_is_checked_twice_in_a_cell_is_named(course, runs):
    path = course / "solutions" / DEMO / "1_demo.ipynb"
    path.write_text(path.read_text().replace("m00e0_q1_double", "m00e0_q1_demo"))
    with pytest.raises(ValueError, match="m00e0_q1_demo checks one item twice"):
        build_key(course, DEMO)


def test_an_instructors_notebook_that_stops_is_named(course):
    file = course / "solutions" / DEMO / "1_demo.ipynb"
    notebook = demo()
    notebook.cells[2].source = "days = 1 / 0"
    nbformat.write(notebook, file)
    with pytest.raises(seal.SealError, match="ZeroDivisionError"):
        build_key(course, DEMO)


def release(course, runs, change=lambda notebook: None):
    """Hand out the small assignment, changed."""
    handed_out = nbformat.from_dict(build_key(course, DEMO).notebooks["1_demo"].handed_out)
    change(handed_out)
    folder = course / "exercises" / DEMO
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(handed_out, folder / "1_demo.ipynb")
    return handed_out


def test_what_trainees_got_counts_and_not_what_would_be_generated(course, runs):
    def reword(notebook):
        notebook.cells[0].source = "# An older title"

    release(course, runs, reword)
    (course / "exercises" / DEMO / "handed.csv").write_bytes(b"5")
    key = build_key(course, DEMO)
    assert key.notebooks["1_demo"].handed_out["cells"][0]["source"] == "# An older title"
    assert key.files == {"handed.csv": b"5"}


def points(notebook):
    notebook.cells[3].metadata.nbgrader["points"] = 3


CHANGES = {
    "a cell less": lambda notebook: notebook.cells.pop(),
    "another order": lambda notebook: notebook.cells.reverse(),
    "another id": lambda notebook: notebook.cells[0].update(id="other"),
    "another name": lambda notebook: notebook.cells[3].metadata.nbgrader.update(grade_id="other"),
    "other points": points,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_release_that_does_not_fit_is_named(course, runs, change):
    release(course, runs, change)
    with pytest.raises(ValueError, match=r"exercises/demo/1_demo.ipynb does not fit .*Generate"):
        build_key(course, DEMO)


def test_a_notebook_that_was_not_handed_out_is_named(course, runs):
    release(course, runs)
    shutil.copy(
        course / "solutions" / DEMO / "1_demo.ipynb", course / "solutions" / DEMO / "2.ipynb"
    )
    with pytest.raises(ValueError, match=r"exercises/demo/2\.ipynb is missing\. Generate"):
        build_key(course, DEMO)


def test_a_key_is_built_once(course, runs):
    first = load_key(course, DEMO)
    assert load_key(course, DEMO) == first and len(runs) == 1
    (saved,) = (course / ".grading").iterdir()
    assert saved.name == "demo.key.json"
    if sys.platform != "win32":
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600


@pytest.mark.parametrize("what", ["solutions/demo/1_demo.ipynb", "nbgrader_config.py",
                                  "solutions/demo/data/days.csv", "exercises/demo/new.csv"])  # fmt: skip
def test_a_change_of_the_course_builds_the_key_again(course, runs, what):
    before = load_key(course, DEMO).fingerprint
    file = course / what
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((file.read_bytes() if file.exists() else b"") + b"\n")
    assert load_key(course, DEMO).fingerprint != before and len(runs) == 2


def test_another_version_of_a_library_or_of_our_code_builds_the_key_again(
    course, runs, monkeypatch
):
    found = {load_key(course, DEMO).fingerprint}
    monkeypatch.setattr(keys, "version", lambda name: "0.1")
    found.add(load_key(course, DEMO).fingerprint)
    monkeypatch.setattr(keys.platform, "python_version", lambda: "3.99.0")
    found.add(load_key(course, DEMO).fingerprint)
    assert len(found) == len(runs) == 3


def test_a_broken_or_foreign_copy_is_built_again(course, runs):
    key = load_key(course, DEMO)
    saved = course / ".grading" / "demo.key.json"
    foreign = Key("other", {}, {}, key.fingerprint).to_json()
    for place, text in enumerate(["", "{", foreign, key.to_json()[:500]]):
        saved.write_text(text)
        assert load_key(course, DEMO) == key
        assert len(runs) == place + 2 and Key.from_json(saved.read_text()) == key
    assert [path.name for path in saved.parent.iterdir()] == [saved.name], "no scratch file stays"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_neither_followed_nor_handed_out(course, runs, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.csv").write_text("secret")
    folder = course / "solutions" / DEMO
    os.symlink(outside / "secret.csv", folder / "link.csv")
    os.symlink(outside, folder / "folder")
    assert build_key(course, DEMO).files == {"data/days.csv": b"1234"}


def test_cells_of_a_form_are_plain_json(key):
    for _, part, *_ in forms(key):
        for form in (part.handed_out, part.grading):
            assert not isinstance(form, NotebookNode)
            assert all(type(one) is dict and type(one["source"]) is str for one in form["cells"])
