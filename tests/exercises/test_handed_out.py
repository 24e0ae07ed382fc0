"""Gates 2, 6 and 7: exercises are generated, hold no answer, and say their points rightly."""

import re

import pytest
from course import (
    EXERCISES,
    HEADING,
    LESSONS,
    ROOT,
    SOLUTIONS,
    answers,
    checks,
    grade_id,
    name,
    read,
    sealed,
    text_of,
)
from nbgrader.utils import is_grade, is_solution

from classroom.build import generate_exercises
from classroom.trainee import handed_out
from resilience_helpers import check

each_exercise = pytest.mark.parametrize("path", EXERCISES, ids=name)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A fresh generation of every exercise."""
    folder = tmp_path_factory.mktemp("fresh")
    return {name(path): path.read_bytes() for path in generate_exercises(folder)}


@pytest.mark.xdist_group("fresh")
def test_exercises_are_a_fresh_generation(fresh):
    committed = {name(path): path.read_bytes() for path in EXERCISES}
    assert sorted(committed) == sorted(fresh), "run make exercises"
    stale = [which for which in fresh if committed[which] != fresh[which]]
    assert not stale, f"run make exercises: {stale}"


@pytest.mark.xdist_group("fresh")
def test_the_package_holds_what_is_handed_out(fresh, tmp_path):
    for which, content in fresh.items():
        path = tmp_path / f"{which}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    text = handed_out.FILE.read_bytes().decode("utf-8")
    assert text == handed_out.collect(tmp_path), "run make exercises"


def test_every_lesson_has_its_exercise():
    lessons = {name(path) for path in LESSONS if path.parent.name != "modules"}
    assert lessons == {name(path) for path in EXERCISES} == {name(path) for path in SOLUTIONS}


@each_exercise
def test_no_answer_no_hidden_test_and_no_output_survives(path):
    exercise = read(path)
    source = "\n".join(cell.source for cell in exercise.cells)
    for mark in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "hidden=True"):
        assert mark not in source
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in exercise.cells)
    instructor = read(ROOT / "solutions" / path.relative_to(ROOT / "exercises"))
    given = answers(exercise)
    for item, cell in answers(instructor).items():
        solution = re.search(
            r"### BEGIN SOLUTION\n(.*?)\s*### END SOLUTION", cell.source, re.DOTALL
        )[1]
        assert "..." in given[item].source
        for line in filter(None, map(str.strip, solution.splitlines())):
            assert len(line) < 5 or line not in source, f"{item}: {line!r} is in the exercise"


@each_exercise
def test_every_check_is_sealed_and_its_known_wrong_answers_too(path):
    one = r"(text|number|list|table|truth)( [0-9a-f]{12})+"
    for item, cell in checks(read(path)).items():
        seals = re.findall(r'sealed="(.*)"', cell.source)
        assert len(seals) == 1, item
        assert re.fullmatch(rf"{one}(/{one}:[^/:]+)*", seals[0]), item
        assert "slips" not in cell.source


@each_exercise
def test_printed_points_equal_the_metadata_and_add_up_to_ten(path):
    notebook = read(path)
    headings = HEADING.findall(text_of(notebook, "markdown"))
    assert 5 <= len(headings) <= 8
    assert len(re.findall(r"^### Q", text_of(notebook, "markdown"), re.MULTILINE)) == len(headings)
    assert [int(number) for number, *_ in headings] == list(range(1, len(headings) + 1))
    assert len({kind for _, kind, _, _ in headings}) >= 3
    graded = [cell for cell in notebook.cells if is_grade(cell)]
    printed = [int(points) for _, _, points, _ in headings]
    assert [int(cell.metadata.nbgrader.points) for cell in graded] == printed
    assert sum(printed) == 10
    for cell, (number, kind, _, _) in zip(graded, headings, strict=True):
        assert f"_q{number}_" in grade_id(cell)
        assert is_solution(cell) == (kind == "Decide"), "what is written is graded by hand"


@each_exercise
def test_item_ids_say_what_they_are(path):
    prefix = f"m{path.parent.name[:2]}e{path.stem[0]}_"
    ids = [grade_id(cell) for cell in read(path).cells if grade_id(cell)]
    assert len(ids) == len(set(ids))
    for item in ids:
        assert re.fullmatch(rf"{prefix}(setup|q\d_[a-z][a-z_]+)", item), item
    for item, cell in checks(read(path)).items():
        assert f'"{item}"' in cell.source, "the check names its own item"
        assert "raises-exception" in cell.metadata.tags


def test_ids_are_unique_in_the_course():
    ids = [grade_id(cell) for path in EXERCISES for cell in read(path).cells if grade_id(cell)]
    assert len(ids) == len(set(ids))


@each_exercise
def test_every_objective_of_the_lesson_is_tested(path):
    lesson = read(ROOT / "modules" / path.relative_to(ROOT / "exercises"))
    wanted = set(re.findall(r"^- (\d\d\.\d[a-z]) ", text_of(lesson, "markdown"), re.MULTILINE))
    assert 3 <= len(wanted) <= 4
    tested = {objective for *_, objective in HEADING.findall(text_of(read(path), "markdown"))}
    assert tested == wanted


@each_exercise
def test_tolerance_is_stated_in_the_question(path):
    cells = read(path).cells
    question = ""
    for cell in cells:
        if cell.cell_type == "markdown" and HEADING.search(cell.source):
            question = cell.source
        within = re.search(r"within=([\d.]+)", cell.source)
        if grade_id(cell) in checks(read(path)) and within and float(within[1]) > 0:
            number = within[1].rstrip("0").rstrip(".") if "." in within[1] else within[1]
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", question.replace(",", "")), (
                f"{grade_id(cell)}: tolerance {number} is not in the question"
            )


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_complete_items_have_hidden_tests_and_all_hints_show_no_answer(path):
    for item, cell in checks(sealed(path)).items():
        assert ("check.function(" in cell.source) == ("hidden=True" in cell.source), item
        assert "hint=" in cell.source, item


@each_exercise
def test_no_widget_no_file_no_network_in_a_graded_notebook(path):
    code = text_of(read(path), "code")
    words = "explore|ipywidgets|open|requests|urllib|plan|to_csv|read_csv|write_text|os|Path"
    assert not re.search(rf"\b({words})[.(]", _without_seals(code))
    assert not re.search(r"^\s*[!%]", code, re.MULTILINE), "no shell, no magic"


def _without_seals(code: str) -> str:
    return re.sub(r'"(text|number|list|table|truth) [^"\n]*"', '""', code)


def test_the_type_of_published_values_is_fixed():
    # graders of other issues and of other people read this; changing it breaks them
    assert (check.MIME, check.VERSION) == ("application/vnd.resilient-cities.check+json", 1)
