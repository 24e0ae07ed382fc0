"""`methods.wind` and `methods.storms` against closed forms and published reference values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers.methods import storms, wind

COLUMNS = [
    "storm",
    "time_utc",
    "latitude",
    "longitude",
    "wind_1min_m_s",
    "wind_10min_m_s",
    "pressure_hpa",
]


def track(rows, storm="A"):
    """Return fixes of one storm: (hour, latitude, longitude, wind, ten-minute wind, pressure)."""
    times = pd.Timestamp("2017-08-23") + pd.to_timedelta([row[0] for row in rows], unit="h")
    times = times.strftime("%Y-%m-%dT%H:%M")
    values = [(storm, time, *row[1:]) for time, row in zip(times, rows, strict=True)]
    return pd.DataFrame(values, columns=COLUMNS)


def still(wind_1min=45.0, ten=np.nan, pressure=956.0, latitude=22.0):
    """Return a storm of one fix, which stands still."""
    return track([(0, latitude, 113.5, wind_1min, ten, pressure)])


# ---- distances ---------------------------------------------------------------------------


def test_distance_between_two_airports():
    # Williams (Aviation Formulary): Los Angeles (33 57 N 118 24 W) to New York JFK
    # (40 38 N 73 47 W) is 2,144 nautical miles on a globe of 60 nautical miles a degree
    found = wind.great_circle_km(33.95, -118.4, 40 + 38 / 60, -(73 + 47 / 60))
    assert found / (np.radians(1) * wind.EARTH_RADIUS_KM) * 60 == pytest.approx(2144, abs=0.5)


def test_distance_half_round_the_globe_and_to_itself():
    half = np.pi * wind.EARTH_RADIUS_KM
    assert wind.great_circle_km(0, 0, 0, 180) == pytest.approx(half)
    assert wind.great_circle_km(90, 0, -90, 0) == pytest.approx(half)
    assert wind.great_circle_km([22.3, 1], 113.5, [22.3, 1], 113.5).tolist() == [0, 0]


# ---- Holland's profile --------------------------------------------------------------------


def test_profile_agrees_with_the_reference_engine():
    # CLIMADA, test_trop_cyclone_windfields.py, test_stat_holland_1980 (its MATLAB reference):
    # two storms, winds to 0.01 m/s; the cell at 1,000 km is masked there
    first = [299.4501244109841, 291.0737897183741, 292.5441003235722, 40.665454622610511]
    found = wind.holland(first, 39.12, 40.665454622610511, 1.486076257880692, -14.089110370469488)
    assert found == pytest.approx([11.28, 11.68, 11.61, 42.41], abs=0.015)
    second = [293.6067129546862, 298.2652319413182, 70.0]
    found = wind.holland(second, 4.73, 75.547902916671745, 1.265551666104679, 12.299999279463769)
    assert found == pytest.approx([5.38, 5.28, 12.76], abs=0.015)
    # the same without the Coriolis force, which is what the equator gives
    found = wind.holland(first, 39.12, 40.665454622610511, 1.486076257880692, 0)
    assert found == pytest.approx([15.72, 16.04, 15.98, 43.13], abs=0.015)


def test_shape_agrees_with_the_reference_engine():
    # CLIMADA, same file, test_B_holland_1980_pass (first case) and test_bs_holland_2008_pass
    assert wind.holland_b([35, 40], [15, 30]) == pytest.approx([2.5, 1.667213], abs=1e-6)
    deepening = (1005.2633 - 1005.2585) / 1.0
    found = wind.holland_b_2008(4.73, 12.3, 5.241999541820597, deepening)
    assert found == pytest.approx(1.27, abs=0.01)


def test_shape_2008_by_hand():
    # at a drop of 215 x 1/5 = 43 the exponent is 0.48; 16 ** 0.48 = 3.7842
    by_hand = -4.4e-5 * 43**2 + 0.43 - 0.014 * 20 + 0.15 * 3.78423 + 1.0
    assert wind.holland_b_2008(43, -20, 16) == pytest.approx(by_hand, abs=1e-4)
    assert wind.holland_b_2008(43, 20, 16, 2) == pytest.approx(by_hand + 0.06, abs=1e-4)


def test_radius_follows_the_published_equation():
    # Willoughby et al. 2006, eq. 7a; at no wind on the equator the first number is left
    assert wind.radius_of_maximum_wind(0, 0) == 46.4
    by_hand = 46.4 * 2.718281828 ** (-0.0155 * 50 + 0.0169 * 22)
    assert wind.radius_of_maximum_wind(50, [22, -22]) == pytest.approx([by_hand, by_hand])


@settings(deadline=None, derandomize=True, max_examples=60)
@given(drop=some.floats(5, 100), radius=some.floats(10, 80), b=some.floats(1, 2.5))
def test_closed_forms_without_rotation(drop, radius, b):
    distance = np.linspace(0, 500, 1001)
    found = wind.holland(distance, drop, radius, b, latitude=0)
    largest = np.sqrt(b * 100 * drop / (wind.AIR_DENSITY * np.e))
    assert wind.holland(radius, drop, radius, b, 0) == pytest.approx(largest)
    assert found.max() <= largest * (1 + 1e-12)
    assert found[0] == 0 and (found >= 0).all()
    # far out (R/r)^(B/2): the exponential has become 1 there
    assert wind.holland(1e5, drop, radius, b, 0) == pytest.approx(
        np.sqrt(b * 100 * drop / wind.AIR_DENSITY) * (radius / 1e5) ** (b / 2), rel=1e-2
    )
    # and B, wind and drop belong together
    assert wind.holland_b(largest, drop) == pytest.approx(b)


def test_rotation_of_the_earth_weakens_the_wind_on_both_halves():
    north, south, equator = (wind.holland(100, 50, 35, 1.5, one) for one in (22, -22, 0))
    assert north == south < equator


# ---- the wind of a track -----------------------------------------------------------------


def around(storm, distance_km, places=360, **arguments):
    """Return the winds on a circle around the storm's first fix, from north to east."""
    centre = storm.iloc[0]
    angle = np.radians(np.arange(places) * 360 / places)
    degrees = distance_km / (np.radians(1) * wind.EARTH_RADIUS_KM)
    latitude = centre["latitude"] + degrees * np.cos(angle)
    longitude = centre["longitude"] + degrees * np.sin(angle) / np.cos(
        np.radians(centre["latitude"])
    )
    return wind.maximum_wind(storm, latitude, longitude, **arguments).to_numpy()[0]


