"""The pictures of the page, one function each; an argument is what a reader may change."""

from fourierbook.pages.spectral_bias_data.around import beside, twins
from fourierbook.pages.spectral_bias_data.hero import hero, still
from fourierbook.pages.spectral_bias_data.labels import eigenvectors, noisy_labels
from fourierbook.pages.spectral_bias_data.lengths import lengths
from fourierbook.pages.spectral_bias_data.spread import noise_left
from fourierbook.pages.spectral_bias_data.waves import easy, phases, training

__all__ = [
    "beside", "easy", "eigenvectors", "hero", "lengths", "noise_left", "noisy_labels", "phases",
    "still", "training", "twins",
]  # fmt: skip
