"""Storms and years that did not come but might have: a stochastic set.

A record of a few decades holds few strong storms. A stochastic set fills the gaps between
them: `perturb` moves and changes the recorded storms, `simulate_years` deals them out to
many years. It adds no knowledge of storms unlike any on record.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import whole_number, zero_or_more
from resilience_helpers.methods._cyclone import EARTH_RADIUS_KM, ENVIRONMENT_HPA, check_columns


def perturb(
    tracks: pd.DataFrame, copies: int, seed: int, shift_km: float = 50.0, wind_percent: float = 10.0
) -> pd.DataFrame:
    """Storms that did not come but might have: each real one, moved and changed a little.

    Each copy of a track is moved as a whole, east and north by normal numbers with the
    standard deviation `shift_km`. Its winds are multiplied by one lognormal factor of mean 1
    and standard deviation `wind_percent`, and its pressure drop by the square of that factor.

    Parameters
    ----------
    tracks : pandas.DataFrame
        As for `maximum_wind`.
    copies : int
        Copies of each storm; 1 or more.
    seed : int
        Start of the random numbers; the same seed gives the same storms.
    shift_km : float [km]
        Standard deviation of the shift in each direction; zero or more.
    wind_percent : float [percent]
        Standard deviation of the wind's change; zero or more.

    Returns
    -------
    pandas.DataFrame
        `copies` times as many storms, named "storm/1", "storm/2" and so on. To keep the
        yearly number of storms, divide each frequency by `copies`.

    Raises
    ------
    ValueError
        If a number is out of its range or a column is missing.

    Notes
    -----
    A copy keeps its weakening over land at the old place: shifted inland, it is too strong
    there, shifted to sea too weak. Keep `shift_km` well below the radius within which the
    storms were collected, or the shifts thin out the storms.

    Examples
    --------
    >>> track = pd.DataFrame({"storm": ["A"], "time_utc": ["2017-08-23 00:00"], "latitude": [21.5],
    ...     "longitude": [114.5], "wind_1min_m_s": [46.0], "wind_10min_m_s": [39.0],
    ...     "pressure_hpa": [956.0]})
    >>> perturb(track, copies=2, seed=1)["storm"].tolist()
    ['A/1', 'A/2']
    """
    copies = whole_number("copies", copies, least=1)
    shift = zero_or_more("shift_km", shift_km)
    spread = np.sqrt(np.log1p((zero_or_more("wind_percent", wind_percent) / 100) ** 2))
    check_columns(tracks)
    code, names = pd.factorize(tracks["storm"])
    random = np.random.default_rng(seed)
    east, north, change = random.standard_normal((3, copies, len(names)))
    degrees = shift / (EARTH_RADIUS_KM * np.radians(1))
    made = []
    for copy in range(copies):
        moved = tracks.assign(storm=tracks["storm"].astype(str) + f"/{copy + 1}")
        moved["latitude"] += degrees * north[copy, code]
        moved["longitude"] += degrees * east[copy, code] / np.cos(np.radians(tracks["latitude"]))
        factor = np.exp(spread * change[copy, code] - spread**2 / 2)
        moved[["wind_1min_m_s", "wind_10min_m_s"]] *= factor[:, None]
        moved["pressure_hpa"] = ENVIRONMENT_HPA - factor**2 * (
            ENVIRONMENT_HPA - tracks["pressure_hpa"]
        )
        made.append(moved)
    return pd.concat(made, ignore_index=True)


def simulate_years(frequency: ArrayLike, years: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Deal storms out to years.

    The number of storms in a year is Poisson distributed with the sum of the frequencies as
    its mean; each storm is drawn from the set with a chance in proportion to its frequency.

    Parameters
    ----------
    frequency : array_like, shape (storms,) [1/year]
        How often each storm of the set comes; zero or more, at least one above 0.
    years : int
        Number of years; 1 or more.
    seed : int
        Start of the random numbers; the same seed gives the same years.

    Returns
    -------
    year : ndarray of int, shape (drawn,)
        Year of each drawn storm, counted from 0, in order.
    storm : ndarray of int, shape (drawn,)
        Its position in `frequency`. With a list of losses,
        ``np.bincount(year, losses[storm], minlength=years)`` is the loss of each year.

    Raises
    ------
    ValueError
        If a frequency is negative or missing, or none is above 0.
    TypeError
        If `years` is not a whole number.

    Notes
    -----
    Years are independent: there are no seasons with more storms than chance would bring.

    Examples
    --------
    >>> year, storm = simulate_years([0.5, 0.1], years=10_000, seed=1)
    >>> round(len(storm) / 10_000, 1), round(float((storm == 0).mean()), 2)
    (0.6, 0.83)
    """
    frequency = np.atleast_1d(zero_or_more("frequency", frequency))
    if frequency.ndim != 1 or not frequency.sum() > 0:
        told = _(
            "frequency has shape {shape} and the sum {total}; give one number for each storm, one of them above 0"
        )
        raise ValueError(told.format(shape=frequency.shape, total=float(frequency.sum())))
    years = whole_number("years", years, least=1)
    random = np.random.default_rng(seed)
    counts = random.poisson(frequency.sum(), years)
    chance = frequency / frequency.sum()
    return np.repeat(np.arange(years), counts), random.choice(len(chance), counts.sum(), p=chance)
