"""`nature.swmm`: balances of water, closed forms, files that are gone, refusals."""

import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from resilience_helpers import datasets
from resilience_helpers.nature import sponge, storms, swmm

CATCHMENT = datasets.load("lanwan_catchment")
MEASURES = datasets.load("lanwan_sponge_measures")
CENTRE = datasets.load("storm_intensity").set_index("district").loc["centre"]
STORM = storms.chicago(120, 5, CENTRE)
FULL = sponge.size(MEASURES, sponge.surfaces(CATCHMENT), 1e9, rain_mm=42)


def one_block(**shares):
    """One hectare with a wide pipe."""
    shares = {"roof_percent": 0, "paved_percent": 0, "green_percent": 0, **shares}
    wide = {"invert_m": 2.0, "ground_m": 6.0, "diameter_m": 3.0, "pipe_end_m": 1.0}
    return CATCHMENT.head(1).assign(area_ha=1.0, pipe_to="river", **shares, **wide)


@pytest.mark.parametrize("years", [0.5, 5, 50])
@pytest.mark.parametrize("measures", [None, FULL], ids=["today", "sponge"])
@pytest.mark.parametrize("saturation", [0.0, 1.0])
def test_no_water_is_lost_or_made(years, measures, saturation):
    storm = storms.chicago(120, years, CENTRE)
    found = swmm.run(CATCHMENT, storm, measures, saturation)
    assert abs(found.error_runoff_percent) < 1 and abs(found.error_routing_percent) < 1
    assert found.rain_m3 == pytest.approx(240 * storm.sum(), rel=1e-4)
    on_ground = found.soaked_m3 + found.stored_m3 + found.runoff_m3
    assert on_ground == pytest.approx(found.rain_m3, rel=0.01)
    assert found.outflow_m3 + found.flooded_m3 == pytest.approx(found.runoff_m3, rel=0.01)
    assert 60 * found.hydrograph.sum() == pytest.approx(found.outflow_m3, rel=0.01)
    assert found.flooded.sum() == pytest.approx(found.flooded_m3, abs=1)
    assert found.peak_m3_s == pytest.approx(found.hydrograph.max(), rel=0.02)


def test_hard_ground_sheds_all_but_its_puddles():
    found = swmm.run(one_block(paved_percent=100), STORM)
    assert found.runoff_m3 == pytest.approx(10 * (STORM.sum() - 1.5), rel=1e-3)
    assert found.soaked_m3 == 0 and found.flooded_m3 == 0


def test_soft_ground_soaks_by_its_curve_number():
    # SWMM's own form has no initial abstraction: P - P^2 / (P + S) soaks while it rains;
    # what still stands afterwards in puddles of 5 mm soaks too, or stays
    rain, most = STORM.sum(), 25400 / 79 - 254
    # so wide and steep that water is gone at once
    block = one_block(green_percent=100).assign(width_m=20_000, slope_percent=20.0)
    found = swmm.run(block, STORM)
    least = rain - rain**2 / (rain + most)
    assert 10 * least - 1 <= found.soaked_m3 <= 10 * (least + 5)


def test_wide_pipes_flood_less_and_clay_soaks_less():
    wide = CATCHMENT.assign(ground_m=CATCHMENT["ground_m"] + 2)
    narrow, double = (wide.assign(diameter_m=CATCHMENT["diameter_m"] * k) for k in (1, 2))
    assert swmm.run(narrow, STORM).flooded_m3 > 500
    assert swmm.run(double, STORM).flooded_m3 < 1
    clay, sand = (swmm.run(one_block(green_percent=100, curve_number=cn), STORM) for cn in (84, 49))
    assert sand.soaked_m3 > clay.soaked_m3 + 100


def test_a_storm_may_last_days():
    slow = pd.Series([2.0] * 50, index=range(0, 3000, 60))
    found = swmm.run(CATCHMENT, slow)
    assert len(found.hydrograph) == pytest.approx(3000 + 240, abs=2)
    assert found.rain_m3 == pytest.approx(24_000, rel=1e-4)


def test_paving_takes_what_its_gravel_holds():
    block = one_block(paved_percent=100)
    paving = MEASURES.query("swmm_kind == 'PP'").assign(area_m2=10_000.0)
    light, heavy = (pd.Series([depth / 24] * 24, index=range(0, 120, 5)) for depth in (60, 300))
    assert swmm.run(block, light, paving).runoff_m3 == pytest.approx(0, abs=1)
    # 115 mm in pavement and gravel, and 3 mm an hour through the bottom
    kept = 3000 - swmm.run(block, heavy, paving).runoff_m3
    assert 1150 - 160 < kept < 1150 + 200


