"""Time several ways to do the same work beside each other, and keep a line of every run.

Shared machines are noisy: each round runs every way once, so that all meet the same noise, CPU
seconds are counted, and a ratio is the median of the rounds' own ratios.
"""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import torch

LEDGER = Path(__file__).parents[2] / "build" / "benchmarks.json"  # a JSON object a line


def compare(
    question: str,
    ways: dict[str, Callable[[], object]],
    *,
    reference: str,
    images: int,
    goal: str,
    rounds: int = 7,
    unit: str = "images",
) -> dict[str, float]:
    """Time each way in every round, print a table with the ratio last, and append it to the ledger.

    Args:
        question: what is asked, in words.
        ways: functions that do the same work.
        reference: the way that the others are measured against.
        images: that each call works on, or how many of another unit.
        goal: in words.
        rounds: at least 5; one more comes first and is not counted.
        unit: of what each call works on.

    Returns:
        Each way's CPU seconds as a multiple of the reference's: the median over the rounds.
    """
    timed = [{way: _seconds(work) for way, work in ways.items()} for _ in range(rounds + 1)][1:]
    seconds = {way: statistics.median(each[way] for each in timed) for way in ways}
    ratios = {way: statistics.median(each[way] / each[reference] for each in timed) for way in ways}
    print(f"{question}: {images:,} {unit}, {torch.get_num_threads()} thread(s), {rounds} rounds")
    print(f"{'':34}{'CPU seconds':>12}{unit + '/s':>12}{'ratio':>9}")
    for way in ways:
        rate = images / seconds[way]
        print(f"{way:34}{seconds[way]:12.4f}{rate:12,.0f}{ratios[way]:9.3f}")
    print(f"goal: {goal}\n")
    entry = {"question": question, "seconds": seconds, unit: images, "rounds": rounds,
             "threads": torch.get_num_threads(), "goal": goal, "reference": reference,
             **_circumstances(), "ratios": ratios}  # fmt: skip
    LEDGER.parent.mkdir(exist_ok=True)
    with LEDGER.open("a") as ledger:
        ledger.write(json.dumps(entry) + "\n")
    return ratios


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _circumstances() -> dict[str, object]:
    names = [
        line.split(":", 1)[1].strip()
        for line in (
            Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
        ).splitlines()
        if line.startswith("model name")
    ]
    return {
        "machine": f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
