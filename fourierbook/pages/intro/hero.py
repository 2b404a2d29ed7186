"""The first picture: an image, whole or a band of it, and what two networks say that it is."""

from typing import NamedTuple

import numpy as np

from fourierbook.data import datasets
from fourierbook.experiments.intro import one_band
from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture
from fourierbook.pages import recorded
from fourierbook.results.questions import Experiment, Result

MOST = 2  # answers of each network that are drawn
FAINT = 0.02  # bars of which only the edge would be seen
HEIGHT = 385  # pixels of a frame
LETTERS = 15  # points, so that they can be read on a phone
NAMES = 0.92  # room for them left of the bars, in units of confidence
GROUP = MOST + 1.5  # rows that a network takes
NETWORKS = {  # who is asked: how it is called, and its colour
    "ordinary": ("trained on whole images", "natural"),
    "trained": ("trained on ripples", "high_pass"),
}
VIEWS = {"band": "only the ripples", "whole": "the whole image"}
TITLES = {"band": "the ripples of an image", "whole": "the whole image"}
REST = (0, 0)  # the ripples of the first image
STAND_IN = (
    "These are handwritten digits, which come with the book. The table below is of photographs, "
    "and they stand here, too, once CIFAR-10 has been fetched."
)


class Shown(NamedTuple):
    """Images and answers of one data set."""

    images: dict[str, np.ndarray]  # by view: (n, H, W, 3) or (n, H, W), in [0, 1]
    says: dict[tuple[str, str], np.ndarray]  # by network and view: (n, classes)
    labels: np.ndarray  # (n,)
    classes: tuple[str, ...]
    kind: str  # what an image is


def hero():
    """The explorer at the head of the book: photographs where they are on this machine."""
    there = datasets.available("cifar10")
    shown = chosen(one_band.PHOTOGRAPHS_IN_A_BAND if there else one_band.DIGITS_IN_A_BAND)
    places = range(len(shown.labels))
    frames = [
        widgets.render(
            lambda axes, place, view=view: draw(axes, shown, view, place), places, columns=2,
            width=style.COLUMN, height=HEIGHT, density=2, steady=True,
        )
        for view in VIEWS
    ]  # fmt: skip
    return widgets.explorer2(
        frames, [[_alt(shown, view, place) for place in places] for view in VIEWS],
        names=("What both networks see", "image"), start=REST, width=style.COLUMN,
        caption=None if there else STAND_IN,
        labels=(list(VIEWS.values()), [f"{place + 1} of {len(places)}" for place in places]),
    )  # fmt: skip


def still() -> Picture:
    """The first picture at rest, of a handwritten digit, which comes with the book."""
    shown = chosen(one_band.DIGITS_IN_A_BAND)
    figure, axes = plots.panels(1, 2, width=style.COLUMN / 100, height=HEIGHT / 100)
    draw(axes, shown, "band", 0)
    return figure


def chosen(experiment: Experiment) -> Shown:
    """One image of each class: that of which the network trained on the band is surest.

    Classes that it names right in no image which the ordinary network takes for something else
    are left out. The surest comes first.

    Raises:
        LookupError: if the experiment is not recorded.
    """
    result = recorded.result(experiment)
    data = datasets.load(result.recipe.data, "test", count=one_band.SHOWN)
    places = surest(result, data.labels.numpy())
    images = data.images[places]
    return Shown(
        {"band": _raised(one_band.band(result.recipe, images).numpy()), "whole": _seen(images)},
        {
            (who, view): one_band.says(result, who, view)[places]
            for who in NETWORKS
            for view in VIEWS
        },
        data.labels[places].numpy(),
        tuple(data.classes),
        "photograph" if experiment is one_band.PHOTOGRAPHS_IN_A_BAND else "handwritten digit",
    )


def surest(result: Result, labels: np.ndarray) -> list[int]:
    """Places of the images that are shown, the one that is named most surely first.

    The class that the network trained on the band says most to whole images comes last: there it
    would be right by habit.
    """
    trained, ordinary = (one_band.says(result, who, "band") for who in ("trained", "ordinary"))
    every = np.arange(len(labels))
    sure = trained[every, labels]
    telling = (trained.argmax(1) == labels) & (ordinary.argmax(1) != labels)
    best = []
    for label in np.unique(labels):
        own = every[telling & (labels == label)]
        if len(own):
            best.append(int(own[sure[own].argmax()]))
    habit = np.bincount(one_band.says(result, "trained", "whole").argmax(1)).argmax()
    return sorted(best, key=lambda place: (labels[place] == habit, -sure[place]))


