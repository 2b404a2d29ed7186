"""Fully connected networks: for images, and small ones of a line with a given initial scale."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from fourierbook.types import are_numbers, is_count, is_number


class MLP(nn.Module):
    """Layers of ReLU units on the values of an image, without any notion of neighbours.

    Args:
        inputs: values of an image, C · H · W.
        classes: of the data set.
        widths: units of each hidden layer.

    >>> sum(weights.numel() for weights in MLP(784, 10).parameters())
    269322
    """

    def __init__(self, inputs: int, classes: int, *, widths: tuple[int, ...] = (256, 256)):
        super().__init__()
        layers: list[nn.Module] = [nn.Flatten()]
        for width in widths:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            inputs = width
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, classes))

    def forward(self, images: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, classes)."""
        return self.layers(images)


class Sine(nn.Module):
    """The activation z ↦ sin(c z).

    Args:
        rate: c, which is 2π times the frequency in cycles per unit of z.

    >>> Sine(math.pi)(torch.tensor(0.5)).item()
    1.0
    """

    def __init__(self, rate: float = 1.0):
        super().__init__()
        if not is_number(rate):
            raise ValueError(f"rate is a finite number; got {rate!r}")
        self.rate = float(rate)

    def forward(self, values: Tensor) -> Tensor:
        """Of any shape."""
        return (self.rate * values).sin()


class Ricker(nn.Module):
    """The Ricker wavelet as an activation: R_a(z) = π^(1/4)/(15a) (1 − z²/a²) exp(−z²/2a²).

    Args:
        width: a, positive; the wavelet is zero at ±a, and narrow ones hold high frequencies.

    Reference:
        Xu et al. (2020), whose example it is of an activation that breaks the order.

    >>> Ricker(0.5)(torch.tensor([0.5, 1e3])).tolist()
    [0.0, -0.0]
    """

    def __init__(self, width: float):
        super().__init__()
        if not (is_number(width) and width > 0):
            raise ValueError(f"width is a positive number; got {width!r}")
        self.width = float(width)

    def forward(self, values: Tensor) -> Tensor:
        """Of any shape."""
        square = (values / self.width) ** 2
        return math.pi**0.25 / (15 * self.width) * (1 - square) * torch.exp(-square / 2)


class ReLU2(nn.Module):
    """The square of ReLU, z ↦ max(z, 0)², which has a kink in its first derivative only.

    >>> ReLU2()(torch.tensor([-1.0, 3.0])).tolist()
    [0.0, 9.0]
    """

    def forward(self, values: Tensor) -> Tensor:
        """Of any shape."""
        return values.relu().square()


class FourierFeatures(nn.Module):
    """Waves of a line, for a network to start from: x ↦ (cos 2πbx, sin 2πbx) for each b.

    They are not trained. Networks of one ensemble share the frequencies of its first.

    Args:
        frequencies: b, in cycles per unit of x.

    >>> FourierFeatures([1.0])(torch.tensor([[0.0]])).tolist()
    [[1.0, 0.0]]
    """

    def __init__(self, frequencies: Sequence[float]):
        super().__init__()
        if not are_numbers(frequencies) or len(frequencies) == 0:
            raise ValueError(f"frequencies are finite numbers, one at least; got {frequencies!r}")
        self.frequencies = tuple(map(float, frequencies))  # no buffer, which an ensemble refuses

    def forward(self, positions: Tensor) -> Tensor:
        """(n, 1) -> (n, 2 K)."""
        turns = positions * positions.new_tensor(self.frequencies)
        return torch.cat([(2 * math.pi * turns).cos(), (2 * math.pi * turns).sin()], -1)


ACTIVATIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU,
    "relu2": ReLU2,
    "tanh": nn.Tanh,
    "swish": nn.SiLU,
    "mish": nn.Mish,
    "sine": Sine,
}


def dense(
    widths: Sequence[int],
    *,
    generator: torch.Generator,
    activation: str | Callable[[], nn.Module] = "tanh",
    gain: float = 1.0,
    bias: float = 0.0,
    first: tuple[float, float] | None = None,
) -> nn.Sequential:
    """A fully connected network whose initial scale is given: weights N(0, g²/m), biases N(0, b²).

    Args:
        widths: values that go in, units of each hidden layer, values that come out.
        generator: of the initial values.
        activation: a name in `ACTIVATIONS`, or what makes one; after every layer but the last.
        gain: g; a layer's weights are divided by the root of the number m of its inputs.
        bias: b.
        first: g and b of the first layer, where they are others.

    Raises:
        ValueError: if there are fewer than two widths, if a width is not positive, a scale negative
            or no number, or the activation not known.

    >>> network = dense((1, 64, 64, 1), generator=torch.Generator().manual_seed(0))
    >>> [tuple(layer.weight.shape) for layer in network if isinstance(layer, nn.Linear)]
    [(64, 1), (64, 64), (1, 64)]
    """
    scales = [gain, bias, *(first if isinstance(first, tuple | list) else ())]
    if not all(is_number(scale, least=0) for scale in scales) or len(scales) not in (2, 4):
        raise ValueError(
            "gain, bias and the two of the first layer are standard deviations, zero or more; "
            f"got {gain!r}, {bias!r} and {first!r}"
        )
    made = activation if callable(activation) else ACTIVATIONS.get(activation)
    if made is None:
        raise ValueError(f"activation is one of {', '.join(ACTIVATIONS)}; got {activation!r}")
    if isinstance(widths, str) or len(widths) < 2 or not all(map(is_count, widths)):
        raise ValueError(f"widths are two positive whole numbers at least; got {widths!r}")
    layers: list[nn.Module] = []
    for place, (inputs, outputs) in enumerate(pairwise(widths)):
        weight, shift = first if first is not None and place == 0 else (gain, bias)
        layer = nn.utils.skip_init(nn.Linear, inputs, outputs)
        with torch.no_grad():
            layer.weight.normal_(0, weight / math.sqrt(inputs), generator=generator)
            layer.bias.normal_(0, shift, generator=generator)
        layers += [layer, made()]
    return nn.Sequential(*layers[:-1])
