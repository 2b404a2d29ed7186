"""The corruptions through their door: same bits for every part, grey levels, statistics, errors."""

import itertools

import numpy as np
import pytest
import torch

from fourierbook.data import corruptions, datasets, specimens
from fourierbook.data.corruptions import EXTRA, NAMES, OURS, corrupt
from fourierbook.signal.filters import nyquist_high_pass
from fourierbook.signal.spectra import energy_fraction

ALL = (*NAMES, *EXTRA, *OURS)
WITHOUT_CHANCE = {
    "defocus_blur", "zoom_blur", "brightness", "contrast", "pixelate", "jpeg_compression",
    "gaussian_blur", "saturate",
}  # fmt: skip


@pytest.fixture(scope="module")
def images():
    return specimens.generate(7, seed=0).images


def grey(value, count=8, side=32):
    return torch.full((count, 3, side, side), value)


def norm(first, second):
    return float((first - second).flatten(1).norm(dim=1).mean())


def test_there_are_fifteen_and_four_in_the_order_of_cifar10_c():
    assert NAMES == (
        "gaussian_noise", "shot_noise", "impulse_noise", "defocus_blur", "glass_blur",
        "motion_blur", "zoom_blur", "snow", "frost", "fog", "brightness", "contrast",
        "elastic_transform", "pixelate", "jpeg_compression",
    )  # fmt: skip
    assert EXTRA == ("speckle_noise", "gaussian_blur", "spatter", "saturate")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("severity", [1, 5])
def test_every_part_of_a_set_gets_the_same_bits(name, severity, images, monkeypatch):
    whole = corrupt(images, name, severity=severity, seed=3, start=100)
    monkeypatch.setattr(corruptions, "BLOCK", 2)
    parts = [
        corrupt(images[first:last], name, severity=severity, seed=3, start=100 + first)
        for first, last in ((0, 1), (1, 6), (6, 7))
    ]
    assert torch.equal(torch.cat(parts), whole)


@pytest.mark.parametrize("name", ALL)
def test_chance_comes_from_the_seed_and_the_place_alone(name, images):
    same = images[:1].expand(3, -1, -1, -1)
    first = corrupt(same, name, severity=3)
    other = corrupt(same, name, severity=3, seed=1)
    state = torch.get_rng_state(), np.random.get_state()[1].tolist()  # noqa: NPY002
    again = corrupt(same, name, severity=3)
    assert torch.equal(torch.get_rng_state(), state[0])
    assert np.random.get_state()[1].tolist() == state[1]  # noqa: NPY002
    assert torch.equal(first, again)
    if name in WITHOUT_CHANCE:
        assert torch.equal(first, other)
        assert torch.equal(first[0], first[1])
    else:
        assert len({each.numpy().tobytes() for each in (*first, *other)}) == 6


def test_severities_and_corruptions_have_noise_of_their_own():
    image = grey(0.5)
    noises = [
        corrupt(image, name, severity=severity) - image
        for name, severity in (("gaussian_noise", 1), ("gaussian_noise", 2), ("speckle_noise", 1))
    ]
    table = torch.corrcoef(torch.stack([each.flatten() for each in noises]))
    assert (table - torch.eye(3)).abs().max() < 0.03


@pytest.mark.parametrize("name", ALL)
def test_what_comes_back_is_grey_levels_and_the_argument_is_unchanged(name, images):
    before = images.clone()
    found = corrupt(images, name, severity=4)
    assert torch.equal(images, before)
    assert found.dtype == torch.float32
    assert found.shape == images.shape
    levels = (255 * found).round()
    assert 0 <= levels.min() < levels.max() <= 255
    assert torch.equal(found, levels / 255)


def test_decimals_of_grey_levels_are_cut_off_after_whole_levels_came_in():
    # 0.502 is rounded to 128 levels; half the contrast of 128 and 3 levels around 65.5 gives
    # 96.75 and 34.25.
    image = grey(0.502, 1, 8)
    image[..., :4] = 3 / 255
    found = (255 * corrupt(image, "contrast", severity=2)).round()
    assert found[0, 0, 0].tolist() == [34.0] * 4 + [96.0] * 4


@pytest.mark.parametrize("name", ["zoom_blur", "glass_blur", "defocus_blur", "motion_blur"])
@pytest.mark.parametrize("level", [3, 127, 254, 255])
def test_a_blur_leaves_a_plain_image_at_its_level(name, level):
    image = grey(level / 255, 1)
    assert torch.equal(corrupt(image, name, severity=5), image)


