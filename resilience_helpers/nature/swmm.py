"""The drains of a few streets in EPA's Storm Water Management Model (SWMM 5.2).

`input_text` writes the model as SWMM reads it, a plain text that any engineer can open;
`run` lets the engine drain a storm and gives back what matters. The engine holds one model in
a process at a time: runs follow each other, each in a folder of its own that is removed.

References
----------
.. [1] Rossman, L. A. and Simon, M. A. (2022). Storm Water Management Model User's Manual, version
   5.2. US Environmental Protection Agency, EPA/600/R-22/030.
.. [2] Rossman, L. A. and Huber, W. C. (2016). SWMM Reference Manual, volumes I and III. US
   Environmental Protection Agency, EPA/600/R-15/162A and EPA/600/R-16/093.
"""

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, one_list, refuse
from resilience_helpers.nature._swmm_input import OUTFALL, manhole, model_text

#: Hours that the model runs on after the rain, until the pipes are empty.
HOURS_AFTER = 4
#: The engine holds one model in a process: threads wait for each other.
ENGINE = threading.Lock()


@dataclass(frozen=True)
class Drained:
    """What SWMM says of one storm.

    Attributes
    ----------
    hydrograph : pandas.Series [m3/s]
        Flow at the outfall. Index: minutes since the start of the storm.
    peak_m3_s : float [m3/s]
        Largest flow at the outfall.
    rain_m3, soaked_m3, stored_m3, runoff_m3 : float [m3]
        Rain on the catchment; what soaked into the ground; what still stood on the ground or in
        the measures at the end; what ran to the pipes.
    outflow_m3, flooded_m3 : float [m3]
        What left by the outfall, and what rose out of the manholes.
    flooded : pandas.Series [m3]
        The same water for each manhole. Index: blocks.
    error_runoff_percent, error_routing_percent : float [percent]
        Continuity errors: the water that the engine lost or made on the ground, and in the
        pipes. Above 1 percent do not trust the run.
    """

    hydrograph: pd.Series
    peak_m3_s: float
    rain_m3: float
    soaked_m3: float
    stored_m3: float
    runoff_m3: float
    outflow_m3: float
    flooded_m3: float
    flooded: pd.Series
    error_runoff_percent: float
    error_routing_percent: float


def balance(runs: Mapping[str, Drained]) -> pd.DataFrame:
    """Put runs beside each other: their water, peaks and continuity errors.

    Parameters
    ----------
    runs : mapping of str to Drained
        Name -> run.

    Returns
    -------
    pandas.DataFrame
        One row for each number of a run, with the unit in its name; one column a run.

    Raises
    ------
    TypeError
        If `runs` holds something else than runs.

    Examples
    --------
    >>> from resilience_helpers import datasets
    >>> storm = pd.Series([5.0, 20.0, 10.0], index=[0, 5, 10])
    >>> drained = run(datasets.load("lanwan_catchment"), storm)
    >>> balance({"today": drained}).round(1).loc["rain_m3"].tolist()
    [8400.0]
    """
    for name, one in runs.items():
        if not isinstance(one, Drained):
            told = _("runs[{name!r}] is a {kind}; it must be what swmm.run gives")
            raise TypeError(told.format(name=name, kind=type(one).__name__))
    names = [one.name for one in fields(Drained) if one.name not in ("hydrograph", "flooded")]
    return pd.DataFrame(
        {title: [getattr(one, name) for name in names] for title, one in runs.items()}, index=names
    )


