"""`course check`: what a trainee sees of the own notebooks, with real kernels."""

import copy
import io
from pathlib import Path

import nbformat
import pytest
from course import EXERCISES, answers, checks, grade_id, name, read, run
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import is_solution
from rich.console import Console
from trainee_course import filled, half_filled

from classroom.trainee import check as own
from classroom.trainee import run as own_run
from classroom.trainee import show as own_show
from resilience_helpers import check
from resilience_helpers._progress.saved import STATES

pytestmark = pytest.mark.xdist_group("own")
SECONDS = 5


def place(notebook, part, solution=False):
    return next(
        number
        for number, cell in enumerate(notebook.cells)
        if f"_{part}_" in grade_id(cell) and is_solution(cell) == solution
    )


def broken():
    """Return the first exercise: a check deleted, an answer copied, a check edited."""
    notebook = filled(0)
    del notebook.cells[place(notebook, "q1")]
    answer = place(notebook, "q2", solution=True)
    copied = copy.deepcopy(notebook.cells[answer])
    copied.id = "copied"
    copied.source = read(EXERCISES[0]).cells[place(read(EXERCISES[0]), "q2", True)].source
    notebook.cells.insert(answer + 1, copied)
    notebook.cells[place(notebook, "q3")].source = "print('I pass')"
    return notebook


def hostile():
    """Return the third exercise: an endless loop, errors, a missing file, and exit()."""
    notebook = filled(2, q1="while True: pass", q2="x = (", q3='open("mine.csv")')
    notebook.cells.insert(place(notebook, "q5", True), new_code_cell("exit()", id="leave"))
    notebook.cells.insert(3, new_code_cell("1 / 0", id="own"))
    return notebook


def out_of_order():
    """Return the first exercise, run in another order than its cells stand in."""
    notebook = run(filled(0))
    cell = notebook.cells[place(notebook, "q3", True)]
    notebook.cells.append(new_code_cell(cell.source.replace("loss_power", "helper"), id="late"))
    cell.source = "loss_power = helper"
    return notebook


MADE = {"half": half_filled, "broken": broken, "hostile": hostile, "out_of_order": out_of_order}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a trainee's folder: exercise 1 perfect, 2 untouched, 3 not there; others beside."""
    root = tmp_path_factory.mktemp("trainee")
    exercises = root / "exercises" / EXERCISES[0].parent.name
    exercises.mkdir(parents=True)
    nbformat.write(filled(0), exercises / EXERCISES[0].name)
    (exercises / EXERCISES[1].name).write_bytes(EXERCISES[1].read_bytes())
    for made, make in MADE.items():
        nbformat.write(make(), root / f"{made}.ipynb")
    return root


