"""What does a Fourier heatmap cost beyond its forward passes? ResNet-20 on one thread.

The central 15 × 15 frequencies, 113 waves, stand for the 514 of the whole map.
"""

import torch
from side_by_side import compare

from fourierbook.measure.accuracy import predict
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.maps import map_frequencies
from fourierbook.models import zoo

IMAGES, WINDOW, NORM = 64, 15, 4.0


def main():
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(0)
    model = zoo.load("cifar10-resnet20")
    images = torch.rand(IMAGES, 3, 32, 32, generator=generator)
    labels = torch.randint(0, 10, (IMAGES,), generator=generator)
    waves, whole = len(map_frequencies(32, 32, WINDOW)), len(map_frequencies(32, 32))
    many = images.repeat(waves, 1, 1, 1)
    ratios = compare(
        f"a Fourier heatmap of {waves} waves against ResNet-20",
        {
            "forward passes": lambda: predict(model, many),
            "fourier_heatmap": lambda: fourier_heatmap(
                model, images, labels, norm=NORM, window=WINDOW
            ),
            "first_order_heatmap, all waves": lambda: first_order_heatmap(
                model, images, labels, norm=NORM
            ),
        },
        reference="forward passes",
        images=len(many),
        goal="at most 1.05 times its forward passes; first order at most 1 % of the whole map",
        rounds=5,
    )
    first = ratios["first_order_heatmap, all waves"] / ratios["fourier_heatmap"] * waves / whole
    print(
        f"a heatmap takes {ratios['fourier_heatmap']:.3f} times its forward passes; at first order "
        f"the whole map takes {first:.2%} of the time"
    )


if __name__ == "__main__":
    main()
