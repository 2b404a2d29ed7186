"""What a run of trainings stores, from planted trainings: which seed, which data, which mean.

Each expected number is found by another way, mostly by numpy.
"""

import math
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from fourierbook.data import datasets
from fourierbook.experiments.f_principle import line, noise, photograph
from fourierbook.experiments.f_principle_images import images_training, labels
from fourierbook.experiments.f_principle_images.images import DIGITS_IN_PARTS
from fourierbook.experiments.turning_the_order import deep, hybrid, parity, ricker
from fourierbook.experiments.turning_the_order import poisson as order
from fourierbook.experiments.why_low_first import activations, dominance, rates, stages
from fourierbook.models.mlps import Ricker, dense
from fourierbook.theory import poisson
from fourierbook.theory.unit_spectra import tanh_transform
from fourierbook.training.ensembles import Ensemble, Runs


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def line_of(points):
    """Even steps over one period, −½ first."""
    return np.arange(points) / points - 0.5


def misses(values, frequencies, points):
    """Relative error of each frequency of sines of amplitude 1, (..., points) to (..., K)."""
    t = line_of(points)
    truth = sum(np.sin(2 * np.pi * k * t) for k in frequencies)
    off, whole = (
        np.abs(np.fft.fft(each))[..., list(frequencies)] for each in (values - truth, truth)
    )
    return off / whole


# On a line


def test_a_noisy_training_keeps_its_errors_on_the_function_and_on_the_noisy_points():
    recipe = noise.Noisy(None, seeds=(3, 5), steps=20, width=8, points=50)
    run = noise.trained(recipe)

    def clean(t):
        return np.sin(2 * np.pi * t) + np.sin(4 * np.pi * t) / 2

    t, fine = line_of(50), line_of(200)
    drawn = np.stack(
        [0.4 * torch.randn(50, generator=seeded(10_000 + seed), dtype=torch.float64).numpy()
         for seed in recipe.seeds]
    )  # fmt: skip
    np.testing.assert_allclose(run["targets"], clean(t) + drawn, atol=1e-5)
    kept = np.searchsorted(run["steps"], run["fit_steps"])
    fits = run["fits"].astype(float)
    at_points = fits[..., ::4]
    test = np.square(fits - clean(fine)).mean(-1)
    np.testing.assert_allclose(run["test"][kept], test, rtol=3e-3)
    train = np.square(at_points - clean(t) - drawn).mean(-1)
    np.testing.assert_allclose(run["train"][kept], train, rtol=3e-3)
    off, there = np.fft.fft(at_points - clean(t)), np.fft.fft(drawn)
    for place, (low, high) in enumerate(((3, 6), (7, 12), (13, 24))):
        band = slice(low, high + 1)
        both = (off * there.conj()).real[..., band].sum(-1)
        share = both / np.square(np.abs(there))[..., band].sum(-1)
        np.testing.assert_allclose(run["taken"][kept][..., place], share, atol=0.01)


def test_the_networks_of_a_ladder_are_those_of_their_case_and_seed():
    recipe = line.Ladder(None, ("relu",), (3, 5), width=6, steps=12, learning_rate=1e-3, points=16)
    run = line.FREQUENCY_LADDER.run(recipe, "relu")
    x = torch.from_numpy(2 * np.pi * line_of(16)).float()[:, None]
    for place, seed in enumerate(recipe.seeds):
        model = dense(
            (1, 6, 6, 1), generator=seeded(seed), activation="relu", gain=2**0.5, bias=0.5
        )
        start = model(x)[:, 0].detach().double().numpy()
        np.testing.assert_allclose(run["fits"][0, place], start, atol=5e-3)
        np.testing.assert_allclose(run["errors"][0, place], misses(start, (1, 3, 5), 16), rtol=1e-3)
    truth = sum(np.sin(2 * np.pi * k * line_of(16)) for k in (1, 3, 5))
    left = np.square(run["fits"][-1].astype(float) - truth).mean(-1)
    np.testing.assert_allclose(run["losses"], left, rtol=0.05)
    assert (run["losses"] < np.square(run["fits"][0].astype(float) - truth).mean(-1)).all()


