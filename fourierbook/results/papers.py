"""What the ledger refers to: the papers and the chapters."""

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

# Chapter: the folder of its page, in the order of the book.
CHAPTERS = {
    "fourier_primer": "basics",
    "f_principle": "learning",
    "f_principle_images": "learning",
    "why_low_first": "learning",
    "turning_the_order": "learning",
    "linear_f_principle": "learning",
    "spectral_bias": "learning",
    "spectral_bias_data": "learning",
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
