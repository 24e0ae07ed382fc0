"""Parts of the exported plan: whose numbers stand in it, sources, captions, figures, pages."""

import warnings
from types import SimpleNamespace

import docx
import pandas as pd
import plan_records
import pytest

from resilience_helpers import plan
from resilience_helpers._plan import charts
from resilience_helpers._plan.assemble import clean_records, own_profile
from resilience_helpers._plan.content import build
from resilience_helpers._plan.files import replace
from resilience_helpers._plan.parts import Chart, Grid, Heading, Text
from resilience_helpers.city import load_city

LANWAN = load_city("lanwan")


def changed(name, **cells):
    """Return Lanwan's filled plan with one record changed."""
    frame = plan_records.filled()
    for column, value in cells.items():
        frame.loc[frame["name"] == name, column] = value
    return frame


def document(records, city=LANWAN):
    cleaned = clean_records(city, records)
    return build(own_profile(city, cleaned), cleaned)


def words_of(parts):
    return "\n".join(str(part) for part in parts)


def grid(made, caption):
    (found,) = [one for one in made.parts if isinstance(one, Grid) and caption in one.caption]
    return found


def test_lanwans_profile_is_not_mixed_with_the_records_of_another_city(tmp_path):
    records = changed("city", value="Port Amber")
    made = document(records)
    assert made.title == "Resilience Action Plan of Port Amber"
    assert "There is no profile of the city" in words_of(made.parts)
    assert any(line.startswith("Profile of the city") and "Residents" in line
               for line in made.missing)  # fmt: skip
    profile = {row[0]: row[1] for row in grid(made, "Profile").rows}
    assert profile["Residents"] == profile["Area"] == profile["Doctors"] == "not given"
    # recorded in the lessons, so the city's own
    assert profile["People aged 65 or more"] == "15.5"
    numbers = plan.key_numbers(LANWAN, records).set_index("number")
    assert numbers["value"].notna().sum() == 9
    assert pd.isna(numbers.loc["finance gap for each resident", "value"])
    everything = words_of(made.parts)
    for own in (
        "2,400,000",
        "2400000",
        "372,000 million",
        "1,680",
        "autumn flood 2021",
        "Zhuhai, ",
    ):
        assert own not in everything
    assert "to find others like it" in everything
    plan.assemble(LANWAN, tmp_path, records)
    word = docx.Document(tmp_path / "action_plan.docx")
    assert word.core_properties.title.endswith("Port Amber")


def test_lanwans_profile_beside_records_without_a_name_is_said():
    nameless = plan_records.filled().query("name != 'city'")
    assert "Check this: the profile is Lanwan's" in words_of(document(nameless).parts)
    assert "Check this" not in words_of(document(plan_records.filled()).parts)
    assert "Check this" not in words_of(document(plan_records.empty()).parts)


def test_a_name_in_the_profile_and_a_record_of_a_field_are_no_gaps():
    city = plan_records.bay_city()
    lines = document(plan_records.filled().query("name != 'city'"), city).missing
    assert lines == ("Profile of the city (my_city.xlsx): Doctors; People in flood-prone areas",)
    nothing = document(plan_records.empty(), city).missing
    assert any("People aged 65 or more" in line for line in nothing)
    assert not any(line.startswith("The plan (lesson 00, 06.3): city") for line in nothing)


def test_numbers_without_a_source_are_counted_and_named():
    assert "Each recorded number has its source" in words_of(document(plan_records.filled()).parts)
    made = document(changed("its cost", note=""))
    frame = plan_records.filled()
    of_measures = frame["name"].str.match(r"measure \d+: ")
    numbers = pd.to_numeric(frame.loc[~of_measures, "value"], errors="coerce").notna().sum()
    told = f"Sources (column note of my_plan.csv): 1 of {numbers} recorded numbers have none"
    assert told in made.missing
    made = document(changed("finance gap of the programme", note=float("nan")))
    assert ("Finance gap of the programme", "5,070 million CNY", "source not recorded") in grid(
        made, "The plan on one page"
    ).rows
    finance = grid(made, "The finance gap")
    assert finance.head == ("What", "Value") and sum(finance.widths) == pytest.approx(1)
    readings = [one.text for one in made.parts if isinstance(one, Text) and one.tone == "note"]
    assert sum(text.endswith("No source is recorded.") for text in readings) == 1


def test_a_note_that_only_asks_is_no_source():
    made = document(changed("electricity factor", note="place, year and basis:"))
    assert "place, year and basis:" not in words_of(made.parts)
    assert any(line.startswith("Sources") for line in made.missing)


