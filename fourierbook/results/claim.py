"""One claim, written down before its run, and the verdict that a result gives it."""

from collections.abc import Callable
from dataclasses import dataclass

from fourierbook.measure.intervals import Interval
from fourierbook.results import judging, papers, store
from fourierbook.results.judging import Range, Verdict
from fourierbook.results.questions import Result

Quantity = Callable[[Result], Interval | None]  # None where the recipe does not measure it


@dataclass(frozen=True)
class Claim:
    """One checkable statement; what would count as holding was written down before the run."""

    id: str
    paper: str | None  # arXiv number; None for our own
    place: str  # in the paper: figure, equation or section
    chapter: str
    debate: tuple[str, ...]  # statements of the debate that it decides
    statement: str
    paper_value: str | None  # as the paper gives it
    experiment: str
    quantity: Quantity
    holds: Range
    weaker: Range | None
    least: int  # seeds or images
    why: str  # the reason for the ranges
    decisive: tuple[str, ...] = ()  # those of `debate` that fail if it fails

    def __post_init__(self) -> None:
        """Refuse names and ranges that mean nothing."""
        ranges = [self.holds] if self.weaker is None else [self.holds, self.weaker]
        wrong = {
            "paper": self.paper is not None and self.paper not in papers.PAPERS,
            "chapter": self.chapter not in papers.CHAPTERS,
            "debate": not set(self.debate) <= set(papers.DEBATE),
            "decisive": not set(self.decisive) <= set(self.debate),
            "holds or weaker": any(not low <= high for low, high in ranges),
            "least": self.least < 1,
            "why": not self.why,
        }
        if any(wrong.values()):
            raise ValueError(
                f"claim {self.id!r}: {', '.join(name for name in wrong if wrong[name])} cannot be "
                "so. A paper, a chapter and statements of the debate are named as in "
                "fourierbook.results.papers; ranges are (low, high) with low ≤ high; at least one "
                "seed or image is needed; why gives the reason."
            )


def verdict(claim: Claim, result: Result | None) -> Verdict:
    """Judge a claim by the 95 % interval of a thorough or full result.

    It *holds* where the interval lies inside `holds`, is *weaker* where it lies inside `holds` and
    `weaker` together, *fails* where it meets neither, and is *untested* where nothing has run, too
    few seeds or images were used, or the interval is too wide to tell.

    Args:
        claim: to be judged.
        result: of the claim's experiment; None where it has not run.
    """
    if result is None:
        return Verdict(judging.UNTESTED, "not run at scale thorough or full")
    if result.experiment != claim.experiment:
        raise ValueError(f"{claim.id} is decided by {claim.experiment}; got {result.experiment}")
    if result.scale not in store.LARGER:
        return Verdict(judging.UNTESTED, f"scale {result.scale} never decides")
    interval = claim.quantity(result)
    if interval is None:
        reason = f"the {result.scale} run does not measure it"
        return Verdict(judging.UNTESTED, reason, None, result.scale)
    found = judging.judged(interval, claim.holds, claim.weaker, least=claim.least)
    return Verdict(*found, interval, result.scale)
