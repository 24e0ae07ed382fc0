"""`classroom.grading.reading`: any file becomes a valid notebook or a reason in words."""

import json
import time

import nbformat
import pytest
from course import EXERCISES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom.findings import FINDINGS_TAG
from classroom.grading import reading
from classroom.grading.reading import Unreadable, read_submission

RAW = EXERCISES[0].read_bytes()
TEXT = RAW.decode("utf-8")


def cell(source="a = 1", kind="code", **more):
    return {"cell_type": kind, "metadata": {}, "source": source} | more


def file(*cells, **more):
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more
    return json.dumps(whole).encode()


def read(raw):
    notebook, found = read_submission(raw)
    nbformat.validate(notebook)
    assert all(text.endswith(".") and "\n" not in text for text in found)
    return notebook, found


def sources(raw):
    return [one.source for one in read(raw)[0].cells]


def reason(raw):
    with pytest.raises(Unreadable) as caught:
        read_submission(raw)
    return str(caught.value)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_a_released_notebook_is_read_as_nbformat_reads_it(path):
    notebook, found = read(path.read_bytes())
    plain = nbformat.read(path, as_version=4)
    assert found == []
    assert [(c.id, c.cell_type, c.source) for c in notebook.cells] == [
        (c.id, c.cell_type, c.source) for c in plain.cells
    ]
    for ours, theirs in zip(notebook.cells, plain.cells, strict=True):
        name = theirs.metadata.get("nbgrader", {}).get("grade_id")
        assert ours.metadata == ({"nbgrader": {"grade_id": name}} if name else {})


def test_a_notebook_is_read_in_milliseconds():
    start = time.process_time()
    for _ in range(20):
        read_submission(RAW)
    assert (time.process_time() - start) / 20 < 0.02


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
def test_unicode_in_any_encoding_is_read(encoding, word):
    notebook, (found,) = read(TEXT.encode(encoding))
    assert notebook == read(RAW)[0]
    assert word in found


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [("é “x”", "cp1252", "Windows-1252"), ("é\x81", "latin-1", "Latin-1")],
)
def test_old_western_encodings_are_read(text, encoding, name):
    raw = file(cell("@")).replace(b"@", text.encode(encoding))
    (source,) = sources(raw)
    assert source == text
    assert name in read(raw)[1][0]


def test_one_damaged_byte_does_not_spoil_the_other_characters():
    raw = file(cell("@")).replace(b"@", "城市".encode() + b"\xff")
    assert sources(raw) == ["城市\ufffd"]
    assert read(raw)[1] == ["The file held damaged bytes (1 in all), shown as \ufffd."]


def test_nul_bytes_are_removed_from_file_and_cells():
    assert sources(b"\0" + file(cell("a =\0 1"))) == ["a = 1"]
    assert read(file(cell("a =\0 1")))[1] == ["Cell 1 had NUL characters, which were removed."]
    raw = b"\0\0\0" + file(cell("a"), cell("b")).replace(b"b", b"b\0")
    assert sources(raw) == ["a", "b"]
    assert read(raw)[1] == ["The file held NUL bytes, which were removed."]


def test_windows_line_ends_become_plain_ones_silently():
    assert read(RAW.replace(b"\n", b"\r\n")) == read(RAW)
    assert read(file(cell("a\r\nb\rc")))[1] == []
    assert sources(file(cell("a\r\nb\rc"))) == ["a\nb\nc"]


def test_format_3_is_upgraded():
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Storm"], "metadata": {}},
        {"cell_type": "code", "input": ["a = 1\n", "b"], "outputs": [{"no": 1}], "language": "python"},
        {"cell_type": "code", "input": ["a = 1", "b"], "prompt_number": 3},
        {"cell_type": "html", "source": "<b>"},
        "no cell",
        {"cell_type": "markdown", "source": 3},
        cell("kept", "markdown", metadata={"nbgrader": {"grade_id": "q1"}}),
    ]  # fmt: skip
    raw = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}, 5, {"cells": 5}]}).encode()
    notebook, found = read(raw)
    assert [(c.cell_type, c.source) for c in notebook.cells] == [
        ("markdown", "## Storm"),
        ("code", "a = 1\nb"),
        ("code", "a = 1\nb"),
        ("markdown", "<b>"),
        ("markdown", ""),
        ("markdown", "kept"),
    ]
    assert notebook.cells[-1].metadata.nbgrader.grade_id == "q1"
    assert notebook.cells[0].id == "cell-1", "not a random one"
    assert found == [
        "The file was in notebook format 3; it was upgraded to format 4.",
        "Cell 5 held nothing to read as a cell, and had to be left out.",
        "Cell 6 had a source that is no text, and had to be emptied.",
    ]


def test_format_3_is_upgraded_as_nbformat_does_it():
    old = nbformat.convert(nbformat.reads(TEXT, as_version=4), 3)
    notebook, _ = read(nbformat.v3.writes_json(old).encode())
    expected = nbformat.reads(nbformat.v3.writes_json(old), as_version=4)
    assert [(c.cell_type, c.source) for c in notebook.cells] == [
        (c.cell_type, c.source) for c in expected.cells
    ]


