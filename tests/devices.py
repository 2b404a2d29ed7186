"""Devices that a test runs on: the CPU always, a GPU where torch finds one."""

import pytest
import torch

DEVICES = [
    "cpu",
    pytest.param(
        "cuda",
        marks=[
            pytest.mark.cuda,
            pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no GPU here"),
        ],
    ),
]
