"""Checks of the exercises in the Fourier primer: the transform, its frequencies, its energy."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from fourierbook.exercises import Answer, close, judge, numbers, require, tensor
from fourierbook.exercises.forbidden import without_transforms
from fourierbook.signal.waves import plane_wave


def check_rebuild(answer: Answer) -> bool:
    """Whether `answer(coefficients)` is the signal x_p = 1/N Σ_k F(k) e^(2πi kp/N)."""
    return judge(answer, _laws_of_rebuild, right="known waves come back at their height and place")


def check_frequency(answer: Answer) -> bool:
    """Whether `answer(k, n)` is the frequency in [−n/2, n/2) of coefficient k of n."""
    right = "for even and odd N each coefficient gets the one wave in the range that it stands for"
    return judge(answer, _laws_of_frequency, right=right)


def check_alias(answer: Answer) -> bool:
    """Whether `answer(f, n)` is the lowest frequency whose cosine has the same n samples as f's."""
    return judge(answer, _laws_of_alias, right="on the samples both waves are one and the same")


def check_band_energy(answer: Answer) -> bool:
    """Whether `answer(image, low, high)` is the energy, in pixel units, at low ≤ |f| < high."""
    right = "the bands of an image add up to the energy of its pixels, and a wave lies in its band"
    return judge(answer, _laws_of_band_energy, right=right)


def check_borrow_phases(answer: Answer) -> bool:
    """Whether `answer(image, other, radius)` has the phases of another image at |f| ≤ radius."""
    right = "amplitudes stay, and the phases come from where you were asked to take them"
    return judge(answer, _laws_of_borrow_phases, right=right)


def check_kernel(answer: Answer) -> bool:
    """Whether circular convolution with `answer(mask)` equals multiplication by the mask."""
    right = "sums over shifted pixels and products of spectra give the same image"
    return judge(answer, _laws_of_kernel, right=right)


