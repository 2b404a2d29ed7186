"""Pictures of networks that draw a photograph, given the place of each pixel or waves of it."""

from dataclasses import replace

import numpy as np

from fourierbook.experiments.f_principle import focus as focused
from fourierbook.experiments.f_principle import photograph
from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture, name_ends, page
from fourierbook.figures.frames import titled
from fourierbook.results import store
from fourierbook.results.questions import Result

AT_REST, EARLY = 9, 6  # places of frames
GIVEN = {"place": "its place", "waves": "waves of its place"}
LOW, HIGH = 0.25, 10  # cycles per picture of the networks at either side
LIVE = {"side": 64, "width": 64}
EVERY = 2  # of how many pixels along each axis they learn one
MOST = {"cycles": 20, "steps": 400}
ROLES = ("lowest", "low", "middle", "high")


def focus():
    """The explorer of the flower: what a network draws that is given the place of each pixel."""
    return _explorer(
        ("place",), "A ball with a red middle is there, and no petal. Move the steps to the end."
    )


def given():
    """The explorer of two networks: given the place of each pixel, and given waves of it."""
    return _explorer(("place", "waves"), "Move the steps: both are trained alike.", start=EARLY)


def _explorer(cases: tuple[str, ...], caption: str, *, start: int = AT_REST):
    """What the networks of some cases draw, side by side, and the photograph, under one slider."""
    result = store.largest(focused.PHOTOGRAPH_IN_FOCUS)
    truth = _whole(result.recipe)
    drawn, alone = {case: result.shards[case] for case in cases}, len(cases) == 1
    steps = drawn[cases[0]]["frame_steps"].tolist()
    frames = [
        {_name(case, each, k, alone=alone): each["frames"][k] for case, each in drawn.items()}
        | {"the photograph": truth}
        for k in range(len(steps))
    ]
    return widgets.explorer(
        [titled(panels, width=style.COLUMN) for panels in frames],
        [_alt(drawn, k) for k in range(len(steps))],
        name="training steps", labels=[f"{step:,}" for step in steps], start=start,
        width=style.COLUMN, caption=caption,
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

    They learn every second pixel along each axis, and guess the others; below each stands what is
    wrong there, in per cent of the variance. In the middle those of your
    choice, left waves that are too low, right ones that are too high.

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
    for axes, turns in zip(panels, (LOW, cycles, HIGH), strict=True):
        case = "waves" if turns else "place"
        found = focused.fitted(replace(recipe, cycles=float(turns)), case, every=EVERY)
        axes.imshow(found["frames"][-1])
        axes.set_title(_given(turns))
        axes.set(xticks=(), yticks=(), xlabel=f"{100 * found['guessed']:.0f} % wrong")
        axes.spines[:].set_visible(False)
    return figure


def _given(cycles: float) -> str:
    """What a network is given: waves, or places where there are no waves.

    >>> _given(1), _given(2.5)
    ('waves, 1 cycle', 'waves, 2.5 cycles')
    """
    if not cycles:
        return "0 cycles: the place"
    return f"waves, {cycles:g} cycle" + "s" * (cycles != 1)


def _name(case: str, values: dict, frame: int, *, alone: bool) -> str:
    """What stands above a network's drawing: what it is given, and how much is wrong."""
    return "the network" if alone else f"given {GIVEN[case]}: {_wrong(values, frame):.0f} % wrong"


def _wrong(values: dict, frame: int) -> float:
    """Squared error at a frame, in per cent of the photograph's variance."""
    place = values["steps"].tolist().index(values["frame_steps"][frame])
    return 100 * float(values["left"][place])


def _whole(recipe: focused.Focus) -> np.ndarray:
    """The photograph as whole numbers, (side, side, 3)."""
    colours = focused.picture(recipe).permute(1, 2, 0).reshape(-1, 3)
    return focused.shown(colours, recipe.side)


def _alt(drawn: dict[str, dict], frame: int) -> str:
    """What is seen in a frame: the network of each case, and how much is wrong."""
    said = [
        f"by a network that is given {GIVEN[case]}, {_wrong(values, frame):.0f} % of the variance "
        "wrong"
        for case, values in drawn.items()
    ]
    step = next(iter(drawn.values()))["frame_steps"][frame]
    return f"A flower as it is drawn after {step:,} steps: {'; '.join(said)}. Right the photograph."
