"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.f_principle.curves import climb, staircase, training
from fourierbook.pages.f_principle.hero import hero, still
from fourierbook.pages.f_principle.noisy import noise_taken, noisy_fits
from fourierbook.pages.f_principle.photographs import flower, focus, given, rings
from fourierbook.pages.f_principle.returning import lost, uneven

__all__ = [
    "climb", "flower", "focus", "given", "hero", "lost", "noise_taken", "noisy_fits", "rings",
    "staircase", "still", "training", "uneven",
]  # fmt: skip
