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


def of_chapter(chapter: str) -> list[str]:
    """Names of a chapter's experiments: those of the modules in its folder.

    Raises:
        ValueError: if there are none.

    >>> of_chapter("fourier_primer")
    ['natural_spectra', 'phase_swap']
    """
    own = [name for name in MODULES if name.startswith(f"{__name__}.{chapter}.")]
    found = list(gathered(own)[0])
    if not found:
        raise ValueError(f"a folder of {__name__} with experiments is a chapter; got {chapter!r}")
    return found


MODULES = [module.name for module in pkgutil.walk_packages(__path__, f"{__name__}.")]
EXPERIMENTS, CLAIMS = gathered(MODULES)
