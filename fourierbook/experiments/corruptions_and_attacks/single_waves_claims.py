"""What the chapter on corruptions and attacks claims about single waves as attacks."""

import math

import numpy as np

from fourierbook.experiments.corruptions_and_attacks.attacks import over
from fourierbook.experiments.corruptions_and_attacks.single_waves import (
    attackable,
    expected,
    fooling_share,
    measures,
    queries,
)
from fourierbook.measure.intervals import Interval
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.networks import ADVERSARIAL, GAUSSIAN, NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import over_seeds

CHAPTER = "corruptions_and_attacks"
PAPER = "1906.08988"


def fooled(norm: int) -> Quantity:
    """Share of the images that the natural network is right about for which some wave fools it."""

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL}, norm):
            return None
        seeds = [seed for name, seed in result.recipe.networks if name == NATURAL]
        rows = {
            seed: (fooling_share(result, NATURAL, norm, seed) > 0)[
                attackable(result, NATURAL, norm, seed)
            ]
            for seed in seeds
        }
        if min(map(len, rows.values())) == 0:
            return None
        return over_seeds(result, rows.__getitem__, seeds=seeds)

    return quantity


def median_queries(norm: int) -> Quantity:
    """Median number of waves up to the first that fools the natural network."""

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL}, norm):
            return None

        def rows(seed: int) -> np.ndarray:
            right = attackable(result, NATURAL, norm, seed)
            return queries(result, NATURAL, norm, seed)[None, right]

        return over(result, lambda found: float(np.median(found)), rows)

    return quantity


def times_more(other: str, norm: int) -> Quantity:
    """How many times the natural network's queries another network takes: a geometric mean.

    Over the images that both are right about, each with its expected number of queries over all
    orders of the waves. The other network has one seed; each natural one is compared with it.
    """

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL, other}, norm):
            return None

        def rows(seed: int) -> np.ndarray:
            pair = ((NATURAL, seed), (other, 0))
            both = np.all([attackable(result, name, norm, s) for name, s in pair], axis=0)
            return np.stack([expected(result, name, norm, s) for name, s in pair])[:, both]

        return over(result, lambda found: math.exp(float(np.log(found[1] / found[0]).mean())), rows)

    return quantity


CLAIMS = [
    Claim(
        id="heatmaps.wave_always_fools",
        paper=PAPER,
        place="figure 7",
        chapter=CHAPTER,
        debate=("D15",),
        statement="Large waves are a black-box attack: at norm 4, at least 99 of 100 images that "
        "the natural network is right about have a wave of the basis that fools it (the share of "
        "these images)",
        paper_value="examples in the figure",
        experiment="basis_attack",
        quantity=fooled(4),
        holds=(0.99, 1.0),
        weaker=(0.90, 0.99),
        least=3,
        decisive=("D15",),
        why="an attack that misses one image of a hundred is as good as one by gradients; one that "
        "misses one of ten is an attack still",
    ),
    Claim(
        id="heatmaps.wave_is_simple",
        paper=PAPER,
        place="figure 7",
        chapter=CHAPTER,
        debate=("D15",),
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
