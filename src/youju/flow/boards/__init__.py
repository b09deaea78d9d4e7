"""Units of one league side by side, in bands."""
