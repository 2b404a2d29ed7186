"""Shards in other processes: the same bits as in this one, and nothing lost when one dies."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster

from fourierbook.results import executors, store
from tests.results.fakes import Draws, experiment

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]


@contextmanager
def scheduler(workers=2):
    """Start a Dask scheduler with workers of one thread each: its address and all processes."""
    command = [BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}  # for this folder's fakes
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)]
    try:
        lines = iter(started[0].stderr.readline, "")
        address = next(m[0] for line in lines if (m := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
        threading.Thread(target=list, args=(lines,), daemon=True).start()  # so that it can go on
        for _ in range(workers):
            command = [BIN / "dask", "worker", address, "--nthreads", "1", "--no-dashboard"]
            started.append(
                subprocess.Popen(
                    [*command, "--no-nanny"],
                    env=environment,
                    stderr=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                )
            )
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()


@contextmanager
def scheduler_in_threads():
    """Run a Dask scheduler with two workers as threads of this process: its address alone."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address, None


nightly = pytest.mark.nightly  # what starts programs of Dask's, which import all that there is


@pytest.fixture(
    scope="module", params=[scheduler_in_threads, pytest.param(scheduler, marks=nightly)]
)
def dask(request):
    with request.param() as (address, _):
        yield address


def alone(recipe):
    """The same result from this process, and from it alone."""
    return {shard: store._run(experiment().run, recipe, shard)[0] for shard in _shards(recipe)}


def _shards(recipe):
    return experiment().shards(recipe)


def same(result, recipe):
    for shard, values in alone(recipe).items():
        for name, value in values.items():
            assert np.array_equal(result.shards[shard][name], value), (shard, name)


@pytest.mark.parametrize("count", [pytest.param(2, marks=nightly), 7])
def test_a_process_pool_gives_the_bits_of_one_process(count):
    recipe = Draws(50, seeds=tuple(range(count)))
    with executors.processes(2) as pool:
        same(store.compute(experiment(), recipe, executor=pool), recipe)


@pytest.mark.parametrize("count", [2, 7])
def test_a_dask_scheduler_gives_the_bits_of_one_process(dask, count):
    recipe = Draws(60, seeds=tuple(range(count)))
    with executors.dask(dask) as cluster:
        same(store.compute(experiment(), recipe, executor=cluster), recipe)


def _in_the_background(pool, recipe):
    return ThreadPoolExecutor(1).submit(store.compute, experiment(), recipe, executor=pool)


def _wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def _lines(diary):
    return diary.read_text().splitlines() if diary.exists() else []


def test_a_worker_that_is_killed_is_one_error_and_loses_no_finished_shard(tmp_path):
    diary = tmp_path / "diary"
    recipe = Draws(5, seeds=tuple(range(4)), pause=1.0, diary=str(diary))

    def kill_the_worker():
        with executors.processes(1) as pool:
            running = _in_the_background(pool, recipe)
            _wait_for(lambda: len(store.missing(experiment(), recipe)) < 4)
            (worker,) = pool._processes
            os.kill(worker, signal.SIGKILL)
            running.result()

    with pytest.raises(ChildProcessError, match=r"A worker process has died\. What was finished"):
        kill_the_worker()
    left = store.missing(experiment(), recipe)
    assert 0 < len(left) < 4
    before = _lines(diary)
    same(store.compute(experiment(), recipe), recipe)
    assert sorted(_lines(diary)[len(before) :][: len(left)]) == sorted(left)


@nightly
def test_a_dask_worker_that_is_killed_loses_nothing(tmp_path):
    diary = tmp_path / "diary"
    recipe = Draws(5, seeds=tuple(range(5)), pause=1.0, diary=str(diary))
    with scheduler() as (address, started), executors.dask(address) as cluster:
        running = _in_the_background(cluster, recipe)
        _wait_for(lambda: len(store.missing(experiment(), recipe)) < 5)
        started[-1].kill()
        same(running.result(timeout=120), recipe)


@nightly
def test_a_scheduler_that_is_gone_is_one_error_and_what_was_finished_is_kept(capfd):
    recipe = Draws(5, seeds=tuple(range(6)), pause=2.0)

    def kill_the_scheduler():
        with scheduler() as (address, started), executors.dask(address) as cluster:
            running = _in_the_background(cluster, recipe)
            _wait_for(lambda: len(store.missing(experiment(), recipe)) < 6)
            started[0].kill()
            running.result(timeout=120)

    with pytest.raises(ConnectionError, match=r"The Dask scheduler at tcp:.* is gone\. What was"):
        kill_the_scheduler()
    left = store.missing(experiment(), recipe)
    assert 0 < len(left) < 6
    assert "Traceback" not in capfd.readouterr().err
    same(store.compute(experiment(), recipe), recipe)


def test_an_address_without_a_scheduler_is_one_error():
    with pytest.raises(ConnectionError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        with executors.dask("tcp://127.0.0.1:9"):
            pass


def test_no_worker_is_refused():
    with pytest.raises(ValueError, match="at least one worker; got 0"), executors.processes(0):
        pass


def _is_alive(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_workers_end_with_the_process_that_started_them_also_where_it_is_killed():
    code = (
        "import time\nfrom fourierbook.results import executors\n"
        "if __name__ == '__main__':\n"
        "    with executors.processes(2) as pool:\n"
        "        [*pool.map(time.sleep, [0.5, 0.5])]\n"
        "        asleep = [pool.submit(time.sleep, 600) for _ in range(2)]\n"
        "        print(*pool._processes, flush=True)\n"
        "        time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    workers = [int(word) for word in parent.stdout.readline().split()]
    assert len(workers) == 2
    assert all(map(_is_alive, workers))
    parent.kill()
    parent.wait()
    try:
        _wait_for(lambda: not any(map(_is_alive, workers)), seconds=10)
    finally:
        for worker in filter(_is_alive, workers):
            os.kill(worker, signal.SIGKILL)
