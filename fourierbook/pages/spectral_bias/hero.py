"""The first picture: a folded sheet, a direction across it, and the transform that it has there."""

import numpy as np

from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture, page
from fourierbook.pages.spectral_bias import hill

STEP = 8  # degrees between two positions of the slider
ALIKE = 1.5  # degrees within which two folds are one to the slider
AT_REST = 64  # degrees: no fold lies at right angles to it
RANGE = (1.0, 300.0)  # cycles per unit
COUNT = 700  # waves that are drawn
HEIGHT = 330  # pixels
START = 0.12  # amplitude of both guides at 1 cycle
LETTERS = 11
CAPTION = (
    "Left, the sheet that a small ReLU network makes of two inputs, seen from above: a hill of "
    "flat faces. Right, how much of each wave is in it, along the direction of the arrow. Here the "
    "arrow crosses no fold at right angles, and the waves fade as fast as the lower grey line. "
    "Turn it until a fold becomes orange: at once they fade more slowly, as the upper one."
)


def angles() -> list[float]:
    """Positions of the slider: across each fold, and every eight degrees where none is near.

    Of folds that are nearly parallel the one that bends most counts.
    """
    across: list[float] = []
    _, _, bends = hill.folds()
    for normal in hill.normals()[np.argsort(-bends)]:
        if not across or _apart(normal, across) > ALIKE:
            across.append(float(normal))
    grid = [float(angle) for angle in range(0, 180, STEP) if _apart(angle, across) > STEP / 2]
    return sorted([*across, *grid])


def _apart(angle: float, others: list[float]) -> float:
    """Degrees from a direction to the nearest of others."""
    return float(np.abs((np.array(others) - angle + 90) % 180 - 90).min())


def hero():
    """The explorer at the head of the page: a slider over directions."""
    turned = angles()
    frames = widgets.render(
        draw, turned, columns=2, ratios=(1, 1.25), width=style.COLUMN, height=HEIGHT, density=2,
        steady=True,
    )  # fmt: skip
    return widgets.explorer(
        frames,
        [_alt(angle) for angle in turned],
        name="direction of the arrow",
        labels=[f"{angle:.0f}°" for angle in turned],
        start=at_rest(),
        caption=CAPTION,
        width=style.COLUMN,
    )


def at_rest() -> int:
    """Place of the slider's first position."""
    return angles().index(AT_REST)


def still() -> Picture:
    """The first picture at rest, as it stands in the notebook before anything runs."""
    figure, axes = page(1, 2, height=HEIGHT / style.COLUMN, ratios=(1, 1.25))
    draw(axes, angles()[at_rest()])
    return figure


def draw(axes, angle: float) -> None:
    """Draw the sheet and its transform along one direction into two panels."""
    left, right = axes
    hill.draw(left, angle)
    squarely = hill.crossed(angle).any()
    left.set_title(
        "across a fold" if squarely else "across no fold", loc="left",
        color=hill.FOLD if squarely else "black",
    )  # fmt: skip
    spectrum(right, angle)
    right.set_title("how much of each wave", loc="left")


def spectrum(axes, angle: float) -> None:
    """|ĥ| along one direction between its two guides, on logarithmic axes."""
    waves = np.geomspace(*RANGE, COUNT)
    for power in (2, 3):
        guide = START * waves**-power
        axes.plot(waves, guide, color="#8a8a8a", linewidth=1.2, linestyle="--")
        axes.annotate(
            f"1/ξ$^{power}$", (waves[-1], guide[-1]), (5, 0), textcoords="offset points",
            va="center", color="#5a5a5a", annotation_clip=False, fontsize=LETTERS,
        )  # fmt: skip
    colour = hill.FOLD if hill.crossed(angle).any() else style.role("natural").colour
    axes.plot(waves, hill.amplitudes(angle, waves), color=colour, linewidth=1.2)
    axes.set(xlabel="frequency ξ (cycles per unit)")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_yscale("log")
    axes.set(xlim=RANGE, ylim=(START * RANGE[1] ** -3 / 30, 1))
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6, 1e-8], ["1", "10⁻²", "10⁻⁴", "10⁻⁶", "10⁻⁸"])


def _alt(angle: float) -> str:
    folds, power = ("a fold", 2) if hill.crossed(angle).any() else ("no fold", 3)
    return (
        f"A hill of flat faces, and an arrow at {angle:.0f} degrees, at right angles to {folds}. "
        f"The amplitudes fall along the guide of one over the frequency to the power of {power}."
    )
