"""Intervals are drawn a thousand times from populations with a known truth, and hold it 19 in 20.

Three or five trainings are few. Where their spread is small beside that of the images, an interval
that is never too narrow is often too wide: such populations have an upper bound of their own.
"""

import math

import jaxtyping
import numpy as np
import pytest

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Sample
from fourierbook.measure.lines import rank_correlation, slope_variance, slope_weights

BOTH = ("seeds", "images")
PLACES = np.arange(6)
LEVELS = np.array([0.3, 0.46, 0.38, 0.54, 0.62, 0.7])  # two of six are not in their places
SHARES = np.array(  # of high frequencies, about those of the fifteen corruptions
    [0.71, 0.71, 0.71, 0.52, 0.48, 0.27, 0.28, 0.09, 0.02, 0.04, 0.01, 0.09, 0.28, 0.42, 0.53]
)


@pytest.fixture(autouse=True)
def unchecked():
    """Without a check of types at each of a million calls; other tests have it."""
    before = jaxtyping.config.jaxtyping_disable
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", before)


def coverage(draw, truth, *, times=1000):
    """Share of intervals, each of a draw of its own, that hold the truth."""
    random = np.random.default_rng(0)
    held = [found.low <= truth <= found.high for found in (draw(random) for _ in range(times))]
    return np.mean(held)


def crossed(random, seeds, images, spreads):
    """Values (seeds, images) around 0: spread of the seeds, of the images, and of each value."""
    own, shared, each = spreads
    return (
        own * random.normal(size=(seeds, 1))
        + shared * random.normal(size=(1, images))
        + each * random.normal(size=(seeds, images))
    )


def mean_of(seeds, images, spreads, **options):
    return lambda random: intervals.of(
        np.mean, Sample(crossed(random, seeds, images, spreads), BOTH), **options
    )


def share_of_images(share):
    return lambda random: intervals.of(np.mean, Sample(random.random(200) < share, ("images",)))


def share_of_seeds(count, share):
    return lambda random: intervals.of(np.mean, Sample(random.random(count) < share, ("seeds",)))


def mean_of_seeds(count):
    return lambda random: intervals.of(np.mean, Sample(random.normal(size=count), ("seeds",)))


def median_of_seeds(count):
    return lambda random: intervals.of(
        np.median, Sample(random.exponential(size=count), ("seeds",))
    )


def logistic(x):
    return 1 / (1 + np.exp(-x))


def share_of_both(level, own):
    """Whether three networks are right about images that are more or less hard."""
    return lambda random: intervals.of(
        np.mean,
        Sample(
            random.random((3, 200)) < logistic(level + crossed(random, 3, 200, (own, 2, 0))), BOTH
        ),
    )


