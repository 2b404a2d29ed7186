"""Whether images that a network names alike are joined by a path of that name, and by what network.

Rahaman et al. (2019), A.7, join images of CIFAR-10 with paths of AutoNEB. Of ours are the share of
the straight segments that need no path, and networks without training, with little of it, and
trained on shuffled labels.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from fourierbook.data import datasets
from fourierbook.experiments.spectral_bias_data import image_pairs, paths
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.results.questions import Experiment, Result
from fourierbook.training.recipes import Recipe
from fourierbook.training.trainer import fit, initial

CASES = ("trained", "crossed", "few", "shuffled", "untrained")
RATE = 2e-3  # of AdamW, of networks that are trained here
FINE = 4  # points that are looked at for each that is moved


@dataclass(frozen=True)
class Connected:
    """Join pairs of images by straight segments and by bent paths, in networks of several kinds."""

    LISTED = ("seeds", "cases")

    data: str
    network: str  # of the zoo
    model: str  # the same, untrained
    seeds: tuple[int, ...]  # of networks, and of the pairs
    pairs: int
    count: int  # training images that pairs are drawn from; the zoo's networks know more
    epochs: int  # over these, of networks trained here
    cases: tuple[str, ...] = CASES
    points: int = 17
    rounds: int = 4
    steps: int = 10  # in each round, as in the paper
    # The paper's 0.001 is of pixels divided by their standard deviation, about ¼.
    rate: float = 0.001 / 16

    def tiny(self) -> "Connected":
        """The same for two pairs and a step."""
        few = {"seeds": self.seeds[:1], "pairs": 2, "count": 100, "epochs": 1}
        return replace(self, **few, points=3, rounds=1, steps=1)


def shards(recipe: Connected) -> tuple[str, ...]:
    """One network and kind of pair each."""
    return tuple(f"{case}-seed{seed}" for seed in recipe.seeds for case in recipe.cases)


def joined(recipe: Connected, shard: str) -> dict[str, Any]:
    """Join the pairs of a network.

    Returns:
        right, least and longer (1 + rounds, P), the first row of straight segments: whether the
        answer is the same along the path, the smallest share that the softmax gives it, and the
        path's length over the segment's; classes and distances (P,); named: how many names the
        network gives to the images at all.
    """
    case, seed = shard.rsplit("-seed", 1)
    data = datasets.load(recipe.data, "train", count=recipe.count)
    data = shuffled(data, int(seed)) if case == "shuffled" else data
    model = network(recipe, case, data, int(seed))
    answers = torch.cat([model(few).argmax(1) for few in data.images.split(paths.BATCH)])
    names = answers if case == "untrained" else torch.where(answers == data.labels, answers, -1)
    choose = image_pairs.crossed if case == "crossed" else image_pairs.alike
    starts, ends, classes = choose(model, data, names, recipe.pairs, seed=int(seed))
    straight = paths.straight(starts, ends, points=recipe.points)
    rounds = paths.bent(
        model, straight, classes, rounds=recipe.rounds, steps=recipe.steps, rate=recipe.rate
    )
    every, fine = [straight, *rounds], FINE * (recipe.points - 1) + 1
    looks = [paths.seen(model, paths.evened(each, points=fine), classes) for each in every]
    length = paths.lengths(straight)
    return {
        "right": torch.stack([each.right for each in looks]).numpy(),
        "least": torch.stack([each.least for each in looks]).numpy(),
        "longer": torch.stack([paths.lengths(each) / length for each in every]).numpy(),
        "classes": classes.short().numpy(),
        "distances": length.numpy(),
        "named": np.array(len(answers.unique())),
    }


def shuffled(data: datasets.Data, seed: int) -> datasets.Data:
    """The same images with their labels dealt anew."""
    generator = torch.Generator().manual_seed(80_000 + seed)
    order = torch.randperm(len(data.labels), generator=generator)
    return data._replace(labels=data.labels[order])


def network(recipe: Connected, case: str, data: datasets.Data, seed: int) -> nn.Module:
    """The network of a case, in evaluation mode, its values fixed."""
    training = Recipe(
        recipe.data, recipe.model, recipe.epochs, RATE, seed=seed, augmentation="none",
        optimizer="adamw", weight_decay=0.0, batch_size=min(50, len(data.labels)),
        precision="fp32",
    )  # fmt: skip
    if case in ("few", "shuffled"):
        model = fit(training, data).model
    elif case == "untrained":
        model = settled(initial(training, len(data.classes)), data.images)
    else:
        model = zoo.load(recipe.network, seed=seed)
    return model.requires_grad_(False)


def settled(model: nn.Module, images: Tensor) -> nn.Module:
    """An untrained network whose batch norms know the images: without, they are as if not there."""
    norms = [part for part in model.modules() if isinstance(part, _BatchNorm)]
    for part in norms:
        part.momentum = None  # the mean over batches
    with torch.no_grad():
        for few in images.split(paths.BATCH):
            model.train()(few)
    return model.eval()


def of_pairs(result: Result, case: str, name: str, *, round_: int = -1) -> np.ndarray:
    """Of each seed and pair after a round, 0 being the straight segment: (S, P).

    Raises:
        NotMeasured: if the case was not run.
    """
    if case not in result.recipe.cases:
        raise NotMeasured(f"no pairs were joined in the case {case!r}")
    shards = [result.shards[f"{case}-seed{seed}"] for seed in result.recipe.seeds]
    return np.stack([values[name][round_] for values in shards])


def share_joined(result: Result, case: str, *, round_: int = -1, least: float = 0.0) -> Interval:
    """Share of the pairs along whose path the answer is the same.

    Args:
        result: of the experiment.
        case: kind of network and pair.
        round_: after which the path is taken; 0 is the straight segment.
        least: share of the softmax that the class must have all along.
    """
    sure = of_pairs(result, case, "least", round_=round_) >= least
    right = of_pairs(result, case, "right", round_=round_).astype(bool) & sure
    return intervals.of(np.mean, Sample(right, ("seeds", "pairs")))


def longer(result: Result, case: str) -> Interval:
    """By which share of the straight segment the path is longer in the end, on average."""
    return intervals.of(np.mean, Sample(of_pairs(result, case, "longer") - 1, ("seeds", "pairs")))


def straighter(result: Result, one: str, other: str) -> Interval:
    """By how much the share of joined straight segments is larger in one case than in another."""
    samples = [
        Sample(of_pairs(result, case, "right", round_=0).astype(float), ("seeds", "pairs"))
        for case in (one, other)
    ]
    return intervals.of(intervals.difference, *samples)


CONNECTED = Experiment(
    "connected_classes",
    version=1,
    recipes={
        "quick": Connected(
            "cifar10", "cifar10-resnet20", "resnet20", seeds=(0,), pairs=10, count=100, epochs=15,
            cases=("trained", "shuffled"), points=7, rounds=2,
        ),
        "thorough": Connected(
            "cifar10", "cifar10-resnet20", "resnet20", seeds=(0, 1, 2), pairs=100, count=1000,
            epochs=30,
        ),
    },
    embedded=Connected(
        "specimens", "specimens-cnn", "small_cnn", seeds=(0,), pairs=10, count=100, epochs=15,
        cases=("trained", "shuffled"), points=7, rounds=2,
    ),
    shards=shards,
    run=joined,
)  # fmt: skip
EXPERIMENTS = [CONNECTED]
