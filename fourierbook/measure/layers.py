"""How far a wave moves what a layer inside a network puts out."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor, nn

from fourierbook import progress
from fourierbook.measure import accuracy
from fourierbook.measure.basis_noise import BasisNoise, pairs
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.models.feeding import device_of, run
from fourierbook.types import check_batch, described, single


def layer_heatmap(
    model: nn.Module,
    layer: str,
    images: Tensor,
    *,
    norm: float,
    relative: bool = False,
    clip: bool = True,
    seed: int = 0,
    window: int | None = None,
    phase: float = math.pi / 4,
) -> Tensor:
    """How far each wave moves the output h of one layer: the mean over images of ‖h(x̃) − h(x)‖₂.

    Args:
        model: takes (N, C, H, W) in [0, 1].
        layer: its name in `model.named_modules()`.
        images: (N, C, H, W) in [0, 1].
        norm: v, the L2 norm of the wave in each channel.
        relative: divide by the largest value of the map, so that layers can be compared; it is then
            in shares of that and no longer in units of the layer.
        clip: whether x̃ is clipped to [0, 1].
        seed: of the signs.
        window: side of the square of frequencies around zero, an odd number; all without it.
        phase: of the waves, in radians.

    Returns:
        (H, W), or (window, window), with frequency zero in the centre.

    Raises:
        ValueError: if the model has no such layer, or if no numbers are seen to leave it; see also
            `fourier_heatmap`.

    Reference:
        The authors' code for Yin et al. (2019), which divides by the largest value by default.

    A layer that sums the pixels sees frequency zero alone, which adds v/N to each of N² pixels:

    >>> total = nn.Sequential(nn.Flatten(), nn.Linear(9, 1))
    >>> total[1].weight.data.fill_(1.0)[0, 0].item()
    1.0
    >>> moved = layer_heatmap(total, "1", torch.full((1, 1, 3, 3), 0.5), norm=0.3)
    >>> moved.round(decimals=4)[1]
    tensor([0.0000, 0.9000, 0.0000])
    """
    check_batch(images)
    noise = BasisNoise(norm, clip, seed, phase)
    height, width = images.shape[-2:]
    frequencies = map_frequencies(height, width, window)
    device = device_of(model, images)
    seen = single(images.to(device))
    with _tapped(model, layer) as output:
        of_model = partial(accuracy.answers, model, device=device, of=single, ask=output)
        plain = of_model(partial(accuracy.blocks, seen, device))
        moved = []
        for frequency in progress.track(frequencies, f"heatmap of {layer}"):
            under = partial(pairs, seen, frequency[None], noise, 0)
            moved.append((of_model(under) - plain).norm(dim=1).mean())
    found = centred_map(torch.stack(moved), height, width, window)
    return found / found.max() if relative else found


@contextmanager
def _tapped(model: nn.Module, layer: str) -> Iterator[Callable[[nn.Module, Tensor], Tensor]]:
    """A function that gives a layer's output (N, features) for a network's images.

    Of several outputs it is the first, such as the sum of the values that attention gives.
    """
    parts = dict(model.named_modules()) if isinstance(model, nn.Module) else {}
    if layer not in parts:
        raise ValueError(
            f"layer is the name of a module of the network: {', '.join(filter(None, parts))}; got "
            f"{layer!r}"
        )
    seen = []
    try:
        tap = parts[layer].register_forward_hook(lambda *call: seen.append(call[-1]))
    except RuntimeError as problem:
        raise _unseen(layer, "nothing") from problem

    def output(model: nn.Module, images: Tensor) -> Tensor:
        seen.clear()
        run(model, images)
        found = seen[-1] if seen else None
        found = found[0] if isinstance(found, tuple | list) and found else found
        if not isinstance(found, Tensor) or len(found) != len(images):
            raise _unseen(layer, "nothing" if found is None else described(found))
        return found.flatten(1)

    try:
        yield output
    finally:
        tap.remove()


def _unseen(layer: str, found: str) -> ValueError:
    return ValueError(
        "layer is a module that puts out a tensor with a row for each image, which cannot be seen "
        f"in a compiled, scripted, traced or exported network; got {layer!r}, which puts out "
        f"{found}: take another, or the network as it was before"
    )
