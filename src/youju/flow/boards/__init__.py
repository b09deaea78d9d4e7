"""Boards: the units of a league in bands, from the places of a score; every cell opens to its reasons."""
