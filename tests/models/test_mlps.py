"""Small networks: their initial scale, their activations, the waves that they start from."""

import math

import pytest
import torch
from torch import nn

from fourierbook.models.mlps import ACTIVATIONS, FourierFeatures, Ricker, Sine, dense
from fourierbook.training.ensembles import Ensemble


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def layers(network):
    return [layer for layer in network if isinstance(layer, nn.Linear)]


def test_the_initial_scale_is_the_one_that_was_asked_for():
    network = dense((9, 400, 300, 1), generator=seeded(), gain=2.0, bias=0.5)
    for layer in layers(network)[:2]:
        assert layer.weight.std().item() * math.sqrt(layer.in_features) == pytest.approx(2, rel=0.1)
        assert layer.bias.std().item() == pytest.approx(0.5, rel=0.15)
        assert abs(layer.weight.mean().item()) < 0.05


def test_the_first_layer_may_have_a_scale_of_its_own():
    network = dense((1, 500, 500, 1), generator=seeded(), first=(8.0, 16.0))
    first, second, _ = layers(network)
    assert first.weight.std().item() == pytest.approx(8, rel=0.1)
    assert first.bias.std().item() == pytest.approx(16, rel=0.1)
    assert second.weight.std().item() == pytest.approx(1 / math.sqrt(500), rel=0.1)
    assert (second.bias == 0).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_stands_between_the_layers_and_not_behind_the_last(activation):
    network = dense((1, 4, 4, 1), generator=seeded(), activation=activation)
    kinds = [type(layer) for layer in network]
    kind = ACTIVATIONS[activation]
    assert kinds == [nn.Linear, kind, nn.Linear, kind, nn.Linear]


def test_a_network_is_decided_by_its_generator():
    first, again, other = (dense((1, 8, 1), generator=seeded(seed))[0].weight for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_sine_is_a_sine():
    values = torch.linspace(-9, 9, 50)
    torch.testing.assert_close(Sine()(values), torch.sin(values))
    torch.testing.assert_close(Sine(10.0)(values), torch.sin(10 * values))


@pytest.mark.parametrize("width", [0.1, 1.0, 3.0])
def test_a_ricker_wavelet_has_no_mean_and_its_zeros_at_its_width(width):
    z = torch.linspace(-12 * width, 12 * width, 4001, dtype=torch.float64)
    values = Ricker(width)(z)
    size = torch.trapezoid(values.abs(), z)
    assert abs(torch.trapezoid(values, z)) < 1e-9 * size
    assert Ricker(width)(torch.tensor([width, -width])).abs().max() < 1e-6 * values.max()
    assert values.max().item() == pytest.approx(math.pi**0.25 / 15 / width)


def test_an_activation_may_be_given_as_what_makes_it():
    network = dense((1, 4, 4, 1), generator=seeded(), activation=lambda: Ricker(0.2))
    assert [type(layer) for layer in network] == [nn.Linear, Ricker, nn.Linear, Ricker, nn.Linear]
    assert {layer.width for layer in network if isinstance(layer, Ricker)} == {0.2}


def test_fourier_features_are_periodic_and_go_into_an_ensemble():
    waves = [nn.Sequential(FourierFeatures([1, 2.5]), *dense((4, 6, 1), generator=seeded(seed)))
             for seed in range(3)]  # fmt: skip
    x = torch.rand(20, 1, generator=seeded())
    together = Ensemble.of(waves)
    torch.testing.assert_close(together(x)[2], waves[2](x))
    torch.testing.assert_close(together(x + 2), together(x), atol=1e-4, rtol=0)
    assert FourierFeatures([1, 2.5])(x).shape == (20, 4)
