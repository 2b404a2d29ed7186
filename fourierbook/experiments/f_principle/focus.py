"""A photograph in colour as a function of its place: what a network draws, step by step."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fourierbook.data.embedded import PHOTOGRAPHS, photograph
from fourierbook.models.mlps import dense
from fourierbook.results.questions import Experiment
from fourierbook.training.records import record_steps, shown_times

CROP = 384  # pixels of the photograph along a side of the picture, before it is shrunk
FRAMES = 12  # that are kept


@dataclass(frozen=True)
class Focus:
    """Train a network on the colours of one photograph, given where they stand.

    It is given the place, two numbers, or waves of the place: as many cosines and sines, of random
    direction, whose frequencies are around `cycles`.
    """

    LISTED = ("cases",)

    data: str
    cases: tuple[str, ...] = ("place", "waves")
    name: str = "flower"
    seed: int = 0
    side: int = 96  # pixels of the picture
    width: int = 128  # units of each of two hidden layers
    steps: int = 4000
    cycles: float = 3.0  # per picture: standard deviation of the waves' frequencies along each axis
    waves: int = 64
    learning_rate: float = 3e-3

    def tiny(self) -> "Focus":
        """The same for a few steps on a few pixels."""
        return replace(self, side=8, width=4, steps=6, waves=3)


def picture(recipe: Focus) -> Tensor:
    """The middle of a photograph, shrunk: (3, side, side) in [0, 1].

    >>> picture(Focus("photographs", side=8)).shape
    torch.Size([3, 8, 8])
    """
    if recipe.name not in PHOTOGRAPHS:
        raise ValueError(f"the photograph is {' or '.join(PHOTOGRAPHS)}; got {recipe.name!r}")
    whole = photograph(recipe.name, height=CROP, width=CROP)
    return F.adaptive_avg_pool2d(whole[None], recipe.side)[0]


def inputs(recipe: Focus, case: str) -> Tensor:
    """What the network is given at each pixel: its place (n, 2) from −1 to 1, or waves (n, 2 W)."""
    along = torch.linspace(-1, 1, recipe.side)
    places = torch.cartesian_prod(along, along)
    if case == "place":
        return places
    generator = torch.Generator().manual_seed(recipe.seed)
    frequencies = recipe.cycles * torch.randn(2, recipe.waves, generator=generator)
    turns = math.pi * places @ frequencies  # the picture is 2 long, so this is 2π a cycle
    return torch.cat([turns.cos(), turns.sin()], 1)


def fitted(recipe: Focus, case: str, *, every: int = 1) -> dict[str, Any]:
    """Train the network of one case, and let it draw the whole picture.

    Args:
        recipe: as it is.
        case: `place` or `waves`.
        every: of how many pixels along each axis it learns one; the others it has to guess.

    Returns:
        steps (T,); left (T,), the squared error as a share of the variance, both of the pixels
        that it learns; guessed, the same in the end of those that it has to guess, where there are
        any; frames (F, side, side, 3) as uint8, what is drawn after `frame_steps` (F,).
    """
    whole, truth = inputs(recipe, case), picture(recipe)
    x = whole.reshape(recipe.side, recipe.side, -1)[::every, ::every].flatten(0, 1)
    y = truth.permute(1, 2, 0)[::every, ::every].reshape(-1, 3)
    middle = y.mean(0)
    widths = (x.shape[1], recipe.width, recipe.width, 3)
    model = dense(widths, generator=torch.Generator().manual_seed(recipe.seed))
    adam = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
    steps = record_steps(recipe.steps, count=60)
    kept = set(np.array(steps)[shown_times(len(steps), frames=FRAMES)].tolist())
    left, frames = [], []
    for step in range(recipe.steps + 1):
        drawn = middle + model(x)
        loss = nn.functional.mse_loss(drawn, y)
        if step in steps:
            left.append((loss / (y - middle).square().mean()).item())
        if step in kept:
            colours = middle + model(whole).detach()
            frames.append(shown(colours, recipe.side))
        adam.zero_grad()
        loss.backward()
        adam.step()
    return ({} if every == 1 else {"guessed": _guessed(colours, truth, every)}) | {
        "steps": np.array(steps), "left": np.array(left, np.float32),
        "frames": np.stack(frames), "frame_steps": np.array(sorted(kept)),
    }  # fmt: skip


def _guessed(drawn: Tensor, truth: Tensor, every: int) -> float:
    """Squared error of the pixels between those that were learnt, as a share of their variance."""
    between = torch.ones(truth.shape[1:], dtype=torch.bool)
    between[::every, ::every] = False
    asked = truth.permute(1, 2, 0)[between]
    wrong = drawn.view(*between.shape, 3)[between] - asked
    return (wrong.square().mean() / (asked - asked.mean(0)).square().mean()).item()


def shown(colours: Tensor, side: int) -> np.ndarray:
    """Colours (n, 3) as a picture (side, side, 3) of whole numbers from 0 to 255, clipped.

    >>> shown(torch.tensor([[-1.0, 0.5, 2.0]]), 1).tolist()
    [[[0, 128, 255]]]
    """
    whole = colours.clamp(0, 1).mul(255).round().to(torch.uint8)
    return whole.reshape(side, side, 3).numpy()


PHOTOGRAPH_IN_FOCUS = Experiment(
    "photograph_in_focus",
    version=1,
    recipes={
        "quick": Focus("photographs", side=48, width=64, steps=200),
        "thorough": Focus("photographs"),
    },
    shards=lambda recipe: recipe.cases,
    run=fitted,
)
EXPERIMENTS = [PHOTOGRAPH_IN_FOCUS]
