"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.f_principle_images.answers import (
    examples,
    exception,
    shares,
    side_by_side,
)  # fmt: skip
from fourierbook.pages.f_principle_images.bumps import bump, digit_hill, orders
from fourierbook.pages.f_principle_images.hero import hero, still
from fourierbook.pages.f_principle_images.neighbours import moons, parts, two_parts

__all__ = [
    "bump", "digit_hill", "examples", "exception", "hero", "moons", "orders", "parts", "shares",
    "side_by_side", "still", "two_parts",
]  # fmt: skip
