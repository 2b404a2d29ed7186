import pytest
import torch
from torch import nn

from fourierbook.models.cnns import SmallCNN
from fourierbook.models.wrappers import Filtered, FrontEnd, Normalized
from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass
from tests.devices import DEVICES

LOW = square_low_pass(8, 8, bandwidth=3)
HIGH = nyquist_high_pass(8, 8, bandwidth=7)


def images(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def classifier():
    return nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(256, 5))


def test_normalized_centres_and_scales_each_channel():
    batch, mean, std = images(2, 3, 4, 5), (0.1, 0.5, 0.7), (0.2, 1.0, 4.0)
    seen = Normalized(nn.Identity(), mean=mean, std=std)(batch)
    for channel in range(3):
        expected = (batch[:, channel] - mean[channel]) / std[channel]
        torch.testing.assert_close(seen[:, channel], expected)


@pytest.mark.parametrize(
    ("mean", "std"),
    [((0.5,), (0.2, 0.2)), ((0.5, 0.5), (0.2, 0.0)), ((0.5,), (-1.0,))],
)
def test_a_mean_without_its_positive_std_is_refused(mean, std):
    with pytest.raises(ValueError, match="one number for each channel, std positive; got") as error:
        Normalized(nn.Identity(), mean=mean, std=std)
    assert str(mean) in str(error.value)
    assert str(std) in str(error.value)


@pytest.mark.parametrize("mask", [LOW, HIGH], ids=["low", "high"])
@pytest.mark.parametrize("device", DEVICES)
def test_a_front_end_is_the_filter_and_then_the_network(mask, device):
    network, batch = classifier().to(device), images(2, 3, 8, 8).to(device)
    filtered = Filtered(network, mask).to(device)
    torch.testing.assert_close(filtered(batch), network(apply_filter(batch, mask)))


@pytest.mark.parametrize("mask", [LOW, HIGH], ids=["low", "high"])
def test_a_network_does_not_see_what_its_front_end_removes(mask):
    network, batch = Filtered(classifier(), mask), images(2, 3, 8, 8)
    removed = apply_filter(images(2, 3, 8, 8, seed=1), 1 - mask)
    torch.testing.assert_close(network(batch + removed), network(batch), atol=1e-5, rtol=0)
    assert (network(batch + images(2, 3, 8, 8, seed=1)) - network(batch)).abs().max() > 1e-3


@pytest.mark.parametrize("mask", [LOW, HIGH], ids=["low", "high"])
def test_the_gradient_lies_in_the_band_of_the_front_end(mask):
    batch = images(2, 3, 8, 8).requires_grad_()
    Filtered(classifier(), mask)(batch).square().sum().backward()
    spectrum = torch.fft.fft2(batch.grad).abs()
    assert spectrum[..., mask == 0].max() < 1e-5 * spectrum.max()
    assert spectrum.max() > 0


def test_the_gradient_through_a_front_end_is_the_true_one():
    model = nn.Sequential(nn.Flatten(), nn.Linear(16, 2), nn.Tanh()).double()
    network = Filtered(model, square_low_pass(4, 4, bandwidth=3)).double()
    batch = images(2, 1, 4, 4).double().requires_grad_()
    assert torch.autograd.gradcheck(network, (batch,))


def test_between_filter_and_network_nothing_is_clipped():
    sharp = (images(2, 3, 8, 8) > 0.5).float()
    low, high = (Filtered(nn.Identity(), mask)(sharp) for mask in (LOW, HIGH))
    assert low.max() > 1
    assert high.min() < 0
    assert torch.equal(high, apply_filter(sharp, HIGH))


def test_wrappers_add_nothing_to_the_weights_that_are_saved():
    model = SmallCNN(4)
    wrapped = Filtered(Normalized(model, mean=(0.5,) * 3, std=(0.1,) * 3), LOW)
    assert [key.removeprefix("model.model.") for key in wrapped.state_dict()] == [
        *model.state_dict()
    ]
    assert {id(weights) for weights in wrapped.parameters()} == {
        id(weights) for weights in model.parameters()
    }


def test_evaluation_mode_reaches_the_network_behind_its_wrappers():
    wrapped = Filtered(Normalized(SmallCNN(4), mean=(0.5,) * 3, std=(0.1,) * 3), LOW).eval()
    assert not wrapped.model.model.training
    assert not any(module.training for module in wrapped.modules())


def test_a_front_end_names_its_filter():
    assert torch.equal(FrontEnd("low_pass", 3).mask(8, 8), LOW)
    assert torch.equal(FrontEnd("high_pass", 7).mask(8, 8), HIGH)


def test_a_front_end_that_does_not_exist_or_is_even_is_refused():
    with pytest.raises(ValueError, match="one of low_pass, high_pass; got 'band_pass'"):
        FrontEnd("band_pass", 3).mask(8, 8)
    with pytest.raises(ValueError, match="bandwidth is odd and positive"):
        FrontEnd("low_pass", 4).mask(8, 8)