def test_captions_are_numbered_and_chapters_begin_on_new_pages():
    parts = document(plan_records.filled()).parts
    figures = [one.caption for one in parts if isinstance(one, Chart)]
    tables = [one.caption for one in parts if isinstance(one, Grid) and not one.quiet]
    for word, captions in (("Figure", figures), ("Table", tables)):
        starts = [caption.split(" · ")[0] for caption in captions]
        assert starts == [f"{word} {place}" for place in range(1, len(captions) + 1)]
    pages = [one.text for one in parts if isinstance(one, Heading) and one.new_page]
    assert pages == ["1 · Commitments", "Annex A · Profile of the city"]


def test_headings_on_new_pages_are_so_in_word_and_in_print(tmp_path):
    made = plan.assemble(LANWAN, tmp_path, plan_records.filled())
    broken = [one.text for one in docx.Document(made.docx).paragraphs
              if one.paragraph_format.page_break_before]  # fmt: skip
    assert broken == ["1 · Commitments", "Annex A · Profile of the city"]
    assert made.html.read_text("utf-8").count('<h2 class="new">') == 2


def many_measures(count, what="pumps"):
    rows = []
    for number in range(1, count + 1):
        cells = {"what": what, "year": str(2030 + number % 5), "cost": str(number)}
        rows += [("the plan", f"measure {number}: {cell}", "text", value, "", "")
                 for cell, value in cells.items()]  # fmt: skip
    return pd.DataFrame(rows, columns=plan_records.filled().columns)


def programme(frame, monkeypatch):
    """Return the chart of the measures, and what its drawing function was given."""
    given = []
    draw = charts.figures.bars
    monkeypatch.setattr(
        charts.figures, "bars",
        lambda values, *rest, **more: given.append((values, more)) or draw(values, *rest, **more),
    )  # fmt: skip
    return charts.programme(clean_records(LANWAN, frame)), *given[0]


def test_a_figure_of_sixty_measures_fits_on_a_page(monkeypatch):
    chart, values, _more = programme(many_measures(60), monkeypatch)
    assert sorted(values) == list(range(46, 61))
    assert "15 dearest of 60 measures" in chart.caption


def test_bars_show_costs_as_the_table_does(monkeypatch):
    frame = many_measures(3)
    frame.loc[frame["name"] == "measure 2: cost", "value"] = "6.5"
    assert programme(frame, monkeypatch)[2]["decimals"] == 1
    assert charts._decimals(pd.Series([1.0, 0.25])) == 2
    assert charts._decimals(pd.Series([1.0, 0.1234])) == 2
    assert charts._decimals(pd.Series([1.0, 3400.0])) == 0


def test_letters_that_the_computer_lacks_do_not_become_boxes(monkeypatch):
    fonts = SimpleNamespace(fontManager=SimpleNamespace(ttflist=[]))
    monkeypatch.setattr(charts, "font_manager", fonts)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart, values, _more = programme(many_measures(3, "雨水泵站"), monkeypatch)
    assert list(values.index) == ["measure 1", "measure 2", "measure 3"]
    assert "雨水泵站" in chart.alt
    fonts.fontManager.ttflist.append(SimpleNamespace(name="Noto Sans CJK SC"))
    assert charts._can_draw("雨水泵站")


def test_folder_must_be_one(tmp_path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(NotADirectoryError, match=r"folder is .*mine; this is a file"):
        plan.assemble(LANWAN, tmp_path / "mine", plan_records.empty())
    with pytest.raises(TypeError, match="folder is None; it must be the path"):
        plan.assemble(LANWAN, None, plan_records.empty())


def test_an_open_file_keeps_what_it_holds(tmp_path, monkeypatch):
    file = tmp_path / "action_plan.docx"
    file.write_bytes(b"old")

    def refuse(*_paths):
        raise PermissionError(13, "in use")

    monkeypatch.setattr("resilience_helpers._plan.files.os.replace", refuse)
    with pytest.raises(PermissionError, match=r"action_plan\.docx cannot be written; is it open"):
        replace(file, b"new")
    assert file.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("wrong", [float("nan"), None, ...])
def test_note_and_unit_must_be_texts(wrong):
    for cell in ("note", "unit"):
        with pytest.raises(TypeError, match=f"{cell} is .*; it must be a text"):
            plan.record("risk", "loss in an average year", 5, **{cell: wrong})
    assert plan.entries().empty
