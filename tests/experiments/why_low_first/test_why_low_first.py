"""Why low frequencies come first: each number of the four questions against a known answer."""

import math
from functools import partial

import numpy as np
import pytest
import torch
from scipy import stats

from fourierbook import experiments as book
from fourierbook.experiments.why_low_first import activations as ladder
from fourierbook.experiments.why_low_first import activations_foretold as foretold
from fourierbook.experiments.why_low_first import activations_numbers as of_ladder
from fourierbook.experiments.why_low_first import claims, dominance, rates, stages
from fourierbook.experiments.why_low_first import stages_numbers as numbers
from fourierbook.measure.intervals import wilson
from fourierbook.measure.populations import NotMeasured
from fourierbook.results import provenance, store
from fourierbook.results.claim import populations
from fourierbook.results.questions import Result
from fourierbook.theory.tangent_kernel import tangent_kernel
from fourierbook.training.ensembles import Ensemble

RECORDED = store.RECORDED
EXPERIMENTS = {"gradient_dominance", "activation_ladder", "training_stages", "tangent_rates"}


def test_a_unit_heeds_the_low_frequency_as_often_as_plain_numbers_say():
    recipe = dominance.Dominance(scales=(1.0,), ratios=(3.0,), draws=64, units=2, seeds=(5,))
    (values,) = store.compute(dominance.GRADIENT_DOMINANCE, recipe).shards.values()
    generator = torch.Generator().manual_seed(5)
    a, w, b = (torch.randn(64, generator=generator, dtype=torch.float64) for _ in range(3))
    won = []
    for k, size in ((1, 1.0), (5, 3.0)):
        phase = 2 * math.pi * torch.rand(64, generator=generator, dtype=torch.float64)
        amplitude = math.pi / w.abs() / torch.sinh(math.pi * k / (2 * w.abs()))
        turn = k * b / w - math.pi / 2 * w.sign() - phase
        won.append(
            torch.stack([amplitude * turn.cos(), a * k / w * amplitude * turn.sin()]).abs() * size
        )
    ahead = won[0] > won[1]
    assert values["outer"][0, 0] == pytest.approx(ahead[0].double().mean().item())
    assert values["unit"][0, 0] <= ahead.all(0).double().mean().item() + 1e-12
    pairs = ahead.all(0).view(-1, 2).all(1).double().mean().item()
    assert values["network"][0, 0] <= pairs + 1e-12


def test_where_no_weight_fails_there_is_nothing_to_square():
    recipe = dominance.Dominance(draws=32)
    result = store.compute(dominance.GRADIENT_DOMINANCE, recipe)
    for values in result.shards.values():
        values["outer"][:] = 1.0
    with pytest.raises(NotMeasured, match="fail"):
        dominance.squaring(result)
    for values in result.shards.values():
        values["outer"][5, -1], values["outer"][6, -1] = 0.9, 0.99
    assert dominance.squaring(result).mean == pytest.approx(2)


SMALL = rates.Rates(width=128, points=16, steps=40, records=20, seeds=(0, 1))


@pytest.fixture(scope="module")
def trained():
    return {case: rates._run(SMALL, case) for case in rates.CASES}


def test_a_small_target_moves_as_the_networks_own_kernel_says(trained):
    small, large = trained["small"], trained["large"]
    assert small["measured"] == pytest.approx(small["own"], rel=0.02)
    assert abs(large["measured"] / large["own"] - 1).max() > 0.1
    assert large["kernel_change"].min() > 10 * small["kernel_change"].max()


def test_without_a_bias_odd_waves_stay_where_they_are(trained):
    errors = trained["bias_free"]["errors"]
    assert errors[:, :, 2::2] == pytest.approx(np.full((len(errors), 2, 2), 0.01), rel=1e-6)
    assert errors[-1, :, 3].max() < 0.009


def test_the_kernels_of_an_ensemble_are_those_of_its_members():
    _, inputs, _ = rates.circle(SMALL, "small")
    models = [rates._network(SMALL, 3, seed) for seed in (0, 1)]
    found = rates._kernels(Ensemble.of(models), inputs)
    for model, kernel in zip(models, found, strict=True):
        torch.testing.assert_close(kernel, tangent_kernel(model, inputs))


