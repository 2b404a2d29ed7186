"""The page *The zoo*."""
