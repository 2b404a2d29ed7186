"""The circle's kernel against integrals, closed values, wide networks, and the networks' own."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.models.two_layer import TwoLayer
from fourierbook.theory.tangent_kernel import (
    circle_kernel,
    kernel_eigenvalues,
    predicted_rates,
    tangent_kernel,
)

TURNS = torch.arange(512, dtype=torch.float64) / 512


def eigenvalues(**options):
    return kernel_eigenvalues(circle_kernel(TURNS, **options))


def circle(count, bias):
    x = torch.arange(count, dtype=torch.float64) / count
    columns = [torch.cos(2 * math.pi * x), torch.sin(2 * math.pi * x), torch.full_like(x, bias)]
    return x, torch.stack(columns[: 3 if bias else 2], 1)


def test_without_a_bias_the_odd_waves_from_three_on_have_the_eigenvalue_zero():
    found = eigenvalues(bias=0.0)
    assert found[3::2].abs().max() < 1e-12
    # ∫ K(x) cos 2πkx dx = 3/π² · 1, 1/4, and (for even k) (k² + 3)/(π² (k² − 1)²), by parts.
    assert found[1].item() == pytest.approx(1 / 4, abs=1e-9)
    for k in (0, 2, 4, 6):
        expected = (k**2 + 3) / (math.pi**2 * (k**2 - 1) ** 2)
        assert found[k].item() == pytest.approx(expected, abs=1e-5)


def test_the_eigenvalues_with_a_bias_are_those_of_the_exercises():
    found = eigenvalues(bias=1.0)
    assert found[1:4].tolist() == pytest.approx([0.40077, 0.04984, 0.01040], abs=2e-5)


@pytest.mark.parametrize(("layers", "power"), [("both", -2), ("inner", -2), ("outer", -4)])
def test_eigenvalues_fall_as_the_power_of_the_layer_that_is_trained(layers, power):
    k = np.arange(8, 33)
    slope = np.polyfit(np.log(k), eigenvalues(layers=layers)[8:33].abs().log().numpy(), 1)[0]
    assert slope == pytest.approx(power, abs=0.1)


def test_the_two_layers_add_up():
    both, inner, outer = (circle_kernel(TURNS, layers=name) for name in ("both", "inner", "outer"))
    torch.testing.assert_close(both, inner + outer)
    assert (eigenvalues() > 0).all()


@pytest.mark.parametrize("bias", [0.0, 0.7])
def test_the_kernel_is_that_of_a_very_wide_network(bias):
    x, inputs = circle(9, bias)
    generator = torch.Generator().manual_seed(0)
    network = TwoLayer(200_000, (1.0,) * inputs.shape[1], generator=generator).double()
    found = tangent_kernel(network, inputs)
    expected = circle_kernel(x[:, None] - x, bias=bias)
    torch.testing.assert_close(found, expected, rtol=0, atol=0.02)


def test_eigenvalues_are_those_of_the_kernel_matrix_on_as_many_places():
    x, _ = circle(11, 1.0)
    matrix = circle_kernel(x[:, None] - x) / 11
    found = kernel_eigenvalues(circle_kernel(x))
    twice = torch.cat([found[:1], found[1:].repeat_interleave(2)])
    torch.testing.assert_close(torch.linalg.eigvalsh(matrix), twice.sort().values)


def test_linear_gradient_descent_has_the_predicted_rate_exactly():
    x, _ = circle(16, 1.0)
    matrix = circle_kernel(x[:, None] - x) / 16
    rates = predicted_rates(kernel_eigenvalues(circle_kernel(x)), learning_rate=0.8)
    for k in (1, 3, 8):
        wave = error = torch.cos(2 * math.pi * k * x)
        for _ in range(5):
            error = error - 0.8 * matrix @ error
        assert torch.dot(error, wave) / torch.dot(wave, wave) == pytest.approx(
            math.exp(-5 * rates[k])
        )


def test_a_networks_own_kernel_counts_every_parameter_once():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    inputs = torch.randn(5, 2)
    rows = []
    for one in inputs:
        gradients = torch.autograd.grad(network(one), network.parameters())
        rows.append(torch.cat([part.flatten() for part in gradients]))
    expected = torch.stack(rows) @ torch.stack(rows).T
    torch.testing.assert_close(tangent_kernel(network, inputs), expected)


def test_a_network_of_several_outputs_has_no_kernel_of_numbers():
    with pytest.raises(ValueError, match="one output for each of the 5 inputs"):
        tangent_kernel(nn.Linear(2, 3), torch.randn(5, 2))
