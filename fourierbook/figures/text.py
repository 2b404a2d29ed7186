"""Sentences with measured numbers: a cell says them, nobody types them."""

import math

from fourierbook.measure.intervals import Interval
from fourierbook.results.tables import SUPERSCRIPTS


def say(text: str) -> None:
    """Show a text as Markdown below the cell; outside a notebook, print it.

    >>> say("The accuracy is **0.5**.")
    The accuracy is **0.5**.
    """
    try:
        from IPython import get_ipython
        from IPython.display import Markdown, display
    except ImportError:
        print(text)
        return
    if get_ipython() is None:
        print(text)
    else:
        display(Markdown(text))


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


def interval(value: Interval, *, digits: int = 3) -> str:
    """A mean with its 95 % interval and what it was taken over.

    Args:
        value: of `fourierbook.measure.intervals`.
        digits: decimals of all three numbers.

    >>> interval(Interval(0.4241, 0.3934, 0.4549, 1000, "images"))
    '0.424 (0.393 to 0.455, n = 1,000 images)'
    >>> interval(Interval(0.9, float("-inf"), float("inf"), 1, "seeds"))
    '0.900 (one seed, no interval)'
    """
    mean = _fixed(value.mean, digits)
    if math.isinf(value.low) or math.isinf(value.high):
        return f"{mean} (one {value.over.removesuffix('s')}, no interval)"
    low, high = _fixed(value.low, digits), _fixed(value.high, digits)
    return f"{mean} ({low} to {high}, n = {value.n:,} {value.over})"


def _fixed(value: float, digits: int, *, thousands: str = "") -> str:
    return f"{value:{thousands}.{digits}f}".replace("-", "−")


def _short(decimal: str) -> str:
    """Without zeros at the end of a fraction, and with a real minus sign."""
    return (decimal.rstrip("0").rstrip(".") if "." in decimal else decimal).replace("-", "−")
