"""What moves at high frequencies each time that a loss is halved, in units of its fall."""

import numpy as np


def halvings(whole: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Q_η = ∫|dL⁺/dt| dt / (L(T₁) − L(T₂)) over each halving of L, as often as every seed has one.

    The first halving begins at the start and each one where the last one ended: at the first step
    at which L is at most half of what it was when the halving began.

    Args:
        whole: L at each step, (steps, S).
        above: L⁺ at each step for each cut, (steps, S, cuts).

    Returns:
        (halvings, S, cuts).
    """
    ends = [_halving_steps(losses) for losses in whole.T]
    found = np.empty((min(map(len, ends)) - 1, *above.shape[1:]))
    for seed, steps in enumerate(ends):
        for place in range(len(found)):
            start, stop = steps[place : place + 2]
            moved = np.abs(np.diff(above[start : stop + 1, seed], axis=0)).sum(0)
            found[place, seed] = moved / (whole[start, seed] - whole[stop, seed])
    return found


def _halving_steps(losses: np.ndarray) -> list[int]:
    """Steps at which the halvings of a loss begin and end; the loss of each step, (steps,)."""
    steps = [0]
    while True:
        below = losses <= losses[steps[-1]] / 2
        below[: steps[-1]] = False
        if not below.any():
            return steps
        steps.append(int(below.argmax()))
