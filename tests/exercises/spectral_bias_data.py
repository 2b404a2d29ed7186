"""Wrong answers to the exercises on the shape of the data, each with its misconception."""

import torch


def _around(points):
    return (points.roll(-1, 0) - points).norm(dim=1).sum()


def as_long_as_wrong_1(points, length):
    """Forget the way from the last point to the first."""
    middle = points.mean(0)
    return middle + (points - middle) * length / (points[1:] - points[:-1]).norm(dim=1).sum()


def as_long_as_wrong_2(points, length):
    """Let the curve grow from the origin."""
    return points * length / _around(points)


def as_long_as_wrong_3(points, length):
    """Leave the curve at the origin."""
    return (points - points.mean(0)) * length / _around(points)


def as_long_as_wrong_4(points, length):
    """Take a length for an area."""
    middle = points.mean(0)
    return middle + (points - middle) * (length / _around(points)).sqrt()


def as_long_as_wrong_5(points, length):
    """Multiply where a division is due."""
    middle = points.mean(0)
    return middle + (points - middle) * _around(points) / length


def as_long_as_wrong_6(points, length):
    """Turn the curve round its middle as well."""
    middle = points.mean(0)
    return middle - (points - middle) * length / _around(points)


def _apart(points):
    places = torch.arange(len(points))
    return (places[:, None] - places).abs()


def _least(points, chosen):
    return (points[:, None] - points).norm(dim=2)[chosen].min()


def gap_wrong_1(points, apart):
    """Take the curve for an open one."""
    return _least(points, _apart(points) > apart)


def gap_wrong_2(points, apart):
    """Count points that are just so many places apart."""
    places = _apart(points)
    return _least(points, places.minimum(len(points) - places) >= max(apart, 1))


def gap_wrong_3(points, apart):
    """Count neighbours along the curve."""
    return _least(points, _apart(points) > 0)


def gap_wrong_4(points, apart):
    """Look at one place more only."""
    return (points.roll(-apart - 1, 0) - points).norm(dim=1).min()


def gap_wrong_5(points, apart):
    """Return the mean over the points."""
    places = _apart(points)
    far = places.minimum(len(points) - places) > apart
    distances = (points[:, None] - points).norm(dim=2)
    return torch.where(far, distances, torch.inf).min(1).values.mean()


def _vote(distances, labels, count):
    near = distances.topk(count, largest=False).indices
    return ((labels[near].mean(1) > 0.5) == (labels > 0.5)).float().mean()


def right_share_wrong_1(points, labels, count):
    """Let each point vote on itself."""
    return _vote((points[:, None] - points).norm(dim=2), labels, count)


def right_share_wrong_2(points, labels, count):
    """Let the farthest points vote."""
    return _vote(-(points[:, None] - points).norm(dim=2), labels, count)


def right_share_wrong_3(points, labels, count):
    """Return the share of positive votes."""
    distances = (points[:, None] - points).norm(dim=2).fill_diagonal_(torch.inf)
    return labels[distances.topk(count, largest=False).indices].mean()


def right_share_wrong_4(points, labels, count):
    """Leave the point out, and lose a vote."""
    distances = (points[:, None] - points).norm(dim=2).fill_diagonal_(torch.inf)
    return _vote(distances, labels, max(count - 1, 1))


def right_share_wrong_5(points, labels, count):
    """Return how often the vote is wrong."""
    distances = (points[:, None] - points).norm(dim=2).fill_diagonal_(torch.inf)
    return 1 - _vote(distances, labels, count)


def _quotient(kernel, values):
    return values @ kernel @ values / (values @ values)


def times_as_low_wrong_1(points, one, other, delta):
    """Let the size of a function matter."""
    kernel = (-((points[:, None] - points) ** 2).sum(2) / (2 * delta**2)).exp()
    return (one @ kernel @ one) / (other @ kernel @ other)


def times_as_low_wrong_2(points, one, other, delta):
    """Turn the ratio round."""
    kernel = (-((points[:, None] - points) ** 2).sum(2) / (2 * delta**2)).exp()
    return _quotient(kernel, other) / _quotient(kernel, one)


def times_as_low_wrong_3(points, one, other, delta):
    """Forget the 2 of the kernel."""
    kernel = (-((points[:, None] - points) ** 2).sum(2) / delta**2).exp()
    return _quotient(kernel, one) / _quotient(kernel, other)


def times_as_low_wrong_4(points, one, other, delta):
    """Forget to square the distance."""
    kernel = (-(points[:, None] - points).norm(dim=2) / (2 * delta**2)).exp()
    return _quotient(kernel, one) / _quotient(kernel, other)


def times_as_low_wrong_5(points, one, other, delta):
    """Forget to square δ."""
    kernel = (-((points[:, None] - points) ** 2).sum(2) / (2 * delta)).exp()
    return _quotient(kernel, one) / _quotient(kernel, other)
