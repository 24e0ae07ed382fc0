"""Checks of arguments that are one number, or two lists of one length."""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers


def one_number(name: str, value: ArrayLike) -> np.ndarray:
    """Return one finite number as an array without dimension; refuse a list."""
    array = numbers(name, value)
    if array.ndim:
        told = _("{name} has shape {shape}; it must be one number")
        raise ValueError(told.format(name=name, shape=array.shape))
    return array


def same_shape(**given: np.ndarray) -> None:
    """Refuse two arrays of different shapes, unless one of them is a single number."""
    (first, one), (second, two) = given.items()
    if one.ndim and two.ndim and one.shape != two.shape:
        told = _("{first} has shape {one} and {second} {two}; give one for each")
        raise ValueError(told.format(first=first, one=one.shape, second=second, two=two.shape))
