"""`classroom.grading.verdict`: published values are judged outside, whatever a kernel sends."""

import copy
import itertools
import json

import nbformat
import pytest
from course import ROOT, SOLUTIONS, answers, bank, checks, grade_id, graded_form, name, read, said
from nbclient import NotebookClient
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from classroom.grading import key as keys
from classroom.grading.verdict import LONGEST_TEXT, judge_cell
from classroom.seal import sealed_value
from resilience_helpers import check

ITEM = "m00e0_q3_demo"


def instructors(source):
    """Return what a check cell of the instructor publishes, with its seals."""
    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.get_ipython", object)
        patch.setattr("IPython.display.display", lambda data, raw: bundles.append(data))
        exec(source, {"check": check})
    values = json.loads(json.dumps([bundle[check.MIME] for bundle in bundles]))
    return [value | {"sealed": sealed_value(value)} for value in values]


def run_cell(*bundles, errors=()):
    """Return a check cell of 2 points as a kernel left it."""
    cell = new_code_cell("check")
    rules = {"grade": True, "solution": False, "points": 2, "grade_id": ITEM}
    cell.metadata["nbgrader"] = NotebookNode(rules)
    for bundle in bundles:
        # no NotebookNode: nbformat would walk through it
        cell.outputs.append({"output_type": "display_data", "data": bundle})
    for error, text in errors:
        cell.outputs.append(new_output("error", ename=error, evalue=text, traceback=["secret"]))
    return cell


def sent(value, item=ITEM, part="shown", **more):
    return {
        "text/plain": "Q3: right",
        check.MIME: {"item": item, "part": part, "value": value} | more,
    }


def number(value):
    return {"type": "number", "value": value}


def listed(*values):
    return {"type": "list", "value": list(values)}


def points(cell, judged):
    graded = copy.copy(cell)
    graded.outputs = judged.outputs
    return determine_grade(graded)[0]


NUMBER = instructors(
    f'check.value("{ITEM}", 405.0, within=0.5, unit="days", hint="Look.", slips=[(9720, "Hours.")])'
)
FUNCTION = instructors(
    f'check.function("{ITEM}", abs, [(-4,)], within=0.1, unit="days")\n'
    f'check.function("{ITEM}", abs, [(-7,), (8,)], within=0.1, hidden=True, hint="All.")'
)
CHOICE = instructors(f'check.choice("{ITEM}", "b", among="ABC", slips=[("A", "Not the water.")])')
SHOWN = sent(listed(number(4)))
HIDDEN = sent(listed(number(7), number(8)), part="hidden")


@pytest.mark.parametrize(
    ("expected", "bundles", "state", "line"),
    [
        (NUMBER, [sent(number(405.4))], "right", "Q3: right, 405.4 days."),
        (NUMBER, [sent(number(406))], "wrong", "Q3 is not right yet. Look."),
        (NUMBER, [sent(number(9720.1))], "wrong", "Q3 is not right yet. Hours. Look."),
        (NUMBER, [sent(number(40500))], "wrong", "Q3 is not right yet. It is 100 times too large"),
        (NUMBER, [sent({"type": "nothing"})], "wrong", "Q3 is not right yet. Asked for is a number"),
        (NUMBER, [sent(number("nan"))], "wrong", "Q3 is not right yet. It gives nan"),
        (NUMBER, [sent({"type": "other", "value": "Evil"})], "wrong", "Q3 is not right yet. Asked"),
        (NUMBER, [sent({"type": "open"})], "open", "Q3 is still open"),
        (NUMBER, [sent(number(405)), sent(number(405))], "right", "Q3: right, 405 days."),
        (CHOICE, [sent({"type": "text", "value": "b"})], "right", "Q3: right, B."),
        (CHOICE, [sent({"type": "text", "value": "(a)"})], "wrong", "Q3 is not right yet. Not the"),
        (CHOICE, [sent({"type": "text", "value": "e"})], "wrong", "Q3 is not right yet. Answer with"),
        (FUNCTION, [SHOWN, HIDDEN], "right", "Q3: right on the inputs of grading too."),
        (FUNCTION, [sent(number(4))], "wrong", "Q3 is not right yet. The answer must be a function"),
        (FUNCTION, [sent(listed(number(3))), HIDDEN], "wrong", "Q3 is not right yet."),
        (FUNCTION, [SHOWN, sent(listed(number(1), number(1)), part="hidden")], "wrong",
         "Q3 is right on the inputs shown, but not on those of grading. All."),
        (FUNCTION, [sent({"type": "error", "value": "ValueError", "reason": "two\nlines"})], "wrong",
         "Q3 is not right yet. Your function stopped with ValueError: two lines."),
        (FUNCTION, [SHOWN, sent({"type": "error", "value": "E", "reason": "-7"}, part="hidden")],
         "wrong", "Q3 is right on the inputs shown, but not on those of grading. Your function stopped with E."),
    ],
)  # fmt: skip
def test_a_value_is_judged_as_the_learners_check_does(expected, bundles, state, line):
    cell = run_cell(*bundles)
    judged = judge_cell(cell, expected)
    assert judged.state == state and judged.finding is None
    assert said(judged).splitlines()[-1].startswith(line)
    assert points(cell, judged) == (2 if state == "right" else 0)


