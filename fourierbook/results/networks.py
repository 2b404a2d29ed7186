"""The networks that the book trains, and how each is made again and shipped."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial

import torch

from fourierbook.data import datasets
from fourierbook.measure.accuracy import accuracy
from fourierbook.measure.bands import correct_in_bands, recentred
from fourierbook.measure.robustness import robust_accuracy
from fourierbook.models import zoo
from fourierbook.models.wrappers import FrontEnd
from fourierbook.results import provenance
from fourierbook.training import recipes, trainer
from fourierbook.training.adversarial import pgd, square
from fourierbook.training.recipes import Recipe

PGD20 = partial(pgd, epsilon=8 / 255, steps=20)
# What a card names: a small and the usual ball of one norm, a ball of the other, and an attack
# without gradients, which does better than the one with them only if they lead nowhere.
ATTACKED = {
    "linf 2/255": partial(pgd, epsilon=2 / 255, steps=20),
    "linf 8/255": PGD20,
    "l2 0.5": partial(pgd, norm="l2", epsilon=0.5, steps=20),
    "square 8/255": partial(square, epsilon=8 / 255, queries=500),
}


@dataclass(frozen=True)
class Network:
    """A network of the zoo: its recipe, what it is for, and whether its weights ship."""

    recipe: Recipe
    purpose: str
    ships: bool = True


# The networks that the chapters compare, and the seeds of the natural one.
NATURAL, SEEDS = "cifar10-resnet20", (0, 1, 2)
GAUSSIAN, ADVERSARIAL = f"{NATURAL}-gaussian", f"{NATURAL}-adversarial"
AUTOAUGMENT = f"{NATURAL}-autoaugment"
NATURALS = tuple((NATURAL, seed) for seed in SEEDS)
ALL = (*NATURALS, (GAUSSIAN, 0), (ADVERSARIAL, 0))

NETWORKS = {
    "cifar10-resnet20": Network(
        recipes.CIFAR10_RESNET20,
        "the natural network: nothing but crops and flips, the one that others are compared with",
    ),
    "cifar10-resnet20-gaussian": Network(
        recipes.CIFAR10_GAUSSIAN,
        "trained on images with white noise of many strengths, as in Yin et al. (2019)",
    ),
    "cifar10-resnet20-adversarial": Network(
        recipes.CIFAR10_ADVERSARIAL,
        "trained on what an attack of one single step from a random start (ℓ∞, 8/255) makes of its "
        "images, to resist small changes",
    ),
    "cifar10-resnet20-pgd": Network(
        recipes.CIFAR10_PGD,
        "trained on what an attack of seven steps from a random start (ℓ∞, 8/255) makes of its "
        "images, as in Madry et al. (2018)",
    ),
    "cifar10-resnet20-autoaugment": Network(
        recipes.CIFAR10_AUTOAUGMENT,
        "trained with AutoAugment, a learnt policy of many changes, as in Yin et al. (2019)",
    ),
    "cifar10-resnet20-lowpass15": Network(
        recipes.CIFAR10_LOWPASS15,
        "sees its images through a low pass of bandwidth 15: what is high does not exist for it",
    ),
    "cifar10-resnet20-highpass31": Network(
        recipes.CIFAR10_HIGHPASS31,
        "sees its images through a high pass of bandwidth 31: without every coefficient whose "
        "horizontal or vertical frequency is 0",
    ),
    "cifar10-resnet20-fognoise": Network(
        recipes.CIFAR10_FOGNOISE,
        "trained on images with clouds of light added: does low-frequency noise protect from "
        "low-frequency corruptions?",
    ),
    "cifar10-cnn-plain": Network(
        recipes.CIFAR10_CNN_PLAIN,
        "a shallow CNN without batch norm, the control of the one with it",
    ),
    "cifar10-cnn-batchnorm": Network(
        recipes.CIFAR10_CNN_BATCHNORM,
        "the same CNN with batch norm: what does it help to see?",
    ),
    "cifar10-vit": Network(
        recipes.CIFAR10_VIT,
        "a vision transformer: is the answer the same without convolutions?",
    ),
    "cifar10-wideresnet": Network(
        recipes.CIFAR10_WIDE,
        "the natural network in the size of Yin et al. (2019): a Wide ResNet-28-10",
        False,
    ),
    "cifar10-wideresnet-gaussian": Network(
        recipes.CIFAR10_WIDE_GAUSSIAN, "the same size, trained on white noise", False
    ),
    "cifar10-wideresnet-adversarial": Network(
        recipes.CIFAR10_WIDE_ADVERSARIAL,
        "the same size, trained on an attack of one single step (ℓ∞, 8/255)",
        False,
    ),
    "cifar10-wideresnet-autoaugment": Network(
        recipes.CIFAR10_WIDE_AUTOAUGMENT, "the same size, trained with AutoAugment", False
    ),
    "mnist-mlp": Network(
        recipes.MNIST_MLP, "a multilayer perceptron, for the chapters on learning"
    ),
    "mnist-cnn": Network(recipes.MNIST_CNN, "a small network on digits, for the same chapters"),
    "specimens-cnn": Network(
        recipes.SPECIMENS_CNN,
        "reads specimens, images that the package generates: the network of every page that has "
        "no other data",
    ),
}


def every_seed(networks: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Networks and seeds of a recipe, and after them what else of `SEEDS` has been trained of each.

    For fields that are `LISTED`: what has been computed stays, and a new training adds its shards.

    >>> every_seed([("specimens-cnn", 0)])
    (('specimens-cnn', 0),)
    """
    names = dict.fromkeys(name for name, _ in networks)
    there = [(name, seed) for name in names for seed in SEEDS if seed in zoo.trained_seeds(name)]
    return tuple(dict.fromkeys([*networks, *there]))