def test_a_photographs_errors_are_those_of_the_fit_that_is_kept():
    recipe = photograph.Photograph("photographs", seeds=(3, 5), steps=6, width=5, side=16)
    run = photograph.PHOTOGRAPH_FIT.run(recipe, "squares")
    places = torch.linspace(-1, 1, 16)
    inputs = torch.stack(torch.meshgrid(places, places, indexing="ij"), -1).reshape(-1, 2)
    start = dense((2, 5, 5, 1), generator=seeded(3))(inputs).detach().reshape(16, 16)
    np.testing.assert_allclose(run["fits"][0, 0], start, atol=2e-3)
    target = photograph.squares(recipe)[0].double().numpy()
    f = np.fft.fftfreq(16, 1 / 16)
    distance = np.hypot(f[:, None], f)
    kept = np.searchsorted(run["steps"], run["fit_steps"])
    for place, (low, high) in enumerate(((0, 2), (2, 5), (5, 9), (9, 17))):
        band = (distance >= low) & (distance < high)
        off, there = (
            np.square(np.abs(np.fft.fft2(each)))[..., band].sum(-1)
            for each in (run["fits"][:, 0].astype(float) - target, target)
        )
        found = run["errors"][kept, 0, place]
        np.testing.assert_allclose(found, np.sqrt(off / there), rtol=0.01)


# On images


class Says(torch.nn.Module):
    """A classifier that gives 0 to every class, whatever it sees."""

    def forward(self, images):
        return torch.zeros(len(images), 10)


@pytest.mark.parametrize(("loss", "answer"), [("mse", 0.0), ("cross_entropy", 0.1)])
def test_both_parts_of_an_answer_that_is_known_are_those_of_the_training_images(
    loss, answer, monkeypatch
):
    asked = []

    def fit(training, data, *, loss, record):
        asked.append((training, data, loss, record))
        records = [{"step": step, **record.measure(Says())} for step in record.at]
        return SimpleNamespace(records=records, model=Says())

    monkeypatch.setattr(images_training, "fit", fit)
    recipe = images_training.InParts(
        "digits", count=300, epochs=2, seeds=(3,), deltas=(), batch_size=100, records=3
    )
    values = DIGITS_IN_PARTS.run(recipe, f"mlp-{loss}-seed3")
    ((training, data, minimised, _),) = asked
    assert (training.seed, training.model, training.epochs) == (3, "digits_mlp", 2)
    assert (training.optimizer, training.weight_decay) == ("adamw", 0)
    assert (training.learning_rate, training.warm_up, training.batch_size) == (5e-4, 0.1, 100)
    assert (training.augmentation, training.precision) == ("none", "fp32")
    train = datasets.load("digits", "train", count=300)
    assert torch.equal(data.images, train.images)
    hot = F.one_hot(train.labels, 10).double()
    wanted = {"mse": 0.1, "cross_entropy": math.log(10)}[loss]
    assert minimised(torch.zeros(300, 10), train.labels).item() == pytest.approx(wanted, rel=1e-5)
    x = train.images.flatten(1).double()
    near = torch.exp(-torch.cdist(x, x).square() / (2 * values["delta"] ** 2))
    near = near / near.sum(1, keepdim=True)
    low, off = near @ hot, answer - hot
    low_off = near @ off
    pairs = {"low": (low_off, low), "high": (off - low_off, hot - low)}
    for part, (error, whole) in pairs.items():
        expected = (error.norm() / whole.norm()).item()
        np.testing.assert_allclose(values[f"{part}_rule"], expected, rtol=1e-3)
        energy = whole.square().sum().item()
        assert values[f"energy_{part}_rule"] == pytest.approx(energy, rel=1e-3)
    assert values["right"] == pytest.approx((train.labels == 0).double().mean().item())


