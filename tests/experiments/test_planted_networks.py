"""What a run asks of networks, from planted ones: which split, which seed, which view, which axis.

Each expected number is found by another way, mostly by numpy, from the test images and the network
of the shard's own name.
"""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch

from fourierbook.experiments.band_limited_filters import (
    band_energy,
    band_noise,
    filtered,
    trained_through,
)
from fourierbook.experiments.corruptions_and_attacks import accuracy as corrupted
from fourierbook.experiments.corruptions_and_attacks import attacks, single_waves, spectra
from fourierbook.experiments.fourier_heatmaps import first_order, maps, photographs, wave_variants
from fourierbook.experiments.fourier_primer import natural_spectra, phase_swap
from fourierbook.experiments.intro import one_band
from fourierbook.measure.basis_attack import first_fooling_wave
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.maps import map_frequencies
from fourierbook.models.wrappers import FrontEnd
from fourierbook.results.reading import unpacked
from fourierbook.signal.falloff import cardinal_share
from fourierbook.signal.filters import square_high_pass
from fourierbook.training import recipes
from tests.experiments.planted import data, network, right

pytestmark = pytest.mark.usefixtures("planted")
COUNT = 24


def distances(side):
    """|f| along one axis, in FFT order."""
    return np.abs(np.fft.fftfreq(side, 1 / side))


def mask(kind, bandwidth, side=8):
    """The filters of Yin et al. (2019), from their words: a square around zero, or the corners."""
    f = distances(side)
    low, high = f <= (bandwidth - 1) / 2, f >= side / 2 - (bandwidth - 1) / 2
    return {
        "low": low[:, None] & low,
        "high": high[:, None] & high,
        "outside": ~(low[:, None] & low),
    }[kind]


def kept(images, kept_frequencies):
    """What a filter leaves of images, by numpy in double precision."""
    spectra_ = np.fft.fft2(images.double().numpy()) * kept_frequencies
    return torch.from_numpy(np.fft.ifft2(spectra_).real)


def spread(x):
    """Each image's standard deviation over all of its values, (N, 1, 1, 1)."""
    return x.std((1, 2, 3), correction=0, keepdim=True)


