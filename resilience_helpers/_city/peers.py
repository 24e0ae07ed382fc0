"""Cities like one's own: how far apart two profiles are."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from resilience_helpers import datasets
from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse, whole_number

if TYPE_CHECKING:
    from resilience_helpers.city import City

#: Counted in powers of ten: ten million to one million is as far as one million to 100,000.
LOGARITHMIC = ("residents", "residents_per_km2")


def peers(city: "City", n: int = 5, annual_rain_mm: float | None = None) -> pd.DataFrame:
    """Return the cities of the course's stories whose profile is nearest.

    Residents and residents per km2 are compared, and the rain of a year where it is given. A
    difference counts in sample standard deviations (n - 1) of the number over the other cities
    that have it; residents and density by their logarithm, base 10. The distance is the root
    of the mean of the squared differences [1]_. A number that a city lacks counts as it does
    on average over the cities that have it: ignorance makes a city neither near nor far.

    The distance sees nothing else: no hazard, no coast or river, no money, no law, no
    language. Gross domestic product is left out, as the table has it for two cities only.

    Parameters
    ----------
    city : City
        The own city; it is no peer of itself.
    n : int
        How many cities; 1 or more.
    annual_rain_mm : float, optional [mm]
        Rain of the own city in an average year.

    Returns
    -------
    pandas.DataFrame
        The nearest city first. Columns city, country, distance [standard deviations], the
        numbers compared, and unknown: which of them the table lacks.

    Raises
    ------
    TypeError
        If `city` is no `City`, or `n` no whole number.
    ValueError
        If `n` is below 1, or the rain is not plausible.

    References
    ----------
    .. [1] Gower, J. C. (1971). A general coefficient of similarity and some of its
       properties. Biometrics 27, 857-871, on distances over several kinds of numbers.
       Standard deviations instead of ranges, and the rule for gaps, are the course's.

    Examples
    --------
    >>> from resilience_helpers.city import load_city
    >>> found = peers(load_city("lanwan"), n=2)
    >>> found[["city", "distance"]].round(2).to_numpy().tolist()
    [['Zhuhai', 0.01], ['Madrid', 0.76]]
    """
    own = _own_numbers(city, annual_rain_mm)
    count = whole_number("n", n, least=1)
    table = datasets.load("cities")
    table = table[table["city"].str.casefold() != city.name.strip().casefold()]
    table = table.assign(
        residents=table["resident_population"].astype(float),
        residents_per_km2=table["resident_population"] / table["area_km2"],
    )
    compared = table[list(own)].astype(float)
    squares = standardised_differences(pd.Series(own), compared) ** 2
    found = table[["city", "country"]].assign(
        distance=np.sqrt(squares.fillna(squares.mean()).mean(axis=1)),
        **compared,
        unknown=[
            ", ".join(row.index[row.isna()]) or _("nothing") for _place, row in compared.iterrows()
        ],
    )
    found = found.sort_values(["distance", "city"]).head(count).reset_index(drop=True)
    found.attrs = {}
    return found


def standardised_differences(own: pd.Series, others: pd.DataFrame) -> pd.DataFrame:
    """Return how many standard deviations each number of the others lies from one's own.

    Parameters
    ----------
    own : pandas.Series
        One number for each column of `others`.
    others : pandas.DataFrame
        One row a city; NaN where a number is unknown.

    Returns
    -------
    pandas.DataFrame, shape of `others` [standard deviations]
        Signed; NaN where a number is unknown.
    """
    logged = [column for column in others if column in LOGARITHMIC]
    scaled, mine = others.copy(), own.astype(float).copy()
    scaled[logged] = np.log10(scaled[logged])
    mine[logged] = np.log10(mine[logged])
    return (scaled - mine) / scaled.std(ddof=1)


def _own_numbers(city: "City", rain_mm: float | None) -> dict[str, float]:
    """Return the numbers of the own city that can be compared."""
    from resilience_helpers.city import City

    if not isinstance(city, City):
        raise TypeError(
            _("city is {city!r}; it must be a City, as load_city gives it").format(city=city)
        )
    own = {"residents": city.population, "residents_per_km2": city.population / city.area_km2}
    if rain_mm is not None:
        rain = numbers("annual_rain_mm", rain_mm)
        refuse("annual_rain_mm", rain, (rain < 0) | (rain > 15_000), _("it must be 0 to 15,000 mm"))
        own["annual_rain_mm"] = float(rain)
    return own
