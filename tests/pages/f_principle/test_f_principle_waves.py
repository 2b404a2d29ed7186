"""The page on the order of learning: its pictures of curves draw what was measured."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex

from fourierbook.experiments.f_principle import line
from fourierbook.experiments.f_principle import noise as noisy
from fourierbook.figures import style
from fourierbook.pages.f_principle import curves, hero, numbers, pictures
from fourierbook.pages.f_principle import noisy as page
from fourierbook.results import store
from tools import exercises


def drawn(figure, *, panel=0):
    """What the lines of a panel show: their y values."""
    return [np.asarray(each.get_ydata(), float) for each in figure.axes[panel].lines]


@pytest.fixture
def short(monkeypatch):
    """Trainings of a page cut short."""
    monkeypatch.setattr(curves, "LIVE", (0, 1))
    monkeypatch.setattr(page, "NETWORKS", 2)
    for module in (curves, page):
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


def test_every_wave_with_a_bar_has_a_circle_and_those_that_are_not_asked_for_have_it_at_zero():
    (circles,) = pictures.still().axes[1].lines
    assert circles.get_xdata().tolist() == list(range(1, 10))
    np.testing.assert_allclose(circles.get_ydata(), [1] * 6 + [0] * 3, atol=1e-6)
    assert not circles.get_clip_on()  # or those at 0 are half circles


def test_the_first_picture_says_itself_what_is_asked_for_and_what_is_drawn():
    figure = pictures.still()
    left, right = figure.axes
    names = dict(zip(left.get_legend().get_lines(), left.get_legend().get_texts(), strict=True))
    for own, (sample, text) in zip(left.lines, names.items(), strict=True):
        assert sample.get_color() == own.get_color()
        assert text.get_text() == ("the network" if own.get_color() == curves.BLUE else "asked for")
    (circles,), (said,) = right.lines, right.texts
    assert (said.get_text(), said.get_color()) == ("asked for", circles.get_markeredgecolor())
    assert said.get_position()[1] == circles.get_ydata()[5]  # beside the last that is not 0
    inches = style.COLUMN / 100  # of a frame, which is wider than the still
    assert inches > figure.get_size_inches()[0]
    for text in (*names.values(), said):
        assert text.get_size() / 72 * style.COLUMN / inches >= 14


def test_what_the_first_picture_says_is_written_on_nothing_that_any_of_its_frames_draws():
    figure, kept = pictures.still(), hero.recorded()
    figure.draw_without_rendering()
    left, right = figure.axes
    words = left.get_legend().get_window_extent()
    for curve in (kept.target, *kept.fits):
        points = left.transData.transform(np.stack([kept.t, curve], 1))
        assert not ((points > words.min) & (points < words.max)).all(1).any()
    words = right.texts[0].get_window_extent()
    tops = np.max([hero.amplitudes(fit)[1:] for fit in kept.fits], 0)
    waves = np.arange(1, 10)
    for shift in (-0.3, 0, 0.3):
        points = right.transData.transform(np.stack([waves + shift, tops], 1))
        assert not ((points > words.min) & (points < words.max)).all(1).any()
    radius = right.lines[0].get_markersize() / 2 * figure.dpi / 72
    assert right.transData.transform((6, 1))[0] + radius < words.x0


# One training, and many


def test_a_training_is_drawn_without_step_zero_and_its_waves_and_its_level_are_named():
    figure = pictures.training([0, 1, 10], [[9, 9], [1.0, 0.9], [0.1, 0.8]], (1, 9))
    level, *lines = drawn(figure)
    assert (level == 0.2).all()
    assert [each.tolist() for each in lines] == [[1.0, 0.1], [0.9, 0.8]]
    said = [text.get_text() for text in figure.axes[0].texts]
    assert said == ["learnt\nbelow this", "wave 1", "wave 9"]
    assert figure.axes[0].texts[0].xy[1] == 0.2


def test_the_training_that_loses_wave_1_is_the_first_recorded_one_and_ends_out_of_order():
    """What the page says of it: first below the mark, and its last crossing after wave 3's."""
    result = store.largest(line.FREQUENCY_LADDER)
    values = result.shards["descent"]
    _, *curves = pictures.lost().axes[0].lines
    shown = (values["steps"] > 0) & (values["steps"] <= 100)
    for k, curve in enumerate(curves[:3]):
        np.testing.assert_array_equal(curve.get_ydata(), values["errors"][shown, 0, k])
    marks = [float(each.get_xdata()[0]) for each in curves[3:]]
    first = line.times(result, "descent")[0]
    assert marks[3] < 100 < marks[4], "the last crossing of wave 3, and the first one of wave 5"
    lasting = line.times(result, "descent", lasting=True)[0]
    assert list(first) == sorted(first)
    assert lasting[1] < lasting[0] < lasting[2]
    assert marks[::2] == first.tolist()
    assert marks[1::2] == lasting.tolist()


