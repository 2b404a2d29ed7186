"""What the pages' numbers are made of: recorded results, and what claims have measured."""

from fourierbook.ledger import claims
from fourierbook.measure.intervals import Interval
from fourierbook.results import store
from fourierbook.results.claim import Claim
from fourierbook.results.questions import Experiment, Result


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
    """Mean of the quantity that a claim is about, such as that of `f_principle.exponent`."""
    return _interval(name).mean


def asked(name: str) -> float:
    """Least value at which a claim holds, such as 0.95 of `f_principle_images.digits_filtered`."""
    return _row(name).holds[0]


def half(name: str) -> int:
    """Larger half of the interval of a claim's share, in per cent."""
    mean, low, high, *_ = _interval(name)
    return round(100 * max(mean - low, high - mean))


def _interval(name: str) -> Interval:
    return claims.verdicts([_row(name)])[name].interval


def _row(name: str) -> Claim:
    (row,) = (row for row in claims.ledger() if row.id == name)
    return row
