"""Real kernels: one with the ipywidgets that is installed, one with Colab's."""

import os
import queue
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
COLAB = "7.7.1"  # the ipywidgets of Colab


def overlay() -> Path:
    """Folder with Colab's ipywidgets alone, which a kernel's PYTHONPATH puts before the installed.

    `--no-deps`, because its dependencies would shadow the whole of Jupyter.
    """
    folder = ROOT / "build" / f"ipywidgets-{COLAB}"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
            wanted = [f"ipywidgets=={COLAB}", "ipython_genutils==0.2.0"]
            command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target"]
            subprocess.run([*command, f"{fresh}/{COLAB}", *wanted], check=True)
            try:
                Path(fresh, COLAB).rename(folder)
            except OSError:  # another worker was faster
                assert folder.exists()
    return folder


class Kernel:
    """A kernel that runs code and returns what a notebook would show."""

    def __init__(self, path: str):
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        self.manager, self.client = start_new_kernel(
            startup_timeout=300, kernel_name="python3", env=environment, cwd=str(ROOT)
        )

    def run(self, code: str) -> list[dict]:
        """Outputs of a cell; an error in it fails the test."""
        shown: list[dict] = []

        def keep(message: dict) -> None:
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                pytest.fail("\n".join(content["traceback"]))
            if kind in ("stream", "display_data", "execute_result"):
                shown.append({"kind": kind, **content})

        try:
            self.client.execute_interactive(code, timeout=300, output_hook=keep)
        except (TimeoutError, queue.Empty):
            pytest.fail(f"the kernel did not finish within five minutes: {code}")
        return shown

    def said(self, code: str) -> str:
        """What a cell prints, without the newline at its end."""
        return "".join(output.get("text", "") for output in self.run(code)).strip()

    def stop(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel(str(ROOT))
    yield kernel
    kernel.stop()


@pytest.fixture(scope="module")
def colab():
    kernel = Kernel(os.pathsep.join([str(overlay()), str(ROOT)]))
    assert kernel.said("import ipywidgets; print(ipywidgets.__version__)") == COLAB
    yield kernel
    kernel.stop()
