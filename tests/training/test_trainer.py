import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from fourierbook.measure.accuracy import accuracy
from fourierbook.models import zoo
from fourierbook.models.wrappers import Filtered, FrontEnd
from fourierbook.training import recipes, trainer
from fourierbook.training.adversarial import ATTACKS
from fourierbook.training.trainer import Record, fit, initial, seeded
from tests.devices import DEVICES
from tests.training.examples import LONG, RECIPE, bias, data

ROOT = Path(__file__).parents[2]
EXAMPLES = "tests.training.examples"


@pytest.fixture(autouse=True)
def _on_the_cpu(monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_DEVICE", "cpu")


def same(first, second):
    """Whether two runs left the same bits."""
    a, b = first.model.state_dict(), second.model.state_dict()
    return (
        a.keys() == b.keys()
        and all(torch.equal(a[key], b[key]) for key in a)
        and first.losses == second.losses
        and first.records == second.records
    )


# The same recipe gives the same network


@pytest.mark.parametrize("device", DEVICES)
def test_the_same_recipe_gives_the_same_bits_and_another_seed_others(device, monkeypatch):
    monkeypatch.setenv("FOURIERBOOK_DEVICE", device)
    monkeypatch.setattr(torch.backends.cudnn, "deterministic", True)
    first = fit(RECIPE, data())
    assert same(first, fit(RECIPE, data()))
    assert not same(first, fit(replace(RECIPE, seed=1), data()))
    assert first.device == device
    assert next(first.model.parameters()).device.type == device


def test_a_run_neither_reads_nor_changes_the_global_random_state():
    runs = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        state = torch.get_rng_state()
        runs.append(fit(RECIPE, data()))
        assert torch.equal(torch.get_rng_state(), state)
    assert same(*runs)


def test_a_run_leaves_the_random_state_of_gpus_alone(monkeypatch):
    def touched(seed):
        raise AssertionError("the generators of every GPU were seeded")

    monkeypatch.setattr(torch.cuda, "manual_seed_all", touched)
    initial(RECIPE, 4)


def test_a_run_leaves_its_data_as_they_were():
    given = data()
    images, labels = given.images.clone(), given.labels.clone()
    recipe = replace(RECIPE, augmentation="none")
    fit(recipe, given, perturb=lambda model, images, labels, generator: images.zero_())
    assert torch.equal(given.images, images)
    assert torch.equal(given.labels, labels)


def test_what_is_measured_along_the_way_changes_nothing_and_stands_at_its_steps():
    watched = fit(RECIPE, data(), record=Record(bias, every=2, at=(0, 2, 4)))
    plain = fit(RECIPE, data())
    assert all(map(torch.equal, watched.model.parameters(), plain.model.parameters()))
    when = [{key: record[key] for key in record if key != "bias"} for record in watched.records]
    assert when == [{"step": 0}, {"step": 2}, {"step": 4}, {"epoch": 2}]  # an epoch has 3 steps
    assert watched.records[-1]["bias"] == bias(watched.model)["bias"]
    assert watched.records[0]["bias"] == bias(initial(RECIPE, 4))["bias"]


def test_another_loss_is_the_one_that_is_trained_on():
    def squares(logits, labels):
        return (logits - torch.nn.functional.one_hot(labels, 4)).square().mean()

    with_squares = fit(RECIPE, data(), loss=squares)
    assert not same(with_squares, fit(RECIPE, data()))
    logits = with_squares.model(data().images).detach()
    assert squares(logits, data().labels) < squares(0 * logits, data().labels)


# An interrupted run goes on where it was


def test_a_run_that_was_killed_goes_on_to_the_same_bits(tmp_path):
    whole = fit(LONG, data(16), record=Record(bias, every=3))
    checkpoint = tmp_path / "networks" / "run.pt"
    seed = random.SystemRandom().randrange(2**32)
    print(f"the moment of the kill is drawn with seed {seed}")
    program = [sys.executable, "-m", EXAMPLES, str(checkpoint), str(torch.get_num_threads())]
    process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not checkpoint.exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(random.Random(seed).uniform(0, 0.5))
    finally:
        process.kill()
    assert process.wait() == -9
    done = len(torch.load(checkpoint, weights_only=True)["losses"])
    assert 1 <= done < LONG.epochs
    resumed = fit(LONG, data(16), record=Record(bias, every=3), checkpoint=checkpoint)
    assert same(resumed, whole)
    assert [entry["epoch"] for entry in resumed.records] == list(range(3, 31, 3))


def test_interrupted_after_any_epoch_a_run_goes_on_to_the_same_bits(tmp_path):
    recipe = replace(RECIPE, epochs=4)
    whole = fit(recipe, data(), record=Record(bias))
    for epoch in range(1, 4):

        def interrupt(model, counted=[], epoch=epoch):  # noqa: B006 (counts its calls)
            counted.append(model)
            if len(counted) > epoch:
                raise KeyboardInterrupt
            return bias(model)

        checkpoint = tmp_path / f"{epoch}.pt"
        with pytest.raises(KeyboardInterrupt):
            fit(recipe, data(), record=Record(interrupt), checkpoint=checkpoint)
        resumed = fit(recipe, data(), record=Record(bias), checkpoint=checkpoint)
        assert same(resumed, whole)


def test_a_finished_run_is_read_from_its_checkpoint(tmp_path):
    whole = fit(RECIPE, data(), record=Record(bias), checkpoint=tmp_path / "run.pt")

    def never(model):
        raise AssertionError("the run was done again")

    again = fit(RECIPE, data(), record=Record(never), checkpoint=tmp_path / "run.pt")
    assert same(again, whole)
    assert again.seconds == whole.seconds > 0
    assert not again.model.training
    assert [path.name for path in tmp_path.iterdir()] == ["run.pt"]


def test_a_checkpoint_of_another_recipe_is_refused(tmp_path):
    checkpoint = tmp_path / "run.pt"
    fit(RECIPE, data(), checkpoint=checkpoint)
    for other in (replace(RECIPE, seed=1), replace(RECIPE, weight_decay=0.0)):
        with pytest.raises(ValueError, match=r"run\.pt was written by another recipe: .*'seed': 0"):
            fit(other, data(), checkpoint=checkpoint)


@pytest.mark.parametrize("other", [{"a": 1}, [1]])
def test_a_file_of_another_kind_is_no_checkpoint(tmp_path, other):
    torch.save(other, tmp_path / "run.pt")
    with pytest.raises(ValueError, match=r"run\.pt is damaged; delete it"):
        fit(RECIPE, data(), checkpoint=tmp_path / "run.pt")


@pytest.mark.parametrize("kept", [0, 100, -100])
def test_a_damaged_checkpoint_is_refused_by_name(tmp_path, kept):
    checkpoint = tmp_path / "run.pt"
    fit(RECIPE, data(), checkpoint=checkpoint)
    checkpoint.write_bytes(checkpoint.read_bytes()[:kept])
    with pytest.raises(ValueError, match=r"run\.pt is damaged; delete it"):
        fit(RECIPE, data(), checkpoint=checkpoint)


def test_a_byte_flipped_anywhere_in_a_checkpoint_is_refused_or_changes_nothing(tmp_path):
    checkpoint = tmp_path / "run.pt"
    whole = fit(RECIPE, data(), checkpoint=str(checkpoint))
    content, refused = bytearray(checkpoint.read_bytes()), []
    places = [
        *range(0, len(content), len(content) // 40),
        *range(len(content) - 900, len(content), 36),
    ]
    for place in places:
        content[place] ^= 64
        checkpoint.write_bytes(content)
        content[place] ^= 64
        try:
            assert same(fit(RECIPE, data(), checkpoint=checkpoint), whole)
        except ValueError as problem:
            refused.append(str(problem))
    assert all("run.pt is damaged" in said for said in refused)
    assert len(refused) > 4  # the other bytes only fill up


# What is measured and changed along the way


def test_a_record_is_taken_after_every_so_many_epochs_in_evaluation_mode():
    modes = []

    def measure(model):
        modes.append(model.training)
        return bias(model)

    recipe = replace(RECIPE, epochs=5)
    recorded = fit(recipe, data(), record=Record(measure, every=2))
    assert [entry["epoch"] for entry in recorded.records] == [2, 4]
    assert modes == [False, False]
    assert recorded.records[0]["bias"] != recorded.records[1]["bias"]
    plain = fit(recipe, data())
    assert plain.records == []
    recorded.records.clear()
    assert same(recorded, plain)
    last = fit(recipe, data(), record=Record(bias, every=5))
    assert last.records == [{"epoch": 5, **bias(last.model)}]


def test_a_perturbation_sees_each_batch_and_its_answer_is_what_is_trained_on():
    seen = []

    def blackened(model, images, labels, generator):
        seen.append((images.shape, labels.tolist(), model.training))
        return torch.zeros_like(images)

    recipe = replace(RECIPE, augmentation="none", epochs=1)
    run = fit(recipe, data(), perturb=blackened)
    assert [shape for shape, _, _ in seen] == [(16, 3, 32, 32)] * 3
    trained_on = [label for _, labels, _ in seen for label in labels]
    assert sorted(trained_on) == sorted(data().labels.tolist())
    assert all(training for _, _, training in seen)
    black = data()._replace(images=torch.zeros_like(data().images))
    assert same(run, fit(recipe, black))


def test_a_perturbation_may_draw_from_the_generator_and_the_run_can_still_be_repeated():
    def noisy(model, images, labels, generator):
        return images + 0.1 * torch.randn(images.shape, generator=generator)

    assert same(fit(RECIPE, data(), perturb=noisy), fit(RECIPE, data(), perturb=noisy))
    assert not same(fit(RECIPE, data(), perturb=noisy), fit(RECIPE, data()))


def test_every_image_is_seen_once_an_epoch_in_a_new_order():
    orders = []

    def watch(model, images, labels, generator):
        orders.extend(images[:, 0, 0, 0].tolist())
        return images

    fit(replace(RECIPE, augmentation="none"), data(), perturb=watch)
    first, second = orders[:48], orders[48:]
    assert len(set(first)) == 48
    assert sorted(first) == sorted(second)
    assert first != second


def test_images_beyond_the_count_and_those_held_out_are_never_seen():
    given = data(48)
    spoilt = given._replace(images=given.images.clone())
    spoilt.images[32:] = torch.nan
    recipe = replace(RECIPE, count=40, held_out=8)
    assert same(fit(recipe, spoilt), fit(replace(RECIPE, count=32), given))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"count": 49}, "trains on 49 − 0 images in batches of 16; the data has 48"),
        ({"held_out": 33}, "trains on 48 − 33 images in batches of 16; the data has 48"),
        ({"count": 8}, "trains on 8 − 0 images in batches of 16; the data has 48"),
    ],
)
def test_too_few_images_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        fit(replace(RECIPE, **change), data())


