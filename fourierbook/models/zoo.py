"""Trained networks, loaded by name with their cards.

A network is two files: `NAME-seedS.safetensors` (weights in half precision, running statistics in
single) and `NAME-seedS.json`, its card: what it is for, how it was trained, how accurate it is. A
network with a front end contains it. Most ship with the package, in `weights/`; of those that are
too large only the card does. Those trained on this machine stand in the results folder.
"""

import re
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from fourierbook import files, settings, signed
from fourierbook.models.cnns import ResNet, SmallCNN, WideResNet, vgg16
from fourierbook.models.mlps import MLP
from fourierbook.models.published import PUBLISHED
from fourierbook.models.transformers import VisionTransformer
from fourierbook.models.wrappers import Filtered, FrontEnd, Normalized
from fourierbook.types import is_count

WEIGHTS = Path(__file__).parent / "weights"
FILE = r"([A-Za-z0-9][A-Za-z0-9._-]*)-seed(0|[1-9][0-9]*)"  # the name of a network's file
MOST_CLASSES = 100_000  # that a card may name

# Each takes the number of classes.
MODELS: dict[str, Callable[[int], nn.Module]] = {
    "resnet20": partial(ResNet, 3),
    "wideresnet28_10": partial(WideResNet, 4, 10),
    "small_cnn": SmallCNN,
    "cnn_plain": partial(SmallCNN, channels=(3, 32, 64, 64, 128, 128), batch_norm=False),
    "cnn_batchnorm": partial(SmallCNN, channels=(3, 32, 64, 64, 128, 128)),
    "vgg16": vgg16,
    "vit": VisionTransformer,
    "mnist_mlp": partial(MLP, 28 * 28),
    "mnist_cnn": partial(SmallCNN, channels=(1, 16, 32, 32, 40)),
    "digits_mlp": partial(MLP, 8 * 8),
    "colour_mlp": partial(MLP, 3 * 32 * 32),
    "colour_cnn_plain": partial(SmallCNN, batch_norm=False),
    "mnist_cnn_plain": partial(SmallCNN, channels=(1, 16, 32, 32, 40), batch_norm=False),
}


class Statistics(NamedTuple):
    """Of the training images: what a network of a data set is normalised by."""

    mean: tuple[float, ...]  # of each channel
    std: tuple[float, ...]
    side: int  # of an image, in pixels


STATISTICS = {
    "cifar10": Statistics((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616), 32),
    "mnist": Statistics((0.1307,), (0.3081,), 28),
    "digits": Statistics((0.3057,), (0.3764,), 8),
    "specimens": Statistics((0.5, 0.5, 0.5), (0.12, 0.12, 0.12), 32),
}


def names() -> list[str]:
    """Every name that `load` takes: the book's own networks, then those that others trained.

    >>> {"specimens-cnn", "cifar10-resnet20", "imagenet-resnet50"} <= {*names()}
    True
    """
    return [*sorted({name for name, _ in _stored(".safetensors")}), *PUBLISHED]


def seeds(name: str) -> list[int]:
    """Seeds of a network that can be loaded; a published network has the one seed 0.

    >>> seeds("specimens-cnn")
    [0]
    """
    if name in PUBLISHED:
        return [0]
    return sorted({seed for found, seed in _stored(".safetensors") if found == name})


def trained_seeds(name: str) -> list[int]:
    """Seeds of a network of the book that have a card, with weights that ship or without.

    >>> trained_seeds("specimens-cnn")
    [0]
    """
    return sorted({seed for found, seed in _stored(".json") if found == name})


def card(name: str, *, seed: int = 0) -> dict:
    """What is known about a network of the book: purpose, recipe, accuracy, licence.

    Raises:
        ValueError: if there is no card of that name and seed (the error lists what there is), or if
            it is damaged.

    >>> facts = card("specimens-cnn")
    >>> facts["recipe"]["data"], facts["classes"]
    ('specimens', 4)
    """
    _check(name, seed, ".json")
    return _read(_path(name, seed, ".json"))


def cards(name: str) -> list[dict]:
    """Every card of a network of the book, by seed; also where its weights are too large to ship.

    >>> [facts["recipe"]["seed"] for facts in cards("specimens-cnn")]
    [0]
    """
    return [card(name, seed=seed) for seed in trained_seeds(name)]


def load(name: str, *, seed: int = 0) -> nn.Module:
    """A trained network in evaluation mode: takes images in [0, 1], returns logits.

    Reads files only, but for published networks, whose weights are fetched when they are missing;
    the network is on `settings.device()`.

    Args:
        name: one of `names()`.
        seed: of its training.

    Raises:
        ValueError: if the network or the seed is not there, or if its file is damaged.

    >>> load("specimens-cnn")(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 4])
    """
    if name in PUBLISHED and seed == 0:
        return _placed(PUBLISHED[name]())
    _check(name, seed, ".safetensors")
    path = _path(name, seed, ".safetensors")
    facts, content = _read(path.with_suffix(".json")), path.read_bytes()
    found, said = signed.sha256(content), facts.get("weights_sha256")
    if found != said:
        raise ValueError(
            f"{path} is damaged: its SHA-256 is {found}, its card says {said}; {_remedy(path)}"
        )
    try:
        return _placed(_described(facts, content))
    except Exception as problem:  # card and weights may be anybody's: torch raises almost anything
        raise ValueError(
            f"{path} is not the network that its card describes "
            f"({str(problem).splitlines()[0]}); {_remedy(path)}"
        ) from problem


