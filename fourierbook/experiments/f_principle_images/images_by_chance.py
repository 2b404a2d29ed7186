"""What the labels of a recipe's images look like to an answer that knows nothing of an image."""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.experiments.f_principle_images import images
from fourierbook.measure.filtering import neighbours
from fourierbook.measure.frequency_error import amplitudes
from fourierbook.measure.projection import projections
from fourierbook.results.questions import Result

ROWS = 1000  # images at which the low part is taken


class Low(NamedTuple):
    """What a width makes of the labels."""

    share: float  # of the energy of the two parts, the low one's
    mean_label: float  # e_low of the mean label as the answer to every image; its e_high is 1


def low_parts(recipe: images.InParts, deltas: list[float]) -> list[Low]:
    """Share of the low part and e_low of the mean label, at each of some widths.

    Every image is a neighbour; both numbers are over at most 1,000 images, evenly from all.
    """
    points, hot = _points(recipe)
    few = torch.linspace(0, len(hot) - 1, min(ROWS, len(hot))).long()
    rows = torch.arange(len(few))
    flat = points.flatten(1) - points.flatten(1).mean(0)
    squared = torch.cdist(flat[few], flat).square()
    squared[rows, few] = 0.0  # an image's distance to itself, without rounding
    found = []
    for delta in deltas:
        low = neighbours(squared.clone(), delta=delta) @ hot
        energies = low.square().sum(), (hot[few] - low).square().sum()
        left = (low - hot.mean(0)).square().sum() / energies[0]
        found.append(Low((energies[0] / sum(energies)).item(), left.sqrt().item()))
    return found


class Along(NamedTuple):
    """Spectra along the first principal direction, of labels and of the places alone."""

    labels: Tensor  # |ŷ(ξ)| of each class, (c, K)
    places: Tensor  # p |ρ̂(ξ)|, what labels have on average that do not depend on the place, (c, K)
    beyond: Tensor  # |ŷ(ξ) − p ρ̂(ξ)| over its size where labels are dealt at random, (c, K)


def along(recipe: images.InParts, frequencies: Tensor) -> Along:
    """The labels' spectra, and what of them is more than the density of the places.

    With ρ̂(ξ) the mean of e^(−2πiξv), labels dealt at random among the places have p ρ̂(ξ) on
    average, and differ from it by √(p(1 − p)(1 − |ρ̂|²)/(n − 1)) in the root mean square.
    """
    points, hot = _points(recipe)
    v, share = projections(points), hot.mean(0).double()[:, None]
    labels, differing = (
        torch.stack([amplitudes(v, each, frequencies=frequencies) for each in values.split(1, 1)])
        for values in (hot.double(), hot.double() - share.T)
    )
    density = amplitudes(v, torch.ones_like(v)[:, None], frequencies=frequencies)
    left = (1 - density.square()).clamp(min=1e-12)  # at 0 both are the share, and nothing is left
    chance = (share * (1 - share) * left / (len(v) - 1)).sqrt()
    return Along(labels, share * density, differing / chance)


def low_beyond_mean(result: Result, case: str, seed: int, mean_label: float) -> float:
    """As `low_below_high` at the rule's δ, for the low part less the mean label.

    The error of that part is e_low over the e_low of the mean label, where the mean of the answers
    is the mean label; where it is not, this counts its error in.
    """
    low, high = _beyond_mean(result, case, seed, mean_label)
    return float((low < high).mean())


def high_where_behind(result: Result, case: str, seed: int, mean_label: float) -> float:
    """The least e_high at a record that `low_beyond_mean` does not count; infinite without one."""
    low, high = _beyond_mean(result, case, seed, mean_label)
    return float(high[low >= high].min(initial=np.inf))


def _beyond_mean(
    result: Result, case: str, seed: int, mean_label: float
) -> tuple[np.ndarray, np.ndarray]:
    """Errors at the records from step 10 on: of the low part less the mean label, and e_high."""
    steps, low, high = images.curves(result, case, seed)
    later = steps >= min(10, steps[-1])
    return low[later] / mean_label, high[later]


def _points(recipe: images.InParts) -> tuple[Tensor, Tensor]:
    data = datasets.load(recipe.data, "train", count=recipe.count)
    return data.images, F.one_hot(data.labels, len(data.classes)).float()
