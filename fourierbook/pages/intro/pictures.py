"""The picture of the first page."""

from fourierbook.pages.intro.hero import hero, still

__all__ = ["hero", "still"]