@pytest.mark.parametrize("severity", [1, 3, 5])
def test_noise_has_the_spread_of_its_severity(severity):
    at = severity - 1
    for value in (0.3, 0.6):
        image = grey(value)
        spread = {
            name: float((corrupt(image, name, severity=severity) - image).std())
            for name in ("gaussian_noise", "shot_noise", "speckle_noise")
        }
        assert spread == pytest.approx(
            {
                "gaussian_noise": (0.04, 0.06, 0.08, 0.09, 0.1)[at],
                "shot_noise": (value / (500, 250, 100, 75, 50)[at]) ** 0.5,
                "speckle_noise": value * (0.06, 0.1, 0.12, 0.16, 0.2)[at],
            },
            rel=0.03,
        )


def test_noise_is_white_and_of_mean_zero_but_for_the_decimals():
    image = grey(128 / 255, 40)
    for name in ("gaussian_noise", "shot_noise", "speckle_noise"):
        noise = corrupt(image, name, severity=3) - image
        assert float(noise.mean()) == pytest.approx(-0.5 / 255, abs=0.001)
        fraction = energy_fraction(noise, nyquist_high_pass(32, 32, bandwidth=27)).mean()
        assert float(fraction) == pytest.approx((27 / 32) ** 2, abs=0.01)


@pytest.mark.parametrize("severity", [1, 3, 5])
def test_impulses_hit_their_share_of_all_values_each_channel_alone(severity):
    found = corrupt(grey(0.5, 40), "impulse_noise", severity=severity)
    share = (0.01, 0.02, 0.03, 0.05, 0.07)[severity - 1]
    for value in (0, 1):
        assert float((found == value).float().mean()) == pytest.approx(share / 2, rel=0.07)
    if severity == 5:
        hit = ((found == 0) | (found == 1)).float()
        both = (hit[:, 0] * hit[:, 1]).mean()
        assert float(both) == pytest.approx(share**2, rel=0.3)


# The severities of the others trade one parameter for another: elastic_transform shear for shifts,
# glass_blur blur for passes, frost light of the image for its own, spatter water for mud, and
# saturate less colour for more.
STEADY = sorted(
    {*NAMES, *EXTRA} - {"elastic_transform", "glass_blur", "frost", "spatter", "saturate"}
)


@pytest.mark.parametrize("name", STEADY)
def test_a_higher_severity_changes_more(name):
    pictures = specimens.generate(16, seed=1).images
    distances = [norm(corrupt(pictures, name, severity=s), pictures) for s in (1, 2, 3, 4, 5)]
    assert all(first < second for first, second in itertools.pairwise(distances))


def test_severities_that_differ_in_one_parameter_change_more_with_it(images):
    passes = [norm(corrupt(images, "glass_blur", severity=s), images) for s in (2, 4, 3, 5)]
    assert passes[0] < passes[1]
    assert passes[2] < passes[3]
    black = torch.zeros_like(images)
    frosts = [float(corrupt(black, "frost", severity=s).mean()) for s in (1, 2, 3, 4, 5)]
    assert frosts == pytest.approx([0.61 * b for b in (0.2, 0.3, 0.4, 0.4, 0.45)], rel=0.12)


def test_smooth_frost_is_the_same_frost_without_its_fine_detail(images):
    coarse, smooth = (corrupt(images, name, severity=3) for name in ("frost", *OURS))
    assert norm(coarse, images) == pytest.approx(norm(smooth, images), rel=0.03)
    difference = coarse - smooth
    assert 0 < norm(coarse, smooth) < norm(coarse, images) / 3
    assert energy_fraction(difference, nyquist_high_pass(32, 32, bandwidth=27)).mean() > 0.5


@pytest.mark.parametrize("side", [8, 16, 33, 128])
@pytest.mark.parametrize("name", ALL)
def test_other_sides_work_from_8_to_128(name, side):
    image = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(0))
    if name == "fog" and side == 33:
        with pytest.raises(ValueError, match=r"fog .* power of two \(crop or resize .* side 33"):
            corrupt(image, name, severity=5)
    else:
        assert corrupt(image, name, severity=5).shape == image.shape


