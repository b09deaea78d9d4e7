"""The virus scanner's door: clamd, where an office runs one. Without the setting nothing is asked; with it, no answer means no."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings

from youju.flow.evidence.gate.words import RefusedFile

PATIENCE = 20.0
BLOCK = 1 << 16


def scan(path: Path) -> None:
    """Ask the scanner about a file. Raises RefusedFile if it found something or cannot be reached."""
    where = settings.YOUJU.get("scanner", "")
    if not where:
        return
    try:
        answer = _ask(where, path)
    except OSError as error:
        raise RefusedFile("scanner-away") from error
    if answer.endswith("FOUND"):
        raise RefusedFile("virus", answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if not answer.endswith("OK"):
        raise RefusedFile("scanner-away", answer)


def _ask(where: str, path: Path) -> str:
    """Send the file by the INSTREAM command of clamd's protocol (man 8 clamd): blocks with their length, then length 0."""
    with _connected(where) as line, path.open("rb") as file:
        line.settimeout(PATIENCE)
        line.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            line.sendall(struct.pack("!L", len(block)) + block)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (block := line.recv(4096)):
            answer += block
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(where: str) -> socket.socket:
    """Connect to `host:port` or to the path of a socket."""
    if "/" in where:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        line.connect(where)
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), PATIENCE)
