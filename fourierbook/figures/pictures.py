"""Pictures: images, spectra and filters as they are, pixel by pixel."""

import math
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from fourierbook.figures import style
from fourierbook.figures.canvas import Picture, array, chosen, panels
from fourierbook.measure.maps import Heatmap

LINE = 0.21  # inches, of a line of text
MOST_COLUMNS = 6  # side by side without being asked
SIDE = 2.4  # inches, the largest image without being asked


def show_images(
    images,
    *,
    titles: Sequence[str] | None = None,
    columns: int | None = None,
    rescale: str | Sequence[str] = "none",
    contrast: float = 3.0,
    width: float | None = None,
) -> Picture:
    """Show images side by side, pixel by pixel.

    Args:
        images: a batch (N, C, H, W), or a list: of images (C, H, W) or (H, W), or of batches, each
            of which fills a column from top to bottom.
        titles: one for each entry of the list.
        columns: images in a row, where the entries are single images; six at most without it.
        rescale: `none` clips to [0, 1]; `centred`, for images z around zero such as high-pass
            images, shows clip(0.5 + z/(2 c std(z)), 0, 1), marks the title with a star where
            not all are, and says so below. One for all, or one each.
        contrast: c, in standard deviations of the image.
        width: of the figure, in inches; at most a page's column without it.

    Raises:
        ValueError: if there is no image, or titles or rescale do not fit the number of entries.

    >>> figure = show_images(np.zeros((2, 3, 8, 8)), titles=["first", "second"])
    >>> [axes.get_title() for axes in figure.axes]
    ['first', 'second']
    """
    entries = [_batch(entry) for entry in images]
    ways = [rescale] * len(entries) if isinstance(rescale, str) else list(rescale)
    _one_each(entries, titles, ways)
    below = 2 * LINE if "centred" in ways else LINE / 2
    grid = _grid(entries, columns, titles, width, below)
    places = grid.T if max(map(len, entries)) > 1 else grid.reshape(-1, 1)
    for index, (place, entry, way) in enumerate(zip(places, entries, ways, strict=False)):
        for axes, image in zip(place, entry, strict=False):
            axes.imshow(_shown(image, way, contrast), cmap=style.GREY, vmin=0, vmax=1)
        star = " *" if way == "centred" and "none" in ways else ""
        place[0].set_title(("" if titles is None else titles[index]) + star)
    figure = grid.flat[0].figure
    if "centred" in ways:
        figure.supxlabel(_note(ways, contrast, figure.get_size_inches()[0]), size=10)
    return figure


def spectrum(
    amplitude,
    *,
    title: str | None = None,
    label: str = "amplitude",
    scale: str = "log",
    limits: tuple[float, float] | None = None,
    colours: str = style.SEQUENTIAL,
    bar: bool = True,
    axes: Axes | None = None,
) -> Figure:
    """A spectrum with the zero frequency in its centre, f_y downwards as the rows of an image.

    Args:
        amplitude: (H, W) in FFT order.
        title: above the panel.
        label: of the colour bar, with its unit.
        scale: of the colours: `log` or `linear`.
        limits: smallest and largest value of the colours; those of the spectrum without it. Values
            outside are drawn as the nearest limit, zeros too.
        colours: name of a colour map.
        bar: whether to draw the colour bar.
        axes: to draw on.

    Raises:
        ValueError: if `scale` is neither, or a log scale meets no positive value.

    >>> spectrum(np.eye(4), scale="linear").axes[0].images[0].get_array()[2, 2].item()
    1.0
    """
    axes = chosen(axes, height=0.8 * style.WIDTH)
    values = array(amplitude)
    norm = _norm(values, scale, limits)
    picture = _centred(axes, np.clip(values, norm.vmin, norm.vmax), title, cmap=colours, norm=norm)
    if bar:
        axes.figure.colorbar(picture, ax=axes, label=label, shrink=0.85)
    return axes.figure


def heatmap(
    error,
    *,
    title: str | None = None,
    difference: bool = False,
    bar: bool = True,
    axes: Axes | None = None,
) -> Figure:
    """A Fourier heatmap: the share of images that a network gets wrong, from 0 to 1.

    Args:
        error: (H, W) with frequency zero in the centre, or what `fourier_heatmap` gives.
        title: above the panel.
        difference: of two maps, from −½ to ½; what is nan stays grey.
        bar: whether to draw the colour bar.
        axes: to draw on.

    >>> heatmap(np.array([[0.25, 0.0, 0.25]])).axes[0].images[0].get_array().tolist()
    [[0.25, 0.0, 0.25]]
    """
    values = array(error.error if isinstance(error, Heatmap) else error)
    figure = spectrum(
        np.fft.ifftshift(values),
        title=title,
        label="difference of shares" if difference else "share that the network gets wrong",
        scale="linear",
        limits=(-0.5, 0.5) if difference else (0, 1),
        colours=style.DIVERGING if difference else style.SEQUENTIAL,
        bar=bar,
        axes=axes,
    )
    (axes or figure.axes[0]).set_facecolor("#bbbbbb")  # seen through what is nan
    return figure


