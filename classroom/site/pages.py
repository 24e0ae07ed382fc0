"""The pages of the web edition that no notebook is: front page, modules, glossary, sources."""

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

from classroom.site.course_text import (
    Page,
    Place,
    glossary,
    introduction,
    markdown,
    module_names,
    pages,
    paragraph,
    place,
    section,
)
from classroom.site.settings import TITLE

START = "modules/00_start_here.ipynb"
CURRICULUM = "docs/curriculum.md"
#: pages of docs/ for trainees, which lessons tell to print
TO_PRINT = ("docs/table_exercise.md", "docs/peer_review.md")


def written(root: Path) -> dict[str, str]:
    """Return the pages that are made, by their path in the source folder.

    Parameters
    ----------
    root : pathlib.Path
        The course.

    Returns
    -------
    dict
        Markdown by path.
    """
    listed = pages(root)
    home = place(root)
    made = {
        "index.md": front_page(root, listed, home),
        "glossary.md": glossary_page(root, listed),
        "sources.md": sources_page(root, listed),
        "about.md": about_page(root, home),
        CURRICULUM: curriculum_page(root, listed),
    }
    for path in TO_PRINT:
        made[path] = (root / path).read_text("utf-8")
    for module, lessons in modules(listed):
        made[f"modules/{module}/index.md"] = module_page(module, lessons, root)
    return made


def modules(listed: list[Page]) -> list[tuple[str, list[Page]]]:
    """Return the lessons by module."""
    grouped = itertools.groupby(listed, key=lambda page: page.lesson.path.parent.name)
    return [(module, list(lessons)) for module, lessons in grouped]


def front_page(root: Path, listed: list[Page], home: Place) -> str:
    """Return what the course is, for whom, how to start, and its modules."""
    names = module_names(root)
    cards = [
        _box(
            "module",
            f"**[{module[:2]} · {_name(module, names)}](modules/{module}/index.md)**",
            "\n".join(f"- [{page.lesson.question}]({page.path})" for page in lessons),
        )
        for module, lessons in modules(listed)
    ]
    entries = [
        f"{module[:2]} · {_name(module, names)} <modules/{module}/index>"
        for module, _ in modules(listed)
    ]
    return _page(
        f"# {TITLE}",
        introduction(root),
        "**To start**",
        f"- [Run the course on Binder]({home.binder(START)}): a browser is enough, nothing to install.\n"
        f"- [Read the start page]({START}) here: 20 minutes, no Python needed.\n"
        f"- [Install it on your computer]({home.address}#start): then it works without a network.",
        "## The modules, one question a lesson",
        _box("modules", *cards, fence=5),
        "A lesson takes 45 minutes, its exercise 30 to 40. Words in bold stand in the "
        "[glossary](glossary.md). The [curriculum](docs/curriculum.md) lists all objectives.",
        "**You teach?** The instructor's notebooks, the grading of a cohort and the "
        f"[instructor guide]({home.file('docs/instructor_guide.md')}) are in the repository.",
        _tree("Start", [f"Start here <{START.removesuffix('.ipynb')}>"]),
        _tree("Modules", entries),
        _tree("Print", [path.removesuffix(".md") for path in TO_PRINT]),
        _tree("Look up", ["glossary", "sources", CURRICULUM.removesuffix(".md"), "about"]),
    )


def module_page(module: str, lessons: list[Page], root: Path) -> str:
    """Return the page of a module: its lessons, objectives and exercises."""
    up = "../../"
    parts = [f"# {module[:2]} · {_name(module, module_names(root))}"]
    entries = []
    for page in lessons:
        points = sum(item.points for item in page.lesson.items)
        items = f"{len(page.lesson.items)} items, {points} points"
        parts += [
            f"## {page.number} · {page.name}",
            f"**Lesson:** [{page.lesson.question}]({up}{page.path})",
            f"**Exercise:** [{page.name}]({up}{page.exercise}), {items}",
            f"**Time:** {page.time} **Section of your plan:** {page.section}.",
            "After this lesson you can",
            "\n".join(f"- {number} {text}" for number, text in page.lesson.objectives.items()),
        ]
        entries += [
            f"{page.number} · {page.name} <{up}{page.path.removesuffix('.ipynb')}>",
            f"{page.number} · Exercise <{up}{page.exercise.removesuffix('.ipynb')}>",
        ]
    return _page(*parts, _tree("", entries))


