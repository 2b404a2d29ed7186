"""Spectra of what was done to images: at which frequencies a batch of changes lies."""

import torch
from torch import Tensor

from fourierbook.signal.spectra import energy_fraction, mean_amplitude
from fourierbook.types import Images, Mask, check_images, check_mask


def mean_modulus(change: Images) -> Tensor:
    """Mean modulus of each frequency of a change: E |F(x̃ − x)(f)|, over images and channels.

    Args:
        change: x̃ − x, (N, C, H, W), in units of the image.

    Returns:
        (H, W) with frequency zero in the centre, at (H // 2, W // 2); the transform is
        unnormalised.

    Raises:
        ValueError: if the change is not of floating-point numbers (N, C, H, W), or of no image.

    Reference:
        Yin et al. (2019), figure 2 for corruptions, figure 7 for adversarial perturbations: the
        modulus, not its square.

    >>> mean_modulus(0.5 * torch.ones(2, 3, 2, 2)).tolist()
    [[0.0, 0.0], [0.0, 2.0]]
    """
    check_images(change, "(N, C, H, W)")
    return torch.fft.fftshift(mean_amplitude(change))


def energy_share(change: Images, mask: Mask) -> Tensor:
    """Share of each change's energy that a filter keeps: ‖H(x̃ − x)‖² / ‖x̃ − x‖².

    By Parseval's theorem it is taken from the spectrum, Σ M² |F(x̃ − x)|² / Σ |F(x̃ − x)|², so that
    nothing is filtered. An image that is not changed has a share of 0, as no energy of it is in any
    band: leave such images out before a mean.

    Args:
        change: x̃ − x, (N, C, H, W); the energy is the sum over the channels.
        mask: M of the filter H, (H, W) in FFT order, such as `signal.filters` makes.

    Returns:
        (N,) between 0 and 1 for masks of zeros and ones.

    Raises:
        ValueError: if the change is not of floating-point numbers (N, C, H, W), or sizes differ.

    Reference:
        Yin et al. (2019), figure 6, with a high pass.

    >>> change = torch.stack([torch.ones(1, 2, 2), torch.eye(2)[None], torch.zeros(1, 2, 2)])
    >>> energy_share(change, torch.tensor([[1.0, 0.0], [0.0, 0.0]])).tolist()
    [1.0, 0.5, 0.0]
    """
    check_images(change, "(N, C, H, W)")
    check_mask(mask, change)
    if len(change) == 0:
        return change.new_zeros(0)  # an FFT of nothing is an error on some devices
    # A share hangs on no scale; at this one the square of the smallest change is still a number.
    largest = change.abs().amax((1, 2, 3), keepdim=True)
    shares = energy_fraction(change / torch.where(largest == 0, 1, largest), mask)
    return torch.where((largest == 0).flatten(), 0, shares)
