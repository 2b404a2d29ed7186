"""Names of lines stand beside their own line, and on nothing."""

import numpy as np

from fourierbook.figures.canvas import page
from fourierbook.figures.names import name_apart


def boxes(axes):
    """What each text of a panel covers, in shares of the panel."""
    axes.figure.draw_without_rendering()
    into = axes.transAxes.inverted()
    return [into.transform_bbox(text.get_window_extent()) for text in axes.texts]


def test_the_names_of_two_lines_that_coincide_stand_apart():
    _, axes = page()
    first, second = axes.plot([0, 1], [[0, 0], [1, 1]])
    name_apart(axes, {"one of them": [first], "the other": [second]})
    one, other = boxes(axes)
    assert not one.overlaps(other)


def test_a_name_stands_beside_one_of_its_own_lines_wherever_it_would_stand_best():
    _, axes = page()
    low, middle, high = axes.plot([0, 1], [[0.1, 0.5, 0.9]] * 2)
    axes.set_ylim(0, 1)
    name_apart(axes, {"outer": [low, high], "inner": [middle]}, near=0.9)
    outer, inner = boxes(axes)
    assert 0 < min(abs(outer.y0 - 0.9), abs(outer.y1 - 0.9)) < 0.06
    assert 0 < min(abs(inner.y0 - 0.5), abs(inner.y1 - 0.5)) < 0.06
    name_apart(axes, {"lower": [low, high]}, near=0.1)
    lower = boxes(axes)[-1]
    assert 0 < min(abs(lower.y0 - 0.1), abs(lower.y1 - 0.1)) < 0.06


def test_a_name_keeps_off_what_is_written_already_and_off_level_lines():
    _, axes = page()
    (line,) = axes.plot([10, 20], [0.5, 0.5])
    axes.axhline(0.56)
    axes.set_ylim(0, 1)
    axes.text(10, 0.4, "written before, across the whole of the panel, all along", fontsize=14)
    name_apart(axes, {"late": [line]}, near=0.5)
    before, late = boxes(axes)
    assert not before.overlaps(late)
    assert not late.y0 < 0.5 < late.y1
    assert not late.y0 < 0.56 < late.y1


def test_a_name_is_written_in_the_colour_of_its_line_within_the_panel():
    _, axes = page()
    (line,) = axes.plot([0, 1], [0, 1], color="#a50f00")
    name_apart(axes, {"a rather long name of a line": [line]}, near=1)
    (box,) = boxes(axes)
    assert axes.texts[0].get_color() == "#a50f00"
    assert (np.array([box.x0, box.y0]) >= -1e-6).all()
    assert (np.array([box.x1, box.y1]) <= 1 + 1e-6).all()
