"""Losses and gradients of any networks of one architecture at once, by `torch.func.vmap`."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.func import functional_call, vmap

Loss = Callable[[Tensor, Tensor], Tensor]


def passes(
    model: nn.Module,
    parameters: dict[str, Tensor],
    gradients: dict[str, Tensor],
    *,
    inputs: Tensor,
    targets: Tensor,
    loss: Loss,
) -> Callable[[], Tensor]:
    """What a step of all networks needs: a call gives their losses, and writes their gradients.

    Args:
        model: one of them, which may be without values.
        parameters: by name, each (S, ...), which ask for gradients.
        gradients: memory of the same shapes.
        inputs: (S, n, ...) or (1, n, ...).
        targets: (S, n, ...) or (1, n, ...).
        loss: of the predictions of one network and its targets.

    Returns:
        A function without arguments that gives (S,).

    >>> parts = {"weight": torch.ones(2, 1, 1, requires_grad=True)}
    >>> into = {"weight": torch.empty(2, 1, 1)}
    >>> data = {"inputs": torch.tensor([[[2.0]], [[3.0]]]), "targets": torch.zeros(1, 1, 1)}
    >>> model = nn.Linear(1, 1, bias=False)
    >>> step = passes(model, parts, into, **data, loss=nn.functional.mse_loss)
    >>> step(), into["weight"].flatten()
    (tensor([4., 9.]), tensor([ 8., 18.]))
    """

    def one(parameters: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
        return loss(functional_call(model, parameters, (x,)), y)

    def step() -> Tensor:
        (x, y), dims = shared(inputs, targets)
        losses = vmap(one, in_dims=(0, *dims))(parameters, x, y)
        found = torch.autograd.grad(losses.sum(), [*parameters.values()])
        for part, gradient in zip(gradients.values(), found, strict=True):
            part.copy_(gradient)
        return losses.detach()

    return step


def shared(*data: Tensor) -> tuple[list[Tensor], list[int | None]]:
    """Data that `vmap` takes, and their axes of networks: none for (1, n, ...), all networks' own.

    >>> shared(torch.zeros(1, 5))[0][0].shape, shared(torch.zeros(1, 5), torch.zeros(3, 5))[1]
    (torch.Size([5]), [None, 0])
    """
    once = [len(part) == 1 for part in data]
    pairs = [*zip(data, once, strict=True)]
    return [part[0] if alone else part for part, alone in pairs], [
        None if alone else 0 for _, alone in pairs
    ]
