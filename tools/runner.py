"""Execute notebooks in place by nbmake, several side by side."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

CELL_SECONDS = 600


def run(
    notebooks: Sequence[Path],
    folder: Path,
    *,
    python: Path,
    environment: Mapping[str, str],
    workers: int,
) -> bool:
    """Execute notebooks in place; whether nobody stopped it. A failure shows in the notebook."""
    options = ["-v", "--no-header", "-p", "no:cacheprovider", "-c", str(folder / "pytest.ini")]
    options += ["--nbmake", "--overwrite", f"--nbmake-timeout={CELL_SECONDS}"]
    options += ["-n", str(min(workers, len(notebooks))), "--maxschedchunk=1"]
    command = [python, "-m", "pytest", *options, *notebooks]
    try:
        subprocess.run(list(map(str, command)), cwd=folder, env=dict(environment), check=False)
    except KeyboardInterrupt:
        return False
    return True
