"""The experiment on spectra of corruptions: known changes, and claims on made results."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import stats

from fourierbook.data import corruptions, specimens
from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks import spectra
from fourierbook.experiments.corruptions_and_attacks.claims import CLAIMS
from fourierbook.results import published_accuracies, questions
from fourierbook.results.questions import Result
from fourierbook.signal.waves import plane_wave

RECIPE = replace(spectra.CORRUPTION_SPECTRA.embedded, count=4)


@pytest.fixture
def adding(monkeypatch):
    """Let every corruption add a given change to every image."""

    def add(change):
        monkeypatch.setattr(
            corruptions,
            "corrupt",
            lambda images, name, *, severity, seed=0: (images * 255).round() / 255 + change,
        )

    return add


@pytest.mark.parametrize(
    ("frequency", "shares", "bands"),
    [
        # Highest along both axes, by all readings; the bands hold 7² − 1 and 32² − 23² cells.
        ((14, 3), (1, 1, 1), {"low": 0, "high": 2 / 495}),
        # A cross of low frequencies is no part of the Nyquist square.
        ((14, 2), (0, 1, 1), {"low": 0, "high": 2 / 495}),
        ((13, 13), (1, 0, 1), {"low": 0, "high": 2 / 495}),
        ((3, 3), (1, 0, 1), {"low": 2 / 48, "high": 0}),
        ((2, 1), (0, 0, 0), {"low": 2 / 48, "high": 0}),
        ((0, 1), (0, 0, 0), {"low": 2 / 48, "first": 2 / 8, "high": 0}),
        ((4, 9), (1, 0, 1), {"low": 0, "high": 0, "last": 0}),
    ],
)
def test_a_wave_has_its_energy_where_its_frequency_is(frequency, shares, bands, adding):
    adding(0.1 * plane_wave(32, 32, frequency=frequency, phase=0.3))
    values = spectra.CORRUPTION_SPECTRA.run(RECIPE, "fog")
    peak = 0.1 * 32**2 / 2
    modulus = values["modulus"]
    y, x = frequency
    for sign in (1, -1):
        assert modulus[16 + sign * y, 16 + sign * x] == pytest.approx(peak, rel=1e-4)
    assert modulus.sum() == pytest.approx(2 * peak, rel=1e-3)
    np.testing.assert_allclose(values["shares"], np.tile(shares, (4, 1)).T, atol=1e-3)
    found = dict(zip(spectra.BANDS, values["bands"].mean(1), strict=True))
    for name, share in bands.items():
        assert found[name] == pytest.approx(share * peak, rel=5e-3, abs=1e-4 * peak)
    assert values["changed"].all()


def test_a_shard_has_what_the_corruption_does_to_grey_levels():
    values = spectra.CORRUPTION_SPECTRA.run(replace(RECIPE, severity=5), "gaussian_noise")
    images = specimens.split("test")[0][:4]
    levels = (images * 255).round() / 255
    change = corruptions.corrupt(images, "gaussian_noise", severity=5) - levels
    expected = np.fft.fftshift(np.abs(np.fft.fft2(change.numpy())).mean((0, 1)))
    np.testing.assert_allclose(values["modulus"], expected, rtol=5e-4)  # kept in half
    of_images = spectra.CORRUPTION_SPECTRA.run(RECIPE, spectra.IMAGES)["modulus"]
    assert of_images[16, 16] == pytest.approx(float(levels.sum((-1, -2)).mean()), rel=5e-4)


def test_images_that_are_not_changed_have_no_share(adding):
    change = torch.zeros(4, 3, 32, 32)
    change[1] = 0.1 * plane_wave(32, 32, frequency=(14, 3))
    adding(change)
    values = spectra.CORRUPTION_SPECTRA.run(RECIPE, "fog")
    result = Result("corruption_spectra", "quick", RECIPE, {"fog": values}, {})
    assert np.isnan(spectra.shares(result, "fog")).tolist() == [True, False, True, True]
    found = spectra.share(result, "fog")
    assert (found.mean, found.n) == (pytest.approx(1), 1)
    adding(torch.zeros(4, 3, 32, 32))
    values = spectra.CORRUPTION_SPECTRA.run(RECIPE, "fog")
    assert np.isfinite(values["shares"]).all()
    with pytest.raises(ValueError, match="at least one number"):
        spectra.share(Result("corruption_spectra", "quick", RECIPE, {"fog": values}, {}), "fog")


@pytest.mark.parametrize("scale", ["quick", "thorough"])
def test_stored_results_name_the_version_of_the_corruptions(scale, monkeypatch):
    recipe = spectra.CORRUPTION_SPECTRA.recipes[scale]
    assert questions.described(recipe)["generator"] == corruptions.VERSION
    monkeypatch.setattr(corruptions, "VERSION", "another")
    with pytest.raises(ValueError, match=r"version of the corruptions that are here, another; got"):
        spectra.CORRUPTION_SPECTRA.run(RECIPE, "fog")


# Claims


def result(moduli, shares, *, count=50):
    """Made results: mean modulus of each band, and share of every reading, by shard."""
    recipe = replace(spectra.CORRUPTION_SPECTRA.recipes["thorough"], count=count)
    shards = {}
    for name in (*recipe.corruptions, spectra.IMAGES):
        bands = {"low": 1.0, "high": 1.0, "first": 1.0, "last": 1.0} | moduli.get(name, {})
        shards[name] = {
            "modulus": np.ones((32, 32)),
            "bands": np.tile([bands[band] for band in spectra.BANDS], (count, 1)).T,
            "shares": np.full((3, count), shares.get(name, 0.5)),
            "changed": np.ones(count, bool),
        }
    return Result("corruption_spectra", "thorough", recipe, shards, {})


MODULI = {
    "gaussian_noise": {"low": 1.05},
    "shot_noise": {"low": 0.85},
    "impulse_noise": {"low": 1.1},
    "fog": {"low": 60.0, "high": 2.0},
    "contrast": {"low": 25.0, "high": 1.0},
    spectra.IMAGES: {"first": 30.0, "last": 0.5},
}
RAMP = {name: place / 20 for place, name in enumerate(NAMES)}


def smallest_slope():
    """By numpy's fit, of the published networks."""
    slopes = [
        np.polyfit(list(RAMP.values()), list(published_accuracies.changes(name).values()), 1)[0]
        for name in published_accuracies.ROBUST
    ]
    return min(slopes)


