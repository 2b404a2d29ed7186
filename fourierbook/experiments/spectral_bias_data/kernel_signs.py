"""How often eigenvectors of a Gaussian kernel change their sign on a line: the n-th n − 1 times.

Rahaman et al. (2019), figure 6: why the number of an eigenvector may be called its frequency.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from fourierbook.experiments.spectral_bias_data.kernel_basis import basis, sign_changes
from fourierbook.measure.intervals import Interval
from fourierbook.results.questions import Experiment, Result


@dataclass(frozen=True)
class Points:
    """Even points of [0, 1], and widths of a kernel on them."""

    data: None = None
    points: int = 50
    widths: tuple[float, ...] = (0.02, 0.05, 0.1, 0.25)
    seed: int = 0  # nothing is drawn

    def tiny(self) -> "Points":
        """The same on few points."""
        return replace(self, points=8)


def changes(recipe: Points, shard: str) -> dict[str, Any]:
    """Sign changes of the eigenvectors at each width, (W, n), and their eigenvalues."""
    place = torch.linspace(0, 1, recipe.points, dtype=torch.float64)[:, None]
    found = [basis(place, width) for width in recipe.widths]
    return {
        "changes": torch.stack([sign_changes(each.vectors) for each in found]).numpy(),
        "values": torch.stack([each.values for each in found]).numpy(),
    }


def as_expected(result: Result, width: float) -> Interval:
    """Share of the eigenvectors that change their sign once more than the one before."""
    values = result.shards["line"]["changes"][result.recipe.widths.index(width)]
    share = float((values == np.arange(len(values))).mean())
    return Interval(share, share, share, len(values), "modes")


KERNEL_SIGNS = Experiment(
    "kernel_signs",
    version=1,
    recipes={"quick": Points(), "thorough": Points()},
    shards=lambda recipe: ("line",),
    run=changes,
)
EXPERIMENTS = [KERNEL_SIGNS]
