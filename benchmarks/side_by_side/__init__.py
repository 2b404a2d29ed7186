"""Time several ways to do the same work beside each other, and keep what was found.

Shared machines are noisy: each round runs every way once, so that all meet the same noise, CPU
seconds are counted (wall seconds where several processes work), and a ratio is the median of the
rounds' own ratios. `measured.json` keeps the last run of every question on every kind of machine;
`make bench` prints it last.
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

from fourierbook import files

KEPT = Path(__file__).parents[1] / "measured.json"
CLOCKS = {"CPU": time.process_time, "wall": time.perf_counter}


def compare(
    question: str,
    ways: dict[str, Callable[[], object]],
    *,
    reference: str,
    images: int,
    goal: str,
    rounds: int = 7,
    unit: str = "images",
    clock: str = "CPU",
) -> dict[str, float]:
    """Time each way in every round, print a table with the ratio last, and keep it.

    Args:
        question: what is asked, in words.
        ways: functions that do the same work.
        reference: the way that the others are measured against.
        images: that each call works on, or how many of another unit.
        goal: in words.
        rounds: at least 5; one more comes first and is not counted.
        unit: of what each call works on.
        clock: CPU, of this process, or wall.

    Returns:
        Each way's seconds as a multiple of the reference's: the median over the rounds.
    """
    _run(ways, CLOCKS[clock])
    timed = [_run(ways, CLOCKS[clock]) for _ in range(rounds)]
    seconds = {way: statistics.median(each[way] for each in timed) for way in ways}
    ratios = {way: statistics.median(each[way] / each[reference] for each in timed) for way in ways}
    entry = {"question": question, "goal": goal, "amount": images, "unit": unit, "clock": clock,
             "rounds": rounds, "threads": torch.get_num_threads(), **circumstances(),
             "seconds": seconds,
             "reference": reference, "ratios": ratios}  # fmt: skip
    keep(entry)
    print(table(entry))
    return ratios


def _run(ways: dict[str, Callable[[], object]], clock: Callable[[], float]) -> dict[str, float]:
    seconds = {}
    for way, work in ways.items():
        started = clock()
        work()
        seconds[way] = clock() - started
    return seconds


def keep(entry: dict) -> None:
    """Put an entry in the place of the one on the same question from the same kind of machine."""
    others = [old for old in kept() if _which(old) != _which(entry)]
    files.replace(KEPT, json.dumps(sorted([*others, entry], key=_which), indent=1) + "\n")


def kept() -> list[dict]:
    """Every entry, by question and machine."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []


def table(entry: dict) -> str:
    """An entry as text: a line for each way, its ratio last."""
    width = max(map(len, entry["seconds"])) + 2
    lines = [
        f"{entry['question']} ({entry['machine']}, {entry['threads']} thread(s), load "
        f"{entry['load']}, torch {entry['versions']['torch']}, {entry['date'][:10]})",
        f"goal: {entry['goal']}",
    ]
    for way, seconds in entry["seconds"].items():
        rate = f"{entry['amount'] / seconds:12,.0f} {entry['unit']}/s" if "unit" in entry else ""
        line = f"  {way:{width}}{seconds:10.4f} {entry['clock']} s{rate}"
        lines.append(f"{line}{entry['ratios'][way]:9.3f}")
    return "\n".join(lines) + "\n"


def _which(entry: dict) -> tuple[str, str]:
    return entry["question"], entry["machine"]


def circumstances() -> dict[str, object]:
    """Machine, load, versions, date."""
    names = [
        line.split(":", 1)[1].strip()
        for line in (
            Path("/proc/cpuinfo").read_text(encoding="utf-8")
            if Path("/proc/cpuinfo").exists()
            else ""
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
