"""Experiments on the spectral bias of ReLU networks, functions that are linear in pieces."""
