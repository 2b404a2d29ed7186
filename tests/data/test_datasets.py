import numpy as np
import pytest
import tiny
import torch

from fourierbook.data import cache, datasets, registry


@pytest.fixture
def stored(folder, register):
    """The tiny data set, on disk."""
    entry = register()
    for split, rows in tiny.COLOUR.items():
        cache.write(folder / "tiny", split, *tiny.canonical(*rows))
    return entry


def test_rows_stand_in_ascending_order_of_their_sha256():
    images, labels = tiny.GREY["train"]
    order = cache.order(images, labels)
    expected = tiny.canonical(images, labels)
    assert np.array_equal(images[order], expected[0])
    assert np.array_equal(labels[order], expected[1])


def test_the_label_breaks_ties():
    images = np.zeros((3, 2, 2), np.uint8)
    assert cache.order(images, np.array([2, 0, 1])).tolist() == [1, 2, 0]


def test_images_are_floats_in_the_unit_interval_with_channels_first(stored):
    data = datasets.load("tiny", "train")
    images, labels = tiny.canonical(*tiny.COLOUR["train"])
    assert data.images.shape == (60, 3, 16, 16)
    assert data.images.is_contiguous()
    assert data.images.dtype == torch.float32
    assert data.labels.dtype == torch.int64
    assert torch.equal(data.images[7, 2], torch.from_numpy(images[7, :, :, 2]).float() / 255)
    assert data.labels.tolist() == labels.tolist()
    assert data.classes == tiny.CLASSES
    assert data.name == "tiny"


def test_grey_images_get_one_channel(folder, register):
    register(data=tiny.GREY)
    for split, rows in tiny.GREY.items():
        cache.write(folder / "tiny", split, *tiny.canonical(*rows))
    data = datasets.load("tiny")
    assert data.images.shape == (20, 1, 9, 7)
    expected = torch.from_numpy(tiny.canonical(*tiny.GREY["test"])[0])
    assert torch.equal((data.images[:, 0] * 255).round().to(torch.uint8), expected)


@pytest.mark.parametrize("count", [1, 25, 26, 60])
def test_count_takes_the_first_rows_across_parts(count, stored):
    whole, part = datasets.load("tiny", "train"), datasets.load("tiny", "train", count=count)
    assert torch.equal(part.images, whole.images[:count])
    assert torch.equal(part.labels, whole.labels[:count])


def test_count_reads_no_part_that_it_does_not_need(stored, folder, monkeypatch):
    opened = []
    genuine = cache.opened
    monkeypatch.setattr(
        cache, "opened", lambda path, *rest: opened.append(path.name) or genuine(path, *rest)
    )
    datasets.load("tiny", "train", count=25)
    assert opened == ["train_images_1.npy", "train_labels.npy"]


