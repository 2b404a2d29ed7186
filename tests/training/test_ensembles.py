import pytest
import torch
import torch.nn.functional as F
from torch import nn

from fourierbook.training import ensembles
from fourierbook.training.ensembles import Ensemble, fit
from tests.devices import DEVICES

STEPS = 40


def network(seed, *, width=8, kind=nn.Tanh, dtype=torch.float64):
    torch.manual_seed(seed)
    layers = nn.Linear(1, width), kind(), nn.Linear(width, width), kind(), nn.Linear(width, 1)
    return nn.Sequential(*layers).to(dtype)


def wave(frequency=1.0, count=32, dtype=torch.float64):
    x = torch.linspace(-3, 3, count, dtype=dtype)[:, None]
    return x, torch.sin(frequency * x)


def alone(model, x, y, optimizer, loss=F.mse_loss):
    """One run as PyTorch has it: parameters in the end, and the loss before each step."""
    losses = []
    for _ in range(STEPS):
        value = loss(model(x), y)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return [weights.detach() for weights in model.parameters()], losses


def same(runs, expected):
    """Whether each member ends where its own run ended, by way of the same losses."""
    for index, (weights, losses) in enumerate(expected):
        torch.testing.assert_close(
            [*runs.ensemble.member(index).state_dict().values()], weights, rtol=0, atol=1e-10
        )
        torch.testing.assert_close(
            runs.losses[:, index].cpu(), torch.tensor(losses, dtype=torch.float64), rtol=0,
            atol=1e-10,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "theirs"),
    [
        ({"optimizer": "adam", "learning_rate": 3e-3}, lambda w: torch.optim.Adam(w, lr=3e-3)),
        ({"optimizer": "sgd", "learning_rate": 0.05}, lambda w: torch.optim.SGD(w, lr=0.05)),
        (
            {"optimizer": "sgd", "learning_rate": 0.02, "momentum": 0.9},
            lambda w: torch.optim.SGD(w, lr=0.02, momentum=0.9),
        ),
    ],
)
@pytest.mark.parametrize("chunk", [1, 3, 256])
def test_runs_together_end_where_each_ends_alone(options, theirs, chunk):
    x, y = wave()
    models = [network(seed) for seed in range(4)]
    before = [[weights.clone() for weights in model.parameters()] for model in models]
    runs = fit(models, x[None], y[None], steps=STEPS, chunk=chunk, **options)
    for model, weights in zip(models, before, strict=True):
        assert all(map(torch.equal, model.parameters(), weights))
    same(runs, [alone(model, x, y, theirs(model.parameters())) for model in models])


@pytest.mark.parametrize("chunk", [2, 256])
def test_members_may_differ_in_data_and_learning_rate(chunk):
    pairs = [wave(frequency) for frequency in (1.0, 2.0, 3.0)]
    rates = [1e-3, 1e-2, 3e-3]
    models = [network(seed) for seed in (5, 6, 7)]
    x, y = (torch.stack(parts) for parts in zip(*pairs, strict=True))
    runs = fit(models, x, y, steps=STEPS, learning_rate=rates, chunk=chunk)
    shared = fit(models, x[:1], y, steps=STEPS, learning_rate=rates, chunk=chunk)
    expected = [
        alone(model, *pair, torch.optim.Adam(model.parameters(), lr=rate))
        for model, pair, rate in zip(models, pairs, rates, strict=True)
    ]
    same(runs, expected)
    same(shared, expected)


def test_another_loss_is_each_members_own():
    x, y = wave()
    models = [network(seed) for seed in range(2)]
    runs = fit(models, x[None], y[None], steps=STEPS, loss=F.smooth_l1_loss, learning_rate=1e-2)
    same(runs, [
        alone(model, x, y, torch.optim.Adam(model.parameters(), lr=1e-2), F.smooth_l1_loss)
        for model in models
    ])  # fmt: skip


@pytest.mark.parametrize("chunk", [2, 256])
def test_what_is_recorded_is_measured_after_so_many_steps(chunk):
    x, y = wave()
    models = [network(seed) for seed in range(3)]

    def measure(ensemble):
        return {"error": (ensemble(x) - y).square().mean((1, 2)), "value": ensemble(x)[:, :2, 0]}

    runs = fit(models, x[None], y[None], steps=10, measure=measure, at=(0, 3, 10), chunk=chunk)
    assert runs.records["value"].shape == (3, 3, 2)
    torch.testing.assert_close(runs.records["error"][:2], runs.losses[[0, 3]])
    last = (runs.ensemble(x) - y).square().mean((1, 2))
    torch.testing.assert_close(runs.records["error"][2], last)
    assert (last < runs.losses[0]).all()


@pytest.mark.parametrize("device", DEVICES)
def test_an_ensemble_answers_as_its_members_do(device):
    models = [network(seed).to(device) for seed in range(3)]
    x = wave()[0].to(device)
    ensemble = Ensemble.of(models)
    assert len(ensemble) == 3
    answers = ensemble(x)
    assert not answers.requires_grad
    for index, model in enumerate(models):
        torch.testing.assert_close(answers[index], model(x).detach())
        torch.testing.assert_close(ensemble.member(index)(x), model(x))


def test_a_member_is_a_copy():
    ensemble = Ensemble.of([network(0), network(1)])
    x = wave()[0]
    before = ensemble(x)
    with torch.no_grad():
        for weights in ensemble.member(1).parameters():
            weights.zero_()
    assert torch.equal(ensemble(x), before)


X = torch.zeros(1, 4, 1, dtype=torch.float64)
TIED = network(0)
TIED[2].weight = TIED[4].weight


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"models": []}, "got 0 networks, 1 inputs, 1 targets, 1 rates"),
        ({"inputs": X.expand(2, 4, 1)}, "once for each; got 3 networks, 2 inputs"),
        ({"learning_rate": [1e-3, 1e-3]}, "1 targets, 2 rates"),
        ({"optimizer": "lion"}, "one of sgd, adam; got 'lion'"),
        ({"steps": 0}, "at least 1.*got 0, 256"),
        ({"chunk": 0}, "got 5, 0 and"),
        ({"at": (2, 6)}, r"between 0 and steps; got 5, 256 and \[2, 6\]"),
        ({"models": [network(0), network(1), network(2, width=9)]}, "the same names and shapes"),
        ({"models": [TIED] * 3}, "parameters of their own; got 5 for the 6 of 3 layers"),
        ({"clip": [0.1, 0.2]}, r"got \[0.1, 0.2\] for 3 networks"),
        ({"precision": "fp16"}, "precision is 'fp32' or 'bf16'; got 'fp16'"),
        ({"clip": 0}, "positive, one number or one a network, or None; got 0 for 3"),
        (
            {"models": [nn.Sequential(network(0), nn.BatchNorm1d(1)) for _ in range(3)]},
            "members have no buffers; these have 1.running_mean",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(change, message):
    asked = {"models": [network(seed) for seed in range(3)], "inputs": X, "targets": X, "steps": 5}
    with pytest.raises(ValueError, match=message):
        ensembles.fit(**{**asked, **change})
