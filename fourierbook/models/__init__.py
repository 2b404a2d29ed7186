"""Networks, front ends, and the zoo of trained networks."""
