"""`course collect`: copy what was handed in, byte for byte, to where nbgrader looks for it."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from classroom.collecting.desk import Desk
from classroom.collecting.naming import place
from classroom.collecting.sorting import Sorting
from classroom.collecting.sources import NOTEBOOK, Found, listed, read_source
from classroom.console import count
from classroom.grading.lock import FOLDER
from classroom.whole_file import write_whole


@dataclass(frozen=True)
class Row:
    """One collected notebook; `what` is "new", "unchanged" or "replaced"."""

    trainee: str
    notebook: str
    origin: str
    what: str


@dataclass
class Collected:
    """What a collection did.

    Attributes
    ----------
    assignment : str
        What was collected.
    layout : str
        What kind of source it was.
    rows : list of Row
        One for each notebook of each trainee, in order.
    notes : list of str
        Everything that somebody should know, in sentences.
    folder : str
        Where a trainee's notebooks are now, with TRAINEE for the name.
    """

    assignment: str
    layout: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    folder: str = ""

    @property
    def trainees(self) -> int:
        """Return how many trainees handed in."""
        return len({row.trainee for row in self.rows})

    def summary(self) -> str:
        """Return a text for the person who collected."""
        done = Counter(row.what for row in self.rows)
        counts = ", ".join(f"{done[what]} {what}" for what in ("new", "replaced", "unchanged"))
        lines = [
            f"Read as {self.layout}.",
            f"{self.assignment}: {count(self.trainees, 'trainee')}, "
            f"{count(len(self.rows), 'notebook')} ({counts}).",
            *(f"- {note}" for note in self.notes),
        ]
        if done["new"] or done["replaced"]:
            lines.append(
                f"Is a trainee wrong? Delete {self.folder}, or collect again. What was replaced "
                f"is in {FOLDER}/replaced."
            )
        return "\n".join(lines)


def collect(source: Path, assignment: str, course: Path) -> Collected:
    """Copy what trainees handed in to the course's folder of submissions.

    The source may be a folder with one folder per trainee, a zip from Moodle, Canvas or
    Blackboard, zips of trainees, nbgrader's inbound folder, or a folder of notebooks whose
    names tell the trainee. Nothing that was collected before is lost: a file that is replaced
    is kept in ``.grading/replaced``.

    Parameters
    ----------
    source : pathlib.Path
        What was handed in.
    assignment : str
        Name of the assignment, such as ``01_concepts``.
    course : pathlib.Path
        Folder of the course.

    Returns
    -------
    Collected

    Raises
    ------
    ValueError
        If the source or the assignment does not exist, or nothing fits.
    """
    desk = Desk(course, assignment)
    _check_source(source)
    with tempfile.TemporaryDirectory() as spool:
        found = read_source(source, Path(spool))
        place_of = Path(os.path.abspath(source))
        names = list(desk.release)
        placed = place(found.files, place_of, assignment, names, desk.assignments)
        sorting = Sorting(desk, found, placed)
        sorting.choose()
        if not sorting.chosen:
            raise ValueError(_nothing_found(source, desk, found, sorting.notes))
        folder = f"{desk.directory.submitted_directory}/TRAINEE/{assignment}"
        result = Collected(assignment, sorting.layout, notes=sorting.notes, folder=folder)
        _store(desk, sorting, result)
    result.notes += _skipped_notes(found)
    return result


def _check_source(source: Path) -> None:
    if not source.exists():
        raise ValueError(f"There is no {source}. Give the folder or zip with what was handed in.")
    if source.is_dir() or (source.is_file() and zipfile.is_zipfile(source)):
        return
    if NOTEBOOK.search(source.name):
        raise ValueError(
            f"{source.name} is a single notebook, and nothing tells whose it is. Put it into a "
            "folder that bears the trainee's name, and give that folder."
        )
    raise ValueError(f"{source.name} is neither a folder nor a zip.")


def _store(desk: Desk, sorting: Sorting, result: Collected) -> None:
    """Write what was chosen, each file at once or not at all."""
    for trainee, notebook in sorted(sorting.chosen):
        goal = desk.folder(trainee) / f"{notebook}.ipynb"
        for path in (goal, goal.parent, goal.parent.parent):
            if path.is_symlink():
                raise ValueError(f"{path.name} of {trainee} is a link, not written to. Remove it.")
    before = {one: sorting.record[one[0]]["times"].get(one[1]) for one in sorting.chosen}
    for (trainee, notebook), one in sorting.chosen.items():
        goal, raw = desk.folder(trainee) / f"{notebook}.ipynb", one.handed.file.read_bytes()
        when = sorting.when(trainee, notebook)
        if (
            goal.exists()
            and goal.read_bytes() != raw
            and not _older(when, before[trainee, notebook])
        ):
            # a kill between file and time must not leave the time of the file that it replaces
            sorting.record[trainee]["times"].pop(notebook, None)
    # who is who stands there first: a kill cannot make two trainees of one name change places
    _write_record(desk, sorting)
    for (trainee, notebook), one in sorted(sorting.chosen.items()):
        goal = desk.folder(trainee) / f"{notebook}.ipynb"
        times = sorting.record[trainee]["times"]
        when = sorting.when(trainee, notebook)
        raw = one.handed.file.read_bytes()
        what = _put(desk, trainee, goal, raw, when, before[trainee, notebook], result.notes)
        if when and (what != "unchanged" or notebook not in times) and goal.read_bytes() == raw:
            times[notebook] = str(when)
        result.rows.append(Row(trainee, notebook, one.handed.origin, what))
    for trainee in sorted({row.trainee for row in result.rows}):
        times = sorting.record[trainee]["times"].values()
        if times:
            stamp = f"{max(datetime.fromisoformat(t) for t in times)} UTC".encode()
            write_whole(desk.folder(trainee) / "timestamp.txt", stamp, durable=True)
    _write_record(desk, sorting)
    result.notes += _missing_notes(desk, result)


def _write_record(desk: Desk, sorting: Sorting) -> None:
    write_whole(
        desk.record, json.dumps(sorting.record, indent=1, sort_keys=True).encode(), durable=True
    )


def _older(when: datetime | None, before: str | None) -> bool:
    return bool(when and before and when < datetime.fromisoformat(before))


def _put(
    desk: Desk,
    trainee: str,
    goal: Path,
    raw: bytes,
    when: datetime | None,
    before: str | None,
    notes: list[str],
) -> str:
    """Write one notebook; what stood there, or what came too late, is kept aside."""
    if not goal.exists():
        write_whole(goal, raw, durable=True)
        return "new"
    old = goal.read_bytes()
    if old == raw:
        return "unchanged"
    if _older(when, before):
        kept = _keep(desk, trainee, goal.name, raw)
        notes.append(
            f"{trainee}'s {goal.stem} in this source is older than what was collected before, "
            f"which stays. The older one is kept as {kept}."
        )
        return "unchanged"
    kept = _keep(desk, trainee, goal.name, old)
    write_whole(goal, raw, durable=True)
    notes.append(f"{trainee}'s {goal.stem} was replaced. What stood there is kept as {kept}.")
    return "replaced"


def _keep(desk: Desk, trainee: str, name: str, raw: bytes) -> str:
    """Keep a file outside nbgrader's folders; return its path below the course."""
    digest = hashlib.sha256(raw).hexdigest()[:12]
    path = desk.replaced / trainee / desk.assignment / f"{digest}-{name}"
    write_whole(path, raw, durable=True)
    return path.relative_to(desk.replaced.parent.parent).as_posix()


