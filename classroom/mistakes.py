"""Read from an instructor's notebook which wrong answers its checks know.

A check names them as code, `slips=[(answer, message), ...]`. An instructor wants to see what
a trainee has on the screen: a number, a letter, a line of code. So the notebook's own code
runs here, in this process (it is the instructor's, and trusted), and each answer is worked out.
"""

import ast
import inspect
import re
from dataclasses import dataclass
from numbers import Number

from nbformat.notebooknode import NotebookNode

from classroom.seal import check_calls

#: Longest code in a cell of a table; a longer one is cut.
WIDTH = 110
_OPTION = re.compile(r"^- ([A-Z]): (.+)$", re.MULTILINE)
_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION", re.DOTALL)


@dataclass(frozen=True)
class Known:
    """What the check of an item knows.

    Attributes
    ----------
    hint : str
        What it says to a wrong answer that it does not know.
    right : str
        The right answer, in Markdown.
    mistakes : tuple of (str, str)
        Wrong answer, in Markdown, and what the check says to it.
    """

    hint: str
    right: str
    mistakes: tuple[tuple[str, str], ...]


def known(notebook: NotebookNode) -> dict[str, Known]:
    """Run an instructor's notebook and return what its checks know.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook with answers; it is not changed.

    Returns
    -------
    dict of str to Known
        By the id of the check, such as ``m01e1_q1_exposure``.
    """
    names: dict = {"__name__": "notebook"}
    found, question, answer = {}, "", ""
    for cell in notebook.cells:
        calls = check_calls(cell.source) if cell.cell_type == "code" else []
        if cell.cell_type == "markdown":
            question = cell.source
        elif not calls:
            answer = cell.source
            exec(compile(answer, "notebook", "exec"), names)
        else:
            exec(compile(_without_checks(cell.source), "notebook", "exec"), names)
            item = ast.literal_eval(calls[0].args[0])
            found[item] = _of_check(calls[0], names, dict(_OPTION.findall(question)), answer)
    return found


def _without_checks(source: str) -> ast.Module:
    """Return a check cell with what it prepares, and without its checks."""
    tree = ast.parse(source)
    tree.body = [line for line in tree.body if not isinstance(line, ast.Expr)]
    return tree


def _of_check(call: ast.Call, names: dict, options: dict[str, str], answer: str) -> Known:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    given = eval(ast.unparse(call.args[1]), names)
    parameters = list(inspect.signature(given).parameters) if callable(given) else []
    pairs = [pair.elts for pair in keywords["slips"].elts] if "slips" in keywords else []
    mistakes = tuple(
        (_answer_text(code, names, options, parameters), ast.literal_eval(message))
        for code, message in pairs
    )
    if callable(given):
        right = _code(" ".join(_SOLUTION.search(answer)[1].split()))
    else:
        right = _value_text(given, options) or "a table"
        unit = ast.literal_eval(keywords["unit"]) if "unit" in keywords else ""
        within = f", within {ast.unparse(keywords['within'])}" if "within" in keywords else ""
        right = f"{right} {unit}".rstrip() + within
    return Known(ast.literal_eval(keywords["hint"]), right, mistakes)


def _answer_text(
    code: ast.expr, names: dict, options: dict[str, str], parameters: list[str]
) -> str:
    """Return a wrong answer as a number, a letter with its words, or a line of code."""
    if isinstance(code, ast.Lambda):
        return _code(ast.unparse(_renamed(code, parameters)))
    line = _code(ast.unparse(code))
    value = _value_text(eval(ast.unparse(code), names), options)
    return line if value is None else value if _is_plain(code) else f"{value}, by {line}"


def _is_plain(code: ast.expr) -> bool:
    try:
        ast.literal_eval(code)
    except ValueError:
        return False
    return True


def _renamed(function: ast.Lambda, parameters: list[str]) -> ast.expr:
    """Return what a short function computes, in the words of the trainee's function."""
    words = dict(zip([one.arg for one in function.args.args], parameters, strict=True))
    for node in ast.walk(function.body):
        if isinstance(node, ast.Name):
            node.id = words.get(node.id, node.id)
    return function.body


def _value_text(value: object, options: dict[str, str]) -> str | None:
    """Return a value as a trainee sees it, to four digits; None for a table or a function."""
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()  # a number of numpy
    if isinstance(value, str):
        return f"{value}: {options[value]}" if value in options else _code(f'"{value}"')
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Number):
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value_text(one, {}) or "…" for one in value).replace("`", "") + "]"
    return None


def _code(line: str) -> str:
    """Return code for a cell of a table."""
    line = re.sub(r"(?<!\d)1000000\.0(?!\d)", "1e6", line)  # as people write it
    cut = line if len(line) <= WIDTH else f"{line[: WIDTH - 2]} …"
    return f"`{cut}`".replace("|", "\\|")
