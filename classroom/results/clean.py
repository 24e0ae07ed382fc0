"""Make what a trainee wrote safe to stand on an HTML page.

Three kinds of content pass: text (`plain`, `output_text`), Markdown (`markdown`) and figures
(`figure`). Everything else that a notebook can hold, such as HTML, SVG and JavaScript, has no
way onto a page.
"""

import base64
import io
import re
import warnings
from collections.abc import Callable
from functools import cache

import bleach
from markupsafe import Markup, escape
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath, import_plugin

TEXT_LIMIT = 4_000
MARKDOWN_LIMIT = 6_000
HAND_GRADED_LIMIT = 200_000  # who grades by hand must see all of an answer
FIGURE_BYTES = 2_000_000
FIGURE_PIXELS = 12_000_000

#: Kinds of figures that may pass: how the data starts, and Pillow's name of the format.
FIGURES = {"image/png": (b"\x89PNG\r\n\x1a\n", "PNG"), "image/jpeg": (b"\xff\xd8\xff", "JPEG")}

_BLOCKS = ("p", "ul", "ol", "li", "blockquote", "pre", "hr", "dl", "dt", "dd")
_TABLE = ("table", "thead", "tbody", "tr", "th", "td")
TAGS = frozenset({*_BLOCKS, *_TABLE, "strong", "em", "del", "code", "br", "a"})
REL = "noopener noreferrer"

_OPERATING_SYSTEM_COMMAND = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# these turn the direction of the text around them; a lone surrogate cannot be written to a file
_MISLEADING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PATH = re.compile(
    r"(?<![\w/:.~])(?:file://)?(?:[A-Za-z]:[\\/]|/(?=[A-Za-z_.][\w.+@-]*/)"
    r"|/(?=(?:home|root|tmp|Users|work|mnt|srv|opt|var|usr|private)\b))[\w.+@\\/-]*"
)


def plain(value: object, limit: int = TEXT_LIMIT) -> str:
    """Return a text of a notebook without control characters, and not longer than a limit.

    Parameters
    ----------
    value : object
        A text, or a list of them as notebooks have it. Anything else gives an empty text.
    limit : int
        Number of characters that stay; what is cut off is said.

    Returns
    -------
    str
        Not yet escaped. Marks that turn the direction of writing show as U+FFFD.

    Examples
    --------
    >>> plain("\\x1b[31mred\\x1b[0m\\x00")
    'red'
    """
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    text = value if isinstance(value, str) else ""
    kept = strip_ansi(_OPERATING_SYSTEM_COMMAND.sub("", text[: 4 * limit]))
    # a progress bar writes over its line again and again: its last state counts
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in kept.split("\n")]
    kept = _MISLEADING.sub("\ufffd", _CONTROL.sub("", "\n".join(lines)))
    if len(kept) > limit or len(text) > 4 * limit:
        return f"{kept[:limit]}\n… cut here: {len(text):,} characters in all"
    return kept


def one_line(value: object, limit: int = 300) -> str:
    """Return a text as `plain` does, as one line."""
    text = " ".join(plain(value, 4 * limit).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def output_text(value: object, limit: int = TEXT_LIMIT) -> str:
    """Return an output as `plain` does, with absolute paths cut down to the file's name.

    Examples
    --------
    >>> output_text("/srv/li/course/a.csv: not found, see a/b and https://a.org/b/c")
    '…/a.csv: not found, see a/b and https://a.org/b/c'
    """
    return _PATH.sub(_file_name, plain(value, limit))


def _file_name(found: re.Match) -> str:
    last = re.split(r"[\\/]", found[0])[-1]
    return f"…/{last}" if "." in last.strip(".") else "…"


def markdown(source: object, limit: int = MARKDOWN_LIMIT) -> Markup:
    """Return Markdown as HTML of a few harmless elements.

    HTML inside it is shown as text. Pictures are left out, headings become bold lines, formulas
    stay as they were typed. A link keeps its address only if it is http, https or mailto.

    Parameters
    ----------
    source : object
        The Markdown; as for `plain`.
    limit : int
        As for `plain`.

    Returns
    -------
    markupsafe.Markup

    Examples
    --------
    >>> markdown("*a* <script>b</script>")
    Markup('<p><em>a</em> &lt;script&gt;b&lt;/script&gt;</p>')
    """
    text = plain(source, limit)
    try:
        made = _reader().render(text)
    # whatever a parser stumbles over must not cost the trainee the page
    except Exception:
        return Markup("<pre>{}</pre>").format(text)
    # the renderer lets no element of the trainee through; this is the second wall
    return Markup(_cleaner().clean(made).strip())


def in_formgrader(source: object) -> Markup:
    """Return Markdown as `markdown` does, for the page on which an instructor grades by hand."""
    return markdown(source, HAND_GRADED_LIMIT)


def inline(source: object) -> Markup:
    """Return one line of Markdown as HTML, without a paragraph around it."""
    return Markup(re.sub(r"\A<p>(.*)</p>\Z", r"\1", str(markdown(source)), flags=re.DOTALL))


class _Renderer(IPythonRenderer):
    """Renders Markdown without raw HTML, pictures, headings and titles of links."""

    def __init__(self) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)

    def heading(self, text: str, level: int, **attrs: object) -> str:
        return f"<p><strong>{text}</strong></p>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"(picture left out: {text})" if text.strip() else "(picture left out)"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f'<a href="{escape(url)}" rel="{REL}">{text}</a>' if _is_safe(url) else text


def _is_safe(url: str) -> bool:
    return re.match(r"(?:https?://|mailto:)[^\s\\]+\Z", url, re.IGNORECASE) is not None


def _allowed(tag: str, name: str, value: str) -> bool:
    return tag == "a" and ((name == "href" and _is_safe(value)) or (name == "rel" and value == REL))


@cache
def _reader() -> MarkdownWithMath:
    plugins = [import_plugin(name) for name in ("strikethrough", "table", "url")]
    return MarkdownWithMath(renderer=_Renderer(), plugins=plugins)


@cache
def _cleaner() -> bleach.Cleaner:
    allowed: dict[str, Callable] = {"a": _allowed}
    protocols = {"http", "https", "mailto"}
    return bleach.Cleaner(tags=TAGS, attributes=allowed, protocols=protocols)


def figure(kind: str, data: object) -> str | None:
    """Return the data address of a figure, if it really is one.

    Parameters
    ----------
    kind : str
        Its type, such as ``image/png``.
    data : object
        Its base64 text.

    Returns
    -------
    str or None
        None if the type is another one, or the data is too large, moves or is no such figure.
    """
    from PIL import Image

    if isinstance(data, list):
        data = "".join(part for part in data if isinstance(part, str))
    if kind not in FIGURES or not isinstance(data, str) or len(data) > 1.5 * FIGURE_BYTES:
        return None
    start, name = FIGURES[kind]
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
        if len(raw) > FIGURE_BYTES or not raw.startswith(start):
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=[name]) as picture:
                large = picture.width * picture.height > FIGURE_PIXELS
                if large or getattr(picture, "is_animated", False):
                    return None
                picture.load()
    # Pillow raises many kinds of errors over broken data; all say the same
    except Exception:
        return None
    return f"data:{kind};base64,{base64.b64encode(raw).decode('ascii')}"
