"""The filtering method, on functions whose two parts are known."""

import math

import pytest
import torch
from torch import nn

from fourierbook.measure import filtering
from fourierbook.measure.filtering import Filtering, choose_delta
from fourierbook.training import ensembles

COUNT = 120
CIRCLE = 2 * math.pi * torch.arange(COUNT, dtype=torch.float64) / COUNT
POINTS = torch.stack([CIRCLE.cos(), CIRCLE.sin()], 1)


def wave(frequency):
    return torch.cos(frequency * CIRCLE + 0.4)[:, None]


def eigenvalue(frequency, delta):
    """By what a mean over neighbours on the circle shrinks a wave, from the definition."""
    squared = (POINTS - POINTS[0]).square().sum(1)
    weights = torch.exp(-squared / (2 * delta**2))
    return ((weights * (frequency * CIRCLE).cos()).sum() / weights.sum()).item()


@pytest.mark.parametrize("delta", [0.1, 0.3, 1.0])
def test_on_a_circle_each_wave_is_shrunk_by_its_own_factor(delta):
    split = Filtering.of(POINTS, wave(2) + wave(9), delta=delta)
    expected = sum(eigenvalue(k, delta) * wave(k) for k in (2, 9))
    torch.testing.assert_close(split.low, expected)
    torch.testing.assert_close(split.low + split.high, wave(2) + wave(9))


def test_the_factor_is_that_of_a_gaussian_of_standard_deviation_delta():
    """On a small piece of the circle, as on a line, it is exp(−k²δ²/2)."""
    split = Filtering.of(POINTS, wave(5), delta=0.1)
    torch.testing.assert_close(split.low, math.exp(-(0.5**2) / 2) * wave(5), atol=0.002, rtol=0)


def test_both_errors_follow_from_the_amplitudes_that_are_missing():
    split = Filtering.of(POINTS, wave(2) + wave(9), delta=0.3)
    low, high = split(0.5 * wave(2) + wave(9))
    factors = [eigenvalue(k, 0.3) for k in (2, 9)]
    whole_low = math.hypot(*factors)
    whole_high = math.hypot(*(1 - factor for factor in factors))
    assert low.item() == pytest.approx(0.5 * factors[0] / whole_low)
    assert high.item() == pytest.approx(0.5 * (1 - factors[0]) / whole_high)


def test_nothing_learnt_is_an_error_of_one_and_all_learnt_of_zero():
    split = Filtering.of(POINTS, wave(2) + wave(9), delta=0.3)
    for values, expected in ((0 * wave(1), 1.0), (wave(2) + wave(9), 0.0)):
        assert [part.item() for part in split(values)] == pytest.approx([expected] * 2, abs=1e-12)


def test_it_watches_an_ensemble_and_a_single_network_alike():
    split = Filtering.of(POINTS, wave(2), delta=0.5)
    models = [nn.Linear(2, 1).double() for _ in range(3)]
    runs = ensembles.fit(
        models, POINTS[None], wave(2)[None], steps=2, measure=split.ensemble, at=(2,)
    )
    one = split.model(runs.ensemble.member(1))
    assert one == {name: pytest.approx(runs.records[name][0, 1].item()) for name in ("low", "high")}


def test_a_delta_that_leaves_a_part_empty_is_refused():
    with pytest.raises(ValueError, match=r"of its energy, 1 is low and 0 high; got delta 0.001"):
        Filtering.of(POINTS, wave(2), delta=0.001)
    with pytest.raises(ValueError, match="high; got delta 1000"):
        Filtering.of(POINTS, wave(2), delta=1000.0)


def test_the_chosen_delta_splits_the_energy_more_evenly_than_the_others():
    target = wave(2) + wave(9)
    distances = torch.cdist(POINTS, POINTS)
    middle = distances[~torch.eye(COUNT, dtype=torch.bool)].median()

    def imbalance(delta):
        split = Filtering.of(POINTS, target, delta=delta)
        return abs(math.log(split.low.square().sum() / split.high.square().sum()))

    tried = [float(share * middle) for share in filtering.SHARES]
    chosen = choose_delta(POINTS, target)
    assert chosen == pytest.approx(min(tried, key=imbalance))


def test_distances_are_those_of_the_flattened_points():
    images = torch.rand(7, 3, 4, 5, generator=torch.Generator().manual_seed(0))
    expected = torch.cdist(images.flatten(1).double(), images.flatten(1).double()).square()
    found = filtering.squared_distances(images)
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-5)
    assert (found.diagonal() == 0).all()
