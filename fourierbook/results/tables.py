"""Markdown tables, and measurements as their cells write them."""

import math
from collections.abc import Iterable, Sequence

from fourierbook.measure.intervals import Interval

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A Markdown table.

    >>> print(markdown(["a", "b"], [["1", "x | y"]]))
    | a | b |
    |---|---|
    | 1 | x \| y |
    """
    lines = [header, ["---"] * len(header), *rows]
    texts = ["|".join(line) if line[0] == "---" else _row(line) for line in lines]
    return "\n".join(f"|{text}|" for text in texts)


def measured(interval: Interval | None) -> str:
    """A mean with its 95 % interval and what it was taken over.

    The last digit shown is the second one of the interval's half width.

    >>> measured(Interval(0.4241, 0.3934, 0.4549, 1000, "images"))
    '0.424 ± 0.031 (1,000 images)'
    >>> measured(Interval(0.99, 0.95, 0.998, 100, "images"))
    '0.990, 0.950 to 0.998 (100 images)'
    >>> measured(Interval(0.9, -math.inf, math.inf, 1, "seeds"))
    '0.9 (1 seed, no interval)'
    >>> measured(Interval(1.08e-5, 0.79e-5, 1.37e-5, 40, "seeds"))
    '(1.08 ± 0.29) × 10⁻⁵ (40 seeds)'
    """
    if interval is None:
        return "not measured"
    mean, low, high, n, over = interval
    counted = f"{n:,} {over.removesuffix('s') if n == 1 else over}"
    if not math.isfinite(low) or not math.isfinite(high):
        return f"{mean:.3g} ({counted}, no interval)".replace("-", "−")
    power = _power(max(abs(low), abs(high)))
    mean, low, high = (value / 10.0**power for value in (mean, low, high))
    digits = decimals((high - low) / 2, mean)
    texts = [f"{value:.{digits}f}" for value in (mean, low, high, (high - low) / 2)]
    even = abs((high - mean) - (mean - low)) <= 0.1 * (high - low)
    spread = f" ± {texts[3]}" if even else f", {texts[1]} to {texts[2]}"
    all_three = f"{texts[0]}{spread}"
    if power:
        all_three = f"({all_three}) × 10{str(power).translate(SUPERSCRIPTS)}"
    return f"{all_three} ({counted})".replace("-", "−")


def _power(largest: float) -> int:
    """The power of ten that is set apart: of what is too small to be read as a decimal."""
    return math.floor(math.log10(largest)) if 0 < largest < 1e-4 else 0


def decimals(half_width: float, mean: float) -> int:
    """Decimals that show two digits of a half width; three digits of the mean where it is zero.

    >>> decimals(0.031, 0.42), decimals(0.0, 0.42), decimals(120.0, 5000.0)
    (3, 3, 0)
    """
    scale, digits = (half_width, 2) if half_width > 0 else (abs(mean) or 1.0, 3)
    return min(9, max(0, digits - 1 - math.floor(math.log10(scale))))


def _row(cells: Sequence[str]) -> str:
    return "|".join(f" {cell} ".replace("|", "\\|") for cell in cells)
