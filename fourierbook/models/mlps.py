"""Fully connected networks."""

from torch import Tensor, nn


class MLP(nn.Module):
    """Layers of ReLU units on the values of an image, without any notion of neighbours.

    Args:
        inputs: values of an image, C · H · W.
        classes: of the data set.
        widths: units of each hidden layer.

    >>> sum(weights.numel() for weights in MLP(784, 10).parameters())
    269322
    """

    def __init__(self, inputs: int, classes: int, *, widths: tuple[int, ...] = (256, 256)):
        super().__init__()
        layers: list[nn.Module] = [nn.Flatten()]
        for width in widths:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            inputs = width
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, classes))

    def forward(self, images: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, classes)."""
        return self.layers(images)
