"""Recipes and the one trainer."""
