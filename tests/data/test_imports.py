import csv
import hashlib

import numpy as np
import pytest
import tiny
import torch
from PIL import Image
from typer.testing import CliRunner

from fourierbook.cli.data import data_app
from fourierbook.data import cache, datasets, imagenet, imports, registry


def run(*arguments):
    return CliRunner().invoke(data_app, [str(argument) for argument in arguments])


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "tiny.tar.gz"
    path.write_bytes(tiny.ARCHIVE)
    return path


@pytest.fixture
def command(monkeypatch):
    """Let the commands take the tiny data set's name."""
    monkeypatch.setattr("fourierbook.cli.data.FETCHED", ("tiny", "net"))
    monkeypatch.setattr("fourierbook.cli.data.VERIFIED", ("tiny", "net", "imagenet-sample"))


@pytest.fixture
def photographs(tmp_path, monkeypatch):
    """A folder laid out as ImageNet, of three classes with three pictures each."""
    monkeypatch.setattr(imagenet, "CLASSES", 3)
    random = np.random.default_rng(0)
    source = tmp_path / "imagenet"
    for wordnet_id, size in (
        ("n03000000", (500, 300)),
        ("n01000000", (260, 400)),
        ("n02000000", (100, 90)),
    ):
        (source / wordnet_id).mkdir(parents=True)
        for number in range(3):
            pixels = random.integers(0, 256, (size[1] // 10, size[0] // 10, 3), dtype=np.uint8)
            image = Image.fromarray(pixels).resize(size)
            image.save(source / wordnet_id / f"{wordnet_id}_{number}.JPEG")
    (source / "notes").mkdir()
    return source


def test_an_archive_from_this_machine_needs_no_network(folder, register, archive, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    entry = register()
    imports.import_dataset("tiny", archive)
    assert cache.problems(folder / "tiny", entry) == []


def test_an_archive_of_other_rows_is_refused_and_changes_nothing(
    folder, register, archive, tmp_path
):
    entry = register()
    imports.import_dataset("tiny", str(archive))
    other = tmp_path / "other.tar.gz"
    other.write_bytes(tiny.binary_archive(tiny.rows((16, 16, 3), seed=9)))
    with pytest.raises(ValueError, match=r"other.tar.gz is not tiny"):
        imports.import_dataset("tiny", other)
    assert cache.problems(folder / "tiny", entry) == []


def test_weights_from_this_machine_are_checked(folder, tmp_path, monkeypatch):
    file = registry.File("net.pth", 3, "sha256:" + hashlib.sha256(b"net").hexdigest()[:8])
    mirror = registry.Mirror("https://localhost/", (file,), "this test")
    entry = registry.Weights("net", (mirror,), "none", "none")
    monkeypatch.setitem(registry.WEIGHTS, "net", entry)
    (tmp_path / "mine").write_bytes(b"not")
    with pytest.raises(ValueError, match=r"mine is not net.pth"):
        imports.import_weights("net", tmp_path / "mine")
    (tmp_path / "mine").write_bytes(b"net")
    imports.import_weights("net", str(tmp_path / "mine"))
    monkeypatch.setenv("FOURIERBOOK_OFFLINE", "1")
    assert datasets.weights_file("net").read_bytes() == b"net"


def test_the_sample_takes_of_each_class_the_first_file_by_sha256(folder, photographs):
    imports.import_imagenet(photographs)
    for index, wordnet_id in enumerate(("n01000000", "n02000000", "n03000000")):
        first = min(
            (photographs / wordnet_id).iterdir(),
            key=lambda path: hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        with Image.open(folder / "imagenet-sample" / "images" / f"{index:04d}.jpg") as image:
            made = np.array(image, dtype=float)
            assert image.layer[0][1:3] == image.layer[1][1:3] == (1, 1)  # 4:4:4
        assert made.shape == (224, 224, 3)
        assert np.abs(made - expected_crop(first)).mean() < 3  # the loss of JPEG at quality 95


def test_hidden_files_in_an_imagenet_folder_are_not_in_the_sample(folder, photographs):
    for wordnet_id in ("n01000000", "n02000000", "n03000000"):
        for number in range(20):  # one of them would come first
            (photographs / wordnet_id / f"._{number}.JPEG").write_bytes(b"a tool's %d" % number)
    imports.import_imagenet(photographs)
    assert len(datasets.load("imagenet-sample").images) == 3


def expected_crop(path):
    """The same by torchvision."""
    from torchvision.transforms.v2 import functional

    with Image.open(path) as image:
        pixels = functional.resize(image.convert("RGB"), [256])
        return np.array(functional.center_crop(pixels, [224, 224]), dtype=float)


def test_the_sample_is_loaded_in_ascending_order_of_its_files_sha256(folder, photographs):
    assert not datasets.available("imagenet-sample")
    imports.import_imagenet(str(photographs))
    assert datasets.available("imagenet-sample")
    data = datasets.load("imagenet-sample")
    sums = [
        hashlib.sha256((folder / f"imagenet-sample/images/{label:04d}.jpg").read_bytes()).digest()
        for label in data.labels.tolist()
    ]
    assert sums == sorted(sums)
    assert data.images.shape == (3, 3, 224, 224)
    assert 0 <= data.images.min() < data.images.max() <= 1
    assert data.classes == ("tench", "goldfish", "great white shark")
    assert torch.equal(datasets.load("imagenet-sample", count=2).images, data.images[:2])


def test_the_class_list_names_each_folder(folder, photographs):
    imports.import_imagenet(photographs)
    with (folder / "imagenet-sample" / "classes.csv").open() as file:
        table = list(csv.reader(file))
    assert table[:2] == [["index", "wordnet_id", "name"], ["0", "n01000000", "tench"]]


def test_a_new_sample_replaces_the_old_and_leaves_other_files_alone(folder, photographs):
    imports.import_imagenet(photographs)
    (folder / "imagenet-sample" / "weights.safetensors").write_bytes(b"mine")
    first = datasets.fingerprint("imagenet-sample")
    files = [path.read_bytes() for path in (folder / "imagenet-sample" / "images").iterdir()]
    whole = b"".join(sorted(files, key=lambda content: hashlib.sha256(content).digest()))
    assert first == f"imagenet-sample-{hashlib.sha256(whole).hexdigest()[:16]}"
    for picture in (photographs / "n02000000").iterdir():
        Image.open(picture).rotate(180).save(picture)
    imports.import_imagenet(photographs)
    assert datasets.fingerprint("imagenet-sample") != first
    assert (folder / "imagenet-sample" / "weights.safetensors").read_bytes() == b"mine"


def test_a_sample_that_is_not_there_says_how_to_make_it(folder):
    for ask in (datasets.load, datasets.fingerprint):
        with pytest.raises(FileNotFoundError, match="fourierbook data import imagenet FOLDER"):
            ask("imagenet-sample")


def test_a_folder_of_another_layout_is_refused(folder, photographs):
    with pytest.raises(ValueError, match=r"holds 3 folders, one a class.*holds 0 such folders"):
        imports.import_imagenet(photographs / "n01000000")
    for picture in (photographs / "n01000000").iterdir():
        picture.unlink()
    with pytest.raises(ValueError, match="n01000000 holds no image"):
        imports.import_imagenet(photographs)
    assert not datasets.available("imagenet-sample")


def test_a_damaged_picture_is_named_and_not_used(folder, photographs):
    imports.import_imagenet(photographs)
    path = folder / "imagenet-sample" / "images" / "0001.jpg"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ValueError, match=r"0001.jpg is damaged"):
        datasets.load("imagenet-sample")
    path.unlink()
    (problem,) = imagenet.problems(path.parent.parent)
    assert "holds 2 images, not one for each of the 3 classes" in problem


@pytest.mark.parametrize("name", ["list", "fetch", "verify", "import"])
def test_help_shows_an_example(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"Example: fourierbook data {name}" in result.output


def test_list_shows_licence_and_mirrors(folder):
    result = run("list")
    assert result.exit_code == 0
    for words in (
        "cifar10: missing",
        "digits: there",
        "CC BY-SA 3.0",
        "zenodo.org",
        "pytorch.org/models/ (103 MB",
    ):
        assert words in result.output


def test_fetch_leaves_what_is_whole_and_replaces_what_is_damaged(folder, server, register, command):
    register(server.mirror("right"))
    assert run("fetch", "tiny").exit_code == 0
    assert run("fetch", "tiny").exit_code == 0
    assert server.log == ["right"]
    path = folder / "tiny" / "test_labels.npy"
    path.write_bytes(path.read_bytes()[:-1])
    assert run("verify", "tiny").exit_code == 1
    assert run("fetch", "tiny").exit_code == 0
    assert run("verify", "tiny").exit_code == 0
    assert server.log == ["right", "right"]


def test_verify_names_what_is_wrong(folder, server, register, command):
    register(server.mirror("right"))
    run("fetch", "tiny")
    path = folder / "tiny" / "train_images_3.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    result = run("verify")
    assert result.exit_code == 1
    assert "tiny/train_images_*.npy: not the images on record" in result.output
    assert "imagenet-sample: not there" in result.output


def test_verify_of_what_is_not_there_fails_when_it_was_asked_for(folder, register, command):
    register()
    assert run("verify").exit_code == 0
    assert run("verify", "tiny").exit_code == 1
    assert run("verify", "imagenet-sample").exit_code == 1


def test_an_error_is_a_message_not_a_traceback(folder, server, register, command):
    register(server.mirror("absent"))
    result = run("fetch", "tiny")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "answers HTTP 404" in result.output
    assert "the name is one of tiny, net; got 'tyni'" in run("fetch", "tyni").output


def test_import_takes_an_archive_or_an_imagenet_folder(
    folder, register, command, archive, photographs
):
    register()
    assert run("import", "tiny", archive).exit_code == 0
    assert run("import", "imagenet", photographs).exit_code == 0
    result = run("verify", "tiny", "imagenet-sample")
    assert result.exit_code == 0
    assert "tiny: whole\nimagenet-sample: whole" in result.output


def test_a_copy_that_a_synced_folder_made_is_no_image_of_the_sample(folder, photographs):
    imports.import_imagenet(photographs)
    images = folder / "imagenet-sample" / "images"
    for name in ("0001 (1).jpg", "1.jpg", "00001.jpg"):
        (images / name).write_bytes((images / "0001.jpg").read_bytes())
    assert len(datasets.load("imagenet-sample").images) == 3
    assert imagenet.problems(images.parent) == []


@pytest.mark.parametrize("content", [b"index\n0\n", b"\xff\xfe", b'name\n"' + b"x" * 200_000])
def test_a_damaged_list_of_classes_is_named(content, folder, photographs):
    imports.import_imagenet(photographs)
    (folder / "imagenet-sample" / "classes.csv").write_bytes(content)
    with pytest.raises(ValueError, match=r"classes\.csv is damaged"):
        datasets.load("imagenet-sample")
    (problem,) = imagenet.problems(folder / "imagenet-sample")
    assert "classes.csv is damaged" in problem


def test_pictures_that_are_bombs_or_none_are_named(folder, photographs):
    bomb = Image.new("1", (30_000, 20_000))
    target = photographs / "n01000000" / "n01000000_0.png"
    for path in target.parent.iterdir():
        path.unlink()
    bomb.save(target)
    with pytest.raises(ValueError, match=r"n01000000_0\.png is no image that can be read"):
        imports.import_imagenet(photographs)
    with pytest.raises(ValueError, match="is damaged"):
        imagenet.read([target])


def test_weights_that_are_a_folder_or_too_large_are_refused_unread(folder, tmp_path):
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(2**40)
    for source in (tmp_path, large):
        with pytest.raises(ValueError, match=r"is not resnet50-0676ba61\.pth, a file of at most"):
            imports.import_weights("resnet50", source)
