"""Eigenvectors of Gaussian kernels as waves: known ones, planted fits, made-up spectra."""

import numpy as np
import pytest
import torch

from fourierbook.experiments.spectral_bias_data import kernel_signs, kernel_spectrum
from fourierbook.experiments.spectral_bias_data.kernel_basis import (
    basis,
    median_distance,
    sign_changes,
)
from fourierbook.results.questions import Result
from fourierbook.training.ensembles import Ensemble, Runs

RECIPE = kernel_spectrum.KERNEL_SPECTRUM.embedded.tiny()


def made(**shards):
    """A result with numbers that are made up."""
    return Result("kernel_spectrum", "thorough", RECIPE, shards, {})


def test_a_basis_belongs_to_its_kernel_largest_value_first():
    points = torch.rand(9, 3, generator=torch.Generator().manual_seed(0))
    found = basis(points, 0.4)
    x = points.numpy().astype(float)
    kernel = np.exp(-np.square(x[:, None] - x).sum(2) / (2 * 0.4**2))
    vectors, values = found.vectors.numpy(), found.values.numpy()
    np.testing.assert_allclose(kernel @ vectors, values * vectors, atol=1e-12)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(9), atol=1e-12)
    assert list(values) == sorted(values, reverse=True)


def test_coefficients_of_an_eigenvector_are_one_at_its_place():
    found = basis(torch.rand(7, 2, generator=torch.Generator().manual_seed(1)), 0.5)
    np.testing.assert_allclose(found.coefficients(found.vectors.T), np.eye(7), atol=1e-12)


def test_the_median_is_over_all_pairs_of_different_points():
    points = torch.tensor([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]])
    assert median_distance(points) == pytest.approx(np.sqrt(18))


def test_the_nth_eigenvector_on_a_line_has_a_sign_change_more_than_the_one_before():
    found = kernel_signs.changes(kernel_signs.Points(points=20, widths=(0.05, 0.1)), "line")
    assert found["changes"][0].tolist() == [*range(20)]
    whole = kernel_signs.Points(points=20, widths=(0.05, 0.1))
    result = Result("kernel_signs", "thorough", whole, {"line": found}, {})
    assert kernel_signs.as_expected(result, 0.05)[:4] == (1, 1, 1, 20)
    found["changes"][1, :5] += 1
    expected = (found["changes"][1] == np.arange(20)).mean()
    assert kernel_signs.as_expected(result, 0.1).mean == expected < 1


def test_a_zero_between_two_signs_is_no_change():
    assert sign_changes(torch.tensor([[1.0, -1.0], [0.0, 2.0], [1.0, 3.0]])).tolist() == [0, 1]


def test_noise_is_white_or_grows_with_the_square_of_an_eigenvectors_place():
    points = torch.rand(400, 2, generator=torch.Generator().manual_seed(2))
    bases = dict(zip(("narrow", "median"), (basis(points, 0.01), basis(points, 0.02)), strict=True))
    white, narrow, median = kernel_spectrum.noise(bases, seed=3)
    assert white.square().mean().item() == pytest.approx(1 / 3, rel=0.1)
    assert -1 <= white.min() < -0.9 < 0.9 < white.max() <= 1
    for values, name in ((narrow, "narrow"), (median, "median")):
        sizes = (np.arange(1, 401) / 400) ** 2
        np.testing.assert_allclose(bases[name].coefficients(values), sizes, atol=1e-10)
        assert values.square().mean().item() == pytest.approx(1 / 5, rel=0.01)


def test_a_fit_of_half_the_noise_has_taken_half_of_each_group():
    points = torch.rand(20, 2, generator=torch.Generator().manual_seed(2))
    found, labels = basis(points, 0.3), torch.ones(20, dtype=torch.float64)
    noise = torch.randn(3, 20, generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    fits = torch.stack([labels + 0 * noise, labels + noise / 2])
    seen = kernel_spectrum.spectra(found, fits, labels, noise, groups=4)
    np.testing.assert_allclose(seen["taken"][0], 0, atol=1e-12)
    np.testing.assert_allclose(seen["taken"][1], 0.5)
    expected = np.square(found.vectors.numpy().T @ np.ones(20)).reshape(4, 5).mean(1) ** 0.5
    np.testing.assert_allclose(seen["labels"], expected)
    np.testing.assert_allclose(seen["found"][0], np.tile(expected, (3, 1)))
    noisy = found.coefficients(labels + noise).numpy()
    groups = np.square(noisy).reshape(3, 4, 5).mean(2) ** 0.5
    np.testing.assert_allclose(seen["noisy"], groups)


def test_a_network_is_trained_on_the_three_noises_and_tested_on_the_same_images(monkeypatch):
    given = {}

    def fit(models, inputs, targets, *, measure, at, **options):
        given.update(inputs=inputs, targets=targets, count=len(models))
        fits = targets[..., 0].expand(len(at), -1, -1)
        return Runs(Ensemble.of(models), torch.zeros(0), {"fits": fits})

    monkeypatch.setattr(kernel_spectrum.ensembles, "fit", fit)
    run = kernel_spectrum.trained(RECIPE, "seed1")
    assert given["count"] == 3
    points = given["inputs"][0]
    width = {"narrow": 1.25, "median": median_distance(points)}
    bases = {name: basis(points, each) for name, each in width.items()}
    noises = kernel_spectrum.noise(bases, seed=1)
    np.testing.assert_allclose(run["clean"][0], noises.square().mean(1), rtol=1e-4)
    np.testing.assert_allclose(run["median_taken"], 1, rtol=1e-3)
    np.testing.assert_allclose(run["narrow_found"][0], run["narrow_noisy"], rtol=1e-4)
    np.testing.assert_allclose(run["median_values"], bases["median"].values, rtol=1e-4, atol=1e-6)


def test_a_dip_is_looked_at_where_the_error_on_clean_labels_is_least():
    clean = np.array([[1.0, 9, 9], [0.25, 9, 9], [0.5, 9, 9]])
    taken = np.zeros((3, 3, 10))
    taken[1, 0] = np.linspace(0.9, 0, 10)
    taken[2, 0] = 1
    taken[2, 0, -1] = 0.4
    taken[2, 0, 2] = 0.3  # there once, and lost again
    found = np.ones((3, 3, 10))
    found[1, 0, :5] = 3
    values = {
        "steps": np.array([0, 10, 40]), "clean": clean, "median_taken": taken,
        "median_found": found, "median_labels": np.full(10, 2.0),
    }  # fmt: skip
    result = made(seed0=values)
    rough = kernel_spectrum.rough_taken(result, "white", "median")
    assert rough.mean == 0
    ratio = kernel_spectrum.as_clean(result, "white", "median").mean
    assert ratio == pytest.approx(np.sqrt(3 / 2 * 1 / 2))
    assert kernel_spectrum.rise(result, "white").mean == pytest.approx(2)
    times = kernel_spectrum.times(result, "white", "median")[0]
    assert times[0] == 10
    assert times[5] == 40
    assert np.isinf(times[[2, -1]]).all()
    assert kernel_spectrum.later(result, "white", "median").mean == pytest.approx(4)
