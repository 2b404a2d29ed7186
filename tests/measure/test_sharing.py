"""What an executor cannot do is one sentence, and no process waits for ever or dies of it."""

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
import torch
from torch import nn

from fourierbook.measure import sharing
from fourierbook.measure.heatmap import fourier_heatmap
from fourierbook.results import store
from tests.results.fakes import Draws, experiment

IMAGES, LABELS = torch.full((2, 1, 3, 3), 0.5), torch.tensor([0, 1])


class Ends(nn.Module):
    """A network that ends the process of every worker, as a system without memory does."""

    def __init__(self):
        super().__init__()
        self.home = os.getpid()

    def forward(self, images):
        if os.getpid() != self.home:
            os._exit(9)
        return images.flatten(1)


def mapped(network, executor):
    return fourier_heatmap(network, IMAGES, LABELS, norm=1.0, executor=executor)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="nothing forks")
def test_workers_that_are_forked_are_refused_with_the_line_that_starts_them_right():
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as executor:
        with pytest.raises(ValueError, match=r"got an executor that forks: make it with Process"):
            mapped(nn.Flatten(), executor)
        with pytest.raises(ValueError, match="got an executor that forks"):
            store.compute(experiment(), Draws(5), executor=executor)
        assert not executor._processes, "no worker was started"
    for start in ("spawn", "forkserver"):
        with ProcessPoolExecutor(2, mp_context=get_context(start)) as executor:
            sharing.check_executor(executor)


def test_a_network_that_cannot_be_pickled_is_one_sentence_and_starts_no_worker():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        with pytest.raises(ValueError, match=r"by pickle, .* no lambda; got \w+Error: .*lambda"):
            mapped(lambda images: images.flatten(1), executor)
        assert not executor._processes


def test_a_network_that_was_typed_in_is_one_sentence_and_starts_no_worker(monkeypatch):
    typed = type("Typed", (nn.Flatten,), {"__module__": "__main__"})
    monkeypatch.setattr(sys.modules["__main__"], "Typed", typed, raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "<stdin>", raising=False)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        with pytest.raises(ValueError, match="got what was defined in a notebook or typed in: def"):
            mapped(typed(), executor)
        assert not executor._processes
    with ThreadPoolExecutor(2) as executor:  # threads read nothing again
        assert mapped(typed(), executor).images == 2


def test_a_worker_that_dies_is_one_sentence():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        with pytest.raises(ChildProcessError, match="a worker process has died: there was not"):
            mapped(Ends(), executor)


def test_after_an_error_in_one_part_the_others_are_not_begun():
    begun, over = [], threading.Event()

    def work(network, number):
        begun.append(number)
        if number == 0:
            raise ValueError("part 0")
        over.wait(60)

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(ValueError, match="part 0"):
            [*sharing.shared(executor, work, None, [(number,) for number in range(5)])]
        over.set()
    assert begun in ([0], [0, 1])
