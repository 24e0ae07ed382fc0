"""Show a trainee what `course check` found: a table for each notebook, and what is left."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from classroom.trainee.check import UNREACHED, Checked, mend
from resilience_helpers._progress.saved import Item

#: Words and colour of each state of an item.
WORDS = {
    "right": ("right", "green"),
    "wrong": ("not right yet", "yellow"),
    "open": ("open", "cyan"),
    "stopped": ("stopped", "red"),
    "missing": ("no check", "red"),
    "written": ("written", "green"),
}


def say(console: Console, text: str, style: str = "") -> None:
    """Show a text as it is, without taking brackets in it for markup."""
    console.print(Text(text, style=style), soft_wrap=True)


def show(checked: Checked, root: Path, console: Console) -> None:
    """Show one notebook: its items, its broken cells, and what else was found.

    Parameters
    ----------
    checked : Checked
        What was found.
    root : pathlib.Path
        The course's folder; the file is named from there.
    console : rich.console.Console
        Where to show it.
    """
    name = _name(checked.file, root)
    if checked.unreadable:
        say(console, f"{name}: {checked.unreadable}", "red")
        return
    if checked.untouched:
        say(console, f"{name}: not started, every item is open.\n")
        return
    table = Table("Item", "Points", "State", "What the check says", title=escape(name))
    table.title_justify = "left"
    table.columns[1].justify = "right"
    table.columns[2].no_wrap = True
    for item in checked.items:
        words, colour = WORDS[item.state]
        table.add_row(item.label, f"{item.points:g}", Text(words, style=colour), Text(_line(item)))
    console.print(table)
    say(console, points(checked))
    for one in checked.broken:
        say(console, f"Broken: {one.text}", "red")
    for note in checked.notes:
        say(console, f"Note: {note}")
    if checked.broken:
        say(
            console,
            f"If you cannot put it right, run: course check --mend {name}\nIt writes a copy with "
            "every cell in its place and your answers kept. Your file stays as it is.",
        )
    console.print()


def points(checked: Checked) -> str:
    """Return the points of a notebook as one sentence."""
    by_hand = sum(item.points for item in checked.items if item.by_hand)
    text = f"Points so far: {checked.earned:g} of {checked.automatic:g}."
    if by_hand:
        text += f" {by_hand:g} more come from your instructor"
        text += "." if checked.waiting == by_hand else ", once you have written your answer."
    return text


def closing(checked: list[Checked], console: Console) -> None:
    """Say what is left to do before handing in."""
    broken = [one for one in checked if one.unreadable or one.broken]
    stopped = [one for one in checked if one.faulty and one not in broken]
    left = [one for one in checked if not one.faulty and not one.finished]
    if broken:
        say(console, f"Put right before you hand in: {_list(broken)}.", "red")
    for one in stopped:
        say(console, f"{one.exercise}: {_stopped(one)}" if checked[1:] else _stopped(one), "red")
    for one in left:
        say(console, f"Left in {one.exercise}: {_left(one)}. You may hand it in as it is.")
    ready = [one for one in checked if one.finished]
    if ready:
        say(console, f"Ready to hand in: {_list(ready)}.", "green")
    say(
        console,
        "This is what the saved files hold: save in JupyterLab first (Ctrl + S), then check again.",
    )


def mended(file: Path, root: Path, console: Console) -> int:
    """Write a mended copy of a notebook and say so; return the exit code."""
    name = _name(file, root)
    try:
        written = mend(file)
    except FileExistsError:
        say(console, f"{name}: {file.stem}_mended.ipynb is there already. Rename it first.", "red")
        return 1
    except (OSError, ValueError) as error:
        say(console, f"{name}: {error}", "red")
        return 1
    if written is None:
        say(console, f"{name}: no cell is broken, there is nothing to mend.")
        return 0
    copy, findings = written
    for text in findings:
        say(console, f"{name}: {text}")
    say(
        console,
        f"{name}: wrote {copy.name}. See that it holds all your answers. Then rename your file to "
        f"{file.stem}_old.ipynb, and {copy.name} to {file.name}: only that name is handed in.",
    )
    return 0


def _line(item: Item) -> str:
    """Return what is said of an item, without what the columns beside it say already."""
    if item.state == "written":
        return "Your instructor reads it."
    line = item.line.removeprefix(f"{item.label}: ")
    return line.removeprefix(f"{item.label} is not right yet.").strip()


def _stopped(checked: Checked) -> str:
    """Say which answers stop with an error, and what to do."""
    stopped = [i for i in checked.items if i.state == "stopped"]
    items = [i.label for i in stopped if not i.line.startswith(UNREACHED)]
    if not items:
        return "A cell ends the run before the last answer, see above. Correct or delete it."
    if len(items) == 1:
        return f"One answer stops with an error ({items[0]}). Correct it, or write `...` again."
    return (
        f"{len(items)} answers stop with an error ({', '.join(items)}). Correct them, or write "
        "`...` again."
    )


def _left(checked: Checked) -> str:
    states = [state for state in ("wrong", "open") if state in {i.state for i in checked.items}]
    groups = [
        " ".join([*(i.label for i in checked.items if i.state == state), WORDS[state][0]])
        for state in states
    ]
    return "; ".join(groups)


def _list(checked: list[Checked]) -> str:
    return ", ".join(one.exercise or one.file.name for one in checked)


def _name(file: Path, root: Path) -> str:
    absolute, base = file.absolute(), root.absolute()
    return absolute.relative_to(base).as_posix() if absolute.is_relative_to(base) else str(file)
