"""The numbers in the prose of the first page, from recorded results."""

from functools import cache

import numpy as np

from fourierbook.data.registry import DATASETS
from fourierbook.experiments.intro import one_band
from fourierbook.ledger.entries import entries
from fourierbook.models import zoo
from fourierbook.pages.recorded import result
from fourierbook.results.questions import Result


def ordinary_band() -> int:
    """Percentage that the network trained on whole photographs names right from their band."""
    return _percentage("ordinary", "band")


def ordinary_whole() -> int:
    """The same from whole photographs."""
    return _percentage("ordinary", "whole")


def trained_band() -> int:
    """Percentage that the network trained on the band names right from it."""
    return _percentage("trained", "band")


def trained_whole() -> int:
    """The same from whole photographs."""
    return _percentage("trained", "whole")


def ordinary_habit() -> int:
    """Of the first hundred bands, how many the ordinary network calls by its commonest name."""
    return _habit("ordinary", "band")[1]


def ordinary_habit_name() -> str:
    """That name."""
    return _habit("ordinary", "band")[0]


def trained_habit() -> int:
    """Of the first hundred whole images, how many the other one calls by its commonest name."""
    return _habit("trained", "whole")[1]


def trained_habit_name() -> str:
    """That name."""
    return _habit("trained", "whole")[0]


def photographs() -> int:
    """How many photographs were shown."""
    return _result().recipe.count


def ripples() -> str:
    """How many waves a ripple picture has, along both axes."""
    side = _result().recipe.recipe.front_end.bandwidth
    return f"{side} × {side}"


def waves() -> str:
    """How many a photograph has."""
    side = zoo.STATISTICS[_result().recipe.data].side
    return f"{side} × {side}"


def claims() -> int:
    """How many claims were put to the test."""
    return len(_verdicts())


def hold() -> int:
    """How many of them hold."""
    return _verdicts().count("holds")


def fail() -> int:
    """How many fail."""
    return _verdicts().count("fails")


def weaker() -> int:
    """How many hold in a weaker form."""
    return _verdicts().count("weaker")


def undecided() -> int:
    """How many are not decided."""
    return claims() - hold() - fail() - weaker()


@cache
def _verdicts() -> list[str]:
    found = [row["verdict"] for row in entries() if row["kind"] == "claim"]
    return [verdict for verdict in found if verdict != "untested"]


def _result() -> Result:
    return result(one_band.PHOTOGRAPHS_IN_A_BAND)


def _percentage(who: str, what: str) -> int:
    return round(100 * one_band.accuracy(_result(), who, what).mean)


def _habit(who: str, what: str) -> tuple[str, int]:
    answers = one_band.says(_result(), who, what).argmax(1)
    counts = np.bincount(answers)
    return DATASETS[_result().recipe.data].classes[counts.argmax()], int(counts.max())
