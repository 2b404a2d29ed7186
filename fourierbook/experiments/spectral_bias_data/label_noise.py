"""Labels of digits with a wave of the images' norm as noise: how low, how strong, and what stays.

Rahaman et al. (2019), section 3.2, with the unit of its frequency both ways: the text has
sin(k‖x‖), the authors' notebook sin(2πk‖x‖).
"""

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import digits
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps

UNITS = {"text": 1 / (2 * math.pi), "notebook": 1.0}  # cycles in a unit of ‖x‖ for k = 1


class Case(NamedTuple):
    """Noise β sin(2πκ‖x‖) on labels of −1 and 1; for labels of 0 and 1, as in the text, β/2."""

    unit: str  # of k
    k: float
    size: float  # β


CLEAN = Case("text", 0.0, 0.0)


@dataclass(frozen=True)
class LabelNoise:
    """Train one network on noisy labels of each kind, and test it on clean ones."""

    LISTED = ("seeds",)

    data: str
    seeds: tuple[int, ...]  # of networks, and of the images that they are trained and tested on
    count: int  # training images
    held: int  # test images
    width: int
    steps: int
    learning_rate: float
    loaded: int | None = None
    zoom: float = 1.0
    text: tuple[float, ...] = (0.1, 1.0)
    notebook: tuple[float, ...] = (0.05, 0.2, 1.0)
    sizes: tuple[float, ...] = (0.5, 1.0, 2.0)
    layers: int = 6
    records: int = 60
    precision: str = "fp32"  # of the products

    def tiny(self) -> "LabelNoise":
        """The same on few images for a few steps."""
        few = {"seeds": self.seeds[:1], "count": 12, "held": 8, "width": 4, "steps": 4}
        return replace(self, **few, loaded=300)


def cases(recipe: LabelNoise) -> list[Case]:
    """The targets of a recipe, the clean one first."""
    waves = [("text", k) for k in recipe.text] + [("notebook", k) for k in recipe.notebook]
    return [CLEAN, *(Case(unit, k, size) for unit, k in waves for size in recipe.sizes)]


def noise(points: Tensor, case: Case) -> Tensor:
    """β sin(2πκ‖x‖) at each point, κ in cycles for a unit of the norm.

    >>> noise(torch.tensor([[3.0, 4.0]]), Case("notebook", 0.05, 2.0)).item()
    2.0
    """
    return case.size * (2 * math.pi * UNITS[case.unit] * case.k * points.norm(dim=1)).sin()


def trained(recipe: LabelNoise, shard: str) -> dict[str, Any]:
    """Train a seed's network on each target.

    Returns:
        steps (T,); held and train (T, C): mean square errors on clean labels of other images, and
        on the noisy labels of the own ones; taken (T, C): the share of the noise that a network has
        taken over; offsets and spreads (C,): mean and standard deviation of the noise; norms (2,):
        those of ‖x‖.
    """
    seed, every = int(shard.removeprefix("seed")), cases(recipe)
    found = digits.pool(recipe.data, recipe.loaded, zoom=recipe.zoom)
    own, held = digits.drawn(found, (recipe.count, recipe.held), seed=seed)
    waves = torch.stack([noise(own.points, case) for case in every])
    targets, energy = own.signs + waves, waves.square().sum(1).clamp(min=1e-12)

    def measure(together: ensembles.Ensemble) -> dict[str, Tensor]:
        there, elsewhere = together(own.points)[..., 0], together(held.points)[..., 0]
        return {
            "held": (elsewhere - held.signs).square().mean(1),
            "train": (there - targets).square().mean(1),
            "taken": ((there - own.signs) * waves).sum(1) / energy,
        }

    model = relu_stacks.stack(own.points.shape[1], recipe.width, layers=recipe.layers, seed=seed)
    steps = record_steps(recipe.steps, count=recipe.records)
    runs = ensembles.fit(
        [model] * len(every), own.points[None], targets[..., None], steps=recipe.steps,
        learning_rate=recipe.learning_rate, measure=measure, at=steps,
        precision=recipe.precision,
    )  # fmt: skip
    norms = own.points.norm(dim=1)
    return {name: values.float().numpy() for name, values in runs.records.items()} | {
        "steps": np.array(steps),
        "norms": np.array([norms.mean(), norms.std()]),
        "offsets": waves.mean(1).numpy(),
        "spreads": waves.std(1).numpy(),
    }


def curves(result: Result, case: Case, name: str = "held") -> tuple[np.ndarray, np.ndarray]:
    """Steps, and what each seed has of a case along them: (T,), (T, S).

    Raises:
        NotMeasured: if the case was not trained.
    """
    every = cases(result.recipe)
    if case not in every:
        raise NotMeasured(f"no network was trained on {case}")
    found = [values[name][:, every.index(case)] for values in result.shards.values()]
    return next(iter(result.shards.values()))["steps"], np.stack(found, 1)


def least(result: Result, case: Case) -> np.ndarray:
    """The least error on clean labels along the training of each seed, (S,)."""
    return curves(result, case)[1].min(0)


def rise(result: Result, case: Case) -> Interval:
    """How many times as large that error is in the end: the geometric mean over seeds."""
    return _ratio(curves(result, case)[1][-1], least(result, case))


def beside_clean(result: Result, case: Case) -> Interval:
    """The least error over that of the same network on clean labels."""
    return _ratio(least(result, case), least(result, CLEAN))


def with_size(result: Result, unit: str, k: float, *, sizes: tuple[float, float]) -> Interval:
    """How many times as large the least error becomes with stronger noise of one frequency."""
    weak, strong = (least(result, Case(unit, k, size)) for size in sizes)
    return _ratio(strong, weak)


def deepens(result: Result, unit: str, *, size: float) -> Interval:
    """Share of seeds whose least error is the smaller, the higher the frequency of the noise."""
    there = sorted(getattr(result.recipe, unit))
    found = np.stack([least(result, Case(unit, k, size)) for k in there])
    sample = Sample((np.diff(found, axis=0) < 0).all(0), ("seeds",))
    return intervals.of(np.mean, sample)


def _ratio(over: np.ndarray, under: np.ndarray) -> Interval:
    logs = np.log(over.astype(float) / under)
    return intervals.rising(math.exp, intervals.of(np.mean, Sample(logs, ("seeds",))))


LABEL_NOISE = Experiment(
    "label_noise",
    version=1,
    recipes={
        "quick": LabelNoise(
            "mnist", seeds=(0,), count=400, held=400, width=64, steps=400, learning_rate=1e-3,
            loaded=6000, text=(1.0,), sizes=(1.0, 2.0), records=40,
        ),
        "thorough": LabelNoise(
            "mnist", seeds=tuple(range(100, 110)), count=1000, held=1000, width=256, steps=1500,
            learning_rate=3e-4, precision="bf16",
        ),
    },
    embedded=LabelNoise(
        "digits", seeds=(0,), count=150, held=80, width=64, steps=400, learning_rate=1e-3,
        zoom=2.5, text=(1.0,), sizes=(1.0, 2.0), records=40,
    ),
    shards=lambda recipe: tuple(f"seed{seed}" for seed in recipe.seeds),
    run=trained,
)  # fmt: skip
EXPERIMENTS = [LABEL_NOISE]