def test_one_split_is_enough_to_load_it(stored, folder, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    (folder / "tiny" / "train_images_2.npy").unlink()
    assert not datasets.available("tiny")
    assert len(datasets.load("tiny", "test").images) == 20
    with pytest.raises(FileNotFoundError, match="not whole"):
        datasets.load("tiny", "train")


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def lengthened(path):
    path.write_bytes(path.read_bytes() + b"\0")


def emptied(path):
    path.write_bytes(b"")


def a_page(path):
    path.write_bytes(b"<html>404</html>" * 100)


def of_another_type(path):
    np.save(path, np.load(path).astype(np.int16))


def of_another_shape(path):
    np.save(path, np.load(path)[:-1])


@pytest.mark.parametrize(
    "harm", [cut, lengthened, emptied, a_page, of_another_type, of_another_shape]
)
@pytest.mark.parametrize("name", ["test_images_1.npy", "test_labels.npy"])
def test_a_damaged_file_is_named_and_never_used(harm, name, stored, folder):
    harm(folder / "tiny" / name)
    with pytest.raises(
        ValueError, match=rf"{name} is damaged.*fourierbook data fetch tiny"
    ) as raised:
        datasets.load("tiny", count=3)
    assert str(folder) in str(raised.value)
    assert len(datasets.load("tiny", "train").images) == 60  # the other split is whole
    assert any(name in problem for problem in cache.problems(folder / "tiny", stored))


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_a_changed_image_is_found_when_it_is_loaded_because_it_stands_in_the_wrong_place(
    stored, folder
):
    images = folder / "tiny" / "train_images_1.npy"
    size, found = 16 * 16 * 3, {}
    start = images.stat().st_size - 25 * size
    for row in range(25):
        place = start + row * size + 31 * row
        flip(images, place)
        try:
            datasets.load("tiny", "train", count=24)
        except ValueError as problem:
            found[row] = str(problem)
        flip(images, place)
    assert all("train_images_1.npy is damaged, so it is not used: an image" in said
               and "fourierbook data fetch tiny" in said for said in found.values())  # fmt: skip
    # Of 60 random places each is the right one once in 60 times.
    assert len(found) >= 23
    assert {0, 23} < found.keys()


def test_a_changed_image_is_found_across_the_parts(stored, folder):
    flip(folder / "tiny" / "train_images_2.npy", 200)  # the first image of the second part
    datasets.load("tiny", "train", count=25)
    with pytest.raises(ValueError, match=r"train_images_2\.npy is damaged.*an image in it has"):
        datasets.load("tiny", "train", count=26)


def test_a_changed_label_is_found_when_it_is_loaded(stored, folder):
    for place in (-1, -30, -60):
        flip(folder / "tiny" / "train_labels.npy", place)
        with pytest.raises(ValueError, match=r"train_labels\.npy is damaged.*a label in it has"):
            datasets.load("tiny", "train", count=2)
        flip(folder / "tiny" / "train_labels.npy", place)
    datasets.load("tiny", "train")


@pytest.mark.parametrize("kind", ["images_2", "labels"])
def test_one_wrong_bit_is_found_by_reading_every_byte(kind, stored, folder):
    assert cache.problems(folder / "tiny", stored) == []
    flip(folder / "tiny" / f"train_{kind}.npy", -1)
    (problem,) = cache.problems(folder / "tiny", stored)
    assert "on record" in problem
    assert kind.split("_")[0] in problem


def test_rows_in_another_order_are_found(stored, folder):
    images, labels = tiny.canonical(*tiny.COLOUR["test"])
    cache.write(folder / "tiny", "test", images[::-1], labels[::-1])
    assert len(cache.problems(folder / "tiny", stored)) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cifar",), "the data sets are digits, photographs, .*imagenet-sample; got 'cifar'"),
        (("digits", "valid"), "the split of digits is one of train, test; got 'valid'"),
        (("photographs", "train"), "the split of photographs is one of test; got 'train'"),
    ],
)
def test_unknown_names_and_splits_are_refused_with_those_that_are(arguments, words):
    with pytest.raises(ValueError, match=words):
        datasets.load(*arguments)


@pytest.mark.parametrize("name", ["tiny", "digits"])
@pytest.mark.parametrize("count", [0, -1, 501, True])
def test_a_count_that_is_not_there_is_refused(name, count, stored):
    size = len(datasets.load(name).images)
    with pytest.raises(
        ValueError, match=f"count of {name} test is 1 to {size:,} images; got {count}"
    ):
        datasets.load(name, count=count)


def test_unknown_names_are_refused_everywhere():
    for ask in (datasets.available, datasets.fingerprint, datasets.splits):
        with pytest.raises(ValueError, match="got 'cifar'"):
            ask("cifar")


def test_available_never_asks_the_network(folder, server, register):
    register(server.mirror("right"))
    assert not datasets.available("tiny")
    assert server.log == []


def test_a_fingerprint_of_public_data_needs_no_data(folder):
    names = ("cifar10", "mnist")
    assert len({datasets.fingerprint(name) for name in names}) == 2
    assert all(datasets.fingerprint(name).startswith(f"{name}-") for name in names)


def test_a_fingerprint_changes_with_the_sums(register):
    register()
    first = datasets.fingerprint("tiny")
    register(data=tiny.GREY)
    assert datasets.fingerprint("tiny") != first


def test_the_registry_is_complete():
    for entry in (*registry.DATASETS.values(), *registry.WEIGHTS.values()):
        assert entry.licence
        for mirror in entry.mirrors:
            assert mirror.url.startswith("https://")
            assert mirror.url.endswith("/")
            assert mirror.source
            for file in mirror.files:
                assert file.size > 0
                assert file.hash.split(":")[0] in ("sha256", "md5")


def test_data_sets_do_not_depend_on_one_host():
    for entry in registry.DATASETS.values():
        assert len({mirror.url.split("/")[2] for mirror in entry.mirrors}) >= 3
    assert "toronto" not in registry.CIFAR10.mirrors[0].url
