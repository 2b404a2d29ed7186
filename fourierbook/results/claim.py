"""One claim, written down before its run, and the verdict that a result gives it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fourierbook.measure.intervals import Interval
from fourierbook.measure.populations import NotMeasured
from fourierbook.results import debate, judging, papers, store
from fourierbook.results.judging import Range, Verdict
from fourierbook.results.questions import Result

# Of the result, and of those of `Claim.also`; raises NotMeasured where the recipe lacks it.
Quantity = Callable[..., Interval]
WORDS = 12  # at most, of `Claim.short`
POPULATIONS = ("seeds", "images", "corruptions", "waves", "pairs", "modes", "networks")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One checkable statement; what would count as holding was written down before the run."""

    id: str
    chapter: str
    short: str  # the statement in at most twelve words, for a picture
    statement: str
    experiment: str
    also: tuple[str, ...] = ()  # other experiments whose results the quantity reads
    quantity: Quantity
    over: tuple[str, ...]  # populations that the interval has to count, the coarsest first
    holds: Range
    weaker: Range | None = None
    least: int  # of the first of `over`
    why: str  # the reason for the ranges
    against: str = ""  # what would be seen if the statement were false; a check has none
    paper: str | None = None  # arXiv number; None for our own
    place: str = "our run"  # in the paper: figure, equation or section
    paper_value: str | None = None  # as the paper gives it
    mark: float | None = None  # the same in the unit of the quantity, where it is a number
    debate: tuple[str, ...] = ()  # parts of the debate that it decides, such as D10a
    decisive: tuple[str, ...] = ()  # those of `debate` that fail if it fails
    check: bool = False  # of the code: an identity, which decides and counts nothing
    after: str | None = None  # why the bound was set after the run, where it was

    def __post_init__(self) -> None:
        """Refuse names and ranges that mean nothing."""
        ranges = [self.holds] if self.weaker is None else [self.holds, self.weaker]
        wrong = {
            "paper": self.paper is not None and self.paper not in papers.PAPERS,
            "chapter": self.chapter not in papers.CHAPTERS,
            "debate": not set(self.debate) <= set(debate.PARTS) or (self.check and self.debate),
            "decisive": not set(self.decisive) <= set(self.debate),
            "holds or weaker": any(not low <= high for low, high in ranges),
            "least": self.least < 1,
            "why": not self.why,
            "against": self.check == bool(self.against),
            "short": not 1 <= len(self.short.split()) <= WORDS,
            "over": not self.over or not set(self.over) <= set(POPULATIONS),
        }
        if any(wrong.values()):
            raise ValueError(
                f"claim {self.id!r}: {', '.join(name for name in wrong if wrong[name])} cannot be "
                "so. Papers and chapters are named as in fourierbook.results.papers, parts of the "
                "debate as in fourierbook.results.debate; ranges are (low, high) with low ≤ high; "
                f"at least one seed or image is needed; why gives the reason; short has {WORDS} "
                f"words at most; over names some of {', '.join(POPULATIONS)}; against says what "
                "would be seen if the statement were false, and a check of the code, which "
                "decides nothing of the debate, has none."
            )


def verdict(claim: Claim, result: Result | None, *others: Result | None) -> Verdict:
    """Judge a claim by the 95 % interval of a thorough or full result.

    It *holds* where the interval lies inside `holds`, is *weaker* where it lies inside `holds` and
    `weaker` together, *fails* where it meets neither. It is *inconclusive* where the interval is
    too wide to tell, counts too few seeds or images, or not all that could have been otherwise; and
    *untested* where nothing has run.

    Args:
        claim: to be judged.
        result: of the claim's experiment; None where it has not run.
        others: results of `claim.also`, in that order.

    Raises:
        ValueError: if a result is of another experiment than the claim names.
    """
    names, results = (claim.experiment, *claim.also), (result, *others)
    for name, one in zip(names, results, strict=True):
        if one is None:
            where = "" if name == claim.experiment else f"{name} has "
            return Verdict(judging.UNTESTED, f"{where}not run at scale thorough or full")
        if one.experiment != name:
            raise ValueError(f"{claim.id} is decided by {name}; got {one.experiment}")
        if one.scale not in store.LARGER:
            return Verdict(judging.UNTESTED, f"scale {one.scale} never decides")
    try:
        interval = claim.quantity(*results)
    except NotMeasured as missing:
        reason = f"the {result.scale} run does not measure it: {missing}"
        return Verdict(judging.UNTESTED, reason, None, result.scale)
    lacking = [each for each in claim.over if each not in populations(interval)]
    if lacking:
        found = judging.INCONCLUSIVE, f"the interval does not count the spread of {lacking[0]}"
    else:
        found = judging.judged(interval, claim.holds, claim.weaker, least=claim.least)
    return Verdict(*found, interval, result.scale)


def populations(interval: Interval) -> list[str]:
    """What an interval is over, one by one.

    >>> populations(Interval(0.5, 0.4, 0.6, 3, "seeds, images and corruptions"))
    ['seeds', 'images', 'corruptions']
    """
    return re.split(", | and ", interval.over)
