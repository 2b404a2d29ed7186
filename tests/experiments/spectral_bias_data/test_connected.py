"""Paths of one answer: known lengths, planted networks, and pairs by their names."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook.data import datasets
from fourierbook.experiments.spectral_bias_data import connected, image_pairs, paths
from fourierbook.measure.populations import NotMeasured
from fourierbook.results.questions import Result

RECIPE = connected.CONNECTED.embedded.tiny()


@pytest.fixture
def data(monkeypatch):
    """Sixty random images of 8 × 8 pixels with four labels, whichever are asked for."""
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(60, 3, 8, 8, generator=generator)
    labels = torch.randint(0, 4, (60,), generator=generator)
    found = datasets.Data(images, labels, tuple("abcd"), "planted")
    monkeypatch.setattr(datasets, "load", lambda name, split, *, count: found)
    return found


class Disc(nn.Module):
    """Class 1 inside of a ring around 0, class 0 in its hole: logits 0 and radius − 1."""

    def forward(self, points):
        return torch.stack([0 * points[:, 0], points.norm(dim=1) - 1], 1)


def test_even_points_of_a_bent_path_are_equally_far_apart_along_it():
    corner = torch.tensor([[[0.0, 0.0], [0.5, 0.0], [3.0, 0.0], [3.0, 1.0]]])
    found = paths.evened(corner, points=5)[0]
    torch.testing.assert_close(found[:4], torch.tensor([[0, 0], [1, 0], [2, 0], [3.0, 0]]))
    torch.testing.assert_close(found[4], torch.tensor([3.0, 1.0]))
    assert paths.lengths(corner).item() == 4


def test_several_paths_are_made_even_each_by_its_own_length():
    both = torch.tensor([[[0.0], [1.0], [4.0]], [[0.0], [-1.0], [-2.0]]])
    found = paths.evened(both, points=3)[..., 0]
    assert found.tolist() == [[0, 2, 4], [0, -1, -2]]


def test_a_straight_path_that_is_made_even_stays_where_it_is():
    ends = torch.rand(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    straight = paths.straight(ends[:1], ends[1:], points=6)
    torch.testing.assert_close(straight[0, 2], ends[0].lerp(ends[1], 0.4))
    torch.testing.assert_close(paths.evened(straight, points=6), straight)
    fine = paths.evened(straight, points=11)
    torch.testing.assert_close(fine[:, ::2], straight)


def test_one_step_moves_inner_points_along_the_gradient_and_never_along_the_path():
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[0.0, 0.0], [3.0, 4.0]])
    straight = paths.straight(torch.zeros(1, 2), torch.tensor([[2.0, 0.0]]), points=3)
    (found,) = paths.bent(model, straight, torch.tensor([1]), rounds=1, steps=1, rate=0.5)
    assert found[0].tolist() == [[0, 0], [1, 2], [2, 0]]


def test_momentum_adds_up():
    model = nn.Linear(2, 1, bias=False)
    model.weight.data = torch.tensor([[0.0, 1.0]])
    straight = paths.straight(torch.zeros(1, 2), torch.tensor([[2.0, 0.0]]), points=3)
    (found,) = paths.bent(model, straight, torch.tensor([0]), rounds=1, steps=2, rate=0.1)
    assert found[0, 1, 1].item() == pytest.approx(0.1 * (1 + 1.9))


def test_a_path_is_bent_around_a_hole_that_its_segment_crosses():
    starts, ends = torch.tensor([[-2.0, 0.1]]), torch.tensor([[2.0, 0.1]])
    straight = paths.straight(starts, ends, points=9)
    one = torch.tensor([1])
    assert not paths.seen(Disc(), straight, one).right.item()
    *_, last = paths.bent(Disc(), straight, one, rounds=4, steps=10, rate=0.01)
    assert paths.seen(Disc(), paths.evened(last, points=33), one).right.item()
    assert torch.equal(last[:, [0, -1]], straight[:, [0, -1]])
    assert paths.lengths(straight).item() < paths.lengths(last).item() < 2 * math.pi


def test_the_least_share_is_that_of_the_worst_point():
    points = torch.tensor([[[2.0, 0.0], [1.5, 0.0], [3.0, 0.0]], [[2.0, 0.0]] * 3])
    found = paths.seen(Disc(), points, torch.tensor([1, 0]))
    expected = [1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(1))]
    assert found.least.tolist() == pytest.approx(expected)
    assert found.right.tolist() == [True, False]


def test_many_points_are_looked_at_in_batches_with_the_same_result(monkeypatch):
    points = 3 * torch.randn(4, 7, 2, generator=torch.Generator().manual_seed(0))
    classes = torch.tensor([0, 1, 0, 1])
    before = paths.seen(Disc(), points, classes)
    slopes = paths._slopes(Disc(), points, classes)
    monkeypatch.setattr(paths, "BATCH", 3)
    after = paths.seen(Disc(), points, classes)
    assert torch.equal(before.least, after.least)
    torch.testing.assert_close(paths._slopes(Disc(), points, classes), slopes)
    assert (slopes[0] == 0).all()
    torch.testing.assert_close(slopes[1], points[1] / points[1].norm(dim=1, keepdim=True))


def test_pairs_have_one_name_and_no_image_twice():
    names = torch.arange(40) % 4 - 1  # −1 is left out
    data = datasets.Data(torch.arange(40.0).view(40, 1, 1, 1), 0 * names, ("a",), "planted")
    found = image_pairs.alike(nn.Identity(), data, names, 12, seed=5)
    first, second = (each.flatten().long() for each in (found.starts, found.ends))
    assert torch.equal(names[first], found.classes)
    assert torch.equal(names[second], found.classes)
    assert (found.classes >= 0).all()
    assert len({*first.tolist(), *second.tolist()}) == 24
    with pytest.raises(ValueError, match="16 pairs of images are asked for; got 15"):
        image_pairs.alike(nn.Identity(), data, names, 16, seed=5)


def test_images_of_other_labels_are_pushed_within_their_ball_towards_the_first_ones_name(data):
    model = nn.Sequential(nn.Flatten(), nn.Linear(192, 4))
    with torch.no_grad():
        model[1].weight.normal_(0, 5, generator=torch.Generator().manual_seed(1))
    names = data.labels.where(torch.arange(60) % 2 == 0, -1)
    found = image_pairs.crossed(model, data, names, 10, seed=5)
    whole = data.images.flatten(1)
    nearest, distance = [], 0.0
    for each in found.ends.flatten(1):
        apart = (whole - each).abs().max(1).values
        nearest.append(int(apart.argmin()))
        distance = max(distance, apart.min().item())
    assert 0 < distance <= 8 / 255 + 1e-6
    assert (data.labels[nearest] != found.classes).all()
    assert ((found.ends >= 0) & (found.ends <= 1)).all()
    firsts = [int((whole == each).all(1).nonzero()) for each in found.starts.flatten(1)]
    assert torch.equal(names[firsts], found.classes)
    assert len({*firsts, *nearest}) == 20

    def share(points):
        return model(points).softmax(1).gather(1, found.classes[:, None])[:, 0]

    before, after = share(data.images[nearest]), share(found.ends)
    assert ((after > before) | (after > 0.99)).all()


def test_an_untrained_network_knows_mean_and_spread_of_the_images():
    images = 3 + 2 * torch.randn(100, 1, 2, 2, generator=torch.Generator().manual_seed(0))
    found = connected.settled(nn.Sequential(nn.BatchNorm2d(1)), images)
    assert not found.training
    assert found(images).mean().item() == pytest.approx(0, abs=1e-3)
    assert found(images).std().item() == pytest.approx(1, rel=1e-2)


def test_shuffled_labels_are_the_same_ones_elsewhere(data):
    found = connected.shuffled(data, 3)
    assert torch.equal(found.images, data.images)
    assert found.labels.bincount().tolist() == data.labels.bincount().tolist()
    assert 0.1 < (found.labels == data.labels).float().mean() < 0.5


@pytest.mark.parametrize("case", connected.CASES)
def test_each_case_has_its_own_network_labels_and_pairs(case, data, monkeypatch):
    asked, kept = [], {}

    def planted(recipe, name, data, seed):
        asked.append((name, data.labels, seed))
        model = nn.Sequential(nn.Flatten(), nn.Linear(192, 4)).requires_grad_(False)
        model[1].weight.normal_(generator=torch.Generator().manual_seed(seed))
        model[1].weight -= model[1].weight.mean(1, keepdim=True)  # so that all names are given
        return model

    def watched(choose):
        def chosen(model, data, names, pairs, *, seed):
            kept.update(choose=choose.__name__, names=names, answers=model(data.images).argmax(1))
            return choose(model, data, names, pairs, seed=seed)

        return chosen

    for choose in (image_pairs.alike, image_pairs.crossed):
        monkeypatch.setattr(image_pairs, choose.__name__, watched(choose))
    monkeypatch.setattr(connected, "network", planted)
    recipe = replace(RECIPE, points=4, rounds=2)
    run = connected.joined(recipe, f"{case}-seed2")
    ((name, labels, seed),) = asked
    assert (name, seed) == (case, 2)
    assert torch.equal(labels, data.labels) == (case != "shuffled")
    assert kept["choose"] == ("crossed" if case == "crossed" else "alike")
    right = kept["answers"] == labels
    expected = kept["answers"] if case == "untrained" else kept["answers"].where(right, -1)
    assert torch.equal(kept["names"], expected)
    assert run["named"] == len(kept["answers"].unique())
    assert run["right"].shape == run["least"].shape == run["longer"].shape == (3, 2)
    assert (run["longer"][0] == 1).all()
    assert (run["longer"][1:] >= 1 - 1e-5).all()
    if case != "crossed":  # what a linear network names alike is convex
        assert run["right"].all()


def test_networks_are_trained_from_the_zoo_here_or_not_at_all(data, monkeypatch):
    seen = []

    class History:
        model = nn.Linear(1, 1)

    monkeypatch.setattr(connected, "fit", lambda recipe, data: seen.append(recipe) or History)
    monkeypatch.setattr(
        connected.zoo, "load", lambda name, *, seed: seen.append((name, seed)) or nn.Linear(1, 1)
    )
    for case in ("few", "shuffled"):
        assert connected.network(RECIPE, case, data, 4) is History.model
        assert (seen[-1].seed, seen[-1].epochs, seen[-1].batch_size) == (4, RECIPE.epochs, 50)
    for case in ("trained", "crossed"):
        found = connected.network(RECIPE, case, data, 4)
        assert seen[-1] == ("specimens-cnn", 4)
        assert not any(part.requires_grad for part in found.parameters())
    model = connected.network(RECIPE, "untrained", data, 4)
    assert len(seen) == 4
    assert not model.training
    assert not any(part.requires_grad for part in model.parameters())


def test_shares_and_lengths_are_read_off_made_up_pairs():
    shard = {
        "right": np.array([[True, False, False, True], [True, True, False, True]]),
        "least": np.array([[0.9, 0.1, 0.1, 0.99], [0.96, 0.7, 0.2, 0.99]]),
        "longer": np.array([[1, 1, 1, 1], [1.01, 1.03, 1.02, 1.02]]),
    }
    recipe = replace(RECIPE, seeds=(0, 1), cases=("trained",))
    shards = {f"trained-seed{seed}": shard for seed in (0, 1)}
    result = Result("connected_classes", "thorough", recipe, shards, {})
    assert connected.share_joined(result, "trained", round_=0).mean == 0.5
    found = connected.share_joined(result, "trained")
    assert (found.mean, found.over) == (0.75, "seeds and pairs")
    assert connected.share_joined(result, "trained", least=0.95).mean == 0.5
    assert connected.longer(result, "trained").mean == pytest.approx(0.02)
    other = shard | {"right": ~shard["right"][:, [0, 0, 0, 0]]}
    both = {f"shuffled-seed{seed}": other for seed in (0, 1)} | shards
    recipe = replace(recipe, cases=("trained", "shuffled"))
    result = Result("connected_classes", "thorough", recipe, both, {})
    assert connected.straighter(result, "trained", "shuffled").mean == 0.5
    with pytest.raises(NotMeasured, match="no pairs were joined in the case 'few'"):
        connected.longer(result, "few")
