"""The first picture: a network learns two moons, and late the labels that are wrong."""

from typing import NamedTuple

import numpy as np

from fourierbook.experiments.f_principle_images import moons as toy
from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture, page
from fourierbook.pages.f_principle_images.look import CLASSES, HIGH, LARGEST, LOW, scattered

STEPS = (1, 4, 10, 20, 40, 70, 100, 150, 200, 300, 500, 700, 1000, 1500)
AT_REST = 100  # steps
DELTA = 0.25  # of the neighbourhood
RATIOS, HEIGHT = (1.25, 1), 300  # of the two panels; pixels of a frame
LEVELS = np.linspace(-1, 1, 13)
NAMES = {  # of the lines: where each stands, and which of its ends
    "shared by\nneighbours:\nlow part": (48, 0.26, "left"),
    "exceptions: high part": (1500, 1.12, "right"),
}
LETTERS = 11  # points: 15 pixels or more, on the page and in a frame
LARGE = 75  # square points, of a dot with a wrong label
CAPTION = (
    "Think of each dot as an image, and of the dots around it as images that look alike. Its label "
    "is brown or teal. A large dot has the wrong label: among its neighbours it is an exception. "
    "A network learns all these labels, and the background is its answer. After 100 steps it has "
    "the two moons and ignores the exceptions. Move the slider to the end: it bends around them. "
    "Right, what is still wrong: orange in what neighbours share, violet in the exceptions. At 1 "
    "nothing is learnt."
)


class Drawn(NamedTuple):
    """What the hero shows of one training."""

    points: toy.Moons
    said: toy.Answers


def learnt() -> Drawn:
    """A small network that learns the moons now, wrong labels and all."""
    drawn = toy.moons()
    return Drawn(drawn, toy.answers(drawn, toy.split(drawn, delta=DELTA), at=STEPS))


def hero():
    """The explorer at the head of the page: a slider over training steps."""
    drawn = learnt()
    places = range(len(STEPS))
    frames = widgets.render(
        lambda axes, place: draw(axes, drawn, place), places,
        columns=2, ratios=RATIOS, width=style.COLUMN, height=HEIGHT, density=2, steady=True,
    )  # fmt: skip
    return widgets.explorer(
        frames, [_alt(drawn, place) for place in places], name="training steps",
        labels=[f"{step:,}" for step in STEPS], start=STEPS.index(AT_REST), caption=CAPTION,
        width=style.COLUMN,
    )  # fmt: skip


def still() -> Picture:
    """The first picture at rest, as it stands in the notebook before anything runs."""
    figure, axes = page(1, 2, height=HEIGHT / style.COLUMN, ratios=RATIOS)
    draw(axes, learnt(), STEPS.index(AT_REST))
    return figure


def draw(axes, drawn: Drawn, place: int) -> None:
    """Draw the answer after some steps, and both errors up to then, into two panels."""
    plane, errors = axes
    plane.contourf(
        np.linspace(*toy.SIDE[0], toy.GRID), np.linspace(*toy.SIDE[1], toy.GRID),
        np.clip(drawn.said.plane[place], -1, 1), LEVELS, cmap=CLASSES, vmin=-LARGEST, vmax=LARGEST,
    )  # fmt: skip
    points, labels, wrong = drawn.points
    scattered(plane, points[~wrong], labels[~wrong])
    scattered(plane, points[wrong], labels[wrong], size=LARGE, edge=2.2)
    plane.set_title(_after(STEPS[place]), loc="left")
    for (name, at), look, values in zip(NAMES.items(), (LOW, HIGH), drawn.said[1:], strict=True):
        errors.plot(STEPS, values, color=look.colour, linewidth=1, alpha=0.35)
        errors.plot(STEPS[: place + 1], values[: place + 1], color=look.colour, linewidth=2.6)
        errors.plot(
            STEPS[place], values[place], "o", color=look.colour, markersize=8, clip_on=False
        )
        x, y, side = at
        errors.text(x, y, name, ha=side, color=look.colour, fontsize=LETTERS)
    plots.plain_logarithmic(errors, names="x", marked=(1,))
    errors.set(
        xlim=(STEPS[0], STEPS[-1]), ylim=(0, 1.3), xlabel="training steps", ylabel="relative error"
    )
    errors.set_title("what is still wrong", loc="left")


def _after(step: int) -> str:
    """When a frame is.

    >>> _after(1), _after(1500)
    ('after 1 step', 'after 1,500 steps')
    """
    return f"after {step:,} step" + "s" * (step != 1)


def _alt(drawn: Drawn, place: int) -> str:
    low, high = (values[place] for values in drawn.said[1:])
    return (
        f"{_after(STEPS[place]).capitalize()} the error of what neighbours share is {low:.2f} and "
        f"that of the exceptions {high:.2f}."
    )
