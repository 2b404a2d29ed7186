"""Every stored question of the book and every claim that one decides: a folder a chapter.

A module has a list `EXPERIMENTS`, or a list `CLAIMS`, or both; a new module is found by itself.
"""

import importlib
import pkgutil

from fourierbook.results.claim import Claim
from fourierbook.results.questions import Experiment


def gathered(names: list[str]) -> tuple[dict[str, Experiment], list[Claim]]:
    """Experiments by name and claims of so many modules.

    Raises:
        ValueError: if two experiments have the same name.
    """
    modules = [importlib.import_module(name) for name in names]
    found = [one for module in modules for one in getattr(module, "EXPERIMENTS", [])]
    by_name = {experiment.name: experiment for experiment in found}
    if len(by_name) < len(found):
        raise ValueError(f"every experiment has a name of its own; got {[e.name for e in found]}")
    return by_name, [claim for module in modules for claim in getattr(module, "CLAIMS", [])]


EXPERIMENTS, CLAIMS = gathered(
    [module.name for module in pkgutil.walk_packages(__path__, f"{__name__}.")]
)