def _missing_notes(desk: Desk, result: Collected) -> list[str]:
    notes = []
    trainees = sorted({row.trainee for row in result.rows})
    for notebook in desk.release:
        without = [t for t in trainees if not (desk.folder(t) / f"{notebook}.ipynb").exists()]
        if without:
            notes.append(f"{notebook} was not handed in by {listed(without)}.")
    return notes


def _skipped_notes(found: Found) -> list[str]:
    notes = [
        f"Skipped, {reason}: {listed(sorted(names))}."
        for reason, names in sorted(found.skipped.items())
    ]
    if found.others:
        number = count(len(found.others), "other file")
        notes.append(f"{number} not collected, only notebooks are: {listed(sorted(found.others))}.")
    return notes


def _nothing_found(source: Path, desk: Desk, found: Found, notes: list[str]) -> str:
    wanted = ", ".join(f"{name}.ipynb" for name in desk.release)
    seen = f"{count(len(found.files), 'notebook')} and {count(len(found.others), 'other file')}"
    lines = [
        f"Nothing to collect for {desk.assignment} in {source.name}. Expected: {wanted}, in one "
        "folder per trainee, in a zip from Moodle, Canvas or Blackboard, in nbgrader's inbound "
        f"folder, or with the trainee's name in the file name. Seen: {seen}.",
        *notes,
        *_skipped_notes(found),
    ]
    return "\n".join(lines)
