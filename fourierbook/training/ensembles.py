"""Many runs of a small network as one: parameters are stacked, and all take a step at once.

Stacks of linear layers have passes that are written by hand; all other networks are vmapped.
"""

import copy
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state, vmap

from fourierbook.precision import usable_precision
from fourierbook.training import ensemble_checks as checks
from fourierbook.training import linear_passes, updates, vmapped_passes
from fourierbook.types import is_count

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
        checks.check_models(models)
        checks.check_alike(models)
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
    clip: float | Sequence[float] | Tensor | None = None,
    measure: Callable[[Ensemble], dict[str, Tensor]] | None = None,
    at: Iterable[int] = (),
    chunk: int = 256,
    precision: str = "fp32",
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
        clip: K, one, or one for each network: after each step all parameters are brought back into
            [−K, K]; None leaves them free.
        measure: what to record: from the ensemble to tensors whose first axis is its networks.
        at: after how many steps to record; 0 is before the first.
        chunk: networks at once, which bounds the memory; it changes no run.
        precision: fp32; or bf16, where wide layers of stacks in single precision multiply factors
            of 8 bits: three times as fast on a processor that has such products.

    Raises:
        ValueError: if the networks do not fit together, if data, learning rates or bounds are not
            there for one or all networks or are not finite numbers, if the optimizer or the
            precision is not known, the momentum not in [0, 1), or a count not positive.

    >>> lines = [nn.Linear(1, 1, bias=False) for _ in range(2)]
    >>> x = torch.tensor([[[1.0], [2.0]]])
    >>> runs = fit(lines, x, 3 * x, steps=60, learning_rate=[0.1, 0.2], optimizer="sgd")
    >>> [round(weight, 3) for weight in runs.ensemble.parameters["weight"].flatten().tolist()]
    [3.0, 3.0]
    """
    checks.check_models(models)
    checks.check_data(inputs, targets)
    rates = checks.rates_of(learning_rate, inputs)
    at = set(at) if isinstance(at, Iterable) else {at}
    rounded = usable_precision(precision, inputs.device) == "bf16"
    plan = checks.Plan(steps, optimizer, momentum, loss, measure, at, chunk, rounded)
    checks.check_counts(len(models), inputs, targets, rates)
    checks.check_plan(plan)
    bounds = checks.bounds_of(clip, inputs, len(models))
    parts, each = [], (inputs, targets, rates, bounds)
    for start in range(0, len(models), chunk):
        members = slice(start, start + chunk)
        given = [part if part is None or len(part) == 1 else part[members] for part in each]
        parts.append(_fit(models[members], *given, plan=plan))
    return _joined(parts)


def _fit(
    models: Sequence[nn.Module],
    inputs: Tensor,
    targets: Tensor,
    rates: Tensor,
    bounds: Tensor | None,
    *,
    plan: checks.Plan,
) -> Runs:
    stacked = Ensemble.of(models)
    values = updates.table(stacked.parameters)
    parameters = updates.views(values, stacked.parameters)
    ensemble = Ensemble(stacked.skeleton, {k: p.requires_grad_() for k, p in parameters.items()})
    gradients = torch.empty_like(values)
    asked = ensemble.skeleton, parameters, updates.views(gradients, parameters)
    data = {"inputs": inputs, "targets": targets, "loss": plan.loss}
    passes = linear_passes.passes(*asked, **data, rounded=plan.rounded)
    passes = passes or vmapped_passes.passes(*asked, **data)
    options = {"rates": rates, "momentum": plan.momentum, "bounds": bounds}
    update = updates.chosen(plan.optimizer, values, parameters, **options)
    # Tables of their full size: many small tensors between large ones would fragment the memory.
    losses, records, rows = values.new_empty(plan.steps, len(models)), {}, itertools.count()
    for step in range(plan.steps + 1):
        if plan.measure is not None and step in plan.at:
            _keep(records, plan.measure(ensemble), next(rows), len(plan.at))
        if step < plan.steps:
            losses[step] = passes()
            with torch.no_grad():
                update(gradients)
    return Runs(ensemble, losses, records)


def _keep(records: dict[str, Tensor], found: dict[str, Tensor], row: int, count: int) -> None:
    """Write what was measured into a row of the tables, which the first one makes."""
    for name, value in found.items():
        if row == 0:
            records[name] = value.new_empty(count, *value.shape)
        records[name][row] = value.detach()


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
