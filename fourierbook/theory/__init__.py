"""What theory says of networks: kernels, spectra of units, rates of learning."""
