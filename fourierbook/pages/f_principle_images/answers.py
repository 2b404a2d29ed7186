"""Pictures of images that are exceptions among their neighbours, and of what a network says."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from fourierbook.data.datasets import Data
from fourierbook.figures import plots, style
from fourierbook.figures.canvas import Picture, page
from fourierbook.measure.projection import projections
from fourierbook.pages.f_principle_images.bumps import ONE

EARLY = 46  # steps, about: when most true digits are named
IMAGES = 3  # that are shown, each in a panel of its own
LARGE = 13  # points
NEIGHBOURS = 4  # of an exception, all with one other label; two of them are drawn
TRUE, DEALT = style.role("truth"), style.role("chance")


def examples(digits: Data, labels: Tensor, steps: Sequence[int], said: Sequence[Tensor]) -> Picture:
    """Images that carry a wrong label, and what a network said of them early and in the end.

    They are the first of which it named the true digit early and the wrong label in the end; where
    there are too few of these, others follow.

    Args:
        digits: the images, with their true labels.
        labels: (n,), those that it was trained on.
        steps: (T,).
        said: (T,), its answers (n,) at each of these steps.

    Raises:
        ValueError: if too few labels are wrong.
    """
    (wrong,) = np.nonzero((labels != digits.labels).numpy())
    if len(wrong) < IMAGES:
        raise ValueError(f"{IMAGES} images or more carry a wrong label; got {len(wrong)}")
    early = int(np.abs(np.log(np.maximum(steps, 1) / EARLY)).argmin())
    turned = (said[early] == digits.labels) & (said[-1] == labels)
    wrong = sorted(wrong, key=lambda place: not turned[place])
    figure, panels = page(1, IMAGES, height=0.46)
    for axes, place in zip(panels, wrong, strict=False):
        axes.imshow(digits.images[place, 0].numpy(), cmap=style.GREY)
        axes.set(xticks=(), yticks=())
        axes.set_title(f"a {digits.labels[place]}, labelled {labels[place]}", fontsize=LARGE)
        first, last = (_answer(said[at][place], digits.labels[place]) for at in (early, -1))
        axes.set_xlabel(
            f"step {steps[early]:,}: it says {first}\nstep {steps[-1]:,}: it says {last}",
            fontsize=LARGE,
        )
    return figure


def exception(digits: Data) -> Picture:
    """The image whose most similar images all have one other label, and are most similar to it.

    Args:
        digits: the images, with their true labels.

    Raises:
        ValueError: if no image is such an exception.
    """
    points, labels = digits.images.flatten(1), digits.labels
    apart = torch.cdist(points, points).fill_diagonal_(torch.inf)
    far, near = apart.topk(NEIGHBOURS, largest=False)
    around = labels[near]
    alone = (around == around[:, :1]).all(1) & (around[:, 0] != labels)
    if not alone.any():
        raise ValueError("each image has the label of one of its neighbours; take more images")
    place = int(torch.where(alone, far.mean(1), torch.inf).argmin())
    figure, panels = page(1, 3, height=0.4)
    names = (f"a {labels[place]}, the exception", *[f"a {each}" for each in around[place]])
    for axes, at, name in zip(panels, (place, *near[place].tolist()), names, strict=False):
        axes.imshow(digits.images[at, 0].numpy(), cmap=style.GREY)
        axes.set(xticks=(), yticks=())
        axes.set_title(name, fontsize=LARGE)
    return figure


def side_by_side(digits: Data) -> Picture:
    """Of the images that are next to each other along their line, the two that differ most.

    Ones are left out, of which the page has just said that they crowd together.

    Args:
        digits: the images, with their true labels.

    Raises:
        ValueError: if ones stand between all others.
    """
    points, places = digits.images.flatten(1), projections(digits.images)
    order = places.argsort()
    other = digits.labels[order] != ONE
    pairs = other[1:] & other[:-1]
    if not pairs.any():
        raise ValueError("no two images beside each other on the line are other digits than 1")
    apart = (points[order[1:]] - points[order[:-1]]).norm(dim=1)
    left = int(torch.where(pairs, apart, -torch.inf).argmax())
    figure, panels = page(1, 2, height=0.5)
    for axes, at in zip(panels, order[left : left + 2].tolist(), strict=True):
        axes.imshow(digits.images[at, 0].numpy(), cmap=style.GREY)
        axes.set(xticks=(), yticks=())
        axes.set_title(f"a {digits.labels[at]}, at {places[at]:.4f}", fontsize=LARGE)
    return figure


def _answer(said: Tensor, true: Tensor) -> str:
    return f"{said} ✓" if said == true else f"{said}"


def shares(digits: Data, labels: Tensor, steps: Sequence[int], said: Sequence[Tensor]) -> Picture:
    """Of the images that carry a wrong label, how many are named truly, and how many so.

    Args:
        digits: the images, with their true labels.
        labels: (n,), those that the network was trained on.
        steps: (T,).
        said: (T,), its answers (n,) at each of these steps.

    Raises:
        ValueError: if no label is wrong.
    """
    wrong = labels != digits.labels
    if not wrong.any():
        raise ValueError("no image carries a wrong label; deal some at random")
    figure, axes = page(height=0.4)
    for labelled, look in ((digits.labels, TRUE), (labels, DEALT)):
        right = [float((each == labelled)[wrong].float().mean()) for each in said]
        axes.plot(steps, right, color=look.colour, linestyle=look.line, linewidth=2.4)
    axes.legend(axes.lines, ["its true digit", "its wrong label"], loc="upper left")
    axes.set(ylim=(0, 1.03), ylabel="share of answers", xlabel="training steps")
    plots.plain_logarithmic(axes, names="x", marked=(1,))
    axes.set_xlim(max(steps[0], 1), steps[-1])
    axes.set_title("images with a wrong label", loc="left")
    return figure
