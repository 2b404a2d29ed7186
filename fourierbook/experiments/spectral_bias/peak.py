"""How much of a single peak a ReLU network learns: by depth, by width, and with clipped parameters.

Rahaman et al. (2019), A.5: the spectrum of a peak is flat, so that a network that has all of it has
every frequency. What it can have grows with the norms of its layers, exponentially in their number.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.measure import intervals
from fourierbook.measure.crossings import share_of_seeds
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps, shown_times

CLIPPED = "clipped"  # the shard of the network that is trained with each bound
BANDS = 4  # of equal width, up to half the number of points


@dataclass(frozen=True)
class Peak:
    """Train ReLU networks on a single peak."""

    LISTED = ("nets",)

    data: None
    nets: tuple[str, ...]  # linear layers x width, such as 6x16, and `clipped`
    seeds: tuple[int, ...]
    steps: int
    learning_rate: float
    points: int = 200
    bound: float = 10.0  # of each parameter, where the networks are not compared by it
    clipped: str = "6x64"
    bounds: tuple[float, ...] = (0.1, 0.15, 0.2, 2.0)
    records: int = 60
    shown: int = 2  # seeds whose fits are kept

    def tiny(self) -> "Peak":
        """The same on two small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], steps=6, points=16, records=4, clipped="3x4")


def trained(recipe: Peak, shard: str) -> dict[str, Any]:
    """Train networks of one size with one bound, or with each.

    Returns:
        steps (T,); bands (T, B, S, 4): mean of |f̃(k)| over that of the peak in each quarter of the
        frequencies from 1 on; spectra (B, S, K): the same for each of them in the end; fits
        (F, B, shown, points) after `fit_steps` (F,); losses (B, S). B is the number of bounds.
    """
    size = recipe.clipped if shard == CLIPPED else shard
    bounds = recipe.bounds if shard == CLIPPED else (recipe.bound,)
    layers, width = map(int, size.split("x"))
    models = [relu_stacks.stack(1, width, layers=layers, seed=seed) for seed in recipe.seeds]
    inputs, target = peak(recipe.points)
    steps = record_steps(recipe.steps, count=recipe.records)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        values = together(inputs)[..., 0]
        found = spectrum(values)
        return {"spectra": found, "bands": banded(found), "fits": values}

    runs = ensembles.fit(
        models * len(bounds), inputs[None], target[None, :, None], steps=recipe.steps,
        learning_rate=recipe.learning_rate, measure=measure, at=steps,
        clip=[bound for bound in bounds for _ in models],
    )  # fmt: skip
    few, grid = shown_times(len(steps)), (len(bounds), len(models))
    kept = {name: values.unflatten(1, grid).half() for name, values in runs.records.items()}
    return {
        "steps": np.array(steps),
        "bands": kept["bands"].numpy(),
        "spectra": kept["spectra"][-1].numpy(),
        "fits": kept["fits"][few][:, :, : recipe.shown].numpy(),
        "fit_steps": np.array(steps)[few],
        "losses": runs.losses[-1].unflatten(0, grid).numpy(),
    }


def peak(points: int) -> tuple[Tensor, Tensor]:
    """Even steps on [0, 1), (n, 1), and a function that is 1 in the middle and 0 elsewhere, (n,).

    >>> peak(4)[1].tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    target = torch.zeros(points)
    target[points // 2] = 1.0
    return torch.arange(points)[:, None] / points, target


def spectrum(values: Tensor) -> Tensor:
    """|f̃(k)| over that of a peak of height 1, for k from 1 to below half the points.

    The peak's is 1/n everywhere.

    >>> spectrum(peak(8)[1]).tolist()
    [1.0, 1.0, 1.0]
    """
    return torch.fft.rfft(values.double())[..., 1 : (values.shape[-1] + 1) // 2].abs()


def banded(spectra: Tensor) -> Tensor:
    """Means over each quarter of the frequencies: (..., K) -> (..., 4).

    >>> banded(torch.tensor([1.0, 3.0, 1.0, 1.0, 0.0])).tolist()
    [2.0, 1.0, 1.0, 0.0]
    """
    parts = spectra.tensor_split(BANDS, dim=-1)
    return torch.stack([part.mean(-1) for part in parts], -1)


def final(result: Result, net: str, *, bound: float | None = None) -> np.ndarray:
    """What each seed of a network has of the peak in each band in the end, (S, 4).

    Raises:
        NotMeasured: if it was not trained, or not with this bound.
    """
    place = _place(result, net, bound)
    return result.shards[net]["bands"][-1, place].astype(float)


def _place(result: Result, net: str, bound: float | None) -> int:
    """Where a bound stands among those that a network was trained with."""
    bounds = result.recipe.bounds if net == CLIPPED else (result.recipe.bound,)
    bound = result.recipe.bound if bound is None else bound
    if net not in result.shards or bound not in bounds:
        raise NotMeasured(f"no network {net} was trained with the bound {bound}")
    return bounds.index(bound)


def reached(values: np.ndarray) -> np.ndarray:
    """How much of the peak's frequencies there is, each band no more than all of it: (S,)."""
    return np.minimum(values, 1.0).mean(1)


def gain(result: Result, *, more: str, less: str) -> Interval:
    """How much more of the peak's frequencies one network has than another, of the same seeds."""
    found = reached(final(result, more)) - reached(final(result, less))
    return intervals.of(np.mean, Sample(found, ("seeds",)), within=(-1, 1))


def rising(result: Result) -> Interval:
    """Share of seeds whose highest band is fuller with each looser bound."""
    bounds = result.recipe.bounds
    top = np.stack([final(result, CLIPPED, bound=bound)[:, -1] for bound in bounds], 1)
    return share_of_seeds((np.diff(top, axis=1) > 0).all(1))


NETS = ("3x16", "4x16", "5x16", "6x16", "3x32", "3x64", "3x128", CLIPPED)
PEAK = Experiment(
    "single_peak",
    version=1,
    recipes={
        "quick": Peak(
            None, ("3x16", "4x16", "6x16", "3x128", CLIPPED), seeds=tuple(range(6)), steps=2000,
            learning_rate=1e-3, points=64,
        ),
        "thorough": Peak(
            None, NETS, seeds=tuple(range(300, 310)), steps=60_000, learning_rate=3e-4
        ),
    },
    shards=lambda recipe: recipe.nets,
    run=trained,
)  # fmt: skip
EXPERIMENTS = [PEAK]