@pytest.mark.parametrize("depth", [100, 300])
def test_a_green_roof_keeps_what_its_soil_holds_and_drains_the_rest(depth):
    # SWMM lets nothing out of the mat where the unit has no width
    block = one_block(roof_percent=100)
    roof = MEASURES.query("swmm_kind == 'GR'").assign(area_m2=10_000.0)
    storm = pd.Series([depth / 24] * 24, index=range(0, 120, 5))
    kept = 10 * depth - swmm.run(block, storm, roof).runoff_m3
    assert kept == pytest.approx(360, abs=20)
    wet = 10 * depth - swmm.run(block, storm, roof, saturation=1.0).runoff_m3
    assert wet == pytest.approx(0, abs=60)


@pytest.mark.parametrize("kind, most", [("RG", 2250), ("BC", 4250), ("PP", 1150)])
def test_measures_overflow_when_they_are_full(kind, most):
    measure = MEASURES.query("swmm_kind == @kind").assign(area_m2=10_000.0)
    block = one_block(**{f"{measure['surface'].item()}_percent": 100})
    storm = pd.Series([700 / 24] * 24, index=range(0, 120, 5))
    kept = 7000 - swmm.run(block, storm, measure).runoff_m3
    # layers, six hours of seepage at 3 mm an hour, a film on the way out
    assert most - 100 < kept < most + 180 + 150


def test_hard_ground_that_drains_to_a_measure_is_that_of_the_table():
    block = one_block(paved_percent=80, green_percent=20)
    lawn = MEASURES.query("swmm_kind == 'RG'").assign(area_m2=1_000.0)
    text = swmm.input_text(block, STORM, lawn)
    usage = text.partition("[LID_USAGE]")[2].splitlines()[2].split()
    # 3 m2 for each of 1,000 m2, of 8,000 m2 of hard ground; water runs 10 m over the measure
    assert usage[:5] == ["B1", "L1", "1", "1000.000", "100.000"]
    assert float(usage[6]) == pytest.approx(37.5)
    # 8,000 m2 are hard of the 9,000 m2 that are left
    subcatchment = next(line for line in text.splitlines() if line.startswith("B1 GAUGE"))
    assert float(subcatchment.split()[4]) == pytest.approx(100 * 8 / 9, abs=0.001)
    paving = MEASURES.query("swmm_kind == 'PP'").assign(area_m2=4_000.0)
    text = swmm.input_text(block, STORM, paving)
    subcatchment = next(line for line in text.splitlines() if line.startswith("B1 GAUGE"))
    assert float(subcatchment.split()[4]) == pytest.approx(100 * 4 / 6, abs=0.001)


def test_threads_wait_for_the_engine():
    with ThreadPoolExecutor(4) as threads:
        peaks = list(threads.map(lambda _again: swmm.run(CATCHMENT, STORM).peak_m3_s, range(4)))
    assert len(set(peaks)) == 1


def test_more_sponge_sheds_less_and_a_wet_one_little():
    budgets = [0, 2e6, 1e7, 1e9]
    streets = sponge.surfaces(CATCHMENT)
    sizes = [sponge.size(MEASURES, streets, budget, 42) for budget in budgets]
    found = [swmm.run(CATCHMENT, STORM, one) for one in sizes]
    shed = [one.runoff_m3 for one in found]
    assert shed == sorted(shed, reverse=True)
    today = swmm.run(CATCHMENT, STORM)
    assert shed[0] == pytest.approx(today.runoff_m3)
    wet = swmm.run(CATCHMENT, STORM, FULL, saturation=1.0)
    assert shed[-1] < 0.55 * today.runoff_m3 and wet.runoff_m3 > 1.5 * shed[-1]


def test_engine_agrees_with_the_hand_about_what_is_kept():
    sizes = sponge.size(MEASURES, sponge.surfaces(CATCHMENT), 1e7, 42)
    today, then = swmm.run(CATCHMENT, STORM), swmm.run(CATCHMENT, STORM, sizes)
    assert today.runoff_m3 - then.runoff_m3 == pytest.approx(
        sponge.kept(sizes, STORM.sum()), rel=0.15
    )


def test_runs_repeat_and_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    first, second = (swmm.run(CATCHMENT, STORM, FULL) for _again in range(2))
    pd.testing.assert_series_equal(first.hydrograph, second.hydrograph)
    assert first.peak_m3_s == second.peak_m3_s
    assert list(tmp_path.iterdir()) == []


def test_a_refused_model_leaves_the_engine_free(monkeypatch):
    monkeypatch.setattr(swmm, "input_text", lambda *_given: "[OPTIONS]\nFLOW_UNITS FURLONGS\n")
    with pytest.raises(RuntimeError, match="SWMM refuses the model"):
        swmm.run(CATCHMENT, STORM)
    monkeypatch.undo()
    assert swmm.run(CATCHMENT, STORM).peak_m3_s > 0


