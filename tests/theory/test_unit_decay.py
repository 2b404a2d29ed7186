"""The decay of each unit against what its nearest singularity says."""

import math

import pytest
import torch

from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.theory.unit_decay import POWERS, SINGULARITIES, fitted_decay, unit_amplitudes
from fourierbook.theory.unit_spectra import tanh_log_amplitude

XI = torch.linspace(0.7, 1.2, 11)


def fit(name, weight=1.0):
    unit = ACTIVATIONS[name]()
    return fitted_decay(weight * XI, unit_amplitudes(lambda x: unit(weight * x), weight * XI))


@pytest.mark.parametrize("weight", [1.0, 1.7])
@pytest.mark.parametrize("name", SINGULARITIES)
def test_a_smooth_unit_falls_exponentially_with_the_distance_of_its_pole(name, weight):
    found = fit(name, weight)
    assert found.rate * weight == pytest.approx(2 * math.pi * SINGULARITIES[name], rel=1e-3)
    assert found.rate_residual < found.power_residual / 20


@pytest.mark.parametrize("name", POWERS)
def test_a_unit_with_a_kink_falls_as_a_power(name):
    found = fit(name)
    assert found.power == pytest.approx(POWERS[name], abs=0.06)
    assert found.power_residual < found.rate_residual / 5


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("swish", lambda z: z / (1 + (-z).exp())),
        ("mish", lambda z: z * (1 + z.exp()).log().tanh()),
    ],
)
def test_the_pole_is_where_the_table_says(name, function):
    middle = {"swish": 0.0, "mish": math.log(2) / 2}[name]
    at = torch.complex(torch.tensor(middle), torch.tensor(SINGULARITIES[name])).to(torch.complex128)
    near = function(at + 1e-6).abs() / function(at + 1e-4).abs()
    assert near == pytest.approx(100, rel=0.05), "a simple pole grows as one over the distance"


def test_a_sine_has_one_frequency_and_then_nothing():
    seen = unit_amplitudes(torch.sin, torch.tensor([1 / (2 * math.pi), 1.0]))
    assert seen[0].item() == pytest.approx(3 * math.sqrt(2 * math.pi) / 2, rel=1e-3)
    assert seen[1] < 1e-14


def test_behind_the_bell_is_the_units_own_transform():
    # A bell of width s smears e^(−cξ) over 1/2πs, which multiplies it by e^(c²/8π²s²), c = π².
    seen = unit_amplitudes(torch.tanh, XI, width=6.0).log() - math.pi**2 / (8 * 6.0**2)
    torch.testing.assert_close(seen, tanh_log_amplitude(XI), rtol=0, atol=1e-3)


def test_an_exponential_is_told_from_a_power():
    xi = torch.linspace(1, 3, 9)
    assert fitted_decay(xi, 3 * torch.exp(-2 * xi)).rate == pytest.approx(2)
    assert fitted_decay(xi, 3 * torch.exp(-2 * xi)).rate_residual < 1e-6
    assert fitted_decay(xi, 3 * xi**-4).power == pytest.approx(-4)