def test_linear_descent_is_the_power_of_one_matrix():
    kernel = torch.rand(2, 16, 16, dtype=torch.float64)
    kernel = kernel @ kernel.transpose(1, 2)
    target = torch.rand(16, dtype=torch.float64)
    found = rates._foretold(kernel, target, 0.1, [0, 3], SMALL)
    step = torch.eye(16) - 0.1 * kernel / 16
    expected = (step @ step @ step @ -target[:, None])[..., 0]
    torch.testing.assert_close(found[0], rates._waves(-target, SMALL).expand(2, -1))
    torch.testing.assert_close(found[1], rates._waves(expected, SMALL))


def made_ladder(*, steps=40, **learnt):
    """A result in which the waves of each case fall below a fifth at given steps."""
    waves = len(next(iter(learnt.values()))[0])
    recipe = ladder.Ladder(waves=waves, steps=steps, every=10, seeds=(0, 1))
    at = np.arange(0, steps + 1, 10)
    shards = {
        case.replace("_", "-"): ladder.learnt_at(
            np.where(at[:, None, None] < np.array(times)[None], 1.0, 0.1), at
        )
        for case, times in learnt.items()
    }
    return Result("activation_ladder", "quick", recipe, shards, {})


def test_an_order_is_one_of_times_and_a_wave_that_is_never_learnt_comes_last():
    result = made_ladder(relu_wide=[[10, 20, 30], [10, 50, 50]], tanh_wide=[[20, 10, 30]] * 2)
    assert of_ladder.times(result, "relu-wide").tolist() == [[10, 20, 30], [10, math.inf, math.inf]]
    assert of_ladder.is_low_first(of_ladder.times(result, "relu-wide")).tolist() == [True, False]
    assert not of_ladder.is_low_first(of_ladder.times(result, "tanh-wide")).any()


def test_an_error_that_only_passes_below_a_fifth_is_not_learnt_yet():
    errors = np.array([1.0, 0.1, 0.3, 0.1, 0.1])[:, None, None]
    shards = {"relu-wide": ladder.learnt_at(errors, np.arange(0, 50, 10))}
    result = Result("activation_ladder", "quick", ladder.Ladder(waves=1, seeds=(0,)), shards, {})
    assert of_ladder.times(result, "relu-wide").tolist() == [[30]]
    assert of_ladder.times(result, "relu-wide", lasting=False).tolist() == [[10]]


WAVES = np.array([1, 2, 3])
TANH_AND_RELU = partial(of_ladder.steeper, case="tanh-wide", than="relu-wide")


def test_an_exponent_is_the_slope_of_the_logarithms_of_the_times():
    result = made_ladder(relu_wide=[[10, 40, 90], [10, 20, 30]], steps=90)
    assert of_ladder.exponents(result, "relu-wide", WAVES) == pytest.approx([2, 1])


def test_an_exponent_of_some_waves_does_not_see_the_others():
    result = made_ladder(relu_wide=[[10, 20, 500, 40], [10, 40, 90, 160]], steps=160)
    assert of_ladder.exponents(result, "relu-wide", np.array([1, 2, 4])) == pytest.approx([1, 2])


def test_the_median_time_of_five_seeds_is_the_thirds_with_the_first_and_the_last_around_it():
    rows = [[50, 90], [10, 20], [40, 500], [20, 500], [30, 500]]
    found = of_ladder.median_times(made_ladder(relu_wide=rows, steps=100), "relu-wide")
    assert found[0][:3] == (30, 10, 50)
    assert math.isnan(found[1].mean), "fewer than half have learnt it"


def test_common_waves_are_those_that_every_seed_of_every_case_learns():
    result = made_ladder(relu_wide=[[10, 50, 30], [10, 20, 30]], tanh_wide=[[10, 20, 30]] * 2)
    assert of_ladder.common_waves(result, "tanh-wide").tolist() == [1, 2, 3]
    assert of_ladder.common_waves(result, "relu-wide").tolist() == [1, 3]
    assert of_ladder.common_waves(result, "tanh-wide", "relu-wide").tolist() == [1, 3]