def input_text(
    catchment: pd.DataFrame,
    storm: pd.Series,
    measures: pd.DataFrame | None = None,
    saturation: float = 0.0,
) -> str:
    """Write a catchment, a storm and its measures as an input file of SWMM.

    Parameters
    ----------
    catchment : pandas.DataFrame
        The table ``lanwan_catchment``, or one like it: each block with its surfaces, its manhole
        and the pipe that leaves it.
    storm : pandas.Series [mm]
        Rain of each step, as `storms.chicago` gives it. Index: start of the step [min], evenly
        spaced whole minutes.
    measures : pandas.DataFrame, optional
        As `sponge.size` gives it. Its areas are spread over the blocks in proportion to their
        room. None: the catchment of today.
    saturation : float [fraction]
        How full the measures' layers are at the start, 0 to 1; ponds on them are empty.

    Returns
    -------
    str

    Raises
    ------
    KeyError, TypeError, ValueError
        If a column is missing or a value is out of its range, or a measure is larger than its
        surface.

    Notes
    -----
    Soft ground infiltrates by its curve number, hard ground keeps 1.5 mm in puddles. A measure
    takes its area from its own surface; the percentages of the rest are set anew. Water runs 10 m
    over a measure; what soaks through a green roof drains to the pipes. Pipes follow
    the full equations of motion; water that rises out of a manhole is lost [1]_.

    References
    ----------
    .. [1] Rossman and Simon (2022), chapters 3 and 5.

    Examples
    --------
    >>> from resilience_helpers import datasets
    >>> storm = pd.Series([5.0, 20.0, 10.0], index=[0, 5, 10])
    >>> written = input_text(datasets.load("lanwan_catchment"), storm)
    >>> [line for line in written.splitlines() if line.startswith("STORM")][1]
    'STORM 00:05 20.0000'
    """
    rain = one_list("storm", storm, fewest=2)
    refuse("storm", rain, rain < 0, _("it must be zero or more"))
    minutes = one_list("the index of storm", storm.index, fewest=2)
    step = minutes[1] - minutes[0]
    if step < 1 or step % 1 or (np.diff(minutes) != step).any() or minutes[0] != 0:
        raise ValueError(_("the index of storm must start at 0 in even steps of whole minutes"))
    full = float(fractions("saturation", saturation))
    return model_text(catchment, storm, int(step), measures, full, HOURS_AFTER)


def run(
    catchment: pd.DataFrame,
    storm: pd.Series,
    measures: pd.DataFrame | None = None,
    saturation: float = 0.0,
) -> Drained:
    """Drain a storm with SWMM.

    Parameters
    ----------
    catchment, storm, measures, saturation
        As for `input_text`.

    Returns
    -------
    Drained

    Raises
    ------
    KeyError, TypeError, ValueError
        As for `input_text`.
    RuntimeError
        If the engine refuses the model.

    Notes
    -----
    Needs pyswmm. A run of two hours of rain over six blocks takes less than a tenth of a second.
    Runs in several threads wait for each other. Only a process that is killed in the middle of a
    run leaves its files, in the temporary folder of the system.

    Examples
    --------
    >>> from resilience_helpers import datasets
    >>> storm = pd.Series([5.0, 20.0, 10.0], index=[0, 5, 10])
    >>> drained = run(datasets.load("lanwan_catchment"), storm)
    >>> round(drained.rain_m3), abs(drained.error_routing_percent) < 1
    (8400, True)
    """
    from pyswmm import Nodes, Simulation, SystemStats  # here, so that the library stays light

    written = input_text(catchment, storm, measures, saturation)
    area = float(numbers("area_ha", catchment["area_ha"]).sum())
    # where the engine still holds a file after an error, its message matters more than the file
    kept = tempfile.TemporaryDirectory(prefix="swmm", ignore_cleanup_errors=True)
    with ENGINE, kept as folder:
        file = Path(folder, "model.inp")
        file.write_text(written, encoding="utf-8")
        try:
            with Simulation(str(file)) as simulation:
                simulation.step_advance(60)
                nodes, system = Nodes(simulation), SystemStats(simulation)
                outfall = nodes[OUTFALL]
                flow = [outfall.total_inflow for _step in simulation]
                ground, pipes = system.runoff_stats, system.routing_stats
                flooded = {
                    block: nodes[manhole(place)].statistics["flooding_volume"]
                    for place, block in enumerate(catchment["block"])
                }
                largest = outfall.statistics["peak_total_inflow"]
        except Exception as error:  # the engine raises no kind of its own
            told = _("SWMM refuses the model: {error}")
            raise RuntimeError(told.format(error=" ".join(str(error).split()))) from error
    index = pd.Index(np.arange(1, len(flow) + 1), name="minute")
    # SWMM tells what happens on the ground in millimetres over the catchment
    on_ground = {name: 10 * area * ground[name] for name in ("rainfall", "infiltration", "runoff")}
    return Drained(
        hydrograph=pd.Series(flow, index=index, name="flow_m3_s"),
        peak_m3_s=largest,
        rain_m3=on_ground["rainfall"],
        soaked_m3=on_ground["infiltration"],
        stored_m3=10 * area * (ground["final_storage"] - ground["init_storage"]),
        runoff_m3=on_ground["runoff"] + 10 * area * ground["drains"],
        outflow_m3=pipes["outflow"],
        flooded_m3=pipes["flooding"],
        flooded=pd.Series(flooded, name="flooded_m3"),
        error_runoff_percent=ground["routing_error"],
        error_routing_percent=pipes["routing_error"],
    )
