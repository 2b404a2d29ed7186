"""A photograph as a function of its place: what is given, what is drawn, what is left."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from fourierbook.data.embedded import photograph
from fourierbook.experiments.f_principle import focus

TINY = focus.Focus("photographs").tiny()


def test_the_picture_is_the_middle_of_the_photograph_shrunk_by_averaging():
    whole = photograph("flower", height=focus.CROP, width=focus.CROP)
    found = focus.picture(replace(TINY, side=2))
    half = focus.CROP // 2
    mean = whole[:, half:, :half].mean((1, 2))
    torch.testing.assert_close(found[:, 1, 0], mean, atol=1e-4, rtol=0)


def test_a_place_is_two_numbers_rows_first_and_a_wave_has_the_frequencies_asked_for():
    places = focus.inputs(replace(TINY, side=3), "place")
    assert places[1].tolist() == [-1, 0]
    assert places[3].tolist() == [0, -1]
    recipe = replace(TINY, side=65, waves=400, cycles=3.0)
    turns = focus.inputs(recipe, "waves")
    # Along a row of 65 pixels the picture is 64 steps long: the phase of one step is 2π f / 64.
    one, next_ = (torch.complex(*turns[place].split(400)) for place in (0, 1))
    frequencies = (next_ / one).angle() * 64 / (2 * torch.pi)
    assert frequencies.std().item() == pytest.approx(3, rel=0.1)


def test_nothing_but_the_mean_colour_leaves_the_whole_variance(monkeypatch):
    still = torch.nn.Linear(2, 3)
    torch.nn.init.zeros_(still.weight)
    torch.nn.init.zeros_(still.bias)
    monkeypatch.setattr(focus, "dense", lambda *_, **__: still)
    values = focus.fitted(TINY, "place")
    assert values["left"][0] == pytest.approx(1)
    truth = focus.picture(TINY).mean((1, 2))
    np.testing.assert_allclose(values["frames"][0, 0, 0] / 255, truth, atol=0.003)


def test_what_is_left_in_the_end_is_that_of_the_last_frame():
    recipe = replace(TINY, steps=40)
    values = focus.fitted(recipe, "waves")
    truth = focus.picture(recipe).permute(1, 2, 0).numpy()
    wrong = np.square(values["frames"][-1] / 255 - truth).mean()
    left = wrong / np.square(truth - truth.mean((0, 1))).mean()
    assert values["frame_steps"][-1] == values["steps"][-1] == 40
    assert values["left"][-1] == pytest.approx(left, rel=0.1)
    assert values["left"][-1] < values["left"][0]


def test_pixels_that_are_not_learnt_are_drawn_and_have_no_influence(monkeypatch):
    recipe = replace(TINY, steps=40)
    plain = focus.fitted(recipe, "waves", every=2)
    truth = focus.picture(recipe)
    other = 1 - truth
    other[:, ::2, ::2] = truth[:, ::2, ::2]
    monkeypatch.setattr(focus, "picture", lambda _: other)
    changed = focus.fitted(recipe, "waves", every=2)
    assert plain["frames"].shape[1:] == (8, 8, 3)
    assert plain.pop("guessed") != changed.pop("guessed")
    for name, values in plain.items():
        assert np.array_equal(values, changed[name])
    assert not np.array_equal(focus.fitted(recipe, "waves")["frames"], changed["frames"])


def test_what_is_guessed_is_the_error_of_the_last_frame_between_the_learnt_pixels():
    recipe = replace(TINY, steps=40)
    values = focus.fitted(recipe, "waves", every=2)
    truth = focus.picture(recipe).permute(1, 2, 0).numpy()
    between = np.ones(truth.shape[:2], bool)
    between[::2, ::2] = False
    asked, drawn = truth[between], values["frames"][-1][between] / 255
    expected = np.square(drawn - asked).mean() / np.square(asked - asked.mean(0)).mean()
    assert values["guessed"] == pytest.approx(expected, rel=0.1)
    assert "guessed" not in focus.fitted(recipe, "waves")


def test_another_photograph_is_an_error():
    with pytest.raises(ValueError, match="china or flower; got 'cat'"):
        focus.picture(replace(TINY, name="cat"))
