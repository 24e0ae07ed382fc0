"""`classroom.curriculum`: the pages that are made from the notebooks."""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom import curriculum
from classroom.build import write_notebook
from classroom.syllabus import entry
from resilience_helpers._progress.saved import digest

LESSON = """# What does a flood cost us?

**What you will decide.** A number.

**Objectives.** After this lesson you can

- 01.1a tell hazard, exposure and vulnerability apart;
- 01.1b compute a loss, in %·days;
- 01.1c say what it hides.

- 12 pumps, and other lists"""
QUESTIONS = {
    1: "### Q1 · Choose (1 point, objective 01.1a)\n\nWhich?\n\n- A: the wall\n- B: the water",
    2: "### Q2 · Compute (4 points, objective 01.1b)\n\nHow much?",
    3: "### Q3 · Complete (3 points, objective 01.1b)\n\nWrite it.",
    4: "### Q4 · Decide (2 points, objective 01.1c)\n\nWhy?\n\n**Rubric.** 1 point: why. 1 point: who.",
}
CHECKS = {
    1: 'check.choice("m01e1_q1_a", x, "AB", hint="Look at " "the \\"water\\".", slips=[("A", "No.")])',
    2: 'check.value(\n    "m01e1_q2_b", y, within=0.5,\n    hint="Add up, 面积.",\n'
    '    slips=[(y * 24, "These are hours."), (f(y), "Half " "of it.")],\n)',
    3: 'check.function("m01e1_q3_c", f, tries=[(1,)], hint="Shown.")\n### BEGIN HIDDEN TESTS\n'
    'check.function("m01e1_q3_c", f, tries=[(2,)], hidden=True, hint="Hidden.", '
    'slips=[(abs, "Secret.")])\n### END HIDDEN TESTS',
}  # fmt: skip
ANSWERS = {
    1: 'x = "B"',
    2: "y = ...\n### BEGIN SOLUTION\ny = 2.5\n### END SOLUTION\ndef f(y):\n    return y / 2",
    3: "def f(a):\n    b = ...\n    ### BEGIN SOLUTION\n    b = a | 2\n    ### END SOLUTION\n    return b",
}


def answer_and_check(number):
    """Return the two code cells of an item as they stand in a solution."""
    for part, source, graded in (("_answer", ANSWERS[number], False), ("", CHECKS[number], True)):
        cell = new_code_cell(source)
        name = CHECKS[number].split('"')[1] + part
        cell.metadata["nbgrader"] = {"grade_id": name, "grade": graded, "solution": not graded}
        yield cell


@pytest.fixture
def root(tmp_path):
    """A course of one real lesson, one without items, and a start page."""
    text = [
        new_markdown_cell("# Exercise to lesson 1"),
        *map(new_markdown_cell, QUESTIONS.values()),
    ]
    solution = [new_markdown_cell("# Exercise to lesson 1"), new_code_cell("import numpy")]
    for number, question in QUESTIONS.items():
        solution.append(new_markdown_cell(question))
        solution += answer_and_check(number) if number in CHECKS else []
    written = new_markdown_cell("Because of the water.")
    written.metadata["nbgrader"] = {"grade_id": "m01e1_q4_d", "grade": True, "solution": True}
    solution.append(written)
    lesson = [
        new_markdown_cell(LESSON),
        new_code_cell("### Q9 · Choose (9 points, objective 01.1a)"),
    ]
    notebooks = {
        "modules/00_start_here": [new_markdown_cell("# Start here")],
        "modules/01_concepts/1_risk": lesson,
        "exercises/01_concepts/1_risk": text,
        "solutions/01_concepts/1_risk": solution,
        "modules/02_methods/1_how_often": [
            new_markdown_cell("# How rare is that rain?\n\n- 02.1a read a return period.")
        ],
        "exercises/02_methods/1_how_often": [new_markdown_cell("# To be written")],
        "solutions/02_methods/1_how_often": [new_markdown_cell("# To be written")],
    }
    for name, cells in notebooks.items():
        path = tmp_path / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_notebook(new_notebook(cells=cells), path)
    return tmp_path


def test_a_lesson_says_what_it_holds(root):
    lesson = curriculum.read_lesson(root / "modules" / "01_concepts" / "1_risk.ipynb", root)
    assert lesson.question == "What does a flood cost us?"
    assert lesson.objectives == {
        "01.1a": "tell hazard, exposure and vulnerability apart",
        "01.1b": "compute a loss, in %·days",
        "01.1c": "say what it hides",
    }
    assert [(i.number, i.kind, i.points, i.objective) for i in lesson.items] == [
        (1, "Choose", 1, "01.1a"),
        (2, "Compute", 4, "01.1b"),
        (3, "Complete", 3, "01.1b"),
        (4, "Decide", 2, "01.1c"),
    ]


def test_the_pages_stand_in_docs(root):
    pages = curriculum.documents(root)
    syllabus = root / curriculum.SYLLABUS
    assert set(pages) == {root / "docs" / "curriculum.md", root / "docs" / "items.md", syllabus}
    assert not (root / "docs").exists(), "making them writes nothing"
    for text in pages.values():
        assert text.endswith("\n") and not text.endswith("\n\n") and "\r" not in text
        assert "Start here" not in text
    assert curriculum.documents(root) == pages


