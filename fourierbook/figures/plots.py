"""Plots, one call each. Importing this module applies the book's style.

Every function returns the figure, which shows itself where it is a cell's value; `axes=` draws into
a panel of a figure that `panels` made:

    figure, (left, right) = plots.panels(1, 2)
    plots.mask(low, title="low pass", axes=left)
    plots.mask(high, title="high pass", axes=right)
    figure
"""

from fourierbook.figures import style
from fourierbook.figures.canvas import name_ends, page, panels, plain_logarithmic
from fourierbook.figures.curves import accuracy_curves, curve, level
from fourierbook.figures.errors import frequency_error
from fourierbook.figures.pictures import heatmap, mask, show_images, spectrum
from fourierbook.figures.signals import log_slope, profile, signal, stems

__all__ = [
    "accuracy_curves",
    "curve",
    "frequency_error",
    "heatmap",
    "level",
    "log_slope",
    "mask",
    "name_ends",
    "page",
    "panels",
    "plain_logarithmic",
    "profile",
    "show_images",
    "signal",
    "spectrum",
    "stems",
]

style.use()
