from dataclasses import replace

import numpy as np
import pytest
import torch

from fourierbook.data import datasets, specimens
from fourierbook.experiments.fourier_primer import natural_spectra, phase_swap
from fourierbook.experiments.fourier_primer.claims import CLAIMS
from fourierbook.experiments.fourier_primer.natural_spectra import NATURAL_SPECTRA
from fourierbook.experiments.fourier_primer.phase_swap import PHASE_SWAP
from fourierbook.ledger import claims
from fourierbook.models import zoo
from fourierbook.results import store
from fourierbook.results.questions import Result

SWAP = replace(PHASE_SWAP.embedded, count=200, radii=(0, 23))


@pytest.fixture(autouse=True)
def empty(tmp_path, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(tmp_path))
    phase_swap._loaded.cache_clear()


def reader_of_amplitudes(images):
    """Logits: the energy at the high frequency of each specimen class."""
    energy = torch.fft.fft2(images).abs().square().sum(1)
    return torch.stack([energy[:, y, x] for y, x in specimens.HIGH_FREQUENCIES], dim=1)


def coloured(count):
    """Noise whose class is the quarter turn of the phase of its slowest wave."""
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(count, 1, 32, 32, generator=generator)
    return datasets.Data(images, reader_of_phases(images).argmax(1), tuple("abcd"), "specimens")


def reader_of_phases(images):
    angle = torch.fft.fft2(images)[:, 0, 0, 1].angle()
    quarter = torch.div(angle + torch.pi, torch.pi / 2, rounding_mode="floor").long()
    return torch.nn.functional.one_hot(quarter.clamp(0, 3), 4).float()


def reader_of_nothing(images):
    """Logits that have nothing to do with the image but its digits far behind the point."""
    digits = (images.flatten(1).sum(1) * 1e4).long() % 4
    return torch.nn.functional.one_hot(digits, 4).float()


def phase_share(monkeypatch, reader):
    monkeypatch.setattr(zoo, "load", lambda name, seed=0: reader)
    return phase_swap.phase_share(store.compute(PHASE_SWAP, SWAP))


def test_a_network_that_reads_amplitudes_follows_the_amplitudes(monkeypatch):
    assert phase_share(monkeypatch, reader_of_amplitudes).mean < 0.02


def test_a_network_that_reads_phases_follows_the_phases(monkeypatch):
    monkeypatch.setattr(datasets, "load", lambda name, split, count: coloured(count))
    assert phase_share(monkeypatch, reader_of_phases).mean > 0.98


def test_the_radius_decides_whose_phases_a_network_reads(monkeypatch):
    monkeypatch.setattr(datasets, "load", lambda name, split, count: coloured(count))
    monkeypatch.setattr(zoo, "load", lambda name, seed=0: reader_of_phases)
    result = store.compute(PHASE_SWAP, SWAP)
    own, other = (phase_swap.followed(result, name) for name in ("own", "other"))
    assert [round(share.mean) for share in own] == [1, 0]
    assert [round(share.mean) for share in other] == [0, 1]


def test_a_network_that_knows_nothing_names_each_image_by_chance_and_mostly_neither(monkeypatch):
    monkeypatch.setattr(zoo, "load", lambda name, seed=0: reader_of_nothing)
    result = store.compute(PHASE_SWAP, SWAP)
    assert phase_swap.chance(result) == 1 / 4
    for own, other, neither in zip(
        *(phase_swap.followed(result, name) for name in ("own", "other", "neither")),
        strict=True,
    ):
        assert own.mean + other.mean + neither.mean == pytest.approx(1)
        assert own.mean == pytest.approx(1 / 4, abs=0.1)
        assert neither.mean == pytest.approx(2 / 4, abs=0.1)


