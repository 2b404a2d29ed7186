import gzip
import io
import os
import pickle
import struct
import tarfile
import zipfile
import zlib

import numpy as np
import pytest
import tiny

from fourierbook.data import archives

COLOUR, GREY = tiny.dataset(tiny.COLOUR), tiny.dataset(tiny.GREY)


def assert_same(found, rows):
    for split, (images, labels) in rows.items():
        ours, theirs = tiny.canonical(*found[split]), tiny.canonical(images, labels)
        assert np.array_equal(ours[0], theirs[0])
        assert np.array_equal(ours[1], theirs[1])
        assert ours[0].dtype == ours[1].dtype == np.uint8


def stored(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return [path]


@pytest.mark.parametrize(
    "content",
    [
        tiny.binary_archive(tiny.COLOUR),
        tiny.pickle_archive(tiny.COLOUR),
        tiny.png_archive(tiny.COLOUR),
        *(
            tiny.pickle_archive(
                tiny.COLOUR, lambda i, n, protocol=protocol: tiny.python_3_pickle(i, n, protocol)
            )
            for protocol in (2, 3, 4, 5)
        ),
    ],
    ids=["binary", "python 2", "png", "protocol 2", "protocol 3", "protocol 4", "protocol 5"],
)
def test_every_format_of_colour_images_holds_the_same_rows(content, tmp_path):
    assert_same(archives.read(stored(tmp_path, "a.tar.gz", content), COLOUR), tiny.COLOUR)


def test_the_pickle_that_python_2_wrote_is_a_real_one():
    images, labels = tiny.COLOUR["test"]
    fields = pickle.loads(tiny.python_2_pickle(images, labels), encoding="bytes")
    assert fields[b"labels"] == labels.tolist()
    assert np.array_equal(fields[b"data"], tiny.channels_first(images))


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["packed", "unpacked"])
def test_idx_files_hold_the_same_rows(pack, tmp_path):
    for name, content in tiny.idx_files(tiny.GREY, pack).items():
        (tmp_path / name.removesuffix("" if pack is gzip.compress else ".gz")).write_bytes(content)
    assert_same(archives.read([tmp_path], GREY), tiny.GREY)
    assert_same(archives.read(sorted(tmp_path.iterdir()), GREY), tiny.GREY)


def test_numpy_files_hold_the_same_rows(tmp_path):
    paths = stored(tmp_path, "tiny.npz", tiny.npz_file(tiny.GREY))
    assert_same(archives.read(paths, GREY), tiny.GREY)


def test_grey_png_files_hold_the_same_rows(tmp_path):
    content = tiny.png_archive(tiny.GREY, ("training", "testing"))
    assert_same(archives.read(stored(tmp_path, "tiny.tgz", content), GREY), tiny.GREY)


def test_what_tools_put_beside_png_files_does_not_count(tmp_path):
    with tarfile.open(fileobj=io.BytesIO(tiny.png_archive(tiny.COLOUR))) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    train = tmp_path / "unpacked" / "tiny" / "train"
    name = next(folder.name for folder in train.iterdir())
    for stray in (f"{name}/._0.png", ".ipynb_checkpoints/0.png", f"{name}/@eaDir/a/train/b/0.png"):
        (train / stray).parent.mkdir(parents=True, exist_ok=True)
        (train / stray).write_bytes(b"a tool's")
    expected = archives.read(stored(tmp_path, "a.tgz", tiny.png_archive(tiny.COLOUR)), COLOUR)
    found = archives.read([tmp_path / "unpacked"], COLOUR)
    assert {split: len(labels) for split, (_, labels) in found.items()} == {
        split: len(labels) for split, (_, labels) in expected.items()
    }


