"""What a build's kernels see: settings, one thread, no network, and IPython's start-up file."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from fourierbook import files
from tools.pages import ROOT

STARTUP = (
    "exec(compile(open({path!r}, encoding='utf-8').read(), {path!r}, 'exec'), "
    "{{'__name__': 'kernel_startup'}})\n"
)


def kernel_environment(folder: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Environment of a build's kernels: `base`, offline, with IPython's files in `folder`."""
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    script = str(ROOT / "tools" / "kernel_startup.py")
    files.replace(startup / "00-build.py", STARTUP.format(path=script))
    own = {
        "FOURIERBOOK_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    return {**base, **own}


def embedded_data_alone(folder: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Environment of a build that sees no data but what the package holds, and no old setting."""
    empty = folder / "no-data"
    shutil.rmtree(empty, ignore_errors=True)
    empty.mkdir(parents=True)
    kept = {name: value for name, value in base.items() if not name.startswith("FOURIERBOOK_")}
    return {**kept, "FOURIERBOOK_DATA": str(empty), "FOURIERBOOK_DEVICE": "cpu"}


def colab_environment(folder: Path, base: Mapping[str, str]) -> tuple[Path, dict[str, str]]:
    """A Python that has all libraries but not this package, as Colab has, and its environment.

    The first cell of each chapter then installs the wheel that is built here, by pip, into a folder
    of that chapter's own. Nothing is downloaded, so the wheel's requirements are not looked at.
    """
    python = _python_without_the_package(folder / "python")
    own = {
        "FOURIERBOOK_BUILD_AS_COLAB": "1",
        "FOURIERBOOK_SOURCE": str(build_wheel(folder / "wheel")),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    return python, {**base, **own}


def build_wheel(folder: Path) -> Path:
    """Build the package's wheel from a copy of its sources, so that no old file gets into it."""
    shutil.rmtree(folder, ignore_errors=True)
    sources = folder / "sources"
    shutil.copytree(
        ROOT / "fourierbook", sources / "fourierbook", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, sources)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(folder), str(sources)], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _python_without_the_package(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    # Folders named in a .pth file are searched, but the .pth files inside them are not read: so
    # the libraries are there, and the editable install of this package is not.
    (libraries,) = {path for path in map(Path, sys.path) if (path / "IPython").is_dir()}
    files.replace(site / "libraries.pth", f"{libraries}\n")
    return folder / "bin" / "python"
