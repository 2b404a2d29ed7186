"""What an ensemble and its training refuse."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from fourierbook.training.updates import OPTIMIZERS
from fourierbook.types import are_numbers, described, is_count, is_number


class Plan(NamedTuple):
    """How all members are trained, and what is recorded of them: the options of `fit`."""

    steps: int
    optimizer: str
    momentum: float
    loss: Callable[[Tensor, Tensor], Tensor]
    measure: Callable[[Any], dict[str, Tensor]] | None
    at: set[int]
    chunk: int
    rounded: bool


def check_models(models: Sequence[nn.Module]) -> None:
    """Refuse what is no list of networks.

    >>> check_models([nn.Linear(1, 1)])
    """
    if not isinstance(models, Sequence | nn.ModuleList) or not all(
        isinstance(model, nn.Module) for model in models
    ):
        raise ValueError(f"models are a list of networks (nn.Module); got {models!r:.80}")


def check_alike(models: Sequence[nn.Module]) -> None:
    """Refuse networks that differ in architecture or mode, and those without parameters.

    >>> check_alike([nn.Linear(1, 1), nn.Linear(1, 1)])
    """
    shapes = [{name: w.shape for name, w in model.named_parameters()} for model in models]
    if not models or any(each != shapes[0] for each in shapes):
        raise ValueError(
            "an ensemble has one network at least, and all have parameters of the same names "
            f"and shapes; got {len(models)} networks, {shapes[:1]} and others"
        )
    kinds = {(type(model).__name__, model.training) for model in models}
    if len(kinds) > 1 or not shapes[0]:
        raise ValueError(
            "networks are of one class, all in training or all in evaluation mode, and have "
            f"parameters; got {sorted(kinds)} with the parameters {[*shapes[0]]}"
        )
    own = [len([*part.parameters(recurse=False)]) for part in models[0].modules()]
    if sum(own) > len(shapes[0]):
        raise ValueError(
            f"layers have parameters of their own; got {len(shapes[0])} for the {sum(own)} of "
            f"{sum(map(bool, own))} layers: some are shared"
        )


def check_data(inputs: Tensor, targets: Tensor) -> None:
    """Refuse what are no finite numbers of as many inputs as targets.

    >>> check_data(torch.zeros(1, 5, 2), torch.zeros(3, 5, 1))
    """
    if not (
        isinstance(inputs, Tensor)
        and isinstance(targets, Tensor)
        and inputs.is_floating_point()
        and min(inputs.dim(), targets.dim()) >= 2
        and inputs.shape[1] == targets.shape[1] > 0
    ):
        raise ValueError(
            "inputs are a tensor (1, n, ...) or (S, n, ...) of floating-point numbers, and targets "
            "a tensor with the same n, at least 1; got inputs of "
            f"{described(inputs)} and targets of {described(targets)}"
        )
    if not (inputs.isfinite().all() and targets.isfinite().all()):
        raise ValueError(
            "inputs and targets are finite; got "
            f"{(~inputs.isfinite()).sum()} inputs and {(~targets.isfinite()).sum()} targets "
            "that are nan or infinite"
        )


def check_counts(count: int, inputs: Tensor, targets: Tensor, rates: Tensor) -> None:
    """Refuse data and rates that are not there once for all networks or once for each.

    >>> check_counts(3, torch.zeros(1, 5, 2), torch.zeros(3, 5, 1), torch.ones(1))
    """
    sizes = [len(part) for part in (inputs, targets, rates)]
    if count < 1 or any(size not in (1, count) for size in sizes):
        raise ValueError(
            "inputs, targets and learning rates are there once for all networks or once for each; "
            f"got {count} networks, {sizes[0]} inputs, {sizes[1]} targets, {sizes[2]} rates"
        )


def check_plan(plan: Plan) -> None:
    """Refuse options that mean nothing.

    >>> check_plan(Plan(10, "adam", 0.0, nn.functional.mse_loss, None, {0, 10}, 256, False))
    """
    if plan.optimizer not in OPTIMIZERS:
        raise ValueError(f"the optimizer is one of {', '.join(OPTIMIZERS)}; got {plan.optimizer!r}")
    if not (is_number(plan.momentum, least=0) and plan.momentum < 1):
        raise ValueError(f"momentum lies in [0, 1); got {plan.momentum!r}")
    if not callable(plan.loss):
        raise ValueError(f"loss is a function of predictions and targets; got {plan.loss!r}")
    counts = is_count(plan.steps) and is_count(plan.chunk)
    if not counts or not all(is_count(step, least=0) and step <= plan.steps for step in plan.at):
        raise ValueError(
            "steps and chunk are at least 1, and what is recorded lies between 0 and steps; "
            f"got {plan.steps}, {plan.chunk} and {sorted(plan.at, key=str)}"
        )


def rates_of(learning_rate: float | Sequence[float], like: Tensor) -> Tensor:
    """One learning rate or one a network, checked: (1,) or (S,), of the type of a tensor.

    Raises:
        ValueError: if it is none.

    >>> rates_of(0.5, torch.zeros(1)), rates_of([0.5, 0.0], torch.zeros(1))
    (tensor([0.5000]), tensor([0.5000, 0.0000]))
    """
    rates = [learning_rate] if is_number(learning_rate) else learning_rate
    if not are_numbers(rates) or any(rate < 0 for rate in rates):
        raise ValueError(
            f"learning_rate is zero or more, one number or one a network; got {learning_rate!r:.80}"
        )
    return torch.as_tensor(rates, dtype=like.dtype, device=like.device)


def bounds_of(
    clip: float | Sequence[float] | Tensor | None, like: Tensor, count: int
) -> Tensor | None:
    """One bound of all parameters or one a network, checked: (1,), (S,), or None for none.

    Raises:
        ValueError: if it is none.

    >>> bounds_of(0.5, torch.zeros(1), 3), bounds_of(None, torch.zeros(1), 3)
    (tensor([0.5000]), None)
    """
    if clip is None:
        return None
    bounds = [clip] if is_number(clip) else clip
    if not are_numbers(bounds) or len(bounds) not in (1, count) or min(bounds) <= 0:
        raise ValueError(
            "clip is the largest size of a parameter, positive, one number or one a network, or "
            f"None; got {clip!r:.80} for {count} networks"
        )
    return torch.as_tensor(bounds, dtype=like.dtype, device=like.device)
