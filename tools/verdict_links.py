"""Links from verdict words to the ledger: `[holds](../reference/claims.ipynb#ID)`, kept true.

Sphinx cannot know the ids, since a cell makes them, so they are looked up here: an id that is no
claim, or a verdict word that is not today's, fails the build with the page and what to do.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat

from tools import outputs

LEDGER = "book/reference/claims"
WORDS = ("holds", "weaker", "fails", "inconclusive", "untested")
LINK = re.compile(r"\[(?P<text>[^\]]*)\]\([^)\s]*claims\.ipynb#(?P<id>[^)\s]+)\)")
POINTER = re.compile(r'(<b data-claim="(?P<id>[^"]+)"[^>]*>)(?P<text>[^<]*)</b>')
COMMENT = re.compile(r"<!--.*?-->")


def targets(ledger: Mapping[str, Any]) -> dict[str, str | None]:
    """Verdict by target: each claim, each statement of the debate and its parts, each chapter.

    >>> claims = [{"id": "a.b", "chapter": "a", "verdict": "holds"}]
    >>> debate = [{"id": "D1", "verdict": None, "parts": [{"id": "D1a", "verdict": "fails"}]}]
    >>> targets({"claims": claims, "debate": debate})
    {'a': None, 'a.b': 'holds', 'D1': None, 'D1a': 'fails'}
    """
    rows = [*ledger["claims"], *ledger["debate"]]
    rows += [part for statement in ledger["debate"] for part in statement["parts"]]
    found = {row["id"]: row["verdict"] for row in rows}
    chapters = dict.fromkeys(row["chapter"] for row in ledger["claims"])
    return dict(sorted({**chapters, **found}.items(), key=lambda item: item[0].startswith("D")))


def problems(text: str, known: Mapping[str, str | None]) -> list[str]:
    """One sentence for each link to the ledger that leads nowhere or says another verdict.

    >>> problems("It [fails](../reference/claims.ipynb#a.b).", {"a.b": "holds"})
    ["'fails' is linked to a.b, whose verdict is 'holds': write the sentence anew"]
    """
    found = []
    for link in (*LINK.finditer(text), *POINTER.finditer(text)):
        word = COMMENT.sub("", link["text"]).strip(" *_`")
        if link["id"] not in known:
            found.append(
                f"a link leads to {link['id']} in the ledger, which is no claim, chapter or "
                "statement there: `fourierbook claims` lists them"
            )
        elif word in WORDS and known[link["id"]] not in (word, None):
            found.append(
                f"{word!r} is linked to {link['id']}, whose verdict is {known[link['id']]!r}: "
                "write the sentence anew"
            )
    return found


def check(site: Path, pages: Iterable[str], ledger: Mapping[str, Any]) -> None:
    """Refuse links to the ledger that lead nowhere or say another verdict.

    Args:
        site: the build's copy.
        pages: their names.
        ledger: as its page saves it; where that is not built, nothing is refused.

    Raises:
        SystemExit: with a line for each.
    """
    known = targets(ledger)
    texts = {page: written(site / f"{page}.ipynb") for page in pages} if known else {}
    found = [f"{page}: {line}" for page, text in texts.items() for line in problems(text, known)]
    if found:
        raise SystemExit("\n".join(found))


def written(path: Path) -> str:
    """All that a page says: its text and, where it is a notebook, what its outputs show."""
    if not path.exists():
        return path.with_suffix(".md").read_text(encoding="utf-8")
    return outputs.said(nbformat.read(path, as_version=4))


def pointed(html: str, page: str) -> str:
    """HTML of an output, the words that name their claim made links to its entry.

    >>> pointed('<b data-claim="a.b">holds</b>', "book/seeing/x")
    '<b data-claim="a.b"><a href="../reference/claims.html#a.b">holds</a></b>'
    """
    up = "../" * (page.count("/") - LEDGER.count("/") + 1)
    address = f"{up}{'/'.join(LEDGER.split('/')[1:])}.html"
    return POINTER.sub(rf'\1<a href="{address}#\g<id>">\g<text></a></b>', html)


def read(saved: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The ledger from what its page offers to save; empty where that page is not built."""
    content = saved.get("claims.json", b'{"claims": [], "debate": []}')
    return json.loads(content)
