"""`adaptation.thermal` against thermofeel and published values."""

import numpy as np
import pytest
import thermofeel

from resilience_helpers.adaptation import thermal


def test_indices_equal_thermofeel():
    hot, damp = np.array([28.0, 34, 40]), np.array([80.0, 60, 40])
    radiant, wind, kelvin = hot + 25, np.array([1.0, 2, 5]), hot + 273.15
    dew = thermofeel.calculate_dew_point_from_relative_humidity(damp, kelvin)
    vapour = thermofeel.calculate_saturation_vapour_pressure(kelvin) * damp / 100
    pairs = [
        (thermal.heat_index(hot, damp), thermofeel.calculate_heat_index_simplified(kelvin, damp)),
        (thermal.wet_bulb_globe(hot, damp), thermofeel.calculate_wbgt_simple(kelvin, damp)),
        (
            thermal.wet_bulb_globe(hot, damp, radiant, wind),
            thermofeel.calculate_wbgt(kelvin, radiant + 273.15, wind, dew),
        ),
        (
            thermal.utci(hot, damp, radiant, wind),
            thermofeel.calculate_utci(kelvin, wind, radiant + 273.15, ehPa=vapour),
        ),
    ]
    for ours, theirs in pairs:
        assert ours == pytest.approx(theirs - 273.15, abs=1e-9)


@pytest.mark.parametrize(
    "air, radiant, wind, published",
    [(25, 27, 1, 25.2), (19, 24, 1, 20.0), (19, 14, 1, 16.8), (27, 22, 10, 20.0),
     (27, 22, 16, 15.8), (30, 27, 1, 29.6), (9, 9, 1, 8.7)],
)  # fmt: skip
def test_utci_agrees_with_the_validation_table(air, radiant, wind, published):
    # Tartarini, validation data of comfort models, at 50 percent humidity
    assert thermal.utci(air, 50, radiant, wind) == pytest.approx(published, abs=0.1)


def test_heat_index_and_wbgt_by_published_values():
    # the same validation data; and 90 deg F, 60 percent: 99.7 deg F (Rothfusz, NWS)
    assert thermal.heat_index(30, 80) == pytest.approx(37.7, abs=0.1)
    assert thermal.heat_index((90 - 32) / 1.8, 60) == pytest.approx((99.7 - 32) / 1.8, abs=0.1)
    # ACSM by hand, 30 deg C and 50 percent: e = 21.2 hPa
    e = 0.5 * 6.105 * np.exp(17.27 * 30 / (237.7 + 30))
    assert thermal.wet_bulb_globe(30, 50) == pytest.approx(0.567 * 30 + 0.393 * e + 3.94, abs=0.02)


def test_shade_helps_more_than_the_air_shows():
    sun, shade = thermal.utci(36, 55, [62, 39], 2)
    assert sun - shade > 4
    in_sun, in_shade = thermal.wet_bulb_globe(36, 55, [62, 39], 2)
    assert in_sun > in_shade


def test_bands_begin_where_published():
    names = thermal.stress_band([25.9, 26, 32, 38, 45.9, 46])
    assert list(names) == [
        "no heat stress", "moderate heat stress", "strong heat stress",
        "very strong heat stress", "very strong heat stress", "extreme heat stress",
    ]  # fmt: skip
    # Kjellstrom et al. 2009, table 2, as InVEST has it
    assert thermal.work_loss([27.4, 27.5, 29.5, 31.5]).tolist() == [0, 25, 50, 75]
    assert thermal.work_loss([31.4, 31.5, 32, 32.5], "light").tolist() == [0, 25, 50, 75]
    assert thermal.work_loss(30.0) == 50.0


def test_wbgt_in_the_sun_lies_as_far_from_the_energy_balance_as_the_docstring_says():
    hot, damp = np.array([33.1, 36.2, 40.1]), np.array([62.0, 54, 42])
    wind, sun, beam = np.array([3.1, 2, 1.5]), np.full(3, 850.0), np.full(3, 0.75)
    balance = thermofeel.calculate_wbgt_liljegren(
        hot + 273.15, damp, np.full(3, 1005.0), wind, sun, beam, np.full(3, 0.8)
    )
    below = balance - 273.15 - thermal.wet_bulb_globe(hot, damp, hot + 25, wind)
    above = thermal.wet_bulb_globe(hot, damp) - balance + 273.15
    assert (below > 1.5).all() and (below < 3.5).all()
    assert (above > 1).all() and (above < 3).all()


def test_calm_air_brings_the_globe_to_the_radiant_heat():
    # 0.7 Tw + 0.2 Tg + 0.1 T with Tg the radiant heat: 10 deg C more of it make 2 more
    low, high = thermal.wet_bulb_globe(30, 50, [40, 50], 0)
    assert high - low == pytest.approx(2, abs=0.01)


def test_results_have_the_shape_of_the_arguments():
    for index in (thermal.heat_index, thermal.wet_bulb_globe):
        assert isinstance(index(30, 50), float) and index([30, 31], [[50], [60]]).shape == (2, 2)
    assert isinstance(thermal.utci(30, 50, 40, 1), float)
    assert thermal.utci(30, 50, [40, 50, 60], 1).shape == (3,)
    assert thermal.stress_band(46) == "extreme heat stress"
    assert thermal.stress_band([[30, 40]]).shape == (1, 2)


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: thermal.heat_index(20, 50), "temperature_c is 20.0; it must lie from 27 to 50"),
        (lambda: thermal.heat_index(30, 0.5), "humidity_percent is 0.5; it must lie from 13"),
        (lambda: thermal.wet_bulb_globe(30, 50, radiant_c=60), "belong together"),
        (lambda: thermal.wet_bulb_globe(30, 50, 60, -1), "wind_m_s is -1.0"),
        (lambda: thermal.utci(30, 50, 30, 0.2), "wind_m_s is 0.2; it must lie from 0.5"),
        (lambda: thermal.utci(30, 50, 101, 1), "radiant_c is 101.0"),
        (lambda: thermal.utci(45, 90, 50, 1), "vapour pressure is above 50 hPa"),
        (lambda: thermal.stress_band(np.nan), "utci_c is nan"),
        (lambda: thermal.work_loss(30, "hard"), "work is 'hard'; it must be one of"),
        (lambda: thermal.heat_index(50, 100), "with this temperature the heat index is above 60"),
        (lambda: thermal.heat_index(41, 60), "heat index is above 60"),
        (lambda: thermal.utci(40, 72, 50, 1), "humidity_percent is 72.0; with this temperature"),
        (lambda: thermal.heat_index(51, 20), "temperature_c is 51.0"),
        (lambda: thermal.wet_bulb_globe(30, 50, 600, 1), "radiant_c is 600.0; it must lie from"),
        (lambda: thermal.wet_bulb_globe(30, 50, wind_m_s=1), "belong together"),
        (lambda: thermal.wet_bulb_globe(30, 100), "humidity_percent is 100.0"),
        (lambda: thermal.utci(30, 50, 30, 17.1), "wind_m_s is 17.1"),
        (lambda: thermal.utci(30, 50, -1, 1), "radiant_c is -1.0"),
        (lambda: thermal.utci(30, 50, [30, 40], [1, 2, 3]), r"radiant_c \(2,\), wind_m_s \(3,\)"),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()
