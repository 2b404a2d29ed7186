"""How fast an error falls, measured from its records."""

import torch
from torch import Tensor

from fourierbook.types import described, is_number


def fitted_rate(errors: Tensor, steps: Tensor, *, reach: float = 1.0) -> Tensor:
    """Rate of decay measured from errors over time: minus the slope of ln|error| against steps.

    Only the beginning counts, until an error has fallen to e^(−reach) of its first value, so that
    what is left of fast errors, which is rounding and leakage, does not.

    Args:
        errors: (times, ...) sizes of errors, positive, from the first record on.
        steps: (times,) at which they were taken, rising from 0.
        reach: in units of e-foldings, positive.

    Returns:
        Rates a step, of the shape (...): by least squares through the first point; 0 where an error
        never moves.

    Raises:
        ValueError: if the shapes do not fit, fewer than two times are there, an error is not
            positive, or the reach is not.

    >>> steps = torch.arange(4.0)
    >>> round(fitted_rate(torch.exp(-0.25 * steps), steps).item(), 6)
    0.25
    """
    shaped = isinstance(errors, Tensor) and isinstance(steps, Tensor)
    if not shaped or errors.dim() < 1 or steps.dim() != 1 or not 2 <= len(steps) == len(errors):
        raise ValueError(
            "errors are a tensor (times, ...) and steps one (times,), two times at least; got "
            f"errors of {described(errors)} and steps of {described(steps)}"
        )
    if not is_number(reach) or reach <= 0:
        raise ValueError(f"reach is a positive number of e-foldings; got {reach!r}")
    if not ((errors > 0) & errors.isfinite()).all() or not (steps[1:] > steps[:-1]).all():
        raise ValueError(
            "errors are positive and finite and steps rise; got errors from "
            f"{errors.min():.3g} and steps {steps.tolist()!r:.80}"
        )
    fallen = (errors[0] / errors).log()
    time = (steps - steps[0]).to(errors).reshape(-1, *[1] * (errors.dim() - 1))
    begun = torch.cat([fallen[:1], fallen]).cummax(0).values[:-1] < reach  # it was below before
    begun[:2] = True
    return (begun * time * fallen).sum(0) / (begun * time * time).sum(0)
