"""The questions of the chapter `fourier_heatmaps`, and its claims."""
