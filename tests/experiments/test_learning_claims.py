"""Each claim on learning, anew from the raw numbers of its result and the one helper alone."""

import math
from pathlib import Path

import numpy as np
import pytest

import fourierbook
from fourierbook import experiments
from fourierbook.experiments.turning_the_order import turning
from fourierbook.ledger import claims
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Sample
from fourierbook.results import store

CHAPTERS = ("fourier_primer", "f_principle", "f_principle_images", "turning_the_order")
CLAIMS = {claim.id: claim for chapter in CHAPTERS for claim in claims.of_chapter(chapter)}
CASES = [f"{kind}-{loss}" for kind in ("mlp", "cnn") for loss in ("mse", "cross_entropy")]


@pytest.fixture
def shards(monkeypatch):
    """Return a function that gives the recorded shards of a claim's experiment."""
    monkeypatch.setattr(
        store, "RECORDED", Path(fourierbook.__file__).parent / "results" / "recorded"
    )
    return lambda name: store.largest(experiments.EXPERIMENTS[name])


def mean(values):
    return intervals.of(np.mean, Sample(np.asarray(values), ("seeds",)))


def middle(values):
    return intervals.of(np.median, Sample(np.asarray(values), ("seeds",)))


def crossed(shard, below=0.2):
    """First step of each seed and frequency with an error below the mark, seed by seed."""
    _, seeds, frequencies = shard["errors"].shape
    found = np.full((seeds, frequencies), np.inf)
    for seed, frequency in np.ndindex(found.shape):
        under = np.flatnonzero(shard["errors"][:, seed, frequency] < below)
        if len(under):
            found[seed, frequency] = shard["steps"][under[0]]
    return found


def settled(shard, below=0.2):
    """First step from which on the error is below the mark, seed by seed."""
    _, seeds, frequencies = shard["errors"].shape
    found = np.full((seeds, frequencies), np.inf)
    for seed, frequency in np.ndindex(found.shape):
        over = np.flatnonzero(shard["errors"][:, seed, frequency] >= below)
        after = over[-1] + 1 if len(over) else 0
        if after < len(shard["steps"]):
            found[seed, frequency] = shard["steps"][after]
    return found


def rising(times):
    """Which seeds are in order: no time is after a later one's, one is censored at most."""
    return np.array(
        [list(row) == sorted(row) and np.isinf(row).sum() < 2 for row in times], dtype=bool
    )


def in_order(shard):
    return lambda result: mean(rising(crossed(result.shards[shard])))


def exponent(result):
    logs = np.log([1, 2, 3, 4, 5, 6])

    def slope(times):
        return np.polyfit(logs, np.log(np.median(times, 0)), 1)[0]

    sample = Sample(crossed(result.shards["six"]), ("seeds", "frequencies"))
    return intervals.of(slope, sample, over=("seeds",), drawn=("seeds",))


def fast_noise(result):
    runs = result.shards["runs"]
    best = [np.argmin(curve) for curve in runs["test"].T]
    taken = [runs["taken"][place, seed, 1:].mean() for seed, place in enumerate(best)]
    return middle(np.clip(taken, 0, None))


def rises(result):
    test = result.shards["runs"]["test"]
    return mean([curve[-1] > 1.5 * min(curve) for curve in test.T])


def every_training(number):
    def recomputed(result):
        rows = [
            [number(result.shards[f"{case}-seed{seed}"]) for case in CASES]
            for seed in result.recipe.seeds
        ]
        return intervals.of(np.mean, Sample(np.array(rows), ("seeds", "cases")), over=("seeds",))

    return recomputed


def ahead(shard):
    later = shard["steps"] >= 10
    return np.mean([low < high for low, high, late in zip(
        shard["low_rule"], shard["high_rule"], later, strict=True) if late])  # fmt: skip


def left(shard):
    before = {part: float(shard[f"energy_{part}_rule"]) for part in ("low", "high")}
    after = {part: before[part] * float(shard[f"{part}_rule"][-1]) ** 2 for part in before}
    share = [each["low"] / (each["low"] + each["high"]) for each in (after, before)]
    return share[0] / share[1]


def pairs(least):
    def recomputed(result):
        shares = []
        for seed in result.recipe.seeds:
            low = decided = 0
            for case in CASES:
                shard = result.shards[f"{case}-seed{seed}"]
                when = crossed({"steps": shard["steps"], "errors": shard["along"][:, None]})[0]
                for i, j in zip(*np.triu_indices(len(when), 1), strict=True):
                    one = shard["classes"][i] == shard["classes"][j]
                    if one and shard["frequencies"][i] >= least and when[i] != when[j]:
                        decided += 1
                        low += when[i] < when[j]
            shares.append(low / decided)
        return mean(shares)

    return recomputed


def rings(result):
    shard = result.shards["squares"]
    late = shard["errors"][shard["steps"] >= 50]
    return mean(
        [np.mean([list(row) == sorted(set(row)) for row in late[:, seed]])
         for seed in range(late.shape[1])]
    )  # fmt: skip


def images(name):
    return lambda result: intervals.of(
        np.mean, Sample(result.shards["spectra"][name].astype(float), ("images",))
    )


def phases(result):
    named = np.array([
        [shard["answers"] == shard["other"], shard["answers"] == shard["own"]]
        for shard in (result.shards[name] for name in ("radius23", "radius23-seed1",
                                                       "radius23-seed2"))
    ])  # fmt: skip
    return intervals.of(
        lambda share: share[0] / share.sum(), Sample(named, ("seeds", "kinds", "images")),
        over=("seeds", "images"), averaged=("seeds", "images"),
    )  # fmt: skip


