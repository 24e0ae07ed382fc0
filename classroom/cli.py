"""The command `course`.

Each command is one thin function: it checks its arguments, calls the module that does the
work, and shows the result. That module is imported inside the function, so that
`course --help` stays fast.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from classroom import cli_grading
from classroom.console import fail, say

START_PAGE = "modules/00_start_here.ipynb"

app = typer.Typer(
    help="Prepare, collect, grade and report the course Resilient Cities.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def _course() -> None:
    """Prepare, collect, grade and report the course Resilient Cities."""


cli_grading.add_to(app)


@app.command("city-template")
def city_template(
    file: Annotated[Path, typer.Argument(help="File to write; ends in .xlsx or .csv.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write an empty city profile to fill in."""
    from resilience_helpers.city import write_template

    try:
        write_template(file, overwrite=force)
    except FileExistsError:
        fail(f"{file} exists and may hold your numbers. Choose another name, or add --force.")
    except ValueError:
        fail(f"{file} ends in neither .xlsx nor .csv. Example: course city-template my_city.xlsx")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    say(f"Wrote {file}. Fill in the column value, then run: course check-city {file}")


@app.command("check-city")
def check_city(file: Annotated[str, typer.Argument(help='Filled template, or "lanwan".')]) -> None:
    """Show a city profile, or everything that is wrong in its file."""
    from resilience_helpers.city import CityFileError, load_city

    try:
        city = load_city(file)
    except CityFileError as error:
        say(str(error))
        raise typer.Exit(1) from None
    table = Table("Field", "Value", "Unit", "Remark", title=Text(f"Profile of {city.name}"))
    table.columns[1].justify = "right"
    for row in city.rows():
        table.add_row(*map(Text, row))
    Console().print(table)
    for note in city.notes:
        say(f"Note: {note}")


@app.command("plan")
def write_plan(
    city: Annotated[
        str, typer.Option("--city", help='Filled template, or "lanwan"; default: my_city.xlsx.')
    ] = "",
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Folder to write to; default: your plan's.")
    ] = None,
) -> None:
    """Write your Resilience Action Plan as a Word document and as a web page."""
    from resilience_helpers import plan
    from resilience_helpers.city import CityFileError, load_city

    # beside the plan, from wherever in the course this is called
    here = plan.path().parent == Path.cwd()
    city = city or str(Path("" if here else plan.path().parent) / "my_city.xlsx")
    if city != "lanwan" and not Path(city).exists():
        fail(f"There is no {city}. Write one with: course city-template {city}")
    try:
        made = plan.assemble(load_city(city), folder or plan.path().parent)
    except CityFileError as error:
        say(str(error))
        raise typer.Exit(1) from None
    except (OSError, ValueError) as error:
        fail(str(error))
    for line in made.missing:
        say(f"Missing: {line}")
    say(f"Open {made.docx}")


@app.command("lab")
def lab() -> None:
    """Open JupyterLab on the start page of the course."""
    if not (Path.cwd() / START_PAGE).exists():
        fail(f"There is no {START_PAGE} here. Go to the course's folder, then try again.")
    _open_lab(f"/lab/tree/{START_PAGE}", os.environ)


@app.command("formgrader")
def formgrader() -> None:
    """Open JupyterLab for the instructor: with formgrader, in the course's folder."""
    if not (Path.cwd() / "nbgrader_config.py").exists():
        fail("There is no nbgrader_config.py here. Go to the course's folder, then try again.")
    # a trainee's JupyterLab has formgrader switched off; this folder switches it on
    settings = Path(__file__).parent / "jupyter" / "instructor"
    found = filter(None, [str(settings), os.environ.get("JUPYTER_CONFIG_PATH")])
    _open_lab("/lab", os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(found)})


@app.command("offline-pack")
def offline_pack(
    folder: Annotated[Path, typer.Argument(help="Folder to make, such as for a USB stick.")],
) -> None:
    """Make a folder from which the course installs with no network."""
    from classroom.offline import make as offline

    say("Fetching the packages of the course; this takes a minute or two.")
    try:
        made = offline.make(folder, Path.cwd())
    except offline.PackError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{folder} cannot be written: {error.strerror}.")
    say(f"Wrote {made.folder}: {made.files} files, {made.size / 1e6:.0f} MB.")
    say(f"It fits Python {made.python} on {made.platform}. How to install: README.txt in it.")


def _open_lab(page: str, environment: Mapping[str, str]) -> NoReturn:
    # not `jupyter lab FILE`: that would show the file's folder only, without the exercises
    command = [sys.executable, "-m", "jupyterlab", f"--LabApp.default_url={page}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in containers; JupyterLab asks for this
        command.append("--allow-root")
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    app()