def test_labels_are_those_of_training_images_and_their_shares_plain_sums():
    recipe = labels.Labels("digits", count=120, deltas=(0.9,))
    values = labels.DIGITS_LABELS.run(recipe, "labels")
    train = datasets.load("digits", "train", count=120)
    x, hot = train.images.flatten(1).double(), F.one_hot(train.labels, 10).double()
    for delta, share, mean_label in zip(
        values["deltas"], values["shares"], values["mean_labels"], strict=True
    ):
        near = torch.exp(-torch.cdist(x, x).square() / (2 * delta**2))
        low = near / near.sum(1, keepdim=True) @ hot
        energies = low.square().sum(), (hot - low).square().sum()
        assert share == pytest.approx((energies[0] / sum(energies)).item(), rel=1e-3)
        left = (low - hot.mean(0)).square().sum() / energies[0]
        assert mean_label == pytest.approx(left.sqrt().item(), rel=1e-3)
    assert values["deltas"][1] == 0.9
    assert values["places"].sum(1).tolist() == hot.sum(0).tolist()
    along = (x - x.mean(0)) @ torch.linalg.svd(x - x.mean(0), full_matrices=False).Vh[0]
    v = ((along - along.min()) / (along.max() - along.min())).numpy()
    for xi in (0, 1, 7):
        waves = np.exp(-2j * np.pi * xi * v)
        found = values["spectrum_labels"][:, 4 * xi]
        np.testing.assert_allclose(found, np.abs(hot.numpy().T @ waves) / 120, rtol=1e-3, atol=1e-5)


# Ricker units, parity and Poisson's equation


def test_deep_networks_begin_as_their_seeds_and_scales_say():
    recipe = deep.Deep(seeds=(3, 5), widths=(6, 6), points=16, steps=2)
    run = deep.OTHER_ACTIVATIONS.run(recipe, "ricker10")
    x = torch.from_numpy(2 * np.pi * line_of(16)).float()[:, None]
    for place, seed in enumerate(recipe.seeds):
        model = dense(
            (1, 6, 6, 1), generator=seeded(seed), activation=lambda: Ricker(0.1), bias=0.1,
            first=(0.1, 0.1),
        )  # fmt: skip
        start = model(x)[:, 0].detach().double().numpy()
        np.testing.assert_allclose(run["errors"][0, place], misses(start, (1, 3, 5), 16), rtol=1e-3)


@pytest.mark.parametrize("kind", ["fixed", "gaussian"])
def test_one_step_of_random_features_is_half_the_inverse_curvature_down_the_gradient(kind):
    recipe = ricker.Reversal(seeds=(3, 5), units=40, points=16, steps=2)
    run = ricker.RICKER_REVERSAL.run(recipe, f"{kind}300")
    x = 2 * np.pi * line_of(16)
    y = sum(np.sin(k * x) for k in (1, 3, 5))
    for place, seed in enumerate(recipe.seeds):
        generator = seeded(seed)
        w = torch.randn(40, generator=generator).numpy()
        b = 1.5 * np.pi * (2 * torch.rand(40, generator=generator).numpy() - 1)
        z = x[:, None] * (np.sign(w) if kind == "fixed" else w) + b
        features = np.pi**0.25 / (15 * 0.3) * (1 - (z / 0.3) ** 2) * np.exp(-((z / 0.3) ** 2) / 2)
        rate = 0.5 / (2 * np.linalg.norm(features, 2) ** 2 / 16)
        after = rate * 2 / 16 * features @ features.T @ y
        found = run["errors"][list(run["steps"]).index(1), place]
        np.testing.assert_allclose(run["errors"][0, place], 1, rtol=1e-5)
        np.testing.assert_allclose(found, misses(after, (1, 3, 5), 16), rtol=1e-3)


def test_networks_of_ricker_units_have_the_scales_and_the_seeds_of_their_recipe(monkeypatch):
    model = ricker.paired(4000, 0.3, 4)
    assert model[0].weight.std().item() == pytest.approx(1, rel=0.05)
    assert model[0].bias.std().item() == pytest.approx(2, rel=0.05)
    seen = []
    monkeypatch.setattr(
        ricker, "watched", lambda models, *rest, **options: seen.append((models, options)) or {}
    )
    ricker.RICKER_REVERSAL.run(ricker.Reversal(seeds=(3, 5), units=8), "networks200")
    ((models, options),) = seen
    for each, seed in zip(models, (3, 5), strict=True):
        assert torch.equal(each[0].weight, ricker.paired(8, 0.2, seed)[0].weight)
        assert each[1].width == 0.2
    assert options == {"steps": 100, "rate": 3e-3}


