"""One claim of the ledger, and one statement of the debate, in HTML that folds.

It reads well where there is neither style nor script, as in a notebook.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from fourierbook.figures import verdicts
from fourierbook.results import papers

OURS = "ours"  # the paper of a claim that is the book's own, as the filters name it
Entry = Mapping[str, Any]


def entry(row: Entry) -> str:
    """HTML of one claim: folded, its verdict, its short form and its value; unfolded, all of it."""
    facts = "".join(f"<dt>{what}</dt><dd>{text}</dd>" for what, text in _facts(row) if text)
    value = row["measured"].rsplit(" (", 1)[0] if row["mean"] is not None else ""
    own = {"paper": row["paper"] or OURS} | {name: row[name] for name in ("chapter", "verdict")}
    data = "".join(f' data-{key}="{escape(text)}"' for key, text in own.items())
    kind = "" if row["kind"] == "claim" else '<small class="claim-kind">check of the code</small> '
    return (
        f'<details class="claim" id="{escape(row["id"])}" data-kind="{row["kind"]}"{data}>'
        f'<summary>{_verdict(row["verdict"])} <span class="claim-short">{kind}'
        f'{escape(row["short"])}</span> <span class="claim-value">{escape(value)}</span></summary>'
        f"<p>{escape(row['statement'].rstrip('.'))}.</p>{verdicts.bar(row)}<dl>{facts}</dl></details>"
    )


def debated(debate: Iterable[Entry], rows: Iterable[Entry]) -> str:
    """HTML of the statements of the debate; each claim of a part links to its entry.

    Args:
        debate: statements of the debate.
        rows: entries of the ledger.
    """
    short = {row["id"]: row["short"] for row in rows}
    return "".join(
        f'<details class="statement" id="{said["id"]}"><summary><b>{said["id"]}</b> '
        f'<span class="claim-short">{escape(said["text"])}</span> '
        f"{_verdict(said['verdict'] or 'open')}</summary><ul>"
        f"{''.join(_part(part, short) for part in said['parts'])}</ul></details>"
        for said in debate
    )


def _part(part: Entry, short: Mapping[str, str]) -> str:
    """HTML of a part of a statement."""
    its = "".join(
        f'<li><a href="#{escape(name)}">{escape(short[name])}</a></li>' for name in part["rows"]
    )
    text = f"{escape(part['text'])} " if part["text"] else ""
    return (
        f'<li id="{part["id"]}"><b>{part["id"]}</b> {text}{_verdict(part["verdict"])} '
        f"<small>{escape(part['reason'])}</small>{f'<ul>{its}</ul>' if its else ''}</li>"
    )


def _facts(row: Entry) -> list[tuple[str, str | None]]:
    """What an entry says beside its statement, as terms and HTML; what is not there is None."""
    asked = f"holds in {row['holds_in_words']}"
    asked += f", weaker in {row['weaker_in_words']}" if row["weaker"] else ""
    asked += f", from at least {row['least']:,} {(row['over'] or ['seeds or images'])[0]}"
    run = [f"scale {row['scale']}", row["device"], row["date"]] if row["scale"] else []
    measured = ", ".join(text for text in [row["measured"], *run] if text)
    quick, why = row["quick"], row["why"].rstrip(".") + "."
    again = f"fourierbook reproduce {row['experiments'][0]} --scale {row['scale']}"
    return [
        ("Made in", _source(row)),
        ("Measured", None if row["mean"] is None else escape(measured)),
        ("Verdict", f"{row['verdict']}: {escape(row['reason'])}"),
        ("Asked before the run", escape(asked)),
        ("Why these ranges", escape(why)),
        ("If it were false", row["against"] and escape(row["against"])),
        ("Set after the run", row["after"] and escape(row["after"])),
        ("Decides", ", ".join(_decides(name, row["decisive"]) for name in row["debate"])),
        ("Computed now", quick and f"{escape(quick)}; scale quick, which decides nothing"),
        ("To repeat it", row["scale"] and f"<code>{escape(again)}</code>"),
        ("Name", f'<a href="#{escape(row["id"])}"><code>{escape(row["id"])}</code></a>'),
    ]


def _source(row: Entry) -> str:
    """Where a claim is made, with a link to the paper and what the paper says."""
    if row["paper"] is None:
        return escape(row["place"])
    said = f": {escape(row['paper_value'])}" if row["paper_value"] else ""
    name = escape(f"{papers.PAPERS[row['paper']]}, {row['place']}".rstrip(", "))
    return f'<a href="https://arxiv.org/abs/{row["paper"]}">{name}</a>{said}'


def _decides(part: str, decisive: Iterable[str]) -> str:
    return f'<a href="#{part}">{part}</a>' + (" (decisive)" if part in decisive else "")


def _verdict(word: str) -> str:
    return f'<b class="verdict" data-verdict="{word}">{word}</b>'
