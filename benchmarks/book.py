"""How long does the book take? All chapters at scale quick, two at a time, in a clean checkout."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from side_by_side import circumstances, keep, table

from fourierbook import files
from tools.report import CPU_SECONDS, MEMORY_MIB

ROOT = Path(__file__).parents[1]


def build(checkout):
    """Wall seconds of one build."""
    environment = os.environ | {"PYTHONPATH": str(checkout), "OMP_NUM_THREADS": "1"}
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tools.build", "book"], cwd=checkout, env=environment, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - started


def add_a_sentence(checkout):
    page = checkout / "book" / "intro.md"
    files.replace(page, page.read_text(encoding="utf-8") + "\nOne more sentence.\n")
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    command = [sys.executable, "-m", "tools.sync"]
    subprocess.run(command, cwd=checkout, env=environment, check=True, stdout=subprocess.DEVNULL)


def main():
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
        vendored = Path("book/_static/vendor")
        if (ROOT / vendored).exists():
            shutil.copytree(ROOT / vendored, checkout / vendored)
        whole = build(checkout)
        measured = checkout / "build" / "book" / "chapters.json"
        costs = json.loads(measured.read_text(encoding="utf-8"))
        add_a_sentence(checkout)
        again = build(checkout)
    half = sum(cost["cpu_seconds"] for cost in costs.values()) / 2
    reference = "half the CPU seconds of its chapters"
    seconds = {reference: half, "build": whole, "build after a change of prose": again}
    share = {f"{page}, {cost['memory_mib']} MiB": cost for page, cost in costs.items()}
    common = {"rounds": 1, "threads": 1, **circumstances()}
    entries = [
        {
            "question": "the whole book at scale quick",
            "goal": "at most 15 minutes; at most 60 seconds after a change of prose",
            "clock": "wall", **common, "seconds": seconds, "reference": reference,
            "ratios": {way: value / half for way, value in seconds.items()},
        },
        {
            "question": "a chapter at scale quick",
            "goal": f"at most {CPU_SECONDS} CPU seconds, ratio 1, and {MEMORY_MIB} MiB",
            "clock": "CPU", **common, "reference": f"{CPU_SECONDS} CPU seconds",
            "seconds": {page: cost["cpu_seconds"] for page, cost in share.items()},
            "ratios": {page: cost["cpu_seconds"] / CPU_SECONDS for page, cost in share.items()},
        },
    ]  # fmt: skip
    for entry in entries:
        keep(entry)
        print(table(entry))


if __name__ == "__main__":
    main()
