"""The page on images: its pictures of moons, parts and digits."""

import numpy as np
import pytest
import torch

from fourierbook.experiments.f_principle_images import images, labels
from fourierbook.experiments.f_principle_images import moons as toy
from fourierbook.measure.projection import TIMES_THE_FLOOR
from fourierbook.pages.f_principle_images import bumps, hero, look, pictures
from fourierbook.results import store


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


def test_each_knob_of_the_moons_changes_what_is_drawn():
    def values(**knobs):
        figure = pictures.moons(**knobs)
        return [axes.collections[-1].get_array().filled() for axes in figure.axes[:3]]

    plain, wide, wronger = values(), values(delta=0.8), values(wrong=0.2)
    for label, low, high in (plain, wide, wronger):
        np.testing.assert_allclose(label, low + high, atol=1e-6)
    assert np.array_equal(plain[0], wide[0])
    assert not np.array_equal(plain[1], wide[1])
    assert (plain[0] != wronger[0]).sum() > 20
    for knobs in ({"delta": 3}, {"delta": 0}, {"wrong": 0.5}):
        with pytest.raises(ValueError, match=r"delta is 0.05 to 2 and wrong 0 to 0.3"):
            pictures.moons(**knobs)


def test_the_moons_have_one_scale_of_colours_which_holds_every_value_and_a_circle_of_the_width():
    *panels, _ = pictures.moons(delta=0.4, wrong=0.3).axes
    for axes in panels:
        (drawn,) = axes.collections
        assert drawn.get_clim() == (-2, 2)
        assert np.abs(np.asarray(drawn.get_array())).max() <= 2
    (circle,) = panels[0].patches
    assert circle.get_radius() == 0.4
    assert [*circle.get_center()] in panels[0].collections[0].get_offsets().tolist()


def test_a_neighbourhood_of_both_moons_leaves_little_in_the_low_part():
    """What the page says of a neighbourhood of 1, and of the one it begins with."""
    drawn = toy.moons()
    narrow, wide = (toy.split(drawn, delta=delta) for delta in (0.25, 1.0))
    assert wide.low.abs().max() < 0.5
    upper = drawn.labels[:, 0] * torch.where(drawn.wrong, -1, 1)
    assert (narrow.low[:, 0].sign() == upper).float().mean() > 0.95
    assert narrow.high[drawn.wrong].abs().min() > 2 * narrow.high[~drawn.wrong].abs().median()


def test_at_rest_the_moons_are_learnt_and_the_exceptions_are_not():
    drawn = hero.learnt()
    place = hero.STEPS.index(hero.AT_REST)
    assert drawn.said.low[place] < 0.15
    assert drawn.said.high[place] > 0.9
    assert drawn.said.high[-1] < 0.8
    figure = pictures.still()
    plane, errors = figure.axes
    *_, right, wrong = plane.collections
    assert len(wrong.get_offsets()) == drawn.points.wrong.sum()
    assert len(right.get_offsets()) + len(wrong.get_offsets()) == len(drawn.points.labels)
    assert f"after {hero.AT_REST} steps" == plane.get_title(loc="left")
    faint, bold, dot, *_ = errors.lines
    np.testing.assert_allclose(faint.get_ydata(), drawn.said.low)
    assert len(bold.get_ydata()) == place + 1
    assert [*dot.get_ydata()] == [bold.get_ydata()[-1]]


def test_the_explorer_of_the_moons_begins_at_rest_and_says_both_errors_of_each_step(monkeypatch):
    monkeypatch.setattr(hero, "STEPS", (1, 2, 100))
    controls, stage, _ = pictures.hero().children
    assert controls.children[-1].options[-1][0] == "100"
    assert stage.selected_index == 2
    assert len(stage.children) == 3
    assert "After 100 steps the error of what neighbours share is" in stage.children[2].value


def test_a_training_has_its_two_errors_above_and_its_two_answers_below():
    steps, errors = [0, 1, 10], [[9, 9], [0.8, 1.0], [torch.tensor(0.1), 0.9]]
    hit = torch.tensor([True, False])
    figure = pictures.two_parts(steps, errors, [[hit, hit], [hit, ~hit], [hit | True, hit & False]])
    above, below = (drawn(figure, panel=panel) for panel in (0, 1))
    np.testing.assert_allclose(above, [[9, 0.8, 0.1], [9, 1.0, 0.9]], rtol=1e-6)
    np.testing.assert_allclose(below, [[0.5, 0.5, 1], [0.5, 0.5, 0]])
    assert figure.axes[1].get_xlim() == (1, 10)


