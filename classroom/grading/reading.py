"""Read what a trainee handed in, in whatever state it is, as a notebook of format 4.

Only what grading needs is kept: type, id, source and nbgrader's id of each cell. The structure
is made right by construction; a full schema validation takes twenty times as long.
"""

import json
import re

from nbformat import current_nbformat, current_nbformat_minor
from nbformat.notebooknode import NotebookNode, from_dict
from nbformat.v3.rwbase import rejoin_lines
from nbformat.v4.convert import upgrade_cell

from classroom.findings import FINDINGS_TAG, plain

MAX_BYTES = 100_000_000
USUAL_BYTES = 20_000_000  # a larger file is read, for its size is mostly outputs, and named
MAX_VALUES = 5_000_000  # of lists, dicts and their members: bounds the memory of parsing
MAX_CELLS = 1_000
MAX_CELL_CHARACTERS = 200_000
MAX_CHARACTERS = 2_000_000

CELL_TYPES = ("code", "markdown", "raw")
OTHER_FILES = {
    b"PK\x03\x04": "a zip archive",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
BAD_BYTE = re.compile("[\udc80-\udcff]")
SURROGATE = re.compile("[\ud800-\udfff]")
CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unreadable(ValueError):
    """A file that is no notebook; the text is the reason in one sentence."""


class _Findings:
    """What was mended: sentences on the file, then one a kind on the cells."""

    def __init__(self) -> None:
        self.file: list[str] = []
        self.cells: dict[str, list[int]] = {}

    def in_cell(self, number: int, text: str) -> None:
        self.cells.setdefault(text, []).append(number)

    def sentences(self) -> list[str]:
        return self.file + [f"{_numbered(those)} {text}" for text, those in self.cells.items()]


def read_submission(raw: bytes) -> tuple[NotebookNode, list[str]]:
    """Read the bytes of a submitted file as a notebook of format 4.

    Outputs, attachments and metadata are dropped, but for nbgrader's id of a cell and the mark
    of a findings cell. What grading drops anyway is not reported where it was missing.

    Parameters
    ----------
    raw : bytes
        The file as it was handed in.

    Returns
    -------
    notebook : NotebookNode
        A valid notebook of format 4.5.
    findings : list of str
        One sentence for each kind of thing that was mended.

    Raises
    ------
    Unreadable
        If the file holds no notebook; the text says why.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"The file has {_megabytes(len(raw))}; at most {_megabytes()} are read.")
    findings = _Findings()
    if len(raw) > USUAL_BYTES:
        findings.file.append(
            f"The file has {_megabytes(len(raw))}, over the usual {_megabytes(USUAL_BYTES)}; "
            f"up to {_megabytes()} are read, without the outputs."
        )
    text = _decoded(raw, findings)
    cells = _cells(_parsed(text, findings), findings)
    notebook = NotebookNode(
        nbformat=current_nbformat,
        nbformat_minor=current_nbformat_minor,
        metadata=NotebookNode(),
        cells=_mended(cells, findings),
    )
    return notebook, findings.sentences()


def _decoded(raw: bytes, findings: _Findings) -> str:
    """Return the text of a file, of which the encoding is found by its bytes."""
    if not raw.strip(b" \t\r\n\0"):
        raise Unreadable("The file is empty.")
    for start, kind in OTHER_FILES.items():
        if raw.startswith(start):
            raise Unreadable(f"The file is {kind}, not a notebook.")
    encoding = json.detect_encoding(raw[:4])
    # without a mark, a few stray NUL bytes at the start look like UTF-16
    marked = raw.startswith(WIDE_MARKS)
    wide = not encoding.startswith("utf-8") and (marked or raw.count(0) * 10 > len(raw))
    if wide:
        text = raw.decode(encoding, "replace")
        findings.file.append(
            f"The file was saved as {encoding[:6].upper()}, not UTF-8; it was read as such."
        )
    else:
        text = _narrow(raw, findings)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        text = text.replace("\0", "")
        findings.file.append("The file held NUL bytes, which were removed.")
    return text


def _narrow(raw: bytes, findings: _Findings) -> str:
    """Decode UTF-8, also where bytes of it are damaged, or else Windows-1252 or Latin-1."""
    if raw.startswith(b"\xef\xbb\xbf"):
        findings.file.append("The file started with a byte order mark, which was removed.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
    mended, damaged = BAD_BYTE.subn("\ufffd", text)
    other = len(text) - len(text.encode("ascii", "ignore")) - damaged
    # one damaged byte must not spoil a file in which all other characters are UTF-8
    if other >= damaged:
        findings.file.append(f"The file held damaged bytes ({damaged:,} in all), shown as \ufffd.")
        return mended
    try:
        text, name = raw.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, name = raw.decode("latin-1"), "Latin-1"
    findings.file.append(f"The file was saved as {name}, not UTF-8; it was read as such.")
    return text


def _parsed(text: str, findings: _Findings) -> dict:
    """Return the JSON object that a text starts with."""
    text = text.strip()
    if not text.startswith("{"):
        raise Unreadable(_other_text(text))
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        raise Unreadable(f"The file holds more than {MAX_VALUES:,} values.")
    try:
        data, end = _loaded(text, findings)
    except json.JSONDecodeError as error:
        raise Unreadable(_broken(text, error)) from None
    except RecursionError:
        raise Unreadable("The file is nested too deeply for a notebook.") from None
    except MemoryError:
        raise Unreadable("The file takes too much memory.") from None
    if rest := len(text) - end:
        findings.file.append(
            f"Behind the end of the notebook stood {rest:,} more characters, which were left out."
        )
    return data


def _loaded(text: str, findings: _Findings) -> tuple[dict, int]:
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python reads no number of more than 4,300 digits
        findings.file.append("The file held numbers of too many digits, which were left out.")
    short = json.JSONDecoder(strict=False, parse_int=lambda n: int(n) if len(n) < 20 else 0)
    return short.raw_decode(text)


def _other_text(text: str) -> str:
    """Say what a text is that does not start as a notebook does."""
    if not text:
        return "The file is empty."
    if text.startswith("<") and not CONFLICT.match(text):
        return "The file is an HTML or XML page, not a notebook."
    if text.startswith("["):
        return "The file is JSON, but no notebook: it is a list."
    if CONFLICT.search(text):
        return "The file holds unresolved merge-conflict markers."
    return f"The file is no notebook but text; it starts with “{plain(text)}”."


def _broken(text: str, error: json.JSONDecodeError) -> str:
    """Say why a text is no JSON."""
    if marker := CONFLICT.search(text):
        line = text.count("\n", 0, marker.start()) + 1
        return f"The file holds unresolved merge-conflict markers, the first in line {line:,}."
    near = error.pos >= len(text) - 8 and not text.endswith("}")
    if error.msg.startswith("Unterminated string") or error.pos == len(text) or near:
        return (
            f"The file ends in the middle of the notebook, after {len(text):,} characters: "
            "it was cut off, as by a download that stopped."
        )
    return f"The file is no valid JSON: {error.msg} in line {error.lineno}, column {error.colno}."


def _cells(data: dict, findings: _Findings) -> list:
    """Return the cells of a notebook of any format, upgraded but not yet mended."""
    cells, sheets = data.get("cells"), data.get("worksheets")
    major, minor = _number(data.get("nbformat")), _number(data.get("nbformat_minor"))
    old = not isinstance(cells, list)
    if old:
        if not isinstance(sheets, list):
            raise Unreadable("The file is JSON, but no notebook: it has no list of cells.")
        sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
        findings.file.append(
            f"The file was in notebook format {major if major in (2, 3) else 3}; "
            f"it was upgraded to format {current_nbformat}."
        )
    elif (major, minor) > (current_nbformat, current_nbformat_minor):
        findings.file.append(
            f"The file was in notebook format {major}.{minor}, newer than the known "
            f"{current_nbformat}.{current_nbformat_minor}; what is new there was left out."
        )
    if len(cells) > MAX_CELLS:
        findings.file.append(
            f"The notebook has {len(cells):,} cells; those behind the first {MAX_CELLS:,} "
            "were left out."
        )
    return [_upgraded(cell) if old else cell for cell in cells[:MAX_CELLS]]


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1_000 else 0


def _upgraded(cell: object) -> object:
    """Upgrade a cell of format 2 or 3, if it is one, by nbformat's own converter."""
    if not isinstance(cell, dict):
        return cell
    kind = cell.get("cell_type")
    key = "input" if kind == "code" else "source"
    source = cell.get(key)
    if not isinstance(source, str) and not (isinstance(source, list) and _all_text(source)):
        return cell | {"source": None}
    metadata = cell.get("metadata")
    clean = from_dict({"cell_type": kind, key: source, "outputs": []})
    clean.metadata = metadata if isinstance(metadata, dict) else {}
    if kind == "heading":
        clean.level = min(max(_number(cell.get("level")), 1), 6)
    rejoin_lines(NotebookNode(worksheets=[NotebookNode(cells=[clean])]))
    upgraded = dict(upgrade_cell(clean))
    del upgraded["id"]  # a random one
    return upgraded


def _all_text(lines: list) -> bool:
    return all(isinstance(line, str) for line in lines)


def _mended(cells: list, findings: _Findings) -> list[NotebookNode]:
    """Return valid cells of format 4.5."""
    taken = {one for cell in cells if isinstance(cell, dict) and (one := _own_id(cell))}
    used: set[str] = set()
    mended = []
    room = MAX_CHARACTERS
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict):
            findings.in_cell(number, "held nothing to read as a cell, and had to be left out.")
            continue
        source = _source(cell, number, findings)
        room -= len(source)
        if room < 0:
            findings.file.append(
                f"The cells hold more than {MAX_CHARACTERS:,} characters; "
                f"those from cell {number} on were left out."
            )
            break
        name = _own_id(cell)
        if name in used or (not name and cell.get("id") is not None):
            findings.in_cell(number, "had an id that is invalid or stands twice, and got another.")
        if not name or name in used:
            name = _free_id(number, taken)
        used.add(name)
        mended.append(_cell(cell, name, source, number, findings))
    return mended