@pytest.mark.parametrize("pressure", [956.0, 930.0, 990.0, np.nan])
@pytest.mark.parametrize("latitude", [22.0, -22.0, 5.0])
def test_recorded_wind_stands_at_the_radius(pressure, latitude):
    storm = still(45.0, pressure=pressure, latitude=latitude)
    radius = wind.radius_of_maximum_wind(45 / 0.9, latitude)
    assert around(storm, radius, 8) == pytest.approx([45.0] * 8, abs=0.05)
    # nowhere more than a hair above it, and less on both sides of the radius
    near = [around(storm, share * radius, 1)[0] for share in (0.5, 0.9, 1, 1.1, 1.5, 4)]
    assert max(near) < 45.1
    assert near[0] < near[2] > near[4] > near[5]


def moving(latitude=22.0, east=-0.3, north=0.0, hours=6):
    """Return a storm that moves on a straight line, with fixes before and after the first."""
    rows = [
        (hour, latitude + north * hour, 113.5 + east * hour, 45.0, np.nan, 956.0)
        for hour in (-hours, 0, hours)
    ]
    return track(rows)


def one_moment(storm, places, share=0.55):
    """Return the winds at the middle fix alone, for which a lone step is enough."""
    from resilience_helpers.methods import _cyclone

    (fixes,) = _cyclone.storms(storm)[1]
    middle = _cyclone.Fixes(*(getattr(fixes, f)[1:2] for f in fixes.__dataclass_fields__))
    points = _cyclone.unit_vectors(*map(np.array, zip(*places, strict=True)))
    return _cyclone.largest(middle, points, 300, share, 0), fixes.speed[1]