def save(name: str, model: nn.Module, facts: dict, *, seed: int = 0) -> Path:
    """Write a network and its card into the results folder; returns the file of the weights."""
    from safetensors.torch import save as packed

    path = trained_here() / f"{name}-seed{seed}.safetensors"
    parameters = {key for key, _ in model.named_parameters()}
    weights = {
        key: (value.half() if key in parameters else value).contiguous().cpu()
        for key, value in model.state_dict().items()
    }
    content = packed(weights)
    card = signed.text({**facts, "weights_sha256": signed.sha256(content)})
    with settings.storing(path.parent):
        files.replace(path, content)
        files.replace(path.with_suffix(".json"), card)
    return path


def ship(name: str, *, seed: int = 0, weights: bool = True) -> None:
    """Copy a network's card from the results folder into the package, and its weights if asked."""
    for suffix in [".json", *([".safetensors"] if weights else [])]:
        file = f"{name}-seed{seed}{suffix}"
        files.replace(WEIGHTS / file, (trained_here() / file).read_bytes())


def trained_here() -> Path:
    """Where the networks that this machine has trained stand, with their checkpoints.

    >>> trained_here().name
    'networks'
    """
    return settings.results_folder() / "networks"


def architecture(
    model: str, data: str, *, classes: int, front_end: FrontEnd | None = None
) -> nn.Module:
    """An untrained network for a data set: normalisation inside, front end outermost.

    Args:
        model: a name in `MODELS`.
        data: the data set, which decides how images are normalised.
        classes: of the data set.
        front_end: the filter that comes first.

    Raises:
        ValueError: if model or data set is not known.

    >>> architecture("small_cnn", "specimens", classes=4).mean.flatten().tolist()
    [0.5, 0.5, 0.5]
    """
    if model not in MODELS or data not in STATISTICS:
        raise ValueError(
            f"model is one of {', '.join(MODELS)} and data one of {', '.join(STATISTICS)}; "
            f"got {model!r} for {data!r}"
        )
    mean, std, side = STATISTICS[data]
    network: nn.Module = Normalized(MODELS[model](classes), mean=mean, std=std)
    if front_end is not None:
        network = Filtered(network, front_end.mask(side, side))
    return network


def _placed(model: nn.Module) -> nn.Module:
    return model.to(settings.device(), memory_format=torch.channels_last).eval()


def _described(facts: dict, content: bytes) -> nn.Module:
    """The network of a card, with its weights out of the content of their file."""
    from safetensors.torch import load as unpacked

    recipe, classes = facts["recipe"], facts["classes"]
    if not (is_count(classes) and classes <= MOST_CLASSES):
        raise ValueError(f"classes are from 1 to {MOST_CLASSES:,}; got {classes!r}")
    front_end = FrontEnd(**recipe["front_end"]) if recipe["front_end"] else None
    model = architecture(recipe["model"], recipe["data"], classes=classes, front_end=front_end)
    weights = {key: value.float() if value.is_floating_point() else value
               for key, value in unpacked(content).items()}  # fmt: skip
    model.load_state_dict(weights)
    return model


def _stored(suffix: str) -> list[tuple[str, int]]:
    """Name and seed of every file of a kind; warns of what stands there under another name."""
    paths = [path for folder in (WEIGHTS, trained_here()) for path in folder.glob(f"*{suffix}")]
    found = {path: re.fullmatch(FILE + re.escape(suffix), path.name) for path in sorted(paths)}
    others = [path for path, match in found.items() if not match and path.name[0] != "."]
    for path in others:
        warnings.warn(f"{path} is left out: its name is not NAME-seedS{suffix}", stacklevel=4)
    return [(match[1], int(match[2])) for match in found.values() if match]


def _path(name: str, seed: int, suffix: str) -> Path:
    """The package's file if there is one, else the one that was made here."""
    paths = [folder / f"{name}-seed{seed}{suffix}" for folder in (WEIGHTS, trained_here())]
    return next(path for path in paths if path.exists())


def _check(name: str, seed: int, suffix: str) -> None:
    """Refuse what is not there, and say what is."""
    if name in PUBLISHED and seed == 0:
        raise ValueError(f"{name} was trained by others and has no card; see models.published")
    there = _stored(suffix)
    if (name, seed) in there:
        return
    if suffix == ".safetensors" and (name, seed) in _stored(".json"):
        raise ValueError(
            f"{name} with seed {seed} does not ship with its weights; "
            f"`fourierbook reproduce {name} --seed {seed}` makes them"
        )
    if name not in names():
        raise ValueError(f"no network is called {name!r}; there are {', '.join(names())}")
    raise ValueError(f"{name} is there with the seeds {seeds(name)}; got {seed}")


def _read(path: Path) -> dict:
    try:
        return signed.parsed(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is damaged ({error}); {_remedy(path)}") from error


def _remedy(path: Path) -> str:
    if path.parent == WEIGHTS:
        return "install the package again"
    name, seed = path.stem.rsplit("-seed", 1)
    return f"delete it and train it again: `fourierbook reproduce {name} --seed {seed}`"