def test_a_small_wave_1_crosses_first_and_stays_last_and_its_height_changes_the_training():
    """What the page says of it at rest, with the page's own seed."""
    small, plain = pictures.uneven().axes[0], pictures.uneven(1).axes[0]
    assert not np.allclose(small.lines[1].get_ydata(), plain.lines[1].get_ydata())
    marks = [float(each.get_xdata()[0]) for each in small.lines[4:10]]
    first, lasting = marks[::2], marks[1::2]
    assert first[0] == min(first)
    assert lasting[0] == max(lasting)
    assert np.isfinite(marks).all()
    errors = np.stack([line.get_ydata() for line in plain.lines[1:4]], 1)
    np.testing.assert_allclose(errors, _by_hand(), atol=1e-4)
    with pytest.raises(ValueError, match=r"height is 0\.05 to 1; got 0"):
        pictures.uneven(0)


def _by_hand():
    """Errors of the training that stands open on the page, after steps 1 and on."""
    cells = exercises.read("book/learning/f_principle").cells
    (loop,) = (cell.source for cell in cells if "pictures.training(" in cell.source)
    (function,) = (cell.source for cell in cells if "def error(" in cell.source)
    known = {"torch": torch, "nn": torch.nn, "math": math, "t": torch.arange(128) / 128 - 0.5}
    exec(f"{function}\n{loop.rsplit('pictures.training', 1)[0]}", known)
    return np.array(
        [row for step, row in zip(known["steps"], known["errors"], strict=True) if step]
    )


def test_a_wave_is_named_beside_its_own_line_and_its_name_meets_no_line_and_no_other_name():
    steps = np.unique(np.geomspace(1, 1000, 60).astype(int))
    errors = [[1 / (1 + (step / turn) ** 3) for turn in (10, 30, 200)] for step in steps]
    figure = pictures.training(steps.tolist(), errors, (1, 3, 5))
    (axes,) = figure.axes
    figure.draw_without_rendering()
    names = axes.texts[1:]
    boxes = [text.get_window_extent() for text in names]
    for own, (text, box) in enumerate(zip(names, boxes, strict=True)):
        assert not any(box.overlaps(other) for other in boxes if other is not box)
        away = [_away(axes, line, box) for line in axes.lines[1:]]
        assert min(away) > 0
        assert np.argmin(away) == own
        assert text.get_color() == axes.lines[1 + own].get_color()


def _away(axes, line, box):
    """How far a line stays from a box, in pixels."""
    points = axes.transData.transform(line.get_xydata())
    along = np.linspace(0, len(points) - 1, 2000)
    x, y = (np.interp(along, range(len(points)), part) for part in points.T)
    apart = [np.maximum(low - at, at - high) for low, at, high in
             ((box.x0, x, box.x1), (box.y0, y, box.y1))]  # fmt: skip
    return np.hypot(*np.maximum(apart, 0)).min()


def test_the_axis_of_errors_grows_to_2_and_a_line_that_goes_beyond_has_triangles_there():
    steps = [1, 2, 4, 8]
    for height, top in ((1.0, 1.35), (1.8, 1.89), (3.0, 2.0)):
        (axes,) = pictures.training(steps, [[1, 1], [height, 1], [1, 1], [0, 0]], (1, 9)).axes
        assert axes.get_ylim() == (0, pytest.approx(top))
        if height < 2:
            assert not axes.collections
    (triangles,) = axes.collections
    places = triangles.get_offsets()
    np.testing.assert_allclose(places[:, 1], 2)
    np.testing.assert_allclose(places[:, 0], [2**0.5, 2**1.5])  # half way on a logarithmic axis
    assert to_hex(triangles.get_facecolor()[0]) == axes.lines[1].get_color()
    assert not triangles.get_clip_on()


def test_waves_with_heights_are_named_by_their_frequencies():
    figure = pictures.training([1, 10], [[1.0, 0.9], [0.1, 0.8]], {1: 0.5, 9: 2.0})
    said = [text.get_text() for text in figure.axes[0].texts]
    assert said == ["learnt\nbelow this", "wave 1", "wave 9"]
    assert len(drawn(figure)) == 3


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


def test_the_bar_of_the_staircase_says_what_its_end_holds_and_where_a_wave_is_learnt():
    bar = pictures.staircase().axes[1]
    said = [each.get_text() for each in bar.get_yticklabels()]
    names = dict(zip(bar.get_yticks().tolist(), said, strict=True))
    assert names[1] == "1 or more"
    assert names[0.2] == "0.2 learnt"
    assert [0.2, 0.2] in [list(line.get_ydata()) for line in bar.lines]


def test_a_wave_that_is_not_learnt_is_an_open_triangle_at_the_end_of_training_and_no_dot(short):
    (axes,) = pictures.climb(highest=8).axes
    dots = [line for line in axes.lines if line.get_marker() == "."]
    (triangles,) = [line for line in axes.lines if line.get_marker() == "^"]
    learnt = np.isfinite([line.get_ydata() for line in dots]).all(0)
    waves = np.arange(1, 9)
    assert learnt.any()
    assert triangles.get_xdata().tolist() == waves[~learnt].tolist() != []
    assert set(triangles.get_ydata()) == {curves.LIVE_STEPS}
    assert triangles.get_markerfacecolor() == "white"
    assert all(np.nanmax(line.get_ydata()) < curves.LIVE_STEPS for line in dots)
    said = [text.get_text() for text in axes.texts]
    assert "end of these trainings (triangle: not learnt by then)" in said


