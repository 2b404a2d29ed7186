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
HEIGHT = 360  # pixels of a frame
NETWORKS = {  # who is asked: how it is called, and its colour
    "ordinary": ("trained on whole images", "natural"),
    "trained": ("trained on the highest waves", "high_pass"),
}
VIEWS = {"band": "only its highest waves", "whole": "all its waves"}
CAPTION = (
    "What is this? Only the highest waves of the image are left, with their contrast raised. Two "
    "networks say what they see, and how surely; a filled bar is the right answer. The upper one "
    "was trained on whole images, the lower one on such pictures alone. Take another image, guess, "
    "then press the other button. The images were chosen: the lower network is sure of each."
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
            ratios=(1, 1.15), width=style.COLUMN, height=HEIGHT, density=2, steady=True,
        )
        for view in VIEWS
    ]  # fmt: skip
    return widgets.explorer2(
        frames, [[_alt(shown, view, place) for place in places] for view in VIEWS],
        names=("of the image there are", "image"), width=style.COLUMN, caption=CAPTION,
        labels=(list(VIEWS.values()), [str(place + 1) for place in places]),
    )  # fmt: skip


def still() -> Picture:
    """The first picture at rest, of a handwritten digit, which comes with the book."""
    shown = chosen(one_band.DIGITS_IN_A_BAND)
    figure, axes = plots.page(1, 2, height=HEIGHT / style.COLUMN, ratios=(1, 1.15))
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
    """Draw an image and the answers of both networks into two panels."""
    left, right = axes
    left.imshow(shown.images[view][place], cmap=style.GREY, vmin=0, vmax=1)
    left.set_axis_off()
    left.set_title(f"a {shown.kind}:\n{VIEWS[view]}", loc="left")
    rows, names = [], []
    for group, (who, (title, role)) in enumerate(NETWORKS.items()):
        top = group * (MOST + 1.6)
        says, colour = shown.says[who, view][place], style.role(role).colour
        right.text(0, top - 0.75, title, fontweight="bold", va="center")
        for row, answer in enumerate(np.argsort(says)[::-1][:MOST]):
            right_one = answer == shown.labels[place]
            right.barh(
                top + row, says[answer], height=0.72, edgecolor=colour, linewidth=1.5,
                color=colour if right_one else "white",
            )  # fmt: skip
            rows.append(top + row)
            names.append((shown.classes[answer], right_one))
    right.set(xlim=(0, 1), ylim=(2 * MOST + 1.2, -1.3), xticks=(0, 0.5, 1), xlabel="how surely")
    right.set_yticks(rows, [name for name, _ in names])
    for label, (_, right_one) in zip(right.get_yticklabels(), names, strict=True):
        label.set_fontweight("bold" if right_one else "normal")
    right.tick_params(axis="y", length=0)
    right.spines["left"].set_visible(False)
    right.grid(axis="y", visible=False)


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
    return f"A {shown.kind}, {VIEWS[view]}: {', '.join(said)}. It shows: {name}."
