"""The ledger: what papers claim, what we measured, and the verdict, which is always computed.

A cell shows one of its tables with `say(claims.table(chapter))`.
"""

from fourierbook.ledger import quick
from fourierbook.ledger.quick import moved, update
from fourierbook.ledger.rows import experiments, ledger, of_chapter, verdicts
from fourierbook.results import judging, papers, store, tables
from fourierbook.results.claim import Claim, verdict
from fourierbook.results.judging import (
    FAILS,
    HOLDS,
    UNTESTED,
    WEAKER,
    DebateVerdict,
    Verdict,
    judged,
)

__all__ = [
    "FAILS", "HOLDS", "UNTESTED", "WEAKER", "Claim", "DebateVerdict", "Verdict", "criteria",
    "debate_table", "debate_verdicts", "experiments", "judged", "ledger", "moved", "opening_table",
    "remarks", "table", "update", "verdict", "verdicts",
]  # fmt: skip

LISTED = 3  # claims of one reason that a remark still names; the table above it has them all


def debate_verdicts() -> dict[str, DebateVerdict]:
    """Verdict on each statement of the debate, D1 to D23, from the verdicts on its claims."""
    rows = ledger()
    found = verdicts(rows)
    return {
        name: judging.weighed(
            {claim.id: found[claim.id].verdict for claim in rows if name in claim.debate},
            decisive=[claim.id for claim in rows if name in claim.decisive],
        )
        for name in papers.DEBATE
    }


def opening_table(chapter: str) -> str:
    """The claims that a chapter tests, each with its place in the paper, in Markdown."""
    rows = [
        (claim.statement, papers.citation(claim.paper, claim.place))
        for claim in of_chapter(chapter)
    ]
    return tables.markdown(["claim", "where it is made"], rows)


def table(chapter: str) -> str:
    """What was measured: claim, paper, ours with interval, verdict, scale and device, in Markdown.

    The verdict is that of the largest scale that has run. The last column is the quick value, where
    there is one: what a page has just computed.
    """
    rows = of_chapter(chapter)
    found, now = verdicts(rows), quick.values(rows)
    header = ["claim", "paper", "ours", "verdict", "scale, device", "quick, computed now"]
    return tables.markdown(
        header, [_row(claim, found[claim.id], now.get(claim.id)) for claim in rows]
    )


def remarks(chapter: str) -> str:
    """Every claim of a chapter that does not simply hold, with the reason, in Markdown.

    Claims of one verdict and one reason share a line; more than a few are counted, not listed.
    """
    rows = of_chapter(chapter)
    found = verdicts(rows)
    groups: dict[tuple[str, str], list[str]] = {}
    for claim in rows:
        if (verdict_ := found[claim.id]).verdict != judging.HOLDS:
            groups.setdefault((verdict_.verdict, verdict_.reason), []).append(claim.statement)
    lines = [_remark(*shared, statements) for shared, statements in groups.items()]
    return "\n".join(lines) or "Every claim of this chapter holds."


def criteria(chapter: str) -> str:
    """What would count for each claim of a chapter, written down before the run, in Markdown."""
    return "\n".join(map(_criterion, of_chapter(chapter)))


def debate_table() -> str:
    """The statements of the debate with their verdicts, in Markdown."""
    rows = [
        (name, papers.DEBATE[name], f"**{found.verdict}**", found.reason)
        for name, found in debate_verdicts().items()
    ]
    return tables.markdown(["id", "statement", "verdict", "its claims"], rows)


def _row(claim: Claim, found: Verdict, now: tuple | None) -> list[str]:
    paper = papers.citation(claim.paper, claim.place)
    value = f"{paper}: {claim.paper_value}" if claim.paper_value else paper
    run = store.largest(experiments()[claim.experiment])
    where = "" if run is None else f"{run.scale}, {run.provenance['device']}"
    return [
        claim.statement,
        value,
        found.reason if found.interval is None else tables.measured(found.interval),
        f"**{found.verdict}**",
        where,
        "" if now is None else f"{tables.measured(now[1])}, {now[0]} data",
    ]


def _remark(name: str, reason: str, statements: list[str]) -> str:
    if len(statements) == 1:
        return f"- **{name}**: {statements[0]}. Reason: {reason}."
    shared = f"- **{name}**, {len(statements)} claims with one reason: {reason}"
    return shared + (f" ({' · '.join(statements)})." if len(statements) <= LISTED else ".")


def _criterion(claim: Claim) -> str:
    weaker = "" if claim.weaker is None else f", weaker in {judging.span(claim.weaker)}"
    named = [f"{name} (decisive)" if name in claim.decisive else name for name in claim.debate]
    decides = f"; decides {', '.join(named)}" if named else ""
    return (
        f"- {claim.statement} (`{claim.id}`): **holds** in {judging.span(claim.holds)}{weaker}, "
        f"from at least {claim.least:,} seeds or images{decides}. Why: {claim.why.rstrip('.')}."
    )
