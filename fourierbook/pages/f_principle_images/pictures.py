"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.f_principle_images.answers import examples, shares
from fourierbook.pages.f_principle_images.bumps import bump, turn
from fourierbook.pages.f_principle_images.hero import hero, still
from fourierbook.pages.f_principle_images.neighbours import moons, parts, two_parts

__all__ = ["bump", "examples", "hero", "moons", "parts", "shares", "still", "turn", "two_parts"]
