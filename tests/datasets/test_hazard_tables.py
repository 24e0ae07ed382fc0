"""The observed hazard tables agree with the raw files and with what is published elsewhere."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "datasets"
RAW = FOLDER.parent.parent / "shared" / "data"
needs_raw = pytest.mark.skipif(not RAW.is_dir(), reason="the raw files are not at hand")


def table(name: str) -> pd.DataFrame:
    """Read a table as it stands in the repository, without the library under test."""
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values=[""])


def raw_track(agency: str) -> pd.DataFrame:
    name = f"ibtracs_{agency}_wp_within300km_zhuhai_1980_2024.csv"
    frame = pd.read_csv(RAW / "typhoon" / name)
    frame["time_utc"] = frame["time"].str[:16].str.replace(" ", "T")
    return frame.rename(columns={"track_id": "storm"}).set_index(["storm", "time_utc"])


def test_hongkong_rain_has_the_normals_of_the_observatory():
    # Hong Kong Observatory, climatological normals 1991-2020: 2431.2 mm a year.
    rain = table("hongkong_daily_rain")
    years = rain[rain["date"].between("1991-01-01", "2020-12-31")]
    assert years["rain_mm"].sum() / 30 == pytest.approx(2431.2, abs=0.05)
    # Observatory's record of one day: 534.1 mm on 19 July 1926.
    top = rain.loc[rain["rain_mm"].idxmax()]
    assert (top["date"], top["rain_mm"]) == ("1926-07-19", 534.1)


def test_hongkong_gap_is_1940_to_1946_and_nothing_else():
    dates = pd.to_datetime(table("hongkong_daily_rain")["date"], format="%Y-%m-%d")
    missing = pd.date_range("1884-03-01", "2026-02-28").difference(dates)
    assert missing.equals(pd.date_range("1940-01-01", "1946-12-31"))
    assert dates.is_monotonic_increasing and dates.is_unique


def test_trace_is_zero_with_a_note():
    rain = table("hongkong_daily_rain")
    assert set(rain["note"].dropna()) == {"trace"}
    assert (rain.loc[rain["note"] == "trace", "rain_mm"] == 0).all()
    assert (FOLDER / "hongkong_daily_rain.csv").stat().st_size < 900_000


@needs_raw
def test_hongkong_rain_is_that_of_the_raw_file():
    path = RAW / "hko" / "daily_HKO_RF_ALL.csv"
    raw = pd.read_csv(path, skiprows=2, header=0, encoding="utf-8-sig", dtype=str)
    raw.columns = ["year", "month", "day", "value", "completeness"]
    raw = raw[raw["completeness"] == "C"].reset_index(drop=True)
    rain = table("hongkong_daily_rain")
    parts = rain["date"].str.split("-", expand=True).astype(int)
    assert (parts.to_numpy() == raw[["year", "month", "day"]].astype(int).to_numpy()).all()
    assert ((raw["value"] == "Trace") == (rain["note"] == "trace")).all()
    assert np.array_equal(raw["value"].replace("Trace", "0").astype(float), rain["rain_mm"])


def test_yearly_maxima_of_hongkong_come_from_its_days():
    days = table("hongkong_daily_rain")
    years = days.groupby(days["date"].str[:4].astype(int))["rain_mm"].agg(["max", "size"])
    maxima = table("annual_max_rain").query("station == 'Hong Kong Observatory'")
    expected = years.loc[years["size"] >= 350, "max"]
    assert maxima["year"].tolist() == expected.index.tolist() and len(maxima) == 134
    assert maxima["rain_mm"].tolist() == expected.tolist()


def test_yearly_maxima_have_the_published_places():
    maxima = table("annual_max_rain")
    places = maxima.groupby("station")[["city", "distance_km"]].first()
    assert len(places) == 9 and maxima.groupby("station").size().min() >= 20
    # Same distances as in the table of cities of module 01.
    cities = table("cities").set_index("city")["climate_station_distance_km"]
    for station in ("Dinghai (58477)", "Quzhou (58633)", "Hong Kong Observatory"):
        city, distance = places.loc[station]
        assert distance == cities[city]


@needs_raw
def test_yearly_maxima_are_those_of_the_raw_file():
    raw = pd.read_csv(RAW / "ghcn_monthly" / "rx1day_annual_max.csv")
    raw = raw[raw["n_wet_months_ge25d_AprOct"] >= 6]
    raw["number"] = raw["station"].str[-5:]
    maxima = table("annual_max_rain")
    maxima["number"] = maxima["station"].str.extract(r"\((\d+)\)")[0]
    ours = maxima.dropna(subset="number").set_index(["number", "year"])["rain_mm"]
    theirs = raw.set_index(["number", "year"])["rx1day_mm"]
    kept = theirs[theirs.index.get_level_values("number").isin(maxima["number"])]
    assert ours.sort_index().equals(kept.sort_index().rename("rain_mm"))


def test_warnings_do_not_overlap_and_count_as_published():
    warnings = table("rainstorm_warnings")
    start, end = (pd.to_datetime(warnings[name]) for name in ("start", "end"))
    assert (end > start).all() and (start.iloc[1:].to_numpy() >= end.iloc[:-1].to_numpy()).all()
    assert (end - start).max() < pd.Timedelta(days=1)
    assert warnings["colour"].value_counts().to_dict() == {"Amber": 579, "Red": 117, "Black": 25}


@needs_raw
def test_warnings_last_as_long_as_the_raw_file_says():
    raw = pd.read_csv(RAW / "hko" / "rainstorm9804_2208.csv")
    warnings = table("rainstorm_warnings")
    hours = raw["duration"].str.split(expand=True).astype(int)
    length = pd.to_datetime(warnings["end"]) - pd.to_datetime(warnings["start"])
    assert (length.dt.total_seconds() / 60 == hours[0] * 60 + hours[1]).all()
    assert (warnings["colour"] == raw["color"]).all()


def test_hato_passed_zhuhai_as_reported():
    # JMA: 75 knots and 965 hPa at 06 UTC on 23 August 2017; JTWC 85 knots near that fix.
    hato = table("typhoons_near_zhuhai").query("name == 'Hato'").iloc[0]
    assert (hato["season"], hato["time_utc"]) == (2017, "2017-08-23T06:00")
    assert hato["wind_10min_m_s"] == pytest.approx(75 * 1852 / 3600, abs=0.05)
    assert hato["wind_1min_m_s"] == pytest.approx(85 * 1852 / 3600, abs=0.05)
    assert hato["pressure_hpa"] == 965


def test_closest_approach_is_the_nearest_fix_of_the_track():
    storms = table("typhoons_near_zhuhai").set_index("storm")
    tracks = table("typhoon_tracks")
    of_jma = tracks.groupby("storm")["agency"].transform(lambda agency: (agency == "JMA").any())
    nearest = tracks[(tracks["agency"] == "JMA") | ~of_jma].groupby("storm")["distance_km"].min()
    assert set(nearest.index) == set(storms.index) and len(storms) == 166
    assert nearest.sort_index().tolist() == storms["distance_km"].sort_index().tolist()
    assert storms["name"].dropna().sort_values().tolist() == [
        "Hato", "Higos", "Mangkhut", "Nida", "Pakhar",
    ]  # fmt: skip
    assert (storms["agency"] == "JTWC").sum() == 3


@needs_raw
def test_closest_approach_is_that_of_the_raw_table():
    raw = pd.read_csv(RAW / "typhoon" / "zhuhai_closest_approach_1980_2024.csv")
    both = table("typhoons_near_zhuhai").merge(raw, left_on="storm", right_on="track_id")
    assert len(both) == len(raw) == 166
    seen = both[both["agency"] == "JMA"]
    assert (seen["time_utc"] == seen["time"].str[:16].str.replace(" ", "T")).all()
    assert np.allclose(seen["distance_km"], seen["dist_zhuhai_km"], atol=0.051)
    assert np.allclose(seen["wind_10min_m_s"], seen["wind"] * 0.514444, atol=0.0501, equal_nan=True)
    assert np.allclose(seen["pressure_hpa"], seen["slp"], equal_nan=True)


@needs_raw
def test_tracks_are_the_fixes_of_the_raw_files():
    tracks = table("typhoon_tracks").set_index(["storm", "time_utc"])
    jma, jtwc = raw_track("wmo"), raw_track("jtwc")
    first = tracks[tracks["agency"] == "JMA"]
    assert set(first.index) == set(jma[jma["dist_zhuhai_km"] <= 600].index)
    theirs = jma.loc[first.index]
    assert first["latitude"].tolist() == theirs["lat"].tolist()
    assert first["longitude"].tolist() == theirs["lon"].tolist()
    assert np.allclose(first["pressure_hpa"], theirs["slp"], equal_nan=True)
    knots = jtwc["wind"].reindex(tracks.index) * 0.514444
    assert np.allclose(tracks["wind_1min_m_s"], knots, atol=0.0501, equal_nan=True)
    knots = jma["wind"].reindex(tracks.index) * 0.514444
    assert np.allclose(tracks["wind_10min_m_s"], knots, atol=0.0501, equal_nan=True)


def test_damage_grows_with_depth_from_nothing_to_everything():
    ratios = table("depth_damage").pivot(
        index="depth_m", columns=["region", "sector"], values="damage_ratio"
    )
    assert ratios.shape == (9, 9)
    assert (ratios.diff().dropna() >= 0).all(axis=None)
    assert (ratios.loc[0] == 0).all() and (ratios.loc[6] == 1).all()
    # Huizinga et al. 2017: at 1 m, half of the value of a home in Asia.
    assert ratios.loc[1, ("asia", "residential")] == 0.494


@needs_raw
def test_damage_is_that_of_the_raw_table():
    raw = pd.read_csv(RAW / "tables" / "jrc_depth_damage_asia_europe.csv", index_col="depth_m")
    ours = table("depth_damage")
    ours["key"] = ours["region"] + "_" + ours["sector"]
    wide = ours.pivot(index="depth_m", columns="key", values="damage_ratio")
    pd.testing.assert_frame_equal(wide[raw.columns], raw, check_names=False)


def test_calibrations_of_the_paper():
    # Eberenz et al. 2021: 473 events in nine regions; mainland China 80.2 (RMSF), 112.8 (TDR).
    winds = table("wind_calibrations")
    assert winds.groupby("code")["events"].first().sum() == 473
    china = winds[winds["code"] == "WP3"].set_index("method")["v_half_m_s"]
    assert (china["rmsf"], china["tdr"]) == (80.2, 112.8)
    assert china["edr_lower_quartile"] < china["edr_median"] < china["edr_upper_quartile"]
    assert winds.groupby("method").size()[["tdr", "rmsf", "edr_median"]].tolist() == [10, 10, 9]
