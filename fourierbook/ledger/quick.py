"""The quick value that each claim had when it was last recorded, on embedded and on real data.

It decides no claim: it shows when a change of the code has moved a number. A value has *moved* when
the 95 % intervals then and now have no point in common. Run times, which a change of the machine
moves, are not recorded.
"""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fourierbook import files, signed
from fourierbook.data import datasets
from fourierbook.ledger.rows import experiments, ledger
from fourierbook.measure.intervals import Interval
from fourierbook.measure.populations import NotMeasured
from fourierbook.results import store
from fourierbook.results.claim import Claim
from fourierbook.results.store import Result

FILE = "quick.json"  # in the folder of recorded results
ROUNDING = 1e-6  # what another processor may change in a number that has no spread

Values = dict[str, dict[str, Interval]]  # by claim, then by kind of data


class Moved(NamedTuple):
    """A claim whose quick value is not where it was; `now` is None if it is measured no more."""

    id: str
    kind: str
    before: Interval
    now: Interval | None


def values(rows: Iterable[Claim]) -> dict[str, tuple[str, Interval | None]]:
    """Kind of data and quick value of each claim whose quick result is stored; computes nothing."""
    rows, found = list(rows), {}
    names = {name for claim in rows for name in (claim.experiment, *claim.also)}
    results = {name: store.find(experiments()[name], "quick") for name in names}
    for claim in rows:
        its = [results[name] for name in (claim.experiment, *claim.also)]
        if all(result is not None for result in its):
            found[claim.id] = kind(its[0]), measured(claim, *its)
    return found


def kept() -> list[Claim]:
    """Claims whose quick values are recorded and compared: all but those on run times."""
    return [claim for claim in ledger() if not experiments()[claim.experiment].timed]


def measured(claim: Claim, *results: Result) -> Interval | None:
    """A claim's quantity; None where a recipe, smaller than the one that decides, lacks it."""
    try:
        return claim.quantity(*results)
    except NotMeasured:
        return None


def kind(result: Result) -> str:
    """Whether a result is on `embedded` data, which is always there, or on `real` data."""
    data = result.recipe.data
    return "embedded" if data is None or data in datasets.EMBEDDED else "real"


def moved() -> list[Moved]:
    """Claims whose quick value in the results folder is not where it was recorded."""
    recorded = read(store.RECORDED / FILE)
    found = []
    for name, (data, now) in values(kept()).items():
        before = recorded.get(name, {}).get(data)
        if before is not None and (now is None or disjoint(before, now)):
            found.append(Moved(name, data, before, now))
    return found


def unrecorded() -> list[str]:
    """Claims that have a quick value in the results folder, but none recorded for such data."""
    recorded = read(store.RECORDED / FILE)
    return [
        name
        for name, (data, now) in values(kept()).items()
        if now is not None and data not in recorded.get(name, {})
    ]


def update() -> list[str]:
    """Record the quick values that stand in the results folder; returns the claims that have one.

    Values on the other kind of data stay; claims that are not in the ledger any more go, and those
    that are on run times.
    """
    path = store.RECORDED / FILE
    old, now = read(path), values(kept())
    new = {claim.id: dict(old.get(claim.id, {})) for claim in kept()}
    for name, (data, interval) in now.items():
        new[name].pop(data, None)
        if interval is not None:
            new[name][data] = interval
    write(path, {name: kinds for name, kinds in new.items() if kinds})
    return [name for name, (_, interval) in now.items() if interval is not None]


def disjoint(first: Interval, second: Interval) -> bool:
    """Whether two intervals have no point in common, rounding apart.

    >>> here, there = Interval(1, 0, 2, 3, "seeds"), Interval(3, 2.5, 4, 3, "seeds")
    >>> disjoint(here, there), disjoint(here, here)
    (True, False)
    """
    slack = ROUNDING * max(1.0, abs(first.mean), abs(second.mean))
    return first.high + slack < second.low or second.high + slack < first.low


def read(path: Path) -> Values:
    """Recorded values; none where there is no file.

    Raises:
        ValueError: if the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        return {
            claim: {kind: _interval(fields) for kind, fields in kinds.items()}
            for claim, kinds in signed.parsed(path.read_bytes()).items()
        }
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as problem:
        raise ValueError(
            f"{path} is damaged ({problem}), so it is not used; take it from the repository again, "
            "or delete it and run `fourierbook claims --update` after a build"
        ) from problem


def write(path: Path, values: Values) -> None:
    """Write recorded values, whole or not at all."""
    plain = {
        claim: {kind: _plain(interval) for kind, interval in sorted(kinds.items())}
        for claim, kinds in sorted(values.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    files.replace(path, signed.text(plain).encode())


def _plain(interval: Interval) -> dict:
    """An interval in JSON, which has no infinite numbers."""
    fields = interval._asdict()
    return {
        name: None if fields[name] in (math.inf, -math.inf) else fields[name] for name in fields
    }


def _interval(fields: dict) -> Interval:
    low = -math.inf if fields["low"] is None else float(fields["low"])
    high = math.inf if fields["high"] is None else float(fields["high"])
    return Interval(float(fields["mean"]), low, high, int(fields["n"]), str(fields["over"]))
