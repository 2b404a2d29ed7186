"""Pictures of networks that draw a photograph, given the place of each pixel."""

from dataclasses import replace

import numpy as np

from fourierbook.experiments.f_principle import focus as focused
from fourierbook.experiments.f_principle import photograph
from fourierbook.figures import plots, small, style, widgets
from fourierbook.figures.canvas import Picture, name_ends, page
from fourierbook.results import store
from fourierbook.results.questions import Result

GAP = 4  # pixels between two pictures
AT_REST = 8  # place of the frame
GIVEN = {"place": "its place", "waves": "waves of its place"}
LOW, HIGH = 1, 15  # cycles per picture of the networks at either side
LIVE = {"side": 64, "width": 64}
MOST = {"cycles": 20, "steps": 400}
ROLES = ("lowest", "low", "middle", "high")


def focus():
    """The explorer of the flower: steps of training, and what the network is given of a pixel."""
    result = store.largest(focused.PHOTOGRAPH_IN_FOCUS)
    truth = _whole(result.recipe)
    gap = np.full((len(truth), GAP, 3), 255, np.uint8)
    frames, alts = [], []
    for case in GIVEN:
        values = result.shards[case]
        beside = [np.concatenate([drawn, gap, truth], 1) for drawn in values["frames"]]
        frames.append([small.photograph(both, width=style.COLUMN) for both in beside])
        alts.append([_alt(values, case, step) for step in values["frame_steps"].tolist()])
    return widgets.explorer2(
        frames, alts, names=("The network is given, of each pixel,", "training steps"),
        labels=(list(GIVEN.values()), [f"{step:,}" for step in values["frame_steps"]]),
        start=(0, AT_REST), width=style.COLUMN,
        caption="Left what the network draws, right the photograph. Now it is a ball with a red "
        "middle, without petals. Move the steps to the end: no petal comes. The other button is "
        "for the next section.",
    )  # fmt: skip


def rings(result: Result | None = None) -> Picture:
    """Relative error of four rings of frequencies, in the median over networks and squares.

    Args:
        result: of the experiment `photograph_fit`; the recorded one without it.
    """
    result = result or store.largest(photograph.PHOTOGRAPH_FIT)
    steps, middle = photograph.median_errors(result)
    figure, axes = page(height=0.42)
    for place, role in enumerate(ROLES):
        look = style.role(role)
        axes.plot(steps[1:], middle[1:, place], color=look.colour, linestyle=look.line)
    axes.set(xlabel="training steps", ylabel="relative error", ylim=(0, 1.05 * middle[1:].max()))
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(1, steps[-1])
    axes.set_title(f"median of {len(result.recipe.seeds)} networks", loc="left")
    name_ends(axes, [f"{low} to {high - 1} cycles" for low, high in photograph.BANDS])
    return figure


def flower(cycles: float = 3, steps: int = 200) -> Picture:
    """What three networks draw, trained now, that are given waves of the place of each pixel.

    In the middle those of your choice, left waves that are too low, right ones that are too high.

    Args:
        cycles: per picture, of the waves that the network in the middle is given: their frequencies
            have this standard deviation along each axis. From 0, the place alone, to 20.
        steps: of training, of all three, from 1 to 400.

    Raises:
        ValueError: if a number is outside its range.
    """
    if not 0 <= cycles <= MOST["cycles"] or not 1 <= steps <= MOST["steps"]:
        raise ValueError(
            f"cycles are 0 to {MOST['cycles']} per picture and steps 1 to {MOST['steps']}; "
            f"got {cycles!r} and {steps!r}"
        )
    result = store.largest(focused.PHOTOGRAPH_IN_FOCUS)
    recipe = replace(result.recipe, steps=int(steps), **LIVE)
    figure, panels = page(1, 3, height=0.42)
    figure.palette = None
    figure.get_layout_engine().set(h_pad=0.1)  # a title of two lines keeps off the one above
    figure.suptitle(f"three networks, trained now for {recipe.steps:,} steps", fontsize=11)
    for axes, given in zip(panels, (LOW, cycles, HIGH), strict=True):
        case = "waves" if given else "place"
        drawn = focused.fitted(replace(recipe, cycles=float(given)), case)["frames"][-1]
        axes.imshow(drawn, interpolation="bicubic")
        axes.set_title(_given(given))
        axes.set_axis_off()
    return figure


def _given(cycles: float) -> str:
    """What a network is given: waves, or places where there are no waves.

    >>> _given(1), _given(2.5)
    ('waves, 1 cycle', 'waves, 2.5 cycles')
    """
    if not cycles:
        return "0 cycles: the place"
    return f"waves, {cycles:g} cycle" + "s" * (cycles != 1)


def _whole(recipe: focused.Focus) -> np.ndarray:
    """The photograph as whole numbers, (side, side, 3)."""
    colours = focused.picture(recipe).permute(1, 2, 0).reshape(-1, 3)
    return focused.shown(colours, recipe.side)


def _alt(values: dict, case: str, step: int) -> str:
    left = float(values["left"][values["steps"].tolist().index(step)])
    return (
        f"What a network that is given {GIVEN[case]} draws of a flower after {step:,} steps; "
        f"{100 * left:.0f} % of the variance is still wrong. Beside it the photograph."
    )
