"""Real server processes, what they weigh, and the load on them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
Request = tuple[str, str, dict[str, str], str | None]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """Return our own environment with the source tree in reach."""
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **more}


@contextmanager
def running(
    *commands: Sequence[str], env: dict[str, str], port: int, path: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run processes until the block ends; wait until the first one answers."""
    with tempfile.TemporaryFile() as said:
        started = [
            subprocess.Popen(
                list(command), env=env, cwd=ROOT, stdout=said, stderr=said, start_new_session=True
            )
            for command in commands
        ]
        try:
            _wait(started[0], port, path, said)
            yield started[0]
        finally:
            for process in started:
                os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str, said: Any) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    said.seek(0)
    raise SystemExit(f"the server did not start:\n{said.read().decode('utf-8', 'replace')[-4000:]}")


@contextmanager
def youju(database: str, folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the product as production does: `youju serve`, and the sequencer of the log as a process of its own."""
    port = free_port()
    env = environment(
        YOUJU_MODE="demo", YOUJU_FOLDER=str(folder), YOUJU_DATABASE=database, YOUJU_SEQUENCER="no"
    )
    serve = [sys.executable, "-m", "youju", "serve", "--port", str(port)]
    sequencer = [sys.executable, "-m", "youju", "manage", "sequence", "--forever"]
    with running(serve, sequencer, env=env, port=port, path="/health/") as process:
        yield port, process


@contextmanager
def plainly(database: str, folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the reference by the same server with as many workers."""
    port = free_port()
    env = environment(PLAIN_DATABASE=database, PLAIN_FOLDER=str(folder))
    serve = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2", "--blocking-threads", "2",
        "benchmarks.web.plain:application",
    ]  # fmt: skip
    with running(serve, env=env, port=port, path="/desk/1/") as process:
        yield port, process


@dataclass(frozen=True)
class Answers:
    """What a load came to, in milliseconds and seconds."""

    took: list[float]
    statuses: list[tuple[int, int]]
    """Number of the request, status of its answer."""
    wall: float
    failed: list[str]
    warm: int = 0
    """Answers before these, which are not among them."""

    def at(self, share: float) -> float:
        """Return a percentile."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.took) / self.wall


def ask(
    port: int,
    requests: Sequence[Request],
    *,
    connections: int,
    rate: float = 0,
    timeout: float = 60,
    patient: bool = False,
) -> Answers:
    """Ask from a process of its own. What fails is told; where not `patient` any refusal ends the run."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"host": "127.0.0.1", "port": port, "requests": list(requests), "connections": connections, "rate": rate,
                   "timeout": timeout}, file)  # fmt: skip
        file.flush()
        done = subprocess.run([sys.executable, "-m", "benchmarks.web.load", file.name], env=environment(), cwd=ROOT, check=True,
                              stdout=subprocess.PIPE)  # fmt: skip
    said = json.loads(done.stdout)
    if said["failed"] and not patient:
        raise SystemExit("a request failed:\n" + "\n".join(said["failed"][:3]))
    return Answers(
        [took for _n, _status, took in said["answers"]], [(n, status) for n, status, _took in said["answers"]], said["wall"], said["failed"]
    )  # fmt: skip


class Scale:
    """Weighs a tree of processes ten times a second (the heaviest moment of all together, in MB) and counts its processor seconds."""

    def __init__(self, root: int) -> None:
        self.root, self.most, self.rest, self.seconds = root, 0.0, 0.0, 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self.rest, self._began = weight(self.root), spent(self.root)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.seconds = spent(self.root) - self._began

    def _run(self) -> None:
        while not self._stop.wait(0.1):
            self.most = max(self.most, weight(self.root))


def tree(root: int) -> dict[int, list[str]]:
    """Return a process and all below it, with what the kernel counts of each."""
    known: dict[int, list[str]] = {}
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            known[int(entry.name)] = told
            children.setdefault(int(told[1]), []).append(int(entry.name))
    found, wanted = {}, [root]
    while wanted:
        one = wanted.pop()
        wanted += children.get(one, [])
        if one in known:
            found[one] = known[one]
    return found


def weight(root: int) -> float:
    """Return the proportional memory of a process and all below it, in MB."""
    total = 0
    for one in tree(root):
        try:
            rolled = Path(f"/proc/{one}/smaps_rollup").read_text("utf-8")
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rolled.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


def spent(root: int) -> float:
    """Return the processor seconds of a process, all below it, and those of its children that ended."""
    return sum(sum(map(int, told[11:15])) for told in tree(root).values()) / os.sysconf("SC_CLK_TCK")
