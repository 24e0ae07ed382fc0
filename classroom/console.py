"""How the command `course` speaks."""

from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text


def say(text: str) -> None:
    """Show a text as it is, without taking brackets in it for markup."""
    Console().print(Text(text), soft_wrap=True)


def fail(text: str) -> NoReturn:
    """Show a text on the error stream and end with exit code 1."""
    Console(stderr=True).print(Text(text, style="red"), soft_wrap=True)
    raise typer.Exit(1)
