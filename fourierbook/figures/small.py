"""Small files of pictures: a palette where it does no harm, WebP for photographs."""

import io

COLOURS = 128  # of a palette, where a picture has more than a palette holds
EXACT = 64 * 64  # pixels; smaller pictures keep every colour


def png(image, *, colours: int = COLOURS) -> bytes:
    """PNG of an image: a palette where it has few colours or many pixels.

    Args:
        image: of Pillow, in mode RGB.
        colours: of the palette where the image has more than 256.

    >>> from PIL import Image
    >>> png(Image.new("RGB", (2, 2)))[1:4]
    b'PNG'
    """
    from PIL import Image

    few = image.getcolors(256)
    if few or image.width * image.height > EXACT:
        image = image.quantize(len(few) if few else colours, dither=Image.Dither.NONE)
    stored = io.BytesIO()
    image.save(stored, format="png", optimize=True)
    return stored.getvalue()


def photograph(pixels, *, width: int, quality: int = 85) -> bytes:
    """WebP of a photograph, enlarged smoothly: a tenth of the bytes that a PNG takes.

    Args:
        pixels: uint8, (H, W, 3).
        width: of the picture, in pixels.
        quality: of the compression, up to 100.

    >>> import numpy as np
    >>> photograph(np.zeros((2, 4, 3), np.uint8), width=8)[8:12]
    b'WEBP'
    """
    from PIL import Image

    image = Image.fromarray(pixels)
    height = round(width * image.height / image.width)
    stored = io.BytesIO()
    image.resize((width, height), Image.Resampling.BICUBIC).save(
        stored, format="webp", quality=quality
    )
    return stored.getvalue()


def drawn(figure, width: int):
    """The pixels of a figure, drawn `width` pixels wide, as an image of Pillow."""
    from PIL import Image

    before = figure.dpi
    figure.set_dpi(width / figure.get_size_inches()[0])
    pixels, extent = io.BytesIO(), tuple(int(side) for side in figure.bbox.size)
    figure.savefig(pixels, format="rgba", dpi=figure.dpi)
    figure.set_dpi(before)
    return Image.frombuffer("RGBA", extent, pixels.getvalue()).convert("RGB")
