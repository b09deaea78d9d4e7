"""The virus scanner: asked where an office runs one, and no answer means no."""

import socket
import struct
import threading

import pytest

from youju.flow.evidence.gate.words import RefusedFile
from youju.flow.evidence.scanner import scan

MARK = b"youju-harmless-test-virus"


@pytest.fixture
def clamd():
    """A socket that speaks the INSTREAM command of clamd's protocol and knows one virus: our mark."""
    server = socket.create_server(("127.0.0.1", 0))

    def exactly(line, n):
        data = b""
        while len(data) < n:
            data += line.recv(n - len(data))
        return data

    def serve():
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                assert exactly(line, 10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack("!L", exactly(line, 4))[0]:
                    data += exactly(line, length)
                line.sendall(b"stream: Youju.Test FOUND\0" if MARK in data else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1]}"
    server.close()


def ask(settings, where, path, data):
    settings.YOUJU = {**settings.YOUJU, "scanner": where}
    path.write_bytes(data)
    scan(path)


def test_a_virus_is_refused_by_its_name(settings, clamd, tmp_path):
    with pytest.raises(RefusedFile) as refused:
        ask(settings, clamd, tmp_path / "in", b"x" * 200_000 + MARK)
    assert (refused.value.code, refused.value.detail) == ("virus", "Youju.Test")


def test_a_clean_file_passes(settings, clamd, tmp_path):
    ask(settings, clamd, tmp_path / "in", b"x" * 200_000)


def test_a_scanner_that_is_away_means_no(settings, tmp_path):
    with pytest.raises(RefusedFile) as refused:
        ask(settings, "127.0.0.1:1", tmp_path / "in", b"x")
    assert refused.value.code == "scanner-away"


def test_without_a_scanner_nothing_is_asked(settings, tmp_path):
    ask(settings, "", tmp_path / "in", MARK)
