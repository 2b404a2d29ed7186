"""What does one vmapped training of many small networks save? 32 seeds of a 1-64-64-1 network."""

import torch
import torch.nn.functional as F
from side_by_side import compare
from torch import nn

from fourierbook.training import ensembles

SEEDS, POINTS, STEPS = 32, 128, 50


def network(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1)
    )


def separately(models, x, y):
    """Each network on its own, as one writes it."""
    for model in models:
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        for _ in range(STEPS):
            loss = F.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def bare_passes(models, x, y):
    """Forward and backward passes of the stacked layers, written by hand: no update of anything."""
    layers = [
        [
            torch.stack([turn(getattr(model[place], name).detach()) for model in models])
            for name, turn in (("bias", lambda b: b[None]), ("weight", lambda w: w.T))
        ]
        for place in (0, 2, 4)
    ]
    parameters = [part.contiguous().requires_grad_() for layer in layers for part in layer]
    inputs = x.expand(len(models), *x.shape).contiguous()
    for _ in range(STEPS):
        hidden = inputs
        for number in range(0, 6, 2):
            hidden = torch.baddbmm(parameters[number], hidden, parameters[number + 1])
            hidden = hidden.tanh() if number < 4 else hidden
        torch.autograd.grad((hidden - y).square().mean((1, 2)).sum(), parameters)


def main():
    torch.set_num_threads(1)
    models = [network(seed) for seed in range(SEEDS)]
    x = torch.linspace(-3, 3, POINTS)[:, None]
    y = torch.sin(x) + torch.sin(3 * x)
    ratios = compare(
        f"{STEPS} steps of Adam for {SEEDS} networks 1-64-64-1 on {POINTS} points",
        {
            "separate runs": lambda: separately(models, x, y),
            "stacked passes by hand": lambda: bare_passes(models, x, y),
            "ensembles.fit": lambda: ensembles.fit(models, x[None], y[None], steps=STEPS),
        },
        reference="separate runs",
        images=SEEDS * STEPS,
        unit="steps",
        goal="at least 8 times as fast",
    )
    faster = {way: 1 / ratio for way, ratio in ratios.items()}
    print(
        f"the ensemble is {faster['ensembles.fit']:.2f} times as fast as separate runs; its passes "
        f"alone would be {faster['stacked passes by hand']:.2f} times as fast"
    )


if __name__ == "__main__":
    main()
