"""Poisson's equation −u″ = g on the interval (−1, 1) with u(±1) = 0, and ways to solve it.

Values are those at the n + 1 points of an even grid, both ends among them. Mode k is the sine
with k half waves in the interval, sin(kπ(x + 1)/2): its frequency is k/4 cycles per unit length.
"""

import math

import scipy.fft
import scipy.linalg
import torch
from jaxtyping import Float
from torch import Tensor

from fourierbook.types import described, is_count, is_number

Values = Float[Tensor, "*batch points"]  # at the points of a grid
Source = Float[Tensor, "*others points"]  # at the same points, of a shape that goes with the values
WAVES = {1: 1.0, 4: 4.0, 8: -8.0, 24: 16.0}  # of the source: angular frequency and amplitude


def grid(intervals: int) -> Float[Tensor, " points"]:
    """The points x_j = −1 + 2j/n of an even grid on [−1, 1], j = 0, …, n, in double precision.

    Args:
        intervals: n, at least 2.

    Raises:
        ValueError: if n is no whole number from 2 on.

    >>> grid(4).tolist()
    [-1.0, -0.5, 0.0, 0.5, 1.0]
    """
    _check_intervals(intervals)
    return torch.linspace(-1, 1, intervals + 1, dtype=torch.float64)


def four_waves(x: Tensor) -> Tensor:
    """The source g(x) = sin x + 4 sin 4x − 8 sin 8x + 16 sin 24x.

    Reference:
        Xu et al. (2020), section on Poisson's equation.

    >>> four_waves(torch.zeros(1)).item()
    0.0
    """
    return sum(size * torch.sin(omega * x) for omega, size in WAVES.items())


def four_waves_solution(x: Tensor) -> Tensor:
    """The u with −u″ = `four_waves` and u(±1) = 0: u = Σ a/ω² sin ωx − c x, c = Σ a/ω² sin ω.

    >>> four_waves_solution(torch.tensor([-1.0, 0.0, 1.0])).abs().max().item() < 1e-6
    True
    """
    sines = {omega: size / omega**2 for omega, size in WAVES.items()}
    slope = sum(size * math.sin(omega) for omega, size in sines.items())
    return sum(size * torch.sin(omega * x) for omega, size in sines.items()) - slope * x


def solve(source: Values) -> Values:
    """Solve −(u_{j−1} − 2u_j + u_{j+1})/h² = g_j with u = 0 at the ends directly, in O(n) steps.

    Args:
        source: g at the n + 1 points.

    Returns:
        u there, in double precision; where g bends little between points, close to the solution of
        the differential equation, with an error of O(h²).

    Raises:
        ValueError: if the source is no real tensor of at least 3 finite values along its last axis.

    With g = 2 the solution is 1 − x², on every grid.

    >>> solve(torch.full((5,), 2.0)).round(decimals=9).tolist()
    [0.0, 0.75, 1.0, 0.75, 0.0]
    """
    _check_values(source, "source")
    inner = source.detach().double()[..., 1:-1].cpu()
    count = inner.shape[-1]
    bands = torch.tensor([[-1.0], [2.0]], dtype=torch.float64).expand(2, count).numpy()
    rows = inner.reshape(-1, count).T.numpy() * _spacing(source) ** 2
    solved = torch.from_numpy(scipy.linalg.solveh_banded(bands, rows)).T
    return torch.nn.functional.pad(solved.reshape(inner.shape), (1, 1))


def jacobi(values: Values, source: Source, *, sweeps: int, weight: float = 1.0) -> Values:
    """Sweep over the grid: u_j ← (1 − ω) u_j + ω (u_{j−1} + u_{j+1} + h² g_j)/2, all j at once.

    Args:
        values: u at the n + 1 points, where the sweeps begin; the ends are kept.
        source: g at the same points.
        sweeps: how many, zero or more.
        weight: ω in (0, 1]; 1 is Jacobi's method, less is the damped one, such as 2/3.

    Raises:
        ValueError: if values or source are no real tensors of finite values at the same points,
            sweeps is no whole number, or the weight does not lie in (0, 1].

    >>> jacobi(torch.tensor([0.0, 0.0, 0.0]), torch.full((3,), 2.0), sweeps=1).tolist()
    [0.0, 1.0, 0.0]
    """
    _check_values(values, "values")
    _check_values(source, "source")
    if values.shape[-1] != source.shape[-1]:
        raise ValueError(
            "values and source are given at the same points; "
            f"got values of {described(values)} and a source of {described(source)}"
        )
    if not is_count(sweeps, least=0):
        raise ValueError(f"sweeps is a whole number from 0 on; got {sweeps!r}")
    _check_weight(weight)
    swept = values + torch.zeros_like(source)  # a copy, of the shape of both
    push = (weight / 2 * _spacing(source) ** 2 * source)[..., 1:-1]
    for _ in range(sweeps):
        mean = swept[..., :-2] + swept[..., 2:]
        swept[..., 1:-1] = (1 - weight) * swept[..., 1:-1] + weight / 2 * mean + push
    return swept


