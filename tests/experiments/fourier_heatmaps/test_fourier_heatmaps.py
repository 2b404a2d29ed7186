import numpy as np
import pytest
import torch

from fourierbook.experiments.fourier_heatmaps import maps, shells
from fourierbook.experiments.fourier_heatmaps.claims import CLAIMS
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.measure.populations import NotMeasured
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
    rings = {}
    for shell, wave in cells_of(height, width, window):
        rings.setdefault(shell, []).append(wrong[wave].float())
    expected = torch.stack([torch.stack(rings[shell]).mean(0) for shell in sorted(rings)])
    found = shells.by_shell(wrong, frequencies, height, width)
    np.testing.assert_allclose(found, expected.numpy(), atol=1e-3)


PLAIN = {"gaussian": 0.06, "adversarial": 0.3}  # wrong without a wave, of the made networks


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
            "shells": shells.by_shell(wrong, frequencies, side, side),
            "without": np.arange(count) < count * PLAIN.get(maps_short(name), 0),
            "size": np.array([side, side]),
        }
    return Result("fourier_map", "thorough", recipe, shards, {})


def maps_short(name):
    return name.rsplit("-", 1)[-1]


def test_rings_together_are_the_mean_over_their_cells():
    network = ((maps.NATURAL, 0),)
    found = result(network, resnet20=lambda shell: 0.1 * shell)
    errors = shells.shell_errors(found, maps.NATURAL, 0, range(2))
    assert errors.mean() == pytest.approx(
        0.1 * 8 / 9, abs=1e-3
    )  # shell 0 has 1 cell, shell 1 has 8
    whole = shells.shell_errors(found, maps.NATURAL, 0, range(20)).mean()
    assert whole == pytest.approx(maps.error_map(found, maps.NATURAL, 0).mean().item(), abs=1e-3)


def test_a_map_of_a_window_is_laid_out_around_zero():
    found = result(((maps.NATURAL, 0),), window=3, resnet20=lambda shell: 0.2 + 0.4 * shell)
    shares = maps.error_map(found, maps.NATURAL, 0)
    assert shares.shape == (3, 3)
    assert shares[1, 1] == pytest.approx(0.2)
    assert shares[0, 2] == pytest.approx(0.6)


ALL = (*((maps.NATURAL, seed) for seed in range(3)), (maps.GAUSSIAN, 0), (networks.ADVERSARIAL, 0))
EVERY = (*ALL, (maps.AUTOAUGMENT, 0))


OF_MAPS = {claim.id.split(".")[1]: claim for claim in CLAIMS
           if claim.experiment in ("fourier_map", "lowest_waves")}  # fmt: skip
LEVELS = {
    "resnet20": lambda shell: 0.2 if shell < 2 else 0.8,
    "gaussian": lambda shell: 0.3 if shell < 2 else 0.6,
    "adversarial": lambda shell: 0.4 if shell < 2 else 0.5,
    "autoaugment": lambda shell: 0.1 if shell < 6 else 0.8,
}
EXPECTED = {
    "natural_sensitive": 0.8,
    "natural_lowest": 0.6,
    "gaussian_gains_high": 0.2,
    "adversarial_gains_high": 0.3,
    "gaussian_loses_low": -0.1 + 0.06,
    "adversarial_loses_low": -0.2 + 0.3,
    "autoaugment_centre": (0.1 * 8 + 0.7 * 112) / 120,  # 8 of 120 cells have shell 1
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_claim_finds_its_number(name):
    quantity = OF_MAPS[name].quantity
    found = quantity(result(EVERY, side=32, **LEVELS))
    assert found.mean == pytest.approx(EXPECTED[name], abs=2e-3)
    compared = not name.startswith("natural")
    words = "seeds and images" + ", one spread borrowed" * compared
    assert (found.n, found.over) == (3, words)
    one = quantity(result((EVERY[0], *EVERY[3:]), side=32, **LEVELS))
    assert (one.n, one.over) == (50, "images")
    every = tuple((network, seed) for network in dict(EVERY) for seed in range(3))
    assert quantity(result(every, side=32, **LEVELS)).over == "seeds and images"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_claim_is_not_measured_without_its_networks_or_shells(name):
    quantity = OF_MAPS[name].quantity
    with pytest.raises(NotMeasured, match=r"it has no cifar10-resnet20$"):
        quantity(result(EVERY[3:], side=8))
    if not name.startswith("natural"):
        with pytest.raises(NotMeasured, match="it has no cifar10-resnet20-"):
            quantity(result(EVERY[:3], side=32))
    if "loses_low" not in name:
        with pytest.raises(NotMeasured, match=r"it has no shell \d"):
            quantity(result(EVERY, side=8, window=1))


def test_every_claim_on_maps_has_a_number_here():
    assert EXPECTED.keys() == OF_MAPS.keys()


def test_what_waves_add_is_judged_apart_from_what_is_lost_without_one():
    found = result(EVERY, side=8, count=100, **LEVELS)
    for name, plain in (("gaussian", 0.06), ("adversarial", 0.3)):
        network, lowest = f"{maps.NATURAL}-{name}", range(2)
        whole = shells.gap(found, other=network, shells=lowest).mean
        assert shells.plain_gap(found, other=network).mean == pytest.approx(-plain, abs=1e-3)
        assert shells.added_gap(found, other=network, shells=lowest).mean == pytest.approx(
            whole + plain, abs=2e-3
        )
        added = shells.added(found, network=network, shells=lowest).mean
        assert added == pytest.approx(LEVELS[name](0) - plain, abs=2e-3)


def test_a_gap_counts_how_much_trainings_differ():
    """One seed of the natural network is ten points worse: the other's lone one may be, too."""
    found = result(ALL, side=8, count=100, **LEVELS)
    found.shards[f"{maps.NATURAL}-seed1"]["shells"] = found.shards[f"{maps.NATURAL}-seed1"][
        "shells"
    ] - np.float16(0.1)
    gap = shells.gap(found, other=maps.GAUSSIAN, shells=range(2, 5))
    # Deviations −0.1, 0, 0 have the standard deviation 0.0577: of a mean of three, and of one.
    assert gap.high - gap.mean > 4.3 * 0.0577 * np.sqrt(1 / 3 + 1) * 0.95


def test_the_profile_has_the_error_of_each_shell_over_seeds_or_images():
    found = result(ALL, side=8, resnet20=lambda shell: 0.2 * shell, gaussian=lambda shell: 0.1)
    several, one = (shells.profile(found, name) for name in (maps.NATURAL, maps.GAUSSIAN))
    assert [value.mean for value in several] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8], abs=1e-3)
    assert {(value.n, value.over) for value in several} == {(3, "seeds and images")}
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
    assert shells.without_waves(found, maps.GAUSSIAN).mean == pytest.approx(0.2)
    assert shells.without_waves(found, maps.NATURAL).n == 3


def test_a_gain_is_as_sure_as_bonferroni_asks_of_all_waves_of_the_map_on_both_sides():
    """Of 34 waves of 8 × 8 pixels: z = Φ⁻¹(1 − 0.05/68) = 3.179, where one side would give 2.97."""
    count = 10_000
    for z, shown in ((3.14, False), (3.22, True)):
        gap = (
            z * (0.25 / count * (1 + 1 / 3)) ** 0.5
        )  # one network of the other kind, three natural
        levels = {"resnet20": lambda shell: 0.5, "gaussian": lambda shell, gap=gap: 0.5 - gap}
        gain = maps.gain_map(result(ALL, side=8, count=count, **levels), maps.GAUSSIAN)
        assert (~gain.isnan()).all() == gain.isfinite().any() == shown, z
