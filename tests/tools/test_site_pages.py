"""What the Sphinx extension adds: foot, edit button, places and names of the reference."""

from datetime import date
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from fourierbook import __version__
from tools import reference_targets, site_pages
from tools.pages import ROOT


def test_the_foot_says_licences_version_date_and_how_to_cite():
    foot = site_pages.foot("../how_to_use.html", date(2026, 3, 1))
    for part in ("CC BY 4.0", "MIT", __version__, "2026-03-01", "../how_to_use.html#citing"):
        assert part in foot


def test_a_book_that_git_does_not_know_has_no_date(tmp_path):
    assert site_pages.changed(tmp_path) is None
    assert "as of" not in site_pages.foot("h.html", None)


def test_the_date_is_that_of_the_last_commit():
    known = site_pages.changed(ROOT)
    assert known is None or date(2026, 1, 1) <= known <= date.today()


@pytest.mark.parametrize("file", ["book/a.ipynb", "book/a.md"])
def test_suggest_edit_opens_the_text_and_the_other_buttons_stay(file):
    start = "https://github.com/somebody/waves/edit/main"
    edit = {"label": "source-edit-button", "url": f"{start}/{file}"}
    launch = {"label": "launch", "url": "https://colab.research.google.com/x/book/a.ipynb"}
    buttons = [{"type": "group", "buttons": [edit]}, dict(launch)]
    site_pages.edit_the_text(buttons)
    to_text = {**edit, "url": f"{start}/book/a.md"}
    assert buttons == [{"type": "group", "buttons": [to_text]}, launch]


def entry(*content):
    return nodes.rubric("", "", *content)


@pytest.fixture
def page():
    """A page of the reference: a module, and a chapter whose modules stand in italics."""
    twice = entry(nodes.Text("load"), nodes.system_message("", nodes.paragraph("", "Twice.")))
    module = nodes.section("", nodes.title("", "data.own"), entry(nodes.Text("load")), twice)
    below = [entry(nodes.emphasis("", "toy")), entry(nodes.Text("Toy"))]
    doctree = new_document("page")
    chapter = nodes.section("", nodes.title("", "primer"), *below)
    doctree += nodes.section("", nodes.title("", "Reference"), module, chapter)
    return doctree


def test_an_entry_is_called_by_its_module(page):
    names = [name for name, _ in reference_targets.entries(page)]
    assert names == ["data.own.load", "data.own.load", "experiments.primer.toy.Toy"]


def app(at, objects):
    domain = SimpleNamespace(
        get_objects=lambda: objects,
        note_object=lambda name, kind, place: objects.append((name, name, kind, at, place, 1)),
    )
    env = SimpleNamespace(docname=at, get_domain={"py": domain}.get)
    builder = SimpleNamespace(get_relative_uri=lambda _, to: f"{to.rpartition('/')[2]}.html")
    return SimpleNamespace(env=env, builder=builder)


def test_an_entry_becomes_a_place_that_sphinx_knows(page):
    known = []
    reference_targets.note(app("book/reference/api_data", known), page)
    assert [(row[0], row[2], row[4]) for row in known][1:] == [
        ("fourierbook.data.own.load", "function", "data.own.load"),
        ("fourierbook.experiments.primer.toy.Toy", "class", "experiments.primer.toy.Toy"),
    ]
    assert page.next_node(nodes.rubric)["ids"][0] == "data.own.load"


def test_other_pages_have_no_entries(page):
    known = []
    reference_targets.note(app("book/learning/f_principle", known), page)
    assert known == []


def test_the_index_has_a_line_for_each_name_where_a_former_link_arrives(page):
    objects = [
        (f"fourierbook.{name}", "", "function", f"book/reference/{at}", name, 1)
        for name, at in [("b.c.load_all", "api_b"), ("a.load_all", "api_a"), ("a.Box", "api_a")]
    ]
    reference_targets.add_names(app("", objects), page, "book/reference/api")
    rows = list(page.findall(nodes.list_item))
    links = [row.next_node(nodes.reference)["refuri"] for row in rows]
    assert links == ["api_a.html#a.Box", "api_a.html#a.load_all", "api_b.html#b.c.load_all"]
    assert [row["ids"] for row in rows] == [["box"], ["load-all"], []]
    assert rows[2].astext() == "load_all b.c"
