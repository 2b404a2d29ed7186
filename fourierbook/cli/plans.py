"""What `fourierbook heatmap` says before it starts: the images, the waves, and about how long.

It imports what it needs when it runs, so that a help text does not wait for torch.
"""

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from fourierbook.data.datasets import Data
    from fourierbook.measure.basis_noise import BasisNoise
    from fourierbook.types import Classifier

WINDOW = 63  # for photographs, as Yin et al. (2019) choose it
NAMED = 30  # classes


def described(data: "Data") -> str:
    """What the images are, and how many there are of each class."""
    counts = data.labels.bincount(minlength=len(data.classes)).tolist()
    named = [f"{number} {name} ({many:,})" for number, (name, many)
             in enumerate(zip(data.classes, counts, strict=True))]  # fmt: skip
    more = [f"{len(named) - NAMED:,} more"] if len(named) > NAMED else []
    channels, height, width = data.images.shape[1:]
    return (
        f"{data.name}: {len(data.images):,} images of {channels} × {height} × {width} (channels, "
        f"height, width) in {len(named):,} classes: {', '.join([*named[:NAMED], *more])}"
    )


def plan(network: "Classifier", data: "Data", noise: "BasisNoise", window: int | None) -> str:
    """How many waves there are and about how long they take, by the time of one small batch."""
    from fourierbook.measure.maps import map_frequencies
    from fourierbook.results.estimates import duration

    height, width = data.images.shape[-2:]
    waves = map_frequencies(height, width, window)
    a_pair = _seconds(network, data, waves, noise)

    def long(number: int) -> str:
        return duration(max(2, number * len(data.images) * a_pair))

    number = "1 wave" if len(waves) == 1 else f"{len(waves):,} waves"
    images = "1 image" if len(data.images) == 1 else f"{len(data.images):,} images"
    said = f"{number} on {images}: about {long(len(waves))}."
    side = min(WINDOW, (min(height, width) + 1) // 2 * 2 - 1)
    few = len(map_frequencies(height, width, side))
    if window is None and len(waves) > 2 * few:
        said += f" The {few:,} of the lowest frequencies alone, --window {side}: about {long(few)}."
    return said


def _seconds(network: "Classifier", data: "Data", waves: "Tensor", noise: "BasisNoise") -> float:
    """Seconds that an image under a wave takes, by the quicker of two batches."""
    from fourierbook.measure import accuracy
    from fourierbook.measure.basis_noise import wrong_under_waves

    block = accuracy.BLOCK[accuracy.device_of(network, data.images).type]
    images, labels = data.images[:block], data.labels[:block]
    spent = []
    for _ in range(2):
        start = time.perf_counter()
        wrong_under_waves(network, images, labels, waves[: math.ceil(block / len(images))], noise)
        spent.append(time.perf_counter() - start)
    return min(spent) / block
