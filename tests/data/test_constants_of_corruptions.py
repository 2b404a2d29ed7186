"""Corruptions and published accuracies against the files that their authors publish."""

import numpy as np
import pytest

from fourierbook.data.corruptions import severities
from fourierbook.results import published_accuracies

# As `make_cifar_c.py` has them (Hendrycks and Dietterich, github.com/hendrycks/robustness, commit
# ca36008), the severities from 1 to 5.
SIDE = 32
PUBLISHED = {
    "gaussian_noise": [0.04, 0.06, 0.08, 0.09, 0.10],
    "shot_noise": [500, 250, 100, 75, 50],
    "impulse_noise": [0.01, 0.02, 0.03, 0.05, 0.07],
    "defocus_blur": [(0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1)],
    "glass_blur": [(0.05, 1, 1), (0.25, 1, 1), (0.4, 1, 1), (0.25, 1, 2), (0.4, 1, 2)],
    "motion_blur": [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)],
    "zoom_blur": [1.06, 1.11, 1.16, 1.21, 1.26],
    "snow": [
        (0.1, 0.2, 1, 0.6, 8, 3, 0.95),
        (0.1, 0.2, 1, 0.5, 10, 4, 0.9),
        (0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
        (0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
        (0.3, 0.3, 1.25, 0.65, 14, 12, 0.8),
    ],
    "frost": [(1, 0.2), (1, 0.3), (0.9, 0.4), (0.85, 0.4), (0.75, 0.45)],
    "fog": [(0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75)],
    "brightness": [0.05, 0.1, 0.15, 0.2, 0.3],
    "contrast": [0.75, 0.5, 0.4, 0.3, 0.15],
    "elastic_transform": [  # in pixels, times 32
        (0, 0, SIDE * 0.08),
        (SIDE * 0.05, SIDE * 0.2, SIDE * 0.07),
        (SIDE * 0.08, SIDE * 0.06, SIDE * 0.06),
        (SIDE * 0.1, SIDE * 0.04, SIDE * 0.05),
        (SIDE * 0.1, SIDE * 0.03, SIDE * 0.03),
    ],
    "pixelate": [0.95, 0.9, 0.85, 0.75, 0.65],
    "jpeg_compression": [80, 65, 58, 50, 40],
    "speckle_noise": [0.06, 0.1, 0.12, 0.16, 0.2],
    "gaussian_blur": [0.4, 0.6, 0.7, 0.8, 1],
    "spatter": [
        (0.62, 0.1, 0.7, 0.7, 0.5, 0),
        (0.65, 0.1, 0.8, 0.7, 0.5, 0),
        (0.65, 0.3, 1, 0.69, 0.5, 0),
        (0.65, 0.1, 0.7, 0.69, 0.6, 1),
        (0.65, 0.1, 0.5, 0.68, 0.6, 1),
    ],
    "saturate": [(0.3, 0), (0.1, 0), (1.5, 0), (2, 0.1), (2.5, 0.2)],
}


def ours(name):
    """Our parameters in the units of the file, where they differ."""
    found = {**severities.COMMON, **severities.MORE}[name][1]
    if name == "glass_blur":  # the file shifts by one pixel at every severity
        return [(sigma, 1, times) for sigma, times in found]
    return [[SIDE * each for each in row] if name == "elastic_transform" else row for row in found]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_severities_are_those_of_the_published_generator(name):
    for found, expected in zip(ours(name), PUBLISHED[name], strict=True):
        assert found == pytest.approx(np.atleast_1d(expected).tolist())


def test_every_corruption_has_its_severities_held():
    assert [*PUBLISHED] == [*severities.COMMON, *severities.MORE]
    assert severities.VARIANTS["frost_antialiased"][1] == severities.COMMON["frost"][1]


# Of each row of `unaggregated_results.csv` (RobustBench, CIFAR-10, corruptions) at severity
# 3: the mean over the fifteen corruptions, and the sum in which the first counts once, the second
# twice, so that no two may change places.
ROWS = {
    "Standard": (0.7492, 97.074),
    "Kireev2021Effectiveness_Gauss50percent": (0.8675, 103.650),
    "Kireev2021Effectiveness_RLAT": (0.8591, 103.308),
    "Gowal2020Uncovering_70_16_Linf": (0.7675, 90.843),
    "Gowal2020Uncovering_70_16_L2": (0.8583, 102.298),
    "Addepalli2021Towards_WRN34": (0.7758, 92.788),
    "Hendrycks2020AugMixWRN": (0.9016, 109.339),
    "Kireev2021Effectiveness_AugMixNoJSD": (0.8827, 107.797),
}


@pytest.mark.parametrize("name", ROWS)
def test_published_accuracies_are_the_rows_of_the_leaderboards_file(name):
    found = np.array(published_accuracies.NETWORKS[name].accuracies)
    mean, weighted = ROWS[name]
    assert found.mean() == pytest.approx(mean, abs=6e-5)
    assert found @ np.arange(1, 16) == pytest.approx(weighted, abs=5e-3)


def test_robust_networks_were_trained_on_noise_or_attacks_and_the_others_on_mixed_images():
    assert [*ROWS] == [*published_accuracies.NETWORKS]
    assert published_accuracies.ROBUST == tuple(ROWS)[1:6]
    for name in set(ROWS) - {published_accuracies.STANDARD}:
        trained = published_accuracies.NETWORKS[name].trained
        robust = "noise" in trained or "adversarially" in trained
        assert (name in published_accuracies.ROBUST) == robust, name