def deep(levels, leaf):
    for _ in range(levels):
        leaf = listed(leaf)
    return leaf


VALUES = {
    "no value": None,
    "a plain number": 405.0,
    "a list of parts": [["type", "number"], ["value", 405.0]],
    "an unknown type": {"type": "pickle", "value": "405"},
    "a type that is a list": {"type": ["number"], "value": 405.0},
    "a type with a tail": {"type": "number ", "value": 405.0},
    "a type in full width": {"type": "ｎumber", "value": 405.0},
    "a method of the reader": {"type": "count", "value": 1},
    "a hidden name": {"type": "__class__", "value": 1},
    "an error where no function is": {"type": "error", "value": "E"},
    "no part value": {"type": "number"},
    "an extra part": {"type": "number", "value": 405.0, "sealed": "number 00"},
    "an open with a value": {"type": "open", "value": 405.0},
    "truth as number": number(True),
    "number as truth": {"type": "truth", "value": 1},
    "text as number": number("405"),
    "digits of another script": number("４０５"),
    "a NaN token": json.loads('{"type": "number", "value": NaN}'),
    "an Infinity token": json.loads('{"type": "number", "value": -Infinity}'),
    "a huge whole number": number(10**4000),
    "a number that is a list": number([405.0]),
    "number as text": {"type": "text", "value": 405},
    "half a character": {"type": "text", "value": "\ud800"},
    "half a character as a label": {"type": "table", "value": {"\udfff": number(1)}},
    "a long text": {"type": "text", "value": "x" * (LONGEST_TEXT + 1)},
    "a long label": {"type": "table", "value": {"x" * (LONGEST_TEXT + 1): number(1)}},
    "a list that is a text": {"type": "list", "value": "405"},
    "a list that is a table": {"type": "list", "value": {"0": number(1)}},
    "a table that is a list": {"type": "table", "value": [number(405.0)]},
    "bare leaves": {"type": "list", "value": [405.0]},
    "a list of 1,001": {"type": "list", "value": [number(1)] * 1001},
    "nested 21 deep": deep(21, number(405)),
    "nested 10,000 deep": deep(10_000, number(405)),
    "a million values": {"type": "list", "value": [number(1)] * 10**6},
    "a million by lists in lists": deep(0, listed(*[listed(*[number(1)] * 1000)] * 1000)),
    "ten million characters": listed(*[{"type": "text", "value": "x" * 10_000}] * 1000),
    "an error inside": listed({"type": "error", "value": "E"}),
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_odd_value_gets_a_point_or_stops_the_grader(value):
    cell = run_cell(sent(value))
    judged = judge_cell(cell, NUMBER)
    assert judged.state == "failed" and points(cell, judged) == 0
    assert judged.finding.startswith("The check of Q3 could not be judged: it")
    assert "led to" not in judged.finding, "read_value refuses it"
    assert len(judged.finding.splitlines()) == 1 and len(judged.finding) < 200
    assert [out.ename for out in judged.outputs] == ["CheckFailed"]


MISSING = ("NameError", "name 'days' is not defined")


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (
            ("SyntaxError", "incomplete input (1234567.py, line 2)"),
            "Q3: your answer cell stopped with SyntaxError: incomplete input (line 2), so there is "
            "no answer to judge.",
        ),
        (("KeyError", ""), "Q3: your answer cell stopped with KeyError, so there is no answer"),
        (
            ("LeftOut", "This cell was left out of the run. It ended the kernel."),
            "Q3: there is no answer to judge. Your answer cell was left out of the run. It ended",
        ),
    ],
)
def test_where_the_answer_cell_stopped_that_is_the_cause(cause, told):
    cell, answer = run_cell(errors=[MISSING]), run_cell(errors=[cause])
    judged = judge_cell(cell, NUMBER, answer)
    assert judged.state == "failed" and points(cell, judged) == 0
    assert judged.finding == judged.outputs[-1].evalue and judged.finding.startswith(told)
    fine = judge_cell(cell, NUMBER, run_cell())
    assert "could not be judged: it stopped with NameError" in fine.finding
    right = judge_cell(run_cell(sent(number(405.0))), NUMBER, answer)
    assert right.state == "right", "the answer was there before the cell stopped"


