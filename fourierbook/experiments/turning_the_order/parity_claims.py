"""What the chapter on the order turned round claims about parity."""

import math
from collections.abc import Callable

import numpy as np

from fourierbook.experiments.turning_the_order.parity import FREQUENCIES, LOW
from fourierbook.measure.intervals import Interval, student
from fourierbook.results.claim import Claim
from fourierbook.results.questions import Result

CHAPTER, PAPER = "turning_the_order", "1901.06523"


def over_seeds(target: str, measure: Callable[[dict], np.ndarray]) -> Callable:
    """Quantity: mean over networks of a number of a target's shard; None where it did not run."""

    def quantity(result: Result) -> Interval | None:
        return student(measure(result.shards[target])) if target in result.shards else None

    return quantity


def low_band_gain(shard: dict[str, np.ndarray]) -> np.ndarray:
    """log₁₀ of the largest low amplitude of a network over that of the function, each network."""
    low = FREQUENCIES.numpy() <= LOW
    network, true = (shard[f"{name}_spectrum"][:, low].max(1) for name in ("network", "true"))
    return np.log10(network / true)


CLAIMS = [
    Claim(
        id="parity.no_generalization",
        paper=PAPER,
        place="section on parity",
        chapter=CHAPTER,
        debate=("D17",),
        statement="A network that fits the parity of ten signs on a fifth of their combinations "
        "knows nothing about the others: its mean squared error there is above 1, which always "
        "saying zero has",
        paper_value=None,
        experiment="parity_and_smooth",
        quantity=over_seeds("parity", lambda shard: shard["test_error"]),
        holds=(1.0, math.inf),
        weaker=(0.9, math.inf),
        least=16,
        why="The mean squared error on combinations that were not trained on. Zero scores 1, since "
        "parity is ±1; below 0.9 a tenth of it would be known. A trial run had 1.7.",
    ),
    Claim(
        id="parity.accuracy",
        paper=PAPER,
        place="section on parity",
        chapter=CHAPTER,
        debate=(),
        statement="It gets the sign of about half of the others right, as guessing does (share of "
        "them)",
        paper_value="about 50 %",
        experiment="parity_and_smooth",
        quantity=over_seeds("parity", lambda shard: shard["test_right"]),
        holds=(0.45, 0.55),
        weaker=(0.4, 0.6),
        least=16,
        why="With 824 points a guess lies within 0.035 of one half 95 times of 100, and the mean "
        "of 16 networks much nearer; 0.05 is still about half, and beyond 0.1 it is not.",
    ),
    Claim(
        id="parity.smooth_generalizes",
        paper=PAPER,
        place="section on parity, our smooth function",
        chapter=CHAPTER,
        debate=("D17",),
        statement="The same network learns a smooth function of the same signs, tanh(Σx/3), also "
        "where it was not trained (squared error as a share of the variance)",
        paper_value=None,
        experiment="parity_and_smooth",
        quantity=over_seeds("smooth", lambda shard: shard["test_error"] / shard["test_variance"]),
        holds=(0.0, 0.02),
        weaker=(0.0, 0.1),
        least=16,
        why="The squared error as a share of the variance, 1 minus R². A trial run had less than "
        "0.001 of it; up to 0.02 the function is known for every purpose, up to 0.1 roughly.",
    ),
    Claim(
        id="parity.made_low",
        paper=PAPER,
        place="section on parity",
        chapter=CHAPTER,
        debate=(),
        statement="Along the diagonal of the frequencies the network has low ones that parity has "
        "not: its largest amplitude below a tenth of a cycle per unit is more than ten times that "
        "of parity (log₁₀ of the ratio)",
        paper_value=None,
        experiment="parity_and_smooth",
        quantity=over_seeds("parity", low_band_gain),
        holds=(1.0, math.inf),
        weaker=(math.log10(3), math.inf),
        least=16,
        why="log₁₀ of the ratio of the largest amplitudes along the diagonal of the frequencies. "
        "Parity itself has at most 0.005 there, a random fifth of its values about 1/√200 = 0.07, "
        "and a network that follows these has at least as much; a factor of three is still more "
        "than parity has.",
    ),
]
