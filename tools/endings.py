"""The foot of each page: what it settles in the debate, and what the pages beside it ask."""

import itertools
from collections.abc import Mapping
from typing import Any


def of_pages(questions: Mapping[str, str], ledger: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands at the foot of each page: `next`, `previous`, `settles`.

    Args:
        questions: of every page, in reading order.
        ledger: as its page saves it.
    """
    return {
        page: {**beside, "settles": settled(ledger, page.rsplit("/", 1)[-1])}
        for page, beside in neighbours(questions).items()
    }


def neighbours(questions: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """For each page, in reading order, the questions of the page before and of the page after.

    >>> neighbours({"a": "A?", "b": "B?"})
    {'a': {'next': 'B?'}, 'b': {'previous': 'A?'}}
    """
    pages, found = list(questions), {page: {} for page in questions}
    for before, after in itertools.pairwise(pages):
        found[before]["next"] = questions[after]
        found[after]["previous"] = questions[before]
    return found


def settled(ledger: Mapping[str, Any], chapter: str) -> list[dict[str, str]]:
    """Parts of the debate that claims of a chapter decide: `id`, `text` and `verdict` of each."""
    own = {claim["id"] for claim in ledger["claims"] if claim["chapter"] == chapter}
    return [
        {"id": part["id"], "text": part["text"] or said["text"], "verdict": part["verdict"]}
        for said in ledger["debate"]
        for part in said["parts"]
        if own & set(part["rows"])
    ]


def added(config: Mapping[str, Any], feet: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of Sphinx, with what its template shows at the foot of the pages."""
    own = dict(config["sphinx"]["config"])
    own["html_context"] = {**own["html_context"], "endings": dict(feet)}
    return {**config, "sphinx": {**config["sphinx"], "config": own}}