def test_format_2_is_upgraded():
    sheet = {"cells": [{"cell_type": "code", "input": "a", "outputs": []}]}
    notebook, (found,) = read(json.dumps({"nbformat": 2, "worksheets": [sheet]}).encode())
    assert notebook.cells[0].source == "a"
    assert "format 2" in found


@pytest.mark.parametrize(("major", "minor"), [(4, 9), (5, 0)])
def test_a_newer_format_is_read_and_named(major, minor):
    raw = file(cell(id="a", news=1), nbformat=major, nbformat_minor=minor, news=2)
    notebook, (found,) = read(raw)
    assert set(notebook) == {"nbformat", "nbformat_minor", "metadata", "cells"}
    assert f"format {major}.{minor}, newer than" in found


@pytest.mark.parametrize("lost", [{}, {"metadata": None}, {"outputs": 3}, {"execution_count": "x"}])
def test_missing_or_wrong_parts_that_grading_drops_are_no_findings(lost):
    raw = json.dumps({"cells": [{"cell_type": "code", "source": ["a\n", "b"], **lost}]}).encode()
    notebook, found = read(raw)
    assert notebook.cells[0].source == "a\nb"
    assert found == []


def test_invalid_and_repeated_ids_are_replaced():
    cells = [cell(id=name) for name in ("a", "a", "ö", 3, "b\n", "cell-2", "x" * 65)]
    notebook, found = read(file(*cells, cell()))
    assert [c.id for c in notebook.cells] == [
        "a", "cell-2-new", "cell-3", "cell-4", "cell-5", "cell-2", "cell-7", "cell-8",
    ]  # fmt: skip
    assert found == [
        "Cells 2, 3, 4, 5 and 7 had an id that is invalid or stands twice, and got another."
    ]


def test_the_id_that_colab_keeps_in_the_metadata_is_found():
    assert read(file(cell(metadata={"id": "K2q"})))[0].cells[0].id == "K2q"


@pytest.mark.parametrize("source", [3, None, {"a": 1}, ["a", 1], True])
def test_a_source_that_is_no_text_is_emptied_and_named(source):
    notebook, (found,) = read(file(cell("a"), cell(source)))
    assert [c.source for c in notebook.cells] == ["a", ""]
    assert found == "Cell 2 had a source that is no text, and had to be emptied."


@pytest.mark.parametrize("kind", ["heading", None, 3, ["code"], {}])
def test_an_unknown_cell_type_becomes_raw_and_is_named(kind):
    notebook, (found,) = read(file(cell("a", kind)))
    assert (notebook.cells[0].cell_type, notebook.cells[0].source) == ("raw", "a")
    assert found.startswith("Cell 1 had a type that Jupyter does not know")


def test_what_is_no_cell_is_dropped_and_named():
    notebook, (found,) = read(file(3, cell("a"), None, [1], "x"))
    assert [c.source for c in notebook.cells] == ["a"]
    assert found.startswith("Cells 1, 3, 4 and 5 held nothing to read as a cell")


def test_lone_surrogates_are_replaced_and_pairs_kept():
    raw = file(cell("@ #")).replace(b"@", rb"\ud83c").replace(b"#", rb"\ud83c\udf0a")
    notebook, (found,) = read(raw)
    assert notebook.cells[0].source == "\ufffd 🌊"
    assert "broken characters" in found
    named = cell(metadata={"nbgrader": {"grade_id": "\ud800"}})
    assert nbformat.writes(read(file(named))[0]).encode("utf-8")


def test_text_behind_the_notebook_is_left_out_and_named():
    notebook, (found,) = read(RAW.strip() + b"\n<script>")
    assert notebook == read(RAW)[0]
    assert "stood 9 more characters" in found


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_said_to_be(kept):
    raw = RAW.strip()
    assert "cut off" in reason(raw[: int(len(raw) * kept)])
    assert "cut off" in reason(raw[:-1])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b" \n\0\0", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PK\x03\x04....", "zip archive"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "HTML or XML page"),
        (b"import numpy as np\n", "text; it starts with “import numpy as np”"),
        (b"[1, 2]", "it is a list"),
        (b'{"a": 1}', "no list of cells"),
        (b'{"cells": {"a": 1}}', "no list of cells"),
        (b'{"cells": [,]}', "no valid JSON"),
        (b'{"cells": nul', "cut off"),
        (b'{"cells": ' + b"[" * 200_000, "nested too deeply"),
        (b'{"a": 1,\n<<<<<<< HEAD\n"cells": []}', "merge-conflict markers, the first in line 2"),
        (b"<<<<<<< HEAD\n{}", "merge-conflict markers"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(raw, words):
    assert words in reason(raw)


def test_the_reason_holds_no_markup_of_the_trainee():
    text = reason(b"\x1b[31m`*_$x<script>|# " + b"word " * 999)
    assert not set(text) & set("\x1b`*$<>|#[")
    assert len(text) < 150


def test_conflict_markers_in_a_cell_are_named():
    notebook, (found,) = read(file(cell("a"), cell("<<<<<<< HEAD\na = 1\n=======\n")))
    assert found == "Cell 2 had unresolved merge-conflict markers."
    assert len(notebook.cells) == 2


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 100_000])
def test_numbers_that_json_does_not_know_do_no_harm(number):
    raw = file(cell("a", execution_count="@"), nbformat_minor="@", metadata={"a": "@"})
    notebook, found = read(raw.replace(b'"@"', number.encode()))
    assert notebook.cells[0].source == "a"
    assert found == (
        ["The file held numbers of too many digits, which were left out."]
        if len(number) > 1000
        else []
    )


