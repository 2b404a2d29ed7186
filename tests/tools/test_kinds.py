"""The kind of a cell decides what page, Jupyter and Colab do with it; its text stays clean."""

import base64

import jupytext
import nbformat
import pytest

from tools import check_pairs, exercises, first_cell, kinds, outputs, stills, sync

CONFIG = "repository: {url: https://github.com/somebody/waves, branch: trunk}\n"
HEADER = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n"
TEXT = f"""{HEADER}
# Waves

```{{code-cell}} ipython3
:tags: [setup]

{first_cell.MARKER}
import math
```

```{{code-cell}} ipython3
---
mystnb:
  image:
    alt: A wave that turns into a staircase
tags: [hero]
---
pictures.hero()
```

```{{code-cell}} ipython3
:tags: [code]

half = 1 / 2
```

```{{code-cell}} ipython3
:tags: [try]

width = 40  #@param {{type:"integer"}}
pictures.fit(width)
```

```{{code-cell}} ipython3
:tags: [computed]

say(numbers.computed())
```

## Exercises

```{{code-cell}} ipython3
:tags: [exercise-setup]

import torch
```

### Exercise 1: A middle

*easy · 10 minutes · 2 points*

Return it.

```{{code-cell}} ipython3
:tags: [answer]

def middle(values):
    ...
```

```{{code-cell}} ipython3
:tags: [check]

check_the_middle(middle);
```

```{{code-cell}} ipython3
:tags: [solution]

def middle_solution(values):
    return values.median()
```
"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsCTT8wAAAABJRU5ErkJggg=="
)


@pytest.fixture
def book(tmp_path):
    """A book of one chapter, as `make sync` leaves it; gives its root and its text."""
    (tmp_path / "book" / "seeing").mkdir(parents=True)
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_toc.yml").write_text("root: book/seeing/waves\n")
    source = tmp_path / "book" / "seeing" / "waves.md"
    source.write_text(sync.with_first_cell(TEXT, sync.first_cell(tmp_path)))
    source.with_suffix(".ipynb").write_text(sync.notebook_text(source))
    return tmp_path, source


def by_kind(source):
    notebook = nbformat.reads(sync.notebook_text(source), as_version=4)
    nbformat.validate(notebook)
    return {kinds.kinds(cell)[0]: cell for cell in notebook.cells if cell.cell_type == "code"}


@pytest.mark.parametrize(
    ("kind", "title", "hidden", "tags", "bar"),
    [
        ("setup", "Setup", True, ["hide-input", "remove-output"], "Setup"),
        ("hero", "The first picture", True, ["remove-input"], None),
        ("code", None, False, [], None),
        ("try", "Try it", False, [], None),
        ("computed", "How this was computed", True, ["hide-cell"], "How this was computed"),
        ("exercise-setup", "Setup of the exercises", True, ["hide-input"], "Setup"),
        ("answer", None, False, [], None),
        ("check", None, False, [], None),
        ("solution", "Solution", True, ["hide-cell"], "Solution"),
    ],
)
def test_a_kind_is_all_that_an_author_writes(book, kind, title, hidden, tags, bar):
    cell = by_kind(book[1])[kind]
    assert cell.metadata.tags == [kind, *tags]
    assert cell.metadata.get("cellView") == ("form" if title else None)
    assert cell.source.startswith(f"#@title {title}\n") == bool(title)
    assert cell.metadata.get("jupyter", {}).get("source_hidden", False) == hidden
    assert cell.metadata.get("mystnb", {}).get("code_prompt_show") == bar
    assert "cellView" not in book[1].read_text()


def test_a_title_that_an_author_wrote_stays(book):
    _, source = book
    source.write_text(source.read_text().replace("\nwidth =", "\n#@title Another width\nwidth ="))
    assert by_kind(source)["try"].source.startswith("#@title Another width\nwidth =")


def test_the_install_lines_stand_above_the_marker_and_the_chapters_own_below(book):
    root, source = book
    lines = by_kind(source)["setup"].source.splitlines()
    assert lines[0] == "#@title Setup"
    assert lines[1:6] == sync.first_cell(root).splitlines()
    assert lines[6:] == [first_cell.MARKER, "import math"]
    assert '"git+https://github.com/somebody/waves.git@trunk"' in lines[2]
    compile("\n".join(lines), "cell", "exec")


def test_a_new_address_changes_the_install_lines_alone(book):
    root, source = book
    (root / "_config.yml").write_text(CONFIG.replace("waves", "ripples"))
    (problem,) = check_pairs.problems(root)
    assert "its first cell is not the book's" in problem
    old = source.read_text()
    new = sync.with_first_cell(old, sync.first_cell(root))
    assert new == old.replace("somebody/waves", "somebody/ripples")
    assert sync.with_first_cell(new, sync.first_cell(root)) == new


def test_a_folded_cell_of_the_first_edition_becomes_a_form_and_a_solution_stays_as_it_was():
    cell = nbformat.v4.new_code_cell("1 + 1", metadata={"tags": ["hide-input"]})
    made = kinds.in_the_notebook(cell)
    assert made.source == f"#@title {kinds.FIRST_EDITION_TITLE}\n1 + 1"
    assert made.metadata == {
        "tags": ["hide-input"], "cellView": "form", "jupyter": {"source_hidden": True},
    }  # fmt: skip
    assert cell.source == "1 + 1"
    cell.metadata["mystnb"] = {"code_prompt_show": "Reasons"}
    assert kinds.in_the_notebook(cell).source == "#@title Reasons\n1 + 1"
    old = {"tags": ["hide-cell", "solution"], "cellView": "form"}
    solution = nbformat.v4.new_code_cell("#@title Solution\n1", metadata=old)
    assert kinds.in_the_notebook(solution) == solution
    plain = nbformat.v4.new_code_cell("1 + 1")
    assert kinds.in_the_notebook(plain) == plain


def test_the_heros_still_is_the_one_output_of_a_notebook(book):
    root, source = book
    assert not any(cell.outputs for cell in by_kind(source).values())
    still = root / "book" / "_static" / "heroes" / "waves.png"
    still.parent.mkdir(parents=True)
    still.write_bytes(PNG)
    assert len(check_pairs.problems(root)) == 1
    source.with_suffix(".ipynb").write_text(sync.notebook_text(source))
    assert check_pairs.problems(root) == []
    cells = by_kind(source)
    (output,) = cells["hero"].outputs
    assert base64.b64decode(output.data["image/png"]) == PNG
    assert output.data["text/plain"] == "A wave that turns into a staircase"
    assert output.metadata["image/png"] == {
        "alt": "A wave that turns into a staircase", "width": stills.WIDTH,
    }  # fmt: skip
    assert [kind for kind, cell in cells.items() if cell.outputs] == ["hero"]
    run = outputs.stripped(nbformat.read(source.with_suffix(".ipynb"), as_version=4))
    assert not any(cell.get("outputs") for cell in run.cells)


def test_an_answers_grading_follows_from_its_kind_and_exercises_are_found(book):
    root, source = book
    (own,) = exercises.exercises(exercises.read("book/seeing/waves", root))
    assert (own.name, own.function, own.points) == ("the_middle", "middle", 2)
    assert own.solution == "def middle_solution(values):\n    return values.median()"
    told = {
        "cell_type": "code", "grade": False, "grade_id": "middle", "locked": False,
        "schema_version": 3, "solution": True, "task": False,
    }  # fmt: skip
    assert own.answer.metadata["nbgrader"] == told
    assert by_kind(source)["answer"].metadata["nbgrader"] == told


def test_an_assignment_begins_with_both_setups_and_holds_no_solution_and_no_picture(book):
    from tools import cutting

    root, _ = book
    cut = cutting.cut("book/seeing/waves", root)
    code = [cell for cell in cut.cells if cell.cell_type == "code"]
    assert [cell.metadata.get("tags") for cell in code] == [
        ["setup"], ["exercise-setup"], ["answer"], None,
    ]  # fmt: skip
    assert code[-1].source.endswith("assert check_the_middle(middle)")
    nbformat.validate(cut)


def test_the_text_of_a_pair_reads_back_with_one_tag_a_cell(book):
    read = jupytext.read(book[1], fmt="md:myst")
    assert all(len(kinds.tags(c)) == 1 for c in read.cells if c.cell_type == "code")
