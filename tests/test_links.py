"""Gate 11: links between notebooks and pages resolve; images in pages have alternative text."""

import re

import pytest
from course import EXERCISES, LESSONS, ROOT, SOLUTIONS, read, text_of

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = [*LESSONS, *EXERCISES]


def links(text):
    """Return the targets of all Markdown links that stay in the course."""
    found = re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", text)
    return [link for link in found if not link.startswith(("http", "mailto:", "#"))]


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=lambda p: str(p.relative_to(ROOT)))
def test_links_resolve(path):
    text = text_of(read(path), "markdown") if path.suffix == ".ipynb" else path.read_text("utf-8")
    for link in links(text):
        target = (path.parent / link.split("#")[0]).resolve()
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT)


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_of_instructor_notebooks_resolve(path):
    for link in links(text_of(read(path), "markdown")):
        assert (path.parent / link.split("#")[0]).exists(), f"{link} leads nowhere"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_images_of_pages_have_alternative_text(path):
    for alt, _target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", path.read_text("utf-8")):
        assert len(alt) > 10
