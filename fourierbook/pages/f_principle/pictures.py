"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.f_principle.bumps import bump, turn
from fourierbook.pages.f_principle.curves import climb, staircase, training
from fourierbook.pages.f_principle.hero import hero, still
from fourierbook.pages.f_principle.neighbours import moons, parts
from fourierbook.pages.f_principle.noisy import noise_taken, noisy_fits
from fourierbook.pages.f_principle.photographs import flower, focus, rings

__all__ = [
    "bump", "climb", "flower", "focus", "hero", "moons", "noise_taken", "noisy_fits", "parts",
    "rings",
    "staircase", "still", "training", "turn",
]  # fmt: skip
