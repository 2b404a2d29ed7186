"""How fast are filters beside the FFT? 10,000 images of CIFAR-10's size, on one thread."""

import torch
from side_by_side import compare

from fourierbook.signal import filters
from fourierbook.signal.filters import apply_filter, disk_low_pass, square_low_pass

COUNT = 10_000


def real_fft(images, mask):
    spectrum = torch.fft.rfft2(images) * mask[:, : images.shape[-1] // 2 + 1]
    return torch.fft.irfft2(spectrum, s=images.shape[-2:])


def complex_fft(images, mask):
    return torch.fft.ifft2(torch.fft.fft2(images) * mask).real


def in_blocks(apply, images, mask, size=64):
    return [apply(block, mask) for block in images.split(size)]


def with_matrices_up_to(side, images, mask):
    before, filters.SEPARABLE_UP_TO = filters.SEPARABLE_UP_TO, side
    filtered = apply_filter(images, mask)
    filters.SEPARABLE_UP_TO = before
    return filtered


def sides():
    """Up to which side do two small matrices beat the FFT?"""
    for side in (28, 32, 40, 48, 56, 64, 96, 128):
        images = torch.rand(400_000 // side**2, 3, side, side)
        mask = square_low_pass(side, side, bandwidth=15)
        compare(
            f"a square mask at side {side}",
            {
                "FFT": lambda i=images, m=mask: with_matrices_up_to(0, i, m),
                "two matrices": lambda i=images, m=mask: with_matrices_up_to(1000, i, m),
            },
            reference="FFT",
            images=len(images),
            goal=f"the matrices are faster up to {filters.SEPARABLE_UP_TO} pixels",
            rounds=15,
        )


def main():
    torch.set_num_threads(1)
    sides()
    images = torch.rand(COUNT, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    square, disk = square_low_pass(32, 32, bandwidth=15), disk_low_pass(32, 32, radius=8)
    for mask in (square, disk):
        torch.testing.assert_close(apply_filter(images[:9], mask), real_fft(images[:9], mask))
    ratios = compare(
        "filtering",
        {
            "complex FFT": lambda: complex_fft(images, square),
            "real FFT": lambda: real_fft(images, square),
            "real FFT, blocks of 64": lambda: in_blocks(real_fft, images, square),
            "apply_filter, disk": lambda: apply_filter(images, disk),
            "apply_filter, disk, blocks of 64": lambda: in_blocks(apply_filter, images, disk),
            "apply_filter, square, blocks of 64": lambda: in_blocks(apply_filter, images, square),
            "apply_filter, square": lambda: apply_filter(images, square),
        },
        reference="real FFT",
        images=COUNT,
        goal="square at least 3 times as fast as the real FFT; disk at least 30,000 images/s",
    )
    faster = 1 / ratios["apply_filter, square"]
    print(f"a square mask is applied {faster:.1f} times as fast as by the real FFT")


if __name__ == "__main__":
    main()
