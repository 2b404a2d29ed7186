"""Amplitude and phase: an image with its own amplitudes and another image's phases."""

import math

import torch
from torch import Tensor

from fourierbook.signal.frequencies import radius as _radius
from fourierbook.types import Images, check_images, is_number, single


def with_phases_of(images: Images, others: Tensor, *, radius: float = math.inf) -> Images:
    """Take phases from other images: F y(f) = |F x(f)| e^(iφ), φ the phase of F z(f) if |f| ≤ r.

    Beyond the radius x keeps its own phases. Each channel is treated alone, nothing is clipped. At
    a frequency where z has no amplitude its phase is not defined; 0 stands in.

    Args:
        images: x, (..., H, W), whose amplitudes stay.
        others: z, of the same shape.
        radius: r, in cycles per image; all phases are taken without it, none below 0.

    Returns:
        y, (..., H, W), in the precision of `images`.

    Raises:
        ValueError: if the shapes differ, if either is not of floating-point numbers, or if the
            radius is not a number.

    Reference:
        Oppenheim and Lim (1981), with r = ∞.

    >>> wave, shifted = torch.tensor([[2.0, 0.0, -2.0, 0.0]]), torch.tensor([[0.0, 1.0, 0.0, -1.0]])
    >>> (with_phases_of(wave, shifted) + 0.0).round(decimals=3).abs().tolist()
    [[0.0, 2.0, 0.0, 2.0]]
    """
    check_images(images)
    check_images(others)
    if not (is_number(radius) or (isinstance(radius, float) and math.isinf(radius))):
        raise ValueError(f"radius is in cycles per image, math.inf for all; got {radius!r}")
    if images.shape != others.shape:
        raise ValueError(
            "every image takes its phases from one other image of the same size; "
            f"got shapes {tuple(images.shape)} and {tuple(others.shape)}"
        )

    images = single(images)
    own = torch.fft.rfft2(images)
    borrowed = torch.fft.rfft2(others.to(images))

    # A real image has half of the spectrum, up to W/2 cycles along a row.
    height, width = images.shape[-2:]
    near = (_radius(height, width) <= radius)[:, : width // 2 + 1].to(images.device)
    phases = torch.where(near, borrowed, own).angle()

    return torch.fft.irfft2(torch.polar(own.abs(), phases), s=(height, width))
