"""The filtering method: errors of the low and of the high part of a function of many variables.

What a function has below the frequency 1/δ is its mean over Gaussian neighbourhoods of width δ, and
needs no Fourier transform, which nobody can take in a thousand dimensions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from fourierbook.measure.frequency_error import Read, as_they_are, outputs
from fourierbook.types import described, is_number

SHARES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)  # of the median distance: δ is one of these
EMPTY = 1e-4  # of the energy: a part with less has no error worth the name
POINTS = 2000  # whose distances the median is taken of


@dataclass(frozen=True)
class Filtering:
    """Errors of both parts: e = (Σ_i |y_i − h_i|² / Σ_i |y_i|²)^(1/2), of y^low and of y^high.

    `ensemble` and `model` watch a training, as those of `FrequencyError` do.

    Reference:
        Xu et al. (2020). Their kernel is printed with δ as a variance and described with δ as a
        standard deviation; only as standard deviations do their values split the data in two.
    """

    inputs: Tensor  # (n, ...), what a network is given
    weights: Tensor  # (n, n), of the neighbours; each row sums to 1
    low: Tensor  # (n, c), the target's
    high: Tensor  # (n, c)
    read: Read = as_they_are

    @classmethod
    def of(
        cls, inputs: Tensor, target: Tensor, *, delta: float, read: Read = as_they_are
    ) -> "Filtering":
        """Split a target into its two parts.

        Args:
            inputs: (n, ...).
            target: (n, c).
            delta: δ, a standard deviation, in units of the distance of inputs.
            read: makes of a network's outputs what is compared with the target.

        Raises:
            ValueError: if δ leaves a part of the target empty, or is not positive.

        >>> points, y = torch.tensor([[0.0], [1.0]]).double(), torch.tensor([[1.0], [0.0]]).double()
        >>> split = Filtering.of(points, y, delta=1.0)  # the neighbour's weight is e^(−1/2) = 0.61
        >>> split.low.flatten().round(decimals=2).tolist()
        [0.62, 0.38]
        """
        weights = neighbours(squared_distances(inputs), delta=delta)
        low = weights @ _checked(target, inputs)
        high = target - low
        shares = [(part.square().sum() / target.square().sum()).item() for part in (low, high)]
        if not min(shares) > EMPTY:
            raise ValueError(
                f"delta leaves a part of the target empty: of its energy, {shares[0]:.3g} is low "
                f"and {shares[1]:.3g} high; got delta {delta!r}: see choose_delta"
            )
        return cls(inputs, weights, low, high, read)

    def __call__(self, values: Tensor) -> tuple[Tensor, Tensor]:
        """e_low and e_high of fitted values: (..., n, c) -> (...) each."""
        error = values - (self.low + self.high)
        low = self.weights @ error
        return _ratio(low, self.low), _ratio(error - low, self.high)

    def ensemble(self, ensemble: Callable[[Tensor], Tensor]) -> dict[str, Tensor]:
        """Both errors of each network of an ensemble, (S,), for `ensembles.fit(measure=...)`."""
        low, high = self(self.read(ensemble(self.inputs)))
        return {"low": low, "high": high}

    def model(self, network: nn.Module) -> dict[str, float]:
        """Both errors of one network, for `trainer.Record`."""
        low, high = self(outputs(network, self.inputs, self.read))
        return {"low": low.item(), "high": high.item()}


def choose_delta(inputs: Tensor, target: Tensor, *, shares: Sequence[float] = SHARES) -> float:
    """The δ that splits a target most evenly, of some shares of the median distance of two points.

    Evenly is where the energies of its two parts, Σ_i |y_i^low|² and Σ_i |y_i^high|², have a ratio
    closest to 1. The median is that of the first 2,000 points.

    Args:
        inputs: (n, ...), two different points at least.
        target: (n, c).
        shares: of the median distance, positive.

    Raises:
        ValueError: as `squared_distances`, or if a share is not positive.

    >>> points = torch.tensor([[0.0], [1.0], [2.0], [3.0]])
    >>> alternating = torch.tensor([[1.0], [-1.0], [1.0], [-1.0]])
    >>> choose_delta(points, alternating, shares=(0.1, 0.5))
    0.5
    """
    squared = squared_distances(inputs)
    few = squared[:POINTS, :POINTS]
    middle = few[~torch.eye(len(few), dtype=torch.bool, device=few.device)].sqrt().median().item()
    _checked(target, inputs)

    def imbalance(share: float) -> float:
        low = neighbours(squared, delta=share * middle) @ target
        energies = low.square().sum(), (target - low).square().sum()
        return (energies[0] / energies[1]).log().abs().nan_to_num(torch.inf).item()

    return min(shares, key=imbalance) * middle


def squared_distances(inputs: Tensor) -> Tensor:
    """Squared distance of each two points: (n, ...) -> (n, n).

    Raises:
        ValueError: if there are no two different points, or values are not finite.

    >>> squared_distances(torch.tensor([[0.0, 0.0], [3.0, 4.0]])).tolist()
    [[0.0, 25.0], [25.0, 0.0]]
    """
    real = isinstance(inputs, Tensor) and inputs.is_floating_point() and inputs.dim() >= 2
    if not real or len(inputs) < 2 or not inputs.isfinite().all() or (inputs == inputs[:1]).all():
        raise ValueError(
            "inputs are a tensor (n, ...) of finite numbers with two different points at least; "
            f"got {described(inputs)}"
        )
    points = inputs.flatten(1)
    points = points - points.mean(0)  # smaller numbers, and so less rounding in their differences
    sizes = points.square().sum(1)
    squared = torch.addmm(sizes[:, None] + sizes, points, points.T, alpha=-2).clamp_(min=0)
    return squared.fill_diagonal_(0)


def neighbours(squared: Tensor, *, delta: float) -> Tensor:
    """Weights of a Gaussian mean: G_ij = exp(−|x_i − x_j|² / 2δ²), each row divided by its sum.

    Args:
        squared: |x_i − x_j|², (n, n).
        delta: δ, a standard deviation, positive.

    Raises:
        ValueError: if δ is not a positive number.

    >>> neighbours(torch.zeros(2, 2), delta=1.0).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    if not is_number(delta) or delta <= 0:
        raise ValueError(f"delta is a positive distance; got {delta!r}")
    weights = (squared * (-0.5 / delta**2)).exp_()
    return weights.div_(weights.sum(1, keepdim=True))


def _checked(target: Tensor, inputs: Tensor) -> Tensor:
    real = isinstance(target, Tensor) and target.is_floating_point()
    if not real or target.dim() != 2 or len(target) != len(inputs) or not target.isfinite().all():
        raise ValueError(
            f"target is a tensor ({len(inputs)}, c) of finite numbers, a row for each input; "
            f"got {described(target)}"
        )
    return target


def _ratio(error: Tensor, part: Tensor) -> Tensor:
    return (error.square().sum((-2, -1)) / part.square().sum()).sqrt()
