"""What a network recognises when a band of frequencies is all that is left, or is noisy."""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from fourierbook.measure.accuracy import correct
from fourierbook.signal.filters import apply_filter
from fourierbook.types import (
    Classifier,
    Images,
    Mask,
    check_batch,
    check_images,
    check_mask,
    is_count,
    is_number,
    single,
)


def correct_in_bands(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    masks: Sequence[Mask],
    *,
    finish: Callable[[Tensor], Tensor] | None = None,
) -> Tensor:
    """Whether a classifier is right about each image when only a band of it is left.

    Args:
        model: takes (N, C, H, W), returns logits.
        images: (N, C, H, W) in [0, 1].
        labels: (N,).
        masks: K filters, each (H, W) in FFT order.
        finish: applied to the filtered images, such as `recentred`; nothing without it, and nothing
            is clipped.

    Returns:
        (K, N) booleans on the CPU.

    Raises:
        ValueError: if there is no mask; see also `apply_filter` and `accuracy.correct`.

    Reference:
        Yin et al. (2019), figure 1, for a network that was not trained through the filter.

    Two even images differ in frequency 0 alone.

    >>> from fourierbook.signal.filters import square_high_pass, square_low_pass
    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images = torch.tensor([0.9, 0.1]).view(2, 1, 1, 1).expand(2, 1, 4, 4)
    >>> labels = torch.tensor([0, 1])
    >>> masks = [square_low_pass(4, 4, bandwidth=1), square_high_pass(4, 4, bandwidth=1)]
    >>> correct_in_bands(bright, images, labels, masks).tolist()
    [[True, True], [False, True]]
    """
    _check_masks(masks)

    def change(mask: Mask) -> Callable[[Tensor], Tensor]:
        def keep_band(block: Tensor) -> Tensor:
            filtered = apply_filter(block, mask)
            return filtered if finish is None else finish(filtered)

        return keep_band

    return torch.stack([correct(model, images, labels, change=change(mask)) for mask in masks])


def recentred(images: Images) -> Images:
    """Give high-pass images the mean 1/2 that they lost: x ↦ x + 0.5.

    Raises:
        ValueError: if the images are not floating-point numbers (..., H, W).

    >>> recentred(torch.zeros(1, 2))
    tensor([[0.5000, 0.5000]])
    """
    check_images(images)
    return images + 0.5


def unit_std(images: Tensor) -> Tensor:
    """Scale each image to standard deviation 1 over its pixels and channels: x ↦ x / std(x).

    Args:
        images: (N, C, H, W).

    Raises:
        ValueError: if the images are not floating-point numbers, or one of them is constant.

    >>> unit_std(torch.tensor([[[[-3.0, 3.0]]]])).flatten().tolist()
    [-1.0, 1.0]
    """
    check_images(images, "(..., C, H, W)")
    spread = images.std(dim=(-3, -2, -1), keepdim=True, correction=0)
    if not (spread > 0).all():
        raise ValueError(
            "an image that is scaled to standard deviation 1 is not constant, and has no nan; got "
            f"the standard deviation {spread[~(spread > 0)][0]}"
        )
    return images / spread


def band_noise(white: Images, mask: Mask, *, norm: float) -> Images:
    """Noise of fixed norm in a band: n = v · M∗w / ‖M∗w‖₂, each channel alone.

    Since every channel is scaled to the norm after the filter, the mask decides the shape of the
    noise and not its size.

    Args:
        white: w, (..., C, H, W) white noise.
        mask: M, (H, W) in FFT order.
        norm: v, the L2 norm of the noise in each channel, in units of the image; over an RGB image
            it is √3 v.

    Raises:
        ValueError: if the norm is negative or not a number, or if the mask keeps nothing of the
            noise.

    Reference:
        Yin et al. (2019), figure 5, whose caption gives the norm 8 for each channel.

    >>> white = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> band_noise(white, torch.tensor([[1.0, 0.0], [0.0, 0.0]]), norm=8).tolist()
    [[4.0, 4.0], [4.0, 4.0]]
    """
    check_images(white)
    check_mask(mask, white)
    if not is_number(norm, least=0) or not mask.any():
        raise ValueError(
            "norm is an L2 norm, at least 0, and the mask keeps at least one frequency; got "
            f"norm {norm} and a mask that keeps {int(mask.count_nonzero())}"
        )
    noise = apply_filter(white, mask)
    size = noise.flatten(-2).norm(dim=-1)[..., None, None]
    if not (size > 0).all():
        raise ValueError(
            "white noise has some energy in the band that the mask keeps, and no nan; got a band "
            f"of norm {size[~(size > 0)][0]}"
        )
    return norm * noise / size


def correct_under_noise(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    masks: Sequence[Mask],
    *,
    norm: float,
    seed: int = 0,
) -> Tensor:
    """Whether a classifier is right about each image under band-limited noise, clipped to [0, 1].

    Every mask filters the same white noise.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns logits.
        images: (N, C, H, W) in [0, 1].
        labels: (N,).
        masks: K filters, each (H, W) in FFT order.
        norm: L2 norm of the noise in each channel, in units of the image.
        seed: of the noise.

    Returns:
        (K, N) booleans on the CPU.

    Raises:
        ValueError: if there is no mask, the images are outside [0, 1], or the seed is not a whole
            number; see also `band_noise` and `accuracy.correct`.

    Noise without frequency 0 moves no image's mean.

    >>> from fourierbook.signal.filters import square_high_pass
    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images, labels = torch.full((1, 1, 4, 4), 0.6), torch.tensor([0])
    >>> mask = square_high_pass(4, 4, bandwidth=1)
    >>> correct_under_noise(bright, images, labels, [mask], norm=0.1).tolist()
    [[True]]
    """
    _check_masks(masks)
    check_batch(images)
    if not is_count(seed, least=-math.inf):
        raise ValueError(f"seed is a whole number; got {seed!r}")
    images = single(images)
    generator = torch.Generator().manual_seed(int(seed))
    white = torch.randn(images.shape, generator=generator).to(images)
    noisy = ((images + band_noise(white, mask, norm=norm)).clamp(0, 1) for mask in masks)
    return torch.stack([correct(model, changed, labels) for changed in noisy])


def _check_masks(masks: Sequence[Mask]) -> None:
    if not isinstance(masks, Sequence | Tensor) or len(masks) == 0:
        raise ValueError(f"masks are a list of filters (H, W), one at least; got {masks!r:.80}")
