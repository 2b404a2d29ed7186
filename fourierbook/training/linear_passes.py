"""Losses and gradients of many stacks of linear layers at once, by products written out by hand.

A layer is one batched product for all networks. What a pass leaves is written into memory that is
made once: of small products, memory that is made anew in each step takes as long as they do.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import vmap

from fourierbook.models.units import UNITS
from fourierbook.precision import rounded_products
from fourierbook.training.vmapped_passes import Loss, shared

NARROW = 16  # inputs or outputs below which a layer's products are never rounded


class Layer(NamedTuple):
    """A linear layer of S networks, what follows it, and the memory of what it puts out."""

    weight: Tensor  # (S, outputs, inputs), as its gradient
    bias: Tensor | None  # (S, outputs)
    weight_gradient: Tensor
    bias_gradient: Tensor | None
    unit: nn.Module | None
    sums: Tensor  # (S, n, outputs): before the unit, where its derivative is one of them
    values: Tensor  # after it
    rounded: bool  # whether factors of its products are rounded


def stack(model: nn.Module) -> list[tuple[str, nn.Linear, nn.Module | None]] | None:
    """Linear layers of a network by name, each with the unit that follows it; None of all else.

    >>> stack(nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1)))
    [('0', Linear(in_features=1, out_features=4, bias=True), Tanh()), ('2', Linear(in_features=4, \
out_features=1, bias=True), None)]
    >>> stack(nn.Sequential(nn.Linear(1, 4), nn.Softmax(-1))) is None
    True
    """
    if type(model) is not nn.Sequential or any(_watched(part) for part in model.modules()):
        return None
    found: list[tuple[str, nn.Linear, nn.Module | None]] = []
    for name, part in model.named_children():  # one that stands there twice is named once
        if type(part) is nn.Linear:
            found.append((name, part, None))
        elif type(part) in UNITS and found and found[-1][2] is None:
            found[-1] = (*found[-1][:2], part)
        else:
            return None
    chained = all(a.out_features == b.in_features for (_, a, _), (_, b, _) in pairwise(found))
    return found if found and chained and len(model) == len([*model.children()]) else None


def passes(
    model: nn.Module,
    parameters: dict[str, Tensor],
    gradients: dict[str, Tensor],
    *,
    inputs: Tensor,
    targets: Tensor,
    loss: Loss,
    rounded: bool = False,
) -> Callable[[], Tensor] | None:
    """What a step of all networks needs: a call gives their losses, and writes their gradients.

    Args:
        model: one of them, which may be without values.
        parameters: by name, each (S, ...).
        gradients: memory of the same shapes.
        inputs: (S, n, inputs), or (1, n, inputs) for all.
        targets: (S, n, ...) or (1, n, ...).
        loss: of the predictions of one network and its targets.
        rounded: whether the factors of products may be rounded to 8 bits, as in bf16. Layers of
            fewer than 16 inputs or outputs are exact all the same: places on a line or in a plane
            would move.

    Returns:
        A function without arguments that gives (S,); None where a network is no such stack, or the
        inputs are no such list of points.

    >>> parts, into = {"0.weight": torch.ones(2, 1, 1)}, {"0.weight": torch.empty(2, 1, 1)}
    >>> data = {"inputs": torch.tensor([[[2.0]], [[3.0]]]), "targets": torch.zeros(1, 1, 1)}
    >>> model = nn.Sequential(nn.Linear(1, 1, bias=False))
    >>> step = passes(model, parts, into, **data, loss=F.mse_loss)
    >>> step(), into["0.weight"].flatten()
    (tensor([4., 9.]), tensor([ 8., 18.]))
    """
    found = stack(model)
    if found is None or not _feeds(found[0][1], parameters, inputs):
        return None
    layers = _layers(found, parameters, gradients, inputs.shape[1], rounded=rounded)
    count = len(layers[0].weight)
    inputs = inputs.expand(count, -1, -1)
    spare = [torch.empty_like(layer.values) for layer in layers]
    differentiated = _loss(loss, layers[-1].values, targets)

    @torch.no_grad()
    def step() -> Tensor:
        values = inputs
        for layer in layers:
            values = _forward(layer, values)
        losses = differentiated(values, targets, spare[-1])
        for place in range(len(layers) - 1, -1, -1):
            below = layers[place - 1].values if place else inputs
            _backward(layers[place], below, spare[place], spare[place - 1] if place else None)
        return losses

    return step


def _layers(
    found: Sequence[tuple[str, nn.Linear, nn.Module | None]],
    parameters: dict[str, Tensor],
    gradients: dict[str, Tensor],
    points: int,
    *,
    rounded: bool,
) -> list[Layer]:
    layers = []
    for name, _, unit in found:
        weight, bias = (parameters.get(f"{name}.{kind}") for kind in ("weight", "bias"))
        into = (gradients.get(f"{name}.{kind}") for kind in ("weight", "bias"))
        sums = weight.new_empty(len(weight), points, weight.shape[1])
        apart = unit is not None and UNITS[type(unit)].of_sums
        values = torch.empty_like(sums) if apart else sums
        wide = min(weight.shape[1:]) >= NARROW
        layers.append(Layer(weight.detach(), bias, *into, unit, sums, values, rounded and wide))
    return layers


def _forward(layer: Layer, below: Tensor) -> Tensor:
    """Sums z = W h + b and σ(z) of every network: (S, n, inputs) -> (S, n, outputs)."""
    weight = layer.weight.transpose(1, 2)
    with rounded_products(layer.rounded):
        if layer.bias is None:
            torch.bmm(below, weight, out=layer.sums)
        else:
            torch.baddbmm(layer.bias[:, None], below, weight, out=layer.sums)
    if layer.unit is not None:
        UNITS[type(layer.unit)].value(layer.unit, layer.sums, layer.values)
    return layer.values


def _backward(layer: Layer, below: Tensor, gradient: Tensor, further: Tensor | None) -> None:
    """From the gradient by a layer's values, which is lost, that by its parameters and inputs."""
    if layer.unit is not None:
        UNITS[type(layer.unit)].pull(layer.unit, layer.sums, gradient)
    with rounded_products(layer.rounded):
        torch.bmm(gradient.transpose(1, 2), below, out=layer.weight_gradient)
        if further is not None:
            torch.bmm(gradient, layer.weight, out=further)
    if layer.bias is not None:
        torch.sum(gradient, 1, out=layer.bias_gradient)


