"""Pictures of labels along one line: a bump and its spectrum, then the digits of MNIST."""

import numpy as np

from fourierbook.experiments.f_principle import images, labels
from fourierbook.figures import plots
from fourierbook.figures.canvas import Picture, page
from fourierbook.results import store
from fourierbook.results.questions import Result

ONE = 1  # the digit whose places crowd together
WIDE = 0.11  # standard deviation of the other bump, about that of most digits
WIDTHS = (0.01, 0.3)
ONES, OTHERS = "#000000", "#8a8a8a"


def bump(width: float = 0.04) -> Picture:
    """A bump along a line, beside a wide one, and the waves that each is made of.

    Args:
        width: standard deviation of the bump, as a share of the line, from 0.01 to 0.3.

    Raises:
        ValueError: if the width is outside its range.
    """
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise ValueError(f"width is {WIDTHS[0]} to {WIDTHS[1]} of the line; got {width!r}")
    figure, (left, right) = page(1, 2, height=0.4)
    place, waves = np.linspace(0, 1, 400), np.linspace(0, 16, 200)
    for spread, colour, line in ((WIDE, OTHERS, "--"), (width, ONES, "-")):
        height = np.exp(-((place - 0.5) ** 2) / (2 * spread**2))
        left.plot(place, height, line, color=colour)
        right.plot(waves, labels.bump_spectrum(waves, width=spread), line, color=colour)
    left.set(xlabel="place on the line", ylim=(0, 1.1), yticks=[])
    left.set_title(f"widths {width:g} and {WIDE:g}", loc="left")
    right.set(xlabel="frequency (cycles)", ylabel="amplitude", ylim=(0, 1.1))
    right.set_title("their waves", loc="left")
    return figure


def turn(
    case: str = "mlp-mse", learnt: Result | None = None, known: Result | None = None
) -> Picture:
    """Where the digits lie on the line, and when each frequency of their labels is learnt.

    Args:
        case: network and loss, such as `cnn-cross_entropy`.
        learnt: of the experiment `digits_in_parts`; the recorded one without it.
        known: of `digits_labels`; the recorded one without it.

    Raises:
        ValueError: if the result holds no such training.
    """
    learnt = learnt or store.largest(images.DIGITS_IN_PARTS)
    known = known or store.largest(labels.DIGITS_LABELS)
    if case not in learnt.recipe.cases:
        raise ValueError(f"case is one of {', '.join(learnt.recipe.cases)}; got {case!r}")
    figure, (left, right) = page(1, 2, height=0.46)
    places = known.shards["labels"]["places"]
    edges = np.linspace(0, 1, places.shape[1] + 1)
    share = places / places.sum(1, keepdims=True)
    for digit, row in enumerate(share):
        if digit != ONE:
            left.stairs(row, edges, color=OTHERS, linewidth=1)
    left.stairs(share[ONE], edges, color=ONES, fill=True)
    left.set(xlabel="place on the line", yticks=[])
    left.set_title("images of each digit", loc="left")
    for digit, (waves, steps) in middle_times(learnt, case).items():
        one = digit == ONE
        right.plot(
            waves, np.where(steps > 0, steps, 1), "o-" if one else ".--",
            color=ONES if one else OTHERS, linewidth=2.4 if one else 1.1, zorder=2 + one,
        )  # fmt: skip
    right.set(xlabel="frequency (cycles)", ylabel="steps until learnt", xticks=(1, 5, 10, 15))
    right.set_title("black: ones, grey: the others", loc="left")
    plots.plain_logarithmic(right, names="y")
    return figure


def middle_times(learnt: Result, case: str) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Frequencies beyond 0 of each class, and the median over seeds of when they are learnt."""
    runs = [images.learnt(learnt, case, seed) for seed in learnt.recipe.seeds]
    middle = np.median([run.times for run in runs], 0)
    classes, waves = runs[0].classes, runs[0].frequencies
    return {
        int(which): (waves[chosen], middle[chosen])
        for which in np.unique(classes)
        if (chosen := (classes == which) & (waves > 0)).any()
    }
