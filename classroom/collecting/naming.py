"""Tell from a name whose notebook it is and which one, and make names safe."""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from classroom.collecting.sources import NOTEBOOK, ZIP, Handed, shown
from classroom.collecting.zips import in_utc, said_time

# the names that learning-management systems give; Moodle: mod/assign/classes/downloader.php,
# Canvas: lib/content_zipper.rb, Blackboard and nbgrader: nbgrader's own documentation
MOODLE = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_[a-z]+(?:_(?P<rest>.*))?", re.DOTALL
)
CANVAS = re.compile(
    r"(?:(?:LATE_)?(?P<hidden>anon_[A-Za-z0-9]+)|(?P<name>\w+?)(?:_LATE)?_(?P<number>\d+))"
    r"_(?P<order>\d{2,})_(?P<rest>.+)"
)
BLACKBOARD = re.compile(
    r"(?P<prefix>.+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+))?", re.DOTALL
)
INBOUND = re.compile(
    r"(?P<name>.+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d[^+]*)(?:\+[^+]*)?"
)
COPY_MARK = re.compile(
    r"\(\d+\)|\bcopy(?: of)?\b|-copy\d*|副本|\bfinal\b|\bnew\b|(?<=[a-z])-\d{1,2}$", re.IGNORECASE
)
NOBODY = re.compile(
    r"\d{0,2}|(untitled|exercises?|notebook|homework|assignment|answers?|solutions?"
    r"|submissions?|downloads?|tmp|temp|desktop)[\W_]*\d*",
    re.IGNORECASE,
)
# folders of one trainee's own: two of them are no two trainees
OWN = re.compile(
    r"(old(er)?|latest|backup|draft|version|v|try|attempt|mine|my|work|day|week|part|task|unit"
    r"|module|lesson|chapter|data|img|images?|旧|备份|练习|作业|第)[\W_]*[\d一二三四五六七八九十]*"
    r"[周天课章]?",
    re.IGNORECASE,
)
RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
SYSTEMS = (MOODLE, BLACKBOARD, CANVAS, INBOUND)
COURSE_FOLDERS = {"modules", "exercises", "solutions", "resilience_helpers", "datasets"}


@dataclass(frozen=True, order=True)
class Person:
    """A trainee as a source names them; the number tells two of the same name apart."""

    name: str
    number: str = ""


@dataclass(frozen=True)
class Placed:
    """A notebook with what its path says; `person` is None if it names nobody."""

    handed: Handed
    person: Person | None
    label: str
    layout: str
    assignment: str
    when: datetime | None
    order: int = 0
    container: str = ""  # the zip of several trainees that it was found in


def safe_name(text: str) -> str:
    """Return a name as one safe component of a path, the same for the same text.

    Letters and digits of every script stay, and ``-_.@``; runs of anything else become one
    underscore. nbgrader uses these names in file patterns, so none of ``*?[+`` may stay.
    """
    text = unicodedata.normalize("NFC", text).strip()
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    kept = (
        c if c in "-_.@" or unicodedata.category(c)[0] in "LM" or c.isdecimal() else "\0"
        for c in visible
    )
    name = re.sub("\0+", "_", "".join(kept)).lstrip(".-").rstrip(".")
    if not name.strip("_"):
        name = "trainee"
    if RESERVED.fullmatch(name):
        name = f"trainee_{name}"
    if len(name) > 64 or len(name.encode()) > 200:
        name = f"{name[:40]}_{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return name


def same_place(name: str) -> str:
    """Return what two names share that some file systems or eyes take for one."""
    return unicodedata.normalize("NFKC", name).casefold()


def stem(name: str) -> str:
    """Return a name without `.ipynb` or `.zip`."""
    return ZIP.sub("", NOTEBOOK.sub("", name))


def name_pattern(notebook: str) -> re.Pattern[str]:
    """Return what finds a notebook's name in a file name, whatever stands between its words."""
    words = [re.escape(word) for word in re.split(r"[\W_]+", notebook) if word]
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(words), re.IGNORECASE)


