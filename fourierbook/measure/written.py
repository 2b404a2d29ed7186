"""Numbers and intervals as the book writes them: in prose, in tables, in the ledger."""

import math

from fourierbook.measure.intervals import Interval

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, *, digits: int = 3) -> str:
    """A number as prose writes it: thousands apart, a real minus sign, powers of ten spelled out.

    Args:
        value: any number.
        digits: significant digits; integers keep all of theirs.

    >>> number(0.42378), number(1234567), number(-2.5), number(0.0000123)
    ('0.424', '1,234,567', '−2.5', '1.23 × 10⁻⁵')
    """
    if math.isnan(value) or math.isinf(value):
        return "not a number" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}".replace("-", "−")
    if 1e-4 <= abs(value) < 1e6:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        return _short(f"{value:,.{decimals}f}")
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{_short(mantissa)} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def two_figures(value: float) -> str:
    """A number as the book's sentences give it: whole ones whole, others to two figures.

    A zero at the end is one of the two figures, and so it stays.

    >>> two_figures(0.5243), two_figures(452.3), two_figures(0.996), two_figures(10_000)
    ('0.52', '450', '1.0', '10,000')
    """
    value = float(value)
    if not math.isfinite(value) or value.is_integer():
        return number(value)
    rounded, exponent = float(f"{value:.1e}"), int(f"{value:.1e}".split("e")[1])
    if 1e-4 <= abs(rounded) < 1e6:
        return _fixed(rounded, max(0, 1 - exponent), thousands=",")
    return number(value, digits=2)


def interval(value: Interval | None, *, digits: int | None = None) -> str:
    """A mean with its 95 % interval and what it was taken over.

    Args:
        value: of `measure.intervals`; None where it was not measured.
        digits: decimals; without it the last digit shown is the second one of the half width.

    >>> interval(Interval(0.4241, 0.3934, 0.4549, 1000, "images"))
    '0.424 ± 0.031 (1,000 images)'
    >>> interval(Interval(0.99, 0.95, 0.998, 100, "images"))
    '0.990, 0.950 to 0.998 (100 images)'
    >>> interval(Interval(0.9, -math.inf, math.inf, 1, "seeds"))
    '0.9 (1 seed, no interval)'
    >>> interval(Interval(1.08e-5, 0.79e-5, 1.37e-5, 40, "seeds"))
    '(1.08 ± 0.29) × 10⁻⁵ (40 seeds)'
    >>> interval(Interval(2.0, 1.94, 2.06, 8, "seeds"), digits=1)
    '2.0 ± 0.1 (8 seeds)'
    """
    if value is None:
        return "not measured"
    mean, low, high, n, over = value
    counted = f"{n:,} {over.removesuffix('s') if n == 1 else over}"
    if not math.isfinite(low) or not math.isfinite(high):
        return f"{mean:.3g} ({counted}, no interval)".replace("-", "−")
    power = _power(max(abs(low), abs(high))) if digits is None else 0
    mean, low, high = (each / 10.0**power for each in (mean, low, high))
    digits = decimals((high - low) / 2, mean) if digits is None else digits
    texts = [f"{each:.{digits}f}" for each in (mean, low, high, (high - low) / 2)]
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


def _fixed(value: float, digits: int, *, thousands: str = "") -> str:
    return f"{value:{thousands}.{digits}f}".replace("-", "−")


def _short(decimal: str) -> str:
    """Without zeros at the end of a fraction, and with a real minus sign."""
    return (decimal.rstrip("0").rstrip(".") if "." in decimal else decimal).replace("-", "−")
