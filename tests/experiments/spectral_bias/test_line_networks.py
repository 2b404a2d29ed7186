"""Experiments 1, 2 and 7 of the chapter on the spectral bias: networks of one variable."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias import (
    input_moves,
    layer_norms,
    order,
    peak,
    perturbation,
)
from fourierbook.experiments.spectral_bias import perturbation_numbers as numbers
from fourierbook.experiments.spectral_bias.wave_sums import WaveSum, blocks, wave_sums
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result
from fourierbook.training.ensembles import Ensemble


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def sums(frequencies=(1, 3), profile="rising", *, points=24, seeds=(4, 5)):
    return wave_sums(frequencies, profile, points=points, seeds=seeds)


# Sums of waves, and what of them there is


def test_a_sum_has_the_amplitudes_of_its_profile_and_phases_of_its_own_seed():
    rising, equal = sums(), sums(profile="equal")
    c = 2 * np.fft.fft(rising.targets.numpy()) / 24
    np.testing.assert_allclose(np.abs(c[:, [1, 3]]), [[0.5, 1.0]] * 2)
    assert np.abs(c[:, [0, 2, 4, 5]]).max() < 1e-12
    turned = np.angle(c[0, [1, 3]]) - np.angle(c[1, [1, 3]])
    assert (np.abs(turned) > 0.01).all(), "each seed has other phases"
    torch.testing.assert_close(sums(seeds=(5,)).targets[0], rising.targets[1])
    torch.testing.assert_close(equal.kept(equal.targets), torch.ones(2, 2).double())


def test_a_wave_that_is_turned_is_kept_and_wrong():
    """By a quarter of a turn: the same magnitude, off by √2 of it."""
    waves = sums((2,), seeds=(4,))
    turned = waves.targets.roll(3, -1)  # of 24 points and two cycles
    assert waves.kept(turned).item() == pytest.approx(1)
    assert waves.errors(turned).item() == pytest.approx(math.sqrt(2))
    half = waves.targets / 2
    assert (waves.kept(half).item(), waves.errors(half).item()) == pytest.approx((0.5, 0.5))


def test_more_seeds_leave_the_blocks_before_them_as_they_are():
    few, many = blocks((7, 8, 9, 10), 2), blocks((7, 8, 9, 10, 11), 2)
    assert few.items() <= many.items()
    assert sum(many.values(), ()) == (7, 8, 9, 10, 11)


# Norms of layers


def test_a_norm_is_the_largest_stretch_of_any_vector():
    weights = torch.randn(2, 5, 7, generator=seeded())
    vectors = torch.randn(7, 20_000, generator=seeded(1))
    stretched = (weights @ (vectors / vectors.norm(dim=0))).norm(dim=1).amax(1)
    norms = layer_norms.spectral_norms(weights)
    assert (stretched <= norms + 1e-6).all()
    assert (stretched > 0.8 * norms).all()


def test_the_notebooks_number_is_the_quotient_of_the_dominant_eigenvector_times_the_rows():
    """A rotation stretches nothing; its quotient is the cosine of its angle, times two rows."""
    angle = 1.0
    turn = torch.tensor([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    assert layer_norms.spectral_norms(turn).item() == pytest.approx(1)
    found = layer_norms.misplaced_quotients(3 * turn, seeded()).item()
    assert found == pytest.approx(2 * 3 * math.cos(angle), rel=1e-5)
    dominant = torch.tensor([[5.0, 4.0], [0.0, 1.0]])
    assert layer_norms.misplaced_quotients(dominant, seeded()).item() == pytest.approx(10, rel=1e-3)


def test_layers_of_one_input_or_output_have_their_norm_in_both():
    for shape in ((2, 6, 1), (2, 1, 6)):
        weights = torch.randn(shape, generator=seeded())
        torch.testing.assert_close(
            layer_norms.misplaced_quotients(weights, seeded()), layer_norms.spectral_norms(weights)
        )


def test_a_fresh_layer_of_the_papers_size_has_a_norm_near_1_and_tens_in_the_notebook():
    weights = relu_stacks.stack(1, 256, layers=3, seed=0)[2].weight.detach()
    assert layer_norms.spectral_norms(weights).item() == pytest.approx(2 / math.sqrt(3), rel=0.05)
    assert 3 < layer_norms.misplaced_quotients(weights, seeded()).item() < 150


def test_units_are_those_of_the_paper_between_as_many_linear_layers_as_it_counts():
    kinds = [type(part) for part in relu_stacks.stack(1, 4, layers=6, seed=0)]
    assert kinds == [nn.Linear, nn.ReLU] * 5 + [nn.Linear]


# 1: the order


ORDER = order.Order(None, (1, 2, 4), seeds=(3, 5), width=5, steps=12, learning_rate=1e-2, points=16)


def test_what_is_recorded_of_an_order_is_that_of_its_fits():
    run = order.trained(ORDER, "rising-seed3")
    places = np.searchsorted(run["steps"], run["fit_steps"])
    waves = sums((1, 2, 4), points=16, seeds=(3,))
    np.testing.assert_allclose(run["target"], waves.targets[0], atol=1e-6)
    fits = run["fits"].astype(float)
    c = (2 / 16 * np.fft.fft(fits))[:, [1, 2, 4]]
    true = (2 / 16 * np.fft.fft(run["target"]))[[1, 2, 4]]
    np.testing.assert_allclose(run["kept"][places, 0], np.abs(c) / [1 / 3, 2 / 3, 1], atol=5e-3)
    wrong = np.abs(c - true) / [1 / 3, 2 / 3, 1]
    np.testing.assert_allclose(run["errors"][places, 0], wrong, atol=5e-3)
    start = relu_stacks.stack(1, 5, layers=6, seed=3)
    x = torch.arange(16)[:, None] / 16
    np.testing.assert_allclose(fits[0], start(x)[:, 0].detach(), atol=2e-3)
    norms = [torch.linalg.svdvals(part.weight)[0].item() for part in start[::2]]
    np.testing.assert_allclose(run["norms"][0, 0], norms, rtol=2e-3)
    left = np.square(fits[-1] - run["target"]).mean()
    assert run["losses"][0] == pytest.approx(left, rel=0.1)


def planted_order(kept, norms=None, steps=(0, 10, 20, 40)):
    """A result whose seeds have so much of each wave along the steps, (T, S, K)."""
    run = {"steps": np.array(steps), "kept": np.array(kept)}
    if norms is not None:
        run["norms"] = np.array(norms, dtype=float)
    return Result("order_of_waves", "quick", ORDER, {"equal-seed3": run}, {})


def reached(times, steps=(0, 10, 20, 40)):
    """Shares that pass one half at these steps, by seed and wave."""
    return (np.array(steps)[:, None, None] >= np.array(times)) * 0.8


def test_pairs_in_order_count_ties_and_waves_that_only_the_lower_one_has():
    late = np.inf
    times = [[10, 20, 40], [10, 10, late], [40, 20, 10], [late, late, 10], [10, late, late]]
    result = planted_order(reached(times))
    assert order.halves(result, "equal")[1].tolist() == [10, 10, late]
    # Of the last two the pair that nobody has is left out: two wrong ones, and two right ones.
    assert order.ordered(result, profile="equal").mean == pytest.approx((1 + 1 + 0 + 0 + 1) / 5)
    half = planted_order(reached([[10, 20, 40], [20, 10, 40]]))
    assert order.ordered(half, profile="equal").mean == pytest.approx((1 + 2 / 3) / 2)


def test_the_power_of_the_times_is_that_of_the_frequencies():
    steps = (0, 3, 12, 48)
    result = planted_order(reached([[3, 12, 48]] * 2, steps), steps=steps)
    assert order.exponent(result, profile="equal").mean == pytest.approx(2)


def test_norms_grow_from_the_lowest_wave_to_the_last_that_is_learnt():
    growing = np.array([1.0, 2.0, 4.0, 16.0])[:, None, None] * np.ones((1, 2, 6))
    growing[..., [0, -1]] = 1
    result = planted_order(reached([[10, 20, 40], [10, 20, np.inf]]), growing)
    assert order.growth(result, profile="equal").mean == pytest.approx(math.sqrt(8 * 2))


def test_a_profile_that_was_not_trained_is_not_measured():
    with pytest.raises(NotMeasured, match="rising amplitudes"):
        order.ordered(planted_order(reached([[10, 20, 40]])), profile="rising")


# 2: perturbations


def test_a_perturbation_has_its_size_and_no_direction_before_others():
    like = {"weight": torch.zeros(3, 2), "bias": torch.zeros(3)}
    found = perturbation.directions(like, 4000, seed=0)
    flat = torch.cat([part.flatten(1) for part in found.values()], 1)
    torch.testing.assert_close(flat.norm(dim=1), torch.ones(4000))
    torch.testing.assert_close(flat.T @ flat / 4000, torch.eye(9) / 9, rtol=0, atol=0.01)


def test_changes_tell_a_lost_wave_from_a_turned_one_and_a_line_from_a_wave():
    waves = sums((1, 3), "equal", points=48, seeds=(4,))
    plain = waves.targets[0]
    found = perturbation.changes(waves, plain, torch.stack([0.5 * plain, -plain]))
    assert found["kept"].tolist() == pytest.approx([0.75, 0.75])
    assert found["wrong"].tolist() == pytest.approx([1.25, 1.25])
    line = torch.linspace(-1, 1, 48, dtype=torch.float64)
    leaked = perturbation.changes(waves, plain, (plain + line)[None])
    assert leaked["wrong"].tolist() == pytest.approx([2 / math.pi, 2 / math.pi / 3], rel=0.05)
    assert leaked["detrended"].max() < 1e-12


def test_a_perturbed_network_is_the_trained_one_with_a_step_added():
    recipe = perturbation.Perturbed(
        None, (1, 3), seeds=(6,), width=5, steps=3, learning_rate=1e-2, directions=3,
        sizes=(0.0, 2.0), ascent=2, points=24,
    )  # fmt: skip
    run = perturbation.perturbed(recipe, "seed6")
    assert run["kept"][0, 0].tolist() == pytest.approx([1, 1])
    assert run["wrong"][0, 0].tolist() == [0, 0]
    model = relu_stacks.stack(1, 5, layers=6, seed=6)
    waves = sums((1, 3), "equal", seeds=(6,))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    target = waves.targets[0].float()[:, None]
    for _ in range(3):
        loss = (model(waves.inputs) - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert run["losses"][0] == pytest.approx(loss.item(), rel=1e-4)
    before = 2 / 24 * np.fft.fft(model(waves.inputs)[:, 0].detach().numpy())[[1, 3]]
    np.testing.assert_allclose(run["learnt"][0], np.abs(before), rtol=1e-4)
    own = dict(model.named_parameters())
    steps = perturbation.directions(own, 3, seed=40_006)
    wrong = []
    for place in range(3):
        for name, part in own.items():
            part.data += 2 * steps[name][place]
        c = 2 / 24 * np.fft.fft(model(waves.inputs)[:, 0].detach().numpy())[[1, 3]]
        wrong.append(np.abs(c - before) / np.abs(before))
        for name, part in own.items():
            part.data -= 2 * steps[name][place]
    np.testing.assert_allclose(run["wrong"][0, 1], np.mean(wrong, 0), rtol=2e-3)


class Wave(nn.Module):
    """z ↦ Σ A sin(2πkz) with trained amplitudes of waves 1 and 4."""

    def __init__(self):
        super().__init__()
        self.amplitudes = nn.Parameter(torch.tensor([1.0, 0.5]))

    def forward(self, z):
        return torch.sin(2 * math.pi * z * z.new_tensor([1.0, 4.0])) @ self.amplitudes[:, None]


def test_moves_of_inputs_change_every_wave_about_alike_as_far_as_slopes_reach():
    """To first order by ε · mean |f′| |cos| · 2 / |f̃|, where the mean of |cos| is 2/π."""
    waves = sums((1, 4), "equal", points=96, seeds=(4,))
    together, z = Ensemble.of([Wave()]), torch.arange(96) / 96
    found = input_moves.withstood(together, waves, radius=1e-3, steps=20, seed=0)
    slope = 2 * math.pi * (torch.cos(2 * math.pi * z) + 2 * torch.cos(8 * math.pi * z)).abs()
    for place, amplitude in enumerate((1.0, 0.5)):
        turn = torch.outer(torch.linspace(0, math.pi, 60), torch.ones(96)) + (
            2 * math.pi * (1, 4)[place] * z
        )
        most = (2e-3 * (slope * turn.cos().abs()).mean(1)).max() / amplitude
        assert 0.8 * most < found["aimed"][0, place] < 1.01 * most
    assert (found["chance"] < found["aimed"] / 3).all()


def test_moves_that_raise_the_loss_raise_it_more_than_chance():
    waves = WaveSum(
        torch.arange(24)[:, None] / 24, torch.zeros(1, 24).double(), (1, 4), torch.ones(2).double()
    )
    together = Ensemble.of([Wave()])

    def loss(values):
        return values.square().mean(-1)

    start = 2 * torch.rand(1, 1, 24, generator=seeded()) - 1
    moves = input_moves.ascent(together, waves.inputs, loss, start, radius=0.02, steps=20)
    assert moves.abs().max().item() <= 0.02 + 1e-7
    found = loss(input_moves.moved(together, waves.inputs, moves))
    z = waves.inputs[:, 0] + torch.linspace(-0.02, 0.02, 201)[:, None]
    best = Wave()(z[..., None])[..., 0].square().amax(0).mean()  # each input on its own
    assert found.item() == pytest.approx(best.item(), rel=0.03)


PERTURBED = perturbation.Perturbed(
    None, (1, 2, 3), seeds=(0, 1), width=4, steps=1, learning_rate=1e-3, directions=1
)


def planted_change(name, values, size=5.0):
    """A result with so much of a measure at one size, (S, K), and nothing at others."""
    values = np.array(values, dtype=float)
    table = np.full((len(values), len(PERTURBED.sizes), values.shape[1]), np.nan)
    table[:, PERTURBED.sizes.index(size)] = values
    return Result("perturbed_waves", "quick", PERTURBED, {"seed0": {name: table}}, {})


def test_what_is_left_is_cut_at_1_and_ranked_with_frequency():
    result = planted_change("kept", [[2.5, 1.5, 0.4], [1.2, 0.6, 0.5]])
    assert numbers.trend(result, name="clipped", at=5.0).mean == pytest.approx(
        (-math.sqrt(0.75) - 1) / 2
    )
    assert numbers.lost(result, at=5.0).mean == pytest.approx((0.6 + 0.5) / 2)
    wrong = planted_change("wrong", [[1.0, 2.0, 4.0], [4.0, 2.0, 1.0]])
    assert numbers.trend(wrong, name="wrong", at=5.0).mean == pytest.approx(0)
    rising = planted_change("wrong", [[1.0, 2.0, 4.0], [1.0, 3.0, 9.0]])
    assert numbers.ends(rising, name="wrong", at=5.0).mean == pytest.approx(6)


def test_a_size_that_was_not_tried_is_not_measured():
    with pytest.raises(NotMeasured, match="perturbed by 7"):
        numbers.trend(planted_change("kept", [[1, 1, 1]]), name="kept", at=7.0)


# 7: a peak


PEAK = peak.Peak(
    None, ("3x4", "clipped"), seeds=(3, 5), steps=6, learning_rate=0.05, points=16, clipped="4x4",
    bounds=(0.1, 0.3), records=4,
)  # fmt: skip


@pytest.mark.parametrize("shard", PEAK.nets)
def test_bands_of_a_peak_are_those_of_networks_trained_one_by_one(shard):
    run = peak.trained(PEAK, shard)
    layers, bounds = (4, PEAK.bounds) if shard == "clipped" else (3, (10.0,))
    x, target = torch.arange(16)[:, None] / 16, torch.zeros(16, 1)
    target[8] = 1
    for row, bound in enumerate(bounds):
        for place, seed in enumerate(PEAK.seeds):
            model = relu_stacks.stack(1, 4, layers=layers, seed=seed)
            optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
            for _ in range(6):
                loss = (model(x) - target).square().mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                with torch.no_grad():
                    for part in model.parameters():
                        part.clamp_(-bound, bound)
            spectrum = np.abs(np.fft.fft(model(x)[:, 0].detach().numpy()))[1:8]
            np.testing.assert_allclose(run["spectra"][row, place], spectrum, atol=2e-3)
            bands = [spectrum[:2].mean(), spectrum[2:4].mean(), spectrum[4:6].mean(), spectrum[6]]
            np.testing.assert_allclose(run["bands"][-1, row, place], bands, atol=2e-3)
            assert run["losses"][row, place] == pytest.approx(loss.item(), rel=1e-3)


def planted_peak(bands, net="clipped", steps=(0, 10, 20)):
    """A result of a network's bands along training, (T, B, S, 4)."""
    run = {"steps": np.array(steps), "bands": np.array(bands, dtype=float)}
    return Result("single_peak", "quick", PEAK, {net: run}, {})