@pytest.mark.parametrize(
    "value",
    [
        {"type": "error"},
        {"type": "error", "value": 1},
        {"type": "error", "value": "E", "reason": ["x"]},
        {"type": "error", "value": "E", "text": "x"},
        {"type": "error", "value": "\ud800"},
        listed({"type": "error", "value": "E"}),
    ],
)
def test_no_odd_error_of_a_function_stops_the_grader(value):
    assert judge_cell(run_cell(sent(value), HIDDEN), FUNCTION).state == "failed"


RIGHT = sent(number(405))
BUNDLES = {
    "another item": ([sent(number(405), item="m00e0_q4_other")], "not asked for"),
    "one more item": ([RIGHT, sent(number(405), item="m00e0_q4_other")], "not asked for"),
    "a part that is not there": ([RIGHT, sent(number(405), part="hidden")], "not asked for"),
    "an item that is a list": ([sent(number(405), item=[ITEM])], "not asked for"),
    "an item in full width": ([sent(number(405), item="ｍ00e0_q3_demo")], "not asked for"),
    "no bundle": ([{check.MIME: None}], "not asked for"),
    "a bundle as text": ([{check.MIME: json.dumps(RIGHT[check.MIME])}], "not asked for"),
    "data that is a list": ([[check.MIME]], "published no value"),
    "no publication": ([{"text/plain": "Q3: right, 405 days."}], "published no value"),
    "two values": ([RIGHT, sent(number(406))], "published twice"),
    "two values, right one last": ([sent(number(406)), RIGHT], "published twice"),
    "very many": ([RIGHT] * 101, "published 101 values"),
}


@pytest.mark.parametrize(("bundles", "why"), BUNDLES.values(), ids=BUNDLES)
def test_a_publication_that_is_not_the_cells_own_is_named(bundles, why):
    cell = run_cell(*bundles)
    judged = judge_cell(cell, NUMBER)
    assert judged.state == "failed" and points(cell, judged) == 0
    assert why in judged.finding


def test_parts_in_another_order_or_without_the_first_are_named():
    for bundles in ([HIDDEN, SHOWN], [HIDDEN]):
        judged = judge_cell(run_cell(*bundles), FUNCTION)
        assert judged.state == "failed" and "another order" in judged.finding


def test_a_forged_seal_within_or_verdict_changes_nothing():
    forged = sent(number(1), within=1e9, sealed="number 00", version=9, verdict="right")
    assert judge_cell(run_cell(forged), NUMBER).state == "wrong"


@pytest.mark.parametrize("bundles", [[], [SHOWN]])
def test_a_check_that_stopped_as_open_is_open(bundles):
    cell = run_cell(*bundles, errors=[("StillOpen", "You are great.")])
    judged = judge_cell(cell, FUNCTION)
    assert judged.state == "open" and points(cell, judged) == 0 and judged.finding is None
    line = "Q3 is still open: replace the three dots (...) in the answer cell."
    assert said(judged).splitlines()[-1] == judged.outputs[-1].evalue == line


@pytest.mark.parametrize("bundles", [[], [SHOWN], [SHOWN, HIDDEN]])
def test_a_check_that_stopped_with_another_error_names_it(bundles):
    cell = run_cell(*bundles, errors=[("NameError", "name 'x'\nis \x1b[31mnot " + "y" * 9999)])
    judged = judge_cell(cell, FUNCTION)
    assert judged.state == "failed" and points(cell, judged) == 0
    assert "it stopped with NameError: name 'x' is �[31mnot yyy" in judged.finding
    assert len(judged.finding) < 500 and "secret" not in said(judged)


def test_errors_and_outputs_of_any_shape_are_survived():
    for outputs in (None, "x", [None, 3], [{"output_type": "error", "ename": 3}],
                    [{"output_type": "display_data"}], [{"output_type": ["error"]}]):  # fmt: skip
        cell = NotebookNode(cell_type="code", outputs=outputs)
        assert judge_cell(cell, NUMBER).state == "failed"


