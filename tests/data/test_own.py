import numpy as np
import pytest
import torch
from PIL import Image

from fourierbook.data import own

TOOLS = ".ipynb_checkpoints .git .thumbnails __MACOSX @eaDir #recycle $RECYCLE.BIN".split()
HIDDEN = "._0.png .DS_Store Thumbs.db desktop.ini".split()


def picture(path, value, size=(4, 3)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (value, 0, 255)).save(path)


@pytest.fixture
def pets(tmp_path):
    """Three cats and a dog, 3 pixels high and 4 wide."""
    for number in range(3):
        picture(tmp_path / "pets" / "cat" / f"{number}.png", number)
    picture(tmp_path / "pets" / "dog" / "a.JPG", 100)
    (tmp_path / "pets" / "readme.txt").write_text("pets")
    return tmp_path / "pets"


def test_a_folder_of_classes_is_read_in_turn(pets):
    data = own.load(pets)
    assert data.images.shape == (4, 3, 3, 4)
    assert data.labels.tolist() == [0, 1, 0, 0]
    assert data.classes == ("cat", "dog")
    assert (data.images[2, 0] * 255).round().unique().tolist() == [1]
    assert (data.images[:, 2] > 0.95).all()
    assert own.load(pets, count=2).labels.tolist() == [0, 1]
    assert len(own.load(pets, count=9).images) == 4


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
def test_an_archive_is_read_in_either_layout_and_type(last, kind, tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 3, 6, 7)).astype(np.uint8)
    stored = pixels if kind is np.uint8 else (pixels / 255).astype(kind)
    path = tmp_path / "mine.npz"
    np.savez(path, images=stored.transpose(0, 2, 3, 1) if last else stored, labels=np.arange(5))
    data = own.load(path, count=4)
    torch.testing.assert_close(data.images, torch.from_numpy(pixels[:4]).float() / 255)
    assert data.labels.tolist() == [0, 1, 2, 3]
    assert len(data.classes) == 5


def archive(path, **changed):
    images, labels = np.zeros((2, 3, 4, 4), np.float32), np.zeros(2, int)
    np.savez(path, **({"images": images, "labels": labels} | changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"images": np.zeros((2, 3, 4), np.float32)}, r"with 1 or 3 channels.*\(2, 3, 4\)"),
        ({"images": np.zeros((2, 5, 4, 4), np.float32)}, "with 1 or 3 channels"),
        ({"images": np.zeros((2, 3, 4, 4), np.int64)}, "uint8 or floating-point.*int64"),
        ({"images": np.zeros((0, 3, 4, 4)), "labels": np.zeros(0, int)}, "one at least"),
        ({"labels": np.zeros(3, int)}, "one for each of 2 images"),
        ({"labels": np.zeros(2)}, "labels are whole numbers.*float64"),
        ({"labels": np.array([0, -1])}, "whole numbers from 0 on"),
        ({"images": np.full((2, 3, 4, 4), 2.0)}, r"images lie in \[0, 1\]; got values from 2"),
        ({"images": np.full((2, 3, 4, 4), np.nan)}, r"images lie in \[0, 1\]; got values from nan"),
    ],
)
def test_an_archive_with_something_else_is_refused(changed, said, tmp_path):
    archive(tmp_path / "mine.npz", **changed)
    with pytest.raises(ValueError, match=said):
        own.load(tmp_path / "mine.npz")


def test_an_archive_with_a_changed_byte_is_refused(tmp_path):
    path = tmp_path / "mine.npz"
    archive(path)
    content = bytearray(path.read_bytes())
    content[250] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"mine\.npz holds arrays images and labels"):
        own.load(path)


def test_what_is_neither_folder_nor_archive_is_refused(tmp_path, pets):
    with pytest.raises(ValueError, match=r"no such folder or file as .*nowhere"):
        own.load(tmp_path / "nowhere")
    (tmp_path / "mine.npz").write_bytes(b"no archive")
    with pytest.raises(ValueError, match=r"mine\.npz holds arrays images and labels"):
        own.load(tmp_path / "mine.npz")
    np.savez(tmp_path / "other.npz", pictures=np.zeros(3))
    with pytest.raises(ValueError, match=r"other\.npz holds arrays images and labels"):
        own.load(tmp_path / "other.npz")
    with pytest.raises(
        ValueError, match="one folder of images for each class; got no folder, and 3"
    ):
        own.load(pets / "cat")
    with pytest.raises(ValueError, match="count of images is at least 1; got 0"):
        own.load(pets, count=0)


