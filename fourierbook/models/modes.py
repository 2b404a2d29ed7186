"""Modes of a network while it is measured: evaluation, whatever mode it came in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.modules.dropout import _DropoutNd
from torch.nn.modules.module import register_module_forward_pre_hook

from fourierbook.types import Classifier


@contextmanager
def evaluating(model: Classifier) -> Iterator[None]:
    """Put a network into evaluation mode, and each of its modules back into its own afterwards.

    >>> network = nn.Linear(1, 1).train()
    >>> with evaluating(network):
    ...     network.training
    False
    >>> network.training
    True
    """
    parts = [*model.modules()] if isinstance(model, nn.Module) else []
    modes = [getattr(part, "training", False) for part in parts]  # a frozen one has no mode
    if any(modes):
        _evaluate(model)
    try:
        yield
    finally:
        # From the outside in, and by each part's own `train`, which may do more than set the mode.
        for part, mode in zip(parts, modes, strict=True):
            if getattr(part, "training", mode) != mode:
                with suppress(NotImplementedError):
                    part.train(mode)
                part.training = mode


@contextmanager
def none_in_training() -> Iterator[None]:
    """Refuse a whole network in training mode inside a function: it answers by chance, and learns.

    Single parts that someone has put into training mode, such as dropout, are meant.

    Raises:
        ValueError: if a network in training mode with dropout or batch norm is called.

    >>> import torch
    >>> with none_in_training():
    ...     nn.Sequential(nn.Flatten(), nn.Dropout()).eval()(torch.ones(1, 1)).item()
    1.0
    """
    here, outermost = threading.get_ident(), []

    def look(part: nn.Module, _) -> None:
        if threading.get_ident() != here:
            return
        outermost.append(part.training)
        if outermost[0] and part.training and isinstance(part, _BatchNorm | _DropoutNd):
            raise ValueError(
                "a network inside a function is in evaluation mode; got one in training mode, "
                f"whose {type(part).__name__} answers by chance or learns from what is measured: "
                "call its .eval() first"
            )

    hook = register_module_forward_pre_hook(look)
    try:
        yield
    finally:
        hook.remove()


def _evaluate(model: nn.Module) -> None:
    try:
        model.eval()
    except NotImplementedError:  # what torch.export made has one mode
        for part in model.children():
            _evaluate(part)