def test_a_folder_and_a_zip_of_the_files_do_as_well(tmp_path):
    with tarfile.open(fileobj=io.BytesIO(tiny.binary_archive(tiny.COLOUR))) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    assert_same(archives.read([tmp_path / "unpacked"], COLOUR), tiny.COLOUR)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in (tmp_path / "unpacked").rglob("*.bin"):
            archive.writestr(file.name, file.read_bytes())
    assert_same(archives.read([tmp_path / "a.zip"], COLOUR), tiny.COLOUR)


class Bomb:
    def __reduce__(self):
        return os.system, ("touch exploded",)


def test_a_pickle_is_never_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def with_bomb(images, labels):
        content = tiny.python_3_pickle(images, labels, 2)
        return content[:-1] + b"0" + pickle.dumps(Bomb(), protocol=2)[2:]

    pickle.loads(with_bomb(*tiny.COLOUR["test"]))
    assert (tmp_path / "exploded").exists()  # the bomb is real
    (tmp_path / "exploded").unlink()
    content = tiny.pickle_archive(tiny.COLOUR, with_bomb)
    assert_same(archives.read(stored(tmp_path, "a.tar.gz", content), COLOUR), tiny.COLOUR)
    assert not (tmp_path / "exploded").exists()


def test_a_numpy_file_of_objects_is_refused(tmp_path):
    buffer = io.BytesIO()
    np.savez(buffer, x_train=np.array([Bomb()], dtype=object))
    with pytest.raises(
        ValueError, match=r"tiny\.npz .*x_train\.npy does not hold what its name says$"
    ):
        archives.read(stored(tmp_path, "tiny.npz", buffer.getvalue()), GREY)


@pytest.mark.parametrize("keep", [0.3, 0.95])
def test_a_truncated_archive_is_a_value_error(keep, tmp_path):
    paths = stored(tmp_path, "a.tar.gz", tiny.ARCHIVE[: int(keep * len(tiny.ARCHIVE))])
    with pytest.raises(ValueError, match=r"a.tar.gz"):
        archives.read(paths, COLOUR)


def test_an_archive_without_the_images_says_what_it_holds(tmp_path):
    paths = stored(tmp_path, "a.tar.gz", tiny.packed({"readme.txt": b"nothing"}))
    with pytest.raises(
        ValueError, match=r"60 train images .* a.tar.gz holds 0 images and 0 labels"
    ):
        archives.read(paths, COLOUR)
    missing = {name: pair for name, pair in tiny.COLOUR.items() if name == "train"}
    content = tiny.packed({"data_batch_1.bin": tiny.python_2_pickle(*missing["train"])})
    with pytest.raises(
        ValueError, match=r"b\.tar\.gz .*data_batch_1\.bin does not hold what its name says"
    ):
        archives.read(stored(tmp_path, "b.tar.gz", content), COLOUR)


def test_what_is_no_archive_is_a_value_error(tmp_path):
    with pytest.raises(ValueError, match=r"page.html cannot be read to its end"):
        archives.read(stored(tmp_path, "page.html", b"<html>not found</html>"), COLOUR)
    with pytest.raises(ValueError, match="does not hold what its name says"):
        archives.read(stored(tmp_path, "t10k-labels-idx1-ubyte.gz", gzip.compress(b"<htm>")), GREY)


def tar(members):
    """A .tar.gz of headers with their contents."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for member, content in members:
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue())


def header(name, size=0, **fields):
    member = tarfile.TarInfo(name)
    member.size = size
    for field, value in fields.items():
        setattr(member, field, value)
    return member


def zipped(files, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def png(size):
    """A picture of zeros; a large one says that it is so large, and holds nothing."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("L", (7, 9)).save(buffer, format="PNG")
    content = buffer.getvalue()
    said = b"IHDR" + struct.pack(">II", *size) + content[24:29]
    return content[:12] + said + struct.pack(">I", zlib.crc32(said)) + content[33:]


def announced(size):
    """A tar file whose first header promises words on the next member, and holds a few of them."""
    return tarfile.TarInfo.tobuf(header("x", size, type=tarfile.XHDTYPE)) + bytes(1024)


