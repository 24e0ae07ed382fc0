"""The outputs of one cell, built from messages of a kernel that is not trusted."""

from dataclasses import dataclass, field
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from resilience_helpers.check import MIME

#: Kinds of output that are kept. HTML, SVG and scripts would run in the instructor's browser.
KEPT = ("text/plain", "image/png", "image/jpeg", MIME)
#: Deepest nesting of a published value that is kept [levels].
DEEPEST = 30
#: Longest text of one stream or output that is kept [characters].
LONGEST_TEXT = 20_000


@dataclass
class Ran:
    """What came out of one cell."""

    outputs: list[NotebookNode] = field(default_factory=list)
    interrupted: bool = False
    error: str | None = None  # name of the error that the kernel's reply tells of
    message: str = ""
    exits: bool = False  # the code asked for the end of the kernel, with exit() or quit()


class Collector:
    """Builds the outputs of one cell from messages."""

    def __init__(self) -> None:
        self.ran = Ran()
        self._clear_first = False
        self._streams: dict[str, NotebookNode] = {}

    def take(self, message: dict) -> str:
        """Take in a message; return "reply" or "idle" for the two that end a cell."""
        kind, content = message["msg_type"], message["content"]
        if kind == "execute_reply":
            if content.get("status") == "error":
                self.ran.error = proper_text(content.get("ename"))
                self.ran.message = proper_text(content.get("evalue"))
            self.ran.exits = _asks_to_exit(content.get("payload"))
            return "reply"
        if kind == "status":
            return "idle" if content.get("execution_state") == "idle" else ""
        if kind == "clear_output":
            self._clear_first = True
            if not content.get("wait"):
                self._clear()
        elif kind in ("stream", "display_data", "execute_result", "error"):
            if self._clear_first:
                self._clear()
            self._add(kind, content)
        return ""

    def _clear(self) -> None:
        self.ran.outputs.clear()
        self._streams.clear()
        self._clear_first = False

    def _add(self, kind: str, content: dict) -> None:
        if kind == "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            if name not in self._streams:
                self._streams[name] = new_output("stream", name=name, text="")
                self.ran.outputs.append(self._streams[name])
            stream = self._streams[name]
            stream.text = _shortened(stream.text + proper_text(content.get("text")))
        elif kind == "error":
            lines = content.get("traceback")
            lines = lines if isinstance(lines, list) else []
            self.ran.outputs.append(
                new_output(
                    "error",
                    ename=proper_text(content.get("ename")),
                    evalue=proper_text(content.get("evalue")),
                    traceback=[proper_text(line) for line in lines[:200]],
                )
            )
        elif data := _kept(content.get("data")):
            count = content.get("execution_count")
            count = count if isinstance(count, int) else None
            more = {"execution_count": count} if kind == "execute_result" else {}
            self.ran.outputs.append(new_output(kind, data=data, metadata={}, **more))


def _asks_to_exit(payload: Any) -> bool:
    parts = payload if isinstance(payload, list) else []
    return any(isinstance(part, dict) and part.get("source") == "ask_exit" for part in parts)


def _kept(data: Any) -> dict:
    """Return the parts of a bundle that may be kept."""
    if not isinstance(data, dict):
        return {}
    kept = {}
    for kind in KEPT:
        value = data.get(kind)
        if kind == MIME and isinstance(value, dict) and _is_shallow(value):
            kept[kind] = value
        elif isinstance(value, str):
            kept[kind] = proper_text(value) if kind.startswith("text/") else value
    return kept


def _is_shallow(value: Any) -> bool:
    """Tell whether a value from JSON is nested no deeper than an answer can be."""
    level = [value]
    for _depth in range(DEEPEST):
        lists = [part for part in level if isinstance(part, list)]
        tables = [part.values() for part in level if isinstance(part, dict)]
        level = [inner for part in (*lists, *tables) for inner in part]
        if not level:
            return True
    return False


def proper_text(value: Any) -> str:
    """Return a value if it is text, cut to a bounded length; else an empty text."""
    return _shortened(value) if isinstance(value, str) else ""


def _shortened(text: str) -> str:
    # lone surrogates could not be written to a file
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "\n[cut here: too long]\n"


def size_of(output: NotebookNode) -> float:
    """Return how much an output counts against the budget [characters]."""
    try:
        return len(repr(output))
    except RecursionError:
        return float("inf")
