import pytest
import torch

from fourierbook.measure import accuracy as module
from fourierbook.measure.accuracy import accuracy, correct, predict
from fourierbook.measure.intervals import wilson
from fourierbook.models import zoo
from tests.devices import DEVICES


def images(count):
    return torch.rand(count, 3, 32, 32, generator=torch.Generator().manual_seed(0))


def network(model="small_cnn", device="cpu"):
    """An untrained network whose batch norm has seen images, in evaluation mode."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(0)
        built = zoo.architecture(model, "cifar10", classes=10)
    with torch.no_grad():
        built(images(32))
    return built.to(device, memory_format=torch.channels_last).eval()


def brightest(pixels):
    """A classifier whose answer is known: the class is the brightest pixel."""
    return pixels.flatten(1)


@pytest.mark.parametrize("model", ["small_cnn", "resnet20"])
@pytest.mark.parametrize("device", DEVICES)
def test_an_image_gets_the_same_bits_however_many_are_asked_for(model, device, monkeypatch):
    monkeypatch.setitem(module.BLOCK, "cuda", 64)
    classifier = network(model, device)
    whole = predict(classifier, images(100))
    for count in (1, 3, 64, 65):
        assert torch.equal(predict(classifier, images(100)[:count]), whole[:count])
    # Bits do not depend on the device that the images come from either.
    assert torch.equal(predict(classifier, images(100).to(device)), whole)


def test_every_block_that_a_classifier_sees_has_the_same_size():
    sizes = []

    def watch(pixels):
        sizes.append(len(pixels))
        return brightest(pixels)

    logits = predict(watch, images(150)[:, :1, :2, :2])
    assert sizes == [64, 64, 64]
    assert torch.equal(logits, images(150)[:, 0, :2, :2].flatten(1))


def small_memory(largest, sizes):
    """A classifier on a device that cannot hold more than so many images."""

    def classifier(pixels):
        sizes.append(len(pixels))
        if len(pixels) > largest:
            raise torch.OutOfMemoryError("out of memory")
        return brightest(pixels)

    return classifier


def test_where_the_memory_is_too_small_blocks_are_halved_and_it_is_said(monkeypatch, capsys):
    monkeypatch.setitem(module.BLOCK, "cpu", 64)
    sizes, given = [], images(40)[:, :1, :2, :2]
    logits = predict(small_memory(20, sizes), given)
    assert sizes == [64, 32, 16, 16, 16]
    assert torch.equal(logits, given.flatten(1))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        f"this GPU's memory is too small: going on in blocks of {size} images" for size in (32, 16)
    ]
    assert module.BLOCK["cpu"] == 16  # every later block has this size, and the provenance says so


def test_an_image_that_does_not_fit_alone_is_an_error(monkeypatch):
    monkeypatch.setitem(module.BLOCK, "cpu", 2)
    with pytest.raises(torch.OutOfMemoryError):
        predict(small_memory(0, []), images(2))


def test_predictions_are_those_of_the_network_itself():
    classifier, given = network(), images(70)
    with torch.no_grad():
        expected = classifier(given)
    logits = predict(classifier, given)
    torch.testing.assert_close(logits, expected, atol=1e-5, rtol=1e-5)
    assert logits.dtype == torch.float32


def test_logits_can_be_worked_with_afterwards():
    logits = predict(network(), images(3))
    assert not logits.requires_grad
    temperature = torch.ones((), requires_grad=True)
    torch.nn.functional.cross_entropy(logits / temperature, torch.tensor([0, 1, 2])).backward()
    assert temperature.grad.isfinite()
    logits += 1


def test_predicting_changes_neither_the_images_nor_the_network():
    classifier, given = network(), images(5)
    before = {key: value.clone() for key, value in classifier.state_dict().items()}
    predict(classifier, given, change=lambda block: block * 0)
    assert torch.equal(given, images(5))
    for key, value in classifier.state_dict().items():
        assert torch.equal(value, before[key])


def modes(model):
    return [part.training for part in model.modules()]


def test_a_network_in_training_mode_is_measured_in_evaluation_mode():
    classifier, given = network(), images(70)
    expected = predict(classifier, given)
    before = {key: value.clone() for key, value in classifier.state_dict().items()}
    assert all(modes(classifier.train()))
    assert torch.equal(predict(classifier, given), expected)
    assert all(modes(classifier))
    for key, value in classifier.state_dict().items():
        assert torch.equal(value, before[key]), "batch norm took a measurement for training"


@pytest.mark.parametrize("seed", range(4))
def test_every_module_gets_its_own_mode_back(seed):
    classifier = network("resnet20")
    drawn = torch.rand(len(modes(classifier)), generator=torch.Generator().manual_seed(seed)) < 0.5
    for part, mode in zip(classifier.modules(), drawn.tolist(), strict=True):
        part.training = mode
    predict(classifier, images(3))
    assert modes(classifier) == drawn.tolist()


def test_the_modes_come_back_after_an_error_too():
    classifier = network().train()
    next(classifier.children()).eval()
    before = modes(classifier)
    with pytest.raises(ValueError, match="3 channel"):
        predict(classifier, images(3), change=lambda block: block[:, :2])
    assert modes(classifier) == before


class Noisy(torch.nn.Identity):
    """A module whose `train` does more than set the mode, and that nothing unfreezes."""

    noise = True

    def train(self, mode=True):
        self.noise = mode
        return super().train(False)


@pytest.mark.parametrize("noise", [True, False])
def test_a_module_whose_train_does_more_is_as_before(noise):
    seen = []
    part = Noisy()
    classifier = torch.nn.Sequential(part, torch.nn.Flatten()).train(noise)
    part.register_forward_hook(lambda module, *_: seen.append(module.noise))
    part.training = noise
    predict(classifier, images(3))
    assert seen == [False]
    assert (part.noise, part.training) == (noise, noise)


def test_a_function_is_called_as_it_is():
    inside, seen = network().train(), []

    def classifier(pixels):
        seen.append(inside.training)
        return brightest(pixels)

    predict(classifier, images(3))
    assert seen == [True]
    assert inside.training


def test_a_change_is_applied_before_the_network_and_to_every_block():
    given = images(150)[:, :1, :2, :2]
    changed = predict(brightest, given, change=lambda block: 1 - block)
    assert torch.equal(changed, (1 - given).flatten(1))


@pytest.mark.parametrize("device", DEVICES)
def test_the_answers_come_back_to_the_cpu(device):
    given = images(3)
    classifier, labels = network(device=device), torch.tensor([0, 1, 2]).to(device)
    assert predict(classifier, given).device.type == "cpu"
    assert correct(classifier, given, labels).device.type == "cpu"


def test_half_precision_logits_are_returned_in_single():
    logits = predict(lambda pixels: pixels.flatten(1).half(), images(2)[:, :, :1, :1])
    assert logits.dtype == torch.float32


def test_an_image_is_right_where_the_largest_logit_is_at_its_label():
    pixels = torch.tensor([[0.1, 0.9, 0.0], [0.8, 0.2, 0.1], [0.0, 0.1, 0.2]]).view(3, 3, 1, 1)
    labels = torch.tensor([1, 1, 2])
    assert correct(brightest, pixels, labels).tolist() == [True, False, True]
    darkest = correct(brightest, pixels, labels, change=lambda block: -block)
    assert darkest.tolist() == [False, False, False]


def test_accuracy_is_the_share_of_right_images_with_wilsons_interval():
    pixels = torch.eye(4).repeat(40, 1)[:150].view(150, 4, 1, 1)
    labels = torch.arange(4).repeat(40)[:150]
    labels[:17] = (labels[:17] + 1) % 4
    assert accuracy(brightest, pixels, labels) == wilson(133, 150)
    assert accuracy(brightest, pixels, labels, change=lambda block: -block).mean < 0.2


@pytest.mark.parametrize(("count", "labels"), [(3, 2), (2, 3)])
@pytest.mark.parametrize("measure", [correct, accuracy])
def test_images_without_their_labels_are_refused(measure, count, labels):
    with pytest.raises(ValueError, match=f"got {count} images and {labels} labels"):
        measure(brightest, images(count), torch.zeros(labels, dtype=torch.long))


def test_predicting_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one image; got images of shape"):
        predict(brightest, images(0))
