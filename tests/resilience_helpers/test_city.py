"""City profiles: template, reader, fallbacks, numbers, and what is shown."""

import csv
import dataclasses
import io
import re
import warnings
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest
from city_files import REQUIRED, assert_has_values, edited, filled, only_problem, problems, written
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import city, datasets
from resilience_helpers._city.number import parse_number
from resilience_helpers.city import load_city, write_template

# --- round trips -----------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_filled_template_comes_back(tmp_path, ending):
    profile = load_city(filled(tmp_path / f"mine.{ending}"))
    assert_has_values(profile)
    assert isinstance(profile.population, int) and isinstance(profile.area_km2, float)
    assert profile.service_lowest_percent is None


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [
        (";", "utf-8"),
        ("\t", "utf-8"),
        (",", "utf-8-sig"),
        (",", "gb18030"),
        (";", "gb18030"),
        ("\t", "utf-16"),
    ],
)
def test_csv_of_other_programs(tmp_path, delimiter, encoding):
    path = filled(tmp_path / "mine.csv")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    profile = load_city(str(path))
    assert_has_values(profile)
    assert any("GB 18030" in note for note in profile.notes) == (encoding == "gb18030")


def test_semicolon_csv_reads_decimal_commas_and_refuses_two_readings(tmp_path):
    head = "field;value;unit\nname;A;\ncountry;B;\ngdp_million_cny;20000;\npopulation;100000;\n"
    good = written(tmp_path / "good.csv", (head + "area_km2;12,5;km2\n").encode())
    assert load_city(good).area_km2 == 12.5
    for unclear in ("1,680", "1.680"):
        bad = written(tmp_path / "bad.csv", (head + f"area_km2;{unclear};km2\n").encode())
        assert "one way only" in only_problem(bad).expected


def test_numbers_as_people_type_them(tmp_path):
    profile = load_city(
        filled(
            tmp_path / "mine.xlsx",
            population="1,234,567",
            gdp_million_cny="150 000",
            green_space_percent="４１．５ %",
            area_km2=" 987.50 ",
        )
    )
    assert_has_values(profile)


def test_percentage_cell_of_a_spreadsheet(tmp_path):
    path = filled(tmp_path / "mine.xlsx", green_space_percent=0.415)
    book = openpyxl.load_workbook(path)
    book["city"]["B8"].number_format = "0.0%"
    book.save(path)
    profile = load_city(path)
    assert profile.green_space_percent == 41.5
    assert not any("green_space" in note for note in profile.notes)


def test_date_and_number_as_text(tmp_path):
    assert (
        load_city(filled(tmp_path / "a.xlsx", last_event=date(2021, 7, 20))).last_event
        == "2021-07-20"
    )
    assert load_city(filled(tmp_path / "b.xlsx", last_event=2021)).last_event == "2021"


def test_order_case_spaces_and_extra_columns_do_not_matter(tmp_path):
    def edit(rows):
        rows[0][0], rows[0][1] = "Field ", "VALUE"
        rows[1:] = [[], *reversed(rows[1:])]
        rows[-1][0] = "Name"
        rows[-4][0] = "area km2"
        for row in rows[:1] + rows[2:]:
            row.append("remark")

    assert_has_values(load_city(edited(tmp_path / "mine.xlsx", edit)))


# --- Lanwan, fallbacks and notes -------------------------------------------------------


def test_lanwan_is_the_table():
    table = datasets.load("lanwan_profile").set_index("field")["value"]
    lanwan = load_city("lanwan")
    assert list(table.index) == [rule.name for rule in city.FIELDS]
    assert all(
        float(table[rule.name]) == getattr(lanwan, rule.name)
        for rule in city.FIELDS
        if rule.is_number
    )
    assert "synthetic" in lanwan.notes[0] and lanwan.fallbacks == ()


def test_units_are_those_of_the_indicator_table():
    units = datasets.load("indicator_definitions").set_index("indicator")["unit"].to_dict()
    assert units == {rule.name: rule.unit for rule in city.FIELDS if rule.fallback}


def test_empty_indicators_fall_back_visibly(tmp_path):
    profile, lanwan = load_city(filled(tmp_path / "mine.csv")), load_city("lanwan")
    given_indicators = {"green_space_percent", "doctors_per_1000"}
    expected = {rule.name for rule in city.FIELDS if rule.fallback} - given_indicators
    assert set(profile.fallbacks) == expected
    for name in expected:
        assert getattr(profile, name) == getattr(lanwan, name)
        [note] = [note for note in profile.notes if note.startswith(f"{name} is empty")]
        assert "synthetic" in note and "Do not quote it for your city" in note
        assert note in str(profile)
    assert str(profile).count("do not quote") == profile._repr_html_().count("do not quote") == 7


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("green_space_percent", 0.35, "0.35 %. Did you mean 35 %?"),
        ("green_space_percent", 1, "1 %. Did you mean 100 %?"),
        ("gdp_million_cny", 1500, "1,215 CNY for each resident"),
        ("gdp_million_cny", 2_000_000, "1,620,001 CNY for each resident"),
    ],
)
def test_suspicious_values_get_a_note(tmp_path, field, value, words):
    profile = load_city(filled(tmp_path / "mine.xlsx", **{field: value}))
    assert getattr(profile, field) == value
    assert any(words in note for note in profile.notes)


def test_usual_values_get_no_such_note(tmp_path):
    profile = load_city(
        filled(
            tmp_path / "mine.xlsx",
            insured_homes_percent="0.4 %",
            aged_65_percent=0,
            warning_coverage_percent=1.1,
        )
    )
    assert not any("Did you mean" in note or "each resident" in note for note in profile.notes)


# --- what the reader sees --------------------------------------------------------------


