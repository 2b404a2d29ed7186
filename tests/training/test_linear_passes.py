"""Passes written by hand against the general way, which differentiates and is vmapped."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from fourierbook.models.mlps import ACTIVATIONS, Ricker, Sine
from fourierbook.models.units import UNITS
from fourierbook.training import ensembles, linear_passes
from tests.devices import DEVICES

MADE = {
    **{unit.__name__: unit for unit in UNITS if unit is not Ricker},
    "Ricker": lambda: Ricker(0.7),
    "fast sine": lambda: Sine(5.0),
    "GELU tanh": lambda: nn.GELU("tanh"),
}
SEEDS, STEPS = 3, 12


def networks(unit=nn.Tanh, *, last=(), bias=True, inputs=2, outputs=1, count=SEEDS):
    made = []
    for seed in range(count):
        torch.manual_seed(seed)
        layers = [nn.Linear(inputs, 7), unit(), nn.Linear(7, 5, bias=bias), unit()]
        made.append(nn.Sequential(*layers, nn.Linear(5, outputs), *last).double())
    return made


def points(*, sets=1, outputs=1, count=11):
    generator = torch.Generator().manual_seed(5)
    drawn = torch.randn(sets, count, 2 + outputs, generator=generator, dtype=torch.float64)
    return drawn[..., :2], drawn[..., 2:]


def both(monkeypatch, models, data, **options):
    """The same training by hand, which must have been taken, and vmapped."""
    calls = []
    passes = linear_passes.passes

    def watched(*given, **named):
        found = passes(*given, **named)
        calls.append(found is not None)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(linear_passes, "passes", watched)
        by_hand = ensembles.fit(models, *data, **{"steps": STEPS, **options})
    assert set(calls) == {True}
    with monkeypatch.context() as patch:
        patch.setattr(linear_passes, "passes", lambda *given, **named: None)
        vmapped = ensembles.fit(models, *data, **{"steps": STEPS, **options})
    return by_hand, vmapped


def same(first, second, tolerance=1e-9):
    for name, values in first.ensemble.parameters.items():
        torch.testing.assert_close(values, second.ensemble.parameters[name], rtol=0, atol=tolerance)
    torch.testing.assert_close(first.losses, second.losses, rtol=0, atol=tolerance)
    assert first.records.keys() == second.records.keys()
    for name, values in first.records.items():
        torch.testing.assert_close(values, second.records[name], rtol=0, atol=tolerance)


def test_every_activation_of_the_book_has_its_derivative_written_out():
    assert {type(made()) for made in ACTIVATIONS.values()} | {Ricker} <= UNITS.keys()


@pytest.mark.parametrize("name", MADE)
def test_a_units_gradient_is_that_of_autograd(name):
    unit = MADE[name]()
    z = torch.linspace(-3, 3, 40, dtype=torch.float64).requires_grad_()
    outside = torch.linspace(1, 2, 40, dtype=torch.float64)
    (expected,) = torch.autograd.grad((unit(z) * outside).sum(), z)
    by_hand = UNITS[type(unit)]
    sums, gradient = z.detach().clone(), outside.clone()
    values = torch.empty_like(sums) if by_hand.of_sums else sums
    by_hand.value(unit, sums, values)
    torch.testing.assert_close(values, unit(z).detach(), rtol=0, atol=1e-12)
    by_hand.pull(unit, sums, gradient)
    torch.testing.assert_close(gradient, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize(
    "options",
    [
        {"optimizer": "adam", "learning_rate": 3e-3},
        {"optimizer": "adam", "learning_rate": [1e-3, 3e-3, 0.0]},
        {"optimizer": "sgd", "learning_rate": [1e-2, 3e-2, 2e-2], "momentum": 0.9},
    ],
    ids=["adam", "rates", "momentum"],
)
def test_passes_by_hand_train_as_the_general_way_does(name, options, monkeypatch):
    same(*both(monkeypatch, networks(MADE[name]), points(), **options))


@pytest.mark.parametrize(("of_inputs", "of_targets"), [(1, 3), (3, 1), (3, 3)])
@pytest.mark.parametrize("chunk", [2, 256])
def test_networks_may_have_data_of_their_own(of_inputs, of_targets, chunk, monkeypatch):
    data = points(sets=of_inputs)[0], points(sets=of_targets)[1]
    options = {"chunk": chunk, "learning_rate": [1e-2, 3e-3, 1e-3]}
    same(*both(monkeypatch, networks(nn.ReLU), data, **options))


@pytest.mark.parametrize("sets", [1, SEEDS])
def test_another_loss_reaches_all_outputs(sets, monkeypatch):
    def weighted(predictions, targets):
        return (predictions - targets).abs().pow(3).sum(1).mean() + predictions[0].square().sum()

    data = points(sets=sets, outputs=3)
    models = networks(nn.SiLU, outputs=3)
    same(*both(monkeypatch, models, data, loss=weighted, learning_rate=1e-2))
    same(*both(monkeypatch, models, data, learning_rate=1e-2))


def test_labels_that_are_whole_numbers_go_through_their_loss(monkeypatch):
    data = points()[0], torch.arange(11)[None] % 3
    models = networks(outputs=3)
    same(*both(monkeypatch, models, data, loss=F.cross_entropy, learning_rate=1e-2))


def test_the_last_layer_may_have_a_unit_and_one_between_no_biases(monkeypatch):
    x, y = points()
    models = networks(nn.Mish, last=(nn.Sigmoid(),), bias=False)
    same(*both(monkeypatch, models, (x, y.sigmoid()), learning_rate=1e-2))


def test_a_single_layer_is_a_stack(monkeypatch):
    models = [nn.Sequential(nn.Linear(2, 1)).double() for _ in range(2)]
    same(*both(monkeypatch, models, points(), optimizer="sgd", learning_rate=0.1))


def test_what_is_measured_in_between_is_the_same_and_changes_no_step(monkeypatch):
    x, y = points()

    def measure(together):
        norms = torch.linalg.matrix_norm(together.parameters["2.weight"], 2)
        return {"values": together(x[0])[..., 0], "norms": norms}

    options = {"learning_rate": 1e-2, "measure": measure, "at": (0, 7, STEPS)}
    first, second = both(monkeypatch, networks(), (x, y), **options)
    same(first, second)
    assert (first.records["norms"].diff(dim=0).abs() > 1e-4).all(), "they change along training"
    without = ensembles.fit(networks(), x, y, steps=STEPS, learning_rate=1e-2)
    torch.testing.assert_close(first.losses, without.losses, rtol=0, atol=0)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("chunk", [2, 256])
def test_clipped_parameters_are_those_of_steps_that_are_clipped_one_by_one(
    optimizer, chunk, monkeypatch
):
    x, y = points()
    models, bounds = networks(nn.ReLU), [0.1, 0.3, 10.0]
    options = {"optimizer": optimizer, "learning_rate": 0.03, "clip": bounds, "chunk": chunk}
    first, second = both(monkeypatch, models, (x, y), **options)
    same(first, second)
    kind = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[optimizer]
    for index, (model, bound) in enumerate(zip(models, bounds, strict=True)):
        theirs = kind(model.parameters(), lr=0.03)
        for _ in range(STEPS):
            theirs.zero_grad()
            F.mse_loss(model(x[0]), y[0]).backward()
            theirs.step()
            with torch.no_grad():
                for weights in model.parameters():
                    weights.clamp_(-bound, bound)
        for name, weights in model.named_parameters():
            torch.testing.assert_close(first.ensemble.parameters[name][index], weights.detach())
    largest = max(part[0].abs().max() for part in first.ensemble.parameters.values())
    assert largest.item() == pytest.approx(0.1)
    same(
        ensembles.fit(models, x, y, steps=5, clip=0.2),
        ensembles.fit(models, x, y, steps=5, clip=torch.full((SEEDS,), 0.2, dtype=torch.float64)),
    )


class Doubled(nn.Tanh):
    """A Tanh that is none."""

    def forward(self, values):
        return 2 * super().forward(values)


def hooked():
    """A stack in which somebody listens."""
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    model[1].register_forward_hook(lambda unit, given, found: 2 * found)
    return model


def tied():
    """A stack in which one layer comes twice."""
    layer = nn.Linear(2, 2)
    return nn.Sequential(layer, nn.Tanh(), layer)


OTHERS = {
    "another unit": lambda: nn.Sequential(nn.Linear(2, 3), nn.Softmax(-1), nn.Linear(3, 1)),
    "a child of a unit": lambda: nn.Sequential(nn.Linear(2, 3), Doubled(), nn.Linear(3, 1)),
    "a unit first": lambda: nn.Sequential(nn.Tanh(), nn.Linear(2, 1)),
    "a hook": hooked,
    "a layer twice": tied,
    "parametrized": lambda: nn.Sequential(
        nn.utils.parametrizations.weight_norm(nn.Linear(2, 3)), nn.Tanh(), nn.Linear(3, 1)
    ),
    "no stack": lambda: nn.Bilinear(2, 2, 1),
    "a stack in it": lambda: nn.Sequential(nn.Sequential(nn.Linear(2, 3), nn.Tanh())),
}


@pytest.mark.parametrize("name", OTHERS)
def test_all_other_networks_take_the_general_way(name):
    assert linear_passes.stack(OTHERS[name]()) is None


def test_a_network_with_hooks_is_trained_with_what_they_do():
    model = hooked().double()
    x, y = points()
    runs = ensembles.fit([model], x, y, steps=1)
    assert runs.losses.item() == pytest.approx(F.mse_loss(model(x[0]), y[0]).item())


def test_inputs_of_more_axes_take_the_general_way():
    models = networks()
    x = points()[0][:, :, None, :].expand(1, 11, 4, 2)
    runs = ensembles.fit(models, x, torch.zeros(1, 11, 4, 1).double(), steps=3)
    expected = torch.stack([model(x[0]).square().mean() for model in models])
    torch.testing.assert_close(runs.losses[0], expected.detach())


@pytest.mark.parametrize("device", DEVICES)
def test_passes_by_hand_give_the_same_on_every_device(device, monkeypatch):
    models = [model.to(device) for model in networks(nn.ReLU)]
    data = tuple(part.to(device) for part in points())
    same(*both(monkeypatch, models, data, learning_rate=1e-2, clip=0.5))


def test_the_ricker_units_derivative_is_that_of_its_formula():
    """R' = −π^¼/(15a) · z/a² (3 − z²/a²) exp(−z²/2a²), which is zero at 0 and at ±√3 a."""
    unit, z = Ricker(0.5), torch.tensor([0.0, 0.5 * math.sqrt(3), 0.5], dtype=torch.float64)
    gradient = torch.ones_like(z)
    UNITS[Ricker].pull(unit, z, gradient)
    steepest = -(math.pi**0.25) / 7.5 * 2 * 2 * math.exp(-0.5)
    assert gradient.tolist() == pytest.approx([0, 0, steepest], abs=1e-12)


