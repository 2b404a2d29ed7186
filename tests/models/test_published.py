"""ImageNet networks that others trained."""

import pytest
import torch
from torch import nn
from torchvision import models

from fourierbook.models import published
from fourierbook.models.wrappers import Normalized


@pytest.mark.parametrize(
    ("load", "make"),
    [(published.mobilenet, models.mobilenet_v2), (published.resnet50, models.resnet50)],
)
def test_folded_batch_norms_leave_the_function_as_it_is(load, make, monkeypatch, tmp_path):
    torch.manual_seed(0)
    trained = make().train()
    for part in trained.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 1.0  # one batch gives statistics of their own, and no signal dies out
    with torch.no_grad():
        trained(torch.randn(4, 3, 64, 64))
    trained.eval()
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path))
    monkeypatch.setattr(published, "_torchvision", lambda name: trained.state_dict())
    images = torch.rand(1, 3, 64, 64)
    expected = Normalized(trained, mean=published.MEAN, std=published.STD)(images)
    found = load()
    assert not any(isinstance(module, nn.BatchNorm2d) for module in found.modules())
    torch.testing.assert_close(found(images), expected, rtol=1e-3, atol=1e-3)
    assert (expected - found(images.flip(-1))).abs().max() > 0.1, "it tells images apart"
