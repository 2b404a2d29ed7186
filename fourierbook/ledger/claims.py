"""The ledger: what papers claim, what we measured, and the verdict, which is always computed."""

from typing import NamedTuple

from fourierbook.ledger import quick
from fourierbook.ledger.quick import moved, update
from fourierbook.ledger.rows import experiments, ledger, of_chapter, verdicts
from fourierbook.results import judging, papers, tables
from fourierbook.results.claim import Claim, verdict
from fourierbook.results.debate import DEBATE, PARTS
from fourierbook.results.judging import (
    FAILS,
    HOLDS,
    INCONCLUSIVE,
    UNTESTED,
    WEAKER,
    Verdict,
    Weighed,
    judged,
)

__all__ = [
    "FAILS", "HOLDS", "INCONCLUSIVE", "UNTESTED", "WEAKER", "Claim", "Stated", "Verdict",
    "debate_table", "debate_verdicts", "experiments", "judged", "ledger", "moved", "of_chapter",
    "opening_table", "quick", "remarks", "update", "verdict", "verdicts",
]  # fmt: skip

LISTED = 3  # claims of one reason that a remark still names; the ledger has them all


class Stated(NamedTuple):
    """What the ledger says of a statement of the debate: of each part, and of the whole."""

    verdict: str | None  # None as long as a part is not decided
    parts: dict[str, Weighed]  # by letter


def debate_verdicts() -> dict[str, Stated]:
    """Verdict on each statement of the debate, D1 to D23, from the verdicts on its claims."""
    rows = [claim for claim in ledger() if not claim.check]
    found = verdicts(rows)
    weighed = {
        part: judging.weighed(
            {claim.id: found[claim.id].verdict for claim in rows if part in claim.debate},
            decisive=[claim.id for claim in rows if part in claim.decisive],
        )
        for part in PARTS
    }
    stated = {}
    for name, statement in DEBATE.items():
        parts = {letter: weighed[f"{name}{letter}"] for letter in statement.parts}
        words = {letter: part.verdict for letter, part in parts.items()}
        decisive = [letter for letter, part in statement.parts.items() if part.decisive]
        stated[name] = Stated(judging.stated(words, decisive=decisive), parts)
    return stated


def debate_table() -> str:
    """The statements of the debate and their parts, each with its verdict, in Markdown."""
    rows = []
    for name, (whole, parts) in debate_verdicts().items():
        statement = DEBATE[name]
        rows.append((f"**{name}**", f"**{statement.text}**", f"**{whole}**" if whole else "", ""))
        rows += [
            (f"{name}{letter}", statement.parts[letter].text, found.verdict, found.reason)
            for letter, found in parts.items()
        ]
    return tables.markdown(["id", "statement and parts", "verdict", "its claims"], rows)


def opening_table(chapter: str) -> str:
    """The claims that a chapter tests, each with its place in the paper, in Markdown."""
    rows = [
        (claim.statement, papers.citation(claim.paper, claim.place))
        for claim in of_chapter(chapter)
    ]
    return tables.markdown(["claim", "where it is made"], rows)


def remarks(chapter: str) -> str:
    """Every claim of a chapter that does not simply hold, with the reason, in Markdown.

    Claims of one verdict and one reason share a line; more than a few are counted, not listed.
    """
    rows = of_chapter(chapter)
    found = verdicts(rows)
    groups: dict[tuple[str, str], list[str]] = {}
    for claim in rows:
        if (verdict_ := found[claim.id]).verdict != HOLDS:
            groups.setdefault((verdict_.verdict, verdict_.reason), []).append(claim.statement)
    lines = [_remark(*shared, statements) for shared, statements in groups.items()]
    return "\n".join(lines) or "Every claim of this chapter holds."


def _remark(name: str, reason: str, statements: list[str]) -> str:
    if len(statements) == 1:
        return f"- **{name}**: {statements[0]}. Reason: {reason}."
    shared = f"- **{name}**, {len(statements)} claims with one reason: {reason}"
    return shared + (f" ({' · '.join(statements)})." if len(statements) <= LISTED else ".")
