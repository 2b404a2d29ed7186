"""Waves along a curve with petals: the more petals, the sooner the fast ones are learnt?

Rahaman et al. (2019), figure 8. A curve with petals is also longer, so that the same wave along it
is a slower one in the plane; curves of one length tell the two apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook.experiments import relu_stacks
from fourierbook.experiments.spectral_bias_data import petal_curve, sampled
from fourierbook.measure import intervals
from fourierbook.measure.crossings import share_of_seeds
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import rank_correlation
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Experiment, Result
from fourierbook.training import ensembles
from fourierbook.training.records import record_steps

LADDER = (0, 4, 10, 16)  # petals, as in the paper
CASES = (*(f"petals{n}" for n in LADDER), "equal4", "equal10", "equal16", "long10", "long16")
EARLY = 1 / 6  # of the steps


@dataclass(frozen=True)
class Petals:
    """Train networks on the same sum of waves along each curve."""

    LISTED = ("cases",)

    data: None
    cases: tuple[str, ...]  # kind of a curve, see `petal_curve.drawn`, and petals
    seeds: tuple[int, ...]  # of networks and phases
    frequencies: tuple[int, ...]  # k, in cycles around the curve
    points: int
    width: int
    steps: int
    learning_rate: float
    layers: int = 6
    precision: str = "fp32"  # of the products

    def tiny(self) -> "Petals":
        """The same on two small networks for a few steps."""
        return replace(self, seeds=self.seeds[:2], width=4, steps=20)

    def sample(self) -> tuple["Petals", float]:
        """As `sampled.hundredth`."""
        return sampled.hundredth(self)


def parted(case: str) -> tuple[str, int]:
    """Kind of a curve, and its petals.

    >>> parted("equal10")
    ('equal', 10)
    """
    kind = case.rstrip("0123456789")
    return kind, int(case.removeprefix(kind))


def _run(recipe: Petals, case: str) -> dict[str, Any]:
    """Train the networks of a recipe on one curve.

    Returns:
        steps (T,); amplitudes (T, S, K), 2 |DFT|/n of what each network says along the curve, 1 in
        the target; losses (T, S), mean squares before each of these steps, and after the last.
    """
    z = petal_curve.places(recipe.points)
    inputs = petal_curve.drawn(z, *parted(case)).float()
    targets = torch.stack([petal_curve.waves(z, recipe.frequencies, s) for s in recipe.seeds])
    targets = targets.float()[..., None]

    def measure(together: Callable[[Tensor], Tensor]) -> dict[str, Tensor]:
        values = together(inputs)
        spectrum = torch.fft.rfft(values[..., 0].double()).abs() * 2 / recipe.points
        return {
            "amplitudes": spectrum[:, list(recipe.frequencies)],
            "losses": (values - targets).square().mean((1, 2)),
        }

    steps = record_steps(recipe.steps)
    models = [
        relu_stacks.stack(2, recipe.width, layers=recipe.layers, seed=seed) for seed in recipe.seeds
    ]
    runs = ensembles.fit(
        models, inputs[None], targets, steps=recipe.steps, measure=measure, at=steps,
        learning_rate=recipe.learning_rate, precision=recipe.precision,
    )  # fmt: skip
    return {
        "steps": np.array(steps),
        "amplitudes": runs.records["amplitudes"].half().numpy(),
        "losses": runs.records["losses"].float().numpy(),
    }


def shard(result: Result, case: str) -> dict[str, np.ndarray]:
    """Numbers of one case.

    Raises:
        NotMeasured: if no networks were trained on it.
    """
    if case not in result.shards:
        raise NotMeasured(f"no networks were trained on the curve {case!r}")
    return result.shards[case]


def final_losses(result: Result, case: str) -> np.ndarray:
    """Loss of each seed in the end, (S,)."""
    return shard(result, case)["losses"][-1]


def early_amplitudes(result: Result, case: str) -> np.ndarray:
    """Mean amplitude of the upper half of the frequencies after a sixth of the steps, (S,)."""
    values = shard(result, case)
    early = np.searchsorted(values["steps"], EARLY * values["steps"][-1])
    amplitudes = values["amplitudes"][early].astype(float)
    return np.minimum(amplitudes[:, amplitudes.shape[1] // 2 :], 1).mean(1)


def early_order(result: Result) -> Interval:
    """Rank correlation of these amplitudes with the number of petals, mean over seeds."""
    rows = np.stack([early_amplitudes(result, f"petals{n}") for n in LADDER], 1)
    found = [rank_correlation(row[None], np.array(LADDER)) for row in rows]
    return intervals.of(np.mean, Sample(np.array(found), ("seeds",)))


def loss_order(result: Result) -> Interval:
    """Share of seeds whose final loss falls from no petal to 4, and from 4 to both 10 and 16."""
    none, four, ten, sixteen = (final_losses(result, f"petals{n}") for n in LADDER)
    return share_of_seeds((none > four) & (four > np.maximum(ten, sixteen)))


def gain(result: Result, *, case: str) -> Interval:
    """Decimal logarithm of the circle's final loss over that of another curve, mean over seeds."""
    ratio = final_losses(result, "petals0") / final_losses(result, case)
    return intervals.of(np.mean, Sample(np.log10(ratio), ("seeds",)))


def kept(result: Result, *, petals: int) -> Interval:
    """Share of what petals gain that is left where they are as long as the circle.

    Of the logarithm of the final loss: 1 where length does not matter, 0 where it is all.
    """
    logs = np.log([final_losses(result, f"{kind}{petals}") for kind in ("petals", "equal")])
    circle = np.log(final_losses(result, "petals0"))
    return intervals.of(
        lambda gains: gains[1].mean() / gains[0].mean(),
        Sample(circle - logs, ("kinds", "seeds")),
        over=("seeds",),
    )


HUNDREDS = tuple(range(20, 201, 20))  # k of the paper
PETALS = Experiment(
    "petals",
    version=1,
    recipes={
        "quick": Petals(
            None, CASES[:6], seeds=(0, 1), frequencies=tuple(range(4, 33, 4)), points=128,
            width=64, steps=1500, learning_rate=1e-3, layers=5,
        ),
        # Half of the paper's points and a sixth of its steps, with twice its rate.
        "thorough": Petals(
            None, CASES, seeds=tuple(range(100, 110)), frequencies=HUNDREDS, points=500, width=256,
            steps=8000, learning_rate=6e-4, precision="bf16",
        ),
        "full": Petals(
            None, CASES, seeds=tuple(range(100, 110)), frequencies=HUNDREDS, points=1000, width=256,
            steps=50_000, learning_rate=3e-4, precision="bf16",
        ),
    },
    shards=lambda recipe: recipe.cases,
    run=_run,
)  # fmt: skip
EXPERIMENTS = [PETALS]
