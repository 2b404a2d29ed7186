"""The page on folded sheets: the hill, its shadow, and the kinks of a line."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from fourierbook.pages.spectral_bias import hero, hill, lines, pictures


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


def power(angle, low=3_000.0, high=300_000.0):
    """Slope of the envelope of the hill's amplitudes along a direction."""
    edges = np.geomspace(low, high, 9)
    bins = [np.geomspace(*ends, 300) for ends in pairwise(edges)]
    tops = [hill.amplitudes(angle, waves).max() for waves in bins]
    return np.polyfit(np.log(np.sqrt(edges[:-1] * edges[1:])), np.log(tops), 1)[0]


def test_the_hill_stands_on_level_ground_within_its_box():
    turn = torch.linspace(0, 2 * torch.pi, 500)
    ring = torch.stack([turn.cos(), turn.sin()], 1)
    box = ring / ring.abs().amax(1, keepdim=True)
    with torch.no_grad():
        assert hill.network()(box).abs().max() == 0
        assert hill.network()(torch.zeros(1, 2)).item() == 1


def test_its_transform_is_the_integral_over_its_values():
    side, angle = 800, 0.4
    x = (torch.arange(side, dtype=torch.float64) + 0.5) / side * 2 - 1
    with torch.no_grad():
        values = hill.network().double()(torch.cartesian_prod(x, x))[:, 0]
    along = torch.cartesian_prod(x, x) @ torch.tensor([np.cos(angle), np.sin(angle)])
    for wave in (1.0, 2.5):
        (found,) = hill.amplitudes(np.degrees(angle), np.array([wave]))
        summed = (values * torch.exp(-2j * torch.pi * wave * along)).sum() * (2 / side) ** 2
        assert abs(summed) == pytest.approx(found, abs=1e-5)


def test_a_direction_across_a_fold_is_slow_and_the_one_at_rest_is_not():
    turned = hero.angles()
    rest = turned[hero.at_rest()]
    assert not hill.crossed(rest).any()
    assert power(rest) == pytest.approx(-3, abs=0.15)
    across = [angle for angle in turned if hill.crossed(angle).any()]
    assert len(across) >= 10
    for angle in across[:4]:
        assert power(angle) == pytest.approx(-2, abs=0.15)


def test_the_slider_stops_at_every_fold_and_goes_once_round():
    turned = hero.angles()
    assert turned == sorted(turned)
    assert max(np.diff([*turned, turned[0] + 180])) <= 2 * hero.STEP
    apart = np.abs((hill.normals()[:, None] - np.array(turned) + 90) % 180 - 90)
    assert apart.min(1).max() <= hero.ALIKE


def test_the_first_picture_is_the_same_before_and_after_it_runs():
    figure, explorer = pictures.still(), pictures.hero()
    (_, slider), stage = explorer.children[0].children, explorer.children[1]
    assert slider.index == stage.selected_index == hero.at_rest()
    assert "at right angles to no fold" in stage.children[hero.at_rest()].value
    waves = np.geomspace(*hero.RANGE, hero.COUNT)
    expected = hill.amplitudes(hero.angles()[hero.at_rest()], waves)
    np.testing.assert_allclose(drawn(figure, panel=1)[-1], expected)


def test_the_guides_fall_with_the_powers_that_they_are_named_after():
    figure = pictures.still()
    for guide, q in zip(figure.axes[1].lines, (2, 3), strict=False):
        x, y = guide.get_xdata(), guide.get_ydata()
        assert np.log(y[-1] / y[0]) / np.log(x[-1] / x[0]) == pytest.approx(-q)
    assert [text.get_text() for text in figure.axes[1].texts] == ["1/ξ$^2$", "1/ξ$^3$"]


def test_the_shadow_has_a_kink_across_a_fold_and_none_elsewhere():
    """At both angles that the page names: the slope jumps, or bends only."""
    for angle, jumps in ((82, True), (65, False)):
        t, s = lines.shade(angle)
        slope = np.gradient(s, t)
        assert (np.abs(np.diff(slope)).max() > 0.5) == jumps
        assert hill.crossed(angle).any() == jumps
        figure = pictures.shadow(angle)
        np.testing.assert_allclose(drawn(figure, panel=1)[0], s)


def test_the_shadow_holds_the_whole_hill_whatever_the_direction():
    volumes = [np.trapezoid(s, t) for t, s in map(lines.shade, (0, 30, 82, 140))]
    np.testing.assert_allclose(volumes, volumes[0], rtol=1e-3)


def test_the_transform_of_the_shadow_is_that_of_the_hill():
    """Equation 2 of the page."""
    t, s = lines.shade(40)
    for wave in (1.0, 3.0):
        summed = abs(np.trapezoid(s * np.exp(-2j * np.pi * wave * t), t))
        assert summed == pytest.approx(hill.amplitudes(40, np.array([wave]))[0], abs=1e-4)


def test_no_wave_of_a_zigzag_passes_its_bound_and_the_number_of_kinks_is_drawn():
    for units, seed in ((8, 0), (8, 1), (40, 0)):
        figure = pictures.zigzag(units, seed)
        bound, sizes = drawn(figure, panel=1)
        assert (sizes <= bound * (1 + 1e-9)).all()
        assert len(drawn(figure)[1]) == units
    knobs = (8, 0), (8, 1), (40, 0)
    eight, other, many = (drawn(pictures.zigzag(*each), panel=1) for each in knobs)
    assert not np.allclose(eight[1], other[1])
    assert (many[0] > eight[0]).all()


def test_a_zigzag_fades_as_the_square_whatever_its_units():
    for units in (4, 32):
        _, sizes = drawn(pictures.zigzag(units, 0), panel=1)
        tops = sizes.reshape(12, 100).max(1)[6:]
        x = np.geomspace(*lines.WAVES, 1200).reshape(12, 100).mean(1)[6:]
        assert np.polyfit(np.log(x), np.log(tops), 1)[0] == pytest.approx(-2, abs=0.5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pictures.zigzag(2), "units is a whole number from 3 to 64; got 2"),
        (lambda: pictures.zigzag(8.5), "units is a whole number from 3 to 64; got 8.5"),
        (lambda: pictures.zigzag(8, -1), "seed is a whole number from 0 on; got -1"),
        (lambda: pictures.shadow(200), "angle is 0 to 180 degrees; got 200"),
        (lambda: pictures.ceilings(0), "layers is a whole number from 1 to 5; got 0"),
        (lambda: pictures.ceilings(2, 99), "width is a whole number from 2 to 48; got 99"),
        (lambda: pictures.ceilings(2, 8, 0.5), r"seed is a whole number from 0 on; got 0\.5"),
        (lambda: pictures.shaken(0), "size is above 0 and at most 10; got 0"),
        (lambda: pictures.shaken(1, -2), "seed is a whole number from 0 on; got -2"),
    ],
)
def test_a_value_that_a_picture_cannot_take_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_letters_are_large_enough_for_a_phone(smallest_letter):
    for figure in (pictures.still(), pictures.zigzag(), pictures.falloffs(), pictures.ceilings()):
        assert smallest_letter(figure) > 6.5
