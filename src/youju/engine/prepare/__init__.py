"""Preparation: append-only facts become dense exact columns, one per indicator and period, rolled up along the tree."""
