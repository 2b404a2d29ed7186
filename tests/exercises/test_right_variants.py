"""An answer that is right in another way than the solution is found right."""

import cmath
import importlib
import math

import numpy as np
import pytest
import torch


def rebuild(coefficients):
    n = len(coefficients)
    k = (torch.fft.fftfreq(n) * n).tolist()  # frequencies are no transform
    turns = [[cmath.exp(2j * math.pi * f * p / n) for f in k] for p in range(n)]
    return [
        sum(c * t for c, t in zip(coefficients.tolist(), row, strict=True)) / n for row in turns
    ]


def band_energy(image, low, high):
    f_y, f_x = (np.fft.fftfreq(n) * n for n in image.shape)
    size = np.sqrt(f_y[:, None] ** 2 + f_x**2)
    spectrum = np.fft.fft2(image.numpy(), norm="ortho")
    return (abs(spectrum[(size >= low) & (size < high)]) ** 2).sum()


def points_needed(amplitude, square, factor):
    return np.ceil((factor * np.sqrt(square) / amplitude) ** 2)


def steps_to_shrink(eigenvalue, learning_rate, factor):
    left, steps = 1.0, 0
    while left > 1 / factor:
        left, steps = left * (1 - learning_rate * eigenvalue), steps + 1
    return steps


def amplitude_ratio(weight, low, high):
    z = math.pi**2 / abs(weight)
    small, large = (1 - math.exp(-2 * z * xi) for xi in (low, high))
    return math.exp(z * (low - high)) * small / large


def decay_rate(poles):
    return min(2 * np.pi * np.abs(np.imag(poles)))


def turning_width(low, high, weight):
    return weight * 2 * math.sqrt(math.log(high / low) / ((high - low) * (high + low)))


def sweeps_needed(mode, intervals, share):
    left, sweeps = 1.0, 0
    while left >= share:
        left, sweeps = left * abs(math.cos(math.pi * mode / intervals)), sweeps + 1
    return float(sweeps)


def fraction_outside(images, bandwidth):
    spectrum = np.fft.fft2(images.double().numpy())
    for axis in (-2, -1):
        n = images.shape[axis]
        kept = abs(np.fft.fftfreq(n) * n) <= (bandwidth - 1) / 2 + 1e-9
        spectrum = spectrum * (kept if axis == -1 else kept[:, None])
    low = np.fft.ifft2(spectrum).real
    return np.mean(low < 0) + np.mean(low > 1)


def noise(shape, mask, norm, generator):
    images, channels, height, width = shape
    drawn = torch.empty(shape)
    for channel in range(channels):
        for image in range(images):
            white = torch.empty(height, width).normal_(generator=generator)
            kept = torch.fft.ifft2(torch.fft.fft2(white) * mask).real
            drawn[image, channel] = norm * kept / kept.norm()
    return drawn


def transform_of_network(weights, biases, heights, wave):
    k = 2 * math.pi * wave
    units = zip(weights.tolist(), biases.tolist(), heights.tolist(), strict=True)
    return sum(a * abs(w) * cmath.exp(1j * k * b / w) / (1j * k) ** 2 for w, b, a in units)


def pieces(weights, biases, heights, low, high):
    def slope(x):
        on = weights * x + biases > 0
        return (heights * weights)[on].sum().item()

    kinks = {-b / w for w, b in zip(weights.tolist(), biases.tolist(), strict=True) if w}
    inside = [x for x in kinks if low < x < high]
    return 1.0 + sum(slope(x - 2**-7) != slope(x + 2**-7) for x in inside)


def spectral_norm(matrix, start, steps):
    grown = torch.linalg.matrix_power((matrix.T @ matrix / matrix.norm() ** 2).double(), steps)
    vector = grown @ start.double()
    return (matrix.double() @ vector).norm() / vector.norm()


@pytest.mark.parametrize(
    ("chapter", "answers"),
    [
        ("fourier_primer", [rebuild, band_energy]),
        ("f_principle_images", [points_needed]),
        ("why_low_first", [steps_to_shrink, amplitude_ratio, decay_rate]),
        ("turning_the_order", [turning_width, sweeps_needed]),
        ("spectral_bias", [transform_of_network, pieces, spectral_norm]),
        ("band_limited_filters", [fraction_outside, noise]),
    ],
)
def test_what_is_right_in_another_way_is_found_right(chapter, answers):
    checks = importlib.import_module(f"fourierbook.exercises.{chapter}")
    for answer in answers:
        assert getattr(checks, f"check_{answer.__name__}")(answer) is True