def find_name(text: str, notebooks: Iterable[str]) -> tuple[str, str]:
    """Return the notebook whose name a text contains, and what else the text says.

    Parameters
    ----------
    text : str
        File name without its ending.
    notebooks : iterable of str
        Names of the release.

    Returns
    -------
    tuple of str
        The notebook, or an empty text; and the rest without marks of a copy.
    """
    found, rest = "", text
    for notebook in sorted(notebooks, key=lambda n: (-len(n), n)):
        if match := name_pattern(notebook).search(text):
            found, rest = notebook, f"{text[: match.start()]} {text[match.end() :]}"
            # "…-2" right behind the name is the second copy
            rest = re.sub(r"(?<= )-\d{1,2}$", "", rest)
            break
    rest = re.sub(r"^[\W_]+|[\W_]+$", "", COPY_MARK.sub(" ", rest))
    return found, "" if NOBODY.fullmatch(rest) else rest


def place(
    files: list[Handed], source: Path, assignment: str, notebooks: list[str], known: list[str]
) -> list[Placed]:
    """Tell for each notebook of a source whose it is.

    Parameters
    ----------
    files : list of Handed
        All notebooks of the source.
    source : pathlib.Path
        The source; its name is the trainee's if nothing in it names one.
    assignment : str
        The assignment that is collected.
    notebooks : list of str
        Its notebooks.
    known : list of str
        All assignments of the course.

    Returns
    -------
    list of Placed
        In the order of `files`.
    """
    depth = _wrapper(files, source, assignment, notebooks)
    inside: dict[Path, Placed] = {}
    for head, group in _containers(files, depth, assignment, notebooks, known).items():
        # what its folders and files are called counts, as if it were collected alone
        within = [replace(file, parts=file.parts[depth + 1 :]) for file in group]
        found = place(within, Path(head), assignment, notebooks, known)
        for file, one in zip(group, found, strict=True):
            held = one.container or shown(file.parts[: depth + 1])
            inside[file.file] = replace(one, handed=file, container=held)
    others = [file for file in files if file.file not in inside]
    beside = iter(_place(others, depth, source, assignment, notebooks, known))
    return [inside.get(file.file) or next(beside) for file in files]


def _place(
    files: list[Handed],
    depth: int,
    source: Path,
    assignment: str,
    notebooks: list[str],
    known: list[str],
) -> list[Placed]:
    """Tell whose each notebook is, where no zip holds several trainees."""
    heads = Counter(stem(f.parts[depth]) for f in files)
    canvas = sum(n for head, n in heads.items() if CANVAS.fullmatch(head))
    prefixes = {m["prefix"] for head in heads if (m := BLACKBOARD.fullmatch(head))}
    users = {prefix: prefix.rsplit("_", 1)[-1] for prefix in prefixes}
    if len(set(users.values())) < len(users):  # user names that hold an underscore
        users = {prefix: prefix for prefix in prefixes}
    placed = []
    for file in files:
        one = _by_system(file, depth, users, assignment, 2 * canvas >= heads.total())
        placed.append(one or _by_folder(file, depth, assignment, notebooks, known))
    if placed and all(p.person is None for p in placed):
        _, owner = find_name(stem(source.name).replace(assignment, " "), notebooks)
        if owner:
            who = Person(owner)
            placed = [replace(p, person=who, layout="the folder of one trainee") for p in placed]
    return placed


def _containers(
    files: list[Handed], depth: int, assignment: str, notebooks: list[str], known: list[str]
) -> dict[str, list[Handed]]:
    """Return the files of each zip that holds several trainees and is not one trainee's own."""
    zips = defaultdict(list)
    for file in files:
        head = file.parts[depth]
        # what a system gave to one trainee stays theirs, whatever names they put inside
        given = any(system.fullmatch(stem(head)) for system in SYSTEMS)
        if len(file.parts) > depth + 1 and ZIP.search(head) and not given:
            zips[head].append(file)
    found = {}
    for head, group in zips.items():
        within = [replace(file, parts=file.parts[depth + 1 :]) for file in group]
        start = _wrapper(within, Path(head), assignment, notebooks)
        below = [file.parts[start:] for file in within]
        if _systems_people(below) or len(_owners(below, assignment, notebooks, known)) > 1:
            found[head] = group
    return found


def _systems_people(below: list[tuple[str, ...]]) -> bool:
    """Say whether a learning-management system wrote the names in a zip."""
    heads = {stem(path[0]) for path in below}
    certain = any(s.fullmatch(head) for s in (MOODLE, BLACKBOARD, INBOUND) for head in heads)
    return certain or all(CANVAS.fullmatch(head) for head in heads)


