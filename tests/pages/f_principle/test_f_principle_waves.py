"""The page on the order of learning: its pictures of curves draw what was measured."""

import numpy as np
import pytest

from fourierbook.experiments.f_principle import line
from fourierbook.experiments.f_principle import noise as noisy
from fourierbook.pages.f_principle import curves, hero, pictures
from fourierbook.pages.f_principle import noisy as page
from fourierbook.results import store


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


@pytest.fixture
def short(monkeypatch):
    """Trainings of a page cut short."""
    for module in (curves, page):
        monkeypatch.setattr(module, "LIVE", (0, 1))
        monkeypatch.setattr(module, "LIVE_STEPS", 40)


# The hero


def test_at_rest_the_two_lowest_waves_are_there_and_the_others_are_still_to_come():
    kept = hero.recorded()
    sizes = hero.amplitudes(kept.fits[kept.steps.tolist().index(hero.AT_REST)])
    assert (np.abs(sizes[1:3] - 1) < 0.2).all()
    assert (sizes[3:7] < 0.5).all()
    assert f"After {hero.AT_REST} steps" in hero.CAPTION
    assert kept.frequencies == (1, 2, 3, 4, 5, 6)


def test_the_bars_reach_their_circles_from_left_to_right():
    kept = hero.recorded()
    sizes = np.array([hero.amplitudes(fit)[1:7] for fit in kept.fits])
    arrived = (np.abs(sizes[::-1] - 1) > 0.2).argmax(0)  # records from the end on
    assert (np.diff(arrived) <= 0).all()
    assert (arrived > 0).all()


def test_the_first_picture_is_the_same_before_and_after_it_runs():
    figure, kept = pictures.still(), hero.recorded()
    place = kept.steps.tolist().index(hero.AT_REST)
    target, fit = drawn(figure)
    np.testing.assert_allclose(target, kept.target)
    np.testing.assert_allclose(fit, kept.fits[place])
    bars = [bar.get_height() for bar in figure.axes[1].patches]
    np.testing.assert_allclose(bars, hero.amplitudes(kept.fits[place])[1:])
    explorer = pictures.hero()
    (_, slider), stage = explorer.children[0].children, explorer.children[1]
    assert slider.label == str(hero.AT_REST)
    assert stage.selected_index == slider.index == place
    assert len(stage.children) == len(kept.steps)
    assert f"After {hero.AT_REST} steps" in stage.children[place].value


# One training, and many


def test_a_training_is_drawn_without_step_zero_and_its_waves_are_named_at_their_ends():
    figure = pictures.training([0, 1, 10], [[9, 9], [1.0, 0.9], [0.1, 0.8]], (1, 9))
    level, *lines = drawn(figure)
    assert (level == 0.2).all()
    assert [each.tolist() for each in lines] == [[1.0, 0.1], [0.9, 0.8]]
    assert [text.get_text() for text in figure.axes[0].texts] == ["wave 1", "wave 9"]


def test_many_waves_have_lines_too():
    assert len(drawn(pictures.training([1, 2], [[1] * 6, [0] * 6], range(6)))) == 7


def test_the_dots_of_the_staircase_are_median_crossing_times():
    result = store.largest(line.FREQUENCY_LADDER)
    (dots,) = pictures.staircase().axes[0].lines
    np.testing.assert_allclose(dots.get_xdata(), np.median(line.times(result, "six"), 0))
    (dots,) = pictures.staircase(case="relu").axes[0].lines
    np.testing.assert_allclose(dots.get_xdata(), np.median(line.times(result, "relu"), 0))
    with pytest.raises(ValueError, match=r"case is one of three, six.*'seven'"):
        pictures.staircase(case="seven")


def test_each_knob_of_the_staircase_changes_what_is_drawn_and_the_recorded_one_stays(short):
    recorded = np.median(line.times(store.largest(line.FREQUENCY_LADDER), "six"), 0)
    figures = {
        "as it is": pictures.climb(),
        "fewer waves": pictures.climb(highest=3),
        "other units": pictures.climb(activation="sine"),
        "more layers": pictures.climb(layers=3),
    }
    seen = {name: drawn(figure) for name, figure in figures.items()}
    for name, (grey, middle, *_) in seen.items():
        np.testing.assert_allclose(grey, recorded)
        assert len(middle) == (3 if name == "fewer waves" else 6)
        others = [each for other, each in seen.items() if other != name]
        assert not any(_same(seen[name], each) for each in others)


def _same(first, second):
    return len(first) == len(second) and all(
        np.array_equal(a, b, equal_nan=True) for a, b in zip(first, second, strict=True)
    )


def test_a_knob_outside_its_range_is_refused():
    for knob in ({"highest": 9}, {"highest": 1}, {"layers": 0}, {"layers": 2.5}):
        with pytest.raises(ValueError, match=f"{next(iter(knob))} is . to .; got"):
            pictures.climb(**knob)
    with pytest.raises(ValueError, match=r"activation is one of"):
        pictures.climb(activation="gelu")


# Noise


def test_the_three_fits_are_an_early_one_one_near_the_best_and_the_last():
    result = store.largest(noisy.NOISY_WAVES)
    values = result.shards["runs"]
    for seed in range(3):
        early, best, last = (
            values["fit_steps"][place] for place, _ in page.three_steps(result, seed)
        )
        own = values["steps"][noisy.best(result)[seed]]
        assert early == 10
        assert abs(np.log(best / own)) < 0.25
        assert last == values["fit_steps"][-1]


def test_the_fits_are_drawn_with_their_errors():
    result = store.largest(noisy.NOISY_WAVES)
    values = result.shards["runs"]
    figure = pictures.noisy_fits(seed=2)
    for panel, (place, _) in enumerate(page.three_steps(result, 2)):
        dots, truth, fit = drawn(figure, panel=panel)
        np.testing.assert_allclose(dots, values["targets"][2])
        np.testing.assert_allclose(fit, values["fits"][place, 2], rtol=1e-3)
        said = figure.axes[panel].get_title(loc="left")
        assert said.endswith(f"by {np.square(fit - truth).mean():.2f}")
    assert not np.array_equal(drawn(figure)[2], drawn(pictures.noisy_fits(seed=0))[2])
    with pytest.raises(ValueError, match=r"seed is 0 to 2; got 3"):
        pictures.noisy_fits(seed=3)


def test_each_knob_of_the_noise_changes_what_is_drawn_and_the_recorded_ones_stay(short):
    old = store.largest(noisy.NOISY_WAVES).shards["runs"]["taken"]
    seen = [drawn(pictures.noise_taken(*knobs)) for knobs in ((0.4, 64), (1.0, 64), (0.4, 32))]
    for grey in zip(*[each[:3] for each in seen], strict=True):
        assert all(np.array_equal(each, grey[0]) for each in grey)
    np.testing.assert_allclose(seen[0][0], np.median(old.astype(float), 1)[1:, 0])
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert not _same(seen[first][3:], seen[second][3:])
    for knobs, said in (((0, 64), "noise is above 0"), ((0.4, 8), "width is 16 to 512")):
        with pytest.raises(ValueError, match=said):
            pictures.noise_taken(*knobs)
