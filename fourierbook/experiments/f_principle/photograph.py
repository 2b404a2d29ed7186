"""A photograph as a function of its coordinates: which bands of it a network learns first."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fourierbook.data import datasets
from fourierbook.measure.intervals import Interval, student
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.frequencies import radius
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps, shown_times

BANDS = ((0, 2), (2, 5), (5, 9), (9, 17))  # lowest and first too high |f|, in cycles per image
FROM = 50  # steps, after which the order of the bands is asked for


@dataclass(frozen=True)
class Photograph:
    """Train networks on the grey values of squares of photographs, given where they stand."""

    data: str
    seeds: tuple[int, ...]  # each a network and a square
    steps: int
    width: int
    side: int = 32  # pixels of a square, after shrinking
    shrunk: int = 6  # pixels of the photograph along a side of one of ours
    windowed: bool = True  # whether the squares fade out towards their borders
    learning_rate: float = 3e-3

    def tiny(self) -> "Photograph":
        """The same on two small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], steps=10, width=4, side=8)


def _photograph(recipe: Photograph, shard: str) -> dict[str, Any]:
    targets = squares(recipe)
    places = torch.linspace(-1, 1, recipe.side)
    inputs = torch.cartesian_prod(places, places)
    bands = band_masks(recipe.side)
    steps = record_steps(recipe.steps, count=60)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        fits = together(inputs).reshape(targets.shape)
        return {"errors": band_errors(fits, targets, bands), "fits": fits}

    models = [
        dense((2, recipe.width, recipe.width, 1), generator=torch.Generator().manual_seed(seed))
        for seed in recipe.seeds
    ]
    runs = ensembles.fit(
        models, inputs[None], targets.flatten(1)[..., None], steps=recipe.steps, at=steps,
        measure=measure, learning_rate=recipe.learning_rate,
    )  # fmt: skip
    few = shown_times(len(steps), frames=12)
    return {
        "steps": np.array(steps),
        "errors": runs.records["errors"].half().numpy(),
        "fits": runs.records["fits"][few, :1].half().numpy(),
        "fit_steps": np.array(steps)[few],
    }


def squares(recipe: Photograph) -> Tensor:
    """Grey squares at random places of the photographs, mean removed, faded: (S, side, side)."""
    grey = datasets.load(recipe.data).images.mean(1, keepdim=True)
    small = F.avg_pool2d(grey, recipe.shrunk)[:, 0]
    found = []
    for seed in recipe.seeds:
        generator = torch.Generator().manual_seed(seed)
        photograph = small[seed % len(small)]
        top, left = (
            int(torch.randint(side - recipe.side + 1, (), generator=generator))
            for side in photograph.shape
        )
        found.append(photograph[top : top + recipe.side, left : left + recipe.side])
    cut = torch.stack(found)
    cut = cut - cut.mean((1, 2), keepdim=True)
    if recipe.windowed:
        window = torch.hann_window(recipe.side, periodic=False)
        cut = cut * window[:, None] * window
    return cut / cut.std((1, 2), keepdim=True)


def band_masks(side: int) -> Tensor:
    """Which frequencies are in each band: (bands, side, side), in FFT order."""
    distance = radius(side, side)
    return torch.stack([(distance >= low) & (distance < high) for low, high in BANDS])


def band_errors(fits: Tensor, targets: Tensor, bands: Tensor) -> Tensor:
    """Relative error of each band, root of the ratio of energies: (..., H, W) -> (..., bands)."""
    error, there = (
        (torch.fft.fft2(values).abs().square()[..., None, :, :] * bands).sum((-2, -1))
        for values in (fits - targets, targets)
    )
    return (error / there.clamp(min=1e-12)).sqrt()


def median_errors(result: Result) -> tuple[np.ndarray, np.ndarray]:
    """Steps and the median over seeds of each band's error: (T,), (T, bands)."""
    values = result.shards["squares"]
    return values["steps"], np.median(values["errors"], axis=1)


def in_order(result: Result) -> Interval:
    """Share of the records from step 50 on at which every band errs less than the next."""
    values = result.shards["squares"]
    later = values["steps"] >= min(FROM, values["steps"][-1])
    ordered = (np.diff(values["errors"][later], axis=2) > 0).all(2)
    return student(ordered.mean(0))


PHOTOGRAPH_FIT = Experiment(
    "photograph_fit",
    version=1,
    recipes={
        "quick": Photograph("photographs", seeds=(0, 1, 2, 3), steps=400, width=64),
        "thorough": Photograph("photographs", seeds=tuple(range(100, 116)), steps=2000, width=100),
    },
    shards=lambda recipe: ("squares",),
    run=_photograph,
)
EXPERIMENTS = [PHOTOGRAPH_FIT]
