"""The pictures of the first page."""

from fourierbook.pages.intro.hero import hero, still
from fourierbook.pages.intro.split import split

__all__ = ["hero", "split", "still"]
