"""What the prose of a page may say: its `numbers.py`, and the verdicts of the ledger."""

import importlib.util
import inspect
import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from numbers import Real
from pathlib import Path

from tools.pages import ROOT

Functions = Mapping[str, Callable[[], str | Real]]
VERDICT = "verdict."


def file_of(page: str, root: Path = ROOT) -> Path:
    """Where a page's numbers are, such as `fourierbook/pages/f_principle/numbers.py`."""
    return root / "fourierbook" / "pages" / page.rsplit("/", 1)[-1] / "numbers.py"


def functions(page: str, root: Path = ROOT) -> Functions:
    """The public functions that a page's `numbers.py` defines, by name; none without the file."""
    path = file_of(page, root)
    if not path.exists():
        return {}
    name = f"fourierbook.pages.{path.parent.name}.numbers"
    specification = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return {
        key: value
        for key, value in vars(module).items()
        if not key.startswith("_") and callable(value) and not inspect.isclass(value)
        if value.__module__ == name
    }


def reader(found: Functions) -> Callable[[str], str | Real]:
    """A function that gives the value of a name; each is computed once, whether that works or not.

    >>> reader({"half": lambda: 0.5})("half")
    0.5
    """
    outcome = cache(lambda name: _outcome(name, found))

    def named(name: str) -> str | Real:
        value, problem = outcome(name)
        if problem:
            raise ValueError(problem)
        return value

    return named


def shown(value: str | Real) -> str:
    """A value as the text of a mark: words as they are, a number in the one way there is."""
    from fourierbook.figures.text import two_figures

    return value if isinstance(value, str) else two_figures(float(value))


def _outcome(name: str, found: Functions) -> tuple[str | Real | None, str]:
    """Value of a name, or what is wrong with it."""
    if not name.startswith(VERDICT) and name not in found:
        near = get_close_matches(name, found, n=1)
        meant = f"; did you mean {near[0]}?" if near else ", with a function of this name"
        return None, f"numbers.py defines no {name}{meant}"
    try:
        value = found[name]() if name in found else _verdict(name.removeprefix(VERDICT))
    except Exception as error:  # of any kind: it is the chapter's own code that runs
        return None, f"{name} cannot be computed: {type(error).__name__}: {error}"
    if isinstance(value, str) and value.strip() and not re.search(r"[|<>`\n]", value):
        return value, ""
    if isinstance(value, Real) and not isinstance(value, bool) and not math.isnan(value):
        return value, ""
    return None, f"{name} gives {value!r}; it gives a number, or words of one line without | < > `"


def _verdict(claim: str) -> str:
    """The word of the ledger on one claim."""
    from fourierbook.ledger import claims

    rows = {row.id: row for row in claims.ledger()}
    if claim not in rows:
        near = get_close_matches(claim, rows, n=3)
        raise LookupError(
            f"the ledger has no claim {claim!r}; near it: {', '.join(near) or 'none'}"
        )
    return claims.verdicts([rows[claim]])[claim].verdict