def test_the_curriculum_lists_lessons_objectives_and_points(root):
    page = curriculum.documents(root)[root / "docs" / "curriculum.md"]
    lines = page.splitlines()
    assert lines[0] == "# Curriculum"
    first = (
        "| 01_concepts | [What does a flood cost us?](../modules/01_concepts/1_risk.ipynb) "
        "| [1_risk](../exercises/01_concepts/1_risk.ipynb) | 4 | 10 | 2 |"
    )
    second = (
        "| 02_methods | [How rare is that rain?](../modules/02_methods/1_how_often.ipynb) "
        "| [1_how_often](../exercises/02_methods/1_how_often.ipynb) | 0 | 0 | 0 |"
    )
    place = lines.index(first)
    assert lines[place + 1] == second
    for row in (
        "| 01.1a | tell hazard, exposure and vulnerability apart | Q1 Choose (1) |",
        "| 01.1b | compute a loss, in %·days | Q2 Compute (4), Q3 Complete (3) |",
        "| 01.1c | say what it hides | Q4 Decide (2) |",
        "| 02.1a | read a return period |  |",
    ):
        assert row in lines[place:]
    for line in filter(lambda line: line.startswith("|"), lines):
        above = lines[lines.index(line) - 1]
        assert not above.startswith("|") or above.count("|") == line.count("|")


def test_links_of_the_curriculum_lead_to_files(root):
    page = curriculum.documents(root)[root / "docs" / "curriculum.md"]
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert len(links) == 4
    for link in links:
        assert link.startswith("../") and (root / link[3:]).is_file()


def test_items_are_listed_with_hints_and_what_is_said_to_mistakes(root):
    page = curriculum.documents(root)[root / "docs" / "items.md"]
    parts = page.split("\n### ")[1:]
    assert parts[0].strip() == (
        'Q1 · Choose (1), 01.1a\n\nRight: B: the water\n\nHint: Look at the "water".\n\n'
        "| answer | the check says |\n|---|---|\n| A: the wall | No. |"
    )
    assert parts[1].strip() == (
        "Q2 · Compute (4), 01.1b\n\nRight: 2.5, within 0.5\n\nHint: Add up, 面积.\n\n"
        "| answer | the check says |\n|---|---|\n"
        "| 60, by `y * 24` | These are hours. |\n| 1.25, by `f(y)` | Half of it. |"
    )
    assert parts[2].strip() == ("Q3 · Complete (3), 01.1b\n\nRight: `b = a \\| 2`\n\nHint: Shown.")
    assert parts[3].startswith(
        "Q4 · Decide (2), 01.1c\n\n**Rubric.** 1 point: why. 1 point: who.\n\n"
        "An answer with full points: Because of the water.\n"
    )
    assert "Why?" not in page and "m01e1" not in page
    goals = (
        "- 01.1a tell hazard, exposure and vulnerability apart\n- 01.1b compute a loss, in %·days\n"
    )
    assert f"After the lesson a trainee can:\n\n{goals}" in page
    assert page.index("## 01_concepts") < page.index("## 02_methods · How rare is that rain?")


def test_the_syllabus_holds_what_progress_is_counted_by(root):
    first, second = json.loads(curriculum.documents(root)[root / curriculum.SYLLABUS])
    assert (first["name"], second["name"]) == ("01_concepts/1_risk", "02_methods/1_how_often")
    assert first["objectives"]["01.1b"] == "compute a loss, in %·days"
    exercise = root / "exercises" / "01_concepts" / "1_risk.ipynb"
    notebook = nbformat.read(exercise, as_version=4)
    cells = [*answer_and_check(1), new_markdown_cell("Write your *answer* here.")]
    cells[2].metadata["nbgrader"] = {"grade_id": "m01e1_q4_d", "grade": True, "solution": True}
    for cell in cells:
        cell.metadata.nbgrader["points"] = 2
    write_notebook(new_notebook(cells=[*notebook.cells, *cells]), exercise)
    page = curriculum.documents(root)[root / curriculum.SYLLABUS]
    one, other = json.loads(page)[0]["items"]
    assert (one["name"], one["by_hand"], one["objective"]) == ("m01e1_q1_a", False, "01.1a")
    assert (other["name"], other["by_hand"], other["objective"]) == ("m01e1_q4_d", True, "01.1c")
    assert one["points"] == other["points"] == 2
    assert one["start"] == digest(cells[0].source) and other["start"] == digest(cells[2].source)
    assert cells[0].source not in page, "no answer stands there"
    told = {"01.1a": "say what a **risk** *hides*"}
    assert entry(exercise, told, {})["objectives"] == {"01.1a": "say what a risk hides"}


def test_main_writes_the_pages(root, monkeypatch, capsys):
    monkeypatch.setattr(curriculum, "ROOT", root)
    pages = curriculum.documents(root)
    monkeypatch.setattr(curriculum, "documents", lambda: pages)
    curriculum.main()
    curriculum.main()
    assert {path: path.read_text("utf-8") for path in pages} == pages
    assert "docs/curriculum.md" in capsys.readouterr().out.replace("\\", "/")
