"""The ledger as files that other programs read: CSV, a row a claim, and JSON, with the debate."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

RANGES = ("holds", "weaker")
Entry = Mapping[str, Any]


def as_json(entries: Iterable[Entry], statements: Iterable[Entry]) -> str:
    """Claims and statements of the debate; an end that is infinite is null, as JSON has no ∞.

    Args:
        entries: as `fourierbook.ledger.entries` gives them.
        statements: as it gives them.

    >>> as_json([{"id": "a.b", "holds": (0.5, math.inf)}], [])
    '{"claims": [{"id": "a.b", "holds": [0.5, null]}], "debate": []}'
    """
    found = {"claims": list(map(dict, entries)), "debate": list(map(dict, statements))}
    return json.dumps(_finite(found), ensure_ascii=False, allow_nan=False)


def as_csv(entries: Iterable[Entry]) -> str:
    r"""A header, and a row a claim; ranges take two columns, and what is not there is empty.

    >>> as_csv([{"id": "a.b", "holds": (0.5, math.inf), "debate": ["D1", "D2"], "paper": None}])
    'id,holds_low,holds_high,debate,paper\r\na.b,0.5,,D1 D2,\r\n'
    """
    rows = [_flat(entry) for entry in entries]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["id"])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(entry: Entry) -> dict[str, Any]:
    """An entry in values that fit a cell each."""
    flat: dict[str, Any] = {}
    for name, value in entry.items():
        if name in RANGES:
            low, high = value or (None, None)
            flat |= {f"{name}_low": _finite(low), f"{name}_high": _finite(high)}
        else:
            flat[name] = " ".join(value) if isinstance(value, list | tuple) else _finite(value)
    return flat


def _finite(value: Any) -> Any:
    """The same value, None in place of a number that is not finite."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
