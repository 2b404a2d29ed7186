"""The tangent kernel: how fast a wide network learns each frequency, before it is trained."""

import math

import torch
from torch import Tensor, nn
from torch.func import functional_call, jacrev

from fourierbook.types import described, is_number

LAYERS = ("both", "inner", "outer")


def circle_kernel(positions: Tensor, *, bias: float = 1.0, layers: str = "both") -> Tensor:
    """Tangent kernel of an endlessly wide two-layer ReLU network on the circle.

    The inputs are (cos 2πx, sin 2πx, β), all weights have variance 1, and φ is the angle between
    two inputs, cos φ = (cos 2πx + β²)/(1 + β²). The outer layer gives
    (1 + β²)/2π · (sin φ + (π − φ) cos φ), the inner one (1 + β²)/2π · (π − φ) cos φ.

    Args:
        positions: x, difference of two places on the circle, in turns; any shape.
        bias: β, the third input, which makes a bias of its weight; 0 for none.
        layers: that are trained: `both`, `inner` or `outer`.

    Returns:
        K(x), of the shape of the positions, in double precision.

    Raises:
        ValueError: if the positions are not a tensor of real numbers, the bias is negative, or
            there are no such layers.

    Reference:
        Cho and Saul (2009) for the two expectations, Jacot et al. (2018) for the kernel.

    >>> circle_kernel(torch.tensor([0.0, 0.5]), bias=0.0).round(decimals=9).tolist()
    [1.0, 0.0]
    """
    if not isinstance(positions, Tensor) or positions.is_complex():
        raise ValueError(
            f"positions are a tensor of real numbers, in turns; got {described(positions)}"
        )
    if not is_number(bias, least=0) or layers not in LAYERS:
        raise ValueError(
            f"bias is a number of at least 0 and layers one of {', '.join(LAYERS)}; "
            f"got {bias!r} and {layers!r}"
        )
    size = 1 + bias**2
    cosine = ((torch.cos(2 * math.pi * positions.double()) + bias**2) / size).clamp(-1, 1)
    angle = torch.arccos(cosine)
    inner = (math.pi - angle) * cosine
    outer = torch.sin(angle) + inner
    parts = {"both": inner + outer, "inner": inner, "outer": outer}
    return size / (2 * math.pi) * parts[layers]


def kernel_eigenvalues(kernel: Tensor) -> Tensor:
    """Eigenvalues of a kernel on the circle: λ_k = Σ_j K(j/N) cos(2πkj/N) / N.

    They belong to the waves of k cycles per turn, and are exact for training on N places at equal
    distances; as N grows they become ∫ K(x) cos 2πkx dx.

    Args:
        kernel: (N,) its values at 0, 1/N, …, (N − 1)/N of a turn.

    Returns:
        (N // 2 + 1,) for k = 0, 1, …; those that are 0 come out so up to rounding.

    Raises:
        ValueError: if the kernel is not a tensor (N,) of finite real numbers.

    >>> kernel_eigenvalues(torch.tensor([3.0, 1.0, 3.0, 1.0])).tolist()
    [2.0, 0.0, 1.0]
    """
    if not isinstance(kernel, Tensor) or kernel.dim() != 1 or not kernel.is_floating_point():
        raise ValueError(
            f"kernel is a tensor (N,) of floating-point numbers; got {described(kernel)}"
        )
    if len(kernel) == 0 or not kernel.isfinite().all():
        raise ValueError(f"kernel has finite values, one at least; got {kernel.tolist()!r:.80}")
    return torch.fft.rfft(kernel).real / len(kernel)


def predicted_rates(eigenvalues: Tensor, *, learning_rate: float) -> Tensor:
    """Rate at which gradient descent shrinks the error of each frequency: −ln(1 − ηλ_k) a step.

    The loss is half the mean of the squared errors over the N places; a loss without the half, as
    `torch.nn.functional.mse_loss` is, has twice the learning rate.

    Args:
        eigenvalues: λ_k, any shape.
        learning_rate: η, with ηλ_k < 1 for all k.

    Returns:
        Rates a step, of the shape of the eigenvalues: an error falls as e^(−rate · steps).

    Raises:
        ValueError: if the eigenvalues are no tensor of real numbers, the learning rate is negative,
            or one of the products is 1 or more.

    >>> predicted_rates(torch.tensor([0.0, 0.5]), learning_rate=1.0).tolist()
    [0.0, 0.6931471824645996]
    """
    if not isinstance(eigenvalues, Tensor) or not eigenvalues.is_floating_point():
        raise ValueError(f"eigenvalues are a tensor of numbers; got {described(eigenvalues)}")
    if not is_number(learning_rate, least=0):
        raise ValueError(f"learning_rate is a number of at least 0; got {learning_rate!r}")
    products = learning_rate * eigenvalues
    if not (products < 1).all():
        raise ValueError(
            "learning_rate times each of the eigenvalues is below 1, so that no error overshoots; "
            f"got a learning rate of {learning_rate!r} and a product of {products.max():.3g}"
        )
    return -torch.log1p(-products)


def tangent_kernel(network: nn.Module, inputs: Tensor) -> Tensor:
    """Tangent kernel of a network as it is: K(x, x') = ∇h(x) · ∇h(x') over all parameters.

    Args:
        network: h, with one output for each input: (n, ...) -> (n,) or (n, 1).
        inputs: (n, ...).

    Returns:
        (n, n), symmetric.

    Raises:
        ValueError: if it is no network, or has more outputs than one an input.

    >>> line = nn.Linear(1, 1)  # its gradient at x is (x, 1)
    >>> tangent_kernel(line, torch.tensor([[1.0], [3.0]])).tolist()
    [[2.0, 4.0], [4.0, 10.0]]
    """
    if not isinstance(network, nn.Module) or not isinstance(inputs, Tensor):
        raise ValueError(
            f"network is an nn.Module and inputs a tensor; got {described(network)} and "
            f"inputs of {described(inputs)}"
        )
    parameters = {name: part.detach() for name, part in network.named_parameters()}
    outputs = network(inputs)
    if outputs.numel() != len(inputs):
        raise ValueError(
            f"the network has one output for each of the {len(inputs)} inputs; "
            f"got outputs of {described(outputs)}"
        )
    gradients = jacrev(lambda given: functional_call(network, given, (inputs,)).flatten())(
        parameters
    )
    rows = torch.cat([part.flatten(1) for part in gradients.values()], 1)
    return rows @ rows.T
