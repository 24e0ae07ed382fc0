"""`classroom.build`: exercises from solutions, and lessons with outputs that stay the same."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom import build

ROOT = Path(__file__).resolve().parents[2]
MARK = "### BEGIN SOLUTION\nanswer = 405\n### END SOLUTION"


def nbgrader(cell, name, points=None, solution=False):
    cell.metadata["nbgrader"] = {
        "schema_version": 3, "grade_id": name, "grade": points is not None, "solution": solution,
        "locked": not solution, "task": False,
    }  # fmt: skip
    if points is not None:
        cell.metadata.nbgrader["points"] = points
    return cell


def solution(answer="405", name="1_demo"):
    """Return a tiny instructor's notebook: one item, with a hidden test."""
    check = (
        f'check.value("m00e1_q1_{name[2:]}", answer, within=0.5, hint="Add up.",\n'
        '            slips=[(9720, "These are hours.")])\n'
        "### BEGIN HIDDEN TESTS\nassert answer < 406\n### END HIDDEN TESTS"
    )
    cells = [
        new_markdown_cell("# Demo, 示例"),
        nbgrader(new_code_cell("from resilience_helpers import check"), "m00e1_setup"),
        nbgrader(
            new_code_cell("answer = ...\n" + MARK.replace("405", answer)),
            f"m00e1_q1_{name[2:]}_answer",
            solution=True,
        ),
        nbgrader(new_code_cell(check), f"m00e1_q1_{name[2:]}", points=1),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"demo-{number}"
    cells[-1].metadata["tags"] = ["raises-exception"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def course(folder, **notebooks):
    """Make a course folder with the course's own configuration and tiny solutions."""
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for name, notebook in notebooks.items():
        path = folder / "solutions" / "00_demo" / f"1_{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        build.write_notebook(notebook, path)
    return folder


def tree(folder):
    """Return all files below a folder with their content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """Generate a tiny course once; return its folder, the target, what was left in between."""
    base = tmp_path_factory.mktemp("build")
    root = course(base / "course", demo=solution())
    target = base / "exercises"
    for gone in ("00_demo/2_gone.ipynb", "09_gone/1_gone.ipynb", "00_demo/notes.txt"):
        (target / gone).parent.mkdir(parents=True, exist_ok=True)
        (target / gone).write_text("{}")
    scratch = base / "scratch"
    scratch.mkdir()
    before = tree(root)
    path = os.environ["PATH"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(scratch))
        patch.setenv("HOME", str(base))
        patch.setenv("PATH", os.pathsep.join([os.defpath, path]))
        patch.chdir(base)
        written = build.generate_exercises(target, root)
    assert tree(root) == before, "the course itself stays as it is"
    return target, written, scratch


def test_every_solution_gives_an_exercise(generated):
    target, written, _ = generated
    assert written == [target / "00_demo" / "1_demo.ipynb"]
    nbformat.validate(nbformat.read(written[0], as_version=4))
    assert written[0].read_bytes().endswith(b"}\n") and b"\r" not in written[0].read_bytes()


def test_exercises_without_a_solution_are_removed_and_other_files_stay(generated):
    target, _, _ = generated
    assert sorted(tree(target)) == ["00_demo/1_demo.ipynb", "00_demo/notes.txt"]


def test_nothing_is_left_between(generated):
    assert list(generated[2].iterdir()) == []
    beside = {path.name for path in generated[2].parent.iterdir()}
    assert not beside & {"gradebook.db", "release", "exercises.db", "source"}


def test_an_exercise_is_sealed_and_holds_no_answer(generated):
    notebook = nbformat.read(generated[1][0], as_version=4)
    setup, answer, check = (cell.source for cell in notebook.cells[1:])
    assert setup == "from resilience_helpers import check"
    assert answer == "answer = ...\n# Your answer: replace the three dots above."
    assert 'sealed="number ' in check and 'hint="Add up."' in check
    for secret in ("405", "406", "9720", "hours", "HIDDEN", "slips"):
        assert secret not in check
    assert notebook.cells[0].source == "# Demo, 示例"
    assert [cell.id for cell in notebook.cells] == [f"demo-{number}" for number in range(4)]


def test_what_is_handed_out_is_saved_once_more(generated, tmp_path):
    target, _, _ = generated
    path = build.write_handed_out(target, tmp_path / "handed_out.json")
    raw = path.read_bytes()
    assert list(json.loads(raw)) == ["00_demo/1_demo"]
    assert b"\r" not in raw and raw.endswith(b"}\n") and "示例".encode() in raw
    assert build.write_handed_out(target, path).read_bytes() == raw


def test_a_solution_that_fails_is_named_and_changes_nothing(tmp_path):
    wrong = solution()
    wrong.cells[3].source = wrong.cells[3].source.replace(
        "answer < 406", "answer > 406, 'too small'"
    )
    root = course(tmp_path / "course", demo=wrong)
    target = tmp_path / "exercises"
    old = target / "00_demo" / "2_old.ipynb"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    with pytest.raises(RuntimeError, match=r"(?s)00_demo was not generated.*too small"):
        build.generate_exercises(target, root)
    assert list(tree(target)) == ["00_demo/2_old.ipynb"]


def test_modules_are_folders_in_order(tmp_path):
    for name in ("02_b", "01_a"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / "1_a.ipynb").touch()
    (tmp_path / "solutions" / "README.md").write_text("text")
    # what JupyterLab leaves behind when somebody saves
    copies = tmp_path / "solutions" / "01_a" / ".ipynb_checkpoints"
    copies.mkdir()
    (copies / "1_a-checkpoint.ipynb").touch()
    assert build.modules(tmp_path) == ["01_a", "02_b"]


def test_the_configuration_is_the_courses_own(tmp_path):
    config = build.course_config(ROOT, tmp_path / "other.db")
    assert config.CourseDirectory.db_url == f"sqlite:///{tmp_path / 'other.db'}"
    assert config.CourseDirectory.root == str(ROOT)
    assert config.CourseDirectory.source_directory == "solutions"
    assert config.GenerateAssignment.preprocessors[0] == "classroom.seal.SealAnswers"
    assert len(config.GenerateAssignment.preprocessors) > 5, "nbgrader's own follow"
    assert "db_url" not in build.course_config(ROOT).CourseDirectory


def run_notebook():
    """Return a notebook with all that changes from run to run."""
    live = {
        "text/plain": "alt",
        "text/html": '<img alt="alt">',
        build.WIDGET_VIEW: {"model_id": "a1b2", "version_major": 2, "version_minor": 0},
    }
    first, second = new_code_cell("explorer"), new_code_cell("x")
    first.metadata.update(execution={"iopub.execute_input": "2030-01-01T00:00:00"}, tags=["keep"])
    first.outputs = [
        new_output("execute_result", data=live, execution_count=1),
        new_output("stream", text="hello\n"),
    ]
    second.outputs = [new_output("error", ename="E", evalue="e", traceback=["e"])]
    language = {"name": "python", "version": "3.11.7"}
    metadata = {"language_info": language, "widgets": {"state": {}}}
    return new_notebook(cells=[new_markdown_cell("text"), first, second], metadata=metadata)


def test_stable_takes_out_what_changes_and_keeps_the_rest():
    made = build.stable(run_notebook())
    assert made.metadata == {"language_info": {"name": "python"}}
    _, first, second = made.cells
    assert first.metadata == {"tags": ["keep"]}
    assert first.outputs[0].data == {"text/plain": "alt", "text/html": '<img alt="alt">'}
    assert first.outputs[1].text == "hello\n" and second.outputs[0].ename == "E"
    assert build.stable(made) == made


def test_a_notebook_is_written_with_one_last_newline(tmp_path):
    path = tmp_path / "a.ipynb"
    notebook = new_notebook(cells=[new_markdown_cell("示例\nzwei")])
    build.write_notebook(notebook, path)
    raw = path.read_bytes()
    assert raw.endswith(b"}\n") and not raw.endswith(b"\n\n") and b"\r" not in raw
    assert "示例" in raw.decode("utf-8")
    assert nbformat.read(path, as_version=4) == notebook


LESSON = """from pathlib import Path
import pandas as pd
from resilience_helpers import explore, figures
print(Path.cwd().name)
def draw(days):
    return figures.lines(pd.DataFrame({"water": [55.0, 100.0]}, index=[0, days]), "day", "%", f"Day {days}.")
explore.explore(draw, days=explore.slider("Repair time [days]", 1, 30, 1, 18))"""


def test_a_lesson_is_saved_with_a_still_figure_and_no_widget(tmp_path):
    path = tmp_path / "01_demo" / "1_demo.ipynb"
    path.parent.mkdir()
    source = new_notebook(cells=[new_code_cell(LESSON, id="one")])
    build.write_notebook(source, path)
    before = path.read_bytes()
    done = build.run_lesson(path)
    assert path.read_bytes() == before
    printed, shown = done.cells[0].outputs
    assert printed.text == "01_demo\n", "a lesson runs in its own folder"
    assert set(shown.data) == {"text/html", "text/plain"}
    assert shown.data["text/html"].startswith('<img alt="Day 18." src="data:image/png;base64,')
    assert "widgets" not in done.metadata and "execution" not in done.cells[0].metadata
    build.write_notebook(done, path)
    nbformat.validate(nbformat.read(path, as_version=4))


def test_helpers_of_nbgrader_are_found_by_name(monkeypatch):
    monkeypatch.setenv("PATH", os.defpath)
    build.tools_on_path()
    build.tools_on_path()
    folders = os.environ["PATH"].split(os.pathsep)
    assert len(folders) == len(os.defpath.split(os.pathsep)) + 1, "once"
    assert shutil.which("python", path=folders[0])
