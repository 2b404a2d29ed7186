"""Crossing times: exact, censored, in order; and the coverage of a median's interval."""

import math

import numpy as np
import pytest
from scipy import stats

from fourierbook.measure.crossings import crossing_times, median, order, share_of_seeds
from fourierbook.measure.intervals import wilson

INF = math.inf


def test_a_decay_crosses_where_its_formula_says():
    times, rates = np.arange(200), np.array([0.1, 0.03, 0.001])
    found = crossing_times(np.exp(-rates * times[:, None]), times, below=0.2)
    expected = np.ceil(math.log(5) / rates)
    assert found.tolist() == [expected[0], expected[1], INF]


def test_the_first_crossing_counts_though_the_error_rises_again():
    assert crossing_times([1, 0.1, 0.9, 0.1], [0, 3, 7, 9]).tolist() == 3


def test_a_lasting_crossing_is_the_first_that_no_rise_follows():
    times, errors = [0, 3, 7, 9], np.array([[1, 1], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9]])
    assert crossing_times(errors, times, lasting=True).tolist() == [9, INF]


def test_an_error_at_the_threshold_has_not_crossed():
    assert crossing_times([0.2, 0.2], [0, 1], below=0.2).tolist() == INF


def test_times_keep_the_shape_of_seeds_and_frequencies():
    errors = np.random.default_rng(0).random((5, 3, 4))
    found = crossing_times(errors, [1, 2, 3, 4, 8], below=0.5)
    for seed in range(3):
        for place in range(4):
            assert found[seed, place] == crossing_times(errors[:, seed, place], [1, 2, 3, 4, 8],
                                                        below=0.5)  # fmt: skip


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((1, 2, 3), "low_first"),
        ((2, 2, 2), "low_first"),
        ((1, 2, INF), "low_first"),
        ((3, 2, 1), "high_first"),
        ((INF, 2, 1), "high_first"),
        ((1, 3, 2), None),
        ((1, INF, 2), None),
        ((2, INF, INF), "undecided"),
        ((INF, INF, 2), "undecided"),
        ((INF, INF, INF), "undecided"),
        ((INF, 2, INF), None),
    ],
)
def test_each_seed_is_in_one_order_or_in_none(times, expected):
    found = order([times])
    assert [name for name in found._fields if getattr(found, name)[0]] == (
        [] if expected is None else [expected]
    )


def test_what_is_undecided_could_be_decided_by_a_longer_run():
    """Whatever the censored times turn out to be, a seed that is decided stays so."""
    random = np.random.default_rng(0)
    for _ in range(300):
        true = random.permutation(4) + 1.0
        seen = np.where(true > random.integers(1, 5), INF, true)
        before, after = order([seen]), order([true])
        if before.low_first[0] or before.high_first[0]:
            assert before == after
        if not any(part[0] for part in before):
            assert not after.low_first[0]
            assert not after.high_first[0]


@pytest.mark.parametrize("n", [6, 7, 16, 32, 33])
def test_a_medians_interval_is_the_narrowest_pair_of_order_statistics_that_holds_95_percent(n):
    found = median(range(1, n + 1))
    place = int(found.low)  # the place-th smallest value is `place` itself
    held = 1 - 2 * stats.binom.cdf(place - 1, n, 0.5)
    assert held >= 0.95 > 1 - 2 * stats.binom.cdf(place, n, 0.5)
    assert found.high == n + 1 - place
    assert (found.mean, found.n, found.over) == ((n + 1) / 2, n, "seeds")


def test_censored_times_move_a_median_no_further_than_to_infinity():
    assert median([1, 2, 3, INF, INF]).mean == 3
    assert median([1, 2, INF, INF]).mean == INF
    assert median([INF] * 8)[:3] == (INF, INF, INF)


def test_few_seeds_give_a_median_and_no_interval():
    assert median([4, 1, 2]) == (2, -INF, INF, 3, "seeds")


def test_a_share_of_seeds_has_wilsons_interval():
    assert share_of_seeds([True, False, True]) == wilson(2, 3)._replace(over="seeds")
