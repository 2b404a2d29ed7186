"""What the tests of the pages' pictures share."""

import pytest
from matplotlib.text import Text


@pytest.fixture
def smallest_letter():
    """The smallest letters of a figure, in pixels, where a phone shows it 350 pixels wide."""

    def found(figure) -> float:
        figure.draw_without_rendering()
        pixels = figure.pixels / figure.get_size_inches()[0] / 72  # of a page, a point
        sizes = [each.get_size() for each in figure.findobj(Text) if each.get_text()]
        return min(sizes) * pixels * 350 / figure.pixels

    return found