def test_a_parity_that_is_known_where_it_was_seen_is_tested_elsewhere(monkeypatch):
    """The planted network says what it was given there, and a half everywhere else."""
    given = {}

    def fit(models, inputs, targets, **options):
        given.update(inputs=inputs, targets=targets, models=models, options=options)

        def ensemble(points):
            same = (points[None, :, None] == inputs[:, None]).all(-1).float()
            seen = same.sum(-1) > 0
            return torch.where(seen, (same @ targets)[..., 0], 0.5)[..., None]

        return SimpleNamespace(ensemble=ensemble)

    monkeypatch.setattr(parity.ensembles, "fit", fit)
    recipe = parity.Parity(inputs=5, count=12, widths=(4,), seeds=(3, 5))
    run = parity.PARITY.run(recipe, "parity")
    points = parity.signs(5).numpy()
    values = points.prod(1)
    for place in (0, 1):
        chosen = given["inputs"][place].numpy()
        assert given["targets"][place, :, 0].tolist() == chosen.prod(1).tolist()
        seen = (points[:, None] == chosen).all(-1).any(1)
        assert seen.sum() == 12
        rest = values[~seen]
        assert run["train_error"][place] == 0
        assert run["test_error"][place] == pytest.approx(np.square(0.5 - rest).mean(), rel=1e-5)
        assert run["test_variance"][place] == pytest.approx(rest.var(), rel=1e-5)
        assert run["test_right"][place] == pytest.approx((rest > 0).mean())
        waves = np.exp(-2j * np.pi * np.linspace(0, 0.25, 51)[:, None] * points.sum(1))
        says = np.where(seen, values, 0.5)
        spectra = {
            "true": waves @ values / 32, "network": waves @ says / 32,
            "sampled": waves[:, seen] @ values[seen] / 12,
        }  # fmt: skip
        for name, spectrum in spectra.items():
            np.testing.assert_allclose(run[f"{name}_spectrum"][place], np.abs(spectrum), atol=1e-5)
    weights = torch.cat([part.flatten() for part in given["models"][0].parameters()])
    assert 0.02 < weights.std() < 0.1
    assert given["options"] == {"steps": 400, "learning_rate": 1e-3}


def planted_values(intervals, shares):
    """The solution on the grid, whose modes 2, 6 and 16 are off by known shares."""
    u = poisson.solve(poisson.four_waves(poisson.grid(intervals)))
    j = torch.arange(intervals + 1, dtype=torch.float64)
    for mode, share in zip((2, 6, 16), shares, strict=True):
        wave = torch.sin(mode * math.pi * j / intervals)
        u = u + share * 2 / intervals * (u @ wave) * wave
    return u


def test_the_error_of_a_mode_is_its_share_of_the_solution_on_the_grid(monkeypatch):
    shares = (0.5, -0.25, 0.125)
    values = planted_values(60, shares)[None, None]
    runs = SimpleNamespace(records={"values": values})
    monkeypatch.setattr(order, "trained", lambda recipe, seeds: runs)
    found = order.POISSON_ORDER.run(order.Poisson(intervals=60), "networks")
    np.testing.assert_allclose(found["errors"][0, 0], np.abs(shares), rtol=1e-5)


def test_networks_are_trained_on_the_energy_with_the_weight_of_the_recipe(monkeypatch):
    seen = {}

    def fit(models, *given, **options):
        seen.update(options)
        return Runs(Ensemble.of(models), torch.zeros(0), {})

    monkeypatch.setattr(order.ensembles, "fit", fit)
    order.trained(order.Poisson(intervals=40, widths=(4,), boundary=7.0), (3,))
    x = np.linspace(-1, 1, 41)
    v, g = np.cos(3 * x), np.sin(x) + 4 * np.sin(4 * x) - 8 * np.sin(8 * x) + 16 * np.sin(24 * x)
    slopes = np.square(np.diff(v) / 0.05).sum() * 0.05 / 2
    expected = slopes - np.trapezoid(g * v, x) + 7 * (v[0] ** 2 + v[-1] ** 2)
    found = seen["loss"](*(torch.from_numpy(each)[:, None] for each in (v, g)))
    assert found.item() == pytest.approx(expected)


