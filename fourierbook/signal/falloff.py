"""How the spectrum of each image falls with frequency, and in which directions it is strong."""

import math

import torch
from torch import Tensor

from fourierbook.signal.frequencies import frequency_grid, radius
from fourierbook.types import Images, check_images, described, is_count, single


def ring_amplitudes(images: Images) -> Tensor:
    """Mean amplitude of each image in every ring round(|f|) = r, over its channels.

    Args:
        images: (N, C, H, W).

    Returns:
        (N, R + 1) for r = 0, 1, …, R in cycles per image, where R is half the shorter side; of the
        unnormalised transform.

    Raises:
        ValueError: if the images are not floating-point numbers (N, C, H, W).

    >>> ring_amplitudes(torch.ones(1, 1, 4, 4)).tolist()
    [[16.0, 0.0, 0.0]]
    """
    check_images(images, "(N, C, H, W)")
    return _ring_means(torch.fft.fft2(single(images)).abs().mean(1))[:, : _whole(images)]


def ring_radii(height: int, width: int) -> Tensor:
    """Mean of |f| over each ring, in cycles per image.

    Ring 1 of a square image holds |f| = 1 four times and √2 four times: a slope that takes 1 for
    its radius is wrong by 0.06 on a spectrum that falls exactly as 1/|f|.

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.

    Returns:
        (R + 1,) for the rings of `ring_amplitudes`.

    Raises:
        ValueError: if a side is not a positive whole number.

    >>> [round(mean, 4) for mean in ring_radii(3, 3).tolist()]
    [0.0, 1.2071]
    """
    distance = radius(height, width, dtype=torch.float64)
    return _ring_means(distance[None])[0, : _whole(distance)]


def slopes(rings: Tensor, radii: Tensor, *, first: int, last: int) -> Tensor:
    """Slope of a straight line through log amplitude against log radius, for each image.

    An amplitude that falls as |f|^−α has the slope −α.

    Args:
        rings: (N, R + 1) positive amplitudes, such as `ring_amplitudes` returns.
        radii: (R + 1,) of the rings, in cycles per image.
        first: first ring that counts, at least 1.
        last: last one, at most R.

    Returns:
        (N,) slopes by least squares.

    Raises:
        ValueError: if not 1 ≤ first < last ≤ R, if the shapes differ, or if an amplitude that
            counts is not positive.

    >>> rings, radii = torch.tensor([[9.0, 8.0, 4.0]]), torch.arange(3)
    >>> [round(slope, 6) for slope in slopes(rings, radii, first=1, last=2).tolist()]
    [-1.0]
    """
    if not (
        isinstance(rings, Tensor)
        and isinstance(radii, Tensor)
        and rings.dim() == 2
        and rings.is_floating_point()
        and radii.shape == rings.shape[1:]
    ):
        raise ValueError(
            "rings are a tensor (N, R + 1) of amplitudes and radii one (R + 1,), of the same "
            f"rings; got rings of {described(rings)} and radii of {described(radii)}"
        )
    if not (is_count(first) and is_count(last) and first < last < rings.shape[1]):
        raise ValueError(
            f"a slope takes rings first < last from 1 to {rings.shape[1] - 1} cycles per image; "
            f"got {first} to {last}"
        )

    counted = rings[:, first : last + 1]
    logs = radii[first : last + 1].to(rings).log()
    if not ((counted > 0) & (counted < math.inf)).all() or not logs.isfinite().all():
        raise ValueError(
            "amplitudes and radii are positive and finite in the rings that count, so that each "
            f"has a logarithm; got amplitudes from {counted.min():.3g} to {counted.max():.3g} and "
            f"radii {radii[first : last + 1].tolist()}"
        )

    # Least squares: Σ (x − x̄) y / Σ (x − x̄)².
    logs = logs - logs.mean()
    return (counted.log() * logs).sum(1) / logs.square().sum()


def faded(images: Images) -> Images:
    """Fade images out towards their edges: (x − mean) h(p_y/H) h(p_x/W), h(t) = sin²(πt).

    What lies at one edge then meets what lies at the opposite one without a jump, so that the
    spectrum shows the image and not its edges (no leakage). It is a little blurred instead: a wave
    spreads over the frequencies next to its own.

    Args:
        images: (..., H, W).

    Returns:
        (..., H, W), around zero.

    Raises:
        ValueError: if the images are not floating-point numbers (..., H, W).

    >>> faded(torch.tensor([[3.0, 1.0, 3.0, 1.0]] * 4))[2].tolist()
    [0.0, -0.5, 1.0, -0.5]
    """
    check_images(images)

    height, width = images.shape[-2:]
    centred = images - images.mean(dim=(-2, -1), keepdim=True)
    fade_y, fade_x = (torch.hann_window(side).to(images) for side in (height, width))
    return centred * fade_y[:, None] * fade_x


def cardinal_share(images: Images) -> Tensor:
    """Share of energy in that half of all directions which is next to the axes.

    Every coefficient counts in units of its ring's mean, so that the fall with frequency does not
    matter; rings from |f| = 2 to below N/2 count. Directions are those of f = (f_y, f_x): (0, f_x),
    which varies from left to right, belongs to vertical edges.

    Args:
        images: (N, C, H, W) around zero, faded out at the edges if they should not count.

    Returns:
        (N,) between 0 and 1; about 1/2 where the spectrum is round; nan for an image without any
        energy in a ring that counts.

    Raises:
        ValueError: if the images are not floating-point numbers (N, C, H, W), or have fewer than 6
            pixels along a side, so that no whole ring counts.

    Reference:
        Switkes et al. (1978) and Torralba and Oliva (2003) ask the question.

    An impulse has the same energy in every direction.

    >>> impulse = torch.zeros(1, 1, 16, 16)
    >>> impulse[..., 0, 0] = 1
    >>> cardinal_share(impulse)
    tensor([0.5000])
    """
    check_images(images, "(N, C, H, W)")
    height, width = images.shape[-2:]
    if min(height, width) < 6:
        raise ValueError(
            "images have 6 pixels at least along a side, since rings from 2 to below half the "
            f"shorter side count; got {height} × {width}"
        )

    energy = torch.fft.fft2(single(images)).abs().square().sum(1)
    ring = radius(height, width).round().long().to(images.device)
    relative = energy / _ring_means(energy)[:, ring]

    # The angle to the nearer axis, from 0 to 45°; half of all directions lie within 22.5°.
    vertical, horizontal = frequency_grid(height, width).abs().to(images.device)
    angle = torch.atan2(torch.minimum(vertical, horizontal), torch.maximum(vertical, horizontal))
    is_near = angle <= math.pi / 8

    # Rings 0 and 1 hold too few directions, and those beyond half a side are cut at the corners.
    counted = (ring >= 2) & (ring < min(height, width) // 2)
    near = relative[:, counted & is_near].mean(1)
    oblique = relative[:, counted & ~is_near].mean(1)
    return near / (near + oblique)


def _ring_means(spectra: Tensor) -> Tensor:
    """Mean of each spectrum over every ring round(|f|) = 0, 1, …, to the corners: (N, rings)."""
    count, height, width = spectra.shape
    ring = radius(height, width).round().long().flatten().to(spectra.device)

    size = torch.bincount(ring)
    total = spectra.new_zeros(count, len(size)).index_add(1, ring, spectra.flatten(1))
    return total / size


def _whole(images: Tensor) -> int:
    """Number of rings that lie inside the spectrum as a whole, ring 0 included."""
    return min(images.shape[-2:]) // 2 + 1
