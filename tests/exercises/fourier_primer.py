"""Wrong answers to the exercises of the Fourier primer, each with the misconception behind it."""

import math

import numpy as np
import torch


def rebuild_wrong_1(coefficients):
    """Keep the exponent's sign of the forward transform: the signal runs backwards."""
    n = len(coefficients)
    points = torch.arange(n)
    return torch.exp(-2j * math.pi * torch.outer(points, points) / n) @ coefficients / n


def rebuild_wrong_2(coefficients):
    """Forget that going there and back multiplies by N."""
    n = len(coefficients)
    points = torch.arange(n)
    return torch.exp(2j * math.pi * torch.outer(points, points) / n) @ coefficients


def rebuild_wrong_3(coefficients):
    """Sum over the first half alone, as if the second half held nothing new to a real signal."""
    n = len(coefficients)
    points = torch.arange(n)
    half = points[: n // 2 + 1]
    waves = torch.exp(2j * math.pi * torch.outer(points, half) / n)
    return (waves @ coefficients[half]).real / n


def frequency_wrong_1(k, n):
    """Read the index as the frequency: no frequency is ever negative."""
    return k


def frequency_wrong_2(k, n):
    """Halve N without its remainder: the last positive frequency of an odd N turns negative."""
    return k if k < n // 2 else k - n


def frequency_wrong_3(k, n):
    """Take indices as if the spectrum were drawn with zero in the middle."""
    return k - n // 2


def alias_wrong_1(f, n):
    """Wrap around at N, but forget that a cosine of f and one of −f are the same."""
    return f % n


def alias_wrong_2(f, n):
    """Believe that what is too fast for the samples is seen at the highest frequency there is."""
    return min(f, n / 2)


def alias_wrong_3(f, n):
    """Fold at N/2 once, right for f below N and wrong for all that is faster."""
    return f if f <= n / 2 else abs(n - f)


def band_energy_wrong_1(image, low, high):
    """Sum squared coefficients of the plain transform, which are H · W times the pixels' energy."""
    vertical, horizontal = (torch.fft.fftfreq(n, d=1 / n) for n in image.shape)
    radius = torch.hypot(vertical[:, None], horizontal)
    return torch.fft.fft2(image).abs().square()[(radius >= low) & (radius < high)].sum()


def band_energy_wrong_2(image, low, high):
    """Count each pair of f and −f once, because the second half of the spectrum seems redundant."""
    vertical = torch.fft.fftfreq(image.shape[0], d=1 / image.shape[0])
    horizontal = torch.fft.rfftfreq(image.shape[1], d=1 / image.shape[1])
    radius = torch.hypot(vertical[:, None], horizontal)
    energy = torch.fft.rfft2(image, norm="ortho").abs().square()
    return energy[(radius >= low) & (radius < high)].sum()


def band_energy_wrong_3(image, low, high):
    """Measure the radius by index, so that negative frequencies pass for the highest ones."""
    vertical, horizontal = (torch.arange(n) for n in image.shape)
    radius = torch.hypot(vertical[:, None].double(), horizontal.double())
    energy = torch.fft.fft2(image, norm="ortho").abs().square()
    return energy[(radius >= low) & (radius < high)].sum()


def _inside(shape, radius):
    vertical, horizontal = (torch.fft.fftfreq(n, d=1 / n) for n in shape)
    return torch.hypot(vertical[:, None], horizontal) <= radius


def borrow_phases_wrong_1(image, other, radius):
    """Borrow the other's coefficients, amplitude and all."""
    own, borrowed = torch.fft.fft2(image), torch.fft.fft2(other)
    return torch.fft.ifft2(torch.where(_inside(image.shape, radius), borrowed, own)).real


def borrow_phases_wrong_2(image, other, radius):
    """Mix up the low and the high frequencies."""
    own, borrowed = torch.fft.fft2(image), torch.fft.fft2(other)
    phases = torch.where(_inside(image.shape, radius), own, borrowed).angle()
    return torch.fft.ifft2(torch.polar(own.abs(), phases)).real


def borrow_phases_wrong_3(image, other, radius):
    """Take the real part for the amplitude and the imaginary part for the phase."""
    own, borrowed = torch.fft.fft2(image), torch.fft.fft2(other)
    imaginary = torch.where(_inside(image.shape, radius), borrowed.imag, own.imag)
    return torch.fft.ifft2(torch.complex(own.real, imaginary)).real


def borrow_phases_wrong_4(image, other, radius):
    """Measure the radius by index: a wave borrows at f and not at −f, so half of it is lost."""
    own, borrowed = torch.fft.fft2(image), torch.fft.fft2(other)
    rows, columns = (torch.arange(n, dtype=torch.float32) for n in image.shape)
    inside = torch.hypot(rows[:, None], columns) <= radius
    phases = torch.where(inside, borrowed, own).angle()
    return torch.fft.ifft2(torch.polar(own.abs(), phases)).real


def kernel_wrong_1(mask):
    """Use the forward transform, which lacks the 1/(H W) of the inverse."""
    return torch.fft.fft2(mask).real


def kernel_wrong_2(mask):
    """Centre the kernel as one draws it, so that the filter moves the image by half its size."""
    return torch.fft.fftshift(torch.fft.ifft2(mask).real)


def rebuild_wrong_4(coefficients):
    """Call the transform that was to be written."""
    return torch.fft.ifft(coefficients).real


def rebuild_wrong_5(coefficients):
    """Call the transform of another library."""
    return np.fft.ifft(coefficients.numpy()).real


def band_energy_wrong_4(image, low, high):
    """Take both edges into the band, so that neighbours share a frequency."""
    vertical, horizontal = (torch.fft.fftfreq(n, d=1 / n) for n in image.shape)
    radius = torch.hypot(vertical[:, None], horizontal)
    energy = torch.fft.fft2(image, norm="ortho").abs().square()
    return energy[(radius >= low) & (radius <= high)].sum()


def band_energy_wrong_5(image, low, high):
    """Put the upper edge into the band instead of the lower one; zero has to be somewhere."""
    vertical, horizontal = (torch.fft.fftfreq(n, d=1 / n) for n in image.shape)
    radius = torch.hypot(vertical[:, None], horizontal)
    energy = torch.fft.fft2(image, norm="ortho").abs().square()
    inside = (radius > low) & (radius <= high) | (radius == 0) & (low == 0)
    return energy[inside].sum()
