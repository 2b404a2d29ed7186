"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.f_principle.hero import hero, still

__all__ = ["hero", "still"]
