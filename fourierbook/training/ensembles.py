"""Many runs of a small network as one: parameters are stacked, and every step is vmapped."""

import copy
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state, vmap

from fourierbook.types import are_numbers, described, is_count, is_number

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8  # of Adam
Loss = Callable[[Tensor, Tensor], Tensor]  # predictions and targets of one member -> a scalar


@dataclass(frozen=True)
class Ensemble:
    """S networks of one architecture, called together: x ↦ (f_1(x), …, f_S(x)).

    >>> lines = [nn.Linear(1, 1) for _ in range(3)]
    >>> Ensemble.of(lines)(torch.zeros(5, 1)).shape
    torch.Size([3, 5, 1])
    """

    skeleton: nn.Module  # without values
    parameters: dict[str, Tensor]  # each (S, ...)

    @classmethod
    def of(cls, models: Sequence[nn.Module]) -> "Ensemble":
        """Stack copies of the parameters of S networks.

        Raises:
            ValueError: if there is no network, if they differ in architecture or mode, if they have
                no parameters, or if one has buffers, such as the running statistics of batch norm.
        """
        _check_models(models)
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
        parameters, buffers = stack_module_state(list(models))
        if buffers:
            raise ValueError(f"members have no buffers; these have {', '.join(buffers)}")
        return cls(copy.deepcopy(models[0]).to("meta"), parameters)

    def __len__(self) -> int:
        """S."""
        return len(next(iter(self.parameters.values())))

    def __call__(self, inputs: Tensor) -> Tensor:
        """What each member makes of the same inputs: (n, ...) -> (S, n, ...), without gradients."""
        with torch.no_grad():
            return vmap(self._member, in_dims=(0, None))(self.parameters, inputs)

    def member(self, index: int) -> nn.Module:
        """One of the networks, on its own.

        Raises:
            ValueError: if the index is not one from 0 to S − 1.
        """
        if not is_count(index, least=0) or index >= len(self):
            raise ValueError(f"index of a network is 0 to {len(self) - 1}; got {index!r}")
        like = next(iter(self.parameters.values()))
        model = copy.deepcopy(self.skeleton).to_empty(device=like.device)
        model.load_state_dict({name: w[index].detach() for name, w in self.parameters.items()})
        return model

    def _member(self, parameters: dict[str, Tensor], inputs: Tensor) -> Tensor:
        return functional_call(self.skeleton, parameters, (inputs,))


@dataclass(frozen=True)
class Runs:
    """What S training runs leave."""

    ensemble: Ensemble
    losses: Tensor  # (steps, S): before each step
    records: dict[str, Tensor]  # each (times, S, ...)


class _Plan(NamedTuple):
    """How all members are trained, and what is recorded of them: the options of `fit`."""

    steps: int
    optimizer: str
    momentum: float
    loss: Loss
    measure: Callable[[Ensemble], dict[str, Tensor]] | None
    at: set[int]
    chunk: int


def fit(
    models: Sequence[nn.Module],
    inputs: Tensor,
    targets: Tensor,
    *,
    steps: int,
    learning_rate: float | Sequence[float] = 1e-3,
    optimizer: str = "adam",
    momentum: float = 0.0,
    loss: Loss = F.mse_loss,
    measure: Callable[[Ensemble], dict[str, Tensor]] | None = None,
    at: Iterable[int] = (),
    chunk: int = 256,
) -> Runs:
    """Train S networks at once, each on all of its data in every step.

    The runs do not know of one another: each gives what it would give alone, up to rounding. What
    differs between them is up to the caller: the networks' initial values (seeds, scales), the
    data, the learning rate.

    Args:
        models: S networks of one architecture without buffers; they are left as they are.
        inputs: (1, n, ...), the same for all networks, or (S, n, ...).
        targets: (1, n, ...) or (S, n, ...).
        steps: of each run.
        learning_rate: one, or one for each network.
        optimizer: "adam" (with its usual β₁ = 0.9, β₂ = 0.999, ε = 1e-8) or "sgd": plain gradient
            descent here, since a step takes all data.
        momentum: of "sgd".
        loss: of one network's predictions and targets; the mean of squares if not given.
        measure: what to record: from the ensemble to tensors whose first axis is its networks.
        at: after how many steps to record; 0 is before the first.
        chunk: networks at once, which bounds the memory; it changes no run.

    Raises:
        ValueError: if the networks do not fit together, if data or learning rates are not there for
            one or all networks or are not finite numbers, if the optimizer is not known, the
            momentum not in [0, 1), or a count not positive.

    >>> lines = [nn.Linear(1, 1, bias=False) for _ in range(2)]
    >>> x = torch.tensor([[[1.0], [2.0]]])
    >>> runs = fit(lines, x, 3 * x, steps=60, learning_rate=[0.1, 0.2], optimizer="sgd")
    >>> [round(weight, 3) for weight in runs.ensemble.parameters["weight"].flatten().tolist()]
    [3.0, 3.0]
    """
    _check_models(models)
    _check_data(inputs, targets)
    rates = [learning_rate] if is_number(learning_rate) else learning_rate
    if not are_numbers(rates) or any(rate < 0 for rate in rates):
        raise ValueError(
            f"learning_rate is zero or more, one number or one a network; got {learning_rate!r:.80}"
        )
    rates = torch.as_tensor(rates, dtype=inputs.dtype, device=inputs.device)
    at = set(at) if isinstance(at, Iterable) else {at}
    plan = _Plan(steps, optimizer, momentum, loss, measure, at, chunk)
    _check_counts(len(models), inputs, targets, rates)
    _check_plan(plan)
    parts = []
    for start in range(0, len(models), chunk):
        members = slice(start, start + chunk)
        x, y, rate = (part[members] if len(part) > 1 else part for part in (inputs, targets, rates))
        parts.append(_fit(models[members], x, y, rate, plan))
    return _joined(parts)