def _owners(
    below: list[tuple[str, ...]], assignment: str, notebooks: list[str], known: list[str]
) -> set[str]:
    """Return what could be names of trainees in a zip: of folders, or of the same notebook."""
    others = COURSE_FOLDERS.union(known, [assignment])
    folders = {path[0] for path in below if len(path) > 1} - others
    named = defaultdict(set)
    for path in below:
        if len(path) == 1:
            found, rest = find_name(stem(path[0]), notebooks)
            named[found].add(rest)
    named.pop("", None)
    people = max((folders, *named.values()), key=len)
    return {name for name in people if not OWN.fullmatch(find_name(name, notebooks)[1] or "my")}


def _by_system(
    file: Handed, depth: int, users: dict[str, str], assignment: str, canvas: bool
) -> Placed | None:
    """Read the names that nbgrader and learning-management systems give."""
    parts = file.parts[depth:]
    head, label = stem(parts[0]), stem(parts[-1])
    flat = len(parts) == 1
    if not flat and (match := INBOUND.fullmatch(head)):
        stamp = said_time(match["time"])
        who = Person(match["name"])
        layout = "nbgrader's inbound folder"
        return Placed(file, who, label, layout, match["assignment"], stamp)
    if match := MOODLE.fullmatch(head):
        who = Person(match["name"], match["number"] or "")
        rest = match["rest"] if flat else label
        return Placed(file, who, rest or "", "a download from Moodle", assignment, file.when)
    if match := BLACKBOARD.fullmatch(head):
        who = Person(users[match["prefix"]])
        when = _clock(match["time"])
        rest = match["rest"] if flat else label
        return Placed(file, who, rest or "", "a download from Blackboard", assignment, when)
    if canvas and (match := CANVAS.fullmatch(head)):
        who = Person(match["hidden"] or match["name"], match["number"] or "")
        rest = match["rest"] if flat else label
        layout = "a download from Canvas"
        order = int(match["order"][:18])
        return Placed(file, who, rest, layout, assignment, file.when, order)
    return None


def _clock(text: str) -> datetime | None:
    try:
        return in_utc(datetime.strptime(text, "%Y-%m-%d-%H-%M-%S"))
    except (ValueError, OverflowError, OSError):
        return None


def _by_folder(
    file: Handed, depth: int, assignment: str, notebooks: list[str], known: list[str]
) -> Placed:
    """Take the first folder for the trainee, or else what the file is called beside its name."""
    parts = file.parts[depth:]
    label = stem(parts[-1])
    other = next((p for p in parts[:-1] if p in known and p != assignment), assignment)
    if assignment in parts[:-1]:
        other = assignment
    if len(parts) == 1 or parts[0] in COURSE_FOLDERS.union(known):
        named, rest = find_name(label, notebooks)
        # what a strange notebook is called is nobody's name
        who = Person(rest) if rest and (named or file.ids) else None
        return Placed(file, who, label, "a flat folder with names", other, file.when)
    if ZIP.search(parts[0]):
        _, rest = find_name(stem(parts[0]).replace(assignment, " "), notebooks)
        who = Person(rest) if rest else None
        return Placed(file, who, label, "one zip per trainee", other, file.when)
    return Placed(file, Person(parts[0]), label, "one folder per trainee", other, file.when)


def _wrapper(files: list[Handed], source: Path, assignment: str, notebooks: list[str]) -> int:
    """Return how many folders stand around the whole source and name no trainee."""
    depth = 0
    while True:
        paths = [f.parts[depth:] for f in files]
        if len({p[0] for p in paths}) != 1 or any(len(p) == 1 for p in paths):
            return depth
        top = stem(paths[0][0])
        if any(p.fullmatch(top) for p in SYSTEMS):
            return depth
        below = [p[1:] for p in paths]
        heads = {stem(p[0]) for p in below}
        if not (
            top in COURSE_FOLDERS | {assignment, "inbound"}
            or all(any(s.fullmatch(head) for s in SYSTEMS) for head in heads)
            or (top == stem(source.name) and not heads & {assignment} and _only_folders(below))
            or _many_people(below, assignment, notebooks)
        ):
            return depth
        depth += 1


def _only_folders(below: list[tuple[str, ...]]) -> bool:
    return all(len(p) > 1 for p in below)


def _many_people(below: list[tuple[str, ...]], assignment: str, notebooks: list[str]) -> bool:
    """Say whether two children hold the same notebook: then they are trainees."""
    owners = defaultdict(set)
    for path in below:
        found, rest = find_name(stem(path[-1]), notebooks)
        owner = path[0] if len(path) > 1 else rest
        if owner and owner not in COURSE_FOLDERS | {assignment}:
            owners[found or path[-1]].add(owner)
    return any(len(names) > 1 for names in owners.values())
