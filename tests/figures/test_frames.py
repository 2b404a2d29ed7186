"""Frames are small, and what was drawn."""

import io

import numpy as np
import pytest
from PIL import Image

from fourierbook.figures import frames, plots, small


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


def test_a_tiny_picture_keeps_every_colour():
    noise = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    assert (pixels(frames.png(noise)) == noise).all()


def test_a_large_picture_with_few_colours_keeps_them_in_a_palette():
    image = np.zeros((200, 300, 3), np.uint8)
    image[50:, 100:] = (12, 200, 99)
    picture = frames.png(image)
    assert Image.open(io.BytesIO(picture)).mode == "P"
    assert (pixels(picture) == image).all()
    assert frames.size(picture) == (300, 200)


def test_a_large_picture_with_many_colours_gets_a_palette_that_is_near():
    y, x = np.mgrid[:240, :320]
    image = np.stack([x // 2, y, 255 - y], axis=2).astype(np.uint8)
    picture = frames.png(image)
    assert Image.open(io.BytesIO(picture)).mode == "P"
    assert np.abs(pixels(picture).astype(int) - image).mean() < 8


def test_grey_arrays_are_grey():
    image = np.arange(16, dtype=np.uint8).reshape(4, 4)
    assert (pixels(frames.png(image)) == image[:, :, None]).all()


def test_png_bytes_stay_as_they_are():
    picture = frames.png(np.zeros((2, 2), np.uint8))
    assert frames.png(picture) is picture
    with pytest.raises(ValueError, match="bytes that start b'GIF8"):
        frames.png(b"GIF89a")


def test_a_photograph_is_enlarged_smoothly_and_stays_as_it_is():
    ramp = np.repeat(np.arange(0, 240, 4, dtype=np.uint8)[None, :, None], 30, 0).repeat(3, 2)
    photograph = small.photograph(ramp, width=240)
    assert frames.png(photograph) is photograph
    assert frames.size(photograph) == (240, 120)
    row = pixels(photograph)[60, :, 0].astype(int)
    assert np.abs(np.diff(row)).max() <= 3  # steps of 4 at a fourth of the width were taken apart
    assert len(photograph) < len(frames.png(ramp.repeat(4, 0).repeat(4, 1))) * 2


def test_frames_for_a_sharp_screen_have_twice_the_pixels_and_the_same_letters():
    def draw(axes, value):
        axes.plot([0, 1], [0, value])

    one, two = (
        frames.render(draw, [1], width=200, height=100, density=density)[0] for density in (1, 2)
    )
    assert frames.size(one) == (200, 100)
    assert frames.size(two) == (400, 200)
    dark = [(pixels(each) < 128).all(2).mean() for each in (one, two)]
    assert dark[1] == pytest.approx(dark[0], rel=0.35)


def test_steady_frames_have_their_panels_where_the_first_one_has_them():
    places = []

    def draw(axes, value):
        axes[0].set_ylim(0, value)
        places.append(axes[0])

    frames.render(draw, [1, 1_000_000], columns=2, ratios=(3, 1), steady=True)
    left, right = (axes.get_position() for axes in places[0].figure.axes)
    assert left.width == pytest.approx(3 * right.width, rel=0.1)
    assert places[0].figure.get_layout_engine() is None


@pytest.mark.parametrize("wrong", [np.zeros((2, 2)), np.zeros((2, 2, 4), np.uint8), [[0]]])
def test_what_is_no_picture_is_an_error(wrong):
    with pytest.raises(ValueError, match="a frame is a uint8 array"):
        frames.png(wrong)


def test_a_figure_is_drawn_at_the_width_asked_for_and_keeps_its_own():
    figure = plots.signal([0, 1], [0, 1])
    before = figure.dpi
    assert frames.size(frames.png(figure, width=320))[0] == 320
    assert figure.dpi == before


def test_one_figure_draws_the_same_frames_as_a_figure_each():
    def draw(axes, value) -> None:
        plots.signal([0, 1], [0, value], label=f"{value}", axes=axes)
        axes.set_ylim(0, 3)

    together = frames.render(draw, [1, 2, 3])
    apart = [frames.render(draw, [value])[0] for value in (1, 2, 3)]
    assert together == apart
    assert len(set(together)) == 3
    assert frames.size(together[0]) == (320, 260)


def test_a_colour_bar_does_not_pile_up_from_frame_to_frame():
    def draw(axes, value) -> None:
        plots.spectrum(value * np.ones((4, 4)) + np.eye(4), limits=(1, 4), axes=axes)

    first, second, third = frames.render(draw, [1, 2, 1])
    assert first == third
    assert first != second


def test_panels_side_by_side_are_cleared_between_frames():
    def draw(axes, value) -> None:
        assert all(len(panel.lines) == 0 for panel in axes)
        for panel in axes:
            plots.signal([0, 1], [0, value], axes=panel)

    assert len(frames.render(draw, [1, 2], columns=2, width=300)) == 2
