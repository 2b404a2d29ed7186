"""Convolutional networks for small images."""

import itertools

import torch.nn.functional as F
from torch import Tensor, nn


class BasicBlock(nn.Module):
    """Two 3 × 3 convolutions and a shortcut: x ↦ relu(conv(relu(conv(x))) + shortcut(x)).

    >>> import torch
    >>> BasicBlock(16, 32, stride=2)(torch.zeros(1, 16, 8, 8)).shape
    torch.Size([1, 32, 4, 4])
    """

    def __init__(self, channels_in: int, channels: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Identity()
        if stride != 1 or channels_in != channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels_in, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
            )

    def forward(self, images: Tensor) -> Tensor:
        """(N, channels_in, H, W) -> (N, channels, H / stride, W / stride)."""
        hidden = F.relu(self.norm1(self.conv1(images)))
        return F.relu(self.norm2(self.conv2(hidden)) + self.shortcut(images))


class ResNet(nn.Module):
    """Residual network for 32 × 32 images, 6n + 2 layers deep.

    Three groups of n blocks at 16, 32, 64 channels and full, half, quarter resolution, then the
    mean over pixels and one linear layer.

    Args:
        blocks: n, the blocks in a group; 3 gives ResNet-20.
        classes: of the data set.

    Reference:
        He et al. (2016), section 4.2; the two shortcuts that change the number of channels are
        1 × 1 convolutions (the paper's option B; its CIFAR-10 networks use option A).

    >>> sum(weights.numel() for weights in ResNet(3, 10).parameters())
    272474
    """

    def __init__(self, blocks: int, classes: int):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(16)
        layers, channels_in = [], 16
        for channels in (16, 32, 64):
            for block in range(blocks):
                stride = 2 if block == 0 and channels > 16 else 1
                layers.append(BasicBlock(channels_in, channels, stride))
                channels_in = channels
        self.blocks = nn.Sequential(*layers)
        self.head = nn.Linear(64, classes)
        _draw_convolutions(self)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 3, H, W) -> (N, classes)."""
        hidden = F.relu(self.norm(self.conv(images)))
        return self.head(self.blocks(hidden).mean(dim=(2, 3)))


class PreActivationBlock(nn.Module):
    """Two 3 × 3 convolutions, each after norm and relu: x ↦ conv(r(conv(r(x)))) + shortcut.

    The shortcut is x itself, or a 1 × 1 convolution of r(x) where the number of channels changes.

    >>> import torch
    >>> PreActivationBlock(16, 32, stride=2)(torch.zeros(1, 16, 8, 8)).shape
    torch.Size([1, 32, 4, 4])
    """

    def __init__(self, channels_in: int, channels: int, stride: int):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(channels_in)
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.shortcut = None
        if channels_in != channels:
            self.shortcut = nn.Conv2d(channels_in, channels, 1, stride, bias=False)

    def forward(self, images: Tensor) -> Tensor:
        """(N, channels_in, H, W) -> (N, channels, H / stride, W / stride)."""
        seen = F.relu(self.norm1(images))
        kept = images if self.shortcut is None else self.shortcut(seen)
        return self.conv2(F.relu(self.norm2(self.conv1(seen)))) + kept


class WideResNet(nn.Module):
    """Wide residual network for 32 × 32 images, 6n + 4 layers deep.

    Three groups of n blocks at 16k, 32k, 64k channels and full, half, quarter resolution, then
    norm, relu, the mean over pixels and one linear layer; without dropout.

    Args:
        blocks: n, the blocks in a group; 4 gives a depth of 28.
        width: k, how many times more channels than a `ResNet` has.
        classes: of the data set.

    Reference:
        Zagoruyko and Komodakis (2016), table 1; WRN-28-10 has n = 4 and k = 10.

    >>> sum(weights.numel() for weights in WideResNet(1, 1, 10).parameters())
    77850
    """

    def __init__(self, blocks: int, width: int, classes: int):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        layers, channels_in = [], 16
        for channels in (16 * width, 32 * width, 64 * width):
            for block in range(blocks):
                stride = 2 if block == 0 and channels > 16 * width else 1
                layers.append(PreActivationBlock(channels_in, channels, stride))
                channels_in = channels
        self.blocks = nn.Sequential(*layers)
        self.norm = nn.BatchNorm2d(64 * width)
        self.head = nn.Linear(64 * width, classes)
        _draw_convolutions(self)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 3, H, W) -> (N, classes)."""
        hidden = F.relu(self.norm(self.blocks(self.conv(images))))
        return self.head(hidden.mean(dim=(2, 3)))


class SmallCNN(nn.Module):
    """A stack of 3 × 3 convolutions, every second one at half the resolution of the one before.

    Args:
        classes: of the data set.
        channels: of the image, then of each convolution.
        batch_norm: after each convolution; a bias where there is none.

    >>> sum(weights.numel() for weights in SmallCNN(4).parameters())
    26180
    """

    def __init__(
        self,
        classes: int,
        *,
        channels: tuple[int, ...] = (3, 16, 32, 32, 40),
        batch_norm: bool = True,
    ):
        super().__init__()
        layers: list[nn.Module] = []
        for number, (before, after) in enumerate(itertools.pairwise(channels)):
            stride = 2 if number % 2 else 1
            layers.append(nn.Conv2d(before, after, 3, stride, padding=1, bias=not batch_norm))
            layers += [nn.BatchNorm2d(after), nn.ReLU()] if batch_norm else [nn.ReLU()]
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(channels[-1], classes)

    def forward(self, images: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, classes)."""
        return self.head(self.layers(images).mean(dim=(2, 3)))


def vgg16(classes: int) -> nn.Sequential:
    """VGG16 for 32 × 32 images: thirteen 3 × 3 convolutions with batch norm, one linear layer.

    Five groups of 2, 2, 3, 3, 3 convolutions at 64, 128, 256, 512, 512 channels; each ends in a
    maximum over 2 × 2 pixels, so that one pixel of 512 channels is left.

    Args:
        classes: of the data set.

    Reference:
        Simonyan and Zisserman (2015), table 1, column D, without its two hidden linear layers;
        batch norm is ours.

    >>> sum(weights.numel() for weights in vgg16(10).parameters())
    14724042
    """
    layers: list[nn.Module] = []
    before = 3
    for channels, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(depth):
            convolution = nn.Conv2d(before, channels, 3, padding=1, bias=False)
            layers += [convolution, nn.BatchNorm2d(channels), nn.ReLU()]
            before = channels
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(before, classes))


def _draw_convolutions(model: nn.Module) -> None:
    """He's normal distribution, by the number of outputs."""
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
