"""Explorers, figures and sentences in a kernel: the installed ipywidgets, and Colab's 7.7.1."""

import json

import pytest

MAKE = """
import re
import ipywidgets as W
import numpy as np
from fourierbook.figures import widgets

def picture(stage):
    "Alt of the picture on the stage, whatever the stage is made of."
    while hasattr(stage, "selected_index"):
        stage = stage.children[stage.selected_index]
    return re.search('alt="([^"]*)"', stage.value)[1]

def from_the_page(slider, **state):
    "Change a slider as its view in a browser does."
    data = {"method": "update", "state": state, "buffer_paths": []}
    slider._handle_msg({"content": {"data": data}, "buffers": []})

grey = [np.full((4, 4), 20 * n, np.uint8) for n in range(6)]
plain = widgets.explorer(grey, [f"grey {n}" for n in range(6)], name="n", start=2)
named = widgets.explorer(
    grey, [f"grey {n}" for n in range(6)], name="value", start=3, labels=range(0, 120, 20)
)
both = widgets.explorer2(
    [grey[:3], grey[3:]],
    [["00", "01", "02"], ["10", "11", "12"]],
    names=("row", "column"),
    start=(1, 2),
)
choice = widgets.explorer2(
    [grey[:3], grey[3:]],
    [["a0", "a1", "a2"], ["b0", "b1", "b2"]],
    names=("which", "column"),
    labels=(["first", "second"], None),
)
"""


@pytest.fixture(scope="module", params=["kernel", "colab"])
def world(request):
    kernel = request.getfixturevalue(request.param)
    kernel.name = request.param
    kernel.run(MAKE)
    return kernel


def seen(world, code: str) -> list:
    return json.loads(world.said(f"import json\n{code}"))


def test_at_rest_each_explorer_shows_its_start(world):
    alts = seen(
        world,
        "print(json.dumps([picture(w.children[k]) for w, k in "
        "((plain, 1), (named, 1), (both, 2))]))",
    )
    assert alts == ["grey 2", "grey 3", "12"]


def test_in_colab_the_kernel_swaps_the_picture_whoever_moves_the_slider(colab):
    colab.run(MAKE)
    found = seen(
        colab,
        "seen = []\n"
        "for widget, trait in ((plain, 'value'), (named, 'index')):\n"
        "    slider, stage = widget.children[0].children[1], widget.children[1]\n"
        "    setattr(slider, trait, 4); seen.append(picture(stage))\n"
        "    from_the_page(slider, **{trait: 1}); seen.append(picture(stage))\n"
        "print(json.dumps(seen))",
    )
    assert found == ["grey 4", "grey 1", "grey 4", "grey 1"]


def test_in_colab_each_of_two_sliders_swaps_the_picture(colab):
    colab.run(MAKE)
    found = seen(
        colab,
        "row, column, stage = both.children\n"
        "seen = []\n"
        "row.value = 0; seen.append(picture(stage))\n"
        "from_the_page(column, value=1); seen.append(picture(stage))\n"
        "from_the_page(row, value=1); seen.append(picture(stage))\n"
        "print(json.dumps(seen))",
    )
    assert found == ["02", "01", "11"]


def test_in_colab_a_button_swaps_the_picture(colab):
    colab.run(MAKE)
    found = seen(
        colab,
        "buttons, column, stage = choice.children\n"
        "seen = [picture(stage)]\n"
        "buttons.index = 1; seen.append(picture(stage))\n"
        "from_the_page(column, value=2); seen.append(picture(stage))\n"
        "from_the_page(buttons, index=0); seen.append(picture(stage))\n"
        "print(json.dumps(seen))",
    )
    assert found == ["a0", "b0", "b2", "a2"]


def test_every_explorer_is_one_output_without_text_beside_it(world):
    for name in ("plain", "named", "both", "choice"):
        (output,) = world.run(name)
        assert "application/vnd.jupyter.widget-view+json" in output["data"]
        assert len(output["data"]["text/plain"]) < 200


def test_a_plot_is_one_picture_with_a_width_and_no_text_beside_it(world):
    code = "from fourierbook.figures import plots\nplots.signal([0, 1], [0, 1])"
    for first in ("", "import matplotlib.pyplot as plt\nplt.gcf()\nplt.close()\n"):
        world.run(first)
        (output,) = world.run(code)
        assert output["kind"] == "execute_result"
        assert output["data"]["text/plain"] == "figure"
        assert output["metadata"]["image/png"] == {"width": 518}
        assert output["data"]["image/png"].startswith("iVBOR")


def test_a_cell_says_its_numbers_as_markdown(world):
    (output,) = world.run("from fourierbook.figures.text import say\nsay('**0.5**')")
    assert output["data"]["text/markdown"] == "**0.5**"
