"""The parts of a document, before it becomes a Word file or a web page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from resilience_helpers._text import _


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph; `tone` is "plain", "note" (how to read it) or "missing" (a gap)."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; `widths` are shares of the line, `right` the columns of numbers.

    A quiet caption is for screen readers only, where a heading says the same.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    quiet: bool = False


@dataclass(frozen=True)
class Chart:
    """A figure with its caption and its alternative text."""

    caption: str
    png: bytes = field(repr=False)
    alt: str = ""


Part = Heading | Text | Bullets | Grid | Chart


@dataclass(frozen=True)
class Document:
    """A plan: title, line below it, parts, and what is missing in it."""

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...]


def numbered(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts with a number before the caption of each figure and each visible table."""
    counts = {Chart: 0, Grid: 0}
    words = {Chart: _("Figure {number} · {caption}"), Grid: _("Table {number} · {caption}")}
    found: list[Part] = []
    for part in parts:
        kind = type(part)
        if kind not in counts or (kind is Grid and part.quiet):
            found.append(part)
            continue
        counts[kind] += 1
        caption = words[kind].format(number=counts[kind], caption=part.caption)
        found.append(replace(part, caption=caption))
    return tuple(found)
