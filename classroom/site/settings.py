"""How Sphinx builds the web edition."""

from pathlib import Path
from typing import Any

from classroom.site.course_text import Place

TITLE = "Resilient Cities"


def settings(place: Place, source: Path) -> dict[str, Any]:
    """Return Sphinx's settings.

    Parameters
    ----------
    place : Place
        Where the course is kept.
    source : pathlib.Path
        Folder of the pages, with the style sheet in ``_static``.

    Returns
    -------
    dict
    """
    return {
        "project": TITLE,
        "author": "",
        "language": "en",
        "extensions": [
            "myst_nb",
            "sphinx.ext.githubpages",
            "classroom.site.formulas",
            "classroom.site.notices",
            "classroom.site.spoken",
        ],
        "binder_address": place.binder(""),
        # saved outputs only: no kernel, no widget, no script from another host
        "nb_execution_mode": "off",
        "nb_ipywidgets_js": {},
        "nb_mime_priority_overrides": [("*", "application/vnd.jupyter.widget-view+json", None)],
        # the message of a check is a sentence, not Python
        "nb_render_error_lexer": "myst-ansi",
        "html_math_renderer": "mathml",
        "myst_enable_extensions": ["dollarmath", "amsmath"],
        "myst_update_mathjax": False,
        "myst_heading_anchors": 3,
        "suppress_warnings": [
            # what a check publishes for the grading stands beside its text, which is shown
            "mystnb.unknown_mime_type",
        ],
        "html_theme": "sphinx_book_theme",
        "html_title": TITLE,
        "html_static_path": [str(source / "_static")],
        "html_css_files": ["site.css"],
        "html_show_copyright": False,
        "html_show_sphinx": False,
        "html_use_index": False,
        "html_theme_options": {
            "repository_url": place.address,
            "repository_branch": place.branch,
            "use_repository_button": True,
            "use_fullscreen_button": False,
            "launch_buttons": {
                "binderhub_url": "https://mybinder.org",
                "notebook_interface": "jupyterlab",
            },
            "navbar_persistent": [],  # one search field, in the sidebar
            "home_page_in_toc": False,
            "show_toc_level": 2,
            "footer_content_items": "extra-footer.html",
            "extra_footer": "Text, figures and tables: CC BY 4.0. Code: BSD 3-Clause.",
        },
    }
