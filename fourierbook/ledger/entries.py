"""The ledger as plain values: one dictionary a claim, one a statement of the debate."""

from typing import Any

from fourierbook.ledger import claims, quick
from fourierbook.ledger.rows import experiments, ledger, of_chapter, verdicts
from fourierbook.measure import written
from fourierbook.results import judging, papers, store
from fourierbook.results.claim import Claim
from fourierbook.results.debate import DEBATE
from fourierbook.results.judging import Verdict, Weighed


def entries(chapter: str | None = None) -> list[dict[str, Any]]:
    """Every claim with what it asks, what was measured, and the verdict, in the book's order.

    Args:
        chapter: those of one chapter alone.

    Returns:
        For each claim its fields and `verdict`, `reason`, `mean`, `low`, `high`, `n`, `counted`
        (what the interval is over), `measured` (in words), `scale`, `device` and `date` of the
        run, `quick` (in words; what was computed now, if it was), `kind` ("claim" or "check").
        What is not there is None; ranges are pairs of numbers.

    Raises:
        ValueError: if the chapter has no claims.
    """
    rows = ledger() if chapter is None else of_chapter(chapter)
    found, now = verdicts(rows), quick.values(rows)
    runs = {name: store.largest(experiments()[name]) for name in {row.experiment for row in rows}}
    return [_entry(claim, found[claim.id], now.get(claim.id), runs[claim.experiment])
            for claim in rows]  # fmt: skip


def statements() -> list[dict[str, Any]]:
    """Every statement of the debate: `id`, `text`, `verdict` (None while it is open), `parts`.

    A part has `id`, `text`, `verdict`, `reason`, and the ids of its claims in `rows`.
    """
    return [
        {"id": name, "text": DEBATE[name].text, "verdict": whole, "parts": _parts(name, parts)}
        for name, (whole, parts) in claims.debate_verdicts().items()
    ]


def _parts(name: str, found: dict[str, Weighed]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{name}{letter}",
            "text": DEBATE[name].parts[letter].text,
            "verdict": part.verdict,
            "reason": part.reason,
            "rows": list(part.rows),
        }
        for letter, part in found.items()
    ]


def _entry(claim: Claim, found: Verdict, now: tuple | None, run: store.Result | None) -> dict:
    spread = found.interval
    return {
        "id": claim.id,
        "chapter": claim.chapter,
        "kind": "check" if claim.check else "claim",
        "short": claim.short,
        "statement": claim.statement,
        "paper": claim.paper,
        "place": claim.place,
        "citation": papers.citation(claim.paper, claim.place),
        "paper_value": claim.paper_value,
        "mark": claim.mark,
        "debate": list(claim.debate),
        "decisive": list(claim.decisive),
        "experiments": [claim.experiment, *claim.also],
        "holds": claim.holds,
        "weaker": claim.weaker,
        "holds_in_words": judging.span(claim.holds),
        "weaker_in_words": claim.weaker and judging.span(claim.weaker),
        "least": claim.least,
        "over": list(claim.over),
        "why": claim.why,
        "against": claim.against or None,
        "after": claim.after,
        "verdict": found.verdict,
        "reason": found.reason,
        "mean": spread and spread.mean,
        "low": spread and spread.low,
        "high": spread and spread.high,
        "n": spread and spread.n,
        "counted": spread and spread.over,
        "measured": written.interval(spread),
        "scale": run and run.scale,
        "device": run and run.provenance["device"],
        "date": run and run.provenance["date"],
        "quick": now and f"{written.interval(now[1])}, {now[0]} data",
    }