def test_a_case_that_was_left_out_is_not_measured():
    result = made_ladder(relu_wide=[[10, 20, 30]] * 2)
    for quantity in (TANH_AND_RELU, of_ladder.all_low_first, of_ladder.scale_matters_more):
        with pytest.raises(NotMeasured, match="no shard"):
            quantity(result)


def test_a_ratio_of_times_ends_at_the_last_wave_that_half_of_the_seeds_learn():
    ratio = foretold.time_ratio
    result = made_ladder(relu_wide=[[10, 20, 30], [10, 50, 50]], tanh_wide=[[10, 20, 50]] * 2)
    assert ratio(result, "tanh-wide") == (2, 2.0), "no seed has learnt the third"
    assert ratio(made_ladder(relu_wide=[[10, 20, 30]] * 2), "relu-wide") == (3, 3.0)


def test_a_difference_of_exponents_is_taken_seed_by_seed_over_common_waves():
    rows = [[10, 20, 30, 500], [10, 20, 30, 40]]
    result = made_ladder(relu_wide=rows, tanh_wide=[[10, 40, 90, 160]] * 2, steps=160)
    found = TANH_AND_RELU(result)
    assert (found.mean, found.low) == (pytest.approx(1), pytest.approx(1)), "not the fourth wave"


def test_two_waves_tell_no_exponent_and_one_makes_none():
    tanh = [[10, 20, 30]] * 2
    few = TANH_AND_RELU(made_ladder(relu_wide=[[10, 20, 50], [10, 20, 30]], tanh_wide=tanh))
    assert (few.low, few.high, few.n) == (-math.inf, math.inf, 2)
    with pytest.raises(NotMeasured, match="two waves that every seed of tanh-wide, relu-wide"):
        TANH_AND_RELU(made_ladder(relu_wide=[[10, 50, 50], [10, 20, 30]], tanh_wide=tanh))


def test_a_rise_is_compared_over_the_waves_of_all_four_cases():
    plain = [[10, 20, 30, 40]] * 2
    steep = [[10, 40, 90, 160]] * 2
    cases = {"relu_wide": plain, "relu_narrow": plain, "tanh_wide": plain, "tanh_narrow": steep}
    found = of_ladder.scale_matters_more
    assert found(made_ladder(**cases, steps=160)).mean == pytest.approx(1)
    cases["relu_narrow"] = [[10, 40, 90, 500]] * 2
    assert found(made_ladder(**cases, steps=160)).mean == pytest.approx(0)
    cases["relu_narrow"] = [[10, 40, 500, 500]] * 2
    assert found(made_ladder(**cases, steps=160)).high == math.inf, "two waves"


@pytest.mark.parametrize("weight", [0.5, 2.0])
def test_the_size_of_a_smooth_unit_is_that_of_its_closed_form(weight):
    for cycles in (1.0, 5.0):
        z = math.pi * cycles / weight
        known = {
            "tanh": math.pi / weight / math.sinh(z / 2),
            "swish": math.pi**2 * math.cosh(z) / math.sinh(z) ** 2 / weight,
            "relu2": 2 * weight**2 / cycles**3,
        }
        for name, size in known.items():
            found = foretold.unit_size(name, torch.tensor([-weight]), cycles)
            assert found.item() == pytest.approx(size, rel=1e-3), name


def test_large_weights_of_a_normal_law_lessen_an_exponential_and_no_power():
    assert foretold.mean_line_ratio("relu", 0.5, 4) == pytest.approx(16)
    one = foretold.line_ratio("tanh", 0.5, 4)
    assert one == pytest.approx(math.sinh(4 * math.pi) / math.sinh(math.pi), rel=1e-6)
    assert 16 < foretold.mean_line_ratio("tanh", 0.5, 4) < one / 100


def test_what_is_asked_is_the_exponent_of_amplitudes_at_the_same_waves():
    waves = np.array([1, 3, 4])
    asked = foretold.asked("tanh-narrow", "relu2-wide", waves)
    logs = [math.log(foretold.mean_line_ratio("tanh", 0.5, k)) for k in waves.tolist()]
    assert asked == pytest.approx(np.polyfit(np.log(waves), logs, 1)[0] - 3, abs=1e-4)


def test_at_the_points_every_unit_ends_in_a_jump():
    recipe = ladder.Ladder(seeds=tuple(range(6)))
    for case in ("tanh-narrow", "relu-narrow", "swish-wide", "relu-wide"):
        assert 4 < foretold.sample_ratio(recipe, case, 4) < 7, case


