"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.spectral_bias.hero import hero, still
from fourierbook.pages.spectral_bias.lines import shadow, zigzag

__all__ = ["hero", "shadow", "still", "zigzag"]
