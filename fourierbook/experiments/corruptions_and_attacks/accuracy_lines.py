"""Yin et al. (2019), figure 6: does high-frequency energy predict what training changes?"""

from collections.abc import Sequence

import numpy as np

from fourierbook.experiments.corruptions_and_attacks.accuracy import SEVERITY, by_corruption
from fourierbook.experiments.corruptions_and_attacks.spectra import READINGS, mean_shares
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import Line, fit_line, slope_variance, slope_weights
from fourierbook.results.networks import NATURAL
from fourierbook.results.published_accuracies import changes
from fourierbook.results.questions import Result
from fourierbook.results.reading import seeds_of

AVERAGED = ("seeds", "images")


def line(
    result: Result,
    spectra: Result,
    network: str,
    *,
    natural_seeds: Sequence[int] | None = None,
    reading: str = "nyquist27",
    severities: Sequence[int] = SEVERITY,
    shuffles: int = 10_000,
) -> Line:
    """Least-squares line of a network's change of accuracy against the high-frequency share.

    Args:
        result: of `corruption_accuracy`.
        spectra: of `corruption_spectra`, at the same severity as the paper's figure 2.
        network: compared with the natural ones.
        natural_seeds: whose accuracies are averaged; all by default.
        reading: of high frequency, one of `corruption_spectra.READINGS`.
        severities: of the accuracies.
        shuffles: of the permutation test.
    """
    theirs, natural = (
        by_corruption(result, name, severities).values for name in (network, NATURAL)
    )
    if natural_seeds is not None:
        natural = natural[[seeds_of(result, NATURAL).index(seed) for seed in natural_seeds]]
    return fit_line(
        mean_shares(spectra, reading=reading),
        theirs.mean((0, 2)) - natural.mean((0, 2)),
        shuffles=shuffles,
        seed=0,
    )


def slope(result: Result, spectra: Result, network: str) -> Interval:
    """Slope of that line over seeds, images and corruptions, these by least squares."""
    return intervals.of(
        lambda theirs, natural, shares: slope_weights(shares) @ (theirs - natural),
        *(by_corruption(result, name) for name in (network, NATURAL)),
        Sample(mean_shares(spectra), ("corruptions",)),
        averaged=AVERAGED,
        known={
            "corruptions": lambda theirs, natural, shares: slope_variance(shares, theirs - natural)
        },
    )


def r_squared(result: Result, spectra: Result, network: str) -> dict[str, Interval]:
    """How well each reading of high frequency predicts the changes: R² over seeds and the rest."""
    pair = [by_corruption(result, name) for name in (network, NATURAL)]
    return {
        reading: intervals.of(
            lambda theirs, natural, shares: explained([theirs - natural], [shares])[0, 0],
            *pair,
            Sample(mean_shares(spectra, reading=reading), ("corruptions",)),
            averaged=AVERAGED,
            within=(0, 1),
        )
        for reading in READINGS
    }


def lead_of_the_papers_reading(
    result: Result, spectra: Result, networks: Sequence[str]
) -> Interval:
    """R² of the paper's reading minus that of the better of the two others, mean over networks."""

    def ahead(natural: np.ndarray, shares: np.ndarray, *theirs: np.ndarray) -> float:
        paper, *others = explained([each - natural for each in theirs], shares).T
        return float((paper - np.max(others, 0)).mean())

    readings = [mean_shares(spectra, reading=reading) for reading in READINGS]
    return intervals.of(
        ahead,
        by_corruption(result, NATURAL),
        Sample(np.array(readings), ("readings", "corruptions")),
        *(by_corruption(result, network) for network in networks),
        over=("seeds", "images", "corruptions"),
        averaged=AVERAGED,
    )


def explained(gains: Sequence[np.ndarray], shares: Sequence[np.ndarray]) -> np.ndarray:
    """R² of the line of each gain against each share; 0 for gains or shares that are all equal.

    >>> explained([np.array([0.0, 1.0, 2.0])], [np.array([4.0, 2.0, 0.0])]).round(9).tolist()
    [[1.0]]
    """
    with np.errstate(invalid="ignore"):
        found = np.corrcoef(np.stack([*gains, *shares]))
    return np.nan_to_num(found[: len(gains), len(gains) :]) ** 2


def published_line(spectra: Result, network: str, *, reading: str = "nyquist27") -> Line:
    """The line of a published network, see `published_accuracies`, against our shares."""
    return fit_line(mean_shares(spectra, reading=reading), list(changes(network).values()))