def test_the_waves_of_the_staircase_end_at_the_last_that_is_drawn(short):
    ends = [pictures.climb(highest=highest).axes[0].get_xlim()[1] for highest in (3, 6, 8)]
    assert ends == [6.3, 6.3, 8.3]


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
        assert said.endswith(f": mean squared distance {np.square(fit - truth).mean():.2f}")
    assert not np.array_equal(drawn(figure)[2], drawn(pictures.noisy_fits(seed=0))[2])
    with pytest.raises(ValueError, match=r"seed is 0 to 2; got 3"):
        pictures.noisy_fits(seed=3)


def test_each_knob_of_the_noise_changes_what_is_drawn_and_the_recorded_ones_stay(short):
    old = store.largest(noisy.NOISY_WAVES).shards["runs"]
    seen = [_medians(pictures.noise_taken(*knobs)) for knobs in ((0.4, 64), (1.0, 64), (0.4, 32))]
    for grey, _ in seen:
        np.testing.assert_allclose(grey, np.median(page.from_best(old), 0).T)
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert not _same(seen[first][1], seen[second][1])
    for knobs, said in (((0, 64), "noise is above 0"), ((0.4, 8), "width is 16 to 512")):
        with pytest.raises(ValueError, match=said):
            pictures.noise_taken(*knobs)


def _medians(figure):
    """Of a picture of noise taken: the grey lines, if any, and the coloured ones."""
    _, *lines = drawn(figure)
    return lines[:-3], lines[-3:]


def test_at_rest_the_noise_comes_in_band_after_band():
    grey, (low, middle, high) = _medians(pictures.noise_taken())
    assert grey == []
    first = [page.RATIOS[(band > 0.25).argmax()] for band in (low, middle)]
    assert 2 * first[0] < first[1]
    later = page.RATIOS >= 1
    assert (low[later] > middle[later]).all()
    assert (middle[later] > high[later]).all()


def test_at_the_best_step_the_recorded_networks_have_taken_what_the_prose_says():
    _, recorded = _medians(pictures.noise_taken())
    (here,) = np.flatnonzero(page.RATIOS == 1)
    said = (numbers.taken_low(), numbers.taken_middle(), numbers.taken_high())
    assert [round(100 * line[here]) for line in recorded] == [*said]


def test_of_stronger_noise_the_best_step_is_earlier_and_takes_a_smaller_share():
    """The answer that the page gives to its own guess."""
    recorded = store.largest(noisy.NOISY_WAVES)
    asked = {"seeds": recorded.recipe.seeds[:4], "steps": 200, "noise": 1.5}
    stronger, plain = noisy.trained(replace(recorded.recipe, **asked)), recorded.shards["runs"]
    early, late = (np.median(page.best_steps(each)) for each in (stronger, plain))
    assert early < late
    (here,) = np.flatnonzero(page.RATIOS == 1)
    less, more = (np.median(page.from_best(each)[:, here, 0]) for each in (stronger, plain))
    assert less < 0.75 * more


def test_steps_are_counted_from_each_networks_own_best_one_and_end_with_its_records():
    steps = np.array([0, 1, 2, 4, 8, 16])
    taken = np.log2(np.maximum(steps, 1))[:, None, None] * np.ones((1, 2, 3))
    test = np.array([[9, 9], [5, 9], [1, 9], [5, 5], [6, 1], [7, 5]])
    values = {"steps": steps, "test": test, "taken": taken}
    assert page.best_steps(values).tolist() == [2, 8]
    found = page.from_best(values)
    expected = np.log2(page.RATIOS)[:, None] + np.array([1, 3])
    inside = (expected > -1e-9) & (expected < 4 + 1e-9)
    for seed in (0, 1):
        kept = inside[:, seed]
        np.testing.assert_allclose(found[seed, kept, 2], expected[kept, seed])
        assert np.isnan(found[seed, ~kept]).all()


def test_the_lines_of_the_noise_say_whose_they_are():
    at_rest, figure = pictures.noise_taken(), pictures.noise_taken(width=16)
    assert at_rest.legends == []
    (key,) = figure.legends
    assert [text.get_text() for text in key.get_texts()] == ["recorded: 32 networks"]
    assert at_rest.axes[0].get_title(loc="left") == "noise 0.4, width 256: median of 32 networks"
    assert figure.axes[0].get_title(loc="left") == "noise 0.4, width 16: median of 8 networks"


def test_the_first_network_of_the_noise_is_the_one_whose_fits_are_shown():
    recorded = store.largest(noisy.NOISY_WAVES)
    now = noisy.trained(replace(recorded.recipe, seeds=recorded.recipe.seeds[:2], steps=10))
    old = recorded.shards["runs"]
    np.testing.assert_array_equal(now["targets"][0], old["targets"][0])
    here = old["fit_steps"].tolist().index(10)
    np.testing.assert_allclose(now["fits"][-1, 0], old["fits"][here, 0], atol=0.01)