def train(name: str, *, seed: int = 0, record: bool = False) -> dict:
    """Train a network of the zoo; an interrupted run goes on where it was.

    The test images are used once, for the card, on the weights as they ship (half precision).

    Args:
        name: one of `NETWORKS`.
        seed: of the run.
        record: also ship it: copy the card into the package, and weights that are not too large.

    Returns:
        The card. Network and card are in the results folder, where `zoo.load` finds them if the
        package has no such network.

    Raises:
        ValueError: if there is no such network.
    """
    if name not in NETWORKS:
        raise ValueError(f"the networks are {', '.join(NETWORKS)}; got {name!r}")
    network = NETWORKS[name]
    recipe = replace(network.recipe, seed=seed)
    data = datasets.load(recipe.data, "train")
    held_out = slice(len(data.labels) - recipe.held_out, None)
    kept = data.images[held_out], data.labels[held_out]

    def watch(model: torch.nn.Module) -> dict[str, float]:
        found = {"held_out": accuracy(model, *kept).mean}
        if recipe.attack is not None:
            few = [part[:500] for part in kept]
            found["held_out_attacked"] = robust_accuracy(model, *few, PGD20).mean
        return found

    history = trainer.fit(
        recipe,
        data,
        record=trainer.Record(watch, every=4) if recipe.held_out else None,
        checkpoint=zoo.trained_here() / f"{name}-seed{seed}.pt",
    )
    _round_weights(history.model)
    test = datasets.load(recipe.data, "test")
    facts = {
        "name": name,
        "purpose": network.purpose,
        "classes": len(data.classes),
        "recipe": asdict(recipe),
        "accuracy": accuracy(history.model, test.images, test.labels)._asdict(),
        "robust_accuracy": robust(history.model, test),
        "bands": in_bands(history.model, test),
        "losses": [round(loss, 5) for loss in history.losses],
        "records": history.records,
        "seconds": round(history.seconds),
        "precision": history.precision,
        "device": provenance.device(),
        "versions": provenance.versions(),
        "commit": provenance.commit(),
        "date": date.today().isoformat(),
        "licence": "MIT",
    }
    zoo.save(name, history.model, facts, seed=seed)
    if record:
        zoo.ship(name, seed=seed, weights=network.ships)
    return facts


def robust(model: torch.nn.Module, test: datasets.Data) -> dict[str, dict]:
    """Accuracy under each of the attacks that a card names, on the first 1,000 test images."""
    few = test.images[:1000], test.labels[:1000]
    return {
        name: robust_accuracy(model, *few, attack)._asdict() for name, attack in ATTACKED.items()
    }


def in_bands(model: torch.nn.Module, test: datasets.Data) -> dict:
    """Accuracy on the first 2,000 test images when only a band is left, for some bandwidths.

    High-pass images get the mean of one half that they have lost.
    """
    images, labels = test.images[:2000], test.labels[:2000]
    side = images.shape[-1]
    bandwidths = list(range(3, side, 4))
    found: dict = {"images": len(images), "bandwidths": bandwidths}
    for kind, finish in (("low_pass", None), ("high_pass", recentred)):
        masks = [FrontEnd(kind, bandwidth).mask(side, side) for bandwidth in bandwidths]
        right = correct_in_bands(model, images, labels, masks, finish=finish)
        found[kind] = [round(share, 5) for share in right.double().mean(1).tolist()]
    return found


@torch.no_grad()
def _round_weights(model: torch.nn.Module) -> None:
    for weights in model.parameters():
        weights.copy_(weights.half())


def short(network: str) -> str:
    """How a network was trained, in one word, from its name.

    >>> short("cifar10-resnet20-gaussian"), short("cifar10-resnet20"), short("specimens-cnn")
    ('gaussian', 'natural', 'natural')
    """
    _, _, *training = network.split("-")
    return "-".join(training) or "natural"
