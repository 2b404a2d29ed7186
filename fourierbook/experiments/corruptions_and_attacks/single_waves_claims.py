"""What the chapter on corruptions and attacks claims about single waves as attacks."""

import math

import numpy as np

from fourierbook.experiments.corruptions_and_attacks.single_waves import (
    attackable,
    expected,
    fooling_share,
    measures,
    queries,
)
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, rising
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.networks import ADVERSARIAL, GAUSSIAN, NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import enough, gathered, seeds_of

CHAPTER = "corruptions_and_attacks"
PAPER = "1906.08988"


def fooled(norm: int) -> Quantity:
    """Share of the images that the natural network is right about for which some wave fools it."""

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL}, norm):
            return None

        def rows(seed: int) -> np.ndarray:
            some = fooling_share(result, NATURAL, norm, seed) > 0
            return np.where(attackable(result, NATURAL, norm, seed), some, np.nan)

        found = gathered(rows, seeds_of(result, NATURAL))
        return intervals.of(np.mean, found, within=(0, 1)) if enough(found.values) else None

    return quantity


def median_queries(norm: int) -> Quantity:
    """Median number of waves up to the first that fools the natural network, mean over its seeds.

    Over the images that it is right about.
    """

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL}, norm):
            return None

        def rows(seed: int) -> np.ndarray:
            right = attackable(result, NATURAL, norm, seed)
            return np.where(right, queries(result, NATURAL, norm, seed), np.nan)

        found = gathered(rows, seeds_of(result, NATURAL))
        if not enough(found.values):
            return None
        return intervals.of(
            lambda tried: np.nanmedian(tried, 1).mean(),
            found,
            drawn=("images",),
            within=(1, math.inf),
        )

    return quantity


def times_more(other: str, norm: int) -> Quantity:
    """How many times the natural network's queries another network takes: a geometric mean.

    Over the images that every seed of both is right about, each with its expected number of queries
    over all orders of the waves.
    """

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL, other}, norm):
            return None
        pair = {name: seeds_of(result, name) for name in (other, NATURAL)}
        every = np.all([attackable(result, name, norm, s) for name in pair for s in pair[name]], 0)
        if every.sum() < 2:
            return None
        logs = (
            gathered(lambda s, of=name: np.log(expected(result, of, norm, s)[every]), seeds)
            for name, seeds in pair.items()
        )
        return rising(math.exp, intervals.of(intervals.difference, *logs))

    return quantity


CLAIMS = [
    Claim(
        id="heatmaps.wave_always_fools",
        paper=PAPER,
        place="figure 7",
        chapter=CHAPTER,
        debate=("D15c",),
        statement="Large waves are a black-box attack: at norm 4, at least 99 of 100 images that "
        "the natural network is right about have a wave of the basis that fools it (the share of "
        "these images)",
        paper_value="examples in the figure",
        experiment="basis_attack",
        quantity=fooled(4),
        holds=(0.99, 1.0),
        weaker=(0.90, 0.99),
        least=3,
        decisive=("D15c",),
        why="an attack that misses one image of a hundred is as good as one by gradients; one that "
        "misses one of ten is an attack still",
    ),
    Claim(
        id="heatmaps.wave_is_simple",
        paper=PAPER,
        place="figure 7",
        chapter=CHAPTER,
        debate=("D15c",),
        statement="The attack is simple: at norm 4, of waves in random order the first five hold "
        "one that fools the natural network, for half of the images (the median number of waves)",
        paper_value="examples in the figure",
        experiment="basis_attack",
        quantity=median_queries(4),
        holds=(1.0, 5.0),
        weaker=(5.0, 20.0),
        least=3,
        why="five tries are made by hand; attacks that use no gradient take hundreds of queries",
    ),
    Claim(
        id="heatmaps.small_wave_fools",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="A quarter of the norm is enough: at norm 1, nine of ten images that the natural "
        "network is right about have a wave that fools it (the share of these images)",
        paper_value=None,
        experiment="basis_attack",
        quantity=fooled(1),
        holds=(0.90, 1.0),
        weaker=(0.50, 0.90),
        least=3,
        why="a first trial had 0.97; below one half most images would withstand every wave",
    ),
    *(
        Claim(
            id=f"heatmaps.waves_{word}",
            paper=None,
            place="our run",
            chapter=CHAPTER,
            debate=(),
            statement=f"The {words} network withstands more of them: at norm 4, on the images that "
            "both are right about, it takes at least a quarter more queries than the natural one "
            "(its expected number over the natural one's: the geometric mean over the images)",
            paper_value=None,
            experiment="basis_attack",
            quantity=times_more(other, 4),
            holds=(1.25, math.inf),
            weaker=(1.0, 1.25),
            least=3,
            why="a quarter more is one query in four; no more queries at all would be a factor "
            "of 1",
        )
        for other, word, words in (
            (GAUSSIAN, "gaussian", "Gaussian-augmented"),
            (ADVERSARIAL, "adversarial", "adversarially trained"),
        )
    ),
]
