"""Stacks of ReLU layers with the initial values of PyTorch's linear layers."""

import math
from itertools import pairwise

import torch
from torch import nn


def stack(inputs: int, width: int, *, layers: int, seed: int) -> nn.Sequential:
    """Linear layers with ReLU units between them, weights and biases uniform in ±1/√m.

    Args:
        inputs: numbers that go in; one comes out.
        width: units of each hidden layer.
        layers: linear ones; the paper has six.
        seed: of the initial values.

    >>> network = stack(2, 16, layers=6, seed=0)
    >>> len(network), network[2].bias.abs().max().item() < 1 / 4
    (11, True)
    """
    generator = torch.Generator().manual_seed(seed)
    parts: list[nn.Module] = []
    for before, after in pairwise((inputs, *[width] * (layers - 1), 1)):
        layer = nn.utils.skip_init(nn.Linear, before, after)
        with torch.no_grad():
            for values in (layer.weight, layer.bias):
                values.uniform_(-1 / math.sqrt(before), 1 / math.sqrt(before), generator=generator)
        parts += [layer, nn.ReLU()]
    return nn.Sequential(*parts[:-1])
