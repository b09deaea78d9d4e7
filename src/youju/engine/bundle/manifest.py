"""The manifest of a bundle: which files it holds and their SHA-256, whole and in blocks, so that a changed byte is found and located.

This file needs nothing but the standard library. An auditor can copy it alone and run ``python3 -I -S manifest.py [--json] BUNDLE``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
FINEST, BLOCKS = 64, 1024
"""A file is hashed in at most about 1,024 blocks, none smaller than 64 bytes: small files are located to the line."""
FORMAT = "youju-bundle-1"
OUTSIDE = frozenset({NAME, "signature.json", "proof.json"})
"""Files that may lie beside the sealed ones: the manifest itself, a signature over it, and a proof from the log."""


@dataclass(frozen=True)
class Difference:
    """One thing in which a bundle is not what its manifest or its recomputation says."""

    file: str
    what: str
    what_en: str
    row: int | None = None
    column: str | None = None
    start: int | None = None
    stop: int | None = None

    def __str__(self) -> str:
        place = "" if self.row is None else f" 第 {self.row} 行"
        place += "" if self.column is None else f" {self.column} 列"
        place += "" if self.start is None else f" 字节 {self.start}–{self.stop}"
        return f"{self.file}{place}: {self.what} ({self.what_en})"


def digest(path: Path) -> dict[str, Any]:
    """Return a file's size, SHA-256, the size of its blocks, and the first 16 hex digits of the SHA-256 of each block."""
    size = path.stat().st_size
    block = max(FINEST, 1 << (max(size - 1, 1) // BLOCKS).bit_length())
    return {"bytes": size, "block": block, **hashes(path, block)}


def hashes(path: Path, block: int) -> dict[str, Any]:
    """Return the SHA-256 of a file, whole and by blocks of so many bytes."""
    whole, blocks = hashlib.sha256(), []
    with path.open("rb") as stream:
        while chunk := stream.read(block):
            whole.update(chunk)
            blocks.append(hashlib.sha256(chunk).hexdigest()[:16])
    return {"sha256": whole.hexdigest(), "blocks": blocks}


def files_of(bundle: Path) -> list[str]:
    """Return the sealed files of a bundle as relative names, sorted."""
    names = (p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file() or p.is_symlink())
    return sorted(name for name in names if name not in OUTSIDE)


def root_of(files: dict[str, Any], about: dict[str, Any]) -> str:
    """Return the root: SHA-256 over one line ``sha256  name`` per file, in order of name, and a last line for what was scored.

    The last line hashes everything else the manifest says (scheme, version, period, as-of …), so that no bundle can be relabelled.
    """
    lines = "".join(f"{files[name]['sha256']}  {name}\n" for name in sorted(files))
    said = json.dumps(about, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(
        f"{lines}{hashlib.sha256(said.encode()).hexdigest()}  {NAME}\n".encode()
    ).hexdigest()


def about_of(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return what a manifest says of the round itself: everything but the files, the root and the format."""
    return {key: value for key, value in manifest.items() if key not in ("files", "root", "format")}


def seal(bundle: Path, about: dict[str, Any], *, threads: int = 2) -> str:
    """Write the manifest of a bundle and return its root. ``about`` says what was scored and must be plain JSON data."""
    names = files_of(bundle)
    with ThreadPoolExecutor(threads) as pool:
        files = dict(zip(names, pool.map(digest, [bundle / name for name in names]), strict=True))
    root = root_of(files, about)
    text = json.dumps(
        {"format": FORMAT, "root": root, **about, "files": files},
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    )
    (bundle / NAME).write_text(text + "\n", encoding="utf-8")
    return root


def load(bundle: Path) -> dict[str, Any]:
    """Read a manifest. Raises ValueError saying what is wrong with it."""
    try:
        text = (bundle / NAME).read_text("utf-8")
        manifest = json.loads(text)
    except FileNotFoundError:
        raise ValueError(f"没有 {NAME}，这不是一个成果包 / no {NAME}: not a bundle") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{NAME} 已损坏 / {NAME} is damaged: {error}") from None
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("files"), dict)
    ):
        raise ValueError(f"{NAME} 不是 {FORMAT} 格式 / {NAME} is not {FORMAT}")
    canonical = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    if text != canonical:
        raise ValueError(f"{NAME} 不是原样 / {NAME} is not in its written form")
    return manifest


def check(bundle: Path) -> list[Difference]:
    """Compare every file with the manifest. An empty list means that no byte has changed since the bundle was sealed."""
    try:
        manifest = load(bundle)
    except ValueError as error:
        return [Difference(NAME, str(error), "the manifest cannot be read")]
    found: list[Difference] = []
    files = manifest["files"]
    if not all(isinstance(entry, dict) and isinstance(entry.get("sha256"), str) for entry in files.values()):
        return [Difference(NAME, "文件清单已损坏", "the list of files is damaged")]
    if root_of(files, about_of(manifest)) != manifest.get("root"):
        found.append(Difference(NAME, "根哈希与清单不符", "the root does not follow from the list of files"))
    there = set(files_of(bundle))
    found += [
        Difference(name, "清单中有，包里没有", "listed but absent") for name in sorted(set(files) - there)
    ]
    found += [
        Difference(name, "包里有，清单中没有", "present but not listed")
        for name in sorted(there - set(files))
    ]
    for name in sorted(there & set(files)):
        found += _compare(name, files[name], bundle / name)
    return found


def _compare(name: str, said: Any, path: Path) -> list[Difference]:
    kinds = {"bytes": int, "block": int, "sha256": str, "blocks": list}
    if (
        not isinstance(said, dict)
        or any(not isinstance(said.get(k), kind) for k, kind in kinds.items())
        or said["block"] < 1
    ):
        return [Difference(NAME, f"{name} 的记录已损坏", f"the entry of {name} is damaged")]
    block = min(said["block"], 1 << 30)
    now = {"bytes": path.stat().st_size, "block": said["block"], **hashes(path, block)}
    if said == now:
        return []
    if now["sha256"] == said["sha256"] or now["blocks"] == said["blocks"]:
        return [Difference(NAME, f"{name} 的记录被改动", f"the entry of {name} was changed, not the file")]
    for number, (was, is_) in enumerate(zip(said["blocks"], now["blocks"], strict=False)):
        if was != is_:
            start = number * block
            return [
                Difference(
                    name, "内容被改动", "content changed", start=start, stop=min(start + block, now["bytes"])
                )
            ]
    if said.get("bytes") != now["bytes"]:
        return [
            Difference(
                name,
                f"长度由 {said.get('bytes')} 变为 {now['bytes']} 字节",
                "length changed",
                start=min(now["bytes"], int(said.get("bytes") or 0)),
                stop=now["bytes"],
            )
        ]
    return [Difference(NAME, f"{name} 的哈希记录被改动", f"the recorded hash of {name} was changed")]


def main(arguments: list[str]) -> int:
    """Check one bundle from the command line: 0 unchanged, 1 changed, 2 not a bundle."""
    words = [word for word in arguments if word != "--json"]
    as_json = len(words) < len(arguments)
    if len(words) != 1:
        return _leave(2, ["usage: manifest.py [--json] BUNDLE"], as_json, problems=["usage"])
    bundle = Path(words[0])
    if not (bundle / NAME).is_file():
        return _leave(2, [f"{bundle}: 没有 {NAME} / no {NAME}"], as_json, problems=[f"no {NAME}"])
    found = check(bundle)
    root = None if found else load(bundle)["root"]
    said = [str(difference) for difference in found] or [f"一致 unchanged: {root}"]
    differences = [vars(difference) for difference in found]
    return _leave(1 if found else 0, said, as_json, unchanged=not found, root=root, differences=differences)


def _leave(code: int, lines: list[str], as_json: bool, **data: Any) -> int:
    """Print lines for people (harmless to a terminal) or the data for machines, and return the exit code."""
    if as_json:
        print(json.dumps(data, ensure_ascii=True, indent=1))  # noqa: T201 - this file is its own command
        return code
    for line in lines:
        text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
        print(text, file=sys.stderr if code == 2 else sys.stdout)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
