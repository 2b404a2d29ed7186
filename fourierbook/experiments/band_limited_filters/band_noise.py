"""Which network is better under noise of one norm whose frequencies lie in a band.

Yin et al. (2019), A Fourier Perspective on Model Robustness, figure 5.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fourierbook.data import datasets
from fourierbook.experiments.band_limited_filters.filtered import EVERY, masks_of, right
from fourierbook.measure import bands, intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.models import zoo
from fourierbook.results.networks import NATURAL, NATURALS, every_seed
from fourierbook.results.questions import Experiment, NotMeasured, Result
from fourierbook.results.reading import (
    AXES,
    gathered,
    over_seeds,
    packed,
    shard_of,
    unpacked,
)
from fourierbook.signal.filters import nyquist_high_pass, square_low_pass

ROBUST = ((f"{NATURAL}-gaussian", 0), (f"{NATURAL}-adversarial", 0))  # one seed each
NOISES = {"low_pass": square_low_pass, "high_pass": nyquist_high_pass}


@dataclass(frozen=True)
class Noise:
    """Test networks under noise of fixed norm in a band."""

    LISTED = ("networks",)

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with a seed: of its training and the noise
    count: int
    norm: float = 8.0  # L2, each channel
    bandwidths: tuple[int, ...] = EVERY

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({seed for _, seed in self.networks}))

    @property
    def names(self) -> tuple[str, ...]:
        """The networks, each once."""
        return tuple(dict.fromkeys(name for name, _ in self.networks))

    def seeds_of(self, network: str) -> tuple[int, ...]:
        """Seeds of one network."""
        return tuple(seed for name, seed in self.networks if name == network)

    def tiny(self) -> "Noise":
        """The same on four images at two bandwidths."""
        return replace(self, count=4, bandwidths=self.bandwidths[1:3])

    def sample(self) -> tuple["Noise", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=64, bandwidths=self.bandwidths[:2])
        return few, self.count * len(self.bandwidths) / (64 * 2)


def _shards(recipe: Noise) -> tuple[str, ...]:
    return tuple(
        f"{network}-{kind}-seed{seed}" for network, seed in recipe.networks for kind in NOISES
    )


def _run(recipe: Noise, shard: str) -> dict[str, Any]:
    network, kind, seed = shard.rsplit("-", 2)
    number = int(seed.removeprefix("seed"))
    data = datasets.load(recipe.data, "test", count=recipe.count)
    masks = masks_of(NOISES[kind], data.images, recipe.bandwidths)
    return packed(
        bands.correct_under_noise(
            zoo.load(network, seed=number),
            data.images,
            data.labels,
            masks,
            norm=recipe.norm,
            seed=number,
        )
    )


def noise_curve(result: Result, network: str, kind: str) -> list[Interval]:
    """Accuracy of a network under noise in a low or a high pass of each bandwidth."""
    seeds = result.recipe.seeds_of(network)
    return [
        over_seeds(
            result,
            lambda seed, width=width: right(result, f"{network}-{kind}", seed, width),
            seeds=seeds,
        )
        for width in result.recipe.bandwidths
    ]


def fall(result: Result, *, kind: str, first: int, second: int) -> Interval:
    """The natural network's accuracy under noise of one bandwidth minus that under another."""
    network = result.recipe.names[0]

    def change(seed: int) -> np.ndarray:
        pair = [right(result, f"{network}-{kind}", seed, width) for width in (first, second)]
        return pair[0].astype(float) - pair[1]

    return over_seeds(result, change, seeds=result.recipe.seeds_of(network))


def lead(result: Result, *, ahead: str, behind: str, kind: str, bandwidth: int) -> Interval:
    """Accuracy of one network under noise of a band minus that of another, on the same images."""
    seeds = {network: _seeds(result, network) for network in (ahead, behind)}
    pair = (
        gathered(lambda seed, of=network: right(result, f"{of}-{kind}", seed, bandwidth), its)
        for network, its in seeds.items()
    )
    return intervals.of(intervals.difference, *pair, within=(-1, 1))


def bands_led(result: Result, *, ahead: str, behind: str) -> Interval:
    """Share of all bands, of either kind, under whose noise one network is the more accurate one.

    A training of one is compared with that of the same seed of the other.
    """
    seeds = [s for s in _seeds(result, ahead) if s in _seeds(result, behind)]

    def rows(network: str, seed: int) -> np.ndarray:
        shards = (shard_of(result, f"{network}-{kind}-seed{seed}") for kind in NOISES)
        return np.concatenate([unpacked(values) for values in shards]).astype(float)

    return intervals.of(
        lambda leads: float((leads > 0).mean()),
        Sample(
            np.array([rows(ahead, seed) - rows(behind, seed) for seed in seeds]),
            ("seeds", "bands", "images"),
        ),
        over=AXES,
        averaged=("images",),
        drawn=("images",),
        within=(0, 1),
    )


def _seeds(result: Result, network: str) -> tuple[int, ...]:
    if network not in result.recipe.names:
        raise NotMeasured(f"no network {network}")
    return result.recipe.seeds_of(network)


BAND_NOISE = Experiment(
    "band_noise",
    version=1,
    recipes={
        "quick": Noise("cifar10", ((NATURAL, 0), *ROBUST), count=192),
        "thorough": Noise("cifar10", every_seed((*NATURALS, *ROBUST)), count=10_000),
    },
    least={"thorough": Noise("cifar10", (*NATURALS, *ROBUST), count=10_000)},
    embedded=Noise("specimens", (("specimens-cnn", 0),), count=500),
    shards=_shards,
    run=_run,
)
EXPERIMENTS = [BAND_NOISE]
