"""What checks publish, and what a real kernel shows of them."""

import json

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import ITEM, notebook, of_function, of_value, seal, verdict
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from resilience_helpers import check

KEYS = {"version", "item", "part", "within", "value"}
nested = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**70), 2**70) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def is_plain(value: object) -> bool:
    """Tell whether a value is built of JSON's own types alone."""
    if type(value) is dict:
        return all(type(key) is str and is_plain(part) for key, part in value.items())
    if type(value) is list:
        return all(map(is_plain, value))
    return value is None or type(value) in (str, int, float, bool)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(answer=nested)
def test_every_answer_is_published_as_plain_json(answer):
    with notebook() as published:
        of_value(405.0, answer, 0.5, slips=[(9720.0, "These are hours.")])
        of_function(lambda x: 405.0, lambda x: answer, [(1,)], 0.5)
    assert len(published) == 2
    for bundle in published:
        assert set(bundle) == {"text/plain", check.MIME}
        judged = bundle[check.MIME]
        assert set(judged) == KEYS and is_plain(judged)
        assert json.loads(json.dumps(judged, allow_nan=False)) == judged
        assert judged["version"] == check.VERSION and judged["within"] == 0.5


@pytest.mark.parametrize(
    "answer",
    [
        np.float64(405.2),
        pd.Series([1, 2]),
        np.array([[1.5, None]]),
        pd.NA,
        np.datetime64("2030"),
        len,
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_no_object_of_a_library_is_published(answer):
    with notebook() as published:
        of_value(405.0, answer, 0.5)
    assert is_plain(published[0][check.MIME])


def test_a_published_value_is_typed():
    with notebook() as published:
        of_value({"a": 1.0, "b": "x"}, {"b": "X", "a": np.float32(0.5)}, 0.25)
    assert published[0][check.MIME] == {
        "version": 1,
        "item": ITEM,
        "part": "shown",
        "within": 0.25,
        "value": {
            "type": "table",
            "value": {"b": {"type": "text", "value": "X"}, "a": {"type": "number", "value": 0.5}},
        },
    }


@pytest.mark.parametrize("given", [405.0, 9720.0, 1.0, "x"])
def test_what_is_sealed_is_not_published(given):
    with notebook() as published:
        of_value(405.0, given, 0.5, slips=[(9720.0, "These are hours.")], hint="Divide by 24.")
    text = json.dumps(published)
    digests = seal(405.0, 0.5).split()[1:] + seal(9720.0, 0.5).split()[1:]
    for secret in ["slips", "sealed", "message", "hours", "Divide", *digests]:
        assert secret not in text
    assert given == 405.0 or "405" not in text


def test_an_instructors_copy_publishes_the_slips():
    with notebook() as published:
        assert verdict("value", 405.0, 0.5, "days", slips=[(9720, "These are hours.")]) == "right"
        assert verdict("choice", "b", "AB", slips=[("A", "As before.")]) == "right"
    value, choice = (bundle[check.MIME]["slips"] for bundle in published)
    assert value == [{"value": {"type": "number", "value": 9720.0}, "message": "These are hours."}]
    assert choice == [{"value": {"type": "text", "value": "A"}, "message": "As before."}]
    assert (
        published[0]["text/plain"] == "Q3: instructor's copy, not sealed; your answer is 405 days"
    )


NUMBER = f"within=0.5, unit='days', sealed={seal(405.0, 0.5)!r})"
FUNCTION = f"tries=[(77123,)], within=0.5, sealed={seal([405.0], 0.5)!r}"
STOPPED = "Q3 is not right yet. Your function stopped with"
OPEN = "Q3 is still open: replace the three dots (...) in the answer cell."
CELLS = {
    "setup": ("import sys, warnings\nimport numpy as np\nfrom resilience_helpers import check", None, None),
    "right": (f"check.value('{ITEM}', np.float64(405.2), {NUMBER}", "Q3: right, 405.2 days.", None),
    "wrong": (
        f"check.value('{ITEM}', 406, hint='A hint.', {NUMBER}",
        "Q3: your answer is 406 days",
        "Q3 is not right yet. A hint.",
    ),
    "open": (f"check.value('{ITEM}', ..., {NUMBER}", None, OPEN),
    "talks": (
        "def f(x):\n    print('half-way')\n    print('careful', file=sys.stderr)\n"
        "    warnings.warn('old')\n    np.array([1.0]) / 0\n    return 405\n"
        f"check.function('{ITEM}', f, {FUNCTION})",
        "Q3: right, 405.",
        None,
    ),
    "raises": (
        f"def f(x):\n    raise ValueError('two\\nlines')\ncheck.function('{ITEM}', f, {FUNCTION})",
        "Q3: your function stopped",
        f"{STOPPED} ValueError: two lines.",
    ),
    "endless": (
        f"def f(x):\n    return f(x)\ncheck.function('{ITEM}', f, {FUNCTION})",
        "Q3: your function stopped",
        f"{STOPPED} RecursionError: maximum recursion depth exceeded.",
    ),
    "leaves": (
        f"def f(x):\n    sys.exit('bye')\ncheck.function('{ITEM}', f, {FUNCTION})",
        "Q3: your function stopped",
        f"{STOPPED} SystemExit: bye.",
    ),
    "interrupts": (
        f"def f(x):\n    raise KeyboardInterrupt\ncheck.function('{ITEM}', f, {FUNCTION})",
        "Q3: your function stopped",
        f"{STOPPED} KeyboardInterrupt.",
    ),
    "hidden": (
        f"check.function('{ITEM}', lambda x: 1, hidden=True, {FUNCTION})",
        "Q3: tried on inputs of grading",
        "Q3 is right on the inputs shown, but not on those of grading.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def kernel():
    """Run all cells in one kernel; return the run cells by name."""
    cells = {name: new_code_cell(source) for name, (source, *_) in CELLS.items()}
    run = new_notebook(cells=list(cells.values()))
    NotebookClient(run, timeout=60, allow_errors=True).execute()
    nbformat.validate(run)
    return dict(zip(CELLS, run.cells, strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_a_kernel_shows_the_message_and_no_traceback(kernel, name):
    _, text, error = CELLS[name]
    outputs = kernel[name].outputs
    shown = [out.data["text/plain"] for out in outputs if out.output_type == "display_data"]
    errors = [out for out in outputs if out.output_type == "error"]
    assert shown == ([text] if text else [])
    assert [out.evalue for out in errors] == ([error] if error else [])
    assert [" ".join(out.traceback).split() for out in errors] == ([error.split()] if error else [])
    # nbgrader reads a stream of errors as a failure, and a result as partial credit
    assert {out.output_type for out in outputs} <= {"display_data", "error"}


def test_a_kernel_publishes_the_judged_value(kernel):
    data = kernel["wrong"].outputs[0].data
    assert data[check.MIME] == {
        "version": 1, "item": ITEM, "part": "shown", "within": 0.5, "value": {"type": "number", "value": 406.0}
    }  # fmt: skip
    assert kernel["hidden"].outputs[0].data[check.MIME]["part"] == "hidden"
    assert not any(check.MIME in out.get("data", {}) for out in kernel["open"].outputs)
