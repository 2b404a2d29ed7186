"""The Fourier basis of real images: one wave for each pair of a frequency and its mirror image."""

import math

import torch
from torch import Tensor

from fourierbook.signal.frequencies import frequency_grid
from fourierbook.types import Images, Mask, check_size, described, is_number


def frequency_classes(height: int, width: int) -> Tensor:
    """One frequency of each pair f, −f, which are the same wave in a real image.

    Of a pair it is the one that comes first when the centred spectrum is read row by row, as in the
    paper's code. Frequencies that are their own mirror image, such as the mean, stand alone; so
    there are (HW + 1)/2 classes where both sides are odd, and HW/2 + 2 where both are even.

    Args:
        height: H, in pixels.
        width: W, in pixels.

    Returns:
        (K, 2) whole numbers f_y, f_x in cycles per image, in that order of reading.

    Raises:
        ValueError: if a side is not positive.

    Reference:
        Yin et al. (2019), section 2, and the loop of the authors' `_get_fourier_basis`.

    >>> frequency_classes(1, 4).tolist()
    [[0, -2], [0, -1], [0, 0]]
    >>> len(frequency_classes(32, 32)), len(frequency_classes(31, 31))
    (514, 481)
    """
    centred = torch.fft.fftshift(frequency_grid(height, width), dim=(-2, -1))
    frequencies = centred.flatten(1).T.long()

    first = _first_of_pair(frequencies, height, width)
    return frequencies[(frequencies == first).all(1)]


def basis_images(
    height: int, width: int, frequencies: Tensor, *, phase: float = math.pi / 4
) -> Images:
    """Waves of unit norm: U(p) = √2/√(HW) cos(2π (f_y p_y/H + f_x p_x/W) + φ).

    A frequency and its mirror image give the same matrix: φ is the phase at the one of the two that
    `frequency_classes` lists. A frequency that is its own mirror image has no phase to choose; its
    wave is ±1/√(HW), positive at p = (0, 0).

    Args:
        height: H, in pixels.
        width: W, in pixels.
        frequencies: (K, 2) whole numbers f_y, f_x in cycles per image; those that differ by H or W
            are the same.
        phase: φ, in radians; π/4 as in the paper's code.

    Returns:
        (K, H, W), each with L2 norm 1; waves of different classes are orthogonal.

    Raises:
        ValueError: if a side is not positive, a frequency is not a pair of whole numbers, or the
            phase is not a number.

    Reference:
        Yin et al. (2019), section 2; equal to the authors' `_get_fourier_basis` at φ = π/4.

    >>> basis_images(1, 4, torch.tensor([[0, 0], [0, 2]])).tolist()
    [[[0.5, 0.5, 0.5, 0.5]], [[0.5, -0.5, 0.5, -0.5]]]
    """
    check_size(height, width)
    if not is_number(phase):
        raise ValueError(f"phase is an angle in radians; got {phase!r}")
    first = _first_of_pair(whole_frequencies(frequencies), height, width)

    # Whole turns are taken off before the cosine, which is then exact to the last bit.
    vertical = first[:, 0, None] * torch.arange(height) % height / height
    horizontal = first[:, 1, None] * torch.arange(width) % width / width
    turns = (vertical[:, :, None] + horizontal[:, None, :]).double()

    # A wave that is its own mirror image has one coefficient, not two, and no phase to choose.
    alone = are_alone(first, height, width)
    phases = torch.where(alone, 0.0, phase)
    norms = torch.where(alone, 1.0, math.sqrt(2)) / math.sqrt(height * width)

    waves = norms[:, None, None] * torch.cos(2 * math.pi * turns + phases[:, None, None])
    return waves.to(torch.get_default_dtype())


def pair_mask(height: int, width: int, frequencies: Tensor) -> Mask:
    """Mask that keeps some waves and no others: M(f) = M(−f) = 1 for every f listed, else 0.

    Args:
        height: H, in pixels.
        width: W, in pixels.
        frequencies: (K, 2) whole numbers f_y, f_x in cycles per image.

    Returns:
        (H, W) zeros and ones in FFT order.

    Raises:
        ValueError: if a side is not positive, or a frequency is not a pair of whole numbers.

    >>> pair_mask(1, 5, torch.tensor([[0, 1]])).tolist()
    [[0.0, 1.0, 0.0, 0.0, 1.0]]
    """
    check_size(height, width)
    frequencies = whole_frequencies(frequencies)
    mask = torch.zeros(height, width)
    for vertical, horizontal in (frequencies.T, -frequencies.T):
        mask[vertical % height, horizontal % width] = 1
    return mask


def whole_frequencies(frequencies: Tensor) -> Tensor:
    """Frequencies as integers on the CPU.

    Raises:
        ValueError: if they are no pairs of whole numbers.

    >>> whole_frequencies(torch.tensor([[0.0, -1.0]])).tolist()
    [[0, -1]]
    """
    if (
        not isinstance(frequencies, Tensor)
        or frequencies.is_complex()
        or frequencies.dim() != 2
        or frequencies.shape[1] != 2
    ):
        raise ValueError(
            "frequencies are a tensor (K, 2) that lists f_y, f_x; "
            f"got frequencies of {described(frequencies)}"
        )
    broken = (frequencies.double() % 1 != 0).any(1)
    if broken.any():
        raise ValueError(
            "frequencies are whole numbers of cycles per image, so that the wave closes at the "
            f"edges; got {frequencies[broken][0].tolist()}"
        )
    return frequencies.long().cpu()


def are_alone(frequencies: Tensor, height: int, width: int) -> Tensor:
    """Which frequencies (K, 2) are their own mirror images, f = −f modulo the sides.

    >>> are_alone(torch.tensor([[0, 0], [0, 2], [0, 1]]), 4, 4).tolist()
    [True, True, False]
    """
    own, mirror = (_wrapped(sign * frequencies, height, width) for sign in (1, -1))
    return (own == mirror).all(1)


def _wrapped(frequencies: Tensor, height: int, width: int) -> Tensor:
    """The same waves, with frequencies from −N/2 to below N/2 along an axis of N pixels."""
    sides = torch.tensor([height, width])
    half = sides // 2
    return (frequencies + half) % sides - half


def _first_of_pair(frequencies: Tensor, height: int, width: int) -> Tensor:
    """Of every f and −f, the one that is read first in the centred spectrum."""
    own = _wrapped(frequencies, height, width)
    mirror = _wrapped(-frequencies, height, width)

    y, x = own.T
    mirror_y, mirror_x = mirror.T
    own_is_first = (y < mirror_y) | ((y == mirror_y) & (x <= mirror_x))
    return torch.where(own_is_first[:, None], own, mirror)
