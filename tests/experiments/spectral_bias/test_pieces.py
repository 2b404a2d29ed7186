"""Untrained networks and their transforms: what the experiments store, found by another way."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.experiments.spectral_bias import bounds, decay, envelopes, volume
from fourierbook.results.questions import Result
from fourierbook.theory.piecewise_linear import line, regions

RECIPE = replace(decay.DECAY.recipes["quick"], seeds=(3, 5), side=200)


def made(experiment, recipe, **shards):
    """A result with numbers that are made up."""
    return Result(experiment.name, "thorough", recipe, shards, {})


@pytest.fixture(scope="module")
def result():
    return made(decay.DECAY, RECIPE, **{shard: decay.DECAY.run(RECIPE, shard)
                                        for shard in ("line", "plane", "pyramid")})  # fmt: skip


# Envelopes


def test_an_envelope_of_a_wave_is_its_amplitude_and_its_slope_is_the_power():
    k = envelopes.ladder(10.0, 1e4, bins=12, each=400)
    assert k[0] > 10
    assert k[-1] < 1e4
    wave = (7 * k).cos() / k**1.5
    found = envelopes.envelope(torch.stack([wave, 3 * wave]), bins=12)
    np.testing.assert_allclose(found[1], 3 * found[0])
    np.testing.assert_allclose(found[0], k[::400] ** -1.5, rtol=0.1)  # near each bin's beginning
    np.testing.assert_allclose(envelopes.slopes(k, found), -1.5, atol=0.01)


# Decay


def kinks(seed):
    """Kinks and changes of slope of a network of one input, from a plain grid of its slopes."""
    model = decay.network(RECIPE, seed, inputs=1)
    x = torch.linspace(-4, 4, 2_000_001, dtype=torch.float64)
    with torch.no_grad():
        slopes = model(x[:, None])[:, 0].diff() / x.diff()
    change = slopes.diff()
    where = change.abs() > 1e-6
    return x[1:-1][where], change[where]


def test_the_spectrum_of_a_line_is_that_of_its_changes_of_slope(result):
    k = envelopes.ladder(*RECIPE.line_range, bins=RECIPE.bins, each=RECIPE.each)
    slow = k[: 4 * RECIPE.each]  # where a step of the grid is a small part of a wave
    for row, seed in enumerate(RECIPE.seeds):
        places, changes = kinks(seed)
        f = -(torch.exp(-1j * slow[:, None] * places) @ (changes + 0j)) / slow**2
        expected = envelopes.envelope(f, bins=4)
        np.testing.assert_allclose(result.shards["line"]["f"][row, :4], expected, rtol=2e-3)


def test_output_weights_and_biases_move_the_spectrum_as_differences_say():
    """A network of one hidden layer, whose derivatives are known: |w|/k² and |a|/k each."""
    model = nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1)).double()
    for part, value in zip(model.parameters(), (2.0, 0.5, 3.0, 1.0), strict=True):
        part.data[:] = value
    k = torch.tensor([10.0, 300.0, 1e4], dtype=torch.float64)
    before = [part.clone() for part in model.parameters()]

    for part, known in ((model[2].weight, 2 / k**2), (model[0].bias, 3 / k)):
        found = decay._derivative(model, [part], k, torch.Generator().manual_seed(1)).abs()
        generator = torch.Generator().manual_seed(1)
        step = torch.randn(part.shape, generator=generator, dtype=torch.float64).abs().item()
        torch.testing.assert_close(found, step * known, rtol=1e-5, atol=0)
    for part, old in zip(model.parameters(), before, strict=True):
        torch.testing.assert_close(part, old, rtol=1e-14, atol=1e-15)


def test_exponents_of_networks_are_those_of_the_theorem(result):
    np.testing.assert_allclose(decay.exponents(result, "line", "f"), -2, atol=0.15)
    np.testing.assert_allclose(decay.exponents(result, "line", "by_biases"), -1, atol=0.15)
    np.testing.assert_allclose(decay.exponents(result, "line", "by_outputs"), -2, atol=0.2)
    np.testing.assert_allclose(decay.exponents(result, "plane", "along"), -2, atol=0.05)
    np.testing.assert_allclose(decay.exponents(result, "plane", "off"), -3, atol=0.1)
    found = decay.exponents(result, "pyramid", "envelopes")
    np.testing.assert_allclose(found, [-2, -2, -3], atol=0.15)
    assert decay.steeper_off(result).mean == pytest.approx(1, abs=0.1)
    assert decay.exponent(result, shard="line", name="f").n == 2


def test_shares_of_the_bound_lie_below_it_and_misses_are_small(result):
    for shard in ("line", "plane"):
        found = decay.most(result, shard=shard, name="shares")
        assert 0 < found.low <= found.mean <= 1
    assert decay.most(result, shard="plane", name="misses").mean < 1e-3


def test_a_region_that_is_missing_is_a_miss():
    model = decay.network(RECIPE, 3, inputs=2)
    pieces = regions(model)
    whole = decay._missed(pieces, model, 200)
    largest = int(pieces.areas().argmax())
    keep = [place for place in range(len(pieces.corners)) if place != largest]
    fewer = pieces._replace(
        corners=[pieces.corners[place] for place in keep],
        gradients=pieces.gradients[keep],
        offsets=pieces.offsets[keep],
    )
    assert decay._missed(fewer, model, 200) > 1e-3 > 10 * whole


def test_the_strongest_crease_is_the_one_whose_slope_times_length_changes_most():
    layer = nn.Linear(2, 2)
    layer.weight.data = torch.tensor([[0.0, 1.0], [3.0, 3.0]])
    layer.bias.data = torch.tensor([0.0, -3.0])  # the second cuts a corner: length √2, slope √18
    out = nn.Linear(2, 1)
    out.weight.data = torch.ones(1, 2)
    pieces = regions(nn.Sequential(layer, nn.ReLU(), out))
    angle = decay.strongest(pieces) % math.pi
    assert angle == pytest.approx(math.pi / 4)
    layer.weight.data[0] *= 9  # length 2, slope 9
    pieces = regions(nn.Sequential(layer, nn.ReLU(), out))
    assert decay.strongest(pieces) % math.pi == pytest.approx(math.pi / 2)


# Bounds


def test_a_depth_s_numbers_are_those_of_its_networks():
    recipe = replace(bounds.BOUNDS.recipes["quick"], seeds=(3, 5), width=6, waves=40)
    run = bounds.BOUNDS.run(recipe, "depth2")
    for row, seed in enumerate(recipe.seeds):
        model = bounds.network(seed, widths=(2, 6, 6, 1))
        points = torch.stack([corners.mean(0) for corners in regions(model).corners])
        points.requires_grad_()
        (slopes,) = torch.autograd.grad(model(points).sum(), points)
        assert run["steepest"][row] == pytest.approx(slopes.norm(dim=1).max().item())
        product = math.prod(
            np.linalg.norm(model[place].weight.detach().numpy(), 2) for place in (0, 2, 4)
        )
        assert run["product"][row] == pytest.approx(product)
        assert run["regions"][row] == len(regions(model).corners)
        assert 0 < run["amplitudes"][row] <= run["bends"][row]
    assert [len(bounds.network(0, widths=(2, *[4] * depth, 1))) for depth in (1, 5)] == [3, 11]


def depths(**changes):
    """A result of three depths and four networks each."""
    recipe = SimpleNamespace(depths=(1, 2, 3))
    values = {
        "regions": np.array([10.0, 20, 30, 40]), "steepest": np.ones(4),
        "product": np.full(4, 3.0), "bends": np.full(4, 8.0), "amplitudes": np.arange(1.0, 5),
    }  # fmt: skip
    shards = {f"depth{d}": {n: v * 2**d for n, v in values.items()} for d in recipe.depths}
    for name, value in changes.items():
        for d in recipe.depths:
            shards[f"depth{d}"][name] = value(d)
    return made(bounds.BOUNDS, recipe, **shards)


def test_looseness_grows_by_the_mean_factor_a_layer():
    found = bounds.looser_a_layer(depths(product=lambda d: 2.0**d * 3.0**d * np.ones(4)))
    assert (found.mean, found.low, found.high) == pytest.approx((3, 3, 3))
    assert bounds.looseness(depths(), 2).tolist() == [3] * 4


def test_amplitudes_that_go_with_the_bound_correlate_with_it():
    assert bounds.amplitude_follows(depths(), what="pieces").mean > 0.9
    turned = depths(amplitudes=lambda d: 2.0**-d * np.arange(4, 0, -1))
    assert bounds.amplitude_follows(turned, what="pieces").mean < -0.9
    assert bounds.largest_share(depths()).mean == 0.5


def test_a_network_that_is_constant_counts_neither_for_looseness_nor_for_the_bound():
    still = depths(
        steepest=lambda d: np.array([2.0**d, 0, 2.0**d, 2.0**d]),
        bends=lambda d: np.array([8.0, 0, 8, 8]) * 2**d,
        amplitudes=lambda d: np.array([1.0, 0, 3, 4]) * 2**d,
    )
    assert np.isnan(bounds.looseness(still, 1)).tolist() == [False, True, False, False]
    assert bounds.looser_a_layer(still).n == 3
    assert (bounds.largest_share(still).mean, bounds.largest_share(still).n) == (0.5, 9)


def test_the_kernel_s_diagonal_is_that_of_gradients_wave_by_wave():
    recipe = replace(bounds.BOUNDS.recipes["quick"], seeds=(3,), kernel_width=8, points=96)
    run = bounds.BOUNDS.run(recipe, "kernel2")
    model = bounds.network(3, widths=(1, 8, 8, 1))
    x = (torch.arange(96, dtype=torch.float64) + 0.5) / 96 * 2 - 1
    wave = torch.cos(math.pi * 7 * (x + 1) / 2)
    wave = wave / wave.norm()
    gradients = torch.autograd.grad((model(x[:, None])[:, 0] * wave).sum(), [*model.parameters()])
    energy = sum(part.square().sum() for part in gradients).item() / 96
    assert run["eigenvalues"][0, 7] == pytest.approx(energy, rel=1e-8)


def test_the_exponent_of_a_kernel_is_that_of_its_eigenvalues():
    k = np.maximum(np.arange(96.0), 1)
    values = {"eigenvalues": np.stack([k**-2.0, 5 * k**-2.4])}
    found = bounds.kernel_exponent(made(bounds.BOUNDS, None, kernel4=values), depth=4)
    assert found.mean == pytest.approx(-2.2)


# Volume


def test_draws_have_high_frequencies_where_a_plain_loop_finds_them():
    recipe = volume.Volume(None, seed=3, draws=30, grid=0.25)
    run = volume.VOLUME.run(recipe, "cube")
    uniform = torch.rand(
        3, 30, 8, generator=torch.Generator().manual_seed(3), dtype=torch.float64
    ).numpy()
    a, w, b = 2 * uniform - 1
    k = np.arange(4, 48, 0.25)
    counts = []
    for above in volume.ABOVE:
        count = 0
        for draw in range(30):
            kinks, changes = -b[draw] / w[draw], a[draw] * np.abs(w[draw])
            sizes = [abs((changes * np.exp(-1j * one * kinks)).sum()) / one**2 for one in k]
            count += any(size > 0.005 and one > above for size, one in zip(sizes, k, strict=True))
        counts.append(count)
    assert run["counts"].tolist() == counts
    assert run["drawn"] == 30
    assert counts[0] > 25
    assert counts[-1] == 0


def test_the_share_of_draws_has_the_interval_of_a_share():
    values = {"counts": np.array([9, 8, 7, 5, 2, 0, 0]), "drawn": np.array(10)}
    result = made(volume.VOLUME, None, cube=values)
    assert volume.share(result, above=12).mean == pytest.approx(0.7)
    assert volume.share(result, above=24).high == pytest.approx(0.51, abs=0.01)


def test_a_network_of_the_cube_is_a_network():
    """The kinks of Σ a relu(w x + b), which the volume sums, are those of the exact pieces."""
    model = nn.Sequential(nn.Linear(1, 4), nn.ReLU(), nn.Linear(4, 1, bias=False)).double()
    w, b, a = model[0].weight[:, 0], model[0].bias, model[2].weight[0]
    found = line(model, low=-50, high=50)
    order = (-b / w).argsort()
    inside = (-b / w)[order].abs() < 50
    changes = (a * w.abs())[order][inside].detach()
    torch.testing.assert_close(found.slopes()[:, 0].diff(), changes)