def test_input_can_be_read_by_people():
    text = swmm.input_text(CATCHMENT, STORM, FULL)
    assert ";Fish Market" in text and ";bioretention" in text
    usage = text.partition("[LID_USAGE]")[2].splitlines()[2:]
    areas = pd.DataFrame([line.split() for line in usage if line])
    for place, area in enumerate(FULL["area_m2"]):
        mine = areas[areas[1] == f"L{place + 1}"]
        assert mine[3].astype(float).sum() == pytest.approx(area, abs=0.01)
    assert (areas.groupby(0)[6].apply(lambda part: part.astype(float).sum()) <= 100.01).all()
    # each block has its share of the lawns, and of the sunken green
    lawns = CATCHMENT["area_ha"] * CATCHMENT["green_percent"]
    sunken = areas[areas[1] == "L1"].set_index(0)[3].astype(float)
    expected = (FULL["area_m2"].iloc[0] * lawns / lawns.sum()).to_numpy()
    assert sunken.to_numpy() == pytest.approx(expected, abs=0.01)
    pipes = text.partition("[XSECTIONS]")[2].partition("[LID")[0].splitlines()[2:]
    diameters = [float(line.split()[2]) for line in pipes if line]
    assert diameters == CATCHMENT["diameter_m"].tolist()
    assert "LID" not in swmm.input_text(CATCHMENT, STORM, FULL.assign(area_m2=0.0))


@pytest.mark.parametrize(
    "changes, text",
    [
        ({"pipe_to": "river"}, "names the river 6 times"),
        ({"roof_percent": 90}, "add up to 100 percent"),
        ({"area_ha": 0.0}, "area_ha holds 0.0"),
        ({"diameter_m": np.nan}, "diameter_m holds nan"),
        ({"ground_m": 4.0}, "it must cover the pipe"),
        ({"curve_number": 150}, "curve_number holds 150.0"),
        ({"block": "Square"}, "catchment holds block 'Square' twice"),
        ({"pipe_end_m": 1.5}, "below the manhole that it reaches"),
    ],
)
def test_a_bad_catchment_is_refused(changes, text):
    with pytest.raises(ValueError, match=text):
        swmm.run(CATCHMENT.assign(**changes), STORM)


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="catchment has no column slope_percent"):
        swmm.run(CATCHMENT.drop(columns="slope_percent"), STORM)
    with pytest.raises(KeyError, match="measures has no column area_m2"):
        swmm.run(CATCHMENT, STORM, MEASURES)


def test_a_pipe_may_end_above_the_bottom_of_a_manhole():
    high = CATCHMENT.assign(pipe_end_m=CATCHMENT["pipe_end_m"] + [0.1, 0, 0, 0, 0, 0])
    line = next(one for one in swmm.input_text(high, STORM).splitlines() if one.startswith("P1 "))
    assert line.split()[1:3] == ["M1", "M2"] and line.split()[-1] == "0.10"


def test_water_that_never_reaches_the_river_is_refused():
    circle = CATCHMENT.copy()
    circle.loc[1, "pipe_to"] = "Upper Lane"
    with pytest.raises(ValueError, match="'Upper Lane' never reaches the river"):
        swmm.run(circle, STORM)


@pytest.mark.parametrize(
    "storm, measures, saturation, text",
    [
        (STORM * -1, None, 0, "storm holds"),
        (STORM.set_axis(np.arange(24) * 2.5), None, 0, "even steps of whole minutes"),
        (STORM.head(1), None, 0, "one list of at least 2"),
        (STORM, FULL, 50, "divide percent by 100"),
        (STORM, FULL.assign(area_m2=1e6), 0, "area_m2 takes 1,000,000 m2 of roof"),
        (STORM, FULL.assign(area_m2=-1.0), 0, "area_m2 holds -1.0"),
        (STORM, FULL.assign(surface="river"), 0, "surface is 'river'"),
        (STORM, FULL.assign(swmm_kind="XX"), 0, "swmm_kind is 'XX'"),
        (STORM, FULL.assign(berm_mm=np.nan), 0, "berm_mm holds nan"),
        (STORM, FULL.assign(serves=-1), 0, "serves holds -1.0"),
        (STORM, FULL.assign(measure="sponge"), 0, "measures holds measure 'sponge' twice"),
    ],
)
def test_a_bad_storm_or_measure_is_refused(storm, measures, saturation, text):
    with pytest.raises(ValueError, match=text):
        swmm.run(CATCHMENT, storm, measures, saturation)


def test_balance_puts_runs_side_by_side():
    run = swmm.run(CATCHMENT, STORM)
    table = swmm.balance({"today": run, "again": run})
    assert table.loc["runoff_m3"].tolist() == [run.runoff_m3] * 2
    assert "hydrograph" not in table.index and "flooded" not in table.index
    with pytest.raises(TypeError, match="it must be what"):
        swmm.balance({"today": 5})
