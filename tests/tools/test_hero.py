"""The still of a hero: drawn on request, from what ships, small enough, and in the notebook."""

import io
import re
import sys
import types

import numpy as np
import pytest
from PIL import Image

from fourierbook import settings
from fourierbook.data import datasets
from fourierbook.figures import canvas
from tools import hero, stills


def image_of(png):
    return Image.open(io.BytesIO(png))


def noise(colours, *, side):
    values = np.random.default_rng(0).integers(0, colours, (side, side, 3))
    buffer = io.BytesIO()
    Image.fromarray((255 * values / (colours - 1)).astype(np.uint8)).save(buffer, format="png")
    return buffer.getvalue()


def figure():
    drawn, axes = canvas.panels()
    axes.plot([0, 1, 4, 9])
    return drawn


def test_a_figure_is_drawn_at_twice_the_width_of_a_page():
    made = image_of(hero.png(figure()))
    assert made.width == 2 * stills.WIDTH
    assert (made.mode, made.format) == ("P", "PNG")


def test_the_same_figure_gives_the_same_bytes():
    assert hero.png(figure()) == hero.png(figure())


def test_a_wide_picture_gets_narrower_and_a_small_one_stays():
    wide, small = noise(2, side=1), noise(2, side=20)
    buffer = io.BytesIO()
    image_of(wide).resize((3000, 1000)).save(buffer, format="png")
    assert image_of(hero.png(buffer.getvalue())).size == (1480, 493)
    assert image_of(hero.png(small)).size == (20, 20)


def test_a_picture_has_as_many_colours_as_fit_the_limit(monkeypatch):
    drawn = noise(256, side=100)
    many = hero.png(drawn)
    assert len(many) > 8_000
    monkeypatch.setattr(stills, "KILOBYTES", 8)
    few = hero.png(drawn)
    assert len(few) <= 8_000
    assert 16 <= len(image_of(few).getcolors()) < len(image_of(many).getcolors()) <= 256


def test_what_does_not_fit_and_what_is_no_picture_is_refused(monkeypatch):
    monkeypatch.setattr(stills, "KILOBYTES", 2)
    with pytest.raises(ValueError, match=r"at most 2 KB; this one has \d KB in 16 colours"):
        hero.png(noise(256, side=100))
    with pytest.raises(ValueError, match="a figure or the bytes of a PNG; got NoneType"):
        hero.png(None)


def test_what_is_see_through_becomes_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(buffer, format="png")
    assert image_of(hero.png(buffer.getvalue())).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


@pytest.fixture
def page(monkeypatch):
    """A page `waves` whose still is what `seen["still"]` gives; tells what it saw."""
    seen = {"still": figure}

    def still():
        seen["data"] = datasets.available("cifar10")
        seen["folder"], seen["results"] = settings.data_folder(), settings.results_folder()
        seen["offline"] = settings.offline()
        return seen["still"]()

    pictures = types.ModuleType("fourierbook.pages.waves.pictures")
    pictures.still = still
    for name in ("fourierbook.pages", "fourierbook.pages.waves"):
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name, types.ModuleType(name)))
    monkeypatch.setitem(sys.modules, pictures.__name__, pictures)
    return seen


def test_a_still_is_made_from_what_ships_alone(page, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FOURIERBOOK_RESULTS", str(tmp_path / "results"))
    target = hero.draw("book/seeing/waves", tmp_path)
    assert target == tmp_path / "book" / "_static" / "heroes" / "waves.png"
    assert image_of(target.read_bytes()).width == 1480
    assert (page["data"], page["offline"]) == (False, True)
    assert not {page["folder"], page["results"]} & {tmp_path / "data", tmp_path / "results"}
    assert settings.data_folder() == tmp_path / "data"


def test_a_still_that_is_refused_names_its_page_and_leaves_the_old_one(page, tmp_path):
    target = hero.draw("book/seeing/waves", tmp_path)
    old = target.read_bytes()
    page["still"] = lambda: "a picture"
    with pytest.raises(ValueError, match=r"^book/seeing/waves: still\(\) gives a figure"):
        hero.draw("book/seeing/waves", tmp_path)
    assert target.read_bytes() == old


def test_the_command_draws_all_that_are_written_anew_or_those_that_are_named(monkeypatch, capsys):
    drawn = []
    monkeypatch.setattr(
        hero, "notebooks", lambda: ["book/a/x", "book/a/y", "book/z", "book/reference/r"]
    )
    monkeypatch.setattr(hero, "FIRST_EDITION", ["book/z"])
    monkeypatch.setattr(hero, "draw", lambda page: drawn.append(page) or hero.ROOT / "p.png")
    hero.main([])
    hero.main(["y"])
    assert drawn == ["book/a/x", "book/a/y", "book/a/y"]
    assert capsys.readouterr().out == "drew p.png; now make sync\n" * 3
    with pytest.raises(SystemExit, match="No page with a hero is called q, z: book/a/x, book/a/y"):
        hero.main(["z", "q"])


def test_no_check_and_no_build_draws_a_still():
    """Fonts differ between machines, so a still that is drawn again would differ."""
    makefile = (hero.ROOT / "Makefile").read_text()
    targets = re.findall(r"^(\w+):.*\n((?:\t.*\n)*)", makefile, re.MULTILINE)
    assert [name for name, recipe in targets if "tools.hero" in recipe] == ["hero"]
