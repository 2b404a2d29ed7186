"""Closed transforms of tanh against numerical ones, gradients against autograd."""

import math

import pytest
import torch

from fourierbook.theory.unit_spectra import (
    log_tie_ratio,
    tanh_log_amplitude,
    tanh_log_gradients,
    tanh_transform,
)

LINE = torch.linspace(-80, 80, 160_001, dtype=torch.float64)
UNITS = [(1.0, 0.0), (2.0, 0.7), (-1.5, 0.4), (0.5, -1.0)]


def transform(values, xi):
    """∫ values e^(−2πiξx) dx along the line."""
    return torch.trapezoid(values * torch.exp(-2j * math.pi * xi * LINE), LINE)


@pytest.mark.parametrize("xi", [0.1, -0.3, 0.8])
@pytest.mark.parametrize(("w", "b"), UNITS)
def test_the_transform_is_that_of_the_derivative_over_2_pi_i_xi(w, b, xi):
    slope = w / torch.cosh(w * LINE + b) ** 2
    found = tanh_transform(torch.tensor([xi]), w, b)[0]
    assert abs(found * 2j * math.pi * xi - transform(slope, xi)) < 1e-7
    log = tanh_log_amplitude(torch.tensor([xi]), w).item()
    assert math.exp(log) == pytest.approx(abs(found).item())


def test_an_amplitude_too_small_for_a_number_has_a_logarithm():
    log = tanh_log_amplitude(torch.tensor([1000.0]), 0.01).item()
    assert log == pytest.approx(-(math.pi**2) * 1e5 + math.log(2 * math.pi / 0.01))


@pytest.mark.parametrize(
    ("w", "ratio"), [(0.5, 287287.81), (1, 559.68), (2, 29.202), (5, 7.2061), (10, 5.5075)]
)
def test_gradients_tie_where_the_design_says(w, ratio):
    found = log_tie_ratio(1 / (2 * math.pi), 5 / (2 * math.pi), float(w)).exp().item()
    assert found == pytest.approx(ratio, rel=1e-4)
    assert found == pytest.approx(math.sinh(5 * math.pi / 2 / w) / math.sinh(math.pi / 2 / w))


def test_amplitudes_of_the_exercise():
    for w, ratio in ((1.0, 1.78674e-3), (2.0, 3.42439e-2), (1e9, 0.2)):
        assert (-log_tie_ratio(1 / (2 * math.pi), 5 / (2 * math.pi), w)).exp().item() == (
            pytest.approx(ratio, rel=1e-5)
        )


@pytest.mark.parametrize("phase", [0.3, 2.0, -1.1])
@pytest.mark.parametrize(("w", "b"), UNITS)
def test_gradients_are_those_of_the_squared_error_at_one_frequency(w, b, phase):
    xi, a = 0.25, -0.7
    given = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (a, w, b)]
    # d/dθ of Re(e^(−iφ) ĥ) with ĥ by integration of h' / 2πiξ, which autograd differentiates.
    slope = given[0] * given[1] / torch.cosh(given[1] * LINE + given[2]) ** 2
    amplitude = transform(slope, xi) / (2j * math.pi * xi)
    turned = (amplitude * torch.exp(torch.tensor(-1j * phase, dtype=torch.complex128))).real
    expected = torch.stack(torch.autograd.grad(turned, given)).abs()
    one = torch.ones((), dtype=torch.float64)
    found = tanh_log_gradients(xi, w * one, b * one, a * one, phase * one).exp()
    torch.testing.assert_close(found, expected, rtol=1e-6, atol=1e-9)
