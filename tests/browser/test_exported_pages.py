"""Lessons and exercises as pages of their own: read by axe, on a small screen, on paper."""

import io
import re
import unicodedata
from contextlib import contextmanager

import pytest
from accessibility import PANDAS_CORNER, Known, examine, export, kept_offline, poor_descriptions
from course import EXERCISES, LESSONS, ROOT
from lab_in_chromium import SCREEN
from pypdf import PdfReader

from resilience_helpers import figures

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser

#: What nbconvert, JupyterLab's style or pandas bring, and what we therefore cannot mend.
NOT_OURS = (
    Known("color-contrast", ".jp-InputPrompt, .jp-OutputPrompt", "JupyterLab's grey of In [1]"),
    Known("color-contrast", ".highlight pre span", "nbconvert's colours of code"),
    Known("color-contrast", "pre > [class*=ansi-]", "nbconvert's colours of a Python error"),
    Known(
        "link-in-text-block", "p > a, li > a", "JupyterLab underlines links under the mouse only"
    ),
    PANDAS_CORNER,
)
#: One of each kind: together they need all of the excuses above.
SAMPLE = (LESSONS[-1], LESSONS[0], EXERCISES[2])
#: Paper of A4 less the margins that the page sets [px].
PAPER = {"width": 698, "height": 1027}
_WIDER = """() => [...document.querySelectorAll('main *')].filter(
  (it) => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== 'inline'
    && getComputedStyle(it).overflowX !== 'visible' || it.getBoundingClientRect().right > innerWidth
).map((it) => `${it.tagName} ${it.className}: ${it.innerText.slice(0, 80)}`)"""
#: Smallest letter on the screen, and the letters of a figure as it is saved [px].
READABLE, LETTERS = 9, figures.DOTS_PER_INCH / 72 * 11
_FIGURES = """() => [...document.querySelectorAll('main img')].map((it) => {
  const {left, right, width} = it.getBoundingClientRect();
  return {alt: it.alt, scale: width / it.naturalWidth, inside: left >= 0 && right <= innerWidth};
})"""


def place(path):
    """Return where a notebook stands in the course."""
    return path.relative_to(ROOT).with_suffix("").as_posix()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the pages of one worker stand."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def page(browser):
    """A page of the browser without a network."""
    made = kept_offline(browser.new_page(viewport=SCREEN))
    yield made
    made.close()


@pytest.fixture(scope="module", params=[*LESSONS, *EXERCISES], ids=place)
def shown(request, page, folder):
    """A notebook's page, on the screen."""
    page.goto(export(request.param, folder))
    return page


def test_nothing_of_ours_hinders_a_reader(shown):
    assert not examine(shown, NOT_OURS).violations


def test_every_image_is_described(shown):
    assert not poor_descriptions(shown)


def test_figures_are_legible_and_whole(shown):
    """Also at 125 %: a page zoomed so far on this screen is as wide as one of 1093 px."""
    for width in (SCREEN["width"], SCREEN["width"] / 1.25):
        with seen_as(shown, SCREEN | {"width": round(width)}):
            found = shown.evaluate(_FIGURES)
        zoom = SCREEN["width"] / width
        assert [one for one in found if not one["inside"]] == []
        assert [one for one in found if one["scale"] * zoom * LETTERS < READABLE] == []


def test_nothing_is_cut_at_the_edge_of_the_paper(shown):
    with seen_as(shown, PAPER, media="print"):
        assert not shown.evaluate(_WIDER)


def test_every_excuse_is_needed(page, folder):
    needed = set()
    for notebook in SAMPLE:
        page.goto(export(notebook, folder))
        needed |= examine(page, NOT_OURS).needed
    assert needed == set(NOT_OURS)


@pytest.mark.parametrize("path", [*LESSONS[1::3], EXERCISES[0]], ids=place)
def test_a_print_holds_all_words_code_and_figures(path, page, folder):
    page.goto(export(path, folder))
    headings = page.locator("h1, h2, h3").all_inner_texts()
    blocks = page.locator("main p, main li, th, td, .highlight pre").all_inner_texts()
    images = page.locator("main img").count()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = squeezed("".join(one.extract_text() for one in printed.pages))
    at = 0
    for heading in map(squeezed, headings):
        at = text.find(heading, at)
        assert at >= 0, f"{heading} does not stand after the heading before it"
    lines = {line for block in blocks for line in block.splitlines()}
    assert [line for line in lines if squeezed(line) not in text] == []
    assert sum(len(one.images.keys()) for one in printed.pages) == images
    assert len(printed.pages) <= 16


@contextmanager
def seen_as(page, size, media="null"):
    """Show a page in another size, or as on paper; then again as on the screen of a laptop."""
    page.set_viewport_size(size)
    page.emulate_media(media=media)
    try:
        yield
    finally:
        page.emulate_media(media="null")  # "screen" would also hold for a print
        page.set_viewport_size(SCREEN)


def squeezed(text):
    """Return a text without spaces and line breaks, and with plain letters for ligatures."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
