"""The plan as a Word document, with real styles, repeated table heads and alternative texts."""

import datetime
import io
import zipfile
from functools import singledispatch
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from resilience_helpers._plan.parts import Bullets, Chart, Document, Grid, Heading, Text
from resilience_helpers._text import _

#: Word wants dates; a fixed one, so that the same records give the same bytes.
FIXED = datetime.datetime(2026, 1, 1)
LINE_CM = 17.0
INK = RGBColor(0x1F, 0x3A, 0x56)
ALERT = RGBColor(0x9C, 0x2A, 0x00)
HEAD_FILL = "D6E4EE"
SHORT_ROWS = 17
LATIN, CHINESE = "Calibri", "Microsoft YaHei"


def write(plan: Document) -> bytes:
    """Return the plan as the bytes of a .docx file.

    Parameters
    ----------
    plan : Document
        What stands in it.

    Returns
    -------
    bytes
        The same for the same plan.
    """
    word = new_document()
    _set_up(word, plan)
    word.add_paragraph(plan.title, style="Title")
    word.add_paragraph(plan.subtitle, style="Subtitle")
    for part in plan.parts:
        _add(part, word)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_clock(buffer.getvalue())


@singledispatch
def _add(part: Any, word: WordDocument) -> None:
    raise TypeError(f"{type(part).__name__} is no part of a plan")


@_add.register
def _add_heading(part: Heading, word: WordDocument) -> None:
    heading = word.add_heading(part.text, level=part.level)
    heading.paragraph_format.page_break_before = part.new_page or None


@_add.register
def _add_text(part: Text, word: WordDocument) -> None:
    styles = {"plain": "Normal", "note": "Plan note", "missing": "Plan gap"}
    paragraph = word.add_paragraph(part.text, style=styles[part.tone])
    paragraph.paragraph_format.keep_with_next = part.text.endswith(":")


@_add.register
def _add_bullets(part: Bullets, word: WordDocument) -> None:
    for item in part.items:
        word.add_paragraph(item, style="List Bullet")


@_add.register
def _add_chart(part: Chart, word: WordDocument) -> None:
    word.add_paragraph(style="Plan figure").add_run().add_picture(
        io.BytesIO(part.png), width=Cm(13.5)
    )
    shape = word.inline_shapes[-1]._inline.docPr
    shape.set("descr", part.alt)
    shape.set("name", part.caption[:60])
    word.add_paragraph(part.caption, style="Caption")


@_add.register
def _add_grid(part: Grid, word: WordDocument) -> None:
    if not part.quiet:
        caption = word.add_paragraph(part.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(part.head), style="Table Grid")
    table.autofit = False
    _describe(table, part.caption)
    for _row in part.rows:
        table.add_row()
    # a short table stays on one page; one under a heading also with the sentence below it
    keeps_note = part.quiet and len(part.rows) <= SHORT_ROWS // 2
    for place, row in enumerate((part.head, *part.rows)):
        cells = table.rows[place].cells
        for column, text in enumerate(row):
            cells[column].width = Cm(LINE_CM * part.widths[column])
            paragraph = cells[column].paragraphs[0]
            paragraph.style = "Plan head" if place == 0 else "Plan cell"
            paragraph.add_run(text)
            paragraph.paragraph_format.keep_with_next = keeps_note or (
                place < len(part.rows) <= SHORT_ROWS
            )
            if column in part.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if place == 0:
                _fill(cells[column])
        _keep_whole(table.rows[place], is_head=place == 0)
    for column, width in enumerate(part.widths):
        table.columns[column].width = Cm(LINE_CM * width)
    below = word.add_paragraph(style="Plan gap below table")
    below.paragraph_format.keep_with_next = keeps_note or None


def _set_up(word: WordDocument, plan: Document) -> None:
    """Set page, styles, properties and page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    _styles(word)
    properties = word.core_properties
    properties.title, properties.subject = plan.title, plan.subtitle
    properties.author = properties.last_modified_by = ""
    properties.comments, properties.keywords = "", ""
    properties.created = properties.modified = FIXED
    properties.language = "en"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(_("{title} · page ").format(title=plan.title))
    _page_number(footer)


def _styles(word: WordDocument) -> None:
    styles = word.styles
    sizes = {"Normal": 10.5, "Title": 24, "Subtitle": 11.5, "Heading 1": 15, "Heading 2": 12}
    for name, size in {**sizes, "Caption": 9.5, "List Bullet": 10.5}.items():
        style = styles[name]
        _letters(style, size)
        style.paragraph_format.space_after = Pt(4)
        if name.startswith(("Heading", "Title")):
            style.font.color.rgb = INK
            style.paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.space_before = Pt(16)
    styles["Heading 2"].paragraph_format.space_before = Pt(9)
    styles["Subtitle"].font.color.rgb = styles["Caption"].font.color.rgb = RGBColor(
        0x40, 0x40, 0x40
    )
    own = {"Plan note": 9.5, "Plan gap": 10, "Plan cell": 9, "Plan head": 9, "Plan figure": 10}
    for name, size in {**own, "Plan gap below table": 4}.items():
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _letters(style, size)
        in_table = name in ("Plan cell", "Plan head")
        style.paragraph_format.space_after = Pt(1 if in_table else 4)
    styles["Plan note"].font.italic = True
    styles["Subtitle"].font.italic = False
    for spacing in styles["Subtitle"].element.rPr.findall(qn("w:spacing")):
        styles["Subtitle"].element.rPr.remove(spacing)
    styles["Plan gap"].font.bold = styles["Plan head"].font.bold = True
    styles["Plan gap"].font.color.rgb = ALERT
    styles["Plan figure"].paragraph_format.keep_with_next = True
    styles["Plan gap below table"].paragraph_format.space_after = Pt(0)


def _letters(style: Any, size: float) -> None:
    """Set Latin and Chinese letters; the theme's own would win over the Chinese ones."""
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)


def _describe(table: Any, text: str) -> None:
    """Give a table the description that a screen reader says."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text)
    table._tbl.tblPr.append(caption)


def _fill(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _keep_whole(row: Any, is_head: bool) -> None:
    """Let no row break over two pages, and repeat the head on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _without_clock(content: bytes) -> bytes:
    """Return the file with one date for all its parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return buffer.getvalue()
