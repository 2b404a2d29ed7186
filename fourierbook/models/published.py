"""ImageNet networks that others trained: images in [0, 1], logits out."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.fx.experimental.optimization import fuse

from fourierbook import settings
from fourierbook.data.datasets import weights_file
from fourierbook.models.wrappers import Normalized

# MobileNetV2 with kernels rotated by 180 degrees, for a network that pads at the bottom right.
ROTATED = Path("imagenet-sample") / "mobilenet_v2_rot180_fp16.safetensors"
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # torchvision's


class Rotated(nn.Module):
    """Turn each image upside down, then classify: x ↦ f(rot180 x).

    >>> Rotated(nn.Identity())(torch.tensor([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [[4.0, 3.0], [2.0, 1.0]]
    """

    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, classes)."""
        return self.model(torch.rot90(images, 2, dims=(-2, -1)))


def mobilenet() -> nn.Module:
    """MobileNetV2 from the file in the data folder if there is one, else torchvision's weights."""
    from safetensors.torch import load_file
    from torchvision.models import mobilenet_v2

    path = settings.data_folder() / ROTATED
    model = mobilenet_v2()
    if not path.exists():
        model.load_state_dict(_torchvision("mobilenet_v2"))
        return Normalized(_folded(model), mean=MEAN, std=STD)
    weights = load_file(path)
    model.load_state_dict(
        {key: w.float() if w.is_floating_point() else w for key, w in weights.items()}
    )
    return Rotated(Normalized(_folded(model), mean=(0.5,) * 3, std=(0.5,) * 3))


def resnet50() -> nn.Module:
    """ResNet-50 with torchvision's first ImageNet weights."""
    from torchvision.models import resnet50

    model = resnet50()
    model.load_state_dict(_torchvision("resnet50"))
    return Normalized(_folded(model), mean=MEAN, std=STD)


def weights_of(name: str) -> str:
    """Which weights `load` takes for a published network, in words."""
    if name == "imagenet-mobilenet" and (settings.data_folder() / ROTATED).exists():
        return f"MobileNetV2, the data folder's {ROTATED.name}"
    names = {"imagenet-mobilenet": "MobileNetV2", "imagenet-resnet50": "ResNet-50"}
    return f"{names[name]}, torchvision's IMAGENET1K_V1"


PUBLISHED: dict[str, Callable[[], nn.Module]] = {
    "imagenet-mobilenet": mobilenet,
    "imagenet-resnet50": resnet50,
}


def _folded(model: nn.Module) -> nn.Module:
    """The same function in two thirds of the time: batch norms are part of the convolutions."""
    return fuse(model.eval())


def _torchvision(name: str) -> dict[str, Tensor]:
    return torch.load(weights_file(name), map_location="cpu", weights_only=True)
