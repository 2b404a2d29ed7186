"""Each claim of the chapter anew from the raw numbers of its result and the one helper alone."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

import fourierbook
from fourierbook import experiments
from fourierbook.measure import intervals
from fourierbook.measure.intervals import Interval, Sample
from fourierbook.results import store

CLAIMS = {claim.id: claim for claim in experiments.CLAIMS if claim.chapter == "spectral_bias"}


def mean(values, over="seeds", **named):
    return intervals.of(np.mean, Sample(np.asarray(values), (over,)), **named)


def of_logs(logs, over="seeds"):
    """The geometric mean of what has these logarithms."""
    found = mean(logs, over)
    low, high = math.exp(found.low), math.exp(found.high)
    return found._replace(mean=math.exp(found.mean), low=low, high=high)


def slope(x, y):
    """Of the line of least squares, by its normal equations."""
    x, y = np.log(x), np.log(y)
    return ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()


def decays(result, shard, name):
    low, high = {"line": (1e2, 1e5), "plane": (1e4, 1e6)}[shard]
    rows = result.shards[shard][name]
    k = low * (high / low) ** ((np.arange(rows.shape[1]) + 0.5) / rows.shape[1])
    return np.array([slope(k, row) for row in rows])


def falls(name):
    return lambda result: mean(decays(result, "line", name), "networks")


def steeper(result):
    difference = decays(result, "plane", "along") - decays(result, "plane", "off")
    return mean(difference, "networks")


def ends(values):
    return Interval(max(values), min(values), max(values), len(values), "networks")


def misses(result):
    return ends([float(each) for each in result.shards["plane"]["misses"]])


def depths(result):
    return [result.shards[f"depth{depth}"] for depth in (1, 2, 3, 4, 5)]


def shares(result):
    return ends([a / b for d in depths(result) for a, b in zip(d["amplitudes"], d["bends"],
                                                               strict=True)])  # fmt: skip


def follows(result):
    pairs = [[d["regions"] * d["steepest"], d["amplitudes"]] for d in depths(result)]
    return intervals.of(
        lambda both: spearmanr(both[:, 0].ravel(), both[:, 1].ravel())[0],
        Sample(np.array(pairs), ("depths", "kinds", "networks")),
        over=("networks",), drawn=("networks",),
    )  # fmt: skip


def looser(result):
    first, *_, last = (each["product"] / each["steepest"] for each in depths(result))
    return of_logs(np.log(last / first) / 4, "networks")


def kernel(result):
    waves = range(4, 41)
    rows = result.shards["kernel4"]["eigenvalues"]
    return mean([slope(np.array(waves), row[4:41]) for row in rows], "networks")


def few(result):
    cube = result.shards["cube"]
    there = cube["counts"][(4, 8, 12, 16, 24, 32, 40).index(24)]
    return mean([*[True] * there, *[False] * (cube["drawn"] - there)], "networks")


def blocks(result, profile, name):
    found = [each[name] for shard, each in result.shards.items() if shard.startswith(profile)]
    return np.concatenate(found, 1).astype(float)


def halves(result, profile):
    """First recorded step at which each seed has half of each wave, or ∞: (S, K)."""
    kept, steps = blocks(result, profile, "kept"), next(iter(result.shards.values()))["steps"]
    found = np.full(kept.shape[1:], np.inf)
    for seed, wave in np.ndindex(found.shape):
        there = np.flatnonzero(kept[:, seed, wave] > 0.5)
        if len(there):
            found[seed, wave] = steps[there[0]]
    return found


def ordered(profile):
    def recomputed(result):
        rows = []
        for when in halves(result, profile):
            pairs = [(when[i], when[j]) for i in range(10) for j in range(i + 1, 10)]
            told = [(low, high) for low, high in pairs if min(low, high) < math.inf]
            rows.append(np.mean([low <= high for low, high in told]))
        return mean(rows, within=(0, 1))

    return recomputed


def growth(result):
    norms, steps = blocks(result, "equal", "norms"), next(iter(result.shards.values()))["steps"]
    logs = []
    for seed, when in enumerate(halves(result, "equal")):
        last = max(step for step in when if step < math.inf)
        first, end = (list(steps).index(step) for step in (when[0], last))
        logs.append(np.log(norms[end, seed, 1:-1] / norms[first, seed, 1:-1]).mean())
    return of_logs(logs)


def power(result):
    k, found = np.arange(5, 51, 5), []
    for when in halves(result, "equal"):
        there = np.isfinite(when)
        found.append(slope(k[there], when[there]))
    return mean(found)


def shaken(result, name, sizes, size):
    place = sizes.index(size)
    return np.concatenate([each[name][:, place] for each in result.shards.values()]).astype(float)


def ranks(name, size, most=math.inf):
    def recomputed(result):
        rows = np.minimum(shaken(result, name, (0.5, 1.0, 2.0, 3.0, 4.0, 5.0), size), most)
        return mean([spearmanr(row, range(9))[0] for row in rows], within=(-1, 1))

    return recomputed


def aimed(result):
    rows = shaken(result, "aimed", (0.02, 0.05, 0.1), 0.1)
    return of_logs(np.log(rows[:, -1] / rows[:, 0]))


def filled(result, net, bound=0):
    return np.minimum(result.shards[net]["bands"][-1, bound].astype(float), 1).mean(1)


def more(result):
    return mean(filled(result, "6x16") - filled(result, "3x128"), within=(-1, 1))


def rises(result):
    top = result.shards["clipped"]["bands"][-1, :, :, 3].astype(float)
    return mean([(a < b < c < d) for a, b, c, d in top.T])


ANEW = {
    "line_decay": falls("f"),
    "biases_decay": falls("by_biases"),
    "outputs_decay": falls("by_outputs"),
    "transform_exact": misses,
    "anisotropy": steeper,
    "bound_informs": follows,
    "bound_holds": shares,
    "looser_with_depth": looser,
    "kernel_power": kernel,
    "few_parameters": few,
    "order_equal": ordered("equal"),
    "order_rising": ordered("rising"),
    "norms_grow": growth,
    "order_exponent": power,
    "parameters_magnitude": ranks("kept", 5.0, most=1.0),
    "parameters_error": ranks("wrong", 1.0),
    "inputs": aimed,
    "depth_over_width": more,
    "bound": rises,
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claims_interval_is_that_of_its_raw_numbers(name, monkeypatch):
    recorded = Path(fourierbook.__file__).parent / "results" / "recorded"
    monkeypatch.setattr(store, "RECORDED", recorded)
    result = store.largest(experiments.EXPERIMENTS[CLAIMS[name].experiment])
    expected = ANEW[name.removeprefix("spectral_bias.")]
    if result is None:
        pytest.skip(f"{CLAIMS[name].experiment} is not recorded yet")
    found, wanted = CLAIMS[name].quantity(result), expected(result)
    assert found[:3] == pytest.approx(wanted[:3], rel=1e-6, abs=1e-9)
    assert found[3:] == wanted[3:]
