"""A heatmap that is stopped goes on where it was, and only where the same is asked."""

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.data.datasets import Data
from fourierbook.measure.basis_noise import BasisNoise
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.results import kept_maps
from fourierbook.results.kept_maps import begin, finish

NOISE = BasisNoise(2.0)
IMAGES = torch.rand(8, 1, 6, 7, generator=torch.Generator().manual_seed(0))
LABELS = torch.arange(8) % 3


class Network(nn.Module):
    """A random network that says how many blocks it was asked for."""

    def __init__(self, seed=0):
        super().__init__()
        self.blocks = 0
        generator = torch.Generator().manual_seed(seed)
        self.weights = nn.Parameter(torch.randn(42, 3, generator=generator))

    def forward(self, images):
        self.blocks += 1
        return images.flatten(1) @ self.weights


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch, small_blocks):
    """Each block is one wave; four are counted and stored at a time."""
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(tmp_path / "results"))
    monkeypatch.setattr(kept_maps, "PAUSE", -1.0)
    monkeypatch.setattr(kept_maps, "SHARE", -1.0)
    monkeypatch.setattr(kept_maps, "BLOCKS", 4)
    return tmp_path / "results"


def asked(network, *, labels=LABELS, images=IMAGES, noise=NOISE, window=None):
    data = Data(images, labels, ("a", "b", "c"), "mine")
    return begin(network, data, noise, window=window)


def stopped(run, monkeypatch, after, error=KeyboardInterrupt):
    """Count so many groups of waves, and then stop."""
    left = iter(range(after))
    count = kept_maps.wrong_counts

    def counted(*rest):
        if next(left, None) is None:
            raise error
        return count(*rest)

    monkeypatch.setattr(kept_maps, "wrong_counts", counted)
    with pytest.raises(error):
        finish(run, "network")
    monkeypatch.setattr(kept_maps, "wrong_counts", count)


@pytest.mark.parametrize("pause", [-1.0, 1e9])  # stored after each group, and only when stopped
def test_a_map_that_was_stopped_twice_has_the_bits_of_one_that_was_not(pause, monkeypatch):
    monkeypatch.setattr(kept_maps, "PAUSE", pause)
    alone = fourier_heatmap(Network(), IMAGES, LABELS, norm=2.0)
    stopped(asked(Network()), monkeypatch, after=2)
    run = asked(Network())
    assert run.stored == 8
    stopped(run, monkeypatch, after=1, error=MemoryError)
    run = asked(Network())
    assert run.stored == 12
    before = run.model.blocks
    found = finish(run, "network")
    assert run.model.blocks - before == len(alone.wrong) - 12, "no wave was counted twice"
    assert np.array_equal(found.wrong, alone.wrong)
    assert len(np.unique(found.wrong)) > 2
    for name in ("images", "wrong_without", "height", "width", "window", "noise"):
        assert getattr(found, name) == getattr(alone, name)
    again = asked(Network())
    assert again.stored == len(alone.wrong)
    assert np.array_equal(finish(again, "network").wrong, alone.wrong)


def clipping(network):
    """The same to images as they are; under waves that leave [0, 1] it is another."""
    return lambda images: network(images.clamp(0, 1))


@pytest.mark.parametrize(
    "other",
    [
        lambda: asked(Network(seed=1)),
        lambda: asked(clipping(Network()), noise=BasisNoise(2.0, clip=False)),
        lambda: asked(Network(), labels=LABELS.flip(0)),
        lambda: asked(Network(), images=IMAGES.flip(0), labels=LABELS.flip(0)),
        lambda: asked(Network(), noise=BasisNoise(2.5)),
        lambda: asked(Network(), noise=BasisNoise(2.0, seed=1)),
        lambda: asked(Network(), window=5),
    ],
)
def test_another_network_data_or_setting_begins_anew(other):
    finish(asked(Network()), "network")
    finish(asked(Network(), noise=BasisNoise(2.0, clip=False)), "network")
    run = other()
    assert run.stored == 0
    fresh = fourier_heatmap(
        run.model, run.data.images, run.data.labels, norm=run.noise.norm, clip=run.noise.clip,
        seed=run.noise.seed, window=run.window,
    )  # fmt: skip
    assert np.array_equal(finish(run, "network").wrong, fresh.wrong)


def test_what_a_network_draws_at_random_is_drawn_again_after_a_stop(monkeypatch):
    network = Network()

    def noisy(images):
        return network(images + torch.randn_like(images))

    torch.manual_seed(1)
    calm = finish(asked(noisy), "network").wrong
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(kept_maps.settings.results_folder()) + "2")
    torch.manual_seed(2)
    before = torch.get_rng_state()
    stopped(asked(noisy), monkeypatch, after=2)
    assert torch.equal(torch.get_rng_state(), before)
    run = asked(noisy)
    assert run.stored == 8
    assert np.array_equal(finish(run, "network").wrong, calm)


def test_a_map_knows_its_network_data_and_versions(monkeypatch):
    stopped(asked(Network()), monkeypatch, after=2)
    made = finish(asked(Network()), "mine:network").made
    assert made["network"] == "mine:network"
    assert made["data"] == "mine"
    assert made["computed"]["versions"].keys() == {"python", "torch", "numpy", "fourierbook"}
    other = finish(asked(Network(seed=1)), "mine:network").made
    assert made["images"] == other["images"]
    assert made["answers"] != other["answers"]


def test_damage_is_named_with_the_folder_to_delete(store, monkeypatch):
    stopped(asked(Network()), monkeypatch, after=1)
    (part,) = store.rglob("waves0-3.npz")
    part.write_bytes(b"broken")
    with pytest.raises(ValueError, match=rf"{part} is damaged.* Delete the folder {part.parent} a"):
        asked(Network())


def test_a_folder_that_cannot_be_written_to_is_found_before_the_network_is_asked(monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_RESULTS", "/dev/null/results")
    network = Network()
    with pytest.raises(OSError, match="cannot write into /dev/null/results: Not a dir"):
        asked(network)
    assert network.blocks == 0


def test_between_two_stores_lies_a_share_of_the_time_so_far(store, monkeypatch):
    clock = iter(range(0, 10_000_000, 10))  # seconds: a group of waves takes ten
    monkeypatch.setattr(kept_maps.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(kept_maps, "SHARE", 0.2)
    monkeypatch.setattr(kept_maps, "BLOCKS", 1)
    run = asked(Network())
    finish(run, "network")
    parts = len([*store.rglob("waves*.npz")])
    assert 5 < parts < len(run.wrong) - 5