def test_no_images_are_none_and_doubles_are_taken(images):
    for name in ALL:
        assert corrupt(images[:0], name, severity=1).shape == (0, 3, 32, 32)
    double = corrupt(images[:1].double(), "fog", severity=1)
    assert torch.equal(double, corrupt(images[:1], "fog", severity=1))


@pytest.mark.parametrize("name", ["Fog", "", "cifar10"])
def test_unknown_corruptions_are_refused_with_those_that_are(name, images):
    with pytest.raises(ValueError, match=r"one of gaussian_noise, .*frost_antialiased; got "):
        corrupt(images, name, severity=1)
    with pytest.raises(ValueError, match=r"one of gaussian_noise, .*frost_antialiased; got "):
        corruptions.load(name, 1)


@pytest.mark.parametrize("severity", [0, 6, -1, True])
def test_severities_are_1_to_5(severity, images):
    with pytest.raises(ValueError, match="severity is a whole number from 1 to 5; got "):
        corrupt(images, "fog", severity=severity)
    with pytest.raises(ValueError, match="severity is a whole number from 1 to 5; got "):
        corruptions.load("fog", severity)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (torch.zeros(1, 1, 32, 32), r"\(N, 3, H, W\), square, 8 to 128 pixels a side \(crop"),
        (torch.zeros(1, 3, 32, 16), r"square, 8 to 128 .*got images of shape \(1, 3, 32, 16\)"),
        (torch.zeros(1, 3, 7, 7), "8 to 128 pixels"),
        (torch.zeros(1, 3, 129, 129), "8 to 128 pixels"),
        (torch.zeros(3, 32, 32), r"images are a tensor \(N, C, H, W\)"),
        (torch.full((1, 3, 32, 32), 1.5), r"images lie in \[0, 1\]; got values from 1.5"),
        (torch.full((1, 3, 32, 32), torch.nan), r"images lie in \[0, 1\]"),
    ],
)
def test_what_is_no_image_to_corrupt_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        corrupt(wrong, "snow", severity=1)


def test_a_place_is_not_negative_and_a_seed_may_be(images):
    for place in (-1, True):
        with pytest.raises(ValueError, match=rf"start is .* from 0 on; got {place}"):
            corrupt(images, "fog", severity=1, start=place)
    with pytest.raises(ValueError, match="seed is a whole number; got True"):
        corrupt(images, "fog", severity=1, seed=True)
    found = [corrupt(images, "fog", severity=1, seed=seed) for seed in (-1, 1)]
    assert not torch.equal(*found)


# CIFAR-10-C's files, or what is made where they are not.

ROWS = 4


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A folder with two small files in CIFAR-10-C's layout."""
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path))
    monkeypatch.setattr(corruptions, "ROWS", ROWS)
    folder = tmp_path / "cifar10-c"
    folder.mkdir()
    rows = np.random.default_rng(0).integers(0, 256, (5 * ROWS, 32, 32, 3), dtype=np.uint8)
    np.save(folder / "fog.npy", rows)
    np.save(folder / "labels.npy", np.arange(5 * ROWS, dtype=np.uint8) % ROWS)
    return folder


@pytest.fixture
def clean(monkeypatch, tmp_path):
    """Five images in the place of CIFAR-10's, and a data folder without CIFAR-10-C."""
    monkeypatch.setenv("FOURIERBOOK_DATA", str(tmp_path))
    rows = specimens.generate(5, seed=2).images
    labels = torch.arange(5)

    def load(name, split, *, count=None):
        assert (name, split) == ("cifar10", "test")
        return datasets.Data(rows[:count], labels[:count], datasets.CIFAR10_CLASSES, name)

    monkeypatch.setattr(datasets, "load", load)
    return rows


@pytest.mark.parametrize("severity", [1, 3, 5])
def test_published_files_are_read_where_they_are(severity, published):
    data = corruptions.load("fog", severity)
    rows = np.load(published / "fog.npy")[(severity - 1) * ROWS : severity * ROWS]
    expected = torch.from_numpy(rows.transpose(0, 3, 1, 2).astype(np.float32)) / 255
    assert torch.equal(data.images, expected)
    assert data.labels.tolist() == [0, 1, 2, 3]
    assert data.labels.dtype == torch.int64
    assert data.classes == datasets.CIFAR10_CLASSES
    assert data.name == f"cifar10-c fog {severity}, published"
    part = corruptions.load("fog", severity, count=3)
    assert torch.equal(part.images, expected[:3])
    assert part.labels.tolist() == [0, 1, 2]