def test_template_explains_every_field(tmp_path):
    table = pd.read_csv(write_template(tmp_path / "mine.csv"), encoding="utf-8-sig")
    assert list(table.columns) == ["field", "value", "unit", "meaning", "allowed", "example"]
    assert list(table["field"]) == [rule.name for rule in city.FIELDS]
    assert table["value"].isna().all()
    assert table[["meaning", "allowed", "example"]].notna().all(axis=None)
    required = table["field"][table["allowed"].str.startswith("required")]
    assert tuple(required) == REQUIRED
    book = openpyxl.load_workbook(write_template(tmp_path / "mine.xlsx"))
    assert book.sheetnames == ["read me", "city"] and book["read me"].max_row == 5
    assert book["city"]["A1"].font.bold and book["city"]["B4"].fill.fill_type == "solid"
    checked = {str(rule.sqref): rule for rule in book["city"].data_validations.dataValidation}
    assert set(checked) == {
        f"B{2 + place}" for place, rule in enumerate(city.FIELDS) if rule.is_number
    }
    assert (checked["B4"].type, checked["B4"].formula1) == ("whole", "1000")


def test_the_examples_of_the_template_are_good(tmp_path):
    examples = {rule.name: rule.example for rule in city.FIELDS}
    profile = load_city(filled(tmp_path / "mine.csv", **examples))
    assert (profile.population, profile.notes) == (2_400_000, ())


def test_template_spares_what_was_filled_in(tmp_path):
    path = filled(tmp_path / "mine.csv")
    with pytest.raises(FileExistsError, match="mine.csv"):
        write_template(path)
    assert_has_values(load_city(path))
    write_template(path, overwrite=True)
    assert len(problems(path)) == len(REQUIRED)


def test_table_is_accessible_and_escaped(tmp_path):
    profile = load_city(filled(tmp_path / "mine.csv", name="<b>A & B</b>"))
    shown = profile._repr_html_()
    assert shown.count('<th scope="row">') == len(city.FIELDS)
    assert shown.count('<th scope="col">') == 4 and "<caption>" in shown
    assert "&lt;b&gt;A &amp; B" in shown and "<b>" not in shown
    frame = profile.to_frame().set_index("field")
    assert frame.loc["population", "value"] == 1_234_567
    assert tuple(frame.index[frame["fallback"]]) == profile.fallbacks


def test_jupyter_shows_the_list_without_a_traceback(tmp_path, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from resilience_helpers.city import load_city\nload_city('lanwann')")
    shown = "".join(capsys.readouterr())
    assert shown.strip().startswith("lanwann: 1 problem") and "Traceback" not in shown


def without_named_styles(path):
    """Copy a workbook as some exporters write it: openpyxl warns of it."""
    copy = path.with_name("plain.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/styles.xml":
                text = re.sub(rb"<cellStyles.*</cellStyles>", b"", text)
            new.writestr(name, text)
    return copy


def test_nothing_goes_to_stderr(tmp_path, capfd):
    good, bad = filled(tmp_path / "good.xlsx"), filled(tmp_path / "bad.xlsx", population="x")
    plain = without_named_styles(good)
    with pytest.warns(UserWarning, match="no default style"):
        openpyxl.load_workbook(plain)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        load_city(good)
        load_city(plain)
        load_city("lanwan")
        problems(bad)
    assert capfd.readouterr() == ("", "") and caught == []


# --- numbers and the class itself ------------------------------------------------------

exactly = settings(deadline=None, derandomize=True)


@exactly
@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["{}", "{:,}", "{:_}", " {:,} ", "{:,}.0", "{:+}", "{:.3e}"]),
)
def test_formatted_integers_come_back(number, form):
    text = form.format(number).replace("_", " ")
    expected = float(text) if "e" in text else number
    assert parse_number(text) == expected
    wide = text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789,.+-"})
    assert parse_number(wide.replace(" ", "\u00a0")) == expected


@exactly
@given(st.text(alphabet="0123456789 ,.eE+-%nainf_", max_size=12))
def test_whatever_is_read_is_what_python_reads(text):
    try:
        number = parse_number(text)
    except ValueError as error:
        assert str(error)
    else:
        assert number == float(text.replace(",", "").replace(" ", ""))
        assert "_" not in text and "n" not in text


@exactly
@given(st.decimals(0, 100, places=2), st.sampled_from(["{}%", "{} %", "{} ％"]))
def test_percent_signs(number, form):
    assert parse_number(form.format(number), percent=True) == float(number)
    with pytest.raises(ValueError, match="percent"):
        parse_number(form.format(number))


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("population", 12, ValueError),
        ("population", float("nan"), ValueError),
        ("population", "many", TypeError),
        ("name", 5, TypeError),
        ("country", "", ValueError),
        ("green_space_percent", None, TypeError),
        ("recovery_days", -1, ValueError),
    ],
)
def test_city_made_by_hand_is_checked(field, value, kind):
    with pytest.raises(kind, match=f"^{field} is .*expected"):
        dataclasses.replace(load_city("lanwan"), **{field: value})


def test_city_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_city("lanwan").population = 5


def test_a_translated_edition_reads_the_same_files(monkeypatch, tmp_path):
    # units are compared by the code and shown to the reader; only what is shown is translated
    chinese = {"percent": "百分比", "residents": "居民"}
    for module in ("city", "_city.check", "_city.template"):
        monkeypatch.setattr(f"resilience_helpers.{module}._", lambda text: chinese.get(text, text))
    assert load_city("lanwan").population == 2_400_000
    path = filled(tmp_path / "mine.csv")
    assert "百分比" in path.read_text("utf-8-sig")
    assert_has_values(load_city(path))
