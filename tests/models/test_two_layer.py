import math

import pytest
import torch

from fourierbook.models.mlps import ACTIVATIONS
from fourierbook.models.two_layer import TwoLayer
from fourierbook.theory.tangent_kernel import tangent_kernel

LINE = torch.stack([torch.linspace(-2, 2, 7), torch.ones(7)], 1)


def network(**options):
    given = {"width": 6, "scales": (1.0, 0.5), "generator": torch.Generator().manual_seed(3)}
    return TwoLayer(**{**given, **options})


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_is_the_sum_of_its_units_over_the_root_of_their_number(activation):
    model = network(activation=activation, antisymmetric=False)
    expected = sum(
        a * ACTIVATIONS[activation]()(LINE @ w)
        for a, w in zip(model.outer, model.inner, strict=True)
    ) / math.sqrt(6)
    torch.testing.assert_close(model(LINE), expected)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_antisymmetric_one_is_zero_and_has_the_kernel_of_its_half(activation):
    model = network(activation=activation)
    assert model(LINE).abs().max() < 1e-6
    half = network(width=3, activation=activation, antisymmetric=False)
    torch.testing.assert_close(tangent_kernel(model, LINE), tangent_kernel(half, LINE))


def test_scales_are_the_standard_deviations_of_each_input():
    model = network(width=20_000, scales=(3.0, 0.2, 0.0), outer=0.7, antisymmetric=False)
    assert model.inner.std(0).tolist() == pytest.approx([3.0, 0.2, 0.0], rel=0.02)
    assert model.outer.std().item() == pytest.approx(0.7, rel=0.02)
    assert model.inner.mean(0).abs().max() < 0.08


def test_the_generator_decides_the_weights():
    first, again = network(), network()
    assert torch.equal(first.inner, again.inner)
    other = network(generator=torch.Generator().manual_seed(4))
    assert not torch.equal(first.inner, other.inner)
