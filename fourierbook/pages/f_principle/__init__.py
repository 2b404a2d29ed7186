"""The page *Networks learn low frequencies first*."""
