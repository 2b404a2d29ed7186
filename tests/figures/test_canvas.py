"""Pictures as wide as a page: sharp, small, with names at the ends of lines."""

import io

import numpy as np
import pytest
from PIL import Image

from fourierbook.figures import canvas, plots, style


def ends(axes) -> list[tuple[str, float]]:
    """Names beside a panel, and how high each stands."""
    return [(text.get_text(), text.xy[1]) for text in axes.texts]


def test_a_picture_of_a_page_fills_the_column_and_is_drawn_at_twice_its_pixels():
    figure, _ = canvas.page(height=0.5)
    data, metadata = figure._repr_mimebundle_()
    assert metadata["image/png"] == {"width": style.COLUMN}
    image = Image.open(io.BytesIO(data["image/png"]))
    assert image.size == (2 * style.COLUMN, style.COLUMN)
    assert image.mode == "P"  # a palette


def test_a_photograph_on_a_page_keeps_its_colours():
    figure, axes = canvas.page()
    axes.imshow(np.random.default_rng(0).random((60, 60, 3)))
    few, all_ = (
        len(Image.open(io.BytesIO(data)).convert("RGB").getcolors(1 << 24))
        for figure.palette in (256, None)
        for data in [figure.png()]
    )
    assert few <= 256 < all_


def test_letters_of_a_page_are_15_pixels_high_or_more():
    figure, axes = canvas.page()
    plots.signal([0, 1], [0, 1], axes=axes)
    figure.draw_without_rendering()
    pixels = [
        label.get_fontsize() / 72 * style.COLUMN / style.PAGE
        for label in [*axes.get_xticklabels(), axes.xaxis.label, axes.title]
    ]
    assert min(pixels) >= 15


def test_names_stand_where_their_lines_end_unless_they_would_meet():
    _, axes = canvas.page()
    for value in (0.0, 0.5, 1.0):
        axes.plot([0, 1], [0.3, value])
    axes.set_ylim(0, 1)
    canvas.name_ends(axes, ["low", "middle", "high"])
    assert ends(axes) == [("low", 0), ("middle", 0.5), ("high", 1)]


def test_names_that_would_meet_move_apart_around_their_middle_and_keep_their_order():
    _, axes = canvas.page()
    for value in (0.51, 0.5, 0.49, 0.9):
        axes.plot([0, 1], [0, value])
    axes.set_ylim(0, 1)
    canvas.name_ends(axes, ["c", "b", "a", "far"], apart=0.1)
    found = dict(ends(axes))
    assert found == pytest.approx({"c": 0.6, "b": 0.5, "a": 0.4, "far": 0.9})


def test_a_name_has_its_lines_colour_and_a_line_without_a_name_has_none():
    _, axes = canvas.page()
    axes.plot([0, 1], [0, 1], color="#015cc5")
    axes.plot([0, 1], [0, 0.5], color="#e96c17")
    canvas.name_ends(axes, ["", "named"])
    (text,) = axes.texts
    assert (text.get_text(), text.get_color()) == ("named", "#e96c17")


def test_a_line_that_breaks_off_is_named_where_it_is_last_seen():
    _, axes = canvas.page()
    axes.plot([0, 1, 2], [0, 1, np.nan])
    axes.set_ylim(0, 2)
    canvas.name_ends(axes, ["seen"])
    assert ends(axes) == [("seen", 0.5)]


def test_more_than_three_panels_beside_each_other_are_refused():
    with pytest.raises(ValueError, match="three panels beside each other; got 4: use rows"):
        canvas.page(1, 4)
