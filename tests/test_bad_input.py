"""Bad input gets a clear error where nothing else checks types: in a reader's own interpreter."""

import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def test_every_bad_input_gets_one_clear_error():
    run = subprocess.run(
        [sys.executable, "-m", "tests.bad_input"], cwd=REPOSITORY, capture_output=True, text=True
    )
    said = re.match(r"([\d,]+) bad inputs tried, (\d+) without a clear error", run.stdout)
    assert said, run.stderr[-2000:]
    tried, unclear = (int(number.replace(",", "")) for number in said.groups())
    assert unclear == run.returncode == 0, run.stdout
    assert tried >= 1000