RECIPE = stages.Stages(width=16, points=128, steps=3, seeds=(0, 1), activations=("tanh", "relu"))


@pytest.fixture(scope="module")
def networks():
    return Ensemble.of([stages._network(RECIPE, "tanh", seed) for seed in (0, 1)])


def test_the_share_above_a_cut_is_what_a_tiny_step_moves(networks):
    place = stages.line(RECIPE)
    found = stages.split_gradients(networks, place)
    for seed in (0, 1):
        model = networks.member(seed)
        energies = []
        for rate in (0.0, 1e-5):
            error = (model(place.inputs) - place.target) * place.weights
            spectrum = stages._spectrum(error.detach())
            energies.append(torch.cat([spectrum.sum()[None], place.above.double() @ spectrum]))
            loss = error.square().sum()
            for part, slope in zip(
                model.parameters(), torch.autograd.grad(loss, [*model.parameters()]), strict=True
            ):
                part.data -= (1e-5 - rate) * slope
        moved = energies[1] - energies[0]
        torch.testing.assert_close(
            (moved[1:] / moved[0]).abs(), found["share"][seed], rtol=2e-2, atol=1e-9
        )


def test_runs_in_double_precision_say_so():
    for experiment in (stages.TRAINING_STAGES, rates.TANGENT_RATES):
        assert provenance.precision(experiment.recipes["quick"]) == "fp64"
    assert provenance.precision(ladder.Ladder()) == "fp32"


def test_no_share_exceeds_its_bound(networks):
    found = stages.split_gradients(networks, stages.line(RECIPE))
    assert (found["share"] <= found["bound"]).all()
    assert (found["share"].diff(dim=1) <= 1e-12).all(), "a higher cut leaves less"


def test_the_loss_is_the_same_in_space_and_in_frequency(monkeypatch):
    seen, halvings = [], stages.halvings
    monkeypatch.setattr(stages, "halvings", lambda *each: seen.append(each) or halvings(*each))
    result = store.compute(stages.TRAINING_STAGES, RECIPE)
    assert abs(numbers.parseval_miss(result).mean) < 1e-12
    assert numbers.tightest(result).mean < 1
    assert len(seen) == len(RECIPE.activations)
    for whole, above in seen:
        assert (np.diff(whole, axis=0) < 0).all(), "the learning rate is small enough"
        assert (np.diff(above, axis=2) <= 0).all(), "a higher cut leaves less"


def made_stages():
    """Two seeds whose loss is halved at each step, of which a tenth over η³ lies above η."""
    recipe = stages.Stages(activations=("relu",), cuts=(4.0, 8.0), seeds=(0, 1))
    whole = np.array([[8.0, 8.0], [4.0, 5.0], [2.0, 4.0], [1.0, 2.0], [0.5, 0.9]])
    above = 0.1 * whole[:, :, None] * np.array([4.0, 8.0]) ** -3.0
    share = np.array([4.0, 8.0]) ** -2.0 * np.array([1.0, 1, 1, 100])[:, None, None]
    values = {"halvings": stages.halvings(whole, above), "share": np.repeat(share, 2, 1)}
    return Result("training_stages", "quick", recipe, {"relu": values}, {})


def test_halvings_are_those_that_every_seed_reaches():
    result = made_stages()
    found = result.shards["relu"]["halvings"]
    assert found == pytest.approx(np.full((3, 2, 2), [0.1 / 64, 0.1 / 512]))
    assert numbers.halving_slopes(result, "relu") == pytest.approx(np.full((3, 2), -3.0))


def test_a_step_that_halves_the_loss_three_times_is_one_halving():
    whole = np.array([[8.0, 8.0], [1.0, 5.0], [0.6, 4.0], [0.5, 2.0], [0.3, 1.0]])
    above = np.array([1.0, 7.0, 2.0, 3.0, 3.0])[:, None, None] * np.ones((1, 2, 1))
    found = stages.halvings(whole, above)
    # The first seed moves 6 and 5 + 1 as its loss falls by 7 and 0.5; the second 6 + 5 and 1.
    assert found[..., 0] == pytest.approx(np.array([[6 / 7, 11 / 4], [6 / 0.5, 1 / 2]]))


