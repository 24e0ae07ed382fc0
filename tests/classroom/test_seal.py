"""`classroom.seal`: right answers become seals, and nothing else in a cell changes."""

import ast
import copy
import json

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom import seal
from resilience_helpers import check

ITEM = "m00e0_q1_demo"


def cell(source, *, check_cell=False):
    made = new_code_cell(source)
    if check_cell:
        made.metadata["tags"] = ["raises-exception"]
    return made


def published(source, **names):
    """Run a check cell here, as a notebook would, and return what it published."""
    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.get_ipython", object)
        patch.setattr("IPython.display.display", lambda data, raw: bundles.append(data))
        exec(source, {"check": check, "answer": 405.0, **names})
    return json.loads(json.dumps([bundle[check.MIME] for bundle in bundles]))


def sealed(source, **names):
    return seal.seal_source(source, published(source, **names))


LAYOUTS = {
    "one line": f'check.value("{ITEM}", answer, within=0.5)',
    "one line, comma": f'check.value("{ITEM}", answer, within=0.5,)',
    "one line, comma and blank": f'check.value("{ITEM}", answer, within=0.5, )',
    "slips last": f'check.value("{ITEM}", answer, within=0.5, slips=[(9720, "Hours.")])',
    "slips last, comma": f'check.value("{ITEM}", answer, within=0.5, slips=[(9720, "Hours.")],)',
    "slips first": f'check.value(slips=[(9720, "Hours.")], item="{ITEM}", answer=answer, within=0.5)',
    "slips between": f'check.value("{ITEM}", answer, slips=[(9720, "Hours.")], within=0.5)',
    "as in the course": f"""# Check of Q1: run this cell after your answer.
check.value(
    "{ITEM}", answer, within=0.5, unit="%·days",
    hint="The area (between) the lines, 面积.",
    slips=[
        (
            9720,
            "Hours.",
        ),
        (answer / 2, "Half of it."),
    ],
)
""",
    "slips before the end": f"""check.value(
    "{ITEM}", answer, within=0.5,
    slips=[(9720, "Hours.")],
    unchecked="Grading tries others.",
)
rest = 1""",
    "no comma at the end": f"""check.value(
    "{ITEM}",
    answer,
    within=0.5
)""",
    "slips last, no comma at the end": f"""check.value(
    "{ITEM}", answer, within=0.5,
    slips=[(9720, "Hours.")]
)""",
    "end on the last line": f"""check.value("{ITEM}", answer, within=0.5,
            slips=[(9720, "Hours.")])""",
    "end on the last line, hint last": f"""check.value("{ITEM}", answer, within=0.5,
            slips=[(9720, "Hours.")], hint="Look.")""",
    "indented": f"""if True:
    check.value(
        "{ITEM}", answer, within=0.5,
        slips=[(9720, "Hours.")],
    )
""",
    "text before, not ASCII": f'größe = "温度 %"; check.value("{ITEM}", answer, within=0.5); ende = "。"',
    "text within, not ASCII": f'check.value("{ITEM}", answer, 0.5, "％·天", slips=[(9720, "小时")])',
    "slips not ASCII": f"""check.value(
    "{ITEM}", answer, within=0.5, hint="温度：看列“天”", slips=[(9720, "这是小时。"), (1, "é")],
)""",
    "comment behind": f"""check.value(
    "{ITEM}", answer, within=0.5,
    slips=[(9720, "Hours.")],  # (the known) wrong ones, "all"
)  # end""",
    "comment without comma": f"""check.value(
    "{ITEM}", answer, within=0.5  # half a unit
)""",
    "brackets in texts": f"""check.value("{ITEM}", answer, within=0.5, hint=")]}}", slips=[(9720, ")],")],
)""",
    "two calls": f"""check.value("{ITEM}", answer, within=0.5, slips=[(9720, "Hours.")])
### BEGIN HIDDEN TESTS
check.value(
    "{ITEM}", answer + 1, within=0.5, slips=[(1, "One.")],
)
### END HIDDEN TESTS
""",
    "carriage returns": f'check.value(\r\n    "{ITEM}", answer, within=0.5,\r\n)\r\n',
}


def arguments(call):
    """Return the arguments of a call as text, without those that sealing changes."""
    named = {word.arg: ast.dump(word.value) for word in call.keywords}
    named.pop("slips", None), named.pop("sealed", None)
    return [ast.dump(part) for part in call.args], named