def test_only_the_rows_that_are_asked_for_are_copied(published, monkeypatch):
    modes = []
    genuine = np.lib.format.open_memmap
    monkeypatch.setattr(
        np.lib.format, "open_memmap", lambda path, mode: modes.append(mode) or genuine(path, mode)
    )
    corruptions.load("fog", 2, count=1)
    assert modes == ["r", "r"]


def test_corruptions_are_regenerated_where_there_are_no_files(clean):
    data = corruptions.load("fog", 2, count=3)
    assert torch.equal(data.images, corrupt(clean, "fog", severity=2)[:3])
    assert data.labels.tolist() == [0, 1, 2]
    assert data.name == "cifar10-c fog 2, regenerated"


def test_smooth_frost_is_ours_even_beside_the_files(published, clean):
    assert corruptions.load(*OURS, 2).name == "cifar10-c frost_antialiased 2, regenerated"


@pytest.mark.parametrize("count", [0, 5, True])
def test_a_count_beyond_the_file_is_refused(count, published):
    with pytest.raises(ValueError, match=f"count of cifar10-c fog is 1 to 4 images; got {count}"):
        corruptions.load("fog", 1, count=count)


def test_a_file_that_is_not_there_is_named(published):
    with pytest.raises(FileNotFoundError, match=r"snow\.npy is not in .*cifar10-c: put .* rename"):
        corruptions.load("snow", 1)
    (published / "labels.npy").unlink()
    with pytest.raises(FileNotFoundError, match=r"labels\.npy is not in"):
        corruptions.load("fog", 1)


def shorter(path):
    np.save(path, np.load(path)[1:])


def floats(path):
    np.save(path, np.load(path).astype(np.float32))


def pickled(path):
    np.save(path, np.array([{}, None]), allow_pickle=True)


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def a_page(path):
    path.write_bytes(b"<html>404</html>" * 100)


@pytest.mark.parametrize("harm", [shorter, floats, pickled, cut, a_page])
@pytest.mark.parametrize("name", ["fog", "labels"])
def test_a_file_that_is_not_cifar10_cs_is_refused(harm, name, published):
    harm(published / f"{name}.npy")
    with pytest.raises(ValueError, match=rf"{name}\.npy is not CIFAR-10-C's.*should hold .*holds"):
        corruptions.load("fog", 1)


def test_images_of_another_type_are_refused_and_labels_may_have_any_whole_type(published):
    np.save(published / "labels.npy", np.load(published / "labels.npy").astype(np.int64))
    assert corruptions.load("fog", 1).labels.tolist() == [0, 1, 2, 3]
    np.save(published / "fog.npy", np.load(published / "fog.npy").astype(np.uint16))
    with pytest.raises(ValueError, match="uint16"):
        corruptions.load("fog", 1)


@pytest.mark.real_data
def test_the_change_of_cifar10_at_severity_3_is_that_on_record():
    # Mean L2 norm and share of high frequencies (bandwidth 27) of x_corrupted − x over 1,000 test
    # images, measured with another program for the same definitions; its frost used other textures.
    record = {
        "gaussian_noise": (4.32, 0.706), "shot_noise": (3.68, 0.705),
        "impulse_noise": (5.34, 0.708), "jpeg_compression": (2.04, 0.527),
        "defocus_blur": (1.60, 0.519), "glass_blur": (4.23, 0.476), "pixelate": (1.97, 0.416),
        "zoom_blur": (4.17, 0.274), "elastic_transform": (6.10, 0.274),
        "motion_blur": (4.26, 0.270), "snow": (6.62, 0.094), "contrast": (6.69, 0.083),
        "fog": (7.11, 0.040), "brightness": (6.87, 0.008),
    }  # fmt: skip
    clean = datasets.load("cifar10", "test", count=1000).images
    mask = nyquist_high_pass(32, 32, bandwidth=27)
    for name, (length, fraction) in record.items():
        change = corrupt(clean, name, severity=3) - clean
        assert float(change.flatten(1).norm(dim=1).mean()) == pytest.approx(length, rel=0.03), name
        assert float(energy_fraction(change, mask).mean()) == pytest.approx(fraction, abs=0.011), (
            name
        )
