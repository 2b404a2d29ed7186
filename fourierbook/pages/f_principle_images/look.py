"""How the page draws labels, and the two parts of them."""

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from torch import Tensor

from fourierbook.experiments.f_principle_images import moons as toy
from fourierbook.figures import style

CLASSES = "BrBG"  # brown is −1, teal is 1, white is undecided
LARGEST = 2.0  # that the high part can be: a label of 1 among neighbours of −1
QUIET = "#404040"  # level lines, and what is said of them
NETWORKS = {"dense": "mlp", "convolutional": "cnn"}
LOSSES = {"squared error": "mse", "cross-entropy": "cross_entropy"}
LOW, HIGH = style.role("low"), style.role("high")


def case_of(network: str, loss: str) -> str:
    """The name of a training in the results.

    Args:
        network: `dense` or `convolutional`.
        loss: `squared error` or `cross-entropy`.

    Raises:
        ValueError: if there is no such network, or no such loss.

    >>> case_of("convolutional", "squared error")
    'cnn-mse'
    """
    if network not in NETWORKS or loss not in LOSSES:
        raise ValueError(
            f"network is one of {', '.join(NETWORKS)} and loss one of {', '.join(LOSSES)}; "
            f"got {network!r} and {loss!r}"
        )
    return f"{NETWORKS[network]}-{LOSSES[loss]}"


def scattered(
    axes: Axes, points: Tensor, values: Tensor, *, size: float = 20, edge: float = 0.6
) -> PathCollection:
    """Points in the plane, coloured by a value from −2 to 2; a dot in square points, its edge."""
    dots = axes.scatter(
        *points.T.numpy(), c=values[:, 0].numpy(), cmap=CLASSES, vmin=-LARGEST, vmax=LARGEST,
        s=size, edgecolors="#303030", linewidths=edge,
    )  # fmt: skip
    axes.set(xlim=toy.SIDE[0], ylim=toy.SIDE[1], xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
    return dots
