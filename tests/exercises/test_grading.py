"""Gates 3, 4 and 5: solutions score full, untouched exercises 0, and the bank is judged right."""

import itertools

import pytest
from course import (
    EXERCISES,
    SOLUTIONS,
    answers,
    bank,
    checks,
    graded_rounds,
    name,
    read,
    run,
    said,
    scores,
    sealed,
)

each_solution = pytest.mark.parametrize(
    "path", [pytest.param(p, marks=pytest.mark.xdist_group(name(p))) for p in SOLUTIONS], ids=name
)


def rounds(answers_by_item: dict[str, list[str]]) -> list[dict[str, str]]:
    """Spread the answers over rounds that hold one answer an item."""
    columns = itertools.zip_longest(*answers_by_item.values())
    return [
        {item: source for item, source in zip(answers_by_item, column, strict=True) if source}
        for column in columns
    ]


@each_solution
def test_solution_scores_full(path):
    done = run(sealed(path))
    full = {item: float(cell.metadata.nbgrader.points) for item, cell in checks(done).items()}
    assert scores(done) == full, {item: said(cell) for item, cell in checks(done).items()}


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_untouched_exercise_runs_to_its_end_and_every_item_is_open(path):
    done = run(read(path))
    graded = checks(done)
    for cell in done.cells:
        failed = [out for out in cell.get("outputs", []) if out.output_type == "error"]
        assert not failed or cell in graded.values(), f"{cell.source}\n{failed[0].traceback}"
    assert set(scores(done).values()) == {0}
    for item, cell in graded.items():
        label = "Q" + item.split("_q")[1].split("_")[0]
        line = f"{label} is still open: replace the three dots (...) in the answer cell."
        assert said(cell) == line, f"{item}: {said(cell)}"


@each_solution
def test_every_item_has_a_bank(path):
    items = set(answers(read(path)))
    answers_of = bank(path)
    assert items == set(checks(read(path)))
    assert set(answers_of.WRONG) == set(answers_of.RIGHT) == items
    assert min(len(sources) for sources in answers_of.WRONG.values()) >= 4
    assert min(len(sources) for sources in answers_of.RIGHT.values()) >= 2


@each_solution
def test_wrong_answers_score_nothing(path):
    tried = rounds(bank(path).WRONG)
    for chosen, cells in zip(tried, graded_rounds(path, tried), strict=True):
        points = scores(_notebook(cells))
        for item, source in chosen.items():
            assert points[item] == 0, f"{item} gives points to the wrong answer\n{source}"
            assert len(said(cells[item]).strip().splitlines()) <= 3, f"{item}: {said(cells[item])}"


@each_solution
def test_right_answers_score_full(path):
    tried = rounds(bank(path).RIGHT)
    for chosen, cells in zip(tried, graded_rounds(path, tried), strict=True):
        points = scores(_notebook(cells))
        for item, source in chosen.items():
            full = float(cells[item].metadata.nbgrader.points)
            assert points[item] == full, f"{item} refuses\n{source}\n{said(cells[item])}"


def _notebook(cells):
    from nbformat.notebooknode import NotebookNode

    return NotebookNode(cells=list(cells.values()))
