"""What answers to the exercises on spectral bias give that hold a common mistake."""

import numpy as np

from fourierbook.exercises.known_mistakes import Mistakes


def of_transform_of_network(
    weights: np.ndarray, biases: np.ndarray, heights: np.ndarray, wave: float
) -> Mistakes:
    """Of the transform: its sign, its unit, its direction of turning, its power, its turns."""
    places, turns = -biases / weights, heights * abs(weights)

    def summed(k, *, turns=turns, power=2, turning=-1j):
        return -(turns @ np.exp(turning * k * places)) / k**power

    k = 2 * np.pi * wave
    return {
        "its sign is turned round: each of two slopes multiplies by 2πiξ": -summed(k),
        "the wave is given in cycles, and k is 2π times as large": summed(wave),
        "the wave turns the other way, e^(−ikx)": summed(k, turning=1j),
        "a change of slope is two slopes away, and so divided by k²; yours by k": summed(
            k, power=1
        ),
        "a unit with a negative weight bends upwards as well: its turn is a |w|": summed(
            k, turns=heights * weights
        ),
        "the slope changes by the height times the size of the weight": summed(k, turns=heights),
    }


def of_pieces(
    weights: np.ndarray, biases: np.ndarray, heights: np.ndarray, low: float, high: float
) -> Mistakes:
    """Of the number of pieces: which kinks are counted, and kinks in the place of pieces."""
    some = weights != 0
    kinks, turns = -biases[some] / weights[some], (heights * abs(weights))[some]

    def bent(there):
        places = {*kinks[there].tolist()}
        return sum(turns[there & (kinks == place)].sum() != 0 for place in places)

    inside, high_enough = (kinks > low) & (kinks < high), turns != 0
    flat = {*kinks[inside & ~high_enough].tolist()} - {*kinks[inside & high_enough].tolist()}
    return {
        "those are the kinks; there is one piece more": bent(inside),
        "a kink at an end of the interval begins no piece inside": 1
        + bent((kinks >= low) & (kinks <= high)),
        "a unit whose height is 0 bends nothing": 1 + bent(inside) + len(flat),
        "two units may have their kinks at one place, which is then one": 1
        + int((inside & high_enough).sum()),
        "changes of slope at one place add up, and may cancel": 1
        + len({*kinks[inside & high_enough].tolist()}),
        "not every unit has a kink in the interval": 1 + len(weights),
    }


def of_falloff(starts: np.ndarray, ends: np.ndarray, direction: np.ndarray) -> Mistakes:
    """Of the power: folds along the direction, and the first fold alone."""
    (x, y), (u, v) = (ends - starts).T, direction
    along = 2 if (x * v == y * u).any() else 3
    first = 2 if x[0] * u + y[0] * v == 0 else 3
    return {
        "slow are the directions at right angles to a fold, not those along it": along,
        "every fold counts, and not the first one alone": first,
    }


def of_two_metrics(before: np.ndarray, after: np.ndarray) -> Mistakes:
    """Of the two metrics: clipping shake by shake, no clipping, sizes in the relative error."""
    sizes, errors = abs(after) / abs(before), abs(after - before) / abs(before)
    right = np.minimum(sizes.mean(0), 1), errors.mean(0)
    middle = after.mean(0)
    return {
        "the mean over shakes is clipped, and not each shake": (
            np.minimum(sizes, 1).mean(0),
            right[1],
        ),
        "the ratio of sizes is not clipped at 1": (sizes.mean(0), right[1]),
        "the relative error is of complex numbers: a wave that has turned is another wave": (
            right[0],
            abs(abs(after) - abs(before)).mean(0) / abs(before),
        ),
        "sizes and errors are taken of each shake, and not of the mean of all shakes": (
            np.minimum(abs(middle) / abs(before), 1),
            abs(middle - before) / abs(before),
        ),
        "the two are in the other order": right[::-1],
    }


def of_spectral_norm(matrix: np.ndarray, start: np.ndarray, steps: int) -> Mistakes:
    """Of the norm: iterating A alone, a quotient with a factor too much, a square."""
    step = matrix.T @ matrix
    vector = np.linalg.matrix_power(step / np.trace(step), steps) @ start
    vector = vector / np.linalg.norm(vector)
    found = {
        "that is the square of the norm, an eigenvalue of AᵀA": vector @ step @ vector,
        "the norm is the length of A v, for a v of length 1": np.linalg.norm(
            matrix @ np.linalg.matrix_power(step, min(steps, 4)) @ start
        ),
    }
    if matrix.shape[0] == matrix.shape[1]:
        size = np.linalg.norm(matrix)
        power = np.linalg.matrix_power(matrix / size, steps) @ start
        power = power / max(np.linalg.norm(power), 1e-30)
        iterated = "A alone is iterated, which finds an eigenvalue: take Aᵀ A in each step"
        quotient = abs(power @ matrix @ power)
        found |= {
            iterated: np.linalg.norm(matrix @ power),
            iterated + " and the length of A v": quotient,
            iterated + ", and divide by the length of v, not by its mean square": len(start)
            * quotient,
        }
    return found
