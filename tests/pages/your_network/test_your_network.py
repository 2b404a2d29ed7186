"""The page on a reader's own network: its code runs, and its words are true of what it gives."""

import ast

import jaxtyping
import numpy as np
import pytest

from fourierbook.data.specimens import HIGH_FREQUENCIES, LOW_FREQUENCIES
from tools import cells
from tools.pages import ROOT

TEXT = (ROOT / "book/reference/your_network.md").read_text()
CELLS = [(cell.kind, "\n".join(cell.code)) for cell in cells.read(TEXT)]
TRIED = [code for kind, code in CELLS if kind == "try"]
FEW = 16  # images, where their number decides nothing
KNOBS = [
    ("drawn(widths", "kind", "low pass"),
    ("drawn([k + 1", "norm", 3),
    ("waves(", "norm", 4),
    ("waves(", "name", "specimens-cnn"),
]


@pytest.fixture(scope="module")
def ran():
    """Names after all cells that build and define have run."""
    names = {}
    for kind, code in CELLS:
        if kind != "try" and "robust_accuracy" not in code and "except" not in code:
            exec(code, names)
    return names


@pytest.fixture
def few(ran):
    """The same names, with a few images."""
    return {**ran, "images": ran["images"][:FEW], "labels": ran["labels"][:FEW]}


def after(names, code, **knobs):
    """What a cell gives, with knobs turned."""
    *lines, call = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "knobs", "exec"), names)
    names.update(knobs)
    return eval(compile(ast.Expression(call.value), "call", "eval"), names)


def rebound(names):
    """Names whose functions see one another, and not those of the cells that ran before."""
    for _, code in CELLS:
        if "def " in code:
            exec(code, names)
    return names


def data(figure):
    """What a picture draws: values of its lines, or of its map."""
    (axes, *_) = figure.axes
    if axes.images:
        return [np.asarray(axes.images[0].get_array())]
    return [np.asarray(line.get_ydata(), float) for line in axes.lines[:2]]


def cell_with(start):
    (code,) = (code for code in TRIED if start in code)
    return code


@pytest.mark.parametrize(("start", "knob", "value"), KNOBS)
def test_each_knob_changes_what_is_drawn(few, start, knob, value, small_blocks):
    code, names = cell_with(start), rebound(few)
    before, turned = after(names, code), after(names, code, **{knob: value})
    assert not all(map(np.array_equal, data(before), data(turned)))


def test_every_knob_of_the_page_is_turned():
    there = {
        (code, line.targets[0].id)
        for code in TRIED
        for line in ast.parse(code).body
        if isinstance(line, ast.Assign)
    }
    assert {(cell_with(start), knob) for start, knob, _ in KNOBS} == there


def test_both_networks_name_all_and_the_bag_of_tiles_reads_more_at_bandwidth_13(ran):
    mine, theirs = data(after(ran, cell_with("drawn(widths")))
    at = list(ran["widths"]).index(13)
    assert mine[-1] == theirs[-1] == 1
    assert theirs[at] < 0.3 < 0.4 < mine[at]


def test_noise_of_4_to_6_cycles_does_more_harm_than_noise_where_the_classes_are_written(ran):
    for line in data(after(ran, cell_with("drawn([k + 1"))):
        share = dict(zip((k + 1 for k in ran["starts"]), line, strict=True))
        assert max(share[4], share[6]) < min(share[2], share[16])


def test_the_spots_of_the_map_are_the_fine_textures_and_the_ring_lies_around_the_broad_waves(ran):
    (wrong,) = data(after(ran, cell_with("waves(")))
    wrong = np.fft.ifftshift(wrong)
    far = np.hypot(*np.meshgrid(*[np.fft.fftfreq(32, 1 / 32)] * 2))
    fine = np.mean([wrong[y, x] for y, x in HIGH_FREQUENCIES])
    broad = np.mean([wrong[y, x] for y, x in LOW_FREQUENCIES])
    between = wrong[(far > 10) & (far < 12)].mean()
    ring = wrong[(far > 5) & (far < 7)].mean()
    assert min(fine, ring) > 0.1 > 10 * max(broad, between)


def test_the_larger_attack_breaks_the_bag_of_tiles_alone(few, capsys):
    (code,) = (code for _, code in CELLS if "robust_accuracy" in code)
    exec(code, few)
    said = dict(line.split(": ") for line in capsys.readouterr().out.strip().splitlines())
    shares = [float(each.replace(",", " ").split()[0]) for each in said.values()]
    assert list(said) == [
        f"{name}, PGD, {radius}/255" for radius in (2, 8) for name in few["networks"]
    ]
    assert shares[0] == shares[1] == 1
    assert shares[2] < 0.1 < 0.7 < shares[3]


def test_the_errors_say_what_is_allowed_and_what_came(few, capsys, monkeypatch):
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)  # as for a reader
    (code,) = (code for _, code in CELLS if "except" in code)
    exec(code, few)
    batch, logits = capsys.readouterr().out.strip().splitlines()
    assert "(N, C, H, W)" in batch
    assert "got images of shape (3, 32, 32)" in batch
    assert "returns logits (N, classes)" in logits
    assert "got logits of shape (64, 64, 8, 8)" in logits
