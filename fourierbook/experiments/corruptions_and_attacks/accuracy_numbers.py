"""Numbers that the claims on accuracy under corruptions are decided by."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks import accuracy_lines as lines
from fourierbook.experiments.corruptions_and_attacks.accuracy import (
    SEVERITY,
    change,
    changes_by_image,
    covers,
    right,
)
from fourierbook.experiments.corruptions_and_attacks.spectra import CORRUPTION_SPECTRA
from fourierbook.measure.intervals import Interval, bootstrapped, student
from fourierbook.results import published_accuracies, store
from fourierbook.results.claim import Quantity
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import over_networks, seeds_of

SMOOTH_FROST = "frost_antialiased"


def spectra_of(result: Result) -> Result | None:
    """The spectra of the corruptions at the scale of a result, same data; None without them."""
    found = store.find(CORRUPTION_SPECTRA, result.scale)
    return found if found is not None and found.recipe.data == result.recipe.data else None


def against_shares(network: str, of: Callable[[Result, Result, str], Interval]) -> Quantity:
    """What a network's changes have to do with the shares; None until both have run."""

    def quantity(result: Result) -> Interval | None:
        spectra = spectra_of(result)
        if spectra is None or not covers(result, NATURAL, network, under=NAMES):
            return None
        return of(result, spectra, network)

    return quantity


def chance(networks: Sequence[str]) -> Quantity:
    """The largest p-value of the slopes of several networks, over natural seeds."""

    def largest(result: Result, spectra: Result, _: str) -> Interval:
        return student(
            [
                max(
                    lines.line(result, spectra, network, natural_seeds=[seed]).p_value
                    for network in networks
                )
                for seed in seeds_of(result, NATURAL)
            ]
        )

    def quantity(result: Result) -> Interval | None:
        if not covers(result, *networks):
            return None
        return against_shares(networks[0], largest)(result)

    return quantity


def lead_of_the_papers_reading(networks: Sequence[str]) -> Quantity:
    """R² of the paper's reading minus that of the better of the two others, mean over networks."""

    def leads(result: Result, spectra: Result, seed: int) -> list[float]:
        found = []
        for network in networks:
            fits = lines.r_squared(result, spectra, network, natural_seeds=[seed])
            paper, *others = (fit.mean for fit in fits.values())
            found.append(paper - max(others))
        return found

    def lead(result: Result, spectra: Result, _: str) -> Interval:
        seeds = seeds_of(result, NATURAL)
        return student([float(np.mean(leads(result, spectra, seed))) for seed in seeds])

    def quantity(result: Result) -> Interval | None:
        if not covers(result, *networks):
            return None
        return against_shares(networks[0], lead)(result)

    return quantity


def extreme(
    network: str,
    names: Sequence[str],
    choice: Callable,
    severities: Sequence[int] | None = SEVERITY,
) -> Quantity:
    """A network's change under the corruption that `choice`, min or max, takes by its mean.

    Without severities it is the mean over all.
    """

    def quantity(result: Result) -> Interval | None:
        if not covers(result, NATURAL, network, under=names):
            return None
        chosen = result.recipe.severities if severities is None else severities
        found = [change(result, network, name, chosen) for name in names]
        return choice(found, key=lambda interval: interval.mean)

    return quantity


def gaining(network: str) -> Quantity:
    """Share of the fifteen corruptions under which a network is more accurate, over seeds."""

    def quantity(result: Result) -> Interval | None:
        if not covers(result, NATURAL, network, under=NAMES):
            return None
        seeds = seeds_of(result, NATURAL)
        return student(
            [float((changes_by_image(result, network, seed).mean(1) > 0).mean()) for seed in seeds]
        )

    return quantity


def best_overall(network: str, others: Sequence[str]) -> Quantity:
    """Smallest lead of a network over others, mean over the corruptions and all severities.

    Over images; several seeds of one network are averaged.
    """

    def quantity(result: Result) -> Interval | None:
        if not covers(result, network, *others, under=NAMES):
            return None

        def overall(one: str) -> np.ndarray:
            severities = result.recipe.severities
            return np.mean(
                [
                    right(result, one, seed, name, severities)
                    for seed in seeds_of(result, one)
                    for name in NAMES
                ],
                0,
            )

        ours = overall(network)
        leads = [student(ours - overall(other), over="images") for other in others]
        return min(leads, key=lambda lead: lead.mean)

    return quantity


def smooth_frost(result: Result) -> Interval | None:
    """The natural network's accuracy under frost with a smoothed texture minus that under frost."""
    if not covers(result, NATURAL, under=("frost", SMOOTH_FROST)):
        return None
    return over_networks(
        result,
        lambda seed: (
            right(result, NATURAL, seed, SMOOTH_FROST) - right(result, NATURAL, seed, "frost")
        ),
    )


def published_order(result: Result) -> Interval | None:
    """Spearman's correlation of the natural network's accuracies with the published ones."""
    if not covers(result, NATURAL, under=NAMES):
        return None
    rows = np.mean(
        [
            [right(result, NATURAL, seed, name) for name in NAMES]
            for seed in seeds_of(result, NATURAL)
        ],
        0,
    )
    published = published_accuracies.NETWORKS[published_accuracies.STANDARD].accuracies

    def correlation(drawn: np.ndarray) -> float:
        """Rank correlation; 0 where all accuracies are equal."""
        ours = drawn.mean(1)
        return float(stats.spearmanr(ours, published).statistic) if np.ptp(ours) > 0 else 0.0

    return bootstrapped(correlation, rows)
