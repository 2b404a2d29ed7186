"""What a user names on the command line: a network and images.

It imports what it needs when it runs, so that a help text does not wait for torch.
"""

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fourierbook.models import faults

if TYPE_CHECKING:
    from fourierbook.data.datasets import Data
    from fourierbook.types import Classifier

MOST = 1000  # images, where nobody says how many
IMAGES = "takes images (N, C, H, W) in [0, 1] and returns logits"


def network(name: str, *, takes: str = IMAGES) -> "Classifier":
    """The network of a name: `module:function`, `module:network`, or one of the zoo.

    Args:
        name: of the network.
        takes: what it takes and returns, for the message that there is none.

    Raises:
        ValueError: if there is none, whatever the user's module raises.
    """
    from torch import nn

    from fourierbook import settings
    from fourierbook.models import zoo

    if ":" not in name:
        if name not in zoo.names():
            raise ValueError(
                f"no network is called {name!r}; one of your own is module:function, and the "
                f"book's are {', '.join(zoo.names())}"
            )
        return zoo.load(name)
    device = settings.device()
    sys.path.insert(0, str(Path.cwd()))
    try:
        made = _member(*name.split(":", 1))
        found = made() if callable(made) and not isinstance(made, nn.Module) else made
        found = found.to(device) if isinstance(found, nn.Module) else found
    except (Exception, SystemExit) as problem:  # a reader's module may raise any
        if faults.for_want_of_memory(problem):
            raise
        raise ValueError(
            "model is module:function, a function without arguments, or a network, in a module "
            f"that Python finds from here; got {name}: {faults.said(problem)}"
        ) from problem
    if not callable(found):
        raise ValueError(
            f"{name} is a network, or a function without arguments that returns a network, which "
            f"{takes}; got {type(found).__name__}"
        )
    return found


def data(name: str, count: int | None) -> "Data":
    """The images of a data set of the book, or of a folder or a file.

    Raises:
        ValueError: if there is none, or `count` is no number of them.
    """
    from fourierbook.data import datasets, own

    if name not in datasets.names():
        return own.load(name, count=MOST if count is None else count)
    if count is None and name not in datasets.EMBEDDED:  # these are small, the others larger
        count = MOST
    found = datasets.load(name, "test", count=count)
    return found._replace(
        images=found.images[: count or MOST], labels=found.labels[: count or MOST]
    )


def fed(model: "Classifier", found: "Data") -> "Data":
    """The images as the network takes them: grey ones in one channel or in three.

    Raises:
        ValueError: if it takes neither.
    """
    try:
        _try(model, found)
    except ValueError as problem:
        grey = found.images[:, :1]
        other = grey.expand(-1, 3, -1, -1) if found.images.shape[1] == 1 else grey
        if not (found.images == grey).all():
            raise
        try:
            _try(model, found._replace(images=other))
        except ValueError:
            raise problem from None
        return found._replace(images=other)
    return found


def _member(module: str, name: str) -> object:
    found = importlib.import_module(module)
    if not hasattr(found, name):  # also where another module of that name is found first
        place = getattr(found, "__file__", None) or "built into Python"
        raise AttributeError(f"module {module!r} ({place}) has no attribute {name!r}")
    return getattr(found, name)


def _try(model: "Classifier", found: "Data") -> None:
    """Refuse a network that does not take such images, or lacks a class, before the long part."""
    from fourierbook.measure.accuracy import predict_unbounded

    predict_unbounded(model, found.images[:1], classes=int(found.labels.max()) + 1)
