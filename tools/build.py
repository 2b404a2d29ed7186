"""Build the book: check the pairs, run the chapters, render the pages, say what it took.

`python -m tools.build book` uses the data there is (make book); `python -m tools.build embedded`
uses embedded data alone and runs every chapter as Colab would (part of make test).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from fourierbook import settings
from tools import cache, check_pairs, environment, execute, report, site_config
from tools.pages import ROOT, notebooks, reads_results


def prepared(name: str, folder: Path) -> tuple[Path, dict[str, str], Path]:
    """Python, environment and data folder of the build's kernels.

    Raises:
        SystemExit: if FOURIERBOOK_DATA names a folder that is missing.
    """
    python, base = Path(sys.executable), dict(os.environ)
    if name == "embedded":
        base = environment.embedded_data_alone(folder, base)
        python, base = environment.colab_environment(folder, base)
        data = Path(base["FOURIERBOOK_DATA"])
    else:
        try:
            data = settings.data_folder()
        except ValueError as error:
            raise SystemExit(str(error)) from None
    if "FOURIERBOOK_DATA" in base:
        base["FOURIERBOOK_DATA"] = str(data)
    return python, environment.kernel_environment(folder, base), data


def merge_results(entries: Mapping[str, Path], folder: Path) -> None:
    """Put the results that the chapters wrote together, in an order that is always the same."""
    for entry in entries.values():
        if (entry / "results").is_dir():
            shutil.copytree(entry / "results", folder / "results", dirs_exist_ok=True)
    costs = report.collect(entries)
    (folder / "chapters.json").write_text(json.dumps(costs, indent=1))


def run_all(name: str, folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Execute the chapters, then the pages that show what they measured."""
    python, kernels, data = prepared(name, folder)
    shared = cache.shared_key(data, kernels)
    pages, results = notebooks(), folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    first = [page for page in pages if not reads_results(page)]
    options = {"python": python, "workers": os.cpu_count() or 2}
    options["workers"] = int(os.environ.get("N", "2"))
    entries = execute.execute(first, folder / "run", environment=kernels, shared=shared, **options)
    merge_results(entries, folder)
    measured = {
        "FOURIERBOOK_BUILD_RESULTS": str(results),
        "FOURIERBOOK_BUILD_STATS": str(folder / "chapters.json"),
    }
    later = [page for page in pages if reads_results(page)]
    key = shared + cache.files_hash([results, folder / "chapters.json"])
    kernels = {**kernels, **measured}
    entries |= execute.execute(later, folder / "run", environment=kernels, shared=key, **options)
    return entries, {**kernels, "FOURIERBOOK_RESULTS": str(results)}


def check_claims(kernels: Mapping[str, str]) -> int:
    """Print the claims whose quick result moved; the code is not 0 if there is one."""
    command = [sys.executable, "-m", "fourierbook.cli", "claims", "--check"]
    return subprocess.run(command, env=dict(kernels), check=False).returncode


def build(name: str) -> int:
    """Build the book called `name` (`book` or `embedded`) in `build/<name>`."""
    start = time.perf_counter()
    if problems := check_pairs.problems():
        raise SystemExit("\n".join(problems))
    folder = ROOT / "build" / name
    folder.mkdir(parents=True, exist_ok=True)
    entries, kernels = run_all(name, folder)
    site_config.assemble(folder / "site", entries)
    page = site_config.render(folder / "site", folder)
    costs = report.collect(entries)
    print(report.table(costs, cached=set()))
    print(*report.warnings(costs), sep="\n")
    moved = check_claims(kernels)
    if site_config.address() is None:
        print("_config.yml holds no repository address yet, so the pages have no launch buttons.")
    print(f"Built in {time.perf_counter() - start:.0f} seconds. Open {page}")
    return moved if name == "embedded" or os.environ.get("CI") else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["book", "embedded"])
    sys.exit(build(parser.parse_args().name))
