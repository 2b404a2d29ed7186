"""What the chapter on corruptions and attacks claims about the spectra of corruptions."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks.spectra import (
    IMAGES,
    READINGS,
    band,
    modulus_map,
    share,
    shares,
)
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample, bootstrapped
from fourierbook.measure.lines import slope_variance, slope_weights
from fourierbook.results import published_accuracies
from fourierbook.results.claim import Claim, Quantity
from fourierbook.results.papers import YIN as PAPER
from fourierbook.results.questions import Result

CHAPTER = "corruptions_and_attacks"
NOISES = ("gaussian_noise", "shot_noise", "impulse_noise")
Choice = Callable[[np.ndarray], float]  # one of several ratios


def farthest(ratios: np.ndarray) -> float:
    """The ratio that is farthest from 1, up or down.

    >>> farthest(np.array([1.2, 0.5, 1.0]))
    0.5
    """
    return float(ratios[np.abs(np.log(ratios)).argmax()])


def ratio(
    names: Sequence[str], choice: Choice, first: str = "low", second: str = "high"
) -> Quantity:
    """Modulus in one band over that in another: of several corruptions the one that is chosen."""

    def quantity(result: Result) -> Interval:
        rows = np.stack([band(result, name, side) for side in (first, second) for name in names])

        def chosen(drawn: np.ndarray) -> float:
            means = drawn.mean(1).reshape(2, len(names))
            return float(choice(means[0] / means[1]))

        return bootstrapped(chosen, rows)

    return quantity


def excess(name: str, reading: str) -> Quantity:
    """Share of a corruption's change that a filter keeps, minus its share of the coefficients."""

    def quantity(result: Result) -> Interval:
        mean, low, high, *rest = share(result, name, reading)
        size = modulus_map(result, name).shape
        flat = float(READINGS[reading](*size).mean())
        return Interval(mean - flat, low - flat, high - flat, *rest)

    return quantity


def published_slopes(networks: Sequence[str]) -> Quantity:
    """Smallest slope of published networks' changes of accuracy against our shares.

    Over the corruptions by least squares, and over the images that the shares are of.
    """
    changes = np.array([[*published_accuracies.changes(name).values()] for name in networks])

    def spread(found: np.ndarray, gains: np.ndarray) -> tuple[float, int]:
        return slope_variance(found, gains[(gains @ slope_weights(found)).argmin()])

    def quantity(result: Result) -> Interval:
        return intervals.of(
            lambda found, gains: (gains @ slope_weights(found)).min(),
            Sample(np.stack([shares(result, name) for name in NAMES]), ("corruptions", "images")),
            Sample(changes, ("networks", "corruptions")),
            over=("images", "corruptions"),
            averaged=("images",),
            known={"corruptions": spread},
        )

    return quantity


INF = math.inf
CLAIMS = [
    Claim(
        id="corruptions.noises_high",
        paper=PAPER,
        place="figure 2",
        chapter=CHAPTER,
        debate=("D11a",),
        statement="Gaussian, shot and impulse noise concentrate in high frequencies: the modulus "
        "of what they change is smaller at 1 to 3 cycles per image than from 12 on, by 13 % at "
        "least; weaker: not larger by more than 15 %, so that they are high only in having most "
        "of the frequencies (the ratio, of the one of the three where it is farthest from 1)",
        paper_value="colours of the figure",
        experiment="corruption_spectra",
        quantity=ratio(NOISES, farthest),
        holds=(0.0, 0.87),
        weaker=(0.87, 1.15),
        least=1000,
        why="white noise has ratio 1; within 15 % of it, a frequency has no more noise for being "
        "high, and the weaker statement is left: noise is high because most frequencies are, and "
        "because images are not",
    ),
    Claim(
        id="corruptions.noises_flat",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=("D11a",),
        statement="Gaussian, shot and impulse noise are flat: a frequency of 1 to 3 cycles per "
        "image gets as much of them as one from 12 on (the ratio, of the one of the three where "
        "it is farthest from 1)",
        paper_value=None,
        experiment="corruption_spectra",
        quantity=ratio(NOISES, farthest),
        holds=(0.95, 1.15),
        weaker=(0.80, 1.25),
        least=1000,
        why="noise that is drawn for each pixel alone has ratio 1; clipping ties it to the image, "
        "which is low, so a little more may be low",
    ),
    Claim(
        id="corruptions.white_noise_share",
        paper=None,
        place="our run",
        chapter=CHAPTER,
        debate=(),
        statement="Of what Gaussian noise changes, the high pass of bandwidth 27 keeps its share "
        "of the coefficients, (27/32)², and no more (what it keeps minus that)",
        paper_value=None,
        experiment="corruption_spectra",
        quantity=excess("gaussian_noise", "nyquist27"),
        holds=(-0.01, 0.01),
        weaker=(-0.03, 0.03),
        least=1000,
        why="white noise has the same energy at every coefficient; rounding down to grey levels "
        "and clipping move a hundredth at most to the mean",
    ),
    Claim(
        id="corruptions.fog_contrast_low",
        paper=PAPER,
        place="figure 2",
        chapter=CHAPTER,
        debate=("D11b",),
        statement="Fog and contrast concentrate in low frequencies: the modulus of what they "
        "change is more than 20 times as large at 1 to 3 cycles per image as from 12 on (the one "
        "of the two with less)",
        paper_value="colours of the figure",
        experiment="corruption_spectra",
        quantity=ratio(("fog", "contrast"), min),
        holds=(20.0, INF),
        weaker=(5.0, 20.0),
        least=1000,
        why="contrast scales the image itself, whose modulus falls about as 1/f^1.5: from 2 to 14 "
        "cycles by about 20",
    ),
    Claim(
        id="corruptions.images_low",
        paper=PAPER,
        place="figure 2",
        chapter=CHAPTER,
        debate=("D11b",),
        statement="Natural images concentrate in low frequencies: their modulus at 1 cycle per "
        "image is more than 40 times that at 16",
        paper_value="colours of the figure",
        experiment="corruption_spectra",
        quantity=ratio((IMAGES,), min, "first", "last"),
        holds=(40.0, INF),
        weaker=(10.0, 40.0),
        least=1000,
        why="a modulus that falls as 1/f^1.5 falls by 64 from 1 to 16, one that falls as 1/f by 16",
    ),
    Claim(
        id="corruptions.published_slopes",
        paper=None,
        place="accuracies of RobustBench's leaderboard, spectra of our run",
        chapter=CHAPTER,
        debate=("D14a",),
        statement="Five published networks that were trained on white noise or adversarially gain "
        "accuracy on CIFAR-10-C with the high-frequency share of a corruption (the one with the "
        "smallest slope; that slope)",
        paper_value=None,
        experiment="corruption_spectra",
        quantity=published_slopes(published_accuracies.ROBUST),
        holds=(0.30, INF),
        weaker=(0.0, 0.30),
        least=1000,
        why="the shares run from 0 to 0.7, so a slope of 0.3 means 0.2 of accuracy from one end "
        "to the other; a first trial had given about 0.5, so half of that",
    ),
]
