from dataclasses import MISSING, FrozenInstanceError, asdict, fields

import pytest

from fourierbook.models.zoo import MODELS, STATISTICS
from fourierbook.training import recipes
from fourierbook.training.adversarial import ATTACKS
from fourierbook.training.augmentation import AUGMENTATIONS
from fourierbook.training.recipes import Recipe
from fourierbook.training.trainer import OPTIMIZERS

SHIPPED = {name: value for name, value in vars(recipes).items() if isinstance(value, Recipe)}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_recipe_names_things_that_exist(name):
    recipe = SHIPPED[name]
    assert recipe.model in MODELS
    assert recipe.data in STATISTICS
    assert recipe.augmentation in AUGMENTATIONS
    assert recipe.attack is None or recipe.attack in ATTACKS
    assert recipe.optimizer in OPTIMIZERS
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


def test_recipes_are_chosen_on_images_that_are_not_trained_on():
    for recipe in SHIPPED.values():
        assert recipe.held_out == (0 if recipe.data == "specimens" else 5000)


def test_the_defaults_are_those_that_stored_results_were_computed_with():
    # What a result is stored under leaves out fields that have their default. Whoever changes one
    # here raises the version of every experiment that trains.
    defaults = {each.name: each.default for each in fields(Recipe) if each.default is not MISSING}
    assert defaults == {
        "seed": 0, "front_end": None, "start": None, "count": None, "held_out": 0,
        "augmentation": "crop_and_flip", "attack": None, "optimizer": "sgd", "batch_size": 128,
        "momentum": 0.9, "weight_decay": 5e-4, "label_smoothing": 0.0, "warm_up": 0.25,
        "precision": "bf16",
    }  # fmt: skip