def test_streams_and_results_of_the_kernel_do_not_survive():
    cell = run_cell(RIGHT)
    cell.outputs += [
        new_output("stream", name="stderr", text="a thread of mine"),
        new_output("execute_result", data={"text/plain": "1e9"}, execution_count=1),
    ]
    judged = judge_cell(cell, NUMBER)
    assert said(judged) == "Q3: right, 405 days." and points(cell, judged) == 2


def test_a_long_or_steering_text_gives_one_plain_bounded_line():
    text = "\u202e\x1b[2J\n\x00" + "b" * 9000
    judged = judge_cell(run_cell(sent({"type": "text", "value": text})), NUMBER)
    line = judged.outputs[0].data["text/plain"]
    assert judged.state == "wrong" and len(line) <= 1000 and line.isprintable()
    nbformat.validate(new_notebook(cells=[new_code_cell("x", outputs=judged.outputs)]))


def test_a_judged_cell_holds_the_value_for_reports():
    judged = judge_cell(run_cell(sent({"type": "text", "value": " (b)"}, seal="x")), CHOICE)
    assert judged.outputs[0].data[check.MIME] == {
        "version": 1, "item": ITEM, "part": "shown", "within": 0.0, "value": {"type": "text", "value": "B"}
    }  # fmt: skip


# --- honest notebooks: the same points and lines as the learner's own checks ---


@pytest.fixture(scope="module")
def key():
    return {
        f"{assignment}/{notebook}": part
        for assignment in sorted({path.parent.name for path in SOLUTIONS})
        for notebook, part in keys.build_key(ROOT, assignment).notebooks.items()
    }


def rounds(path):
    """Return the bank's answers in rounds: the wrong, the right, and none."""
    asked = bank(path)
    found = [{}]
    for tried in (asked.WRONG, asked.RIGHT):
        columns = itertools.zip_longest(*tried.values())
        found += [{i: s for i, s in zip(tried, column, strict=True) if s} for column in columns]
    return found


def both(path, part, chosen_rounds):
    """Run all rounds in one kernel, each check as the learner and as grading has it.

    Gives the pairs of run check cells of each round, by item.
    """
    one_round = []
    learners = checks(graded_form(path))
    for cell in nbformat.from_dict(part.grading).cells:
        one_round += [cell] if cell.cell_type == "code" else []
        if grade_id(cell) in learners:
            one_round.append(learners[grade_id(cell)])
    long = new_notebook()
    for chosen in chosen_rounds:
        cells = copy.deepcopy(one_round)
        for item, cell in answers(NotebookNode(cells=cells)).items():
            cell.source = chosen.get(item, cell.source)
        long.cells += [new_code_cell("%reset -f"), *cells]
    NotebookClient(long, timeout=60, allow_errors=True).execute()
    size = 1 + len(one_round)
    parts = [long.cells[start : start + size] for start in range(0, len(long.cells), size)]
    return [
        {item: [c for c in cells if grade_id(c) == item] for item in learners} for cells in parts
    ]


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_the_bank_gets_the_same_points_and_lines_outside(path, key):
    part = key[name(path)]
    told = []
    for chosen in both(path, part, rounds(path)):
        for item, (grader, learner) in chosen.items():
            judged = judge_cell(grader, part.expected[item])
            same = said(judged) == said(learner)
            if not same and judged.state == "failed":  # an error that is no verdict of a check
                error = [out for out in learner.outputs if out.output_type == "error"][-1]
                same = f"{error.ename}: {error.evalue}" in judged.finding
            told += [] if same else [(item, said(judged), said(learner))]
            assert points(grader, judged) == determine_grade(learner)[0], said(learner)
    assert told == []
    assert set(part.expected) == set(checks(read(path)))


def test_the_bank_is_judged_wrong_and_right(key):
    # the points of learner and grader could be equal and both wrong
    path = SOLUTIONS[0]
    asked, part = bank(path), key[name(path)]
    tried = [{i: s[0] for i, s in answers_of.items()} for answers_of in (asked.WRONG, asked.RIGHT)]
    wrong, right = (
        {judge_cell(grader, part.expected[item]).state for item, (grader, _) in cells.items()}
        for cells in both(path, part, tried)
    )
    assert right == {"right"} and "right" not in wrong