def draw(axes, shown: Shown, view: str, place: int) -> None:
    """Draw what the networks are shown, and beside it what both of them answer."""
    picture, answers = axes
    picture.imshow(shown.images[view][place], cmap=style.GREY, vmin=0, vmax=1)
    picture.set(xticks=(), yticks=(), anchor="N")
    picture.set_title(TITLES[view], fontsize=LETTERS)
    picture.spines[:].set_visible(False)
    for group, who in enumerate(NETWORKS):
        _answers(answers, shown, who, view, place, top=group * GROUP)
    _scale(answers)


def surest_answers(says: np.ndarray) -> list[int]:
    """The classes whose bars are drawn: the surest, and others that can be seen.

    >>> surest_answers(np.array([0.01, 0.3, 0.69]))
    [2, 1]
    >>> surest_answers(np.array([0.0, 0.01, 0.99]))
    [2]
    """
    first, *others = (int(answer) for answer in np.argsort(says)[::-1][:MOST])
    return [first, *(answer for answer in others if says[answer] > FAINT)]


def _answers(axes, shown: Shown, who: str, view: str, place: int, *, top: float) -> None:
    """The answers of one network, its name in row `top` and a bar in each row below."""
    title, role = NETWORKS[who]
    says, colour = shown.says[who, view][place], style.role(role).colour
    axes.text(-NAMES, top, title, fontsize=LETTERS, fontweight="bold", va="center")
    axes.vlines((0, 0.5, 1), top + 0.5, top + MOST + 0.5, color="#dddddd", linewidth=1, zorder=0)
    for row, answer in enumerate(surest_answers(says), start=1):
        right = answer == shown.labels[place]
        axes.barh(
            top + row, says[answer], height=0.72, edgecolor=colour, linewidth=1.5,
            color=colour if right else "white",
        )  # fmt: skip
        axes.text(
            -0.04, top + row, f"{shown.classes[answer]}{' ✓' if right else ''}", fontsize=LETTERS,
            fontweight="bold" if right else "normal", ha="right", va="center",
        )  # fmt: skip


def _scale(axes) -> None:
    """The axis of confidence, inside of its panel, which is as high as the image beside it."""
    axes.set_title("what two networks say", fontsize=LETTERS)
    axes.set(xlim=(-NAMES, 1), ylim=(2 * GROUP + 1.2, -0.6), xticks=(0, 0.5, 1), yticks=())
    axes.set_xticklabels(("0", "0.5", "1"))
    axes.set_xlabel("confidence", fontsize=LETTERS, x=(NAMES + 0.5) / (NAMES + 1))
    axes.tick_params(axis="x", labelsize=LETTERS)
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set(position=("data", 2 * GROUP - 0.9), bounds=(0, 1))


def _raised(images: np.ndarray) -> np.ndarray:
    """Images around 0 with three standard deviations from black to grey and to white."""
    spread = images.std((1, 2, 3), keepdims=True)
    return _last(np.clip(0.5 + images / (6 * spread), 0, 1))


def _seen(images) -> np.ndarray:
    return _last(images.clamp(0, 1).numpy())


def _last(images: np.ndarray) -> np.ndarray:
    """Channels last; without them where there is one."""
    return images[:, 0] if images.shape[1] == 1 else np.moveaxis(images, 1, -1)


def _alt(shown: Shown, view: str, place: int) -> str:
    seen = {"band": "the ripples of a", "whole": "a whole"}[view]
    said = " ".join(_said(shown, who, view, place) for who in NETWORKS)
    return f"Left, {seen} {shown.kind}. Right, what two networks say of it. {said}"


def _said(shown: Shown, who: str, view: str, place: int) -> str:
    says = shown.says[who, view][place]
    answer = int(says.argmax())
    right = "right" if answer == shown.labels[place] else "wrong"
    return (
        f"The one {NETWORKS[who][0]} says {shown.classes[answer]} with confidence "
        f"{says[answer]:.2f} and is {right}."
    )
