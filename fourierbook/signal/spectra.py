"""Spectra of images (amplitude, radial profile, energy in a band) and of samples on a line."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from fourierbook.signal.frequencies import frequency_grid, radius
from fourierbook.types import (
    Images,
    Mask,
    are_numbers,
    check_images,
    check_mask,
    described,
    single,
)


def mean_amplitude(images: Images) -> Tensor:
    """Mean amplitude of each frequency: E |F x (f)|, over images and channels.

    Args:
        images: (..., H, W).

    Returns:
        (H, W) in FFT order; the transform is unnormalised, F x (f) = Σ x(p) e^(−2πi f·p/N).

    Raises:
        ValueError: if the images are not floating-point numbers (..., H, W), or there is none.

    Reference:
        Yin et al. (2019), figure 2: the modulus, not its square.

    >>> mean_amplitude(torch.ones(2, 3, 4, 4))[0].tolist()
    [16.0, 0.0, 0.0, 0.0]
    """
    check_images(images)
    if images.numel() == 0:
        raise ValueError(f"a mean takes one image at least; got shape {tuple(images.shape)}")
    amplitudes = torch.fft.fft2(single(images)).abs()
    return amplitudes.reshape(-1, *images.shape[-2:]).mean(0)


def radial_profile(spectrum: Mask, *, rings: str = "round") -> Tensor:
    """Mean of a spectrum over rings of equal frequency.

    Args:
        spectrum: (H, W) in FFT order, such as `mean_amplitude` returns.
        rings: `round`, ring r holds round(|f|) = r; or `square`, ring r holds
            max(|f_y|, |f_x|) = r.

    Returns:
        (R + 1,) for r = 0, 1, …, R in cycles per image, where R is half the shorter side, so that
        every ring is whole.

    Raises:
        ValueError: if `rings` is neither, or the spectrum is not of real numbers (H, W).

    >>> radial_profile(torch.ones(4, 4)).tolist()
    [1.0, 1.0, 1.0]
    """
    if (
        not isinstance(spectrum, Tensor)
        or not spectrum.is_floating_point()
        or spectrum.dim() != 2
        or spectrum.numel() == 0
    ):
        raise ValueError(
            "spectrum is a tensor (H, W) of real floating-point numbers, such as mean_amplitude "
            f"returns; got a spectrum of {described(spectrum)}"
        )
    if rings not in ("round", "square"):
        raise ValueError(f"rings is 'round' or 'square'; got {rings!r}")

    height, width = spectrum.shape
    if rings == "round":
        ring = radius(height, width).round().long()
    else:
        ring = frequency_grid(height, width).abs().amax(0).long()
    inside = ring <= min(height, width) // 2

    index = ring[inside].to(spectrum.device)
    size = torch.bincount(index)
    total = spectrum.new_zeros(len(size))
    return total.index_add(0, index, spectrum[inside.to(spectrum.device)]) / size


def energy_fraction(images: Images, mask: Mask) -> Tensor:
    """Share of each image's energy that a mask keeps: Σ_f M(f)² |F x (f)|² / Σ_f |F x (f)|².

    Subtract each image's mean first to ask about the share of the variance instead.

    Args:
        images: (N, C, H, W); the energy of an image is the sum over its channels.
        mask: M, (H, W) in FFT order.

    Returns:
        (N,) between 0 and 1 for masks of zeros and ones; nan for an image without any energy.

    Raises:
        ValueError: if the images are not floating-point numbers (N, C, H, W), or sizes differ.

    >>> energy_fraction(torch.ones(1, 1, 4, 4), torch.ones(4, 4)).item()
    1.0
    """
    check_images(images, "(..., C, H, W)")
    check_mask(mask, images)
    energy = torch.fft.fft2(single(images), norm="ortho").abs().square()
    kept = energy * mask.to(energy).square()

    of_an_image = (-3, -2, -1)
    return kept.sum(of_an_image) / energy.sum(of_an_image)


def nonuniform_dft(
    positions: Tensor, values: Tensor, *, frequencies: Sequence[float] | Tensor
) -> Tensor:
    """Spectrum of samples at any positions: ŷ(ξ) = (1/n) Σ_i y_i e^(−2πi ξ v_i).

    On n even steps over one period, and at whole ξ, it is the discrete Fourier transform over n.

    Args:
        positions: v_i, (n,), in periods or any other unit of length.
        values: y_i, (..., n), real or complex.
        frequencies: ξ, (K,), in cycles per unit of the positions.

    Returns:
        (..., K), complex.

    Raises:
        ValueError: if positions or frequencies are not finite real numbers, or if there is not one
            value for each position, one at least.

    >>> v, cosine = torch.tensor([0.0, 0.25, 0.5, 0.75]), torch.tensor([1.0, 0.0, -1.0, 0.0])
    >>> nonuniform_dft(v, cosine, frequencies=[0, 1]).real.abs().tolist()
    [0.0, 0.5]
    """
    real = isinstance(positions, Tensor) and not positions.is_complex() and positions.dim() == 1
    if not real or not positions.isfinite().all():
        raise ValueError(
            f"positions are a tensor (n,) of finite real numbers; got {described(positions)}"
        )
    if not isinstance(values, Tensor) or values.shape[-1:] != positions.shape or not len(positions):
        raise ValueError(
            f"values are a tensor (..., {len(positions)}), one for each position and one at least; "
            f"got values of {described(values)}"
        )
    if not are_numbers(frequencies):
        raise ValueError(f"frequencies are finite real numbers; got {frequencies!r:.80}")

    asked = torch.as_tensor(frequencies, dtype=torch.float64).to(positions.device)
    turns = asked[:, None] * positions.double()
    turns = turns.frac()  # whole turns would cost digits of the phase
    waves = torch.exp(-2j * math.pi * turns)

    kind = torch.promote_types(values.dtype, torch.complex64)
    return values.to(kind) @ waves.T.to(kind) / len(positions)
