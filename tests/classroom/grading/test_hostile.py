"""Hostile notebooks on the real path: rebuilt, run in the sandbox, judged outside it."""

import http.server
import re
import threading
from pathlib import Path

import attacks
import nbformat
import psutil
import pytest
from cohort import FILES, filled, hand_in, make_course, perfect
from course import answers, checks, grade_id, read, scores
from nbformat.v4 import new_code_cell
from sandboxed import needs_sandbox

from classroom.findings import cell_title
from classroom.grading.key import build_key
from classroom.grading.tasks import Settings, Task, close_sandboxes, grade_notebook

pytestmark = [needs_sandbox, pytest.mark.xdist_group("sandbox")]
FILE = FILES[0]
ITEMS = list(checks(read(FILE)))
SETTINGS = Settings(cell_seconds=3, notebook_seconds=40)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("hostile") / "course")


@pytest.fixture(scope="module")
def key(course):
    return build_key(course, FILE.parent.name)


def grade(key, source_by_id, added=()):
    """Grade an exercise with answers filled in and cells added in front."""
    notebook = filled(FILE, source_by_id)
    notebook.cells[2:2] = [new_code_cell(source, id=f"new-{n}") for n, source in enumerate(added)]
    raw = nbformat.writes(notebook).encode()
    result = grade_notebook(Task("wang", FILE.stem, raw, key.notebooks[FILE.stem], {}, SETTINGS))
    assert not result.failed
    return result, nbformat.reads(result.graded, as_version=4)


def points_of(notebook):
    return {item: float(cell.metadata.nbgrader.points) for item, cell in checks(notebook).items()}


def wrong():
    """Return an answer that is not right for every item."""
    untouched = answers(filled(FILE, {}))
    return {f"{i}_answer": cell.source.replace("...", "'none'") for i, cell in untouched.items()}


@pytest.mark.parametrize("name", attacks.GAIN)
@pytest.mark.parametrize("place", ["in front", "in an answer"])
def test_no_points_for_wrong_answers(key, name, place):
    source = attacks.GAIN[name]
    given = wrong()
    first = next(iter(given))
    if place == "in an answer":
        given[first] += source
    _, graded = grade(key, given, [source] if place == "in front" else [])
    assert set(scores(graded).values()) == {0}


@pytest.mark.parametrize("name", attacks.OBJECTS)
def test_an_evil_object_is_no_answer_and_costs_no_other(key, name):
    given = perfect(FILE)
    target = f"{ITEMS[1]}_answer"
    given[target] = f"annual_risk_left = {attacks.OBJECTS[name]}"
    _, graded = grade(key, given)
    expected = points_of(graded) | {ITEMS[1]: 0}
    assert scores(graded) == expected


@pytest.mark.parametrize("name", attacks.HARM)
def test_harm_costs_no_other_item(key, name):
    result, graded = grade(key, perfect(FILE), [attacks.HARM[name]])
    assert scores(graded) == points_of(graded), (name, result.findings)


@pytest.mark.parametrize(
    "name", ["ends the kernel", "exits", "runs for ever", "runs for ever and ignores interrupts"]
)
def test_harm_is_named(key, name):
    result, _ = grade(key, perfect(FILE), [attacks.HARM[name]])
    assert any(sentence.startswith("A cell that you added") for sentence in result.findings)


def test_a_deadly_answer_costs_its_own_item_only(key):
    given = perfect(FILE) | {f"{ITEMS[2]}_answer": attacks.HARM["ends the kernel"]}
    result, graded = grade(key, given)
    assert scores(graded) == points_of(graded) | {ITEMS[2]: 0}
    assert f"The {cell_title(f'{ITEMS[2]}_answer')} was left out of the run." in " ".join(
        result.findings
    )


def test_an_answer_that_stops_is_told_as_the_cause(key):
    result, graded = grade(key, perfect(FILE) | {f"{ITEMS[2]}_answer": "1\nloss = ("})
    assert scores(graded) == points_of(graded) | {ITEMS[2]: 0}
    (told,) = result.findings
    cause = r"Q3: your answer cell stopped with SyntaxError: [^()]+(\(line 2\))?, so there is no"
    assert re.match(cause, told), told


@pytest.fixture(scope="module")
def server():
    """A server on this machine that a trainee's code must not reach."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    listening = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield listening.server_port, asked
    listening.shutdown()


@pytest.mark.parametrize("name", attacks.READS)
def test_nothing_can_be_read_that_is_not_the_trainees(key, course, server, name, monkeypatch):
    monkeypatch.setenv("RESILIENT_CITIES_SECRET", "do-not-tell")
    hand_in(course, "chen", {FILE.stem: b"somebody else's work"})
    (course / "gradebook.db").write_bytes(b"do-not-tell")
    source = attacks.READS[name].format(course=course, port=server[0], home=Path.home())
    _, graded = grade(key, perfect(FILE), [source])
    added = next(cell for cell in graded.cells if cell.source == source)
    assert [out.output_type for out in added.outputs] == ["error"]
    assert "do-not-tell" not in str(added.outputs)
    assert server[1] == []


def test_the_kernel_never_holds_an_expected_value(key):
    look = "print([entry for entry in In if 'sealed' in entry or 'slips' in entry][1:])"
    last = f"{ITEMS[-1]}_answer"
    given = perfect(FILE)
    given[last] += f"\n{look}"
    _, graded = grade(key, given)
    cell = next(cell for cell in graded.cells if grade_id(cell) == last)
    assert [out.text for out in cell.outputs] == ["[]\n"]


def test_tags_and_metadata_of_a_trainee_have_no_effect(key):
    notebook = filled(FILE, wrong())
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
        if "nbgrader" in cell.metadata and "points" in cell.metadata.nbgrader:
            cell.metadata.nbgrader.update(points=1000, locked=False, solution=True)
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "x", "language": "bash"}
    raw = nbformat.writes(notebook).encode()
    result = grade_notebook(Task("wang", FILE.stem, raw, key.notebooks[FILE.stem], {}, SETTINGS))
    graded = nbformat.reads(result.graded, as_version=4)
    assert set(scores(graded).values()) == {0}
    assert sum(points_of(graded).values()) == 8
    assert graded.metadata.kernelspec.name == "python3"


def test_no_process_is_left(key):
    grade(key, perfect(FILE), [attacks.HARM["starts a daemon"]])
    assert any(child.name() == "bwrap" for child in psutil.Process().children())
    close_sandboxes()
    left = [child.name() for child in psutil.Process().children(recursive=True)]
    assert "bwrap" not in left and "sleep" not in left
