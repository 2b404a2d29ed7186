import numpy as np
import pytest
import torch

from fourierbook.signal.plasma import plasma
from fourierbook.signal.spectra import mean_amplitude, radial_profile
from tests.devices import DEVICES


def generator(seed=0, device="cpu"):
    return torch.Generator(device).manual_seed(seed)


def written_out(noise, side, decay):
    """The algorithm point by point, with the same draws in the same order."""
    field, step, width = np.zeros((side, side)), side, 1.0
    while step > 1:
        half = step // 2
        for rows, columns, around in (
            (range(half, side, step), range(half, side, step), "corners"),
            (range(0, side, step), range(half, side, step), "cross"),
            (range(half, side, step), range(0, side, step), "cross"),
        ):
            drawn = next(noise)[0]
            for i, y in enumerate(rows):
                for j, x in enumerate(columns):
                    if around == "corners":
                        offsets = [(a, b) for a in (-half, half) for b in (-half, half)]
                    else:
                        offsets = [(-half, 0), (half, 0), (0, -half), (0, half)]
                    mean = np.mean([field[(y + a) % side, (x + b) % side] for a, b in offsets])
                    field[y, x] = mean + width**2 * (2 * drawn[i, j] - 1)
        step, width = half, width / decay
    return (field - field.min()) / (field.max() - field.min())


@pytest.mark.parametrize("side", [2, 8, 32])
@pytest.mark.parametrize("decay", [1.0, 1.75, 3.0])
def test_clouds_are_those_of_the_algorithm_written_out(side, decay):
    def draws():
        same, step = generator(3), side
        while step > 1:
            for _ in range(3):
                shape = (1, side // step, side // step)
                yield torch.rand(shape, generator=same).double().numpy()
            step //= 2

    found = plasma(1, side, generator(3), decay=decay)[0]
    assert found.numpy() == pytest.approx(written_out(draws(), side, decay), abs=1e-5)


@pytest.mark.parametrize("device", DEVICES)
def test_each_of_many_clouds_is_another_and_reaches_from_zero_to_one(device):
    clouds = plasma(50, 16, generator(device=device), decay=2.0).cpu()
    assert torch.equal(clouds.amin((1, 2)), torch.zeros(50))
    assert torch.equal(clouds.amax((1, 2)), torch.ones(50))
    assert len({cloud.numpy().tobytes() for cloud in clouds}) == 50


def test_a_larger_decay_leaves_less_of_the_high_frequencies():
    shares = []
    for decay in (1.0, 1.75, 2.5):
        profile = radial_profile(mean_amplitude(plasma(200, 32, generator(), decay=decay)))
        shares.append(float(profile[10:16].mean() / profile[1:4].mean()))
    assert shares[0] > 1.5 * shares[1] > 2.25 * shares[2]


@pytest.mark.parametrize(
    ("count", "side", "decay"),
    [(1, 24, 2.0), (1, 1, 2.0), (1, 0, 2.0), (0, 8, 2.0), (1, 8, 0.0), (1, 8, float("nan"))],
)
def test_what_makes_no_clouds_is_refused(count, side, decay):
    with pytest.raises(ValueError, match="power of two"):
        plasma(count, side, generator(), decay=decay)
