"""What a screen reader needs, and the theme and pandas leave out."""

import re
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

_UNNAMED = re.compile(r"(>([^<>]+)</a>\s*<details[^>]*>\s*<summary)>")
_EMPTY_HEADING = re.compile(r"<th></th>")


def name_summaries(html: str) -> str:
    """Return a table of contents whose folded parts have names.

    Examples
    --------
    >>> name_summaries('<a href="x">Methods</a><details><summary>')
    '<a href="x">Methods</a><details><summary aria-label="Pages of Methods">'
    """
    return _UNNAMED.sub(r'\1 aria-label="Pages of \2">', html)


def _name_navigation(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    made: Callable[..., str] = context["generate_toctree_html"]
    context["generate_toctree_html"] = lambda **options: name_summaries(str(made(**options)))


def _fill_tables(app: Sphinx, doctree: nodes.document) -> None:
    for raw in doctree.findall(nodes.raw):  # a table of pandas: the corner names nothing
        if 'class="dataframe"' in raw.astext():
            raw.children = [nodes.Text(_EMPTY_HEADING.sub("<td></td>", raw.astext()))]
    for head in doctree.findall(nodes.thead):
        for entry in head.findall(nodes.entry):
            if not entry.astext().strip():
                entry.children = []
                entry.append(nodes.inline("", "row", classes=["visually-hidden"]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Amend pages when they have been read, and the navigation before it is drawn."""
    app.connect("doctree-read", _fill_tables)
    # after the theme has put its functions into the context
    app.connect("html-page-context", _name_navigation, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
