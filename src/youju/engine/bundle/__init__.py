"""Bundles: a closed round as files that anyone can recompute.

``manifest`` (standard library only) says what belongs to a bundle and finds every changed byte; ``tables`` turns results into
Parquet; ``write`` and ``read`` are the two doors; ``verify`` recomputes everything and names the first cell that differs.
"""
