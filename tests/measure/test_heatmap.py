import itertools
import math
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn

import fourierbook
from fourierbook.measure import heatmap
from fourierbook.measure.basis_noise import BasisNoise, cells, wrong_under_waves
from fourierbook.measure.first_order import first_order_heatmap
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.measure.layers import layer_heatmap
from fourierbook.measure.maps import Heatmap, centred_map, map_frequencies
from fourierbook.measure.signs import signs
from fourierbook.measure.stamps import digest
from fourierbook.models import zoo
from fourierbook.signal.basis import basis_images

SIZES = [(1, 8, 8), (3, 7, 7), (3, 6, 9), (2, 5, 4)]


class Network(nn.Module):
    """Something small that is not linear, with batch norm, that pickles."""

    def __init__(self, channels, height, width, classes=3):
        super().__init__()
        self.conv = nn.Conv2d(channels, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.head = nn.Linear(8 * height * width, classes)

    def forward(self, images):
        return self.head(self.norm(self.conv(images)).relu().flatten(1))


def network(channels, height, width, classes=3, seed=0):
    torch.manual_seed(seed)
    return Network(channels, height, width, classes)


def images_of(channels, height, width, count=10, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(count, channels, height, width, generator=generator)


def labels_of(count=10, classes=3, seed=1):
    return torch.randint(0, classes, (count,), generator=torch.Generator().manual_seed(seed))


def mirror(f, side):
    """−f among the frequencies −side//2 … of an axis."""
    return (-f + side // 2) % side - side // 2


def brute_force(model, images, labels, norm, *, clip=True, seed=0, phase=math.pi / 4):
    """The map as the paper's text has it: a loop over every cell, image and channel."""
    count, channels, height, width = images.shape
    error = np.zeros((height, width))
    model = model.eval()
    for row in range(height):
        for column in range(width):
            # The centre of the map is frequency zero.
            f = (row - height // 2, column - width // 2)
            other = (mirror(f[0], height), mirror(f[1], width))
            y, x = min(f, other)  # of the two, the one that is read first
            spectrum = np.zeros((height, width), complex)
            if f == other:
                spectrum[y % height, x % width] = 1
            else:
                spectrum[y % height, x % width] = np.exp(1j * phase)
                spectrum[-y % height, -x % width] = np.exp(-1j * phase)
            wave = np.fft.ifft2(spectrum).real
            wave = torch.from_numpy(wave / np.linalg.norm(wave)).float()
            place = cells(torch.tensor([[y, x]]), height, width)
            for number in range(count):
                drawn = signs(seed, place, torch.tensor([number]), channels)[0]
                changed = images[number] + norm * drawn[:, None, None] * wave
                if clip:
                    changed = changed.clamp(0, 1)
                with torch.no_grad():
                    answer = model(changed[None]).argmax()
                error[row, column] += (answer != labels[number]).item() / count
    return error


@pytest.mark.parametrize("size", SIZES)
def test_the_map_is_that_of_a_loop_written_from_the_equations(size):
    model, images, labels = network(*size), images_of(*size), labels_of()
    found = fourier_heatmap(model, images, labels, norm=2.0)
    expected = brute_force(model, images, labels, 2.0)
    assert len(np.unique(expected)) > 2
    np.testing.assert_allclose(found.error.numpy(), expected, atol=1e-12)


@pytest.mark.parametrize("changed", [{"clip": False}, {"seed": 5}, {"phase": 0.3}])
def test_every_option_is_that_of_the_loop_and_changes_the_map(changed):
    size = (3, 7, 7)
    model, images, labels = network(*size), images_of(*size), labels_of()
    found = fourier_heatmap(model, images, labels, norm=3.0, **changed).error.numpy()
    np.testing.assert_allclose(found, brute_force(model, images, labels, 3.0, **changed))
    assert not np.array_equal(found, fourier_heatmap(model, images, labels, norm=3.0).error)


@pytest.mark.parametrize("size", SIZES)
def test_a_frequency_and_its_mirror_have_one_value(size):
    found = fourier_heatmap(network(*size), images_of(*size), labels_of(), norm=2.0).error
    height, width = size[1:]
    for row in range(height):
        for column in range(width):
            y, x = mirror(row - height // 2, height), mirror(column - width // 2, width)
            assert found[row, column] == found[y + height // 2, x + width // 2]


@pytest.mark.parametrize("colour", [None, (1.0, -1.0, 0.0), (1, 1, -2)])
def test_the_change_has_the_norm_v_in_each_channel_before_clipping_or_its_share(colour):
    images, seen = torch.full((6, 3, 8, 8), 0.5), []

    def model(batch):
        seen.append(batch.clone())
        return batch.flatten(1)[:, :2]

    noise = BasisNoise(4.0, clip=False, colour=colour)
    wrong_under_waves(model, images, labels_of(6, 2), map_frequencies(8, 8), noise)
    change = torch.cat(seen)[: 6 * 34] - 0.5
    each = change.flatten(2).norm(dim=2)
    share = torch.ones(3) if colour is None else torch.tensor(colour).float().abs()
    expected = 4 * math.sqrt(3) * share / share.norm()
    torch.testing.assert_close(each, expected.expand_as(each), atol=1e-4, rtol=1e-4)
    if colour is not None:  # one sign for all channels
        pattern = change / change[:, :1].where(change[:, :1].abs() > 1e-3, torch.nan)
        ratio = torch.tensor([1, colour[1] / colour[0], colour[2] / colour[0]])[:, None, None]
        torch.testing.assert_close(
            pattern.nan_to_num(0.0),
            torch.where(pattern.isnan(), 0.0, ratio.expand_as(pattern)),
            atol=1e-2, rtol=1e-2,
        )  # fmt: skip


def test_what_is_clipped_is_an_image():
    def model(batch):
        assert batch.min() >= 0
        assert batch.max() <= 1
        return batch.flatten(1)[:, :2]

    fourier_heatmap(model, images_of(1, 4, 4), labels_of(classes=2), norm=9.0)


# The same bits however the work is split


def test_the_bits_do_not_hang_on_how_waves_and_images_are_split():
    model = zoo.load("specimens-cnn").cpu()
    images, labels = images_of(3, 32, 32, count=30), labels_of(30, classes=4)
    frequencies = map_frequencies(32, 32, 5)
    noise = BasisNoise(4.0)
    whole = wrong_under_waves(model, images, labels, frequencies, noise)
    by_waves = [
        wrong_under_waves(model, images, labels, part, noise) for part in frequencies.split(3)
    ]
    assert torch.equal(torch.cat(by_waves), whole)
    by_images = [
        wrong_under_waves(model, images[a:b], labels[a:b], frequencies, noise, first=a)
        for a, b in ((0, 7), (7, 30))
    ]
    assert torch.equal(torch.cat(by_images, 1), whole)
    assert whole.float().mean(1).unique().numel() > 2


@pytest.mark.parametrize("shares", [1, 2, 7])
def test_an_executor_gives_the_same_bits(shares, monkeypatch):
    size = (3, 7, 7)
    model, images, labels = network(*size), images_of(*size), labels_of()
    alone = fourier_heatmap(model, images, labels, norm=3.0)
    monkeypatch.setattr(heatmap, "SHARES", shares)
    with ThreadPoolExecutor(2) as executor:
        shared = fourier_heatmap(model, images, labels, norm=3.0, executor=executor)
    assert np.array_equal(alone.wrong, shared.wrong)


def test_each_image_is_sent_once():
    sent = []

    class Weighing(ThreadPoolExecutor):
        def submit(self, work, *given):
            sent.append(len(pickle.dumps((work, given))))
            return super().submit(work, *given)

    model, images, labels = network(3, 16, 16), images_of(3, 16, 16, 60), labels_of(60)
    with Weighing(2) as executor:
        fourier_heatmap(model, images, labels, norm=1.0, window=3, executor=executor)
    rest = sum(sent) - len(sent) * len(pickle.dumps((model, labels)))
    assert len(sent) == 12
    assert rest < 2 * len(pickle.dumps(images))


def test_workers_that_are_threads_find_the_network_in_evaluation_mode():
    model, modes = network(1, 5, 5).train(), []

    class Watching(ThreadPoolExecutor):
        def submit(self, *work):
            modes.append(model.training)
            return super().submit(*work)

    with Watching(2) as executor:
        fourier_heatmap(model, images_of(1, 5, 5), labels_of(), norm=1.0, executor=executor)
    assert modes
    assert not any(modes)
    assert model.training


def test_processes_share_the_work():
    size = (3, 7, 7)
    model, images, labels = network(*size), images_of(*size), labels_of()
    alone = fourier_heatmap(model, images, labels, norm=3.0)
    spawn = multiprocessing.get_context("spawn")  # a fork of torch's threads may wait for ever
    with ProcessPoolExecutor(2, mp_context=spawn) as executor:
        shared = fourier_heatmap(model, images, labels, norm=3.0, executor=executor)
    assert np.array_equal(alone.wrong, shared.wrong)


def test_a_window_is_the_centre_of_the_whole_map():
    size = (3, 8, 9)
    model, images, labels = network(*size), images_of(*size), labels_of()
    whole = fourier_heatmap(model, images, labels, norm=3.0).error
    part = fourier_heatmap(model, images, labels, norm=3.0, window=5)
    assert torch.equal(part.error, whole[2:7, 2:7])
    assert part.wrong.shape == (13,)


def test_no_other_sign_changes_with_the_frequencies_that_are_asked_for():
    places, images = torch.tensor([3, 7, 3]), torch.tensor([0, 1, 5])
    together = signs(1, places, images, 4)
    for row in range(3):
        alone = signs(1, places[row : row + 1], images[row : row + 1], 4)
        assert torch.equal(together[row : row + 1], alone)


def test_signs_are_fair_and_independent_of_each_other():
    grid = torch.cartesian_prod(torch.arange(100), torch.arange(100))
    drawn = signs(3, *grid.T, 3)
    others = [signs(4, *grid.T, 3), signs(3, *grid.flip(1).T, 3)]
    pairs = [drawn.flatten(), drawn[:, 0] * drawn[:, 1], drawn[1:, 0] * drawn[:-1, 0]]
    pairs += [drawn[100:, 0] * drawn[:-100, 0], *((drawn * other).flatten() for other in others)]
    pairs[-1] = pairs[-1].view(100, 100, 3)[torch.triu(torch.ones(100, 100), 1) > 0].flatten()
    for product in pairs:
        assert abs(product.mean()) < 4 / math.sqrt(len(product))


def test_a_negative_seed_is_a_seed():
    places = torch.arange(100)
    drawn = [signs(seed, places, places, 1) for seed in (-1, 1, 2**64 - 1)]
    assert torch.equal(drawn[0], drawn[2])
    assert not torch.equal(drawn[0], drawn[1])


# What the map says


def test_standard_errors_and_the_error_without_a_wave():
    size = (1, 5, 5)
    model, images, labels = network(*size), images_of(*size, count=20), labels_of(20)
    found = fourier_heatmap(model, images, labels, norm=3.0)
    share = found.error
    torch.testing.assert_close(found.standard_error, (share * (1 - share) / 20).sqrt())
    with torch.no_grad():
        assert found.wrong_without == (model.eval()(images).argmax(1) != labels).sum()
    assert found.images == 20
    assert found.made["network"] == f"{__name__}.Network"
    assert found.made["images"] == digest(images, labels)
    assert found.made["device"] == "cpu"
    assert found.made["torch"] == torch.__version__
    assert found.made["fourierbook"] == fourierbook.__version__


def test_without_a_norm_every_cell_is_the_error_without_a_wave():
    size = (3, 6, 6)
    model, images, labels = network(*size), images_of(*size), labels_of()
    found = fourier_heatmap(model, images, labels, norm=0.0)
    assert (found.wrong == found.wrong_without).all()


def test_a_map_is_read_back_as_it_was_written(tmp_path):
    size = (3, 6, 6)
    found = fourier_heatmap(
        network(*size), images_of(*size), labels_of(), norm=3.0, window=5, colour=(1.0, 1.0, 1.0)
    )
    found.save(tmp_path / "deep" / "map.npz")
    again = Heatmap.load(tmp_path / "deep" / "map.npz")
    assert np.array_equal(again.wrong, found.wrong)
    for name in ("images", "wrong_without", "height", "width", "window", "noise", "made"):
        assert getattr(again, name) == getattr(found, name)
    assert torch.equal(again.error, found.error)


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_map_is_refused_by_name(content, tmp_path):
    path = tmp_path / "map.npz"
    if content is None:
        np.savez(path, wrong=np.zeros(3))
    else:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"map\.npz holds no heatmap"):
        Heatmap.load(path)
    with pytest.raises(ValueError, match=r"none\.npz holds no heatmap.*No such file"):
        Heatmap.load(tmp_path / "none.npz")


def test_a_map_with_a_changed_byte_is_refused_or_is_the_same(tmp_path):
    path, size = tmp_path / "map.npz", (3, 6, 6)
    found = fourier_heatmap(network(*size), images_of(*size), labels_of(), norm=3.0)
    found.save(path)
    content, refused = bytearray(path.read_bytes()), []
    for place, bit in itertools.product(range(0, len(content), 3), (1, 8, 128)):
        content[place] ^= bit
        path.write_bytes(content)
        content[place] ^= bit
        try:
            again = Heatmap.load(path)
            assert np.array_equal(again.wrong, found.wrong)
            assert again.noise == found.noise
        except ValueError as problem:
            refused.append(str(problem))
    assert all("map.npz holds no heatmap" in said for said in refused)
    assert len(refused) > 50


def test_the_model_is_left_in_the_mode_it_was_in():
    size = (1, 5, 5)
    model = network(*size).train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    fourier_heatmap(model, images_of(*size), labels_of(), norm=1.0)
    first_order_heatmap(model, images_of(*size), labels_of(), norm=1.0)
    layer_heatmap(model, "conv", images_of(*size), norm=1.0)
    assert all(part.training for part in model.modules())
    for name, value in model.state_dict().items():
        assert torch.equal(value, before[name])
    assert all(value.grad is None for value in model.parameters())


# First order


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("colour", [None, "grey"])
def test_a_linear_network_of_two_classes_has_its_first_order_map(size, colour):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(math.prod(size), 2))
    images, labels = images_of(*size), labels_of(classes=2)
    options = {"norm": 2.0, "seed": 3, "phase": 0.7, "colour": colour and (1.0,) * size[0]}
    whole = fourier_heatmap(model, images, labels, clip=False, **options)
    first = first_order_heatmap(model, images, labels, **options)
    assert len(np.unique(whole.wrong)) > 2
    assert np.array_equal(first.wrong, whole.wrong)
    assert first.wrong_without == whole.wrong_without
    assert first.noise == whole.noise


def test_the_first_order_map_of_a_network_is_right_where_the_norm_is_small():
    size = (3, 7, 7)
    model, images, labels = network(*size), images_of(*size, count=200), labels_of(200)
    gaps = []
    for norm in (0.05, 2.0):
        whole = fourier_heatmap(model, images, labels, norm=norm, clip=False)
        first = first_order_heatmap(model, images, labels, norm=norm)
        gaps.append(np.abs(whole.wrong - first.wrong).mean())
    assert gaps[0] < 1
    assert gaps[0] < gaps[1] / 5
    part = first_order_heatmap(model, images, labels, norm=2.0, window=3)
    assert torch.equal(part.error, first.error[2:5, 2:5])


# Layers


def test_how_far_a_linear_layer_moves_is_known():
    """E ‖W(x̃ − x)‖² = v² Σ_c ‖W_c U‖²: with one channel there is nothing to average."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(20, 6))
    moved = layer_heatmap(model, "1", images_of(1, 4, 5), norm=0.7, clip=False)
    waves = basis_images(4, 5, map_frequencies(4, 5)).flatten(1)
    expected = 0.7 * (waves @ model[1].weight.T).norm(dim=1).detach()
    torch.testing.assert_close(moved, centred_map(expected, 4, 5), atol=1e-4, rtol=1e-4)


def test_a_map_of_a_layer_is_that_of_a_loop_and_relative_to_its_largest_value():
    size = (3, 5, 6)
    model, images = network(*size).eval(), images_of(*size)
    found = layer_heatmap(model, "conv", images, norm=2.0, seed=4, window=3)
    expected = []
    frequencies = map_frequencies(5, 6, 3)
    for wave, place in zip(basis_images(5, 6, frequencies), cells(frequencies, 5, 6), strict=True):
        far = []
        for number, image in enumerate(images):
            drawn = signs(4, place[None], torch.tensor([number]), 3)[0]
            changed = (image + 2.0 * drawn[:, None, None] * wave).clamp(0, 1)
            with torch.no_grad():
                far.append((model.conv(changed[None]) - model.conv(image[None])).norm().item())
        expected.append(np.mean(far))
    torch.testing.assert_close(found, centred_map(torch.tensor(expected).float(), 5, 6, 3))
    relative = layer_heatmap(model, "conv", images, norm=2.0, seed=4, window=3, relative=True)
    torch.testing.assert_close(relative, found / found.max())
    assert not model.conv._forward_hooks


# What is refused


def test_a_layer_that_is_not_there_is_refused_with_those_that_are():
    size = (1, 5, 5)
    with pytest.raises(ValueError, match="conv, norm, head; got 'body'"):
        layer_heatmap(network(*size), "body", images_of(*size), norm=1.0)


@pytest.mark.parametrize("window", [0, 4, 7, -1])
def test_a_window_is_odd_and_fits(window):
    with pytest.raises(ValueError, match="window is an odd number"):
        map_frequencies(6, 5, window)


@pytest.mark.parametrize("measured", [fourier_heatmap, first_order_heatmap])
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"norm": -1.0}, "norm is the L2 norm"),
        ({"norm": math.nan}, "norm is the L2 norm"),
        ({"phase": math.inf}, "phase is an angle"),
        ({"colour": (0, 0, 0)}, "colour holds one number a channel"),
        ({"colour": (1, 1)}, "colour holds one number for each of 3 channels"),
        ({"labels": torch.zeros(3, dtype=torch.long)}, "one label each"),
        ({"labels": torch.full((10,), 7)}, "at least 8 classes"),
        ({"images": torch.full((10, 3, 5, 5), 1.5)}, r"images lie in \[0, 1\]"),
        ({"images": torch.full((10, 3, 5, 5), math.nan)}, r"images lie in \[0, 1\]|nan"),
        ({"images": torch.zeros(0, 3, 5, 5), "labels": torch.zeros(0).long()}, "at least one"),
        ({"model": lambda images: images.flatten(1)[:, :1]}, "returns logits"),
    ],
)
def test_what_is_wrong_is_said(measured, changed, said):
    given = {
        "model": network(3, 5, 5), "images": images_of(3, 5, 5), "labels": labels_of(), "norm": 1.0,
    }  # fmt: skip
    with pytest.raises(ValueError, match=said):
        measured(**(given | changed))


def test_a_network_that_breaks_under_a_wave_is_named_with_the_wave():
    def model(images):
        broken = (images[:, 0, 0, 0] > 0.9)[:, None]
        return torch.where(broken, math.nan, images.flatten(1)[:, :2])

    images = torch.full((3, 1, 5, 5), 0.5)
    with pytest.raises(ValueError, match=r"nan for image \d under the wave of frequency \[-?\d"):
        fourier_heatmap(model, images, labels_of(3, 2), norm=4.0)


def test_no_frequency_and_a_first_image_that_is_none_are_refused():
    given = network(1, 5, 5), images_of(1, 5, 5), labels_of()
    with pytest.raises(ValueError, match="at least one frequency"):
        wrong_under_waves(*given, torch.zeros(0, 2), BasisNoise(1.0))
    with pytest.raises(ValueError, match="first is the number of an image"):
        wrong_under_waves(*given, torch.zeros(1, 2), BasisNoise(1.0), first=-1)
