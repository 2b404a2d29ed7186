"""Filters: a mask says which frequencies stay, `apply_filter` multiplies by it."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from fourierbook.signal.frequencies import frequency_grid, radius
from fourierbook.types import Images, Mask, check_images, check_mask, is_count, is_number, single

# Up to this side two small matrix products beat the FFT (benchmarks/filters.py).
SEPARABLE_UP_TO = 64
# So many values at a time stay in a CPU's cache; more at once would wait for the memory.
AT_ONCE = 2**18


def square_low_pass(height: int, width: int, *, bandwidth: int) -> Mask:
    """Keep the B × B lowest frequencies: M(f) = 1 if max(|f_y|, |f_x|) ≤ (B − 1)/2, else 0.

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.
        bandwidth: B, odd and positive, in coefficients along each axis; B = 1 keeps the mean alone
            and B greater than both sides keeps everything.

    Returns:
        (H, W) zeros and ones in FFT order.

    Raises:
        ValueError: if the bandwidth is not an odd positive whole number.

    Reference:
        Yin et al. (2019), preliminaries: the square of side B around the zero frequency of the
        shifted spectrum.

    >>> square_low_pass(4, 4, bandwidth=3)[0].tolist()
    [1.0, 1.0, 0.0, 1.0]
    """
    reach = _reach(bandwidth)
    vertical, horizontal = frequency_grid(height, width).abs()
    return (torch.maximum(vertical, horizontal) <= reach).to(vertical.dtype)


def square_high_pass(height: int, width: int, *, bandwidth: int) -> Mask:
    """The other reading of a high pass, all outside the B × B lowest frequencies: 1 − low pass.

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.
        bandwidth: B of `square_low_pass`, odd and positive.

    Returns:
        (H, W) zeros and ones in FFT order.

    Raises:
        ValueError: if the bandwidth is not an odd positive whole number.

    >>> square_high_pass(4, 4, bandwidth=3)[0].tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    return 1 - square_low_pass(height, width, bandwidth=bandwidth)


def nyquist_high_pass(height: int, width: int, *, bandwidth: int) -> Mask:
    """Keep the B × B highest frequencies: M(f) = 1 if |f_a| ≥ N_a/2 − (B − 1)/2 on both axes a.

    Args:
        height: N_y, in pixels.
        width: N_x, in pixels.
        bandwidth: B, odd and positive, in coefficients along each axis; B = 1 keeps the
            checkerboard (±N/2, ±N/2) alone and B greater than both sides keeps everything. An axis
            of odd length has no coefficient at N/2, so it keeps B − 1 of them.

    Returns:
        (H, W) zeros and ones in FFT order.

    Raises:
        ValueError: if the bandwidth is not an odd positive whole number.

    Reference:
        Yin et al. (2019), preliminaries: the square of side B around the highest frequency, of a
        spectrum shifted so that this frequency is in the centre. This is not 1 − low pass: it
        removes a cross, every frequency that is low along either axis.

    >>> nyquist_high_pass(4, 4, bandwidth=3).tolist()[1]
    [0.0, 1.0, 1.0, 1.0]
    """
    reach = _reach(bandwidth)
    vertical, horizontal = frequency_grid(height, width).abs()
    kept = (vertical >= height / 2 - reach) & (horizontal >= width / 2 - reach)
    return kept.to(vertical.dtype)


def disk_low_pass(height: int, width: int, *, radius: float) -> Mask:
    """Keep every frequency up to a radius: M(f) = 1 if |f| ≤ r, else 0.

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.
        radius: r, in cycles per image; 0 keeps the mean alone.

    Returns:
        (H, W) zeros and ones in FFT order.

    Raises:
        ValueError: if the radius is negative or not a number.

    >>> disk_low_pass(4, 4, radius=1.0)[1].tolist()
    [1.0, 0.0, 0.0, 0.0]
    """
    if not (is_number(radius, least=0) or (isinstance(radius, float) and radius == math.inf)):
        raise ValueError(f"radius is in cycles per image, so at least 0; got {radius!r}")
    distance = _radius(height, width)
    return (distance <= radius).to(distance.dtype)


def gaussian_low_pass(height: int, width: int, *, width_in_cycles: float) -> Mask:
    """Fade frequencies out smoothly: M(f) = exp(−|f|² / 2σ²).

    Args:
        height: of the image, in pixels.
        width: of the image, in pixels.
        width_in_cycles: σ, in cycles per image, positive.

    Returns:
        (H, W) values in (0, 1], FFT order.

    Raises:
        ValueError: if σ is not a positive number.

    >>> round(gaussian_low_pass(4, 4, width_in_cycles=1.0)[0, 1].item(), 4)
    0.6065
    """
    if not is_number(width_in_cycles) or width_in_cycles <= 0:
        raise ValueError(
            f"width_in_cycles is σ in cycles per image, positive; got {width_in_cycles!r}"
        )
    return torch.exp(-(_radius(height, width) ** 2) / (2 * width_in_cycles**2))


