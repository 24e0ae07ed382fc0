"""What the tests know of the course: its notebooks, its items, and how a notebook is graded."""

import copy
import functools
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import ClearSolutions, Execute
from nbgrader.utils import determine_grade, is_grade, is_solution
from traitlets.config.loader import PyFileConfigLoader

from classroom.build import notebooks
from classroom.seal import SealAnswers

ROOT = Path(__file__).resolve().parent.parent
LESSONS = notebooks(ROOT / "modules")
SOLUTIONS = notebooks(ROOT / "solutions")
EXERCISES = notebooks(ROOT / "exercises")
HEADING = re.compile(
    r"^### Q(\d+) · (Choose|Compute|Complete|Decide) \((\d+) points?, objective (\d\d\.\d[a-z])\)$",
    re.MULTILINE,
)


def name(path: Path) -> str:
    """Return module and notebook, such as ``01_concepts/1_risk_and_resilience``."""
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> NotebookNode:
    """Read a notebook."""
    return nbformat.read(path, as_version=4)


def text_of(notebook: NotebookNode, kind: str) -> str:
    """Return all cells of one kind (markdown or code) as one text."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == kind)


def grade_id(cell: NotebookNode) -> str:
    """Return the nbgrader id of a cell, or an empty text."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def checks(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the check cells (auto-graded) by item."""
    return {grade_id(c): c for c in notebook.cells if is_grade(c) and not is_solution(c)}


def answers(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the answer cells of auto-graded items by item."""
    return {
        grade_id(c).removesuffix("_answer"): c
        for c in notebook.cells
        if is_solution(c) and not is_grade(c)
    }


@functools.cache
def sealed(path: Path) -> NotebookNode:
    """Return an instructor's notebook with seals and hidden tests, as grading sees it."""
    notebook, _ = SealAnswers().preprocess(read(path), {})
    return notebook


@functools.cache
def graded_form(path: Path) -> NotebookNode:
    """Return the sealed notebook with its answers cleared: handed out, plus hidden tests."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    notebook, _ = ClearSolutions(config=config).preprocess(copy.deepcopy(sealed(path)), {})
    return notebook


def run(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook to its end as nbgrader does, errors included."""
    notebook = copy.deepcopy(notebook)
    notebook, _ = Execute(timeout=60).preprocess(
        notebook, {"metadata": {"path": str(ROOT / "tests")}}
    )
    return notebook


def scores(notebook: NotebookNode) -> dict[str, float]:
    """Return the points of each check cell of a run notebook, by nbgrader's own rule."""
    return {item: determine_grade(cell)[0] for item, cell in checks(notebook).items()}


def graded_rounds(path: Path, rounds: list[dict[str, str]]) -> list[dict[str, NotebookNode]]:
    """Grade several sets of answers to one notebook in one kernel, each from a clean start.

    Parameters
    ----------
    path : pathlib.Path
        Instructor's notebook.
    rounds : list of dict
        Source of the answer cell by item; an item that a round leaves out stays untouched.

    Returns
    -------
    list of dict
        The run check cells of each round, by item.
    """
    long = copy.deepcopy(graded_form(path))
    one_round = [cell for cell in long.cells if cell.cell_type == "code"]
    long.cells = []
    for chosen in rounds:
        cells = copy.deepcopy(one_round)
        for item, cell in answers(NotebookNode(cells=cells)).items():
            cell.source = chosen.get(item, cell.source)
        long.cells += [new_code_cell("%reset -f"), *cells]
    size = 1 + len(one_round)
    done = run(long).cells
    parts = [done[start : start + size] for start in range(0, len(done), size)]
    return [checks(NotebookNode(cells=part)) for part in parts]


def said(cell: NotebookNode) -> str:
    """Return what a run check cell shows a person, one line an output."""
    lines = []
    for output in cell.outputs:
        if output.output_type == "error":
            lines += [line.replace("\n", " ") for line in output.traceback]
        elif output.output_type == "stream":
            lines.append(output.text)
        else:
            lines.append(output.data.get("text/plain", ""))
    return "\n".join(lines)


def bank(path: Path) -> ModuleType:
    """Return the bank of wrong and right answers to an instructor's notebook."""
    module, number = path.parent.name[:2], path.stem[0]
    file = ROOT / "tests" / "exercises" / "bank" / f"m{module}e{number}.py"
    spec = importlib.util.spec_from_file_location(file.stem, file)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
