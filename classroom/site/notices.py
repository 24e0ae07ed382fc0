"""What a page of a notebook says beside the notebook.

The notebooks go into the web edition as they are, so that a download is the true file. A
notice stands above each, and the sealed answers of checks are not shown.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

LESSON = "You read a saved copy. To run the cells and move the controls of a figure, "
EXERCISE = (
    "You read this exercise. To write your answers and run the checks, which say at once what is "
    "right, "
)
_SEALED = re.compile(r'sealed="[^"]{24,}"')


def _announce(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    if not docname.startswith(("modules/", "exercises/")) or docname.endswith("/index"):
        return
    for code in doctree.findall(nodes.literal_block):
        shown = _SEALED.sub('sealed="…"', code.astext())
        if shown != code.astext():
            code.rawsource = shown
            code.children = [nodes.Text(shown)]
    address = app.config.binder_address + docname + ".ipynb"
    text = nodes.paragraph()
    text += nodes.Text(EXERCISE if docname.startswith("exercises/") else LESSON)
    text += nodes.reference("", "open it on Binder", refuri=address, internal=False)
    text += nodes.Text(" or in JupyterLab on your computer.")
    notice = nodes.container("", text, classes=["saved-copy"])
    section = next(doctree.findall(nodes.section))
    section.insert(1, notice)  # below the title


def setup(app: Sphinx) -> dict[str, bool]:
    """Put the notices in when a page has been read."""
    app.add_config_value("binder_address", "", "env", str)
    app.connect("doctree-read", _announce)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
