"""Where evidence lies: a folder by default, a bucket by setting; the same services on both."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.flow.evidence import corpus
from youju.config.files import storages
from youju.flow.evidence.models import Evidence
from youju.flow.evidence.services import NotNow, add_evidence
from youju.flow.evidence.store import is_whole, name_of


class Bucket(BaseHTTPRequestHandler):
    """The four requests of the S3 protocol that evidence needs, by path, in memory; no signature is asked."""

    protocol_version = "HTTP/1.1"
    kept: dict[str, bytes] = {}

    def do_PUT(self):
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            data = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
        else:
            data = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept[self.path.split("?")[0]] = data
        self.answer(200, b"")

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        found = self.kept.get(self.path.split("?")[0])
        self.answer(404 if found is None else 200, found or b"")

    def answer(self, status, data):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Mon, 09 Nov 2026 08:00:00 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def bucket():
    Bucket.kept = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"s3://key:se%2Fcret@127.0.0.1:{server.server_port}/youju?tls=no&region=cn"
    server.shutdown()


@pytest.mark.django_db
def test_evidence_goes_into_a_bucket_and_comes_back_whole(bucket, settings, tmp_path, zhang, units, client):
    pytest.importorskip("storages.backends.s3", reason="pip install youju[s3]")
    settings.STORAGES = storages(bucket, tmp_path)
    row = add_evidence(unit=units.township, name="现场.jpg", content=corpus.photo(), by=zhang)
    assert set(Bucket.kept) == {
        f"/youju/{name_of(row.sha256)}",
        f"/youju/{name_of(row.sha256, 'thumb')}",
        f"/youju/sealed/{name_of(row.original_sha256, 'original')}",
    }
    assert is_whole(row.sha256)
    client.force_login(zhang)
    answer = client.get(f"/evidence/{row.sha256}/file/")
    assert b"".join(answer.streaming_content) == Bucket.kept[f"/youju/{name_of(row.sha256)}"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_leaves_no_row(settings, tmp_path, zhang, units):
    """No row may point at a file that is not there."""
    pytest.importorskip("storages.backends.s3", reason="pip install youju[s3]")
    settings.STORAGES = storages("s3://key:secret@127.0.0.1:1/youju?tls=no&region=cn", tmp_path)
    with pytest.raises(NotNow, match="连不上"):
        add_evidence(unit=units.township, name="现场.jpg", content=corpus.photo(), by=zhang)
    assert Evidence.objects.count() == 0


@pytest.mark.django_db
def test_a_full_disk_is_said_and_the_same_file_may_be_sent_again(
    settings, tmp_path, zhang, units, monkeypatch
):
    settings.STORAGES = storages("", tmp_path)
    full = lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(NotNow, match="满了"):
            add_evidence(unit=units.township, name="现场.jpg", content=corpus.photo(), by=zhang)
    assert Evidence.objects.count() == 0
    assert is_whole(
        add_evidence(unit=units.township, name="现场.jpg", content=corpus.photo(), by=zhang).sha256
    )


def test_a_folder_is_the_default_and_originals_lie_apart(tmp_path):
    found = storages("", tmp_path)
    assert found["default"]["OPTIONS"]["location"] == tmp_path / "files"
    assert found["sealed"]["OPTIONS"]["location"] == tmp_path / "sealed"


def test_a_bucket_is_private_and_reached_by_tls_unless_said_otherwise():
    options = storages("s3://key:se%2Fcret@minio.example:9000/youju", None)["sealed"]["OPTIONS"]
    assert options["endpoint_url"] == "https://minio.example:9000"
    assert options["secret_key"] == "se/cret"
    assert options["default_acl"] == "private"
    assert options["location"] == "sealed"


@pytest.mark.parametrize("where", ["/data/files", "https://host/bucket", "s3://key:secret@host"])
def test_what_names_no_bucket_is_refused_before_the_house_starts(where, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="YOUJU_FILES"):
        storages(where, tmp_path)
