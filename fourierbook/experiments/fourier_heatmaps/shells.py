"""Errors under waves by shell: all waves with the same max(|f_y|, |f_x|), in cycles per image."""

import numpy as np
import torch

from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.measure.maps import centred_map, map_frequencies
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.networks import NATURAL
from fourierbook.results.questions import Result
from fourierbook.results.reading import gathered, over_networks, seeds_of
from fourierbook.signal.basis import are_alone


def by_shell(wrong: torch.Tensor, frequencies: torch.Tensor, height: int, width: int) -> np.ndarray:
    """Share of a shell's cells under whose wave an image is wrong: (K, N) -> (shells, N).

    Shell r holds the cells of the map with max(|f_y|, |f_x|) = r; a wave counts as often as it has
    cells, once or twice.
    """
    shell = frequencies.abs().amax(1)
    cells = 2.0 - are_alone(frequencies, height, width).float()
    weights = torch.zeros(int(shell.max()) + 1, len(shell))
    weights[shell, torch.arange(len(shell))] = cells
    shares = weights @ wrong.float() / weights.sum(1, keepdim=True)
    return shares.half().numpy()


def shell_errors(result: Result, network: str, seed: int, shells: range) -> np.ndarray:
    """Share of the cells of some shells under whose waves each image is wrong: (N,)."""
    sizes = shell_sizes(result, network, seed)
    values = result.shards[f"{network}-seed{seed}"]["shells"].astype(float)
    chosen = [shell for shell in shells if shell < len(sizes)]
    return sizes[chosen] @ values[chosen] / sizes[chosen].sum()


def shell_sizes(result: Result, network: str, seed: int) -> np.ndarray:
    """Number of cells of the map in each shell."""
    height, width = result.shards[f"{network}-seed{seed}"]["size"].tolist()
    frequencies = map_frequencies(height, width, result.recipe.window)
    shells = centred_map(frequencies.abs().amax(1), height, width, result.recipe.window)
    return np.bincount(shells.flatten().numpy())


def plain_errors(result: Result, network: str, seed: int) -> np.ndarray:
    """Whether a network is wrong about each image without any wave: (N,)."""
    return result.shards[f"{network}-seed{seed}"]["without"]


def profile(result: Result, network: str) -> list[Interval]:
    """Error in each shell, from zero on, over images and seeds."""
    seed = seeds_of(result, network)[0]
    return [
        over_networks(
            result,
            lambda seed, r=shell: shell_errors(result, network, seed, range(r, r + 1)),
            network,
        )
        for shell in range(len(shell_sizes(result, network, seed)))
    ]


def without_waves(result: Result, network: str) -> Interval:
    """Error of a network without any wave, over images and its seeds."""
    return over_networks(result, lambda seed: plain_errors(result, network, seed), network)


def error(
    result: Result, *, shells: range, without: range | None = None, network: str = NATURAL
) -> Interval:
    """A network's error in some shells, minus that in others if there are any.

    Raises:
        NotMeasured: if the result has no such network, or a window that ends before the shells.
    """
    found = under_waves(result, network, shells)
    if without is None:
        return intervals.of(np.mean, found, within=(0, 1))
    less = under_waves(result, network, without).values
    return intervals.of(np.mean, found._replace(values=found.values - less), within=(-1, 1))


def added(result: Result, *, shells: range, network: str = NATURAL) -> Interval:
    """What waves of some shells add to the error that a network has without one."""
    return intervals.of(np.mean, beyond_plain(result, network, shells), within=(-1, 1))


def gap(result: Result, *, other: str, shells: range) -> Interval:
    """Natural minus another network's error in some shells, on the same images.

    Raises:
        NotMeasured: if the result lacks one of both, or has a window that ends before the shells.
    """
    pair = (under_waves(result, network, shells) for network in (NATURAL, other))
    return intervals.of(intervals.difference, *pair, within=(-1, 1))


def added_gap(result: Result, *, other: str, shells: range) -> Interval:
    """`added` to the natural network's error minus that to another's, on the same images.

    Raises:
        NotMeasured: as `gap`.
    """
    pair = (beyond_plain(result, network, shells) for network in (NATURAL, other))
    return intervals.of(intervals.difference, *pair, within=(-1, 1))


def plain_gap(result: Result, *, other: str) -> Interval:
    """Natural minus another network's error without any wave, on the same images."""
    pair = (
        gathered(lambda seed, of=network: plain_errors(result, of, seed), seeds_of(result, network))
        for network in (NATURAL, other)
    )
    return intervals.of(intervals.difference, *pair, within=(-1, 1))


def under_waves(result: Result, network: str, shells: range) -> Sample:
    """`shell_errors` of every seed of a network, for `intervals.of`."""
    seeds = seeds_of(result, network)
    if not seeds:
        raise NotMeasured(f"it has no {network}")
    if shells.start >= len(shell_sizes(result, network, seeds[0])):
        raise NotMeasured(f"it has no shell {shells.start}")
    return gathered(lambda seed: shell_errors(result, network, seed, shells), seeds)


def beyond_plain(result: Result, network: str, shells: range) -> Sample:
    """`shell_errors` minus `plain_errors` of every seed of a network, for `intervals.of`."""
    found = under_waves(result, network, shells)
    plain = np.stack([plain_errors(result, network, seed) for seed in seeds_of(result, network)])
    return found._replace(values=found.values - plain)
