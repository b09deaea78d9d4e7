"""A child process under limits of memory and time: where files of strangers are opened, so that a hostile one uses up nothing of ours.

The parent lays what is to be read into a folder and asks a module of ours (`ask`); the child loads its libraries, takes
its own means away (`confine`), and answers one JSON object in `out.json`.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import youju

MB = 1 << 20
HEAVY: dict[str, Any] = {"heavy": True}
"""What is heard of a child that was killed, ran out of its limits or left nothing readable."""


def confine(*, memory: int, seconds: int, file: int = 64 * MB) -> None:
    """Take away what a hostile file could use up; the libraries are loaded already, so it counts the file alone."""
    now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # a child that waits uses no processor time; on a busy machine it is given two and a half times as long by the wall
    signal.alarm(seconds * 5 // 2)


def ask(module: str, folder: Path, *words: str, patience: float) -> dict[str, Any]:
    """Run a module of ours on a folder and return what it left in `out.json`, HEAVY where it could not answer."""
    here = str(Path(youju.__file__).parents[1])
    # Nothing of our environment goes along: no secret can leak into a process that reads strangers' files.
    quiet = {
        "PYTHONPATH": here, "PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
        "TMPDIR": str(folder),
    }  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module; words are arguments of nothing but it
            [sys.executable, "-P", "-m", module, str(folder), *words],
            env=quiet,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience,
            check=False,
        )
        said = json.loads((folder / "out.json").read_text("ascii")) if done.returncode == 0 else HEAVY
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return HEAVY
    return said if isinstance(said, dict) else HEAVY


def answer(folder: Path, said: dict[str, Any]) -> None:
    """Leave the child's answer."""
    (folder / "out.json").write_text(json.dumps(said), "ascii")
