"""Wrong answers to the exercises on the frequency principle, each with its misconception."""

import math

import torch


def _spectra(fitted, target, frequencies):
    return torch.fft.fft(fitted)[frequencies], torch.fft.fft(target)[frequencies]


def relative_errors_wrong_1(fitted, target, frequencies):
    """Compare the amplitudes alone, so that a shifted wave counts as learnt."""
    h, y = _spectra(fitted, target, frequencies)
    return (h.abs() - y.abs()).abs() / y.abs()


def relative_errors_wrong_2(fitted, target, frequencies):
    """Forget to divide by the size of the target at that frequency."""
    h, y = _spectra(fitted, target, frequencies)
    return (h - y).abs() / len(target)


def relative_errors_wrong_3(fitted, target, frequencies):
    """Divide by what was fitted instead of by what should have been."""
    h, y = _spectra(fitted, target, frequencies)
    return (h - y).abs() / h.abs().clamp(min=1e-9)


def relative_errors_wrong_4(fitted, target, frequencies):
    """Take both ends of the period for positions, as linspace gives them."""
    t = torch.linspace(-0.5, 0.5, len(target))
    waves = torch.exp(-2j * math.pi * torch.tensor(frequencies)[:, None] * t)
    return ((waves * (fitted - target)).sum(1) / (waves * target).sum(1)).abs()


def crossing_wrong_1(errors, steps, below):
    """Take the last step above the threshold for the time: a dip does not count."""
    above = (errors >= below).nonzero().flatten()
    if len(above) == 0:
        return steps[0]
    return math.inf if above[-1] == len(steps) - 1 else steps[above[-1] + 1]


def crossing_wrong_2(errors, steps, below):
    """Give the end of the run to what has never crossed."""
    under = (errors < below).nonzero().flatten()
    return steps[under[0]] if len(under) else steps[-1]


def crossing_wrong_3(errors, steps, below):
    """Return the place in the list and not the step."""
    under = (errors < below).nonzero().flatten()
    return under[0] if len(under) else math.inf


def middle_wrong_1(times):
    """Leave out the runs that never arrived."""
    known = times[times.isfinite()].sort().values
    return (
        math.inf if len(known) == 0 else (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
    )


def middle_wrong_2(times):
    """Put the largest known time where a run never arrived."""
    known = times[times.isfinite()]
    if len(known) == 0:
        return math.inf
    filled = torch.where(times.isfinite(), times, known.max()).sort().values
    return (filled[(len(filled) - 1) // 2] + filled[len(filled) // 2]) / 2


def middle_wrong_3(times):
    """Call everything infinite as soon as one run has not arrived."""
    ordered = times.sort().values
    if ordered[-1].isinf():
        return math.inf
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def middle_wrong_4(times):
    """Interpolate between two infinite times, whose difference is nan."""
    return times.quantile(0.5)


def _slope(x, y):
    x = x - x.mean()
    return (x * y).sum() / (x * x).sum()


def exponent_wrong_1(times, frequencies):
    """Fit a line through the times themselves."""
    return _slope(frequencies, times.quantile(0.5, dim=0))


def exponent_wrong_2(times, frequencies):
    """Look at the first and the last frequency alone."""
    middle = times.quantile(0.5, dim=0).log()
    return (middle[-1] - middle[0]) / (frequencies[-1] / frequencies[0]).log()


def exponent_wrong_3(times, frequencies):
    """Put the time across and the frequency up."""
    return _slope(times.quantile(0.5, dim=0).log(), frequencies.log())


def exponent_wrong_4(times, frequencies):
    """Take the mean over seeds, which one late run makes infinite."""
    return _slope(frequencies.log(), times.mean(0).log())


def exponent_wrong_5(times, frequencies):
    """Take the mean of logarithms."""
    return _slope(frequencies.log(), times.log().mean(0))


def exponent_wrong_6(times, frequencies):
    """Draw the line through the origin."""
    x, y = frequencies.log(), times.quantile(0.5, dim=0).log()
    return (x @ y) / (x @ x)


def exponent_wrong_7(times, frequencies):
    """Take the mean where a time is infinite alone."""
    late = times.isinf().any()
    return _slope(frequencies.log(), (times.mean(0) if late else times.quantile(0.5, dim=0)).log())


def crossing_wrong_4(errors, steps, below):
    """Let an error at the threshold count as below it."""
    under = (errors <= below).nonzero().flatten()
    return steps[under[0]] if len(under) else math.inf


def crossing_wrong_5(errors, steps, below):
    """Look for a quarter, whatever is asked for."""
    under = (errors < 0.25).nonzero().flatten()
    return steps[under[0]] if len(under) else math.inf


def middle_wrong_5(times):
    """Take the lower of the middle two, as torch.median does."""
    return times.sort().values[(len(times) - 1) // 2]