def test_slopes_and_growth_of_the_share_are_those_of_its_power():
    result = made_stages()
    slope = numbers.share_slope(result, activation="relu", stage=numbers.START)
    assert slope.mean == pytest.approx(-2)
    assert numbers.mean_halving_slope(result, activation="relu").mean == pytest.approx(-3)
    assert numbers.share_growth(result, activation="relu").mean == pytest.approx(2)
    assert numbers.halving_growth(result, activation="relu").mean == pytest.approx(0, abs=1e-9)


def test_stages_that_a_recipe_left_out_or_was_too_short_for_are_not_measured():
    result = made_stages()
    with pytest.raises(NotMeasured, match="no shard tanh"):
        numbers.share_slope(result, activation="tanh", stage=numbers.START)
    for count, missing in ((1, "two halvings"), (0, "a halving")):
        result.shards["relu"]["halvings"] = result.shards["relu"]["halvings"][:count]
        quantity = numbers.halving_growth if count else numbers.mean_halving_slope
        with pytest.raises(NotMeasured, match=missing):
            quantity(result, activation="relu")


def test_the_share_nearest_to_its_bound_is_that_of_the_worst_seed():
    result = made_stages()
    share = result.shards["relu"]["share"]
    result.shards["relu"]["bound"] = 4 * share
    result.shards["relu"]["bound"][2, 1, 0] = 2 * share[2, 1, 0]
    assert numbers.tightest(result)[:3] == (0.5, 0.5, 0.5)


def test_powers_are_counted_whose_intervals_meet_what_the_kinks_say():
    result = made_stages()
    share = result.shards["relu"]["share"]
    result.shards["relu2"] = {"share": share}
    share *= np.array([4.0, 8.0]) ** -0.5
    assert numbers.as_expected(result) == {"relu": [True] * 4, "relu2": [False] * 4}
    share *= np.array([4.0, 8.0])
    assert numbers.as_expected(result)["relu"] == [False] * 4, "a power of -1.5"
    share[0, 1] *= np.array([4.0, 8.0]) ** -0.4
    assert numbers.as_expected(result)["relu"] == [True, *[False] * 3], "an interval to below -2"


def made_dominance():
    """Two seeds, each with 50 networks of 2 units, at the scales 100, 0.5, 0.25 and 0.05."""
    recipe = dominance.Dominance(
        scales=(100.0, 0.5, 0.25, 0.05), ratios=(1.0, 1e4), units=2, draws=100, seeds=(0, 1)
    )
    shards = {}
    for seed, at_last in ((0, 1.0), (1, 0.98)):
        rises = np.array([[0.5, 0.0], [0.9, 0.9], [0.99, 0.99], [1.0, at_last]])
        ties = np.log([5.0 + seed, 1e3, 1e6, 1e9])
        shards[f"seed{seed}"] = {kind: rises for kind in dominance.KINDS}
        shards[f"seed{seed}"]["median_log_ratio"] = ties
    return Result("gradient_dominance", "quick", recipe, shards, {})


def test_networks_are_counted_one_by_one_where_weights_are_smallest():
    found = dominance.at_small_weights(made_dominance())
    assert found == wilson(99, 100)._replace(over="networks")


def test_failures_are_compared_at_two_scales_and_ties_are_those_of_a_median():
    assert dominance.squaring(made_dominance()).mean == pytest.approx(2)
    assert dominance.tie_at(made_dominance(), 100.0).mean == pytest.approx(5.5)


def made_rates():
    """Two seeds whose waves are learnt at known shares of the rates that were foretold."""
    measured = np.array([[0.5, 0.9, 0.8, 1.2], [1.0, 1.0, 0.6, 1.0]])
    values = {"measured": measured, "predicted": np.ones(4), "own": np.array([0.5, 1, 1, 1])}
    free = {"measured": np.array([[1.0, 1.0, 0.2, 2.0], [1.0, 1.0, -0.1, 1.0]])}
    shards = {"small": values, "large": values, "bias_free": free}
    return Result("tangent_rates", "quick", rates.Rates(waves=4, seeds=(0, 1)), shards, {})


