"""What answers to the exercises on the shape of the data give that hold a common mistake."""

from collections.abc import Callable

import numpy as np

from fourierbook.exercises.known_mistakes import Mistakes


def around(points: np.ndarray) -> float:
    """Length of the closed curve through points.

    >>> float(around(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])))
    4.0
    """
    return np.linalg.norm(np.roll(points, -1, 0) - points, axis=1).sum()


def scaled(points: np.ndarray, length: float) -> np.ndarray:
    """The closed curve through points in the size that has a length, about its middle."""
    middle = points.mean(0)
    return middle + (points - middle) * length / around(points)


def of_as_long_as(points: np.ndarray, length: float) -> Mistakes:
    """Of the scaled curve: an open curve, another middle, another power."""
    middle, whole = points.mean(0), around(points)
    open_one = np.linalg.norm(np.diff(points, axis=0), axis=1).sum()
    return {
        "the curve is closed: the way from the last point to the first counts as well": middle
        + (points - middle) * length / open_one,
        "the curve is to stay about the mean of its points, and yours has grown from the origin": (
            points * length / whole
        ),
        "the mean of the points is taken away and not put back": (points - middle) * length / whole,
        "a length grows with the factor itself, and not with its square": middle
        + (points - middle) * (length / whole) ** 0.5,
        "the factor is the new length over the old one": middle
        + (points - middle) * whole / length,
    }


def least(points: np.ndarray, chosen: Callable, *, closed: bool = True) -> float:
    """Least distance of two points whose number of places between them is a chosen one."""
    places = np.abs(np.arange(len(points))[:, None] - np.arange(len(points)))
    places = np.minimum(places, len(points) - places) if closed else places
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    return distances[chosen(places) & (places > 0)].min()


def of_gap(points: np.ndarray, apart: int) -> Mistakes:
    """Of the gap: an open curve, one place too few, neighbours, a mean."""
    found = {
        "the curve is closed: the last point is a neighbour of the first": least(
            points, lambda places: places > apart, closed=False
        ),
        f"more than {apart} places apart is asked for, and yours takes {apart} as well": least(
            points, lambda places: places >= max(apart, 1)
        ),
        "points that are near along the curve do not count, and yours counts them": least(
            points, lambda places: places > 0
        ),
    }
    if len(points) > 2 * (apart + 1) + 1:
        found[f"points that are {apart + 1} places apart count as well"] = least(
            points, lambda places: places > apart + 1
        )
    return found


def voted_right(
    points: np.ndarray, labels: np.ndarray, count: int, *, itself: bool = False, way: int = 1
) -> float:
    """Share of the points on which the vote of their nearest ones is right."""
    distances = way * np.linalg.norm(points[:, None] - points, axis=2)
    if not itself:
        np.fill_diagonal(distances, np.inf)
    near = np.argsort(distances, axis=1)[:, :count]
    return float(((labels[near].mean(1) > 0.5) == (labels > 0.5)).mean())


def of_right_share(points: np.ndarray, labels: np.ndarray, count: int) -> Mistakes:
    """Of the share: a point that votes on itself, farthest points, one voter more."""
    return {
        "a point is no neighbour of itself: leave it out of the vote": voted_right(
            points, labels, count, itself=True
        ),
        "a point is no neighbour of itself, but leaving it out must not cost a vote": voted_right(
            points, labels, max(count - 1, 1)
        ),
        "the farthest points vote, and not the nearest": voted_right(points, labels, count, way=-1),
        "that is the share on which the vote is wrong": 1 - voted_right(points, labels, count),
    }


def gaussian(points: np.ndarray, delta: float) -> np.ndarray:
    """exp(−‖xᵢ − xⱼ‖²/2δ²), (n, n)."""
    return np.exp(-_squared(points) / (2 * delta**2))


def quotient(kernel: np.ndarray, values: np.ndarray) -> float:
    """Rayleigh quotient of a function on the points: y·Gy/y·y.

    >>> float(quotient(np.eye(2), np.array([3.0, 4.0])))
    1.0
    """
    return values @ kernel @ values / (values @ values)


def of_times_as_low(
    points: np.ndarray, one: np.ndarray, other: np.ndarray, delta: float
) -> Mistakes:
    """Of the ratio: sizes that matter, kernels of another form, the other way round."""

    def ratio(kernel):
        return quotient(kernel, one) / quotient(kernel, other)

    kernel, squared = gaussian(points, delta), _squared(points)
    return {
        "it is divided by the sum of squares of each function, so that its size does not matter": (
            one @ kernel @ one / (other @ kernel @ other)
        ),
        "it is the quotient of the first over that of the second": 1 / ratio(kernel),
        "the square of the distance is divided by 2δ², and yours by δ²": ratio(
            np.exp(-squared / delta**2)
        ),
        "δ is squared, as the distance is": ratio(np.exp(-squared / (2 * delta))),
        "the distance is squared": ratio(np.exp(-np.sqrt(squared) / (2 * delta**2))),
    }


def _squared(points: np.ndarray) -> np.ndarray:
    return ((points[:, None] - points) ** 2).sum(2)
