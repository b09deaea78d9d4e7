"""Backup and restore: the root of the log is equal afterwards, and an old or touched backup is found out (RELIABILITY T24, T25)."""

import io
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from youju.flow.scores import bundles
from youju.kernel.errors import Refusal
from youju.kernel.log import head, sequence
from youju.operate.backup import back_up

pytestmark = pytest.mark.django_db(transaction=True)


def signed_head():
    while sequence() is not None:
        pass
    return head()


def again(source, target, change):
    """Copy a backup; `change` gives (name, content) → content, or None to leave a file out."""
    with tarfile.open(source) as was, tarfile.open(target, "w") as now:
        for entry in was:
            content = change(entry.name, was.extractfile(entry).read())
            if content is not None:
                entry.size = len(content)
                now.addfile(entry, io.BytesIO(content))


@pytest.fixture
def held(final):
    """Return the bytes of a piece of evidence of a house whose month is closed and scored."""
    content = b"evidence " * 1000
    storages["default"].save("evidence/ab/cd/abcd", ContentFile(content))
    yield content
    storages["default"].delete("evidence/ab/cd/abcd")


def test_a_restored_house_has_the_same_log_evidence_and_bundles(final, held, elsewhere, tmp_path):
    made = back_up(tmp_path / "house.tar")
    code, told = elsewhere("restore", tmp_path / "house.tar", "--json")
    assert (code, told["wrong"]) == (0, [])
    assert told["root"] == made.log_root
    assert (tmp_path / "elsewhere/files/evidence/ab/cd/abcd").read_bytes() == held
    root = final.root
    assert (tmp_path / "elsewhere/bundles" / root[:2] / root / "manifest.json").read_bytes() == (
        bundles.path_of(root) / "manifest.json"
    ).read_bytes()
    assert elsewhere("verify", tmp_path / "elsewhere/bundles" / root[:2] / root, "--json")[0] == 0
    assert elsewhere("restore", tmp_path / "house.tar", "--json")[0] == 2
    assert elsewhere("manage", "auditlog")[0] == 0


def test_a_backup_older_than_a_head_kept_outside_is_found_out(final, zhao, elsewhere, tmp_path):
    back_up(tmp_path / "old.tar")
    kept = tmp_path / "head.txt"
    kept.write_text(signed_head().note, "utf-8")
    code, told = elsewhere("restore", tmp_path / "old.tar", "--head", kept, "--json")
    assert code == 1
    assert [one for one in told["wrong"] if "newer than the log" in one]


def test_a_row_changed_in_the_backup_makes_another_log(final, elsewhere, tmp_path):
    signed_head()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "UPDATE kernel_trace SET act = 'unit.nothing' WHERE id = (SELECT min(id) FROM kernel_trace)"
            )
            cursor.execute("SET session_replication_role = origin")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'kernel_trace_no_update'")
            sql = cursor.fetchone()[0]
            cursor.execute("DROP TRIGGER kernel_trace_no_update")
            cursor.execute(
                "UPDATE kernel_trace SET act = 'unit.nothing' WHERE id = (SELECT min(id) FROM kernel_trace)"
            )
            cursor.execute(sql)
    back_up(tmp_path / "house.tar")
    code, told = elsewhere("restore", tmp_path / "house.tar", "--json")
    assert code == 1
    assert [one for one in told["wrong"] if "is not what was written" in one]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda name, content: content[:-1] + b"?" if "evidence" in name else content, "校验值"),
        (lambda name, content: None if "evidence" in name else content, "备份里没有"),
        (lambda name, content: content.replace(b'"log_size"', b'"log_size" ') if name == "manifest.json" else content, "签名"),
        (lambda name, content: None if name == "manifest.json" else content, "没有写完"),
    ],
)  # fmt: skip
def test_a_touched_backup_is_refused_and_nothing_is_written(change, word, units, held, elsewhere, tmp_path):
    back_up(tmp_path / "house.tar")
    again(tmp_path / "house.tar", tmp_path / "touched.tar", change)
    code, told = elsewhere("restore", tmp_path / "touched.tar", "--json")
    assert code == 2
    assert word in str(told["problems"])
    assert not (tmp_path / "elsewhere/files").exists()
    assert elsewhere("restore", "--check", tmp_path / "house.tar", "--json")[0] == 0


def test_a_backup_cut_off_is_refused(units, elsewhere, tmp_path):
    back_up(tmp_path / "house.tar")
    (tmp_path / "cut.tar").write_bytes((tmp_path / "house.tar").read_bytes()[:200_000])
    assert elsewhere("restore", tmp_path / "cut.tar", "--json")[0] == 2


def test_a_backup_never_replaces_a_file_and_only_its_owner_reads_it(units, tmp_path):
    back_up(tmp_path / "house.tar")
    assert (tmp_path / "house.tar").stat().st_mode & 0o077 == 0
    with pytest.raises(Refusal, match="已经有这个文件"):
        back_up(tmp_path / "house.tar")
    with pytest.raises(Refusal, match="写不下去"):
        back_up(tmp_path / "nowhere" / "house.tar")


def test_people_who_write_during_a_backup_are_in_it_wholly_or_not_at_all(units, elsewhere, tmp_path):
    from threading import Event, Thread

    from django.db import connections

    from youju.flow.units.services import rename_unit

    stop, done = Event(), []

    def write():
        while not stop.is_set():
            rename_unit(unit=units.villages[0], name=f"新名{len(done)}", on=units.county.valid_from, by=None)
            done.append(1)
        connections.close_all()

    writer = Thread(target=write)
    writer.start()
    try:
        back_up(tmp_path / "house.tar")
    finally:
        stop.set()
        writer.join(60)
    code, told = elsewhere("restore", tmp_path / "house.tar", "--json")
    assert (code, told["wrong"]) == (0, [])
