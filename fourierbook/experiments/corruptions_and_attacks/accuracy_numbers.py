"""Numbers of one network beside the natural one, or beside all, under the corruptions."""

from collections.abc import Callable, Sequence

import numpy as np

from fourierbook.data.corruptions import NAMES
from fourierbook.experiments.corruptions_and_attacks.accuracy import SEVERITY, UNCHANGED, answers
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.lines import rank_correlation
from fourierbook.results import published_accuracies
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import AXES

SMOOTH_FROST = "frost_antialiased"
NOISES = NAMES[:3]
EVERY = (1, 2, 3, 4, 5)  # severity


def extreme(
    result: Result,
    *,
    network: str,
    names: Sequence[str],
    choice: Callable[[np.ndarray], float],
    severities: Sequence[int] = SEVERITY,
    beyond_unchanged: bool = False,
) -> Interval:
    """A network's change of accuracy under the corruption that `choice`, min or max, takes.

    Args:
        result: of `corruption_accuracy`.
        network: compared with the natural one.
        names: of the corruptions.
        choice: of the changes under them.
        severities: of the corruptions.
        beyond_unchanged: take off the change where nothing is corrupted.

    Raises:
        NotMeasured: if a network, corruption or severity is missing.
    """
    asked = (*names, UNCHANGED) if beyond_unchanged else names

    def chosen(theirs: np.ndarray, natural: np.ndarray) -> float:
        gained = theirs - natural
        return float(choice(gained[: len(names)] - gained[-1] * beyond_unchanged))

    return intervals.of(
        chosen,
        *(answers(result, name, asked, severities) for name in (network, NATURAL)),
        over=AXES,
        averaged=AXES,
        within=(-1, 1),
    )


def gaining(result: Result, *, network: str) -> Interval:
    """Share of the fifteen corruptions under which a network is more accurate than the natural.

    Raises:
        NotMeasured: if a network or a corruption is missing.
    """
    return intervals.of(
        lambda theirs, natural: float((theirs > natural).mean()),
        *(answers(result, name) for name in (network, NATURAL)),
        over=AXES,
        averaged=AXES,
        drawn=("images",),
        within=(0, 1),
    )


def best_overall(result: Result, *, network: str, others: Sequence[str]) -> Interval:
    """Lead of a network over the best of others, mean over the corruptions and all severities.

    Raises:
        NotMeasured: if a network, corruption or severity is missing.
    """

    def overall(one: str) -> Sample:
        found = answers(result, one, severities=EVERY)
        return Sample(found.values.mean(1), AXES)

    return intervals.of(
        lambda ours, *theirs: ours - max(theirs),
        *(overall(one) for one in (network, *others)),
        averaged=AXES,
        within=(-1, 1),
    )


def mean_corruption_error(
    result: Result, network: str, *, names: Sequence[str] = NAMES
) -> Interval:
    """Error of a network beside the natural one's, mean over corruptions: that has 100.

    mCE = 100 · mean over C of Σ_s E(C, s) / Σ_s E_natural(C, s), with the severities s from 1 to 5.

    Args:
        result: of `corruption_accuracy`.
        network: compared with the natural one.
        names: of the corruptions.

    Raises:
        NotMeasured: if a network, corruption or severity is missing.

    Reference:
        Hendrycks and Dietterich (2019), whose reference is another network, an AlexNet.
    """
    return intervals.of(
        lambda theirs, natural: float(100 * ((1 - theirs) / (1 - natural)).mean()),
        *(answers(result, name, names, EVERY) for name in (network, NATURAL)),
        over=AXES,
        averaged=AXES,
    )


def smooth_frost(result: Result) -> Interval:
    """The natural network's accuracy under frost with a smoothed texture minus that under frost.

    Raises:
        NotMeasured: if the network or one of both textures is missing.
    """
    found = answers(result, NATURAL, ("frost", SMOOTH_FROST)).values
    return intervals.of(np.mean, Sample(found[:, 1] - found[:, 0], AXES), within=(-1, 1))


def published_order(result: Result) -> Interval:
    """Spearman's correlation of accuracies with the published ones, mean over natural seeds.

    Raises:
        NotMeasured: if the natural network or a corruption is missing.
    """
    published = published_accuracies.NETWORKS[published_accuracies.STANDARD].accuracies
    return intervals.of(
        lambda rows: rank_correlation(rows, np.array(published)),
        answers(result, NATURAL),
        over=AXES,
        averaged=("images",),
        drawn=("images",),
        within=(-1, 1),
    )
