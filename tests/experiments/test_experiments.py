"""Every experiment of the book, at every scale, its recipe shrunk: so that none rots unseen."""

import importlib
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from fourierbook import experiments
from fourierbook.data import datasets
from fourierbook.experiments import CLAIMS, EXPERIMENTS, gathered
from fourierbook.ledger import claims, quick, rows
from fourierbook.measure.intervals import Interval
from fourierbook.models import zoo
from fourierbook.results import store
from fourierbook.results.networks import NETWORKS

ROOT = Path(__file__).parents[2]
# Shape of an image and number of classes of what may not be on this machine.
STAND_IN = {
    "cifar10": ((3, 32, 32), 10),
    "mnist": ((1, 28, 28), 10),
    "imagenet-sample": ((3, 224, 224), 1000),
}
LOAD, ZOO_LOAD = datasets.load, zoo.load
RECORDED = store.RECORDED

CASES = [
    (name, scale)
    for name, experiment in EXPERIMENTS.items()
    for scale in [*experiment.recipes, *(["embedded"] if experiment.embedded is not None else [])]
]

SLOW = {("photographs_in_parts", "full")}  # a VGG16; its other scales are not
TINY = [pytest.param(*case, marks=pytest.mark.nightly) if case in SLOW else case for case in CASES]


def random_images(name, split="test", *, count=None):
    """Random images in place of a data set that is not here."""
    if name not in STAND_IN or datasets.available(name):
        return LOAD(name, split, count=count)
    shape, classes = STAND_IN[name]
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(count or 64, *shape, generator=generator)
    labels = torch.randint(0, classes, (len(images),), generator=generator)
    return datasets.Data(images, labels, tuple(map(str, range(classes))), name)


def untrained_network(name, *, seed=0):
    """An untrained network in place of one whose weights are not here."""
    try:
        return ZOO_LOAD(name, seed=seed)
    except (OSError, ValueError):
        if name in NETWORKS:
            recipe = NETWORKS[name].recipe
            model = zoo.architecture(
                recipe.model, recipe.data, classes=STAND_IN[recipe.data][1], front_end=None
            )
            return model.eval()
        classes = 1000 if name.startswith("imagenet") else 10
        return nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(12, classes)).eval()


@pytest.fixture
def stand_ins(monkeypatch):
    fingerprint = datasets.fingerprint
    monkeypatch.setattr(datasets, "load", random_images)
    monkeypatch.setattr(zoo, "load", untrained_network)
    monkeypatch.setattr(
        datasets,
        "fingerprint",
        lambda name: fingerprint(name) if datasets.available(name) else "stand-in",
    )


TIMES = ("first", "lasting")  # of waves: ∞ where one is never learnt


@pytest.mark.parametrize(("name", "scale"), TINY)
def test_an_experiment_runs_at_every_scale_in_tiny_form(name, scale, stand_ins, small_blocks):
    experiment = EXPERIMENTS[name]
    recipe = experiment.embedded if scale == "embedded" else experiment.recipes[scale]
    result = store.compute(experiment, recipe.tiny())
    for shard, values in result.shards.items():
        for key, value in values.items():
            never = np.isposinf(value) & (key in TIMES)
            assert (np.isfinite(value) | never).all(), (shard, key)
    for claim in CLAIMS:
        if claim.experiment == name and not claim.also:
            value = quick.measured(claim, result)
            assert value is None or isinstance(value, Interval), claim.id


@pytest.mark.parametrize(("name", "scale"), CASES)
def test_the_sample_of_a_recipe_is_a_short_form_of_the_same_question(name, scale):
    experiment = EXPERIMENTS[name]
    recipe = experiment.embedded if scale == "embedded" else experiment.recipes[scale]
    if not hasattr(recipe, "sample"):
        return
    few, times = recipe.sample()
    assert few.data == recipe.data
    assert store.questions.shards(experiment, few)[0] in store.questions.shards(experiment, recipe)
    size = "count" if hasattr(recipe, "count") else "steps"  # of data, or of training alone
    assert getattr(few, size) < getattr(recipe, size)
    if scale == "thorough":
        assert times > 10


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_shards_of_every_recipe_can_name_files(name):
    experiment = EXPERIMENTS[name]
    for scale, recipe in experiment.recipes.items():
        assert store.questions.shards(experiment, recipe), scale


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_quick_form_needs_no_download_where_there_is_an_embedded_one(name):
    experiment = EXPERIMENTS[name]
    if experiment.embedded is not None:
        assert experiment.embedded.data in datasets.EMBEDDED
        assert experiment.recipes["quick"].data not in datasets.EMBEDDED


def homes():
    """The module of each experiment, by its name."""
    modules = [importlib.import_module(name) for name in experiments.MODULES]
    return {one.name: each for each in modules for one in getattr(each, "EXPERIMENTS", [])}


def constants(module, name):
    """What a module calls the experiment of a name."""
    return [word for word, value in vars(module).items() if getattr(value, "name", None) == name]


def test_experiments_and_claims_make_one_book():
    waiting = [claim for claim in CLAIMS if claim.chapter in rows.DRAFTED]
    assert len(claims.ledger()) == len(CLAIMS) - len(waiting)
    written = {path.stem for path in (ROOT / "book").glob("*/*.md")}
    assert rows.DRAFTED & written == set()
    asked = {name for claim in CLAIMS for name in (claim.experiment, *claim.also)}
    drawn = "".join(path.read_text() for path in (ROOT / "fourierbook" / "pages").rglob("*.py"))
    drawn += "".join(path.read_text() for path in (ROOT / "book").glob("*/*.md"))
    for name, module in homes().items():
        listed = f"{module.__name__.rsplit('.', 1)[1]}.EXPERIMENTS"
        shown = any(each in drawn for each in (listed, *constants(module, name)))
        assert name in asked or shown, f"{name} decides no claim, and no page shows it"


def test_names_do_not_say_which_data_the_build_has():
    # The status page names a data set if and only if the build has it.
    assert not [name for name in EXPERIMENTS if any(data in name for data in STAND_IN)]


def test_two_experiments_of_one_name_are_refused(monkeypatch):
    import fourierbook.experiments as package

    class Module:
        EXPERIMENTS = [next(iter(EXPERIMENTS.values()))] * 2

    monkeypatch.setattr(package.importlib, "import_module", lambda name: Module)
    with pytest.raises(ValueError, match="a name of its own"):
        gathered(["twice"])


def test_recorded_results_are_whole_and_answer_what_the_book_asks():
    found = sorted(RECORDED.glob("*/*/result.json"))
    assert {path.parents[1].name for path in found} <= set(EXPERIMENTS)
    for path in found:
        document = store.entries.document(path.parent)
        assert document["scale"] in store.LARGER
        assert store.entries.shards(path.parent).keys() == document["shards"].keys()
        assert document["version"] == EXPERIMENTS[document["experiment"]].version


def test_recorded_quick_values_belong_to_the_ledger():
    recorded = quick.read(RECORDED / quick.FILE)
    assert set(recorded) <= {claim.id for claim in CLAIMS}
