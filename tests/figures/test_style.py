"""Colours that everyone can tell apart, on white, and never colour alone."""

from itertools import combinations

import numpy as np
import pytest

from fourierbook.figures import style

# Lines that share a plot.
PLOTS = {
    "networks": ("natural", "gaussian", "adversarial", "autoaugment", "truth", "chance"),
    "filters": ("natural", "low_pass", "high_pass", "person", "truth", "chance"),
    "activations": ("tanh", "relu", "swish", "mish", "relu2", "sine"),
    "bands": ("natural", "lowest", "low", "middle", "high", "truth"),
    "others": ("first", "second", "third", "truth", "chance"),
}
# Machado, Oliveira and Fernandes (2009), severity 1, on linear intensities.
SIGHTS = {
    "common": np.eye(3),
    "no long cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no medium cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no short cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> np.ndarray:
    coded = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def lab(intensities: np.ndarray) -> np.ndarray:
    """CIELAB of linear intensities, white D65."""
    ratio = (TO_XYZ @ np.clip(intensities, 0, 1)) / TO_XYZ.sum(1)
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("name", style.ROLES)
def test_every_role_has_a_contrast_of_three_to_one_on_white(name):
    assert style.contrast(style.role(name).colour) >= 3


def test_contrast_is_that_of_the_guidelines():
    assert style.contrast("#ffffff") == 1
    assert style.contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the well-known limit grey
    assert style.contrast("#ff0000") == pytest.approx(4.0, abs=0.01)
    assert style.contrast("#000000", "#ffffff") == style.contrast("#ffffff", "#000000")


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("plot", PLOTS)
def test_lines_of_one_plot_differ_for_every_kind_of_sight(plot, sight):
    seen = [lab(SIGHTS[sight] @ linear(style.role(name).colour)) for name in PLOTS[plot]]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 20


@pytest.mark.parametrize("plot", PLOTS)
def test_lines_of_one_plot_differ_without_any_colour(plot):
    looks = [style.role(name)[1:] for name in PLOTS[plot]]
    assert len(set(looks)) == len(looks)


def test_lightness_rises_along_the_sequential_map():
    from matplotlib import colormaps

    lightness = [lab(linear_rgb(c))[0] for c in colormaps[style.SEQUENTIAL](np.linspace(0, 1, 33))]
    assert (np.diff(lightness) > 0).all()


def test_the_diverging_map_is_lightest_and_colourless_at_zero():
    from matplotlib import colormaps

    seen = np.array([lab(linear_rgb(c)) for c in colormaps[style.DIVERGING](np.linspace(0, 1, 33))])
    assert seen[:, 0].argmax() == 16
    assert np.hypot(*seen[16, 1:]) < 3
    assert (np.diff(seen[:17, 0]) > 0).all()
    assert (np.diff(seen[16:, 0]) < 0).all()


def linear_rgb(rgba: np.ndarray) -> np.ndarray:
    return linear("#" + "".join(f"{round(255 * part):02x}" for part in rgba[:3]))


def test_an_unknown_role_is_an_error_that_lists_the_roles():
    with pytest.raises(ValueError, match=r"natural, gaussian.*'robust'"):
        style.role("robust")
