"""The argument that the book weighs: statements D1 to D23, each in parts that can be decided."""

from typing import NamedTuple


class Part(NamedTuple):
    """What one measurement or more can decide of a statement of the argument."""

    text: str
    decisive: bool = False  # the statement fails if this part does


class Statement(NamedTuple):
    """A statement of the argument, in the book's words, and its parts by letter."""

    text: str
    parts: dict[str, Part]


DEBATE = {
    "D1": Statement(
        "Networks generalise because they attend to low frequencies first.",
        {
            "a": Part("On MNIST and CIFAR-10 the low part of the labels is learnt first.", True),
            "b": Part("Near the end of training little of what is left is low."),
            "c": Part("Stopped early, a network has learnt little of the high noise."),
            "d": Part("This order is the reason why networks generalise.", True),
        },
    ),
    "D2": Statement(
        "The frequency principle can be proved for every stage of training.",
        {
            "a": Part("In the initial stage high frequencies move least.", True),
            "b": Part("In the intermediate stage high frequencies move least.", True),
            "c": Part("In the final stage high frequencies move least.", True),
            "d": Part("There is a proof that covers trained networks.", True),
        },
    ),
    "D3": Statement(
        "A linear model predicts what wide two-layer ReLU networks learn.",
        {
            "a": Part("Its long-time limit is what the trained network is.", True),
            "b": Part("A larger FP-norm of the target means a larger error."),
            "c": Part("Only macroscopic statistics of the parameters matter."),
        },
    ),
    "D4": Statement(
        "Of two frequencies, the gradient of the lower one dominates.",
        {
            "a": Part("It dominates exponentially where the weights are small.", True),
            "b": Part("At large weights it dominates by a power."),
        },
    ),
    "D5": Statement(
        "Smooth activations explain the frequency principle, and so explain why ReLU works.",
        {
            "a": Part("Trained networks keep the decay of their units' spectra."),
            "b": Part("The smoother the unit, the later high frequencies are learnt."),
            "c": Part("What explains tanh explains ReLU.", True),
            "d": Part("Six units, smooth or with kinks, all learn low frequencies first."),
        },
    ),
    "D6": Statement(
        "The Fourier transform of a ReLU network follows from its linear pieces.",
        {
            "a": Part("It can be computed from the pieces.", True),
            "b": Part("It decays differently in different directions."),
            "c": Part("The Lipschitz constant bounds it."),
        },
    ),
    "D7": Statement(
        "Low frequencies are robust.",
        {
            "a": Part("They withstand perturbations of the parameters.", True),
            "b": Part("They withstand adversarial inputs."),
        },
    ),
    "D8": Statement(
        "A complex data manifold makes high frequencies easy.",
        {
            "a": Part("The more complex the manifold, the sooner they are learnt.", True),
            "b": Part("So over-fitting becomes possible."),
        },
    ),
    "D9": Statement(
        "The frequency principle has a boundary.",
        {
            "a": Part("There are settings in which high frequencies come first.", True),
            "b": Part("Where the order turns can be foretold."),
        },
    ),
    "D10": Statement(
        "Networks recognise images that people cannot.",
        {
            "a": Part("They recognise what a filter leaves of an image.", True),
            "b": Part("People do not recognise it.", True),
            "c": Part("Adding low frequencies helps fast, adding high ones gradually."),
        },
    ),
    "D11": Statement(
        "Corruptions have their frequencies.",
        {
            "a": Part("Additive noises concentrate in high frequencies.", True),
            "b": Part("Fog and contrast concentrate in low frequencies.", True),
        },
    ),
    "D12": Statement(
        "Every training has frequencies to which it is sensitive.",
        {
            "a": Part("The natural network is sensitive to all but the lowest.", True),
            "b": Part("Noise and adversarial training gain at high frequencies.", True),
            "c": Part("Both lose at low ones, beyond what they lose without a wave.", True),
            "d": Part("AutoAugment is robust around the centre."),
        },
    ),
    "D13": Statement(
        "Under noise of a fixed norm it depends on the band which network is better.",
        {
            "a": Part("The natural network is better at noise of bandwidth 3.", True),
            "b": Part("The robust ones are better at high-frequency noise.", True),
        },
    ),
    "D14": Statement(
        "What helps against high-frequency corruptions hurts against low ones.",
        {
            "a": Part("Noise, adversarial training, a low pass: gain at the high.", True),
            "b": Part("All three lose at the low, beyond what they lose anyway.", True),
            "c": Part("A high pass in front loses most at the high."),
            "d": Part("AutoAugment helps almost everywhere."),
            "e": Part("AutoAugment is best overall."),
        },
    ),
    "D15": Statement(
        "Attacks have the frequencies of the network that they fool.",
        {
            "a": Part("Those on a natural network spread over all frequencies.", True),
            "b": Part("Those on an adversarially trained one are low.", True),
            "c": Part("Single waves are black-box attacks.", True),
        },
    ),
    "D16": Statement(
        "Adversarial training attends to some high frequencies, not to low ones alone.",
        {"a": Part("An adversarially trained network uses some high frequencies.", True)},
    ),
    "D17": Statement(
        "Low frequencies serve generalization, high ones may serve attacks.",
        {
            "a": Part("A target without low frequencies is fitted and not generalised."),
            "b": Part("Attending to low frequencies improves generalization.", True),
            "c": Part("High frequencies are what attacks use."),
        },
    ),
    "D18": Statement(
        "Smooth kernels change what a network takes from high frequencies.",
        {
            "a": Part("Smoothing trained kernels does."),
            "b": Part("Filtering the high frequencies of kernels does."),
            "c": Part("Regularizing neighbouring weights in training does."),
        },
    ),
    "D19": Statement(
        "Batch normalization helps to fit high frequencies and so to generalise.",
        {
            "a": Part("It helps to fit high frequencies.", True),
            "b": Part("That is why it generalises."),
        },
    ),
    "D20": Statement(
        "The tiny linear regions of a ReLU network are the root of its vulnerability.",
        {
            "a": Part("There are far more regions than training images."),
            "b": Part("Most regions hold no training image."),
            "c": Part("What the network does in them is arbitrary."),
            "d": Part("They are small, and next to every input."),
            "e": Part("Without them an attack fails.", True),
        },
    ),
    "D21": Statement(
        "Averaging over a neighbourhood defends against attacks.",
        {
            "a": Part("It is a low-pass filter in the space of inputs."),
            "b": Part("It defends, also where the attacker knows of it.", True),
        },
    ),
    "D22": Statement(
        "ReLU is praised for its smoothness and blamed for its kinks.",
        {
            "a": Part("Its networks are smooth enough to generalise."),
            "b": Part("Their pieces are what attacks use."),
        },
    ),
    "D23": Statement(
        "Under band-limited noise the robust networks are always the more accurate ones.",
        {
            "a": Part("The Gaussian-augmented network always is.", True),
            "b": Part("The adversarially trained network always is.", True),
        },
    ),
}
PARTS = {
    f"{name}{letter}": part
    for name, statement in DEBATE.items()
    for letter, part in statement.parts.items()
}
