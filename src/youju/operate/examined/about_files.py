"""Where files lie: who may read the keys, whether evidence can be written and is not served, and how much room is left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from youju.operate.finding import Finding, look, unsafe

ROOM = 1 << 30
"""A gigabyte, about one day's photographs of a county."""


def about_files() -> Iterator[Finding]:
    """Examine the folder of the house, its keys and its stores."""
    folder = Path(settings.YOUJU["folder"])
    yield from about_key(Path(settings.YOUJU["signing_key"]), Path(settings.STATIC_ROOT))
    for alias in ("default", "sealed"):
        if isinstance(storages[alias], FileSystemStorage):
            yield from about_store(Path(storages[alias].location), Path(settings.STATIC_ROOT))
    yield from about_store(folder / "bundles", Path(settings.STATIC_ROOT))
    yield from about_room(folder)


def about_key(path: Path, served: Path) -> Iterator[Finding]:
    """Examine the signing key of the log."""
    if not path.is_file():
        yield unsafe("no-key", f"没有签名密钥 {path}", "底账的树头没有人签名，对外什么也证明不了",
                     "youju manage newkey 文件，再设 YOUJU_SIGNING_KEY", f"There is no signing key at {path}.")  # fmt: skip
        return
    if path.stat().st_mode & 0o077:
        yield unsafe("open-key", f"签名密钥 {path} 别的账号也能读", "拿到它就能签出假的树头", f"chmod 600 {path}",
                     "Others can read the signing key.")  # fmt: skip
    if path.resolve().is_relative_to(served.resolve()):
        yield unsafe("served-key", f"签名密钥 {path} 放在对外服务的文件夹里", "任何人都能下载它", "移到别处",
                     "The signing key lies in a served folder.")  # fmt: skip


def about_store(store: Path, served: Path) -> Iterator[Finding]:
    """Examine one folder of evidence or bundles."""
    one, other = store.resolve(), served.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        yield unsafe("served-store", f"{store} 与对外服务的 {served} 是同一棵目录", "佐证会绕过权限被下载",
                     "把两者分开", f"{store} and the served folder hold each other.")  # fmt: skip
    nearest = next(path for path in (one, *one.parents) if path.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        yield unsafe("shut-store", f"写不进 {store}", "上传会被拒绝", "把文件夹交给运行有据的账号(chown)",
                     f"{store} cannot be written.")  # fmt: skip
    elif one.exists() and one.stat().st_mode & 0o007:
        yield look("open-store", f"{store} 本机别的账号也能进", "佐证里有个人信息", f"chmod 750 {store}",
                   f"Other accounts of this machine can enter {store}.")  # fmt: skip


def about_room(folder: Path, room: int | None = None) -> Iterator[Finding]:
    """Examine how much room is left where the house lies."""
    nearest = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    left = shutil.disk_usage(nearest).free if room is None else room
    if left < ROOM:
        grade = unsafe if left < ROOM // 8 else look
        yield grade("little-room", f"{folder} 只剩 {left >> 20} MB", "写满以后报送和上传都会被拒绝",
                    "腾出空间或扩容；留一个 1 GB 的占位文件备急用", f"Only {left >> 20} MB are left.")  # fmt: skip