def test_factors_are_rounded_in_wide_layers_alone_and_only_where_that_is_asked_for(monkeypatch):
    seen = []

    def watched(product):
        def found(*factors, **named):
            shape = {*factors[-1].shape[1:]} | {*factors[-2].shape[1:]}
            seen.append((min(shape), torch.get_float32_matmul_precision()))
            return product(*factors, **named)

        return found

    monkeypatch.setattr(ensembles, "usable_precision", lambda asked, device: asked)
    for name in ("bmm", "baddbmm"):
        monkeypatch.setattr(torch, name, watched(getattr(torch, name)))
    torch.manual_seed(0)
    models = [nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 40), nn.ReLU(),
                            nn.Linear(40, 1))]  # fmt: skip
    data = torch.randn(1, 50, 2), torch.randn(1, 50, 1)
    before = torch.get_float32_matmul_precision()
    exact = ensembles.fit(models, *data, steps=3)
    assert {how for _, how in seen} == {"highest"}
    seen.clear()
    rounded = ensembles.fit(models, *data, steps=3, precision="bf16")
    assert {how for least, how in seen if least < 16} == {"highest"}
    assert [how for least, how in seen if least >= 16] == ["medium"] * 9  # three products a step
    assert torch.get_float32_matmul_precision() == before
    torch.testing.assert_close(exact.losses, rounded.losses, rtol=0.02, atol=0)