@pytest.fixture(scope="module")
def checked(folder):
    """Check each notebook once; the files must not change."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    perfect, untouched = own.check([], folder, seconds=60)
    found = {"perfect": perfect, "untouched": untouched}
    for made in MADE:
        seconds = SECONDS if made == "hostile" else 60
        (found[made],) = own.check([folder / f"{made}.ipynb"], folder, seconds=seconds)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert after == before, "a check changes nothing"
    return found


def states(one):
    return [item.state for item in one.items]


def shown(one, root=Path()):
    console = Console(record=True, width=110, file=io.StringIO())
    own_show.show(one, root, console)
    own_show.closing([one], console)
    return console.export_text()


def test_all_right_is_ready_and_says_what_comes_from_the_instructor(checked):
    one = checked["perfect"]
    assert one.exercise == name(EXERCISES[0])
    assert states(one) == ["right"] * 6 + ["written"]
    assert (one.earned, one.automatic, one.waiting) == (8, 8, 2)
    assert one.finished and not one.faulty and one.broken == one.notes == ()
    text = shown(one)
    assert "Points so far: 8 of 8. 2 more come from your instructor." in text
    assert f"Ready to hand in: {one.exercise}." in text and "save in JupyterLab first" in text
    assert "Grading tries other events" in text, "what a right verdict leaves open"


def test_what_is_untouched_is_open_and_not_run(checked, monkeypatch):
    one = checked["untouched"]
    assert set(states(one)) == {"open"} and not one.faulty and not one.finished
    assert one.earned == one.waiting == 0
    assert "not started, every item is open." in shown(one)
    monkeypatch.setattr(own, "run_through", None)
    assert own.check_file(EXERCISES[1]).items == one.items


def test_half_of_it_may_be_handed_in(checked):
    one = checked["half"]
    assert states(one) == ["right", "right", "wrong"] + ["open"] * 5
    assert not one.faulty and not one.finished and one.broken == ()
    text = shown(one)
    assert "Left in 01_concepts/2_three_dimensions: Q3 not right yet; Q4 Q5 Q6 Q7 Q8 open." in text
    assert "once you have written your answer" in text
    assert "Q3 is not right yet" not in text and one.items[2].line.startswith("Q3 is not right yet")


def test_broken_cells_are_named_with_what_to_do(checked):
    one = checked["broken"]
    assert [(fault.item, fault.what) for fault in one.broken] == [
        ("Q1", "deleted"),
        ("Q2", "duplicated"),
        ("Q3", "edited"),
    ]
    assert states(one)[:4] == ["missing", "open", "stopped", "right"]
    assert "gave no verdict" in one.items[2].line, "what passes without a verdict is not right"
    assert one.faulty
    text = shown(one)
    assert "Put right before you hand in: 01_concepts/1_risk_and_resilience." in text
    assert "Broken: The check of Q1 is missing." in text and "course check --mend" in text


def test_each_item_that_stops_says_why(checked):
    one = checked["hostile"]
    assert states(one) == ["stopped"] * 3 + ["right"] + ["stopped"] * 3 + ["written"]
    loop, syntax, file, _, left, *_ = (item.line for item in one.items)
    assert loop == f"It takes more than {SECONDS} seconds and was interrupted."
    assert syntax == (
        "Python cannot read this answer: incomplete input (line 1). Is a bracket or a quote not "
        "closed?"
    )
    assert "FileNotFoundError" in file and "mine.csv" in file
    assert left == (
        "Not reached: your own cell below the check of Q4 ended Python, with exit() or quit()."
    )
    assert one.faulty
    said = "3 answers stop with an error (Q1, Q2, Q3). Correct them, or write `...` again."
    assert said in " ".join(shown(one).split())


def test_slow_cells_missing_files_and_own_errors_are_noted(checked):
    loop, *others = sorted(checked["hostile"].notes, key=lambda note: "takes more" not in note)
    assert loop == (
        f"The answer cell of Q1 takes more than {SECONDS} seconds. Grading stops it too."
    )
    assert others == [
        "Your own cell below the setup cell stopped with ZeroDivisionError: division by zero.",
        "The answer cell of Q3 needs a file that is not there. Grading has only the files that "
        "were handed out.",
    ]


def test_what_works_only_out_of_order_is_told(checked):
    one = checked["out_of_order"]
    assert states(one) == ["right", "right", "stopped", "right", "right", "right", "written"]
    assert "NameError: name 'helper' is not defined" in one.items[2].line
    (note,) = one.notes
    assert note.startswith(
        "Q3 was right when its check was last run and saved, but is not in a run"
    )


def test_without_a_run_the_saved_outputs_tell(folder, monkeypatch):
    monkeypatch.setattr(own, "run_through", None)
    (saved, unrun) = own.check(
        [folder / "out_of_order.ipynb", folder / "half.ipynb"], folder, run=False
    )
    assert states(saved) == ["right"] * 6 + ["written"] and saved.notes == ()
    assert set(states(unrun)) == {"open"}
    assert unrun.items[0].line == "Its check was not run yet."


def test_a_loop_that_catches_interrupts_ends_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(own_run, "GRACE", 1)
    deaf = "import time\nwhile True:\n  try: time.sleep(9)\n  except KeyboardInterrupt: pass"
    cells = [new_code_cell("print('x' * 10**6)"), new_code_cell(deaf), new_code_cell("2")]
    source = new_notebook(cells=cells)
    done = own_run.run_through(source, tmp_path, seconds=2)
    assert (done.slow, done.ended_at) == ([1], 1) and "does not stop" in done.ended
    assert sum(len(out.text) for out in done.notebook.cells[0].outputs) == own_run.PRINTED
    assert source.cells[0].outputs == [], "the notebook itself stays as it is"


def test_a_run_is_bounded_as_a_whole_and_stands_in_its_folder(tmp_path):
    where = "import os; open('seen', 'w').write(os.getcwd())"
    cells = [
        new_code_cell(where),
        new_code_cell("import time; time.sleep(1.2)"),
        new_code_cell("3"),
    ]
    done = own_run.run_through(new_notebook(cells=cells), tmp_path, seconds=30, whole=1)
    assert (done.slow, done.ended_at) == ([], 2) and "within 1 seconds" in done.ended
    assert Path((tmp_path / "seen").read_text()).samefile(tmp_path)


def test_an_output_widget_does_not_stall_the_run(tmp_path):
    made = "import ipywidgets; box = ipywidgets.Output()"
    cells = [new_code_cell(source) for source in [made, *["with box: print(1)"] * 60]]
    done = own_run.run_through(new_notebook(cells=cells), tmp_path, seconds=20)
    assert done.slow == []
    printed = ["".join(out.text for out in cell.outputs) for cell in done.notebook.cells[1:]]
    assert set(printed) == {"1\n"}


def test_python_that_dies_is_told(tmp_path):
    cells = [new_code_cell("import os; os._exit(3)"), new_code_cell("1")]
    done = own_run.run_through(new_notebook(cells=cells), tmp_path, seconds=30)
    assert (done.ended_at, done.ended) == (0, "ended Python")


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "empty"),
        (b"%PDF-1.7", "a PDF document"),
        (nbformat.writes(new_notebook(cells=[new_code_cell("1")])).encode(), "not an exercise"),
    ],
    ids=["empty", "pdf", "other"],
)
def test_what_is_no_exercise_is_refused_with_the_reason(tmp_path, content, reason):
    (tmp_path / "a.ipynb").write_bytes(content)
    one = own.check_file(tmp_path / "a.ipynb")
    assert reason in one.unreadable and one.faulty and reason in shown(one)
    assert (own.AGAIN in one.unreadable) == (reason != "not an exercise")


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert own.check_file(tmp_path / "a.ipynb").unreadable.startswith(
        "It cannot be opened: No such"
    )


def verdict(*outputs):
    return own.verdict(new_code_cell("check", outputs=list(outputs)))


def failed(ename, evalue):
    return new_output("error", ename=ename, evalue=evalue, traceback=[])


def test_a_verdict_is_read_from_the_outputs():
    value = new_output("display_data", data={check.MIME: {}, "text/plain": "Q1: right, 4."})
    assert verdict(value) == ("right", "Q1: right, 4.")
    assert verdict(value, failed("NotYet", "Q1 is not right yet.")) == (
        "wrong",
        "Q1 is not right yet.",
    )
    assert verdict(failed("StillOpen", "Q1 is still open")) == ("open", "Q1 is still open")
    assert verdict(failed("NameError", "name 'x'")) == (
        "stopped",
        "The check stopped with NameError: name 'x'.",
    )
    assert verdict(new_output("stream", text="right"))[0] == "stopped"
    assert own.verdict(new_code_cell("assert True"), publishes=False) == ("right", "")


def test_what_a_trainee_raises_cannot_steer_the_terminal_or_flood_it():
    line = verdict(failed("ValueError", "\x1b[2Jred\n[bold]" + "x" * 1000))[1]
    assert "\x1b" not in line and "\n" not in line and len(line) < 400
    item = own.Item("Q1", "m_q1_a", False, 1, "stopped", line)
    assert "[bold]" in shown(own.Checked(Path("a.ipynb"), "01/1", items=(item,)))


def page(call, *arguments, **more):
    console = Console(record=True, width=200, file=io.StringIO())
    return call(*arguments, console=console, **more), console.export_text()


def test_exit_code_1_is_for_what_must_be_put_right(checked, folder, monkeypatch):
    for made, code in {"perfect": 0, "half": 0, "untouched": 0, "broken": 1, "hostile": 1}.items():
        monkeypatch.setattr(own, "check_file", lambda _, made=made: checked[made])
        assert page(own.run, [folder / "half.ipynb"], folder)[0] == code, made


def test_no_exercise_at_all_is_exit_code_1(tmp_path):
    code, text = page(own.run, [], tmp_path)
    assert code == 1 and "There is no exercise here." in text


def test_files_are_found_in_the_course_and_in_a_fetched_module(folder, tmp_path):
    assert [path.name for path in own.find(folder)] == [path.name for path in EXERCISES[:2]]
    fetched = tmp_path / EXERCISES[2].parent.name / EXERCISES[2].name
    fetched.parent.mkdir()
    fetched.touch()
    (fetched.parent / "notes.ipynb").touch()
    assert own.find(tmp_path) == [fetched]


def test_mending_writes_a_whole_copy_beside_and_never_twice(tmp_path):
    file = tmp_path / "mine.ipynb"
    nbformat.write(broken(), file)
    before = file.read_bytes()
    code, text = page(own.run, [file], tmp_path, mending=True)
    assert code == 0 and "wrote mine_mended.ipynb" in text
    mended = own.check_file(tmp_path / "mine_mended.ipynb", run=False)
    assert mended.broken == () and file.read_bytes() == before
    new = read(tmp_path / "mine_mended.ipynb")
    full = {item: cell.source for item, cell in answers(filled(0)).items()}
    assert {item: cell.source for item, cell in answers(new).items()} == full
    assert list(checks(new)) == list(checks(read(EXERCISES[0])))
    code, text = page(own.run, [file], tmp_path, mending=True)
    assert code == 1 and "mine_mended.ipynb is there already" in text
    code, text = page(own.run, [tmp_path / "mine_mended.ipynb"], tmp_path, mending=True)
    assert code == 0 and "nothing to mend" in text


def test_mending_refuses_what_would_lose_the_answers(tmp_path):
    file = tmp_path / "mine.ipynb"
    file.write_bytes(b"")
    code, text = page(own.run, [file], tmp_path, mending=True)
    assert code == 1 and "The file is empty." in text
    assert [path.name for path in tmp_path.iterdir()] == ["mine.ipynb"]


def test_every_state_has_its_words():
    assert tuple(own_show.WORDS) == STATES and set(own.FAULTY) < set(STATES)
