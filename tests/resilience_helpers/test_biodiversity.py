"""`nature.biodiversity` against published examples, closed forms and identities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.nature import biodiversity

COUNTS = some.lists(some.integers(0, 300), min_size=1, max_size=12).filter(any)


def test_the_printed_example_of_statistical_ecology():
    # Ludwig and Reynolds (1988), Statistical Ecology, table 8.1, page 94: (N1 - 1) / (N0 - 1)
    for counts, printed in (([500, 300, 200], 0.90), ([500, 299, 200, 1], 0.61)):
        ratio = (biodiversity.hill(counts, 1) - 1) / (len(counts) - 1)
        assert ratio == pytest.approx(printed, abs=0.005)


def test_evenness_of_a_biofilm():
    # University of Maryland, lesson on biofilms and biodiversity: five species, 200 individuals
    assert biodiversity.evenness([1, 1, 196, 1, 1]) == pytest.approx(0.078, abs=0.0005)
    assert biodiversity.evenness([0, 0, 200, 0, 0]) == 0


def test_the_numbers_of_scikit_bio():
    # scikit-bio, tests of diversity.alpha: Simpson 0.66; Pielou of 22 individuals, 9 species
    assert biodiversity.simpson([1, 0, 2, 5, 2]) == pytest.approx(0.66)
    counts = [0, 1, 1, 4, 2, 5, 2, 4, 1, 2]
    assert biodiversity.evenness(counts) == pytest.approx(0.92485490560)


def test_equally_common_species_are_counted():
    assert biodiversity.shannon([7] * 6) == pytest.approx(np.log(6))
    assert biodiversity.hill([7] * 6, [0, 0.5, 1, 2, 50]) == pytest.approx(6)
    assert biodiversity.simpson([7] * 6) == pytest.approx(5 / 6)


def test_simpson_without_putting_back():
    # of 4 birds, 3 of one species: of 6 pairs 3 differ
    assert biodiversity.simpson([3, 1], unbiased=True) == 0.5
    assert biodiversity.simpson([3, 1]) == 0.375
    large = np.array([3, 1]) * 10**6
    assert biodiversity.simpson(large, True) == pytest.approx(biodiversity.simpson(large))


@settings(deadline=None, derandomize=True)
@given(COUNTS)
def test_hill_numbers_fall_with_the_order(counts):
    found = biodiversity.hill(counts, [0, 0.5, 0.99, 1, 1.01, 2, 3, 20])
    assert (np.diff(found) <= 1e-9).all()
    assert found[0] == pytest.approx(np.count_nonzero(counts))
    assert found[-1] >= sum(counts) / max(counts) - 1e-9


@settings(deadline=None, derandomize=True)
@given(COUNTS, some.floats(0, 5))
def test_twice_the_community_is_twice_as_diverse(counts, order):
    one, two = biodiversity.hill(counts, order), biodiversity.hill(counts + counts, order)
    assert two == pytest.approx(2 * one, rel=1e-6)


@settings(deadline=None, derandomize=True)
@given(COUNTS)
def test_order_one_is_the_limit_and_shannon(counts):
    found = biodiversity.hill(counts, 1)
    assert found == pytest.approx(np.exp(biodiversity.shannon(counts)))
    assert biodiversity.hill(counts, [1 - 1e-6, 1 + 1e-6]) == pytest.approx(found, rel=1e-4)
    assert biodiversity.hill(counts, 2) == pytest.approx(1 / (1 - biodiversity.simpson(counts)))


def test_a_high_order_does_not_run_out_of_digits():
    assert biodiversity.hill([999, 1, 1], 5000) == pytest.approx(1001 / 999, rel=1e-3)


def test_shapes_follow_the_order():
    assert isinstance(biodiversity.hill([1, 2]), float)
    assert biodiversity.hill([1, 2], [[0, 1], [2, 3]]).shape == (2, 2)


def test_half_of_the_habitat():
    # the textbook's example: half of the area, z = 0.25
    assert biodiversity.species_loss(100, 50) == pytest.approx(0.1591, abs=0.00005)
    assert biodiversity.species_loss(10, 10) == 0
    assert biodiversity.species_loss(10, 0) == 1
    assert biodiversity.species_loss(16, 1, 0.5) == 0.75
    found = biodiversity.species_loss(100, 50, [0.15, 0.25, 0.35])
    assert (np.diff(found) > 0).all()


def test_the_richest_place_of_lanwan_is_not_the_most_diverse():
    birds = datasets.load("lanwan_species").set_index("species")
    assert (birds.sum() == 200).all()
    species = birds.apply(biodiversity.hill, order=0)
    common = birds.apply(biodiversity.hill, order=1)
    assert species.idxmax() == "fish_ponds" and common.idxmax() == "river_meadow"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: biodiversity.shannon([3, -1]), "counts holds -1.0 at position 1"),
        (lambda: biodiversity.hill([0, 0]), "counts add up to 0"),
        (lambda: biodiversity.hill([1, np.nan]), "counts holds nan"),
        (lambda: biodiversity.hill([1, 2], -1), "order is -1.0"),
        (lambda: biodiversity.simpson([0.5, 2], unbiased=True), "counts holds 0.5 .* whole"),
        (lambda: biodiversity.simpson([1, 0], unbiased=True), "two individuals"),
        (lambda: biodiversity.evenness([[1, 2]]), "one list"),
        (lambda: biodiversity.species_loss(0, 1), "area_before is 0.0"),
        (lambda: biodiversity.species_loss(1, -1), "area_after is -1.0"),
        (lambda: biodiversity.species_loss(2, 1, 25), "z is 25.0"),
        (lambda: biodiversity.species_loss(2, 1, 0), "z is 0.0; it must be above 0"),
    ],
)
def test_wrong_input_is_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_words_are_refused():
    with pytest.raises(TypeError, match="counts must hold numbers"):
        biodiversity.shannon(["sparrow", "tit"])