def test_a_race_takes_the_line_through_the_ends_off_before_the_sweeps(monkeypatch):
    """The planted network has the solution, and a line of slope 0.3 besides."""
    x = poisson.grid(20)
    u = poisson.four_waves_solution(x)
    recipe = hybrid.POISSON_HYBRID.recipes["quick"].tiny()
    steps = order.recorded(recipe.training)
    values = (u + 0.3 * x).expand(len(steps), 1, -1)
    seconds = torch.arange(len(steps), dtype=torch.float64)[:, None] + 5
    runs = SimpleNamespace(records={"values": values, "seconds": seconds})
    asked = []
    monkeypatch.setattr(hybrid, "trained", lambda each, seeds: asked.append(seeds) or runs)
    found = hybrid.POISSON_HYBRID.run(recipe, "seed3")
    assert asked == [(3,)]
    np.testing.assert_allclose(found["errors"], 0.3, rtol=1e-5)
    np.testing.assert_allclose(found["anchored"], 0, atol=1e-6)
    assert found["seconds"].tolist() == [*range(len(steps))]
    for place in range(4):
        assert found[f"errors{place}"][0] == pytest.approx(0, abs=1e-6)
        alone = poisson.jacobi(u, poisson.four_waves(x), sweeps=6)
        assert found[f"errors{place}"][-1] == pytest.approx(
            (alone - u).abs().max().item(), rel=1e-5
        )
    true = (poisson.solve(poisson.four_waves(x)) - u).abs().max().item()
    assert found["direct_error"] == pytest.approx(true)


# Why low frequencies come first


def test_the_ladder_of_activations_keeps_the_errors_of_its_fits_and_the_spectrum_of_its_start():
    recipe = activations.Ladder(width=6, steps=40, seeds=(3, 5), waves=3, points=16)
    run = activations.ACTIVATION_LADDER.run(recipe, "relu-wide")
    found = misses(run["fits"].astype(float), (1, 2, 3), 16)
    np.testing.assert_allclose(run["errors"], found, rtol=1e-3)
    x = np.linspace(-12, 12, 20_001)
    for place, seed in enumerate(recipe.seeds):
        generator = seeded(5000 + seed)
        w = torch.randn(3, 2, generator=generator).numpy() * (2.0, 3.6)
        a = torch.randn(3, generator=generator).numpy()
        half = np.maximum(x[:, None] * w[:, 0] + w[:, 1], 0) @ a / math.sqrt(6)
        for cycles in (8, 9):
            wave = np.exp(-(x**2) / 2 - 1j * cycles * x)
            size = np.abs(np.trapezoid(half * wave, x))
            assert run["start"][place, cycles - 8] == pytest.approx(size, rel=2e-3)
    assert run["start"].shape == (2, 33)
    assert not np.allclose(run["start"], run["end"], rtol=1e-3)
    units = activations._unit_fits("tanh", (3, 5))
    np.testing.assert_allclose(units[:, 1], math.pi**2, rtol=0.02)
    np.testing.assert_allclose(run["unit"][:, 0], -2, rtol=0.05)
    assert run["first"].shape == run["lasting"].shape == (2, 3)


def test_a_unit_prefers_the_low_frequency_if_all_three_of_its_gradients_do():
    """The gradients by differences of the closed transform, draw by draw."""
    recipe = dominance.Dominance(scales=(3.0,), ratios=(10.0,), draws=64, units=2)
    run = dominance.GRADIENT_DOMINANCE.run(recipe, "seed5")
    generator = seeded(5)
    a, w, b = (3 * torch.randn(64, generator=generator, dtype=torch.float64) for _ in range(3))
    sizes = []
    for cycles, error in ((1, 1.0), (5, 10.0)):
        phase = 2 * math.pi * torch.rand(64, generator=generator, dtype=torch.float64)
        turn = torch.exp(-1j * phase)

        unit = partial(tanh_transform, torch.tensor([cycles / (2 * math.pi)]))
        h = 1e-6 * w.abs()
        by_w = a * (unit(w + h, b) - unit(w - h, b)) / (2 * h)
        by_b = a * (unit(w, b + 1e-6) - unit(w, b - 1e-6)) / 2e-6
        sizes.append(
            torch.stack([(turn * each).real.abs() * error for each in (unit(w, b), by_w, by_b)])
        )
    ahead = sizes[0] > sizes[1]
    assert run["outer"][0, 0] == pytest.approx(ahead[0].double().mean().item())
    assert run["unit"][0, 0] == pytest.approx(ahead.all(0).double().mean().item())
    both = ahead.all(0).view(-1, 2).all(1).double().mean().item()
    assert run["network"][0, 0] == pytest.approx(both)
    assert 0 < both < run["unit"][0, 0] < run["outer"][0, 0] < 1
    middle = (10 * sizes[0][0] / sizes[1][0]).log().median().item()
    assert run["median_log_ratio"][0] == pytest.approx(middle, rel=1e-6)