def _laws_of_rebuild(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for n in (5, 8, 9, 8):
        points, coefficients = np.arange(n), np.zeros(n, complex)
        expected = np.full(n, mean := random.normal())
        coefficients[0] = n * mean
        for frequency in range(1, (n + 1) // 2):
            amplitude, phase = random.uniform(0.5, 2), random.uniform(0.5, 2.5)
            expected += amplitude * np.cos(2 * np.pi * frequency * points / n + phase)
            coefficients[frequency] = n / 2 * amplitude * np.exp(1j * phase)
            coefficients[n - frequency] = coefficients[frequency].conj()
        found = without_transforms(answer, tensor(coefficients))
        got = numbers(found, f"the signal from {n} coefficients", shape=(n,))
        require(
            np.isrealobj(got), "the signal is complex, though F(N − k) is the conjugate of F(k)"
        )
        require(not close(got, n * expected), "it is N times too high; something divides by N")
        require(
            not close(got[-points], expected),
            "it runs backwards: the sample at p stands at −p; look at the sign of the exponent",
        )
        require(
            close(got, expected),
            f"a sum of waves with the samples {expected.round(3).tolist()} does not come back",
        )


def _laws_of_frequency(answer: Callable) -> None:
    for n in (8, 7, 32, 31, 2, 1):
        for k in range(n):
            f = float(numbers(answer(k, n), f"the frequency of coefficient {k} of {n}").real)
            require(
                abs(f - round(f)) < 1e-6 and (round(f) - k) % n == 0,
                f"coefficient {k} of {n} multiplies a wave that {f:g} cycles do not give on the "
                "samples",
            )
            require(
                -n / 2 <= f < n / 2,
                f"for coefficient {k} of {n} it returns {f:g}, outside −n/2 ≤ f < n/2",
            )


def _laws_of_alias(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for n in (7, 8, 31, 32):
        for f in (0, n // 2, n - 1, n, *map(int, random.integers(0, 6 * n, 10))):
            g = float(numbers(answer(f, n), f"what {f} cycles in {n} samples look like").real)
            require(
                0 <= g <= n / 2,
                f"{f} cycles in {n} samples cannot look like {g:g}: the lowest such frequency lies "
                "between 0 and n/2",
            )
            points = 2 * np.pi * np.arange(n) / n
            require(
                close(np.cos(g * points), np.cos(f * points)),
                f"at the {n} samples, cosines of {f} and of {g:g} cycles have different values",
            )


def _laws_of_band_energy(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for height, width in ((8, 8), (7, 10), (9, 6)):
        image = random.normal(size=(height, width))
        edges = [0, 1, *sorted(random.uniform(1, 5, 3)), 100]
        bands = [_energy(answer, image, *band) for band in pairwise(edges)]
        require(
            close(sum(bands), (image**2).sum()),
            f"over all bands a random image of {height} × {width} pixels has the energy "
            f"{sum(bands):.3g}, but the sum of its squared pixels is {(image**2).sum():.3g}",
        )
        for frequency in ((0, 2), (-2, 1), (2, -2), (3, 0)):
            wave, radius = plane_wave(height, width, frequency=frequency), np.hypot(*frequency)
            inside = _energy(answer, wave.numpy(), radius - 0.1, radius + 0.1)
            require(
                close(inside, wave.square().sum().item()),
                f"a wave of frequency (f_y, f_x) = {frequency} does not have all its energy at "
                f"|f| = {radius:.2f}",
            )
    wave = plane_wave(8, 4, frequency=(2, 0)).numpy()
    for low, high, share in ((2, 3, 1), (1, 2, 0)):
        inside = _energy(answer, wave, low, high)
        require(
            close(inside, share * (wave**2).sum()),
            f"the frequency (2, 0), which has |f| = 2, lies {'' if share else 'not '}in the band "
            f"{low} ≤ |f| < {high}",
        )


def _energy(answer: Callable, image: np.ndarray, low: float, high: float) -> float:
    got = numbers(answer(tensor(image), low, high), "the energy of a band")
    require(np.isrealobj(got) and got >= -1e-9, "the energy of a band is real and never negative")
    return float(got)


def _laws_of_borrow_phases(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for shape, radius in (((8, 8), 2.0), ((7, 10), 3.5), ((9, 5), 1.0), ((8, 8), 3.0)):
        image, other = random.normal(size=(2, *shape))
        got = answer(tensor(image), tensor(other), radius)
        got = numbers(got, "the new image", shape=shape)
        require(np.isrealobj(got), "the new image is complex; did f and −f get the same treatment?")
        new, own, borrowed = (np.fft.fft2(values) for values in (got, image, other))
        require(close(abs(new), abs(own)), "the new image does not have the image's own amplitudes")
        vertical, horizontal = (np.fft.fftfreq(n, d=1 / n) for n in shape)
        inside = np.hypot(vertical[:, None], horizontal) <= radius
        for phases, where, place in (
            (borrowed, inside, "up to the radius the phases are not the other image's"),
            (own, ~inside, "beyond the radius the phases are not the image's own"),
        ):
            require(close((new * abs(phases))[where], (phases * abs(new))[where]), place)


def _laws_of_kernel(answer: Callable) -> None:
    random = np.random.default_rng(0)
    for shape in ((4, 4), (5, 6), (3, 7), (5, 6)):
        image, mask = random.normal(size=shape), abs(np.fft.fft2(random.normal(size=shape)))
        kernel = numbers(answer(tensor(mask)), "the kernel", shape=shape)
        require(np.isrealobj(kernel), "the kernel is complex, but the mask is symmetric")
        expected = np.fft.ifft2(mask * np.fft.fft2(image)).real
        got = _convolved(image, kernel)
        require(
            not close(got, expected * image.size),
            "the convolved image is H · W times too large; which transform divides by H · W?",
        )
        require(
            close(abs(np.fft.fft2(got)), abs(np.fft.fft2(expected))),
            "convolution with the kernel does not change the amplitudes as the mask does",
        )
        require(
            close(got, expected),
            "convolution with the kernel filters as the mask does, but it also moves the image; "
            "where does the kernel keep the shift by nothing?",
        )


def _convolved(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Circular convolution as a sum over shifts, without any transform."""
    shifts = np.ndindex(*kernel.shape)
    return sum(kernel[shift] * np.roll(image, shift, (0, 1)) for shift in shifts)
