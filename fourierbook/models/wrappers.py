"""Classifiers around a classifier: a front end is part of the network that carries it."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass
from fourierbook.types import Mask, are_numbers, check_images, described


class Normalized(nn.Module):
    """Centre and scale each channel, then classify: x ↦ f((x − mean) / std).

    Args:
        model: f, takes images of mean about 0 and standard deviation about 1.
        mean: of each channel, in units of the image (0 to 1).
        std: of each channel, positive.

    Raises:
        ValueError: if mean and std are not one number for each channel, or a std is not positive;
            when called, if images are not (..., C, H, W) of so many channels.

    >>> Normalized(nn.Flatten(), mean=(0.5,), std=(0.25,))(torch.ones(1, 1, 1, 1)).item()
    2.0
    """

    mean: Tensor
    std: Tensor

    def __init__(self, model: nn.Module, *, mean: tuple[float, ...], std: tuple[float, ...]):
        super().__init__()
        fits = are_numbers(mean) and are_numbers(std) and len(mean) == len(std) > 0
        if not fits or min(std) <= 0:
            raise ValueError(
                f"mean and std have one number for each channel, std positive; got {mean}, {std}"
            )
        self.model = model
        self.register_buffer("mean", torch.tensor(mean).view(-1, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).view(-1, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """(N, C, H, W) in [0, 1] -> (N, classes).

        Raises:
            ValueError: if the images have other channels than mean and std have.
        """
        check_images(images, "(..., C, H, W)")
        if images.shape[-3] != len(self.mean):
            raise ValueError(
                f"images have {len(self.mean)} channel(s), as mean and std have; "
                f"got images of {described(images)}"
            )
        return self.model((images - self.mean) / self.std)


class Filtered(nn.Module):
    """Keep some frequencies, then classify: x ↦ f(F⁻¹(M · F x)), without clipping.

    Args:
        model: f, takes images of the mask's size.
        mask: M, (H, W) in FFT order.

    Raises:
        ValueError: if the mask is not a real tensor (H, W); when called, see `apply_filter`.

    Reference:
        Yin et al. (2019), section 4: the low-pass and high-pass front ends.

    >>> nothing = Filtered(nn.Identity(), torch.zeros(4, 4))
    >>> nothing(torch.ones(1, 1, 4, 4)).abs().max().item()
    0.0
    """

    mask: Tensor

    def __init__(self, model: nn.Module, mask: Mask):
        super().__init__()
        if not isinstance(mask, Tensor) or mask.is_complex() or mask.dim() != 2:
            raise ValueError(f"mask is a real tensor (H, W); got a mask of {described(mask)}")
        self.model = model
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, classes); differentiable."""
        return self.model(apply_filter(images, self.mask))


@dataclass(frozen=True)
class FrontEnd:
    """A filter in front of a network: `low_pass` or `high_pass`, and its bandwidth.

    >>> FrontEnd("low_pass", 3).mask(4, 4)[0].tolist()
    [1.0, 1.0, 0.0, 1.0]
    """

    kind: str
    bandwidth: int

    def mask(self, height: int, width: int) -> Mask:
        """The filter's mask, (H, W) in FFT order.

        Raises:
            ValueError: if the kind is neither, or the bandwidth not an odd positive whole number.
        """
        kinds = {"low_pass": square_low_pass, "high_pass": nyquist_high_pass}
        if self.kind not in kinds:
            raise ValueError(f"a front end is one of {', '.join(kinds)}; got {self.kind!r}")
        return kinds[self.kind](height, width, bandwidth=self.bandwidth)
