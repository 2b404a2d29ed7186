"""One look for every figure: colours by role, line and marker besides, fonts legible on a phone.

A role is what a line stands for, so that a network has the same colour in every chapter:

| role | what is drawn |
|---|---|
| `natural`, `gaussian`, `adversarial`, `autoaugment` | a network, by how it was trained |
| `low_pass`, `high_pass` | a filter, or a network behind it |
| `truth` | what is known beforehand |
| `person` | what people recognise |
| `chance` | what guessing reaches |
| `tanh`, `relu`, `swish`, `mish`, `relu2`, `sine` | a hidden unit, or a network of such units |
| `lowest`, `low`, `middle`, `high` | a wave, or a band of frequencies, from low to high |
| `first`, `second`, `third` | anything else, in this order |
"""

from typing import NamedTuple


class Role(NamedTuple):
    """How a line of one meaning is drawn; never by its colour alone."""

    colour: str
    line: str | tuple
    marker: str


# Okabe and Ito's hues, moved until lines that share a plot differ by 20 CIELAB units or more for
# the common and the three reduced kinds of colour vision, each at 3 to 1 or more on white, which a
# line needs (WCAG 2.1, criterion 1.4.11). tests/figures/test_style.py measures both.
ROLES = {
    "natural": Role("#015cc5", "-", "o"),
    "gaussian": Role("#e96c17", "--", "s"),
    "adversarial": Role("#5b1258", "-.", "^"),
    "autoaugment": Role("#00a962", (0, (5, 1, 1, 1, 1, 1)), "D"),
    "low_pass": Role("#96760d", "-", "v"),
    "high_pass": Role("#d86eb9", "--", "^"),
    "truth": Role("#000000", (0, (6, 2)), ""),
    "person": Role("#522814", "-.", "P"),
    "chance": Role("#6b6b6b", ":", ""),
    "tanh": Role("#015cc5", "-", "o"),
    "relu": Role("#e96c17", "--", "s"),
    "swish": Role("#5b1258", "-.", "^"),
    "mish": Role("#00a962", (0, (5, 1, 1, 1, 1, 1)), "D"),
    "relu2": Role("#000000", (0, (6, 2)), "v"),
    "sine": Role("#6b6b6b", ":", "P"),
    "lowest": Role("#a50f00", ":", "v"),
    "low": Role("#e96c17", "-", "s"),
    "middle": Role("#00a962", "--", "D"),
    "high": Role("#5b1258", "-.", "^"),
    "first": Role("#015cc5", "-", "o"),
    "second": Role("#e96c17", "--", "s"),
    "third": Role("#00a962", "-.", "D"),
}

SEQUENTIAL = "viridis"  # amplitudes, errors: lightness rises with the value
DIVERGING = "RdBu_r"  # differences: white is zero
GREY = "gray"  # filters, and images of one channel

WIDTH = 5.4  # inches, of a figure that fills a page's column
HEIGHT = 3.4
COLUMN = 740  # pixels of a page's column, which a picture of a page fills
PAGE = 6.6  # inches that are drawn over it, so that letters of size 10 are 15 pixels high there

SETTINGS = {
    "figure.figsize": (WIDTH, HEIGHT),
    "figure.dpi": 150,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same everywhere
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.labelsize": 11,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "axes.edgecolor": "#404040",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.markersize": 5.0,
    "legend.frameon": False,
    "legend.handlelength": 2.8,  # long enough for a dash pattern
    "image.cmap": SEQUENTIAL,
    "image.interpolation": "nearest",
}


def use() -> None:
    """Make this the look of every figure from now on; importing `plots` does so."""
    import matplotlib

    matplotlib.rcParams.update(SETTINGS)


def role(name: str) -> Role:
    """Colour, line and marker of a role.

    Raises:
        ValueError: if there is no such role.

    >>> role("natural").colour
    '#015cc5'
    """
    if name not in ROLES:
        raise ValueError(f"role is one of {', '.join(ROLES)}; got {name!r}")
    return ROLES[name]


def contrast(colour: str, background: str = "#ffffff") -> float:
    """Contrast of two colours: (L₁ + 0.05)/(L₂ + 0.05), L₁ ≥ L₂ their relative luminances.

    Args:
        colour: as #rrggbb.
        background: as #rrggbb.

    Returns:
        Between 1 and 21; lines and marks need 3, text needs 4.5.

    Reference:
        Web Content Accessibility Guidelines 2.1, criteria 1.4.3 and 1.4.11.

    >>> contrast("#000000")
    21.0
    """
    darker, lighter = sorted([_luminance(colour), _luminance(background)])
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """0.2126 R + 0.7152 G + 0.0722 B of the linear intensities."""
    coded = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in coded]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
