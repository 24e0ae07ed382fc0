"""How the command `course` speaks."""

from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text


def say(text: str) -> None:
    """Show a text as it is, without taking brackets in it for markup."""
    Console().print(Text(_proper(text)), soft_wrap=True)


def fail(text: str) -> NoReturn:
    """Show a text on the error stream and end with exit code 1."""
    Console(stderr=True).print(Text(_proper(text), style="red"), soft_wrap=True)
    raise typer.Exit(1)


def _proper(text: str) -> str:
    """Return a text that can be written, though the name of a file may not be one."""
    return text.encode("utf-8", "backslashreplace").decode()


def count(number: int, what: str) -> str:
    """Return a number and what is counted, in the right form."""
    return f"{number} {what}{'' if number == 1 else 's'}"
