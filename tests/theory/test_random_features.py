"""Random features: the transform of the activation decides what is learnt first."""

import math
from functools import partial

import pytest
import torch

from fourierbook.models.mlps import Ricker
from fourierbook.theory.random_features import feature_rates, ricker_tie, ricker_transform


@pytest.mark.parametrize("width", [0.1, 0.5, 2.0])
def test_the_transform_is_that_of_the_activation(width):
    z = torch.linspace(-12 * width, 12 * width, 6001, dtype=torch.float64)
    for frequency in torch.tensor([0.0, 0.1, 0.3, 0.7]) / width:
        waves = torch.exp(-2j * math.pi * frequency.double() * z)
        found = torch.trapezoid(Ricker(width)(z) * waves, z)
        expected = ricker_transform([frequency.item()], width=width)
        assert abs(found - expected) < 1e-8


@pytest.mark.parametrize("width", [0.2, 1.0])
def test_the_transform_is_largest_at_the_root_of_two_over_the_width(width):
    frequencies = torch.linspace(0, 2 / width, 20_001, dtype=torch.float64)
    top = frequencies[ricker_transform(frequencies, width=width).argmax()]
    assert 2 * math.pi * top.item() == pytest.approx(math.sqrt(2) / width, rel=1e-3)


@pytest.mark.parametrize(("low", "high"), [(1, 5), (3, 5), (0.2, 0.21)])
@pytest.mark.parametrize("weight", [1.0, -3.0])
def test_at_the_tie_both_rates_are_equal_and_a_narrower_unit_prefers_the_higher_one(
    low, high, weight
):
    tie = ricker_tie(low, high, weight=weight)

    def rates(width):
        return feature_rates(
            partial(ricker_transform, width=width),
            [low, high],
            torch.tensor([weight]),
        )

    even, narrow, wide = (rates(tie * share) for share in (1, 0.9, 1.1))
    assert even[0].item() == pytest.approx(even[1].item())
    assert narrow[1] > narrow[0]
    assert wide[1] < wide[0]


def test_the_rates_are_eigenvalues_of_the_kernel_of_many_features():
    points, units, width = 64, 40_000, 0.5
    generator = torch.Generator().manual_seed(0)
    weights = torch.randn(units, generator=generator).sign() * 2
    period = 2 * math.pi
    x = torch.arange(points) * period / points
    # Centres −b/w spread over three periods, of which the data are the middle one.
    biases = 1.5 * period * (2 * torch.rand(units, generator=generator) - 1) * 2
    features = Ricker(width)(weights * (x[:, None] - period / 2) + biases)
    kernel = features @ features.T / units
    waves = torch.stack([torch.sin(k * x) for k in (2, 3, 5)])
    found = torch.einsum("kn,nm,km->k", waves, kernel, waves)
    expected = feature_rates(
        partial(ricker_transform, width=width),
        [k / period for k in (2, 3, 5)],
        weights[:10],
    )
    ratio = found / expected
    assert (ratio / ratio.mean() - 1).abs().max() < 0.1


def test_weights_of_a_normal_distribution_give_no_frequency_more_than_a_lower_one():
    weights = torch.randn(20_000, generator=torch.Generator().manual_seed(0))
    for width in (0.1, 0.3, 1.0):
        rates = feature_rates(
            partial(ricker_transform, width=width),
            [k / (2 * math.pi) for k in (1, 3, 5)],
            weights,
        )
        assert (rates.diff() < 0).all()