# What the recipe says is what is done


def test_a_network_learns_what_can_be_told_apart():
    recipe = replace(RECIPE, epochs=10, augmentation="none", learning_rate=0.1)
    run = fit(recipe, data(96, low=0.2, high=0.2))
    assert len(run.losses) == 10
    assert run.losses[-1] < run.losses[0] / 4
    fresh = data(64, seed=1, low=0.2, high=0.2)
    assert not run.model.training
    assert accuracy(run.model, fresh.images, fresh.labels).mean > 0.9


def test_the_loss_of_an_epoch_is_the_mean_over_its_batches():
    batches = []

    def watch(model, images, labels, generator):
        batches.append((images, labels))
        return images

    recipe = replace(RECIPE, epochs=1, learning_rate=1e-9, augmentation="none")
    run = fit(recipe, data(), perturb=watch)
    model = initial(recipe, 4).train()
    expected = [
        torch.nn.functional.cross_entropy(model(images), labels).item()
        for images, labels in batches
    ]
    assert len(expected) == 3
    assert run.losses == [pytest.approx(np.mean(expected), rel=1e-5)]


def test_the_first_step_is_nesterovs_with_weight_decay_on_the_mean_loss():
    recipe = replace(
        RECIPE,
        epochs=1,
        count=16,
        augmentation="none",
        label_smoothing=0.1,
        warm_up=1.0,
        weight_decay=0.1,
    )
    given = data(16)
    model = initial(recipe, 4).train()
    loss = torch.nn.functional.cross_entropy(model(given.images), given.labels, label_smoothing=0.1)
    loss.backward()
    rate = recipe.learning_rate / 25  # the first of the schedule
    run = fit(recipe, given)
    assert run.losses == [pytest.approx(loss.item(), rel=1e-5)]
    for before, after in zip(model.parameters(), run.model.parameters(), strict=True):
        slope = before.grad + recipe.weight_decay * before
        expected = before - rate * (1 + recipe.momentum) * slope
        torch.testing.assert_close(after, expected, atol=2e-6, rtol=1e-4)


