"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1: pure functions on bytes.

Leaf = H(0x00 ‖ entry), node = H(0x01 ‖ left ‖ right); a tree of n leaves splits at the largest power of two
below n. The same functions serve SHA-256 and SM3. Nothing here knows a database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]


def SHA256(data: bytes) -> bytes:  # noqa: N802  # the name of the algorithm
    """Return the SHA-256 digest (FIPS 180-4)."""
    return hashlib.sha256(data).digest()


def SM3(data: bytes) -> bytes:  # noqa: N802  # the name of the algorithm
    """Return the SM3 digest (GB/T 32905-2016), from the system's OpenSSL where it is built in."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        from cryptography.hazmat.primitives import hashes

        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()


def leaf(entry: bytes, h: Hash = SHA256) -> bytes:
    """Return the hash of a log entry."""
    return h(b"\x00" + entry)


def node(left: bytes, right: bytes, h: Hash = SHA256) -> bytes:
    """Return the hash of two neighbours."""
    return h(b"\x01" + left + right)


def split(size: int) -> int:
    """Return the largest power of two smaller than `size` (size ≥ 2)."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes], h: Hash = SHA256) -> bytes:
    """Return the head of the tree over leaf hashes; that of the empty tree is the hash of nothing."""
    if not leaves:
        return h(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k], h), root(leaves[k:], h), h)


# A subtree is named by the half-open span of leaves it covers.
Span = tuple[int, int]
Fetch = Callable[[int, int], bytes]


def inclusion_spans(index: int, start: int, stop: int) -> list[Span]:
    """Return the subtrees whose hashes prove that leaf `index` is in the tree [start, stop), nearest first."""
    if not start <= index < stop:
        raise ValueError(f"leaf {index} is not in [{start}, {stop})")
    spans: list[Span] = []
    while stop - start > 1:
        k = start + split(stop - start)
        if index < k:
            spans.append((k, stop))
            stop = k
        else:
            spans.append((start, k))
            start = k
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """Return the subtrees whose hashes prove that the tree of `new` leaves begins with that of `old` (§2.1.4.1)."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} cannot contain one of {old}")
    if old in {0, new}:
        return []

    def walk(m: int, start: int, stop: int, *, whole: bool) -> list[Span]:
        if m == stop - start:
            return [] if whole else [(start, stop)]
        k = split(stop - start)
        if m <= k:
            return [*walk(m, start, start + k, whole=whole), (start + k, stop)]
        return [*walk(m - k, start + k, stop, whole=False), (start, start + k)]

    return walk(old, 0, new, whole=True)


def inclusion_holds(
    entry: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes, h: Hash = SHA256
) -> bool:
    """Whether a proof shows that leaf hash `entry` stands at `index` of the tree with this head (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, r = index, size - 1, entry
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r, h)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p, h)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == head


def consistency_holds(
    old: int, new: int, old_head: bytes, new_head: bytes, proof: Sequence[bytes], h: Hash = SHA256
) -> bool:
    """Whether a proof shows that nothing in the first `old` leaves changed on the way to `new` (§2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_head == new_head
    if old == 0:
        return not proof and old_head == h(b"")
    path = list(proof) if old & (old - 1) else [old_head, *proof]
    if not path:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr, h), node(c, sr, h)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c, h)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_head and sr == new_head


def span_hash(start: int, stop: int, perfect: Fetch, h: Hash = SHA256) -> bytes:
    """Return the hash of the subtree [start, stop) from stored perfect nodes: `perfect(level, index)`."""
    size = stop - start
    if size & (size - 1) == 0 and start % size == 0:
        level = size.bit_length() - 1
        return perfect(level, start >> level)
    k = start + split(size)
    return node(span_hash(start, k, perfect, h), span_hash(k, stop, perfect, h), h)
