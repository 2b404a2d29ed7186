"""Every kind of network, and every kind of image, through every door of the measures."""

from functools import cache, partial

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from fourierbook.measure.accuracy import accuracy, predict
from fourierbook.measure.bands import correct_in_bands, correct_under_noise
from fourierbook.measure.basis_attack import first_fooling_wave
from fourierbook.measure.basis_noise import BasisNoise, wrong_under_waves
from fourierbook.measure.change_spectra import energy_share, mean_modulus
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.layers import layer_heatmap
from fourierbook.measure.robustness import attacked, robust_accuracy
from fourierbook.models import zoo
from fourierbook.models.wrappers import Normalized
from fourierbook.signal.falloff import cardinal_share, ring_amplitudes
from fourierbook.signal.filters import apply_filter, disk_low_pass, square_low_pass
from fourierbook.signal.phases import with_phases_of
from fourierbook.signal.spectra import energy_fraction, mean_amplitude
from fourierbook.training import adversarial

pytestmark = pytest.mark.usefixtures("small_blocks")

SIDE, CLASSES = 4, 3
WEIGHT = torch.randn(CLASSES, 3 * SIDE * SIDE, generator=torch.Generator().manual_seed(3)) / 4
IMAGES = torch.rand(5, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
LABELS = torch.tensor([0, 1, 2, 0, 1])
NOISE = BasisNoise(1.0)
WAVES = torch.tensor([[0, 1], [1, 1], [2, 0]])
PGD = partial(adversarial.pgd, epsilon=0.1, steps=2)
SQUARE = partial(adversarial.square, epsilon=0.1, queries=4)


def seeded():
    return torch.Generator().manual_seed(0)


# Doors: each takes a network, images and labels, and returns a tensor.


def errors_of(found):
    return torch.tensor([*found.wrong.tolist(), found.wrong_without])


def masks(images):
    size = images.shape[-2:]
    return [square_low_pass(*size, bandwidth=3), disk_low_pass(*size, radius=1)]


DOORS = {
    "predict": lambda model, images, labels: predict(model, images),
    "accuracy": lambda *given: torch.tensor(accuracy(*given).mean),
    "bands": lambda *given: correct_in_bands(*given, masks(given[1])),
    "noise": lambda *given: correct_under_noise(*given, masks(given[1]), norm=1.0),
    "waves": lambda *given: wrong_under_waves(*given, WAVES, NOISE),
    "heatmap": lambda *given: errors_of(fourier_heatmap(*given, norm=1.0, window=1)),
    "first order": lambda *given: errors_of(first_order_heatmap(*given, norm=1.0, window=3)),
    "basis attack": lambda *given: first_fooling_wave(*given, NOISE).queries,
    "layers": lambda model, images, labels: layer_heatmap(model, "", images, norm=1.0, window=1),
    "attacked by gradients": lambda *given: attacked(*given, PGD),
    "attacked by squares": lambda *given: attacked(*given, SQUARE),
    "robust": lambda *given: torch.tensor(robust_accuracy(*given, SQUARE).mean),
    "pgd": lambda *given: PGD(*given, seeded(), restarts=2),
    "square": lambda *given: SQUARE(*given, seeded()),
}
GRADIENTS = {"first order", "attacked by gradients", "pgd"}
ATTACKS = {"attacked by gradients", "attacked by squares", "pgd", "square"}


# Networks: all of them the same linear map, in some precision.


class Linear(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(WEIGHT.shape[1], CLASSES, bias=False)
        self.out.weight = nn.Parameter(WEIGHT.clone())

    def forward(self, x):
        return self.out(x.flatten(1))


class View(Linear):
    def forward(self, x):
        return self.out(x.view(x.size(0), -1))


class InPlace(Linear):
    def forward(self, x):
        x.mul_(2).sub_(0.5)
        return self.out((x.add_(0.5) / 2).flatten(1))


class Sized(Linear):
    side = SIDE

    def forward(self, x):
        assert x.shape[1:] == (3, self.side, self.side), f"expected {self.side} pixels"
        return self.out(x.flatten(1))


class WithLambda(Linear):
    def __init__(self):
        super().__init__()
        self.flat = lambda x: x.view(len(x), -1)

    def forward(self, x):
        return self.out(self.flat(x))


class WithDropout(Linear):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        return self.out(self.drop(x).view(len(x), -1))


def exported(**batch):
    shape = {"dynamic_shapes": ({0: torch.export.Dim("n")},)} if batch.get("any_size") else {}
    return torch.export.export(View().eval(), (IMAGES[:2],), **shape).module()


def inside(network):
    return lambda images: network(images)


def partly_in_training():
    network = nn.Sequential(nn.Dropout(0), View()).eval()
    network[0].train()
    return network


NETWORKS = {
    "view": View,
    "in place": InPlace,
    "sized": Sized,
    "exported": lambda: exported(any_size=True),
    "scripted": lambda: torch.jit.script(View()),
    "frozen": lambda: torch.jit.freeze(torch.jit.script(View().eval())),
    "without gradients of its weights": lambda: View().requires_grad_(False),
    "with a lambda": WithLambda,
    "double": lambda: View().double(),
    "half": lambda: View().half(),
    "bfloat16": lambda: View().bfloat16(),
    "compiled": lambda: torch.compile(View(), backend="eager"),
    "in training mode": lambda: WithDropout().train(),
    "normalised by a wrapper": lambda: Normalized(View(), mean=(0.0,) * 3, std=(1.0,) * 3),
    "half in a wrapper": lambda: Normalized(View(), mean=(0.0,) * 3, std=(1.0,) * 3).half(),
    "a part of one exported": lambda: nn.Sequential(nn.Identity(), exported(any_size=True)),
    "a function": lambda: inside(View().eval()),
    "a function that writes": lambda: inside(InPlace().eval()),
    "a function with dropout that is meant": lambda: inside(partly_in_training()),
}
PRECISIONS = {
    "double": torch.double, "half": torch.half, "bfloat16": torch.bfloat16,
    "half in a wrapper": torch.half,
}  # fmt: skip
REFUSED = {
    "a function of a network in training mode": (
        lambda: inside(WithDropout().train()),
        r"evaluation mode; got one in training mode, whose Dropout .*: call its \.eval\(\)",
    ),
    "of another size": (
        lambda: type("Other", (Sized,), {"side": 9})(),
        r"takes images .*got AssertionError: expected 9 pixels .*\(test_doors.py, line \d+\): give",
    ),
    "exported for two images": (exported, r"8 at a time.*got AssertionError: Guard failed"),
    "without numbers": (lambda: View().to("meta"), "got weights on 'meta'.*load them first"),
    "half in a function": (
        lambda: inside(View().half()), "of torch.float32 on cpu; got RuntimeError: .*: give",
    ),
    "a function with a wrong key": (lambda: lambda x: {}["logits"], "got KeyError: 'logits'"),
}  # fmt: skip


@cache
def made(kind):
    return NETWORKS[kind]()


@cache
def expected(door, precision):
    """What a door finds for the map itself, a function, or a layer where only a network has one."""
    if door == "layers":
        return DOORS[door](Linear().to(precision), IMAGES.clone(), LABELS)
    weight = WEIGHT.to(precision)
    return DOORS[door](lambda x: F.linear(x.to(precision).flatten(1), weight), IMAGES, LABELS)


def state_of(model):
    if not isinstance(model, nn.Module):
        return [], {}
    modes = [getattr(part, "training", None) for part in model.modules()]
    return modes, {name: value.clone() for name, value in model.state_dict().items()}


def pairs(kinds):
    """Every kind at every door. A function has no layers, and a bare attack leaves the mode."""
    every = [(kind, door) for kind in kinds for door in DOORS]
    left_out = {("in training mode", door) for door in ("pgd", "square")}
    left_out |= {(kind, "layers") for kind in kinds if "function" in kind}
    return [pair for pair in every if pair not in left_out]


@pytest.mark.parametrize(("kind", "door"), pairs(NETWORKS))
def test_every_kind_of_network_is_measured_right_at_every_door(kind, door):
    model, images = made(kind), IMAGES.clone()
    modes, weights = state_of(model)
    if door == "layers" and kind in ("scripted", "frozen"):
        with pytest.raises(ValueError, match=r"cannot be seen in a .*scripted"):
            DOORS[door](model, images, LABELS)
        return
    found = DOORS[door](model, images, LABELS)
    torch.testing.assert_close(found, expected(door, PRECISIONS.get(kind, torch.float)))
    assert torch.equal(images, IMAGES), "the caller's images were changed"
    modes_after, weights_after = state_of(model)
    assert modes_after == modes
    assert all(torch.equal(weights_after[name], weights[name]) for name in weights)


@pytest.mark.parametrize(("kind", "door"), pairs(REFUSED))
def test_every_door_says_in_one_sentence_why_it_cannot_measure_a_network(kind, door):
    make, said = REFUSED[kind]
    model = make()
    if kind == "exported for two images" and door in ("pgd", "square"):
        said = "got AssertionError: Guard failed"  # a bare attack asks about its images as they are
    with pytest.raises(ValueError, match=said) as error:
        DOORS[door](model, IMAGES, LABELS)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("door", sorted({*DOORS} - {"layers"}))
def test_a_function_without_gradients_is_measured_where_none_is_needed(door):
    model = torch.no_grad()(View().__call__)
    if door in GRADIENTS:
        with pytest.raises(ValueError, match=r"without a gradient .*need none"):
            DOORS[door](model, IMAGES, LABELS)
    else:
        torch.testing.assert_close(DOORS[door](model, IMAGES, LABELS), expected(door, torch.float))


# Layers


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.MultiheadAttention(3, 1, batch_first=True)

    def forward(self, x):
        pixels = x.flatten(2).mT
        return self.inner(pixels, pixels, pixels)[0].mean(1)


def test_of_a_layer_with_several_outputs_the_first_is_measured():
    torch.manual_seed(0)
    model, first = Attention().eval(), nn.Identity()
    model.first = first
    inner = model.inner.forward
    model.inner.forward = lambda *given: (first((found := inner(*given))[0]), *found[1:])
    names = "inner", "first"
    of_inner, of_first = (layer_heatmap(model, n, IMAGES, norm=1.0, window=3) for n in names)
    assert torch.equal(of_inner, of_first)
    assert of_inner.max() > 0


@pytest.mark.parametrize("fixed", [torch.jit.trace, lambda model, _: torch.jit.script(model)])
def test_a_layer_that_cannot_be_seen_is_said(fixed):
    model = fixed(nn.Sequential(Linear(), nn.ReLU()).eval(), IMAGES)
    with pytest.raises(
        ValueError, match=r"cannot be seen in a .*traced.*; got '0', which puts out"
    ):
        layer_heatmap(model, "0", IMAGES, norm=1.0, window=3)


# The book's own


@pytest.mark.parametrize("door", sorted({*DOORS} - {"pgd", "square"}))
def test_the_books_networks_are_fed_channels_last_and_no_other(door):
    ours = zoo.load("specimens-cnn")
    for model, last in [(ours, True), (nn.Sequential(ours, nn.Identity()), False)]:
        layouts = set()
        hook = model.register_forward_pre_hook(
            lambda _, seen, layouts=layouts: layouts.add(
                (seen[0].is_contiguous(memory_format=torch.channels_last), seen[0].is_contiguous())
            )
        )
        DOORS[door](model, torch.rand(4, 3, 32, 32), torch.tensor([0, 1, 2, 3]))
        hook.remove()
        if door not in ("attacked by squares", "robust") or not last:
            assert layouts == {(last, not last)}


# Images

NORMALISED = (IMAGES - 0.5) / 0.25
BAD_IMAGES = {
    "0 to 255": (IMAGES * 255, r"images lie in \[0, 1\]; got .* to 2\d\d(\.\d+)?: divide values"),
    "normalised": (NORMALISED, r"images lie in \[0, 1\]; got values from -.*the network to normal"),
    "a bit too bright": (IMAGES + 1e-3 + 1 - IMAGES.max(), r"images lie in \[0, 1\]"),
    "nan": (IMAGES.clone().index_fill_(3, torch.tensor(1), torch.nan), r"images lie in \[0, 1\]"),
    "infinite": (
        IMAGES.clone().index_fill_(0, torch.tensor(4), torch.inf),
        r"images lie in \[0, 1",
    ),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", BAD_IMAGES)
def test_every_door_refuses_bad_images_in_the_same_words(kind, door):
    images, said = BAD_IMAGES[kind]
    with pytest.raises(ValueError, match=said):
        DOORS[door](View(), images, LABELS)


@pytest.mark.parametrize("door", sorted({*DOORS} - {"pgd", "square"}))
def test_every_door_refuses_a_batch_of_nothing(door):
    with pytest.raises(ValueError, match="there is at least one image; got images of shape"):
        DOORS[door](View(), IMAGES[:0], LABELS[:0])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("network", [torch.float32, torch.float16])
@pytest.mark.parametrize("precision", [torch.float16, torch.float64])
def test_images_of_any_precision_are_measured_by_a_network_of_any(door, network, precision):
    images = (IMAGES * 8).round() / 8  # the same numbers in every precision
    found = DOORS[door](View().to(network), images.to(precision), LABELS)
    if door in ATTACKS:  # which draw other numbers in another precision
        assert found.shape == images.shape
        assert 0.05 < (found - images).abs().max() < 0.11
    else:
        reference = DOORS[door](View().to(network), images, LABELS)
        torch.testing.assert_close(found.double(), reference.double(), atol=1e-3, rtol=0)


WITHOUT_A_NETWORK = {
    "modulus of a change": mean_modulus,
    "share of a change": lambda images: energy_share(images, masks(images)[1]),
    "amplitude": mean_amplitude,
    "share": lambda images: energy_fraction(images, masks(images)[0]),
    "filter": lambda images: apply_filter(images, masks(images)[1]),
    "phases": lambda images: with_phases_of(images, images.flip(0), radius=2.0),
    "rings": ring_amplitudes,
    "axes": cardinal_share,
}


@pytest.mark.parametrize("precision", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("kind", WITHOUT_A_NETWORK)
def test_images_in_half_precision_are_transformed_in_single(kind, precision):
    images = (torch.rand(5, 3, 6, 8, generator=seeded()) * 8).round() / 8
    found = WITHOUT_A_NETWORK[kind](images.to(precision))
    near = {"atol": 0.01, "rtol": 0.01}  # a filter gives images back in the precision they came in
    torch.testing.assert_close(found.float(), WITHOUT_A_NETWORK[kind](images), **near)
