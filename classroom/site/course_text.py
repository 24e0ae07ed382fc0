"""What the web edition takes from the notebooks: lessons, terms, sources, addresses."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from classroom.build import notebooks
from classroom.curriculum import Lesson, read_lesson

_BINDER = re.compile(r"https://mybinder\.org/v2/gh/([^/\s)]+)/([^/\s)]+)/([^?\s)]+)")
_TIME = re.compile(r"^\*\*Time\.\*\* (.+?\.)(?: |$)", re.MULTILINE)
_SECTION = re.compile(r'plan\.record\(\s*"([^"]+)"')
_MODULE = re.compile(r"^\| *\[?(\d\d) ([^|\]]+?)(?:\]\([^)]*\))? *\|", re.MULTILINE)
_TERM = re.compile(r"^\| (.+?) \| (.+) \| ([\d., ]+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where the course is kept, as the badge of the README says.

    Attributes
    ----------
    owner, repository, branch : str
        Parts of the address on Binder.
    """

    owner: str
    repository: str
    branch: str

    @property
    def address(self) -> str:
        """The repository as a web address."""
        return f"https://github.com/{self.owner}/{self.repository}"

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody has put in where the course is kept."""
        return (self.owner, self.repository) == ("OWNER", "REPOSITORY")

    def file(self, path: str) -> str:
        """Return the address of a file in the repository."""
        return f"{self.address}/blob/{self.branch}/{path}"

    def binder(self, path: str) -> str:
        """Return the address that opens a notebook on Binder."""
        where = f"{self.owner}/{self.repository}/{self.branch}"
        return f"https://mybinder.org/v2/gh/{where}?urlpath=lab/tree/{path}"


@dataclass(frozen=True)
class Page:
    """A lesson as the web edition lists it.

    Attributes
    ----------
    lesson : Lesson
        Question, objectives and items.
    path, exercise : str
        Lesson and exercise, from the course's folder.
    number, name : str
        Such as ``01.1`` and ``Risk and resilience``.
    time, section : str
        How long it takes; the section of the plan that it fills.
    sources : str
        Its section *Sources* as Markdown.
    """

    lesson: Lesson
    path: str
    exercise: str
    number: str
    name: str
    time: str
    section: str
    sources: str


@dataclass(frozen=True)
class Term:
    """A word of the glossary: its meaning, and the numbers of its lessons."""

    word: str
    meaning: str
    lessons: tuple[str, ...]


def place(root: Path) -> Place:
    """Return where the course is kept."""
    found = _BINDER.search((root / "README.md").read_text("utf-8"))
    if not found:
        raise ValueError("README.md has no Binder badge; the web edition takes its address from it")
    return Place(*found.groups())


def introduction(root: Path) -> str:
    """Return the first paragraph of the README: what the course is, and for whom."""
    paragraphs = (root / "README.md").read_text("utf-8").split("\n\n")
    return next(text for text in paragraphs[1:] if not text.startswith("[!["))


def paragraph(root: Path, start: str) -> str:
    """Return the paragraph of the README that starts with these words."""
    paragraphs = (root / "README.md").read_text("utf-8").split("\n\n")
    found = [text for text in paragraphs if text.startswith(start)]
    if not found:
        raise ValueError(f"README.md has no paragraph that starts with {start!r}")
    return found[0]


def pages(root: Path) -> list[Page]:
    """Return all lessons of the modules in order, without the start page."""
    start = root / "modules" / "00_start_here.ipynb"
    return [_page(path, root) for path in notebooks(root / "modules") if path != start]


def module_names(root: Path) -> dict[str, str]:
    """Return the names of the modules by their number, as the start page's map has them."""
    return dict(_MODULE.findall(markdown(root / "modules" / "00_start_here.ipynb")))


def glossary(root: Path) -> list[Term]:
    """Return the terms of the start page's glossary."""
    text = section(markdown(root / "modules" / "00_start_here.ipynb"), "Glossary")
    return [
        Term(word, meaning, tuple(re.findall(r"[\d.]+", numbers)))
        for word, meaning, numbers in _TERM.findall(text)
    ]


def markdown(path: Path) -> str:
    """Return the text cells of a notebook as one text."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def section(text: str, title: str) -> str:
    """Return what stands below a heading of the second level, or an empty text."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def _page(path: Path, root: Path) -> Page:
    relative = path.relative_to(root)
    exercise = Path("exercises", *relative.parts[1:])
    text = markdown(path)
    code = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    )
    title = re.match(r"# Exercise [\d.]+ · (.+)", markdown(root / exercise))
    found = {"time": _TIME.search(text), "section": _SECTION.search(code), "exercise": title}
    missing = [what for what, match in found.items() if not match]
    if missing:
        raise ValueError(f"{relative.as_posix()} does not state its {missing[0]}")
    return Page(
        lesson=read_lesson(path, root),
        path=relative.as_posix(),
        exercise=exercise.as_posix(),
        number=f"{path.parent.name[:2]}.{path.stem[0]}",
        name=title[1],
        time=found["time"][1],
        section=found["section"][1],
        sources=section(text, "Sources"),
    )