def true_share(level, own):
    """The share over all seeds and images, by Gauss's quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    return weights @ logistic(level + math.hypot(own, 2) * nodes) / weights.sum()


def difference(seeds, own, **options):
    """Two trainings on the same images, of which one looks at less of what makes them hard."""

    def draw(random):
        hard = random.normal(size=(1, 200))
        first, second = (
            Sample(part * hard + crossed(random, count, 200, (spread, 0.2, 1)), BOTH)
            for part, count, spread in zip((1, 0.6), seeds, own, strict=True)
        )
        return intervals.of(intervals.difference, first, second, **options)

    return draw


def ratio(random):
    """Means over the same images, of two trainings with three seeds each: the truth is 2."""
    hard = random.normal(size=(1, 25))
    pair = (
        Sample(level * (1 + 0.2 * hard + crossed(random, 3, 25, (0.1, 0, 0.2))), BOTH)
        for level in (1, 2)
    )
    found = intervals.of(lambda a, b: math.log(b / a), *pair, averaged=BOTH)
    return intervals.rising(math.exp, found)


def slope(seeds, **options):
    """Gains of a training with one or three seeds that lie beside a line over the corruptions."""
    weights = slope_weights(SHARES)

    def training(random, count, level):
        own = crossed(random, count, 15, (0.05, 0, 0.02))[..., None]
        values = level[:, None] + own + 0.05 * random.normal(size=(count, 15, 10))
        return Sample(values, ("seeds", "corruptions", "images"))

    def draw(random):
        return intervals.of(
            lambda theirs, natural: weights @ (theirs - natural),
            training(random, seeds, 0.44 * SHARES + 0.15 * random.normal(size=15)),
            training(random, 3, np.zeros(15)),
            averaged=BOTH,
            known={"corruptions": lambda one, other: slope_variance(SHARES, one - other)},
            **options,
        )

    return draw


def mean_of_all(random, **options):
    """A mean over seeds, corruptions and images, each of which moves it."""
    values = (
        0.5 * random.normal(size=(1, 15, 1))
        + crossed(random, 3, 40, (0.1, 0.4, 0))[:, None]
        + 0.3 * random.normal(size=(1, 15, 40))
        + 0.3 * random.normal(size=(3, 15, 40))
    )
    return intervals.of(np.mean, Sample(values, ("seeds", "corruptions", "images")), **options)


def median_of_images(random):
    """Mean over three networks of the median of 61 values, of images that are drawn anew."""
    values = crossed(random, 3, 61, (0.2, 1, 0.5))
    return intervals.of(
        lambda rows: np.sort(rows, 1)[:, 30].mean(), Sample(values, BOTH), drawn=("images",)
    )


def order_of_six(random):
    """Rank correlation of six accuracies with their places, of images that are drawn anew."""
    right = random.random((6, 200)) < LEVELS[:, None]
    return intervals.of(
        lambda rows: rank_correlation(rows[None], PLACES),
        Sample(right, ("bandwidths", "images")),
        over=("images",),
        averaged=("images",),
        drawn=("images",),
    )


def smallest(views):
    """The smallest of several equal means of three networks: each may be the one by chance."""

    def draw(random):
        values = np.stack([crossed(random, 3, 30, (0.2, 1, 0.5)) for _ in range(views)], 1)
        return intervals.of(
            lambda means: means.min(),
            Sample(values, ("seeds", "views", "images")),
            over=BOTH,
            averaged=BOTH,
        )

    return draw


POPULATIONS = {
    "a share of images": (share_of_images(0.9), 0.9),
    "a share of images near 1": (share_of_images(0.99), 0.99),
    "a share of 16 seeds": (share_of_seeds(16, 0.8), 0.8),
    "3 seeds": (mean_of_seeds(3), 0),
    "5 seeds": (mean_of_seeds(5), 0),
    "16 seeds": (mean_of_seeds(16), 0),
    "2 seeds that differ much, and images": (mean_of(2, 200, (1, 1, 1)), 0),
    "3 seeds that differ, and images": (mean_of(3, 200, (0.2, 1, 1)), 0),
    "3 seeds that differ much, and images": (mean_of(3, 200, (1, 1, 1)), 0),
    "5 seeds that differ, and images": (mean_of(5, 200, (0.2, 1, 1)), 0),
    "16 seeds that differ, and images": (mean_of(16, 200, (0.1, 1, 1)), 0),
    "two trainings of 3 seeds on the same images": (difference((3, 3), (0.2, 0.2)), 0),
    "two trainings of unlike spread": (difference((3, 3), (0.1, 0.4)), 0),
    "a training of 3 seeds and one of 1": (difference((3, 1), (0.2, 0.2)), 0),
    "a slope over corruptions, both of 3 seeds": (slope(3), 0.44),
    "the smallest of three equal means": (smallest(3), 0),
}
# Where three or five seeds differ by hardly more than chance, nobody knows that from them: room is
# left for more. A lone seed borrows the spread of others. Ratios, and shares near 1, are not quite
# normal. Medians and orders are discrete.
CAUTIOUS = {
    "3 seeds that differ by chance alone, and images": (mean_of(3, 200, (0, 1, 1)), 0),
    "5 seeds that differ by chance alone, and images": (mean_of(5, 200, (0, 1, 1)), 0),
    "a share of images and 3 seeds, near 1": (share_of_both(5, 0.4), true_share(5, 0.4)),
    "seeds, images and corruptions": (mean_of_all, 0),
    "a ratio of two trainings": (ratio, 2),
    "a slope over corruptions, a training of 1 seed beside 3": (slope(1), 0.44),
    "a median of 16 seeds": (median_of_seeds(16), math.log(2)),
}
DRAWN = {
    "a median of images, mean over 3 seeds": (median_of_images, 0),
    "the order of six accuracies": (order_of_six, rank_correlation(LEVELS[None], PLACES)),
}


@pytest.mark.parametrize("population", POPULATIONS)
def test_an_interval_holds_the_truth_19_times_in_20(population):
    draw, truth = POPULATIONS[population]
    assert 0.93 <= coverage(draw, truth) <= 0.97


@pytest.mark.parametrize("population", CAUTIOUS)
def test_a_cautious_interval_holds_the_truth_a_little_more_often(population):
    draw, truth = CAUTIOUS[population]
    assert 0.95 <= coverage(draw, truth) <= 0.99


@pytest.mark.parametrize("population", DRAWN)
def test_an_interval_of_what_jumps_holds_the_truth_where_units_are_drawn_anew(population):
    draw, truth = DRAWN[population]
    assert 0.92 <= coverage(draw, truth, times=100)


LEFT_OUT = {
    "seeds": (mean_of(3, 200, (0.2, 1, 1), over=("images",)), 0, 0.75),
    "images": (mean_of(5, 200, (0.1, 1, 0.3), over=("seeds",)), 0, 0.90),
    "corruptions": (lambda random: mean_of_all(random, over=BOTH), 0, 0.90),
    "corruptions of a slope": (slope(3, over=BOTH), 0.44, 0.70),
    "seeds of two trainings": (difference((3, 3), (0.2, 0.2), over=("images",)), 0, 0.70),
}


@pytest.mark.parametrize("population", LEFT_OUT)
def test_an_interval_that_leaves_an_axis_out_misses_what_could_have_been_otherwise(population):
    draw, truth, most = LEFT_OUT[population]
    assert coverage(draw, truth, times=200) < most
