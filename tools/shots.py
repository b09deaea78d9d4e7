"""shots.py DEMO OUT: photograph every page of the demo at a desk's and a telephone's width, as each person sees it.

DEMO is a folder that `youju demo` built; it is only read, but for sessions. Run it with `make shots`; look at the pictures.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from youju.config.demo.run import HOUSE, environment

SIZES = ((1440, 900), (390, 844))
ASSETS, HEAVIEST = Path(__file__).parents[1] / "docs" / "assets", 200_000


def main(demo: Path, out: Path) -> int:
    """Photograph the pages; return how many answered badly."""
    os.environ.update(environment(demo / HOUSE))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    out.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-m", "youju", "serve", "--port", str(port), "--workers", "1"])
    try:
        _wait(base)
        return _photograph(base, out)
    finally:
        server.terminate()


def _wait(base: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=1)  # noqa: S310  # our own server
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise SystemExit("the server did not answer")


def _photograph(base: str, out: Path) -> int:
    from playwright.sync_api import sync_playwright

    bad = 0
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        for who, pages in _pages():
            context = browser.new_context(locale="zh-CN")
            if who:
                context.add_cookies([{"name": "sessionid", "value": _session(who), "url": base}])
            page = context.new_page()
            for name, path in pages:
                for width, height in SIZES:
                    page.set_viewport_size({"width": width, "height": height})
                    answer = page.goto(base + path)
                    page.screenshot(path=out / f"{who or 'public'}-{name}-{width}.png", full_page=True)
                if answer is None or answer.status != 200:
                    bad += 1
                    print(f"{who or 'public'} {path}: {answer.status if answer else 'no answer'}")
            context.close()
        for who, name, path in _for_readers():
            _photograph_for_readers(browser, base, who, name, path)
        browser.close()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}, {bad} pages did not answer 200")
    return bad


def _photograph_for_readers(browser: Any, base: str, who: str, name: str, path: str) -> None:
    """Photograph what one screen of a desk shows into docs/assets, in few colours so that the README stays light."""
    from PIL import Image

    context = browser.new_context(locale="zh-CN", viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    context.add_cookies([{"name": "sessionid", "value": _session(who), "url": base}])
    page = context.new_page()
    page.goto(base + path)
    picture = Image.open(io.BytesIO(page.screenshot()))
    file = ASSETS / f"{name}.png"
    picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > HEAVIEST:
        raise SystemExit(f"{file} weighs {file.stat().st_size} bytes, more than {HEAVIEST}")
    context.close()


def _for_readers() -> list[tuple[str, str, str]]:
    """Return who looks at what in the four pictures of the README: its name in docs/assets and its address."""
    from django.apps import apps

    score = (
        apps.get_model("scores.Score")
        .objects.filter(round__status="published", round__scheme__unit__level="prefecture")
        .order_by("-pk")[0]
    )
    report = apps.get_model("reports.Report").objects.filter(round=score.round).order_by("pk")[0]
    code = report.unit.code
    live = apps.get_model("reports.Report").objects.filter(round__status="reporting").order_by("pk")[0]
    return [("zhang", "report", f"/reports/{live.pk}/"), ("zhao", "board", f"/boards/{score.pk}/"), ("zhang", "statement", f"/scores/{score.pk}/{code}/"),
            ("zhao", "dossier", f"/dossier/{code}/")]  # fmt: skip


def _chromium() -> str:
    import shutil

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("没有找到 Chromium · no Chromium on this machine")
    return found


def _session(username: str) -> str:
    """Sign a person in without their password: we stand on the server's side of the door."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.get(username=username)
    if user.must_change_password:
        # Only in the demo: the pages behind the first change of the password are what is to be seen.
        type(user).objects.filter(pk=user.pk).update(must_change_password=False)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _pages() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield who looks and at what: the rooms' entrances for everybody, and the pages that each person works on."""
    from django.apps import apps

    def last(model: str, **wanted: object) -> int:
        rows = apps.get_model(model).objects.filter(**wanted).order_by("-pk")
        return int(rows.values_list("pk", flat=True).first() or 0)

    score = last("scores.Score", round__status="published")
    live = last("schemes.Round", status__in=["reporting", "open"])
    statement = apps.get_model("scores.Score").objects.get(pk=score)
    yield "", [("home", "/"), ("publications", "/publications/"), ("login", "/accounts/login/"),
               ("publication", f"/publications/{last('publications.Publication', is_open=True)}/")]  # fmt: skip
    reports = apps.get_model("reports.Report").objects.filter(round_id=live).order_by("pk")
    village = apps.get_model("reports.Report").objects.filter(round=statement.round).order_by("pk").first()
    yield "zhang", [("desk", "/"), ("reports", "/reports/"), ("round", f"/reports/rounds/{live}/"),
                    *([("report", f"/reports/{reports[0].pk}/")] if reports else []),
                    ("statement", f"/scores/{score}/{village.unit.code}/"), ("scores", "/scores/"),
                    ("evidence", "/evidence/"), ("told", "/inspections/")]  # fmt: skip
    yield "li", [("desk", "/"), ("day", "/inspections/day/")]
    yield "zhao", [("desk", "/"), ("units", "/units/"), ("schemes", "/schemes/"), ("round", f"/schemes/rounds/{live}/"),
                   ("documents", "/documents/"), ("inspections", "/inspections/"),
                   ("plan", f"/inspections/plan/{last('inspections.Plan')}/"), ("ledger", "/ledger/"),
                   ("scores", "/scores/"), ("boards", "/boards/"), ("board", f"/boards/{score}/"),
                   ("publications", "/publications/"), ("objections", "/scores/objections/")]  # fmt: skip
    yield "qian", [("desk", "/"), ("objection", f"/scores/objections/{last('scores.Objection')}/")]
    yield "zhou", [("desk", "/"), ("boards", "/boards/")]
    yield "system_admin", [("accounts", "/people/")]
    yield "audit_admin", [("traces", "/traces/")]


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), Path(sys.argv[2])) else 0)
