"""The first picture: one image, whole or a band of it, and what two networks say that it is."""

from typing import NamedTuple

import numpy as np

from fourierbook.data import datasets
from fourierbook.experiments.intro import one_band
from fourierbook.figures import plots, style, widgets
from fourierbook.figures.canvas import Picture
from fourierbook.results import store
from fourierbook.results.questions import Experiment, Result

MOST = 3  # answers of each network that are drawn
HEIGHT = 300  # pixels of a frame
RATIOS = (1, 0.95, 1)  # of the band, the answers and the whole
NETWORKS = {  # who is asked: how it is called, and its colour
    "ordinary": ("trained on whole images", "natural"),
    "trained": ("trained on ripples", "high_pass"),
}
VIEWS = {"band": "only its ripples", "whole": "the whole image"}
LEFT = -0.6  # of the bars, in their units: where what is said of a network begins
LETTERS = 13  # points, so that they can be read on a phone
FAINT = 0.02  # bars of which only the edge would be seen
REST = (0, 0)  # the band of the first image
STAND_IN = (
    "These are handwritten digits, which come with the book. Where CIFAR-10 is on the machine, its "
    "photographs stand here."
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
            lambda axes, place, view=view: draw(axes, shown, view, place), places, columns=3,
            ratios=RATIOS, width=style.COLUMN, height=HEIGHT, density=2, steady=True,
        )
        for view in VIEWS
    ]  # fmt: skip
    return widgets.explorer2(
        frames, [[_alt(shown, view, place) for place in places] for view in VIEWS],
        names=("the networks are shown", "image"), start=REST, width=style.COLUMN,
        caption=None if there else STAND_IN,
        labels=(list(VIEWS.values()), [f"{place + 1} of {len(places)}" for place in places]),
    )  # fmt: skip


def still() -> Picture:
    """The first picture at rest, of a handwritten digit, which comes with the book."""
    shown = chosen(one_band.DIGITS_IN_A_BAND)
    figure, axes = plots.page(1, 3, height=HEIGHT / style.COLUMN, ratios=RATIOS)
    draw(axes, shown, "band", 0)
    return figure


def chosen(experiment: Experiment) -> Shown:
    """One image of each class: that of which the network trained on the band is surest.

    Classes that it names right in no image which the ordinary network takes for something else
    are left out. The surest comes first.

    Raises:
        LookupError: if the experiment is not recorded.
    """
    result = store.largest(experiment)
    if result is None:
        raise LookupError(f"{experiment.name} is not recorded at scale thorough or full")
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
    """Places of the images that are shown, the one that is named most surely first."""
    trained, ordinary = (one_band.says(result, who, "band") for who in ("trained", "ordinary"))
    every = np.arange(len(labels))
    sure = trained[every, labels]
    telling = (trained.argmax(1) == labels) & (ordinary.argmax(1) != labels)
    best = []
    for label in np.unique(labels):
        own = every[telling & (labels == label)]
        if len(own):
            best.append(int(own[sure[own].argmax()]))
    return sorted(best, key=lambda place: -sure[place])


def draw(axes, shown: Shown, view: str, place: int) -> None:
    """Draw an image, its band, and the answers of both networks to one of them, in a frame."""
    band, answers, whole = axes
    for panel, (name, title) in zip((band, whole), VIEWS.items(), strict=True):
        panel.imshow(shown.images[name][place], cmap=style.GREY, vmin=0, vmax=1)
        panel.set(xticks=(), yticks=(), anchor="N")
        panel.set_title(title, fontsize=LETTERS, fontweight="bold" if name == view else "normal")
        for spine in panel.spines.values():
            spine.set(visible=name == view, linewidth=4)
    _answers(answers, shown, view, place)


def _answers(axes, shown: Shown, view: str, place: int) -> None:
    rows, names = [], []
    for group, (who, (title, role)) in enumerate(NETWORKS.items()):
        top = group * (MOST + 1.6)
        says, colour = shown.says[who, view][place], style.role(role).colour
        axes.text(LEFT, top - 1, title, fontsize=LETTERS, fontweight="bold", va="center")
        for row, answer in enumerate(np.argsort(says)[::-1][:MOST]):
            right = answer == shown.labels[place]
            axes.barh(
                top + row, says[answer], height=0.72, edgecolor=colour, linewidth=1.5,
                color=colour if right else "white", alpha=float(says[answer] > FAINT),
            )  # fmt: skip
            rows.append(top + row)
            names.append((shown.classes[answer], right))
    axes.set(xlim=(0, 1), ylim=(2 * MOST + 1.2, -1.5), xticks=(0, 0.5, 1))
    axes.set_xlabel("confidence", fontsize=LETTERS)
    axes.set_yticks(rows, [name for name, _ in names])
    for label, (_, right) in zip(axes.get_yticklabels(), names, strict=True):
        label.set_fontweight("bold" if right else "normal")
    axes.tick_params(axis="y", length=0, labelsize=LETTERS)
    axes.tick_params(axis="x", labelsize=LETTERS - 1)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", visible=False)


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
    said = [
        f"a network {title} says {shown.classes[int(shown.says[who, view][place].argmax())]}"
        for who, (title, _) in NETWORKS.items()
    ]
    name = shown.classes[int(shown.labels[place])]
    return f"A {shown.kind}. Of {VIEWS[view]} {', '.join(said)}. It shows: {name}."
