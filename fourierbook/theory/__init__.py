"""What can be said before a network is trained: exact solutions, factors and rates."""
