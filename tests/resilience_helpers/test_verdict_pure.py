"""An unsealed check publishes what a verdict outside needs, and that verdict is the check's own."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import ITEM, notebook, seal

from resilience_helpers import _verdict, check

LEARNERS = {"version", "item", "part", "within", "value"}
OUTSIDE = {"kind", "unit", "hint", "unchecked", "among", "call", "slips"}
TERMS = {
    "choice": {"among": "ABCD", "hint": "Look again."},
    "value": {"within": 0.5, "unit": "days", "hint": "Look again.", "unchecked": "More comes."},
    "function": {"tries": [(4,)], "within": 0.5, "unit": "days", "hint": "All."},
    "hidden": {"tries": [(4,), (7,)], "within": 0.5, "hidden": True, "hint": "All."},
}
RIGHT = {"choice": "B", "value": 4.0, "function": [4.0], "hidden": [4.0, 7.0]}
ITEMS = pytest.mark.parametrize("kind", TERMS)


def name(kind):
    return "function" if kind == "hidden" else kind


def own(kind, answer, sealed):
    """Run a check; return (state, lines, published bundles)."""
    with notebook() as bundles:
        try:
            getattr(check, name(kind))(ITEM, answer, **TERMS[kind], sealed=sealed)
            return "right", "", bundles
        except check.StillOpen as told:
            return "open", str(told), bundles
        except check.NotYet as told:
            return "wrong", str(told), bundles


def outside(kind, published, sealed):
    published = json.loads(json.dumps(published))
    return _verdict.judge(_verdict.Item.of(published, sealed), published["value"])


def stops(error):
    def stopping(x):
        raise error

    return stopping


def mute(self):
    raise ValueError


ANSWERS = [
    ..., None, "b", "(c)", "e", "", 4, 4.4, 400, -4, np.nan, np.inf, True, [4.0], [4.0, 7.0], ["B"],
    [4, ...], {"a": 4}, {"a": ...}, object, abs, lambda x: x + 1, lambda x: ..., lambda x: None, lambda x: [[x]],
    lambda x: x if x < 5 else ..., lambda x: "x", lambda: 3, lambda x: {"a": x}, lambda x: x + ...,
    stops(ValueError("two\nlines.")), stops(KeyError("a")), stops(SystemExit("bye")), stops(KeyboardInterrupt()),
    stops(type("Odd: name", (Exception,), {"__str__": mute})()), stops(ValueError("  ")),
]  # fmt: skip


@ITEMS
@pytest.mark.parametrize("place", range(len(ANSWERS)))
def test_the_verdict_outside_is_the_checks_own(kind, place):
    answer, sealed = ANSWERS[place], seal(RIGHT[kind], TERMS[kind].get("within", 0))
    state, told, bundles = own(kind, answer, sealed)
    unsealed_state, unsealed_told, unsealed = own(kind, answer, None)
    if state == "open":
        assert (unsealed_state, unsealed_told, unsealed) == ("open", told, [])
        return
    assert unsealed_state == "right", "an unsealed check raises nothing but StillOpen"
    verdict = outside(kind, unsealed[0][check.MIME], sealed)
    assert (verdict.state, verdict.told) == (state, told)
    assert verdict.shown == bundles[0]["text/plain"]
    if not (name(kind) == "function" and isinstance(answer, list)):
        assert verdict.typed == bundles[0][check.MIME]["value"]


@settings(deadline=None, derandomize=True, max_examples=200)
@given(number=st.floats(-100, 100) | st.sampled_from([0.04, 400.0, -4.0, 4e3, 96.0, 4e-6]))
def test_every_number_is_judged_outside_as_inside(number):
    sealed = seal(4.0, 0.5, [(8.0, "Twice.")])
    state, told, bundles = own("value", number, sealed)
    verdict = outside("value", own("value", number, None)[2][0][check.MIME], sealed)
    assert (verdict.state, verdict.told, verdict.shown) == (state, told, bundles[0]["text/plain"])


@ITEMS
def test_only_an_unsealed_check_publishes_its_terms(kind):
    answer = abs if name(kind) == "function" else RIGHT[kind]
    published = own(kind, answer, None)[2][0][check.MIME]
    assert set(published) == LEARNERS | OUTSIDE
    terms = {word: part for word, part in TERMS[kind].items() if word in OUTSIDE}
    assert {word: published[word] for word in terms} == terms
    assert published["kind"] == name(kind)
    assert published["call"] == ("abs(4)" if kind == "function" else "")
    for one in (answer, 5, abs):
        sealed = own(kind, one, seal(RIGHT[kind], 0.5))[2]
        assert all(set(bundle[check.MIME]) == LEARNERS for bundle in sealed)


def test_the_reason_of_an_error_on_hidden_inputs_stays_in_the_kernel():
    (bundle,) = own("hidden", stops(ValueError("cannot handle 7")), None)[2]
    assert "handle" not in json.dumps(bundle)
    verdict = _verdict.judge(
        _verdict.Item(ITEM, "function", hidden=True, sealed=seal([4.0])),
        {"type": "error", "value": "ValueError", "reason": "cannot handle 7"},
    )
    assert "handle" not in verdict.told + verdict.shown + str(verdict.typed)
