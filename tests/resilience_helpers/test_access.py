"""`dialogue.access` against closed forms and SciPy's own shortest paths."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path

from resilience_helpers import datasets
from resilience_helpers.dialogue import access


def grid(columns, rows, step=100):
    """Return a graph of streets in a grid, with nodes (column, row)."""
    ends = [((c, r), (c + 1, r)) for c in range(columns - 1) for r in range(rows)]
    ends += [((c, r), (c, r + 1)) for c in range(columns) for r in range(rows - 1)]
    frame = pd.DataFrame({"from_node": [e[0] for e in ends], "to_node": [e[1] for e in ends]})
    return access.street_graph(frame.assign(length_m=step))


@pytest.fixture(scope="module")
def willow_bank():
    blocks = datasets.load("lanwan_blocks").set_index("node")
    streets = datasets.load("lanwan_streets")
    places = datasets.load("lanwan_services").groupby("service")["node"].agg(list).to_dict()
    return blocks, streets, places


def test_a_grid_is_walked_round_corners():
    graph = grid(6, 5)
    nodes = list(graph)
    minutes = access.walking_minutes(graph, nodes, {"clinic": [(1, 1), (4, 3)]}, 1.0)["clinic"]
    for (c, r), found in zip(nodes, minutes, strict=True):
        steps = min(abs(c - 1) + abs(r - 1), abs(c - 4) + abs(r - 3))
        assert found == pytest.approx(steps * 100 / 60)


def test_scipy_finds_the_same_ways(willow_bank):
    blocks, streets, places = willow_bank
    number = {node: place for place, node in enumerate(blocks.index)}
    ends = (streets["from_node"].map(number), streets["to_node"].map(number))
    links = coo_array((streets["length_m"].astype(float), ends), shape=(len(number),) * 2)
    metres = shortest_path(links.tocsr(), directed=False)
    found = access.walking_minutes(access.street_graph(streets), blocks.index, places, 0.8)
    for service, nodes in places.items():
        nearest = metres[:, [number[node] for node in nodes]].min(axis=1)
        assert found[service].to_numpy() == pytest.approx(nearest / 0.8 / 60)


def test_the_edge_of_the_circle_belongs_to_it():
    graph = grid(12, 1, step=108)
    table = access.within_minutes(graph, list(graph), {"park": [(0, 0)]}, 15, 1.2)
    assert table["park"].sum() == 11  # 0 to 1,080 m
    assert not access.within_minutes(graph, [(10, 0)], {"park": [(0, 0)]}, 14.99)["park"].item()
    assert access.within_minutes(graph, [(0, 0)], {"park": [(0, 0)]}, 0)["park"].item()


def test_slower_and_shorter_reach_less(willow_bank):
    blocks, streets, places = willow_bank
    graph = access.street_graph(streets)
    fast = access.within_minutes(graph, blocks.index, places, 15, 1.2)
    assert (access.within_minutes(graph, blocks.index, places, 15, 0.8) <= fast).all(axis=None)
    assert (access.within_minutes(graph, blocks.index, places, 10, 1.2) <= fast).all(axis=None)
    # the same distance: 10 minutes at 1.2 m/s and 15 at 0.8
    ten = access.within_minutes(graph, blocks.index, places, 10, 1.2)
    assert ten.equals(access.within_minutes(graph, blocks.index, places, 15, 0.8))


def test_a_footbridge_brings_services_nearer(willow_bank):
    blocks, streets, places = willow_bank
    graph = access.street_graph(streets)
    bridged = graph.copy()
    bridged.add_edge("F5", "G5", length_m=260)
    before = access.walking_minutes(graph, blocks.index, places)
    after = access.walking_minutes(bridged, blocks.index, places)
    assert (after <= before + 1e-9).all(axis=None) and (after < before - 1).any(axis=None)
    assert graph.number_of_edges() + 1 == bridged.number_of_edges()


def test_nobody_walks_over_the_railway(willow_bank):
    blocks, streets, _ = willow_bank
    x = blocks["x_m"]
    across = streets[(streets["from_node"].map(x) <= 1000) & (streets["to_node"].map(x) > 1000)]
    assert across["kind"].tolist() == ["underpass"]
    assert blocks["residents"].sum() == 12_000
    assert (blocks["aged_65"] <= blocks["residents"]).all()


def test_where_no_street_leads():
    streets = pd.DataFrame({"from_node": ["a", "c"], "to_node": ["b", "d"], "length_m": [10, 10]})
    graph = access.street_graph(streets)
    found = access.walking_minutes(graph, ["a", "c"], {"clinic": ["b"]})
    assert np.isinf(found.loc["c", "clinic"]) and np.isfinite(found.loc["a", "clinic"])
    assert access.within_minutes(graph, ["a", "c"], {"clinic": ["b"]}, 1e6)["clinic"].tolist() == [
        True,
        False,
    ]


def test_of_two_streets_the_shorter_counts():
    streets = pd.DataFrame({"from_node": ["a", "b"], "to_node": ["b", "a"], "length_m": [90, 60]})
    assert access.street_graph(streets)["a"]["b"]["length_m"] == 60


def test_bad_input_is_named():
    graph = grid(2, 2)
    with pytest.raises(ValueError, match="streets has no column length_m"):
        access.street_graph(pd.DataFrame({"from_node": ["a"], "to_node": ["b"]}))
    with pytest.raises(ValueError, match=r"length_m holds 0.0 .*longer than 0 m"):
        access.street_graph(pd.DataFrame({"from_node": ["a"], "to_node": ["b"], "length_m": [0]}))
    with pytest.raises(ValueError, match="origins holds the node 'x'"):
        access.within_minutes(graph, ["x"], {"clinic": [(0, 0)]}, 15)
    with pytest.raises(ValueError, match="clinic holds the node 'x'"):
        access.within_minutes(graph, [(0, 0)], {"clinic": ["x"]}, 15)
    bridged = graph.copy()
    bridged.add_edge((0, 0), (1, 1), length=260)  # the wrong name: not a street of one metre
    with pytest.raises(ValueError, match=r"from \(0, 0\) to \(1, 1\) has no length_m"):
        access.within_minutes(bridged, [(0, 0)], {"clinic": [(0, 0)]}, 15)
    with pytest.raises(ValueError, match="clinic has no place"):
        access.within_minutes(graph, [(0, 0)], {"clinic": []}, 15)
    with pytest.raises(ValueError, match=r"minutes is -1.0"):
        access.within_minutes(graph, [(0, 0)], {"clinic": [(0, 0)]}, -1)
    with pytest.raises(
        ValueError, match=r"metres_per_second is 4.3; it must be above 0, at most 3"
    ):
        access.within_minutes(graph, [(0, 0)], {"clinic": [(0, 0)]}, 15, 4.3)  # km/h
