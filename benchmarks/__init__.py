"""Benchmarks: the work W1, the same work in hand-written SQL, peers, and the table they make."""
