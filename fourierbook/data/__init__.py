"""Data sets and specimens: images in [0, 1] with labels."""
