"""Trained networks, loaded by name with their cards.

A network is two files: `NAME-seedS.safetensors` (weights in half precision, running statistics in
single) and `NAME-seedS.json`, its card: what it is for, how it was trained, how accurate it is. A
network with a front end contains it. Most ship with the package, in `weights/`; of those that are
too large only the card does. Those trained on this machine stand in the results folder.
"""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from fourierbook import settings, signed
from fourierbook.models.cnns import ResNet, SmallCNN, WideResNet, vgg16
from fourierbook.models.mlps import MLP
from fourierbook.models.published import PUBLISHED
from fourierbook.models.transformers import VisionTransformer
from fourierbook.models.wrappers import Filtered, FrontEnd, Normalized

WEIGHTS = Path(__file__).parent / "weights"

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

    A file that is not named as a card is passed over.

    >>> trained_seeds("specimens-cnn")
    [0]
    """
    files = [path for folder in (WEIGHTS, trained_here()) for path in folder.glob(f"{name}-seed*")]
    named = [re.fullmatch(rf"{re.escape(name)}-seed(\d+)\.json", path.name) for path in files]
    return sorted({int(match[1]) for match in named if match})


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
    there = sorted({seed for found, seed in _stored(".json") if found == name})
    return [card(name, seed=seed) for seed in there]


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
    from safetensors.torch import load_file

    if name in PUBLISHED and seed == 0:
        return _placed(PUBLISHED[name]())
    _check(name, seed, ".safetensors")
    path = _path(name, seed, ".safetensors")
    facts = _read(path.with_suffix(".json"))
    found = signed.sha256(path.read_bytes())
    if found != facts["weights_sha256"]:
        raise ValueError(
            f"{path} is damaged: its SHA-256 is {found}, its card says "
            f"{facts['weights_sha256']}; {_remedy(path)}"
        )
    front_end = facts["recipe"]["front_end"]
    model = architecture(
        facts["recipe"]["model"],
        facts["recipe"]["data"],
        classes=facts["classes"],
        front_end=FrontEnd(**front_end) if front_end else None,
    )
    weights = {key: value.float() if value.is_floating_point() else value
               for key, value in load_file(path).items()}  # fmt: skip
    model.load_state_dict(weights)
    return _placed(model)


def save(name: str, model: nn.Module, facts: dict, *, seed: int = 0) -> Path:
    """Write a network and its card into the results folder; returns the file of the weights."""
    from safetensors.torch import save_file

    path = trained_here() / f"{name}-seed{seed}.safetensors"
    parameters = {key for key, _ in model.named_parameters()}
    weights = {
        key: (value.half() if key in parameters else value).contiguous().cpu()
        for key, value in model.state_dict().items()
    }
    with settings.storing(path.parent):
        save_file(weights, path)
        card = signed.text({**facts, "weights_sha256": signed.sha256(path.read_bytes())})
        signed.replace(path.with_suffix(".json"), card.encode())
    return path


def ship(name: str, *, seed: int = 0, weights: bool = True) -> None:
    """Copy a network's card from the results folder into the package, and its weights if asked."""
    for suffix in [".json", *([".safetensors"] if weights else [])]:
        file = f"{name}-seed{seed}{suffix}"
        shutil.copyfile(trained_here() / file, WEIGHTS / file)


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


def _stored(suffix: str) -> list[tuple[str, int]]:
    """Name and seed of every file of a kind."""
    files = [path for folder in (WEIGHTS, trained_here()) for path in folder.glob(f"*{suffix}")]
    return [(name, int(seed)) for name, seed in (path.stem.rsplit("-seed", 1) for path in files)]


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
