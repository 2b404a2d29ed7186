"""An image beside what a network answers, and how surely."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from fourierbook.figures import style
from fourierbook.figures.canvas import array

MOST = 5  # answers shown


def answer(
    axes: Sequence[Axes],
    image,
    probabilities,
    *,
    classes: Sequence[str],
    truth: int,
    title: str = "",
) -> None:
    """Draw one image, and beside it the classes that a network finds most probable.

    Args:
        axes: two, for the image and for the bars.
        image: (C, H, W), shown clipped to [0, 1].
        probabilities: (classes,), such as the softmax of the logits.
        classes: their names.
        truth: index of the image's own class, whose bar is filled and named in bold.
        title: above the image.
    """
    shown, values = array(image), array(probabilities)
    axes[0].imshow(np.clip(shown, 0, 1).transpose(1, 2, 0))
    axes[0].set_axis_off()
    axes[0].set_title(title, loc="left")
    best = np.argsort(values)[::-1][: min(MOST, len(values))][::-1]
    look = style.role("natural")
    fills = [look.colour if index == truth else "white" for index in best]
    axes[1].barh(range(len(best)), values[best], color=fills, edgecolor=look.colour)
    axes[1].set_yticks(range(len(best)), [classes[index] for index in best])
    for label, index in zip(axes[1].get_yticklabels(), best, strict=True):
        label.set_fontweight("bold" if index == truth else "normal")
    axes[1].set_xlim(0, 1)
    axes[1].set_xlabel("probability")
    axes[1].grid(axis="y", visible=False)
