"""Yin et al. (2019), figure 6: does high-frequency energy predict what training changes?"""

from collections.abc import Sequence

import numpy as np

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks.accuracy import SEVERITY, answers
from fourierbook.experiments.corruptions_and_attacks.spectra import READINGS, mean_shares
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import Line, fit_line, slope_variance, slope_weights
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.networks import NATURAL
from fourierbook.results.published_accuracies import changes
from fourierbook.results.questions import Result
from fourierbook.results.reading import AXES

PAPERS_READING = "nyquist27"


def line(
    result: Result,
    spectra: Result,
    network: str,
    *,
    names: Sequence[str] = NAMES,
    reading: str = PAPERS_READING,
    severities: Sequence[int] = SEVERITY,
    shuffles: int = 10_000,
) -> Line:
    """Least-squares line of a network's change of accuracy against the high-frequency share.

    It is of the means over the seeds of each network, so there is one p for a network.

    Args:
        result: of `corruption_accuracy`.
        spectra: of `corruption_spectra`, at the same severity as the paper's figure 2.
        network: compared with the natural one.
        names: of the corruptions.
        reading: of high frequency, one of `corruption_spectra.READINGS`.
        severities: of the accuracies.
        shuffles: of the permutation test.
    """
    theirs, natural = (
        answers(result, name, names, severities).values.mean((0, 2)) for name in (network, NATURAL)
    )
    across = mean_shares(spectra, names, reading)
    return fit_line(across, theirs - natural, shuffles=shuffles, seed=0)


def slope(
    result: Result,
    spectra: Result,
    *,
    network: str,
    names: Sequence[str] = NAMES,
) -> Interval:
    """Slope of that line over seeds, images and corruptions, these by least squares.

    Raises:
        NotMeasured: if a network or corruption is missing, or the spectra are of other data.
    """
    _check(result, spectra)
    return intervals.of(
        lambda theirs, natural, shares: slope_weights(shares) @ (theirs - natural),
        *(answers(result, name, names) for name in (network, NATURAL)),
        Sample(np.array(mean_shares(spectra, names)), ("corruptions",)),
        averaged=AXES,
        known={
            "corruptions": lambda theirs, natural, shares: slope_variance(shares, theirs - natural)
        },
    )


def largest_p(result: Result, spectra: Result, *, networks: Sequence[str]) -> Interval:
    """The largest of the p-values of several networks' lines, which is an interval of one point.

    Raises:
        NotMeasured: as `slope`.
    """
    _check(result, spectra)
    worst = max(line(result, spectra, network).p_value for network in networks)
    return Interval(worst, worst, worst, len(NAMES), "corruptions")


def r_squared(result: Result, spectra: Result, network: str) -> dict[str, Interval]:
    """How well each reading of high frequency predicts the changes: R² over seeds and the rest."""
    pair = [answers(result, name) for name in (network, NATURAL)]
    return {
        reading: intervals.of(
            lambda theirs, natural, shares: explained([theirs - natural], [shares])[0, 0],
            *pair,
            Sample(np.array(mean_shares(spectra, reading=reading)), ("corruptions",)),
            averaged=AXES,
            within=(0, 1),
        )
        for reading in READINGS
    }


def lead_of_the_papers_reading(
    result: Result, spectra: Result, *, networks: Sequence[str]
) -> Interval:
    """R² of the paper's reading minus that of the better of the two others, mean over networks.

    Raises:
        NotMeasured: as `slope`.
    """
    _check(result, spectra)

    def ahead(natural: np.ndarray, shares: np.ndarray, *theirs: np.ndarray) -> float:
        paper, *others = explained([each - natural for each in theirs], [*shares]).T
        return float((paper - np.max(others, 0)).mean())

    readings = [mean_shares(spectra, reading=reading) for reading in READINGS]
    return intervals.of(
        ahead,
        answers(result, NATURAL),
        Sample(np.array(readings), ("readings", "corruptions")),
        *(answers(result, network) for network in networks),
        over=("seeds", "images", "corruptions"),
        averaged=AXES,
        within=(-1, 1),
    )


def explained(gains: Sequence[np.ndarray], shares: Sequence[np.ndarray]) -> np.ndarray:
    """R² of the line of each gain against each share; 0 for gains or shares that are all equal.

    >>> explained([np.array([0.0, 1.0, 2.0])], [np.array([4.0, 2.0, 0.0])]).round(9).tolist()
    [[1.0]]
    """
    with np.errstate(invalid="ignore"):
        found = np.corrcoef(np.stack([*gains, *shares]))
    return np.nan_to_num(found[: len(gains), len(gains) :]) ** 2


def published_line(
    spectra: Result,
    network: str,
    *,
    names: Sequence[str] = NAMES,
    reading: str = PAPERS_READING,
) -> Line:
    """The line of a published network, see `published_accuracies`, against our shares."""
    gained = changes(network)
    return fit_line(mean_shares(spectra, names, reading), [gained[name] for name in names])


def _check(result: Result, spectra: Result) -> None:
    if spectra.recipe.data != result.recipe.data:
        raise NotMeasured(f"the spectra are of {spectra.recipe.data}, not of {result.recipe.data}")
