"""`youju demo`: build the demo in a folder of its own, or find it there; say who may sign in; the caller serves it."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EDITION = 6
"""Raise it when the demo changes so much that an older folder should be built anew."""
MARKER, ACCOUNTS = "demo.json", "accounts.txt"
HOUSE = "house"


class NotTheDemo(Exception):  # noqa: N818  # it is an answer, not an error
    """The demo will not touch what is not its own. Says what, why and what instead."""


def refuse_production() -> None:
    """Refuse where the environment speaks of a real house: the demo makes its own database, key and secret."""
    spoken = [name for name in ("YOUJU_DATABASE", "YOUJU_FILES", "YOUJU_SIGNING_KEY") if os.environ.get(name)]
    if os.environ.get("YOUJU_MODE", "demo") != "demo":
        spoken.insert(0, f"YOUJU_MODE={os.environ['YOUJU_MODE']}")
    if spoken:
        raise NotTheDemo(
            f"没有建演示：环境变量里写着 {'、'.join(spoken)}，像是正式系统的设置；演示只用自己的文件夹。"
            "请在没有这些变量的终端里运行。\n"
            f"The demo was not built: {', '.join(spoken)} speak of a real house. Run it in a shell without them."
        )


def is_there(folder: Path) -> bool:
    """Whether the demo of this edition is built already. Raises NotTheDemo where something else is in its place."""
    refuse_production()
    standing = _standing(folder / HOUSE)
    return standing is not None and standing.get("edition") == EDITION and standing.get("state") == "built"


def ready(folder: Path, hdi: Path, *, fresh: bool = False, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return what there is to say about the demo in a folder, built now if need be. Doing it again changes nothing.

    Raises NotTheDemo where the folder holds something else, or where the demo fails its own check.
    """
    refuse_production()
    house = folder / HOUSE
    standing = _standing(house)
    if (
        standing is not None
        and not fresh
        and standing.get("edition") == EDITION
        and standing.get("state") == "built"
    ):
        tell(
            f"演示已经在 {house}，没有重建；要重建，加 --fresh。 The demo is there already; --fresh builds it anew."
        )
        _settings(house)
        _bring_up_to_date()
        return standing
    if standing is not None:
        shutil.rmtree(house)
    house.mkdir(parents=True, exist_ok=True, mode=0o700)
    _mark(house, {"state": "building", "edition": EDITION})
    _settings(house)
    return _built(house, hdi, tell)


def _standing(house: Path) -> dict[str, Any] | None:
    """Return what the marker says, None for a folder that is not there yet."""
    if not house.is_dir() or not any(house.iterdir()):
        return None
    try:
        return dict(json.loads((house / MARKER).read_text("utf-8")))
    except (OSError, ValueError):
        raise NotTheDemo(
            f"没有建演示：{house} 里有别的东西。请换一个文件夹(--out),或者先把它移走。\n"
            f"The demo was not built: {house} holds something else. Choose another folder with --out."
        ) from None


def _mark(house: Path, said: dict[str, Any]) -> None:
    aside = house / f"{MARKER}.new"
    aside.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    aside.replace(house / MARKER)


def environment(house: Path) -> dict[str, str]:
    """Return what the environment has to say for the demo's own settings."""
    return {
        "YOUJU_MODE": "demo",
        "YOUJU_FOLDER": str(house),
        "DJANGO_SETTINGS_MODULE": "youju.config.settings",
    }


def _settings(house: Path) -> None:
    os.environ.update(environment(house))
    import django

    django.setup()


def _bring_up_to_date() -> None:
    """Let the tables of a demo that was built by an older checkout follow the newer one."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _built(house: Path, hdi: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Make the tables, build, check, and write down who may sign in: in a file that only its owner reads."""
    from django.core.management import call_command
    from django.db import connection

    from youju.config.database import SQLITE_START
    from youju.config.demo.build import build
    from youju.config.demo.check import faults

    began = time.monotonic()
    # Until the marker says "built" the folder is thrown away after a power cut, so nothing waits for the disk.
    connection.settings_dict["OPTIONS"]["init_command"] = SQLITE_START.replace(
        "synchronous=FULL", "synchronous=OFF"
    )
    tell("建库 · making the tables")
    call_command("migrate", verbosity=0)
    demo = build(hdi, tell=tell)
    tell("自查：重算核验每一份通报 · checking: everything published is scored again")
    wrong = faults(hdi)
    if wrong:
        raise NotTheDemo("演示没有通过自查 · the demo failed its check:\n" + "\n".join(wrong[:50]))
    connection.close()
    said = {
        "state": "built", "edition": EDITION, "seconds": round(time.monotonic() - began),
        "months": [str(month) for month in (*demo.months.done, demo.months.live)], "villages": len(demo.villages),
        "published": [{"title": row.title, "root": row.root} for row in (demo.hdi, demo.open_board, *demo.publications) if row.published_at],
    }  # fmt: skip
    _write_down(house, demo.people.handed_out)
    _mark(house, said)
    return said


def _write_down(house: Path, accounts: list[dict[str, str]]) -> None:
    handle = os.open(house / ACCOUNTS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(accounts, ensure_ascii=False, indent=1))


def accounts_in(folder: Path) -> list[dict[str, str]]:
    """Return the accounts of a demo that was built; a password that was changed since is not told."""
    from django.contrib.auth import get_user_model

    found = json.loads((folder / HOUSE / ACCOUNTS).read_text("utf-8"))
    changed = set(
        get_user_model().objects.filter(must_change_password=False).values_list("username", flat=True)
    )
    return [
        {**one, "password": "（已改）" if one["username"] in changed else one["password"]} for one in found
    ]
