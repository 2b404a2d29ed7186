"""Build the book: check the pairs, run the chapters, render the pages, say what it took.

`python -m tools.build book` uses the data there is (make book); `python -m tools.build embedded`
uses embedded data alone and runs every chapter as Colab would (part of make test).
"""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from fourierbook import settings
from fourierbook.locks import locked
from tools import cache, check_pairs, environment, execute, hashes, report, site_config, site_copy
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


def run_all(name: str, folder: Path) -> tuple[execute.Executed, dict[str, str]]:
    """Execute the chapters, then the pages that show what they measured.

    Returns:
        What was executed, and the environment in which their results are found.
    """
    python, kernels, data = prepared(name, folder)
    shared = cache.shared_key(data, kernels)
    pages, results = notebooks(), folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    options = {"folder": folder / "run", "python": python, "workers": int(os.environ.get("N", "2"))}
    chapters = [page for page in pages if not reads_results(page)]
    first = execute.execute(chapters, environment=kernels, shared=shared, **options)
    report.merge_results(first.entries, folder)
    kernels["FOURIERBOOK_BUILD_RESULTS"] = str(results)
    kernels["FOURIERBOOK_BUILD_STATS"] = str(folder / "chapters.json")
    key = shared + hashes.of_files(folder, ["results", "chapters.json"])
    later = [page for page in pages if reads_results(page)]
    then = execute.execute(later, environment=kernels, shared=key, **options)
    both = execute.Executed(first.entries | then.entries, first.cached | then.cached)
    return both, {**kernels, "FOURIERBOOK_RESULTS": str(results)}


def build(name: str) -> int:
    """Build the book called `name` (`book` or `embedded`) in `build/<name>`."""
    start = time.perf_counter()
    if problems := check_pairs.problems():
        raise SystemExit("\n".join(problems))
    folder = ROOT / "build" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / ".lock").open("ab") as lock:
        locked(lock, waiting="Another build is at work in this checkout: waiting for it.")
        return _built(name, folder, start)


def _built(name: str, folder: Path, start: float) -> int:
    (entries, cached), kernels = run_all(name, folder)
    site_copy.assemble(folder / "site", entries)
    page = site_config.render(folder / "site", folder)
    costs = report.collect(entries)
    print(report.table(costs, cached=cached))
    for warning in report.warnings(costs):
        print(f"Warning: {warning}")
    moved = report.check_claims(kernels)
    if site_config.address() is None:
        print(
            "The pages have no buttons that open them in Colab: _config.yml holds no repository "
            "address yet. Put it there, and run make sync."
        )
    print(f"Built in {time.perf_counter() - start:.0f} seconds. Open {page}")
    return moved if name == "embedded" or os.environ.get("CI") else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["book", "embedded"])
    sys.exit(build(parser.parse_args().name))
