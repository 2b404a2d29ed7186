"""The relative error of a fit at each frequency of a line.

A `FrequencyError` watches any training: `ensembles.fit(..., measure=error.ensemble, at=...)`, or
`trainer.fit(..., record=Record(error.model))`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from fourierbook.measure.accuracy import predict_unbounded
from fourierbook.models.modes import evaluating
from fourierbook.signal.spectra import nonuniform_dft
from fourierbook.types import described, is_number

Read = Callable[[Tensor], Tensor]  # what of a network's outputs is compared with the target


def as_they_are(values: Tensor) -> Tensor:
    """The outputs themselves.

    >>> as_they_are(torch.ones(1)).item()
    1.0
    """
    return values


@dataclass(frozen=True)
class FrequencyError:
    """Relative error of networks at some frequencies: Δ(ξ) = ‖ĥ(ξ) − ŷ(ξ)‖ / ‖ŷ(ξ)‖.

    The transform is `nonuniform_dft` along `positions`, of each output; the norm is over outputs.

    Reference:
        Xu et al. (2020), who take one output; with one they are the same.

    >>> x = torch.arange(4)[:, None] / 4
    >>> wave = torch.cos(2 * torch.pi * x)
    >>> error = FrequencyError(x, x[:, 0], wave, frequencies=torch.tensor([1.0]))
    >>> error(0.75 * wave).tolist()
    [0.25]
    """

    inputs: Tensor  # (n, ...), what a network is given
    positions: Tensor  # (n,)
    target: Tensor  # (n, c)
    frequencies: Tensor  # (K,), in cycles per unit of the positions
    read: Read = as_they_are

    def __post_init__(self) -> None:
        """Refuse data of different lengths, and frequencies that the target does not have."""
        count = len(self.positions)
        if len(self.inputs) != count or self.target.dim() != 2 or len(self.target) != count:
            raise ValueError(
                "inputs (n, ...), positions (n,) and target (n, c) are of the same n; got "
                f"{described(self.inputs)}, {described(self.positions)}, {described(self.target)}"
            )
        if not (self._amplitudes(self.target) > 0).all():
            raise ValueError(
                "a relative error needs frequencies at which the target is not zero; "
                f"got amplitudes {self._amplitudes(self.target).tolist()}"
            )

    def __call__(self, values: Tensor) -> Tensor:
        """Δ of fitted values: (..., n, c) -> (..., K)."""
        return self._amplitudes(values - self.target) / self._amplitudes(self.target)

    def ensemble(self, ensemble: Callable[[Tensor], Tensor]) -> dict[str, Tensor]:
        """Δ of each network of an ensemble, (S, K), for `ensembles.fit(measure=...)`."""
        return {"frequency_error": self(self.read(ensemble(self.inputs)))}

    def model(self, network: nn.Module) -> dict[str, float]:
        """Δ of one network, a number a frequency, for `trainer.Record`."""
        errors = self(outputs(network, self.inputs, self.read)).tolist()
        return {f"frequency_error_{place}": error for place, error in enumerate(errors)}

    def _amplitudes(self, values: Tensor) -> Tensor:
        return amplitudes(self.positions, values, frequencies=self.frequencies)


def amplitudes(positions: Tensor, values: Tensor, *, frequencies: Sequence[float] | Tensor):
    """Size of the spectrum of several outputs together: ‖ŷ(ξ)‖ over c.

    Args:
        positions: (n,).
        values: (..., n, c).
        frequencies: (K,), in cycles per unit of the positions.

    Returns:
        (..., K).

    >>> amplitudes(torch.zeros(1), torch.tensor([[3.0, 4.0]]), frequencies=[0]).tolist()
    [5.0]
    """
    spectrum = nonuniform_dft(positions, values.movedim(-1, -2), frequencies=frequencies)
    return spectrum.abs().square().sum(-2).sqrt()


def peaks(heights: Tensor, *, least: float = 0.0) -> Tensor:
    """Places of local maxima: larger than the neighbours, and `least` or more.

    The first and the last place count where they are larger than their one neighbour. Of equal
    neighbours the first counts.

    Args:
        heights: (K,), real.
        least: below it a maximum is no peak.

    Raises:
        ValueError: if the heights are not a list of real numbers, or `least` is none.

    >>> peaks(torch.tensor([3.0, 1.0, 2.0, 0.0, 0.5]), least=1.0).tolist()
    [0, 2]
    """
    if not isinstance(heights, Tensor) or heights.dim() != 1 or not heights.is_floating_point():
        raise ValueError(f"heights are a tensor (K,) of real numbers; got {described(heights)}")
    if not is_number(least):
        raise ValueError(f"least is a height; got {least!r}")
    edge = heights.new_full((1,), -math.inf)
    left, right = torch.cat([edge, heights[:-1]]), torch.cat([heights[1:], edge])
    return ((heights > left) & (heights >= right) & (heights >= least)).nonzero().flatten()


def outputs(network: nn.Module, inputs: Tensor, read: Read = as_they_are) -> Tensor:
    """What is compared of a network's outputs, without gradients: (n, c) on the inputs' device.

    >>> double = nn.Linear(1, 1, bias=False)
    >>> _ = double.weight.data.fill_(2.0)
    >>> outputs(double, torch.tensor([[1.0], [3.0]])).tolist()
    [[2.0], [6.0]]
    """
    if inputs.dim() == 4:
        return read(predict_unbounded(network, inputs)).to(inputs.device)
    with torch.no_grad(), evaluating(network):
        return read(network(inputs))