def turned(kind, unit):
    def recomputed(result):
        widths = sorted(getattr(result.recipe, kind))
        names = [f"{kind}{round(1000 * width)}" for width in widths]
        last = 10 * result.shards[names[0]]["steps"][-1]
        times = [np.clip(crossed(result.shards[name]), 1, last) for name in names]
        gaps = np.log([each[:, 2] / each[:, 0] for each in times])
        found = []
        for gap in gaps.T:
            right = next((place for place, value in enumerate(gap) if value > 0), None)
            if not right:
                found.append(widths[-1] if right is None else widths[0])
                continue
            share = -gap[right - 1] / (gap[right] - gap[right - 1])
            found.append(widths[right - 1] * (widths[right] / widths[right - 1]) ** share)
        return mean(np.array(found) / unit)

    return recomputed


def octaves(result):
    times = np.clip(crossed(result.shards["gaussian300"]), 1, None)
    return mean(np.log2(times[:, 2] / times[:, 0]))


def sweeps(result):
    shard = result.shards["jacobi"]
    found = crossed({"steps": shard["steps"], "errors": shard["errors"][:, None]})[0]
    factors = [math.cos(k * math.pi / result.recipe.intervals) for k in (2, 6, 16)]
    worst = max(abs(t * math.log(f) / math.log(0.2) - 1)
                for t, f in zip(found, factors, strict=True))  # fmt: skip
    return intervals.Interval(worst, worst, worst, 3, "modes")


def races(number):
    return lambda result: mean([math.log10(number(shard)) for shard in result.shards.values()])


def swept(shard, switch):
    """Error after a switch and 100,000 sweeps."""
    return shard[f"errors{switch}"][list(shard["sweeps"]).index(100_000)]


def reached(shard, switch, error=0.001):
    """Seconds at which the sweeps after a switch are first below an error."""
    for seconds, left in zip(shard[f"seconds{switch}"], shard[f"errors{switch}"], strict=True):
        if left < error:
            return seconds
    raise AssertionError("not reached")


def alone(shard):
    """Error of the network, its line taken off, when the sweeps are there."""
    when = reached(shard, 2)
    later = [error for seconds, error in zip(shard["seconds"], shard["anchored"], strict=True)
             if seconds >= when]  # fmt: skip
    return (later or shard["anchored"][-1:])[0] / 0.001


def of_target(target, number):
    return lambda result: mean(number(result.shards[target]))


def low_amplitudes(shard):
    low = np.linspace(0, 0.25, 51) <= 0.1
    largest = {name: shard[f"{name}_spectrum"][:, low].max(1) for name in ("network", "sampled")}
    return np.log10(largest["network"] / largest["sampled"])


def both(ending, number):
    return {f"f_principle_images.{name}_{ending}": number for name in ("digits", "photographs")}


ANEW = {
    "primer.phase_decides": phases,
    "primer.amplitude_exponent": images("slopes"),
    "primer.cardinal_directions": images("cardinal"),
    **{f"f_principle.order_{case}": in_order(case) for case in ("three", "six", "relu", "deep")},
    "f_principle.order_descent": lambda result: mean(rising(settled(result.shards["descent"]))),
    "f_principle.exponent": exponent,
    "f_principle.early_stopping": rises,
    "f_principle.noise_comes_late": fast_noise,
    **both("filtered", every_training(ahead)),
    **both("left", every_training(left)),
    **both("projected", pairs(0)),
    **both("beyond_zero", pairs(1)),
    "f_principle.photograph": rings,
    "ricker.turning_point": turned("fixed", turning.predicted_tie()),
    "ricker.networks_turn_at_the_peak": turned("networks", math.sqrt(2) / 5),
    "ricker.weights_of_all_sizes": octaves,
    "ricker.deep_wide": in_order("ricker30"),
    "ricker.deep_narrow": in_order("ricker10"),
    "ricker.deep_slow_sine": in_order("sine1"),
    "ricker.deep_fast_sine": in_order("sine10"),
    "poisson.jacobi_high_first": sweeps,
    "poisson.network_low_first": in_order("networks"),
    "poisson.hybrid_beats_jacobi": races(lambda shard: swept(shard, 0) / swept(shard, 2)),
    "poisson.early_switch": races(lambda shard: swept(shard, 1) / swept(shard, 2)),
    "poisson.late_switch": races(lambda shard: reached(shard, 3) / reached(shard, 2)),
    "poisson.hybrid_beats_network": races(alone),
    "poisson.direct_solver": races(lambda shard: reached(shard, 2) / shard["direct_seconds"]),
    "parity.accuracy": of_target("parity", lambda shard: shard["test_right"]),
    "parity.made_low": of_target("parity", low_amplitudes),
    "parity.smooth_generalizes": of_target(
        "smooth", lambda shard: shard["test_error"] / shard["test_variance"]
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claims_interval_is_that_of_its_raw_numbers(name, shards):
    result = shards(CLAIMS[name].experiment)
    found, expected = CLAIMS[name].quantity(result), ANEW[name](result)
    assert found[:3] == pytest.approx(expected[:3], rel=1e-6, abs=1e-9)
    assert found[3:] == expected[3:]
