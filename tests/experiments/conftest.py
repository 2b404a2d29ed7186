"""What every test of this folder gets."""

from tests.experiments.planted import planted
from tests.results.places import book, places

__all__ = ["book", "places", "planted"]
