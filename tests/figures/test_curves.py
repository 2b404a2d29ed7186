"""Curves: what is drawn is what was measured."""

import math

import numpy as np
import pytest
from matplotlib.colors import to_hex

from fourierbook.figures import plots, style
from fourierbook.measure.intervals import Interval

HALF = Interval(0.5, 0.4, 0.7, 100, "images")


def legend(axes) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_a_band_reaches_from_the_lower_to_the_upper_bound():
    axes = plots.curve([1, 3], [HALF, HALF]).axes[0]
    corners = axes.collections[0].get_paths()[0].vertices
    assert {round(y, 9) for _, y in corners} == {0.4, 0.7}


def test_bars_reach_from_the_lower_to_the_upper_bound():
    axes = plots.curve([1, 3], [HALF, HALF], spread="bars").axes[0]
    (bars,) = axes.collections
    for (_, low), (_, high) in bars.get_segments():
        assert (low, high) == pytest.approx((0.4, 0.7))


def test_one_seed_is_drawn_without_spread():
    lone = Interval(0.5, -math.inf, math.inf, 1, "seeds")
    axes = plots.curve([1, 3], [lone, HALF]).axes[0]
    corners = axes.collections[0].get_paths()[0].vertices
    assert {y for x, y in corners if x == 1} == {0.5}


def test_a_curve_shows_every_measured_point_in_the_look_of_its_role():
    (line,) = plots.curve([1, 3], [HALF, HALF], role="adversarial").axes[0].lines
    look = style.role("adversarial")
    assert (to_hex(line.get_color()), line.get_marker()) == (look.colour, look.marker)
    assert line.get_linestyle() == look.line
    assert line.get_xydata().tolist() == [[1, 0.5], [3, 0.5]]


def test_curves_of_another_length_or_spread_are_errors():
    with pytest.raises(ValueError, match="2 values, 1 intervals"):
        plots.curve([1, 3], [HALF])
    with pytest.raises(ValueError, match="'shade'"):
        plots.curve([1], [HALF], spread="shade")


def test_accuracy_curves_draw_chance_and_what_is_known_beforehand():
    figure = plots.accuracy_curves([1, 3], {"low_pass": [HALF] * 2}, chance=0.1, truth=[0.1, 1.0])
    axes = figure.axes[0]
    lines = {line.get_label(): line for line in axes.lines}
    assert legend(axes) == ["low pass", "known truth", "chance"]
    assert set(lines["chance"].get_ydata()) == {0.1}
    assert list(lines["known truth"].get_ydata()) == [0.1, 1.0]
    assert axes.get_ylim()[0] == 0
    assert "share" in axes.get_ylabel()


def test_labels_that_are_no_roles_get_looks_that_differ():
    curves = {label: [HALF] for label in ("natural", "B = 7", "B = 9", "B = 11")}
    axes = plots.accuracy_curves([1], curves, roles={"B = 9": "first"}).axes[0]
    colours = [to_hex(line.get_color()) for line in axes.lines]
    expected = ["natural", "second", "first", "third"]
    assert colours == [style.role(name).colour for name in expected]
    with pytest.raises(ValueError, match="'five'"):
        plots.accuracy_curves([1], {name: [HALF] for name in ("one", "two", "three", "five")})


def test_the_slope_of_a_power_law_is_found_and_written():
    radii = np.arange(17)
    with np.errstate(divide="ignore"):
        values = 50.0 * radii.astype(float) ** -1.5
    slope, level = plots.log_slope(radii, values, over=(1, 15))
    assert (slope, level) == pytest.approx((-1.5, 50.0))
    axes = plots.profile(radii, values, slope_over=(1, 15)).axes[0]
    assert legend(axes) == ["slope −1.50"]
    measured, line = axes.lines
    assert measured.get_xdata().min() == 1  # no logarithm of zero
    assert line.get_ydata().tolist() == pytest.approx([50.0, 50.0 * 15**-1.5])
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


def test_a_slope_through_one_radius_or_a_zero_is_an_error():
    with pytest.raises(ValueError, match=r"within \(3, 3\) at least.*got 1 radii"):
        plots.log_slope([1, 3], [1.0, 2.0], over=(3, 3))
    with pytest.raises(ValueError, match="values from 0"):
        plots.log_slope([1, 3], [1.0, 0.0], over=(1, 3))


def test_logarithmic_ticks_are_plain_numbers():
    axes = plots.profile([1, 10, 100], [2000.0, 20.0, 0.5]).axes[0]
    axes.figure.draw_without_rendering()
    written = {tick.get_text() for tick in (*axes.get_xticklabels(), *axes.get_yticklabels())}
    assert {"1", "10", "100", "0.5", "1,000"} <= written
    assert not any("10^" in text for text in written)


def test_samples_are_points_and_a_signal_is_a_line():
    (line,) = plots.signal([0, 1], [2, 3]).axes[0].lines
    assert (line.get_linestyle(), line.get_marker()) == ("-", "None")
    (points,) = plots.signal([0, 1], [2, 3], points=True).axes[0].lines
    assert (points.get_linestyle(), points.get_marker()) == ("None", "o")


def test_a_known_stem_is_an_open_circle_around_the_measured_head():
    figure = plots.stems([1, 5], [1.0, 0.4], role="truth", label="truth")
    plots.stems([1, 5], [0.9, 0.4], label="measured", axes=figure.axes[0])
    known, measured = figure.axes[0].containers
    assert known.markerline.get_markerfacecolor() == "none"
    assert known.markerline.get_markersize() > 1.5 * measured.markerline.get_markersize()
    assert measured.markerline.get_ydata().tolist() == [0.9, 0.4]
    assert legend(figure.axes[0]) == ["truth", "measured"]


def test_axes_of_another_figure_can_be_drawn_on():
    figure, (left, right) = plots.panels(1, 2)
    assert plots.signal([0, 1], [0, 1], axes=left) is figure
    assert plots.curve([1], [HALF], axes=right, x_label="bandwidth") is figure
    assert (len(left.lines), right.get_xlabel()) == (1, "bandwidth")


def test_a_level_is_one_line_across_in_the_look_of_its_role():
    figure = plots.level(0.25, label="unfiltered", role="truth")
    (line,) = figure.axes[0].lines
    assert set(line.get_ydata()) == {0.25}
    assert list(line.get_xdata()) == [0, 1]  # of the axes' width
    assert line.get_color() == style.ROLES["truth"].colour
    (text,) = figure.axes[0].get_legend().get_texts()
    assert text.get_text() == "unfiltered"