def test_pictures_of_two_sizes_and_damaged_ones_are_refused(pets):
    picture(pets / "dog" / "b.png", 5, size=(9, 9))
    with pytest.raises(
        ValueError, match=r"of one size.*got 4 × 3 \(4 of them\), 9 × 9 \(1 of them\)"
    ):
        own.load(pets)
    (pets / "dog" / "b.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"b\.png is no image that can be read"):
        own.load(pets)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("full", [False, True])
def test_the_folder_of_a_tool_is_no_class(tool, full, pets, recwarn):
    before = own.load(pets)
    (pets / tool).mkdir()
    (pets / "cat" / tool).mkdir()
    if full:
        picture(pets / tool / "0.png", 7)
        picture(pets / "cat" / tool / "0.png", 7)
    after = own.load(pets)
    assert after.classes == ("cat", "dog")
    assert after.labels.tolist() == before.labels.tolist()
    assert torch.equal(after.images, before.images)
    assert len(recwarn) == 0, "a person does not see it"


def test_hidden_files_are_no_pictures(pets, recwarn):
    for name in HIDDEN:
        (pets / "cat" / name).write_bytes(b"a tool's")
        (pets / name).write_bytes(b"a tool's")
    assert own.load(pets).labels.tolist() == [0, 1, 0, 0]
    assert len(recwarn) == 0


def test_what_is_left_out_is_counted_and_named(pets):
    (pets / "dog" / "notes.txt").write_text("a dog")
    (pets / "dog" / "b.heic").write_bytes(b"a dog")
    (pets / "cat" / "more").mkdir()
    picture(pets / "lost.png", 3)
    said = r"4 left out of .*pets .*: cat/more, dog/b.heic, dog/notes\.txt, lost\.png$"
    with pytest.warns(UserWarning, match=said):
        data = own.load(pets)
    assert data.labels.tolist() == [0, 1, 0, 0]
    for number in range(20):
        (pets / "cat" / f"{number}.txt").write_text("a cat")
    with pytest.warns(UserWarning, match=r"24 left out .*cat/12\.txt, 19 more$"):
        own.load(pets)


def test_a_class_without_a_picture_is_refused_by_name(pets):
    (pets / "cow").mkdir()
    with pytest.raises(ValueError, match=r"each folder in .*pets is a class.*got cow with nothing"):
        own.load(pets)
    (pets / "cow" / "a.heic").write_bytes(b"a cow")
    with pytest.raises(ValueError, match=r"Pillow reads; got cow with a\.heic"):
        own.load(pets)
    with pytest.raises(
        ValueError, match=r"got pets with cat, cow, dog, readme\.txt.*name it instead"
    ):
        own.load(pets.parent)


def test_grey_pictures_have_one_channel_unless_one_has_colours(tmp_path):
    for name in ("0", "1"):
        (tmp_path / name).mkdir()
        Image.new("L", (5, 4), 51).save(tmp_path / name / "a.png")
    assert own.load(tmp_path).images.shape == (2, 1, 4, 5)
    Image.new("RGB", (5, 4), (255, 0, 51)).save(tmp_path / "1" / "b.png")
    images = own.load(tmp_path).images
    assert images.shape == (3, 3, 4, 5)
    torch.testing.assert_close(images[:2], torch.full((2, 3, 4, 5), 0.2))


def test_a_path_may_be_a_string_and_a_count_any_whole_number(pets, monkeypatch):
    monkeypatch.chdir(pets)
    for path in (f"{pets}/", "."):
        assert own.load(path).name == "pets"
    assert len(own.load("../pets", count=2).images) == 2
    for count in (True, 1.5):
        with pytest.raises(Exception, match="count"):
            own.load(pets, count=count)
    np.savez(pets / "mine.NPZ", images=np.zeros((2, 3, 4, 4)), labels=np.zeros(2, int))
    (pets / "mine.NPZ.npz").rename(pets / "mine.NPZ")
    assert len(own.load("mine.NPZ").images) == 2


@pytest.mark.parametrize("kind", [">f4", ">f8", "<f2", "g"])
def test_an_archive_of_any_floating_point_numbers_holds_the_same_images(kind, tmp_path):
    images, labels = np.linspace(0, 1, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8), np.array([0, 1], ">i8")
    np.savez(tmp_path / "mine.npz", images=images.astype(kind), labels=labels)
    found = own.load(tmp_path / "mine.npz")
    np.testing.assert_allclose(found.images.numpy(), images, atol=1e-3)
    assert found.labels.tolist() == [0, 1]


def test_a_file_that_is_there_is_not_said_to_be_missing(tmp_path):
    np.save(tmp_path / "mine.npy", np.zeros(3))
    with pytest.raises(ValueError, match=r"an \.npz file; .*mine\.npy is none"):
        own.load(tmp_path / "mine.npy")
    with pytest.raises(ValueError, match=r"no such folder or file as ~nobody-of-that-name/x"):
        own.load("~nobody-of-that-name/x")


def test_a_label_that_no_list_of_classes_could_hold_is_refused(tmp_path):
    images = np.zeros((1, 3, 8, 8), np.float32)
    np.savez(tmp_path / "mine.npz", images=images, labels=np.array([2**62]))
    with pytest.raises(ValueError, match=r"below 1,000,000.*4611686018427387904"):
        own.load(tmp_path / "mine.npz")


def test_a_pickle_in_an_archive_is_refused_without_advice_to_open_it(tmp_path):
    np.savez(tmp_path / "mine.npz", images=np.array([{}]), labels=np.array([0]))
    with pytest.raises(ValueError, match=r"mine\.npz holds arrays.*it is damaged$"):
        own.load(tmp_path / "mine.npz")