def _cell(cell: dict, name: str, source: str, number: int, findings: _Findings) -> NotebookNode:
    kind = cell.get("cell_type")
    if kind not in CELL_TYPES:
        findings.in_cell(number, "had a type that Jupyter does not know, and became raw text.")
        kind = "raw"
    node = NotebookNode(id=name, cell_type=kind, metadata=_metadata(cell), source=source)
    if kind == "code":
        node.execution_count = None
        node.outputs = []
    return node


def _own_id(cell: dict) -> str:
    """Return the valid id of a cell, or an empty text; Colab keeps it in the metadata."""
    metadata = cell.get("metadata")
    inner = metadata.get("id") if isinstance(metadata, dict) else None
    name = cell.get("id", inner)
    return name if isinstance(name, str) and CELL_ID.fullmatch(name) else ""


def _free_id(number: int, taken: set[str]) -> str:
    name = f"cell-{number}"
    while name in taken:
        name += "-new"
    taken.add(name)
    return name


def _metadata(cell: dict) -> NotebookNode:
    """Return the part of a cell's metadata that intake uses."""
    kept = NotebookNode()
    metadata = cell.get("metadata")
    if not isinstance(metadata, dict):
        return kept
    marks, tags = metadata.get("nbgrader"), metadata.get("tags")
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    if isinstance(name, str) and name:
        kept.nbgrader = NotebookNode(grade_id=SURROGATE.sub("\ufffd", name))
    elif isinstance(tags, list) and FINDINGS_TAG in tags:
        kept.tags = [FINDINGS_TAG]
    return kept


