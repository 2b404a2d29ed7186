"""Yin et al. (2019), A Fourier Perspective on Model Robustness: which frequency breaks which."""

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.measure.accuracy import correct
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.intervals import Interval
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.models import zoo
from fourierbook.precision import computing
from fourierbook.results.networks import ALL, AUTOAUGMENT, GAUSSIAN, NATURAL, NATURALS, every_seed
from fourierbook.results.questions import Experiment, Result
from fourierbook.results.reading import over_networks, seeds_of
from fourierbook.signal.basis import are_alone


@dataclass(frozen=True)
class Map:
    """Error of networks under each wave of the Fourier basis."""

    LISTED = ("networks",)

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with a seed: of its training and the signs
    count: int
    norm: float = 4.0  # L2, each channel
    window: int | None = None  # side of the square of frequencies; all without it
    precision: str = "bf16"

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({seed for _, seed in self.networks}))

    def tiny(self) -> "Map":
        """The same on three images at nine frequencies."""
        return replace(self, count=3, window=3)

    def sample(self) -> tuple["Map", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few, side = replace(self, count=32, window=3), zoo.STATISTICS[self.data].side
        waves = len(map_frequencies(side, side, self.window))
        return few, self.count * waves / (few.count * 5)


def _shards(recipe: Map) -> tuple[str, ...]:
    return tuple(f"{network}-seed{seed}" for network, seed in recipe.networks)


def _mapped(recipe: Map, shard: str) -> dict[str, Any]:
    network, seed = shard.rsplit("-seed", 1)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    model, noise = zoo.load(network, seed=int(seed)), BasisNoise(recipe.norm, seed=int(seed))
    height, width = data.images.shape[-2:]
    frequencies = map_frequencies(height, width, recipe.window)
    with computing(recipe.precision):
        wrong = wrong_under_waves(model, data.images, data.labels, frequencies, noise)
        without = ~correct(model, data.images, data.labels)
    return {
        "wrong": wrong.sum(1).numpy().astype(np.int32),
        "shells": by_shell(wrong, frequencies, height, width),
        "without": without.numpy(),
        "size": np.array([height, width]),
    }


def by_shell(wrong: torch.Tensor, frequencies: torch.Tensor, height: int, width: int) -> np.ndarray:
    """Share of a shell's cells under whose wave an image is wrong: (K, N) -> (shells, N).

    Shell r holds the cells of the map with max(|f_y|, |f_x|) = r; a wave counts as often as it has
    cells, once or twice.
    """
    shell = frequencies.abs().amax(1)
    cells = 2.0 - are_alone(frequencies, height, width).float()
    weights = torch.zeros(int(shell.max()) + 1, len(shell))
    weights[shell, torch.arange(len(shell))] = cells
    shares = weights @ wrong.float() / weights.sum(1, keepdim=True)
    return shares.half().numpy()


def error_map(result: Result, network: str, seed: int) -> torch.Tensor:
    """Share of wrong images (H, W), or (window, window), with frequency zero in the centre."""
    values = result.shards[f"{network}-seed{seed}"]
    height, width = values["size"].tolist()
    shares = torch.from_numpy(values["wrong"] / result.recipe.count)
    return centred_map(shares, height, width, result.recipe.window)


def mean_map(result: Result, network: str) -> torch.Tensor:
    """Share of wrong images, laid out as `error_map`: the mean over a network's seeds."""
    return torch.stack(
        [error_map(result, network, seed) for seed in seeds_of(result, network)]
    ).mean(0)


def gain_map(result: Result, network: str, *, by: str = NATURAL) -> torch.Tensor:
    """Natural minus another network's error; nan where the difference may be chance.

    A cell counts where the two shares differ by more than Bonferroni's quantile of their standard
    errors √(p(1 − p)/n): then at 95 % no cell of the whole map is shown by chance alone. The same
    images are under both networks, which makes this cautious.
    """
    first, second = mean_map(result, by), mean_map(result, network)
    images = [len(seeds_of(result, name)) * result.recipe.count for name in (by, network)]
    spread = sum(
        share * (1 - share) / n for share, n in zip((first, second), images, strict=True)
    ).sqrt()
    height, width = first.shape
    cells = len(map_frequencies(height, width))
    least = NormalDist().inv_cdf(1 - 0.05 / (2 * cells))
    return torch.where((first - second).abs() > least * spread, first - second, torch.nan)


def networks(result: Result) -> list[str]:
    """Names of the networks in a result, each once, in order."""
    return list(dict.fromkeys(name for name, _ in result.recipe.networks))


def profile(result: Result, network: str) -> list[Interval]:
    """Error in each shell, from zero on, over images and seeds."""
    seed = seeds_of(result, network)[0]
    return [
        over_networks(
            result,
            lambda seed, r=shell: shell_errors(result, network, seed, range(r, r + 1)),
            network,
        )
        for shell in range(len(shell_sizes(result, network, seed)))
    ]


def measures(result: Result, networks: set[str], shells: range) -> bool:
    """Whether a result has these networks and the first of these shells."""
    window = result.recipe.window
    there = networks <= {name for name, _ in result.recipe.networks}
    return there and (window is None or shells.start <= window // 2)


def shell_errors(result: Result, network: str, seed: int, shells: range) -> np.ndarray:
    """Share of the cells of some shells under whose waves each image is wrong: (N,)."""
    sizes = shell_sizes(result, network, seed)
    values = result.shards[f"{network}-seed{seed}"]["shells"].astype(float)
    chosen = [shell for shell in shells if shell < len(sizes)]
    return sizes[chosen] @ values[chosen] / sizes[chosen].sum()


def shell_sizes(result: Result, network: str, seed: int) -> np.ndarray:
    """Number of cells of the map in each shell."""
    height, width = result.shards[f"{network}-seed{seed}"]["size"].tolist()
    frequencies = map_frequencies(height, width, result.recipe.window)
    shells = centred_map(frequencies.abs().amax(1), height, width, result.recipe.window)
    return np.bincount(shells.flatten().numpy())


def without_waves(result: Result, network: str) -> Interval:
    """Error of a network without any wave, over images and its seeds."""
    return over_networks(
        result,
        lambda seed: result.shards[f"{network}-seed{seed}"]["without"],
        network,
    )


OTHERS = tuple(
    (name, 0)
    for name in (
        AUTOAUGMENT,
        f"{NATURAL}-lowpass15",
        f"{NATURAL}-highpass31",
        f"{NATURAL}-fognoise",
        "cifar10-cnn-plain",
        "cifar10-cnn-batchnorm",
        "cifar10-vit",
    )
)
FOURIER_MAP = Experiment(
    "fourier_map",
    version=1,
    recipes={
        "quick": Map("cifar10", NATURALS[:1], count=100, window=15),
        "thorough": Map("cifar10", every_seed((*ALL, *OTHERS)), count=1000),
    },
    least={"thorough": Map("cifar10", (*ALL, *OTHERS), count=1000)},
    embedded=Map("specimens", (("specimens-cnn", 0),), count=100, window=15),
    shards=_shards,
    run=_mapped,
)
LOWEST_WAVES = Experiment(
    "lowest_waves",
    version=1,
    recipes={
        "quick": Map("cifar10", ((NATURAL, 0), (GAUSSIAN, 0)), count=500, window=3),
        "thorough": Map("cifar10", every_seed(ALL), count=10_000, window=3),
    },
    least={"thorough": Map("cifar10", ALL, count=10_000, window=3)},
    embedded=Map("specimens", (("specimens-cnn", 0),), count=500, window=3),
    shards=_shards,
    run=_mapped,
)
EXPERIMENTS = [FOURIER_MAP, LOWEST_WAVES]
