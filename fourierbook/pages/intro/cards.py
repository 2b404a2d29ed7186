"""A small picture for each chapter, drawn from what ships: `make cards` writes them all."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from torch import Tensor, nn

from fourierbook import experiments
from fourierbook.data import corruptions
from fourierbook.data.embedded import photograph
from fourierbook.figures import style
from fourierbook.figures.canvas import Picture
from fourierbook.figures.pieces import relief
from fourierbook.measure.maps import centred_map
from fourierbook.models.mlps import Ricker, dense
from fourierbook.results import store
from fourierbook.signal.filters import apply_filter, nyquist_high_pass, square_low_pass
from fourierbook.signal.phases import with_phases_of
from fourierbook.theory.piecewise_linear import regions
from fourierbook.theory.unit_decay import unit_amplitudes

WIDTH, HEIGHT = 4.0, 2.5  # inches, of 160 pixels: two for each one on the page
BLUE = style.role("natural").colour
SHEET = 2  # seed of the network on a card


def card(name: str) -> Picture:
    """The card of a chapter.

    Raises:
        ValueError: if the chapter has none.
    """
    if name not in CARDS:
        raise ValueError(f"cards are those of {', '.join(CARDS)}; got {name!r}")
    figure = Picture(figsize=(WIDTH, HEIGHT), dpi=160)
    figure.palette = 128
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    CARDS[name](axes)
    return figure


def _fourier_primer(axes: Axes) -> None:
    """A flower, a pagoda, and the amplitudes of the one with the phases of the other."""
    flower, pagoda = (_square(name) for name in ("flower", "china"))
    mixed = with_phases_of(flower[None], pagoda[None])[0].clamp(0, 1)
    _tiles(axes, [flower, mixed, pagoda])


def _f_principle(axes: Axes) -> None:
    """The curve of six waves and what a network has drawn of it."""
    result = store.largest(experiments.EXPERIMENTS["frequency_ladder"])
    values = result.shards["six"]
    place = int(np.searchsorted(values["fit_steps"], 88))
    t = np.arange(result.recipe.points) / result.recipe.points - 0.5
    target = sum(np.sin(2 * math.pi * k * t) for k in range(1, 7))
    axes.plot(t, target, color="black", linestyle=style.role("truth").line, linewidth=1.4)
    axes.plot(t, values["fits"][place, 1], color=BLUE, linewidth=3.2)
    axes.margins(0.03, 0.1)
    _say(axes, 0.62, 0.86, "asked for", "black")
    _say(axes, 0.76, 0.66, "drawn", BLUE)


def _f_principle_images(axes: Axes) -> None:
    """Errors of both parts of the labels of MNIST, in one of the recorded trainings."""
    result = store.largest(experiments.EXPERIMENTS["digits_in_parts"])
    values = result.shards["mlp-mse-seed0"]
    for part, name, place in (
        ("high", "exceptions", (0.55, 0.8)),
        ("low", "what neighbours share", (0.12, 0.12)),
    ):
        look = style.role(part)
        axes.semilogx(
            values["steps"][1:], values[f"{part}_rule"][1:], color=look.colour, linewidth=3.2
        )
        _say(axes, *place, name, look.colour)
    axes.margins(0.03, 0.1)


def _why_low_first(axes: Axes) -> None:
    """Spectra of a smooth unit and of one with a kink, on a logarithmic scale."""
    waves = torch.linspace(0.4, 3, 200)
    for unit, role, name, place in (
        (nn.Tanh(), "tanh", "a smooth unit", (0.12, 0.3)),
        (nn.ReLU(), "relu", "a unit with a kink", (0.42, 0.78)),
    ):
        sizes = unit_amplitudes(lambda x, unit=unit: unit(2 * x), waves)
        look = style.role(role)
        axes.semilogy(
            waves.numpy(),
            (sizes / sizes[0]).numpy(),
            color=look.colour,
            linestyle=look.line,
            linewidth=3,
        )
        _say(axes, *place, name, look.colour)
    axes.margins(0.06, 0.12)


def _turning_the_order(axes: Axes) -> None:
    """A unit that is a wavelet: a dip, a bump, a dip."""
    z = torch.linspace(-4, 4, 400)
    axes.axhline(0, color="#cccccc", linewidth=1)
    for width, role, name, place in (
        (1.0, "low", "low waves", (0.63, 0.6)),
        (0.3, "high", "high waves", (0.56, 0.88)),
    ):
        wavelet = Ricker(width)(z)
        axes.plot(
            z.numpy(), (wavelet / wavelet.max()).numpy(), color=style.role(role).colour, linewidth=3
        )
        _say(axes, *place, name, style.role(role).colour)
    axes.margins(0.02, 0.12)


def _spectral_bias(axes: Axes) -> None:
    """The sheet of an untrained network of two inputs, from above."""
    generator = torch.Generator().manual_seed(SHEET)
    network = dense((2, 8, 6, 1), generator=generator, activation="relu", gain=2.0, bias=0.6)
    corner = (1.2, 1.2 * HEIGHT / WIDTH)
    relief(axes, regions(network, low=(-corner[0], -corner[1]), high=corner))


def _band_limited_filters(axes: Axes) -> None:
    """The pagoda, its lowest waves and its highest."""
    whole = _square("china")
    side = whole.shape[-1]
    low = apply_filter(whole, square_low_pass(side, side, bandwidth=side // 14 * 2 + 1))
    high = apply_filter(whole, nyquist_high_pass(side, side, bandwidth=side // 4 * 2 + 35))
    _tiles(axes, [low.clamp(0, 1), whole, (0.5 + high / (5 * high.std())).clamp(0, 1)])


def _fourier_heatmaps(axes: Axes) -> None:
    """What an ordinary network gets wrong under each wave."""
    result = store.largest(experiments.EXPERIMENTS["fourier_map"])
    values = result.shards["cifar10-resnet20-seed0"]
    wrong = torch.from_numpy(values["wrong"] / len(values["without"]))
    error = centred_map(wrong, *map(int, values["size"]))
    axes.imshow(error.numpy(), cmap=style.SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    _say(axes, 0.5, 0.5, "low", "white", ha="center", va="center")
    _say(axes, 0.97, 0.05, "high", "black", ha="right")


def _corruptions_and_attacks(axes: Axes) -> None:
    """The flower in noise, in fog, and under compression."""
    whole = _square("flower", 128)[None]
    kinds = {"gaussian_noise": 5, "fog": 5, "jpeg_compression": 5}
    _tiles(axes, [corruptions.corrupt(whole, n, severity=s)[0] for n, s in kinds.items()])


def _say(axes: Axes, x: float, y: float, words: str, colour: str, **place: str) -> None:
    """Words on a card, at a share of its width and height."""
    axes.text(x, y, words, color=colour, fontsize=14, transform=axes.transAxes, **place)


def _square(name: str, side: int = 192) -> Tensor:
    """The middle of a photograph, (3, side, side)."""
    return F.adaptive_avg_pool2d(photograph(name, height=384, width=384)[None], side)[0]


def _tiles(axes: Axes, images: list[Tensor]) -> None:
    """Three pictures beside each other, cut to upright strips that fill the card."""
    side = images[0].shape[-1]
    wide = round(side * WIDTH / HEIGHT / len(images))
    left = (side - wide) // 2
    strips = [image[:, :, left : left + wide] for image in images]
    axes.imshow(
        torch.cat(strips, 2).permute(1, 2, 0).numpy(), aspect="auto", interpolation="bicubic"
    )
    for place in range(1, len(images)):
        axes.axvline(place * wide - 0.5, color="white", linewidth=3)


CARDS = {
    "fourier_primer": _fourier_primer,
    "f_principle": _f_principle,
    "f_principle_images": _f_principle_images,
    "why_low_first": _why_low_first,
    "turning_the_order": _turning_the_order,
    "spectral_bias": _spectral_bias,
    "band_limited_filters": _band_limited_filters,
    "fourier_heatmaps": _fourier_heatmaps,
    "corruptions_and_attacks": _corruptions_and_attacks,
}
