"""Two moons: which labels are wrong, what is low of them, and what a network says."""

import numpy as np
import pytest
import torch

from fourierbook.experiments.f_principle_images import moons as toy


def test_of_each_moon_the_labels_are_one_and_minus_one_but_for_the_wrong_share():
    drawn = toy.moons(wrong=0.1, count=200)
    upper = torch.where(torch.arange(200) % 2 == 0, 1.0, -1.0)
    assert torch.equal(drawn.labels[:, 0] != upper, drawn.wrong)
    assert drawn.wrong.sum() == 20
    apart = drawn.points[::2, 1].mean() - drawn.points[1::2, 1].mean()
    assert apart > 0.5


def test_without_wrong_labels_the_low_part_has_nearly_all_and_with_a_third_wrong_it_has_not():
    shares = []
    for wrong in (0.0, 0.3):
        parts = toy.split(toy.moons(wrong=wrong), delta=0.15)
        energies = parts.low.square().sum(), parts.high.square().sum()
        shares.append((energies[0] / sum(energies)).item())
    assert shares[0] > 0.9
    assert shares[1] < 0.6


def test_the_errors_are_those_of_the_answers_at_the_points(monkeypatch):
    drawn = toy.moons(count=60)
    parts = toy.split(drawn, delta=0.25)
    kept = {}
    fit = toy.ensembles.fit

    def keeping(*arguments, **options):
        kept["runs"] = fit(*arguments, **options)
        return kept["runs"]

    monkeypatch.setattr(toy.ensembles, "fit", keeping)
    found = toy.answers(drawn, parts, at=(1, 20))
    model = kept["runs"].ensemble.member(0)
    low, high = parts(model(drawn.points).detach())
    assert found.low[-1] == pytest.approx(low.item(), rel=1e-4)
    assert found.high[-1] == pytest.approx(high.item(), rel=1e-4)
    corner = torch.tensor([[toy.SIDE[0][1], toy.SIDE[1][0]]])  # right and below
    np.testing.assert_allclose(found.plane[-1][0, -1], model(corner).item(), rtol=1e-3)


def test_the_low_part_is_learnt_first_as_the_page_shows_it():
    drawn = toy.moons()
    parts = toy.split(drawn, delta=0.25)
    found = toy.answers(drawn, parts, at=(100,))
    assert found.low[0] < 0.15
    assert found.high[0] > 0.9


def test_a_share_of_more_than_all_labels_is_an_error():
    with pytest.raises(ValueError, match=r"from 0 to 1; got 1\.5"):
        toy.moons(wrong=1.5)
