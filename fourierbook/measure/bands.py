"""What a network recognises when a band of frequencies is all that is left, or is noisy."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from fourierbook.measure.accuracy import correct
from fourierbook.signal.filters import apply_filter
from fourierbook.types import Classifier, Images, Mask


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

    Reference:
        Yin et al. (2019), figure 1, for a network that was not trained through the filter.
    """

    def change(mask: Mask) -> Callable[[Tensor], Tensor]:
        def keep_band(block: Tensor) -> Tensor:
            filtered = apply_filter(block, mask)
            return filtered if finish is None else finish(filtered)

        return keep_band

    return torch.stack([correct(model, images, labels, change=change(mask)) for mask in masks])


def recentred(images: Images) -> Images:
    """Give high-pass images the mean 1/2 that they lost: x ↦ x + 0.5.

    >>> recentred(torch.zeros(1, 2))
    tensor([[0.5000, 0.5000]])
    """
    return images + 0.5


def unit_std(images: Tensor) -> Tensor:
    """Scale each image to standard deviation 1 over its pixels and channels: x ↦ x / std(x).

    Args:
        images: (N, C, H, W).

    >>> unit_std(torch.tensor([[[[-3.0, 3.0]]]])).flatten().tolist()
    [-1.0, 1.0]
    """
    return images / images.std(dim=(-3, -2, -1), keepdim=True, correction=0)


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
        ValueError: if the norm is negative or the mask keeps nothing.

    Reference:
        Yin et al. (2019), figure 5, whose caption gives the norm 8 for each channel.

    >>> white = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> band_noise(white, torch.tensor([[1.0, 0.0], [0.0, 0.0]]), norm=8).tolist()
    [[4.0, 4.0], [4.0, 4.0]]
    """
    if norm < 0 or not mask.any():
        raise ValueError(
            "norm is an L2 norm, at least 0, and the mask keeps at least one frequency; got "
            f"norm {norm} and a mask that keeps {int(mask.count_nonzero())}"
        )
    noise = apply_filter(white, mask)
    return norm * noise / noise.flatten(-2).norm(dim=-1)[..., None, None]


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
    """
    generator = torch.Generator().manual_seed(seed)
    white = torch.randn(images.shape, generator=generator).to(images)
    noisy = ((images + band_noise(white, mask, norm=norm)).clamp(0, 1) for mask in masks)
    return torch.stack([correct(model, changed, labels) for changed in noisy])
