"""Composite indices: pure mathematics from a table of indicators to scores, contributions and robustness.

Every function takes NumPy float64 and keyword arguments, reads no clock and draws no random number without a
generator that was given a seed. See ``cells`` for how missing values travel and ``moments`` for why no result
depends on the order of the rows. The scheme language that calls these functions lives elsewhere.
"""
