"""`dialogue.sensitivity`: one weight moved, and all weights drawn."""

import numpy as np
import pandas as pd
import pytest

from resilience_helpers import datasets
from resilience_helpers.dialogue import criteria, sensitivity

MORE = [False, True, False, True, True]


def lanwan():
    return datasets.load("lanwan_options").set_index("option").iloc[:, :5]


def test_with_weight_keeps_the_proportions_of_the_others():
    weights = pd.Series({"cost": 2.0, "green": 1.0, "wait": 1.0})
    assert sensitivity.with_weight(weights, "cost", 0).to_dict() == {
        "cost": 0, "green": 0.5, "wait": 0.5,
    }  # fmt: skip
    assert sensitivity.with_weight(weights, "green", 0.25).to_list() == pytest.approx(
        [0.5, 0.25, 0.25]
    )
    with pytest.raises(KeyError, match="price"):
        sensitivity.with_weight(weights, "price", 0.5)
    with pytest.raises(TypeError, match="Series"):
        sensitivity.with_weight([0.5, 0.5], 0, 0.3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        sensitivity.with_weight(weights, "cost", 35)
    with pytest.raises(ValueError, match="one number"):
        sensitivity.with_weight(weights, "cost", [0.1, 0.2])
    with pytest.raises(ValueError, match="twice"):
        sensitivity.with_weight(pd.Series([1, 2], index=["a", "a"]), "a", 0.5)
    with pytest.raises(ValueError, match="all other weights"):
        sensitivity.with_weight(pd.Series({"a": 1, "b": 0}), "a", 0.5)


def test_wins_count_what_topsis_would_say_for_each_draw():
    options = lanwan()
    found = sensitivity.wins(options, MORE, draws=300, seed=4, normalisation="min-max")
    drawn = np.random.default_rng(4).dirichlet(np.ones(5), size=300)
    first = [criteria.topsis(options, one, MORE, "min-max").idxmax() for one in drawn]
    share = pd.Series(first).value_counts(normalize=True).reindex(options.index).fillna(0)
    assert found.to_dict() == pytest.approx(share.to_dict())
    assert sensitivity.wins(options, MORE, draws=300, seed=5).to_dict() != found.to_dict()
    with pytest.raises(ValueError, match="draws"):
        sensitivity.wins(options, MORE, draws=0, seed=1)