@pytest.mark.parametrize("latitude, stronger", [(22.0, "right"), (-22.0, "left")])
def test_motion_adds_to_the_right_side_north_of_the_equator(latitude, stronger):
    degrees = 35 / (np.radians(1) * wind.EARTH_RADIUS_KM)
    right, left = (latitude + degrees, 113.5), (latitude - degrees, 113.5)  # it moves west
    found, _speed = one_moment(moving(latitude), [right, left])
    assert (found[0] > found[1]) == (stronger == "right")


@pytest.mark.parametrize("share", [0.0, 0.55, 1.0])
def test_two_sides_differ_by_twice_the_share_of_the_motion(share):
    degrees = wind.radius_of_maximum_wind(0, 22) / 2 / (np.radians(1) * wind.EARTH_RADIUS_KM)
    places = [(22 + degrees, 113.5), (22 - degrees, 113.5)]
    found, speed = one_moment(moving(), places, share)
    # 0.3 degrees of longitude an hour at 22 N
    assert speed == pytest.approx(0.3 * 111.195 * np.cos(np.radians(22)) / 3.6, rel=1e-3)
    assert found[0] - found[1] == pytest.approx(2 * share * speed, abs=0.1)


def test_strongest_side_of_a_moving_storm_has_the_recorded_wind():
    places = [(22 + step / 100, 113.5) for step in range(5, 80)]
    found, _speed = one_moment(moving(), places)
    assert found.max() == pytest.approx(45.0, abs=0.1)


def test_direction_of_the_motion_only_turns_the_field():
    found = [around(moving(0.01, *way), 60.0, 72).max() for way in ((0.3, 0), (0, 0.3), (-0.3, 0))]
    assert found == pytest.approx([found[0]] * 3, rel=3e-3)


def test_missing_values_follow_the_stated_rules():
    # the 10-minute wind divided by 0.88 stands in for the 1-minute wind
    near = (22.3, 113.5)
    ten = wind.maximum_wind(still(np.nan, ten=39.6), *near)
    assert ten.equals(wind.maximum_wind(still(45.0), *near))
    assert wind.maximum_wind(still(45.0, ten=10.0), *near).equals(ten)
    # without any wind, the pressure gives it: sqrt(b_s D / (rho e))
    drop = 1010 - 956
    b = wind.holland_b_2008(drop, 22)
    strongest = np.sqrt(b * 100 * drop / (wind.AIR_DENSITY * np.e))
    by_pressure = around(still(np.nan), wind.radius_of_maximum_wind(strongest / 0.9, 22), 1)
    assert by_pressure == pytest.approx(strongest, abs=0.1)
    # the way back: a missing pressure is the one that gives this wind
    both = [around(still(strongest, pressure=p), 120.0, 1)[0] for p in (956.0, np.nan)]
    assert both[0] == pytest.approx(both[1], abs=0.01)
    # with neither there is no wind
    assert wind.maximum_wind(still(np.nan, pressure=np.nan), *near).to_numpy() == 0


def test_storm_between_two_fixes_is_not_lost():
    # the centre is 190 km away at both fixes and passes over the place between them
    storm = track([(0, 22, 115.3, 45, np.nan, 956), (12, 22, 111.7, 45, np.nan, 956)])
    radius_north = 22 + 33 / 111.195
    assert wind.maximum_wind(storm, radius_north, 113.5).to_numpy() > 43
    coarse = wind.maximum_wind(storm, radius_north, 113.5, step_minutes=720).to_numpy()
    assert coarse < 25


