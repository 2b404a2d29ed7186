"""The least-squares line through a few points, and whether chance would draw one as steep."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fourierbook.types import are_numbers, is_count

ROUNDING = 1e-9  # of a slope's size: the same points in another order give the same slope


class Line(NamedTuple):
    """A least-squares line y = k x + b, and how well it fits."""

    slope: float  # k
    intercept: float  # b
    residual: float  # root of the mean squared distance to the line, in units of y
    r_squared: float  # share of the variance of y that the line explains
    p_value: float  # of a slope as far from 0 where y is shuffled


def fit_line(x: ArrayLike, y: ArrayLike, *, shuffles: int = 10_000, seed: int = 0) -> Line:
    """Fit y = k x + b to points, k = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², and test the slope.

    The test deals the values of y out anew, so often, and counts slopes with |k*| ≥ |k|:
    p = (1 + count) / (1 + shuffles). It asks for no distribution of the residuals, but takes the
    points to be independent of each other.

    Args:
        x: one number a point, not all equal.
        y: one number a point.
        shuffles: random orders of y; 0 leaves the test out, and p is 1.
        seed: of the shuffles.

    Returns:
        The line; where all y are equal there is no variance, and R² is 0.

    Raises:
        ValueError: if the lists differ in length, hold fewer than two points or anything but finite
            numbers, if all x are equal, or shuffles or seed are not whole numbers.

    Reference:
        Yin et al. (2019), figure 6, whose legend has a slope and a residual for each network. What
        its residual is could not be read; here it is the root mean squared one.

    The slope of (0, 0), (1, 1), (2, 5) is (2 + 0 + 3)/2, and two of the six orders of y give ±2.5.

    >>> line = fit_line([0, 1, 2], [0, 1, 5])
    >>> line.slope, line.intercept, round(line.residual**2, 9), round(line.p_value, 1)
    (2.5, -0.5, 0.5, 0.3)
    """
    across, up = _points(x, y)
    if not (is_count(shuffles, least=0) and is_count(seed, least=0)):
        raise ValueError(
            f"shuffles and seed are whole numbers from 0 on; got {shuffles!r} and {seed!r}"
        )
    weights = slope_weights(across)
    centred = up - up.mean()
    slope = float(weights @ centred)
    left = float(((centred - slope * (across - across.mean())) ** 2).sum())
    total = float((centred**2).sum())
    random = np.random.default_rng(int(seed))
    steep = abs(slope) * (1 - ROUNDING)
    hits = sum(abs(weights @ random.permutation(centred)) >= steep for _ in range(shuffles))
    return Line(
        slope,
        float(up.mean() - slope * across.mean()),
        math.sqrt(left / len(up)),
        1 - left / total if total > 0 else 0.0,
        float((1 + hits) / (1 + shuffles)),
    )


def slope_weights(x: ArrayLike) -> np.ndarray:
    """The w of x with which a slope is a sum over the points: k = Σ w y, w = (x − x̄) / Σ(x − x̄)².

    So the slope for a mean over images is the mean of the images' slopes.

    Args:
        x: (P,) one number a point, not all equal.

    Raises:
        ValueError: if there are fewer than two points, one is no finite number, or all are equal.

    >>> slope_weights([0, 1, 2]).tolist()
    [-0.5, 0.0, 0.5]
    """
    across, _ = _points(x, x)
    centred = across - across.mean()
    return centred / (centred**2).sum()


def slope_variance(x: ArrayLike, y: ArrayLike) -> tuple[float, int]:
    """Variance of a least-squares slope and its degrees of freedom: s² / Σ(x − x̄)².

    Here s² = Σ(y − k x − b)² / (P − 2), and P − 2 are the degrees of freedom. It is of other points
    at the same x, with residuals that are independent and of one spread.

    Args:
        x: (P,) one number a point, not all equal.
        y: (P,) one number a point, three at least.

    Raises:
        ValueError: if the lists differ in length, hold fewer than three points or anything but
            finite numbers, or all x are equal.

    >>> variance, freedom = slope_variance([0, 1, 2], [0, 1, 5])
    >>> round(variance, 6), freedom
    (0.75, 1)
    """
    across, up = _points(x, y)
    if len(up) < 3:
        raise ValueError(f"a slope has a variance from three points on; got {len(up)}")
    centred = up - up.mean()
    left = centred - float(slope_weights(across) @ centred) * (across - across.mean())
    freedom = len(up) - 2
    return float((left**2).sum() / freedom / ((across - across.mean()) ** 2).sum()), freedom


def rank_correlation(rows: ArrayLike, against: ArrayLike) -> float:
    """Mean of Spearman's rank correlation of each row with one list; 0 for a row of one value.

    Args:
        rows: (R, P).
        against: (P,).

    >>> rank_correlation([[1, 2, 4], [4, 2, 1], [1, 1, 1]], [1, 2, 3])
    0.0
    """
    ranks, others = _ranks(rows), _ranks(against)
    sizes = np.sqrt((ranks**2).sum(1) * (others**2).sum())
    return float(np.divide(ranks @ others, sizes, out=np.zeros(len(sizes)), where=sizes > 0).mean())


def _ranks(values: ArrayLike) -> np.ndarray:
    """Ranks along the last axis, of mean 0 and twice as far apart; equal values share theirs."""
    found = np.asarray(values, dtype=float)
    below = found[..., None] > found[..., None, :]
    return below.sum(-1) - below.sum(-2)


def _points(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both coordinates as arrays; raises where they are no points that have a line."""
    if not (are_numbers(x) and are_numbers(y)) or len(x) != len(y) or len(x) < 2:
        raise ValueError(
            "x and y are lists of as many finite numbers, two at least; "
            f"got x = {x!r:.80} and y = {y!r:.80}"
        )
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if np.ptp(across) == 0:
        raise ValueError(f"a line has a slope where x is not always the same; got {across[0]:g}")
    return across, up
