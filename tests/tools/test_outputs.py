"""What a page shows of a run."""

import nbformat.v4 as v4
import pytest

from tools import outputs


def cell(source="1", *, tags=(), done=True, outs=()):
    made = v4.new_code_cell(source, outputs=list(outs), metadata={"tags": list(tags)})
    if done:
        made.metadata["execution"] = {"shell.execute_reply": "2030-01-01T00:00:00Z"}
    return made


def text(words, name="stdout"):
    return v4.new_output("stream", name=name, text=words)


ERROR = v4.new_output("error", ename="ValueError", evalue="no", traceback=[])


def test_a_progress_bar_that_wiped_itself_away_leaves_no_output():
    bar = [text("\r  0%|   | 0/2"), text("\r100%|###| 2/2"), text("\r" + " " * 20 + "\r")]
    assert outputs.clean(bar) == []


def test_text_before_and_after_a_progress_bar_stays():
    bar = [text("before\n"), text("\r 50%"), text("\r    \rafter\n")]
    (left,) = outputs.clean(bar)
    assert left.text == "before\nafter\n"


def test_text_is_joined_only_while_it_adjoins_and_goes_to_one_place():
    figure = v4.new_output("display_data", data={"image/png": ""})
    kept = outputs.clean([text("a"), text("b"), figure, text("c"), text("d", "stderr")])
    assert [out.get("text") for out in kept] == ["ab", None, "c", "d"]


def test_blanks_of_a_table_are_not_touched():
    (left,) = outputs.clean([text("a  \n  b\n\n")])
    assert left.text == "a  \n  b\n\n"


def test_a_run_to_the_end_is_no_trouble():
    ran = v4.new_notebook(cells=[cell(), v4.new_markdown_cell("text"), cell("", done=False)])
    ran.cells.append(cell("raise", tags=["raises-exception"], outs=[ERROR]))
    ran.cells.append(cell("skipped", tags=["skip-execution"], done=False))
    assert outputs.trouble(ran) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (cell("1 / 0", outs=[ERROR]), "code cell 2 (1 / 0) raised ValueError: no"),
        (cell("warn()", outs=[text("hm", "stderr")]), "code cell 2 (warn()) wrote to stderr: hm"),
        (cell("#@title Setup\n1 / 0", outs=[ERROR]), "code cell 2 (1 / 0) raised ValueError: no"),
        (cell("sleep()", done=False), "code cell 2 (sleep()) did not finish"),
    ],
)
def test_a_run_with_trouble_names_the_cell(bad, words):
    (sentence,) = outputs.trouble(v4.new_notebook(cells=[cell(), bad]))
    assert sentence == words


def test_outputs_go_to_the_cells_of_a_notebook_whose_prose_has_moved_on():
    old = v4.new_notebook(cells=[v4.new_markdown_cell("old"), cell("1", outs=[text("one")])])
    old.metadata["widgets"] = {"state": {}}
    new = v4.new_notebook(
        cells=[v4.new_markdown_cell("new"), v4.new_markdown_cell("more"), cell("1", done=False)]
    )
    shown = outputs.with_outputs(new, old)
    assert [c.source for c in shown.cells] == ["new", "more", "1"]
    assert shown.cells[2].outputs[0].text == "one"
    assert shown.metadata["widgets"] == {"state": {}}
    assert "execution" not in shown.cells[2].metadata