def test_each_network_has_shards_of_its_own_and_the_first_ones_keep_their_names(monkeypatch):
    readers = {0: reader_of_amplitudes, 1: reader_of_nothing}
    monkeypatch.setattr(zoo, "load", lambda name, seed=0: readers[seed])
    alone = store.compute(PHASE_SWAP, SWAP)
    both = store.compute(PHASE_SWAP, replace(SWAP, networks=(0, 1)))
    assert list(both.shards) == ["radius0", "radius23", "radius0-seed1", "radius23-seed1"]
    for name, values in alone.shards.items():
        np.testing.assert_array_equal(both.shards[name]["answers"], values["answers"])
    own = phase_swap.followed(both, "own")
    assert own[-1].n == 2
    assert own[-1].mean == pytest.approx((1 + 1 / 4) / 2, abs=0.05)
    assert phase_swap.phase_share(both).over == "seeds and images"


def test_examples_are_of_each_kind_that_occurs_and_known_before_the_exchange(monkeypatch):
    first = np.array([0, 0, 1, 1, 1, 1, 1, 1])
    answers = np.array([2, 2, 1, 2, 3, 1, 2, 3])
    own, other = np.ones(8, int), np.full(8, 2)
    shards = {
        "radius0": {"own": own, "other": other, "answers": first},
        "radius23": {"own": own, "other": other, "answers": answers},
    }
    result = Result("phase_swap", "quick", SWAP, shards, {})
    assert phase_swap.examples(result) == [3, 2, 4]
    monkeypatch.setattr(zoo, "load", lambda name, seed=0: reader_of_amplitudes)
    assert phase_swap.examples(store.compute(PHASE_SWAP, SWAP)) == [0]


def test_partners_are_of_different_classes_and_drawn_once():
    labels = torch.arange(100) % 4
    own, other = phase_swap.pairs(labels, seed=0)
    assert (labels[own] != labels[other]).all()
    assert len(own.unique()) == len(own) == len(other.unique())
    assert 60 < len(own) < 90, "three of four random partners are of another class"
    assert not torch.equal(other, phase_swap.pairs(labels, seed=1)[1])


def test_squares_are_pieces_of_the_image_row_by_row():
    images = torch.arange(2 * 3 * 9 * 9.0).reshape(2, 3, 9, 9)
    cut = natural_spectra.squares(images, 4)
    assert len(cut) == 2 * 4
    assert torch.equal(cut[1], images[0, :, :4, 4:8])
    assert torch.equal(cut[2], images[0, :, 4:8, :4])
    assert torch.equal(cut[4], images[1, :, :4, :4])


def test_the_photographs_spectra_fall(monkeypatch):
    result = store.compute(NATURAL_SPECTRA, replace(NATURAL_SPECTRA.embedded, side=128))
    values = result.shards["spectra"]
    assert len(values["slopes"]) == 2 * 3 * 5
    assert (values["slopes"] < 0).all()
    assert values["profile"].shape == (65,)
    assert np.all((values["cardinal"] > 0) & (values["cardinal"] < 1))


def test_blocks_do_not_change_the_spectra(monkeypatch):
    recipe = replace(NATURAL_SPECTRA.embedded, data="digits", count=30, side=None)
    whole = NATURAL_SPECTRA.run(recipe, "spectra")
    monkeypatch.setattr(natural_spectra, "BLOCK", 7)
    for name, value in NATURAL_SPECTRA.run(recipe, "spectra").items():
        np.testing.assert_allclose(value, whole[name], rtol=1e-5)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_each_claim_finds_its_number(claim, monkeypatch):
    monkeypatch.setattr(zoo, "load", lambda name, seed=0: reader_of_amplitudes)
    experiment = {"natural_spectra": NATURAL_SPECTRA, "phase_swap": PHASE_SWAP}[claim.experiment]
    interval = claim.quantity(store.compute(experiment, experiment.embedded))
    assert interval.low <= interval.mean <= interval.high
    assert interval.over == "images"
    assert claims.verdict(claim, None).verdict == "untested"
