from dataclasses import FrozenInstanceError, asdict

import pytest

from fourierbook.models.cnns import MODELS
from fourierbook.models.zoo import STATISTICS
from fourierbook.training import recipes
from fourierbook.training.augmentation import AUGMENTATIONS
from fourierbook.training.recipes import Recipe

SHIPPED = {name: value for name, value in vars(recipes).items() if isinstance(value, Recipe)}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_recipe_names_things_that_exist(name):
    recipe = SHIPPED[name]
    assert recipe.model in MODELS
    assert recipe.data in STATISTICS
    assert recipe.augmentation in AUGMENTATIONS
    assert recipe.precision in ("fp32", "bf16")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_tiny_recipe_is_the_same_run_on_two_batches_of_eight(name):
    recipe, tiny = SHIPPED[name], SHIPPED[name].tiny()
    changed = {key: value for key, value in asdict(tiny).items() if asdict(recipe)[key] != value}
    sizes = {"epochs": 1, "count": 16, "batch_size": 8, "held_out": 0}
    assert changed.items() <= sizes.items()
    assert sizes.items() <= asdict(tiny).items()


def test_a_recipe_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        recipes.CIFAR10_RESNET20.seed = 1


def test_recipes_were_chosen_on_images_that_are_not_trained_on():
    assert recipes.CIFAR10_RESNET20.held_out == 5000
    assert recipes.CIFAR10_THROUGH_FILTER.held_out == 5000
