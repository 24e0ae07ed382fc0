"""What of each lesson stands in the trainee's plan."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field

from resilience_helpers import plan
from resilience_helpers._plan.sections import EARLIER, SECTIONS
from resilience_helpers._progress.saved import plain
from resilience_helpers._text import _


@dataclass(frozen=True)
class Own:
    """The plan, as far as progress is concerned."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by section
    city: str = ""
    trouble: str = ""  # why the plan was not read, and what to do

    def of(self, lesson: str) -> tuple[int, int]:
        """Return how many of the records of a lesson stand in the plan, and how many it asks for.

        In the last lesson each measure of the programme counts as one record more.
        """
        recorded = asked = 0
        for section, told in SECTIONS.items():
            if told.lesson != lesson:
                continue
            wanted = [name for name in told.records if name not in EARLIER]
            here = self.names.get(section, frozenset())
            measures = [name for name in here if name.startswith("measure ")]
            extra = (
                len({name.partition(":")[0] for name in measures}) if section == "the plan" else 0
            )
            recorded += len(here.intersection(wanted)) + extra
            asked += len(wanted) + extra
        return recorded, asked


def read() -> Own:
    """Return what the plan holds; a plan that cannot be read counts as empty, and says so."""
    try:
        rows = plan.entries()[["section", "name", "value"]].to_dict("records")
    except (ValueError, OSError, csv.Error) as error:
        told = _("{file} was not read, so no lesson counts as done: {reason}.")
        reason = getattr(error, "strerror", None) or str(error)
        return Own(trouble=told.format(file=plan.FILE, reason=plain(reason).rstrip(".")))
    names: dict[str, set[str]] = {}
    city = ""
    for row in rows:
        value = str(row["value"]).strip()
        if not value:
            continue
        names.setdefault(row["section"], set()).add(row["name"])
        if (row["section"], row["name"]) == ("the plan", "city"):
            city = plain(value, 100)
    return Own({section: frozenset(found) for section, found in names.items()}, city)
