"""Stacks of linear layers and ReLU units: their matrices, and how steep they can be."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from fourierbook.types import is_count

Affine = tuple[NDArray[np.float64], NDArray[np.float64]]  # W (m, n) and b (m,) of x ↦ W x + b

SILENT = (nn.Flatten, nn.Identity, nn.Dropout)  # what changes no number of an input (n,)


def affine_maps(network: nn.Module, *, inputs: int) -> list[Affine]:
    """The affine maps of a stack, in double precision; between every two of them stand ReLU units.

    Linear layers without units between them are multiplied.

    Args:
        network: an `nn.Linear`, or an `nn.Sequential` of linear layers and ReLU units.
        inputs: how many numbers go in.

    Raises:
        ValueError: if a part is neither, if its weights are not finite, or if the network takes
            other inputs.

    >>> [weight.shape for weight, _ in affine_maps(nn.Sequential(nn.ReLU()), inputs=3)]
    [(3, 3), (3, 3)]
    """
    if not is_count(inputs):
        raise ValueError(f"inputs is a whole number, 1 or more; got {inputs!r}")
    maps = [(np.eye(inputs), np.zeros(inputs))]
    for part in _parts(network):
        weight, bias = maps[-1]
        if isinstance(part, nn.ReLU):
            maps.append((np.eye(len(bias)), np.zeros(len(bias))))
        elif isinstance(part, nn.Linear):
            if part.in_features != len(bias):
                raise ValueError(
                    f"the layer {part} takes {part.in_features} numbers; got {len(bias)}: the "
                    f"network is asked about inputs of {inputs}"
                )
            own, shift = _values(part)
            maps[-1] = own @ weight, own @ bias + shift
        elif not isinstance(part, SILENT):
            came = f"a part {type(part).__name__}" if isinstance(part, nn.Module) else repr(part)
            raise ValueError(
                "the network is a stack of nn.Linear and nn.ReLU, whose pieces are known exactly; "
                f"got {came}"
            )
    return maps


def inputs(network: nn.Module) -> int:
    """How many numbers go into a stack: as many as its first linear layer takes.

    Raises:
        ValueError: if it has no linear layer.

    >>> inputs(nn.Sequential(nn.Flatten(), nn.Linear(2, 8)))
    2
    """
    layers = [part for part in _parts(network) if isinstance(part, nn.Linear)]
    if not layers:
        raise ValueError(
            "the network is a stack of nn.Linear and nn.ReLU, in an nn.Sequential; got "
            f"{type(network).__name__}"
        )
    return layers[0].in_features


def spectral_norms(network: nn.Module) -> Tensor:
    """Largest singular value of each linear layer, by a singular value decomposition.

    The power iteration that is used instead may need thousands of steps where two singular values
    are close, and has to alternate W and Wᵀ: of W alone it finds an eigenvalue.

    >>> layer = nn.Linear(2, 2)
    >>> layer.weight.data = torch.tensor([[0.0, 3.0], [0.0, 0.0]])  # its eigenvalues are 0
    >>> spectral_norms(layer).tolist()
    [3.0]
    """
    layers = [part for part in _parts(network) if isinstance(part, nn.Linear)]
    return torch.stack(
        [torch.linalg.matrix_norm(layer.weight.detach().double(), 2) for layer in layers]
    )


def lipschitz_bound(network: nn.Module) -> float:
    """Upper bound Π‖W⁽ᵏ⁾‖₂ of how steep a stack can be anywhere.

    Reference: Rahaman et al. (2019), equation 7 and appendix C.6.

    >>> layer = nn.Linear(1, 1)
    >>> layer.weight.data = torch.tensor([[-2.0]])
    >>> lipschitz_bound(nn.Sequential(layer, nn.ReLU(), layer))
    4.0
    """
    return spectral_norms(network).prod().item()


def _values(layer: nn.Linear) -> Affine:
    """Weight and bias of a layer, checked."""
    given = [layer.weight, layer.bias if layer.bias is not None else layer.weight.new_zeros(())]
    if not all(part.device.type != "meta" and part.isfinite().all() for part in given):
        raise ValueError(f"weights and biases are finite numbers; got others in {layer}")
    weight, bias = (part.detach().double().cpu().numpy() for part in given)
    return weight, bias


def _parts(network: nn.Module) -> list[nn.Module]:
    if isinstance(network, nn.Sequential):
        return [part for child in network for part in _parts(child)]
    return [network]
