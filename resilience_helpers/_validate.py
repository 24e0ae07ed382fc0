"""Checks of arguments that all subject files share."""

from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _


def numbers(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats; refuse words, dates and missing or infinite numbers."""
    try:
        array = np.asarray(values)
    except ValueError:  # lists of different lengths
        array = np.asarray("not a table")
    if array.dtype.kind not in "iufO" or any(isinstance(one, str) for one in array.flat):
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
