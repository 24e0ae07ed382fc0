"""`classroom.mistakes`: wrong answers as an instructor reads them."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom import seal
from classroom.mistakes import WIDTH, known
from resilience_helpers import check

SETUP = "import numpy as np\nimport pandas as pd\ntable = pd.DataFrame({'a': [1.0, 2.0]})"


def one(answer, check, question="Which?"):
    """Return what the check of a notebook with one item knows."""
    cells = [
        new_code_cell(SETUP),
        new_markdown_cell(question),
        new_code_cell(answer),
        new_code_cell(check),
    ]
    (found,) = known(new_notebook(cells=cells)).values()
    return found


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("table['a'].sum()", "3, by `table['a'].sum()`"),
        ("1 / 3", "0.3333, by `1 / 3`"),
        ("-2.5", "-2.5"),
        ("12_000", "12000"),
        ("12345.678", "12346"),
        ("np.float64(0.00012345)", "0.0001234, by `np.float64(0.00012345)`"),
        ("table['a'] > 1", "`table['a'] > 1`"),
        ("['Old Town', 2]", '["Old Town", 2]'),
        ("'Old | Town'", '`"Old \\| Town"`'),
        ("True", "True"),
    ],
)
def test_a_wrong_answer_is_shown_as_a_trainee_sees_it(code, shown):
    found = one("y = 7", f'check.value("m", y, hint="No.", slips=[({code}, "Said.")])')
    assert found.mistakes == ((shown, "Said."),)


def test_right_answer_has_unit_and_tolerance_and_the_cell_may_prepare_names():
    check = (
        'z = y * 2\ncheck.value("m", y, within=0.5, unit="days", hint="H", slips=[(z, "Twice.")])'
    )
    found = one("y = 7.25", check)
    assert (found.hint, found.right) == ("H", "7.25 days, within 0.5")
    assert found.mistakes == (("14.5, by `z`", "Twice."),)


def test_a_letter_stands_with_its_words_and_a_table_without_numbers():
    question = "- A: the wall, raised\n- B: the water"
    check = 'check.choice("m", y, among="ABC", hint="H", slips=[("A", "No."), ("C", "Nor.")])'
    found = one('y = "B"', check, question)
    assert found.right == "B: the water"
    assert [answer for answer, _ in found.mistakes] == ["A: the wall, raised", '`"C"`']
    assert one("y = table['a']", 'check.value("m", y, hint="H")').right == "a table"


def test_a_function_is_shown_by_its_line_in_the_words_of_the_trainee():
    answer = (
        "def f(rain, depth):\n    share = ...\n    ### BEGIN SOLUTION\n"
        "    share = rain / depth\n    ### END SOLUTION\n    return share"
    )
    check = (
        'check.function("m", f, tries=[(1, 2)], hint="H", slips=[\n'
        '    (lambda r, d: [d for r in [r]] * d, "A."), (max, "B."),\n'
        '    (lambda r, d: "' + "x" * 200 + '", "C.")])\n'
        "### BEGIN HIDDEN TESTS\n"
        'check.function("m", f, tries=[(3, 4)], hidden=True, hint="Other", slips=[(min, "D.")])\n'
        "### END HIDDEN TESTS"
    )
    found = one(answer, check)
    assert found.right == "`share = rain / depth`"
    shown = [text for text, _ in found.mistakes]
    assert shown[:2] == ["`[depth for rain in [rain]] * depth`", "`max`"]
    assert shown[2].endswith("x …`") and len(shown[2]) == WIDTH + 2


def test_an_answer_that_cannot_be_worked_out_stops():
    with pytest.raises(NameError, match="unheard"):
        one("y = 1", 'check.value("m", y, hint="H", slips=[(unheard, "No.")])')


def published(*slips):
    """Return what a check with these known wrong answers publishes."""
    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.get_ipython", object)
        patch.setattr("IPython.display.display", lambda data, raw: bundles.append(data))
        check.value("m00e0_q1_demo", 405.0, within=0.5, hint="H", slips=list(slips))
    return bundles[0][check.MIME]


def test_words_that_would_never_be_said_stop_the_build():
    with pytest.raises(seal.SealError, match="m00e0_q1_demo: 'A.' is said where 'B.' is meant"):
        seal.sealed_value(published((300, "A."), (300.4, "B.")))
    for other in ((301, "B."), (300.4, "A.")):
        assert seal.sealed_value(published((300, "A."), other))