def mask(values, *, title: str | None = None, axes: Axes | None = None) -> Figure:
    """A filter with the zero frequency in its centre: what is white stays, what is black goes.

    Args:
        values: (H, W) in FFT order, between 0 and 1.
        title: above the panel.
        axes: to draw on.

    >>> mask(np.ones((3, 3))).axes[0].get_xlabel()
    '$f_x$ (cycles per image)'
    """
    axes = chosen(axes, height=0.8 * style.WIDTH)
    _centred(axes, array(values), title, cmap=style.GREY, norm=Normalize(0, 1))
    return axes.figure


def _batch(entry) -> np.ndarray:
    """(N, C, H, W) of a batch or of one image."""
    entry = array(entry)
    if not 2 <= entry.ndim <= 4:
        raise ValueError(f"an image is (H, W), (C, H, W) or (N, C, H, W); got {entry.shape}")
    return entry.reshape((1,) * (4 - entry.ndim) + entry.shape)


def _one_each(entries: list, titles: Sequence[str] | None, ways: list[str]) -> None:
    if not entries or (titles is not None and len(titles) != len(entries)):
        given = "none" if titles is None else len(titles)
        raise ValueError(
            f"one image at least and one title each; got {len(entries)} images, {given} titles"
        )
    if len(ways) != len(entries) or not set(ways) <= {"none", "centred"}:
        raise ValueError(
            "rescale is 'none' or 'centred', one for all or one for each of the "
            f"{len(entries)} entries; got {ways}"
        )


def _grid(entries: list, columns: int | None, titles, width: float | None, below: float):
    """Empty axes: a column for each batch, or as many rows as single images need."""
    tall = max(map(len, entries))
    columns = len(entries) if tall > 1 else min(columns or MOST_COLUMNS, len(entries))
    rows = max(tall, math.ceil(len(entries) / columns))
    width = width or min(style.WIDTH, SIDE * columns)
    lines = max((title.count("\n") + 1 for title in titles or ()), default=0)
    aspect = max(entry.shape[-2] / entry.shape[-1] for entry in entries)
    titled = 1 if tall > 1 else rows
    height = rows * width / columns * aspect + titled * lines * LINE + below
    figure, grid = panels(rows, columns, width=width, height=height)
    figure.set_layout_engine("compressed")
    for axes in np.ravel(grid):
        axes.set_axis_off()
    return np.reshape(grid, (rows, columns))


def _shown(image: np.ndarray, way: str, contrast: float) -> np.ndarray:
    """(H, W) or (H, W, 3) in [0, 1] of one image (C, H, W)."""
    if way == "centred":
        image = 0.5 + image / (2 * contrast * max(float(image.std()), 1e-12))
    image = np.clip(image, 0, 1)
    return image[0] if len(image) == 1 else np.moveaxis(image, 0, -1)


def _note(ways: list[str], contrast: float, width: float) -> str:
    star = "* " if "none" in ways else ""
    said = f"{star}rescaled: grey is 0, white +{contrast:g} standard deviations"
    return textwrap.fill(said, int(12 * width))  # letters of size 10 on `width` inches


def _norm(values: np.ndarray, scale: str, limits: tuple[float, float] | None) -> Normalize:
    if scale not in ("log", "linear"):
        raise ValueError(f"scale is 'log' or 'linear'; got {scale!r}")
    if scale == "linear":
        return Normalize(*(limits or (values.min(), values.max())))
    positive = values[values > 0]
    if limits is None and len(positive) == 0:
        raise ValueError("a log scale needs a positive amplitude; got none: use scale='linear'")
    return LogNorm(*(limits or (positive.min(), positive.max())))


def _centred(axes: Axes, values: np.ndarray, title: str | None, **look):
    """Draw values in FFT order, each frequency at the centre of its pixel."""
    height, width = values.shape
    left, top = -(width // 2) - 0.5, -(height // 2) - 0.5
    extent = (left, left + width, top + height, top)
    picture = axes.imshow(np.fft.fftshift(values), extent=extent, **look)
    for axis, side in ((axes.xaxis, width), (axes.yaxis, height)):
        axis.set_major_locator(MultipleLocator(2 ** max(0, math.ceil(math.log2(side / 4)))))
    axes.grid(False)
    axes.spines[:].set_visible(True)
    axes.set_title(title or "")
    _name_frequencies(axes)
    return picture


def _name_frequencies(axes: Axes) -> None:
    """Label both axes; in a grid of three or more, the middle panel of the outer ones alone."""
    place = axes.get_subplotspec()
    rows, columns = place.get_gridspec().get_geometry() if place else (1, 1)
    row, column = (place.rowspan.start, place.colspan.start) if place else (0, 0)
    if columns < 3 or column == columns // 2:
        if rows < 3 or row == rows - 1:
            axes.set_xlabel("$f_x$ (cycles per image)")
    if column == 0 and (rows < 3 or row == rows // 2):
        axes.set_ylabel("$f_y$ (cycles per image)")
