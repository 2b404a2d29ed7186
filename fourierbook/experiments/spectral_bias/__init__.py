"""The questions of the chapter `spectral_bias`, and its claims."""
