import pytest
import torch

from fourierbook.models.cnns import MODELS, BasicBlock, ResNet, SmallCNN


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
        for name, module in MODELS["resnet20"](10).named_modules()
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


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("classes", [2, 10])
@pytest.mark.parametrize(("height", "width"), [(32, 32), (30, 36)])
def test_every_model_gives_one_logit_a_class(name, classes, height, width):
    logits = MODELS[name](classes)(torch.rand(3, 3, height, width))
    assert logits.shape == (3, classes)


@pytest.mark.parametrize("name", MODELS)
def test_in_evaluation_mode_an_image_is_classified_alone(name):
    model = MODELS[name](10).eval()
    images = torch.rand(3, 3, 32, 32) * torch.tensor([0.1, 1.0, 9.0]).view(3, 1, 1, 1)
    alone = torch.cat([model(image[None]) for image in images])
    torch.testing.assert_close(model(images), alone, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_every_weight_has_a_gradient_and_so_has_the_image(name):
    images = torch.rand(4, 3, 32, 32, requires_grad=True)
    model = MODELS[name](10)
    model(images).square().sum().backward()
    for weights in model.parameters():
        assert weights.grad.abs().max() > 0
    assert images.grad.abs().max() > 0


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
