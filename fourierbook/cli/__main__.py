"""`python -m fourierbook.cli` is the command `fourierbook`."""

from fourierbook.cli import app

app()
