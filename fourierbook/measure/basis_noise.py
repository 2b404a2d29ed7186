"""Images under one wave of the Fourier basis: which of them a network gets wrong."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from fourierbook.measure import accuracy
from fourierbook.measure.signs import signs
from fourierbook.models.feeding import device_of
from fourierbook.signal.basis import basis_images, whole_frequencies
from fourierbook.types import (
    Classifier,
    are_numbers,
    check_batch,
    check_labels,
    check_logits,
    is_count,
    is_number,
    single,
)


@dataclass(frozen=True)
class BasisNoise:
    """How a wave is added to an image: x̃_c = x_c + v a_c U, clipped to [0, 1] if asked.

    a_c is ±1, drawn for each image, wave and channel alone; with a colour d it is ±d_c √C/‖d‖, one
    sign for all channels. So the change has the L2 norm v √C over all C channels before clipping.

    Attributes:
        norm: v, the L2 norm in each channel, in units of the image.
        clip: to [0, 1], as a picture is.
        seed: of the signs.
        phase: φ of the wave, in radians; see `signal.basis.basis_images`.
        colour: d, one number a channel, such as (1, 1, 1) for grey waves; none for free signs.

    Raises:
        ValueError: if one of them is not what it should be.

    Reference:
        Yin et al. (2019), section 2 and figures 3 and 4; without a colour as in the paper.
    """

    norm: float
    clip: bool = True
    seed: int = 0
    phase: float = math.pi / 4
    colour: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what is not what it should be."""
        if not is_number(self.norm, least=0):
            raise ValueError(
                "norm is the L2 norm of a wave in each channel, in units of the image: a number, "
                f"at least 0; got {self.norm!r}"
            )
        if not is_count(self.seed, least=-math.inf):
            raise ValueError(f"seed is a whole number; got {self.seed!r}")
        if not is_number(self.phase):
            raise ValueError(f"phase is an angle in radians; got {self.phase!r}")
        if self.colour is not None and not (are_numbers(self.colour) and any(self.colour)):
            raise ValueError(
                "colour holds one number a channel, not all of them 0, such as (1, 1, 1); got "
                f"{self.colour!r}"
            )

    def amplitudes(self, places: Tensor, images: Tensor, channels: int) -> Tensor:
        """Amplitudes v a_c of pairs of a wave and an image, each a number: (P,), (P,) -> (P, C).

        Raises:
            ValueError: if the colour has another number of channels.
        """
        if self.colour is None:
            return self.norm * signs(self.seed, places, images, channels)
        if len(self.colour) != channels:
            raise ValueError(
                f"colour holds one number for each of {channels} channels; got {self.colour!r}"
            )
        colour = torch.tensor(self.colour, dtype=torch.float)
        one = signs(self.seed, places, images, 1)
        return self.norm * one * colour * math.sqrt(channels) / colour.norm()


def wrong_under_waves(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    frequencies: Tensor,
    noise: BasisNoise,
    *,
    first: int = 0,
) -> Tensor:
    """Whether a classifier is wrong about each image under each wave.

    Pairs of a wave and an image are classified in blocks of one size, and the signs of a pair hang
    on its frequency and the number of its image alone. So waves and images may be split in any way.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns logits (N, classes).
        images: (N, C, H, W) in [0, 1], on any device.
        labels: (N,).
        frequencies: (K, 2) whole numbers f_y, f_x, such as `signal.basis.frequency_classes`.
        noise: how a wave is added.
        first: number of the first image, where these are some of many.

    Returns:
        (K, N) booleans on the CPU.

    Raises:
        ValueError: if there are no images in [0, 1], or not one label for each, or no frequencies,
            or if the model's answers are not logits.

    The network sees a wave of any sign as one class: it is wrong about images of the other.

    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images, labels = torch.full((2, 1, 4, 4), 0.6), torch.tensor([0, 1])
    >>> waves = torch.tensor([[0, 1], [1, 0]])
    >>> wrong_under_waves(bright, images, labels, waves, BasisNoise(norm=1.0)).tolist()
    [[False, True], [False, True]]
    """
    check_batch(images)
    check_labels(labels, images)
    frequencies = whole_frequencies(frequencies)
    if len(frequencies) == 0 or not is_count(first, least=0):
        raise ValueError(
            "there is at least one frequency, and first is the number of an image, counted from 0; "
            f"got {len(frequencies)} frequencies and first={first!r}"
        )
    device = device_of(model, images)
    seen = single(images.to(device))

    def parts() -> Iterator[tuple[Tensor, int]]:
        yield from pairs(seen, frequencies, noise, first)

    top = partial(_top, classes=int(labels.max()) + 1)
    found = accuracy.answers(model, parts, device, top).view(-1, len(images))
    if (found < 0).any():
        wave, image = (found < 0).nonzero()[0].tolist()
        raise ValueError(
            f"logits are numbers; got nan for image {first + image} under the wave of frequency "
            f"{frequencies[wave].tolist()}: look for nan in the weights"
        )
    return found != labels.cpu()


def cells(frequencies: Tensor, height: int, width: int) -> Tensor:
    """A number for each frequency, the same however many others there are: (K, 2) -> (K,).

    >>> cells(torch.tensor([[0, 0], [0, 1], [-1, 1]]), 4, 4).tolist()
    [0, 1, 13]
    """
    return frequencies[:, 0] % height * width + frequencies[:, 1] % width


def pairs(
    images: Tensor, frequencies: Tensor, noise: BasisNoise, first: int
) -> Iterator[tuple[Tensor, int]]:
    """Blocks of images under waves, wave by wave; the last one is filled up with its last pair.

    >>> images, waves = torch.zeros(2, 1, 4, 4), torch.tensor([[0, 1], [1, 0], [1, 1]])
    >>> ((block, count),) = pairs(images, waves, BasisNoise(norm=1.0), 0)
    >>> count, len(block) == accuracy.BLOCK["cpu"]
    (6, True)
    """
    count, channels, height, width = images.shape
    total, block = len(frequencies) * count, accuracy.BLOCK[images.device.type]
    places = cells(frequencies, height, width)
    for start in range(0, total, block):
        pair = torch.arange(start, start + block).clamp(max=total - 1)
        wave, image = pair // count, pair % count
        low, high = int(wave[0]), int(wave[-1])
        waves = basis_images(height, width, frequencies[low : high + 1], phase=noise.phase)
        scale = noise.amplitudes(places[wave], first + image, channels).to(images)
        changed = waved(images[image], waves.to(images)[wave - low], scale, clip=noise.clip)
        yield changed, min(block, total - start)


def waved(images: Tensor, waves: Tensor, scale: Tensor, *, clip: bool) -> Tensor:
    """Add to each image a wave of its own: (N, C, H, W), (N, H, W), amplitudes (N, C).

    >>> image, wave = torch.full((1, 1, 1, 2), 0.9), torch.tensor([[[1.0, -1.0]]])
    >>> waved(image, wave, torch.tensor([[0.5]]), clip=True).flatten()
    tensor([1.0000, 0.4000])
    """
    changed = images + scale[:, :, None, None] * waves[:, None]
    return changed.clamp_(0, 1) if clip else changed


def _top(logits: Tensor, *, classes: int) -> Tensor:
    """Place of the largest logit; -1 where one is not a number."""
    check_logits(logits, logits, classes=classes)
    return torch.where(logits.isnan().any(1), -1, logits.argmax(1))
