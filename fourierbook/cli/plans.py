"""What `fourierbook heatmap` says before it starts: the images, the waves, and about how long.

It imports what it needs when it runs, so that a help text does not wait for torch.
"""

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from fourierbook.data.datasets import Data
    from fourierbook.results.kept_maps import Run

WINDOW = 63  # for photographs, as Yin et al. (2019) choose it
NAMED = 30  # classes


def described(data: "Data") -> str:
    """What the images are, and how many there are of each class."""
    counts = data.labels.bincount(minlength=len(data.classes)).tolist()
    named = [f"{number} {name} ({many:,})" for number, (name, many)
             in enumerate(zip(data.classes, counts, strict=True))]  # fmt: skip
    more = [f"{len(named) - NAMED:,} more"] if len(named) > NAMED else []
    kinds = "class" if len(named) == 1 else "classes"
    channels, height, width = data.images.shape[1:]
    return (
        f"{data.name}: {len(data.images):,} images of {channels} × {height} × {width} (channels, "
        f"height, width) in {len(named):,} {kinds}: {', '.join([*named[:NAMED], *more])}"
    )


def at_chance(run: "Run") -> list[str]:
    """A line where a network is no better than chance, so that its map says little."""
    from fourierbook.measure.intervals import wilson

    images, classes = len(run.data.images), len(run.data.classes)
    right = wilson(images - run.wrong_without, images)
    if classes < 2 or right.low > 1 / classes:
        return []
    better = "no better" if right.mean <= 1 / classes else "not clearly better"
    return [
        f"The network gets {1 - right.mean:.1%} of the images wrong as they are, {better} than "
        f"chance among {classes} classes: look at the order of its classes, and whether it "
        "normalises images in [0, 1] as in its training."
    ]


def plan(run: "Run") -> str:
    """How many waves there are and about how long they take, by the time of one small batch."""
    from fourierbook.measure.maps import map_frequencies
    from fourierbook.results.estimates import duration

    many, (height, width) = len(run.data.images), run.data.images.shape[-2:]
    waves = map_frequencies(height, width, run.window)
    number = "1 wave" if len(waves) == 1 else f"{len(waves):,} waves"
    said = f"{number} on {'1 image' if many == 1 else f'{many:,} images'}"
    if run.stored == len(waves):
        return f"{said}: all are stored from before."
    if run.stored:
        said += f", {run.stored:,} of them stored from before"
    a_pair = _seconds(run, waves)

    def long(waves: int) -> str:
        return duration(max(2, waves * many * a_pair))

    said += f": about {long(len(waves) - run.stored)}."
    side = min(WINDOW, (min(height, width) + 1) // 2 * 2 - 1)
    few = len(map_frequencies(height, width, side))
    if run.window is None and len(waves) > 2 * few:
        said += f" The {few:,} of the lowest frequencies alone, --window {side}: about {long(few)}."
    return said


def _seconds(run: "Run", waves: "Tensor") -> float:
    """Seconds that an image under a wave takes, by the quicker of two batches."""
    from fourierbook.measure import accuracy
    from fourierbook.measure.basis_noise import wrong_under_waves

    data = run.data
    block = accuracy.BLOCK[accuracy.device_of(run.model, data.images).type]
    images, labels = data.images[:block], data.labels[:block]
    few = waves[: math.ceil(block / len(images))]
    spent = []
    for _ in range(2):
        start = time.perf_counter()
        wrong_under_waves(run.model, images, labels, few, run.noise)
        spent.append(time.perf_counter() - start)
    return min(spent) / block
