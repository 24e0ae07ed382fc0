"""The surroundings of each cell of a grid: distances, sums and weighted means."""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse, yes_no

#: A cell at the very end of a reach counts in, whatever the rounding of a root [m].
ROUNDING = 1e-6


def distances(cell_m: float, reach_m: float) -> np.ndarray:
    """Distance [m] of the cells around one to its middle, as far as the reach."""
    many = int(reach_m / cell_m + 1e-9)
    down, right = np.mgrid[-many : many + 1, -many : many + 1]
    return cell_m * np.hypot(down, right)


def summed(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Sum of the values around each cell, weighted; nothing lies beyond the edge."""
    # by Fourier transform, as a wide surrounding has a thousand cells
    shape = np.add(values.shape, weight.shape) - 1
    product = np.fft.rfft2(values, shape) * np.fft.rfft2(weight, shape)
    row, column = np.array(weight.shape) // 2
    whole = np.fft.irfft2(product, shape)
    # the transform leaves dust in the last digits
    return whole[row : row + values.shape[0], column : column + values.shape[1]].round(12) + 0.0


def weighted_mean(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return summed(values, weight) / summed(np.ones_like(values), weight)


def grid(name: str, values: np.ndarray) -> np.ndarray:
    if values.ndim != 2 or not values.size:
        told = _("{name} has shape {shape}; it must be a grid of rows and columns")
        raise ValueError(told.format(name=name, shape=values.shape))
    return values


def length(name: str, value: float) -> float:
    length = numbers(name, value)
    refuse(name, length, length <= 0, _("it must be above 0, in metres"))
    return float(length)


def green_cells(green: ArrayLike) -> np.ndarray:
    """Return a grid of 1 and 0 as truth values."""
    return grid("green", yes_no("green", green))
