"""The ledger as its page shows it: a folded entry a claim, filters, and files to save.

On the page `book.js` shows the filters, and a link to an entry, `claims.html#ID`, opens it.
"""

import base64
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from fourierbook.figures.claims import OURS, Entry, debated, entry
from fourierbook.ledger import files
from fourierbook.ledger.entries import entries, statements
from fourierbook.results import papers

SAID = {  # how a count says each verdict: of one claim, of more
    "holds": ("1 holds", "{} hold"),
    "weaker": ("1 is weaker", "{} are weaker"),
    "fails": ("1 fails", "{} fail"),
    "inconclusive": ("1 is inconclusive", "{} are inconclusive"),
    "untested": ("1 is untested", "{} are untested"),
}


class Shown(NamedTuple):
    """HTML that shows itself where it is a cell's value."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def panel() -> Shown:
    """How many claims there are, the filters, and the ledger as CSV and as JSON."""
    return Shown(panel_of(entries(), statements()))


def chapter(name: str) -> Shown:
    """The entries of a chapter.

    Args:
        name: as in `fourierbook.results.papers.CHAPTERS`.

    Raises:
        ValueError: if the chapter has no claims.
    """
    return Shown(listed(entries(name), name=name))


def debate() -> Shown:
    """The statements of the debate, each with its parts and the claims that decide them."""
    return Shown(debated(statements(), entries()))


def counted(rows: Iterable[Entry]) -> str:
    """How many claims there are, and how many of each verdict; checks of the code apart.

    >>> row = {"kind": "claim", "verdict": "holds"}
    >>> counted([row, {**row, "verdict": "fails"}, row, {**row, "kind": "check"}])
    '3 claims: 2 hold, 1 fails; 1 check of the code'
    """
    rows = list(rows)
    found = [row["verdict"] for row in rows if row["kind"] == "claim"]
    said = [
        one if found.count(name) == 1 else more.format(found.count(name))
        for name, (one, more) in SAID.items()
        if name in found
    ]
    checks = len(rows) - len(found)
    last = f"; {checks} check{'s' * (checks != 1)} of the code" if checks else ""
    total = f"{len(found)} claim{'s' * (len(found) != 1)}"
    return f"{total}{': ' * bool(said)}{', '.join(said)}{last}"


def panel_of(rows: list[Entry], debate: Iterable[Entry]) -> str:
    """HTML of the counts, the filters, which wait for their script, and the files.

    Args:
        rows: entries of the ledger.
        debate: statements of the debate, for the file.
    """
    names = {row["paper"] or OURS: papers.PAPERS.get(row["paper"], "this book") for row in rows}
    ways = [
        _choice("paper", "Paper", dict(sorted(names.items(), key=lambda item: item[1]))),
        _choice("chapter", "Chapter", {row["chapter"]: _title(row["chapter"]) for row in rows}),
        _choice("verdict", "Verdict", {name: name for name in SAID if _any(rows, name)}),
    ]
    saved = [
        _save("CSV", "claims.csv", "text/csv", files.as_csv(rows)),
        _save("JSON", "claims.json", "application/json", files.as_json(rows, debate)),
    ]
    return (
        '<div class="ledger-panel">'
        f'<form class="ledger-filters" aria-label="Which claims are shown" hidden>{"".join(ways)}'
        '<button type="reset">Show all</button></form>'
        f'<p class="ledger-count" role="status">{counted(rows)}.</p>'
        f'<p class="ledger-files">All of them to take away: {" · ".join(saved)}</p></div>'
    )


def listed(rows: Iterable[Entry], *, name: str) -> str:
    """HTML of the entries of one chapter, which a link reaches by the chapter's name."""
    return f'<div class="ledger-chapter" id="{escape(name)}">{"".join(map(entry, rows))}</div>'


def _any(rows: Iterable[Entry], verdict: str) -> bool:
    return any(row["verdict"] == verdict for row in rows)


def _choice(name: str, label: str, options: Mapping[str, str]) -> str:
    """A menu that lets everything through until one is chosen."""
    every = {"": f"all {label.lower()}s"} | dict(options)
    items = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in every.items()
    )
    return f'<label>{label} <select name="{name}">{items}</select></label> '


def _save(text: str, name: str, kind: str, content: str) -> str:
    """A link that saves a file which it carries."""
    data = base64.b64encode(content.encode()).decode()
    return f'<a download="{name}" href="data:{kind};base64,{data}">{text}</a>'


def _title(chapter: str) -> str:
    """A chapter's name in words.

    >>> _title("f_principle"), _title("why_low_first")
    ('f principle', 'why low first')
    """
    return chapter.replace("_", " ")
