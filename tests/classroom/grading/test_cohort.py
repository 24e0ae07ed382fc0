"""A cohort through the real command: honest, broken and hostile side by side, in sandboxes."""

import os
import shutil
import signal
import subprocess
import sys
import time

import attacks
import pytest
from cohort import (
    FILES,
    MODULE,
    dask_cluster,
    filled,
    hand_in,
    hand_in_mixed,
    make_course,
    perfect,
    points,
)
from course import checks, read
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from sandboxed import needs_sandbox
from typer.testing import CliRunner

from classroom.cli import app

pytestmark = [needs_sandbox, pytest.mark.xdist_group("cohort")]
FIRST = FILES[0]
HONEST = 3


def hostile(source):
    """Return a first notebook that is right in every answer and does harm in a cell in front."""
    notebook = filled(FIRST, perfect(FIRST))
    notebook.cells.insert(2, new_code_cell(source, id="harm"))
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Hand in: honest trainees, then one of each kind that stock nbgrader cannot bear."""
    course = make_course(tmp_path_factory.mktemp("cohort") / "course")
    hand_in_mixed(course, HONEST, seed=11)
    good = {path.stem: filled(path, perfect(path)) for path in FILES}
    hand_in(course, "ends", good | {FIRST.stem: hostile(attacks.HARM["ends the kernel"])})
    hand_in(course, "forks", good | {FIRST.stem: hostile(attacks.HARM["forks for ever"])})
    hand_in(course, "broken", good | {FIRST.stem: b"\x00\x01 not a notebook"})
    two = {name: notebook for name, notebook in good.items() if name != FIRST.stem}
    hand_in(course, "missing", two)
    linked = hand_in(course, "links", two)
    (linked / f"{FIRST.stem}.ipynb").symlink_to(course / "solutions" / MODULE / FIRST.name)
    return course


@pytest.fixture(scope="module")
def graded(course):
    """Grade with the command, and return the result of it."""
    before = contents(course)
    result = CliRunner().invoke(app, ["grade", MODULE, "--course", str(course), "--workers", "2"])
    assert contents(course) == before, "what was handed in stays as it was"
    return result


def contents(course):
    files = sorted((course / "submitted").rglob("*"))
    return {file: file.read_bytes() for file in files if file.is_file() and not file.is_symlink()}


def full():
    """Return the points of each item that is graded by machine."""
    return {
        item: float(cell.metadata.nbgrader.points)
        for path in FILES
        for item, cell in checks(read(path)).items()
    }


def of(course, trainee):
    return {item: score for (who, _, item), score in points(course).items() if who == trainee}


def test_everybody_has_a_grade_or_a_reason(course, graded):
    assert graded.exit_code == 0, graded.output
    assert {who for who, _, _ in points(course)} == {
        folder.name for folder in (course / "submitted").iterdir()
    }


def test_honest_trainees_have_what_they_earned(course, graded):
    by_machine = full()
    first = of(course, "trainee0000")
    assert {item: first[item] for item in by_machine} == by_machine
    assert all(score == 0 for score in of(course, "trainee0001").values())


@pytest.mark.parametrize("trainee", ["ends", "forks"])
def test_harm_costs_nobody_anything(course, graded, trainee):
    found = of(course, trainee)
    assert {item: found[item] for item in full()} == full()


@pytest.mark.parametrize(
    ("trainee", "sentence"),
    [
        ("ends", "A cell that you added was left out of the run. It ended the kernel."),
        ("broken", "The file cannot be read and is graded as blank."),
        ("missing", "was handed in"),
        ("links", "link"),
    ],
)
def test_each_finding_is_told(course, graded, trainee, sentence):
    lines = [line for line in graded.output.splitlines() if line.startswith(f"{trainee}, ")]
    assert any(sentence in line for line in lines), lines


@pytest.mark.parametrize("trainee", ["broken", "missing", "links"])
def test_what_cannot_be_read_costs_its_own_notebook_only(course, graded, trainee):
    found = of(course, trainee)
    for path in FILES:
        for item in checks(read(path)):
            assert found[item] == (0 if path == FIRST else full()[item]), item


def test_the_whole_way_to_feedback_and_report(course, graded):
    for command in (["feedback", MODULE], ["report", MODULE]):
        done = CliRunner().invoke(app, [*command, "--course", str(course)])
        assert done.exit_code == 0, done.output
    page = (course / "feedback" / "ends" / MODULE / f"{FIRST.stem}.html").read_text("utf-8")
    assert "was left out of the run" in page
    assert "os._exit" not in page or "<script" not in page
    assert (course / "report" / f"{MODULE}.html").exists()


def test_again_nothing_is_graded_twice(course, graded):
    again = CliRunner().invoke(app, ["grade", MODULE, "--course", str(course)])
    count = len(list((course / "submitted").iterdir())) * len(FILES)
    assert again.exit_code == 0
    assert f"0 notebooks graded, 0 graded blank, {count} unchanged" in again.output


def test_a_dask_cluster_gives_the_same_grades(course, graded, tmp_path):
    pytest.importorskip("distributed")
    copy = make_course(tmp_path / "course")
    shutil.copytree(course / "submitted", copy / "submitted", symlinks=True)
    with dask_cluster() as address:
        words = ["grade", MODULE, "--course", str(copy), "--scheduler", address]
        done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert points(copy) == points(course)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_in_the_middle_and_run_again(course, graded, tmp_path):
    copy = make_course(tmp_path / "course")
    shutil.copytree(course / "submitted", copy / "submitted", symlinks=True)
    command = [sys.executable, "-m", "classroom.cli", "grade", MODULE, "--workers", "2"]
    run = subprocess.Popen(command, cwd=copy, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while len(list(copy.glob("autograded/*/*/*.ipynb"))) < 4 and time.monotonic() < end:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    done = len(list(copy.glob("autograded/*/*/*.ipynb")))
    assert 4 <= done < len(list(copy.glob("submitted/*"))) * len(FILES)
    again = CliRunner().invoke(app, ["grade", MODULE, "--course", str(copy)])
    assert again.exit_code == 0, again.output
    assert f"{done} unchanged" in again.output
    assert points(copy) == points(course)
    with Gradebook(f"sqlite:///{copy / 'gradebook.db'}", "resilient-cities") as gradebook:
        submissions = gradebook.assignment_submissions(MODULE)
        assert len(submissions) == len({one.student_id for one in submissions})


def test_points_of_stock_nbgrader_for_honest_trainees(course, graded, tmp_path):
    # one notebook each, as stock takes 2 to 4 seconds a notebook
    copy = make_course(tmp_path / "course")
    for number in range(HONEST):
        who = f"trainee{number:04d}"
        shutil.copytree(course / "submitted" / who, copy / "submitted" / who)
        for path in FILES[:number] + FILES[number + 1 :]:
            (copy / "submitted" / who / MODULE / path.name).unlink()
    for words in (["generate_assignment", MODULE, "--force"], ["autograde", MODULE]):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *words], cwd=copy, check=True, capture_output=True
        )
    ours = points(course)
    compared = {
        (who, notebook, item): score
        for (who, notebook, item), score in points(copy).items()
        if notebook == FILES[int(who[-1])].stem
    }
    assert len(compared) > 15
    assert compared == {cell: ours[cell] for cell in compared}
