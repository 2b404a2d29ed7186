"""After how many steps a training is looked at."""

import numpy as np


def record_steps(steps: int, *, count: int = 110) -> list[int]:
    """About so many steps, first each one, then in equal ratios; 0 and the last are among them.

    >>> record_steps(10, count=4)
    [0, 1, 2, 5, 10]
    """
    ratios = np.geomspace(1, steps, count)
    return sorted({0, *np.rint(ratios).astype(int).tolist()})


def shown_times(count: int, *, frames: int = 28) -> list[int]:
    """Places of the records at which fits are kept.

    >>> shown_times(3)
    [0, 1, 2]
    """
    return sorted({*np.linspace(0, count - 1, frames).round().astype(int).tolist()})