def apply_filter(images: Images, mask: Mask) -> Images:
    """Multiply the spectrum of every image by a mask: x ↦ F⁻¹(M · F x).

    A mask that is a product M(f) = a(f_y) b(f_x), such as a square, is applied as two circulant
    matrices A x Bᵀ; any other by a real FFT. Both are the same linear map, differentiable in the
    images, without clipping, and computed in the images' own precision.

    Args:
        images: (..., H, W); those in half precision are transformed in single.
        mask: M, (H, W) in FFT order, with M(−f) = M(f).

    Returns:
        (..., H, W), real because the mask is symmetric; of no images, no images.

    Raises:
        ValueError: if the images are not floating-point numbers (..., H, W), if sizes differ, or if
            the mask is not finite or not symmetric (the result would be complex).

    >>> apply_filter(torch.eye(4), square_low_pass(4, 4, bandwidth=1)).unique().tolist()
    [0.25]
    """
    check_images(images)
    check_mask(mask, images)
    mask = mask.to(images)
    _check_symmetric(mask)
    if images.numel() == 0:
        return images.clone()  # an FFT of nothing is an error on some devices

    height, width = images.shape[-2:]
    # In the images' own precision, also where a network around it computes in half.
    with torch.autocast(images.device.type, enabled=False):
        factors = _factors(mask) if max(height, width) <= SEPARABLE_UP_TO else None
        if factors is not None:
            rows, columns = (_circulant(factor) for factor in factors)
            return _in_pieces(lambda piece: rows @ piece @ columns.T, images)

        half = mask[:, : width // 2 + 1]  # of a real image the other half says nothing new

        def filtered(piece: Tensor) -> Tensor:
            spectrum = torch.fft.rfft2(single(piece)) * half
            return torch.fft.irfft2(spectrum, s=(height, width)).to(piece)

        return _in_pieces(filtered, images)


_radius = radius  # `radius` is an argument's name above


def _in_pieces(work: Callable[[Tensor], Tensor], images: Images) -> Images:
    """Work on a few images at a time on a CPU; on all on a GPU, and where gradients are wanted."""
    if images.device.type != "cpu" or images.requires_grad or images.numel() <= AT_ONCE:
        return work(images)

    flat = images.reshape(-1, *images.shape[-2:])
    size = max(1, AT_ONCE // flat[0].numel())

    filtered = torch.empty_like(flat, memory_format=torch.contiguous_format)
    for piece, place in zip(flat.split(size), filtered.split(size), strict=True):
        place.copy_(work(piece))
    return filtered.view(images.shape)


def _check_symmetric(mask: Mask) -> None:
    mirrored = _mirrored(mask)
    if not (mask - mirrored).any():  # nan and infinity minus themselves are not 0 either
        return
    if not mask.isfinite().all():
        broken = mask[~mask.isfinite()][0]
        raise ValueError(f"the mask is a finite number at every frequency; got {broken}")
    place = tuple((mask != mirrored).nonzero()[0])
    raise ValueError(
        "the mask differs at a frequency f and at −f, so the filtered image would be complex; "
        f"got {mask[place]:.3g} and {mirrored[place]:.3g}: build it with an odd bandwidth, or "
        "average it with its mirror image"
    )


def _reach(bandwidth: int) -> int:
    if not is_count(bandwidth) or bandwidth % 2 == 0:
        raise ValueError(
            f"bandwidth is odd and positive, such as 7 or 15; got {bandwidth!r}: a mask of even "
            "side is not symmetric about its centre, so the filtered image would not be real"
        )
    return (bandwidth - 1) // 2


def _mirrored(mask: Mask) -> Mask:
    """M(−f) for every f."""
    return mask.flip(0, 1).roll((1, 1), (0, 1))


def _factors(mask: Mask) -> tuple[Tensor, Tensor] | None:
    """The a and b with M(f) = a(f_y) b(f_x), symmetric as M is, for a product of 0s and 1s."""
    vertical, horizontal = mask.amax(1), mask.amax(0)
    product = torch.equal(vertical[:, None] * horizontal, mask)
    return (vertical, horizontal) if product else None


def _circulant(factor: Tensor) -> Tensor:
    """Matrix of the filter along one axis: A[i, j] = kernel[(i − j) mod N]."""
    size = len(factor)
    # In double precision, as a rounded kernel would not remove what the mask removes.
    kernel = torch.fft.irfft(factor[: size // 2 + 1].to(torch.complex128), n=size)

    index = torch.arange(size, device=factor.device)
    return kernel[(index[:, None] - index) % size].to(factor.dtype)
