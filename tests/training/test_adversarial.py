import itertools
from functools import partial

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from fourierbook.models import zoo
from fourierbook.training.adversarial import ATTACKS, fgsm, pgd, square
from tests.devices import DEVICES
from tests.training.examples import data

EPSILONS = (0.0, 2 / 255, 8 / 255, 0.3)
LINF = {
    "fgsm": fgsm,
    "pgd": partial(pgd, steps=3),
    "pgd from the image": partial(pgd, steps=3, random_start=False),
    "pgd restarted": partial(pgd, steps=2, restarts=3),
    "square": partial(square, queries=20),
    **{f"trained with {name}": attack for name, attack in ATTACKS.items()},
}

ATTACKED = {**LINF, "l2": partial(pgd, norm="l2", steps=3)}


def generator(seed=0, device="cpu"):
    return torch.Generator(device).manual_seed(seed)


def corners(count=24, seed=3):
    """Images with values at the borders of [0, 1], just inside, and everywhere between."""
    images = torch.rand(count, 3, 32, 32, generator=generator(seed))
    edges = torch.tensor([0.0, 1.0, 1e-9, 1 - 1e-7, 8 / 255, 2 / 255])
    chosen = torch.randint(0, 12, images.shape, generator=generator(seed + 1))
    return torch.where(chosen < 6, edges[chosen.clamp(max=5)], images)


@pytest.fixture(scope="module")
def model():
    return zoo.load("specimens-cnn")


@pytest.fixture(scope="module")
def images_and_labels():
    return data(64, seed=9)[:2]


def loss(model, images, labels):
    with torch.no_grad():
        return F.cross_entropy(model(images), labels, reduction="none")


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize("attack", LINF)
@pytest.mark.parametrize("device", DEVICES)
def test_no_value_leaves_the_ball_or_the_image(attack, epsilon, device, model):
    images = corners().to(device)
    labels = torch.arange(len(images), device=device) % 4
    changed = LINF[attack](
        model.to(device), images, labels, generator(device=device), epsilon=epsilon
    )
    model.cpu()
    assert (changed.double() - images.double()).abs().max().item() <= epsilon
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert changed.shape == images.shape
    assert changed.dtype == images.dtype


@pytest.mark.parametrize("epsilon", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_no_image_leaves_the_l2_ball(epsilon, dtype, model):
    images, labels = corners().to(dtype), torch.arange(24) % 4
    changed = pgd(model.to(dtype), images, labels, generator(), norm="l2", epsilon=epsilon, steps=4)
    model.float()
    distances = (changed.double() - images.double()).flatten(1).norm(dim=1)
    assert distances.max().item() <= epsilon
    assert changed.min() >= 0
    assert changed.max() <= 1
    if epsilon:
        inner = torch.full_like(images, 0.5)
        far = pgd(model, inner.float(), labels, generator(), norm="l2", epsilon=epsilon, steps=4)
        reached = (far - inner).flatten(1).norm(dim=1)
        assert (reached > 0.99 * epsilon).float().mean() > 0.5  # of most images, the border


@pytest.mark.parametrize("attack", ATTACKED)
def test_an_attack_hurts_and_one_of_no_size_does_not(attack, model, images_and_labels):
    images, labels = images_and_labels
    nothing = ATTACKED[attack](model, images, labels, generator(), epsilon=0.0)
    assert torch.equal(nothing, images)
    epsilon = 2.0 if attack == "l2" else 0.1
    changed = ATTACKED[attack](model, images, labels, generator(), epsilon=epsilon)
    assert loss(model, changed, labels).mean() > 5 * loss(model, images, labels).mean()


def test_one_step_is_the_sign_of_the_gradient(model, images_and_labels):
    images, labels = images_and_labels
    images = images.clamp(0.2, 0.8).requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(images), labels), images)[0]
    expected = images.detach() + 0.1 * gradient.sign()
    changed = fgsm(model, images.detach(), labels, generator(), epsilon=0.1)
    assert torch.allclose(changed, expected, atol=1e-6)


def test_projected_steps_are_those_of_a_loop_written_out(model, images_and_labels):
    images, labels = images_and_labels
    now = images.clone()
    box = ((images - 0.05).clamp(min=0), (images + 0.05).clamp(max=1))
    for _ in range(4):
        seen = now.clone().requires_grad_()
        F.cross_entropy(model(seen), labels, reduction="sum").backward()
        now = torch.minimum(torch.maximum(now + 0.02 * seen.grad.sign(), box[0]), box[1])
    changed = pgd(
        model, images, labels, generator(), epsilon=0.05, steps=4, step_size=0.02,
        random_start=False,
    )  # fmt: skip
    assert torch.allclose(changed, now, atol=1e-6)


