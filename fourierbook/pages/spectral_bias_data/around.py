"""Around a curve: maps of networks that learnt the same two classes on it, and of neighbours."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch

from fourierbook.experiments.spectral_bias_data import (
    neighbours,
    petal_classes,
    petal_curve,
    petal_twins,
)
from fourierbook.experiments.spectral_bias_data.petal_classes import ABOVE
from fourierbook.figures import plots
from fourierbook.figures.canvas import Picture
from fourierbook.pages.spectral_bias_data import plane
from fourierbook.pages.spectral_bias_data.curves import whole
from fourierbook.results import store
from fourierbook.results.questions import Result

NOW = petal_twins.PETAL_TWINS.recipes["quick"]  # what is trained here
SIDE = 128  # pixels of a map
DARK = "#202020"
LARGEST = {"petals": 12, "wave": 24, "neighbours": 41}


class Maps(NamedTuple):
    """Two networks on the same points: what each says there, and on the square around them."""

    known: torch.Tensor  # (n, 2)
    labels: torch.Tensor  # (n,), 0 or 1
    right: np.ndarray  # (2,), share of the points
    sheets: np.ndarray  # (2, side, side), shares of positive, 0 to 1
    agree: tuple[float, float]  # on which share of the points, and of the square


def beside(neighbours: float = 1, petals: float = 8, wave: float = 20) -> Picture:
    """Two networks that learn two classes along a curve now, and the nearest points' vote.

    A point is positive where its wave is above one half. Each panel says on which share of the
    points its map is right; of the vote, each point is one of its own neighbours.

    Args:
        neighbours: whose vote the third map is, an odd number from 1 to 41.
        petals: of the curve, a whole number from 0 to 12.
        wave: its cycles around the curve, a whole number from 1 to 24.

    Raises:
        ValueError: if a number is not allowed.
    """
    count = whole("neighbours", neighbours, 1, LARGEST["neighbours"])
    if count % 2 == 0:
        raise ValueError(f"neighbours is odd, so that no vote is a draw; got {neighbours!r}")
    petals = whole("petals", petals, 0, LARGEST["petals"])
    found = trained(petals, whole("wave", wave, 1, LARGEST["wave"]))
    vote, right = voted(found, count)
    figure, panels = plots.page(1, 3, height=0.43)
    named = ("a network", "another one", f"{count} nearest" if count > 1 else "the nearest")
    shown = zip(panels, (*found.sheets, vote), named, (*found.right, right), strict=True)
    for axes, values, name, share in shown:
        plane.draw_sheet(axes, 2 * values - 1)
        _points(axes, found.known, found.labels)
        axes.set_title(f"{name}: {100 * share:.0f} %", loc="left")
    on, off = (round(100 * share) for share in found.agree)
    figure.suptitle(
        f"The networks agree on {on} % of the points, and on {off} % of the plane.", x=0.01,
        ha="left", fontsize="medium",
    )  # fmt: skip
    return figure


@lru_cache(16)
def trained(petals: int, wave: int) -> Maps:
    """Train two networks from different initial values."""
    t = petal_curve.places(NOW.points)
    known = petal_curve.curve(t, petals).float()
    labels = petal_classes.positive(t, wave, NOW.seeds[0])
    networks = petal_classes.fitted(NOW, NOW.seeds[:2], known, labels.expand(2, -1))
    there, around = networks(known)[..., 0] > 0, plane.sheet(networks, SIDE)
    sheets = torch.from_numpy(around).sigmoid().numpy()
    agree = (there[0] == there[1]).double().mean().item(), float(np.mean(np.equal(*(around > 0))))
    return Maps(known, labels, (there == (labels > ABOVE)).double().mean(1).numpy(), sheets, agree)


def voted(found: Maps, count: int) -> tuple[np.ndarray, float]:
    """Share of positive ones of the nearest points everywhere, and how often their vote is right.

    Returns:
        A map (side, side), and the share of the points.
    """
    around = neighbours.nearest(found.known, found.labels, petal_twins.square(SIDE), (count,))
    there = neighbours.nearest(found.known, found.labels, found.known, (count,))[0]
    right = ((there > 0.5) == (found.labels > ABOVE)).double().mean().item()
    return around.reshape(SIDE, SIDE).numpy(), right


def twins(result: Result | None = None) -> Picture:
    """Two recorded networks that learnt the same classes on one curve, from other initial values.

    Args:
        result: of the experiment `petal_twins`; the recorded one without it.
    """
    result = result or store.largest(petal_twins.PETAL_TWINS)
    values, recipe = result.shards["twins"], result.recipe
    petals, wave = recipe.cell
    t = petal_curve.places(recipe.points)
    known = petal_curve.curve(t, petals)
    labels = petal_classes.positive(t, wave, recipe.seeds[0])
    figure, panels = plots.page(1, 2, height=0.54)
    for axes, sheet, right in zip(panels, values["maps"], values["accuracies"], strict=False):
        plane.draw_sheet(axes, 2 * sheet.astype(float) - 1)
        _points(axes, known, labels, size=2)
        axes.set_title(f"right on {100 * right:.0f} % of the points", loc="left")
    return figure


def _points(axes, known: torch.Tensor, labels: torch.Tensor, *, size: float = 5) -> None:
    """Positive points as dots, the others as smaller ones in white with a rim."""
    positive = (labels > ABOVE).numpy()
    x, y = known.numpy().T
    axes.scatter(x[~positive], y[~positive], s=size, color="white", edgecolors=DARK, linewidths=0.5)
    axes.scatter(x[positive], y[positive], s=size, color=DARK, linewidths=0.5)
    plane.bare(axes)
