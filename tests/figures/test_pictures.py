"""Images, spectra and filters as they are drawn."""

import warnings

import numpy as np
import pytest
from matplotlib.text import Text

from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture


def at(axes, horizontal: float, vertical: float) -> float:
    """Value that an axes' picture has at a frequency, found through its extent alone."""
    picture = axes.images[0]
    values = np.asarray(picture.get_array())
    left, right, bottom, top = picture.get_extent()
    rows, columns = values.shape
    row = (vertical - top) / (bottom - top) * rows - 0.5
    column = (horizontal - left) / (right - left) * columns - 0.5
    assert row == round(row), "a frequency lies at the centre of its pixel"
    assert column == round(column), "a frequency lies at the centre of its pixel"
    return values[round(row), round(column)].item()


@pytest.mark.parametrize(("height", "width"), [(8, 8), (7, 7), (6, 9), (5, 4)])
@pytest.mark.parametrize("draw", [plots.mask, plots.spectrum])
def test_the_zero_frequency_is_in_the_centre_and_the_others_at_their_place(draw, height, width):
    values = np.full((height, width), 0.1)
    values[0, 0], values[0, 1], values[1, 0], values[0, -1] = 0.9, 0.3, 0.4, 0.5
    axes = draw(values).axes[0]
    assert at(axes, 0, 0) == 0.9
    assert at(axes, 1, 0) == 0.3
    assert at(axes, 0, 1) == 0.4
    assert at(axes, -1, 0) == 0.5


def test_vertical_frequencies_run_downwards_as_rows_do():
    bottom, top = plots.mask(np.ones((8, 8))).axes[0].get_ylim()
    assert (top, bottom) == (-4.5, 3.5)


def test_ticks_are_whole_cycles_and_one_of_them_is_zero():
    for side in (3, 4, 7, 28, 32, 33, 224):
        ticks = plots.mask(np.ones((side, side))).axes[0].get_xticks()
        assert 0 in ticks
        assert (ticks == ticks.round()).all()


def test_a_zero_amplitude_is_drawn_as_the_smallest_positive_one():
    axes = plots.spectrum(np.array([[4.0, 0.0], [2.0, 1.0]])).axes[0]
    assert np.asarray(axes.images[0].get_array()).min() == 1.0


def test_limits_make_spectra_comparable():
    axes = plots.spectrum(np.array([[4.0, 0.0], [2.0, 1.0]]), limits=(0.5, 3.0)).axes[0]
    assert axes.images[0].get_clim() == (0.5, 3.0)


def test_a_log_scale_of_zeros_is_an_error_that_says_what_to_do():
    with pytest.raises(ValueError, match="scale='linear'"):
        plots.spectrum(np.zeros((4, 4)))
    with pytest.raises(ValueError, match="'log' or 'linear'; got 'sqrt'"):
        plots.spectrum(np.ones((4, 4)), scale="sqrt")


def shown(figure: Picture) -> list[np.ndarray]:
    return [np.asarray(axes.images[0].get_array()) for axes in figure.axes if axes.images]


def test_images_are_clipped_and_not_rescaled():
    (image,) = shown(plots.show_images([np.array([[-0.5, 0.25], [0.75, 1.5]])]))
    assert image.tolist() == [[0.0, 0.25], [0.75, 1.0]]


def test_a_dim_image_stays_dim():
    axes = plots.show_images([np.full((4, 4), 0.1)]).axes[0]
    assert axes.images[0].get_clim() == (0, 1)


def test_a_centred_image_is_grey_at_zero_and_white_at_c_standard_deviations():
    image = np.array([[-1.0, 1.0], [-1.0, 1.0]])  # standard deviation 1
    (drawn,) = shown(plots.show_images([image], rescale="centred", contrast=2.0))
    assert drawn.tolist() == [[0.25, 0.75], [0.25, 0.75]]
    (drawn,) = shown(plots.show_images([100 * image], rescale="centred", contrast=0.5))
    assert drawn.tolist() == [[0.0, 1.0], [0.0, 1.0]]


def test_an_image_that_is_zero_everywhere_stays_grey():
    (drawn,) = shown(plots.show_images([np.zeros((2, 2))], rescale="centred"))
    assert (drawn == 0.5).all()


def test_rescaling_is_said_below_and_marked_where_only_some_are():
    images = [np.zeros((3, 4, 4)), np.ones((3, 4, 4))]
    figure = plots.show_images(images, titles=["image", "high"], rescale=["none", "centred"])
    assert [axes.get_title() for axes in figure.axes] == ["image", "high *"]
    assert figure.get_supxlabel() == "* rescaled: grey is 0, white +3 standard deviations"
    assert plots.show_images(images, titles=["image", "high"]).get_supxlabel() == ""


