"""Relative errors by frequency, on functions whose spectrum is known."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.data import specimens
from fourierbook.data.datasets import Data
from fourierbook.measure import projection
from fourierbook.measure.frequency_error import FrequencyError, amplitudes, peaks
from fourierbook.training import ensembles
from fourierbook.training.recipes import Recipe
from fourierbook.training.trainer import Record, fit

GENERATOR = torch.Generator().manual_seed(0)
T = torch.arange(96, dtype=torch.float64) / 96


def waves(*amplitudes, phases=(0.3, 1.1, -2.0)):
    parts = zip((1, 3, 5), amplitudes, phases, strict=True)
    return sum(a * torch.sin(2 * math.pi * k * T + p) for k, a, p in parts)[:, None]


@pytest.fixture
def error():
    return FrequencyError(T[:, None], T, waves(1, 1, 2), frequencies=torch.tensor([1.0, 3.0, 5.0]))


def test_a_fit_with_other_amplitudes_errs_by_their_relative_difference(error):
    expected = torch.tensor([0.1, 0.5, 0.25], dtype=torch.float64)
    torch.testing.assert_close(error(waves(0.9, 1.5, 2.5)), expected)
    torch.testing.assert_close(error(waves(0, 0, 0)), torch.ones(3, dtype=torch.float64))


def test_a_fit_with_another_phase_errs_by_the_chord_of_the_angle(error):
    fitted = waves(1, 1, 2, phases=(0.3 + 0.4, 1.1, -2.0))
    expected = torch.tensor([2 * math.sin(0.2), 0, 0], dtype=torch.float64)
    torch.testing.assert_close(error(fitted), expected)


def test_what_lies_at_other_frequencies_does_not_count(error):
    beside = torch.cos(2 * math.pi * 4 * T + 1)[:, None]
    torch.testing.assert_close(error(waves(1, 1, 2) + beside), torch.zeros(3).double(), atol=1e-12,
                               rtol=0)  # fmt: skip


def test_several_outputs_are_one_vector():
    target = torch.cat([waves(3, 1, 1), waves(4, 1, 1)], 1)
    error = FrequencyError(T[:, None], T, target, frequencies=torch.tensor([1.0]))
    fitted = torch.cat([waves(3, 1, 1), waves(0, 1, 1)], 1)
    assert error(fitted).item() == pytest.approx(4 / 5)


def test_it_watches_an_ensemble_and_a_single_network_alike(error):
    models = [nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1)).double() for _ in range(3)]
    runs = ensembles.fit(
        models, T[None, :, None], error.target[None], steps=3, measure=error.ensemble, at=(0, 3)
    )
    found = runs.records["frequency_error"]
    assert found.shape == (2, 3, 3)
    for index in range(3):
        one = error.model(runs.ensemble.member(index))
        assert [*one] == [f"frequency_error_{place}" for place in range(3)]
        np.testing.assert_allclose([*one.values()], found[-1, index])


def test_it_watches_a_training_on_images_step_by_step():
    images, labels, _ = specimens.generate(48, seed=0)
    data = Data(images, labels, specimens.CLASSES, "specimens")
    hot = nn.functional.one_hot(labels, len(data.classes)).float()
    error = FrequencyError(images, torch.rand(48, generator=GENERATOR), hot,
                           frequencies=torch.tensor([0.0]),
                           read=lambda logits: logits.softmax(1))  # fmt: skip
    recipe = Recipe("specimens", "small_cnn", epochs=1, learning_rate=0.05, batch_size=16,
                    precision="fp32")  # fmt: skip
    history = fit(recipe, data, record=Record(error.model, at=(0, 2)))
    assert [next(iter(record)) for record in history.records] == ["step", "step", "epoch"]
    assert history.records[-1] == {"epoch": 1, **error.model(history.model)}


def test_a_frequency_that_the_target_lacks_has_no_relative_error():
    with pytest.raises(ValueError, match="the target is not zero; got amplitudes"):
        FrequencyError(T[:, None], T, 0 * waves(1, 1, 1), frequencies=torch.tensor([1.0]))


def test_data_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="of the same n; got"):
        FrequencyError(T[:-1, None], T, waves(1, 1, 1), frequencies=torch.tensor([1.0]))


@pytest.mark.parametrize(
    ("heights", "expected"),
    [
        ([1.0], [0]),
        ([0.0, 2.0, 2.0, 0.0], [1]),
        ([1.0, 2.0, 3.0], [2]),
        ([3.0, 1.0, 3.0], [0, 2]),
        ([1.0, 0.5, 0.6, 0.5, 0.9, 0.1], [0, 4]),
    ],
)
def test_peaks_are_the_local_maxima_of_some_height(heights, expected):
    assert peaks(torch.tensor(heights), least=0.7).tolist() == expected


def points(count, *, frequency, seed=0):
    """Points along a slanted line in space, and a wave of so many turns along it."""
    generator = torch.Generator().manual_seed(seed)
    along = torch.rand(count, generator=generator, dtype=torch.float64)
    along = (along - along.min()) / (along.max() - along.min())
    side = torch.randn(count, 2, generator=generator, dtype=torch.float64)
    spread = 10 * along[:, None] * torch.tensor([0.6, 0.0, 0.8]).double()
    spread = spread + 0.01 * torch.cat([side, 0 * side[:, :1]], 1)
    return spread, torch.cos(2 * math.pi * frequency * along)[:, None], along


@pytest.mark.parametrize("count", [3, 500])
def test_points_are_projected_on_the_direction_of_largest_variance(count):
    spread, _, along = points(count, frequency=1)
    found = projection.projections(spread)
    assert (found.min(), found.max()) == (0, 1)
    nearest = min(abs(found - along).max(), abs(1 - found - along).max())
    assert nearest < 0.02
    torch.testing.assert_close(projection.projections(spread + 7.0), found)
    same = projection.projections(torch.cat([spread, torch.zeros(count, count)], 1).double())
    torch.testing.assert_close(same, found), "with more columns than points"


def test_points_on_a_line_and_two_points_have_a_direction_too():
    line = torch.tensor([[3.0], [1.0], [5.0]])
    assert sorted(projection.projections(line).tolist()) == pytest.approx([0, 0.5, 1])
    two = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]])
    assert sorted(projection.projections(two).tolist()) == pytest.approx([0, 1])


def test_the_projection_method_finds_the_frequency_of_a_wave_in_space():
    spread, wave, _ = points(2000, frequency=4)
    error = projection.projected(spread, wave, frequencies=torch.arange(9.0))
    assert error.frequencies.tolist() == [4.0]
    assert error(0.25 * wave).item() == pytest.approx(0.75)


def test_a_slope_has_no_peak_but_its_first_value_and_every_frequency_above_the_floor_counts():
    spread, _, along = points(4000, frequency=4)
    bump = torch.exp(-((along - 0.5) ** 2) / (2 * 0.1**2))[:, None]
    whole = torch.arange(8.0)
    found = projection.amplitudes(along, bump, frequencies=whole)
    expected = whole[found >= 3 * bump.square().mean().sqrt() / math.sqrt(4000)]
    assert projection.projected(spread, bump, frequencies=whole).frequencies.tolist() == [0.0]
    error = projection.above_floor(spread, bump, frequencies=whole)
    assert error.frequencies.tolist() == expected.tolist()
    assert 2 <= len(expected) < 8


def test_white_noise_has_no_peak_three_times_above_the_floor():
    spread, wave, _ = points(2000, frequency=4)
    apart = torch.Generator().manual_seed(5)  # from the stream that the points are drawn from
    noise = torch.randn(wave.shape, generator=apart, dtype=torch.float64)
    with pytest.raises(ValueError, match=r"three times the floor.*got .* at most"):
        projection.projected(spread, noise, frequencies=torch.arange(1.0, 40.0))


def test_the_floor_is_the_size_of_the_spectrum_of_values_at_random_positions():
    _, wave, _ = points(400, frequency=4)
    target = torch.cat([wave, 2 + wave**2], 1)
    squares = [
        amplitudes(
            torch.rand(400, generator=GENERATOR), target, frequencies=torch.arange(20.0, 40.0)
        )
        .square()
        .mean()
        for _ in range(50)
    ]
    found = torch.stack(squares).mean().sqrt().item()
    assert projection.sampling_floor(target) == pytest.approx(found, rel=0.05)
