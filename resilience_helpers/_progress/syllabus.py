"""What the course holds: its lessons, their objectives and the items of their exercises.

`syllabus.json` is made from the notebooks by ``make docs``; a test holds it current.
"""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from resilience_helpers._progress.saved import Asked
from resilience_helpers._text import N_

FILE = Path(__file__).parent / "syllabus.json"
#: Titles of the modules by the first letters of their folder.
MODULES = {
    "01": N_("Concepts"),
    "02": N_("Methods"),
    "03": N_("Adaptation"),
    "04": N_("Financing"),
    "05": N_("Nature-based solutions"),
    "06": N_("Dialogue"),
}


@dataclass(frozen=True)
class Taught:
    """One lesson with its exercise."""

    name: str  # module and file of both, such as "01_concepts/3_scorecard"
    title: str
    objectives: dict[str, str]  # number and text
    items: tuple[Asked, ...]

    @property
    def number(self) -> str:
        """The number that the texts use, such as 01.3."""
        module, file = self.name.split("/")
        return f"{module[:2]}.{file[0]}"


@functools.cache
def lessons() -> tuple[Taught, ...]:
    """Return the lessons in order."""
    made = []
    for entry in json.loads(FILE.read_text("utf-8")):
        items = tuple(Asked(**one) for one in entry["items"])
        made.append(Taught(entry["name"], entry["title"], entry["objectives"], items))
    return tuple(made)