def test_batches_fill_columns_and_single_images_fill_rows():
    batches = [np.full((2, 3, 4, 4), value) for value in (0.0, 0.5, 1.0)]
    drawn = shown(plots.show_images(batches, titles=["a", "b", "c"]))
    assert [image.mean() for image in drawn] == [0.0, 0.5, 1.0, 0.0, 0.5, 1.0]
    images = np.linspace(0, 1, 5)[:, None, None, None] * np.ones((5, 3, 4, 4))
    figure = plots.show_images(images, titles=list("abcde"), columns=2)
    assert [image.mean() for image in shown(figure)] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert figure.axes[0].get_gridspec().get_geometry() == (3, 2)


def test_colours_are_in_the_last_axis_and_pixels_are_not_smoothed():
    figure = plots.show_images(np.zeros((1, 3, 4, 5)))
    assert shown(figure)[0].shape == (4, 5, 3)
    assert figure.axes[0].images[0].get_interpolation() == "nearest"


def test_what_does_not_fit_is_an_error():
    images = np.zeros((2, 3, 4, 4))
    with pytest.raises(ValueError, match="2 images, 1 titles"):
        plots.show_images(images, titles=["one"])
    with pytest.raises(ValueError, match=r"each of the 2 entries; got \['none'\]"):
        plots.show_images(images, rescale=["none"])
    with pytest.raises(ValueError, match="got 0 images"):
        plots.show_images([])
    with pytest.raises(ValueError, match=r"got \(4,\)"):
        plots.show_images([np.zeros(4)])


def test_what_is_drawn_is_not_changed():
    values = np.array([[2.0, -1.0], [0.5, 0.0]])
    before = values.copy()
    plots.show_images([values], rescale="centred")
    plots.spectrum(values)
    plots.mask(values)
    assert (values == before).all()


def many() -> list[Picture]:
    """A figure of each kind, with the texts that chapters give them."""
    ones = np.ones((32, 32))
    pair, (left, right) = plots.panels(1, 2)
    plots.mask(ones, title="low pass, B = 11", axes=left)
    plots.spectrum(ones + np.eye(32), title="natural images", bar=False, axes=right)
    triple, panels = plots.panels(1, 3)
    for axes in panels:
        plots.spectrum(ones + np.eye(32), title="natural", bar=False, axes=axes)
    images = [ones, ones, ones]
    titles = ["image", "low pass\nB = 7", "high pass\nB = 21"]
    profile = plots.profile([1, 10, 100], [9000.0, 20, 0.5], slope_over=(1, 100), label="natural")
    return [
        pair,
        triple,
        profile,
        plots.mask(ones, title="high pass, B = 21"),
        plots.spectrum(ones + 1e4 * np.eye(32), title="natural images"),
        plots.show_images(images, titles=titles, rescale=["none", "none", "centred"]),
        plots.show_images(images[:1], titles=["one image"], rescale="centred"),
    ]


def test_texts_are_legible_on_a_phone_of_400_pixels():
    for figure in many():
        figure.draw_without_rendering()  # ticks have no text before
        width = min(360.0, 96 * figure.get_size_inches()[0])  # pixels that the page has for it
        pixels = width / figure.get_size_inches()[0] / 72  # of a point
        for text in figure.findobj(Text):
            assert text.get_fontsize() * pixels >= 9 or not text.get_text(), text


def test_nothing_is_cut_off_at_the_edge_of_a_figure():
    for figure in many():
        figure.draw_without_rendering()
        width, height = figure.get_size_inches()
        drawn = figure.get_tightbbox()
        assert -0.01 <= drawn.x0 < drawn.x1 <= width + 0.01
        assert -0.01 <= drawn.y0 < drawn.y1 <= height + 0.01


def test_drawing_prints_nothing_and_warns_of_nothing(capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for figure in many():
            figure._repr_mimebundle_()
    assert capfd.readouterr() == ("", "")


def test_every_axis_of_a_spectrum_names_its_unit_once_in_a_row_of_panels():
    _, panels = plots.panels(1, 3)
    for axes in panels:
        plots.mask(np.ones((4, 4)), axes=axes)
    unit = "(cycles per image)"
    assert [unit in axes.get_xlabel() for axes in panels] == [False, True, False]
    assert [unit in axes.get_ylabel() for axes in panels] == [True, False, False]
    assert unit in plots.mask(np.ones((4, 4))).axes[0].get_xlabel()


def test_a_figure_is_white_so_that_a_dark_page_can_show_it():
    figure = plots.mask(np.ones((4, 4)))
    assert figure.get_facecolor() == (1, 1, 1, 1)
    assert figure.get_size_inches()[0] == style.WIDTH
