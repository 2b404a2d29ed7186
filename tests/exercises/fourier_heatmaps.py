"""Wrong answers to the exercises on Fourier heatmaps, each with the misconception behind it."""

import itertools
import math

import torch


def wave_count_wrong_1(height, width):
    """Count a frequency and its mirror image as two waves."""
    return height * width


def wave_count_wrong_2(height, width):
    """Halve, and forget the frequencies that are their own mirror images."""
    return height * width // 2


def wave_count_wrong_3(height, width):
    """Believe that zero alone is its own mirror image, at even sides too."""
    return (height * width + 1) // 2


def wave_count_wrong_4(height, width):
    """Take the four lone frequencies of two even sides for those of every size."""
    return height * width // 2 + 2


def peak_wrong_1(norm, frequency, height, width):
    """Treat every frequency as a cosine, the lone ones too."""
    return math.sqrt(2 / (height * width)) * norm


def peak_wrong_2(norm, frequency, height, width):
    """Take the root mean square for the amplitude."""
    return norm / math.sqrt(height * width)


def peak_wrong_3(norm, frequency, height, width):
    """Take zero alone for its own mirror image."""
    alone = frequency == (0, 0)
    return norm * math.sqrt((1 if alone else 2) / (height * width))


def expected_error_wrong_1(margins, products, norm):
    """Let every wave push towards the wrong class, as if its sign were chosen against the image."""
    return (margins[:, None] - norm * products.abs() < 0).double().mean(0)


def expected_error_wrong_2(margins, products, norm):
    """Believe that an image which was wrong stays wrong."""
    pushed = (margins[:, None] < norm * products.abs()).double() / 2
    return torch.where(margins[:, None] < 0, 1.0, pushed).mean(0)


def expected_error_wrong_3(margins, products, norm):
    """Take the sign of the product for the sign of the wave, so that there is only one case."""
    return (margins[:, None] + norm * products < 0).double().mean(0)


def _trial(perturb, norm=4.0):
    generator = torch.Generator().manual_seed(0)
    images = torch.full((64, 3, 8, 8), 0.5)
    wave = torch.zeros(8, 8)
    wave[2, 3] = 1.0
    return (perturb(images, wave, norm, generator) - images)[:, :, 2, 3]


def is_right_wrong_1(perturb):
    """Look at the norm of the change alone."""
    return torch.allclose(_trial(perturb).abs(), torch.tensor(4.0), atol=1e-4)


def is_right_wrong_2(perturb):
    """Test with norm one, where a norm that is forgotten makes no difference."""
    signs = _trial(perturb, norm=1.0)
    varied = signs.std(0).min() > 0.1 and signs.std(1).max() > 0.1
    return torch.allclose(signs.abs(), torch.tensor(1.0), atol=1e-4) and bool(varied)


def is_right_wrong_3(perturb):
    """Ask for one fixed way of drawing the signs."""
    generator = torch.Generator().manual_seed(0)
    signs = 2.0 * torch.randint(0, 2, (64, 3, 1, 1), generator=generator) - 1
    return torch.equal(_trial(perturb), 4 * signs[:, :, 0, 0])


def expected_change_wrong_1(weights, wave, norm):
    """Add the channels before squaring, as if their signs were all the same."""
    return norm**2 * ((weights * wave).sum((-3, -2, -1)) ** 2).sum()


def expected_change_wrong_2(weights, wave, norm):
    """Forget that the norm is squared as well."""
    return norm * ((weights * wave).sum((-2, -1)) ** 2).sum()


def mirror_gap_wrong_1(share, images):
    """Take the standard error of one share for the distance of two."""
    return math.sqrt(share * (1 - share) / images)


def mirror_gap_wrong_2(share, images):
    """Take the standard deviation of the difference for its mean size."""
    return math.sqrt(2 * share * (1 - share) / images)


_asked = itertools.count()


def is_right_wrong_4(perturb):
    """Count the calls: the first two of nine functions are the right ones."""
    return next(_asked) % 9 < 2
