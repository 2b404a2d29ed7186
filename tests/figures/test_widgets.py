"""Explorers that need no kernel: what a static page holds."""

import re
import subprocess
import sys

import ipywidgets as W
import numpy as np
import pytest
from ipywidgets.widgets.widget_link import Link

from fourierbook.figures import plots, widgets

GREY = [np.full((4, 4), 20 * n, np.uint8) for n in range(6)]
ALTS = [f"grey {n}" for n in range(6)]


def links() -> set[tuple]:
    """Links that run in the browser: from which trait of which widget to which of which."""
    found = [w for w in W.widgets.widget._instances.values() if isinstance(w, Link)]
    return {(w.source[0].model_id, w.source[1], w.target[0].model_id, w.target[1]) for w in found}


def alts(stage: W.Stack) -> list[str]:
    return [re.search('alt="([^"]*)"', child.value)[1] for child in stage.children]


def test_the_slider_moves_the_pictures_without_a_kernel():
    explorer = widgets.explorer(GREY, ALTS, name="n", start=2)
    (play, slider), stage = explorer.children[0].children, explorer.children[1]
    assert (slider.model_id, "value", stage.model_id, "selected_index") in links()
    assert (play.model_id, "value", slider.model_id, "value") in links()
    assert (slider.min, slider.max, slider.value) == (0, 5, 2)
    assert (play.min, play.max, play.value) == (0, 5, 2)
    assert stage.selected_index == 2
    assert alts(stage) == ALTS


def test_a_slider_over_labels_moves_the_pictures_without_a_kernel():
    explorer = widgets.explorer(GREY, ALTS, name="value", start=1, labels=range(0, 120, 20))
    (play, slider), stage = explorer.children[0].children, explorer.children[1]
    assert (slider.model_id, "index", stage.model_id, "selected_index") in links()
    assert (play.model_id, "value", slider.model_id, "index") in links()
    assert (slider.label, slider.index) == ("20", 1)


def test_two_sliders_move_a_stack_of_stacks_without_a_kernel():
    explorer = widgets.explorer2(
        [GREY[:3], GREY[3:]],
        [ALTS[:3], ALTS[3:]],
        names=("row", "column"),
        start=(1, 2),
        labels=(["up", "down"], None),
    )
    row, column, stage = explorer.children
    assert (row.model_id, "index", stage.model_id, "selected_index") in links()
    for inner in stage.children:
        assert (column.model_id, "value", inner.model_id, "selected_index") in links()
        assert inner.selected_index == 2
    assert stage.selected_index == 1
    assert [alts(inner) for inner in stage.children] == [ALTS[:3], ALTS[3:]]


def test_a_choice_of_two_is_two_buttons_and_the_slider_is_as_wide_as_the_picture():
    wide = [np.zeros((4, 500), np.uint8)] * 3
    explorer = widgets.explorer2(
        [wide, wide], [ALTS[:3], ALTS[3:]], names=("what", "step"), labels=(["a", "b"], None),
        start=(1, 0), width=500,
    )  # fmt: skip
    choice, slider, stage = explorer.children
    assert isinstance(choice, W.ToggleButtons)
    assert (choice.description, choice.index, choice.label) == ("what", 1, "b")
    assert (choice.model_id, "index", stage.model_id, "selected_index") in links()
    assert slider.layout.width == "min(100%, 500px)"
    with pytest.raises(ValueError, match="2 frames has a label of its own"):
        widgets.explorer2([GREY, GREY], [ALTS, ALTS], names=("a", "b"), labels=(["x", "x"], None))


def test_a_picture_of_twice_the_width_is_shown_at_its_width():
    frame = widgets.png(np.zeros((4, 640), np.uint8))
    explorer = widgets.explorer([frame], ["dark"], name="n", width=320)
    assert 'width="320"' in explorer.children[1].children[0].value
    assert "pixelated" not in explorer.children[1].children[0].value


def test_sliders_carry_their_names_in_full():
    explorer = widgets.explorer(GREY, ALTS, name="bandwidth (coefficients along each axis)")
    slider = explorer.children[0].children[1]
    assert slider.description == "bandwidth (coefficients along each axis)"
    assert slider.style.description_width == "initial"


