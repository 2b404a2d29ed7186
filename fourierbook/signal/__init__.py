"""Fourier analysis of images: tensors in, tensors out.

Conventions, used everywhere:

- images are (..., C, H, W) with values in [0, 1];
- spectra are in FFT order: the zero frequency is at [0, 0]; they are shifted for display only;
- frequencies are in cycles per image, from −N/2 to N/2 along an axis of N pixels;
- bandwidths are odd, so that a mask and its mirror image are equal and filtered images stay real;
- spectra whose energy is quoted use `norm="ortho"`, so that Parseval's identity needs no factor.
"""
