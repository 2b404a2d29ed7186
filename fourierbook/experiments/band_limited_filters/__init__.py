"""The questions of the chapter `band_limited_filters`, and its claims."""
