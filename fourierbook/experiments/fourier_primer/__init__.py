"""The questions of the chapter `fourier_primer`, and its claims."""