def test_the_worst_step_of_each_seed_counts_and_rates_are_half_of_what_overshoots(monkeypatch):
    def fit(models, inputs, targets, *, steps, learning_rate, measure, at, **rest):
        ensemble = Ensemble.of(models)
        records = [measure(ensemble) for _ in at]
        stacked = {name: torch.stack([each[name] for each in records]) for name in records[0]}
        losses = stacked["whole"][:steps].clone()
        losses[1, 0] *= 1.25
        stacked["whole"] = stacked["whole"] * 0.5 ** torch.arange(steps + 1)[:, None]
        losses = losses * 0.5 ** torch.arange(steps)[:, None]
        return Runs(ensemble, losses, stacked)

    monkeypatch.setattr(stages, "fit", fit)
    recipe = stages.Stages(width=6, points=64, steps=10, seeds=(3, 5))
    run = stages.TRAINING_STAGES.run(recipe, "relu")
    np.testing.assert_allclose(run["parseval"], [0.2, 0], atol=1e-12)
    assert run["stages"].tolist() == [0, 0, 3, 10]
    place = stages.line(recipe)
    for rate, seed in zip(run["rates"], recipe.seeds, strict=True):
        generator = seeded(6000 + seed)
        w = torch.randn(6, 2, generator=generator).double().numpy() * (2.0, 3.6)
        a = torch.randn(6, generator=generator).double().numpy()
        z = place.inputs.numpy() @ w.T
        by_w = ((z > 0) * a)[..., None] * place.inputs.numpy()[:, None]
        rows = np.concatenate([by_w.reshape(64, -1), np.maximum(z, 0)], 1) / math.sqrt(6)
        rows = rows * place.weights.numpy()[:, None]
        assert rate == pytest.approx(0.5 / (2 * np.linalg.norm(rows, 2) ** 2), rel=1e-5)


def test_rates_are_foretold_by_the_kernel_of_a_network_without_end_at_the_same_points():
    """Its eigenvalues on a circle: for ReLU, of both layers, at angles apart by d."""
    recipe = rates.Rates(width=64, points=16, waves=3, steps=4, records=4, seeds=(3, 5))
    for case, bias in (("small", 1.0), ("bias_free", 0.0)):
        run = rates.TANGENT_RATES.run(recipe, case)
        turn = 2 * np.pi * np.arange(16) / 16
        inner = np.cos(turn) + bias
        size = 1 + bias
        angle = np.arccos(np.clip(inner / size, -1, 1))
        outer = size * (np.sin(angle) + (np.pi - angle) * np.cos(angle)) / (2 * np.pi)
        kernel = outer + inner * (np.pi - angle) / (2 * np.pi)
        values = np.fft.fft(kernel).real / 16
        rate = 0.9 / values.max()
        expected = -np.log(np.abs(1 - rate * values[1:4]))
        np.testing.assert_allclose(run["predicted"], expected, rtol=1e-6, atol=1e-12)
        assert run["errors"].shape == (5, 2, 3)
        amplitude = 0.02
        np.testing.assert_allclose(run["errors"][0], amplitude / 2, rtol=1e-3)


def test_the_change_of_a_kernel_is_its_share_of_the_kernel_before(monkeypatch):
    """All parameters are multiplied by √2, so that the kernel of a ReLU network is doubled."""

    def fit(models, inputs, targets, *, steps, measure, at, **rest):
        before = Ensemble.of(models)
        after = {name: 2**0.5 * part for name, part in before.parameters.items()}
        errors = torch.stack([measure(before)["errors"] for _ in at])
        return Runs(Ensemble(before.skeleton, after), torch.zeros(steps, 2), {"errors": errors})

    monkeypatch.setattr(rates, "fit", fit)
    recipe = rates.Rates(width=8, points=8, waves=3, steps=4, records=4, seeds=(3, 5))
    run = rates.TANGENT_RATES.run(recipe, "small")
    np.testing.assert_allclose(run["kernel_change"], 1, rtol=1e-9)
    np.testing.assert_allclose(run["measured"], 0, atol=1e-9)
