"""The command `course`.

Each command is one thin function: it checks its arguments, calls the module that does the
work, and shows the result. That module is imported inside the function, so that
`course --help` stays fast. A subject with several commands puts them on a `typer.Typer` of
its own, named `commands`, in its own module, and is added to `COMMAND_MODULES`.
"""

from importlib import import_module
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Modules with further commands, such as "classroom.grading_commands".
COMMAND_MODULES: tuple[str, ...] = ()

app = typer.Typer(
    help="Prepare, collect, grade and report the course Resilient Cities.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def _course() -> None:
    """Prepare, collect, grade and report the course Resilient Cities."""


def say(text: str) -> None:
    """Show a text as it is, without taking brackets in it for markup."""
    Console().print(Text(text), soft_wrap=True)


def fail(text: str) -> NoReturn:
    """Show a text on the error stream and end with exit code 1."""
    Console(stderr=True).print(Text(text, style="red"), soft_wrap=True)
    raise typer.Exit(1)


def add_commands(module_name: str, target: typer.Typer = app) -> None:
    """Add the commands of a module that has a `typer.Typer` named `commands`.

    Parameters
    ----------
    module_name : str
        Module to import.
    target : typer.Typer
        Application that gets the commands.
    """
    target.add_typer(import_module(module_name).commands)


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


for _module_name in COMMAND_MODULES:
    add_commands(_module_name)
