"""The page on the order of learning: its pictures of photographs."""

from dataclasses import replace

import numpy as np
import pytest

from fourierbook.experiments.f_principle import focus, photograph
from fourierbook.pages.f_principle import photographs, pictures
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


def test_the_steps_change_every_flower_and_the_waves_the_one_in_the_middle(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})

    def panels(**knobs):
        return [axes.images[0].get_array() for axes in pictures.flower(**knobs).axes]

    plain, other, none, early = (
        panels(cycles=c, steps=s) for c, s in ((3, 40), (9, 40), (0, 40), (3, 12))
    )
    for place in (0, 2):
        assert np.array_equal(plain[place], other[place])
        assert not np.array_equal(plain[place], early[place])
    assert not np.array_equal(plain[1], other[1])
    assert not np.array_equal(plain[1], early[1])
    recipe = focus.Focus("photographs", side=12, width=8, steps=40)
    for given, case, drawn in ((0, "place", none[1]), (15.0, "waves", plain[2])):
        fitted = focus.fitted(replace(recipe, cycles=given), case)["frames"][-1]
        assert np.array_equal(drawn, fitted)
    for knobs in ({"cycles": 21}, {"cycles": -1}, {"steps": 0}, {"steps": 500}):
        with pytest.raises(ValueError, match=r"cycles are 0 to 20 per picture and steps 1 to 400"):
            pictures.flower(**knobs)


def test_what_each_network_of_the_flower_is_given_is_said_and_their_steps_once(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})
    figure = pictures.flower(cycles=0, steps=10)
    assert figure.get_suptitle() == "three networks, trained now for 10 steps"
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["waves, 1 cycle", "0 cycles: the place", "waves, 15 cycles"]


def test_nothing_calls_the_red_middle_of_the_flower_dark():
    middle = store.largest(focus.PHOTOGRAPH_IN_FOCUS).shards["place"]["frames"][photographs.AT_REST]
    red, green, blue = middle[45:52, 45:52].reshape(-1, 3).mean(0)
    assert red > 3 * max(green, blue)
    caption = pictures.focus().children[-1].value
    assert "a red middle" in caption
    assert "dark" not in caption


def test_letters_are_large_enough_for_a_phone(smallest_letter):
    for name in ("still", "staircase", "rings", "noisy_fits"):
        assert smallest_letter(getattr(pictures, name)()) > 7
