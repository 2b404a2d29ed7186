"""What an entry may say about itself: a result may come from anybody, and its words reach a page.

A shard's name becomes the name of a file, a stamp's words stand in sentences and in tables.
"""

import re
from collections.abc import Mapping
from typing import Any

from fourierbook.types import is_number

WORDS = ("device", "precision", "date", "commit")
SECONDS = 1e10  # three centuries


def check(document: Mapping[str, Any]) -> None:
    """Refuse an entry whose shards have names or stamps that no run gives.

    Raises:
        ValueError: with what it is.
        KeyError: if something is missing.

    >>> check({"scale": "quick", "shards": {"../seed0": {}}})
    Traceback (most recent call last):
        ...
    ValueError: a shard is named by letters, digits, - and _; got '../seed0'
    """
    shards = document["shards"]
    if not is_plain(document["scale"]) or not isinstance(shards, Mapping) or not shards:
        raise ValueError("it has a scale and shards with names, one at least")
    for name, stamp in shards.items():
        if not names_a_file(name):
            raise ValueError(f"a shard is named by letters, digits, - and _; got {name!r}")
        if not isinstance(stamp, Mapping) or not isinstance(stamp["versions"], Mapping):
            raise ValueError(f"shard {name} does not say where it comes from")
        versions = [*stamp["versions"], *stamp["versions"].values()]
        words = [stamp[word] for word in WORDS if word != "commit" or stamp[word] is not None]
        if not all(map(is_plain, [stamp["sha256"], *words, *versions])):
            raise ValueError(f"shard {name} says where it comes from in more than plain words")
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", stamp["date"]):
            raise ValueError(f"shard {name} has the date {stamp['date']!r}")
        if not is_number(stamp["seconds"], least=0) or stamp["seconds"] > SECONDS:
            raise ValueError(f"shard {name} took {stamp['seconds']!r} seconds")


def is_plain(word: object) -> bool:
    """Whether something is a short text without a sign that a page or a terminal would act on.

    >>> is_plain("CPU, 2 threads"), is_plain("<script>"), is_plain("a | b"), is_plain(None)
    (True, False, False, False)
    """
    short = isinstance(word, str) and len(word) <= 200 and word.isprintable()
    return short and re.search(r"[<>|`]|\]\(", word) is None


def names_a_file(name: str) -> bool:
    """Whether a name is made of letters, digits, - and _ alone.

    >>> names_a_file("seed-0"), names_a_file("../seed")
    (True, False)
    """
    return re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]*", name) is not None
