"""What a page says of itself: its description and picture, its addresses only where it has some."""

from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document

from tools import page_head
from tools.pages import ROOT

STATIC = ROOT / "book" / "_static"
QUESTION = nodes.paragraph("", "", nodes.emphasis("", "Which comes first?"), classes=["question"])
MARK = nodes.raw("", "<!--= x -->", format="html")
MARKED = nodes.paragraph("", "", MARK, nodes.Text("Low ones."))
SHORT = nodes.bullet_list("", nodes.list_item("", MARKED), classes=["in-short"])
FORMULA = nodes.paragraph("", "", nodes.Text("Take "), nodes.math("", "x^2"), nodes.Text("."))
TEXT = nodes.paragraph("", "It is\nthis.")


@pytest.mark.parametrize(
    ("parts", "asked", "said"),
    [
        ([QUESTION, TEXT, SHORT], None, "Which comes first? Low ones."),
        ([TEXT, QUESTION], None, "Which comes first? It is this."),
        ([TEXT], "What is it?", "What is it? It is this."),
        ([FORMULA, TEXT], "What is it?", "What is it?"),
        ([TEXT], None, "It is this."),
        ([], None, ""),
    ],
)
def test_a_description_is_the_question_and_the_first_answer_without_marks_and_tex(
    parts, asked, said
):
    doctree = new_document("page")
    doctree += nodes.section("", *(part.deepcopy() for part in parts))
    assert page_head.described(doctree, asked) == said


def test_a_page_without_an_address_names_none():
    lines = page_head.tags("A", "B", "C", base="", page="book/a", image="heroes/a.png")
    assert not {"og:url", "og:image", "http"} & set(lines.replace('"', " ").split())
    assert "http" not in lines


def test_a_page_with_an_address_names_itself_and_its_picture():
    base = "https://somebody.github.io/waves/"
    lines = page_head.tags("A", "B", "C", base=base, page="book/a", image="heroes/a.png")
    assert f'<meta property="og:url" content="{base}book/a.html" />' in lines
    assert f'<meta property="og:image" content="{base}_static/heroes/a.png" />' in lines


@pytest.mark.parametrize(
    ("page", "image"),
    [
        ("book/learning/f_principle", "heroes/f_principle.png"),
        ("book/seeing/fourier_heatmaps", "cards/fourier_heatmaps.png"),
        ("book/notation", "heroes/intro.png"),
    ],
)
def test_the_picture_of_a_page_is_there(page, image):
    found = page_head.picture(page, STATIC)
    assert (STATIC / found).is_file()
    assert found == image or (Path(found).stem == Path(page).name)
