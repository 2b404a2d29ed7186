"""The shared vocabulary: shapes in the signatures, checked while the tests run."""

from collections.abc import Callable

from jaxtyping import Complex, Float, Int
from torch import Tensor

Images = Float[Tensor, "*batch height width"]
Labels = Int[Tensor, " images"]
Mask = Float[Tensor, "height width"]
Spectrum = Complex[Tensor, "*batch height width"]
Logits = Float[Tensor, "images classes"]
Classifier = Callable[[Tensor], Tensor]