OF_SPECTRA = {claim.id.split(".")[1]: claim.quantity for claim in CLAIMS
              if claim.experiment == "corruption_spectra"}  # fmt: skip
EXPECTED = {
    "noises_high": lambda: 0.85,
    "white_noise_share": lambda: -((27 / 32) ** 2),  # the ramp begins with Gaussian noise, at 0
    "fog_contrast_low": lambda: 25.0,
    "published_slopes": smallest_slope,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_claim_finds_its_number(name):
    assert EXPECTED.keys() == OF_SPECTRA.keys()
    found = OF_SPECTRA[name](result(MODULI, RAMP))
    assert found.mean == pytest.approx(EXPECTED[name]())
    assert found.n == 50
    if name == "published_slopes":
        assert found.over == "images and corruptions"
    else:
        assert found.over == "images"
        assert found.low == pytest.approx(found.mean)


def test_published_slopes_are_as_sure_as_fifteen_corruptions_make_them():
    """By the textbook's standard error of a slope, with Student's quantile of 13."""
    found = OF_SPECTRA["published_slopes"](result(MODULI, RAMP))
    fits = [
        stats.linregress(list(RAMP.values()), list(published_accuracies.changes(name).values()))
        for name in published_accuracies.ROBUST
    ]
    steepest_down = min(fits, key=lambda fit: fit.slope)
    half = stats.t.ppf(0.975, 13) * steepest_down.stderr
    assert found.high - found.mean == pytest.approx(half, rel=1e-6)


def test_the_interval_of_a_ratio_covers_its_value_as_often_as_it_says():
    random, hits, runs = np.random.default_rng(0), 0, 40
    for _ in range(runs):
        made = result(MODULI | {"contrast": {"low": 1000.0}}, {}, count=100)
        bands = made.shards["fog"]["bands"]
        bands[:2] = random.exponential([[60.0], [1.0]], (2, 100))
        found = OF_SPECTRA["fog_contrast_low"](made)
        hits += found.low <= 60 <= found.high
    assert hits / runs == pytest.approx(0.95, abs=0.1)


def test_the_published_accuracies_are_of_all_corruptions_and_compared_with_the_standard_network():
    for name, network in published_accuracies.NETWORKS.items():
        assert len(network.accuracies) == len(NAMES), name
        assert all(0 < accuracy < 1 for accuracy in network.accuracies)
    standard = published_accuracies.changes(published_accuracies.STANDARD)
    assert set(standard.values()) == {0.0}
    # Its mean at severity 3, as the leaderboard's file gives it by severity.
    mean = np.mean(published_accuracies.NETWORKS[published_accuracies.STANDARD].accuracies)
    assert math.isclose(mean, 0.7492, abs_tol=5e-5)
    # White noise in training helps most where white noise is.
    gained = published_accuracies.changes("Kireev2021Effectiveness_Gauss50percent")
    assert max(gained, key=gained.get) == "gaussian_noise"
    assert min(gained, key=gained.get) == "contrast"
