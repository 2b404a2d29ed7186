"""What the page's numbers are made of: the recorded results, and what is counted in them."""

import numpy as np

from fourierbook.experiments.f_principle import (
    focus,
    images,
    images_by_chance,
    labels,
    line,
    noise,
    pairs,
)
from fourierbook.ledger import claims
from fourierbook.measure.crossings import order
from fourierbook.measure.intervals import Interval
from fourierbook.results import store
from fourierbook.results.questions import Experiment, Result

ONES, OTHERS = "only", "but"  # of the digit that has the most frequencies, or of all the others


def result(experiment: Experiment) -> Result:
    """The recorded result at the largest scale.

    Raises:
        LookupError: if there is none.
    """
    found = store.largest(experiment)
    if found is None:
        raise LookupError(f"{experiment.name} is not recorded at scale thorough or full")
    return found


def claimed(name: str) -> float:
    """Mean of the quantity that a claim of the page is about."""
    return _interval(name).mean


def half(name: str) -> int:
    """Larger half of the interval of a claim's share, in per cent."""
    mean, low, high, *_ = _interval(name)
    return round(100 * max(mean - low, high - mean))


def _interval(name: str) -> Interval:
    (row,) = (row for row in claims.ledger() if row.id == f"f_principle.{name}")
    return claims.verdicts([row])[row.id].interval


def ladder() -> Result:
    """Networks that learnt waves."""
    return result(line.FREQUENCY_LADDER)


def noisy() -> Result:
    """Networks that learnt noisy points."""
    return result(noise.NOISY_WAVES)


def flower() -> Result:
    """Networks that drew a flower."""
    return result(focus.PHOTOGRAPH_IN_FOCUS)


def digits() -> Result:
    """Classifiers of MNIST."""
    return result(images.DIGITS_IN_PARTS)


def in_order(case: str, *, lasting: bool = False) -> int:
    """How many networks of a case learnt its waves from low to high."""
    return int(order(line.times(ladder(), case, lasting=lasting)).low_first.sum())


def middle_step(case: str, place: int, *, lasting: bool = False) -> float:
    """Median crossing time of one wave of a case."""
    return float(np.median(line.times(ladder(), case, lasting=lasting)[:, place]))


def taken(band: int) -> int:
    """Percentage of a band of the noise that is taken at the best step, in the median."""
    return round(100 * float(np.median(noise.taken_at_best(noisy())[:, band])))


def high_where_behind() -> float:
    """Least error of the high part, on both data sets, where the low one is behind."""
    least = []
    for experiment, known in zip(images.EXPERIMENTS, labels.EXPERIMENTS, strict=True):
        learnt, alike = result(experiment), labels.mean_label(result(known))
        least += [
            images_by_chance.high_where_behind(learnt, case, seed, alike)
            for case in learnt.recipe.cases
            for seed in learnt.recipe.seeds
        ]
    return min(least)


def pairs_of_digits(which: str) -> pairs.Pairs:
    """Pairs of frequencies of the ones, or of all the other digits."""
    learnt = digits()
    return pairs.counted(learnt, **{which: pairs.widest_class(learnt)})


def high_first_shares() -> list[float]:
    """Percentage of the pairs of all digits with the higher frequency first, network by network."""
    learnt = digits()
    found = [pairs.counted(learnt, cases=[case]) for case in learnt.recipe.cases]
    return [100 * (1 - each.low_first / each.deciding) for each in found]


def beyond_places() -> tuple[int, int]:
    """Of the frequencies of the digits, those that are more than the places', and all."""
    return pairs.beyond_the_places(digits(), result(labels.DIGITS_LABELS))


def two_figures(value: float) -> float:
    """To two figures, where a whole number would keep all of its own.

    >>> two_figures(1667.0)
    1700.0
    """
    return float(f"{value:.2g}")
