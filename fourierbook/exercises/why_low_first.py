"""Checks of the exercises on why low frequencies come first: spectra of units, rates, odd waves."""

import math
from collections.abc import Callable

import numpy as np
import torch

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.theory.unit_decay import fitted_decay, unit_amplitudes


def check_amplitude_ratio(answer: Answer) -> bool:
    """Whether `answer(weight, low, high)` is the ratio of a tanh unit's two amplitudes."""
    right = "it agrees with integrals, and survives weights at which a sinh overflows"
    return judge(answer, _laws_of_amplitude_ratio, right=right)


def check_kink_power(answer: Answer) -> bool:
    """Whether `answer(p, slope)` is the power with which the spectrum of a bent z^p falls."""
    return judge(answer, _laws_of_kink_power, right="measured spectra fall with this power")


def check_decay_rate(answer: Answer) -> bool:
    """Whether `answer(poles)` is the exponential rate of a function with these poles."""
    return judge(answer, _laws_of_decay_rate, right="measured spectra fall at this rate")


def check_equal_share_time(answer: Answer) -> bool:
    """Whether `answer(rates, errors)` is when two waves contribute equally to the loss's fall."""
    return judge(answer, _laws_of_equal_share, right="at that time both waves contribute the same")


def check_steps_to_shrink(answer: Answer) -> bool:
    """Whether `answer(eigenvalue, learning_rate, factor)` counts the steps of gradient descent."""
    right = "after so many steps the error is small enough, and not one step earlier"
    return judge(answer, _laws_of_steps, right=right)


def check_odd_part(answer: Answer) -> bool:
    """Whether `answer(inner, outer, slope)` is the linear function that is the odd part."""
    right = "it is the odd part of the network at every place, whatever its weights"
    return judge(answer, _laws_of_odd_part, right=right)


def _laws_of_amplitude_ratio(answer: Callable) -> None:
    random = np.random.default_rng(0)
    x = np.linspace(-60, 60, 60_001)
    for _ in range(6):
        weight = float(random.uniform(0.8, 4) * random.choice([-1, 1]))
        low = float(random.uniform(0.05, 0.3))
        high = low + float(random.uniform(0.05, 0.4))
        got = float(numbers(answer(weight, low, high), "the ratio"))
        slope = weight / np.cosh(weight * x) ** 2  # of which the unit is an integral
        sizes = [abs((slope * np.exp(-2j * np.pi * xi * x)).sum()) / xi for xi in (low, high)]
        require(
            close(got / (sizes[1] / sizes[0]), 1.0, tolerance=1e-3),
            f"at w = {weight:.3g} the amplitudes at ξ = {high:.3g} and {low:.3g} have the ratio "
            f"{sizes[1] / sizes[0]:.4g} by integration, not {got:.4g}",
        )
    for large in (1e6, -1e6):
        step = float(numbers(answer(large, 1.0, 5.0), "the ratio"))
        require(close(step, 0.2), "a very large weight makes a step, whose amplitudes go as 1/ξ")
    for small in (1e-3, -1e-3):
        tiny = float(numbers(answer(small, 1.0, 1.02), "the ratio at a very small weight"))
        require(
            close(math.log(max(tiny, 1e-300)) / (-20 * math.pi**2), 1.0, tolerance=1e-3),
            f"at w = {small:g}, where each amplitude alone is smaller than the smallest number, "
            "the ratio for ξ = 1 and 1.02 is about 2 × 10⁻⁸⁶: divide before you exponentiate",
        )


def _laws_of_kink_power(answer: Callable) -> None:
    xi = torch.linspace(1.0, 2.0, 9)
    for p, slope in ((1, 0.0), (2, 0.0), (3, 0.5), (1, -1.0), (2, 0.5), (3, -1.0), (4, -0.5)):
        got = float(numbers(answer(p, slope), "the power"))

        def unit(z: torch.Tensor, p=p, slope=slope) -> torch.Tensor:
            return torch.where(z > 0, z, slope * z) ** p

        seen = fitted_decay(xi, unit_amplitudes(unit, xi)).power
        require(
            close(got, seen, tolerance=0.05),
            f"for p = {p} and the slope {slope:g} the spectrum falls with the power {seen:.1f} "
            f"where we measured it, not {got:g}",
        )
    for p, slope in ((2, -1.0), (3, 1.0), (4, -1.0)):
        got = float(numbers(answer(p, slope), "the power"))
        require(
            got == 0,
            f"for p = {p} and the slope {slope:g} the unit is z^{p} on both sides: no derivative "
            "jumps, so that the answer is 0",
        )


