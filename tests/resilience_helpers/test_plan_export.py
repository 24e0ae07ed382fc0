"""`plan.assemble`: the plan as a Word document and a page, whole, empty and with gaps."""

import io
import re
import shutil
import subprocess
import zipfile
from types import SimpleNamespace

import docx
import html5lib
import numpy as np
import pandas as pd
import plan_records
import pytest
from course import LESSONS, read
from docx.oxml.ns import qn

from resilience_helpers import datasets, plan
from resilience_helpers._plan.sections import CHAPTERS, SECTIONS
from resilience_helpers.city import load_city

LANWAN = load_city("lanwan")
GAPS = ("risk", "health", "finance", "the plan")
PLANS = {
    "filled": plan_records.filled,
    "empty": plan_records.empty,
    "partial": lambda: plan_records.without(*GAPS),
}
each_plan = pytest.mark.parametrize("kind", PLANS)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each kind of plan, written once: Word document, page and what is missing."""
    found = {}
    for kind, records in PLANS.items():
        one = plan.assemble(LANWAN, tmp_path_factory.mktemp(kind), records())
        found[kind] = docx.Document(one.docx), one.html.read_text("utf-8"), one.missing
    return found


def paragraphs(word, *styles):
    return [one.text for one in word.paragraphs if one.style.name in styles]


def words_of(word):
    """Return all text of a Word document, tables included."""
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


@each_plan
def test_headings_are_word_headings_and_the_same_in_every_plan(made, kind):
    word = made[kind][0]
    heads = paragraphs(word, "Heading 1", "Heading 2")
    assert word.paragraphs[0].style.name == "Title"
    for title, sections in CHAPTERS:
        assert any(head.endswith(f"· {title}") for head in heads), title
        assert all(SECTIONS[one].title in heads for one in sections)
    for title in ("Commitments", "Indicators", "What is not known", "Cities like ours"):
        assert any(head.endswith(title) for head in heads), title
    assert ("What this draft lacks" in heads) == (kind != "filled")


@each_plan
def test_every_section_stands_in_the_plan_or_is_named_as_missing(made, kind):
    word, page, missing = made[kind]
    records = PLANS[kind]()
    text = words_of(word)
    for section in plan.SECTIONS:
        if section in set(records["section"]):
            continue
        assert any(line.startswith(f"{SECTIONS[section].title} (") for line in missing), section
    for row in records[records["section"] != "the plan"].to_dict("records"):
        value = row["value"]
        if row["kind"] == "number":
            value = f"{float(value):,.6f}".rstrip("0").rstrip(".")
        assert value in text, row["name"]
        assert value in page.replace("&#39;", "'").replace("&#34;", '"'), row["name"]
    for line in missing:
        assert line in paragraphs(word, "List Bullet"), "the list at the front"


def test_gaps_are_named_in_their_sections_too(made):
    word, page, missing = made["partial"]
    gaps = " ".join(paragraphs(word, "Plan gap"))
    for words in ("loss in an average year", "district in most danger from heat",
                  "finance gap of the programme", "no measure is recorded",
                  "the decision asked of the mayor"):  # fmt: skip
        assert words in gaps
        assert words in page
    assert len(missing) == len(GAPS) + 1  # and the measures
    assert not paragraphs(made["filled"][0], "Plan gap")


@each_plan
def test_tables_have_heads_that_repeat_and_a_description(made, kind):
    tables = made[kind][0].tables
    assert len(tables) >= 4
    for table in tables:
        assert table.style.name == "Table Grid"
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")).strip()
        head = table.rows[0]
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert {cell.paragraphs[0].style.name for cell in head.cells} == {"Plan head"}
        assert all(cell.text for cell in head.cells)


def test_figures_have_alternative_texts_with_numbers(made):
    for kind, count in {"filled": 3, "partial": 2, "empty": 1}.items():
        word, page, _missing = made[kind]
        texts = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
        assert len(texts) == count, kind
        assert all(len(text) > 30 and re.search(r"\d", text) for text in texts)
        images = html5lib.parse(page, namespaceHTMLElements=False).findall(".//img")
        assert [image.get("alt") for image in images] == texts


def test_page_is_sound_and_needs_no_network(made):
    _word, page, _missing = made["filled"]
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(page)
    assert root.get("lang") == "en"
    assert all(one.get("src").startswith("data:") for one in root.findall(".//img"))
    assert not root.findall(".//link") and not root.findall(".//script")
    assert [one.get("scope") for one in root.findall(".//thead//th")].count("col") > 20


def test_same_input_gives_the_same_bytes_on_any_day(tmp_path):
    one = plan.assemble(LANWAN, tmp_path / "one", plan_records.filled())
    two = plan.assemble(LANWAN, tmp_path / "two", plan_records.filled())
    assert one.docx.read_bytes() == two.docx.read_bytes()
    assert one.html.read_bytes() == two.html.read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(one.docx.read_bytes()))
    assert {part.date_time[0] for part in archive.infolist()} == {2026}
    properties = docx.Document(one.docx).core_properties
    assert properties.created == properties.modified
    assert (properties.title, properties.author) == ("Resilience Action Plan of Lanwan", "")


def test_measures_stand_with_year_owner_cost_and_money(made):
    word = made["filled"][0]
    (table,) = [one for one in word.tables if one.rows[0].cells[1].text == "Measure"]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[5] == ["5", "Sea wall at 2.7 m", "2037", "water bureau", "3,400",
                       "long loan of the development bank"]  # fmt: skip
    assert len(rows) == 7
    sums = next(one for one in word.tables if one.rows[0].cells[0].text == "Source of money")
    # 60 + 8 + 1 + 140 + 3400 + 210
    assert sums.rows[-1].cells[1].text == "3,819"


def test_no_number_of_lanwan_stands_in_another_city(tmp_path):
    one = plan.assemble(plan_records.bay_city(), tmp_path, plan_records.empty())
    word = docx.Document(one.docx)
    profile = {row.cells[0].text: row.cells[1].text for table in word.tables for row in table.rows}
    assert profile["Residents"] == "640,000"
    assert profile["Doctors"] == "not given"
    assert profile["People aged 65 or more"] == "not given"
    assert "Lanwan" not in words_of(word)
    assert any(line.startswith("Profile of the city") and "Doctors" in line for line in one.missing)


def test_two_names_of_the_city_are_noticed(tmp_path):
    one = plan.assemble(plan_records.bay_city(), tmp_path, plan_records.filled())
    notes = " ".join(paragraphs(docx.Document(one.docx), "Plan note"))
    assert "the profile is of Bay City, the records name Lanwan" in notes


def test_records_of_the_work_folder_are_the_default(tmp_path, capsys):
    plan.record("risk", "loss in an average year", 12.5, unit="million CNY")
    plan.record_measure(1, "pumps", year=2028, owner="water bureau", cost_million_cny=14)
    one = plan.assemble(LANWAN, tmp_path / "new" / "folder")
    text = words_of(docx.Document(one.docx))
    assert "12.5 million CNY" in text and "Pumps: water bureau, by 2028, 14 million CNY" in text
    assert "Measure 1 (lesson 06.3): source of money; indicator; today; target" in one.missing
    said = capsys.readouterr().out
    assert "still missing: source of money, indicator, today, target" in said
    assert f"named at the front: {len(one.missing)}." in said


def test_what_the_lessons_record_gives_the_same_plan_as_the_example(tmp_path):
    example = datasets.load("lanwan_plan")
    is_measure = example["name"].str.fullmatch(r"measure \d+: .+")
    for row in example[~is_measure].fillna("").to_dict("records"):
        value = float(row["value"]) if row["kind"] == "number" else row["value"]
        plan.record(row["section"], row["name"], value, row["unit"], row["note"])
    for number, cells in plan.measures(example).iterrows():
        plan.record_measure(number, *cells)
    ours = plan.assemble(LANWAN, tmp_path / "ours")
    theirs = plan.assemble(LANWAN, tmp_path / "theirs", example)
    assert ours.html.read_bytes() == theirs.html.read_bytes()
    assert ours.docx.read_bytes() == theirs.docx.read_bytes()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("kind", "fewest", "most"), [("filled", 6, 12), ("empty", 3, 8)])
def test_libreoffice_makes_pages_of_it(tmp_path, kind, fewest, most):
    one = plan.assemble(LANWAN, tmp_path, PLANS[kind]())
    profile = (tmp_path / "profile").as_uri()
    words = ["--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    command = ["soffice", *words, "--outdir", str(tmp_path), str(one.docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = re.findall(rb"/Type\s*/Page[^s]", one.docx.with_suffix(".pdf").read_bytes())
    assert fewest <= len(pages) <= most


HARD = ["<b>&amp;</b>", "=1+1", "城市更新 🌊", "a\x0bb\x00c", "x" * 3000, "{{ plan.title }}"]


def test_words_of_any_kind_are_written_as_they_are(tmp_path):
    frame = plan_records.empty()
    frame.loc[0] = ["our own section", "noise", "number", "55", "dB", "night"]
    frame.loc[1] = ["the plan", "second author", "text", "Li", "", ""]
    for place, words in enumerate(HARD):
        frame.loc[len(frame)] = ["risk", f"own words {place}", "text", words, "", words]
        frame.loc[len(frame)] = ["the plan", f"measure {place}: owner", "text", words, "", ""]
    one = plan.assemble(LANWAN, tmp_path, frame)
    text = words_of(docx.Document(one.docx))
    page = html5lib.parse(one.html.read_text("utf-8"), namespaceHTMLElements=False)
    cells = {"".join(cell.itertext()) for cell in page.iter("td")}
    assert "our own section: noise" in text and {"55 dB", "night", "Li"} <= cells
    for words in HARD:
        kept = words.replace("\x0b", "").replace("\x00", "")
        assert kept in text and kept in cells


def test_costs_that_a_person_changed_in_the_file_stop_nothing(tmp_path):
    frame = plan_records.filled()
    for number, cost in enumerate(["about 60", "", "nan", "-5", "1e400"], start=1):
        frame.loc[frame["name"] == f"measure {number}: cost", "value"] = cost
    one = plan.assemble(LANWAN, tmp_path, frame)
    for number in (1, 2, 3, 5):
        assert f"Measure {number} (lesson 06.3): cost" in one.missing


def test_bad_arguments_are_refused(tmp_path):
    with pytest.raises(TypeError, match="city is 'lanwan'; it must be a City"):
        plan.assemble("lanwan", tmp_path)
    with pytest.raises(TypeError, match=r"records is .*; it must be a table"):
        plan.assemble(LANWAN, tmp_path, [1])
    with pytest.raises(ValueError, match="records has no column unit, note"):
        plan.assemble(LANWAN, tmp_path, pd.DataFrame(columns=["section", "name", "value"]))
    assert not list(tmp_path.iterdir())


def test_record_measure_refuses_and_replaces(capsys):
    plan.record_measure(2, ..., year=2030)
    assert plan.entries().empty and "Measure 2 is not recorded yet" in capsys.readouterr().out
    plan.record_measure(2, "drains", 2030, "water bureau", 140, "bond", "days closed", 11, "4")
    assert "measure 2, drains (complete)" in capsys.readouterr().out
    plan.record_measure(12, "roofs")
    plan.record_measure(2, "pumps", owner="water bureau")
    names = plan.entries("the plan")["name"].tolist()
    assert names == ["measure 12: what", "measure 2: what", "measure 2: owner"]
    for wrong, error in ((0, ValueError), ("1", TypeError), (1.5, TypeError)):
        with pytest.raises(error, match="number is"):
            plan.record_measure(wrong, "drains")
    with pytest.raises(TypeError, match="cost_million_cny must hold numbers"):
        plan.record_measure(1, "drains", cost_million_cny="a lot")
    for cost in (-1, np.nan):
        with pytest.raises(ValueError, match="cost_million_cny is"):
            plan.record_measure(1, "drains", cost_million_cny=cost)


def recorded_by(path):
    """Return section and name of all that a lesson records, run with a plan that only listens."""
    heard = []
    ears = SimpleNamespace(
        record=lambda section, name, *rest, **more: heard.append((section, name))
    )
    for cell in read(path).cells:
        if cell.cell_type == "code" and "plan.record(" in cell.source:
            exec(cell.source, {"plan": ears})
    return heard


def test_expected_records_are_those_of_the_lessons():
    """What a lesson records must be asked for, and nothing else for lessons that exist."""
    found, lessons = {}, set()
    for path in LESSONS:
        number = "00" if path.parent.name == "modules" else f"{path.parent.name[:2]}.{path.stem[0]}"
        lessons.add(number)
        for section, name in recorded_by(path):
            found.setdefault(section, []).append(name)
    assert tuple(SECTIONS) == plan.SECTIONS
    assert set(found) <= set(SECTIONS)
    for section, expected in SECTIONS.items():
        if expected.lesson in lessons:
            assert list(expected.records) == found.get(section, []), section


def test_lanwans_plan_has_every_record_that_a_lesson_asks_for():
    example = datasets.load("lanwan_plan")
    for section, expected in SECTIONS.items():
        names = set(example.loc[example["section"] == section, "name"])
        assert set(expected.records) <= names, section
