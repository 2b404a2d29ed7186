"""The question of the first page."""
