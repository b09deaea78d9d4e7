"""The scheme language: a closed list of composable kinds, each a small frozen model with its own checks.

Standing order: ``parts`` (numbers, names, keyed unions) ← ``values`` ← ``conditions`` ← ``shapes`` ← ``rules`` ←
``presets`` ; ``indicators``, ``composite`` and ``stage`` (league, total, bands) stand beside them; ``scheme`` holds all.
"""