def _source(cell: dict, number: int, findings: _Findings) -> str:
    """Return the text of a cell, with its characters mended."""
    source = cell.get("source")
    if isinstance(source, list) and _all_text(source):
        source = "".join(source)
    if not isinstance(source, str):
        findings.in_cell(number, "had a source that is no text, and had to be emptied.")
        return ""
    if len(source) > MAX_CELL_CHARACTERS:
        findings.in_cell(
            number, f"had more than {MAX_CELL_CHARACTERS:,} characters, and had to be emptied."
        )
        return ""
    if "\0" in source:
        source = source.replace("\0", "")
        findings.in_cell(number, "had NUL characters, which were removed.")
    if SURROGATE.search(source):
        source = SURROGATE.sub("\ufffd", source)
        findings.in_cell(number, "had broken characters, shown as \ufffd.")
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if CONFLICT.search(source):
        findings.in_cell(number, "had unresolved merge-conflict markers.")
    return source


def _numbered(numbers: list[int]) -> str:
    """Return such as ``Cells 2 and 5``, with the first ten named."""
    shown = [f"{number}" for number in numbers[:10]]
    if len(numbers) > 10:
        shown.append(f"{len(numbers) - 10} more")
    if len(shown) == 1:
        return f"Cell {shown[0]}"
    return f"Cells {', '.join(shown[:-1])} and {shown[-1]}"


def _megabytes(count: int = MAX_BYTES) -> str:
    return f"{count / 1_000_000:,.0f} MB"
