"""`course progress`: the same counts as `course check`, a picture and a record, with real kernels."""

import re

import html5lib
import nbformat
import pytest
from course import SOLUTIONS, answers, bank
from trainee_course import HALF, NAMES, PERFECT, UNRUN, begun, perfect, place, untouched
from typer.testing import CliRunner

from classroom import cli
from classroom.trainee import check as own
from classroom.trainee import handed_out, record
from classroom.trainee import progress as command
from resilience_helpers import plan, progress
from resilience_helpers._progress import syllabus
from resilience_helpers.progress import Exercise

#: A picture that is not ours: the first bytes of any PNG.
OTHER_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)
pytestmark = pytest.mark.xdist_group("progress")
runner = CliRunner()


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Stand in a course of which three exercises were worked on."""
    monkeypatch.chdir(begun(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def run(*words):
    return runner.invoke(cli.app, ["progress", *map(str, words)])


def states(lesson):
    return [item.state for item in lesson.exercise.items]


def counts(mine):
    return {group: mine.points(group) for group in progress.GROUPS}


def test_the_syllabus_holds_the_items_that_were_handed_out():
    assert [taught.name for taught in syllabus.lessons()] == handed_out.exercises()
    for taught in syllabus.lessons():
        tested = {handed_out.label(item.name): item.objective for item in taught.items}
        assert handed_out.asked(handed_out.released(taught.name), tested) == list(taught.items)
        assert set(tested.values()) == set(taught.objectives)


def test_the_notebook_and_the_command_agree_with_the_check(course):
    mine = progress.read()
    from_check = {name: own.check_file(place(course, name), run=False).items for name in NAMES}
    assert {lesson.name: lesson.exercise.items for lesson in mine.lessons} == from_check
    assert command.read(False, command.Console(quiet=True)) == mine


def test_the_table_shows_points_next_step_and_what_is_not_counted(course):
    plan.record("baseline", "lowest service in the last event", 40)
    result = run()
    assert result.exit_code == 0, result.output
    rows = {
        cells[1][:4]: cells[2:7]
        for cells in (re.split(r"\s*[│|]\s*", line) for line in result.stdout.splitlines())
        if len(cells) > 6
    }
    assert rows["01.1"] == ["yes", "8", "2", "0", "0"]
    assert rows["01.2"] == ["–", "2", "0", "1", "7"]
    assert rows["01.3"] == ["–", "0", "2", "0", "8"]
    assert rows["06.3"] == ["–", "0", "0", "0", "10"]
    assert progress.read().words() in result.stdout


def test_a_run_counts_what_the_answers_are_now(course):
    name = NAMES[0]
    notebook = perfect()
    second = next(item for item in answers(notebook) if "_q2_" in item)
    answers(notebook)[second].source = bank(SOLUTIONS[0]).WRONG[second][0]
    nbformat.write(notebook, place(course, name))
    for other in NAMES[1:3]:
        place(course, other).write_bytes(place(untouched(course / "new"), other).read_bytes())
    before = place(course, name).read_bytes()
    assert states(command.read(False, command.Console(quiet=True)).lessons[0]) == PERFECT
    mine = command.read(True, command.Console(quiet=True))
    assert states(mine.lessons[0]) == ["right", "wrong", *PERFECT[2:]]
    assert mine.anew and "in a run of the saved file" in mine.words()
    assert mine.lessons[0].exercise.items == own.check_file(place(course, name)).items
    assert place(course, name).read_bytes() == before


def test_damaged_and_foreign_files_stop_nothing(course):
    place(course, NAMES[3]).write_bytes(b"%PDF-1.7")
    place(course, NAMES[4]).write_bytes(place(course, NAMES[0]).read_bytes())
    place(course, NAMES[5]).unlink()
    broken = nbformat.read(place(course, NAMES[6]), as_version=4)
    del broken.cells[-1], broken.cells[-1]
    nbformat.write(broken, place(course, NAMES[6]))
    result = run()
    assert result.exit_code == 0
    for words in (
        f"{NAMES[3]}.ipynb: The file is a PDF document, not a notebook.",
        f"{NAMES[4]}.ipynb: The file holds {NAMES[0]}. Put the right file in its place.",
        f"{NAMES[5]}.ipynb: the file is not there.",
        "Exercise 03.1 Heat and health: it has broken cells. Run: course check",
    ):
        assert words in result.stdout
    assert re.search(r"02\.1 How often +│ – +│ +\? │", result.stdout)


def test_what_was_not_run_is_named_by_the_command_too(course):
    assert [lesson for lesson in (HALF, UNRUN) if "written" in lesson] == [UNRUN]
    assert "01.3 Scorecard: answered, but the check was not run or not saved: Q1" in run().stdout


def parsed(file):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(file.read_text("utf-8"))


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_record_tells_who_what_and_what_it_is_not(course):
    plan.record("the plan", "city", "Bay & <b>City</b>")
    plan.record("baseline", "lowest service in the last event", 40)
    result = run("--record", "mine.html", "--name", "<script>alert(1)</script>\0 Li")
    assert result.exit_code == 0 and "Wrote mine.html" in result.stdout
    page = parsed(course / "mine.html")
    assert page.get("lang") == "en" and len(page.findall(".//h1")) == 1
    assert page.find(".//script") is None and page.find(".//b") is None
    assert [text(one) for one in page.findall(".//dd")] == [
        "<script>alert(1)</script> Li",
        "Bay & <b>City</b>",
    ]
    said = text(page)
    assert "on his or her own machine" in said and "It is no certificate and no grade." in said
    assert progress.read().next_step() in said
    rows = [[text(cell) for cell in row] for row in page.findall(".//tr")]
    assert ["01 Concepts", "1 of 3", "10 of 24", "01.1 Q7, 01.3 Q8"] in rows
    assert ["06 Dialogue", "0 of 3", "0 of 24", "none"] in rows
    listed = {row[0]: row[2] for row in rows if re.fullmatch(r"\d\d\.\d[a-z]", row[0])}
    assert len(listed) == sum(len(taught.objectives) for taught in syllabus.lessons())
    assert [listed[f"01.1{letter}"] for letter in "abcd"] == ["met"] * 3 + [
        "answered; instructor reads Q7"
    ]
    assert (listed["01.2a"], listed["01.2b"], listed["01.3d"]) == ("met", "not yet", "not yet")
    assert "Of 72 objectives, 4 are met and 1 has a written answer that an instructor" in said


def test_the_record_can_be_read_by_all(course):
    run("--record", "mine.html")
    page = parsed(course / "mine.html")
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in page.findall(".//th"))
    for table in page.findall(".//table"):
        assert text(table.find("caption")) and table.find("thead") is not None
    content = (course / "mine.html").read_text("utf-8")
    assert "@page { size: A4" in content and "://" not in content and "src=" not in content


def test_the_record_bears_a_date_only_if_one_is_given(course):
    run("--record", "one.html", "--name", "Li")
    run("--record", "two.html", "--name", "Li")
    one, two = ((course / file).read_bytes() for file in ("one.html", "two.html"))
    assert one == two and b"<dt>Date</dt>" not in one
    run("--record", "two.html", "--name", "Li", "--date", "1 March 2030")
    assert b"<dt>Date</dt><dd>1 March 2030</dd>" in (course / "two.html").read_bytes()


def test_a_record_of_nothing_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(untouched(tmp_path))
    page = record.page(progress.read())
    assert "<dd>not given</dd>" in page and "<dd>not recorded</dd>" in page
    assert "Of 72 objectives, 0 are met." in page and ">met<" not in page


@pytest.mark.parametrize(
    ("option", "file", "content"),
    [
        ("--record", "a.html", b"<p>mine"),
        ("--picture", "a.png", b"GIF"),
        ("--picture", "b.png", OTHER_PICTURE),
    ],
)
def test_a_file_of_another_kind_is_replaced_only_with_force(course, option, file, content):
    (course / file).write_bytes(content)
    result = run(option, file)
    assert result.exit_code == 1 and "--force" in result.stderr
    assert (course / file).read_bytes() == content
    assert run(option, file, "--force").exit_code == 0
    made = (course / file).read_bytes()
    assert made != content
    assert run(option, file).exit_code == 0, "its own kind is replaced"
    assert (course / file).read_bytes() == made


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--record", "a.txt"), "a.txt does not end in .html. Example: course progress --record"),
        (("--picture", "a.svg"), "a.svg does not end in .png. Example: course progress --picture"),
        (("--record", "none/a.html"), "none/a.html cannot be written: its folder is not there."),
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_anything_is_read(
    course, monkeypatch, words, told
):
    monkeypatch.setattr(command, "read", None)
    result = run(*words)
    assert result.exit_code == 1 and told in result.stderr


def test_the_picture_is_that_of_the_notebook(course):
    assert run("--picture", "mine.png").exit_code == 0
    assert (course / "mine.png").read_bytes() == progress.read().picture().png()


def test_the_record_shows_what_could_not_be_read(course):
    exercises = {name: Exercise((), progress.not_there()) for name in NAMES}
    exercises[NAMES[0]] = Exercise((), "it is <odd>")
    page = record.page(progress.gather(exercises))
    assert f"<li>{NAMES[0]}.ipynb: it is &lt;odd&gt;</li>" in page


def test_a_name_without_a_record_is_not_dropped(course):
    result = run("--name", "Li")
    assert result.exit_code == 1 and "Add: --record record.html" in result.stderr