def _fit(
    models: Sequence[nn.Module], inputs: Tensor, targets: Tensor, rates: Tensor, plan: _Plan
) -> Runs:
    stacked = Ensemble.of(models)
    # The parameters of a member stand in one row, so that a step is a few operations in all.
    values = torch.cat([part.detach().flatten(1) for part in stacked.parameters.values()], 1)
    ensemble = Ensemble(stacked.skeleton, _views(values, stacked.parameters))
    parameters = [*ensemble.parameters.values()]
    update = OPTIMIZERS[plan.optimizer](values, rates[:, None], plan.momentum)
    # Tables of their full size: many small tensors between large ones would fragment the memory.
    losses, records, rows = values.new_empty(plan.steps, len(models)), {}, itertools.count()
    for step in range(plan.steps + 1):
        if plan.measure is not None and step in plan.at:
            _keep(records, plan.measure(ensemble), next(rows), len(plan.at))
        if step < plan.steps:
            each = _losses(ensemble, inputs, targets, plan.loss)
            losses[step] = each.detach()
            gradients = torch.autograd.grad(each.sum(), parameters)
            with torch.no_grad():
                update(torch.cat([part.flatten(1) for part in gradients], 1))
    return Runs(ensemble, losses, records)


def _keep(records: dict[str, Tensor], found: dict[str, Tensor], row: int, count: int) -> None:
    """Write what was measured into a row of the tables, which the first one makes."""
    for name, value in found.items():
        if row == 0:
            records[name] = value.new_empty(count, *value.shape)
        records[name][row] = value.detach()


def _losses(ensemble: Ensemble, inputs: Tensor, targets: Tensor, loss: Loss) -> Tensor:
    """Loss of each member, (S,), differentiable; data are (S, ...), or (1, ...) for all."""

    def one(parameters: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
        return loss(ensemble._member(parameters, x), y)

    shared = [len(part) == 1 for part in (inputs, targets)]
    pairs = zip((inputs, targets), shared, strict=True)
    x, y = (part[0] if once else part for part, once in pairs)
    dims = (None if once else 0 for once in shared)
    return vmap(one, in_dims=(0, *dims))(ensemble.parameters, x, y)


def _views(values: Tensor, like: dict[str, Tensor]) -> dict[str, Tensor]:
    """Parameters by name that share the memory of a table with a row for each member."""
    sizes = [part[0].numel() for part in like.values()]
    pieces = zip(like.items(), values.split(sizes, 1), strict=True)
    return {name: piece.view(part.shape).requires_grad_() for (name, part), piece in pieces}


def _joined(parts: Sequence[Runs]) -> Runs:
    """One result of all chunks."""
    first = parts[0]
    joined = {
        name: torch.cat([part.ensemble.parameters[name].detach() for part in parts])
        for name in first.ensemble.parameters
    }
    return Runs(
        Ensemble(first.ensemble.skeleton, joined),
        torch.cat([part.losses for part in parts], dim=1),
        {name: torch.cat([part.records[name] for part in parts], 1) for name in first.records},
    )


def _sgd(values: Tensor, rates: Tensor, momentum: float) -> Callable[[Tensor], None]:
    velocity = torch.zeros_like(values)

    def update(gradient: Tensor) -> None:
        velocity.mul_(momentum).add_(gradient)
        values.addcmul_(velocity, rates, value=-1)

    return update


def _adam(values: Tensor, rates: Tensor, momentum: float) -> Callable[[Tensor], None]:
    first, second = torch.zeros_like(values), torch.zeros_like(values)
    steps = itertools.count(1)

    def update(gradient: Tensor) -> None:
        step = next(steps)
        first.lerp_(gradient, 1 - BETA1)
        second.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
        size = (second / (1 - BETA2**step)).sqrt_().add_(EPSILON)
        values.addcdiv_(first * (rates / (1 - BETA1**step)), size, value=-1)

    return update


OPTIMIZERS = {"sgd": _sgd, "adam": _adam}


def _check_models(models: Sequence[nn.Module]) -> None:
    if not isinstance(models, Sequence | nn.ModuleList) or not all(
        isinstance(model, nn.Module) for model in models
    ):
        raise ValueError(f"models are a list of networks (nn.Module); got {models!r:.80}")


def _check_data(inputs: Tensor, targets: Tensor) -> None:
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


def _check_counts(count: int, inputs: Tensor, targets: Tensor, rates: Tensor) -> None:
    sizes = [len(part) for part in (inputs, targets, rates)]
    if count < 1 or any(size not in (1, count) for size in sizes):
        raise ValueError(
            "inputs, targets and learning rates are there once for all networks or once for each; "
            f"got {count} networks, {sizes[0]} inputs, {sizes[1]} targets, {sizes[2]} rates"
        )


def _check_plan(plan: _Plan) -> None:
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
