"""What every architecture of the zoo has in common."""

import pytest
import torch

from fourierbook.models.mlps import MLP
from fourierbook.models.transformers import VisionTransformer
from fourierbook.models.zoo import MODELS


def shape(name):
    of_data = {"mnist": (1, 28, 28), "digits": (1, 8, 8)}
    return of_data.get(name.split("_")[0], (3, 32, 32))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("classes", [2, 10])
def test_every_model_gives_one_logit_a_class(name, classes):
    logits = MODELS[name](classes)(torch.rand(3, *shape(name)))
    assert logits.shape == (3, classes)


@pytest.mark.parametrize("name", [name for name in MODELS if "cnn" in name or "resnet" in name])
def test_a_convolutional_network_takes_images_of_any_size(name):
    assert MODELS[name](5)(torch.rand(3, shape(name)[0], 30, 36)).shape == (3, 5)


@pytest.mark.parametrize("name", MODELS)
def test_in_evaluation_mode_an_image_is_classified_alone(name):
    model = MODELS[name](10).eval()
    images = torch.rand(3, *shape(name)) * torch.tensor([0.1, 1.0, 9.0]).view(3, 1, 1, 1)
    alone = torch.cat([model(image[None]) for image in images])
    torch.testing.assert_close(model(images), alone, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_every_weight_has_a_gradient_and_so_has_the_image(name):
    images = torch.rand(4, *shape(name), requires_grad=True)
    model = MODELS[name](10)
    model(images).square().sum().backward()
    for weights in model.parameters():
        assert weights.grad.abs().max() > 0
    assert images.grad.abs().max() > 0


def test_the_tokens_of_a_transformer_know_their_place():
    model = VisionTransformer(10).eval()
    image = torch.rand(1, 3, 32, 32)
    moved = image.roll(4, 2)  # the same patches in other places
    assert not torch.allclose(model(image), model(moved), atol=1e-3)
    torch.nn.init.zeros_(model.places)
    torch.testing.assert_close(model(image), model(moved))


def test_the_attention_of_a_transformer_is_the_softmax_of_its_products():
    torch.manual_seed(0)
    block = VisionTransformer(10, width=8, heads=2).blocks[0]
    tokens = torch.randn(1, 5, 8)
    query, key, value = block.qkv(block.norm1(tokens))[0].split(8, dim=1)
    heads = []
    for part in (slice(0, 4), slice(4, 8)):
        weights = (query[:, part] @ key[:, part].T / 4**0.5).softmax(1)
        heads.append(weights @ value[:, part])
    expected = tokens + block.out(torch.cat(heads, 1))
    expected = expected + block.mlp(block.norm2(expected))
    torch.testing.assert_close(block(tokens), expected)


def test_a_perceptron_has_the_layers_that_it_is_asked_for():
    model = MLP(12, 3, widths=(7, 5))
    shapes = [tuple(weights.shape) for weights in model.parameters() if weights.dim() == 2]
    assert shapes == [(7, 12), (5, 7), (3, 5)]
    image = torch.rand(1, 3, 2, 2)
    hidden = image.flatten()
    for number in (1, 3):
        hidden = (model.layers[number].weight @ hidden + model.layers[number].bias).clamp(min=0)
    expected = model.layers[5].weight @ hidden + model.layers[5].bias
    torch.testing.assert_close(model(image)[0], expected)
