"""Networks that learn one wave along a curve in the plane, all trained at once."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.func import functional_call, vmap

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import petal_curve
from fourierbook.training import ensembles

POINTS, WIDTH, LAYERS, RATE = 256, 64, 4, 2e-3  # of every network that a curve is shown to
MOST_PETALS, MOST_WAVE = 32, 40


class Case(NamedTuple):
    """A wave along a curve, sin 2π(ξt + turn)."""

    petals: int
    wave: int
    turn: float = 0.0  # in periods of the wave
    kind: str = "petals"  # see `petal_curve.drawn`


class Learnt(NamedTuple):
    """What networks made of their waves."""

    networks: ensembles.Ensemble
    amplitudes: Tensor  # (T, S), how much of its wave each had


def inputs(cases: Sequence[Case]) -> Tensor:
    """Points of the curves, (S, n, 2)."""
    t = petal_curve.places(POINTS)
    return torch.stack([petal_curve.drawn(t, case.kind, case.petals) for case in cases]).float()


def targets(cases: Sequence[Case]) -> Tensor:
    """The waves at these points, (S, n)."""
    t = petal_curve.places(POINTS)
    return torch.stack([wave(t, case) for case in cases]).float()


def wave(t: Tensor, case: Case) -> Tensor:
    """The wave of a case at places of the curve.

    >>> wave(torch.tensor([0.0, 0.25]), Case(4, 1)).tolist()
    [0.0, 1.0]
    """
    return torch.sin(2 * torch.pi * (case.wave * t + case.turn))


def amplitude(values: Tensor, waves: Tensor) -> Tensor:
    """How much of a wave there is in values along the curve: 1 if all, 0 if nothing.

    >>> up = torch.tensor([1.0, -1.0]) * 2**0.5 / 2  # as the squares of a wave have the mean ½
    >>> round(amplitude(3 * up, up).item(), 6)
    3.0
    """
    return 2 * (values * waves).mean(-1)


def along(networks: ensembles.Ensemble, points: Tensor) -> Tensor:
    """What each network says along a curve of its own, (S, n, 2) to (S, n)."""

    def own(parameters: dict[str, Tensor], there: Tensor) -> Tensor:
        return functional_call(networks.skeleton, parameters, (there,))

    with torch.no_grad():
        return vmap(own)(networks.parameters, points)[..., 0]


def learnt(cases: Sequence[Case], at: Sequence[int], *, seed: int = 0) -> Learnt:
    """Train a network for each case, from the same initial values, up to the last of these steps.

    Args:
        cases: S of them.
        at: steps after which the amplitudes are taken, in order.
        seed: of the initial values.
    """
    points, waves = inputs(cases), targets(cases)
    runs = ensembles.fit(
        [relu_stacks.stack(2, WIDTH, layers=LAYERS, seed=seed)] * len(cases), points,
        waves[..., None], steps=at[-1], learning_rate=RATE, at=at,
        measure=lambda networks: {"a": amplitude(along(networks, points), waves)},
    )  # fmt: skip
    return Learnt(runs.ensemble, runs.records["a"])


def whole(name: str, value: float, least: int, most: int) -> int:
    """A knob that is a whole number in a range.

    Raises:
        ValueError: if it is not.

    >>> whole("petals", 4.0, 0, 32)
    4
    """
    if not least <= value <= most or value != int(value):
        raise ValueError(f"{name} is a whole number from {least} to {most}; got {value!r}")
    return int(value)
