"""What the build's copy adds to the pages: questions, bars of folds, links to the ledger, files."""

import nbformat.v4 as v4
import pytest
import yaml

from tools import downloads, endings, folds, outputs, questions, verdict_links

PAGES = ["book/a", "book/part/b"]
LEDGER = {
    "claims": [{"id": "b.first", "chapter": "b", "verdict": "holds"}],
    "debate": [
        {
            "id": "D1",
            "text": "All of it.",
            "verdict": None,
            "parts": [{"id": "D1a", "text": "", "verdict": "fails", "rows": ["b.first"]}],
        }
    ],
}


@pytest.fixture
def site(tmp_path):
    """Two pages, one with a question of its own, and the table with that of the other."""
    (tmp_path / "book/part").mkdir(parents=True)
    (tmp_path / "book/a.md").write_text("# A\n\n*What is a?*\n\nIt is this.\n")
    (tmp_path / "book/part/b.md").write_text("# B\n\nNo question.\n")
    table(tmp_path, {"book/part/b": "What is b?"})
    return tmp_path


def table(site, rows):
    (site / questions.TABLE).write_text(yaml.safe_dump(rows))


def shown(html=None, *, tags=(), source="1", **metadata):
    """A notebook of one cell whose output is HTML."""
    data = [] if html is None else [v4.new_output("display_data", {"text/html": html})]
    cell = v4.new_code_cell(source, outputs=data, metadata={"tags": list(tags), **metadata})
    return v4.new_notebook(cells=[cell])


def test_a_page_asks_its_own_question_or_has_one_in_the_table(site):
    assert questions.gathered(site, PAGES) == {"book/a": "What is a?", "book/part/b": "What is b?"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({}, "book/part/b has no question"),
        ({"book/part/b": "B?", "book/a": "A?"}, "book/a asks its own question"),
        ({"book/part/b": "B?", "book/c": "C?"}, "book/c is no page"),
    ],
)
def test_a_page_without_a_question_or_with_two_is_refused(site, rows, said):
    table(site, rows)
    with pytest.raises(SystemExit, match=said):
        questions.gathered(site, PAGES)


@pytest.mark.parametrize("text", ["# A\n\nWhy? Because.", "Why?", "# A\n\nIt is.\n\nWhy?"])
def test_what_is_no_single_question_below_the_title_is_left_alone(text):
    assert questions.asked(text) is None
    assert questions.marked(text) == text


def test_pages_know_what_the_pages_beside_them_ask_and_what_they_settle():
    feet = endings.of_pages({"book/a": "What is a?", "book/part/b": "What is b?"}, LEDGER)
    part = {"id": "D1a", "text": "All of it.", "verdict": "fails"}
    assert feet["book/a"] == {"next": "What is b?", "settles": []}
    assert feet["book/part/b"] == {"previous": "What is a?", "settles": [part]}


LINK = "[{}](../reference/claims.ipynb#{})"


@pytest.mark.parametrize(
    ("word", "name"),
    [("holds", "b.first"), ("**<!--= x -->holds<!--/-->**", "b.first"), ("its row", "b.first"),
     ("fails", "D1a"), ("the statement", "D1"), ("its claims", "b")],
)  # fmt: skip
def test_a_link_that_says_what_the_ledger_says_passes(word, name):
    known = verdict_links.targets(LEDGER)
    assert verdict_links.problems(f"It {LINK.format(word, name)}.", known) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LINK.format("fails", "b.first"), "whose verdict is 'holds'"),
        (LINK.format("**<!--= x -->weaker<!--/-->**", "b.first"), "whose verdict is 'holds'"),
        (LINK.format("holds", "b.second"), "b.second in the ledger"),
        ('<b data-claim="b.first" class="x">weaker</b>', "whose verdict is 'holds'"),
    ],
)
def test_a_link_to_another_verdict_or_to_nothing_is_refused(site, text, said):
    (site / "book/a.md").write_text(f"# A\n\n{text}\n")
    with pytest.raises(SystemExit, match=f"book/a: .*{said}"):
        verdict_links.check(site, PAGES, LEDGER)


def test_without_a_ledger_no_link_is_refused(site):
    (site / "book/a.md").write_text(LINK.format("holds", "b.first"))
    verdict_links.check(site, PAGES, verdict_links.read({}))


def test_a_word_in_a_picture_leads_to_its_entry_from_any_folder():
    html = '<b data-claim="b.first" style="x">holds</b>'
    for page, address in [("book/a", "reference"), ("book/part/b", "../reference")]:
        assert f'<a href="{address}/claims.html#b.first">holds</a></b>' in verdict_links.pointed(
            html, page
        )


def test_a_file_that_an_output_carries_comes_to_stand_beside_its_page(tmp_path):
    notebook = shown('<a download="x.csv" href="data:text/csv;base64,YSxiCg==">CSV</a>')
    files = downloads.taken_out(notebook)
    downloads.write(files, tmp_path, "book/part/b")
    assert (tmp_path / downloads.FOLDER / "book/part/x.csv").read_bytes() == b"a,b\n"
    assert outputs.said(notebook) == '<a download="x.csv" href="x.csv">CSV</a>'


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("image/png", "How this picture is drawn"),
        (folds.WIDGET, "How this explorer is made"),
        ("text/markdown", "How these words are made"),
        (None, "Preparation"),
    ],
)
def test_a_bar_says_what_its_cell_makes_and_how_long_it_is(kind, said):
    notebook = shown(tags=["hide-input"], source="a = 1\nb = 2\n")
    if kind:
        notebook.cells[0].outputs = [v4.new_output("display_data", {kind: "x"})]
    folds.named(notebook)
    assert notebook.cells[0].metadata.mystnb["code_prompt_show"] == f"{said} · 2 lines"


def test_a_bar_with_words_of_its_own_keeps_them_and_what_is_open_gets_none():
    own = {"code_prompt_show": "Solution"}
    kept, open_ = shown(tags=["hide-cell"], mystnb=dict(own)), shown(tags=["check"])
    folds.named(kept)
    folds.named(open_)
    assert kept.cells[0].metadata.mystnb == own
    assert "mystnb" not in open_.cells[0].metadata