@pytest.mark.parametrize("source", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_of_a_call_is_sealed(source):
    changed = sealed(source)
    before, after = seal.check_calls(source), seal.check_calls(changed)
    assert len(before) == len(after) >= 1, changed
    for old, new in zip(before, after, strict=True):
        assert arguments(old) == arguments(new)
        words = [word.arg for word in new.keywords]
        assert words.count("sealed") == 1 and "slips" not in words
    for secret in ("9720", "Hours", "小时", "405", "slips="):
        assert secret not in changed
    first = seal.check_calls(source)[0]
    head = source.splitlines()[: first.lineno - 1]
    assert changed.splitlines()[: first.lineno - 1] == head
    tail = source.splitlines()[seal.check_calls(source)[-1].end_lineno :]
    assert not tail or changed.splitlines()[-len(tail) :] == tail


def verdicts(changed):
    results = []
    for given in (405.0, 9720.0, 1.0, ...):
        try:
            exec(changed, {"check": check, "answer": given})
            results.append("right")
        except check.CheckFailed as told:
            results.append(str(told))
    return results


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "two calls"])
def test_a_sealed_call_judges_as_it_did(name, capsys):
    right, hours, wrong, untouched = verdicts(sealed(LAYOUTS[name]))
    assert right == "right"
    if '"Hours."' in LAYOUTS[name]:
        assert hours.startswith("Q1 is not right yet. Hours.")
    assert wrong.startswith("Q1 is not right yet.")
    assert untouched.startswith("Q1 is still open")


def test_two_calls_in_one_cell_are_sealed_apart():
    first, second = seal.check_calls(sealed(LAYOUTS["two calls"]))
    seals = [
        next(word.value.value for word in call.keywords if word.arg == "sealed")
        for call in (first, second)
    ]
    assert seals[0].split(check.SEPARATOR)[0] != seals[1].split(check.SEPARATOR)[0]


@pytest.mark.parametrize(
    "source",
    [
        f'check.choice("{ITEM}", "b", "ABC", slips=[("A", "As often as before.")])',
        f'check.value("{ITEM}", ["a", "b"], slips=[(["b", "a"], "Turned round.")])',
        f'check.value("{ITEM}", {{"a": 1, "b": 2}}, 0.5, slips=[({{"a": 2, "b": 1}}, "Turned.")])',
        f'check.value("{ITEM}", True, slips=[(False, "No.")])',
        f'check.function("{ITEM}", abs, [(-1,), (2,)], 0.1, slips=[(lambda x: x, "Sign.")])',
        f'check.function("{ITEM}", abs, [(-1,)], 0.1, hidden=True)',
    ],
    ids=["choice", "list", "table", "truth", "function", "hidden function"],
)
def test_every_kind_of_item_is_sealed_and_right(source):
    changed = sealed(source)
    exec(changed, {"check": check})
    assert "slips" not in changed and "lambda" not in changed
    assert sealed(source) == changed, "sealing is deterministic"


def test_known_wrong_answers_without_their_name_are_told():
    source = f'check.value("{ITEM}", answer, 0.5, "days", "Look.", [(9720, "Hours.")])'
    with pytest.raises(seal.SealError, match=f"{ITEM}.*slips"):
        sealed(source)


@pytest.mark.parametrize("values", [0, 2])
def test_another_number_of_published_values_is_told(values):
    source = LAYOUTS["one line"]
    with pytest.raises(seal.SealError, match=f"1 checks published {values} values"):
        seal.seal_source(source, published(source) * values)


def test_a_call_that_is_sealed_already_is_told():
    changed = sealed(LAYOUTS["one line"])
    with pytest.raises(seal.SealError, match=f"{ITEM} is sealed by hand"):
        seal.seal_source(changed, published(LAYOUTS["one line"]))


@pytest.mark.parametrize(
    ("right", "wrong", "within"),
    [
        ("405.0", "405", 0.5),
        ("405.0", "405.3", 0.5),
        ("405.0", "404.5", 0.5),
        ('"Harbour"', '" harbour"', 0),
        ("[1, 2]", "(1, 2)", 0),
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', 0),
        ("405.0", "[405]", 0.5),
    ],
)
def test_a_known_wrong_answer_that_would_be_right_is_told(right, wrong, within):
    source = f'check.value("{ITEM}", {right}, within={within}, slips=[({wrong}, "No.")])'
    with pytest.raises(seal.SealError, match=f"{ITEM}.*wrong answer.*No"):
        sealed(source)


