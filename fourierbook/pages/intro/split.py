"""One photograph as a sum of its low and its high waves: an explorer of the cutoff."""

import numpy as np
from torch import Tensor

from fourierbook.data.embedded import photograph
from fourierbook.figures import style, widgets
from fourierbook.figures.frames import titled
from fourierbook.signal.filters import apply_filter, disk_low_pass

SIDE = 192  # pixels of the picture
CUTOFFS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 80)  # |f|, in cycles per picture
AT_REST = 12


def split():
    """The explorer of a flower's waves: those up to a cutoff, and those beyond it."""
    frames = [titled(beside(cutoff), width=style.COLUMN) for cutoff in CUTOFFS]
    alts = [
        f"Left, the waves of a flower up to {cutoff} cycles per picture. Right, those beyond."
        for cutoff in CUTOFFS
    ]
    return widgets.explorer(
        frames, alts, name="cutoff, in cycles per picture", start=CUTOFFS.index(AT_REST),
        labels=CUTOFFS, width=style.COLUMN,
        caption="Added up, both give the photograph. The high waves are drawn on grey and with "
        "their contrast raised. Move the cutoff to the right: on the left the photograph comes "
        "into focus, and on the right only ever finer ripples are left. The image at the top has "
        "a sixth of the pixels along each side, so that its finest waves have fewer cycles.",
    )  # fmt: skip


def beside(cutoff: float) -> dict[str, np.ndarray]:
    """Both parts of the flower by their names, as pixels."""
    low, high = parts(cutoff)
    raised = 0.5 + high / (6 * high.std())
    return {"low waves": _pixels(low), "high waves": _pixels(raised)}


def parts(cutoff: float) -> tuple[Tensor, Tensor]:
    """The waves of the flower up to a frequency, and those beyond it, each (3, H, W)."""
    whole = photograph("flower", height=SIDE, width=SIDE)
    low = apply_filter(whole[None], disk_low_pass(SIDE, SIDE, radius=cutoff))[0]
    return low, whole - low


def _pixels(image: Tensor) -> np.ndarray:
    return (255 * image.clamp(0, 1)).round().byte().permute(1, 2, 0).numpy()
