"""The Fourier heatmap at first order: all waves from one gradient."""

import math

import numpy as np
import torch
from torch import Tensor

from fourierbook.measure import accuracy
from fourierbook.measure.basis_noise import BasisNoise, cells
from fourierbook.measure.maps import Heatmap, map_frequencies
from fourierbook.measure.stamps import stamp
from fourierbook.models.feeding import asked, device_of, gradient, laid_out
from fourierbook.models.modes import evaluating
from fourierbook.signal.basis import are_alone
from fourierbook.types import (
    Classifier,
    check_batch,
    check_labels,
    margins,
    single,
)


def first_order_heatmap(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    *,
    norm: float,
    seed: int = 0,
    window: int | None = None,
    phase: float = math.pi / 4,
    colour: tuple[float, ...] | None = None,
) -> Heatmap:
    """The heatmap that a network would have if it were linear, from one backward pass.

    With the margin m(x) = z_y − max_{j≠y} z_j of the logits and its gradient g, the wave changes
    the margin by v Σ_c r_c ⟨g_c, U⟩ at first order, and ⟨g_c, U⟩ = √2/√(HW) Re(e^{iφ} ĝ_c(f)*) is
    read off the gradient's Fourier transform for all waves at once. An image counts as wrong where
    the margin falls below zero. Nothing is clipped; the signs are those of `fourier_heatmap`.

    Args:
        model: as in `fourier_heatmap`, differentiable.
        images: (N, C, H, W) in [0, 1].
        labels: (N,).
        norm: v, the L2 norm of the wave in each channel.
        seed: of the signs.
        window: side of the square of frequencies around zero, an odd number; all without it.
        phase: of the waves, in radians.
        colour: as in `fourier_heatmap`.

    Raises:
        ValueError: as in `fourier_heatmap`, or if the model has no gradient in its images.

    A linear network of two classes has no higher orders:

    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images, labels = torch.full((50, 1, 3, 3), 0.6), torch.zeros(50, dtype=torch.long)
    >>> first_order_heatmap(bright, images, labels, norm=0.6).error.round(decimals=1)[1]
    tensor([0.0000, 0.4000, 0.0000], dtype=torch.float64)
    """
    check_batch(images)
    check_labels(labels, images)
    noise = BasisNoise(norm, False, seed, phase, colour)
    count, channels, height, width = images.shape
    frequencies = map_frequencies(height, width, window)
    leads, gradients = _with_gradients(model, images, labels)
    spectra = torch.fft.fft2(gradients)
    wrong = []
    for cell, frequency in zip(cells(frequencies, height, width), frequencies, strict=True):
        scale = noise.amplitudes(cell.expand(count), torch.arange(count), channels)
        change = (scale * _along(spectra, frequency, phase)).sum(1)
        wrong.append(int((leads + change < 0).sum()))
    made = stamp(model, images, labels)
    without = int((leads < 0).sum())
    return Heatmap(np.array(wrong), count, without, height, width, window, noise, made)


def _with_gradients(model: Classifier, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Margin of the true class over the best other one, and its gradient: (N,), (N, C, H, W)."""
    device, classes = device_of(model, images), int(labels.max()) + 1

    def both() -> tuple[Tensor, Tensor]:
        leads, gradients = [], []
        rows = zip(accuracy.blocks(images, device), accuracy.blocks(labels, device), strict=True)
        for (part, size), (truth, _) in rows:
            seen = laid_out(model, single(part)).requires_grad_()
            lead = margins(single(asked(model, seen, classes=classes)), truth.long())
            gradients.append(gradient(lead.sum(), seen)[:size].cpu())
            leads.append(lead[:size].detach().cpu())
        return torch.cat(leads), torch.cat(gradients)

    with evaluating(model), torch.enable_grad():
        return accuracy.fitting(both, device)


def _along(spectra: Tensor, frequency: Tensor, phase: float) -> Tensor:
    """Products ⟨g_c, U⟩ with one wave: spectra (N, C, H, W) -> (N, C)."""
    height, width = spectra.shape[-2:]
    at = spectra[..., frequency[0] % height, frequency[1] % width].conj()
    if are_alone(frequency[None], height, width):
        return at.real / math.sqrt(height * width)
    turn = complex(math.cos(phase), math.sin(phase))
    return (turn * at).real * math.sqrt(2 / (height * width))
