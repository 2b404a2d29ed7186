"""The experiment on accuracy under corruptions: its shards, its lines, claims on made results."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import stats

from fourierbook.data import corruptions, datasets
from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks import accuracy as tested
from fourierbook.experiments.corruptions_and_attacks import accuracy_lines as lines
from fourierbook.experiments.corruptions_and_attacks import accuracy_numbers as quantities
from fourierbook.experiments.corruptions_and_attacks.claims import CLAIMS
from fourierbook.experiments.corruptions_and_attacks.spectra import (
    CORRUPTION_SPECTRA,
    READINGS,
)
from fourierbook.measure.accuracy import correct
from fourierbook.measure.populations import NotMeasured
from fourierbook.models import zoo
from fourierbook.results import published_accuracies, questions
from fourierbook.results.networks import NATURAL, SEEDS
from fourierbook.results.questions import Result
from fourierbook.results.reading import seeds_of

CNN = "specimens-cnn"
SMALL = replace(
    tested.CORRUPTION_ACCURACY.embedded,
    count=5,
    severities=(1, 5),
    corruptions=("shot_noise", "frost"),
    precision="fp32",
)


@pytest.fixture(autouse=True)
def forget():
    tested._levels.cache_clear()


def run(shard, recipe=SMALL):
    return tested.unpacked(tested.CORRUPTION_ACCURACY.run(recipe, shard))


@pytest.mark.parametrize("corruption", SMALL.corruptions)
def test_a_shard_says_which_images_a_network_gets_right_at_each_severity(corruption):
    data, model = datasets.load("specimens", "test", count=5), zoo.load(CNN)
    expected = [
        correct(model, corruptions.corrupt(data.images, corruption, severity=severity), data.labels)
        for severity in (1, 5)
    ]
    assert np.array_equal(run(f"{corruption}-{CNN}-seed0"), torch.stack(expected).numpy())
    clean = correct(model, data.images, data.labels)
    assert np.array_equal(run(f"{tested.UNCHANGED}-{CNN}-seed0"), clean[None].numpy())


def test_a_network_sees_the_very_images_that_the_corruption_makes(monkeypatch):
    seen = []

    def watched(model, images, labels):
        seen.append(images)
        return labels == labels

    monkeypatch.setattr(tested, "correct", watched)
    run(f"frost-{CNN}-seed0")
    images = datasets.load("specimens", "test", count=5).images
    for severity, found in zip((1, 5), seen, strict=True):
        assert torch.equal(found, corruptions.corrupt(images, "frost", severity=severity))


def test_networks_in_a_row_share_the_corrupted_images_and_no_others(monkeypatch):
    recipe = replace(SMALL, networks=((CNN, 0), (CNN, 1), (CNN, 2)))
    asked, genuine, load = [], corruptions.corrupt, zoo.load

    def counted(images, name, *, severity):
        asked.append((name, severity))
        return genuine(images, name, severity=severity)

    monkeypatch.setattr(corruptions, "corrupt", counted)
    monkeypatch.setattr(zoo, "load", lambda name, *, seed: load(name, seed=0))
    shards = questions.shards(tested.CORRUPTION_ACCURACY, recipe)
    assert len(shards) == 9
    together = {shard: run(shard, recipe) for shard in shards}
    assert asked == [("shot_noise", 1), ("shot_noise", 5), ("frost", 1), ("frost", 5)]
    for shard in reversed(shards):
        tested._levels.cache_clear()
        assert np.array_equal(run(shard, recipe), together[shard])


def test_a_new_network_leaves_the_shards_and_the_question_as_they_were():
    recipe = tested.RECIPE
    more = replace(recipe, networks=(*recipe.networks, ("cifar10-vit", 0)))
    before, after = (questions.shards(tested.CORRUPTION_ACCURACY, one) for one in (recipe, more))
    assert set(before) < set(after)
    assert questions.described(more) == questions.described(recipe)


@pytest.mark.parametrize("scale", ["quick", "thorough"])
def test_stored_results_name_the_version_of_the_corruptions(scale, monkeypatch):
    recipe = tested.CORRUPTION_ACCURACY.recipes[scale]
    assert questions.described(recipe)["generator"] == corruptions.VERSION
    monkeypatch.setattr(corruptions, "VERSION", "another")
    with pytest.raises(ValueError, match=r"version of the corruptions that are here, another; got"):
        run(f"frost-{CNN}-seed0")


# Made results: 400 images, the first of them right.

COUNT = 400
SHARES = {
    "nyquist27": {name: place / 20 for place, name in enumerate(reversed(NAMES))},
    "outside27": {name: (place * 7 % 15) / 20 for place, name in enumerate(NAMES)},
    "outside5": {name: (place * 4 % 15) / 20 for place, name in enumerate(NAMES)},
}
SLOPES = {"gaussian": 0.4, "adversarial": 0.6, "lowpass15": 0.3, "highpass31": -0.2}
BASE = {"autoaugment": 0.05, "fognoise": -0.04, "highpass31": -0.1, "gaussian": -0.12}
ALL = tested.RECIPE.networks


def made(networks=ALL, *, severities=(1, 2, 3, 4, 5)):
    """Accuracies that rise along a line with the share, and fall with the severity."""
    recipe = replace(tested.RECIPE, networks=networks, count=COUNT, severities=severities)
    shards = {}
    for network, seed in networks:
        short = network.removeprefix(NATURAL).removeprefix("-")
        for corruption in (*recipe.corruptions, tested.UNCHANGED):
            share = SHARES["nyquist27"].get(corruption, 0.0)
            level = 0.5 + (0.01 * (seed - 1) if not short else 0)
            level += SLOPES.get(short, 0.0) * share + BASE.get(short, -0.1 if short else 0)
            level += 0.2 if corruption == quantities.SMOOTH_FROST else 0
            level -= 0.01 if corruption in ("fog", "frost") and short == "autoaugment" else 0
            levels = [level - 0.02 * (severity - 3) for severity in severities]
            levels = [0.9] if corruption == tested.UNCHANGED else levels
            rows = torch.arange(COUNT)[None] < (COUNT * torch.tensor(levels)).round()[:, None]
            shards[f"{corruption}-{network}-seed{seed}"] = tested.packed(rows)
    return Result("corruption_accuracy", "thorough", recipe, shards, {})


@pytest.fixture
def shares():
    """Made spectra, with a share of each reading for each corruption."""
    recipe = replace(CORRUPTION_SPECTRA.recipes["thorough"], count=3)
    shards = {
        name: {
            "shares": np.array([[SHARES[reading][name]] * 3 for reading in READINGS]),
            "changed": np.ones(3, bool),
        }
        for name in NAMES
    }
    return Result("corruption_spectra", "thorough", recipe, shards, {})


GAUSSIAN = f"{NATURAL}-gaussian"


def test_the_line_of_changes_on_a_line_is_that_line(shares):
    found = lines.line(made(), shares, GAUSSIAN)
    assert found.slope == pytest.approx(0.4, abs=0.005)
    assert found.intercept == pytest.approx(-0.12, abs=0.003)
    assert found.r_squared > 0.999
    assert found.residual < 0.002
    assert found.p_value < 0.001
    fits = lines.r_squared(made(), shares, GAUSSIAN)
    across = list(SHARES["outside27"].values())
    correlation = np.corrcoef(across, [SHARES["nyquist27"][name] for name in NAMES])[0, 1]
    assert fits["nyquist27"].mean > 0.999
    assert fits["outside27"].mean == pytest.approx(correlation**2, abs=0.01)


def test_of_several_networks_the_largest_p_counts(shares):
    result = made()
    for place, name in enumerate(NAMES):  # gains that have nothing to do with the shares
        level = torch.full((5, 1), 200 + 40 * (place % 2))
        rows = torch.arange(COUNT)[None] < level
        result.shards[f"{name}-{NATURAL}-lowpass15-seed0"] = tested.packed(rows)
    networks = [GAUSSIAN, f"{NATURAL}-lowpass15"]
    one, other = (lines.line(result, shares, network).p_value for network in networks)
    assert one < 0.001 < 0.5 < other
    assert lines.largest_p(result, shares, networks=networks).mean == other


def test_a_line_may_be_of_some_of_the_corruptions(shares):
    result, others = made(), NAMES[3:]
    for name in NAMES[:3]:  # the three noises, far off the line of the others
        everything = torch.ones(5, COUNT, dtype=torch.bool)
        result.shards[f"{name}-{GAUSSIAN}-seed0"] = tested.packed(everything)
    with_noises = lines.line(result, shares, GAUSSIAN, shuffles=0)
    without = lines.line(result, shares, GAUSSIAN, names=others, shuffles=0)
    assert with_noises.slope > 0.6
    assert without.slope == pytest.approx(0.4, abs=0.01)
    found = lines.slope(result, shares, network=GAUSSIAN, names=others)
    assert found.mean == pytest.approx(without.slope)
    published = lines.published_line(shares, published_accuracies.ROBUST[0], names=others)
    gained = published_accuracies.changes(published_accuracies.ROBUST[0])
    across = [SHARES["nyquist27"][name] for name in others]
    slope = np.polyfit(across, [gained[name] for name in others], 1)[0]
    assert published.slope == pytest.approx(slope)


def test_a_slope_is_as_sure_as_the_corruptions_make_it(shares):
    """By the textbook's standard error of a slope: images and seeds are sure here."""
    random, result = np.random.default_rng(0), made()
    for name in NAMES:
        share, error = SHARES["nyquist27"][name], random.normal() * 0.1
        level = int(COUNT * (0.3 + 0.4 * share + error))
        rows = torch.arange(COUNT)[None] < torch.full((5, 1), level)
        result.shards[f"{name}-{GAUSSIAN}-seed0"] = tested.packed(rows)
        for seed in SEEDS:
            half = torch.arange(COUNT)[None] < torch.full((5, 1), COUNT // 2)
            result.shards[f"{name}-{NATURAL}-seed{seed}"] = tested.packed(half)
    found = lines.slope(result, shares, network=GAUSSIAN)
    gains = [tested.change(result, GAUSSIAN, name).mean for name in NAMES]
    fit = stats.linregress([SHARES["nyquist27"][name] for name in NAMES], gains)
    assert found.mean == pytest.approx(fit.slope)
    half = stats.t.ppf(0.975, 13) * fit.stderr
    assert half < found.high - found.mean < 1.2 * half
    assert found.over == "seeds, images and corruptions, one spread borrowed"


def test_a_change_is_compared_image_by_image_and_at_its_severities():
    result = made()
    one = tested.change(made((ALL[0], *ALL[3:])), f"{NATURAL}-autoaugment", "snow")
    # 18 of the images are right with the one and wrong with the other, none the other way round.
    assert one.mean == pytest.approx(0.06 - 0.0, abs=0.003)
    assert one.high - one.low < 4 * np.sqrt(0.06 / COUNT)
    assert one.over == "images"
    assert tested.accuracy(result, NATURAL, "snow").mean == pytest.approx(0.5, abs=0.003)
    assert tested.accuracy(result, NATURAL, "snow", (5,)).mean == pytest.approx(0.46, abs=0.003)
    assert tested.accuracy(result, NATURAL, "snow", (1, 3)).mean == pytest.approx(0.52, abs=0.003)
    assert tested.accuracy(result, NATURAL, tested.UNCHANGED).mean == pytest.approx(0.9)


def test_answers_are_those_of_every_seed_under_every_corruption():
    result = made()
    found = tested.answers(result, NATURAL, ("fog", "snow"), (1, 5))
    assert found.axes == ("seeds", "corruptions", "images")
    for seed in range(3):
        for place, name in enumerate(("fog", "snow")):
            expected = tested.right(result, NATURAL, seed, name, (1, 5))
            assert np.array_equal(found.values[seed, place], expected)


CLEAN = 0.9  # accuracy of every made network without a corruption
EXPECTED = {
    "slope_gaussian": 0.4,
    "slope_adversarial": 0.6,
    "slope_low_pass": 0.3,
    "slopes_not_chance": 1e-4,  # none of the ten thousand deals
    "noise_gaussian": -0.12 + 0.4 * 12 / 20,  # impulse noise has the smallest share of the three
    "noise_adversarial": -0.1 + 0.6 * 12 / 20,
    "noise_low_pass": -0.1 + 0.3 * 12 / 20,
    "fog_gaussian": -0.12 + 0.4 * 5 / 20,  # fog has 5/20, contrast 3/20
    "fog_adversarial": -0.1 + 0.6 * 5 / 20,
    "fog_low_pass": -0.1 + 0.3 * 5 / 20,
    "slope_high_pass": -0.2,
    "autoaugment_gains": 1.0,
    "autoaugment_best": 0.05 - 2 / 15 * 0.01 - (-0.1 + 0.6 * 0.35),
    **{f"fog_noise_{severity}": -0.04 for severity in range(1, 6)},
    "frost_aliasing": 0.2 - 0.0,
    "same_order": None,
    "papers_reading": None,
}
OF_ACCURACY = {claim.id.split(".")[1]: claim for claim in CLAIMS
               if claim.experiment == "corruption_accuracy"}  # fmt: skip


def measured(name, result, spectra):
    claim = OF_ACCURACY[name]
    return claim.quantity(result, *[spectra] * len(claim.also))


@pytest.mark.parametrize("name", EXPECTED)
def test_each_claim_finds_its_number(name, shares):
    assert EXPECTED.keys() == OF_ACCURACY.keys()
    found = measured(name, made(), shares)
    if EXPECTED[name] is not None:
        assert found.mean == pytest.approx(EXPECTED[name], abs=0.004)
    if name == "slopes_not_chance":
        assert (found.n, found.over) == (15, "corruptions")
        return
    over_corruptions = bool(OF_ACCURACY[name].also)
    words = "seeds, images and corruptions" if over_corruptions else "seeds and images"
    alone = name in ("frost_aliasing", "same_order")
    assert (found.n, found.over) == (3, words + ", one spread borrowed" * (not alone))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_comparison_counts_the_seeds_of_both_trainings(name, shares):
    every = tuple((network, seed) for network in dict(ALL) for seed in range(3))
    found = measured(name, made(every), shares)
    assert found.over.startswith(OF_ACCURACY[name].over[0])
    assert "borrowed" not in found.over


@pytest.mark.parametrize("name", EXPECTED)
def test_a_claim_is_not_measured_where_its_networks_or_corruptions_are_missing(name, shares):
    if name not in ("frost_aliasing", "same_order"):
        with pytest.raises(NotMeasured, match="it has no cifar10-resnet20-"):
            measured(name, made(ALL[:3]), shares)
    only = replace(made(), recipe=replace(made().recipe, corruptions=("snow",)))
    with pytest.raises(NotMeasured, match=r"it has no [a-z_]+"):
        measured(name, only, shares)


def test_a_severity_that_was_not_tested_is_named():
    with pytest.raises(NotMeasured, match="it has no severity 1, no severity 2"):
        measured("autoaugment_best", made(severities=(3, 4, 5)), None)


@pytest.mark.parametrize("name", [name for name, claim in OF_ACCURACY.items() if claim.also])
def test_spectra_of_other_data_are_not_used(name, shares):
    other = replace(shares, recipe=replace(shares.recipe, data="specimens"))
    with pytest.raises(NotMeasured, match="the spectra are of specimens, not of cifar10"):
        measured(name, made(), other)


def test_a_loss_under_fog_is_what_is_lost_beyond_that_on_images_as_they_are(shares):
    result = made()
    rows = torch.arange(COUNT)[None] < COUNT * (CLEAN - 0.15)
    result.shards[f"{tested.UNCHANGED}-{GAUSSIAN}-seed0"] = tested.packed(rows)
    found = measured("fog_gaussian", result, shares)
    assert found.mean == pytest.approx(EXPECTED["fog_gaussian"] + 0.15, abs=0.004)


def test_the_error_beside_the_natural_networks_is_a_mean_of_ratios():
    """At every severity half as many errors under fog, and twice as many under snow."""
    result = made(ALL[:4], severities=(1, 2, 3, 4, 5))
    levels = {NATURAL: {"fog": 0.6, "snow": 0.8}, GAUSSIAN: {"fog": 0.8, "snow": 0.6}}
    for network, seed in ALL[:4]:
        for name, level in levels[network].items():
            falls = (level - 0.1 * (1 - level) * torch.arange(5)[:, None]) * COUNT
            rows = torch.arange(COUNT)[None] < falls.round()
            result.shards[f"{name}-{network}-seed{seed}"] = tested.packed(rows)
    error = quantities.mean_corruption_error
    for names, expected in ((["fog"], 50), (["snow"], 200), (["fog", "snow"], 125)):
        found = error(result, GAUSSIAN, names=names)
        assert found.mean == pytest.approx(expected, abs=0.5)
        assert found.over == "seeds and images, one spread borrowed"
    with pytest.raises(NotMeasured, match="it has no severity 1, no severity 2"):
        error(made(severities=(3, 4, 5)), GAUSSIAN)


def test_the_order_of_the_corruptions_is_compared_with_the_published_one():
    published = published_accuracies.NETWORKS[published_accuracies.STANDARD].accuracies
    result = made(ALL[:3])
    for network, seed in ALL[:3]:
        for name, level in zip(NAMES, published, strict=True):
            rows = torch.arange(COUNT)[None] < torch.full((5, 1), round(COUNT * level))
            result.shards[f"{name}-{network}-seed{seed}"] = tested.packed(rows)
    assert quantities.published_order(result).mean == pytest.approx(1, abs=0.01)
    for network, seed in ALL[:3]:
        for name, level in zip(NAMES, published, strict=True):
            rows = torch.arange(COUNT)[None] < torch.full((5, 1), round(COUNT * (1 - level)))
            result.shards[f"{name}-{network}-seed{seed}"] = tested.packed(rows)
    assert quantities.published_order(result).mean == pytest.approx(-1, abs=0.01)


def test_autoaugment_gains_where_its_accuracy_is_higher():
    result = made()
    for name in NAMES[:3]:
        none = torch.zeros(5, COUNT, dtype=torch.bool)
        result.shards[f"{name}-{NATURAL}-autoaugment-seed0"] = tested.packed(none)
    found = quantities.gaining(result, network=f"{NATURAL}-autoaugment")
    assert found.mean == pytest.approx(12 / 15)


def test_the_papers_reading_leads_by_its_share_of_the_variance(shares):
    networks = [GAUSSIAN, f"{NATURAL}-adversarial"]
    nyquist = [SHARES["nyquist27"][name] for name in NAMES]
    others = [
        np.corrcoef(nyquist, list(SHARES[reading].values()))[0, 1] ** 2
        for reading in ("outside27", "outside5")
    ]
    found = lines.lead_of_the_papers_reading(made(), shares, networks=networks)
    assert found.mean == pytest.approx(1 - max(others), abs=0.01)


def test_seeds_are_those_of_the_recipe():
    assert tested.RECIPE.seeds == SEEDS
    assert seeds_of(made(), NATURAL) == SEEDS
    assert seeds_of(made(), "another") == ()