def jacobi_factor(mode: int, intervals: int, *, weight: float = 1.0) -> float:
    """What a sweep multiplies the error in a mode by: μ_k = 1 − ω (1 − cos(kπ/n)).

    Args:
        mode: k, from 1 to n − 1.
        intervals: n, of the grid.
        weight: ω in (0, 1].

    Raises:
        ValueError: if there is no such mode or grid, or the weight does not lie in (0, 1].

    >>> round(jacobi_factor(1, 3), 9), round(jacobi_factor(2, 3), 9)
    (0.5, -0.5)
    """
    _check_intervals(intervals)
    _check_weight(weight)
    if not is_count(mode) or mode >= intervals:
        raise ValueError(f"mode is a whole number from 1 to {intervals - 1}; got {mode!r}")
    return 1 - float(weight) * (1 - math.cos(mode * math.pi / intervals))


def sine_modes(values: Values) -> Float[Tensor, "*batch modes"]:
    """Amplitude of each mode of values on a grid: b_k = (2/n) Σ_j v_j sin(kπj/n).

    So v_j = Σ_k b_k sin(kπj/n) at the points between the ends; values at the ends do not count.

    Args:
        values: v at the n + 1 points.

    Returns:
        b_1, …, b_{n−1}, in double precision.

    Raises:
        ValueError: if values are no real tensor of at least 3 finite values along the last axis.

    >>> sine_modes(torch.tensor([0.0, 1.0, 0.0, -1.0, 0.0])).round(decimals=9).abs().tolist()
    [0.0, 1.0, 0.0]
    """
    _check_values(values, "values")
    inner = values.detach().double()[..., 1:-1].cpu().numpy()
    return torch.from_numpy(scipy.fft.dst(inner, type=1)) / (inner.shape[-1] + 1)


def ritz_energy(
    values: Values, source: Float[Tensor, " points"], *, boundary: float
) -> Float[Tensor, "*batch"]:
    """The energy that the solution minimises: ∫ (½ v′² − g v) dx + β (v(−1)² + v(1)²).

    Slopes are differences of neighbours, and g v is integrated by the trapezoidal rule. A finite β
    lets the ends of the minimiser off zero: it is u − αx for an odd u, with α = u′(1)/(1 + 2β).

    Args:
        values: v at the n + 1 points; gradients flow through it.
        source: g at the same points, the same for every row of values.
        boundary: β, zero or more.

    Raises:
        ValueError: if values and source are not given at the same points, at least 3, or β is
            negative or no number.

    >>> ritz_energy(torch.tensor([1.0, 0.0, 1.0]), torch.zeros(3), boundary=10.0).item()
    21.0
    """
    both = isinstance(values, Tensor) and isinstance(source, Tensor)
    if not both or values.shape[-1:] != source.shape or source.shape[-1] < 3:
        raise ValueError(
            "values and source are tensors at the same points of a grid, at least 3; "
            f"got values of {described(values)} and a source of {described(source)}"
        )
    if not is_number(boundary, least=0):
        raise ValueError(f"boundary is the weight of both ends, 0 or more; got {boundary!r}")
    width = _spacing(source)
    bent = (values.diff() ** 2).sum(-1) / (2 * width)
    pulled = torch.trapezoid(source * values, dx=width)
    return bent - pulled + float(boundary) * (values[..., 0] ** 2 + values[..., -1] ** 2)


def anchored(values: Values) -> Values:
    """Values minus the straight line through both ends, so that the ends are zero.

    Args:
        values: at the n + 1 points.

    Raises:
        ValueError: if values are no real tensor of at least 3 finite values along the last axis.

    >>> anchored(torch.tensor([1.0, 5.0, 3.0])).tolist()
    [0.0, 3.0, 0.0]
    """
    _check_values(values, "values")
    share = torch.linspace(0, 1, values.shape[-1], dtype=values.dtype, device=values.device)
    return values - torch.lerp(values[..., :1], values[..., -1:], share)


def _spacing(values: Tensor) -> float:
    return 2 / (values.shape[-1] - 1)


def _check_intervals(intervals: int) -> None:
    if not is_count(intervals, least=2):
        raise ValueError(
            f"intervals is the whole number of a grid's intervals, at least 2; got {intervals!r}"
        )


def _check_weight(weight: float) -> None:
    if not (is_number(weight) and 0 < weight <= 1):
        raise ValueError(f"weight lies in (0, 1]; got {weight!r}")


def _check_values(values: Tensor, name: str) -> None:
    if not (
        isinstance(values, Tensor)
        and values.is_floating_point()
        and values.dim() >= 1
        and values.shape[-1] >= 3
        and values.isfinite().all()
    ):
        raise ValueError(
            f"{name} is a tensor of finite real numbers at the points of a grid, at least 3 along "
            f"its last axis; got {name} of {described(values)}"
        )
