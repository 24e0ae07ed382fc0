"""The published tables of urban drainage are those of the raw files, and of their printed source."""

from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "datasets"
RAW = FOLDER.parent.parent / "shared" / "data" / "tables"
needs_raw = pytest.mark.skipif(not RAW.is_dir(), reason="the raw files are not at hand")


@needs_raw
def test_storm_formulas_are_those_of_the_raw_file():
    raw = pd.read_csv(RAW / "storm_intensity_chongqing_2017.csv")
    made = pd.read_csv(FOLDER / "storm_intensity.csv").query("city == 'Chongqing'")
    assert made["district_zh"].tolist() == raw["district_zh"].tolist()
    assert (made[["a", "c", "b", "n"]].to_numpy() == raw[["A", "C", "b", "n"]].to_numpy()).all()


@needs_raw
def test_curve_numbers_are_those_of_the_raw_file():
    raw = pd.read_csv(RAW / "tr55_curve_numbers.csv")
    made = pd.read_csv(FOLDER / "tr55_curve_numbers.csv")
    soils = made[["soil_a", "soil_b", "soil_c", "soil_d"]]
    assert (soils.to_numpy() == raw[["A", "B", "C", "D"]].to_numpy()).all()
    hard = raw["cover"].str.extract(r"\((\d+)% imp")[0].astype(float)
    assert made["impervious_percent"].astype(float).equals(hard.rename("impervious_percent"))


def test_curve_numbers_rise_with_the_soil():
    soils = pd.read_csv(FOLDER / "tr55_curve_numbers.csv").filter(like="soil_")
    assert (soils.diff(axis=1).iloc[:, 1:] >= 0).all().all()


def test_lanwan_drains_fall_to_the_river():
    blocks = pd.read_csv(FOLDER / "lanwan_catchment.csv").set_index("block")
    inside = blocks[blocks["pipe_to"] != "river"]
    # each pipe ends at the bottom of the manhole that it reaches, lower than it began
    assert (inside["pipe_end_m"].to_numpy() == blocks.loc[inside["pipe_to"], "invert_m"]).all()
    assert (blocks["pipe_end_m"] < blocks["invert_m"]).all()
    shares = blocks[["roof_percent", "paved_percent", "green_percent"]].sum(axis=1)
    assert (shares == 100).all() and blocks["area_ha"].sum() == pytest.approx(24)
