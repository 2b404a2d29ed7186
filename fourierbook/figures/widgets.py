"""Explorers: a slider over stored pictures, the same on a page, in Jupyter and in Colab.

Every picture is drawn beforehand, so an explorer needs no kernel: on a static page the slider's
link to the pictures runs in the browser.
"""

import base64
import html
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ipywidgets import Widget

MOST_FRAMES = 100
MOST_BYTES = 1_500_000  # of one explorer in the page
WIDTH = 320  # pixels; what a phone shows without shrinking
COLOURS = 128  # of a picture's palette


def explorer(
    frames: Sequence[Any],
    alts: Sequence[str],
    *,
    name: str,
    start: int = 0,
    labels: Sequence[str] | None = None,
    caption: str | None = None,
    interval: int = 400,
) -> "Widget":
    """Pictures under one slider, with a play button.

    Args:
        frames: each a uint8 array (H, W, 3) or (H, W), a matplotlib figure, or the bytes of a PNG.
        alts: for each frame, what is seen in it.
        name: of the quantity that the slider moves, with its unit.
        start: frame shown at rest; it should make the point by itself.
        labels: value of the quantity at each frame, shown beside the slider; its number without.
        caption: below the picture: what to try, and what to look for.
        interval: between two frames while it plays, in milliseconds.

    Returns:
        A widget that shows itself where it is a cell's value.

    Raises:
        ValueError: if there are too many frames or bytes, or not one alt and label a frame.
    """
    import ipywidgets as W

    views = _views(frames, alts)
    slider, index = _slider(W, name, labels, len(views), start)
    play = W.Play(max=len(views) - 1, value=start, interval=interval, show_repeat=False)
    W.jslink((play, "value"), (slider, index))
    if hasattr(W, "Stack"):
        stage = W.Stack([W.HTML(view) for view in views], selected_index=start)
        W.jslink((slider, index), (stage, "selected_index"))
    else:  # ipywidgets 7, as in Colab: the kernel swaps the picture
        stage = W.HTML(views[start])
        slider.observe(lambda change: setattr(stage, "value", views[change["new"]]), index)
    return _laid_out(W, [W.HBox([play, slider], layout=_wrapping(W))], stage, caption)


def explorer2(
    frames: Sequence[Sequence[Any]],
    alts: Sequence[Sequence[str]],
    *,
    names: tuple[str, str],
    start: tuple[int, int] = (0, 0),
    labels: tuple[Sequence[str] | None, Sequence[str] | None] = (None, None),
    caption: str | None = None,
) -> "Widget":
    """Pictures under two sliders: `frames[i][j]` is shown at i of the first and j of the second.

    Args:
        frames: rows of equal length; each frame as in `explorer`.
        alts: for each frame, what is seen in it.
        names: of the two quantities, with their units.
        start: frame shown at rest, (i, j).
        labels: values of the two quantities.
        caption: below the picture.

    Raises:
        ValueError: as `explorer`, or if the rows differ in length.
    """
    import ipywidgets as W

    columns = len(frames[0])
    if any(len(row) != columns for row in (*frames, *alts)) or len(frames) != len(alts):
        raise ValueError(f"every row of frames and alts holds {columns} entries, like the first")
    flat = _views([f for row in frames for f in row], [alt for row in alts for alt in row])
    views = [flat[first : first + columns] for first in range(0, len(flat), columns)]
    outer, outer_index = _slider(W, names[0], labels[0], len(views), start[0])
    inner, inner_index = _slider(W, names[1], labels[1], columns, start[1])
    if hasattr(W, "Stack"):
        rows = [W.Stack([W.HTML(v) for v in row], selected_index=start[1]) for row in views]
        stage = W.Stack(rows, selected_index=start[0])
        W.jslink((outer, outer_index), (stage, "selected_index"))
        for row in rows:
            W.jslink((inner, inner_index), (row, "selected_index"))
    else:
        stage = W.HTML(views[start[0]][start[1]])

        def swap(change) -> None:
            stage.value = views[getattr(outer, outer_index)][getattr(inner, inner_index)]

        outer.observe(swap, outer_index)
        inner.observe(swap, inner_index)
    return _laid_out(W, [outer, inner], stage, caption)


