"""Networks of one hidden layer, scaled as theory has them, and the units they are made of."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.types import are_numbers, is_count, is_number


class TwoLayer(nn.Module):
    """A sum of units, each scaled by 1/√m: h(x) = Σ_j a_j σ(w_j·x) / √m.

    An input that is always 1 makes its weight a bias. The scaling keeps the tangent kernel finite
    as the width m grows.

    Args:
        width: m, units of the hidden layer.
        scales: standard deviations of the weights w of each input, which are normally distributed.
        activation: σ, a name in `models.mlps.ACTIVATIONS`.
        outer: standard deviation of the output weights a.
        antisymmetric: let half of the units be copies of the others with −a, so that h = 0 before
            training, rounding apart, with the same tangent kernel as m/2 units have.
        generator: of the weights.

    Raises:
        ValueError: if the width is not a positive whole number (an even one where antisymmetric),
            the scales are not numbers of at least 0, or there is no such activation.

    >>> line = torch.tensor([[0.5, 1.0], [2.0, 1.0]])  # positions, each with the input of a bias
    >>> network = TwoLayer(8, (1.0, 1.0), generator=torch.Generator().manual_seed(0))
    >>> network(line).shape, bool(network(line).abs().max() < 1e-6)  # zero, rounding apart
    (torch.Size([2]), True)
    """

    def __init__(
        self,
        width: int,
        scales: Sequence[float],
        *,
        generator: torch.Generator,
        activation: str = "relu",
        outer: float = 1.0,
        antisymmetric: bool = True,
    ):
        super().__init__()
        _check_width(width, antisymmetric)
        _check(scales, outer, activation, generator)
        count = width // 2 if antisymmetric else width
        spread = torch.tensor(scales, dtype=torch.get_default_dtype())
        inner = torch.randn(count, len(scales), generator=generator) * spread
        weights = torch.randn(count, generator=generator) * outer
        if antisymmetric:
            inner, weights = torch.cat([inner, inner]), torch.cat([weights, -weights])
        self.inner, self.outer = nn.Parameter(inner), nn.Parameter(weights)
        self.activation = ACTIVATIONS[activation]()

    def forward(self, inputs: Tensor) -> Tensor:
        """(n, inputs) -> (n,)."""
        return self.activation(inputs @ self.inner.T) @ self.outer / math.sqrt(len(self.outer))


def _check_width(width: object, antisymmetric: bool) -> None:
    if not is_count(width) or (antisymmetric and width % 2):
        raise ValueError(
            "width is a positive whole number of units, an even one where antisymmetric; "
            f"got {width!r}"
        )


def _check(scales: object, outer: object, activation: object, generator: object) -> None:
    numbers = are_numbers(scales) and is_number(outer, least=0)
    if not numbers or not len(scales) or min(scales) < 0:
        raise ValueError(
            "scales are a standard deviation for each input, one at least, and outer is one; none "
            f"is negative; got {scales!r} and {outer!r}"
        )
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation is one of {', '.join(ACTIVATIONS)}; got {activation!r}")
    if not isinstance(generator, torch.Generator):
        raise ValueError(f"generator is a torch.Generator; got {generator!r:.80}")