def test_finer_steps_change_little():
    places = np.meshgrid(np.linspace(21.8, 22.7, 7), np.linspace(113.1, 114.0, 7))
    places = [side.ravel() for side in places]
    hourly, fine = (
        wind.maximum_wind(moving(), *places, step_minutes=step).to_numpy() for step in (60, 5)
    )
    assert (fine >= hourly - 0.2).all()
    assert np.abs(fine - hourly).max() < 3
    half = wind.maximum_wind(moving(), *places, step_minutes=30).to_numpy()
    assert np.abs(fine - half).max() < 1


def test_weak_and_far_winds_are_zero():
    found = wind.maximum_wind(still(), [22.3, 22.3], [113.5, 118.5], reach_km=300)
    assert found.to_numpy()[0, 1] == 0
    assert wind.maximum_wind(still(17.0), 22.3, 113.5).to_numpy() == 0
    assert wind.maximum_wind(still(17.0), 22.3, 113.5, least_m_s=5).to_numpy() > 10
    assert wind.maximum_wind(still(), 22.0, 113.5).to_numpy() == 0  # the eye


def test_storms_keep_their_order_and_do_not_mix():
    other = still(60.0).assign(storm="B")
    mixed = pd.concat([other, moving()]).iloc[[1, 0, 2, 3]]
    found = wind.maximum_wind(mixed, [22.3], [113.5])
    assert found.index.tolist() == ["A", "B"]
    alone = wind.maximum_wind(moving(), [22.3], [113.5])
    assert found.loc["A"].equals(alone.loc["A"])


@pytest.mark.parametrize(
    "change, told",
    [
        ({"latitude": [22.0, np.nan, 22.0]}, "latitude holds nan at position 1"),
        ({"wind_1min_m_s": [45.0, -1.0, 45.0]}, "wind_1min_m_s holds -1.0 at position 1"),
        ({"pressure_hpa": [956.0, np.inf, 956.0]}, "pressure_hpa holds inf"),
        ({"time_utc": ["2017-08-23"] * 3}, "the times of storm A must increase"),
        ({"time_utc": ["2017-08-23", None, "2017-08-25"]}, "time_utc is missing in a row"),
        ({"storm": [None] * 3}, "without the name"),
    ],
)
def test_bad_tracks_are_refused(change, told):
    with pytest.raises(ValueError, match=told):
        wind.maximum_wind(moving().assign(**change), 22.3, 113.5)


@pytest.mark.parametrize(
    "arguments, told",
    [
        ({"latitude": 95}, "latitude is 95.0; it must lie between -90 and 90"),
        ({"longitude": np.nan}, "longitude is nan"),
        ({"step_minutes": 0}, "step_minutes is 0; it must be 1 or more"),
        ({"reach_km": -1}, "reach_km is -1.0"),
        ({"translation_share": 55}, "translation_share is 55.0; it must lie between 0 and 1"),
    ],
)
def test_bad_arguments_are_refused(arguments, told):
    with pytest.raises(ValueError, match=told):
        wind.maximum_wind(still(), **({"latitude": 22.3, "longitude": 113.5} | arguments))
    with pytest.raises(ValueError, match="has no column pressure_hpa"):
        wind.maximum_wind(still().drop(columns="pressure_hpa"), 22.3, 113.5)
    with pytest.raises(ValueError, match="tracks has no fix"):
        wind.maximum_wind(still().iloc[:0], 22.3, 113.5)


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: wind.holland(-1, 50, 35, 1.5, 22), "distance_km is -1.0"),
        (lambda: wind.holland(1, -50, 35, 1.5, 22), "pressure_drop_hpa is -50.0"),
        (lambda: wind.holland(1, 50, 0, 1.5, 22), "radius_km is 0.0; it must be above 0"),
        (lambda: wind.holland(1, 50, 35, 0, 22), "b is 0.0; it must be above 0"),
        (lambda: wind.holland([1, np.nan], 50, 35, 1, 22), "distance_km holds nan at position 1"),
        (lambda: wind.holland_b(40, 0), "pressure_drop_hpa is 0.0; it must be above 0"),
        (lambda: wind.holland_b_2008(250, 22), "pressure_drop_hpa is 250.0"),
        (lambda: wind.radius_of_maximum_wind(-5, 22), "max_wind_m_s is -5.0"),
    ],
)
def test_bad_numbers_are_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()


