"""Index covers: payouts by hand, indexes against the tables, basis risk against plain counts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import datasets
from resilience_helpers.financing import parametric

ZHUHAI = (22.27, 113.57)
TRACKS = datasets.load("typhoon_tracks")
money = st.lists(st.floats(0, 1e4), min_size=1, max_size=40)


# ---- payouts -----------------------------------------------------------------------------


def test_linear_payout_by_hand_in_both_directions():
    wind = parametric.payout([39.9, 40, 42.5, 50, 70], trigger=40, exhaustion=50, limit=800)
    assert wind == pytest.approx([0, 0, 200, 800, 800])
    low = parametric.payout([975, 970, 950, 940, 900], trigger=970, exhaustion=940, limit=1200)
    assert low == pytest.approx([0, 0, 800, 1200, 1200])
    assert type(parametric.payout(45, 40, 50, 800)) is float


def test_steps_are_equal_and_begin_at_the_trigger():
    index = [39.9, 40, 44.9, 45, 49.9, 50, 60]
    two = parametric.payout(index, 40, 50, 900, kind="step")
    assert two.tolist() == [0, 450, 450, 450, 450, 900, 900]
    three = parametric.payout(index, 40, 50, 900, kind="step", steps=3)
    assert three == pytest.approx([0, 300, 300, 600, 600, 900, 900])
    one = parametric.payout(index, 40, 50, 900, kind="step", steps=1)
    assert one.tolist() == [0, 900, 900, 900, 900, 900, 900]
    # 29.6 is the fifth of six steps, though (29.6 - 17.2) / 15.5 x 5 is a hair below 4
    assert parametric.payout(29.6, 17.2, 32.7, 600, kind="step", steps=6) == pytest.approx(500)
    falling = parametric.payout([971, 970, 955, 940], 970, 940, 900, kind="step", steps=3)
    assert falling == pytest.approx([0, 300, 600, 900])


@settings(deadline=None, derandomize=True)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=30), st.integers(1, 6))
def test_payouts_never_fall_with_the_danger_and_keep_the_limit(index, steps):
    index = np.sort(index)
    for kind in parametric.KINDS:
        paid = parametric.payout(index, 30, 55, 700, kind, steps)
        assert (np.diff(paid) >= 0).all() and paid.min() >= 0 and paid.max() <= 700
        # the same contract told for an index that falls
        mirrored = parametric.payout(1000 - index, 970, 945, 700, kind, steps)
        assert mirrored == pytest.approx(paid, abs=700 / 25 * 1e-9 if kind == "linear" else 1e-6)


# ---- the index ---------------------------------------------------------------------------


def test_fixes_alone_give_the_largest_fix_inside_the_circle():
    found = parametric.index_in_circle(TRACKS, *ZHUHAI, 100, "wind_1min", step_minutes=100_000)
    # the table's own distances are rounded to 0.1 km: none lies that close to 100 km
    inside = TRACKS[TRACKS["distance_km"] <= 100]
    by_fix = inside.groupby("storm")["wind_1min_m_s"].max().reindex(found.index).fillna(0)
    # a track that begins and ends far off has steps of its own fixes only
    assert (found >= by_fix - 1e-9).all()
    six_hours = parametric.index_in_circle(TRACKS, *ZHUHAI, 100, "wind_1min", step_minutes=360)
    assert (six_hours == by_fix).mean() > 0.9
    assert len(found) == 166 and found.index.is_unique


def test_a_storm_between_two_fixes_is_seen():
    hato = TRACKS[TRACKS["storm"] == "2017232N19130"]
    assert hato["distance_km"].min() > 50
    assert parametric.index_in_circle(hato, *ZHUHAI, 50, step_minutes=360).iloc[0] == 0
    # both neighbouring fixes have 43.7 and 46.3 m/s
    assert 43.7 <= parametric.index_in_circle(hato, *ZHUHAI, 50).iloc[0] <= 46.3


def test_a_track_along_a_meridian_has_known_distances():
    # one degree of latitude is 6371 pi / 180 = 111.2 km; the wind rises by 1 m/s each 0.1 degree
    track = pd.DataFrame(
        {
            "storm": "A",
            "time_utc": ["2020-07-01T00:00", "2020-07-01T10:00"],
            "latitude": [20.0, 21.0],
            "longitude": [113.0, 113.0],
            "wind_1min_m_s": [30.0, 40.0],
            "pressure_hpa": [980, 960],
        }
    )
    degree = 6371 * np.pi / 180
    for radius in (0.25 * degree, 0.55 * degree):
        wind = parametric.index_in_circle(track, 20.0, 113.0, radius, step_minutes=1).iloc[0]
        assert wind == pytest.approx(30 + 10 * radius / degree, abs=0.02)
    low = parametric.index_in_circle(track, 20.0, 113.0, 0.5 * degree + 0.01, "pressure", 1)
    assert low.iloc[0] == pytest.approx(970, abs=0.05)
    far = [parametric.index_in_circle(track, 0.0, 0.0, 50, one).iloc[0] for one in
           ("wind_1min", "pressure")]  # fmt: skip
    assert far == [0.0, 1010.0]


def test_unknown_strength_is_filled_between_known_fixes_only():
    track = pd.DataFrame(
        {
            "storm": "A",
            "time_utc": [f"2020-07-01T{hour:02}:00" for hour in (0, 6, 12, 18)],
            "latitude": 22.0,
            "longitude": [110.0, 112.0, 114.0, 116.0],
            "wind_10min_m_s": [30.0, np.nan, 40.0, np.nan],
        }
    )
    between = parametric.index_in_circle(track, 22.0, 112.0, 5, "wind_10min")
    assert between.iloc[0] == pytest.approx(35, abs=0.2)
    assert parametric.index_in_circle(track, 22.0, 116.0, 5, "wind_10min").iloc[0] == 0


# ---- basis risk --------------------------------------------------------------------------


def test_basis_risk_by_hand():
    found = parametric.basis_risk([0, 0, 400, 900, 50], [0, 500, 0, 500, 0], least=100)
    assert found[:4] == (2, 2, 1, 1)
    assert found.share_paid == pytest.approx(500 / 1350)
    assert found.share_overpaid == 0.5
    assert found.correlation == pytest.approx(
        np.corrcoef([0, 0, 400, 900, 50], [0, 500, 0, 500, 0])[0, 1]
    )


def test_a_payout_for_a_loss_that_needs_none_is_false():
    found = parametric.basis_risk([50, 400], [30, 400], least=100)
    assert found[:4] == (1, 2, 0, 1)
    # but it is no excess: it does not go beyond the loss
    assert found.share_overpaid == 0


@settings(deadline=None, derandomize=True)
@given(money)
def test_a_cover_that_pays_the_loss_has_no_basis_risk(losses):
    found = parametric.basis_risk(losses, losses)
    assert (found.missed, found.false) == (0, 0)
    if sum(losses) > 1e-6:
        assert (found.share_paid, found.share_overpaid) == (1, 0)


@settings(deadline=None, derandomize=True)
@given(money, st.randoms(use_true_random=False))
def test_what_is_paid_is_need_met_plus_excess(losses, random):
    paid = [random.choice([0.0, one, 2 * one, 300.0]) for one in losses]
    found = parametric.basis_risk(losses, paid)
    if sum(losses) > 1e-6 and sum(paid) > 1e-6:
        met, excess = found.share_paid * sum(losses), found.share_overpaid * sum(paid)
        assert met + excess == pytest.approx(sum(paid))
    assert found.missed <= found.losses and found.false <= found.payouts


def test_no_loss_and_no_payout_have_no_shares():
    found = parametric.basis_risk([0, 0], [0, 0])
    assert found[:4] == (0, 0, 0, 0)
    assert np.isnan(found[4:]).all()


# ---- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: parametric.payout(45, 50, 50, 1), "trigger and exhaustion are both 50.0"),
        (lambda: parametric.payout(45, 40, 50, 0), "limit is 0.0; it must be above 0"),
        (lambda: parametric.payout([45, np.nan], 40, 50, 1), "index holds nan at position 1"),
        (lambda: parametric.payout(45, 40, 50, 1, "curve"), "kind is 'curve'; it must be one of"),
        (lambda: parametric.payout(45, 40, 50, 1, "step", 0), "steps is 0; it must be 1 or more"),
        (lambda: parametric.payout(45, [40], 50, 1), r"trigger has shape \(1,\); it must be one"),
        (lambda: parametric.payout([45, 46], 40, 50, [1, 2]), r"limit has shape \(2,\)"),
        (lambda: parametric.basis_risk([1], [1], least=[1]), r"least has shape \(1,\)"),
        (lambda: parametric.index_in_circle(TRACKS, 22, [113], 9), r"longitude has shape \(1,\)"),
        (lambda: parametric.basis_risk([1, 2], [1]), r"loss has shape \(2,\) and payout \(1,\)"),
        (lambda: parametric.basis_risk([1, -2], [1, 1]), "loss holds -2.0"),
        (lambda: parametric.basis_risk([1, 2], [1, -1]), "payout holds -1.0"),
        (lambda: parametric.basis_risk([1], [1], least=-1), "least is -1.0"),
        (lambda: parametric.index_in_circle(TRACKS, *ZHUHAI, 0), "radius_km is 0.0"),
        (lambda: parametric.index_in_circle(TRACKS, *ZHUHAI, 9, "gust"), "index is 'gust'"),
        (
            lambda: parametric.index_in_circle(TRACKS.drop(columns="storm"), *ZHUHAI, 9),
            "tracks has no column storm",
        ),
        (
            lambda: parametric.index_in_circle(TRACKS.iloc[[1, 0]], *ZHUHAI, 9),
            "the times of storm 1980140N16116 must increase",
        ),
        (
            lambda: parametric.basis_risk(pd.Series([1.0], ["a"]), pd.Series([1.0], ["b"])),
            "have different indexes",
        ),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()
