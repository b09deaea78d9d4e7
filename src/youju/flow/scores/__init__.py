"""Marks with their reasons: a round is scored into a bundle, its units read why and object, somebody else decides."""
