"""Yin et al. (2019), figure 6: does high-frequency energy predict what training changes?"""

from collections.abc import Sequence

import numpy as np

from fourierbook.experiments.corruptions_and_attacks.accuracy import (
    SEVERITY,
    changes_by_image,
)
from fourierbook.experiments.corruptions_and_attacks.spectra import READINGS, mean_shares
from fourierbook.measure.intervals import Interval, student
from fourierbook.measure.lines import Line, fit_line, slope_weights
from fourierbook.results.networks import NATURAL
from fourierbook.results.published_accuracies import changes
from fourierbook.results.questions import Result
from fourierbook.results.reading import over_networks, seeds_of


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
    seeds = seeds_of(result, NATURAL) if natural_seeds is None else natural_seeds
    rows = [changes_by_image(result, network, seed, severities).mean(1) for seed in seeds]
    return fit_line(
        mean_shares(spectra, reading=reading), np.mean(rows, 0), shuffles=shuffles, seed=0
    )


def slope(result: Result, spectra: Result, network: str) -> Interval:
    """Slope of that line with its interval: over natural seeds, or over images for one of them."""
    weights = slope_weights(mean_shares(spectra))
    return over_networks(result, lambda seed: weights @ changes_by_image(result, network, seed))


def r_squared(
    result: Result,
    spectra: Result,
    network: str,
    *,
    natural_seeds: Sequence[int] | None = None,
) -> dict[str, Interval]:
    """How well each reading of high frequency predicts the changes: R² over natural seeds."""
    seeds = seeds_of(result, NATURAL) if natural_seeds is None else natural_seeds

    def fit(reading: str, seed: int) -> float:
        return line(
            result, spectra, network, natural_seeds=[seed], reading=reading, shuffles=0
        ).r_squared

    return {reading: student([fit(reading, seed) for seed in seeds]) for reading in READINGS}


def published_line(spectra: Result, network: str, *, reading: str = "nyquist27") -> Line:
    """The line of a published network, see `published_accuracies`, against our shares."""
    return fit_line(mean_shares(spectra, reading=reading), list(changes(network).values()))
