import numpy as np
import pytest
import torch

from fourierbook.experiments.fourier_heatmaps import maps
from fourierbook.experiments.fourier_heatmaps.maps_claims import CLAIMS
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.results import networks
from fourierbook.results.questions import Result

SIZES = [(6, 6, None), (5, 7, None), (8, 9, 5)]


def cells_of(height, width, window):
    """Every cell of the map: its shell, and which wave stands there."""
    frequencies = map_frequencies(height, width, window)
    waves = centred_map(torch.arange(len(frequencies)), height, width, window)
    rows, columns = waves.shape
    for row in range(rows):
        for column in range(columns):
            f_y, f_x = row - rows // 2, column - columns // 2
            yield max(abs(f_y), abs(f_x)), int(waves[row, column])


@pytest.mark.parametrize(("height", "width", "window"), SIZES)
def test_a_ring_is_the_mean_over_its_cells_of_the_map(height, width, window):
    frequencies = map_frequencies(height, width, window)
    wrong = torch.rand(len(frequencies), 4, generator=torch.Generator().manual_seed(0)) < 0.5
    shells = {}
    for shell, wave in cells_of(height, width, window):
        shells.setdefault(shell, []).append(wrong[wave].float())
    expected = torch.stack([torch.stack(shells[shell]).mean(0) for shell in sorted(shells)])
    found = maps.by_shell(wrong, frequencies, height, width)
    np.testing.assert_allclose(found, expected.numpy(), atol=1e-3)


def result(networks, *, window=None, side=8, count=50, **levels):
    """Made results: under each wave of shell r, a network is wrong about a share of the images."""
    recipe = maps.Map("cifar10", networks, count=count, window=window)
    frequencies = map_frequencies(side, side, window)
    shards = {}
    for name, seed in networks:
        level = levels.get(maps_short(name), lambda shell: 0.5)
        share = torch.tensor([level(int(shell)) for shell in frequencies.abs().amax(1)])
        wrong = torch.arange(count)[None] < (share[:, None] * count).round()
        shards[f"{name}-seed{seed}"] = {
            "wrong": wrong.sum(1).numpy(),
            "shells": maps.by_shell(wrong, frequencies, side, side),
            "without": np.zeros(count, bool),
            "size": np.array([side, side]),
        }
    return Result("fourier_map", "thorough", recipe, shards, {})


def maps_short(name):
    return name.rsplit("-", 1)[-1]


def test_rings_together_are_the_mean_over_their_cells():
    network = ((maps.NATURAL, 0),)
    found = result(network, resnet20=lambda shell: 0.1 * shell)
    errors = maps.shell_errors(found, maps.NATURAL, 0, range(2))
    assert errors.mean() == pytest.approx(
        0.1 * 8 / 9, abs=1e-3
    )  # shell 0 has 1 cell, shell 1 has 8
    whole = maps.shell_errors(found, maps.NATURAL, 0, range(20)).mean()
    assert whole == pytest.approx(maps.error_map(found, maps.NATURAL, 0).mean().item(), abs=1e-3)


def test_a_map_of_a_window_is_laid_out_around_zero():
    found = result(((maps.NATURAL, 0),), window=3, resnet20=lambda shell: 0.2 + 0.4 * shell)
    shares = maps.error_map(found, maps.NATURAL, 0)
    assert shares.shape == (3, 3)
    assert shares[1, 1] == pytest.approx(0.2)
    assert shares[0, 2] == pytest.approx(0.6)


ALL = (*((maps.NATURAL, seed) for seed in range(3)), (maps.GAUSSIAN, 0), (networks.ADVERSARIAL, 0))
EVERY = (*ALL, (maps.AUTOAUGMENT, 0))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_each_claim_finds_its_number(claim):
    levels = {
        "resnet20": lambda shell: 0.2 if shell < 2 else 0.8,
        "gaussian": lambda shell: 0.3 if shell < 2 else 0.6,
        "adversarial": lambda shell: 0.4 if shell < 2 else 0.5,
        "autoaugment": lambda shell: 0.1 if shell < 6 else 0.8,
    }
    expected = {
        "natural_sensitive": 0.8,
        "natural_lowest": 0.6,
        "gaussian_gains_high": 0.2,
        "adversarial_gains_high": 0.3,
        "gaussian_loses_low": -0.1,
        "adversarial_loses_low": -0.2,
        "autoaugment_centre": (0.1 * 8 + 0.7 * 112) / 120,  # 8 of 120 cells have shell 1
    }
    found = claim.quantity(result(EVERY, side=32, **levels))
    assert found.mean == pytest.approx(expected[claim.id.split(".")[1]], abs=2e-3)
    assert (found.n, found.over) == (3, "seeds")
    one = claim.quantity(result((EVERY[0], *EVERY[3:]), side=32, **levels))
    assert (one.n, one.over) == (50, "images")
    assert claim.quantity(result(EVERY[3:], side=32, **levels)) is None


def test_the_profile_has_the_error_of_each_shell_over_seeds_or_images():
    found = result(ALL, side=8, resnet20=lambda shell: 0.2 * shell, gaussian=lambda shell: 0.1)
    several, one = (maps.profile(found, name) for name in (maps.NATURAL, maps.GAUSSIAN))
    assert [value.mean for value in several] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8], abs=1e-3)
    assert {(value.n, value.over) for value in several} == {(3, "seeds")}
    assert {(value.n, value.over) for value in one} == {(50, "images")}
    assert maps.networks(found) == [maps.NATURAL, maps.GAUSSIAN, networks.ADVERSARIAL]


def test_a_gain_is_shown_where_chance_would_not_make_it():
    levels = {"resnet20": lambda shell: 0.5, "gaussian": lambda shell: 0.1 if shell > 1 else 0.49}
    found = result(ALL, side=8, count=100, **levels)
    gain = maps.gain_map(found, maps.GAUSSIAN)
    centre = gain[3:6, 3:6]
    assert centre.isnan().all()
    assert gain.isnan().sum() == centre.numel()
    assert gain[0, 0].item() == pytest.approx(0.4)
    # On 100 and 3 × 100 images, 34 waves: z = Φ⁻¹(1 − 0.05/68) = 3.18, spread ≤ 0.058.
    least = 3.18 * (0.3 * 0.7 / 100 + 0.25 / 300) ** 0.5
    for gap in (least - 0.01, least + 0.01):
        other = {**levels, "gaussian": lambda shell, gap=gap: 0.5 - round(gap, 2)}
        shown = maps.gain_map(result(ALL, side=8, count=100, **other), maps.GAUSSIAN)
        assert shown.isnan().all() == (round(gap, 2) < least)


def test_the_error_without_a_wave_is_that_of_the_images_alone():
    found = result(ALL, side=8)
    found.shards[f"{maps.GAUSSIAN}-seed0"]["without"][:10] = True
    assert maps.without_waves(found, maps.GAUSSIAN).mean == pytest.approx(0.2)
    assert maps.without_waves(found, maps.NATURAL).n == 3
