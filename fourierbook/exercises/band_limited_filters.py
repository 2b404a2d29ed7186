"""Checks of the exercises on band-limited filters: what a band keeps, loses, and does."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import torch

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass
from fourierbook.signal.waves import plane_wave


def check_energy_kept(answer: Answer) -> bool:
    """Whether `answer(size, bandwidth)` is the share of white noise that three filters keep.

    They are the low pass, the high pass around the Nyquist frequency, and the complement of the
    low pass, for an even size and an odd bandwidth below it.
    """
    return judge(answer, _laws_of_energy_kept, right="each share is that of the coefficients kept")


def check_band_pass(answer: Answer) -> bool:
    """Whether `answer(image, inner, outer)` keeps what the outer square has and the inner lacks."""
    right = "it is a projection, and the bands between growing squares add up to the image"
    return judge(answer, _laws_of_band_pass, right=right)


def check_directions_lost(answer: Answer) -> bool:
    """Whether `answer(size, low, high)` counts the waves that neither filter lets through."""
    right = "as many directions are lost as the filters' own matrices say"
    return judge(answer, _laws_of_directions_lost, right=right)


def check_effective_mask(answer: Answer) -> bool:
    """Whether `answer(mask)` is the symmetric mask that taking the real part amounts to."""
    right = "your mask is symmetric, and filters every image as the real part does"
    return judge(answer, _laws_of_effective_mask, right=right)


def check_ringing(answer: Answer) -> bool:
    """Whether `answer(size, bandwidth, offset)` is the low pass's response to one bright pixel."""
    right = "a filtered bright pixel has your values at every distance from it"
    return judge(answer, _laws_of_ringing, right=right)


def check_fraction_outside(answer: Answer) -> bool:
    """Whether `answer(images, bandwidth)` is the share of low-passed values outside [0, 1]."""
    right = "it counts the values below 0 and above 1, and both alike"
    return judge(answer, _laws_of_fraction_outside, right=right)


def check_noise(answer: Answer) -> bool:
    """Whether `answer(shape, mask, norm, generator)` is noise in a band, of one norm a channel."""
    right = "every channel has the norm, and the noise fills its band evenly and nothing else"
    return judge(answer, _laws_of_noise, right=right)


