"""`plan.key_numbers` and `city.peers`: numbers of a city, against sums made by hand."""

import dataclasses
import math

import numpy as np
import numpy_financial
import plan_records
import pytest

from resilience_helpers import city, datasets, plan
from resilience_helpers._city.peers import standardised_differences

LANWAN = city.load_city("lanwan")


def numbers(own=LANWAN, records=None):
    frame = plan.key_numbers(own, plan_records.filled() if records is None else records)
    return frame.set_index("number")


def test_key_numbers_are_those_worked_out_by_hand():
    found = numbers()["value"]
    by_hand = {
        # (100 - 55) / 2 % on average over 18 days
        "service lost in the last disaster, as days without any": 0.225 * 18,
        "residents whose home a 1-in-50-year flood reaches": 2_400_000 * 0.347,
        "loss in an average year, as a share of gross domestic product": 100 * 2370 / 372_000,
        "residents whom a warning does not reach": 2_400_000 * 0.113,
        "residents aged 65 or more": 372_000,
        "emissions of a resident": 7.0,
        "finance gap for each resident": 2112.5,
        "part of the loss to be ready for that neither own means nor cover pays": 51_830,
        "public disaster reserve": 772.8,
        "part of the programme that is borrowed": 100 * 2515 / 11_870,
        "design rain as a share of the 50-year rain": 100 * 42 / 410,
        "crowns short of 30 % of the ground": 1680 * 0.16,
        "residents farther than 300 m from public green": 1_440_000,
    }
    for name, value in by_hand.items():
        assert found[name] == pytest.approx(value), name


def test_annuities_are_those_of_a_spreadsheet():
    found = numbers()["value"]
    averted = found["loss that the first measure must avert each year to pay"]
    assert averted == pytest.approx(-numpy_financial.pmt(0.045, 30, 60))
    service = found["debt service a year, if the whole gap were borrowed"]
    assert service == pytest.approx(-numpy_financial.pmt(0.035, 20, 5070))


def test_chance_and_half_life_are_those_of_their_closed_forms():
    found = numbers()["value"]
    chance = found["chance that the 50-year rain is exceeded within 30 years"]
    # TR-55's kind of table: 45 % for 50 years' return period in 30 years
    assert chance == pytest.approx(45.5, abs=0.05)
    years = found["years until carbon intensity is half of today's"]
    assert (1 - 0.037) ** years == pytest.approx(0.5)


def test_each_number_shows_inputs_assumption_and_lesson():
    frame = numbers()
    assert frame["assumes"].str.len().min() > 20
    assert frame["lesson"].str.fullmatch(r"0[1-5]\.[1-3]").all()
    assert frame["worked out from"].str.contains(r"\d").all()
    assert {row[:2] for row in frame["lesson"]} == {"01", "02", "03", "04", "05"}
    assert "finance gap of the programme 5,070 million CNY" in set(frame["worked out from"])


def test_without_records_only_the_profile_counts_and_each_gap_is_named():
    frame = numbers(records=plan_records.empty())
    assert frame["value"].notna().sum() == 5
    gaps = frame.loc[frame["value"].isna(), "worked out from"]
    assert gaps.str.startswith("missing: ").all()
    assert gaps["loss in an average year, as a share of gross domestic product"] == (
        "missing: loss in an average year (lesson 02.2)"
    )


def test_a_field_with_lanwans_value_counts_as_missing():
    bay = plan_records.bay_city()
    found = numbers(bay, plan_records.empty())
    assert math.isnan(found.loc["residents aged 65 or more", "value"])
    told = found.loc["residents aged 65 or more", "worked out from"]
    assert told == "missing: residents aged 65 or more (lesson 03.1)"
    assert found.loc["public disaster reserve", "value"] == pytest.approx(0.64 * 322)


@pytest.mark.parametrize(
    ("section", "name", "value", "number"),
    [
        ("baseline", "lowest service in the last event", "155", 0),
        ("baseline", "days until the service was normal", "-3", 0),
        ("carbon", "fall of carbon intensity", "-2", 8),
        ("carbon", "fall of carbon intensity", "100", 8),
        ("water", "daily rain to design for", "much", 14),
        ("hazards", "daily rain of 50 years", "0", 15),
    ],
)
def test_inputs_that_make_no_sense_give_no_number(section, name, value, number):
    frame = plan_records.filled()
    chosen = (frame["section"] == section) & (frame["name"] == name)
    frame.loc[chosen, "value"] = value
    assert math.isnan(numbers(records=frame)["value"].iloc[number])


def test_peer_distance_is_that_of_a_sum_by_hand():
    found = city.peers(LANWAN, 12).set_index("city")
    table = datasets.load("cities").set_index("city")
    people = table["resident_population"].astype(float)
    density = people / table["area_km2"]
    step = (np.log10(people["Madrid"]) - np.log10(2.4e6)) / np.std(np.log10(people), ddof=1)
    crowd = (np.log10(density["Madrid"]) - np.log10(2.4e6 / 1680)) / np.nanstd(
        np.log10(density), ddof=1
    )
    assert found.loc["Madrid", "distance"] == pytest.approx(math.hypot(step, crowd) / math.sqrt(2))
    assert found["distance"].is_monotonic_increasing and len(found) == 12
    assert found.loc["Lisbon", "unknown"] == "residents_per_km2"
    assert found.loc["Madrid", "unknown"] == "nothing"


def test_an_unknown_number_makes_a_city_neither_near_nor_far():
    found = city.peers(LANWAN, 12, annual_rain_mm=1500)
    known = found[found["annual_rain_mm"].notna()]
    spread = datasets.load("cities")["annual_rain_mm"].std()
    typical = (((known["annual_rain_mm"] - 1500) / spread) ** 2).mean()
    two = city.peers(LANWAN, 12).set_index("city")["distance"]
    three = found.set_index("city").loc["Madrid", "distance"]
    assert three**2 == pytest.approx((2 * two["Madrid"] ** 2 + typical) / 3)


def test_a_city_is_no_peer_of_itself_and_rain_can_turn_the_order():
    zhuhai = dataclasses.replace(LANWAN, name=" zhuhai ")
    assert "Zhuhai" not in set(city.peers(zhuhai, 12)["city"])
    assert len(city.peers(zhuhai, 20)) == len(datasets.load("cities")) - 1
    dry = city.peers(LANWAN, 12, annual_rain_mm=900)["city"].tolist()
    assert dry != city.peers(LANWAN, 12)["city"].tolist()


def test_signs_of_differences():
    frame = city.peers(LANWAN, 12).set_index("city")[["residents", "residents_per_km2"]]
    own = frame.iloc[0] * 0 + [2.4e6, 1428.57]
    assert (standardised_differences(own, frame)["residents"] > 0).sum() == (
        frame["residents"] > 2.4e6
    ).sum()


def test_peers_refuse_what_they_cannot_use():
    with pytest.raises(TypeError, match="city is 'lanwan'"):
        city.peers("lanwan")
    with pytest.raises(ValueError, match=r"n is 0; it must be 1 or more"):
        city.peers(LANWAN, 0)
    with pytest.raises(TypeError, match=r"n is 2\.5"):
        city.peers(LANWAN, 2.5)
    for rain in (-1, 20_000, np.nan):
        with pytest.raises(ValueError, match="annual_rain_mm is"):
            city.peers(LANWAN, annual_rain_mm=rain)


def test_every_city_has_an_action():
    table = datasets.load("peer_actions")
    assert set(table["city"]) == set(datasets.load("cities")["city"])
