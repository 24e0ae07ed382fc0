"""Formulas as MathML, which a browser shows by itself.

Sphinx's own renderer loads a script from another host. A formula that cannot be turned into
MathML is a warning, and so stops the build of the web edition.
"""

import re
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

_log = logging.getLogger(__name__)
# a command that the converter does not know stays in the result as it was written
_UNKNOWN = re.compile(r"(?:\\|&#x0005C;)[A-Za-z]+")


def mathml(latex: str, display: str) -> str:
    """Return a formula as MathML.

    Parameters
    ----------
    latex : str
        The formula without its dollar signs.
    display : str
        ``inline`` or ``block``.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the formula has a fault or a command that is not known.

    Examples
    --------
    >>> mathml("x", "inline").endswith("<mi>x</mi></mrow></math>")
    True
    """
    bare = re.sub(r"\\.", "", latex, flags=re.DOTALL)
    if bare.count("{") != bare.count("}"):
        raise ValueError(f"formula {latex}: its curly brackets do not match")
    try:
        result = convert(latex, display=display)
    except Exception as error:  # the converter has a dozen kinds of its own
        raise ValueError(f"formula {latex}: {type(error).__name__} {error}".strip()) from error
    unknown = _UNKNOWN.search(result)
    if unknown:
        raise ValueError(f"formula {latex}: the command {unknown[0]} is not known")
    return result


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(_or_warning(node, "inline"))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    start = translator.starttag(node, "div", CLASS="math")
    translator.body.append(f"{start}{number}{_or_warning(node, 'block')}</div>\n")
    raise nodes.SkipNode


def _or_warning(node: nodes.Element, display: str) -> str:
    try:
        return mathml(node.astext(), display)
    except ValueError as error:
        _log.warning(str(error), location=node)
        return ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
