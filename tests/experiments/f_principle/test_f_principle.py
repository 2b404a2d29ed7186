"""The experiments on the frequency principle: two ways to the same numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.experiments.f_principle import growth, noise, photograph
from fourierbook.experiments.f_principle import line as ladder
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result

TINY = ladder.FREQUENCY_LADDER.recipes["quick"].tiny()


def made(experiment, recipe, **shards):
    """A result with numbers that are made up."""
    return Result(experiment.name, "thorough", recipe, shards, {})


@pytest.fixture(scope="module")
def climbed():
    return ladder._trained(TINY, "three")


# On a line


def test_the_target_has_amplitude_one_at_its_frequencies_and_nothing_elsewhere():
    _, target = ladder.wave_points(40, (1, 3, 5))
    expected = np.zeros(21)
    expected[[1, 3, 5]] = 1
    found = 2 * np.abs(np.fft.rfft(target[:, 0])) / 40
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_errors_of_a_training_are_those_of_the_fits_that_were_kept(climbed):
    _, target = ladder.wave_points(TINY.points, (1, 3, 5))
    truth = np.fft.fft(target[:, 0].numpy())[[1, 3, 5]]
    fits = np.fft.fft(climbed["fits"].astype(float))[..., [1, 3, 5]]
    places = np.searchsorted(climbed["steps"], climbed["fit_steps"])
    found = climbed["errors"][places][:, : fits.shape[1]]
    np.testing.assert_allclose(np.abs(fits - truth) / np.abs(truth), found, atol=0.01)


def test_a_seed_is_the_same_network_whoever_trains_beside_it(climbed):
    alone = ladder._trained(replace(TINY, seeds=TINY.seeds[1:2]), "three")
    np.testing.assert_allclose(alone["errors"][:, 0], climbed["errors"][:, 1], atol=1e-4)


def test_gradient_descent_on_a_line_diverges_beyond_twice_the_inverse_curvature():
    model = nn.Linear(2, 1, bias=False)
    x = torch.randn(30, 2, generator=torch.Generator().manual_seed(0))
    edge = 2 / ladder.largest_curvature(model, x)
    for share, converges in ((0.98, True), (1.02, False)):
        weights = torch.ones(2)
        for _ in range(400):
            weights = weights - share * edge * 2 * x.T @ (x @ weights) / 30
        assert (weights.norm() < 1).item() is converges


def laddered(times, frequencies=ladder.SIX, last=10_000):
    """A result whose frequencies are learnt at given times, (S, K)."""
    steps = np.unique(np.r_[0, times[np.isfinite(times)], last])
    errors = (steps[:, None, None] < times).astype(float)
    case = "six" if frequencies == ladder.SIX else "three"
    return made(ladder.FREQUENCY_LADDER, TINY, **{case: {"steps": steps, "errors": errors}})


def test_crossing_times_come_back_with_the_censored_ones():
    times = np.array([[1.0, 5, 9, 20, 30, 40], [2, 3, 4, 5, 6, np.inf]])
    assert (ladder.times(laddered(times), "six") == times).all()
    assert ladder.low_first(laddered(times), case="six").mean == 1
    with pytest.raises(NotMeasured, match="'three'"):
        ladder.low_first(laddered(times), case="three")


def test_the_exponent_is_that_of_the_power_by_which_medians_grow():
    spread = np.exp(np.random.default_rng(0).normal(scale=0.1, size=(21, 1)))
    times = 8 * np.array(ladder.SIX) ** 2.3 * spread
    found = growth.exponent(laddered(times))
    assert found.mean == pytest.approx(2.3)
    assert found.low <= 2.3 + 1e-9
    assert found.high >= 2.3 - 1e-9
    late = np.where(np.arange(21)[:, None] < 4, times, times)
    late[np.argsort(spread[:, 0])[-4:], -1] = np.inf
    assert growth.exponent(laddered(late)).mean == pytest.approx(2.3)
    late[:, -1] = np.inf
    with pytest.raises(NotMeasured, match="beyond the last step"):
        growth.exponent(laddered(late))
    with pytest.raises(NotMeasured, match="fewer than 10 seeds"):
        growth.exponent(laddered(times[:9]))


def test_by_lasting_crossings_a_swing_through_the_mark_does_not_count():
    steps = np.arange(1, 7) ** 2.0  # each frequency stays below from its own square on
    errors = np.where(steps[:, None, None] >= np.array(ladder.SIX) ** 2.0, 0.0, 1.0)
    errors = np.concatenate([errors[:1] * 0 + [0.0, 1, 1, 1, 1, 1], errors])  # frequency 1, early
    steps, errors = np.r_[0.25, steps], errors.repeat(12, axis=1)
    errors[1, :, 0] = 1.0  # and out again, until step 4
    six = made(ladder.FREQUENCY_LADDER, TINY, six={"steps": steps, "errors": errors})
    late = np.polyfit(np.log(ladder.SIX), np.log([4, 4, 9, 16, 25, 36]), 1)[0]
    early = np.polyfit(np.log(ladder.SIX), np.log([0.25, 4, 9, 16, 25, 36]), 1)[0]
    assert growth.exponent(six).mean == pytest.approx(early)
    assert growth.exponent(six, lasting=True).mean == pytest.approx(late)


# Noise


def test_the_share_of_the_noise_that_is_taken_is_exact_in_each_band():
    t = ladder.positions(64)
    drawn = torch.randn(3, 64, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    spectrum = torch.fft.fft(drawn)
    which = torch.zeros(64)
    which[7:13] = which[-12:-6] = 1  # the second band and its mirror
    taken = torch.fft.ifft(spectrum * (0.25 + 0.5 * which)).real
    found = noise.noise_taken(taken, drawn, t)
    expected = torch.tensor([0.25, 0.75, 0.25], dtype=torch.float64).expand(3, 3)
    torch.testing.assert_close(found, expected)


def test_the_best_step_and_the_rise_after_it_are_each_seeds_own():
    test = np.array([[3.0, 4.0], [1.0, 2.0], [2.0, 1.0]])
    taken = np.arange(18.0).reshape(3, 2, 3)
    result = made(noise.NOISY_WAVES, None, runs={"test": test, "taken": taken})
    assert noise.best(result).tolist() == [1, 2]
    assert noise.rise(result).tolist() == [2.0, 1.0]
    assert noise.taken_at_best(result).tolist() == [taken[1, 0].tolist(), taken[2, 1].tolist()]
    assert noise.overfits(result).mean == 0.5


def test_a_fit_that_shrinks_all_frequencies_alike_is_best_with_most_of_the_noise():
    t = ladder.positions(256)
    truth, gains = noise.signal(t), torch.linspace(0, 1, 101).double()
    power = noise.NOISY_WAVES.recipes["thorough"].noise ** 2
    wrong = (1 - gains) ** 2 * truth.square().mean() + gains**2 * power
    assert gains[wrong.argmin()].item() == pytest.approx(0.8)


def test_the_noise_of_the_fast_bands_alone_is_counted_and_none_is_not_negative():
    taken = np.array([[[0.9, 0.2, 0.4], [0.9, -0.3, -0.1], [0.9, 0.1, 0.3]]])
    result = made(noise.NOISY_WAVES, None, runs={"test": np.ones((1, 3)), "taken": taken})
    assert noise.noise_at_best(result).mean == pytest.approx(0.2)
    result.shards["runs"]["taken"][0, 2] = -1
    assert noise.noise_at_best(result).mean == 0


# Photographs


def test_the_bands_hold_each_frequency_once_up_to_the_nyquist_ring():
    masks = photograph.band_masks(32)
    from fourierbook.signal.frequencies import radius

    assert ((masks.sum(0) == 1) == (radius(32, 32) < 17)).all()


def test_the_error_of_a_band_is_that_of_the_waves_in_it():
    y, x = torch.meshgrid(torch.arange(32), torch.arange(32), indexing="ij")
    waves = [torch.cos(2 * math.pi * (a * y + b * x) / 32) for a, b in ((0, 1), (3, 0), (4, 5))]
    waves.append(torch.cos(2 * math.pi * 12 * x / 32))
    shares = torch.tensor([1.0, 0.5, 0.0, 2.0])
    target = sum(waves)
    fit = sum(share * wave for share, wave in zip(shares, waves, strict=True))
    found = photograph.band_errors(fit[None], target[None], photograph.band_masks(32))
    torch.testing.assert_close(found[0], (1 - shares).abs(), atol=1e-4, rtol=0)


def test_squares_fade_out_and_have_one_size():
    found = photograph.squares(photograph.PHOTOGRAPH_FIT.recipes["quick"])
    torch.testing.assert_close(found.std((1, 2)), torch.ones(4))
    assert found[:, -1].abs().max() < 1e-6
    assert not torch.equal(found[0], found[2])


def test_an_order_that_a_swing_makes_is_none_by_lasting_crossings():
    errors = np.array([[1, 1, 1], [0.1, 1, 1], [1, 0.1, 1], [0.1, 0.1, 1], [0.1, 0.1, 0.1]])
    values = {"steps": np.arange(5), "errors": errors[:, None]}
    result = made(ladder.FREQUENCY_LADDER, TINY, descent=values)
    assert ladder.low_first(result, case="descent").mean == 1
    assert ladder.low_first(result, case="descent", lasting=True).mean == 0
