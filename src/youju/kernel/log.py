"""The log: the sequencer gives every trace its place, signs the head, and hands out proofs.

Acts write their leaf in their own transaction and wait for nobody. The sequencer, one at a time, takes what waits,
reads the traces again and hashes them again before it signs, so a row that changed on its way is never signed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction

from youju.kernel import merkle
from youju.kernel.clock import db_now
from youju.kernel.models import LogEntry, LogNode, Trace, TreeHead
from youju.kernel.signing import Head, log_key, signed
from youju.kernel.trace import payload_of

# Any fixed number: the advisory lock of the one sequencer on PostgreSQL.
_PLACE = 0x596F756A
Pair = tuple[bytes, bytes]


class LogDamaged(Exception):  # noqa: N818
    """A stored trace no longer is what its leaf says. Nothing is signed until people have looked."""


def sequence(limit: int = 20_000) -> TreeHead | None:
    """Give waiting traces their places and sign the new head; None if nothing waits or another one is at it.

    Raises LogDamaged, and signs nothing, if a trace differs from the leaf written with it.
    """
    if not LogEntry.objects.filter(seq=None).exists():
        return None
    with transaction.atomic():
        if connection.vendor == "postgresql" and not _place_is_free():
            return None
        waiting = list(LogEntry.objects.filter(seq=None).select_related("trace").order_by("pk")[:limit])
        if not waiting:
            return None
        size = TreeHead.objects.order_by("-size").values_list("size", flat=True).first() or 0
        for entry in waiting:
            if leaves_of(entry.trace) != pair(entry):
                raise LogDamaged(f"trace {entry.pk} is not what was written")
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE kernel_logentry SET seq = %s WHERE trace_id = %s AND seq IS NULL",
                [(size + n, entry.pk) for n, entry in enumerate(waiting)],
            )
        nodes = Nodes({(0, size + n): pair(entry) for n, entry in enumerate(waiting)})
        nodes.grow(size, size + len(waiting))
        return _sign(nodes, size + len(waiting))


def _place_is_free() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_PLACE])
        return bool(cursor.fetchone()[0])


def _sign(nodes: Nodes, size: int) -> TreeHead:
    sha256, sm3 = nodes.root(size)
    head = Head(settings.YOUJU["origin"], size, sha256, sm3, db_now())
    return TreeHead.objects.create(
        size=size, sha256=sha256, sm3=sm3, signed_at=head.signed_at, note=signed(head, log_key())
    )


def pair(row: LogEntry | LogNode | TreeHead) -> Pair:
    """Return the two hashes of a row as bytes (drivers hand out memoryviews)."""
    return bytes(row.sha256), bytes(row.sm3)


def leaves_of(trace: Trace) -> Pair:
    """Return the two leaf hashes of a trace as it reads now."""
    payload = payload_of(trace)
    return merkle.leaf(payload, merkle.SHA256), merkle.leaf(payload, merkle.SM3)


def joined(left: Pair, right: Pair) -> Pair:
    """Return the two hashes of a node over two neighbours."""
    return merkle.node(left[0], right[0], merkle.SHA256), merkle.node(left[1], right[1], merkle.SM3)


class Nodes:
    """The perfect subtrees of the log: those in hand, and those in the database, fetched when asked for."""

    def __init__(self, known: dict[tuple[int, int], Pair] | None = None) -> None:
        self.known = known or {}

    def at(self, level: int, index: int) -> Pair:
        """Return the hashes of the perfect subtree of 2^level leaves at index·2^level."""
        if (level, index) not in self.known:
            row: LogEntry | LogNode = (
                LogNode.objects.get(level=level, index=index) if level else LogEntry.objects.get(seq=index)
            )
            self.known[level, index] = pair(row)
        return self.known[level, index]

    def grow(self, old: int, new: int) -> None:
        """Store the perfect subtrees that are whole at `new` leaves and were not at `old`."""
        rows, level = [], 1
        while new >> level:
            for index in range(old >> level, new >> level):
                hashes = joined(self.at(level - 1, 2 * index), self.at(level - 1, 2 * index + 1))
                self.known[level, index] = hashes
                rows.append(LogNode(level=level, index=index, sha256=hashes[0], sm3=hashes[1]))
            level += 1
        LogNode.objects.bulk_create(rows, batch_size=2000)

    def span(self, start: int, stop: int, algorithm: int) -> bytes:
        """Return the hash of the subtree [start, stop) by SHA-256 (0) or SM3 (1)."""
        h = (merkle.SHA256, merkle.SM3)[algorithm]
        return merkle.span_hash(start, stop, lambda level, index: self.at(level, index)[algorithm], h)

    def root(self, size: int) -> Pair:
        """Return both roots of the log at a size."""
        if not size:
            return merkle.SHA256(b""), merkle.SM3(b"")
        return self.span(0, size, 0), self.span(0, size, 1)


def head() -> TreeHead | None:
    """Return the newest signed head."""
    return TreeHead.objects.order_by("-size").first()


def first_head_with(trace: Trace) -> TreeHead | None:
    """Return the first signed head that contains a trace; None while it waits for its place.

    Nobody can know this head when the trace is written, and nobody can choose it afterwards.
    """
    seq = LogEntry.objects.filter(trace=trace).values_list("seq", flat=True).first()
    return None if seq is None else TreeHead.objects.filter(size__gt=seq).order_by("size").first()


def inclusion_proof(seq: int, size: int) -> list[bytes]:
    """Return the SHA-256 hashes that prove an entry to be in the log at a size."""
    nodes = Nodes()
    return [nodes.span(*span, 0) for span in merkle.inclusion_spans(seq, 0, size)]


def consistency_proof(old: int, new: int) -> list[bytes]:
    """Return the SHA-256 hashes that prove that the log only grew between two sizes."""
    nodes = Nodes()
    return [nodes.span(*span, 0) for span in merkle.consistency_spans(old, new)]


def oldest_waiting() -> LogEntry | None:
    """Return the entry that has waited longest for its place."""
    return LogEntry.objects.filter(seq=None).select_related("trace").order_by("pk").first()


def entries() -> Iterable[LogEntry]:
    """Yield all entries that have a place, in order, with their traces, without holding them in memory."""
    rows = LogEntry.objects.exclude(seq=None).select_related("trace").order_by("seq")
    return rows.iterator(chunk_size=2000)
