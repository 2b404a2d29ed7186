from functools import partial

import foolbox
import pytest
import torch

from fourierbook.data import datasets
from fourierbook.measure.accuracy import BLOCK, accuracy
from fourierbook.measure.robustness import attacked, correct_under_attack, robust_accuracy
from fourierbook.models import zoo
from fourierbook.training.adversarial import pgd, square
from tests.devices import DEVICES
from tests.training.examples import data

STRONG = partial(pgd, epsilon=0.12, steps=5)
nightly = partial(pytest.param, marks=pytest.mark.nightly)


@pytest.fixture
def model():
    return zoo.load("specimens-cnn")


@pytest.fixture(scope="module")
def images_and_labels():
    return data(150, seed=5)[:2]


@pytest.mark.parametrize("device", DEVICES)
def test_robust_accuracy_is_accuracy_on_what_the_attack_makes(model, images_and_labels, device):
    images, labels = images_and_labels
    model = model.to(device)
    found = robust_accuracy(model, images, labels, STRONG)
    changed = attacked(model, images, labels, STRONG)
    assert changed.device.type == "cpu"
    assert (changed - images).abs().max() <= 0.12 + 1e-6
    assert found == accuracy(model, changed, labels)
    assert found.mean < accuracy(model, images, labels).mean - 0.2
    right = correct_under_attack(model, images, labels, STRONG)
    assert right.sum().item() == round(found.mean * 150)


@pytest.mark.parametrize("attack", [STRONG, partial(square, epsilon=0.2, queries=5)])
def test_an_image_and_its_place_decide_its_perturbation(model, images_and_labels, attack):
    images, labels = images_and_labels
    whole = attacked(model, images, labels, attack, seed=3)
    count = BLOCK["cpu"] + 7
    assert torch.equal(attacked(model, images[:count], labels[:count], attack, seed=3),
                       whole[:count])  # fmt: skip
    assert not torch.equal(attacked(model, images, labels, attack, seed=4), whole)
    twice = attacked(model, images[:1].repeat(2 * BLOCK["cpu"], 1, 1, 1),
                     labels[:1].repeat(2 * BLOCK["cpu"]), attack)  # fmt: skip
    assert not torch.equal(twice[: BLOCK["cpu"]], twice[BLOCK["cpu"] :])


def test_a_network_in_training_mode_is_attacked_as_it_is_used(model, images_and_labels):
    images, labels = images_and_labels
    expected = attacked(model, images, labels, STRONG)
    model.train()
    state = {name: value.clone() for name, value in model.state_dict().items()}
    assert torch.equal(attacked(model, images, labels, STRONG), expected)
    assert all(part.training for part in model.modules())
    assert all(torch.equal(state[name], value) for name, value in model.state_dict().items())


@pytest.mark.parametrize(
    ("norm", "theirs", "epsilons", "count"),
    [
        ("linf", foolbox.attacks.LinfPGD, (0.035,), 64),
        ("l2", foolbox.attacks.L2PGD, (1.5,), 64),
        nightly("linf", foolbox.attacks.LinfPGD, (0.03, 0.035, 0.04), 150),
        nightly("l2", foolbox.attacks.L2PGD, (1.0, 1.5, 2.5), 150),
    ],
)
def test_ours_and_foolboxs_find_the_same_share(
    model, images_and_labels, norm, theirs, epsilons, count
):
    images, labels = (part[:count] for part in images_and_labels)
    wrapped = foolbox.PyTorchModel(model, bounds=(0, 1))
    attack = theirs(steps=20, rel_stepsize=2.5 / 20)
    seen = set()
    for epsilon in epsilons:
        ours = robust_accuracy(model, images, labels, partial(pgd, norm=norm, epsilon=epsilon)).mean
        _, _, fooled = attack(wrapped, images, labels, epsilons=epsilon)
        assert ours == pytest.approx(1 - fooled.float().mean().item(), abs=0.04)
        seen.add(0.1 < ours < 0.9)
    assert True in seen  # where all or none are right, two attacks agree whatever they do


def test_an_attack_that_needs_too_much_memory_goes_on_in_smaller_blocks(monkeypatch):
    monkeypatch.setitem(BLOCK, "cpu", 64)
    sizes = []

    def brighter(model, images, labels, generator):
        sizes.append(len(images))
        if len(images) > 32:
            raise torch.OutOfMemoryError("out of memory")
        return images + 0.25

    zeros = torch.zeros(40, 1, 2, 2)
    changed = attacked(lambda x: x.flatten(1), zeros, torch.zeros(40).long(), brighter)
    assert sizes == [64, 32, 32]
    assert torch.equal(changed, zeros + 0.25)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "epsilon", "count"),
    [
        ("cifar10-resnet20-adversarial", 8 / 255, 192),
        ("cifar10-resnet20-gaussian", 2 / 255, 192),
        nightly("cifar10-resnet20-adversarial", 8 / 255, 1000),
        nightly("cifar10-resnet20-gaussian", 2 / 255, 1000),
    ],
)
def test_on_robust_networks_ours_and_foolboxs_agree(name, epsilon, count):
    """Within a point on a thousand images, within two images on fewer."""
    network, test = zoo.load(name), datasets.load("cifar10", "test", count=count)
    ours = robust_accuracy(network, test.images, test.labels, partial(pgd, epsilon=epsilon))
    attack = foolbox.attacks.LinfPGD(steps=20, rel_stepsize=2.5 / 20)
    wrapped = foolbox.PyTorchModel(network, bounds=(0, 1))
    fooled = 0
    for images, labels in zip(test.images.split(100), test.labels.split(100), strict=True):
        _, _, found = attack(wrapped, images, labels, epsilons=epsilon)
        fooled += int(found.sum())
    theirs = 1 - fooled / count
    print(f"{name}, {epsilon * 255:.0f}/255: ours {ours.mean:.3f}, foolbox's {theirs:.3f}")
    assert ours.mean == pytest.approx(theirs, abs=max(0.01, 2 / count))
    assert 0.1 < ours.mean < 0.9


@pytest.mark.parametrize(("count", "labels"), [(2, 0), (3, 2)])
def test_what_cannot_be_counted_is_refused(model, count, labels):
    with pytest.raises(ValueError, match=f"{count} images and {labels} labels"):
        attacked(model, torch.rand(count, 3, 32, 32), torch.zeros(labels).long(), STRONG)