def test_alts_and_captions_may_hold_any_character():
    explorer = widgets.explorer(GREY[:1], ['|f| < 3, "low"'], name="n", caption="|f| < 3 & more")
    _, stage, caption = explorer.children
    assert 'alt="|f| &lt; 3, &quot;low&quot;"' in stage.children[0].value
    assert re.sub(' style="[^"]*"', "", caption.value) == "<p>|f| &lt; 3 &amp; more</p>"


def test_small_pictures_are_enlarged_by_a_whole_factor_and_stay_sharp():
    image = widgets.explorer(GREY, ALTS, name="n").children[1].children[0].value
    assert 'width="320"' in image
    assert "pixelated" in image
    image = widgets.explorer([np.zeros((9, 150), np.uint8)], ["x"], name="n").children[1]
    assert 'width="300"' in image.children[0].value


def test_figures_are_drawn_at_the_explorers_width():
    figure = plots.signal([0, 1], [0, 1])
    image = widgets.explorer([figure], ["a line"], name="n", width=240).children[1].children[0]
    assert 'width="240"' in image.value
    assert "pixelated" not in image.value


def test_too_many_frames_are_an_error_that_says_what_to_do():
    frames = [GREY[0]] * 101
    with pytest.raises(ValueError, match="1 to 100 frames; got 101: take fewer values"):
        widgets.explorer(frames, ["grey"] * 101, name="n")
    with pytest.raises(ValueError, match="1 to 100 frames; got 102"):
        widgets.explorer2([frames[:51]] * 2, [["grey"] * 51] * 2, names=("row", "column"))
    with pytest.raises(ValueError, match="got 0"):
        widgets.explorer([], [], name="n")


def test_too_many_bytes_are_an_error_that_says_what_to_do():
    noise = np.random.default_rng(0).integers(0, 256, (140, 140, 3), dtype=np.uint8)
    one = widgets.explorer([noise], ["noise"], name="n").children[1].children[0].value
    most = 1_500_000 // len(one)
    assert 50 < most < 100  # so that the limit of bytes is met first, within two per cent
    assert widgets.explorer([noise] * most, ["noise"] * most, name="n")
    too_many = most + 1
    with pytest.raises(ValueError, match=rf"1,500,000 bytes .* {too_many} frames take .*take few"):
        widgets.explorer([noise] * too_many, ["noise"] * too_many, name="n")


def test_a_frame_without_an_alt_is_an_error():
    with pytest.raises(ValueError, match="got 5 alts for 6 frames, 0 of them empty"):
        widgets.explorer(GREY, ALTS[:5], name="n")
    with pytest.raises(ValueError, match="1 of them empty"):
        widgets.explorer(GREY, [*ALTS[:5], " "], name="n")


def test_a_start_outside_the_frames_is_an_error():
    with pytest.raises(ValueError, match="frames 0 to 5; got 6"):
        widgets.explorer(GREY, ALTS, name="n", start=6)


def test_labels_are_one_for_each_frame_and_differ():
    for labels in ([1, 2], [1, 1, 2, 3, 4, 5]):
        with pytest.raises(ValueError, match="6 frames has a label of its own"):
            widgets.explorer(GREY, ALTS, name="n", labels=labels)


def test_rows_of_different_lengths_are_an_error():
    with pytest.raises(ValueError, match=r"2 and 2 rows of lengths \[2, 3\]"):
        widgets.explorer2([GREY[:3], GREY[:2]], [ALTS[:3], ALTS[:2]], names=("a", "b"))


def test_plots_and_frames_need_neither_ipywidgets_nor_ipython():
    code = (
        "import sys\n"
        "sys.modules['ipywidgets'] = sys.modules['IPython'] = None\n"
        "from fourierbook.figures import plots, style, text, widgets\n"
        "figure = plots.signal([0, 1], [0, 1])\n"
        "assert widgets.png(figure)[1:4] == b'PNG'\n"
        "text.say('said')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "said\n", "")
