"""Who can walk to what: access to daily services along the streets.

Distance runs along the street graph, not through walls and over rails. A service is within
reach if the shortest way to the nearest place that offers it takes no longer than the time
given [1]_.

References
----------
.. [1] GB 50180-2018, Standard for Urban Residential Area Planning and Design: the circle that
   meets daily needs within 15 minutes on foot, with 50,000 to 100,000 residents.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import has_columns, numbers, refuse, zero_or_more

if TYPE_CHECKING:
    import networkx


def street_graph(streets: pd.DataFrame) -> "networkx.Graph":
    """Make a graph of streets that can be walked both ways.

    Parameters
    ----------
    streets : pandas.DataFrame
        Columns ``from_node``, ``to_node`` and ``length_m`` [m], above 0. Of two streets
        between the same nodes the shorter one counts.

    Returns
    -------
    networkx.Graph
        Each edge has the attribute ``length_m``.

    Raises
    ------
    ValueError
        If a column is missing, or a length is missing or not above 0.

    Examples
    --------
    >>> square = pd.DataFrame({"from_node": [1, 2], "to_node": [2, 3], "length_m": [90, 60]})
    >>> street_graph(square).number_of_edges()
    2
    """
    import networkx

    has_columns("streets", streets, ("from_node", "to_node", "length_m"))
    length = numbers("length_m", streets["length_m"])
    refuse("length_m", length, length <= 0, _("a street must be longer than 0 m"))
    graph = networkx.Graph()
    for one, two, metres in zip(streets["from_node"], streets["to_node"], length, strict=True):
        known = graph.get_edge_data(one, two, {"length_m": np.inf})["length_m"]
        graph.add_edge(one, two, length_m=min(float(metres), known))
    return graph


def walking_minutes(
    graph: "networkx.Graph",
    origins: Iterable[Hashable],
    services: Mapping[str, Iterable[Hashable]],
    metres_per_second: float = 1.2,
) -> pd.DataFrame:
    """Time to walk from each origin to the nearest place of each service.

    Parameters
    ----------
    graph : networkx.Graph
        Streets with ``length_m`` [m], as `street_graph` makes them.
    origins : iterable of nodes
        Where people start.
    services : mapping of str to iterable of nodes
        For each service the nodes that offer it.
    metres_per_second : float [m/s]
        Walking speed, above 0 and at most 3.

    Returns
    -------
    pandas.DataFrame [minutes]
        One row an origin, one column a service; infinite where no street leads to it.

    Raises
    ------
    ValueError
        If a node is not in the graph, a street has no length, a service has no place, or the
        speed is out of range.

    Examples
    --------
    >>> streets = pd.DataFrame({"from_node": ["a", "b"], "to_node": ["b", "c"], "length_m": [720, 360]})
    >>> walking_minutes(street_graph(streets), ["a"], {"clinic": ["b"], "market": ["c"]}).loc["a"].tolist()
    [10.0, 15.0]
    """
    import networkx

    origins, speed = list(origins), numbers("metres_per_second", metres_per_second)
    refuse(
        "metres_per_second",
        speed,
        (speed <= 0) | (speed > 3),
        _("it must be above 0, at most 3 m/s"),
    )
    for one, two, metres in graph.edges(data="length_m"):
        if metres is None:  # the search would count it as one metre
            told = _("graph: the street from {one!r} to {two!r} has no length_m")
            raise ValueError(told.format(one=one, two=two))
    _in_graph("origins", origins, graph)
    found = pd.DataFrame(index=pd.Index(origins))
    for service, places in services.items():
        offered = set(places)
        if not offered:
            raise ValueError(_("services: {service} has no place").format(service=service))
        _in_graph(service, offered, graph)
        metres = networkx.multi_source_dijkstra_path_length(graph, offered, weight="length_m")
        found[service] = [metres.get(one, np.inf) / float(speed) / 60 for one in origins]
    return found


def within_minutes(
    graph: "networkx.Graph",
    origins: Iterable[Hashable],
    services: Mapping[str, Iterable[Hashable]],
    minutes: float,
    metres_per_second: float = 1.2,
) -> pd.DataFrame:
    """Which services can be reached on foot in time.

    Parameters
    ----------
    graph, origins, services, metres_per_second
        As for `walking_minutes`.
    minutes : float [minutes]
        Time allowed; zero or more.

    Returns
    -------
    pandas.DataFrame of bool
        One row an origin, one column a service. ``table.all(axis=1)`` tells who has all.

    Raises
    ------
    ValueError
        As for `walking_minutes`, or if the time is negative.

    Examples
    --------
    >>> streets = pd.DataFrame({"from_node": ["a", "b"], "to_node": ["b", "c"], "length_m": [720, 720]})
    >>> within_minutes(street_graph(streets), ["a"], {"clinic": ["b"], "market": ["c"]}, 15).loc["a"].tolist()
    [True, False]
    """
    allowed = zero_or_more("minutes", minutes)
    # a billionth of a minute: a way of exactly the time allowed is within it
    return walking_minutes(graph, origins, services, metres_per_second) <= float(allowed) + 1e-9


def _in_graph(name: str, nodes: Iterable[Hashable], graph: "networkx.Graph") -> None:
    if missing := [one for one in nodes if one not in graph]:
        told = _("{name} holds the node {node!r}; no street leads there")
        raise ValueError(told.format(name=name, node=missing[0]))
