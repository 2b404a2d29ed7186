"""What does one training of many small networks save, and how near is it to its bare passes?

32 seeds of a 1-64-64-1 network, and ten of a network of six layers of 256 units.
"""

import copy
from itertools import pairwise

import torch
import torch.nn.functional as F
from side_by_side import compare
from torch import nn

from fourierbook.training import ensembles

STEPS = 50, 5  # of each case


def network(seed, widths=(1, 64, 64, 1), unit=nn.Tanh):
    torch.manual_seed(seed)
    layers = [(nn.Linear(*sizes), unit()) for sizes in pairwise(widths)]
    return nn.Sequential(*[part for layer in layers for part in layer][:-1])


def separately(models, x, y, steps):
    """Each network on its own, as one writes it."""
    for model in models:
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        for _ in range(steps):
            loss = F.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def bare_passes(models, x, y, steps):
    """Forward and backward passes of the stacked layers, written by hand: no update of anything."""
    layers = [
        [
            torch.stack([turn(getattr(model[place], name).detach()) for model in models])
            for name, turn in (("bias", lambda b: b[None]), ("weight", lambda w: w.T))
        ]
        for place in range(0, len(models[0]), 2)
    ]
    parameters = [part.contiguous().requires_grad_() for layer in layers for part in layer]
    inputs = x.expand(len(models), *x.shape).contiguous()
    for _ in range(steps):
        hidden = inputs
        for number in range(0, len(parameters), 2):
            hidden = torch.baddbmm(parameters[number], hidden, parameters[number + 1])
            hidden = models[0][1](hidden) if number < len(parameters) - 2 else hidden
        torch.autograd.grad((hidden - y).square().mean((1, 2)).sum(), parameters)


def timed(question, models, points, steps):
    """Compare the three ways on one kind of network, and say how near the ensemble is to passes."""
    x = torch.linspace(-3, 3, points)[:, None]
    y = torch.sin(x) + torch.sin(3 * x)
    ratios = compare(
        question,
        {
            "separate runs": lambda: separately(copy.deepcopy(models), x, y, steps),
            "stacked passes by hand": lambda: bare_passes(models, x, y, steps),
            "ensembles.fit": lambda: ensembles.fit(models, x[None], y[None], steps=steps),
        },
        reference="separate runs",
        images=len(models) * steps,
        unit="steps",
        goal="at least 0.9 of the speed of the passes",
    )
    faster = {way: 1 / ratio for way, ratio in ratios.items()}
    of_passes = faster["ensembles.fit"] / faster["stacked passes by hand"]
    print(
        f"the ensemble is {faster['ensembles.fit']:.2f} times as fast as separate runs, and "
        f"{of_passes:.2f} times as fast as stacked passes that autograd runs backward, no update"
    )


def main():
    torch.set_num_threads(1)
    small = [network(seed) for seed in range(32)]
    timed(f"{STEPS[0]} steps of Adam for 32 networks 1-64-64-1 on 128 points", small, 128, STEPS[0])
    deep = [network(seed, (1, *[256] * 5, 1), nn.ReLU) for seed in range(10)]
    timed(
        f"{STEPS[1]} steps of Adam for 10 networks of six layers of 256 units on 200 points",
        deep, 200, STEPS[1],
    )  # fmt: skip


if __name__ == "__main__":
    main()