LARGE = 100_000  # more than the tiny data set's archive can rightly hold
HOSTILE = {
    "no members.tar.gz": tar([]),
    "empty.tar.gz": b"",
    "a large file.tar.gz": tar([(header("readme.txt", LARGE), bytes(LARGE))]),
    "a large member.tar.gz": tar([(header("test_batch", LARGE), bytes(LARGE))]),
    "many empty members.tar.gz": tar([(header(f"{i}"), b"") for i in range(100)]),
    "long words.tar": announced(2**32),
    "a large member.zip": zipped({"test_batch": bytes(LARGE)}),
    "a bomb in gzip.zip": zipped({"t10k-images-idx3-ubyte.gz": gzip.compress(bytes(LARGE))}),
    "a large picture.zip": zipped({"train/cat/0.png": png((500, 500))}),
    "a picture of another size.zip": zipped({"train/cat/0.png": png((8, 9))}),
    "a bomb of a picture.zip": zipped({"train/cat/0.png": png((20_000, 20_000))}),
    "no class.zip": zipped({"train/unicorn/0.png": png((7, 9))}),
    "no picture.zip": zipped({"train/cat/0.png": b"GIF89a"}),
    "no array.npz": zipped({"x_train.npy": b"words"}),
    "archive as array.npz": zipped({"x_train.npy": tiny.npz_file(tiny.GREY)}),
    "words.npz": zipped({"x_train.npy": npy(np.array(["waves"]))}),
    "one number.npz": zipped({"y_train.npy": npy(np.array(3))}),
    "another shape.npz": zipped({"x_train.npy": npy(np.zeros((60, 5, 5), np.uint8))}),
    "too large to be true.npz": zipped(
        {
            "x_train.npy": npy(np.zeros(1, np.uint8)).replace(
                b"(1,), }  ", b"(9" + b"9" * 12 + b",),}"
            )
        }
    ),
    "cut.tar.xz": b"\xfd7zXZ\x00\x00",
    "odd rows.zip": zipped({"test_batch.bin": bytes(65)}),
    "odd idx.zip": zipped({"t10k-labels-idx1-ubyte": b"\0\0\x08\x01\0\0\0\x09\0"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_of_what_anybody_could_have_made_one_line_names_the_file(name, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "SLACK", 10_000)
    with pytest.raises(ValueError, match=r"^[^\n]*$") as caught:
        archives.read(stored(tmp_path, name, HOSTILE[name]), GREY)
    message = str(caught.value)
    assert name in message
    assert "pickle" not in message
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "name", [name for name in HOSTILE if name.startswith(("a large", "many", "long", "a bomb in"))]
)
def test_what_is_too_large_is_refused_before_it_is_read(name, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "SLACK", 10_000)
    with pytest.raises(ValueError, match=r"bytes that its images can take|does not hold"):
        archives.read(stored(tmp_path, name, HOSTILE[name]), GREY)


def test_links_in_an_archive_lead_nowhere(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    links = [
        (header("test_batch.bin", type=kind, linkname=str(tmp_path / "secret")), b"")
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE)
    ]
    with pytest.raises(ValueError, match="holds 0 images and 0 labels"):
        archives.read(stored(tmp_path, "a.tar.gz", tar(links)), COLOUR)


def test_a_folder_of_large_files_is_refused_before_they_are_read(tmp_path):
    with (tmp_path / "test_batch").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(ValueError, match=r"test_batch.* it holds more than the .* bytes"):
        archives.read([tmp_path], GREY)


def test_no_pixel_is_read_of_a_picture_of_another_size(tmp_path, monkeypatch):
    from PIL import Image

    monkeypatch.setattr(Image.Image, "convert", lambda *words: pytest.fail("it is read"))
    path = stored(tmp_path, "a.zip", zipped({"train/cat/0.png": png((500, 500))}))
    with pytest.raises(ValueError, match=r"0\.png does not hold what its name says"):
        archives.read(path, GREY)
