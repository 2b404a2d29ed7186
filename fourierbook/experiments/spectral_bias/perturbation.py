"""What of each wave a trained network keeps when its parameters, or its inputs, are perturbed.

Rahaman et al. (2019), section 3.1, ask how much magnitude is left, and cut it at 1. The relative
error of the complex coefficient asks whether the wave is still the same one.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias.input_moves import withstood
from fourierbook.experiments.spectral_bias.wave_sums import WaveSum, blocks, wave_sums
from fourierbook.results.questions import Experiment
from fourierbook.training import ensembles


@dataclass(frozen=True)
class Perturbed:
    """Train ReLU networks on sums of waves, and perturb them."""

    LISTED = ("seeds",)

    data: None
    frequencies: tuple[int, ...]  # in cycles over the interval
    seeds: tuple[int, ...]  # of networks, phases and perturbations
    width: int
    steps: int
    learning_rate: float
    directions: int  # of parameters, for each network
    sizes: tuple[float, ...] = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0)  # of the perturbation, in its norm
    radii: tuple[float, ...] = (0.02, 0.05, 0.1)  # of inputs, in lengths of the shortest wave
    ascent: int = 20  # steps
    points: int = 200
    layers: int = 6  # linear ones
    block: int = 5  # seeds that are trained together
    precision: str = "fp32"  # of the products

    def tiny(self) -> "Perturbed":
        """The same on two small networks for a few steps."""
        few = {"seeds": self.seeds[:2], "frequencies": self.frequencies[:3], "directions": 2}
        return replace(self, **few, width=8, layers=3, steps=5, ascent=2)


def perturbed(recipe: Perturbed, shard: str) -> dict[str, Any]:
    """Train a block of networks, and perturb each.

    Returns:
        learnt (S, K): |f̃(k)| / A before; losses (S,); by size of the perturbation, each the mean
        over directions, (S, sizes, K): kept |f̃′| / |f̃|, wrong |f̃′ − f̃| / |f̃|, and the same with
        the difference freed of its line (detrended) or below a Hann window (windowed); by radius
        of moved inputs, (S, radii, K): aimed, loss and chance, as `withstood`.
    """
    seeds = blocks(recipe.seeds, recipe.block)[shard]
    waves = wave_sums(recipe.frequencies, "equal", points=recipe.points, seeds=seeds)
    models = [relu_stacks.stack(1, recipe.width, layers=recipe.layers, seed=seed) for seed in seeds]
    runs = ensembles.fit(
        models, waves.inputs[None], waves.targets.float()[..., None], steps=recipe.steps,
        learning_rate=recipe.learning_rate, precision=recipe.precision,
    )  # fmt: skip
    together = runs.ensemble
    by_size = [_by_size(recipe, together, waves, place, seed) for place, seed in enumerate(seeds)]
    by_radius = [
        withstood(
            together, waves, radius=share / max(recipe.frequencies), steps=recipe.ascent,
            seed=50_000 + seeds[0],
        )
        for share in recipe.radii
    ]  # fmt: skip
    found = {name: torch.stack([each[name] for each in by_size]) for name in by_size[0]}
    found |= {name: torch.stack([each[name] for each in by_radius], 1) for name in by_radius[0]}
    found["learnt"] = waves.kept(together(waves.inputs)[..., 0])
    return {name: values.float().numpy() for name, values in found.items()} | {
        "losses": runs.losses[-1].numpy()
    }


def _by_size(
    recipe: Perturbed, together: ensembles.Ensemble, waves: WaveSum, place: int, seed: int
) -> dict[str, Tensor]:
    """What perturbations of each size do to one network, (sizes, K)."""
    own = {name: part[place].detach() for name, part in together.parameters.items()}
    steps = directions(own, recipe.directions, seed=40_000 + seed)
    plain = together(waves.inputs)[place, :, 0]
    rows = []
    for size in recipe.sizes:
        changed = {name: part + size * steps[name] for name, part in own.items()}
        values = ensembles.Ensemble(together.skeleton, changed)(waves.inputs)[..., 0]
        rows.append(changes(waves, plain, values))
    return {name: torch.stack([row[name] for row in rows]) for name in rows[0]}


def directions(like: dict[str, Tensor], count: int, *, seed: int) -> dict[str, Tensor]:
    """Unit vectors of all parameters together, in all directions alike; each part is (count, ...).

    >>> found = directions({"weight": torch.zeros(2, 3), "bias": torch.zeros(2)}, 5, seed=0)
    >>> total = sum(part.flatten(1).square().sum(1) for part in found.values())
    >>> total.round(decimals=4).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]
    """
    generator = torch.Generator().manual_seed(seed)
    drawn = {
        name: torch.randn(count, *part.shape, generator=generator, dtype=part.dtype)
        for name, part in like.items()
    }
    norm = sum(part.flatten(1).square().sum(1) for part in drawn.values()).sqrt()
    return {name: part / norm.view(-1, *[1] * (part.dim() - 1)) for name, part in drawn.items()}


def changes(waves: WaveSum, plain: Tensor, values: Tensor) -> dict[str, Tensor]:
    """How each wave of a network has changed, (K,): means over perturbed values, (J, N).

    A function on an interval that does not end as it began has coefficients at every frequency, of
    its jump alone. The difference without its line, and below a window, has no such jump.
    """
    before, window = waves.coefficients(plain), torch.hann_window(len(plain))
    off = values - plain
    found = {
        "kept": waves.coefficients(values).abs() / before.abs(),
        "wrong": waves.coefficients(off).abs() / before.abs(),
        "detrended": waves.coefficients(detrended(off)).abs() / before.abs(),
        "windowed": waves.coefficients(window * off).abs()
        / waves.coefficients(window * plain).abs(),
    }
    return {name: each.mean(0) for name, each in found.items()}


def detrended(values: Tensor) -> Tensor:
    """Values on even steps without their line of least squares: (..., N) -> (..., N).

    >>> detrended(torch.tensor([1.0, 3.0, 5.0])).abs().max().item()
    0.0
    """
    count = values.shape[-1]
    line = torch.linspace(-1, 1, count, dtype=values.dtype)
    slope = (values * line).sum(-1, keepdim=True) / line.square().sum()
    return values - values.mean(-1, keepdim=True) - slope * line


WAVES = partial(Perturbed, None)
PERTURBED = Experiment(
    "perturbed_waves",
    version=1,
    recipes={
        "quick": WAVES(
            tuple(range(1, 11)), seeds=tuple(range(4)), width=128, steps=4000, learning_rate=1e-3,
            directions=40, points=128,
        ),
        "thorough": WAVES(
            tuple(range(10, 51, 5)), seeds=tuple(range(200, 210)), width=256, steps=80_000,
            learning_rate=3e-4, directions=100, precision="bf16",
        ),
    },
    shards=lambda recipe: tuple(blocks(recipe.seeds, recipe.block)),
    run=perturbed,
)  # fmt: skip
EXPERIMENTS = [PERTURBED]