def test_the_learning_rate_rises_and_falls_along_two_half_cosines():
    run = trainer._Run(replace(RECIPE, epochs=8, warm_up=0.25), data())
    rates = []
    for _ in range(24):
        rates.append(run.schedule.get_last_lr()[0])
        run.optimizer.step()
        run.schedule.step()
    peak, up = RECIPE.learning_rate, 0.25 * 25 - 1
    for step, rate in enumerate(rates):
        low, part = (peak / 25, step / up) if step <= up else (0, (24 - step) / (24 - up))
        expected = low + (peak - low) * (1 - np.cos(np.pi * part)) / 2
        assert rate == pytest.approx(expected, abs=1e-3 * peak)


@pytest.mark.parametrize("steps", range(1, 9))
@pytest.mark.parametrize("warm_up", [0.0, 0.25, 0.5, 1.0])
def test_a_schedule_of_any_length_stays_between_zero_and_its_peak(steps, warm_up):
    run = trainer._Run(replace(RECIPE, epochs=steps, count=16, warm_up=warm_up), data())
    for _ in range(steps):
        assert 0 <= run.schedule.get_last_lr()[0] <= RECIPE.learning_rate
        run.optimizer.step()
        run.schedule.step()


def test_images_reach_the_network_channels_last():
    layouts = []

    def watch(model, images, labels, generator):
        model.model.layers[0].register_forward_pre_hook(
            lambda _, seen: layouts.append(seen[0].is_contiguous(memory_format=torch.channels_last))
        )
        return images

    fit(replace(RECIPE, epochs=1, count=16), data(), perturb=watch)
    assert layouts == [True]


