"""Composite schemes: how values are put on a scale (normalising), the tree (nodes), its total and places (scoring), its lines (lines)."""