def _loss(
    loss: Loss, values: Tensor, targets: Tensor
) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """A function that gives the losses, and writes their gradients by the predictions."""
    alike = targets.shape[1:] == values.shape[1:] and targets.dtype == values.dtype
    if loss is F.mse_loss and alike:
        return _mean_square

    def other(predictions: Tensor, targets: Tensor, into: Tensor) -> Tensor:
        with torch.enable_grad():
            leaf = predictions.detach().requires_grad_()
            data, dims = shared(targets)
            losses = vmap(loss, in_dims=(0, *dims))(leaf, *data)
            into.copy_(torch.autograd.grad(losses.sum(), leaf)[0])
        return losses.detach()

    return other


def _mean_square(predictions: Tensor, targets: Tensor, into: Tensor) -> Tensor:
    torch.sub(predictions, targets, out=into)
    losses = into.square().mean((1, 2))
    into.mul_(2 / into[0].numel())
    return losses


def _feeds(first: nn.Linear, parameters: dict[str, Tensor], inputs: Tensor) -> bool:
    """Whether inputs are a list of points for the first layer, of the type of all parameters."""
    width = inputs.shape[-1] == first.in_features
    kinds = {(part.dtype, part.device) for part in (inputs, *parameters.values())}
    return inputs.dim() == 3 and width and len(kinds) == 1


def _watched(part: nn.Module) -> bool:
    return bool(part._forward_hooks or part._forward_pre_hooks or part._backward_hooks)
