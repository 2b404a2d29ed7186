"""Steps of Adam and of gradient descent on one table of the parameters of many networks.

The table is one row of numbers: all networks' values of the first parameter, then of the next. So
a step is a few operations in all, and each parameter lies in it as a batch of its own.
"""

from collections.abc import Callable

import torch
from torch import Tensor

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8  # of Adam
Update = Callable[[Tensor], object]  # from gradients; it changes the table


def table(parameters: dict[str, Tensor]) -> Tensor:
    """The values of all parameters in one row; each is (S, ...).

    >>> table({"weight": torch.tensor([[1.0, 2.0], [3.0, 4.0]]), "bias": torch.zeros(2)})
    tensor([1., 2., 3., 4., 0., 0.])
    """
    return torch.cat([part.detach().flatten() for part in parameters.values()])


def views(values: Tensor, like: dict[str, Tensor]) -> dict[str, Tensor]:
    """Parameters by name that share the memory of a table.

    >>> views(torch.arange(6.0), {"weight": torch.zeros(2, 2), "bias": torch.zeros(2)})["bias"]
    tensor([4., 5.])
    """
    pieces = values.split([part.numel() for part in like.values()])
    return {
        name: piece.view(part.shape)
        for (name, part), piece in zip(like.items(), pieces, strict=True)
    }


def spread(numbers: Tensor, like: dict[str, Tensor]) -> Tensor:
    """One number for each network as a table of one for each value; one for all as it is, (1,).

    >>> like = {"weight": torch.zeros(2, 2), "bias": torch.zeros(2)}
    >>> spread(torch.tensor([7.0, 8.0]), like)
    tensor([7., 7., 8., 8., 7., 8.])
    """
    if len(numbers) == 1:
        return numbers
    return torch.cat([numbers.repeat_interleave(part[0].numel()) for part in like.values()])


def sgd(values: Tensor, rates: Tensor, momentum: float) -> Update:
    """Gradient descent with momentum: v ← μ v + g, θ ← θ − η v.

    >>> values = torch.tensor([1.0, 1.0])
    >>> sgd(values, torch.tensor([0.5, 1.0]), 0.0)(torch.tensor([1.0, 1.0]))
    >>> values
    tensor([0.5000, 0.0000])
    """
    velocity = torch.zeros_like(values)

    def update(gradient: Tensor) -> None:
        velocity.mul_(momentum).add_(gradient)
        values.addcmul_(velocity, rates, value=-1)

    return update


def adam(values: Tensor, rates: Tensor, momentum: float) -> Update:
    """Adam: θ ← θ − η m̂ / (√v̂ + ε), in one operation where all networks have one rate.

    >>> values = torch.tensor([1.0, 1.0])
    >>> adam(values, torch.tensor([0.25]), 0.0)(torch.tensor([9.0, -1.0]))  # η, however large
    >>> values
    tensor([0.7500, 1.2500])
    """
    first, second = torch.zeros_like(values), torch.zeros_like(values)
    taken = torch.zeros((), device=values.device)
    one = len(rates) == 1
    changed, rate = (values, rates.item()) if one else (torch.empty_like(values), 1.0)

    def update(gradient: Tensor) -> None:
        taken.add_(1)
        if not one:
            changed.zero_()
        torch._fused_adam_(
            [changed], [gradient], [first], [second], [], [taken], lr=rate, beta1=BETA1,
            beta2=BETA2, eps=EPSILON, weight_decay=0.0, amsgrad=False, maximize=False,
        )  # fmt: skip
        if not one:
            values.addcmul_(changed, rates)

    return update


def clipped(update: Update, values: Tensor, bounds: Tensor) -> Update:
    """An update after which each value is brought back into [−K, K].

    >>> values = torch.tensor([3.0, -3.0])
    >>> clipped(lambda gradient: None, values, torch.tensor([2.0]))(values)
    >>> values
    tensor([ 2., -2.])
    """
    bound = bounds.item() if len(bounds) == 1 else bounds

    def both(gradient: Tensor) -> None:
        update(gradient)
        values.clamp_(-bound, bound)

    return both


OPTIMIZERS = {"sgd": sgd, "adam": adam}


def chosen(
    optimizer: str,
    values: Tensor,
    like: dict[str, Tensor],
    *,
    rates: Tensor,
    momentum: float,
    bounds: Tensor | None,
) -> Update:
    """The update of an optimizer by its name.

    Args:
        optimizer: one of `OPTIMIZERS`.
        values: the table, which it changes.
        like: the parameters in it.
        rates: (1,) or (S,).
        momentum: of "sgd".
        bounds: K of each network, (1,) or (S,); None where values are free.

    >>> values = torch.tensor([1.0, 1.0])
    >>> options = {"rates": torch.tensor([0.5]), "momentum": 0.0, "bounds": torch.tensor([0.9])}
    >>> chosen("sgd", values, {"weight": values}, **options)(torch.tensor([1.0, 0.1]))
    >>> values
    tensor([0.5000, 0.9000])
    """
    update = OPTIMIZERS[optimizer](values, spread(rates, like), momentum)
    return update if bounds is None else clipped(update, values, spread(bounds, like))