def test_a_run_with_a_front_end_is_trained_through_it():
    front_end = FrontEnd("low_pass", 5)
    run = fit(replace(RECIPE, front_end=front_end), data())
    assert isinstance(run.model, Filtered)
    assert torch.equal(run.model.mask, front_end.mask(32, 32))
    plain = fit(RECIPE, data())
    assert run.losses != plain.losses


@pytest.mark.parametrize("front_end", [None, FrontEnd("high_pass", 21)])
def test_a_run_can_start_from_a_network_of_the_zoo(front_end, tmp_path, monkeypatch):
    monkeypatch.setattr(zoo, "WEIGHTS", tmp_path)
    facts = {"classes": 4, "recipe": {"model": "small_cnn", "data": "specimens", "front_end": None}}
    zoo.save("before", fit(RECIPE, data()).model, facts, seed=3)
    recipe = replace(RECIPE, start="before", seed=3, front_end=front_end)
    model, start = initial(recipe, 4), zoo.load("before", seed=3)
    for (_, first), (_, second) in zip(
        model.state_dict().items(), start.state_dict().items(), strict=True
    ):
        assert torch.equal(first, second)
    assert isinstance(model, Filtered) == (front_end is not None)
    with pytest.raises(ValueError, match=r"before is there with the seeds \[3\]; got 0"):
        initial(replace(recipe, seed=0), 4)


# Precision


def test_without_bf16_a_run_falls_back_to_fp32_and_says_so_in_one_line(monkeypatch, capsys):
    for question in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        monkeypatch.setattr(torch.cpu, question, lambda: False)
    run = fit(replace(RECIPE, precision="bf16"), data())
    printed = capsys.readouterr().err
    assert printed == "this cpu has no bf16 arithmetic: computing in fp32 instead\n"
    assert run.precision == "fp32"
    assert same(run, fit(RECIPE, data()))
    assert capsys.readouterr().err == ""


