"""The page on folded sheets: its pictures and its numbers."""
