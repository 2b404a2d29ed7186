"""Wrong answers to the exercises on band-limited filters, each with the misconception behind it."""

import math

import torch

from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass


def energy_kept_wrong_1(size, bandwidth):
    """Count along one axis, as if the bandwidth were a share of the image's frequencies."""
    share = bandwidth / size
    return share, share, 1 - share


def energy_kept_wrong_2(size, bandwidth):
    """Take the paper's high pass for what the low pass removes."""
    share = (bandwidth / size) ** 2
    return share, 1 - share, 1 - share


def _low(image, bandwidth):
    return apply_filter(image, square_low_pass(*image.shape, bandwidth=bandwidth))


def band_pass_wrong_1(image, inner, outer):
    """Take the paper's high pass for the complement of a low pass: it removes a cross as well."""
    bandwidth = max(image.shape) - inner + (max(image.shape) - inner + 1) % 2
    high = nyquist_high_pass(*image.shape, bandwidth=bandwidth)
    return apply_filter(_low(image, outer), high)


def band_pass_wrong_2(image, inner, outer):
    """Remove the low frequencies and forget the upper edge of the band."""
    return image - _low(image, inner)


def band_pass_wrong_3(image, inner, outer):
    """Keep the inner square's own border, so that neighbouring bands share frequencies."""
    return _low(image, outer) - _low(image, max(1, inner - 2))


def band_pass_wrong_4(image, inner, outer):
    """Take the bandwidth for the highest frequency that stays, not for the side of the square."""
    return _low(image, 2 * outer + 1) - _low(image, 2 * inner + 1)


def directions_lost_wrong_1(size, low, high):
    """Believe that a low pass and a high pass together keep everything."""
    return 0


def directions_lost_wrong_2(size, low, high):
    """Subtract both squares, and the coefficients in both of them twice."""
    return size**2 - low**2 - high**2


def directions_lost_wrong_3(size, low, high):
    """Add the bandwidths before squaring, as if one square stood beside the other."""
    return size**2 - (low + high) ** 2


def effective_mask_wrong_1(mask):
    """Believe that the imaginary part is rounding error, so that dropping it changes nothing."""
    return mask


def effective_mask_wrong_2(mask):
    """Reverse both axes for −f, which is one place off: index N − 1 − k in place of N − k."""
    return (mask + mask.flip(0, 1)) / 2


def effective_mask_wrong_3(mask):
    """Let a frequency through wholly as soon as it or its mirror image is kept."""
    return torch.maximum(mask, mask.flip(0, 1).roll((1, 1), (0, 1)))


def ringing_wrong_1(size, bandwidth, offset):
    """Use the sinc of an infinite line: on N pixels the wave comes round and meets itself."""
    x = math.pi * bandwidth * offset / size
    return bandwidth / size * (math.sin(x) / x if offset else 1)


def ringing_wrong_2(size, bandwidth, offset):
    """Forget the 1/N of the inverse transform."""
    x = math.pi * offset / size
    return math.sin(bandwidth * x) / math.sin(x) if offset else bandwidth


def ringing_wrong_3(size, bandwidth, offset):
    """Divide zero by zero in the middle, at the pixel itself."""
    x = torch.tensor(math.pi * offset / size)
    return torch.sin(bandwidth * x) / torch.sin(x) / size


def fraction_outside_wrong_1(images, bandwidth):
    """Look for values above 1 alone, as if filtered images stayed positive."""
    low = apply_filter(images, square_low_pass(*images.shape[-2:], bandwidth=bandwidth))
    return (low > 1).double().mean()


def fraction_outside_wrong_2(images, bandwidth):
    """Count images with any such value, not the values."""
    low = apply_filter(images, square_low_pass(*images.shape[-2:], bandwidth=bandwidth))
    return ((low < 0) | (low > 1)).flatten(1).any(1).double().mean()


def noise_wrong_1(shape, mask, norm, generator):
    """Set the norm before the filter, which then takes part of it away."""
    noise = torch.randn(shape, generator=generator)
    noise = norm * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()
    return apply_filter(noise, mask)


def noise_wrong_2(shape, mask, norm, generator):
    """Set the norm of the whole image, so that each channel gets a third of the energy."""
    noise = apply_filter(torch.randn(shape, generator=generator), mask)
    return norm * noise / noise.square().sum((-3, -2, -1), keepdim=True).sqrt()


def noise_wrong_3(shape, mask, norm, generator):
    """Draw grey noise: one draw for all channels is another, much stronger perturbation."""
    noise = torch.randn(shape[0], 1, *shape[2:], generator=generator).expand(shape)
    noise = apply_filter(noise, mask)
    return norm * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()


def noise_wrong_4(shape, mask, norm, generator):
    """Draw from [0, 1] instead of around zero, so that nearly all the energy is in the mean."""
    noise = apply_filter(torch.rand(shape, generator=generator), mask)
    return norm * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()


def noise_wrong_5(shape, mask, norm, generator):
    """Leave the generator aside, so that nobody can draw the same noise again."""
    noise = apply_filter(torch.randn(shape), mask)
    return norm * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()


def noise_wrong_6(shape, mask, norm, generator):
    """Seed a generator of one's own: every draw is the same one."""
    noise = apply_filter(torch.randn(shape, generator=torch.Generator().manual_seed(0)), mask)
    return norm * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()


def noise_wrong_7(shape, mask, norm, generator):
    """Give the norm of the chapter's figure, whatever norm is asked for."""
    noise = apply_filter(torch.randn(shape, generator=generator), mask)
    return 8 * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()


def noise_wrong_8(shape, mask, norm, generator):
    """Draw evenly around zero instead of from a normal law."""
    noise = apply_filter(torch.rand(shape, generator=generator) - 0.5, mask)
    return norm * noise / noise.square().sum((-2, -1), keepdim=True).sqrt()


def fraction_outside_wrong_3(images, bandwidth):
    """Filter as if all images had the size of the digits."""
    low = torch.fft.fftfreq(8, d=1 / 8).abs() <= bandwidth // 2
    spectrum = torch.fft.fft2(images, s=(8, 8)) * (low[:, None] & low)
    filtered = torch.fft.ifft2(spectrum).real
    return ((filtered < 0) | (filtered > 1)).double().mean()


def fraction_outside_wrong_4(images, bandwidth):
    """Take the height for the width, as if all images were square."""
    low = torch.fft.fftfreq(images.shape[-2], d=1 / images.shape[-2]).abs() <= bandwidth // 2
    spectrum = torch.fft.fft2(images, s=(len(low), len(low))) * (low[:, None] & low)
    filtered = torch.fft.ifft2(spectrum).real
    return ((filtered < 0) | (filtered > 1)).double().mean()
