"""Where the things of one assignment are in a course, as its nbgrader configuration says."""

import glob
import json
import os
from datetime import datetime
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from classroom.build import course_config
from classroom.collecting.sources import GRADE_ID
from classroom.grading.lock import FOLDER


class Desk:
    """Where things of one assignment are in a course."""

    def __init__(self, course: Path, assignment: str) -> None:
        root = Path(os.path.abspath(course))
        self.directory = CourseDirectory(config=course_config(root))
        self.assignment = assignment
        self.assignments = self._assignments()
        if assignment not in self.assignments:
            there = ", ".join(self.assignments) or "none"
            raise ValueError(f"There is no assignment {assignment!r}. There are: {there}.")
        self.release = self._release()
        self.record = root / FOLDER / "collected" / f"{assignment}.json"
        self.replaced = root / FOLDER / "replaced"

    def _steps(self) -> list[str]:
        return [self.directory.release_directory, self.directory.source_directory]

    def _assignments(self) -> list[str]:
        names = set()
        for step in self._steps():
            path = self.directory.format_path(step, ".", "*")
            names |= {Path(p).parent.name for p in glob.glob(os.path.join(path, "*.ipynb"))}
        return sorted(names)

    def _release(self) -> dict[str, frozenset[str]]:
        """Return the notebooks of the assignment and the nbgrader ids in each."""
        for step in self._steps():
            folder = Path(self.directory.format_path(step, ".", self.assignment))
            files = sorted(folder.glob("*.ipynb"))
            if files:
                break
        return {
            f.stem: frozenset(m.decode() for m in GRADE_ID.findall(f.read_bytes())) for f in files
        }

    def folder(self, trainee: str) -> Path:
        """Return where a trainee's hand-in belongs."""
        step = self.directory.submitted_directory
        return Path(self.directory.format_path(step, trainee, self.assignment))

    def read_record(self) -> dict[str, dict]:
        """Return who was collected before, under which name and with which times."""
        try:
            known = json.loads(self.record.read_text(encoding="utf-8"))
            return {
                str(trainee): {
                    "name": str(one["name"]),
                    "number": str(one["number"]),
                    "times": {
                        str(n): str(datetime.fromisoformat(t)) for n, t in one["times"].items()
                    },
                }
                for trainee, one in known.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # it only helps: the files themselves are what counts
