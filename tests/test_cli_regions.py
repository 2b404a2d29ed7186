"""`fourierbook regions`: what it counts is known, and whatever is wrong is one sentence."""

import re
import sys

import pytest
from PIL import Image
from typer.testing import CliRunner

from fourierbook.cli import app

MODULE = """
import torch
from torch import nn

def linear(weight, bias):
    layer = nn.Linear(len(weight[0]), len(weight))
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    return layer

def pyramid():  # max(0, 1 - |x| - |y|)
    legs = linear([[1.0, 0], [-1, 0], [0, 1], [0, -1]], [0.0] * 4)
    return nn.Sequential(
        legs, nn.ReLU(), linear([[-1.0] * 4], [1.0]), nn.ReLU(), linear([[1.0]], [0.0])
    )

tent = nn.Sequential(linear([[1.0]] * 3, [1.0, 0, -1]), nn.ReLU(), linear([[1.0, -2, 1]], [0.0]))
plane, level = nn.Linear(2, 1), nn.Linear(1, 1)
flat = linear([[0.0, 0.0]], [1.0])
three = nn.Linear(3, 1)
two = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 2))
pair = nn.Linear(1, 2)
smooth = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
mismatch = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(5, 1))
unknown = linear([[float("nan"), 1.0]], [0.0])
units = nn.ReLU()
function = lambda: (lambda x: x)
number = 5

class Wrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = pyramid()

def broken():
    raise KeyError("weights")
"""


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(MODULE)
    (tmp_path / "folder.png").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")
    monkeypatch.delitem(sys.modules, "mine", raising=False)
    return tmp_path


def run(*words):
    return CliRunner().invoke(app, ["regions", *words])


def test_a_pyramid_has_eight_regions_in_its_box_and_four_inside():
    """On it √2, out of it 0; the norms allow √2 · 2 · 1."""
    done = run("mine:pyramid", "--out", "pyramid.png")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "8 linear regions in [-1, 1] × [-1, 1].",
        "Lipschitz constant there: 1.414. The product of the layers' spectral norms allows 2.828, "
        "2.0 times as much.",
        "Picture: pyramid.png",
    ]
    inside = run("mine:pyramid", "--box", "-0.5", "0.25", "-0.4", "0.4")
    assert inside.stdout.startswith("4 linear regions in [-0.5, 0.25] × [-0.4, 0.4].")
    corner = run("mine:pyramid", "--box", "0.1", "0.2", "0.1", "0.2")
    assert corner.stdout.startswith("1 linear region in [0.1, 0.2] × [0.1, 0.2].")


def test_a_network_of_one_input_is_seen_from_left_to_right():
    done = run("mine:tent", "--box", "-3", "2", "0", "0", "--out", "tent")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("4 linear regions in [-3, 2].\nLipschitz constant there: 1. ")
    assert done.stdout.endswith("Picture: tent.png\n")


@pytest.mark.parametrize("name", ["pyramid", "tent", "plane", "level", "flat"])
def test_a_picture_shows_two_panels_and_is_not_empty(name, own):
    done = run(f"mine:{name}", "--out", "new/picture.png")
    assert done.exit_code == 0, done.output
    with Image.open(own / "new" / "picture.png") as picture:
        colours = picture.convert("RGB").resize((80, 40)).getcolors(4000)
        assert picture.width > 1.5 * picture.height
    assert len(colours) > 20


def test_what_is_level_everywhere_is_not_compared_with_its_bound():
    done = run("mine:flat")
    assert done.exit_code == 0, done.output
    assert "Lipschitz constant there: 0. The product of the layers' spectral norms allows 0." in (
        done.stdout
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody"], "no network is called 'nobody'; one of your own is module:function"),
        (["specimens-cnn"], "the network is a stack of nn.Linear and nn.ReLU"),
        (["nowhere:net"], "No module named 'nowhere'"),
        (["mine:nobody"], "has no attribute 'nobody'"),
        (["mine:number"], "which is a stack of nn.Linear and nn.ReLU that takes one number or two"),
        (["mine:broken"], "got mine:broken: KeyError: 'weights'"),
        (["mine:function"], "one number or two and returns one; got function"),
        (["mine:units"], "a stack of nn.Linear and nn.ReLU, in an nn.Sequential; got ReLU"),
        (["mine:Wrapped"], "a stack of nn.Linear and nn.ReLU, in an nn.Sequential; got Wrapped"),
        (["mine:smooth"], "whose pieces are known exactly; got a part Tanh"),
        (["mine:mismatch"], "takes 5 numbers; got 4"),
        (["mine:three"], "takes one number or two and returns one; got one that takes 3 numbers"),
        (["mine:two"], "the network has one output; got 2"),
        (["mine:pair"], "the network has one output; got 2"),
        (["mine:unknown"], "weights and biases are finite numbers"),
        (["mine:plane", "--box", "1", "-1", "-1", "1"], "with LEFT < RIGHT and BOTTOM < TOP"),
        (["mine:plane", "--box", "-1", "1", "2", "2"], "BOTTOM < TOP; got -1 1 2 2"),
        (["mine:plane", "--box", "-1", "inf", "-1", "1"], "got -1 inf -1 1"),
        (["mine:tent", "--box", "2", "1", "0", "0"], "LEFT < RIGHT"),
        (["mine:plane", "--out", "map.npz"], "--out is a picture to write, whose name ends with"),
        (["mine:broken", "--out", "folder.png"], "got folder.png, a folder"),
        (["mine:broken", "--out", "mine.py/map.png"], "cannot write into mine.py"),
    ],
)
def test_what_is_wrong_with_a_network_or_a_box_is_one_line(words, said):
    done = run(*words)
    assert done.exit_code == 1
    assert said in done.output
    assert len(done.output.strip().splitlines()) == 1, done.output


def test_a_box_that_is_no_box_says_how_many_numbers_there_are():
    done = run("mine:plane", "--box", "1", "2")
    assert done.exit_code == 2
    assert re.search(r"requires 4 arguments|box", done.output)


def test_a_stopped_count_is_one_line(monkeypatch):
    def stopped(*given, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("fourierbook.theory.piecewise_linear.regions", stopped)
    done = run("mine:plane")
    assert (done.exit_code, done.output.strip()) == (130, "Stopped.")
