"""The page on the order of learning: its pictures of photographs, moons and digits."""

import numpy as np
import pytest
from matplotlib.text import Text

from fourierbook.experiments.f_principle import focus, images, labels, photograph
from fourierbook.measure.projection import TIMES_THE_FLOOR
from fourierbook.pages.f_principle import bumps, neighbours, photographs, pictures
from fourierbook.results import store


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


def test_at_rest_the_flower_is_drawn_from_places_and_the_last_frame_is_the_last_step():
    result = store.largest(focus.PHOTOGRAPH_IN_FOCUS)
    buttons, slider, stage, _ = pictures.focus().children
    assert (buttons.index, slider.index) == (0, photographs.AT_REST)
    assert slider.options[-1][0] == f"{result.recipe.steps:,}"
    at_rest = stage.children[0].children[stage.children[0].selected_index]
    assert f"after {result.shards['place']['frame_steps'][photographs.AT_REST]} " in at_rest.value
    assert [len(row.children) for row in stage.children] == [focus.FRAMES] * 2


def test_the_network_with_waves_is_ahead_in_the_end_and_begins_no_better():
    shards = store.largest(focus.PHOTOGRAPH_IN_FOCUS).shards
    assert shards["waves"]["left"][-1] < 0.1 * shards["place"]["left"][-1]
    assert shards["waves"]["left"][0] > 1


def test_the_rings_are_drawn_from_low_to_high_and_named():
    _, middle = photograph.median_errors(store.largest(photograph.PHOTOGRAPH_FIT))
    figure = pictures.rings()
    for place, line in enumerate(drawn(figure)):
        np.testing.assert_allclose(line, middle[1:, place])
    names = [text.get_text() for text in figure.axes[0].texts]
    assert names == ["0 to 1 cycles", "2 to 4 cycles", "5 to 8 cycles", "9 to 16 cycles"]


def test_each_curve_of_the_rings_is_shown_whole_and_their_networks_are_counted():
    (axes,) = pictures.rings().axes
    assert axes.get_ylim()[1] > max(line.get_ydata().max() for line in axes.lines) > 1.15
    seeds = store.largest(photograph.PHOTOGRAPH_FIT).recipe.seeds
    assert axes.get_title(loc="left") == f"median of {len(seeds)} networks"


def test_the_steps_change_both_flowers_and_the_waves_that_of_the_waves_alone(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})

    def panels(**knobs):
        return [axes.images[0].get_array() for axes in pictures.flower(**knobs).axes]

    seen = [panels(cycles=c, steps=s) for c, s in ((3, 40), (9, 40), (0, 40), (3, 12))]
    for other in seen[1:]:
        assert not np.array_equal(seen[0][1], other[1])
    assert np.array_equal(seen[0][0], seen[1][0])
    assert np.array_equal(seen[2][0], seen[2][1])  # of no cycles there are no waves
    assert not np.array_equal(seen[0][0], seen[3][0])
    assert np.array_equal(seen[0][2], seen[3][2])
    for knobs in ({"cycles": 21}, {"cycles": -1}, {"steps": 0}, {"steps": 500}):
        with pytest.raises(ValueError, match=r"cycles are 0 to 20 per picture and steps 1 to 400"):
            pictures.flower(**knobs)


def test_both_flowers_are_of_one_number_of_steps_which_is_said_once(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})
    figure = pictures.flower(cycles=3, steps=40)
    assert figure.get_suptitle() == "both networks are trained now, 40 steps"
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["given places", "given waves, 3 cycles", "the photograph"]
    place = focus.Focus("photographs", side=12, width=8, steps=40)
    drawn = focus.fitted(place, "place")["frames"][-1]
    assert np.array_equal(figure.axes[0].images[0].get_array(), drawn)


def test_what_the_second_network_of_the_flower_is_given_is_said_of_none_one_and_more(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})
    figure = pictures.flower(cycles=0, steps=10)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["given places", "0 cycles: no waves,\ngiven places", "the photograph"]
    figure.draw_without_rendering()
    box = figure.axes[1].title.get_window_extent()
    assert box.y1 < figure._suptitle.get_window_extent().y0 - 4
    assert pictures.flower(cycles=1, steps=10).axes[1].get_title() == "given waves, 1 cycle"


