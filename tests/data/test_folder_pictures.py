"""Real files of every kind, made here with Pillow, and what a person sees in them."""

import numpy as np
import pytest
import torch
from PIL import Image

from fourierbook.data import pictures

RAMP = np.arange(64, dtype=np.uint16).reshape(8, 8) * 1024  # from black on, in 64 steps
COLOUR = np.zeros((6, 8, 3), np.uint8)
COLOUR[:, :4] = 255, 102, 0
COLOUR[:, 4:] = 0, 51, 204
LOSSLESS = ["png", "bmp", "tif", "tiff", "gif", "ppm", "tga", "webp", "jp2", "pcx", "ico", "dib"]


def saved(path, image, **options):
    image.save(path, **options)
    return pictures.read(path)


def shown(pixels):
    """Pixels (H, W, C) from 0 to 255 as an image."""
    return torch.from_numpy(pixels).permute(2, 0, 1).float() / 255


@pytest.mark.parametrize("ending", LOSSLESS)
def test_a_colour_picture_is_read_from_every_format(ending, tmp_path):
    options = {"webp": {"lossless": True}, "ico": {"sizes": [(8, 6)]}}.get(ending, {})
    path = tmp_path / f"a.{ending}"
    found = saved(path, Image.fromarray(COLOUR), **options)
    torch.testing.assert_close(found, shown(COLOUR))
    assert path.suffix in pictures.suffixes()


@pytest.mark.parametrize("ending", ["jpg", "jpeg"])
def test_a_lossy_one_is_read_nearly(ending, tmp_path):
    found = saved(tmp_path / f"a.{ending}", Image.fromarray(COLOUR), quality=95, subsampling=0)
    assert (found - shown(COLOUR)).abs().mean() < 0.03


@pytest.mark.parametrize("ending", ["png", "tif", "jp2", "pgm"])
def test_sixteen_bits_keep_every_grey(ending, tmp_path):
    path = tmp_path / f"ramp.{ending}"
    if ending == "pgm":
        path.write_bytes(b"P5 8 8 65535\n" + RAMP.astype(">u2").tobytes())
        found = pictures.read(path)
    else:
        found = saved(path, Image.fromarray(RAMP))
    torch.testing.assert_close(found, torch.from_numpy(RAMP[None] / 65535).float())


def test_floating_point_numbers_stay_as_they_are_and_others_are_refused(tmp_path):
    values = (RAMP / 65535).astype(np.float32)
    found = saved(tmp_path / "a.tif", Image.fromarray(values))
    assert torch.equal(found, torch.from_numpy(values)[None])
    with pytest.raises(
        ValueError, match=r"b\.tif .*images lie in \[0, 1\]; got values from 0 to 98"
    ):
        saved(tmp_path / "b.tif", Image.fromarray(values * 100))
    with pytest.raises(ValueError, match=r"c\.tif .*32 bits, whose white is not known"):
        saved(tmp_path / "c.tif", Image.fromarray(RAMP.astype(np.int32)))


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "tif", "gif", "webp", "pgm"])
def test_grey_is_one_channel_in_every_format(ending, tmp_path):
    found = saved(tmp_path / f"a.{ending}", Image.new("L", (5, 4), 51))
    assert found.shape == (1, 4, 5)
    assert (found - 0.2).abs().max() < 0.01


def test_black_and_white_and_grey_with_transparency_are_grey(tmp_path):
    assert saved(tmp_path / "a.png", Image.new("1", (2, 2), 1)).tolist() == [[[1, 1], [1, 1]]]
    clear = saved(tmp_path / "b.png", Image.new("LA", (2, 2), (0, 0)))
    assert clear.tolist() == [[[1, 1], [1, 1]]]


def test_a_palette_is_read_as_its_colours(tmp_path):
    flat = Image.fromarray(COLOUR).quantize(4)
    torch.testing.assert_close(saved(tmp_path / "a.png", flat), shown(COLOUR))


def test_what_is_transparent_is_laid_on_white_whatever_colour_hides_there(tmp_path):
    page = np.dstack([COLOUR, np.full((6, 8), 255, np.uint8)])
    page[:, 4:, 3] = 0
    found = saved(tmp_path / "a.png", Image.fromarray(page))
    torch.testing.assert_close(found[:, :, :4], shown(COLOUR)[:, :, :4])
    assert (found[:, :, 4:] == 1).all()
    flat = Image.new("P", (2, 2), 0)
    flat.putpalette([255, 0, 0, 0, 0, 255])
    found = saved(tmp_path / "a.gif", flat, transparency=0)
    assert (found == 1).all()


@pytest.mark.parametrize("ending", ["jpg", "tif"])
def test_ink_becomes_light(ending, tmp_path):
    found = saved(tmp_path / f"a.{ending}", Image.new("CMYK", (8, 8), (255, 0, 0, 0)))
    assert (found.mean((1, 2)) - torch.tensor([0.0, 1.0, 1.0])).abs().max() < 0.02


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize(("orientation", "turns"), [(3, 2), (6, -1), (8, 1)])
def test_a_picture_is_turned_as_its_camera_noted(ending, orientation, turns, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = saved(tmp_path / f"a.{ending}", Image.fromarray(COLOUR), exif=exif)
    expected = torch.rot90(shown(COLOUR), turns, (1, 2))
    assert found.shape == expected.shape
    assert (found - expected).abs().mean() < 0.1


def test_sixteen_bits_are_turned_too(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    found = saved(tmp_path / "a.png", Image.fromarray(RAMP), exif=exif)
    torch.testing.assert_close(found[0], torch.from_numpy(np.rot90(RAMP, -1) / 65535).float())


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_broken_file_is_named(content, tmp_path):
    (tmp_path / "broken.png").write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.png is no image that can be read"):
        pictures.read(tmp_path / "broken.png")


def test_a_file_that_ends_early_or_unpacks_without_end_is_named(tmp_path, monkeypatch):
    Image.fromarray(COLOUR).save(tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    (tmp_path / "half.png").write_bytes(content[: len(content) // 2])
    with pytest.raises(ValueError, match=r"half\.png is no image that can be read"):
        pictures.read(tmp_path / "half.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(ValueError, match=r"a\.png is no image that can be read.*bomb"):
        pictures.read(tmp_path / "a.png")
