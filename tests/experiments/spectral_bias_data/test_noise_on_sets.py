"""Noise on curved and on flat sets: sets whose shape is known, planted fits, made-up curves."""

import numpy as np
import pytest
import torch

from fourierbook.experiments.spectral_bias_data import noise_on_sets, point_sets
from fourierbook.experiments.spectral_bias_data.kernel_basis import median_distance
from fourierbook.results.questions import Result
from fourierbook.training.ensembles import Ensemble, Runs

RECIPE = noise_on_sets.NOISE_ON_SETS.embedded.tiny()


@pytest.fixture(scope="module")
def sets():
    """Forty points of each set, from images in a plane and a little beside it."""
    generator = torch.Generator().manual_seed(0)
    turn = 6.28 * torch.rand(60, 1, generator=generator)
    plane = torch.cat([turn.cos(), turn.sin()], 1) @ torch.rand(2, 30, generator=generator)
    images = (0.5 + 0.1 * plane + 0.01 * torch.randn(60, 30, generator=generator)).clamp(0, 1)
    return images, point_sets.sets(images, 40, features=5, steps=30, seed=3)


def test_each_set_has_the_shape_that_its_name_says(sets):
    _, found = sets
    assert tuple(found) == point_sets.SETS
    assert {each.shape for each in found.values()} == {(40, 30)}
    uniform = found["uniform"]
    assert (uniform[:, 5:] == 0).all()
    assert 0 <= uniform[:, :5].min() < 0.05 < 0.95 < uniform[:, :5].max() <= 1
    for name in ("uniform", "scaled", "principal"):
        centred = found[name] - found[name].mean(0)
        assert torch.linalg.matrix_rank(centred, rtol=1e-4) == 5
    assert ((found["manifold"] > 0) & (found["manifold"] < 1)).all()


def test_the_scaled_set_differs_from_the_uniform_one_in_size_alone(sets):
    _, found = sets
    target = median_distance(found["manifold"])
    assert median_distance(found["scaled"]) == pytest.approx(target, rel=1e-4)
    torch.testing.assert_close(found["scaled"].mean(0), found["uniform"].mean(0))
    flat, scaled = (found[name] - found[name].mean(0) for name in ("uniform", "scaled"))
    ratio = target / median_distance(found["uniform"])
    torch.testing.assert_close(scaled, ratio * flat, rtol=1e-4, atol=1e-6)


def test_a_projection_leaves_out_the_least_that_so_few_directions_can(sets):
    images, found = sets
    x = images[:40].double().numpy()
    values = np.linalg.svd(x - x.mean(0), compute_uv=False)
    missed = np.square(x - found["principal"].numpy()).sum()
    assert missed == pytest.approx((values[5:] ** 2).sum(), rel=1e-3)


def test_an_autoencoder_learns_to_give_back_what_it_was_given():
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(300, 1, generator=generator) * torch.ones(1, 12)
    learn = point_sets.autoencoder
    missed = [
        (learn(images, 2, steps=steps, generator=generator)(images) - images).square().mean()
        for steps in (3, 300)
    ]
    assert missed[1] < 0.1 * missed[0]


def test_noise_and_the_clean_function_are_of_one_size_and_about_zero():
    white = noise_on_sets.noise(4000, seed=1)
    assert white.abs().max() <= 0.5
    assert white.std().item() == pytest.approx(noise_on_sets.SPREAD, rel=0.03)
    points = torch.randn(50, 4, generator=torch.Generator().manual_seed(0))
    smooth = noise_on_sets.clean(points, seed=1)
    assert (smooth.mean().item(), smooth.std().item()) == pytest.approx((0, 12**-0.5), abs=1e-6)
    design = torch.cat([points, torch.ones(50, 1)], 1).double().numpy()
    *_, rank, _ = np.linalg.lstsq(design, smooth.double().numpy(), rcond=None)
    left = np.linalg.lstsq(design, smooth.double().numpy(), rcond=None)[1]
    assert rank == 5
    assert left[0] < 1e-9


def test_errors_are_in_variances_of_the_noise_and_held_out_ones_without_it(monkeypatch):
    given = []

    def fit(models, inputs, targets, *, measure, at, **options):
        given.append((inputs[0], targets[..., 0]))
        records = [measure(Ensemble.of(models)) for _ in at]
        stacked = {name: torch.stack([each[name] for each in records]) for name in records[0]}
        return Runs(Ensemble.of(models), torch.zeros(0), stacked)

    monkeypatch.setattr(noise_on_sets.ensembles, "fit", fit)
    points = torch.randn(20, 64, generator=torch.Generator().manual_seed(0))
    monkeypatch.setattr(noise_on_sets, "sets", lambda *_, **__: {"manifold": points})
    run = noise_on_sets.trained(RECIPE, "seed2")
    (((inputs, targets)),) = given
    assert torch.equal(inputs, points[:12])
    white = noise_on_sets.noise(12, seed=2)
    smooth = noise_on_sets.clean(points, seed=2)
    torch.testing.assert_close(targets, torch.stack([white, smooth[:12], smooth[:12] + white]))
    model = noise_on_sets.relu_stacks.stack(64, 4, layers=6, seed=2)
    answers = model(points)[:, 0].detach()
    for place, target in enumerate(targets):
        missed = 12 * (answers[:12] - target).square().mean().item()
        assert run["manifold_train"][0, place] == pytest.approx(missed, rel=1e-4)
    for place, truth in enumerate((0 * smooth, smooth, smooth)):
        missed = 12 * (answers[12:] - truth[12:]).square().mean().item()
        assert run["manifold_held"][0, place] == pytest.approx(missed, rel=1e-4)
    assert run["manifold_distance"] == pytest.approx(median_distance(points[:12]), rel=1e-5)


def planted(train, held):
    """A seed's shard with the same curves for all three targets but factors 1, 2 and 3."""
    factors = np.array([1.0, 2.0, 3.0])
    curves = {"train": np.outer(train, factors), "held": np.outer(held, factors)}
    curves["held"][1, :2] /= 2
    return curves


def test_speed_and_harm_are_read_off_made_up_curves():
    curves = {
        "manifold": planted([1, 0.4, 0.1], [0.5, 0.1, 0.4]),
        "scaled": planted([1, 0.7, 0.4], [0.5, 0.2, 0.2]),
    }
    shard = {"steps": np.array([0, 10, 40])} | {
        f"{name}_{part}": values for name, both in curves.items() for part, values in both.items()
    }
    result = Result("noise_on_sets", "thorough", RECIPE, {"seed0": shard, "seed1": shard}, {})
    assert noise_on_sets.half_times(result, "manifold").tolist() == [10, 10]
    assert noise_on_sets.slower(result, "scaled").mean == pytest.approx(4)
    np.testing.assert_allclose(noise_on_sets.harm(result, "manifold"), 0.4)
    assert noise_on_sets.more_harm(result).mean == pytest.approx(2)
    assert noise_on_sets.rise(result, "manifold").mean == pytest.approx(4)
    assert noise_on_sets.rise(result, "scaled").n == 2
