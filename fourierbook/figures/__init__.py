"""One style, plots, explorers."""