@pytest.mark.parametrize(
    "right", ["object()", "table", "list(range(2000))", "[1, object()]", 'float("nan") * 1j']
)
def test_an_answer_that_cannot_be_compared_is_told(right):
    # only its type would be sealed: any table, any long list would be right
    import pandas as pd

    source = f'check.value("{ITEM}", {right})'
    with pytest.raises(seal.SealError, match=ITEM):
        sealed(source, table=pd.DataFrame({"a": [1], "b": [2]}))


def test_a_check_under_another_name_does_not_stay_unsealed(monkeypatch):
    notebook = new_notebook(cells=[cell(f'judge.value("{ITEM}", 405.0)')])
    values = published(LAYOUTS["one line"])
    monkeypatch.setattr(seal, "published_values", lambda nb, **place: [values])
    with pytest.raises(seal.SealError):
        seal.SealAnswers().preprocess(notebook, {})


def test_calls_are_found_by_name_and_in_order():
    source = "x.value(1)\nvalue(2)\ncheck.other(3)\nif y:\n    check.choice(4); check.value(5)\ncheck.function(6)"
    assert [call.args[0].value for call in seal.check_calls(source)] == [4, 5, 6]
    assert seal.check_calls("%matplotlib inline\ncheck.value(1") == []


def test_values_of_a_run_cell():
    run = cell("")
    bundle = {"text/plain": "Q1", check.MIME: {"item": ITEM}}
    run.outputs = [
        new_output("stream", text="hello"),
        new_output("display_data", data={"text/plain": "a figure"}),
        new_output("display_data", data=bundle),
    ]
    assert seal.cell_values(run) == [{"item": ITEM}]
    assert seal.cell_values(new_markdown_cell("text")) == []
    run.outputs.append(new_output("error", ename="NotYet", evalue="Q1 is still open", traceback=[]))
    with pytest.raises(seal.SealError, match="does not pass: Q1 is still open"):
        seal.cell_values(run)


@pytest.mark.parametrize("source", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_is_unsealed_before_and_after_sealing(source):
    for one in (source, sealed(source)):
        plain = seal.unseal_source(one)
        before, after = seal.check_calls(one), seal.check_calls(plain)
        assert [arguments(call) for call in before] == [arguments(call) for call in after]
        words = {word.arg for call in after for word in call.keywords}
        assert words.isdisjoint({"sealed", "slips"}), plain
        for secret in ("9720", "Hours", "小时", "sealed", "slips"):
            assert secret not in plain
        assert seal.unseal_source(plain) == plain
        assert published(plain) == [value | {"slips": []} for value in published(source)]


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ('check.value("a", x, sealed="s")', 'check.value("a", x)'),
        ('check.value("a", x, sealed="s", )', 'check.value("a", x, )'),
        ('check.value("a", x, slips=[(1, "b")], sealed="s")', 'check.value("a", x, )'),
        ('check.value("a", sealed="s", slips=[], answer=x)', 'check.value("a", answer=x)'),
        ('check.value(sealed="s", item="a", answer=x)', 'check.value(item="a", answer=x)'),
        ('check.value(slips=(), sealed="s")', "check.value()"),
        ('check.value("a",\n    x,\n    sealed="s",\n)', 'check.value("a",\n    x,\n)'),
        ('check.value("a",\r\n    x,\r\n    sealed="s",\r\n)', 'check.value("a",\r\n    x,\r\n)'),
        ('check.value("a", x,\n    sealed="s")', 'check.value("a", x,\n    )'),
        ('check.value("a", x, sealed="s"  # why, then\n  , unit="m")', 'check.value("a", x, unit="m")'),
        ('check.value("a", x, sealed="s" \\\n  , unit="m")', 'check.value("a", x, unit="m")'),
        ('check.value("a", x, sealed=("s, #"), unit="m")  # sealed="s",', 'check.value("a", x, unit="m")  # sealed="s",'),
        ('t = "温度"; check.value("天", x, sealed="s", unit="％")', 't = "温度"; check.value("天", x, unit="％")'),
        ('check.value("a", f(sealed="s"), slips=g(sealed=1))', 'check.value("a", f(sealed="s"))'),
        ('%magic\ncheck.value("a", sealed="s")', '%magic\ncheck.value("a", sealed="s")'),
    ],
)  # fmt: skip
def test_unsealing_keeps_the_layout(source, plain):
    assert seal.unseal_source(source) == plain


@pytest.mark.parametrize(
    "source",
    [
        f'check.choice("{ITEM}", "D", among="ABC")',
        f'check.function("{ITEM}", 3, [(1,)])',
        f'check.function("{ITEM}", [3], [(1,)])',
        f'check.function("{ITEM}", lambda x: x / 0, [(1,)])',
        f'check.function("{ITEM}", lambda x: x / 0, [(1,)], hidden=True)',
    ],
    ids=["no letter of the item", "no function", "a list", "stops", "stops hidden"],
)
def test_an_instructors_answer_that_does_not_pass_is_told(source):
    with pytest.raises(seal.SealError, match=f"{ITEM}|Q1 is not right yet"):
        sealed(source)


