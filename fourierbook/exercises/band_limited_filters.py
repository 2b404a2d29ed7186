"""Checks of the exercises on band-limited filters: what a band keeps, loses, and does."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import torch

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises.band_limited_filters_noise import laws_of_noise
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
    return judge(answer, laws_of_noise, right=right)


def _laws_of_energy_kept(answer: Callable) -> None:
    random = np.random.default_rng(0)
    names = ("the low pass", "the high pass", "the complement of the low pass")
    for size in (8, 14, 32):
        bandwidth = 1 + 2 * int(random.integers(1, size // 2))
        shares = numbers(answer(size, bandwidth), "the answer", shape=(3,))
        low = square_low_pass(size, size, bandwidth=bandwidth)
        masks = (low, nyquist_high_pass(size, size, bandwidth=bandwidth), 1 - low)
        for name, share, mask in zip(names, shares, masks, strict=True):
            kept = mask.mean(dtype=torch.float64).item()
            require(
                close(share, kept, tolerance=1e-6),
                f"on {size} × {size} pixels at bandwidth {bandwidth}, {name} keeps {kept:.4g} of "
                f"the energy, not {share:.4g}",
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
            f"filters remove is a space of {rank} dimensions, not of {got:g}",
        )


def _laws_of_effective_mask(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for shape in ((4, 4), (5, 6), (8, 7), (5, 6)):
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
        require(
            close(mine, filtered),
            f"your mask gives the first pixel of a random image the value {mine[0, 0]:.4g}, and "
            f"the real part gives it {filtered[0, 0]:.4g}",
        )


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
                f"{what} is {response[offset].item():.4f}, not {got.real:.4f}; filter one bright "
                "pixel and look",
            )


def _laws_of_fraction_outside(answer: Callable) -> None:
    generator = torch.Generator().manual_seed(0)

    def outside(images: torch.Tensor, bandwidth: int) -> float:
        return float(numbers(answer(images, bandwidth), "the share outside [0, 1]").real)

    for shape in ((4, 3, 8, 8), (3, 1, 9, 14), (2, 3, 12, 7), (4, 3, 8, 8)):
        images = (4 * torch.rand(shape, generator=generator) - 1.5).clamp(0, 1)
        images[-1] *= 0.3
        grey = outside(torch.full_like(images, 0.5), 3)
        require(close(grey, 0), f"even grey images get the share {grey:.4f}")
        for bandwidth in (3, 5, 7):
            share, mirrored = outside(images, bandwidth), outside(1 - images, bandwidth)
            require(
                close(share, mirrored),
                f"images have the share {share:.4f} and their negatives {mirrored:.4f}; count both "
                "ends",
            )
            low = square_low_pass(*shape[-2:], bandwidth=bandwidth).numpy()
            values = np.fft.ifft2(low * np.fft.fft2(images.numpy())).real
            found = np.mean(abs(values - 0.5) > 0.5)
            require(
                close(share, found),
                f"of random images of high contrast, of the shape {shape}, a low pass at B = "
                f"{bandwidth} puts the share {found:.4f} of the values outside, not {share:.4f}",
            )
