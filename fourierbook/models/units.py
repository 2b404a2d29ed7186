"""Elementwise units with their derivatives, for passes that are written by hand."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from fourierbook.models.mlps import ReLU2, Ricker, Sine

aten = torch.ops.aten


class Unit(NamedTuple):
    """σ of sums z, and what a gradient by σ(z) is by z; each writes into memory that is there."""

    value: Callable[[nn.Module, Tensor, Tensor], object]  # unit, z, where σ(z) goes
    pull: Callable[[nn.Module, Tensor, Tensor], object]  # unit, what is kept, the gradient
    of_sums: bool  # whether z is kept; else σ(z) takes its place, and tells the derivative


def _ricker_pull(unit: Ricker, sums: Tensor, gradient: Tensor) -> None:
    square = (sums / unit.width).square_()
    slope = sums * (square - 3) * torch.exp(-square / 2)
    gradient.mul_(slope.mul_(math.pi**0.25 / (15 * unit.width**3)))


def _of_values(value: Callable, pull: Callable) -> Unit:
    return Unit(
        lambda unit, z, out: value(z, out=out),
        lambda unit, kept, gradient: pull(gradient, kept, grad_input=gradient),
        False,
    )


UNITS: dict[type[nn.Module], Unit] = {
    nn.Tanh: _of_values(torch.tanh, aten.tanh_backward.grad_input),
    nn.Sigmoid: _of_values(torch.sigmoid, aten.sigmoid_backward.grad_input),
    nn.ReLU: Unit(
        lambda unit, z, out: torch.clamp(z, min=0, out=out),
        lambda unit, kept, g: aten.threshold_backward.grad_input(g, kept, 0, grad_input=g),
        False,
    ),
    nn.SiLU: Unit(
        lambda unit, z, out: aten.silu.out(z, out=out),
        lambda unit, z, g: aten.silu_backward.grad_input(g, z, grad_input=g),
        True,
    ),
    nn.GELU: Unit(
        lambda unit, z, out: aten.gelu.out(z, approximate=unit.approximate, out=out),
        lambda unit, z, g: aten.gelu_backward.grad_input(
            g, z, approximate=unit.approximate, grad_input=g
        ),
        True,
    ),
    nn.Mish: Unit(
        lambda unit, z, out: aten.mish.out(z, out=out),
        lambda unit, z, g: g.copy_(aten.mish_backward(g, z)),
        True,
    ),
    Sine: Unit(
        lambda unit, z, out: torch.sin(torch.mul(z, unit.rate, out=out), out=out),
        lambda unit, z, g: g.mul_((unit.rate * z).cos_().mul_(unit.rate)),
        True,
    ),
    ReLU2: Unit(
        lambda unit, z, out: torch.clamp(z, min=0, out=out).square_(),
        lambda unit, z, g: g.mul_(z.relu().mul_(2)),
        True,
    ),
    Ricker: Unit(
        lambda unit, z, out: out.copy_(unit(z)),
        _ricker_pull,
        True,
    ),
}
