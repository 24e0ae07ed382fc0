"""Test cells with plain asserts, as other courses write them: supported, and guarded."""

import shutil

import attacks
import nbformat
import pytest
from course import ROOT, grade_id
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from sandboxed import needs_sandbox

from classroom.grading import tasks
from classroom.grading.key import build_key
from classroom.grading.tasks import Settings, Task, grade_notebook

pytestmark = [needs_sandbox, pytest.mark.xdist_group("sandbox")]
NAME = "1_sums"
RIGHT = {"double_answer": "def double(x):\n    return 2 * x", "name_answer": "name = 'Lanwan'"}
WRONG = {"double_answer": "def double(x):\n    return x", "name_answer": "name = 'Paris'"}
#: What reaches the test cells themselves; the other attacks are on the course's checks.
ON_ASSERTS = [
    "drops asserts and checks from the syntax tree",
    "replaces run_code",
    "replaces do_execute",
    "replaces run_cell_async",
]


def cell(name, source, points=None):
    graded = points is not None
    mark = {
        "schema_version": 3,
        "grade_id": name,
        "grade": graded,
        "solution": not graded,
        "locked": graded,
        "task": False,
        "cell_type": "code",
    }
    made = new_code_cell(source, id=name.replace("_", "-"))
    made.metadata["nbgrader"] = mark | ({"points": points} if graded else {})
    return made


def solved(source):
    head, _, body = source.partition("\n    ")
    return f"{head}\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION" if body else source


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    course = tmp_path_factory.mktemp("asserts")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    notebook = new_notebook(
        cells=[
            cell("double_answer", solved(RIGHT["double_answer"])),
            cell(
                "double",
                "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(5) == 10\n"
                "### END HIDDEN TESTS",
                points=2,
            ),
            cell("name_answer", f"### BEGIN SOLUTION\n{RIGHT['name_answer']}\n### END SOLUTION"),
            cell("name", "assert name == 'Lanwan'", points=1),
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    place = course / "solutions" / "09_other"
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{NAME}.ipynb")
    return build_key(course, "09_other").notebooks[NAME]


def grade(key, answers, added=""):
    notebook = nbformat.from_dict(key.handed_out)
    for one in notebook.cells:
        one.source = answers.get(grade_id(one), one.source)
    if added:
        notebook.cells.insert(0, new_code_cell(added, id="added"))
    raw = nbformat.writes(notebook).encode()
    result = grade_notebook(Task("wang", NAME, raw, key, {}, Settings(cell_seconds=5)))
    graded = nbformat.reads(result.graded, as_version=4)
    scores = {
        grade_id(c): determine_grade(c)[0] for c in graded.cells if "points" in str(c.metadata)
    }
    return scores, result.findings


def test_right_and_wrong(key):
    assert grade(key, RIGHT) == ({"double": 2, "name": 1}, [])
    assert grade(key, WRONG) == ({"double": 0, "name": 0}, [])
    assert grade(key, WRONG | {"name_answer": RIGHT["name_answer"]})[0] == {"double": 0, "name": 1}


def test_hidden_asserts_count(key):
    only_the_example = {"double_answer": "def double(x):\n    return 4"}
    assert grade(key, RIGHT | only_the_example)[0] == {"double": 0, "name": 1}


@pytest.mark.parametrize("name", ON_ASSERTS)
def test_tests_that_cannot_fail_are_noticed(key, name):
    scores, findings = grade(key, WRONG, attacks.GAIN[name])
    assert set(scores.values()) == {0}
    assert any("cannot be trusted" in sentence for sentence in findings)


def test_hidden_errors_give_no_points(key):
    assert set(grade(key, WRONG, attacks.GAIN["hides errors"])[0].values()) == {0}


def test_code_that_knows_the_tests_and_skips_them_is_noticed(key):
    source = """
shell = get_ipython()
original = shell.run_code
async def sly(code, *args, **kwargs):
    if "assert double" in shell.user_ns.get("In", [""])[-1]:
        return False
    return await original(code, *args, **kwargs)
shell.run_code = sly
"""
    scores, findings = grade(key, WRONG, source)
    assert set(scores.values()) == {0}
    assert any("cannot be trusted" in sentence for sentence in findings)


def test_an_answer_that_works_once_only_is_no_cheat(key):
    source = "left = iter([4, 10])\ndef double(x):\n    return next(left)"
    scores, findings = grade(key, RIGHT | {"double_answer": source})
    assert scores == {"double": 2, "name": 1}
    assert findings == []


def test_code_that_lets_each_test_pass_the_first_time_is_noticed(key):
    source = """
import ast
seen = set()
class Once(ast.NodeTransformer):
    def visit_Assert(self, node):
        text = ast.unparse(node)
        known = text in seen
        seen.add(text)
        return node if known else ast.Pass()
get_ipython().ast_transformers.append(Once())
"""
    scores, findings = grade(key, WRONG, source)
    assert set(scores.values()) == {0}
    assert any("cannot be trusted" in sentence for sentence in findings)


def test_an_error_of_our_own_fails_this_notebook_only(key, monkeypatch):
    def breaks(*_arguments):
        raise RecursionError("too deep")

    monkeypatch.setattr(tasks, "rebuild", breaks)
    result = grade_notebook(Task("wang", NAME, None, key))
    assert (result.failed, result.graded) == ("RecursionError: too deep", "")