def _laws_of_energy_kept(answer: Callable) -> None:
    random = np.random.default_rng(0)
    names = ("the low pass", "the high pass", "the complement of the low pass")
    for size in (8, 14, 32):
        bandwidth = 1 + 2 * int(random.integers(1, size // 2))
        shares = numbers(answer(size, bandwidth), "the answer", shape=(3,))
        low = square_low_pass(size, size, bandwidth=bandwidth)
        masks = (low, nyquist_high_pass(size, size, bandwidth=bandwidth), 1 - low)
        for name, share, mask in zip(names, shares, masks, strict=True):
            require(
                close(share, mask.mean(dtype=torch.float64).item(), tolerance=1e-6),
                f"on {size} × {size} pixels at bandwidth {bandwidth}, {name} does not keep "
                f"{share:.4g} of the energy",
            )


def _laws_of_band_pass(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for height, width in ((8, 8), (7, 10), (11, 9)):
        x, y = random.normal(size=(2, height, width))
        band = partial(_banded, answer, 3, 7)
        for frequency in ((2, 0), (-1, 2), (3, -3)):
            wave = plane_wave(height, width, frequency=frequency, phase=0.4).numpy()
            require(close(band(wave), wave), f"from 3 to 7, the wave {frequency} must stay")
        for frequency in ((0, 0), (1, 1), (0, -1), (1, 4)):
            wave = plane_wave(height, width, frequency=frequency, phase=0.4).numpy()
            require(close(band(wave), 0), f"from 3 to 7, the wave {frequency} must go")
        require(
            close(band(band(x)), band(x)), "filtering twice differs from filtering once: P P ≠ P"
        )
        require(close((band(x) * y).sum(), (x * band(y)).sum()), "⟨P x, y⟩ differs from ⟨x, P y⟩")
        require(close(band(x - 2 * y), band(x) - 2 * band(y)), "the filter is not linear")
        edges = (1, 3, 7, 9, 13)  # the last square is larger than the image
        total = sum(_banded(answer, *pair, x) for pair in pairwise(edges))
        require(close(total, x - x.mean()), "the bands from 1 to 13 and the mean do not add up")


def _banded(answer: Callable, inner: int, outer: int, image: np.ndarray) -> np.ndarray:
    got = numbers(answer(tensor(image), inner, outer), "the filtered image", shape=image.shape)
    require(np.isrealobj(got), "the filtered image is complex; keep f and −f together")
    return got


def _laws_of_directions_lost(answer: Callable) -> None:
    for size, low, high in ((6, 3, 3), (8, 5, 1), (8, 3, 5), (8, 5, 5), (10, 7, 9)):
        got = numbers(answer(size, low, high), "the number of directions lost")
        basis = torch.eye(size**2, dtype=torch.float64).reshape(-1, size, size)
        left = basis
        for mask in (
            square_low_pass(size, size, bandwidth=low),
            nyquist_high_pass(size, size, bandwidth=high),
        ):
            left = left - apply_filter(left, mask)
        rank = np.linalg.matrix_rank(left.flatten(1).numpy(), tol=1e-6)
        overlap = "which overlap" if low + high > size else "which do not overlap"
        require(
            close(got, rank),
            f"on {size} × {size} pixels with bandwidths {low} and {high}, {overlap}, what both "
            f"filters remove is not a space of {got:g} dimensions",
        )


def _laws_of_effective_mask(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for shape in ((4, 4), (5, 6), (8, 7)):
        image, mask = random.normal(size=shape), random.integers(0, 2, shape).astype(float)
        got = numbers(answer(tensor(mask)), "the effective mask", shape=shape)
        require(np.isrealobj(got), "the effective mask is complex")
        rows, columns = np.ix_(-np.arange(shape[0]), -np.arange(shape[1]))  # index −k is N − k
        require(
            close(got, got[rows, columns]),
            "your mask differs at f and at −f, so it would give complex images itself",
        )
        filtered = np.fft.ifft2(mask * np.fft.fft2(image)).real
        mine = np.fft.ifft2(got * np.fft.fft2(image)).real
        require(close(mine, filtered), "a random image is not filtered as the real part filters it")


def _laws_of_ringing(answer: Callable) -> None:
    for size, bandwidth in ((8, 3), (9, 5), (32, 15)):
        impulse = torch.zeros(size, size, dtype=torch.float64)
        impulse[0] = 1  # a bright row: what is left is the response along one axis
        response = apply_filter(impulse, square_low_pass(size, size, bandwidth=bandwidth))[:, 0]
        for offset in range(1 - size, size):
            what = f"the response for N = {size}, B = {bandwidth} at x = {offset}"
            got = numbers(answer(size, bandwidth, offset), what)
            require(
                close(got, response[offset].item()),
                f"{what} is not {got.real:.4f}; filter one bright pixel and look",
            )


def _laws_of_fraction_outside(answer: Callable) -> None:
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(4, 3, 8, 8, generator=generator)
    images = (4 * images - 1.5).clamp(0, 1) * torch.tensor([1, 1, 1, 0.3])[:, None, None, None]

    def outside(images: torch.Tensor, bandwidth: int) -> float:
        return float(numbers(answer(images, bandwidth), "the share outside [0, 1]").real)

    require(close(outside(torch.full_like(images, 0.5), 3), 0), "even grey images get a share")
    for bandwidth in (3, 5, 7):
        share, mirrored = outside(images, bandwidth), outside(1 - images, bandwidth)
        require(close(share, mirrored), "images and their negatives differ; count both ends")
        low = square_low_pass(8, 8, bandwidth=bandwidth).numpy()
        values = np.fft.ifft2(low * np.fft.fft2(images.numpy())).real
        require(
            close(share, np.mean(abs(values - 0.5) > 0.5)),
            f"for random images of high contrast at B = {bandwidth} the share of values is not "
            f"{share:.4f}",
        )


def _laws_of_noise(answer: Callable) -> None:
    shape, norm = (200, 3, 8, 9), 8.0
    for mask in (square_low_pass(8, 9, bandwidth=3), nyquist_high_pass(8, 9, bandwidth=5)):
        generator = torch.Generator().manual_seed(0)
        noise = numbers(answer(shape, mask, norm, generator), "the noise", shape=shape)
        require(np.isrealobj(noise), "the noise is complex, but the mask is symmetric")
        norms = np.sqrt((noise**2).sum((2, 3)))
        require(
            close(norms, norm),
            f"the channels should each have the norm {norm:g}; theirs go from {norms.min():.2f} to "
            f"{norms.max():.2f}",
        )
        energy = (abs(np.fft.fft2(noise)) ** 2).mean((0, 1)) / (norm**2)
        require(close(energy[mask == 0], 0), "there is noise at frequencies that the mask removes")
        inside = energy[mask == 1]
        flat = inside.max() < 1.5 * inside.mean() and inside.min() > 0.5 * inside.mean()
        require(flat, "within the band some frequencies get far more noise than others")
        likeness = abs((noise[:, 0] * noise[:, 1]).sum((1, 2))) / norm**2
        require(likeness.mean() < 0.6, "all channels get the same noise; draw each apart")
        likeness = abs((noise[:-1] * noise[1:]).sum((2, 3))) / norm**2
        require(likeness.mean() < 0.6, "all images get the same noise; draw each apart")
