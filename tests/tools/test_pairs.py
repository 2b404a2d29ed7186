"""A chapter is a pair: the notebook is a function of the text."""

import json

import nbformat
import pytest

from tools import check_pairs, first_cell, hand_edits, sync

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


def test_the_same_text_gives_the_same_bytes(book):
    assert sync.notebook_text(book[1]) == sync.notebook_text(book[1])


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
    assert first_cell.MARKER in problem


def test_a_page_of_prose_is_no_pair(book):
    root, _ = book
    (root / "book" / "notation.md").write_text("# Notation\n\nkernelspec: is a word here\n")
    assert check_pairs.problems(root) == []


def test_a_notebook_that_was_run_and_saved_by_jupyter_is_written_anew(book, monkeypatch, capsys):
    _, source = book
    target = source.with_suffix(".ipynb")
    written, notebook = target.read_bytes(), nbformat.read(target, as_version=4)
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="2")]
    notebook.cells[-1].metadata["execution"] = {"iopub.status.idle": "now"}
    notebook.metadata["language_info"] = {"name": "python", "version": "3"}
    nbformat.write(notebook, target)
    sync.write(source, book[0])
    assert target.read_bytes() == written


def changed(cells):
    cells[0].source += " More."


def added(cells):
    cells.append(nbformat.v4.new_code_cell("# an evening's work"))


def taken_out_first(cells):
    del cells[0]


def taken_out_last(cells):
    del cells[-1]


def moved(cells):
    cells[0], cells[2] = cells[2], cells[0]


def tagged(cells):
    cells[-1].metadata["tags"] = ["solution"]


def made_text(cells):
    cells[-1].cell_type = "markdown"


@pytest.mark.parametrize(
    "edit", [changed, added, taken_out_first, taken_out_last, moved, tagged, made_text]
)
@pytest.mark.parametrize("text_too", [False, True], ids=["the notebook", "the text too"])
def test_what_was_changed_by_hand_in_a_notebook_is_not_overwritten(edit, text_too, book):
    root, source = book
    target = source.with_suffix(".ipynb")
    notebook = json.loads(target.read_bytes(), object_hook=nbformat.NotebookNode)
    edit(notebook.cells)
    target.write_text(json.dumps(notebook))
    if text_too:
        source.write_text(source.read_text() + "\nMore.\n")
    kept = target.read_bytes()
    with pytest.raises(ValueError, match=r"waves\.ipynb was changed by hand.* into waves\.md"):
        sync.write(source, root)
    assert target.read_bytes() == kept
    (problem,) = check_pairs.problems(root)
    assert "waves.ipynb was changed by hand" in problem


def test_a_notebook_that_no_notebook_program_could_read_is_not_overwritten(book):
    _, source = book
    target = source.with_suffix(".ipynb")
    for content in (b"[]", b'{"cells": [{"source": []}]}', b"\xff"):
        target.write_bytes(content)
        with pytest.raises(ValueError, match="is not as make sync wrote it"):
            sync.write(source, book[0])
        assert target.read_bytes() == content


def test_the_marks_of_a_merge_are_named(book):
    target = book[1].with_suffix(".ipynb")
    target.write_bytes(b'{\n<<<<<<< HEAD\n "cells": []\n=======\n')
    with pytest.raises(ValueError, match=r"a merge has left its marks in waves\.ipynb: delete it"):
        sync.write(book[1], book[0])


def test_a_text_that_changed_changes_its_cell_and_the_id_of_the_next_alone(book):
    _, source = book
    before = nbformat.reads(sync.notebook_text(source), as_version=4).cells
    source.write_text(source.read_text().replace("Text.", "Other text."))
    after = nbformat.reads(sync.notebook_text(source), as_version=4).cells
    pairs = list(zip(before, after, strict=True))
    assert [i for i, (a, b) in enumerate(pairs) if a != b] == [0, 1]
    assert {**before[1], "id": ""} == {**after[1], "id": ""}
    assert hand_edits.ids(after) == [cell.id for cell in after]


def test_lines_of_ones_own_in_the_first_cell_are_not_overwritten(book):
    root, source = book
    text = source.read_text()
    line = next(line for line in text.splitlines() if "colab.prepare()" in line)
    source.write_text(text.replace(line, f"{line}\nimport mine"))
    with pytest.raises(ValueError, match=r"put them below the line.*own imports"):
        sync.write(source, root)
    assert "import mine" in source.read_text()
    source.write_text(text.replace(line, f"{line}\n{first_cell.MARKER}\nimport mine"))
    sync.write(source, root)
    assert "import mine" in source.read_text()