def linear(weights):
    """Two classes whose difference of logits is a fixed inner product with the image."""
    return lambda images: torch.stack(
        [(images * weights).sum((1, 2, 3)), torch.zeros(len(images))], dim=1
    )


def test_against_a_linear_network_the_best_step_of_the_l2_ball_is_known():
    weights = torch.randn(3, 8, 8, generator=generator(1))
    images, labels = torch.full((5, 3, 8, 8), 0.5), torch.zeros(5, dtype=torch.long)
    changed = pgd(linear(weights), images, labels, generator(), norm="l2", epsilon=0.5, steps=30,
                  step_size=0.5)  # fmt: skip
    expected = images - 0.5 * weights / weights.norm()
    assert torch.allclose(changed, expected, atol=1e-4)


def test_random_starts_fill_the_ball_evenly():
    flat = lambda images: torch.zeros(len(images), 2) + 0 * images.sum()  # noqa: E731
    images, labels = torch.full((4000, 1, 2, 2), 0.5), torch.zeros(4000, dtype=torch.long)
    start = pgd(flat, images, labels, generator(), epsilon=0.2, steps=1, step_size=0.0) - images
    assert abs(start.mean()) < 0.003
    assert abs(start.std() - 0.2 / 3**0.5) < 0.003
    start = pgd(flat, images, labels, generator(), norm="l2", epsilon=0.2, steps=1) - images
    lengths = start.flatten(1).norm(dim=1) / 0.2
    assert abs(lengths.pow(4).mean() - 0.5) < 0.03  # the volume inside is even: 4 dimensions
    assert abs(start.mean()) < 0.005


def test_of_several_restarts_the_worst_is_kept(model, images_and_labels):
    images, labels = images_and_labels
    options = dict(epsilon=0.04, steps=1, step_size=0.0)
    draws = generator()
    one_by_one = [pgd(model, images, labels, draws, **options) for _ in range(4)]
    losses = torch.stack([loss(model, changed, labels) for changed in one_by_one])
    together = pgd(model, images, labels, generator(), restarts=4, **options)
    assert torch.allclose(loss(model, together, labels), losses.amax(0), atol=1e-5)
    assert losses.argmax(0).unique().numel() == 4


def test_the_expectation_sees_what_one_draw_of_a_transform_misses(model, images_and_labels):
    images, labels = images_and_labels

    def noisy(images, generator):
        return images + 0.5 * torch.randn(images.shape, generator=generator)

    def attacked(samples):
        changed = pgd(
            model, images, labels, generator(), epsilon=0.05, steps=5, transform=noisy,
            samples=samples,
        )  # fmt: skip
        seen = [noisy(changed, generator(seed)) for seed in range(100, 106)]
        return torch.stack([loss(model, image, labels) for image in seen]).mean()

    assert attacked(8) > attacked(1)


def test_the_mean_over_draws_is_the_gradient_of_the_mean_loss(model, images_and_labels):
    images, labels = images_and_labels
    shifts = [0.05, -0.02, 0.3]
    calls = itertools.cycle(shifts)
    changed = pgd(
        model, images, labels, generator(), norm="l2", epsilon=0.5, steps=1, random_start=False,
        transform=lambda x, _: x + next(calls), samples=3, step_size=0.1,
    )  # fmt: skip
    seen = images.clone().requires_grad_()
    sum(
        F.cross_entropy(model(seen + shift), labels, reduction="sum") for shift in shifts
    ).backward()
    direction = seen.grad / seen.grad.flatten(1).norm(dim=1)[:, None, None, None]
    assert torch.allclose(changed, (images + 0.1 * direction).clamp(0, 1), atol=1e-5)


def test_square_needs_no_gradient(images_and_labels):
    images, labels = images_and_labels
    levels = lambda images: (images * 255).round() / 255  # noqa: E731
    network = zoo.load("specimens-cnn")
    masked = lambda images: network(levels(images.detach()))  # noqa: E731
    changed = square(masked, images, labels, generator(), epsilon=0.2, queries=200)
    before, after = (masked(x).argmax(1) == labels for x in (images, changed))
    assert after.float().mean() < before.float().mean() - 0.3


