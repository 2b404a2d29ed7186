"""A black-box attack that needs no gradient: single waves of the Fourier basis, one at a time."""

from typing import NamedTuple

import torch
from torch import Tensor

from fourierbook.measure import accuracy
from fourierbook.measure.basis_noise import BasisNoise, cells, waved
from fourierbook.measure.signs import orders
from fourierbook.models.feeding import device_of
from fourierbook.signal.basis import basis_images, frequency_classes, whole_frequencies
from fourierbook.types import (
    Classifier,
    Images,
    Labels,
    check_batch,
    check_labels,
    described,
    is_count,
    single,
)


class FirstFooling(NamedTuple):
    """Of each image, the first wave that fools the network.

    Attributes:
        queries: (N,) waves tried up to that one; K + 1 where none of the K waves fools it.
        frequencies: (N, 2) of that wave, f_y and f_x in cycles per image; 0, 0 where there is none.
        images: (N, C, H, W) the images under that wave; unchanged where there is none.
    """

    queries: Tensor
    frequencies: Tensor
    images: Tensor


@torch.no_grad()
def first_fooling_wave(
    model: Classifier,
    images: Images,
    labels: Labels,
    noise: BasisNoise,
    *,
    frequencies: Tensor | None = None,
    first: int = 0,
) -> FirstFooling:
    """Add one wave after the other to each image, until the classifier is wrong: x̃ = x + v a U.

    Every image has its own random order of the waves, which hangs on the seed and the number of the
    image. Give images that the classifier is right about; about others it is soon wrong.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns logits (N, classes).
        images: (N, C, H, W) in [0, 1], on any device.
        labels: (N,).
        noise: how a wave is added; its seed also decides the orders.
        frequencies: (K, 2) whole numbers f_y, f_x of the waves; one of each pair f, −f of all of
            them without it.
        first: number of the first image, where these are some of many.

    Raises:
        ValueError: if there are no images in [0, 1], or not one label for each, or no frequencies,
            or if the model's answers are not logits.

    Reference:
        Yin et al. (2019), figure 7: large waves as simple black-box attacks. The order and the
        count of queries are ours.

    The only wave here is the mean. It makes two images darker; of the third, no wave is left.

    >>> bright = lambda x: torch.stack([x.mean((1, 2, 3)), x.new_full((len(x),), 0.5)], 1)
    >>> images, labels = torch.full((3, 1, 4, 4), 0.6), torch.zeros(3, dtype=torch.long)
    >>> mean = torch.tensor([[0, 0]])
    >>> first_fooling_wave(bright, images, labels, BasisNoise(1.0), frequencies=mean).queries
    tensor([1, 1, 2])
    """
    check_batch(images)
    check_labels(labels, images)
    images, labels = single(images), labels.cpu()
    height, width = images.shape[-2:]
    if frequencies is None:
        frequencies = frequency_classes(height, width)
    frequencies = whole_frequencies(frequencies)
    if len(frequencies) == 0 or not is_count(first, least=0):
        raise ValueError(
            "there is at least one frequency, and first is the number of an image, counted from 0; "
            f"got {len(frequencies)} frequencies and first={first!r}"
        )
    count, waves = len(images), len(frequencies)
    block, classes = accuracy.BLOCK[device_of(model, images).type], int(labels.max()) + 1
    order = orders(noise.seed, cells(frequencies, height, width), first + torch.arange(count))
    found = FirstFooling(
        torch.full((count,), waves + 1), torch.zeros(count, 2).long(), images.clone()
    )
    left, tried = torch.arange(count), 0
    while len(left) and tried < waves:
        # Few images are asked about several waves at a time, so that a block is full.
        at_once = min(max(1, block // len(left)), waves - tried)
        image = left.repeat_interleave(at_once)
        asked = frequencies[order[left, tried : tried + at_once].flatten()]
        changed = _under(images, image, asked, noise, first)
        said = accuracy.predict_unbounded(model, changed, classes=classes).argmax(1)
        wrong = (said != labels[image]).view(len(left), at_once)
        fooled, which = wrong.any(1), wrong.byte().argmax(1)
        row = torch.arange(len(left)) * at_once + which
        found.queries[left[fooled]] = tried + 1 + which[fooled]
        found.frequencies[left[fooled]] = asked[row[fooled]]
        found.images[left[fooled]] = changed[row[fooled]]
        left, tried = left[~fooled], tried + at_once
    return found


def queries_until_fooled(wrong: Tensor, order: Tensor) -> Tensor:
    """Number of waves tried up to the first that fools the network, each image in its own order.

    Args:
        wrong: (K, N) booleans, as `basis_noise.wrong_under_waves` returns.
        order: (N, K) which wave comes first, second, …, as `signs.orders` returns.

    Returns:
        (N,) from 1 on; K + 1 where no wave fools it.

    Raises:
        ValueError: if their sizes do not fit.

    >>> wrong = torch.tensor([[False, True], [True, True], [False, False]])
    >>> queries_until_fooled(wrong, torch.tensor([[0, 2, 1], [2, 0, 1]])).tolist()
    [3, 2]
    """
    if (
        not (isinstance(wrong, Tensor) and isinstance(order, Tensor))
        or wrong.dim() != 2
        or wrong.shape != order.shape[::-1]
    ):
        raise ValueError(
            "wrong holds booleans (K, N), and order the K places of each of the N images; got "
            f"wrong of {described(wrong)} and order of {described(order)}"
        )
    in_order = wrong.T.gather(1, order)
    found = in_order.byte().argmax(1) + 1
    return torch.where(in_order.any(1), found, len(wrong) + 1)


def expected_queries(fooling: Tensor, waves: int) -> Tensor:
    """Queries that a random order takes on average: (K + 1)/(m + 1) if m of K waves fool.

    Args:
        fooling: m, of each image; whole numbers of any shape.
        waves: K.

    Returns:
        A number for each image, of float64; K + 1 where no wave fools it, as
        `queries_until_fooled` counts.

    Raises:
        ValueError: if there is no wave, or fewer than fool.

    >>> expected_queries(torch.tensor([0, 1, 3]), 3).tolist()
    [4.0, 2.0, 1.0]
    """
    whole = isinstance(fooling, Tensor) and not (
        fooling.is_floating_point() or fooling.is_complex() or fooling.dtype == torch.bool
    )
    if not (is_count(waves) and whole and bool(((fooling >= 0) & (fooling <= waves)).all())):
        raise ValueError(
            "fooling holds whole numbers of waves, from 0 to all of them, and waves counts all; "
            f"got fooling of {described(fooling)} and waves={waves!r}"
        )
    return (waves + 1) / (fooling.double() + 1)


def _under(
    images: Tensor, image: Tensor, frequencies: Tensor, noise: BasisNoise, first: int
) -> Tensor:
    """So many of the images, each under a wave of its own: (P,), (P, 2) -> (P, C, H, W)."""
    channels, height, width = images.shape[1:]
    places = cells(frequencies, height, width)
    waves = basis_images(height, width, frequencies, phase=noise.phase)
    scale = noise.amplitudes(places, first + image, channels)
    return waved(images[image], waves.to(images), scale.to(images), clip=noise.clip)
