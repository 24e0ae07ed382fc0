"""Make the syllabus by which a trainee's progress is counted; `classroom.curriculum` writes it."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import nbformat

from classroom.trainee.handed_out import asked

_TITLE = re.compile(r"# Exercise \S+ · (.+)")


def entry(exercise: Path, objectives: Mapping[str, str], tested: Mapping[str, str]) -> dict:
    """Return what the syllabus says of a lesson and its exercise.

    Parameters
    ----------
    exercise : pathlib.Path
        The exercise as it is handed out.
    objectives : mapping
        Text of each objective of the lesson, by its number.
    tested : mapping
        The objective that each item tests, by the item's label.
    """
    notebook = nbformat.read(exercise, as_version=4)
    title = _TITLE.match(notebook.cells[0].source)
    return {
        "name": f"{exercise.parent.name}/{exercise.stem}",
        "title": title[1] if title else exercise.stem,
        # a page and a figure show no marks of Markdown
        "objectives": {number: text.replace("*", "") for number, text in objectives.items()},
        "items": [asdict(item) for item in asked(notebook, tested)],
    }


def page(entries: list[dict]) -> str:
    """Return the syllabus as JSON: the same notebooks always give the same text."""
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
