"""Ledgers of work declared as data: fields, stages, clocks and lights."""
