"""`resilience_helpers.check.function`: functions of trainees, whatever they do."""

import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from judged import ITEM, notebook, of_function, seal, verdict

from resilience_helpers import check

TRIES = [([0, 10, 20], [50, 80, 100])]
HIDDEN = [([0, 7.125], [61.5, 100]), ([3, 4], [0, 0])]


def right(time, service):
    return float(np.trapezoid(100 - np.array(service), time)) / 100


def wrong(time, service):
    return right(time, service) * 1.5


def test_a_right_function_is_right_on_inputs_shown_and_hidden(capsys):
    for tries, hidden in ((TRIES, False), (HIDDEN, True)):
        results = [right(*arguments) for arguments in tries]
        check.function(
            ITEM, right, tries, 0.1, "days", unchecked="Grading tries others.", hidden=hidden,
            sealed=seal(results, 0.1),
        )  # fmt: skip
    assert capsys.readouterr().out == (
        "Q3: right, 4.5 days. Grading tries others.\n"
        "Q3: right on the inputs of grading too. Grading tries others.\n"
    )


def test_one_call_is_shown_with_its_inputs(capsys):
    with pytest.raises(check.NotYet):
        check.function(ITEM, wrong, TRIES, 0.1, "days", sealed=seal([4.5], 0.1))
    assert capsys.readouterr().out == "Q3: wrong([0, 10, 20], [50, 80, 100]) gives 6.75 days\n"
    with pytest.raises(check.NotYet):
        check.function(ITEM, wrong, TRIES * 2, 0.1, "days", sealed=seal([4.5, 4.5], 0.1))
    assert capsys.readouterr().out == "Q3: your function gives 6.75 days, 6.75 days\n"


def test_a_call_shows_lists_in_lists_and_commas_in_text(capsys):
    def one(areas, reached, name):
        return 2.0

    with pytest.raises(check.NotYet):
        check.function(
            ITEM, one, [([4000, 12], [[1, 0.5], [0.5, 1]], "a, b")], 0.1, sealed=seal([1.0], 0.1)
        )
    assert capsys.readouterr().out == "Q3: one([4000, 12], [[1, 0.5], [0.5, 1]], a, b) gives 2\n"


@pytest.mark.parametrize("answer", [7, None, "def", [right], {"f": right}])
def test_what_is_no_function_is_told(answer):
    told = of_function(right, answer, TRIES)
    assert told.startswith("Q3 is not right yet. The answer must be a function")


def sums_up(time, service):
    days = ...
    return days.sum()


def powers(time, service):
    return np.sqrt(...)


def adds(time, service):
    return 1 + ...


def tables(time, service):
    return [1.0, ...]


def indexes(time, service):
    dots = ...
    return dots["day"]


@pytest.mark.parametrize(
    "untouched", [lambda t, s: ..., sums_up, powers, adds, tables, indexes, lambda t, s: len(...)]
)
def test_an_untouched_body_is_open_wherever_the_dots_end_up(untouched):
    told = of_function(right, untouched, TRIES)
    assert told == "Q3 is still open: replace the three dots (...) in the answer cell."


def test_a_function_cannot_spoil_the_inputs():
    def spoils(time, service):
        result = right(time, service)
        time.clear()
        service[:] = [0]
        return result

    tries = [*TRIES, *HIDDEN]
    before = repr(tries)
    assert of_function(right, spoils, tries, 0.1) == "right"
    assert repr(tries) == before
    shared = [0, 10, 20]
    assert of_function(sum, lambda x: x.pop() + sum(x), [(shared,), (shared,)]) == "right"
    table = pd.DataFrame({"a": [1.0, 2.0]})

    def changes(frame):
        total = frame["a"].sum()
        frame["a"] = 0.0
        return total

    assert of_function(lambda frame: 3.0, changes, [(table,), (table,)]) == "right"


@pytest.mark.parametrize(
    "result",
    [4.5, np.float64(4.5), np.array(4.5), np.array([4.5]), [4.5], pd.Series([4.5]), {"days": 4.5}],
    ids=lambda result: type(result).__name__ + str(np.shape(result)),
)
def test_a_right_result_is_right_in_every_type(result):
    assert of_function(right, lambda t, s: result, TRIES, 0.1) == "right"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "It gives None: is a return missing?"),
        (np.nan, "It gives nan, which is not a number"),
        (np.array([4.5, 1.0, 1.0]), "It holds 3 values; only one is asked for."),
        ("4.5", ""),
        (10**400, ""),
        (iter([4.5]), ""),
        (pd.DataFrame({"a": [4.5], "b": [4.5]}), ""),
        (right, ""),
    ],
    ids=lambda value: value if type(value) is str else type(value).__name__,
)
def test_a_wrong_result_is_told(result, words):
    told = of_function(right, lambda t, s: result, TRIES, 0.1)
    assert told.startswith(f"Q3 is not right yet. {words}".rstrip())


