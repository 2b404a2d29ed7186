"""How the transform of a ReLU network decays, in which directions, and how parameters move it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fourierbook.experiments.spectral_bias.envelopes import envelope, ladder, slopes
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment, Result
from fourierbook.theory.creases import creases, edges
from fourierbook.theory.piecewise_linear import Regions, line, regions
from fourierbook.theory.piecewise_transforms import transform
from fourierbook.theory.steepness import bend

STEP = 1e-8  # of a parameter, for the derivative of a transform
BETWEEN = (1, 3, 5, 7)  # |ξ| at which a transform is held against a grid, in cycles per unit
ANGLES = (0.0, math.pi / 4, 0.3)  # of the pyramid: normal of a crease, of an outer edge, of none
PYRAMID_RANGE = (100.0, 10_000.0)  # k


@dataclass(frozen=True)
class Decay:
    """Take exact transforms of untrained networks, of one input and of two, over wide ranges."""

    data: None
    seeds: tuple[int, ...]
    units: int = 10  # of each of two hidden layers
    bins: int = 24  # of an envelope
    each: int = 250  # wave numbers in a bin
    line_range: tuple[float, float] = (1e2, 1e5)  # k, for a network of one input
    plane_range: tuple[float, float] = (1e4, 1e6)  # beyond where neighbouring creases part
    side: int = 1000  # of the grid that knows no pieces

    def tiny(self) -> "Decay":
        """The same of two small networks, over fewer waves."""
        return replace(self, seeds=self.seeds[:2], units=4, bins=4, each=10, side=100)


def _run(recipe: Decay, shard: str) -> dict[str, Any]:
    return {"line": _lines, "plane": _planes, "pyramid": _pyramid}[shard](recipe)


def network(recipe: Decay, seed: int, *, inputs: int) -> nn.Sequential:
    """An untrained network in double precision, its kinks spread by biases."""
    generator = torch.Generator().manual_seed(seed)
    widths = (inputs, recipe.units, recipe.units, 1)
    made = dense(widths, generator=generator, activation="relu", gain=math.sqrt(2), bias=0.5)
    return made.double()


def _lines(recipe: Decay) -> dict[str, Any]:
    """Of networks of one input: the transform and how it moves with biases and output weights.

    Returns:
        Envelopes (S, bins) of f̂ and of its derivatives by the biases of the hidden layers and by
        the weights of the output, each in a random direction; shares (S,), the largest of k² |f̂|
        over Σ|Δs|.
    """
    k = ladder(*recipe.line_range, bins=recipe.bins, each=recipe.each)
    found = {name: [] for name in ("f", "by_biases", "by_outputs", "shares")}
    for seed in recipe.seeds:
        model, generator = network(recipe, seed, inputs=1), torch.Generator().manual_seed(seed)
        pieces = line(model, low=-4, high=4)
        f = transform(pieces, k / (2 * math.pi), border=False)
        biases, outputs = [model[0].bias, model[2].bias], [model[4].weight]
        found["f"].append(envelope(f, bins=recipe.bins))
        for name, parts in (("by_biases", biases), ("by_outputs", outputs)):
            moved = _derivative(model, parts, k, generator)
            found[name].append(envelope(moved, bins=recipe.bins))
        found["shares"].append(((f.abs() * k**2).max() / bend(pieces)).item())
    return {name: np.array(rows) for name, rows in found.items()}


def _derivative(
    model: nn.Module, parts: list[Tensor], k: Tensor, generator: torch.Generator
) -> Tensor:
    """How the transform of the kinks moves with some parameters, in a random direction."""
    drawn = [torch.randn(part.shape, generator=generator, dtype=part.dtype) for part in parts]
    ends = []
    for step in (STEP, -2 * STEP):
        with torch.no_grad():
            for part, direction in zip(parts, drawn, strict=True):
                part += step * direction
        ends.append(transform(line(model, low=-4, high=4), k / (2 * math.pi), border=False))
    with torch.no_grad():
        for part, direction in zip(parts, drawn, strict=True):
            part += STEP * direction
    return (ends[0] - ends[1]) / (2 * STEP)


def _planes(recipe: Decay) -> dict[str, Any]:
    """Of networks of two inputs: decay along the normal of a crease, and in a random direction.

    Returns:
        Envelopes `along` and `off` (S, bins); shares (S,), the largest of k² |f̂| over Σ|Δs| ℓ;
        misses (S,), the largest difference to sums over a grid, as a share of ∫|f|.
    """
    k = ladder(*recipe.plane_range, bins=recipe.bins, each=recipe.each)
    found = {name: [] for name in ("along", "off", "shares", "misses")}
    for seed in recipe.seeds:
        model, generator = network(recipe, seed, inputs=2), torch.Generator().manual_seed(seed)
        pieces = regions(model)
        angle = math.pi * torch.rand((), generator=generator).item()
        sizes = {"along": _decay(pieces, strongest(pieces), k), "off": _decay(pieces, angle, k)}
        for name, f in sizes.items():
            found[name].append(envelope(f, bins=recipe.bins))
        found["shares"].append(((sizes["along"] * k**2).max() / bend(pieces)).item())
        found["misses"].append(_missed(pieces, model, recipe.side))
    return {name: np.array(rows) for name, rows in found.items()}


def strongest(pieces: Regions) -> float:
    """Direction of the normal of the crease that bends most, slope times length: an angle."""
    every, on_box = edges(pieces)
    found = creases(every.where(~on_box))
    x, y = found.half[found.bends().argmax()].tolist()
    return math.atan2(x, -y)


def _decay(pieces: Regions, angle: float, k: Tensor) -> Tensor:
    """|f̂| of the creases alone along one direction, (K,)."""
    waves = torch.stack([k * math.cos(angle), k * math.sin(angle)], 1) / (2 * math.pi)
    return transform(pieces, waves, border=False).abs()


def _missed(pieces: Regions, model: Callable, side: int) -> float:
    """How far the exact transform is from a plain sum over a grid, which errs as 1/n²."""
    x = (torch.arange(side, dtype=torch.float64) + 0.5) / side * 2 - 1
    with torch.no_grad():
        values = model(torch.cartesian_prod(x, x))[:, 0].reshape(side, side) + 0j
    angles = torch.arange(len(BETWEEN)) + 0.5  # radians: no direction of the box
    sizes = torch.tensor(BETWEEN, dtype=torch.float64)
    waves = torch.stack([sizes * angles.cos(), sizes * angles.sin()], 1)
    u, v = (torch.exp(-2j * math.pi * wave[:, None] * x) for wave in waves.T)
    summed = ((u @ values) * v).sum(1) * (2 / side) ** 2
    return ((transform(pieces, waves) - summed).abs().max() / (values.abs().mean() * 4)).item()


def pyramid() -> nn.Sequential:
    """max(0, 1 − |x| − |y|) as a network of units 4 and 1."""
    legs, roof = nn.Linear(2, 4), nn.Linear(4, 1)
    legs.weight.data = torch.tensor([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
    legs.bias.data, roof.bias.data = torch.zeros(4), torch.ones(1)
    roof.weight.data = -torch.ones(1, 4)
    return nn.Sequential(legs, nn.ReLU(), roof, nn.ReLU())


def _pyramid(recipe: Decay) -> dict[str, Any]:
    k = ladder(*PYRAMID_RANGE, bins=recipe.bins, each=recipe.each)
    pieces = regions(pyramid())
    found = [envelope(_decay(pieces, angle, k), bins=recipe.bins) for angle in ANGLES]
    return {"envelopes": np.array(found)}


def exponents(result: Result, shard: str, name: str) -> np.ndarray:
    """Slopes of the envelopes of a shard against k, a row of which is a network's, (S,)."""
    recipe = result.recipe
    ends = {"line": recipe.line_range, "plane": recipe.plane_range, "pyramid": PYRAMID_RANGE}
    k = ladder(*ends[shard], bins=recipe.bins, each=1)
    return slopes(k, result.shards[shard][name])


def exponent(result: Result, *, shard: str, name: str) -> Interval:
    """Mean exponent over networks."""
    return intervals.of(np.mean, Sample(exponents(result, shard, name), ("networks",)))


def steeper_off(result: Result) -> Interval:
    """How much larger the exponent is along the normal of a crease than in a random direction."""
    difference = exponents(result, "plane", "along") - exponents(result, "plane", "off")
    return intervals.of(np.mean, Sample(difference, ("networks",)))


def most(result: Result, *, shard: str, name: str) -> Interval:
    """Largest value over networks, with the least as the other end."""
    values = result.shards[shard][name]
    top = float(values.max())
    return Interval(top, float(values.min()), top, len(values), "networks")


DECAY = Experiment(
    "decay_of_pieces",
    version=1,
    recipes={
        "quick": Decay(None, seeds=tuple(range(6)), each=60, side=400),
        "thorough": Decay(None, seeds=tuple(range(200, 232))),
    },
    shards=lambda recipe: ("line", "plane", "pyramid"),
    run=_run,
)
EXPERIMENTS = [DECAY]
