"""A chapter is a pair: the notebook is a function of the text."""

import json

import nbformat
import pytest

from tools import check_pairs, sync

CONFIG = "repository: {url: https://github.com/somebody/waves, branch: trunk}\n"
HEADER = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n"
BEFORE = "\n# Waves\n\nText.\n\n"
AFTER = """
## Finding

```{code-cell} ipython3
---
mystnb:
  code_prompt_show: Solution
nbgrader:
  grade: false
  solution: true
tags: [hide-cell, solution]
---
1 + 1
```
"""


@pytest.fixture
def book(tmp_path):
    """A book of one chapter, in order."""
    (tmp_path / "book" / "seeing").mkdir(parents=True)
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_toc.yml").write_text("root: book/seeing/waves\n")
    cell = "```{code-cell} ipython3\nFOURIERBOOK_SOURCE\n```\n"
    text = sync.with_first_cell(HEADER + BEFORE + cell + AFTER, sync.first_cell(tmp_path))
    source = tmp_path / "book" / "seeing" / "waves.md"
    source.write_text(text)
    source.with_suffix(".ipynb").write_text(sync.notebook_text(source))
    return tmp_path, source


def test_a_pair_in_order_has_no_problem(book):
    assert check_pairs.problems(book[0]) == []


def test_the_same_text_gives_the_same_bytes_and_a_changed_cell_changes_alone(book):
    _, source = book
    before = nbformat.reads(sync.notebook_text(source), as_version=4)
    assert sync.notebook_text(source) == sync.notebook_text(source)
    source.write_text(source.read_text().replace("Text.", "Other text."))
    after = nbformat.reads(sync.notebook_text(source), as_version=4)
    differ = [i for i, (a, b) in enumerate(zip(before.cells, after.cells, strict=True)) if a != b]
    assert differ == [0]


def test_two_equal_cells_have_ids_of_their_own(book):
    _, source = book
    source.write_text(source.read_text() + AFTER + AFTER)
    ids = [cell["id"] for cell in json.loads(sync.notebook_text(source))["cells"]]
    assert len(set(ids)) == len(ids)


def test_a_notebook_holds_the_metadata_of_its_cells(book):
    cells = json.loads(sync.notebook_text(book[1]))["cells"]
    assert cells[-1]["metadata"]["nbgrader"] == {"grade": False, "solution": True}
    assert cells[-1]["metadata"]["tags"] == ["hide-cell", "solution"]
    assert cells[1]["metadata"]["tags"] == ["exercise-setup", "hide-input", "remove-output"]


def test_the_first_cell_installs_from_the_address_in_the_configuration(book):
    assert "git+https://github.com/somebody/waves.git@trunk" in book[1].read_text()


def test_a_new_address_makes_every_pair_out_of_date(book):
    root, _ = book
    (root / "_config.yml").write_text(CONFIG.replace("waves", "ripples"))
    (problem,) = check_pairs.problems(root)
    assert "its first cell is not the book's; run make sync" in problem


def test_a_text_that_moved_on_is_found(book):
    root, source = book
    source.write_text(source.read_text() + "\nMore.\n")
    (problem,) = check_pairs.problems(root)
    assert "waves.md and its .ipynb differ; change the .md, then run make sync" in problem


def test_a_notebook_with_outputs_is_found(book):
    root, source = book
    notebook = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    notebook.cells[-1].execution_count = 1
    nbformat.write(notebook, source.with_suffix(".ipynb"))
    assert len(check_pairs.problems(root)) == 1


def test_a_notebook_without_a_text_or_a_page_is_found(book):
    root, source = book
    stray = source.with_name("stray.ipynb")
    stray.write_text(source.with_suffix(".ipynb").read_text())
    problems = check_pairs.problems(root)
    assert any("stray.ipynb has no book/seeing/stray.md" in problem for problem in problems)
    assert any("book/seeing/stray is on no page; add it to _toc.yml" in p for p in problems)


def test_a_chapter_without_the_first_cell_is_told_what_to_put_there(book):
    root, source = book
    source.write_text(HEADER + BEFORE + AFTER)
    (problem,) = check_pairs.problems(root)
    assert "put this before the others" in problem
    assert sync.MARKER in problem


def test_a_page_of_prose_is_no_pair(book):
    root, _ = book
    (root / "book" / "notation.md").write_text("# Notation\n\nkernelspec: is a word here\n")
    assert check_pairs.problems(root) == []
