"""The experiments on the frequency principle: two ways to the same numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from fourierbook.data import datasets
from fourierbook.experiments.f_principle import growth, images, images_training, noise, photograph
from fourierbook.experiments.f_principle import images_by_chance as numbers
from fourierbook.experiments.f_principle import line as ladder
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.results import store
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


# Classifications


RECIPE = images.DIGITS_IN_PARTS.embedded.tiny()


@pytest.mark.parametrize("experiment", images.EXPERIMENTS, ids=lambda each: each.name)
def test_each_case_of_every_scale_has_a_network_a_step_size_and_a_loss(experiment):
    for recipe in (experiment.embedded, *experiment.recipes.values()):
        for kind, loss in (case.split("-", 1) for case in recipe.cases):
            assert images_training.NETWORKS[recipe.data][kind] in zoo.MODELS
            assert images_training.RATES[kind] > 0
            assert loss in images_training.LOSSES
    assert images_training.VGG16 in images.PHOTOGRAPHS_IN_PARTS.recipes["full"].cases


def test_what_is_recorded_in_the_end_is_what_the_network_says_in_the_end(monkeypatch):
    kept = {}
    original = images_training.fit

    def keeping(*arguments, **options):
        kept["history"] = original(*arguments, **options)
        return kept["history"]

    monkeypatch.setattr(images_training, "fit", keeping)
    values = images_training.watched(RECIPE, "mlp-cross_entropy-seed1")
    data = datasets.load("digits", "train", count=RECIPE.count)
    x, hot = data.images.flatten(1), F.one_hot(data.labels, 10).float()
    near = torch.exp(-torch.cdist(x, x).square() / (2 * values["delta"] ** 2)).float()
    near = near / near.sum(1, keepdim=True)
    with torch.no_grad():
        answers = kept["history"].model(data.images).softmax(1)
    low = (near @ (answers - hot)).norm() / (near @ hot).norm()
    assert values["low_rule"][-1] == pytest.approx(low.item(), rel=1e-3)
    rest = (answers - hot) - near @ (answers - hot)
    high = rest.norm() / (hot - near @ hot).norm()
    assert values["high_rule"][-1] == pytest.approx(high.item(), rel=1e-3)
    assert values["right"] == pytest.approx((answers.argmax(1) == data.labels).float().mean())


def test_what_is_left_low_is_compared_with_what_there_was():
    values = {
        "steps": np.array([0, 20]), "low_rule": np.array([1, 0.1]), "high_rule": np.array([1, 0.5]),
        "energy_low_rule": np.array(4.0), "energy_high_rule": np.array(1.0),
    }  # fmt: skip
    recipe = replace(RECIPE, seeds=(0,), cases=("mlp-mse",))
    result = made(images.DIGITS_IN_PARTS, recipe, **{"mlp-mse-seed0": values})
    expected = (0.04 / (0.04 + 0.25)) / 0.8
    assert images.left_low(result, "mlp-mse", 0) == pytest.approx(expected)
    found = images.over_cases(result, of=images.left_low)
    assert found.mean == pytest.approx(expected)
    assert images.low_below_high(result, "mlp-mse", 0, "rule") == 1
    assert images.deltas(result) == ["rule"]


def test_pairs_of_peaks_that_were_learnt_together_or_never_decide_nothing():
    result = made(
        images.DIGITS_IN_PARTS,
        replace(RECIPE, seeds=(0,), cases=("mlp-mse",)),
        **{
            "mlp-mse-seed0": {
                "classes": np.array([0, 0, 0, 1]),
                "frequencies": np.array([0.0, 3, 6, 0]),
                "steps": np.array([0, 10, 20]),
                "along": np.array([[1, 1, 1, 1], [0.1, 1, 0.1, 1], [0.1, 1, 0.1, 0]]),
            }
        },
    )
    assert images.pairs_in_order(images.learnt(result, "mlp-mse", 0)) == (1, 2)
    assert images.pairs_low_first(result).mean == 0.5


def test_pairs_with_frequency_zero_can_be_left_out_and_seeds_count_alike():
    recipe = replace(RECIPE, seeds=(0, 1), cases=("mlp-mse",))

    def shard(*learnt):  # records at which frequencies 0, 1, 2 of one class are learnt
        errors = np.arange(4)[:, None] < np.array(learnt)
        return {
            "classes": np.zeros(3, int), "frequencies": np.arange(3.0), "steps": np.arange(4),
            "along": errors.astype(float),
        }  # fmt: skip

    result = made(
        images.DIGITS_IN_PARTS, recipe,
        **{"mlp-mse-seed0": shard(1, 3, 2), "mlp-mse-seed1": shard(1, 2, 3)},
    )  # fmt: skip
    assert images.pairs_low_first(result).mean == pytest.approx((2 / 3 + 1) / 2)
    assert images.pairs_low_first(result, above=0).mean == pytest.approx(1 / 2)
    with pytest.raises(NotMeasured, match="learnt apart"):
        images.pairs_low_first(result, above=1)


def test_an_order_that_a_swing_makes_is_none_by_lasting_crossings():
    errors = np.array([[1, 1, 1], [0.1, 1, 1], [1, 0.1, 1], [0.1, 0.1, 1], [0.1, 0.1, 0.1]])
    values = {"steps": np.arange(5), "errors": errors[:, None]}
    result = made(ladder.FREQUENCY_LADDER, TINY, descent=values)
    assert ladder.low_first(result, case="descent").mean == 1
    assert ladder.low_first(result, case="descent", lasting=True).mean == 0


def test_peaks_are_counted_beyond_zero_and_above_three_floors():
    values = {
        "spectra": np.array([[9.0, 5, 2, 4, 1, 2, 0], [9.0, 7, 5, 3, 2, 1, 0]]),
        "floors": np.array([1.0, 1.0]),
    }
    result = made(images.DIGITS_IN_PARTS, RECIPE, any=values)
    assert images.peaks_above_floor(result) == [1, 0]


def test_a_result_without_the_papers_data_still_has_its_own_split():
    result = store.compute(images.DIGITS_IN_PARTS, RECIPE)
    assert {"low_rule", "high_rule", "along"} <= next(iter(result.shards.values())).keys()


# What an answer that knows nothing gives


def test_labels_dealt_at_random_are_as_far_from_the_density_as_chance_says(monkeypatch):
    deal = torch.Generator().manual_seed(0)
    crowded = 0.5 + 0.08 * torch.randn(300, generator=deal)  # so that |ρ̂(1)|² is large
    data = datasets.load("digits", "train", count=300)
    data = data._replace(
        images=torch.cat([crowded[2:], torch.tensor([0.0, 1])])[:, None, None, None]
    )
    whole, squares = torch.arange(6).double(), []
    for _ in range(60):
        dealt = data._replace(labels=data.labels[torch.randperm(300, generator=deal)])
        monkeypatch.setattr(numbers.datasets, "load", lambda *_, dealt=dealt, **__: dealt)
        found = numbers.along(RECIPE, whole)
        squares.append(found.beyond[:, 1:].square())
        torch.testing.assert_close(found.labels[:, 0], found.places[:, 0])
    assert torch.stack(squares).mean((0, 1)) == pytest.approx(np.ones(5), abs=0.15)


def test_labels_that_are_a_wave_along_the_direction_stand_beyond_the_density(monkeypatch):
    v = torch.rand(400, generator=torch.Generator().manual_seed(0)).sort().values
    v = (v - v[0]) / (v[-1] - v[0])
    wave = (torch.cos(2 * math.pi * 3 * v) > 0).long()
    data = datasets.load("digits", "train", count=400)
    made_up = data._replace(images=v[:, None, None, None], labels=wave)
    monkeypatch.setattr(numbers.datasets, "load", lambda *_, **__: made_up)
    found = numbers.along(RECIPE, torch.arange(7).double())
    assert found.beyond[1].argmax() == 3
    assert found.beyond[1, 3] > 10
    assert found.beyond[:2, 1:3].max() < 3


def test_the_mean_label_has_its_low_part_alone():
    (found,) = numbers.low_parts(RECIPE, [2.0])
    data = datasets.load(RECIPE.data, "train", count=RECIPE.count)
    hot = F.one_hot(data.labels, len(data.classes)).float()
    split = images_training.Filtering.of(data.images, hot, delta=2.0)
    low, high = split(hot.mean(0).expand_as(hot))
    assert found.mean_label == pytest.approx(low.item(), rel=1e-4)
    assert high.item() == pytest.approx(1, rel=1e-4)
    energies = split.low.square().sum(), split.high.square().sum()
    assert found.share == pytest.approx((energies[0] / sum(energies)).item(), rel=1e-4)


def test_the_low_part_less_the_mean_label_is_asked_with_its_own_size():
    values = {
        "steps": np.array([0, 10, 20]),
        "low_rule": np.array([0.8, 0.6, 0.1]),
        "high_rule": np.array([1.0, 0.7, 0.5]),
    }
    result = made(images.DIGITS_IN_PARTS, RECIPE, **{"mlp-mse-seed0": values})
    assert images.low_below_high(result, "mlp-mse", 0, "rule") == 1
    assert numbers.low_beyond_mean(result, "mlp-mse", 0, 0.8) == 0.5
    assert numbers.high_where_behind(result, "mlp-mse", 0, 0.8) == 0.7
    assert numbers.high_where_behind(result, "mlp-mse", 0, 1.0) == np.inf
