"""How networks are trained and attacked, each number against the paper that it comes from."""

import inspect
from functools import partial

import pytest
import torch

from fourierbook.data.corruptions.severities import COMMON
from fourierbook.training import adversarial, augmentation
from fourierbook.training.augmentation import AUGMENTATIONS


def default(function, name):
    return inspect.signature(function).parameters[name].default


def grey(count=600, side=16):
    return torch.full((count, 3, side, side), 0.5)


def test_gaussian_augmentation_reaches_the_papers_strength():
    """Yin et al. (2019), section 3, on CIFAR-10: σ from 0 to 0.1."""
    noise = AUGMENTATIONS["crop_flip_gaussian"](grey(), torch.Generator().manual_seed(0)) - 0.5
    spread = noise.flatten(1).std(1)
    assert spread.max().item() == pytest.approx(0.1, rel=0.05)
    assert spread.mean().item() == pytest.approx(0.05, rel=0.05)


def test_fog_noise_is_as_rough_as_the_fog_of_severity_three_and_as_thick_as_its_next():
    """Hendrycks and Dietterich (2019) have (0.75, 2.5) and (1, 2) there."""
    thickness, decay = COMMON["fog"][1][2]
    assert default(augmentation.fog_noise, "decay") == decay == 2.5
    assert default(augmentation.fog_noise, "largest") == COMMON["fog"][1][3][0] == 1.0 > thickness
    seen = AUGMENTATIONS["crop_flip_fog"](grey(), torch.Generator().manual_seed(0)) - 0.5
    assert (seen[:, 0] == seen[:, 2]).all(), "fog is grey"
    assert seen.amax((1, 2, 3)).median().item() == pytest.approx(0.5, abs=0.05)


def test_crops_are_of_images_padded_by_four():
    """He et al. (2016), section 4.2: four pixels on each side."""
    image = torch.arange(24.0).expand(500, 1, 24, 24)
    changed = AUGMENTATIONS["crop_and_flip"](image, torch.Generator().manual_seed(0))
    middles = changed[:, 0, 12, 12]  # 12 in an image left as it is; 11 in its mirror image
    assert (middles.min().item(), middles.max().item()) == (11 - 4, 12 + 4)


# Of 8/255 all; the step, and how many. Wong et al. (2020), section 4.1: one of 1.25 ε. Madry et al.
# (2018), section 5: seven of 2/255. Both start at random.
STEPS = {"linf8_single_step": (1.25 * 8 / 255, 1), "linf8_pgd7": (2 / 255, 7)}


@pytest.mark.parametrize("name", STEPS)
def test_networks_are_trained_on_the_papers_attacks(name):
    size, count = STEPS[name]
    assert STEPS.keys() == adversarial.ATTACKS.keys()
    options = adversarial.ATTACKS[name].keywords
    assert options["epsilon"] == 8 / 255
    assert (options["step_size"], options["steps"]) == (pytest.approx(size), count)
    assert default(adversarial.pgd, "random_start")
    assert not {"norm", "random_start", "restarts"} & options.keys()


def test_a_step_without_a_size_is_such_that_the_ball_is_crossed_two_and_a_half_times(monkeypatch):
    """Madry et al. (2018), the authors' challenge on CIFAR-10: 20 steps of 2.5 ε / 20 = ε / 8."""

    def up(images):
        return torch.cat([0 * images.flatten(1), images.flatten(1)], 1)

    given = torch.full((1, 1, 1, 1), 0.5), torch.tensor([0]), torch.Generator()
    attack = partial(adversarial.pgd, up, *given, random_start=False)
    once = attack(epsilon=0.1, steps=1, step_size=0.1 / 8).item() - 0.5
    monkeypatch.setattr(adversarial, "_linf_projection", lambda images, epsilon: lambda each: each)
    monkeypatch.setitem(
        adversarial._BALLS, "linf", (None, torch.sign, lambda images, epsilon: lambda each: each)
    )
    assert attack(epsilon=0.1, steps=20).item() - 0.5 == pytest.approx(20 * once)
    assert default(adversarial.pgd, "steps") == 20


def test_squares_shrink_at_the_papers_queries():
    """Andriushchenko et al. (2020), section 4.1: halved at 10, 50, … 8,000 of 10,000 queries."""
    halved = (10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000)
    sides = [adversarial._side(1.0, query / 10_000, 1024, 1024) for query in range(1, 10_000)]
    shares = [(side / 1024) ** 2 for side in sides]
    changes = [n for n in range(1, len(shares)) if shares[n] != shares[n - 1]]
    assert [sides.index(sides[n]) for n in changes] == [*halved], "a query beyond each"
    assert shares[-1] == pytest.approx(0.5**9, rel=0.05)
    assert default(adversarial.square, "share") == 0.8  # the authors' own, in AutoAttack
