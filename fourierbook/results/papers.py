"""What the ledger refers to: the papers, the argument that the book weighs, and the chapters."""

# arXiv number: how the book's text names the paper.
PAPERS = {
    "1806.07572": "Jacot, Gabriel and Hongler (2018)",
    "1806.08734": "Rahaman et al. (2019)",
    "1807.01251": "Xu, Zhang and Xiao (2019)",
    "1901.06523": "Xu et al. (2020)",
    "1905.10264": "Zhang et al. (2019)",
    "1905.12797": "Lin et al. (2019)",
    "1905.13545": "Wang et al. (2020)",
    "1906.00425": "Basri et al. (2019)",
    "1906.08988": "Yin et al. (2019)",
    "1906.09235": "Luo et al. (2021)",
    "1912.12777": "E, Ma and Wu (2020)",
}
# Those that many claims name.
XU, LUO, YIN = "1901.06523", "1906.09235", "1906.08988"

# The statements of the argument, in the book's words.
DEBATE = {
    "D1": "Networks generalise because they attend to low frequencies first: on MNIST and "
    "CIFAR-10 the low-frequency error falls before the high-frequency error.",
    "D2": "The frequency principle can be proved for the initial, the intermediate and the "
    "final stage of training.",
    "D3": "A linear model predicts what wide two-layer ReLU networks learn; a larger FP-norm of "
    "the target means a larger generalization error; only macroscopic statistics of the "
    "parameters matter.",
    "D4": "At small weights the gradient of the lower of two frequencies dominates "
    "exponentially; the squared error is the same in space and in frequency.",
    "D5": "Smooth activations explain the frequency principle, and so explain why ReLU works.",
    "D6": "ReLU networks are piecewise linear; their Fourier transform decays anisotropically "
    "and is bounded by the Lipschitz constant.",
    "D7": "Low-frequency components are more robust to perturbations of the parameters, and so "
    "to adversarial inputs.",
    "D8": "The more complex the data manifold, the easier high frequencies are learned.",
    "D9": "The frequency principle does not always hold; there is a boundary to where it works.",
    "D10": "Networks reach high accuracy from filtered images that people cannot recognise; "
    "adding low frequencies helps fast and saturates, adding high ones helps gradually.",
    "D11": "Additive noises concentrate in high frequencies, fog and contrast in low ones.",
    "D12": "A naturally trained network is sensitive to every additive frequency but the "
    "lowest; adversarial training and Gaussian augmentation gain at high and lose at low "
    "frequencies; AutoAugment is robust around the centre.",
    "D13": "Under noise of a fixed norm the natural network is better at low-frequency noise of "
    "bandwidth 3, the robust ones at high-frequency noise.",
    "D14": "Gaussian augmentation, adversarial training and a low-pass front end help against "
    "high- and hurt against low-frequency corruptions; AutoAugment helps almost everywhere.",
    "D15": "Adversarial perturbations of a natural network spread over all frequencies, those "
    "of an adversarially trained one lean to low frequencies; Fourier basis vectors are "
    "black-box attacks.",
    "D16": "Adversarial training attends to some high-frequency components instead of only low "
    "ones.",
    "D17": "Attending to low frequencies improves generalization; high frequencies may be "
    "related to adversarial attacks.",
    "D18": "Smoothing kernels after training, or regularizing them during it, changes what a "
    "network takes from high frequencies.",
    "D19": "Batch normalization helps to fit high-frequency components and so to generalize.",
    "D20": "A ReLU network has far more linear regions than training samples; these tiny "
    "regions are the root of adversarial vulnerability.",
    "D21": "Averaging over a neighbourhood is a low-pass filter in input space and defends "
    "against attacks.",
    "D22": "Smoothness and piecewise linearity of ReLU networks are praised and blamed: both "
    "can be right.",
    "D23": "Under band-limited noise of growing bandwidth the robust networks are always more "
    "accurate than the natural one.",
}

# Chapter: the folder of its page, in the order of the book.
CHAPTERS = {
    "fourier_primer": "basics",
    "f_principle": "learning",
    "why_low_first": "learning",
    "turning_the_order": "learning",
    "linear_f_principle": "learning",
    "spectral_bias": "learning",
    "when_it_fails": "learning",
    "band_limited_filters": "seeing",
    "fourier_heatmaps": "seeing",
    "corruptions_and_attacks": "seeing",
    "high_frequency_generalization": "seeing",
    "bandlimiting_defense": "defending",
    "debate": "defending",
}


def citation(paper: str | None, place: str) -> str:
    """A link to a paper that says author, year and place.

    >>> citation("1906.08988", "figure 1")
    '[Yin et al. (2019), figure 1](https://arxiv.org/abs/1906.08988)'
    >>> citation(None, "our run")
    'our run'
    """
    if paper is None:
        return place
    where = f", {place}" if place else ""
    return f"[{PAPERS[paper]}{where}](https://arxiv.org/abs/{paper})"