def glossary_page(root: Path, listed: list[Page]) -> str:
    """Return the glossary of the start page, each term with its lesson."""
    places = {page.number: page.path for page in listed} | {"00": START}
    text = section(markdown(root / START), "Glossary")
    parts = [
        "# Glossary",
        text.split("\n\n")[0],
        "Numbers in square brackets are the [sources of the start page](sources.md#start-here).",
    ]
    for letter, terms in itertools.groupby(
        sorted(glossary(root), key=lambda term: (_letter(term.word), term.word.casefold())),
        key=lambda term: _letter(term.word),
    ):
        lines = []
        for term in terms:
            where = ", ".join(f"[Lesson {number}]({places[number]})" for number in term.lessons)
            lines += [term.word, f"  {term.meaning} {where.replace('Lesson 00', 'Start page')}", ""]
        parts += [f"## {letter}", "```{glossary}\n" + "\n".join(lines) + "```"]
    return _page(*parts)


def sources_page(root: Path, listed: list[Page]) -> str:
    """Return the sources of all lessons."""
    parts = [
        "# Sources",
        "Each lesson names its sources at its end. Here they stand together.",
        "## Start here",
        f"Page: [Start here]({START})",
        section(markdown(root / START), "Sources"),
    ]
    for page in listed:
        parts += [
            f"## {page.number} · {page.name}",
            f"Lesson: [{page.lesson.question}]({page.path})",
            page.sources,
        ]
    return _page(*parts)


def about_page(root: Path, home: Place) -> str:
    """Return what is real, what is invented, and the licences."""
    return _page(
        "# About and licence",
        introduction(root),
        paragraph(root, "**Real and invented.**"),
        f"The course with its tables, its library and its tests is kept at [{home.address}]({home.address}). "
        "No page of this edition loads anything from another host.",
        "## Text, figures and tables",
        (root / "LICENSE-CONTENT")
        .read_text("utf-8")
        .replace("\nhttps:", "\n<https:")
        .replace("/legalcode\n", "/legalcode>\n"),
        "## Code",
        "```{code-block} text\n" + (root / "LICENSE").read_text("utf-8").strip() + "\n```",
        "## To cite the course",
        "```{code-block} yaml\n" + (root / "CITATION.cff").read_text("utf-8").strip() + "\n```",
    )


def curriculum_page(root: Path, listed: list[Page]) -> str:
    """Return the curriculum without the remark for those who change the course."""
    text = (root / CURRICULUM).read_text("utf-8")
    text = "\n\n".join(part for part in text.split("\n\n") if "Do not edit it" not in part)
    names = module_names(root)
    for module, lessons in modules(listed):  # words for the names of folders and files
        title = f"{module[:2]} {_name(module, names)}"
        text = re.sub(rf"^(\| |### ){module}(?= [|·])", rf"\g<1>{title}", text, flags=re.MULTILINE)
        for page in lessons:
            text = text.replace(f"[{page.lesson.path.stem}]", f"[{page.name}]")
    return text


def _name(module: str, names: dict[str, str]) -> str:
    # the map of the start page has the full name; a folder without a row has its own
    return names.get(module[:2], module[3:].replace("_", " ").capitalize())


def _letter(word: str) -> str:
    return word[0].upper() if word[0].isalpha() else "0–9"


def _page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _box(name: str, *parts: str, fence: int = 4) -> str:
    marks = "`" * fence
    inside = "\n\n".join(parts)
    return f"{marks}{{container}} {name}\n{inside}\n{marks}"


def _tree(caption: str, entries: Iterable[str]) -> str:
    options = [":hidden:"] + ([f":caption: {caption}"] if caption else [])
    return "\n".join(["```{toctree}", *options, "", *entries, "```"])
