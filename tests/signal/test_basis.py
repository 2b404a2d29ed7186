import math

import numpy as np
import pytest
import torch

from fourierbook.signal.basis import basis_images, frequency_classes, pair_mask

SIZES = [(8, 8), (7, 7), (6, 9), (9, 4), (1, 5), (2, 2)]


def published(height, width):
    """Every frequency's matrix, built from its two Fourier coefficients in numpy."""
    images = np.zeros((height, width, height, width))
    done = np.zeros((height, width), dtype=bool)
    for row in range(height):
        for column in range(width):
            f = (row - height // 2, column - width // 2)
            mirror = (-f[0] % height, -f[1] % width)
            place = ((mirror[0] + height // 2) % height, (mirror[1] + width // 2) % width)
            if done[row, column]:
                continue
            spectrum = np.zeros((height, width), dtype=complex)
            spectrum[f] = 1 if place == (row, column) else (1 + 1j) / 2
            spectrum[mirror] = np.conj(spectrum[f])
            images[row, column] = images[place] = np.fft.ifft2(spectrum).real * np.sqrt(
                height * width
            )
            done[row, column] = done[place] = True
    return images


@pytest.mark.parametrize(("side", "classes"), [(32, 514), (31, 481), (63, 1985)])
def test_the_number_of_different_real_waves(side, classes):
    assert len(frequency_classes(side, side)) == classes


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_every_frequency_or_its_mirror_is_listed_once(height, width):
    seen = np.zeros((height, width), dtype=int)
    for f_y, f_x in frequency_classes(height, width).tolist():
        places = {(f_y % height, f_x % width), (-f_y % height, -f_x % width)}
        for place in places:
            seen[place] += 1
    assert (seen == 1).all()


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_the_matrices_are_those_of_the_papers_code(height, width):
    rows, columns = np.mgrid[:height, :width]
    frequencies = np.stack([rows - height // 2, columns - width // 2], axis=-1).reshape(-1, 2)
    ours = basis_images(height, width, torch.from_numpy(frequencies))
    theirs = published(height, width).reshape(-1, height, width)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.mark.parametrize("phase", [0.0, 1.0, math.pi / 4, -2.0])
def test_a_frequency_and_its_mirror_are_the_same_matrix(phase):
    frequencies = torch.tensor([[1, 2], [3, -1], [0, 4], [-4, 1], [2, 0]])
    ours = basis_images(8, 8, frequencies, phase=phase)
    assert torch.equal(ours, basis_images(8, 8, -frequencies, phase=phase))


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_the_waves_are_orthonormal(height, width):
    waves = basis_images(height, width, frequency_classes(height, width)).flatten(1)
    torch.testing.assert_close(waves @ waves.T, torch.eye(len(waves)), atol=1e-5, rtol=0)


@pytest.mark.parametrize(("height", "width"), [(8, 8), (7, 7), (6, 9)])
def test_two_phases_a_quarter_turn_apart_build_every_image(height, width):
    classes = frequency_classes(height, width)
    both = [basis_images(height, width, classes, phase=phase) for phase in (0.3, 0.3 - math.pi / 2)]
    rank = torch.linalg.matrix_rank(torch.cat(both).flatten(1).double())
    assert rank == height * width


def test_the_energy_of_a_wave_lies_at_its_frequency_and_the_mirror():
    spectrum = torch.fft.fft2(basis_images(9, 8, torch.tensor([[2, -3]])), norm="ortho").abs()[0]
    expected = torch.zeros(9, 8)
    expected[2, -3] = expected[-2, 3] = math.sqrt(0.5)
    torch.testing.assert_close(spectrum, expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_a_mask_of_all_classes_keeps_everything_and_one_of_some_is_symmetric(height, width):
    classes = frequency_classes(height, width)
    assert (pair_mask(height, width, classes) == 1).all()
    mask = pair_mask(height, width, classes[::3])
    kept = pair_mask(height, width, -classes[::3])
    assert torch.equal(mask, kept)
    waves = basis_images(height, width, classes)
    energy = (torch.fft.fft2(waves).abs().square() * mask).sum((-2, -1))
    chosen = torch.arange(len(classes)) % 3 == 0
    torch.testing.assert_close(energy > 1e-3, chosen)


def test_frequencies_a_whole_image_apart_are_one_wave():
    frequencies = torch.tensor([[1, 2], [5, -4]])
    shifted = frequencies + torch.tensor([9, -8])
    assert torch.equal(basis_images(9, 8, frequencies), basis_images(9, 8, shifted))


def test_a_wave_that_does_not_close_is_refused():
    with pytest.raises(ValueError, match=r"whole numbers of cycles per image.*\[1\.5, 0\.0\]"):
        basis_images(8, 8, torch.tensor([[1.0, 2.0], [1.5, 0.0]]))


def test_an_image_without_pixels_is_refused():
    with pytest.raises(ValueError, match="at least 1; got 0 × 8"):
        basis_images(0, 8, torch.tensor([[0, 0]]))