def test_misses_of_rates_are_those_of_the_worst_wave_of_each_seed():
    result, miss = made_rates(), partial(rates.worst_miss, case="small")
    assert miss(result, against="predicted", first=1).mean == pytest.approx((0.5 + 0.4) / 2)
    assert miss(result, against="predicted", first=2).mean == pytest.approx((0.2 + 0.4) / 2)
    assert miss(result, against="own", first=1).mean == pytest.approx((0.2 + 1.0) / 2)
    assert rates.large_target_ratio(result).mean == pytest.approx((1.0 + 0.8) / 2)
    assert rates.odd_rates(result).mean == pytest.approx((0.1 + 0.1) / 2)
    del result.shards["small"]
    with pytest.raises(NotMeasured, match="no shard small"):
        miss(result, against="own", first=1)


def by_hand(values):
    """Student's interval of a mean over seeds, from its formula."""
    n = len(values)
    half = stats.t.ppf(0.975, n - 1) * np.std(values, ddof=1) / math.sqrt(n)
    return np.mean(values) - half, np.mean(values) + half


def test_every_claim_has_the_interval_of_its_raw_shards(monkeypatch):
    monkeypatch.setattr(store, "RECORDED", RECORDED)
    stored = {name: store.find(book.EXPERIMENTS[name], "thorough") for name in EXPERIMENTS}
    raw = {name: result.shards for name, result in stored.items()}
    share = {name: values["share"] for name, values in raw["training_stages"].items()}
    halved = {name: values["halvings"] for name, values in raw["training_stages"].items()}
    cuts = np.log([4, 5, 6, 7, 8, 10, 12, 14, 16])

    def power(values):
        return np.polyfit(cuts, np.log(values).reshape(-1, 9).T, 1)[0].reshape(values.shape[:-1])

    small, large = raw["tangent_rates"]["small"], raw["tangent_rates"]["large"]
    fourth = {name: raw["activation_ladder"][f"{name}-wide"]["lasting"][:, 3]
              for name in ("tanh", "swish", "mish")}  # fmt: skip
    drawn = [*raw["gradient_dominance"].values()]
    expected = {
        "exponentially_sure": [
            np.log(1 - each["outer"][6, 2]) / np.log(1 - each["outer"][5, 2]) for each in drawn
        ],
        "large_weights": [np.exp(each["median_log_ratio"][0]) for each in drawn],
        "farther_pole_is_slower": np.log(
            np.minimum(fourth["swish"], fourth["mish"]) / fourth["tanh"]
        ),
        "initial_tanh": power(share["tanh"][0]),
        "initial_relu": power(share["relu"][0]),
        "final_tanh": power(share["tanh"][3]),
        "final_relu": power(share["relu"][3]),
        "intermediate_tanh": power(halved["tanh"]).mean(0),
        "intermediate_relu": power(halved["relu"]).mean(0),
        "share_grows": np.log10(share["tanh"][3, :, 4] / share["tanh"][0, :, 4]),
        "intermediate_grows": np.log10(halved["relu"][-1, :, 4] / halved["relu"][0, :, 4]),
        "rates_foretold": abs(small["measured"] / small["predicted"] - 1)[:, 1:].max(1),
        "own_kernel": abs(small["measured"] / small["own"] - 1).max(1),
        "large_target": (large["measured"] / large["predicted"])[:, 2:].mean(1),
    }
    for claim in claims.CLAIMS:
        interval = claim.quantity(stored[claim.experiment])
        assert set(claim.over) <= set(populations(interval)), claim.id
        values = expected.pop(claim.id.removeprefix("why_low."), None)
        if values is not None:
            assert interval[1:3] == pytest.approx(by_hand(values)), claim.id
    assert expected == {}


def test_the_chapter_lists_its_claims_once_and_six_are_checks_of_the_code():
    assert {claim.chapter for claim in claims.CLAIMS} == {"why_low_first"}
    assert {claim.experiment for claim in claims.CLAIMS} == EXPERIMENTS
    checks = {claim.id.removeprefix("why_low.") for claim in claims.CLAIMS if claim.check}
    assert checks == {
        "parseval", "tanh_exponential", "swish_and_mish", "relu_power", "bound_holds", "odd_never"
    }  # fmt: skip
