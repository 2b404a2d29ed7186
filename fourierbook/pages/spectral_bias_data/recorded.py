"""What the page's numbers are made of: the recorded results, and what is counted in them."""

import numpy as np

from fourierbook.experiments.spectral_bias_data import kernel_signs, petal_twins
from fourierbook.pages.recorded import result


def twins() -> dict[str, np.ndarray]:
    """What pairs of networks gave that learnt the same classes on one curve."""
    return result(petal_twins.PETAL_TWINS).shards["twins"]


def changes(width: float) -> np.ndarray:
    """Sign changes of each eigenvector of a kernel of this width, smoothest first, (n,).

    Raises:
        LookupError: if the width was not asked for.
    """
    found = result(kernel_signs.KERNEL_SIGNS)
    if width not in found.recipe.widths:
        raise LookupError(f"widths that are recorded are {found.recipe.widths}; got {width}")
    return found.shards["line"]["changes"][found.recipe.widths.index(width)]
