"""Gates 1 and 11 for lessons: their parts, their outputs, their figures."""

import base64
import io
import re

import numpy as np
import pytest
from course import LESSONS, name, read, text_of
from PIL import Image

START = [path for path in LESSONS if path.parent.name == "modules"]
IN_MODULES = [path for path in LESSONS if path not in START]
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=name)
each_in_module = pytest.mark.parametrize("path", IN_MODULES, ids=name)
IMAGE = re.compile(r'<img alt="([^"]*)" src="data:image/png;base64,([^"]*)"')


def images(path):
    """Return alternative text and bytes of every saved image."""
    html = [
        out["data"].get("text/html", "")
        for cell in read(path).cells
        for out in cell.get("outputs", [])
        if "data" in out
    ]
    return [(alt, base64.b64decode(data)) for alt, data in IMAGE.findall("\n".join(html))]


@each_in_module
def test_lesson_has_its_parts_in_order(path):
    text = text_of(read(path), "markdown")
    assert re.match(r"# .+\?\n", text), "the title is the question"
    parts = [
        "**What you will decide.**",
        "**Objectives.**",
        "**Time.** 45 minutes",
        "**Needs.**",
        "## 1 · ",
        "**Read it.**",
        "**It hides**",
        "**Your turn.**",
        "## In practice",
        "## Key points",
        "## Your city",
        "../../exercises/",
        "## Sources",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places), list(zip(parts, places, strict=True))


@each_in_module
def test_objectives_are_numbered_by_the_lesson(path):
    number = f"{path.parent.name[:2]}.{path.stem[0]}"
    found = re.findall(r"^- (\d\d\.\d)([a-z]) ", text_of(read(path), "markdown"), re.MULTILINE)
    assert [lesson for lesson, _ in found] == [number] * len(found)
    assert "".join(letter for _, letter in found) == "abcd"[: len(found)] and len(found) >= 3


@each_in_module
def test_one_explorer_and_one_record(path):
    code = text_of(read(path), "code")
    assert code.count("explore.explore(") == 1
    assert "plan.record(" in code


@each_lesson
def test_cells_are_short(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 15, cell.source


@each_lesson
def test_saved_with_outputs_and_without_what_changes(path):
    notebook = read(path)
    assert any(cell.get("outputs") for cell in notebook.cells)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            allowed = "raises-exception" in cell.metadata.get("tags", [])
            assert output.output_type != "error" or allowed, cell.source
            assert not (output.output_type == "stream" and output.name == "stderr"), output.text
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})
    assert "widgets" not in notebook.metadata
    assert "version" not in notebook.metadata.get("language_info", {})


@each_lesson
def test_images_are_small_and_described(path):
    found = images(path)
    assert found
    for alt, data in found:
        # tests/browser looks at the same images in the page, those of Markdown too
        assert len(alt) >= 30 and re.search(r"\d", alt), alt
        assert "No description" not in alt
        assert len(data) < 60_000, f"{len(data)} bytes: {alt}"
    raw = [
        key
        for cell in read(path).cells
        for out in cell.get("outputs", [])
        for key in out.get("data", {})
        if key.startswith("image/")
    ]
    assert not raw, "JupyterLab shows an image/ output without alternative text; use figures"


@each_lesson
def test_figures_are_drawn_whole(path):
    """What touches the edge of a figure is cut off there: a title, a number, a name."""
    for alt, data in images(path):
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
        edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert edge.min() > 200, alt


@each_lesson
def test_figure_code_gives_titles_and_alternative_text(path):
    code = text_of(read(path), "code")
    charts = len(re.findall(r"figures\.[a-z]+\(", code))
    assert charts >= 1
    for argument in ("alt=", "x_title=", "y_title="):
        assert code.count(argument) == charts, argument
    assert "plt." not in code


@pytest.mark.parametrize("path", START, ids=name)
def test_every_bold_term_of_a_lesson_stands_in_the_glossary(path):
    text = text_of(read(path), "markdown")
    glossary = text[text.index("## Glossary") :].casefold()
    terms = {term for lesson in IN_MODULES for term in bold_terms(lesson)}
    missing = sorted(term for term in terms if f"| {term.casefold()} " not in glossary)
    assert not missing


def bold_terms(path):
    """Return the terms that a lesson defines in bold: bold words inside its steps."""
    text = text_of(read(path), "markdown")
    steps = re.sub(r"`[^`]*`", "", text[text.index("## 1 · ") : text.index("## In practice")])
    labels = ("Read it.", "It hides", "Your turn.")
    return [t for t in re.findall(r"\*\*([^*]+)\*\*", steps) if t not in labels]