def test_the_two_parts_are_drawn_for_every_network_and_those_of_the_chosen_one_thick():
    for network, loss in (("dense", "squared error"), ("convolutional", "cross-entropy")):
        figure = pictures.parts(network, loss)
        for panel, (experiment, known) in enumerate(
            zip(images.EXPERIMENTS, labels.EXPERIMENTS, strict=True)
        ):
            result = store.largest(experiment)
            case = look.case_of(network, loss)
            *lines, alike = drawn(figure, panel=panel)
            assert len(lines) == 2 * len(result.recipe.cases)
            for part in (0, 1):
                runs = [images.curves(result, case, seed) for seed in result.recipe.seeds]
                middle = np.median([run[1 + part] for run in runs], 0)[1:]
                np.testing.assert_allclose(lines[part], middle, rtol=1e-3)
            widths = [line.get_linewidth() for line in figure.axes[panel].lines[:-1]]
            assert min(widths[:2]) > 2 * max(widths[2:])
            assert alike[0] == labels.mean_label(store.largest(known))
            assert figure.axes[panel].get_ylim()[1] > max(line.max() for line in lines)
            said = [text.get_text() for text in figure.axes[panel].texts]
            assert said == ["one answer for all", "low part", "high part"]
    with pytest.raises(ValueError, match=r"network is one of dense, convolutional .*'vgg'"):
        pictures.parts("vgg")
    with pytest.raises(ValueError, match=r"loss one of squared error, cross-entropy; .*'hinge'"):
        pictures.parts(loss="hinge")


def test_the_narrower_the_bump_the_farther_its_waves_reach():
    reach = []
    for width in (0.02, 0.04, 0.2):
        (_, bump), (_, waves) = (drawn(pictures.bump(width), panel=panel) for panel in (0, 1))
        reach.append((waves > 0.1).sum())
        assert bump.max() == pytest.approx(1, abs=0.01)
        title = pictures.bump(width).axes[0].get_title(loc="left")
        assert title == f"spread {width:g}; dashed 0.11"
    assert reach == sorted(reach, reverse=True)
    assert len(set(reach)) == 3
    with pytest.raises(ValueError, match=r"width is 0.01 to 0.3 of the line; got 0.5"):
        pictures.bump(0.5)


def test_the_black_line_is_that_of_the_ones_which_lie_together():
    learnt, known = store.largest(images.DIGITS_IN_PARTS), store.largest(labels.DIGITS_LABELS)
    figure = pictures.turn()
    times = bumps.middle_times(learnt, "mlp-mse")
    black = [line for line in figure.axes[2].lines if line.get_color() == bumps.ONES]
    np.testing.assert_allclose(black[0].get_ydata(), times[bumps.ONE][1])
    assert len(black) == 1
    assert len(figure.axes[2].lines) == 10
    places, line = known.shards["labels"]["places"], np.arange(labels.BINS)
    middle = places @ line / places.sum(1)
    spread = np.sqrt((places * (line - middle[:, None]) ** 2).sum(1) / places.sum(1))
    assert spread.argmin() == bumps.ONE
    assert spread[bumps.ONE] < 0.5 * np.delete(spread, bumps.ONE).min()
    wide = np.median(np.delete(spread, bumps.ONE)) / labels.BINS
    assert wide == pytest.approx(bumps.WIDE, abs=0.02)
    other = pictures.turn("convolutional", "cross-entropy").axes[2].lines
    assert [*other[1].get_ydata()] != [*figure.axes[2].lines[1].get_ydata()]
    with pytest.raises(ValueError, match=r"network is one of dense, convolutional .*'vgg'"):
        pictures.turn("vgg")


def test_the_waves_with_a_step_are_those_that_stand_above_the_level():
    _, waves, steps = pictures.turn().axes
    *spectra, level = waves.lines
    assert (np.asarray(level.get_ydata()) == TIMES_THE_FLOOR).all()
    for spectrum, learnt in zip(spectra, steps.lines, strict=True):
        whole = dict(zip(spectrum.get_xdata().tolist(), spectrum.get_ydata(), strict=True))
        found = learnt.get_xdata().tolist()
        assert spectrum.get_color() == learnt.get_color()
        assert all(whole[each] >= TIMES_THE_FLOOR for each in found)
        beyond = [each for each in range(1, 20) if each not in found]
        assert all(whole[each] < TIMES_THE_FLOOR for each in beyond)
    assert waves.get_xlim() == steps.get_xlim()
    assert waves.get_xlim()[1] > max(line.get_xdata().max() for line in steps.lines)


def test_the_places_of_each_digit_are_drawn_as_shares_of_its_images():
    known = store.largest(labels.DIGITS_LABELS)
    places = known.shards["labels"]["places"]
    for line, row in zip(drawn(pictures.turn()), places, strict=True):
        np.testing.assert_allclose(line, row / row.sum())


def test_letters_are_large_enough_for_a_phone(smallest_letter):
    for name in ("still", "moons", "parts", "bump", "turn"):
        assert smallest_letter(getattr(pictures, name)()) > 7
