"""What a map says about where it comes from: network, images, device, versions, date."""

import hashlib
from datetime import UTC, datetime

import torch
from torch import Tensor

from fourierbook import __version__
from fourierbook.measure import accuracy
from fourierbook.models.feeding import device_of
from fourierbook.types import Classifier


def stamp(model: Classifier, images: Tensor, labels: Tensor) -> dict[str, object]:
    """Of what, where and when a map was made.

    >>> made = stamp(torch.nn.Flatten(), torch.zeros(1, 1, 2, 2), torch.tensor([0]))
    >>> made["network"], made["device"]
    ('torch.nn.modules.flatten.Flatten', 'cpu')
    """
    device = device_of(model, images)
    kind = model if hasattr(model, "__qualname__") else type(model)
    return {
        "network": f"{kind.__module__}.{kind.__qualname__}",
        "images": digest(images, labels),
        "device": device.type,
        "block": accuracy.BLOCK[device.type],
        "torch": torch.__version__,
        "fourierbook": __version__,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def digest(*tensors: Tensor) -> str:
    """SHA-256 of tensors: of the shape, the type and every bit.

    >>> one, two = torch.zeros(2), torch.zeros(2, 1)
    >>> digest(one) == digest(torch.zeros(2)), digest(one) == digest(two)
    (True, False)
    """
    found = hashlib.sha256()
    for tensor in tensors:
        found.update(f"{tuple(tensor.shape)} {tensor.dtype} ".encode())
        found.update(tensor.detach().cpu().flatten().contiguous().view(torch.uint8).numpy())
    return found.hexdigest()
