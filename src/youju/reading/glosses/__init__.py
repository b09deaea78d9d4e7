"""Glosses: pinyin put behind converted characters, and the bytes it cut in two."""
