"""Explorers: sliders over stored pictures, the same on a page, in Jupyter and in Colab.

Every picture is drawn beforehand, so an explorer needs no kernel: on a static page the slider's
link to the pictures runs in the browser. ipywidgets is imported where an explorer is made, because
a machine that only computes need not have it.
"""

import base64
import html
from collections.abc import Sequence
from typing import Any

from fourierbook.figures.frames import WIDTH, png, render, size

__all__ = ["explorer", "explorer2", "png", "render"]

MOST_FRAMES = 100  # of one explorer
MOST_BYTES = 1_500_000  # of one explorer in its page


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
        frames: each a uint8 array (H, W, 3) or (H, W), a matplotlib figure, or the bytes of a PNG.
        alts: for each frame, what is seen in it.
        name: of the quantity that the slider moves, with its unit.
        start: frame shown at rest; it should make the point by itself.
        labels: value of the quantity at each frame, shown beside the slider; its number without.
        caption: below the picture: what to try, and what to look for.
        interval: between two frames while it plays, in milliseconds.
        width: of the picture, in pixels; smaller arrays are enlarged by a whole factor up to it.

    Returns:
        A widget that shows itself where it is a cell's value.

    Raises:
        ValueError: if there are too many frames or bytes, or not one alt and label a frame.
    """
    import ipywidgets as W

    views = _views(frames, alts, width)
    slider, place = _slider(W, name, labels, len(views), start)
    play = W.Play(max=len(views) - 1, value=start, interval=interval, show_repeat=False)
    W.jslink((play, "value"), (slider, place))
    if hasattr(W, "Stack"):
        stage = W.Stack([W.HTML(view) for view in views], selected_index=start)
        W.jslink((slider, place), (stage, "selected_index"))
    else:  # ipywidgets 7, as in Colab: the kernel swaps the picture
        stage = W.HTML(views[start])
        slider.observe(lambda change: setattr(stage, "value", views[change["new"]]), place)
    row = W.Layout(flex_flow="row wrap", align_items="center")
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
    """Pictures under two sliders: `frames[i][j]` is shown at i of the first and j of the second.

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

    views = _rows(frames, alts, width)
    outer, inner = (
        _slider(W, *look)
        for look in zip(names, labels, (len(views), len(views[0])), start, strict=True)
    )
    stage = (_stacked if hasattr(W, "Stack") else _swapped)(W, views, outer, inner)
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


def _rows(frames: Sequence, alts: Sequence, width: int) -> list[list[str]]:
    """HTML of each frame of a rectangle."""
    lengths = {len(row) for row in (*frames, *alts)}
    if len(frames) != len(alts) or len(lengths) != 1:
        raise ValueError(
            "frames and alts are rows of one length, as many of each; got "
            f"{len(frames)} and {len(alts)} rows of lengths {sorted(lengths)}"
        )
    flat = _views([x for row in frames for x in row], [alt for row in alts for alt in row], width)
    columns = lengths.pop()
    return [flat[first : first + columns] for first in range(0, len(flat), columns)]


def _views(frames: Sequence[Any], alts: Sequence[str], width: int) -> list[str]:
    """HTML of each frame, within the limits of a page."""
    if not 1 <= len(frames) <= MOST_FRAMES:
        raise ValueError(
            f"an explorer holds 1 to {MOST_FRAMES} frames; got {len(frames)}: take fewer values"
        )
    empty = sum(not alt.strip() for alt in alts)
    if len(alts) != len(frames) or empty:
        raise ValueError(
            f"every frame needs an alt that says what is seen in it; got {len(alts)} alts for "
            f"{len(frames)} frames, {empty} of them empty"
        )
    views = [
        _view(png(frame, width=width), alt, width) for frame, alt in zip(frames, alts, strict=True)
    ]
    total = sum(len(view.encode()) for view in views)
    if total > MOST_BYTES:
        raise ValueError(
            f"an explorer takes at most {MOST_BYTES:,} bytes of its page; {len(views)} frames take "
            f"{total:,}: take fewer frames, or draw them smaller (at most {WIDTH} pixels wide)"
        )
    return views


def _view(picture: bytes, alt: str, width: int) -> str:
    """An image element; a small picture is enlarged by a whole factor, pixel by pixel."""
    own, _ = size(picture)
    factor = max(1, width // own)
    sharp = "; image-rendering: pixelated" if factor > 1 else ""
    data = base64.b64encode(picture).decode()
    return (
        f'<img alt="{html.escape(alt)}" width="{own * factor}" '
        f'style="max-width: 100%; height: auto{sharp}" src="data:image/png;base64,{data}">'
    )


def _slider(W, name: str, labels: Sequence[Any] | None, count: int, start: int) -> tuple[Any, str]:
    """A slider over `count` frames, and the trait that holds its position."""
    if not 0 <= start < count:
        raise ValueError(f"start is one of the frames 0 to {count - 1}; got {start}")
    look = {
        "description": name,
        "style": {"description_width": "initial"},
        "layout": W.Layout(width="min(100%, 420px)"),
    }
    if labels is None:
        return W.IntSlider(max=count - 1, value=start, **look), "value"
    options = [(str(label), index) for index, label in enumerate(labels)]
    if len(dict(options)) != count:
        raise ValueError(f"each of the {count} frames has a label of its own; got {list(labels)}")
    return W.SelectionSlider(options=options, index=start, **look), "index"


def _below(W, caption: str | None) -> list:
    return [W.HTML(f"<p>{html.escape(caption)}</p>")] if caption else []
