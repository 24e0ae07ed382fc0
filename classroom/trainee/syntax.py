"""Say what Python cannot read in a cell, and in which line: IPython may name the last one."""

import re

from nbformat.notebooknode import NotebookNode

#: What Python says of a bracket or a quote that is open, with the line where it opens.
OPEN = ("was never closed", "unterminated")
#: What IPython says of anything that more lines could complete.
INCOMPLETE = "incomplete input"
ERRORS = ("SyntaxError", "IndentationError", "TabError", "_IncompleteInputError")


def unreadable(cell: NotebookNode, said: str) -> str:
    """Return why Python cannot read a cell.

    Parameters
    ----------
    cell : NotebookNode
        A code cell after a run.
    said : str
        The error that stopped it, as "SyntaxError: invalid syntax (line 3)".

    Returns
    -------
    str
        The reason in a sentence without its first word; empty if it is another kind of error.
    """
    name, _, text = said.partition(": ")
    if name not in ERRORS:
        return ""
    if not text.startswith(INCOMPLETE):
        return f"{text or name}."
    reason, line = _python(cell.source)
    if reason.startswith("expected"):
        return f"{re.sub(' on line [0-9]+$', '', reason)} (line {line})."
    where = f" (line {line})" if any(words in reason for words in OPEN) else ""
    return f"{INCOMPLETE}{where}. Is a bracket or a quote not closed?"


def _python(source: str) -> tuple[str, int]:
    """Return what Python itself says of a source, and the line."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        # magics are no Python; the lines stay the same
        compile(TransformerManager().transform_cell(source), "cell", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.msg, error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        pass
    return "", 0