def test_where_there_is_bf16_it_is_used_and_the_loss_stays_in_fp32(monkeypatch, capsys):
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    run = fit(replace(RECIPE, precision="bf16"), data())
    assert run.precision == "bf16"
    assert capsys.readouterr().out == ""
    single = fit(RECIPE, data())
    assert run.losses != single.losses
    assert run.losses == pytest.approx(single.losses, rel=0.05)
    assert {weights.dtype for weights in run.model.parameters()} == {torch.float32}


# Seeds


def test_streams_are_decided_by_all_the_numbers_together():
    def draws(*numbers):
        generator = seeded(torch.device("cpu"), *numbers)
        return tuple(torch.rand(4, generator=generator).tolist())

    assert draws(0, 1) == draws(0, 1)
    different = {draws(*numbers) for numbers in [(0, 1), (1, 0), (0, 0), (1,), (0, 1, 0), (10,)]}
    assert len(different) == 6


def test_the_shipped_recipes_run_when_they_are_tiny(tmp_path, monkeypatch):
    monkeypatch.setattr(zoo, "WEIGHTS", tmp_path)
    cifar = data(16)._replace(classes=tuple("0123456789"), name="cifar10")
    natural = fit(recipes.CIFAR10_RESNET20.tiny(), cifar)
    facts = {"classes": 10, "recipe": {"model": "resnet20", "data": "cifar10", "front_end": None}}
    zoo.save("cifar10-resnet20", natural.model, facts)
    filtered = replace(recipes.CIFAR10_THROUGH_FILTER, front_end=FrontEnd("low_pass", 7))
    for recipe, given in (
        (recipes.CIFAR10_RESNET20, cifar),
        (recipes.SPECIMENS_CNN, data(16)),
        (filtered, cifar),
    ):
        tiny = recipe.tiny()
        assert (
            replace(
                tiny, epochs=recipe.epochs, count=None, batch_size=128, held_out=recipe.held_out
            )
            == recipe
        )
        run = fit(tiny, given)
        assert len(run.losses) == 1
        assert run.recipe == tiny
        assert np.isfinite(run.losses[0])


# What a recipe names


def test_a_recipe_that_names_its_attack_trains_on_what_it_makes():
    recipe = replace(RECIPE, epochs=1, augmentation="none", attack="linf8_single_step")
    attacked = fit(recipe, data())
    by_hand = fit(replace(recipe, attack=None), data(), perturb=ATTACKS["linf8_single_step"])
    assert same(attacked, by_hand)
    assert not same(attacked, fit(replace(recipe, attack=None), data()))


def test_in_bf16_the_attack_leaves_every_weight_its_gradient():
    recipe = replace(RECIPE, epochs=1, precision="bf16", attack="linf8_single_step")
    before = initial(recipe, 4)
    after = fit(recipe, data()).model
    for old, new in zip(before.parameters(), after.parameters(), strict=True):
        assert not torch.equal(old, new)


def test_two_perturbations_are_refused():
    recipe = replace(RECIPE, attack="linf8_single_step")
    with pytest.raises(ValueError, match="leave out perturb"):
        fit(recipe, data(), perturb=lambda model, images, labels, generator: images)


@pytest.mark.parametrize("field", ["attack", "augmentation", "optimizer"])
def test_a_name_that_is_not_there_is_refused_with_those_that_are(field):
    with pytest.raises(ValueError, match=f"the {field} is one of .*; got 'nothing'"):
        fit(replace(RECIPE, **{field: "nothing"}), data())


def test_the_first_step_of_adamw_moves_each_weight_by_the_learning_rate():
    recipe = replace(RECIPE, epochs=4, optimizer="adamw", learning_rate=1e-3, weight_decay=0.5)
    seen = []

    def watch(model, images, labels, generator):
        seen.append(model.model.head.bias.detach().clone())
        return images

    fit(recipe, data(), perturb=watch)
    first = 1e-3 / 25  # of its peak
    moved = (seen[1] - seen[0] * (1 - first * 0.5)).abs()
    torch.testing.assert_close(moved, torch.full_like(moved, first), rtol=1e-2, atol=0)
