"""Kinks on a straight way, counted in steps, held against those that are known exactly."""

from functools import partial
from itertools import pairwise

import pytest
import torch
from torch import nn

from fourierbook.data import datasets
from fourierbook.measure.kinks import kinks_between, random_ends
from fourierbook.measure.robustness import attacked
from fourierbook.models import zoo
from fourierbook.theory.piecewise_linear import along
from fourierbook.training import adversarial


def stack(*sizes, seed=0):
    generator = torch.Generator().manual_seed(seed)
    layers = []
    for n, m in pairwise(sizes):
        layer = nn.Linear(n, m)
        with torch.no_grad():
            for part in layer.parameters():
                part.normal_(0, n**-0.5, generator=generator)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def test_fine_steps_find_the_kinks_of_a_stack_that_are_known_exactly():
    network = stack(300, 40, 40, 10)
    start, end = torch.zeros(300), torch.ones(300)
    known = len(along(network, start, end).positions) - 2
    found = kinks_between(network, start, end, steps=4096)
    assert found.found == found.coarser == known > 20
    assert found.units == 80
    assert 1 - found.still <= known / 4096


def bump(x):
    """A unit that is on for |x| < 1/100 alone, and two that change at 0."""
    return torch.relu(0.01 - torch.relu(x) - torch.relu(-x))


def test_a_unit_that_turns_on_and_off_between_two_places_is_hidden_from_coarse_steps_alone():
    way = torch.tensor([-1.0]), torch.tensor([0.9])
    coarse, fine = (kinks_between(bump, *way, steps=steps) for steps in (2, 2000))
    assert (coarse.found, fine.found) == (2, 4)
    # A place at −0.004; of every second one, the nearest are at −0.019 and 0.011.
    found = kinks_between(bump, *way, steps=124)
    assert (found.found, found.coarser) == (4, 2)
    assert found.estimate() == 6
    assert found.still == 1 - 2 / 124


def test_a_network_of_convolutions_shows_no_more_kinks_in_far_finer_steps():
    model, images = zoo.load("specimens-cnn"), datasets.load("specimens", "test", count=2).images
    found, fine = (kinks_between(model, *images, steps=steps) for steps in (128, 2048))
    assert found.found <= fine.found
    assert found.estimate() == pytest.approx(fine.found, rel=0.01)
    assert found.units == fine.units > 10_000


def test_units_of_functions_and_of_modules_are_seen_once_each():
    layer, way = nn.Linear(1, 3), (torch.tensor([-9.0]), torch.tensor([9.0]))
    functional = [torch.relu, nn.functional.relu, torch.Tensor.relu]
    functions = [nn.ReLU(), nn.ReLU(inplace=True), *functional]
    found = {kinks_between(lambda x, f=f: f(layer(x)), *way, steps=90) for f in functions}
    assert len(found) == 1
    assert found.pop().units == 3


def test_blocks_of_places_join_without_a_gap():
    network = stack(2, 50, 1, seed=1)
    way = torch.tensor([-3.0, 1.0]), torch.tensor([2.0, -2.0])
    known = len(along(network, *way).positions) - 2
    assert [kinks_between(network, *way, steps=n).found for n in (62, 64, 66, 640)] == [known] * 4


def test_random_ends_are_as_far_as_those_of_an_attack_and_elsewhere():
    model, data = zoo.load("specimens-cnn"), datasets.load("specimens", "test", count=4)
    attack = partial(adversarial.fgsm, epsilon=8 / 255)
    ends = attacked(model, data.images, data.labels, attack)
    others = random_ends(data.images, ends, generator=torch.Generator().manual_seed(0))
    moves = [(each - data.images).flatten(1) for each in (ends, others)]
    torch.testing.assert_close(moves[0].norm(dim=1), moves[1].norm(dim=1))
    assert nn.functional.cosine_similarity(*moves).abs().max() < 0.1
    again = random_ends(data.images, ends, generator=torch.Generator().manual_seed(0))
    assert torch.equal(again, others)
    for end in (ends[0], others[0]):
        assert kinks_between(model, data.images[0], end, steps=16).found > 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": torch.zeros(2)}, "inputs of one shape"),
        ({"end": torch.tensor([float("nan")])}, "inputs of one shape"),
        ({"start": torch.zeros(1).int()}, "inputs of one shape"),
        ({"steps": 5}, "an even number, 2 or more; got 5"),
        ({"steps": 0}, "an even number, 2 or more; got 0"),
        ({"model": nn.Tanh()}, "it used none"),
    ],
)
def test_what_has_no_way_or_no_units_is_refused(given, said):
    right = {"model": nn.ReLU(), "start": torch.zeros(1), "end": torch.ones(1)}
    with pytest.raises(ValueError, match=said):
        kinks_between(**right | given)


def test_ends_that_are_not_one_for_each_image_are_refused():
    with pytest.raises(ValueError, match="ends are as many as the images"):
        random_ends(torch.zeros(2, 1, 2, 2), torch.zeros(1, 1, 2, 2), generator=torch.Generator())
