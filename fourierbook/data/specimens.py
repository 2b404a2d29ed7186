"""Specimens: generated images whose class is written in two known frequency bands.

An instrument is calibrated on something known. Each specimen is a 32 × 32 colour image: a random
background whose amplitude falls as 1/f, plus two codes of its class. The **low code** is a smooth
wave in red against green, at one of four frequencies with max(|f_y|, |f_x|) = 2. The **high code**
is a grey texture: noise within about one cycle of one of four frequencies with |f_y|, |f_x| of 8
and 14. So a square low pass leaves the low code from bandwidth 5 on, and the paper's high pass
leaves the high code from bandwidth 17 on, and a part of it at 15, the width of the texture earlier.
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from fourierbook.signal.filters import apply_filter
from fourierbook.signal.frequencies import frequency_grid, radius
from fourierbook.types import is_count, is_number

VERSION = "2"  # of the generator: stored results name it
SIZE = 32
CLASSES = ("A", "B", "C", "D")
LOW_FREQUENCIES = ((2, 0), (0, 2), (2, 2), (2, -2))  # (f_y, f_x) of each class
HIGH_FREQUENCIES = ((14, 8), (8, 14), (14, -8), (8, -14))
BACKGROUND = 0.1  # standard deviation, in units of the image
LOW = 0.06
HIGH = 0.04
COUNTS = {"train": 8000, "test": 2000}


class Specimens(NamedTuple):
    """Images and what each of their two codes says."""

    images: Tensor  # float32 (N, 3, 32, 32) in [0, 1]
    low_labels: Tensor  # int64 (N,)
    high_labels: Tensor  # int64 (N,)


def generate(
    count: int, *, seed: int = 0, low: float = LOW, high: float = HIGH, agree: bool = True
) -> Specimens:
    """Draw specimens: x = 0.5 + background + low code + high code, clipped to [0, 1].

    Args:
        count: N, positive.
        seed: of everything random.
        low: standard deviation of the low code, in units of the image; 0 leaves it out.
        high: standard deviation of the high code; 0 leaves it out.
        agree: whether both codes say the same class; without it they never do.

    Raises:
        ValueError: if the count is not positive, a strength is negative or not a number, or the
            seed is not a whole number.

    >>> generate(2, low=0, high=0).images.shape
    torch.Size([2, 3, 32, 32])
    """
    if not (is_count(count) and is_number(low, least=0) and is_number(high, least=0)):
        raise ValueError(
            "count is at least 1, low and high are standard deviations, at least 0; "
            f"got count={count}, low={low}, high={high}"
        )
    if not is_count(seed, least=-math.inf):
        raise ValueError(f"seed is a whole number; got {seed!r}")
    generator = torch.Generator().manual_seed(int(seed))
    low_labels = torch.randint(0, len(CLASSES), (count,), generator=generator)
    shift = torch.randint(1, len(CLASSES), (count,), generator=generator)
    high_labels = low_labels if agree else (low_labels + shift) % len(CLASSES)
    images = 0.5 + BACKGROUND * background(count, generator)
    images = images + low * low_code(low_labels, generator)
    images = images + high * high_code(high_labels, generator)
    return Specimens(images.clamp(0, 1), low_labels, high_labels)


def split(name: str) -> tuple[Tensor, Tensor]:
    """Images and labels of the standard `train` or `test` split; both codes agree.

    A third of the training images carries only the low code and a third only the high code, so
    that a network learns to read either. They are in random order, so any prefix is mixed.

    Raises:
        ValueError: if there is no such split.

    >>> images, labels = split("test")
    >>> images.shape, labels.unique().tolist()
    (torch.Size([2000, 3, 32, 32]), [0, 1, 2, 3])
    """
    if name not in COUNTS:
        raise ValueError(f"the split is one of {', '.join(COUNTS)}; got {name!r}")
    count = COUNTS[name]
    if name == "test":
        images, labels, _ = generate(count, seed=1)
        return images, labels
    third = count // 3
    parts = [
        generate(third, seed=2, high=0),
        generate(third, seed=3, low=0),
        generate(count - 2 * third, seed=4),
    ]
    order = torch.randperm(count, generator=torch.Generator().manual_seed(5))
    images = torch.cat([part.images for part in parts])
    return images[order], torch.cat([part.low_labels for part in parts])[order]


def background(count: int, generator: torch.Generator) -> Tensor:
    """Noise whose amplitude falls as 1/|f|, mostly grey: mean 0, standard deviation 1 an image.

    >>> images = background(2, torch.Generator().manual_seed(0))
    >>> images.std(dim=(1, 2, 3), correction=0).round(decimals=4).tolist()
    [1.0, 1.0]
    """
    distance = radius(SIZE, SIZE)
    fall = torch.where(distance > 0, 1 / distance.clamp(min=1), 0.0)
    noise = torch.randn(count, 3, SIZE, SIZE, generator=generator)
    grey = torch.randn(count, 1, SIZE, SIZE, generator=generator)
    return _standardised(apply_filter(grey + 0.3 * noise, fall))


def low_code(labels: Tensor, generator: torch.Generator) -> Tensor:
    """Smooth wave of each class's low frequency, random phase, red against green.

    >>> (red, green, blue), = low_code(torch.tensor([0]), torch.Generator().manual_seed(0))
    >>> torch.equal(red, -green), blue.abs().max().item()
    (True, 0.0)
    """
    vertical, horizontal = (axis[labels] for axis in torch.tensor(LOW_FREQUENCIES).T)
    phase = 2 * math.pi * torch.rand(len(labels), 1, 1, generator=generator)
    position = torch.arange(SIZE) / SIZE
    turns = vertical[:, None, None] * position[:, None] + horizontal[:, None, None] * position
    wave = torch.cos(2 * math.pi * turns + phase)
    return _standardised(torch.stack([wave, -wave, torch.zeros_like(wave)], dim=1))


def high_code(labels: Tensor, generator: torch.Generator) -> Tensor:
    """Grey texture: noise in a bump of one cycle's width around each class's high frequency.

    >>> (red, green, blue), = high_code(torch.tensor([0]), torch.Generator().manual_seed(0))
    >>> torch.equal(red, green), torch.equal(red, blue)
    (True, True)
    """
    vertical, horizontal = frequency_grid(SIZE, SIZE)
    f_y, f_x = (axis[:, None, None] for axis in torch.tensor(HIGH_FREQUENCIES).T)
    bumps = sum(
        torch.exp(-((vertical - sign * f_y) ** 2 + (horizontal - sign * f_x) ** 2) / 2)
        for sign in (1, -1)
    )
    noise = torch.randn(len(labels), 1, SIZE, SIZE, generator=generator)
    spectrum = torch.fft.rfft2(noise) * bumps[labels, None, :, : SIZE // 2 + 1]
    texture = torch.fft.irfft2(spectrum, s=(SIZE, SIZE))
    return _standardised(texture.expand(-1, 3, -1, -1))


def _standardised(images: Tensor) -> Tensor:
    return images / images.std(dim=(1, 2, 3), keepdim=True, correction=0)