def test_how_many_tries_are_right_is_told():
    hard_coded = of_function(right, lambda t, s: 4.5, [*TRIES, *HIDDEN], 0.1)
    assert hard_coded == "Q3 is not right yet. 1 of 3 values are right."


def raises(error):
    def answer(time, service):
        raise error

    return answer


def endless(time, service):
    return endless(time, service)


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (raises(ValueError("no\nroom\r\n here.")), "ValueError: no room here."),
        (raises(ValueError("{name} {0} %s")), "ValueError: {name} {0} %s."),
        (raises(KeyError("day")), "KeyError: 'day'."),
        (raises(ZeroDivisionError("division by zero")), "ZeroDivisionError: division by zero."),
        (raises(check.NotYet("other")), "NotYet: other."),
        (raises(StopIteration("end")), "StopIteration: end."),
        (lambda: 1, "TypeError: <lambda>() takes 0 positional arguments but 2 were given."),
        (endless, "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_an_error_in_the_function_is_one_line(answer, reason):
    with notebook() as published:
        told = of_function(right, answer, TRIES, 0.1, hint="Hint.")
    assert told.startswith(f"Q3 is not right yet. Your function stopped with {reason.rstrip('.')}")
    assert told.endswith(". Hint.") and ".." not in told
    (bundle,) = published
    assert bundle["text/plain"] == "Q3: your function stopped"
    assert bundle[check.MIME]["value"]["type"] == "error"


@pytest.mark.parametrize("error", [ValueError(), AssertionError(), NotImplementedError("  ")])
def test_an_error_without_a_text_is_told_by_its_name(error):
    told = of_function(right, raises(error), TRIES, 0.1)
    assert told == f"Q3 is not right yet. Your function stopped with {type(error).__name__}."


def test_an_error_that_cannot_be_read_is_still_told():
    told = of_function(right, raises(Silent()), TRIES, 0.1)
    assert told.startswith("Q3 is not right yet. Your function stopped with Silent")


@pytest.mark.parametrize("error", [SystemExit(), SystemExit("bye"), KeyboardInterrupt()], ids=repr)
def test_leaving_the_function_by_force_is_one_line_too(error):
    try:
        told = of_function(right, raises(error), TRIES, 0.1)
    except BaseException as passed:  # else it would end the whole run of the tests
        pytest.fail(f"{passed!r} leaves the check")
    name = type(error).__name__
    assert told.startswith(f"Q3 is not right yet. Your function stopped with {name}")


def test_what_a_right_function_prints_stays_out_of_the_check_cell(capfd):
    # nbgrader gives 0 points to a check cell that holds anything on the error stream
    def talks(time, service):
        print("half-way")
        print("careful", file=sys.stderr)
        warnings.warn("old", stacklevel=1)
        np.array([1.0]) / 0
        return right(time, service)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert of_function(right, talks, TRIES, 0.1) == "right"
    assert capfd.readouterr().err == ""


def test_known_wrong_functions_are_told():
    slips = [([450.0], "This is the loss."), ([20.0], "This is the duration.")]
    assert of_function(right, lambda t, s: 20.05, TRIES, 0.1, slips=slips).endswith(
        "This is the duration."
    )
    assert of_function(right, right, TRIES, 0.1, slips=slips) == "right"


def test_hidden_inputs_are_not_shown():
    def asks(time, service):
        if len(time) == 2:
            raise ValueError(f"cannot handle {time} and {service}")
        return right(time, service)

    answers = [asks, wrong, lambda t, s: t, lambda t, s: None, lambda t, s: s[0], {}.__getitem__]
    told = []
    with notebook() as published:
        for answer in answers:
            told.append(of_function(right, answer, HIDDEN, 0.1, unit="days", hidden=True))
    begin = "Q3 is right on the inputs shown, but not on those of grading."
    assert all(text.startswith(begin) for text in told)
    shown = "\n".join([*told, *(bundle["text/plain"] for bundle in published)])
    for number in ("7.125", "61.5"):
        assert number not in shown, shown
    assert all(bundle[check.MIME]["part"] == "hidden" for bundle in published)


def test_a_name_that_python_lacks_does_no_harm():
    from functools import partial

    class Model:
        def __call__(self, time, service):
            return wrong(time, service)

    for answer in (partial(wrong), Model(), np.vectorize(lambda t, s: 1, otypes=[float])):
        assert of_function(right, answer, TRIES, 0.1).startswith("Q3 is not right yet.")


def test_the_instructors_copy_publishes_results_of_known_wrong_functions():
    with notebook() as published:
        verdict("function", right, TRIES, 0.1, "days", slips=[(wrong, "too much")])
    (bundle,) = published
    number = {"type": "number", "value": 6.75}
    told = {"value": {"type": "list", "value": [number]}, "message": "too much"}
    assert bundle[check.MIME]["slips"] == [told]
    assert bundle["text/plain"].startswith("Q3: instructor's copy, not sealed; right(")