def _laws_of_decay_rate(answer: Callable) -> None:
    random = np.random.default_rng(1)
    xi = torch.linspace(2.0, 3.0, 9)
    for count, mirrored in ((1, True), (1, False), (2, True), (2, True), (3, False)):
        near = random.uniform(0.25, 0.4)
        distances = near + np.concatenate([[0.0], random.uniform(0.5, 1.5, count - 1)])
        places = random.uniform(-0.5, 0.5, count)
        poles = [
            complex(place, sign * distance)
            for place, distance in zip(places, distances, strict=True)
            for sign in ((1, -1) if mirrored else (1,))
        ]
        order = random.permutation(len(poles))
        got = float(numbers(answer([poles[i] for i in order]), "the rate"))
        require(got > 0, f"the spectrum falls, at a positive rate, and yours is {got:.4g}")

        def function(x: torch.Tensor, places=places, distances=distances) -> torch.Tensor:
            pairs = zip(places.tolist(), distances.tolist(), strict=True)
            return sum(1 / ((x - place) ** 2 + distance**2) for place, distance in pairs)

        seen = fitted_decay(xi, unit_amplitudes(function, xi, width=4.0, points=16_384)).rate
        require(
            close(got / seen, 1.0, tolerance=0.03),
            f"a function with the poles {_named(poles)} falls as e^(−{seen:.2f} ξ) where we "
            f"measured it, not as e^(−{got:.2f} ξ)",
        )


def _named(poles: list[complex]) -> str:
    return ", ".join(f"{pole.real:.2f} {'+' if pole.imag > 0 else '−'} {abs(pole.imag):.2f}i"
                     for pole in poles)  # fmt: skip


def _laws_of_equal_share(answer: Callable) -> None:
    random = np.random.default_rng(2)
    for _ in range(6):
        slow, fast = sorted(random.uniform(0.01, 1, 2))
        errors = random.uniform(0.5, 2, 2)
        if fast * errors[0] ** 2 <= slow * errors[1] ** 2:
            errors = errors[::-1].copy()
        if fast * errors[0] ** 2 <= slow * errors[1] ** 2:
            continue  # the slow wave contributes more from the start
        time = float(numbers(answer(tensor(np.array([fast, slow])), tensor(errors)), "the time"))
        falls = [rate * (size * math.exp(-rate * time)) ** 2
                 for rate, size in zip((fast, slow), errors, strict=True)]  # fmt: skip
        require(
            close(falls[0] / falls[1], 1.0, tolerance=1e-3),
            f"with the rates {fast:.3g} and {slow:.3g} and the errors {errors[0]:.3g} and "
            f"{errors[1]:.3g}, the fast wave contributes {falls[0] / falls[1]:.3g} times what the "
            f"slow one does at the time {time:.4g}",
        )


def _laws_of_steps(answer: Callable) -> None:
    random = np.random.default_rng(3)
    whole = [(0.5, 0.25, 2.0), (0.5, 1.0, 4.0), (0.75, 0.5, 16.0)]  # exact in binary numbers
    products, eigenvalues = 10 ** random.uniform(-3, -0.2, 8), random.uniform(0.01, 1, 8)
    drawn = zip(products, eigenvalues, random.uniform(1.5, 20, 8), strict=True)
    for product, eigenvalue, factor in [*whole, *(map(float, case) for case in drawn)]:
        got = float(numbers(answer(eigenvalue, product / eigenvalue, factor), "the steps"))
        require(got == round(got), f"steps are whole, and {got:g} is not")
        left = [(1 - product) ** steps for steps in (got - 1, got)]
        require(
            left[1] <= 1 / factor < left[0],
            f"with τλ = {product:.3g} the error is {left[1]:.4g} of the first after {got:g} steps "
            f"and {left[0]:.4g} one step before; it should fall to 1/{factor:.3g} in the last one",
        )


def _laws_of_odd_part(answer: Callable) -> None:
    random = np.random.default_rng(4)
    for width, inputs in ((1, 2), (5, 2), (40, 3), (5, 2)):
        inner, outer = random.normal(size=(width, inputs)), random.normal(size=width)
        slope = float(random.uniform(-0.5, 0.5))
        found = answer(tensor(inner), tensor(outer), slope)
        got = numbers(found, "the odd part", shape=(inputs,))
        x = random.normal(size=(20, inputs))
        there, mirrored = (
            np.maximum(side @ inner.T, slope * (side @ inner.T)) @ outer / math.sqrt(width)
            for side in (x, -x)
        )
        require(
            close(x @ got, (there - mirrored) / 2),
            f"for {width} unit{'s' * (width > 1)} of slope {slope:.2f} on {inputs} inputs, "
            f"(h(x) − h(−x))/2 is {(there - mirrored)[0] / 2:.4g} at x = {x[0].round(2).tolist()} "
            f"and v · x is {(x @ got)[0]:.4g}",
        )
