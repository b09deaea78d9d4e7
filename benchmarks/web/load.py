"""The load: a process of its own that asks over real connections and writes down how long each answer took.

    python -m benchmarks.web.load SPEC.json

`rate` asks that often whatever the answers do (open loop: a slow answer delays no later question, and waiting counts);
without it every connection asks as soon as it was answered. A request is [method, path, headers, body or null].
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any


class Load:
    """Requests shared by some connections."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said, self.lock, self.next = said, threading.Lock(), 0
        self.answers: list[tuple[int, int, float]] = []
        self.failed: list[str] = []

    def take(self) -> int | None:
        """Return the number of the next request, None at the end."""
        with self.lock:
            number, self.next = self.next, self.next + 1
        return number if number < len(self.said["requests"]) else None

    def ask(self) -> None:
        """Be one connection."""
        connection = http.client.HTTPConnection(
            self.said["host"], self.said["port"], timeout=self.said["timeout"]
        )
        while (number := self.take()) is not None:
            method, path, headers, body = self.said["requests"][number]
            due = time.perf_counter()
            if self.said["rate"]:
                due = self.began + number / self.said["rate"]
                time.sleep(max(0.0, due - time.perf_counter()))
            try:
                connection.request(method, path, None if body is None else body.encode("utf-8"), headers)
                answer = connection.getresponse()
                answered = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{number}: {error!r}")
                connection.close()
                continue
            self.answers.append((number, answer.status, (time.perf_counter() - due) * 1000))
            if answer.status >= 400 and len(self.failed) < 5:
                self.failed.append(f"{number}: {answer.status} {answered[:300].decode('utf-8', 'replace')}")

    def run(self) -> dict[str, Any]:
        """Ask everything."""
        self.began = time.perf_counter()
        threads = [threading.Thread(target=self.ask) for _ in range(self.said["connections"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {
            "wall": time.perf_counter() - self.began,
            "answers": sorted(self.answers),
            "failed": self.failed,
        }


if __name__ == "__main__":
    json.dump(Load(json.loads(Path(sys.argv[1]).read_text("utf-8"))).run(), sys.stdout)
