"""Checks of the exercises on Fourier heatmaps: waves, linear models, a bug, and chance."""

import itertools
import math
from collections.abc import Callable

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises.calls import DRAW
from fourierbook.exercises.fourier_heatmaps_perturbations import PERTURBATIONS, SAID
from fourierbook.signal.basis import basis_images, frequency_classes
from fourierbook.signal.waves import plane_wave


def check_wave_count(answer: Answer) -> bool:
    """Whether `answer(height, width)` counts the different waves of a real image."""
    return judge(answer, _laws_of_wave_count, right="it counts each wave of every size tried once")


def check_peak(answer: Answer) -> bool:
    """Whether `answer(norm, frequency, height, width)` is the amplitude of a wave of that norm."""
    right = (
        "a wave of your amplitude has the norm at every frequency tried, and at any phase where "
        "the wave has a mirror image"
    )
    return judge(answer, _laws_of_peak, right=right)


def check_expected_error(answer: Answer) -> bool:
    """Whether `answer(margins, products, norm)` is a linear model's error under each wave."""
    right = "it is the mean over both signs, for images that were right and that were wrong"
    return judge(answer, _laws_of_expected_error, right=right)


def check_is_right(answer: Answer) -> bool:
    """Whether `answer(perturb)` accepts a function that adds waves as it should, and no other."""
    right = "it lets the right functions through and stops every wrong one"
    return judge(answer, _laws_of_is_right, right=right)


def check_expected_change(answer: Answer) -> bool:
    """Whether `answer(weights, wave, norm)` is the mean squared change of a linear layer."""
    right = "it is the mean over all choices of the signs"
    return judge(answer, _laws_of_expected_change, right=right)


def check_mirror_gap(answer: Answer) -> bool:
    """Whether `answer(share, images)` says how far two draws of one cell lie apart on average."""
    right = "it is the mean distance of two independent shares, as far as a normal law goes"
    return judge(answer, _laws_of_mirror_gap, right=right)


def _laws_of_wave_count(answer: Callable) -> None:
    for height, width in ((4, 4), (5, 5), (1, 8), (4, 5), (6, 3), (16, 8), (31, 31)):
        got = numbers(answer(height, width), "the number of waves")
        rows, columns = np.indices((height, width)).reshape(2, -1)
        pairs = {
            frozenset([(row, column), (-row % height, -column % width)])
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        }
        even = "two even sides" if height % 2 == width % 2 == 0 else "an odd side"
        require(
            close(got, len(pairs), tolerance=1e-9),
            f"an image of {height} × {width} pixels, with {even}, has {len(pairs)} different "
            f"waves, not {got:g}",
        )


def _laws_of_peak(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for height, width in ((8, 8), (9, 7), (32, 32), (6, 10)):
        for frequency in ((0, 0), (1, 2), (0, 3), (height // 2, 0), (height // 2, width // 2)):
            norm = float(random.uniform(0.5, 8))
            amplitude = float(numbers(answer(norm, frequency, height, width), "the amplitude"))
            alone = all(
                2 * f % side == 0 for f, side in zip(frequency, (height, width), strict=True)
            )
            phase = 0.0 if alone else float(random.uniform(0, 2 * math.pi))
            wave = plane_wave(height, width, frequency=frequency, phase=phase).numpy()
            found = float(np.linalg.norm(amplitude * wave))
            kind = "which is its own mirror image" if alone else "which has a mirror image"
            require(
                close(found, norm, tolerance=1e-5),
                f"on {height} × {width} pixels the wave of frequency {frequency}, {kind}, has the "
                f"norm {found:.4g} with your amplitude, not {norm:.4g}",
            )


def _laws_of_expected_error(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for count, waves, norm in ((1, 1, 1.0), (6, 3, 0.0), (50, 7, 0.5), (50, 7, 4.0)):
        margins, products = random.normal(size=count), random.normal(size=waves)
        got = numbers(answer(tensor(margins), tensor(products), norm), "the error", shape=(waves,))
        moved = margins[:, None, None] + norm * np.multiply.outer(products, [1.0, -1.0])
        found = (moved < 0).mean((0, 2))
        worst = abs(got - found).argmax()
        require(
            close(got, found),
            f"tried over both signs, {found[worst]:.4g} of the images are wrong under a wave whose "
            f"product is {products[worst]:.4g}, not {got[worst]:.4g}",
        )


def _laws_of_is_right(answer: Callable) -> None:
    names = 2 * list(PERTURBATIONS)  # an answer that counts its calls has no chance
    for name in DRAW.sample(names, len(names)):
        said = numbers(answer(PERTURBATIONS[name]), "the verdict")
        right = name.startswith("right")
        require(
            bool(said) == right,
            f"your test {'refuses' if right else 'accepts'} a function that {SAID[name]}",
        )


def _laws_of_expected_change(answer: Callable) -> None:
    random = np.random.default_rng(0)
    cases = ((1, 1, (4, 4), 1.0), (3, 2, (6, 5), 2.5), (2, 3, (8, 8), 0.5), (3, 2, (6, 5), 0.2))
    for outputs, channels, size, norm in cases:
        weights = random.normal(size=(outputs, channels, *size))
        place = int(random.integers(len(frequency_classes(*size))))
        wave = basis_images(*size, frequency_classes(*size)[[place]])[0].double().numpy()
        got = numbers(answer(tensor(weights), tensor(wave), norm), "the mean squared change")
        responses = (weights * wave).sum((-2, -1))
        signs = itertools.product((1, -1), repeat=channels)
        changes = [((norm * responses @ np.array(each)) ** 2).sum() for each in signs]
        require(
            close(got, np.mean(changes)),
            f"over all {2**channels} choices of the signs, the mean squared change is "
            f"{np.mean(changes):.4g}, not {got:.4g}",
        )


def _laws_of_mirror_gap(answer: Callable) -> None:
    for share, images in ((0.5, 100), (0.1, 400), (0.7, 1000)):
        got = float(numbers(answer(share, images), "the mean distance"))
        found = _mean_distance(share, images)
        require(
            close(got / found, 1.0, tolerance=0.05),
            f"two shares of {images} images, each {share:g} on average, lie {found:.4g} apart, not "
            f"{got:.4g}",
        )
    for share in (0.0, 1.0):
        nothing = float(numbers(answer(share, 50), "the mean distance"))
        require(close(nothing, 0), f"where the share is always {share:g}, two shares are the same")


def _mean_distance(share: float, images: int) -> float:
    """E|a − b| of two independent shares of wrong images, from their binomial laws."""
    counts = np.arange(images + 1)
    chances = np.array(
        [math.comb(images, k) * share**k * (1 - share) ** (images - k) for k in counts.tolist()]
    )
    apart = np.abs(counts[:, None] - counts)
    return float(chances @ apart @ chances) / images
