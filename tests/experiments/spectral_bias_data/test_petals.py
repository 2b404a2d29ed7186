"""Curves with petals: what is trained on them, and how the numbers of the claims are read."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import (
    neighbours,
    petal_classes,
    petal_curve,
    petal_twins,
    petals,
)
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result

TINY = petals.PETALS.recipes["quick"].tiny()


def made(experiment, recipe, **shards):
    """A result with numbers that are made up."""
    return Result(experiment.name, "thorough", recipe, shards, {})


# Curves


def test_a_curve_has_the_radii_and_the_lengths_of_the_specification():
    """Lengths by the integral of |γ'| = √(R² (2π)² + R'²)."""
    z = np.linspace(0, 1, 200_001)
    for count, known in ((0, 2 * math.pi), (4, 10.6), (10, 21.5), (16, 33.1)):
        radius = 1 + 0.5 * np.sin(2 * np.pi * count * z)
        slope = np.pi * count * np.cos(2 * np.pi * count * z)
        length = np.trapezoid(np.hypot(2 * np.pi * radius, slope), z)
        assert petal_curve.length(count) == pytest.approx(length, rel=1e-4)
        assert length == pytest.approx(known, rel=5e-3)
        points = petal_curve.curve(torch.from_numpy(z), count)
        np.testing.assert_allclose(points.norm(dim=1), radius, atol=1e-12)
        angles = torch.atan2(points[:, 1], points[:, 0]) / (2 * math.pi)
        np.testing.assert_allclose(angles[1:90_000], z[1:90_000], atol=1e-9)


def test_a_coordinate_holds_the_frequencies_1_and_those_beside_the_petals():
    """Amplitudes 1, ¼ and ¼ at 1, L − 1 and L + 1: not L, as the text has it."""
    points = petal_curve.curve(petal_curve.places(200), 10)
    found = 2 * torch.fft.rfft(points[:, 0]).abs() / 200
    expected = torch.zeros(101, dtype=torch.float64)
    expected[[1, 9, 11]] = torch.tensor([1, 0.25, 0.25], dtype=torch.float64)
    torch.testing.assert_close(found, expected, atol=1e-12, rtol=0)


def polygon(points):
    return (torch.roll(points, -1, 0) - points).norm(dim=1).sum().item()


def test_curves_of_one_length_have_it_and_keep_their_shape():
    z = petal_curve.places(20_000)
    shaped = [petal_curve.drawn(z, kind, 10) for kind in ("petals", "equal", "long")]
    lengths = [polygon(each) for each in shaped]
    assert lengths[1] == pytest.approx(2 * math.pi, rel=1e-6)
    assert lengths[2] == pytest.approx(lengths[0], rel=1e-6)
    assert lengths[0] > 21
    radii = [each.norm(dim=1) for each in shaped]
    np.testing.assert_allclose(radii[0] / radii[1], lengths[0] / (2 * math.pi), rtol=1e-6)
    assert radii[2].std() < 1e-12
    with pytest.raises(ValueError, match="one of petals, equal, long; got 'short'"):
        petal_curve.drawn(z, "short", 4)


def test_the_waves_of_a_seed_have_amplitude_one_and_its_phases_on_every_curve():
    z = petal_curve.places(128)
    spectra = [torch.fft.rfft(petal_curve.waves(z, (4, 8, 32), s)) * 2 / 128 for s in (0, 1)]
    for spectrum in spectra:
        sizes = spectrum.abs()
        np.testing.assert_allclose(sizes[[4, 8, 32]], 1, atol=1e-6)
        assert sizes.sum() == pytest.approx(3, abs=1e-4)
    assert (spectra[0] - spectra[1]).abs()[4] > 0.1


def test_networks_are_those_of_pytorch_s_linear_layers():
    model = relu_stacks.stack(2, 400, layers=4, seed=3)
    layers = [model[place] for place in range(0, len(model), 2)]
    assert [tuple(layer.weight.shape) for layer in layers] == [
        (400, 2), (400, 400), (400, 400), (1, 400),
    ]  # fmt: skip
    for layer in layers:
        edge = 1 / math.sqrt(layer.in_features)
        for part in (layer.weight, layer.bias):
            assert part.abs().max() <= edge
        assert layer.weight.std().item() == pytest.approx(edge / math.sqrt(3), rel=0.1)
    again = relu_stacks.stack(2, 400, layers=4, seed=3)
    assert torch.equal(model[2].weight, again[2].weight)
    assert not torch.equal(model[2].weight, relu_stacks.stack(2, 400, layers=4, seed=4)[2].weight)


# Waves


def planted(values):
    """A training whose networks say given values, (S, n), wherever they are asked."""
    asked = {}

    def fit(models, inputs, targets, *, measure=None, at=(), **options):
        asked.update(inputs=inputs, targets=targets, models=models, **options)

        def ensemble(points):
            return values.float()[..., None]

        records = {} if measure is None else measure(ensemble)
        records = {name: each[None].repeat(len(set(at)), 1, *[1] * (each.dim() - 1))
                   for name, each in records.items()}  # fmt: skip
        return SimpleNamespace(ensemble=ensemble, records=records)

    return fit, asked


def test_amplitudes_and_losses_of_a_training_are_those_of_what_its_networks_say(monkeypatch):
    z = petal_curve.places(128)
    halves = torch.stack([petal_curve.waves(z, (8,), 0) / 2, 0 * z])
    fit, asked = planted(halves)
    monkeypatch.setattr(petals.ensembles, "fit", fit)
    recipe = replace(TINY, steps=7)
    run = petals._run(recipe, "equal10")
    np.testing.assert_allclose(run["amplitudes"][0, 0], [0, 0.5, *[0] * 6], atol=1e-3)
    np.testing.assert_allclose(run["amplitudes"][0, 1], 0, atol=1e-3)
    targets = torch.stack([petal_curve.waves(z, recipe.frequencies, s) for s in recipe.seeds])
    torch.testing.assert_close(asked["targets"][..., 0], targets.float())
    np.testing.assert_allclose(run["losses"][0], (halves - targets).square().mean(1), rtol=1e-4)
    torch.testing.assert_close(asked["inputs"][0], petal_curve.drawn(z, "equal", 10).float())
    assert (asked["steps"], asked["learning_rate"]) == (7, 1e-3)
    assert run["steps"].tolist() == [*range(8)]
    alone = relu_stacks.stack(2, recipe.width, layers=recipe.layers, seed=recipe.seeds[1])
    assert torch.equal(asked["models"][1][0].weight, alone[0].weight)


def test_a_short_training_learns_something_on_every_curve():
    recipe = replace(TINY, width=32, steps=150, points=64, frequencies=(1, 2))
    for case in ("petals0", "petals4", "long4"):
        losses = petals._run(recipe, case)["losses"]
        assert (losses[-1] < 0.7 * losses[0]).all()


def curves(losses, early=None):
    """A result whose curves end with given losses, (S,), with given early amplitudes."""
    steps = np.arange(13)
    shards = {}
    for case, values in losses.items():
        amplitudes = np.zeros((13, len(values), 4))
        if early is not None:
            amplitudes[2:, :, 2:] = np.array(early[case])[:, None]
            amplitudes[:, :, :2] = 9  # slow waves do not count
        rows = np.ones((13, len(values)))
        rows[-1] = values
        shards[case] = {"steps": steps, "losses": rows, "amplitudes": amplitudes}
    return made(petals.PETALS, TINY, **shards)


def test_losses_are_in_order_where_both_many_leave_less_than_few_and_few_than_none():
    losses = {
        "petals0": [4.0, 4, 4, 4, 4], "petals4": [3.0, 3, 5, 3, 3],
        "petals10": [1.0, 2, 1, 3.5, 1], "petals16": [2.0, 1, 1, 1, 3.5],
    }  # fmt: skip
    assert petals.loss_order(curves(losses)).mean == pytest.approx(0.4)


def test_early_amplitudes_are_of_fast_waves_after_a_sixth_and_their_ranks_those_of_petals():
    names = [f"petals{n}" for n in petals.LADDER]
    losses = {name: [1.0, 1.0] for name in names}
    early = dict(zip(names, ([0.1, 0.1], [0.2, 0.3], [0.3, 0.2], [0.4, 0.4]), strict=True))
    result = curves(losses, early)
    assert petals.early_amplitudes(result, "petals10").tolist() == pytest.approx([0.3, 0.2])
    assert petals.early_order(result).mean == pytest.approx((1 + 0.8) / 2)
    with pytest.raises(NotMeasured, match="'long10'"):
        petals.gain(result, case="long10")


def test_what_a_curve_gains_is_the_logarithm_of_the_circle_s_loss_over_its_own():
    losses = {"petals0": [1.0, 1.0], "petals10": [0.01, 0.01], "equal10": [0.1, 0.1]}
    assert petals.gain(curves(losses), case="equal10").mean == pytest.approx(1)
    assert petals.kept(curves(losses), petals=10).mean == pytest.approx(0.5)


# Classes


def test_a_third_of_the_points_is_positive_and_a_period_is_one_of_k():
    z = petal_curve.places(3000)
    labels = petal_classes.positive(z, 5, seed=1)
    assert labels.mean().item() == pytest.approx(1 / 3, abs=2e-3)
    assert torch.equal(labels, labels.roll(600))
    assert int((labels.diff() > 0).sum()) in (4, 5)
    sine = petal_curve.waves(z, (5,), 1)
    assert torch.equal(labels > 0, sine > 0.5)


def test_a_row_of_the_table_has_the_accuracy_and_the_loss_of_each_network(monkeypatch):
    recipe = petal_classes.PETAL_CLASSES.recipes["quick"].tiny()
    recipe = replace(recipe, seeds=(3, 5), frequencies=(4, 12), points=64)
    z = petal_curve.places(64)
    cells = [(3, 4), (3, 12), (5, 4), (5, 12)]
    labels = torch.stack([petal_classes.positive(z, k, seed) for seed, k in cells])
    logits = (2 * labels - 1) * torch.tensor([[5.0], [1.0], [-1.0], [0.5]])
    logits[3, :16] *= -1
    fit, asked = planted(logits)
    monkeypatch.setattr(petal_classes.ensembles, "fit", fit)
    run = petal_classes.PETAL_CLASSES.run(recipe, "petals8")
    np.testing.assert_allclose(run["accuracies"], [[1, 1], [0, 0.75]])
    wrong = [F.softplus(torch.tensor(x)).item() for x in (-5.0, -1.0, 1.0, -0.5, 0.5)]
    expected = [[wrong[0], wrong[1]], [wrong[2], 0.75 * wrong[3] + 0.25 * wrong[4]]]
    np.testing.assert_allclose(run["losses"], expected, rtol=1e-5)
    np.testing.assert_allclose(run["shares"].ravel(), 1 - labels.mean(1), rtol=1e-6)
    torch.testing.assert_close(asked["targets"][..., 0], labels)
    torch.testing.assert_close(asked["inputs"][0], petal_curve.curve(z, 8).float())
    assert asked["loss"] is F.binary_cross_entropy_with_logits
    for model, (seed, _) in zip(asked["models"], cells, strict=True):
        alone = relu_stacks.stack(2, recipe.width, layers=recipe.layers, seed=seed)
        assert torch.equal(model[0].weight, alone[0].weight)


def table(values, name="losses"):
    """A result with a table (S, L, K)."""
    recipe = SimpleNamespace(petals=tuple(range(0, 2 * len(values[0]), 2)))
    rows = np.swapaxes(np.array(values, dtype=float), 0, 1)
    shards = {f"petals{n}": {name: row} for n, row in zip(recipe.petals, rows, strict=True)}
    return made(petal_classes.PETAL_CLASSES, recipe, **shards)


def test_the_numbers_of_the_table_are_read_as_its_claims_say():
    falls = [[1, 9], [1, 5], [1, 4], [1, 2], [1, 1.5]]  # L by k
    flat = [[1, 9], [1, 5], [1, 4], [1, 6], [1, 6]]
    turned = [[1, 9], [1, 5], [6, 4], [1, 2], [1, 2]]
    result = table([falls, flat, turned])
    assert petal_classes.fast_losses_fall(result).mean == pytest.approx(2 / 3)
    assert petal_classes.slow_first(result).mean == pytest.approx(2 / 3)
    right = table([[[1, 0.6], [1, 0.7], [1, 0.7], [1, 0.8], [1, 0.9]]], "accuracies")
    assert petal_classes.fast_gain(right).mean == pytest.approx(0.25)
    with pytest.raises(NotMeasured, match="not all rows"):
        petal_classes.cells(made(petal_classes.PETAL_CLASSES, SimpleNamespace(petals=(0, 2))), "x")


# Twins


def test_a_square_of_pixels_goes_row_by_row_from_below():
    points = petal_twins.square(4)
    assert points[0].tolist() == pytest.approx([-1.2, -1.2])
    assert points[1].tolist() == pytest.approx([-0.4, -1.2])
    assert points[-1].tolist() == pytest.approx([1.2, 1.2])


def test_twins_are_compared_two_by_two_on_the_curve_and_around_it(monkeypatch):
    recipe = replace(petal_twins.PETAL_TWINS.recipes["quick"].tiny(), points=64, side=4)
    z = petal_curve.places(64)
    label = petal_classes.positive(z, 20, recipe.seeds[0])
    asked = {}

    def fit(models, inputs, targets, **options):
        asked.update(targets=targets, count=len(models))

        def ensemble(points):
            known = len(points) == 64
            says = (2 * label - 1) if known else torch.ones(16)
            four = says.repeat(4, 1)
            four[1, : len(says) // 4] *= -1  # the first pair differs on a quarter
            return four[..., None]

        return SimpleNamespace(ensemble=ensemble)

    monkeypatch.setattr(petal_classes.ensembles, "fit", fit)
    run = petal_twins.PETAL_TWINS.run(recipe, "twins")
    assert asked["count"] == 4
    assert torch.equal(asked["targets"][3, :, 0], label)
    np.testing.assert_allclose(run["accuracies"], [1, 0.75, 1, 1])
    np.testing.assert_allclose(run["on_curve"], [0.75, 1])
    np.testing.assert_allclose(run["off_curve"], [0.75, 1])
    np.testing.assert_allclose(run["expected"], [0.75, 1])
    assert run["maps"].shape == (2, 4, 4)
    assert run["maps"][1, 0, 0] == pytest.approx(1 / (1 + math.e), abs=1e-3)


def test_only_pairs_that_both_fit_the_curve_are_compared():
    values = {
        "accuracies": np.array([1.0, 0.98, 1.0, 0.9, 0.99, 1.0]),
        "on_curve": np.array([1.0, 0.9, 0.99]),
        "off_curve": np.array([0.8, 0.2, 0.69]),
    }
    result = made(petal_twins.PETAL_TWINS, None, twins=values)
    assert petal_twins.differ(result).mean == pytest.approx(0.25)
    values["accuracies"][4] = 0.5
    with pytest.raises(NotMeasured, match="1 pairs of networks"):
        petal_twins.differ(result)


# Neighbours


def test_shares_among_neighbours_are_those_of_a_plain_search():
    generator = torch.Generator().manual_seed(0)
    known, asked = torch.rand(40, 2, generator=generator), torch.rand(9, 2, generator=generator)
    labels = (torch.rand(40, generator=generator) > 0.5).float()
    found = neighbours.nearest(known, labels, asked, (1, 3, 40))
    for place, point in enumerate(asked):
        order = (known - point).norm(dim=1).argsort()
        for row, count in enumerate((1, 3, 40)):
            share = labels[order[:count]].mean().item()
            assert found[row, place].item() == pytest.approx(share, abs=1e-6)


def test_a_point_is_the_nearest_to_itself_in_any_number_of_blocks(monkeypatch):
    known = petal_curve.curve(petal_curve.places(50), 4)
    labels = petal_classes.positive(petal_curve.places(50), 5, 0)
    whole = neighbours.nearest(known, labels, known, (1, 5))
    assert torch.equal(whole[0], labels)
    monkeypatch.setattr(neighbours, "BLOCK", 7)
    assert torch.equal(neighbours.nearest(known, labels, known, (1, 5)), whole)


def test_a_run_of_neighbours_keeps_profiles_of_maps_and_the_right_ones_of_the_table(monkeypatch):
    recipe = neighbours.NEIGHBOURS.recipes["quick"].tiny()
    recipe = replace(recipe, points=60, side=32, counts=(1, 5), frequencies=(4, 20))
    x = (torch.arange(32) + 0.5) / 32
    wave = torch.cos(2 * math.pi * 5 * x).repeat(32, 1)  # five cycles across the map

    def fit(models, inputs, targets, **options):
        def ensemble(points):
            says = torch.cat([torch.ones(60), torch.logit(0.5 + 0.4 * wave.flatten())])
            return says[None, :, None]

        return SimpleNamespace(ensemble=ensemble)

    monkeypatch.setattr(petal_classes.ensembles, "fit", fit)
    run = neighbours.NEIGHBOURS.run(recipe, "seed7")
    z = petal_curve.places(60)
    label = petal_classes.positive(z, recipe.cell[1], 7)
    assert run["accuracy"] == pytest.approx(label.mean().item())
    assert run["plain"].shape == run["profiles"].shape == (3, 17)
    assert run["plain"][0].argmax() == run["profiles"][0].argmax() == 5
    ring = sum(1 for a in range(-16, 16) for b in range(-16, 16) if round(math.hypot(a, b)) == 5)
    assert run["plain"][0, 5] == pytest.approx(2 * 0.2 / ring, rel=1e-4)
    for row, count in enumerate((1, 5)):
        for place, frequency in enumerate((4, 20)):
            curve, labels = petal_curve.curve(z, 2), petal_classes.positive(z, frequency, 7)
            near = (curve[:, None] - curve).norm(dim=2).argsort(1)[:, :count]
            right = ((labels[near].mean(1) > 0.5) == (labels > 0.5)).double().mean().item()
            assert run["table"][row, 1, place] == pytest.approx(right, abs=0.04)  # ties by chance
    assert (run["table"][0] == 1).all()


def test_slopes_and_low_amplitudes_are_read_off_the_profiles():
    radii = np.arange(65.0)
    radii[0] = 1
    net, one, five = 2 * radii**-3.0, radii**-2.0, radii**-2.5
    recipe = SimpleNamespace(seeds=(0, 1), side=128, counts=(1, 5))
    tables = np.zeros((2, 5, 4))
    tables[1, :, 2:] = np.array([0.7, 0.1, 0.1, 0.8, 0.9])[:, None]
    shards = {
        "seed0": {"profiles": np.stack([net, one, five]), "table": tables},
        "seed1": {"profiles": np.stack([five, one, net]), "table": tables},
    }
    result = made(neighbours.NEIGHBOURS, recipe, **shards)
    np.testing.assert_allclose(neighbours.exponents(result)[0], [-3, -2, -2.5], atol=1e-6)
    assert neighbours.steeper_than_all(result).mean == 0.5
    low = np.log2(radii[1:5])
    expected = ((low - 1).mean() + (0.5 * low).mean()) / 2
    assert neighbours.low_ratio(result, count=1).mean == pytest.approx(expected)
    assert neighbours.fast_gain(result).mean == pytest.approx(0.15)
