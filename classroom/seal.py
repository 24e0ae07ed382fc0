"""Seal the right answers when an exercise is generated.

`SealAnswers` is an nbgrader preprocessor and runs first in `nbgrader generate_assignment`
(see `nbgrader_config.py`). It runs the instructor's notebook, reads the value that each check
published, and writes the seals into the calls: `sealed="..."` is added, and the known wrong
answers move from `slips` into it. An exercise so holds no answer in plain text, and no
answer is typed twice. `unseal_source` takes both arguments out: so the calls only publish, as
grading wants them.
"""

import ast
import copy
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from resilience_helpers import _answer, _verdict, check

KINDS = ("choice", "value", "function")
#: Arguments of a check that hold answers.
SECRETS = ("sealed", "slips")


class SealError(Exception):
    """An instructor's notebook that cannot be sealed."""


class SealAnswers(NbGraderPreprocessor):
    """Add the seals of the right answers to every check of a notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        folder = resources.get("metadata", {}).get("path")
        published = published_values(nb, folder=folder)
        for cell, values in zip(nb.cells, published, strict=True):
            if cell.cell_type == "code" and (values or check_calls(cell.source)):
                cell.source = seal_source(cell.source, values)
        return nb, resources


def published_values(
    nb: NotebookNode, timeout: int = 120, folder: str | Path | None = None
) -> list[list[dict]]:
    """Run a notebook and return what each cell's checks published.

    Parameters
    ----------
    nb : NotebookNode
        The notebook; it is not changed.
    timeout : int
        Longest run of one cell [seconds].
    folder : str or pathlib.Path, optional
        Where the notebook runs; here if left out.

    Returns
    -------
    list of list of dict
        One list for each cell, in order.

    Raises
    ------
    SealError
        If a cell stops with an error.
    """
    run = copy.deepcopy(nb)
    try:
        place = {"metadata": {"path": str(folder)}} if folder else {}
        # else each kernel warns on the terminal of a connection that never leaves this machine
        quiet = ["--log-level=ERROR"]
        NotebookClient(run, timeout=timeout, resources=place, extra_arguments=quiet).execute()
    except CellExecutionError as error:
        raise SealError(f"the instructor's notebook stops: {error}") from error
    return [cell_values(cell) for cell in run.cells]


def cell_values(cell: NotebookNode) -> list[dict]:
    """Return the values that the checks of a run cell published."""
    outputs = cell.get("outputs", [])
    data = [out["data"] for out in outputs if out.output_type == "display_data"]
    failed = [out.evalue for out in outputs if out.output_type == "error"]
    if failed:
        raise SealError(f"the instructor's answer does not pass: {failed[0]}")
    return [bundle[check.MIME] for bundle in data if check.MIME in bundle]


def check_calls(source: str) -> list[ast.Call]:
    """Return the check calls of a cell in the order in which they run."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_check(node)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _is_check(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in {("check", kind) for kind in KINDS}
    )


def seal_source(source: str, values: list[dict]) -> str:
    """Write the seals of published values into the source of a check cell.

    Raises
    ------
    SealError
        If calls and published values differ in number, or a call is sealed already.
    """
    calls = check_calls(source)
    if len(calls) != len(values):
        raise SealError(f"{len(calls)} checks published {len(values)} values:\n{source}")
    edits: list[tuple[int, int, str]] = []
    for call, published in zip(calls, values, strict=True):
        edits += _call_edits(source, call, published)
    raw = source.encode()
    for start, end, text in sorted(edits, reverse=True):
        raw = raw[:start] + text.encode() + raw[end:]
    return raw.decode()


def unseal_source(source: str) -> str:
    """Take the seals and the known wrong answers out of all checks of a cell.

    Parameters
    ----------
    source : str
        Source of a cell, sealed or not.

    Returns
    -------
    str
        The same without the arguments `sealed` and `slips` of the checks.

    Raises
    ------
    SealError
        If an argument does not come out cleanly.

    Examples
    --------
    >>> unseal_source('check.value("m00e0_q1_demo", days, sealed="number 00", unit="days")')
    'check.value("m00e0_q1_demo", days, unit="days")'
    """
    calls = check_calls(source)
    secret = [word for call in calls for word in call.keywords if word.arg in SECRETS]
    if not secret:
        return source
    raw = source.encode()
    kept = bytearray(b"\1" * len(raw))
    for word in secret:
        start, end = _argument_span(raw, *_span(source, word))
        kept[start:end] = bytes(end - start)
    changed = bytes(one for one, keep in zip(raw, kept, strict=True) if keep).decode()
    if _without_secrets(changed) != _without_secrets(source) or any(
        word.arg in SECRETS for call in check_calls(changed) for word in call.keywords
    ):
        raise SealError(f"cannot take {' and '.join(SECRETS)} out of this cell:\n{source}")
    return changed


