"""Moves of a network's inputs on a line, each at most ε, that change one wave of its output most.

They are found by sign ascent, so what they reach is no more than there is. Beside them stand the
moves that raise the loss most, and moves by chance.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import functional_call, vmap

from fourierbook.experiments.spectral_bias.wave_sums import WaveSum
from fourierbook.training.ensembles import Ensemble

Aim = Callable[[Tensor], Tensor]  # values (S, M, N) -> what is to rise, (S, M)


def moved(together: Ensemble, inputs: Tensor, moves: Tensor) -> Tensor:
    """What each network makes of moved inputs: (N, 1) and (S, M, N) -> (S, M, N)."""
    points = (inputs[:, 0] + moves).flatten(1)[..., None]

    def member(parameters: dict[str, Tensor], x: Tensor) -> Tensor:
        return functional_call(together.skeleton, parameters, (x,))

    values = vmap(member)(
        {name: part.detach() for name, part in together.parameters.items()}, points
    )
    return values.reshape(moves.shape)


def ascent(
    together: Ensemble, inputs: Tensor, aim: Aim, start: Tensor, *, radius: float, steps: int
) -> Tensor:
    """Moves of at most ε that raise an aim, from a random start in [−1, 1]: (S, M, N)."""
    moves = radius * start
    for _ in range(steps):
        moves.requires_grad_()
        rises = aim(moved(together, inputs, moves)).sum()
        (slope,) = torch.autograd.grad(rises, moves)
        moves = (moves.detach() + 2.5 * radius / steps * slope.sign()).clamp(-radius, radius)
    return moves


def withstood(
    together: Ensemble, waves: WaveSum, *, radius: float, steps: int, seed: int
) -> dict[str, Tensor]:
    """Relative change |f̃′ − f̃| / |f̃| of each wave when inputs are moved by at most ε.

    Returns:
        aimed (S, K): by moves that seek to change this wave; loss (S, K): by moves that seek to
        raise the loss; chance (S, K): the mean over moves of ±ε by chance.
    """
    count, points = len(waves.targets), len(waves.inputs)
    generator = torch.Generator().manual_seed(seed)
    fits = together(waves.inputs)[..., 0]
    plain, targets = waves.coefficients(fits), waves.targets[:, None]

    def change(values: Tensor) -> Tensor:
        """(S, M, N) -> (S, M, K)."""
        return (waves.coefficients(values) - plain[:, None]).abs() / plain[:, None].abs()

    def own(values: Tensor) -> Tensor:
        return change(values).square().diagonal(dim1=1, dim2=2)

    def loss(values: Tensor) -> Tensor:
        return (values - targets).square().mean(-1)

    kinds = {"aimed": (own, len(waves.frequencies)), "loss": (loss, 1), "chance": (None, 8)}
    found = {}
    for name, (aim, rows) in kinds.items():
        start = 2 * torch.rand(count, rows, points, generator=generator) - 1
        moves = radius * start.sign()
        if aim is not None:
            moves = ascent(together, waves.inputs, aim, start, radius=radius, steps=steps)
        with torch.no_grad():
            found[name] = change(moved(together, waves.inputs, moves))
    aimed = found["aimed"].diagonal(dim1=1, dim2=2)
    return {"aimed": aimed, "loss": found["loss"][:, 0], "chance": found["chance"].mean(1)}
