"""One photograph as a sum of its low and its high waves."""

import torch

from fourierbook.data.embedded import photograph
from fourierbook.figures import plots
from fourierbook.figures.canvas import Picture
from fourierbook.measure.written import number
from fourierbook.signal.filters import apply_filter, disk_low_pass

SIDE = 192  # pixels of the picture
MOST = 90  # cycles per picture


def split(cutoff: float) -> Picture:
    """The waves of a flower up to a frequency, those beyond it, and their sum.

    Args:
        cutoff: |f| up to which a wave is low, in cycles per picture.

    Raises:
        ValueError: if the cutoff is not from 0 to 90 cycles.
    """
    if not 0 <= cutoff <= MOST:
        raise ValueError(f"cutoff is 0 to {MOST} cycles per picture; got {cutoff!r}")
    whole = photograph("flower", height=SIDE, width=SIDE)
    low = apply_filter(whole[None], disk_low_pass(SIDE, SIDE, radius=cutoff))[0]
    shown = {
        f"waves up to {number(cutoff)}": low,
        "waves beyond, around grey": whole - low + 0.5,
        "both together": whole,
    }
    figure, axes = plots.page(1, 3, height=0.37)
    for panel, (title, image) in zip(axes, shown.items(), strict=True):
        panel.imshow(torch.clamp(image, 0, 1).permute(1, 2, 0).numpy())
        panel.set_title(title)
        panel.set_axis_off()
    return figure