VIEWS = {
    "low_pass": ("low", lambda x: x),
    "high_pass": ("high", lambda x: x),
    "high_pass_recentred": ("high", lambda x: x + 0.5),
    "high_pass_unit_std": ("high", lambda x: x / spread(x)),
    "high_pass_natural_spread": ("high", lambda x: x / spread(x) / 4 + 0.5),
    "outside_recentred": ("outside", lambda x: x + 0.5),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_network_is_asked_of_filtered_test_images_as_the_view_says(view):
    recipe = filtered.Filtering("any", "net", COUNT, seeds=(0, 2), bandwidths=(3, 5))
    assert VIEWS.keys() == filtered.VIEWS.keys()
    kind, finish = VIEWS[view]
    test = data("any", count=COUNT)
    for seed in recipe.seeds:
        shard = filtered.BAND_ACCURACY.run(recipe, f"{view}-seed{seed}")
        for row, bandwidth in zip(unpacked(shard), recipe.bandwidths, strict=True):
            seen = finish(kept(test.images, mask(kind, bandwidth)))
            expected = right(network("net", seed=seed), seen, test.labels)
            assert row.tolist() == expected.tolist(), (seed, bandwidth)


def test_without_a_filter_a_network_is_asked_of_the_test_images_themselves():
    recipe = filtered.Filtering("any", "net", COUNT)
    shard = filtered.BAND_ACCURACY.run(recipe, "unfiltered-seed1")
    test = data("any", count=COUNT)
    expected = right(network("net", seed=1), test.images, test.labels)
    assert unpacked(shard).tolist() == [expected.tolist()]


def fitting(monkeypatch, module):
    """Let training give a network of the recipe's seed, and keep what it was asked for."""
    asked = []

    def fit(recipe, train):
        asked.append((recipe, train))
        kind = "whole" if recipe.front_end is None else recipe.front_end.kind
        model = network(kind, seed=recipe.seed)
        if module is one_band and recipe.front_end is not None:
            model = one_band.Filtered(model, recipe.front_end.mask(8, 8))
        return type("History", (), {"model": model, "losses": [2.0, 1.0]})

    monkeypatch.setattr(module.trainer, "fit", fit)
    return asked


@pytest.mark.parametrize("kind", ["low_pass", "high_pass"])
def test_a_network_is_trained_on_training_images_and_tested_on_test_images(kind, monkeypatch):
    asked = fitting(monkeypatch, trained_through)
    recipe = trained_through.Training(
        "any", replace(recipes.SPECIMENS_CNN, count=30), COUNT, (FrontEnd(kind, 5),)
    )
    shard = trained_through.TRAINED_THROUGH.run(recipe, f"{kind}-5-seed2")
    ((run, train),) = asked
    assert (run.front_end, run.seed, run.model) == (FrontEnd(kind, 5), 2, "small_cnn")
    assert torch.equal(train.images, data("any", "train", count=30).images)
    test, model = data("any", count=COUNT), network(kind, seed=2)
    assert unpacked(shard)[0].tolist() == right(model, test.images, test.labels).tolist()
    logits = model(test.images).detach().double()
    said = logits.exp() / logits.exp().sum(1, keepdim=True)
    np.testing.assert_allclose(shard["probabilities"], said, atol=1e-3)
    assert shard["losses"].tolist() == [2.0, 1.0]


@pytest.mark.parametrize("ordinary", [None, "net"])
def test_both_networks_of_a_seed_are_asked_of_the_band_and_of_whole_test_images(
    ordinary, monkeypatch
):
    asked = fitting(monkeypatch, one_band)
    run = replace(recipes.SPECIMENS_CNN, count=30, front_end=FrontEnd("high_pass", 5))
    recipe = one_band.OneBand("any", run, ordinary, COUNT)
    shard = one_band.PHOTOGRAPHS_IN_A_BAND.run(recipe, "seed2")
    assert {each.seed for each, _ in asked} == {2}
    assert len(asked) == (2 if ordinary is None else 1)
    for _, train in asked:
        assert torch.equal(train.images, data("any", "train", count=30).images)
    test = data("any", count=COUNT)
    views = {"band": kept(test.images, mask("high", 5)), "whole": test.images}
    models = {
        "ordinary": network(ordinary or "whole", seed=2),
        "trained": network("high_pass", seed=2),
    }
    for who, model in models.items():
        for what, images in views.items():
            found = {name: shard[f"{name}_{who}_{what}"] for name in ("bits", "count")}
            assert unpacked(found)[0].tolist() == right(model, images, test.labels).tolist()
            said = model(images.float()).detach().softmax(1)
            np.testing.assert_allclose(shard[f"says_{who}_{what}"], said, atol=2e-3)


@pytest.mark.parametrize("kind", ["low_pass", "high_pass"])
def test_noise_of_a_band_has_the_norm_and_the_seed_of_its_shard(kind):
    recipe = band_noise.Noise("any", (("net", 2),), COUNT, bandwidths=(3, 5))
    shard = band_noise.BAND_NOISE.run(recipe, f"net-{kind}-seed2")
    test = data("any", count=COUNT)
    white = torch.randn(test.images.shape, generator=torch.Generator().manual_seed(2))
    for row, bandwidth in zip(unpacked(shard), recipe.bandwidths, strict=True):
        noise = kept(white, mask(kind.removesuffix("_pass"), bandwidth))
        noise = 8 * noise / noise.norm(dim=(-2, -1), keepdim=True)
        seen = (test.images.double() + noise).clamp(0, 1)
        expected = right(network("net", seed=2), seen, test.labels)
        assert row.tolist() == expected.tolist(), bandwidth


@pytest.mark.parametrize("name", ["low_pass", "high_pass", "outside"])
def test_the_energy_that_a_filter_keeps_is_a_share_of_each_images_variance(name):
    recipe = band_energy.Energy("any", COUNT, bandwidths=(3, 5))
    shard = band_energy.BAND_ENERGY.run(recipe, name)
    images = data("any", count=COUNT).images.double().numpy()
    energies = np.abs(np.fft.fft2(images - images.mean((-2, -1), keepdims=True))) ** 2
    for place, bandwidth in enumerate(recipe.bandwidths):
        inside = energies * mask(name.removesuffix("_pass"), bandwidth)
        shares = inside.sum((1, 2, 3)) / energies.sum((1, 2, 3))
        assert shard["mean"][place] == pytest.approx(shares.mean(), rel=1e-5)
        assert shard["spread"][place] == pytest.approx(shares.std(ddof=1), rel=1e-4)
    assert shard["count"] == COUNT


def test_a_map_is_that_of_the_network_the_seed_and_the_norm_of_its_shard():
    recipe = maps.Map("any", (("net", 2),), COUNT, norm=1.5, window=3, precision="fp32")
    shard = maps.FOURIER_MAP.run(recipe, "net-seed2")
    test, model = data("any", count=COUNT), network("net", seed=2)
    found = fourier_heatmap(model, test.images, test.labels, norm=1.5, seed=2, window=3)
    assert shard["wrong"].tolist() == found.wrong.tolist()
    assert shard["without"].tolist() == (~right(model, test.images, test.labels)).tolist()
    assert shard["size"].tolist() == [8, 8]


def test_a_map_of_first_order_stands_beside_the_true_one_without_clipping():
    recipe = first_order.FirstOrder("any", (("net", 2),), COUNT, norms=(1.0, 4.0), window=3)
    shard = first_order.FIRST_ORDER.run(replace(recipe, precision="fp32"), "net-seed2")
    test, model = data("any", count=COUNT), network("net", seed=2)
    given = model, test.images, test.labels
    for row, norm in enumerate(recipe.norms):
        options = {"norm": norm, "seed": 2, "window": 3}
        true = fourier_heatmap(*given, clip=False, **options)
        assert shard["true"][row].tolist() == true.wrong.tolist()
        guess = first_order_heatmap(*given, **options)
        assert shard["predicted"][row].tolist() == guess.wrong.tolist()
    assert (true.wrong != fourier_heatmap(*given, **options).wrong).any(), "as 4 is large"


def test_a_variant_has_the_network_and_the_signs_of_its_seed():
    recipe = wave_variants.Variants("any", "net", COUNT, every=7, norm=1.5, precision="fp32")
    test, model = data("any", count=COUNT), network("net", seed=2)
    for variant, signs in (("paper", 2), ("other_signs", 1002)):
        shard = wave_variants.WAVE_VARIANTS.run(recipe, f"{variant}-seed2")
        found = wrong_under_waves(
            model, test.images, test.labels, map_frequencies(8, 8)[::7], BasisNoise(1.5, seed=signs)
        )
        assert unpacked(shard).tolist() == found.tolist()


def test_a_block_of_a_large_map_has_the_networks_test_images_and_the_recipes_signs(monkeypatch):
    monkeypatch.setattr(photographs, "SIDE", 8)
    recipe = photographs.Blocks("any", ("net",), COUNT, norm=1.5, window=5, block=10, seed=3)
    shard = photographs.LARGE_IMAGE_MAP.run(replace(recipe, precision="fp32"), "net-waves10")
    test, model = data("any", count=COUNT), network("net")
    found = fourier_heatmap(model, test.images, test.labels, norm=1.5, seed=3, window=5)
    assert unpacked(shard).sum(1).tolist() == found.wrong[10:20].tolist()


def test_single_waves_are_tried_in_the_recipes_order_on_the_shards_network():
    recipe = single_waves.Tries("any", (("net", 2),), COUNT, window=5, seed=3, precision="fp32")
    shard = single_waves.BASIS_ATTACK.run(recipe, "net-norm2-seed2")
    test, model, waves = data("any", count=COUNT), network("net", seed=2), map_frequencies(8, 8, 5)
    noise = BasisNoise(2.0, seed=3)
    found = first_fooling_wave(model, test.images, test.labels, noise, frequencies=waves)
    assert shard["queries"].tolist() == found.queries.tolist()
    assert shard["right"].tolist() == right(model, test.images, test.labels).tolist()


def test_an_attack_is_on_the_shards_network_and_test_images(monkeypatch):
    """The attack is laid down: it gives the mirror image."""

    def attacked(model, images, labels, attack):
        assert (attack.keywords["norm"], attack.keywords["epsilon"]) == ("l2", 0.5)
        return images.flip(-1)

    outside = {"outside5": partial(square_high_pass, bandwidth=5)}
    monkeypatch.setattr(attacks, "attacked", attacked)
    monkeypatch.setattr(attacks, "BANDS", outside)
    recipe = attacks.Attacks("any", (("net", 2),), 40)
    shard = attacks.ADVERSARIAL_SPECTRA.run(recipe, "net-l2-seed2")
    test, model = data("any"), network("net", seed=2)
    before = right(model, test.images, test.labels)
    after = right(model, test.images.flip(-1), test.labels)
    assert shard["right"].tolist() == before.tolist()
    assert shard["fooled"].tolist() == (before & ~after).tolist()
    assert 0 < shard["fooled"].sum() < (~after).sum(), "some were wrong from the start"
    modulus = np.abs(np.fft.fft2((test.images.flip(-1) - test.images).double()))
    energies = modulus**2
    shares = (energies * mask("outside", 5)).sum((1, 2, 3)) / energies.sum((1, 2, 3))
    np.testing.assert_allclose(shard["shares"][0], shares, rtol=1e-3)
    mean = np.fft.fftshift(modulus[shard["fooled"]].mean((0, 1)))
    np.testing.assert_allclose(shard["modulus"], mean, rtol=1e-3, atol=1e-5)


def test_under_a_corruption_the_shards_network_sees_grey_levels_of_test_images(monkeypatch):
    def darker(images, name, *, severity, seed=0):
        return (images - severity / 10).clamp(0, 1)

    monkeypatch.setattr(corrupted.corruptions, "corrupt", darker)
    for cache in (corrupted._levels, spectra.kept):
        cache.cache_clear()
    recipe = replace(
        corrupted.RECIPE, data="any", networks=(("net", 2),), count=COUNT, severities=(1, 3),
        precision="fp32",
    )  # fmt: skip
    shard = corrupted.CORRUPTION_ACCURACY.run(recipe, "fog-net-seed2")
    test, model = data("any", count=COUNT), network("net", seed=2)
    for row, severity in zip(unpacked(shard), (1, 3), strict=True):
        levels = (255 * darker(test.images, "", severity=severity)).round() / 255
        assert row.tolist() == right(model, levels, test.labels).tolist()
    spectra.kept.cache_clear()
    corrupted._levels.cache_clear()


def test_phases_are_taken_from_a_partner_of_another_class_among_the_test_images():
    phase_swap._loaded.cache_clear()
    recipe = phase_swap.PhaseSwap("any", "net", COUNT, radii=(0, 23), seed=4)
    test = data("any", count=COUNT)
    order = torch.randperm(COUNT, generator=torch.Generator().manual_seed(4))
    pairs = [(n, m) for n, m in enumerate(order.tolist()) if test.labels[n] != test.labels[m]]
    partners = [[pair[side] for pair in pairs] for side in (0, 1)]
    for shard, seed, reach in (("radius23", 0, 23), ("radius0-seed2", 2, 0)):
        found = phase_swap.PHASE_SWAP.run(recipe, shard)
        own, other = (np.fft.fft2(test.images[each].double()) for each in partners)
        mixed = np.abs(own) * np.exp(1j * np.angle(other if reach else own))
        seen = torch.from_numpy(np.fft.ifft2(mixed).real).float()
        answers = network("net", seed=seed)(seen).argmax(1)
        assert found["answers"].tolist() == answers.tolist(), shard
        labels = [test.labels[each].tolist() for each in partners]
        assert [found["own"].tolist(), found["other"].tolist()] == labels
    phase_swap._loaded.cache_clear()


def test_slopes_are_of_test_images_over_the_rings_that_their_names_say(monkeypatch):
    monkeypatch.setattr(natural_spectra.datasets, "load", partial(data, side=16))
    found = natural_spectra.NATURAL_SPECTRA.run(natural_spectra.Spectra("any", COUNT), "spectra")
    images = data("any", count=COUNT, side=16).images.double().numpy()
    window = np.sin(np.pi * np.arange(16) / 16) ** 2
    faded = (images - images.mean((-2, -1), keepdims=True)) * window[:, None] * window
    distance = np.hypot(distances(16)[:, None], distances(16))
    rings = distance.round().astype(int)

    def slopes(seen, first, last):
        """By numpy's fit of the logarithms, for each image."""
        inside = [rings == r for r in range(first, last + 1)]
        amplitudes = np.abs(np.fft.fft2(seen)).mean(1)
        means = np.array([amplitudes[:, ring].mean(1) for ring in inside])
        radii = np.log([distance[ring].mean() for ring in inside])
        return np.polyfit(radii, np.log(means), 1)[0]

    expected = {
        "slopes": slopes(images, 1, 7), "slopes_low": slopes(images, 1, 4),
        "slopes_faded": slopes(faded, 2, 7),
        "cardinal": cardinal_share(torch.from_numpy(faded)).numpy(),
    }  # fmt: skip
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=2e-3, atol=2e-3, err_msg=name)
    amplitude = np.abs(np.fft.fft2(images)).mean((0, 1))
    np.testing.assert_allclose(found["amplitude"], amplitude, rtol=1e-4)
