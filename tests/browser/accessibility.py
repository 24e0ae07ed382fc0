"""axe-core on a page: what readers with a screen reader, a keyboard or weak sight would miss.

axe-core comes inside a Python package and not from npm: one lock file with hashes then pins
all that the tests use.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from course import ROOT, read
from nbconvert import HTMLExporter
from playwright.sync_api import Page
from traitlets.config import Config

#: Levels A and AA of the guidelines (WCAG 2.2), and what axe calls best practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FILLER = "No description has been provided for this image"
TEMPLATES = ROOT / "classroom" / "jupyter" / "templates"
SERVER_SETTINGS = ROOT / "classroom" / "jupyter" / "trainee" / "exporters.json"
_RUN = """async ([root, rules, known]) => {
  const options = {runOnly: rules, resultTypes: ['violations'], elementRef: true, preload: false};
  const {violations} = await axe.run(root, options);
  return violations.flatMap(({id, help, nodes}) => nodes.map(({element, html}) => ({
    told: `${id} (${help}): ${html.slice(0, 300)}`,
    known: known.flatMap(([rule, selector], at) => rule === id && element.matches(selector) ? [at] : []),
  })));
}"""


@dataclass(frozen=True)
class Known:
    """A violation that is not ours: axe's rule, the elements that break it, whose they are."""

    rule: str
    selector: str
    why: str


PANDAS_CORNER = Known(
    "empty-table-header", "table.dataframe th", "pandas leaves the corner above row names empty"
)


@dataclass(frozen=True)
class Found:
    """What axe found: violations that nothing excuses, and the excuses that were needed."""

    violations: list[str]
    needed: set[Known]


def examine(page: Page, known: tuple[Known, ...] = (), root: str = "html") -> Found:
    """Run axe on a page, or on the part below an element."""
    page.evaluate(AXE_SCRIPT)
    pairs = [(one.rule, one.selector) for one in known]
    found = page.evaluate(_RUN, [root, RULES, pairs])
    needed = {known[place] for one in found for place in one["known"]}
    return Found([one["told"] for one in found if not one["known"]], needed)


def kept_offline(page: Page) -> Page:
    """Let a page open files only."""
    files = re.compile(r"^(file|data|blob|about):")
    page.route("**/*", lambda it: it.continue_() if files.match(it.request.url) else it.abort())
    return page


@cache
def exporter() -> HTMLExporter:
    """Return what makes a page of a notebook in JupyterLab: for print, and for *Save as HTML*."""
    settings = Config(json.loads(SERVER_SETTINGS.read_text())["HTMLExporter"])
    return HTMLExporter(
        config=Config(HTMLExporter=settings), extra_template_basedirs=[str(TEMPLATES)]
    )


def export(notebook: Path, folder: Path) -> str:
    """Write a notebook as a page; return its address."""
    page = folder / f"{notebook.parent.parent.name}_{notebook.parent.name}_{notebook.stem}.html"
    text, _ = exporter().from_notebook_node(read(notebook), {"metadata": {"name": notebook.stem}})
    page.write_text(text, encoding="utf-8")
    return page.as_uri()


def poor_descriptions(page: Page, root: str = "html") -> list[str]:
    """Return the images below an element that tell nothing to who cannot see them."""
    images = page.locator(root).locator("img:not([role=presentation]), [role=img]")
    texts = images.evaluate_all("all => all.map(one => one.getAttribute('alt'))")
    return [text or "(none)" for text in texts if not is_description(text)]


def is_description(text: str | None) -> bool:
    """Tell whether a text describes a figure: a sentence with a number in it."""
    text = text or ""
    is_file = re.fullmatch(r"\S*\.(png|svg|jpe?g|gif)", text.strip(), re.IGNORECASE)
    return not is_file and FILLER not in text and len(text) >= 30 and bool(re.search(r"\d", text))