def test_more_of_a_peak_is_more_of_its_bands_none_above_all():
    less = planted_peak([[[[1.4, 0.2, 0, 0], [0.6, 0, 0, 0]]]], "3x4", (0,))
    more = planted_peak([[[[1, 1, 1, 1], [1, 0.6, 0, 0]]]], "3x8", (0,))
    both = Result("single_peak", "quick", PEAK, less.shards | more.shards, {})
    assert peak.gain(both, more="3x8", less="3x4").mean == pytest.approx((0.7 + 0.25) / 2)


def test_each_looser_bound_has_to_fill_the_highest_band_in_a_seed_that_counts():
    top = [[0.1, 0.1], [0.2, 0.3], [0.3, 0.2]]  # by bound and seed
    bands = np.zeros((1, 3, 2, 4))
    bands[0, ..., -1] = top
    recipe = replace(PEAK, bounds=(0.1, 0.2, 0.3))
    result = replace(planted_peak(bands, steps=(0,)), recipe=recipe)
    assert peak.rising(result).mean == 0.5


def test_a_bound_that_was_not_tried_is_not_measured():
    with pytest.raises(NotMeasured, match="bound 7"):
        peak.final(planted_peak(np.zeros((1, 1, 2, 4)), steps=(0,)), "clipped", bound=7.0)
