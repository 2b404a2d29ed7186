"""What the chapter on corruptions and attacks claims about adversarial perturbations."""

import math

import numpy as np

from fourierbook.experiments.corruptions_and_attacks.attacks import (
    ADVERSARIAL,
    BANDS,
    NATURAL,
    flat_shares,
    fooled,
    measures,
    shares,
)
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample, rising
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.questions import Result
from fourierbook.results.reading import AXES, enough, gathered, seeds_of

CHAPTER = "corruptions_and_attacks"
PAPER = "1906.08988"


def departure(ball: str) -> Quantity:
    """How far the natural network's shares are from those of a flat spectrum, in the worst band.

    Over the images that it is fooled about; mean over its seeds.
    """

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL}, ball):
            return None
        flat = flat_shares()

        def rows(seed: int) -> np.ndarray:
            found = shares(result, NATURAL, ball, seed)
            departures = np.stack([found[band] - flat[band] for band in BANDS])
            return np.where(fooled(result, NATURAL, ball, seed), departures, np.nan)

        found = np.stack([rows(seed) for seed in seeds_of(result, NATURAL)])
        if not enough(found):
            return None
        return intervals.of(
            lambda each: np.abs(each).max(1).mean(),
            Sample(found, ("seeds", "bands", "images")),
            over=AXES,
            averaged=("images",),
        )

    return quantity


def times_lower(ball: str, band: str = "low5") -> Quantity:
    """How many times the natural network's share in a band the adversarially trained one has.

    Over the images that every seed of both is fooled about, by the logarithm of the ratio.
    """

    def quantity(result: Result) -> Interval | None:
        if not measures(result, {NATURAL, ADVERSARIAL}, ball):
            return None
        pair = {name: seeds_of(result, name) for name in (ADVERSARIAL, NATURAL)}
        every = np.all([fooled(result, name, ball, s) for name in pair for s in pair[name]], 0)
        if every.sum() < 2:
            return None
        found = (
            gathered(lambda s, of=name: shares(result, of, ball, s)[band][every], seeds)
            for name, seeds in pair.items()
        )
        ratio = intervals.of(
            lambda theirs, natural: math.log(theirs / natural), *found, averaged=AXES
        )
        return rising(math.exp, ratio)

    return quantity


# Of the two balls, the ℓ2 one decides: the sign that is taken in the other flattens any spectrum.
CLAIMS = [
    *(
        Claim(
            id=f"heatmaps.attack_spread_{ball}",
            paper=PAPER,
            place="figure 7",
            chapter=CHAPTER,
            debate=("D15a",),
            statement="Perturbations that fool the natural network spread over all frequencies: "
            f"in {words}, their share of the energy in each of three bands is within 0.10 of a "
            "flat spectrum's (the largest of the three distances)",
            paper_value="colours of the figure",
            experiment="adversarial_spectra",
            quantity=departure(ball),
            holds=(-0.05, 0.10),  # below 0, where no distance is, an interval may reach
            weaker=(0.10, 0.25),
            least=3,
            decisive=decisive,
            why="an image holds two thirds of its variance in the lowest 5 × 5 frequencies, where "
            "a flat spectrum has 0.02, so a departure may be 0.6; a quarter of the energy out of "
            "place is seen in a figure",
        )
        for ball, words, decisive in (
            ("linf8", "the ball of 8/255", ()),
            ("l2", "the ℓ2 ball of 0.5", ("D15",)),
        )
    ),
    *(
        Claim(
            id=f"heatmaps.attack_low_{ball}",
            paper=PAPER,
            place="figure 7",
            chapter=CHAPTER,
            debate=("D15b",),
            statement="Those that fool the adversarially trained network are biased to low "
            f"frequencies: in {words}, on the same images, the lowest 5 × 5 frequencies hold at "
            "least 3 times the share of energy that they hold for the natural one (one share over "
            "the other)",
            paper_value="colours of the figure",
            experiment="adversarial_spectra",
            quantity=times_lower(ball),
            holds=(3.0, float("inf")),
            weaker=(1.5, 3.0),
            least=3,
            decisive=decisive,
            why="networks of a first trial had 6 to 8 times the share; half of that is still a "
            "bias that a figure shows, and one and a half times is hardly seen on a colour bar",
        )
        for ball, words, decisive in (
            ("linf8", "the ball of 8/255", ()),
            ("l2", "the ℓ2 ball of 0.5", ("D15",)),
        )
    ),
]
