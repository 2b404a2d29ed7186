"""Yin et al. (2019), figure 7: at which frequencies adversarial perturbations lie."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch

from fourierbook.data import datasets
from fourierbook.measure.accuracy import correct
from fourierbook.measure.change_spectra import energy_share, mean_modulus
from fourierbook.measure.robustness import attacked
from fourierbook.models import zoo
from fourierbook.results.networks import ADVERSARIAL, ALL, NATURAL, every_seed
from fourierbook.results.questions import Experiment, Result
from fourierbook.signal.filters import nyquist_high_pass, square_low_pass
from fourierbook.training.adversarial import pgd

# Norm and radius. Networks are compared in one ball: 8/255 is the one that the adversarially
# trained network was trained in, and in 4/255 few of its images are fooled. The largest is for the
# specimens, whose network resists the others.
BALLS = {
    "linf4": ("linf", 4 / 255),
    "linf8": ("linf", 8 / 255),
    "linf16": ("linf", 16 / 255),
    "l2": ("l2", 0.5),
}
BANDS = {
    "high27": partial(nyquist_high_pass, bandwidth=27),
    "low5": partial(square_low_pass, bandwidth=5),
    "low15": partial(square_low_pass, bandwidth=15),
}


@dataclass(frozen=True)
class Attacks:
    """Attack every image by projected gradient descent, and take the spectrum of its change."""

    LISTED = ("networks", "balls")

    data: str
    networks: tuple[tuple[str, int], ...]  # names, each with a seed of its training
    count: int
    balls: tuple[str, ...] = ("linf4", "linf8", "l2")
    steps: int = 20

    @property
    def seeds(self) -> tuple[int, ...]:
        """Every seed that is used."""
        return tuple(sorted({seed for _, seed in self.networks}))

    def tiny(self) -> "Attacks":
        """The same on three images in two steps."""
        return replace(self, count=3, steps=2)

    def sample(self) -> tuple["Attacks", float]:
        """The same on few images, and how many times as long a part of the whole takes."""
        few = replace(self, count=32, steps=2)  # as long as a whole block of 64
        return few, self.count * self.steps / (64 * 2)


def _shards(recipe: Attacks) -> tuple[str, ...]:
    return tuple(
        f"{network}-{ball}-seed{seed}" for network, seed in recipe.networks for ball in recipe.balls
    )


def _attacked(recipe: Attacks, shard: str) -> dict[str, Any]:
    network, ball, seed = shard.rsplit("-", 2)
    data = datasets.load(recipe.data, "test", count=recipe.count)
    model = zoo.load(network, seed=int(seed.removeprefix("seed")))
    norm, epsilon = BALLS[ball]
    # What a random start or rounded gradients leave in a perturbation is white, whatever the
    # network: so it starts at the image, in single precision.
    attack = partial(pgd, norm=norm, epsilon=epsilon, steps=recipe.steps, random_start=False)
    changed = attacked(model, data.images, data.labels, attack)
    change = changed - data.images
    right = correct(model, data.images, data.labels)
    fooled = right & ~correct(model, changed, data.labels)
    height, width = change.shape[-2:]
    modulus = mean_modulus(change[fooled]) if fooled.any() else torch.zeros(height, width)
    shares = [energy_share(change, band(height, width)) for band in BANDS.values()]
    return {
        "modulus": modulus.half().numpy(),
        "shares": torch.stack(shares).half().numpy(),
        "right": right.numpy(),
        "fooled": fooled.numpy(),
    }


def modulus(result: Result, network: str, ball: str, seed: int) -> torch.Tensor:
    """Mean modulus of each frequency (H, W) over the fooled images, zero in the centre."""
    return torch.from_numpy(result.shards[f"{network}-{ball}-seed{seed}"]["modulus"])


def fooled(result: Result, network: str, ball: str, seed: int) -> np.ndarray:
    """Whether a network is right about each image (N,), and wrong about it after the attack."""
    return result.shards[f"{network}-{ball}-seed{seed}"]["fooled"]


def attackable(result: Result, network: str, ball: str, seed: int) -> np.ndarray:
    """Whether a network is right about each image (N,) before the attack."""
    return result.shards[f"{network}-{ball}-seed{seed}"]["right"]


def shares(result: Result, network: str, ball: str, seed: int) -> dict[str, np.ndarray]:
    """Share of each image's perturbation (N,) in each band, of all images, fooled or not."""
    rows = result.shards[f"{network}-{ball}-seed{seed}"]["shares"]
    return dict(zip(BANDS, rows, strict=True))


def flat_shares(height: int = 32, width: int = 32) -> dict[str, float]:
    """Share of a flat spectrum in each band: that of its coefficients.

    >>> {band: round(share, 3) for band, share in flat_shares().items()}
    {'high27': 0.712, 'low5': 0.024, 'low15': 0.22}
    """
    return {name: float(band(height, width).mean()) for name, band in BANDS.items()}


def measures(result: Result, networks: set[str], ball: str) -> bool:
    """Whether a result has these networks and this ball."""
    return networks <= {name for name, _ in result.recipe.networks} and ball in result.recipe.balls


ADVERSARIAL_SPECTRA = Experiment(
    "adversarial_spectra",
    version=1,
    recipes={
        "quick": Attacks(
            "cifar10", ((NATURAL, 0), (ADVERSARIAL, 0)), count=64, balls=("linf8", "l2"), steps=8
        ),
        "thorough": Attacks("cifar10", every_seed(ALL), count=1000),
    },
    least={"thorough": Attacks("cifar10", ALL, count=1000)},
    embedded=Attacks(
        "specimens", (("specimens-cnn", 0),), count=128, balls=("linf8", "linf16"), steps=10
    ),
    shards=_shards,
    run=_attacked,
)
EXPERIMENTS = [ADVERSARIAL_SPECTRA]
