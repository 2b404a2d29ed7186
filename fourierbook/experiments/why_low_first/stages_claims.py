"""Claims on the three stages of training, each with the range that was written down before."""

from fourierbook.experiments.why_low_first.stages_numbers import (
    END,
    START,
    halving_growth,
    mean_halving_slope,
    parseval_miss,
    share_growth,
    share_slope,
    tightest,
)
from fourierbook.results.claim import Claim


def _claim(name: str, **fields) -> Claim:
    shared = {
        "paper": "1906.09235", "place": "our statement of it", "paper_value": None,
        "chapter": "why_low_first", "debate": ("D2",), "experiment": "training_stages",
        "least": 16,
    }  # fmt: skip
    return Claim(id=f"why_low.{name}", **{**shared, **fields})


CLAIMS = [
    _claim(
        "parseval",
        paper="1901.06523",
        place="Parseval's identity",
        debate=("D4",),
        statement="The squared error is the same in space and in frequency: largest relative "
        "difference over all steps of all runs",
        quantity=parseval_miss,
        holds=(-1e-10, 1e-10),
        weaker=(-1e-6, 1e-6),
        why="an identity; double precision leaves about 1e-15 for each of some hundred terms",
    ),
    _claim(
        "bound_holds",
        statement="The share r_η of a step that goes to frequencies above η stays below the bound "
        "2AB/|∇L| at every stage, as it must (this checks the code, not the theorem): largest "
        "ratio over all seeds",
        quantity=tightest,
        holds=(0.0, 1.0),
        weaker=None,
        why="it is proved on the page, so that a ratio above 1 is a mistake",
    ),
    _claim(
        "initial_tanh",
        decisive=("D2",),
        statement="Initial stage: for tanh the share above η falls faster than the power −4.5",
        quantity=share_slope("tanh", START),
        holds=(-60.0, -4.5),
        weaker=(-60.0, -3.5),
        why="first runs had −5.2 to −8.2; beyond the powers of units with kinks",
    ),
    _claim(
        "initial_relu",
        decisive=("D2",),
        statement="Initial stage: for ReLU it falls with a power between −3.5 and −2",
        quantity=share_slope("relu", START),
        holds=(-3.5, -2.0),
        weaker=(-4.5, -1.5),
        why="the error of a network with kinks has û ~ ξ⁻², the gradients of output weights ξ⁻² "
        "and those of input weights ξ⁻¹: an integral of ξ⁻⁴ or ξ⁻³ beyond η. First runs had −3.1 "
        "to −2.7",
    ),
    _claim(
        "intermediate_tanh",
        decisive=("D2",),
        statement="Intermediate stage: what moves above η while the loss is halved, over the fall "
        "of the loss, falls for tanh faster than the power −4.5 (mean over the halvings of a run)",
        quantity=mean_halving_slope("tanh"),
        holds=(-60.0, -4.5),
        weaker=(-60.0, -3.5),
        why="first runs had −5.2 to −7.2 over six halvings",
    ),
    _claim(
        "intermediate_relu",
        decisive=("D2",),
        statement="Intermediate stage: the same falls for ReLU with a power between −3.5 and −2",
        quantity=mean_halving_slope("relu"),
        holds=(-3.5, -2.0),
        weaker=(-4.5, -1.5),
        why="as for the share; first runs had −3.1 to −2.7",
    ),
    _claim(
        "intermediate_grows",
        statement="From the first halving of the loss to the last, more of the movement goes "
        "above η = 8 for ReLU: logarithm of the ratio, base 10",
        quantity=halving_growth("relu"),
        holds=(0.0, 10.0),
        weaker=None,
        why="in first runs it grew from one halving to the next by about 200 in all",
    ),
    _claim(
        "final_tanh",
        decisive=("D2",),
        statement="Final stage: at the end of the run the share still falls for tanh faster than "
        "the power −3",
        quantity=share_slope("tanh", END),
        holds=(-60.0, -3.0),
        weaker=(-60.0, -2.0),
        why="one factor of smoothness is lost there in our third statement; first runs had −6.6",
    ),
    _claim(
        "final_relu",
        decisive=("D2",),
        statement="Final stage: at the end of the run it falls for ReLU with a power between −4.5 "
        "and −1",
        quantity=share_slope("relu", END),
        holds=(-4.5, -1.0),
        weaker=(-5.5, -0.5),
        why="between one factor and two of the smoothness of a kink; first runs had −4.4",
    ),
    _claim(
        "share_grows",
        statement="The initial stage is the one with the lowest share: r_8 of tanh is larger at "
        "the end than at the start, logarithm of the ratio, base 10",
        quantity=share_growth("tanh"),
        holds=(0.0, 12.0),
        weaker=None,
        why="in first runs it grew by more than 100",
    ),
]
