"""Marks with their reasons, and the objections to them."""
