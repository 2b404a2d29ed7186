"""A Fourier heatmap that is stored while it is computed, so that a run that was stopped goes on.

What has been counted is stored every few seconds in the results folder, as an entry of its own: its
key is what decides the map. Which network that is, its answers tell: to every image, and to some of
them under waves of the map. So a network with other weights or with other code begins anew, and any
function can go on.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fourierbook import progress, settings
from fourierbook.data.datasets import Data
from fourierbook.measure import accuracy
from fourierbook.measure.basis_noise import BasisNoise, pairs
from fourierbook.measure.heatmap import wrong_counts
from fourierbook.measure.maps import Heatmap, map_frequencies
from fourierbook.measure.stamps import digest, stamp
from fourierbook.models.feeding import device_of
from fourierbook.models.modes import evaluating
from fourierbook.results import entries, provenance, questions
from fourierbook.types import Classifier, check_batch, check_labels, single

PAUSE, SHARE = 2.0, 0.01  # stored after so many seconds, or this share of the time so far
BLOCKS = 8  # of images under waves, counted at a time
PROBES = 8  # images, and about as many waves, whose answers are part of the key


@dataclass(frozen=True)
class Run:
    """A map that is asked for, and how far it has come."""

    model: Classifier
    data: Data
    noise: BasisNoise
    window: int | None
    asked: dict[str, Any]
    wrong_without: int
    wrong: np.ndarray  # (K,) images under each wave, −1 where it is not counted yet

    @property
    def stored(self) -> int:
        """How many waves are counted."""
        return int((self.wrong >= 0).sum())


def begin(model: Classifier, data: Data, noise: BasisNoise, *, window: int | None = None) -> Run:
    """Ask a network about images as they are, and find what is stored of its map.

    Args:
        model: takes (N, C, H, W) in [0, 1], returns logits (N, classes).
        data: images in [0, 1] with labels.
        noise: how a wave is added.
        window: as in `fourier_heatmap`.

    Raises:
        ValueError: as `fourier_heatmap`, or if what is stored is damaged.
        OSError: if nothing can be stored.
    """
    check_batch(data.images)
    check_labels(data.labels, data.images)
    settings.check_writable(settings.results_folder())
    waves = map_frequencies(*data.images.shape[-2:], window)
    clean, probed = _answers(model, data, noise, waves)
    recipe = {
        "answers": digest(clean, probed),
        "waves": digest(waves),
        "noise": questions.described(asdict(noise)),
        "versions": provenance.versions(),
    }
    asked = {"experiment": "heatmap", "version": 1, "recipe": recipe,
             "data": digest(data.images, data.labels)}  # fmt: skip
    wrong = np.full(len(waves), -1)
    for part in entries.shards(_folder(asked)).values():
        wrong[part["waves"]] = part["wrong"]
    without = int((clean.argmax(1) != data.labels.cpu()).sum())
    return Run(model, data, noise, window, asked, without, wrong)


def finish(run: Run, network: str) -> Heatmap:
    """Count what is not counted yet, and store it on the way.

    Args:
        run: what `begin` has found.
        network: what the map calls it.

    Returns:
        The map of `fourier_heatmap`, to the last bit; it names the network and the data.

    Raises:
        ValueError: as `fourier_heatmap`.
        OSError: if nothing can be stored any more.
    """
    images, labels, _, data = run.data
    wrong = run.wrong.copy()
    with evaluating(run.model):
        _count(run, wrong)
    stamps = [*entries.document(_folder(run.asked))["shards"].values()]
    made = stamp(run.model, images, labels) | {
        "network": network,
        "data": data,
        "answers": run.asked["recipe"]["answers"],
        "computed": provenance.combined(stamps),
    }
    sizes = len(images), run.wrong_without, *images.shape[-2:]
    return Heatmap(wrong, *sizes, run.window, run.noise, made)


def _count(run: Run, wrong: np.ndarray) -> None:
    """Count under each wave, and store it when enough has been counted, or the run is stopped."""
    images, labels = run.data.images, run.data.labels
    frequencies = map_frequencies(*images.shape[-2:], run.window)
    device = device_of(run.model, images)
    size = max(1, BLOCKS * accuracy.BLOCK[device.type] // len(images))
    all_groups = np.split(np.arange(len(wrong)), range(size, len(wrong), size))
    groups = [waves for waves in all_groups if (wrong[waves] < 0).any()]
    began = last = time.monotonic()
    fresh: list[np.ndarray] = []
    try:
        for waves in progress.track(groups, "Fourier heatmap"):
            with _same_draws(device, seed=1 + int(waves[0])):
                part = frequencies[waves]
                wrong[waves] = wrong_counts(run.model, images, labels, part, run.noise)
            fresh.append(waves)
            now = time.monotonic()
            if now - last > max(PAUSE, SHARE * (now - began)):
                _store(run, wrong, fresh, now - last)
                fresh, last = [], now
    finally:
        _store(run, wrong, fresh, time.monotonic() - last)


def _store(run: Run, wrong: np.ndarray, fresh: list[np.ndarray], seconds: float) -> None:
    if fresh:
        waves = np.concatenate(fresh)
        name = f"waves{waves[0]}-{waves[-1]}"
        values = {"waves": waves.astype(np.int32), "wrong": wrong[waves].astype(np.int32)}
        header = {**run.asked, "scale": questions.OWN}
        entries.add(_folder(run.asked), header, name, values, provenance.stamp(None, seconds))


def _folder(asked: dict[str, Any]) -> Path:
    return settings.results_folder() / asked["experiment"] / entries.key(asked)


@contextmanager
def _same_draws(device: torch.device, *, seed: int) -> Iterator[None]:
    """What a network draws at random it draws again when the same is asked, also after a stop."""
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(seed)
        yield


def _answers(
    model: Classifier, data: Data, noise: BasisNoise, waves: Tensor
) -> tuple[Tensor, Tensor]:
    """Logits of the images as they are, and of some of them under some of the waves."""
    device = device_of(model, data.images)
    with _same_draws(device, seed=0):
        classes = int(data.labels.max()) + 1
        clean = accuracy.predict_unbounded(model, data.images, classes=classes)
        few = single(data.images[:PROBES].to(device))
        some = waves[:: -(-len(waves) // PROBES)]
        probed = accuracy.answers(model, lambda: pairs(few, some, noise, 0), device, Tensor.float)
    return clean, probed
