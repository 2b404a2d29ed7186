import pytest
import torch

from fourierbook.models.cnns import BasicBlock, ResNet, SmallCNN, WideResNet


def parameters(model):
    return sum(weights.numel() for weights in model.parameters())


def convolution(channels_in, channels, side=3):
    """Weights of a convolution and of the batch norm after it."""
    return channels_in * channels * side**2 + 2 * channels


def of_a_resnet(blocks, classes):
    """Counted from the paper's table: three groups of n blocks, then one linear layer."""
    total = convolution(3, 16)
    for channels_in, channels in ((16, 16), (16, 32), (32, 64)):
        total += convolution(channels_in, channels) + convolution(channels, channels)
        total += (blocks - 1) * 2 * convolution(channels, channels)
        total += convolution(channels_in, channels, side=1) if channels_in != channels else 0
    return total + 64 * classes + classes


@pytest.mark.parametrize(("blocks", "classes"), [(3, 10), (3, 100), (1, 4), (9, 10)])
def test_a_resnet_has_the_parameters_of_its_table(blocks, classes):
    assert parameters(ResNet(blocks, classes)) == of_a_resnet(blocks, classes)


def test_resnet20_is_twenty_layers_deep():
    on_the_path = [
        module
        for name, module in ResNet(3, 10).named_modules()
        if isinstance(module, torch.nn.Conv2d | torch.nn.Linear) and "shortcut" not in name
    ]
    assert len(on_the_path) == 20


def test_the_three_groups_of_a_resnet_stand_at_full_half_and_quarter_resolution():
    shapes = []
    model = ResNet(2, 10)
    for block in model.blocks:
        block.register_forward_hook(lambda _, seen, answer: shapes.append([*answer.shape[1:]]))
    model(torch.rand(2, 3, 32, 32))
    assert shapes == [[16, 32, 32]] * 2 + [[32, 16, 16]] * 2 + [[64, 8, 8]] * 2


def test_a_small_cnn_has_four_convolutions_and_a_linear_layer():
    channels = ((3, 16), (16, 32), (32, 32), (32, 40))
    expected = sum(convolution(*pair) for pair in channels) + 40 * 7 + 7
    assert parameters(SmallCNN(7)) == expected


def test_without_batch_norm_a_small_cnn_has_biases_instead():
    with_norm, plain = (
        SmallCNN(10, channels=(1, 8, 16), batch_norm=batch_norm) for batch_norm in (True, False)
    )
    assert parameters(with_norm) - parameters(plain) == 8 + 16
    assert not any(isinstance(module, torch.nn.BatchNorm2d) for module in plain.modules())
    assert all(module.bias is not None for module in plain.layers[::2])
    assert plain.layers(torch.rand(1, 1, 12, 12)).shape == (1, 16, 6, 6)


@pytest.mark.parametrize(("channels_in", "stride"), [(16, 1), (16, 2), (8, 1)])
def test_without_its_convolutions_a_block_is_its_shortcut(channels_in, stride):
    block = BasicBlock(channels_in, 16, stride).eval()
    torch.nn.init.zeros_(block.norm2.weight)
    images = torch.randn(2, channels_in, 8, 8)
    expected = block.shortcut(images).relu()
    assert torch.equal(block(images), expected)
    if (channels_in, stride) == (16, 1):
        assert torch.equal(expected, images.relu())
    assert expected.shape == (2, 16, 8 // stride, 8 // stride)


def test_the_layers_of_a_resnet_start_at_he_initialisation():
    torch.manual_seed(0)
    weights = ResNet(3, 10).blocks[-1].conv2.weight
    assert weights.std().item() == pytest.approx((2 / (64 * 9)) ** 0.5, rel=0.02)


def of_a_wide_resnet(blocks, width, classes):
    """Counted from the paper's table 1: of each block two convolutions, and a norm before each."""
    total, before = 3 * 16 * 9, 16
    for channels in (16 * width, 32 * width, 64 * width):
        for _ in range(blocks):
            total += 2 * before + 9 * before * channels + 2 * channels + 9 * channels**2
            total += before * channels if before != channels else 0
            before = channels
    return total + 2 * before + before * classes + classes


@pytest.mark.parametrize(("blocks", "width"), [(1, 1), (1, 2), (2, 3), (4, 10)])
def test_a_wide_resnet_has_the_parameters_of_its_table(blocks, width):
    with torch.device("meta"):
        assert parameters(WideResNet(blocks, width, 10)) == of_a_wide_resnet(blocks, width, 10)


def test_wide_resnet_28_10_is_twenty_eight_layers_deep():
    with torch.device("meta"):
        named = [*WideResNet(4, 10, 10).named_modules()]
    on_the_path = [
        module
        for name, module in named
        if isinstance(module, torch.nn.Conv2d | torch.nn.Linear) and "shortcut" not in name
    ]
    # The 28 = 6n + 4 counts the three 1 × 1 shortcuts, and not the linear layer.
    assert len(on_the_path) == 28 - 3 + 1


def test_without_its_convolutions_a_wide_block_is_its_shortcut():
    model = WideResNet(2, 1, 10).eval()
    shapes = []
    for block in model.blocks:
        torch.nn.init.zeros_(block.conv2.weight)
        block.register_forward_hook(lambda _, seen, answer: shapes.append([*answer.shape[1:]]))
    images = torch.rand(2, 3, 32, 32)
    model(images)
    assert shapes == [[16, 32, 32]] * 2 + [[32, 16, 16]] * 2 + [[64, 8, 8]] * 2
    same, wider = model.blocks[1], model.blocks[2]
    seen = torch.randn(2, 16, 8, 8)
    assert torch.equal(same(seen), seen)
    assert torch.allclose(wider(seen), wider.shortcut(torch.relu(wider.norm1(seen))))
