"""Training classifiers of images, and watching the low and the high part of their labels."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fourierbook.data import datasets
from fourierbook.measure.filtering import Filtering, choose_delta
from fourierbook.measure.frequency_error import FrequencyError, amplitudes, outputs
from fourierbook.measure.projection import above_floor, projections, sampling_floor
from fourierbook.training.recipes import Recipe
from fourierbook.training.records import record_steps
from fourierbook.training.trainer import Record, fit

NETWORKS = {
    "digits": {"mlp": "digits_mlp", "cnn": "mnist_cnn_plain"},
    "mnist": {"mlp": "mnist_mlp", "cnn": "mnist_cnn_plain"},
    "cifar10": {"mlp": "colour_mlp", "cnn": "colour_cnn_plain", "vgg16": "vgg16"},
    "specimens": {"mlp": "colour_mlp", "cnn": "colour_cnn_plain"},
}
# Of AdamW without decay, at the peak of its schedule.
RATES = {"mlp": 5e-4, "cnn": 2e-3, "vgg16": 1e-3}
CASES = tuple(f"{kind}-{loss}" for kind in ("mlp", "cnn") for loss in ("mse", "cross_entropy"))
VGG16 = "vgg16-cross_entropy"
RULE = "rule"  # the δ that choose_delta gives
FREQUENCIES = torch.arange(161, dtype=torch.float64) / 4  # drawn: cycles over the extent
WHOLE = torch.arange(21, dtype=torch.float64)  # watched, where a class stands above chance


class Loss(NamedTuple):
    """What is minimised, and what of the logits is compared with the one-hot labels."""

    loss: Callable[[Tensor, Tensor], Tensor]
    read: Callable[[Tensor], Tensor]


def mean_square(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean over images and classes of the squared distance to the one-hot labels.

    >>> mean_square(torch.zeros(1, 4), torch.tensor([2])).item()
    0.25
    """
    return F.mse_loss(logits, F.one_hot(labels, logits.shape[1]).to(logits))


LOSSES = {
    "mse": Loss(mean_square, lambda logits: logits),
    "cross_entropy": Loss(F.cross_entropy, lambda logits: logits.softmax(1)),
}


@dataclass(frozen=True)
class InParts:
    """Train classifiers, and watch the low and the high part of what they have learnt."""

    LISTED = ("seeds", "cases")

    data: str
    count: int
    epochs: int
    seeds: tuple[int, ...]
    cases: tuple[str, ...] = CASES
    deltas: tuple[float, ...] = (3.0, 7.0)  # beside the rule's; standard deviations
    batch_size: int = 200
    records: int = 30

    def tiny(self) -> "InParts":
        """The same on few images, once; with fewer even the mean would not be above the floor."""
        return replace(self, count=300, epochs=1, batch_size=100, seeds=self.seeds[:1])

    def sample(self) -> tuple["InParts", float]:
        """The same for one epoch, and how many times as long the whole takes."""
        few = max(2000, self.batch_size) if self.count > 2000 else self.count // 2
        return replace(self, count=few, epochs=1, records=3), self.epochs * self.count / few


def shards(recipe: InParts) -> tuple[str, ...]:
    """One training each: all cases of a seed, then those of the next."""
    return tuple(f"{case}-seed{seed}" for seed in recipe.seeds for case in recipe.cases)


def watched(recipe: InParts, shard: str) -> dict[str, Any]:
    """Errors of both parts, and of each frequency along one direction, at the records."""
    case, seed = shard.rsplit("-seed", 1)
    kind, name = case.split("-", 1)
    data = datasets.load(recipe.data, "train", count=recipe.count)
    splits, along = _instruments(recipe.data, recipe.count, recipe.deltas)
    loss, read = LOSSES[name]

    def measure(model: nn.Module) -> dict[str, float]:
        values = outputs(model, data.images, read)
        found = {}
        for delta, split in splits.items():
            low, high = split(values)
            found |= {f"low_{delta}": low.item(), f"high_{delta}": high.item()}
        return found | {
            "along": [error for each in along for error in each(each.read(values)).tolist()]
        }

    steps = record_steps(recipe.epochs * (recipe.count // recipe.batch_size), count=recipe.records)
    training = Recipe(
        recipe.data, NETWORKS[recipe.data][kind], recipe.epochs, RATES[kind], seed=int(seed),
        augmentation="none", optimizer="adamw", weight_decay=0.0, batch_size=recipe.batch_size,
        warm_up=0.1, precision="fp32",
    )  # fmt: skip
    history = fit(
        training, data, loss=loss,
        record=Record(measure, every=recipe.epochs + 1, at=tuple(steps)),
    )  # fmt: skip
    names = [name for name in history.records[0] if name != "step"]
    curves = {n: np.array([record[n] for record in history.records]) for n in names}
    energies = {
        f"energy_{part}_{delta}": np.array(getattr(split, part).square().sum().item())
        for delta, split in splits.items()
        for part in ("low", "high")
    }
    right = outputs(history.model, data.images, read).argmax(1) == data.labels
    return {
        **{n: curve.astype(np.float32) for n, curve in curves.items()},
        **energies,
        "steps": np.array(steps),
        "delta": np.array(_rule(recipe.data, recipe.count)),
        "frequencies": np.concatenate([each.frequencies.numpy() for each in along]),
        "classes": np.repeat(np.arange(len(along)), [len(each.frequencies) for each in along]),
        "spectra": np.stack(
            [amplitudes(each.positions, each.target, frequencies=FREQUENCIES) for each in along]
        ).astype(np.float16),
        "floors": np.array([sampling_floor(each.target) for each in along]),
        "right": np.array(right.double().mean().item()),
    }


@lru_cache(maxsize=1)  # all shards of a recipe look through the same instruments
def _instruments(
    name: str, count: int, deltas: tuple[float, ...]
) -> tuple[dict[str, Filtering], list[FrequencyError]]:
    """The filters by the name of their δ, and the projection of each class."""
    data = datasets.load(name, "train", count=count)
    hot = F.one_hot(data.labels, len(data.classes)).float()
    tried = {RULE: _rule(name, count), **{f"{delta:g}": delta for delta in deltas}}
    splits = {}
    for key, delta in tried.items():
        try:
            splits[key] = Filtering.of(data.images, hot, delta=delta)
        except ValueError:  # a δ of the paper's may leave a part of other data empty
            continue
    places = projections(data.images)
    return splits, [
        above_floor(
            data.images, column, frequencies=WHOLE, positions=places,
            read=partial(_column, place=place),
        )
        for place, column in enumerate(hot.split(1, dim=1))
    ]  # fmt: skip


def _column(values: Tensor, *, place: int) -> Tensor:
    return values[:, place : place + 1]


@lru_cache(maxsize=1)
def _rule(name: str, count: int) -> float:
    data = datasets.load(name, "train", count=count)
    return choose_delta(data.images, F.one_hot(data.labels, len(data.classes)).float())