# ---- the stochastic set ------------------------------------------------------------------


def test_perturbed_storms_have_the_stated_spread():
    made = storms.perturb(moving(), copies=3000, seed=3, shift_km=50, wind_percent=10)
    first = made.groupby("storm", sort=False).first()
    assert len(first) == 3000 and len(made) == 9000
    km = np.radians(1) * wind.EARTH_RADIUS_KM
    north = (first["latitude"] - moving()["latitude"].iloc[0]) * km
    east = (first["longitude"] - moving()["longitude"].iloc[0]) * km * np.cos(np.radians(22))
    factor = first["wind_1min_m_s"] / 45
    # four standard errors
    for one, spread in ((north, 50), (east, 50)):
        assert abs(one.mean()) < 4 * spread / np.sqrt(3000)
        assert one.std() == pytest.approx(spread, rel=4 / np.sqrt(2 * 3000))
    assert abs(factor.mean() - 1) < 4 * 0.1 / np.sqrt(3000)
    assert factor.std() == pytest.approx(0.1, rel=0.06)
    assert np.allclose(1010 - first["pressure_hpa"], 54 * factor**2)
    # a storm moves as a whole
    lengths = made.groupby("storm")["latitude"].agg(lambda fixes: fixes.max() - fixes.min())
    assert np.allclose(lengths, np.ptp(moving()["latitude"]))


def test_perturbing_by_nothing_changes_nothing_and_seeds_repeat():
    same = storms.perturb(moving(), copies=2, seed=1, shift_km=0, wind_percent=0)
    columns = ["latitude", "longitude", "wind_1min_m_s", "pressure_hpa"]
    assert np.allclose(same[columns][:3], moving()[columns])
    assert same["storm"].unique().tolist() == ["A/1", "A/2"]
    one, two, other = (storms.perturb(moving(), copies=2, seed=seed) for seed in (5, 5, 6))
    assert one.equals(two) and not one.equals(other)


def test_perturbing_keeps_missing_values_and_the_given_table():
    given_track = still(np.nan, ten=39.0, pressure=np.nan)
    before = given_track.copy()
    made = storms.perturb(given_track, copies=1, seed=1)
    assert made[["wind_1min_m_s", "pressure_hpa"]].isna().all(axis=None)
    assert given_track.equals(before)


def test_simulated_years_are_poisson():
    year, storm = storms.simulate_years([1.0, 0.5, 0.0], years=20_000, seed=7)
    counts = np.bincount(year, minlength=20_000)
    assert counts.mean() == pytest.approx(1.5, abs=4 * np.sqrt(1.5 / 20_000))
    # of a Poisson number, variance and mean are the same, and exp(-1.5) of the years are empty
    assert counts.var() == pytest.approx(1.5, rel=0.05)
    assert (counts == 0).mean() == pytest.approx(np.exp(-1.5), abs=0.015)
    assert (storm == 1).mean() == pytest.approx(1 / 3, abs=0.012)
    assert not (storm == 2).any() and (np.diff(year) >= 0).all()


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: storms.simulate_years([-0.1], 10, 1), "frequency holds -0.1 at position 0"),
        (lambda: storms.simulate_years([0.0], 10, 1), "one of them above 0"),
        (lambda: storms.simulate_years([0.1], 0, 1), "years is 0; it must be 1 or more"),
        (lambda: storms.perturb(moving(), 0, 1), "copies is 0"),
        (lambda: storms.perturb(moving(), 1, 1, shift_km=-1), "shift_km is -1.0"),
        (lambda: storms.perturb(moving(), 1, 1, wind_percent=-1), "wind_percent is -1.0"),
    ],
)
def test_bad_sets_are_refused(call, told):
    with pytest.raises(ValueError, match=told):
        call()
