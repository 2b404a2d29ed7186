"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.spectral_bias.ceilings import ceilings, falloffs
from fourierbook.pages.spectral_bias.hero import hero, still
from fourierbook.pages.spectral_bias.lines import shadow, zigzag
from fourierbook.pages.spectral_bias.shaking import shaken, withstood
from fourierbook.pages.spectral_bias.waves import learning, orders, peaks

__all__ = [
    "ceilings", "falloffs", "hero", "learning", "orders", "peaks", "shadow", "shaken", "still",
    "withstood", "zigzag",
]  # fmt: skip
