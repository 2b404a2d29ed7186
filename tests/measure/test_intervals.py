"""Intervals against the equations that define them, and their coverage by simulation."""

import math

import numpy as np
import pytest
from scipy import stats

from fourierbook.measure.intervals import (
    Sample,
    difference,
    of,
    paired,
    student,
    student_from,
    wilson,
)
from fourierbook.measure.populations import NotMeasured, counted
from fourierbook.measure.replicates import replicates

Z = 1.959963984540054  # 97.5 % of the standard normal distribution lie below
T = {1: 12.706204736, 2: 4.302652730, 4: 2.776445105, 15: 2.131449546}  # a printed table


@pytest.mark.parametrize(
    ("correct", "total"), [(0, 1), (1, 1), (0, 50), (5, 10), (917, 1000), (9101, 10_000), (3, 3)]
)
def test_the_ends_of_wilsons_interval_are_z_standard_errors_from_the_share(correct, total):
    interval = wilson(correct, total)
    share = correct / total
    assert interval.mean == share
    for end in (interval.low, interval.high):
        variance = end * (1 - end) / total
        assert (share - end) ** 2 == pytest.approx(Z**2 * variance, abs=1e-15)
    assert 0 <= interval.low <= share <= interval.high <= 1
    assert interval.low < interval.high
    assert (interval.n, interval.over) == (total, "images")


def test_no_share_lies_outside_its_own_interval():
    for total in (1, 2, 50, 1000, 1001):
        for correct in {0, 1, total // 2, total - 1, total}:
            low_error = wilson(correct, total).mean - wilson(correct, total).low
            assert low_error >= 0  # a figure's error bar must not be negative
            assert wilson(correct, total).high - wilson(correct, total).mean >= 0


def test_wilsons_interval_of_the_wrong_images_is_the_mirror_image():
    right, wrong = wilson(917, 1000), wilson(83, 1000)
    assert right.low == pytest.approx(1 - wrong.high)
    assert right.high == pytest.approx(1 - wrong.low)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.91])
def test_wilsons_interval_holds_the_share_19_times_in_20(share):
    counts = np.random.default_rng(0).binomial(200, share, size=4000)
    held = [wilson(int(count), 200) for count in counts]
    coverage = np.mean([interval.low <= share <= interval.high for interval in held])
    assert coverage == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("correct", "total"), [(-1, 10), (11, 10), (0, 0)])
def test_a_count_that_is_no_part_of_its_images_is_refused(correct, total):
    with pytest.raises(ValueError, match=f"some of total ≥ 1 images; got {correct} of {total}"):
        wilson(correct, total)


@pytest.mark.parametrize("freedom", T)
def test_students_interval_is_t_standard_errors_on_both_sides(freedom):
    values = np.random.default_rng(freedom).normal(3, 2, size=freedom + 1)
    mean = values.sum() / len(values)
    variance = ((values - mean) ** 2).sum() / freedom
    half = T[freedom] * math.sqrt(variance / len(values))
    interval = student(values)
    assert interval[:3] == pytest.approx((mean, mean - half, mean + half))
    assert (interval.n, interval.over) == (freedom + 1, "seeds")


def test_students_interval_holds_the_mean_of_three_seeds_19_times_in_20():
    samples = np.random.default_rng(0).normal(0.9, 0.01, size=(4000, 3))
    held = [student(sample) for sample in samples]
    coverage = np.mean([interval.low <= 0.9 <= interval.high for interval in held])
    assert coverage == pytest.approx(0.95, abs=0.015)


def test_a_stored_mean_and_spread_give_the_interval_of_the_values():
    values = np.random.default_rng(0).normal(size=50)
    stored = student_from(values.mean().item(), values.std(ddof=1).item(), 50, over="images")
    assert stored[:3] == pytest.approx(student(values)[:3])
    assert stored[3:] == (50, "images")
    with pytest.raises(ValueError, match="n counts the values, at least 1; got 0"):
        student_from(0.5, 0.1, 0, over="images")