def _without_secrets(source: str) -> str:
    """Return what a source means when the secret arguments are left out; "" if it is broken."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_check(node):
            node.keywords = [word for word in node.keywords if word.arg not in SECRETS]
    return ast.dump(tree)


def _argument_span(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Widen the place of an argument to its comma, and to its lines where it stands alone."""
    comma = _comma_behind(raw, end)
    line = raw.rfind(b"\n", 0, start) + 1
    alone = not raw[line:start].strip()
    if comma is None:
        before = raw[:start].rstrip(b" \t")
        if before.endswith(b","):
            return len(before) - 1, end
        return start, end
    end = comma + 1
    while raw[end : end + 1] in (b" ", b"\t"):
        end += 1
    if not alone:
        return start, end
    for newline in (b"\r\n", b"\n"):
        if raw.startswith(newline, end):
            return line, end + len(newline)
    return start, end


def _comma_behind(raw: bytes, end: int) -> int | None:
    """Return where the comma behind an argument stands; blanks and comments may lie between."""
    while end < len(raw):
        if raw[end : end + 1] == b",":
            return end
        if raw[end : end + 1] == b"#":
            end = raw.find(b"\n", end)
            if end < 0:
                return None
        elif not raw[end : end + 1].isspace() and raw[end : end + 1] != b"\\":
            return None
        end += 1
    return None


def _call_edits(source: str, call: ast.Call, published: dict) -> list[tuple[int, int, str]]:
    """Return the edits that put the seal into a call, in the place of its slips if it has any."""
    keywords = {keyword.arg: keyword for keyword in call.keywords}
    if "sealed" in keywords:
        raise SealError(f"{published['item']} is sealed by hand; leave the argument out")
    if published["slips"] and "slips" not in keywords:
        raise SealError(f"{published['item']}: give the known wrong answers by name, slips=[...]")
    seal = f'sealed="{sealed_value(published)}"'
    if "slips" in keywords:
        return [(*_span(source, keywords["slips"]), seal)]
    last = max([*call.args, *call.keywords], key=lambda node: (node.lineno, node.col_offset))
    end = _span(source, last)[1]
    line = source.splitlines()[last.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    gap = " " if last.lineno == call.lineno else f"\n{indent}"
    return [(end, end, f",{gap}{seal}")]


def sealed_value(published: dict) -> str:
    """Return the seals of the right answer and of each known wrong one with its message.

    Parameters
    ----------
    published : dict
        What a check of the instructor's copy published.

    Returns
    -------
    str
        What the argument `sealed` of that check gets.

    Raises
    ------
    SealError
        If the answer cannot be compared, a known wrong answer counts as right, or an earlier
        one with other words lies within the tolerance, so that its own are never said.
    """
    item, within, typed = published["item"], published["within"], published["value"]
    if any(leaf["type"] == "other" for _path, leaf in _answer.leaves(typed)):
        raise SealError(f"{item}: the answer is a {_answer.words(typed)}, which cannot be compared")
    if typed["type"] == "error":
        raise SealError(f"{item}: the instructor's function stops with {_answer.words(typed)}")
    right = _answer.seal(item, typed, within)
    verdict = _verdict.judge(_verdict.Item.of(published, right), typed)
    if verdict.state != _verdict.RIGHT:
        raise SealError(f"the instructor's answer does not pass: {verdict.told}")
    seals = [right]
    for slip in published["slips"]:
        if _answer.matches(item, slip["value"], right, within) == 1.0:
            raise SealError(f"{item}: a known wrong answer counts as right: {slip['message']}")
        for earlier in seals[1:]:
            said = _answer.open_message(item, slip["value"], earlier, within)
            if said not in (None, slip["message"]):
                raise SealError(f"{item}: {said!r} is said where {slip['message']!r} is meant")
        seals.append(_answer.seal_message(item, slip["value"], slip["message"], within))
    return check.SEPARATOR.join(seals)


def _span(source: str, node: ast.expr | ast.keyword) -> tuple[int, int]:
    """Return where a node stands in the source, in bytes as `ast` counts."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    first = starts[node.lineno - 1] + node.col_offset
    return first, starts[node.end_lineno - 1] + node.end_col_offset
