"""The questions of the chapter `spectral_bias_data`, and its claims."""
