import gzip
import io
import os
import pickle
import tarfile
import zipfile

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
    with pytest.raises(ValueError, match="allow_pickle"):
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
    with pytest.raises(ValueError, match="cannot reshape"):
        archives.read(stored(tmp_path, "b.tar.gz", content), COLOUR)


def test_what_is_no_archive_is_a_value_error(tmp_path):
    with pytest.raises(ValueError, match=r"page.html cannot be read to its end"):
        archives.read(stored(tmp_path, "page.html", b"<html>not found</html>"), COLOUR)
    with pytest.raises(ValueError, match="not an IDX file of bytes"):
        archives.read(stored(tmp_path, "t10k-labels-idx1-ubyte.gz", gzip.compress(b"<htm>")), GREY)