SETUP = "import numpy as np\nfrom resilience_helpers import check"
COURSE = LAYOUTS["as in the course"]
FUNCTION = """check.function(
    "m00e0_q2_double", double, tries=[([1, 2],)], within=0.1,
    slips=[(lambda numbers: sum(numbers), "This is the plain sum.")],
)
### BEGIN HIDDEN TESTS
check.function("m00e0_q2_double", double, within=0.1, hidden=True, tries=[([],), ([0.5, 3],)])
### END HIDDEN TESTS"""
CHOICE = 'check.choice("m00e0_q3_letter", letter, among="AB", slips=[("A", "Not the water.")])'
ANSWER = "answer = np.float64(405)"
DOUBLE = "def double(numbers):\n    return 2 * sum(numbers)"


@pytest.fixture(scope="module")
def notebook():
    """A small instructor's notebook, and the same sealed."""
    made = new_notebook(
        cells=[
            new_markdown_cell("# Demo\ncheck.value(1)"),
            cell(SETUP),
            cell(ANSWER),
            cell(COURSE, check_cell=True),
            cell(DOUBLE),
            cell(FUNCTION, check_cell=True),
            cell("letter = 'b'"),
            cell(CHOICE, check_cell=True),
        ]
    )
    before = json.dumps(made, sort_keys=True)
    values = seal.published_values(made)
    assert json.dumps(made, sort_keys=True) == before, "running leaves the notebook as it is"
    changed = copy.deepcopy(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "published_values", lambda nb, **place: values)
        seal.SealAnswers().preprocess(changed, {})
    return made, changed


def test_a_notebook_is_sealed_where_it_checks_and_only_there(notebook):
    made, changed = notebook
    for old, new in zip(made.cells, changed.cells, strict=True):
        if "check." in old.source and old.cell_type == "code" and old.source != SETUP:
            assert 'sealed="' in new.source
        else:
            assert new == old
        assert {**new, "source": ""} == {**old, "source": ""}
        assert not new.get("outputs")


def test_a_sealed_notebook_judges_in_a_kernel(notebook):
    _, changed = notebook
    tried = [
        ("answer = 405.4", "right, 405.4 %·days."),
        ("answer = 9720.3", "Q1 is not right yet. Hours. The area (between) the lines, 面积."),
        ("answer = 202.5", "Q1 is not right yet. Half of it. The area (between) the lines, 面积."),
        ("answer = ...", "Q1 is still open"),
        ("double = lambda n: 2 * np.sum(n)", "Q2: right on the inputs of grading too."),
        ("double = sum", "Q2 is not right yet. This is the plain sum."),
        ("double = lambda n: 6", "Q2 is right on the inputs shown, but not on those of grading."),
        ("letter = 'Ｂ'", "Q3: right, B."),
        ("letter = 'a'", "Q3 is not right yet. Not the water."),
    ]
    places = {"answer": 3, "double": 5, "letter": 7}
    run = new_notebook(cells=[cell(SETUP)])
    for answer, _ in tried:
        run.cells += [cell(answer), cell(changed.cells[places[answer.split(" ")[0]]].source)]
    NotebookClient(run, timeout=60, allow_errors=True).execute()
    for (answer, words), done in zip(tried, run.cells[2::2], strict=True):
        lines = [out.data["text/plain"] for out in done.outputs if "data" in out]
        lines += [line for out in done.outputs for line in out.get("traceback", [])]
        assert words in lines[-1], answer


def test_an_instructors_notebook_that_stops_is_told_with_its_cell():
    notebook = new_notebook(cells=[cell(SETUP), cell("answer = 1 / 0"), cell(COURSE)])
    with pytest.raises(seal.SealError, match=r"(?s)answer = 1 / 0.*ZeroDivisionError"):
        seal.SealAnswers().preprocess(notebook, {})


def test_a_notebook_runs_beside_its_data(tmp_path):
    (tmp_path / "days.csv").write_text("405")
    notebook = new_notebook(cells=[cell(SETUP), cell("answer = float(open('days.csv').read())")])
    notebook.cells.append(cell(LAYOUTS["one line"]))
    seal.SealAnswers().preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert 'sealed="number ' in notebook.cells[2].source
