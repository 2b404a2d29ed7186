"""Explorers: sliders over stored pictures, the same on a page, in Jupyter and in Colab.

Every picture is drawn beforehand, so an explorer needs no kernel: on a static page the slider's
link to the pictures runs in the browser. ipywidgets is imported where an explorer is made, because
a machine that only computes need not have it.
"""

import html
from collections.abc import Sequence
from typing import Any

from fourierbook.figures.frames import WIDTH, png, render
from fourierbook.figures.views import rows, views

__all__ = ["explorer", "explorer2", "png", "render"]

CAPTION = "font-size: 15px; line-height: 1.5; margin: 4px 0 0"  # as large as a page's text, nearly
NARROW = 420  # pixels that a slider has at least, where there is room


def explorer(
    frames: Sequence[Any],
    alts: Sequence[str],
    *,
    name: str,
    start: int = 0,
    labels: Sequence[Any] | None = None,
    caption: str | None = None,
    interval: int = 400,
    width: int = WIDTH,
) -> Any:
    """Pictures under one slider, with a button that plays them.

    Args:
        frames: each a uint8 array (H, W, 3) or (H, W), a matplotlib figure, or the bytes of a PNG
            (`render(..., density=2)` draws a sharp one) or of a WebP (`small.photograph`).
        alts: for each frame, what is seen in it.
        name: of the quantity that the slider moves, with its unit.
        start: frame shown at rest; it should make the point by itself.
        labels: value of the quantity at each frame, shown beside the slider; its number without.
        caption: below the picture: what to try, and what to look for.
        interval: between two frames while it plays, in milliseconds.
        width: of the picture as it is shown, in pixels, and of its slider; smaller arrays are
            enlarged by a whole factor up to it.

    Returns:
        A widget that shows itself where it is a cell's value.

    Raises:
        ValueError: if there are too many frames or bytes, or not one alt and label a frame.
    """
    import ipywidgets as W

    shown = views(frames, alts, width)
    slider, place = _slider(W, name, labels, len(shown), start)
    slider.layout = W.Layout(flex="1 1 240px")
    play = W.Play(max=len(shown) - 1, value=start, interval=interval, show_repeat=False)
    W.jslink((play, "value"), (slider, place))
    if hasattr(W, "Stack"):
        stage = W.Stack([W.HTML(view) for view in shown], selected_index=start)
        W.jslink((slider, place), (stage, "selected_index"))
    else:  # ipywidgets 7, as in Colab: the kernel swaps the picture
        stage = W.HTML(shown[start])
        slider.observe(lambda change: setattr(stage, "value", shown[change["new"]]), place)
    row = W.Layout(flex_flow="row wrap", align_items="center", max_width=f"{width}px")
    return W.VBox([W.HBox([play, slider], layout=row), stage, *_below(W, caption)])


def explorer2(
    frames: Sequence[Sequence[Any]],
    alts: Sequence[Sequence[str]],
    *,
    names: tuple[str, str],
    start: tuple[int, int] = (0, 0),
    labels: tuple[Sequence[Any] | None, Sequence[Any] | None] = (None, None),
    caption: str | None = None,
    width: int = WIDTH,
) -> Any:
    """Pictures under two controls: `frames[i][j]` is shown at i of the first and j of the second.

    A quantity with two labels is a choice between two buttons, every other one a slider.

    Args:
        frames: rows of equal length; each frame as in `explorer`.
        alts: for each frame, what is seen in it.
        names: of the two quantities, with their units.
        start: frame shown at rest, (i, j).
        labels: values of the two quantities.
        caption: below the picture.
        width: of the picture, in pixels.

    Raises:
        ValueError: as `explorer`, or if the rows differ in length.
    """
    import ipywidgets as W

    table = rows(frames, alts, width)
    outer, inner = (
        _control(W, *look)
        for look in zip(names, labels, (len(table), len(table[0])), start, strict=True)
    )
    stage = (_stacked if hasattr(W, "Stack") else _swapped)(W, table, outer, inner)
    for control, _ in (outer, inner):
        control.layout.width = f"min(100%, {max(width, NARROW)}px)"
    return W.VBox([outer[0], inner[0], stage, *_below(W, caption)])


def _stacked(W, views: list[list[str]], outer: tuple, inner: tuple):
    """A stack of stacks, linked in the browser."""
    (first, i), (second, j) = outer, inner
    rows = [
        W.Stack([W.HTML(view) for view in row], selected_index=getattr(second, j)) for row in views
    ]
    for row in rows:
        W.jslink((second, j), (row, "selected_index"))
    stage = W.Stack(rows, selected_index=getattr(first, i))
    W.jslink((first, i), (stage, "selected_index"))
    return stage


def _swapped(W, views: list[list[str]], outer: tuple, inner: tuple):
    """One picture that the kernel swaps, for ipywidgets 7."""
    (first, i), (second, j) = outer, inner
    stage = W.HTML(views[getattr(first, i)][getattr(second, j)])

    def swap(_) -> None:
        stage.value = views[getattr(first, i)][getattr(second, j)]

    first.observe(swap, i)
    second.observe(swap, j)
    return stage


def _control(W, name: str, labels: Sequence[Any] | None, count: int, start: int) -> tuple[Any, str]:
    """Buttons for two labels, else a slider, and the trait that holds the position."""
    if labels is None or len(labels) != count or count != 2:
        return _slider(W, name, labels, count, start)
    _checked(labels, count, start)
    options = [(str(label), index) for index, label in enumerate(labels)]
    look = {"style": {"description_width": "initial", "button_width": "auto"}}
    return W.ToggleButtons(description=name, options=options, index=start, **look), "index"


def _slider(W, name: str, labels: Sequence[Any] | None, count: int, start: int) -> tuple[Any, str]:
    """A slider over `count` frames, and the trait that holds its position."""
    _checked(labels, count, start)
    look = {
        "description": name,
        "style": {"description_width": "initial"},
    }
    if labels is None:
        return W.IntSlider(max=count - 1, value=start, **look), "value"
    options = [(str(label), index) for index, label in enumerate(labels)]
    return W.SelectionSlider(options=options, index=start, **look), "index"


def _checked(labels: Sequence[Any] | None, count: int, start: int) -> None:
    """Refuse a start or labels that are not those of the frames."""
    if not 0 <= start < count:
        raise ValueError(f"start is one of the frames 0 to {count - 1}; got {start}")
    if labels is not None and len({str(label) for label in labels}) != count:
        raise ValueError(f"each of the {count} frames has a label of its own; got {list(labels)}")


def _below(W, caption: str | None) -> list:
    return [W.HTML(f'<p style="{CAPTION}">{html.escape(caption)}</p>')] if caption else []
