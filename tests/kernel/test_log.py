"""The log: every act has a place, a proof and a signed head, and no change of the past stays hidden."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from youju.kernel import merkle
from youju.kernel.audit import Frontier, audit_log
from youju.kernel.errors import Refusal
from youju.kernel.log import LogDamaged, consistency_proof, head, sequence
from youju.kernel.models import LogEntry, LogNode, Trace, TreeHead
from youju.kernel.receipts import Receipt, receipt_from, receipt_of
from youju.kernel.signing import Head, is_signed_by, log_key, make_key, read, signed
from youju.kernel.trace import leave_trace

pytestmark = pytest.mark.django_db


def acts(count, start=0):
    for n in range(start, start + count):
        leave_trace(None, "test.act", f"thing:{n}", number=n)


def without_triggers(statement, *values):
    """Do what an administrator with a console could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        laid = cursor.fetchall()
        for name, _sql in laid:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(statement, values)
        for _name, sql in laid:
            cursor.execute(sql)


@pytest.mark.parametrize("batches", [[1], [1, 1, 1], [7], [3, 5, 8, 1], [64, 1, 31]])
def test_the_head_is_the_root_of_all_traces_in_order(batches):
    done = 0
    for count in batches:
        acts(count, done)
        done += count
        assert sequence().size == done
    leaves = [bytes(entry.sha256) for entry in LogEntry.objects.order_by("seq")]
    leaves_sm3 = [bytes(entry.sm3) for entry in LogEntry.objects.order_by("seq")]
    assert bytes(head().sha256) == merkle.root(leaves)
    assert bytes(head().sm3) == merkle.root(leaves_sm3, merkle.SM3)
    assert audit_log() == []


def test_nothing_waiting_signs_nothing():
    acts(1)
    sequence()
    assert sequence() is None
    assert TreeHead.objects.count() == 1


def test_every_trace_has_a_receipt_that_anybody_can_check():
    acts(13)
    sequence()
    for trace in Trace.objects.all():
        receipt = receipt_of(trace)
        assert receipt.holds()
        assert is_signed_by(receipt.note, log_key().public_key())
        assert "thing:" in receipt.payload


def test_a_receipt_survives_the_growth_of_the_log():
    acts(3)
    first = sequence()
    acts(6, 3)
    second = sequence()
    proof = consistency_proof(first.size, second.size)
    assert merkle.consistency_holds(3, 9, bytes(first.sha256), bytes(second.sha256), proof)


def test_a_changed_receipt_does_not_hold():
    acts(5)
    sequence()
    told = receipt_of(Trace.objects.first())
    changed = Receipt(told.payload.replace("thing:0", "thing:9"), told.seq, told.proof, told.note)
    assert not changed.holds()


def test_a_receipt_fits_a_qr_code_and_comes_back_from_json():
    import json

    acts(40)
    sequence()
    told = receipt_of(Trace.objects.last())
    assert told.qr().startswith("<svg")
    assert receipt_from(json.dumps(told.as_json())) == told


def test_a_trace_that_waits_says_so():
    acts(1)
    with pytest.raises(Refusal, match="过一两秒刷新"):
        receipt_of(Trace.objects.get())


def test_a_row_that_changed_before_it_was_sequenced_is_never_signed():
    acts(2)
    without_triggers("UPDATE kernel_trace SET subject = 'other:1' WHERE subject = 'thing:1'")
    with pytest.raises(LogDamaged), transaction.atomic():
        sequence()
    assert head() is None


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE kernel_trace SET subject = 'forged' WHERE subject = 'thing:2'", "not what was written"),
        ("UPDATE kernel_logentry SET seq = 99 WHERE seq = 4", "place 4 is empty"),
        ("DELETE FROM kernel_lognode WHERE level = 1", "is not what it covers"),
        ("UPDATE kernel_treehead SET size = 4 WHERE size = 5", "differs from its own note"),
    ],
)
def test_an_administrator_who_edits_is_found(attack, found):
    acts(5)
    sequence()
    assert audit_log() == []
    without_triggers(attack)
    assert found in "\n".join(audit_log())


def test_an_administrator_who_recomputes_everything_is_found_by_a_head_kept_outside():
    acts(5)
    outside = sequence().note
    without_triggers("UPDATE kernel_trace SET subject = 'forged' WHERE subject = 'thing:2'")
    _recompute_everything()

    assert audit_log() == [], "the control: without an outside head the forgery is perfect"
    assert audit_log([outside]) == ["an outside head of size 5 has another root"]


def _recompute_everything():
    """Forge the whole log anew, with the log's own key."""
    from youju.kernel.log import leaves_of

    for table in ("kernel_lognode", "kernel_treehead"):
        without_triggers(f"DELETE FROM {table}")
    for trace in Trace.objects.all():
        sha256, sm3 = leaves_of(trace)
        without_triggers("UPDATE kernel_logentry SET sha256 = %s, sm3 = %s, seq = NULL WHERE trace_id = %s",
                         sha256, sm3, trace.pk)  # fmt: skip
    sequence()


def test_a_restored_old_backup_is_found_by_a_newer_head():
    acts(3)
    sequence()
    newer = Head(head_origin(), 7, b"x" * 32, b"y" * 32, dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    assert "newer than the log" in "\n".join(audit_log([signed(newer, log_key())]))


def head_origin():
    return read(head().note).origin


def test_a_head_signed_by_another_key_is_not_ours(tmp_path):
    acts(1)
    other = make_key(tmp_path / "other.pem")
    forged = signed(read(sequence().note), other)
    assert audit_log([forged]) == ["an outside head of size 1 is not signed by the key of this log"]


@pytest.mark.parametrize("model", [Trace, LogEntry, LogNode, TreeHead])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_itself_keeps_the_log(model, how):
    acts(2)
    sequence()
    row = model.objects.first()
    field = {Trace: "subject", LogEntry: "seq", LogNode: "level", TreeHead: "note"}[model]
    rows = model.objects.filter(pk=row.pk)
    act = (lambda: rows._raw_delete("default")) if how == "delete" else (lambda: rows.update(**{field: 7}))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()


def test_a_trace_outside_a_transaction_is_a_programming_error(transactional_db):
    with pytest.raises(ValueError, match="in the transaction of its act"):
        leave_trace(None, "test.act", "thing:1")


def test_an_act_that_fails_leaves_no_trace():
    @transaction.atomic
    def act():
        leave_trace(None, "test.act", "thing:1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Trace.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_float_is_never_written_down():
    with pytest.raises(TypeError, match="exactly"):
        leave_trace(None, "test.act", "thing:1", value=0.1)


def test_the_frontier_knows_the_root_at_every_size():
    frontier = Frontier()
    leaves = [(merkle.leaf(b"%d" % n), merkle.leaf(b"%d" % n, merkle.SM3)) for n in range(33)]
    for size, leaf in enumerate(leaves, 1):
        list(frontier.add(leaf))
        assert frontier.root()[0] == merkle.root([pair[0] for pair in leaves[:size]])
