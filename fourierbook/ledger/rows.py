"""Rows of the ledger: every claim of the book, in the order of the chapters, with its verdict."""

from collections.abc import Iterable

from fourierbook import experiments as book
from fourierbook.results import papers, store
from fourierbook.results.claim import Claim, verdict
from fourierbook.results.judging import Verdict
from fourierbook.results.questions import Experiment, Result

# Chapters whose page is not written: their claims wait for it.
DRAFTED = {"spectral_bias_data"}


def experiments() -> dict[str, Experiment]:
    """Every experiment by name."""
    return book.EXPERIMENTS


def ledger() -> list[Claim]:
    """Every claim of the chapters that are written, in their order.

    Raises:
        ValueError: if two claims have the same id, or one names no experiment.
    """
    ids = [claim.id for claim in book.CLAIMS]
    wrong = {name for name in ids if ids.count(name) > 1}
    wrong |= {
        claim.id
        for claim in book.CLAIMS
        if not {claim.experiment, *claim.also} <= set(experiments())
    }
    if wrong:
        raise ValueError(f"each claim has an id of its own and an experiment; not so {wrong}")
    order = list(papers.CHAPTERS)
    written = [claim for claim in book.CLAIMS if claim.chapter not in DRAFTED]
    return sorted(written, key=lambda claim: order.index(claim.chapter))


def of_chapter(chapter: str) -> list[Claim]:
    """Claims of one chapter.

    Raises:
        ValueError: if it has none.
    """
    found = [claim for claim in ledger() if claim.chapter == chapter]
    if not found:
        names = dict.fromkeys(claim.chapter for claim in ledger())
        raise ValueError(f"claims belong to the chapters {', '.join(names)}; got {chapter!r}")
    return found


def judge(claim: Claim, result: Result) -> Verdict:
    """Verdict on a claim by one result of its experiment, whatever others are stored."""
    others = [store.largest(experiments()[name]) for name in claim.also]
    return verdict(claim, result, *others)


def verdicts(rows: Iterable[Claim]) -> dict[str, Verdict]:
    """Verdict on each claim by its id; each result is read once."""
    rows = list(rows)
    names = {name for claim in rows for name in (claim.experiment, *claim.also)}
    results = {name: store.largest(experiments()[name]) for name in names}
    return {
        claim.id: verdict(claim, *(results[name] for name in (claim.experiment, *claim.also)))
        for claim in rows
    }
