"""Taking evidence in: stored once by its content, the original sealed, likeness flagged, every act traced."""

import hashlib
import io
import threading

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connections, transaction
from PIL import Image

from tests.flow.evidence import corpus
from youju.flow.evidence.models import Evidence, Likeness
from youju.flow.evidence.selectors import evidence_known
from youju.flow.evidence.services import add_evidence, clean_name
from youju.flow.evidence.store import digest_of, is_whole, name_of, opened, put
from youju.kernel.errors import BadInput
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Each test has folders of its own."""
    local = "youju.flow.evidence.store.WholeFiles"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": local, "OPTIONS": {"location": tmp_path / "files"}},
        "sealed": {"BACKEND": local, "OPTIONS": {"location": tmp_path / "sealed"}},
    }


def add(unit, by, data=None, name="现场.jpg", **more):
    return add_evidence(unit=unit, by=by, name=name, content=data or corpus.photo(), **more)


def test_a_photo_is_served_clean_and_its_original_sealed(zhang, units):
    data = corpus.photo()
    row = add(units.township, zhang, data)
    with opened(row.sha256) as file:
        assert hashlib.sha256(file.read()).hexdigest() == row.sha256 != row.original_sha256
    with storages["sealed"].open(name_of(row.original_sha256, "original")) as file:
        assert file.read() == data
    assert row.original_sha256 == hashlib.sha256(data).hexdigest()
    assert Trace.objects.get(act="evidence.add").detail["sha256"] == row.sha256


def test_a_tip_off_photo_leaves_no_original_anywhere(zhang, units, tmp_path):
    data = corpus.photo()
    row = add(units.township, zhang, data, keep_original=False)
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert data not in stored
    assert not row.is_sealed
    assert [part for part in stored if b"YoujuPhone" in part] == []


def test_a_document_is_kept_as_it_is_so_that_its_seal_holds(zhang, units, tmp_path):
    data = corpus.pdf()
    row = add(units.township, zhang, data, name="文件.pdf")
    assert row.sha256 == row.original_sha256 == hashlib.sha256(data).hexdigest()
    assert not (tmp_path / "sealed").exists()


def test_the_same_file_again_is_the_same_evidence(zhang, units):
    first, again = add(units.township, zhang), add(units.township, zhang, name="别的名字.jpg")
    assert first == again
    assert Evidence.objects.count() == Trace.objects.filter(act="evidence.add").count() == 1


def test_the_same_file_for_another_unit_is_stored_once_and_flagged(zhang, wang, units, tmp_path):
    one, other = add(units.township, zhang), add(units.other, wang)
    assert one.sha256 == other.sha256
    assert Likeness.objects.get().distance == 0
    assert len([p for p in (tmp_path / "files" / "evidence").rglob("*") if p.is_file()]) == 1


def test_a_photo_saved_anew_and_smaller_is_flagged(zhang, wang, units):
    picture = Image.open(io.BytesIO(corpus.photo(seed=5, size=(1200, 900))))
    smaller = io.BytesIO()
    picture.resize((700, 525)).save(smaller, "JPEG", quality=60)
    one = add(units.township, zhang, corpus.photo(seed=5, size=(1200, 900)))
    other = add(units.other, wang, smaller.getvalue())
    (found,) = Likeness.objects.all()
    assert (found.earlier, found.later) == (one, other)


def test_different_scenes_and_different_schemes_are_not_flagged(zhang, units):
    for seed in range(1, 6):
        add(units.township, zhang, corpus.photo(seed=seed))
    add(units.township, zhang, corpus.photo(seed=1, quality=60), scheme="another")
    assert Likeness.objects.count() == 0


def test_a_refused_file_leaves_nothing_and_says_what_to_do(zhang, units, tmp_path):
    with pytest.raises(BadInput) as refused:
        add(units.township, zhang, corpus.SVG)
    assert "SVG" in refused.value.why
    assert "截图" in refused.value.instead
    assert Evidence.objects.count() == 0
    assert not (tmp_path / "files").exists()


def test_an_upload_beyond_every_limit_is_not_even_written(zhang, units, monkeypatch):
    monkeypatch.setattr("youju.flow.evidence.services.LARGEST", 1000)
    with pytest.raises(BadInput, match="太大"):
        add(units.township, zhang)


def test_the_database_refuses_to_change_or_remove_evidence(zhang, units):
    add(units.township, zhang)
    for change in (
        lambda rows: rows.update(sha256="0" * 64),
        lambda rows: rows.update(unit=units.other),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Evidence.objects.all())


@pytest.mark.django_db(transaction=True)
def test_two_who_upload_the_same_file_at_once_get_one_row(zhang, units):
    got, failed = [], []

    def send():
        try:
            got.append(add(units.township, zhang).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert len(got) == 3
    assert len(set(got)) == 1
    assert Trace.objects.filter(act="evidence.add").count() == 1


def test_which_fingerprints_are_known(zhang, units):
    row = add(units.township, zhang)
    assert evidence_known([row.sha256, "0" * 64]) == {row.sha256}
    assert evidence_known([row.sha256], unit_id=units.other.pk) == set()


def test_a_file_that_was_cut_off_is_written_again(tmp_path, zhang, units):
    """A crash or a full disk may leave half a file under a name on storages that are not ours."""
    row = add(units.township, zhang)
    place = tmp_path / "files" / name_of(row.sha256)
    whole = place.read_bytes()
    place.write_bytes(whole[:100])
    assert not is_whole(row.sha256)
    again = tmp_path / "again"
    again.write_bytes(whole)
    put(storages["default"], name_of(digest_of(again)), again)
    assert is_whole(row.sha256)


def test_a_write_that_fails_half_way_leaves_no_name(tmp_path):
    """The control writes straight to the name and leaves half a file."""

    class Failing(io.BytesIO):
        def chunks(self, _size):
            yield b"half"
            raise OSError(28, "No space left on device")

    storage = storages["default"]
    with pytest.raises(OSError):
        storage._save("evidence/aa/bb/x", Failing())
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []
    from django.core.files.base import File
    from django.core.files.storage import FileSystemStorage

    class FailingFile(File):
        def chunks(self, chunk_size=None):
            return Failing().chunks(0)

    with pytest.raises(OSError):
        FileSystemStorage(tmp_path / "control").save("x", FailingFile(io.BytesIO(b"")))
    assert (tmp_path / "control" / "x").read_bytes() == b"half"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\图\\现场.jpg", "现场.jpg"),
        ("a\u202egpj.exe\r\n", "agpj.exe"),
        ("", "未命名"),
    ],
)
def test_a_name_is_only_for_showing(name, kept):
    assert clean_name(name) == kept
