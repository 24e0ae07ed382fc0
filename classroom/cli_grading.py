"""The commands of `course` that check, count, collect, grade and report."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from classroom.console import count, fail, say

if TYPE_CHECKING:
    from classroom.grading.grade import Graded

Course = Annotated[Path, typer.Option("--course", help="Folder of the course.")]
HERE = Path(".")
#: Findings that are shown at most; all of them stand in the report.
SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for command in (check, progress, collect, grade, feedback, report):
        app.command()(command)


def check(
    notebooks: Annotated[
        list[Path] | None,
        typer.Argument(help="Your notebooks, or folders of them; without any, all exercises."),
    ] = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="Write a mended copy beside each broken notebook.")
    ] = False,
    course: Course = HERE,
) -> None:
    """Check your own exercises before you hand them in."""
    from classroom.trainee.check import run

    try:
        code = run(notebooks or [], course, Console(), mending=mend)
    except ValueError as error:
        fail(str(error))
    raise typer.Exit(code)


def progress(
    run: Annotated[
        bool, typer.Option("--run", help="Run your exercises anew; takes some minutes.")
    ] = False,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Write the figure too, such as progress.png.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option("--record", help="Write a record to print, such as record.html.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Your name, for the record.")] = "",
    date: Annotated[str, typer.Option("--date", help="The date, for the record.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file of another kind.")] = False,
) -> None:
    """Show which lessons you have done, your points, and what comes next."""
    from classroom.trainee import progress as own

    if (name or date) and not record:
        fail("--name and --date stand on the record. Add: --record record.html")
    for file, kind in ((picture, own.PICTURE), (record, own.RECORD)):
        if file:
            _or_fail(file, own.prepare, file, kind, force)
    console = Console()
    found = own.read(run, console)
    own.show(found, console)
    if picture:
        _or_fail(picture, own.write_picture, found, picture)
        say(f"Wrote {picture}")
    if record:
        _or_fail(record, own.write_record, found, record, name, date)
        say(f"Wrote {record}")


def _or_fail(file: Path, call: Callable[..., None], *arguments: object) -> None:
    """Call what writes a file, or say why that cannot be."""
    try:
        call(*arguments)
    except FileExistsError:
        fail(f"{file} is there, and of another kind. Choose another name, or add --force.")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    except ValueError as error:
        fail(str(error))


def collect(
    source: Annotated[Path, typer.Argument(help="Folder or zip with what was handed in.")],
    assignment: Annotated[str, typer.Argument(help="Such as 01_concepts.")],
    course: Course = HERE,
) -> None:
    """Copy what trainees handed in to submitted/, from a folder or a zip."""
    from classroom.collecting.collect import collect
    from classroom.grading.lock import GradingError, grading_lock

    _need_course(course)
    try:
        with grading_lock(course):
            say(collect(source, assignment, course).summary())
    except (ValueError, OSError, GradingError) as error:
        fail(str(error))


def grade(
    assignment: Annotated[str, typer.Argument(help="Such as 01_concepts.")] = "",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; default: one a processor.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Grade on a Dask cluster, such as tcp://10.0.0.5:8786.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged ones again.")] = False,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Attack the sandbox on this machine, and tell.")
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run the trainees' code without a sandbox, as you.")
    ] = False,
    course: Course = HERE,
) -> None:
    """Grade all that was handed in, in a sandbox and side by side."""
    from classroom.grading.grade import grade
    from classroom.grading.lock import GradingError

    if self_test:
        raise typer.Exit(_self_test(course))
    if not assignment:
        fail("Name the assignment. Example: course grade 01_concepts")
    _need_course(course)
    if unsafe:
        say("Without a sandbox: the code of every trainee runs with your rights.")
    try:
        graded = grade(course, assignment, workers, scheduler, force, unsafe, say=say)
    except (ValueError, OSError, GradingError) as error:
        fail(str(error))
    _say_graded(graded)
    raise typer.Exit(0 if graded.ok else 1)


def _say_graded(graded: "Graded") -> None:
    """Say what a run found and did, and what comes next."""

    for trainee, notebook, sentences in graded.new_findings[:SHOWN]:
        for sentence in sentences:
            say(f"{trainee}, {notebook}: {sentence}")
    more = len(graded.new_findings) - SHOWN
    if more > 0:
        say(f"{count(more, 'more notebook')} with findings: see course report.")
    earlier = len(graded.findings) - len(graded.new_findings)
    if earlier:
        have = "has" if earlier == 1 else "have"
        say(f"{count(earlier, 'notebook')} {have} findings from earlier runs: see course report.")
    for trainee, notebook, reason in graded.failed:
        say(f"{trainee}, {notebook}: not graded. {reason}")
    if graded.stopped:
        say(graded.stopped)
    say(f"{graded.summary()} {graded.seconds:.1f} seconds.")
    if graded.stopped:
        return  # that text ends with how to go on
    feedback = f"course feedback {graded.assignment}"
    if graded.waiting:
        wait = "waits" if graded.waiting == 1 else "wait"
        number = count(graded.waiting, "answer")
        say(f"{number} {wait} for you: run course formgrader, then {feedback}")
    else:
        say(f"Next: {feedback}")


def feedback(
    assignment: Annotated[str, typer.Argument(help="Such as 01_concepts.")], course: Course = HERE
) -> None:
    """Write a feedback page for each trainee and notebook."""
    from classroom.grading.lock import GradingError
    from classroom.results.feedback import feedback

    _need_course(course)
    try:
        feedback(course, assignment, say)
    except (ValueError, OSError, GradingError) as error:
        fail(str(error))


def report(
    assignment: Annotated[str | None, typer.Argument(help="Default: all of them.")] = None,
    course: Course = HERE,
) -> None:
    """Write the report on a cohort: pages to read and tables for a spreadsheet."""
    from classroom.grading.lock import GradingError
    from classroom.results.report import report

    _need_course(course)
    try:
        for path in report(course, assignment):
            say(f"Wrote {path}")
    except (ValueError, OSError, GradingError) as error:
        fail(str(error))


def _need_course(course: Path) -> None:
    if not (course / "nbgrader_config.py").exists():
        fail(
            f"This is not the course's folder: {course.resolve()} has no nbgrader_config.py. Go "
            "to the course's folder, or name it with --course."
        )


def _self_test(course: Path) -> int:
    """Attack the sandbox, show what was stopped, and return the exit code."""
    from classroom.grading.kernel import KernelGone
    from classroom.grading.selftest import selftest
    from classroom.kernels.sandbox import SandboxMissing

    table = Table("Attack", "Stopped?", title="The sandbox on this machine")
    broken = 0
    try:
        for outcome in selftest(course):
            broken += not outcome.held
            # the error that stopped an attack is as it should be, but reads like a failure
            table.add_row(outcome.name, Text("yes" if outcome.held else f"NO: {outcome.detail}"))
    except (SandboxMissing, KernelGone) as error:
        fail(str(error))
    Console().print(table)
    if broken:
        went = f"{count(broken, 'attack')} went through."
        say(f"{went} Do not grade on this machine without a container.")
        return 1
    say("Every attack was stopped.")
    return 0
