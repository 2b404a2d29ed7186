"""What the search reads of a page, and which page it holds for the best."""

from docutils import nodes
from docutils.utils import new_document

from tools import search_index


def cell(*classes, shown="shown"):
    """A code cell as a page holds it."""
    source = nodes.container("", nodes.literal_block("", "import numpy"), classes=["cell_input"])
    output = nodes.container("", nodes.paragraph("", shown), classes=["cell_output"])
    return nodes.container("", source, output, classes=["cell", *classes])


def read(*parts):
    doctree = new_document("page")
    doctree += nodes.section("", nodes.title("", "Waves"), *parts)
    return search_index.prose(doctree).astext().split()


def test_code_outputs_and_tex_are_not_read():
    formula = nodes.math_block("", r"\frac{1}{2}")
    words = nodes.paragraph("", "", nodes.Text("Low ones "), nodes.math("", r"\alpha"))
    code = nodes.literal_block("", "x = 1")
    assert read(words, formula, cell(), code) == ["Waves", "Low", "ones"]


def test_what_a_page_that_is_made_shows_is_its_text():
    assert read(cell("tag_generated", shown="A filter.")) == ["Waves", "A", "filter."]


def test_the_page_itself_keeps_what_is_not_read():
    doctree = new_document("page")
    doctree += cell()
    search_index.prose(doctree)
    assert "import numpy" in doctree.astext()


def test_a_rare_word_weighs_more_and_a_word_said_often_more_than_said_once():
    pages = {"a": {"wave": 9, "x": 1}, "b": {"wave": 1, "noise": 9}, "c": {"x": 9, "y": 1}}
    found = search_index.weights(pages)
    assert found["noise"]["b"] > found["wave"]["a"] > found["wave"]["b"]


def test_a_long_page_does_not_win_by_its_length():
    pages = {"long": {"wave": 4, "x": 400}, "short": {"wave": 4, "y": 4}, "none": {"z": 1}}
    found = search_index.weights(pages)["wave"]
    assert found["short"] > found["long"]