def test_each_knob_of_the_moons_changes_what_is_drawn(monkeypatch):
    monkeypatch.setattr(neighbours, "AT", (1, 2, 5))

    def values(**knobs):
        figure = pictures.moons(**knobs)
        return [axes.collections[-1].get_array().filled() for axes in figure.axes[:6]]

    plain, wide, wronger = values(), values(delta=0.8), values(wrong=0.2)
    for label, low, high, *_ in (plain, wide, wronger):
        np.testing.assert_allclose(label, low + high, atol=1e-6)
    assert np.array_equal(plain[0], wide[0])
    assert not np.array_equal(plain[1], wide[1])
    assert (plain[0] != wronger[0]).sum() > 20
    for knobs in ({"delta": 3}, {"delta": 0}, {"wrong": 0.5}):
        with pytest.raises(ValueError, match=r"delta is 0.05 to 2 and wrong 0 to 0.3"):
            pictures.moons(**knobs)


def test_the_moons_have_one_scale_of_colours_which_holds_every_value_and_has_a_key(monkeypatch):
    monkeypatch.setattr(neighbours, "AT", (1, 2, 5))
    *panels, key = pictures.moons(wrong=0.3).axes
    for axes in panels:
        for drawn in axes.collections:
            assert drawn.get_clim() == (-2, 2)
            assert np.abs(np.asarray(drawn.get_array())).max() <= 2
    assert key.get_ylim() == (-2, 2)
    assert key.get_ylabel() == "dots: labels and their parts · ground: answer"


def test_the_two_parts_of_the_labels_are_drawn_for_every_network_with_one_answer_for_all():
    figure = pictures.parts()
    for panel, (experiment, known) in enumerate(
        zip(images.EXPERIMENTS, labels.EXPERIMENTS, strict=True)
    ):
        result = store.largest(experiment)
        *lines, alike = drawn(figure, panel=panel)
        assert len(lines) == 2 * len(result.recipe.cases)
        runs = [images.curves(result, "mlp-mse", seed)[2] for seed in result.recipe.seeds]
        np.testing.assert_allclose(lines[1], np.median(runs, 0)[1:], rtol=1e-3)
        assert alike[0] == labels.mean_label(store.largest(known))
        assert figure.axes[panel].get_ylim()[1] > max(line.max() for line in lines)
        said = [text.get_text() for text in figure.axes[panel].texts]
        count = len(result.recipe.cases)
        assert said[1:] == [f"low part: {count} networks", f"high part: {count} networks"]


def test_each_network_has_one_kind_of_line_for_both_parts_and_both_data_sets_and_a_key_says_which():
    figure = pictures.parts()
    (key,) = figure.legends
    said = [text.get_text() for text in key.get_texts()]
    assert said == [
        "dense, squared error", "dense, cross-entropy",
        "convolutional, squared error", "convolutional, cross-entropy",
    ]  # fmt: skip

    def look(line):
        return line.get_linestyle(), line.get_linewidth()

    kinds = [look(line) for line in key.get_lines()]
    assert len(set(kinds)) == 4
    assert store.largest(images.DIGITS_IN_PARTS).recipe.cases == (
        "mlp-mse", "mlp-cross_entropy", "cnn-mse", "cnn-cross_entropy",
    )  # fmt: skip
    for axes in figure.axes:
        *lines, _ = axes.lines
        assert [look(line) for line in lines[::2]] == [look(line) for line in lines[1::2]] == kinds
        assert not {line.get_color() for line in lines[::2]} & {x.get_color() for x in lines[1::2]}


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
    other = pictures.turn(case="cnn-cross_entropy").axes[2].lines
    assert [*other[1].get_ydata()] != [*figure.axes[2].lines[1].get_ydata()]
    with pytest.raises(ValueError, match=r"case is one of mlp-mse.*'vgg'"):
        pictures.turn(case="vgg")


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


def test_nothing_calls_the_red_middle_of_the_flower_dark():
    middle = store.largest(focus.PHOTOGRAPH_IN_FOCUS).shards["place"]["frames"][photographs.AT_REST]
    red, green, blue = middle[45:52, 45:52].reshape(-1, 3).mean(0)
    assert red > 3 * max(green, blue)
    caption = pictures.focus().children[-1].value
    assert "a red middle" in caption
    assert "dark" not in caption


def test_letters_are_large_enough_for_a_phone(monkeypatch):
    monkeypatch.setattr(neighbours, "AT", (1, 2, 5))
    drawn = ("still", "staircase", "rings", "noisy_fits", "moons", "parts", "bump", "turn")
    for name in drawn:
        figure = getattr(pictures, name)()
        figure.draw_without_rendering()
        pixels = figure.pixels / figure.get_size_inches()[0] / 72  # of a page, a point
        sizes = [each.get_size() for each in figure.findobj(Text) if each.get_text()]
        assert min(sizes) * pixels * 350 / figure.pixels > 7