def test_one_seed_says_nothing_about_the_spread():
    assert student([0.9], over="runs") == (0.9, -math.inf, math.inf, 1, "runs")


@pytest.mark.parametrize("values", [[], [[1.0, 2.0]], 3.0])
def test_values_that_are_no_list_of_numbers_are_refused(values):
    with pytest.raises(ValueError, match=r"at least one number; got shape \("):
        student(values)


def test_a_paired_interval_is_that_of_the_differences():
    rng = np.random.default_rng(0)
    first, second = rng.random(500) < 0.9, rng.random(500) < 0.6
    gained, lost = (first & ~second).sum(), (second & ~first).sum()
    mean = (gained - lost) / 500
    variance = (gained + lost - 500 * mean**2) / 499
    half = stats.t.ppf(0.975, 499) * math.sqrt(variance / 500)
    interval = paired(first, second)
    assert interval[:3] == pytest.approx((mean, mean - half, mean + half))
    assert (interval.n, interval.over) == (500, "images")
    turned = paired(second, first)
    assert turned[:3] == pytest.approx((-interval.mean, -interval.high, -interval.low))


def test_the_same_images_tell_two_conditions_apart_that_other_images_would_not():
    first = np.arange(1000) < 600
    second = np.arange(1000) < 580  # 20 images fewer, all of them right before
    assert paired(first, second).low > 0
    assert wilson(600, 1000).low < wilson(580, 1000).high


def test_a_paired_interval_holds_the_difference_19_times_in_20():
    rng = np.random.default_rng(0)
    held = []
    for _ in range(2000):
        easy = rng.random(300)
        interval = paired(easy + 0.2 * rng.random(300) < 0.8, easy + 0.2 * rng.random(300) < 0.7)
        held.append(interval.low <= 0.1 <= interval.high)
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_a_paired_interval_stays_between_minus_one_and_one():
    assert paired([True, True, True, False], [False] * 4).high == 1
    assert paired([False] * 4, [True, True, True, False]).low == -1


@pytest.mark.parametrize(
    ("first", "second"),
    [([True], [False]), ([True], [True, False, True]), ([True, False], [True, False, True]),
     ([[True, False]], [[True, False]])],
)  # fmt: skip
def test_lists_that_are_not_of_the_same_images_are_refused(first, second):
    with pytest.raises(ValueError, match="both lists hold the same images, two at least; got"):
        paired(first, second)


def test_a_comparison_counts_the_seeds_of_the_training_that_has_most():
    first, second = (Sample(np.arange(count) / 7, ("seeds",)) for count in (2, 3))
    for pair in ((first, second), (second, first)):
        found = of(difference, *pair)
        assert (found.n, found.over) == (3, "seeds")


def test_a_sample_of_which_all_values_are_missing_is_not_measured():
    with pytest.raises(NotMeasured, match="all values of a sample are missing"):
        of(np.mean, Sample(np.full(3, np.nan), ("seeds",)))
    assert of(np.mean, Sample(np.array([np.nan, 1.0, 2.0]), ("seeds",))).mean == 1.5


def test_where_units_are_drawn_anew_an_interval_leaves_one_in_forty_out_on_each_side():
    sample = Sample(np.arange(40.0) ** 2, ("seeds",))
    table = replicates(np.median, [sample], counted([sample], ["seeds"], drawn=["seeds"]), [])
    found = of(np.median, sample, drawn=["seeds"])
    assert found.low == pytest.approx(np.quantile(table, 0.025))
    assert found.high == pytest.approx(np.quantile(table, 0.975))
    assert found.low < found.mean < found.high


def test_a_statistic_that_happens_to_be_a_mean_has_students_interval():
    values = [1.0, 2.0, 4.0]
    found = of(lambda seen: float(seen.mean()), Sample(np.array(values), ("seeds",)))
    assert found[:3] == pytest.approx(student(values)[:3])
