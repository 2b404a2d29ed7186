"""What a network does: accuracy with its interval, accuracy per band."""