def test_outputs_attachments_and_metadata_are_dropped():
    odd = cell(outputs=[{"bad": 1}], attachments={"a": 1}, execution_count=7)
    odd["metadata"] = {"tags": ["skip-execution"], "nbgrader": {"grade_id": "q", "points": 99}}
    notebook, found = read(file(odd, metadata={"kernelspec": {"name": "evil"}}))
    assert notebook.metadata == {}
    (one,) = notebook.cells
    assert one.metadata == {"nbgrader": {"grade_id": "q"}}
    assert (one.outputs, one.execution_count, "attachments" in one) == ([], None, False)
    assert found == []


def test_the_mark_of_a_findings_cell_stays():
    note = cell("found", "markdown", metadata={"tags": [FINDINGS_TAG, "other"]})
    assert read(file(note))[0].cells[0].metadata == {"tags": [FINDINGS_TAG]}


def test_a_large_file_of_outputs_is_read_and_named():
    big = cell("a", outputs=[{"data": "x" * 21_000_000}])
    notebook, (found,) = read(file(big))
    assert notebook.cells[0].source == "a"
    assert "21 MB, over the usual 20 MB" in found and "100 MB" in found


def test_a_file_over_the_limit_is_refused_unread():
    text = reason(bytes(reading.MAX_BYTES + 1_000_000))
    assert text == "The file has 101 MB; at most 100 MB are read."


def test_more_values_than_a_notebook_has_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_VALUES", 1_000)
    assert "more than 1,000 values" in reason(file(cell(outputs=[[]] * 1_001)))
    assert len(read(file(cell(outputs=[[]] * 400)))[0].cells) == 1


def test_cells_beyond_the_limit_are_dropped_and_named():
    notebook, (found,) = read(file(*[cell(str(n)) for n in range(1_003)]))
    assert len(notebook.cells) == 1_000
    assert "1,003 cells" in found


def test_a_cell_that_is_too_long_is_emptied_and_named():
    notebook, (found,) = read(file(cell("a"), cell("x" * 200_001), cell("x" * 200_000)))
    assert [len(c.source) for c in notebook.cells] == [1, 0, 200_000]
    assert found == "Cell 2 had more than 200,000 characters, and had to be emptied."


def test_cells_behind_too_many_characters_are_dropped_and_named():
    notebook, (found,) = read(file(*[cell("x" * 190_000)] * 12))
    assert len(notebook.cells) == 10
    assert "those from cell 11 on were left out" in found


BYTES = st.lists(st.tuples(st.integers(0, len(RAW) - 1), st.binary(max_size=4)), max_size=6)
quickly = settings(
    derandomize=True, deadline=None, max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


@quickly
@given(edits=BYTES, cut=st.integers(1, len(RAW) * 3))
def test_random_bytes_give_a_valid_notebook_or_a_reason(edits, cut):
    raw = bytearray(RAW[:cut])
    for place, new in edits:
        raw[place : place + len(new)] = new
    valid_or_unreadable(bytes(raw))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
keys = ["cell_type", "id", "source", "input", "metadata", "outputs", "level"]
kinds = st.sampled_from(["code", "markdown", "raw", "heading", "html"])
odd_cells = st.lists(
    values | st.builds(lambda kind, rest: {"cell_type": kind} | rest, kinds,
                       st.dictionaries(st.sampled_from(keys), values)),
    max_size=4,
)  # fmt: skip


@quickly
@given(cells=odd_cells, major=values | st.integers(1, 5), minor=values, old=st.booleans())
def test_any_json_gives_a_valid_notebook_or_a_reason(cells, major, minor, old):
    held = {"worksheets": [{"cells": cells}]} if old else {"cells": cells}
    whole = {"nbformat": major, "nbformat_minor": minor} | held
    valid_or_unreadable(json.dumps(whole).encode())


def valid_or_unreadable(raw):
    try:
        notebook, _found = read_submission(raw)
    except Unreadable as error:
        assert str(error).endswith(".") and len(str(error)) < 300
    else:
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode("utf-8")
