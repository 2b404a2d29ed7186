"""Ricker units, Poisson's equation and parity: two ways to the same numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from fourierbook.experiments.turning_the_order import (
    deep,
    hybrid,
    parity,
    ricker,
    turning,
)
from fourierbook.experiments.turning_the_order import poisson as order
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result
from fourierbook.theory import poisson

TINY = order.POISSON_ORDER.recipes["quick"].tiny()
RACE = hybrid.POISSON_HYBRID.recipes["quick"].tiny()


def made(experiment, recipe, **shards):
    """A result with numbers that are made up."""
    return Result(experiment.name, "thorough", recipe, shards, {})


# Poisson's equation


def test_jacobis_crossings_are_those_of_the_formula():
    recipe = replace(TINY, intervals=60)
    result = made(order.POISSON_ORDER, recipe, jacobi=order._ordered(recipe, "jacobi"))
    assert order.formula_error(result).mean < 0.25  # 5 sweeps or so for the fastest
    found = order.crossings(result, "jacobi")
    factors = [poisson.jacobi_factor(mode, 60) for mode in order.MODES]
    assert found[0] == pytest.approx(math.log(0.2) / math.log(factors[0]), rel=0.03)
    assert (np.diff(found) < 0).all()


def test_the_formula_is_not_asked_of_modes_that_flip_their_sign():
    result = made(order.POISSON_ORDER, replace(TINY, intervals=32), jacobi={})
    with pytest.raises(NotMeasured, match="mode 16"):
        order.formula_error(result)


def test_a_network_begins_at_zero_so_that_every_wave_is_wrong_by_itself():
    shard = order._ordered(TINY, "networks")
    assert shard["steps"][0] == 0
    np.testing.assert_allclose(shard["errors"][0], 1, atol=1e-6)
    assert shard["errors"].shape == (len(shard["steps"]), 4, 3)


def test_sweeps_in_parts_are_sweeps_in_one_go():
    g = poisson.four_waves(poisson.grid(20))
    at, rows = order.swept(torch.zeros_like(g), g, 50, growth=1.3)
    assert at[0] == 0
    assert at[-1] == 50
    whole = poisson.jacobi(torch.zeros_like(g), g, sweeps=50)
    torch.testing.assert_close(rows[-1], whole)


def test_a_race_begins_where_the_network_stood_and_its_seconds_go_on():
    shard = hybrid._raced(RACE, "seed0")
    assert shard["errors0"][0] == pytest.approx(shard["errors"][0])  # nothing learnt, zero ends
    for place, switch in enumerate(RACE.switches):
        row = shard["steps"].tolist().index(switch)
        assert shard[f"seconds{place}"][0] == shard["seconds"][row]
        assert (np.diff(shard[f"seconds{place}"]) >= 0).all()
        assert len(shard[f"errors{place}"]) == len(shard["sweeps"])
    assert (np.diff(shard["seconds"]) >= 0).all()


def race(**changes):
    """A race with numbers that are made up."""
    names = [f"{what}{place}" for what in ("errors", "seconds") for place in range(4)]
    shard = {name: np.array([1.0, 0.5, 0.1]) for name in names}
    shard |= {f"seconds{place}": np.array([1.0, 2.0, 3.0]) for place in range(4)}
    shard |= {"sweeps": np.array([0, 3, 6])}
    shard |= {"seconds": np.array([0.0, 3.0, 9.0]), "anchored": np.array([1.0, 0.5, 0.2])}
    return made(
        hybrid.POISSON_HYBRID, RACE, seed0=shard | {"direct_seconds": np.array(0.03)} | changes
    )


def test_gains_are_powers_of_ten_of_the_errors_after_as_many_sweeps():
    result = race(errors2=np.array([1.0, 0.005, 0.001]))
    assert hybrid.gain(result, of=hybrid.MIDDLE, over=hybrid.ALONE).mean == pytest.approx(2)
    assert hybrid.gain(result, of=hybrid.ALONE, over=hybrid.MIDDLE).mean == pytest.approx(-2)


def test_a_direct_solver_races_to_an_error():
    assert hybrid.direct_ratio(race(), error=0.2).mean == pytest.approx(2)
    with pytest.raises(NotMeasured):
        hybrid.direct_ratio(race(), error=0.01)


def test_errors_are_kept_after_the_sweeps_that_are_compared():
    shard = hybrid._raced(replace(RACE, sweeps=1000, compared=77), "seed0")
    assert 77 in shard["sweeps"]
    assert shard["sweeps"][-1] == 1000


def test_a_network_alone_is_asked_when_the_sweeps_get_there_and_without_its_line():
    errors, seconds = np.array([1.0, 0.1, 0.001]), np.array([1.0, 2.0, 3.0])
    result = race(errors2=errors, seconds2=seconds, anchored=np.array([1.0, 0.4, 0.05]))
    found = hybrid.gain_over_network(result, switch=hybrid.MIDDLE, error=0.002)
    assert found.mean == pytest.approx(math.log10(0.4 / 0.002)), "after 3 seconds, as the sweeps"
    soon = hybrid.gain_over_network(result, switch=hybrid.MIDDLE, error=0.2)
    assert soon.mean == pytest.approx(math.log10(0.4 / 0.2)), "not before it is measured again"


def test_a_late_switch_is_later_by_the_ratio_of_seconds_and_open_where_an_error_is_not_reached():
    later = race(seconds3=np.array([10.0, 20.0, 30.0]))
    asked = {"of": hybrid.LATE, "over": hybrid.MIDDLE, "error": 0.6}
    assert hybrid.ratio_of_seconds(later, **asked).mean == pytest.approx(1)
    for switch in ("errors2", "errors3"):
        with pytest.raises(NotMeasured, match=r"an error of 0\.6 is not reached"):
            hybrid.ratio_of_seconds(race(**{switch: np.ones(3)}), **asked)


# Ricker units


def test_the_order_turns_where_the_logarithm_of_both_times_is_zero():
    recipe = replace(ricker.RICKER_REVERSAL.recipes["quick"], fixed=(0.4, 0.1, 0.2), seeds=(0, 1))

    def shard(*times):  # of two seeds: steps at which the fastest wave is learnt; 8 for the others
        errors = np.ones((65, 2, 3))
        errors[8:, :, :2] = 0
        for seed, when in enumerate(times):
            errors[when:, seed, 2] = 0
        return {"steps": np.arange(65), "errors": errors}

    result = made(
        ricker.RICKER_REVERSAL, recipe, fixed100=shard(2, 2), fixed200=shard(4, 16),
        fixed400=shard(32, 64),
    )  # fmt: skip
    found = turning.width(result, "fixed")
    assert found[0] == pytest.approx(0.2 * 2 ** (1 / 3))  # log₂ from −1 to 2 over one doubling
    assert found[1] == pytest.approx(0.1 * 2 ** (2 / 3))


@pytest.mark.parametrize(("last", "expected"), [(2, 0.4), (50, 0.1), (None, 0.1)])
def test_an_order_that_never_turns_is_put_at_the_edge(last, expected):
    recipe = replace(ricker.RICKER_REVERSAL.recipes["quick"], fixed=(0.1, 0.4), seeds=(0,))
    errors = np.ones((65, 1, 3))
    errors[8:, :, :2] = 0
    if last is not None:
        errors[last:, :, 2] = 0
    shard = {"steps": np.arange(65), "errors": errors}
    result = made(ricker.RICKER_REVERSAL, recipe, fixed100=shard, fixed400=shard)
    assert turning.width(result, "fixed")[0] == pytest.approx(expected)


def test_a_paired_network_is_zero_before_its_first_step():
    model = ricker.paired(20, 0.3, seed=4)
    x = torch.linspace(-3, 3, 40)[:, None]
    assert model(x).abs().max() < 1e-6
    assert model[2].weight.abs().min() > 0


def test_narrow_units_turn_the_order_round_and_wide_ones_do_not():
    recipe = replace(ricker.RICKER_REVERSAL.recipes["quick"], seeds=(7,), steps=400)
    shards = {name: ricker._turned(recipe, name) for name in ("fixed300", "fixed600")}
    result = made(ricker.RICKER_REVERSAL, replace(recipe, fixed=(0.3, 0.6)), **shards)
    narrow, wide = (ricker.times(result, name)[0] for name in shards)
    assert narrow[2] < narrow[0]
    assert wide[2] > wide[0]
    assert 0.45 < turning.width(result, "fixed")[0] < 0.6


def test_networks_that_may_yet_be_in_order_leave_their_share_open():
    errors = np.ones((2, 3, 3))
    errors[1, :, 0] = 0
    shard = {"steps": np.array([0, 1]), "errors": errors}
    result = made(ricker.RICKER_REVERSAL, None, sine1=shard)
    with pytest.raises(NotMeasured, match="may yet be in order"):
        deep.low_first(result, activation="sine1")
    with pytest.raises(NotMeasured, match="'tanh'"):
        deep.low_first(result, activation="tanh")


# Parity


def test_the_spectrum_of_parity_is_the_product_of_sines():
    points = parity.signs(6)
    values = parity.target("parity", points, torch.Generator())[None]
    found = parity.amplitude(points, values)[0]
    expected = torch.sin(2 * math.pi * parity.FREQUENCIES).abs() ** 6
    torch.testing.assert_close(found.double(), expected, atol=1e-5, rtol=0)


def test_samples_of_parity_have_its_peak_whole_and_something_of_their_own_where_it_has_nothing():
    recipe = parity.Parity(inputs=6, count=12, widths=(4,), steps=1)
    shard = parity._fitted(recipe, "parity")
    np.testing.assert_allclose(shard["sampled_spectrum"][:, -1], 1, atol=1e-5)
    low = parity.FREQUENCIES.numpy() <= parity.LOW
    assert shard["true_spectrum"][:, low].max() < 0.05
    assert (shard["sampled_spectrum"][:, low].max(1) > 0.05).all()


def test_a_network_is_tested_where_it_was_not_trained():
    recipe = parity.Parity(
        inputs=4, count=12, widths=(30,), steps=400, learning_rate=0.02, spread=0.5
    )
    shard = parity._fitted(recipe, "random")
    assert (shard["train_error"] < 0.01).all()
    assert (shard["test_error"] > 0.1).all()
    assert set((4 * shard["test_right"]).round(5).tolist()) <= {0, 1, 2, 3, 4}
    assert (shard["test_right"] < 1).any(), "all that was trained is right, and chance is not"
    assert shard["sampled_spectrum"].shape == (3, 51)


def test_a_sign_is_right_where_answer_and_value_agree_and_counts_on_unseen_points_alone():
    values = torch.tensor([[1.0, -1.0, 1.0, -1.0, -1.0]])
    answers = torch.tensor([[0.5, -0.1, -2.0, -0.3, 0.2]])  # right, right, wrong, right, wrong
    seen = torch.tensor([[True, False, False, False, False]])
    assert parity._errors(answers, values, seen)["test_right"].tolist() == [0.5]
    assert parity._errors(-answers, values, seen)["test_right"].tolist() == [0.5]
    seen = torch.tensor([[False, False, False, False, True]])
    assert parity._errors(answers, values, seen)["test_right"].tolist() == [0.75]
    assert parity._errors(-answers, values, seen)["test_right"].tolist() == [0.25]


def test_the_low_band_of_a_network_is_compared_with_that_of_its_samples():
    low = parity.FREQUENCIES.numpy() <= parity.LOW
    sampled, network = np.where(low, 0.01, 1.0)[None], np.where(low, 0.1, 9.0)[None]
    gain = parity.low_band_gain({"sampled_spectrum": sampled, "network_spectrum": network})
    assert gain == pytest.approx([1.0])


def test_a_network_that_says_zero_elsewhere_has_the_share_of_the_samples_that_it_saw():
    points, recipe = parity.signs(10), parity.Parity()
    chosen = torch.randperm(1024, generator=torch.Generator().manual_seed(0))[: recipe.count]
    answers = torch.zeros(1, 1024)
    answers[0, chosen] = points[chosen].prod(-1)
    spectra = {"network": answers, "sampled": answers * 1024 / recipe.count}
    shard = {f"{name}_spectrum": parity.amplitude(points, each).numpy()
             for name, each in spectra.items()}  # fmt: skip
    assert parity.low_band_gain(shard) == pytest.approx([-0.7], abs=0.02)


def test_a_line_and_a_polynomial_leave_more_of_the_smooth_function_than_is_allowed():
    points = parity.signs(10).double()
    smooth = parity.target("smooth", points, torch.Generator())
    left = {}
    for degree in (1, 3):
        terms = torch.stack([points.sum(-1) ** power for power in range(1, degree + 1)], 1)
        fit = torch.linalg.lstsq(terms, smooth[:, None]).solution
        left[degree] = ((smooth[:, None] - terms @ fit).square().mean() / smooth.var()).item()
    assert left == pytest.approx({1: 0.069, 3: 0.011}, abs=5e-4)


def test_a_target_that_was_not_learnt_is_not_measured():
    result = made(parity.PARITY, None, parity={"test_right": np.array([0.4, 0.6])})
    assert parity.over_seeds(result, target="parity", of=parity.right).mean == 0.5
    with pytest.raises(NotMeasured, match="'smooth'"):
        parity.over_seeds(result, target="smooth", of=parity.unexplained)
