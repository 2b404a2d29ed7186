"""The page on the shape of the data: what stands beside curves, and digits."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from fourierbook.experiments.spectral_bias_data import kernel_signs, petal_twins
from fourierbook.pages.spectral_bias_data import (
    around,
    curves,
    labels,
    numbers,
    pictures,
    recorded,
    spread,
)
from fourierbook.results import store
from fourierbook.results.questions import Result

NET = torch.nn.Linear(2, 1)


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


# Around a curve


def test_two_networks_are_right_on_the_curve_and_differ_beside_it():
    found = around.trained(8, 20)
    assert found.right.min() > 0.97
    on, off = found.agree
    assert on > 0.97
    assert off < 0.93
    figure = pictures.beside()
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    shares = [100 * share for share in (*found.right, 1)]
    named = zip(("a network", "another one", "the nearest"), shares, strict=True)
    assert titles == [f"{name}: {share:.0f} %" for name, share in named]
    said = figure.get_suptitle()
    assert said == (
        f"The networks agree on {100 * on:.0f} % of the points, and on {100 * off:.0f} % of the "
        "plane."
    )


def test_the_vote_of_the_nearest_is_right_and_that_of_fifteen_loses_the_stripes():
    found = around.trained(8, 20)
    assert around.voted(found, 1)[1] == 1
    sheet, right = around.voted(found, 15)
    assert right < 0.75, "two thirds of the points are white"
    assert (sheet > 0.5).mean() < 0.1
    assert {*np.unique(around.voted(found, 1)[0])} == {0, 1}


@pytest.fixture
def short(monkeypatch):
    """Trainings cut short."""
    monkeypatch.setattr(around, "NOW", replace(around.NOW, points=60, width=8, steps=30))
    monkeypatch.setattr(around, "SIDE", 24)
    monkeypatch.setattr(spread, "STEPS", 25)
    for kept in (around.trained, spread.digits, spread.flat):
        kept.cache_clear()
    yield
    for kept in (around.trained, spread.digits, spread.flat):
        kept.cache_clear()


def test_each_knob_of_the_maps_changes_what_it_is_about(short):
    plain, waves = around.trained(4, 5), around.trained(4, 7)
    assert not torch.equal(plain.labels, waves.labels)
    assert torch.equal(plain.known, waves.known)
    assert not torch.equal(plain.known, around.trained(5, 5).known)
    assert not np.array_equal(around.voted(plain, 1)[0], around.voted(plain, 9)[0])
    titles = [axes.get_title(loc="left") for axes in pictures.beside(9, 4, 5).axes]
    assert titles[2].startswith("9 nearest: ")


def test_the_recorded_maps_are_drawn_with_how_often_each_is_right():
    values = store.largest(petal_twins.PETAL_TWINS).shards["twins"]
    titles = [axes.get_title(loc="left") for axes in pictures.twins().axes]
    assert titles == [
        f"right on {100 * share:.0f} % of the points" for share in values["accuracies"][:2]
    ]


def test_a_point_is_dark_where_it_is_positive_and_four_fifths_are_white():
    result = store.largest(petal_twins.PETAL_TWINS)
    (axes, _) = pictures.twins(result).axes
    white, dark = (each.get_offsets() for each in axes.collections[-2:])
    assert len(white) + len(dark) == result.recipe.points
    assert len(dark) / result.recipe.points == 1 / 5


# Digits


def test_at_size_1_the_flat_set_is_half_as_wide_and_noise_comes_later_on_it():
    digits, flat = spread.digits(), spread.flat(1.0, 16)
    assert flat.distance / digits.distance == pytest.approx(0.5, abs=0.05)
    assert _half(flat) > 1.3 * _half(digits)


def test_at_size_1_9_both_are_as_wide_and_half_of_the_noise_comes_at_once_and_at_4_sooner():
    digits, alike, wide = spread.digits(), spread.flat(1.9, 16), spread.flat(4.0, 16)
    assert alike.distance == pytest.approx(digits.distance, rel=0.02)
    assert _half(alike) == pytest.approx(_half(digits), rel=0.05)
    assert _half(wide) < 0.8 * _half(digits)


def _half(found):
    return int((found.left < 0.5).argmax())


def test_each_knob_of_the_flat_set_moves_its_line_and_not_that_of_the_digits(short):
    plain, larger, fewer = (pictures.noise_left(*knobs) for knobs in ((1, 16), (3, 16), (1, 2)))
    for other in (larger, fewer):
        np.testing.assert_array_equal(drawn(plain)[0], drawn(other)[0])
        assert not np.allclose(drawn(plain)[1], drawn(other)[1])
    assert len(drawn(plain)[0]) == 25


def test_a_flat_set_that_is_stretched_keeps_its_middle_and_multiplies_its_distances(short):
    once, twice = spread.flat(1.0, 5), spread.flat(2.0, 5)
    assert twice.distance == pytest.approx(2 * once.distance, rel=1e-5)


def test_low_noise_comes_before_high_noise_and_the_error_dips_as_the_page_says():
    steps, found = labels.curves(1.0, 1.0)
    (error, taken), (_, low) = found["own"], found["low"]
    assert steps[(low > 0.5).argmax()] < steps[(taken > 0.5).argmax()]
    dip = error.argmin()
    assert 20 < steps[dip] < 100
    assert error[-1] > 2 * error[dip]
    assert taken[dip] < 0.25
    clean = found["clean"][0]
    assert clean[-1] < 1.1 * clean.min()
    left, right = pictures.noisy_labels().axes
    assert [each.get_color() for each in left.lines] == [labels.GREY, labels.GREEN, labels.BLUE]
    np.testing.assert_allclose(left.lines[2].get_ydata(), error)
    np.testing.assert_allclose(right.lines[1].get_ydata(), taken)


def test_each_knob_of_the_noise_changes_its_lines():
    plain, other, weak = (
        labels.curves(*knobs)[1]["own"] for knobs in ((1.0, 1.0), (2.0, 1.0), (1.0, 0.5))
    )
    assert not np.allclose(plain, other)
    assert weak[0][-1] < plain[0][-1]


def test_an_eigenvector_is_drawn_with_the_signs_that_it_changes():
    figure = pictures.eigenvectors()
    rows = [each for each in figure.axes[0].lines if len(each.get_xdata()) == 50]
    changes = recorded.changes(labels.SHOWN_WIDTH)
    said = [text.get_text() for text in figure.axes[0].texts]
    for place, (number, row) in enumerate(zip(labels.NUMBERS, rows, strict=True)):
        values = np.asarray(row.get_ydata()) + place
        assert (values[1:] * values[:-1] < 0).sum() == changes[number - 1] == number - 1
        assert values[0] > 0
        assert said[place] == f"number {number}:\n{number - 1} change" + "s" * (number != 2)


# What a knob cannot be, and what is recorded


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pictures.phases(0), "petals is a whole number from 1 to 32; got 0"),
        (lambda: pictures.easy(33), "petals is a whole number from 1 to 32; got 33"),
        (lambda: pictures.easy(16, 15), "steps is one of 10, 20, 30, .* 100; got 15"),
        (lambda: pictures.training(NET, [], 1.5, 3), r"petals is a whole number .* got 1\.5"),
        (lambda: pictures.training(NET, [], 3, 0), "wave is a whole number from 1 to 40; got 0"),
        (lambda: pictures.lengths(25), "petals is a whole number from 1 to 24; got 25"),
        (lambda: pictures.noise_left(0.1), r"size is 0\.25 to 4; got 0\.1"),
        (lambda: pictures.noise_left(1, 65), "numbers is a whole number from 1 to 64; got 65"),
        (lambda: pictures.beside(2), "neighbours is odd, so that no vote is a draw; got 2"),
        (lambda: pictures.beside(43), "neighbours is a whole number from 1 to 41; got 43"),
        (lambda: pictures.beside(1, 13), "petals is a whole number from 0 to 12; got 13"),
        (lambda: pictures.beside(1, 8, 0), "wave is a whole number from 1 to 24; got 0"),
        (lambda: pictures.noisy_labels(4), r"cycles is 0\.05 to 3; got 4"),
        (lambda: pictures.noisy_labels(1, 0), r"size is 0\.25 to 2; got 0"),
        (lambda: recorded.changes(0.3), "widths that are recorded are"),
    ],
)
def test_a_value_that_a_picture_cannot_take_is_refused(call, words):
    with pytest.raises((ValueError, LookupError), match=words):
        call()


def test_without_recorded_results_there_are_no_numbers(monkeypatch):
    monkeypatch.setattr(store, "largest", lambda experiment: None)
    for name in ("pairs", "agree_off", "best_right", "in_order"):
        with pytest.raises(LookupError, match="is not recorded at scale thorough or full"):
            getattr(numbers, name)()


def test_the_numbers_are_those_of_the_pairs_and_of_the_eigenvectors(monkeypatch):
    twins = {
        "on_curve": np.array([0.9, 0.8]), "off_curve": np.array([0.5, 0.7]),
        "expected": np.array([0.4, 0.5]), "accuracies": np.array([0.91, 0.99, 0.8, 0.7]),
    }  # fmt: skip
    recipe = petal_twins.PETAL_TWINS.recipes["quick"]
    signs = {"changes": np.array([[0, 1, 5, 3]])}
    results = {
        petal_twins.PETAL_TWINS.name: Result(
            "petal_twins", "thorough", recipe, {"twins": twins}, {}
        ),
        kernel_signs.KERNEL_SIGNS.name: Result(
            "kernel_signs", "thorough", kernel_signs.Points(points=4, widths=(labels.SHOWN_WIDTH,)),
            {"line": signs}, {},
        ),
    }  # fmt: skip
    monkeypatch.setattr(store, "largest", lambda experiment: results[experiment.name])
    found = numbers.pairs(), numbers.agree_on(), numbers.agree_off(), numbers.agree_by_chance()
    assert found == (2, 85, 60, 45)
    assert numbers.best_right() == 99
    assert (numbers.in_order(), numbers.eigenvectors()) == (3, 4)


def test_letters_are_large_enough_for_a_phone(smallest_letter):
    shown = (pictures.still, pictures.easy, pictures.beside, pictures.noise_left, pictures.phases)
    for picture in (*shown, pictures.noisy_labels, pictures.eigenvectors, pictures.twins):
        assert smallest_letter(picture()) > 6.5


def test_a_knob_of_a_float_that_is_whole_is_taken():
    assert curves.whole("petals", 16.0, 1, 32) == 16
