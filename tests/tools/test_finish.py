"""The last pass over rendered pages: what it moves, what it leaves, and where links lead."""

import base64
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from fourierbook.figures import widgets
from tools import finish, frames, icons, references

VIEW = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'
STATE = '<script type="application/vnd.jupyter.widget-state+json">{}</script>'


def page_of(widget) -> str:
    """A page as it is rendered: the state in the head, the widget's place in the text."""
    state = {"version_major": 2, "version_minor": 0, "state": {}}
    for each in [widget, *_all(widget)]:
        kept = each.get_state()
        state["state"][each.model_id] = {
            "model_name": kept["_model_name"],
            "model_module": "@jupyter-widgets/controls",
            "state": json.loads(json.dumps(kept, default=lambda w: f"IPY_MODEL_{w.model_id}")),
        }
    head, view = (
        STATE.format(json.dumps(state)),
        VIEW.format(json.dumps({"model_id": widget.model_id})),
    )
    return f"<head>{head}</head><body><p>text</p>{view}</body>"


def _all(widget) -> list:
    found = list(getattr(widget, "children", ()))
    return [inner for each in found for inner in (each, *_all(each))]


def picture(grey: int) -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (640, 320), (grey,) * 3).save(stored, format="png")
    return stored.getvalue()


@pytest.fixture
def taken(tmp_path):
    """An explorer of three pictures, at rest at the second, and the page that shows it."""
    explorer = widgets.explorer(
        [picture(grey) for grey in (0, 100, 200)], ["zero", "one", "two"],
        name="grey", start=1, caption="Move it.",
    )  # fmt: skip
    page = page_of(explorer)
    return page, frames.taken_out(page, "../", tmp_path), tmp_path


def test_the_state_stands_at_the_end_without_a_picture_and_says_the_same(taken):
    before, after, _ = taken
    assert after.index("text") < after.index("widget-state")
    assert "base64" not in after
    (old,), (new,) = (frames.STATE.findall(each) for each in (before, after))
    old, new = json.loads(old), json.loads(new)
    assert old["state"].keys() == new["state"].keys()
    for name, model in old["state"].items():
        for key, value in model["state"].items():
            kept = new["state"][name]["state"][key]
            assert kept == value or ("../_images/" in kept and key == "value")


def test_each_picture_is_a_file_that_holds_its_bytes(taken):
    before, after, folder = taken
    held = {base64.b64decode(data) for _, data in frames.HELD.findall(before.replace("\\", ""))}
    files = {path.read_bytes() for path in (folder / "_images").iterdir()}
    assert held == files
    assert len(files) == 3
    (listed,) = re.findall('<script data-pictures="([^"]*)"', after)
    assert {*listed.split()} == {
        f"../_images/{path.name}" for path in (folder / "_images").iterdir()
    }


def test_the_picture_at_rest_and_its_caption_stand_in_the_page_and_are_fetched_at_once(taken):
    _, after, _ = taken
    rest = after[after.index('<div class="at-rest">') : after.index("</body>")].split("<script")[0]
    assert rest.count("<img") == 1
    assert 'alt="one"' in rest
    assert "Move it." in rest
    assert 'data-kind="HBoxModel"' in rest
    assert 'width="320" height="160"' in rest


def test_a_page_without_widgets_and_a_widget_without_pictures_are_left():
    assert frames.taken_out("<body>a</body>", "", None) == "<body>a</body>"
    assert frames.at_rest({"a": {"model_name": "VBoxModel", "state": {}}}, "a") == ""


def test_pictures_of_the_text_wait_and_keep_their_place(tmp_path):
    (tmp_path / "a.png").write_bytes(picture(9))
    page = tmp_path / "page.html"
    found = finish.later('<img alt="x" src="a.png" style="width: 740px;">', page)
    assert found == (
        '<img loading="lazy" alt="x" src="a.png" style="aspect-ratio: 640 / 320; width: 740px;">'
    )
    for other in (
        '<img src="b.png">',
        '<img src="https://a.png">',
        '<img loading="eager" src="a.png">',
    ):
        assert finish.later(other, page) == other


def test_a_photograph_that_is_large_as_a_png_is_sent_as_one(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png")
    found = finish.later('<img alt="" src="a.png" style="">', tmp_path / "page.html")
    assert 'src="a.webp"' in found
    assert (tmp_path / "a.webp").stat().st_size < (tmp_path / "a.png").stat().st_size
    with Image.open(tmp_path / "a.webp") as sent:
        assert np.abs(np.asarray(sent).astype(float) - noise).mean() < 60


def test_scripts_wait_but_for_the_one_that_the_page_speaks_to():
    options = '<script src="x/documentation_options.js"></script>'
    page = f'<head>{options}\n<script src="m.js"></script></head><script src="z.js"></script>'
    found = finish.deferred(page)
    assert '<script src="x/documentation_options.js">' in found
    assert '<script defer src="m.js">' in found
    assert '<script src="z.js">' in found


def test_an_icon_that_is_not_drawn_is_named():
    with pytest.raises(LookupError, match="draws no icon teapot"):
        icons.sheet({"play", "teapot"}, '{play:[1,2,[],"f0","M0z"]}', "")


def test_the_theme_s_icons_give_way_to_the_sheet():
    before = (
        '<head><link href="../_static/vendor/fontawesome/6/css/all.min.css?d=1" rel="stylesheet" />'
        '<link rel="preload" as="font" href="../_static/vendor/fontawesome/6/a.woff2" />'
        '<script src="../_static/vendor/fontawesome/6/js/all.min.js"></script></head>'
    )
    after = icons.lightened(before, "../")
    assert "fontawesome" not in after
    assert '<link rel="stylesheet" href="../_static/icons.css">' in after


def test_words_are_linked_once_and_not_in_links_code_headings_or_formulas():
    words = {"low pass": "term-low-pass", "low": "term-low", "wave": "term-wave"}
    article = (
        "<h2>wave</h2><p class='question'><em>A wave?</em></p><code>wave</code>"
        "<a href='x'><b>wave</b> wave</a>"
        '<span class="math notranslate">wave</span><p>Two waves, a low pass, lower, a wave.</p>'
    )
    found = references.explained(f"{references.BEGIN}{article}</article>wave", words, "g.html")
    *_, said = found.split("<p>")
    link = '<a class="term" href="g.html#{}">{}</a>'.format
    expected = (
        f"Two {link('term-wave', 'waves')}, a {link('term-low-pass', 'low pass')}, lower, a wave."
    )
    assert said == f"{expected}</p></article>wave"
    assert found.count('class="term"') == 2


def test_only_equations_of_the_page_are_linked():
    math = '<div class="math notranslate nohighlight">\n\\[x = 1 \\tag{3}\\]</div>'
    found = references.numbered(
        f"{references.BEGIN}{math}<p>Equation (3), formula (4).</p></article>"
    )
    assert 'nohighlight" id="equation-3">' in found
    assert '<a href="#equation-3">Equation (3)</a>, formula (4).' in found
