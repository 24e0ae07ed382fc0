"""Benchmark of event losses: 100,000 assets x 1,000 events, a tenth of the cells not zero.

Run with ``make bench``. Prints the time of the best of three runs and the most memory that
the process held, and fails above 0.5 s or 1 GB. The losses are then added up in two ways
that must agree.
"""

import sys
import time

import numpy as np
from scipy.sparse import csr_array

from resilience_helpers.methods import impact

ASSETS, EVENTS, SHARE = 100_000, 1_000, 0.1
SECONDS, GIGABYTES = 0.5, 1.0


def peak_gigabytes() -> float | None:
    """Return the most memory that this process has held, or None where it is not told."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e9 / 1024)


def wind_set() -> tuple[np.ndarray, csr_array]:
    """Return values of assets, and winds at the tenth of the places that each event reaches."""
    random = np.random.default_rng(4)
    value = random.lognormal(1.0, 1.0, ASSETS)
    reached = int(ASSETS * SHARE)
    # each event reaches every tenth asset, from a start of its own
    start = random.integers(0, int(1 / SHARE), EVENTS, dtype=np.int32)
    places = start[:, None] + np.arange(reached, dtype=np.int32) * int(1 / SHARE)
    winds = random.uniform(17.5, 70.0, EVENTS * reached)
    ends = np.arange(EVENTS + 1, dtype=np.int32) * reached
    return value, csr_array((winds, places.ravel(), ends), shape=(EVENTS, ASSETS))


def main() -> int:
    """Run the benchmark; return 0 if time and memory stay within their limits."""
    value, winds = wind_set()
    taken = []
    for _run in range(3):
        start = time.perf_counter()
        losses = impact.event_losses(value, winds, impact.emanuel)
        taken.append(time.perf_counter() - start)
    peak = peak_gigabytes()
    frequency = np.full(EVENTS, 1 / 45)
    total = impact.average_annual_loss(losses, frequency)
    each = impact.average_annual_loss(losses, frequency, by="exposure")
    agree = np.isclose(each.sum(), total, rtol=1e-9)
    told = "not told here" if peak is None else f"{peak:.2f} GB (limit {GIGABYTES} GB)"
    print(f"event losses, {winds.nnz:,} cells: {min(taken):.2f} s (limit {SECONDS} s)")
    print(f"most memory of the process: {told}; sums agree: {agree}")
    return int(min(taken) > SECONDS or (peak or 0) > GIGABYTES or not agree)


if __name__ == "__main__":
    sys.exit(main())
