"""A vision transformer for small images: does the story hold without convolutions?"""

import torch
from torch import Tensor, nn


class Block(nn.Module):
    """Attention, then a perceptron, each on normalised tokens and added to them.

    t ↦ t + attention(norm(t)), then t ↦ t + W₂ gelu(W₁ norm(t)).

    >>> Block(8, heads=2)(torch.zeros(1, 5, 8)).shape
    torch.Size([1, 5, 8])
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, tokens: Tensor) -> Tensor:
        """(N, T, width) -> (N, T, width)."""
        count, length, width = tokens.shape
        qkv = self.qkv(self.norm1(tokens)).view(count, length, 3, self.heads, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        mixed = attention(query, key, value)
        tokens = tokens + self.out(mixed.transpose(1, 2).reshape(count, length, width))
        return tokens + self.mlp(self.norm2(tokens))


def attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Means of the values, weighted by how well each key fits the query.

    softmax(Q Kᵀ / √d) V. Written out, since torch's own (2.14) takes most of a training step on a
    CPU in bf16.

    Args:
        query: (..., T, d).
        key: (..., T, d).
        value: (..., T, d).

    Returns:
        (..., T, d).

    >>> one, other = torch.tensor([[1.0], [3.0]]), torch.zeros(2, 1)
    >>> attention(other, one, one)
    tensor([[2.],
            [2.]])
    """
    fits = query @ key.transpose(-2, -1) * query.shape[-1] ** -0.5
    return fits.softmax(-1).to(value.dtype) @ value


class VisionTransformer(nn.Module):
    """Patches become tokens, tokens attend to each other, their mean is classified.

    Args:
        classes: of the data set.
        side: of the image, in pixels.
        patch: side of a patch, in pixels; divides `side`.
        width: of a token.
        depth: number of blocks.
        heads: of each attention; divides `width`.

    Reference:
        Dosovitskiy et al. (2021), section 3.1, with the mean over tokens in place of a class token.

    >>> sum(weights.numel() for weights in VisionTransformer(10).parameters())
    1205642
    """

    def __init__(
        self,
        classes: int,
        *,
        side: int = 32,
        patch: int = 4,
        width: int = 128,
        depth: int = 6,
        heads: int = 4,
    ):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, stride=patch)
        self.places = nn.Parameter(0.02 * torch.randn(1, (side // patch) ** 2, width))
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(depth)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, classes)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 3, side, side) -> (N, classes)."""
        tokens = self.patches(images).flatten(2).transpose(1, 2) + self.places
        return self.head(self.norm(self.blocks(tokens)).mean(1))