def render(
    draw: Callable[[Any, Any], object],
    values: Sequence[Any],
    *,
    columns: int = 1,
    width: int = WIDTH,
    height: int = 260,
) -> list[bytes]:
    """Draw one frame for each value, all in one figure, which is much faster than one figure each.

    Args:
        draw: called as draw(axes, value) with empty axes: one, or an array where `columns` > 1.
        values: one a frame.
        columns: panels side by side.
        width: of a frame, in pixels.
        height: of a frame, in pixels.

    Returns:
        The frames as PNG.
    """
    from fourierbook.figures import plots

    figure, axes = plots.panels(1, columns, width=width / 100, height=height / 100)
    figure.set_dpi(100)
    frames = []
    for value in values:
        for panel in np.atleast_1d(axes):
            panel.clear()
        draw(axes, value)
        frames.append(png(figure))
    return frames


def png(frame: Any) -> bytes:
    """A frame as a PNG with a palette.

    Args:
        frame: a uint8 array (H, W, 3) or (H, W), a figure, or the bytes of a PNG, kept as they are.

    Raises:
        ValueError: if it is none of them.
    """
    from PIL import Image

    if isinstance(frame, bytes):
        if not frame.startswith(b"\x89PNG"):
            raise ValueError(f"bytes are those of a PNG; got {frame[:4]!r}…")
        return frame
    if hasattr(frame, "savefig"):
        buffer = io.BytesIO()
        frame.savefig(buffer, format="png", dpi=frame.dpi)
        image = Image.open(buffer).convert("RGB")
    elif getattr(frame, "dtype", None) == np.uint8 and frame.shape[2:] in ((), (3,)):
        image = Image.fromarray(frame).convert("RGB")
    else:
        got = f"{getattr(frame, 'dtype', type(frame).__name__)} {getattr(frame, 'shape', '')}"
        raise ValueError(f"a frame is a uint8 array (H, W, 3), a figure or PNG bytes; got {got}")
    buffer = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def _views(frames: Sequence[Any], alts: Sequence[str]) -> list[str]:
    """HTML of each frame, after checking their number and size."""
    if not 1 <= len(frames) <= MOST_FRAMES:
        raise ValueError(
            f"an explorer holds 1 to {MOST_FRAMES} frames; got {len(frames)}: take fewer values"
        )
    if len(alts) != len(frames) or not all(alt.strip() for alt in alts):
        raise ValueError(
            f"every frame needs an alt that says what is seen; got {len(alts)} alts for "
            f"{len(frames)} frames, {sum(not alt.strip() for alt in alts)} of them empty"
        )
    views = [_view(png(frame), alt) for frame, alt in zip(frames, alts, strict=True)]
    total = sum(len(view) for view in views)
    if total > MOST_BYTES:
        raise ValueError(
            f"an explorer takes at most {MOST_BYTES:,} bytes of its page; {len(views)} frames take "
            f"{total:,}: draw them smaller ({WIDTH} pixels wide at most) or take fewer"
        )
    return views


def _view(picture: bytes, alt: str) -> str:
    """An image element; small pictures are enlarged by a whole factor, pixel by pixel."""
    width = int.from_bytes(picture[16:20], "big")  # where a PNG's header has it
    shown = width * max(1, WIDTH // width)
    data = base64.b64encode(picture).decode()
    return (
        f'<img alt="{html.escape(alt)}" width="{shown}" src="data:image/png;base64,{data}" '
        'style="max-width: 100%; height: auto; image-rendering: pixelated">'
    )


def _slider(W, name: str, labels: Sequence[str] | None, count: int, start: int):
    """A slider and the name of its position."""
    if not 0 <= start < count:
        raise ValueError(f"start is a frame from 0 to {count - 1}; got {start}")
    look = {"description": name, "style": {"description_width": "initial"}}
    layout = W.Layout(width="min(100%, 420px)")
    if labels is None:
        return W.IntSlider(max=count - 1, value=start, layout=layout, **look), "value"
    if len(labels) != count or len(set(labels)) != count:
        raise ValueError(f"every frame has a label of its own; got {list(labels)} for {count}")
    options = [(str(label), index) for index, label in enumerate(labels)]
    return W.SelectionSlider(options=options, index=start, layout=layout, **look), "index"


def _wrapping(W):
    return W.Layout(flex_flow="row wrap", align_items="center")


def _laid_out(W, controls: list, stage, caption: str | None):
    below = [W.HTML(f"<p>{html.escape(caption)}</p>")] if caption else []
    return W.VBox([*controls, stage, *below])
