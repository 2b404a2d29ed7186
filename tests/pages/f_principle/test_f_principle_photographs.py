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
    controls, stage, _ = pictures.focus().children
    slider = controls.children[-1]
    assert slider.index == stage.selected_index == photographs.AT_REST
    assert slider.options[-1][0] == f"{result.recipe.steps:,}"
    step = result.shards["place"]["frame_steps"][photographs.AT_REST]
    assert f"after {step:,} steps: by a network that is given its place" in at_rest(stage)
    assert len(stage.children) == focus.FRAMES


def at_rest(stage):
    """What an explorer shows before anything is moved."""
    return stage.children[stage.selected_index].value


def test_both_networks_are_drawn_at_the_same_step_and_their_errors_are_said(monkeypatch):
    seen = []
    monkeypatch.setattr(photographs, "titled", lambda panels, **_: seen.append(panels))
    monkeypatch.setattr(photographs.widgets, "explorer", lambda frames, alts, **_: alts)
    alts = pictures.given()
    result = store.largest(focus.PHOTOGRAPH_IN_FOCUS)
    for k, panels in enumerate(seen):
        place, waves, truth = panels.values()
        said = [each.split(": ") for each in panels]
        assert [each[0] for each in said] == [
            "given its place", "given waves of its place", "the photograph",
        ]  # fmt: skip
        for case, (_, wrong) in zip(("place", "waves"), said, strict=False):
            values = result.shards[case]
            (at,) = np.flatnonzero(values["steps"] == values["frame_steps"][k])
            assert wrong == f"{100 * values['left'][at]:.0f} % wrong"
        assert np.array_equal(place, result.shards["place"]["frames"][k])
        assert np.array_equal(waves, result.shards["waves"]["frames"][k])
        assert np.array_equal(truth, photographs._whole(result.recipe))
    for case, said in (("place", "its place"), ("waves", "waves of its place")):
        left = 100 * result.shards[case]["left"][-1]
        assert f"by a network that is given {said}, {left:.0f} % of the variance wrong" in alts[-1]


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
    for given, case, drawn in ((0, "place", none[1]), (10.0, "waves", plain[2])):
        fitted = focus.fitted(replace(recipe, cycles=given), case, every=2)["frames"][-1]
        assert np.array_equal(drawn, fitted)
    for knobs in ({"cycles": 21}, {"cycles": -1}, {"steps": 0}, {"steps": 500}):
        with pytest.raises(ValueError, match=r"cycles are 0 to 20 per picture and steps 1 to 400"):
            pictures.flower(**knobs)


def test_what_each_network_of_the_flower_is_given_is_said_and_their_steps_once(monkeypatch):
    monkeypatch.setattr(photographs, "LIVE", {"side": 12, "width": 8})
    figure = pictures.flower(cycles=0, steps=10)
    assert figure.get_suptitle() == "three networks, trained now for 10 steps"
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["waves, 0.25 cycles", "0 cycles: the place", "waves, 10 cycles"]
    recipe = focus.Focus("photographs", side=12, width=8, steps=10)
    guessed = 100 * focus.fitted(recipe, "place", every=2)["guessed"]
    assert figure.axes[1].get_xlabel() == f"{guessed:.0f} % wrong"


def test_waves_that_are_too_high_leave_the_pixels_wrong_that_were_not_learnt():
    """What the page says below the three flowers."""
    recipe = replace(store.largest(focus.PHOTOGRAPH_IN_FOCUS).recipe, steps=60, **photographs.LIVE)
    truth = photographs._whole(recipe).astype(float)
    wrong = {}
    for cycles in (3.0, float(photographs.HIGH)):
        drawn = focus.fitted(replace(recipe, cycles=cycles), "waves", every=2)["frames"][-1]
        square = np.square(drawn - truth).mean(-1)
        learnt = square[::2, ::2].mean()
        wrong[cycles] = learnt, (4 * square.mean() - learnt) / 3
    (_, guessed), (learnt, speckled) = wrong.values()
    assert speckled > 4 * learnt
    assert speckled > 3 * guessed


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
