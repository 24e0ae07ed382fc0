"""Checks of arguments that all subject files share."""

from collections.abc import Iterable
from numbers import Integral

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _


def numbers(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats; refuse words, dates and missing or infinite numbers."""
    try:
        array = np.asarray(values)
    except ValueError:  # lists of different lengths
        array = np.asarray("not a table")
    kind = array.dtype.kind
    # only a mixed array can hold words, and looking for them takes long in a large one
    if kind not in "iufO" or kind == "O" and any(isinstance(one, str) for one in array.flat):
        raise TypeError(_("{name} must hold numbers").format(name=name))
    try:
        array = array.astype(float)
    except (TypeError, ValueError):
        raise TypeError(
            _("{name} must hold numbers, and none may be missing").format(name=name)
        ) from None
    refuse(name, array, ~np.isfinite(array), _("every value must be a finite number"))
    return array


def refuse(name: str, values: np.ndarray, bad: np.ndarray, rule: str) -> None:
    """Raise a ValueError that names the first value of `values` where `bad` holds."""
    if not bad.any():
        return
    if values.ndim == 0:
        raise ValueError(
            _("{name} is {value}; {rule}").format(name=name, value=float(values), rule=rule)
        )
    first = tuple(int(place) for place in np.argwhere(bad)[0])
    raise ValueError(
        _("{name} holds {value} at position {position} (counted from 0); {rule}").format(
            name=name,
            value=float(values[first]),
            rule=rule,
            position=first[0] if len(first) == 1 else first,
        )
    )


def whole_number(name: str, value: object, least: int) -> int:
    """Return `value` as an int; refuse what is not a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(
            _("{name} is {value!r}; it must be a whole number").format(name=name, value=value)
        )
    if value < least:
        raise ValueError(
            _("{name} is {value}; it must be {least} or more").format(
                name=name, value=value, least=least
            )
        )
    return int(value)


def fractions(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats between 0 and 1; refuse percent."""
    array = numbers(name, values)
    rule = _("it must lie between 0 and 1; divide percent by 100")
    refuse(name, array, (array < 0) | (array > 1), rule)
    return array


def yes_no(name: str, values: ArrayLike) -> np.ndarray:
    """Return a list of True and False, or of 1 and 0, as truth values."""
    array = np.asarray(values)
    array = numbers(name, array.astype(int) if array.dtype.kind == "b" else array)
    rule = _("every value must be True or False, or 1 or 0")
    refuse(name, array, (array != 0) & (array != 1), rule)
    return array.astype(bool)


def same_cases(**given: ArrayLike) -> None:
    """Refuse two series unless they are lists of the same cases, in the same order."""
    (first, one), (second, two) = given.items()
    if np.shape(one) != np.shape(two) or len(np.shape(one)) != 1 or not np.size(one):
        told = _(
            "{first} has shape {one} and {second} {two}; each must be a list with one value "
            "for each case"
        )
        raise ValueError(
            told.format(first=first, one=np.shape(one), second=second, two=np.shape(two))
        )
    indexes = [series.index for series in (one, two) if hasattr(series, "iloc")]
    if len(indexes) == 2 and not indexes[0].equals(indexes[1]):
        told = _("{first} and {second} have different indexes; they must be of the same cases")
        raise ValueError(told.format(first=first, second=second))


def one_list(name: str, values: ArrayLike, fewest: int) -> np.ndarray:
    """Return one list of at least `fewest` finite numbers as floats."""
    array = numbers(name, values)
    if array.ndim != 1 or array.size < fewest:
        told = _("{name} has shape {shape}; it must be one list of at least {fewest} values")
        raise ValueError(told.format(name=name, shape=array.shape, fewest=fewest))
    return array


def one_of(name: str, value: object, names: Iterable[str]) -> None:
    """Refuse a word that is not among `names`."""
    if value not in tuple(names):
        told = _("{name} is {value!r}; it must be one of {names}")
        raise ValueError(told.format(name=name, value=value, names=", ".join(names)))


def between_0_and_1(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats that lie between 0 and 1, both excluded."""
    array = numbers(name, values)
    rule = _("it must lie between 0 and 1, both excluded; divide percent by 100")
    refuse(name, array, (array <= 0) | (array >= 1), rule)
    return array


def zero_or_more(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats; refuse a negative one."""
    array = numbers(name, values)
    refuse(name, array, array < 0, _("it must be zero or more"))
    return array


def above_zero(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats; refuse zero and a negative one."""
    array = numbers(name, values)
    refuse(name, array, array <= 0, _("it must be above 0"))
    return array


def has_columns(name: str, frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a table that lacks a column; name all that are missing."""
    missing = [str(column) for column in columns if column not in frame]
    if missing:
        told = _("{name} has no column {missing}")
        raise ValueError(told.format(name=name, missing=", ".join(missing)))


def rates(name: str, values: ArrayLike) -> np.ndarray:
    """Return rates as floats; refuse percent and negative ones."""
    array = numbers(name, values)
    rule = _("a rate must lie between 0 and 1; divide percent by 100")
    refuse(name, array, (array < 0) | (array > 1), rule)
    return array


def plain(result: ArrayLike) -> float | np.ndarray:
    """Return a single number as a float, and anything else as it is."""
    return float(result) if np.ndim(result) == 0 else result
