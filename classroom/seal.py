"""Seal the right answers when an exercise is generated.

`SealAnswers` is an nbgrader preprocessor and runs first in `nbgrader generate_assignment`
(see `nbgrader_config.py`). It runs the instructor's notebook, reads the value that each check
published, and writes the seals into the calls: `sealed="..."` is added, and the known wrong
answers move from `slips` into it. An exercise so holds no answer in plain text, and no
answer is typed twice.
"""

import ast
import copy

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from resilience_helpers import _answer, check

KINDS = ("choice", "value", "function")


class SealError(Exception):
    """An instructor's notebook that cannot be sealed."""


class SealAnswers(NbGraderPreprocessor):
    """Add the seals of the right answers to every check of a notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        published = published_values(nb)
        for cell, values in zip(nb.cells, published, strict=True):
            if cell.cell_type == "code" and (values or check_calls(cell.source)):
                cell.source = seal_source(cell.source, values)
        return nb, resources


def published_values(nb: NotebookNode, timeout: int = 120) -> list[list[dict]]:
    """Run a notebook and return what each cell's checks published.

    Parameters
    ----------
    nb : NotebookNode
        The notebook; it is not changed.
    timeout : int
        Longest run of one cell [seconds].

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
        NotebookClient(run, timeout=timeout).execute()
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
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in {("check", kind) for kind in KINDS}
    ]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


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


def _call_edits(source: str, call: ast.Call, published: dict) -> list[tuple[int, int, str]]:
    """Return the edits that put the seal into a call, in the place of its slips if it has any."""
    keywords = {keyword.arg: keyword for keyword in call.keywords}
    if "sealed" in keywords:
        raise SealError(f"{published['item']} is sealed by hand; leave the argument out")
    if published["slips"] and "slips" not in keywords:
        raise SealError(f"{published['item']}: give the known wrong answers by name, slips=[...]")
    seal = f'sealed="{check.SEPARATOR.join(_seals(published))}"'
    if "slips" in keywords:
        return [(*_span(source, keywords["slips"]), seal)]
    last = max([*call.args, *call.keywords], key=lambda node: (node.lineno, node.col_offset))
    end = _span(source, last)[1]
    line = source.splitlines()[last.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    gap = " " if last.lineno == call.lineno else f"\n{indent}"
    return [(end, end, f",{gap}{seal}")]


def _seals(published: dict) -> list[str]:
    """Return the seals of the right answer and of each known wrong one with its message."""
    item, within, typed = published["item"], published["within"], published["value"]
    if any(leaf["type"] == "other" for _path, leaf in _answer.leaves(typed)):
        raise SealError(f"{item}: the answer is a {_answer.words(typed)}, which cannot be compared")
    right = _answer.seal(item, typed, within)
    seals = [right]
    for slip in published["slips"]:
        if _answer.matches(item, slip["value"], right, within) == 1.0:
            raise SealError(f"{item}: a known wrong answer counts as right: {slip['message']}")
        seals.append(_answer.seal_message(item, slip["value"], slip["message"], within))
    return seals


def _span(source: str, node: ast.expr | ast.keyword) -> tuple[int, int]:
    """Return where a node stands in the source, in bytes as `ast` counts."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    first = starts[node.lineno - 1] + node.col_offset
    return first, starts[node.end_lineno - 1] + node.end_col_offset
