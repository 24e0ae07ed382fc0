"""What the pages of docs/ tell people to type and where they point exists."""

import importlib.util
import re

import pytest
from course import ROOT
from typer.main import get_command

from classroom.cli import app

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
COMMANDS = get_command(app).commands
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def typed(text):
    """Return all code of a page: in backticks, and in indented lines."""
    return [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)]


def anchors(path):
    """Return the anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", head.lower()) for head in heads]
    return {head.replace(" ", "-") for head in plain}


@each_page
def test_commands_of_the_course_exist_with_their_options(path):
    for code in typed(path.read_text("utf-8")):
        match = re.match(r"course ([a-z-]+)(.*)", code)
        if not match:
            continue
        assert match[1] in COMMANDS, f"`{code}`: there is no such command"
        known = {name for one in COMMANDS[match[1]].params for name in one.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", match[2])) <= known, code


@each_page
def test_targets_of_make_exist(path):
    for code in typed(path.read_text("utf-8")):
        if match := re.match(r"make ([a-z-]+)$", code):
            assert match[1] in TARGETS, f"`{code}`: there is no such target"


@each_page
def test_links_to_a_heading_find_it(path):
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", path.read_text("utf-8")):
        if target.startswith("http"):
            continue
        page = (path.parent / target).resolve() if target else path
        assert anchor in anchors(page), f"{target}#{anchor}"


@each_page
def test_modules_and_files_that_are_run_exist(path):
    for code in typed(path.read_text("utf-8")):
        if match := re.match(r"python -m ([\w.]+)", code):
            assert importlib.util.find_spec(match[1]), code
        for file in re.findall(
            r"\b(?:tests|classroom|datasets|resilience_helpers)/[\w/]+\.py\b", code
        ):
            # the walk to a seventh module names files that it makes
            assert (ROOT / file).is_file() or path.name == "adding_a_module.md", code


@each_page
def test_tests_that_a_page_names_exist(path):
    if "test_" not in (text := path.read_text("utf-8")):
        return
    code = "\n".join(one.read_text("utf-8") for one in (ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`(test_[a-z_0-9]+)`", text):
        assert f"def {name}(" in code, name


def test_the_guide_leads_to_every_page_and_stays_short():
    guide = (ROOT / "docs" / "instructor_guide.md").read_text("utf-8")
    assert len(guide.splitlines()) < 130
    schedules = (ROOT / "docs" / "schedules.md").read_text("utf-8")
    for path in PAGES[1:]:
        place = path.relative_to(ROOT / "docs").as_posix()
        assert f"({place}" in guide + schedules or place == "instructor_guide.md", place