def test_more_queries_never_help_the_network(model, images_and_labels):
    images, labels = images_and_labels
    right = [
        (model(square(model, images, labels, generator(), epsilon=0.2, queries=queries)).argmax(1)
         == labels).sum()
        for queries in (1, 10, 100)
    ]  # fmt: skip
    assert right[0] > right[1] > right[2]


def test_square_asks_no_more_than_it_may_and_leaves_out_what_is_wrong_already(model):
    images, labels = data(16, seed=9)[:2]
    sizes = []

    def counted(images):
        sizes.append(len(images))
        return model(images)

    square(counted, images, labels, generator(), epsilon=0.2, queries=60)
    assert len(sizes) <= 60
    assert sizes[0] == 16
    assert sizes[-1] < 16
    assert sizes == sorted(sizes, reverse=True)


class Restless(nn.Module):
    """A network with every kind of state: batch norm, dropout, frozen and free weights."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.norm = nn.BatchNorm2d(8)
        self.still = nn.BatchNorm2d(8).eval()
        self.head = nn.Linear(8, 4)
        self.head.weight.requires_grad_(False)

    def forward(self, images):
        return self.head(self.still(F.relu(self.norm(self.conv(images)))).mean((2, 3)))


@pytest.mark.parametrize("attack", ATTACKED)
@pytest.mark.parametrize("training", [True, False])
def test_model_images_and_modes_are_left_as_they_were(attack, training):
    network = Restless()
    network.norm.train(training)
    network.still.eval()
    images, labels = data(8)[:2]
    (network.head.bias.sum() * 2).backward()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    gradient, kept = network.head.bias.grad.clone(), images.clone()
    attack = ATTACKED[attack]
    attack(network, images, labels, generator(), epsilon=0.1)
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())
    assert torch.equal(network.head.bias.grad, gradient)
    assert network.conv.weight.grad is None
    assert [w.requires_grad for w in network.head.parameters()] == [False, True]
    assert network.norm.training == training
    assert not network.still.training
    assert torch.equal(images, kept)
    assert not images.requires_grad


def test_buffers_come_back_where_only_a_part_of_the_network_trains():
    network = Restless().eval()
    network.norm.train()
    before = network.norm.running_mean.clone()
    images, labels = data(8)[:2]
    pgd(network, images, labels, generator(), steps=2)
    assert torch.equal(network.norm.running_mean, before)


def test_buffers_come_back_also_when_the_network_breaks():
    network = Restless().train()
    before = network.norm.running_mean.clone()
    images, labels = data(8)[:2]
    with pytest.raises(ValueError, match="every label has one"):
        pgd(network, images, labels + 7, generator(), steps=2)
    assert torch.equal(network.norm.running_mean, before)


@pytest.mark.parametrize("attack", ATTACKED)
def test_an_attack_is_decided_by_its_generator(attack, model, images_and_labels):
    images, labels = images_and_labels
    attack = ATTACKED[attack]
    torch.manual_seed(1)
    first = attack(model, images, labels, generator(5), epsilon=0.1)
    torch.manual_seed(2)
    assert torch.equal(first, attack(model, images, labels, generator(5), epsilon=0.1))


@pytest.mark.parametrize("attack", [fgsm, pgd, square])
def test_what_cannot_be_attacked_is_refused(attack, model):
    images, labels = data(4)[:2]
    for wrong, said in (
        (dict(epsilon=-0.1), "epsilon"),
        (dict(epsilon=float("nan")), "epsilon"),
    ):
        with pytest.raises(ValueError, match=said):
            attack(model, images, labels, generator(), **wrong)
    with pytest.raises(ValueError, match=r"\[0, 1\].*1\.5"):
        attack(model, images + 1.5 - images.max(), labels, generator())
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        attack(model, images * torch.nan, labels, generator())
    with pytest.raises(ValueError, match="one label each"):
        attack(model, images, labels[:3], generator())


@pytest.mark.parametrize(
    "wrong", [dict(norm="l1"), dict(steps=0), dict(restarts=0), dict(samples=0)]
)
def test_wrong_options_of_gradient_descent_are_refused(wrong, model):
    images, labels = data(4)[:2]
    with pytest.raises(ValueError, match="norm is 'linf' or 'l2'"):
        pgd(model, images, labels, generator(), **wrong)


@pytest.mark.parametrize("wrong", [dict(queries=0), dict(share=0.0), dict(share=1.5)])
def test_wrong_options_of_square_are_refused(wrong, model):
    images, labels = data(4)[:2]
    with pytest.raises(ValueError, match="at least one query"):
        square(model, images, labels, generator(), **wrong)
