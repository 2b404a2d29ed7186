"""Measure what neural networks see in the frequency domain.

| folder | what it holds |
|---|---|
| `signal` | frequencies, filters, spectra: tensors in, tensors out |
| `data` | data sets, downloaded and verified; generated specimens |
| `models` | networks, front ends, and the zoo of trained networks |
| `training` | recipes, one trainer, augmentation |
| `measure` | accuracy with its interval, accuracy per band |
| `results` | stored results, the experiments, the ledger of claims |
| `figures` | one style, plots, explorers |
| `exercises` | the checks behind the book's exercises |

Import from the modules: `from fourierbook.signal.filters import square_low_pass`.
"""

__version__ = "0.1.0"
