"""The page on the order of learning: its pictures of photographs, moons and digits."""

import numpy as np
import pytest

from fourierbook.experiments.f_principle import focus, images, labels, photograph
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


def test_each_knob_of_the_flower_changes_the_middle_picture_alone(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})

    def panels(**knobs):
        return [axes.images[0].get_array() for axes in pictures.flower(**knobs).axes]

    seen = [panels(cycles=c, steps=s) for c, s in ((3, 40), (9, 40), (0, 40), (3, 12))]
    for other in seen[1:]:
        assert not np.array_equal(seen[0][1], other[1])
    assert np.array_equal(seen[0][0], seen[1][0])  # recorded, at the nearest step
    assert not np.array_equal(seen[0][0], seen[3][0])
    assert np.array_equal(seen[0][2], seen[3][2])
    for knobs in ({"cycles": 21}, {"cycles": -1}, {"steps": 0}, {"steps": 500}):
        with pytest.raises(ValueError, match=r"cycles are 0 to 20 per picture and steps 1 to 400"):
            pictures.flower(**knobs)


def test_each_knob_of_the_moons_changes_what_is_drawn(monkeypatch):
    monkeypatch.setattr(neighbours, "AT", (1, 2, 5))

    def values(**knobs):
        figure = pictures.moons(**knobs)
        return [axes.collections[-1].get_array().filled() for axes in figure.axes]

    plain, wide, wronger = values(), values(delta=0.8), values(wrong=0.2)
    for label, low, high, *_ in (plain, wide, wronger):
        np.testing.assert_allclose(label, low + high, atol=1e-6)
    assert np.array_equal(plain[0], wide[0])
    assert not np.array_equal(plain[1], wide[1])
    assert (plain[0] != wronger[0]).sum() > 20
    for knobs in ({"delta": 3}, {"delta": 0}, {"wrong": 0.5}):
        with pytest.raises(ValueError, match=r"delta is 0.05 to 2 and wrong 0 to 0.3"):
            pictures.moons(**knobs)


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


def test_the_narrower_the_bump_the_farther_its_waves_reach():
    reach = []
    for width in (0.02, 0.04, 0.2):
        (_, bump), (_, waves) = (drawn(pictures.bump(width), panel=panel) for panel in (0, 1))
        reach.append((waves > 0.1).sum())
        assert bump.max() == pytest.approx(1, abs=0.01)
    assert reach == sorted(reach, reverse=True)
    assert len(set(reach)) == 3
    with pytest.raises(ValueError, match=r"width is 0.01 to 0.3 of the line; got 0.5"):
        pictures.bump(0.5)


def test_the_black_line_is_that_of_the_ones_which_lie_together():
    learnt, known = store.largest(images.DIGITS_IN_PARTS), store.largest(labels.DIGITS_LABELS)
    figure = pictures.turn()
    times = bumps.middle_times(learnt, "mlp-mse")
    black = [line for line in figure.axes[1].lines if line.get_color() == bumps.ONES]
    np.testing.assert_allclose(black[0].get_ydata(), times[bumps.ONE][1])
    assert len(black) == 1
    assert len(figure.axes[1].lines) == 10
    places, line = known.shards["labels"]["places"], np.arange(labels.BINS)
    middle = places @ line / places.sum(1)
    spread = np.sqrt((places * (line - middle[:, None]) ** 2).sum(1) / places.sum(1))
    assert spread.argmin() == bumps.ONE
    assert spread[bumps.ONE] < 0.5 * np.delete(spread, bumps.ONE).min()
    wide = np.median(np.delete(spread, bumps.ONE)) / labels.BINS
    assert wide == pytest.approx(bumps.WIDE, abs=0.02)
    other = pictures.turn(case="cnn-cross_entropy").axes[1].lines
    assert [*other[1].get_ydata()] != [*figure.axes[1].lines[1].get_ydata()]
    with pytest.raises(ValueError, match=r"case is one of mlp-mse.*'vgg'"):
        pictures.turn(case="vgg")
