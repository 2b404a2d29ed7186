"""Numbers that the claims on accuracy under corruptions are decided by."""

from collections.abc import Callable, Sequence

import numpy as np

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks import accuracy_lines as lines
from fourierbook.experiments.corruptions_and_attacks.accuracy import (
    SEVERITY,
    by_corruption,
    change,
    covers,
    right,
)
from fourierbook.experiments.corruptions_and_attacks.spectra import CORRUPTION_SPECTRA
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import rank_correlation
from fourierbook.results import published_accuracies, store
from fourierbook.results.claim import Quantity
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import over_networks

SMOOTH_FROST = "frost_antialiased"
BOTH = ("seeds", "images")


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
    """The largest p-value of the slopes of several networks: a p each, and no mean of them."""

    def largest(result: Result, spectra: Result, _: str) -> Interval:
        worst = max(lines.line(result, spectra, network).p_value for network in networks)
        return Interval(worst, worst, worst, len(NAMES), "corruptions")

    return _of_all(networks, largest)


def lead_of_the_papers_reading(networks: Sequence[str]) -> Quantity:
    """R² of the paper's reading minus that of the better of the two others, mean over networks."""
    return _of_all(
        networks,
        lambda result, spectra, _: lines.lead_of_the_papers_reading(result, spectra, networks),
    )


def _of_all(networks: Sequence[str], of: Callable[[Result, Result, str], Interval]) -> Quantity:
    """`against_shares`; None where one of several networks is missing."""
    one = against_shares(networks[0], of)
    return lambda result: one(result) if covers(result, *networks) else None


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
    """Share of the fifteen corruptions under which a network is more accurate than the natural."""

    def quantity(result: Result) -> Interval | None:
        if not covers(result, NATURAL, network, under=NAMES):
            return None
        return intervals.of(
            lambda theirs, natural: float((theirs > natural).mean()),
            *(by_corruption(result, name) for name in (network, NATURAL)),
            over=BOTH,
            averaged=BOTH,
            drawn=("images",),
            within=(0, 1),
        )

    return quantity


def best_overall(network: str, others: Sequence[str]) -> Quantity:
    """Smallest lead of a network over others, mean over the corruptions and all severities."""

    def quantity(result: Result) -> Interval | None:
        if not covers(result, network, *others, under=NAMES):
            return None

        def overall(one: str) -> Sample:
            found = by_corruption(result, one, result.recipe.severities)
            return Sample(found.values.mean(1), BOTH)

        ours = overall(network)
        leads = [intervals.of(intervals.difference, ours, overall(other)) for other in others]
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
    """Spearman's correlation of accuracies with the published ones, mean over natural seeds."""
    if not covers(result, NATURAL, under=NAMES):
        return None
    published = published_accuracies.NETWORKS[published_accuracies.STANDARD].accuracies
    return intervals.of(
        lambda rows: rank_correlation(rows, np.array(published)),
        by_corruption(result, NATURAL),
        over=BOTH,
        averaged=("images",),
        drawn=("images",),
        within=(-1, 1),
    )
