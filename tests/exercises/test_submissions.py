"""What comes back from students is restored: each locked cell as it was, each answer kept."""

import copy
import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fourierbook.exercises import course
from fourierbook.exercises.submissions import name, restored


def known(who, source, cell_type="code", *, locked=True):
    new = new_code_cell if cell_type == "code" else new_markdown_cell
    told = {"grade_id": who, "locked": locked, "solution": not locked, "cell_type": cell_type}
    return new(source, metadata={"nbgrader": told})


HANDED_OUT = [
    known("half", "def half(x): ...", locked=False),
    known("check_half", "from math import pi\nassert half(2) == 1"),
    known("essay", "Why?", "markdown"),
]


def returned():
    return copy.deepcopy(HANDED_OUT)


def sources(cells):
    return [cell.source for cell in cells]


def locked(cells):
    told = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("locked")]
    return [(name(cell), cell.cell_type, cell.source) for cell in told]


def test_what_comes_back_untouched_stays_as_it_is():
    cells, remarks = restored(returned(), HANDED_OUT)
    assert sources(cells) == sources(HANDED_OUT)
    assert remarks == []


def test_of_two_cells_of_one_name_the_last_has_it_and_both_are_kept():
    cells = returned()
    cells.insert(0, known("half", "import numpy", locked=False))
    mended, remarks = restored(cells, HANDED_OUT)
    assert sources(mended) == sources(cells)
    assert [name(cell) for cell in mended] == ["", "half", "check_half", "essay"]
    assert "nbgrader" not in mended[0].metadata
    assert remarks == ["there are 2 cells half: all are run, and the last one stands for it"]


def test_a_locked_cell_that_was_changed_stands_below_the_change():
    cells = returned()
    cells[1].source = "def half(x): return x / 2"
    mended, remarks = restored(cells, HANDED_OUT)
    assert sources(mended)[1:3] == ["def half(x): return x / 2", HANDED_OUT[1].source]
    assert [name(cell) for cell in mended[1:3]] == ["", "check_half"]
    assert len(remarks) == 1


def test_other_ends_of_lines_are_no_change():
    cells = returned()
    cells[1].source = "from math import pi  \r\nassert half(2) == 1\r\n"
    mended, remarks = restored(cells, HANDED_OUT)
    assert sources(mended) == sources(HANDED_OUT)
    assert remarks == []


def test_a_set_up_cell_that_is_missing_stands_above_all_work():
    setup = known("setup_1", "import math")
    setup.metadata["nbgrader"]["grade"] = False
    mended, remarks = restored(returned(), [setup, *HANDED_OUT])
    assert sources(mended) == ["import math", *sources(HANDED_OUT)]
    assert remarks == ["the locked cell setup_1 was missing and is put back"]


def test_a_locked_cell_that_is_missing_stands_where_it_stood():
    for at in (1, 2):
        cells = returned()
        del cells[at]
        mended, remarks = restored(cells, HANDED_OUT)
        assert sources(mended) == sources(HANDED_OUT)
        assert remarks == [f"the locked cell {name(HANDED_OUT[at])} was missing and is put back"]


def test_a_check_whose_answer_lost_its_name_stands_below_all_work():
    cells = [new_code_cell("x = 1"), new_code_cell("def half(x): return x / 2")]
    mended, _ = restored(cells, HANDED_OUT)
    assert [name(cell) for cell in mended] == ["", "", "check_half", "essay"]


def test_cells_without_marks_are_known_by_their_text():
    cells = [type(cell)({**cell, "metadata": nbformat.NotebookNode()}) for cell in returned()]
    mended, remarks = restored(cells, HANDED_OUT)
    assert [name(cell) for cell in mended] == ["half", "check_half", "essay"]
    assert remarks == []


def test_tags_and_a_changed_type_keep_no_check_from_running():
    cells = returned()
    cells[1].metadata["tags"] = ["skip-execution"]
    mended, _ = restored(cells, HANDED_OUT)
    assert "tags" not in mended[1].metadata
    cells[0] = known("half", "def half(x): return x / 2", "markdown", locked=False)
    cells[1] = known("check_half", HANDED_OUT[1].source, "markdown")
    mended, _ = restored(cells, HANDED_OUT)
    assert [cell.cell_type for cell in mended if name(cell)] == ["code"] * 2 + ["markdown"]


def test_foreign_marks_go_and_a_foreign_notebook_is_said():
    cells = [known("other", "1"), new_code_cell("2", metadata={"nbgrader": {}})]
    mended, remarks = restored(cells, HANDED_OUT)
    assert all("nbgrader" not in cell.metadata for cell in mended if cell.source in "12")
    assert "none of the assignment's cells is in it: is it the right notebook?" in remarks


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["", "1", "Why?"])), max_size=9))
def test_whatever_comes_back_each_locked_cell_stands_once_and_all_work_is_kept(changes):
    cells = []
    for which, source in changes:
        cells.append(copy.deepcopy(HANDED_OUT[which]))
        cells[-1].source = source or cells[-1].source
    mended, _ = restored(cells, HANDED_OUT)
    assert sorted(locked(mended)) == sorted(locked(HANDED_OUT))
    assert len({name(cell) for cell in mended if name(cell)}) == sum(map(bool, map(name, mended)))
    assert {*sources(cells)} <= {*sources(mended)}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "ada" / "waves"
    folder.mkdir(parents=True)
    return folder


def put(folder, *files, cells=HANDED_OUT):
    for file in files:
        (folder / file).write_text(nbformat.writes(new_notebook(cells=cells)))
    return [str(path) for path in sorted(folder.glob("*.ipynb"))]


def test_a_renamed_notebook_gets_its_name_back(folder):
    notebooks = put(folder, "Copy of waves.ipynb")
    course.find_notebook(notebooks=notebooks)
    assert notebooks == [str(folder / "waves.ipynb")]
    assert [path.name for path in folder.iterdir()] == ["waves.ipynb"]


def test_of_several_notebooks_the_one_that_was_handed_out_is_taken(folder):
    put(folder, "scratch.ipynb", cells=[])
    (folder / "torn.ipynb").write_text(json.dumps({})[:1])
    notebooks = put(folder, "waves (1).ipynb")
    course.find_notebook(notebooks=notebooks)
    assert notebooks == [str(folder / "waves.ipynb")]


def test_nothing_is_overwritten_and_nothing_guessed(folder):
    put(folder, "waves.ipynb", cells=[])
    notebooks = put(folder, "Copy of waves.ipynb")
    course.find_notebook(notebooks=notebooks)
    assert len([*folder.iterdir()]) == 2
    (folder / "waves.ipynb").unlink()
    notebooks = put(folder, "waves (1).ipynb")
    course.find_notebook(notebooks=notebooks)
    assert {path.name for path in folder.iterdir()} == {"Copy of waves.ipynb", "waves (1).ipynb"}
