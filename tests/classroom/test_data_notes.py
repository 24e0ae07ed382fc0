"""`classroom.data_notes`: the tables of the page on data, current and complete."""

import ast
import re

import pytest
from course import EXERCISES, LESSONS, ROOT, read, text_of

from classroom import data_notes
from resilience_helpers import datasets

NOTES = (ROOT / data_notes.PAGE).read_text("utf-8")
REAL = [name for name in datasets.names() if datasets.load(name).attrs["kind"] != "synthetic"]


def part(name):
    """Return the part of the page on a real table."""
    return re.search(rf"^### {name}\n\n(.*?)(?=\n\n### |\n\n## )", NOTES, re.DOTALL | re.MULTILINE)[
        1
    ]


def test_the_page_is_current():
    assert data_notes.page() == NOTES, "run make docs"


def test_every_table_is_named_once():
    named = re.findall(r"^### (\w+)$|^\| `(\w+)` \|", NOTES, re.MULTILINE)
    assert [real or invented for real, invented in named] == [
        *REAL,
        *(name for name in datasets.names() if name not in REAL),
    ]


def test_every_real_table_and_no_other_has_its_notes():
    assert list(data_notes.NOTES) == REAL


@pytest.mark.parametrize("name", REAL)
def test_a_real_table_says_years_units_source_licence_and_what_it_is_not_for(name):
    text = part(name)
    for label in ("Years:", "Units:", "Source:", "Licence:", "Not for:", "Used in:"):
        assert re.search(rf"\*\*{label}\*\* [^.*]+", text), label
    attrs = datasets.load(name).attrs
    assert text.startswith(f"{attrs['title']} ({attrs['kind']}).")
    assert attrs["licence"] in text


def test_every_table_that_a_notebook_loads_is_named_with_it():
    # found here in another way: by the call, cell by cell
    where = data_notes.used()
    for path in [*LESSONS, *EXERCISES]:
        if path.parent.name == "modules":
            continue
        kind = "lesson" if path in LESSONS else "exercise"
        place = f"{kind} {path.parent.name[:2]}.{path.stem[0]}"
        for name in re.findall(r'datasets\.load\("(\w+)"\)', text_of(read(path), "code")):
            assert place in where[name], name


def test_no_table_is_unused():
    assert [name for name, places in data_notes.used().items() if not places] == []


def test_an_example_in_a_docstring_is_no_use():
    code = 'def f():\n    """Read "cities".\n\n    >>> load("cities")\n    """\n    return load("other")\n'
    assert "other" in data_notes._texts(code) and "cities" not in data_notes._texts(code)
    assert data_notes._texts("residnts / / 2") == set()
    assert ast.parse(code)


@pytest.mark.parametrize("text", ["", f"{data_notes.END} {data_notes.BEGIN}", data_notes.BEGIN * 2])
def test_a_page_without_its_marks_is_refused(tmp_path, text):
    (tmp_path / "docs").mkdir()
    (tmp_path / data_notes.PAGE).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"docs/data_notes.md must hold the marks"):
        data_notes.page(tmp_path)


def test_what_is_written_by_hand_stays(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    page = tmp_path / data_notes.PAGE
    page.write_text(
        f"Above.\n\n{data_notes.BEGIN}\nold\n{data_notes.END}\n\nBelow.\n", encoding="utf-8"
    )
    monkeypatch.setattr(data_notes, "block", lambda root: "new")
    made = data_notes.page(tmp_path)
    assert made == f"Above.\n\n{data_notes.BEGIN}\n\nnew\n\n{data_notes.END}\n\nBelow.\n"
