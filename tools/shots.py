"""shots.py DEMO OUT: photograph every page that a link leads to at a desk's and a telephone's width, as each person sees it.

DEMO is a folder that `youju demo` built; it is only read, but for sessions. Run it with `make shots`; look at the pictures.
What needs no eye is told: an answer other than 200, a script that fails, a page wider than its screen.
"""

from __future__ import annotations

import argparse
import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from youju.config.demo.run import HOUSE, environment

SIZES = ((1440, 900), (390, 844))
# addresses met by one person
MOST = 150
DOCS = Path(__file__).parents[1] / "docs"
# where pictures for readers lie, and what one of them may weigh
ASSETS, PICTURES = (DOCS / "assets", ".png", 200_000), (DOCS / "guide" / "pictures", ".webp", 80_000)
DESK, PHONE = SIZES
GUIDE = (1120, 700)


def main(demo: Path, out: Path, whom: str = "", language: str = "zh-CN", *, pictures: bool = False) -> int:
    """Photograph the pages; return how many faults were met."""
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
        return _photograph(base, out, whom, language, pictures=pictures)
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


def _photograph(base: str, out: Path, whom: str, language: str, *, pictures: bool) -> int:
    from playwright.sync_api import sync_playwright

    bad = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        for who in [] if pictures else whom.split(",") if whom else _everybody():
            context = browser.new_context(locale=language, accept_downloads=False)
            if who:
                context.add_cookies([{"name": "sessionid", "value": _session(who), "url": base}])
            bad += _walk(context.new_page(), base, out, who or "public")
            context.close()
        if not whom and language == "zh-CN":
            for who, name, path in _for_readers():
                _photograph_for_readers(browser, base, who, path, DESK, ASSETS, name)
            for name, (who, path, size) in _for_guides().items():
                _photograph_for_readers(browser, base, who, path, size, PICTURES, name)
        browser.close()
    print(*bad, sep="\n")
    print(f"{len(list(out.glob('*.png')))} pictures in {out}, {len(bad)} faults")
    return len(bad)


def _walk(page: Any, base: str, out: Path, who: str) -> list[str]:
    """Follow every link from the first page on, one for each address of the house, and photograph what opens; return what is wrong.

    Only links are followed, so only GET is asked.
    """
    bad: list[str] = []
    page.on("pageerror", lambda error: bad.append(f"{who} {page.url}: {error}"))
    waiting, met = ["/"], {"home"}
    while waiting:
        path = waiting.pop(0)
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        try:
            answer = page.goto(base + path)
        except Exception as error:  # noqa: BLE001  # a file to keep is no page
            if "Download" not in str(error) and "ERR_ABORTED" not in str(error):
                bad.append(f"{who} {path}: {error}")
            continue
        if "html" not in (answer.headers.get("content-type", "") if answer else ""):
            continue
        if answer.status != 200:
            bad.append(f"{who} {path}: {answer.status}")
        name = _name_of(page.url.removeprefix(base)).replace(":", ".")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            _settled(page)
            page.screenshot(path=out / f"{who}-{name}-{width}.png", full_page=True)
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if beyond > 0:
                bad.append(f"{who} {path}: {beyond} px wider than {width}")
        for link in page.eval_on_selector_all(
            "a[href]", "links => links.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
        ):
            there = link.partition("#")[0].removeprefix(base)
            name = _name_of(there) if there.startswith("/") else ""
            if name and name not in met and len(met) < MOST:
                met.add(name)
                waiting.append(there)
    return bad


def _settled(page: Any) -> None:
    """Wait until the page that is taken along has its list: it comes from the house after the page."""
    page.wait_for_selector("body:not(.carry), body.carry #net.done")
    # a picture further down is fetched when it is scrolled to, which nobody does here
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(one => { one.loading = 'eager' })")
    page.wait_for_load_state("networkidle")


def _name_of(path: str) -> str:
    """Return the name of an address, "" for one that is not of this house."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _photograph_for_readers(
    browser: Any,
    base: str,
    who: str,
    path: str,
    size: tuple[int, int],
    shelf: tuple[Path, str, int],
    name: str,
) -> None:
    """Photograph what one screen shows for the README (few colours, so that it stays light) or for a guide."""
    from PIL import Image

    folder, ending, heaviest = shelf
    context = browser.new_context(locale="zh-CN", viewport=dict(zip(("width", "height"), size, strict=True)))
    if who:
        context.add_cookies([{"name": "sessionid", "value": _session(who), "url": base}])
    page = context.new_page()
    page.goto(base + path)
    page.wait_for_load_state("networkidle")
    _settled(page)
    page.wait_for_timeout(800)  # what a script fills in afterwards
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}{ending}"
    if ending == ".webp":
        picture.save(file, quality=70, method=6)
    else:
        picture.quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > heaviest:
        raise SystemExit(f"{file} weighs {file.stat().st_size} bytes, more than {heaviest}")
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


def _for_guides() -> dict[str, tuple[str, str, tuple[int, int]]]:
    """Return the pictures of the guides: name in docs/guide/pictures → who looks, at which address, how large."""
    from django.apps import apps
    from django.urls import reverse

    def first(model: str, **asked: Any) -> Any:
        return apps.get_model(model).objects.filter(**asked).order_by("pk")[0]

    live = {"round__status": "reporting"}
    mine, waiting = (
        first("reports.Report", **live, status="returned"),
        first("reports.Report", **live, status="submitted"),
    )
    score = (
        apps.get_model("scores.Score")
        .objects.filter(round__status="published", round__scheme__unit__level="prefecture")
        .order_by("-pk")[0]
    )
    scheme, code = score.round.scheme, first("reports.Report", round=score.round).unit.code
    record, book = first("registers.Record", register__code="project"), first("points.Book")
    charge, account = first("duties.Charge"), first("points.Account", book=book, kind="household")
    publication = first("publications.Publication", kind="circular")
    return {
        "reporter-desk": ("zhang", "/", GUIDE), "reporter-form": ("zhang", f"/reports/{mine.pk}/", GUIDE),
        "reporter-rounds": ("zhang", "/reports/", GUIDE),
        "reviewer-desk": ("sun", "/", GUIDE), "reviewer-report": ("sun", f"/reports/{waiting.pk}/", GUIDE),
        "inspector-day": ("li", "/inspections/day/", PHONE), "inspector-carry": ("li", "/inspections/carry/", PHONE),
        "office-round": ("zhao", f"/reports/rounds/{mine.round_id}/", GUIDE), "office-board": ("zhao", f"/boards/{score.pk}/", GUIDE),
        "office-scheme": ("zhao", f"/schemes/{scheme.code}/", GUIDE),
        "leader-desk": ("zhou", "/", GUIDE), "leader-board": ("zhou", f"/boards/{score.pk}/?level=县", GUIDE),
        "unit-statement": ("zhang", f"/scores/{score.pk}/{code}/", GUIDE),
        "public-list": ("", "/publications/", GUIDE), "public-publication": ("", f"/publications/{first('publications.Publication').pk}/", GUIDE),
        "registers-list": ("zhao", "/registers/project/", GUIDE), "registers-record": ("zhao", f"/registers/project/{record.number}/", GUIDE),
        "registers-wall": ("zhang", "/registers/task/wall/", GUIDE),
        "duties-list": ("zhao", "/duties/", GUIDE), "duties-charge": ("zhao", reverse("duties:charge", args=[charge.system, charge.code]), GUIDE),
        "points-book": ("zhao", f"/points/{book.code}/", GUIDE), "points-account": ("zhao", reverse("points:account", args=[book.code, account.number]), GUIDE),
        "monitors-list": ("zhao", "/monitors/", GUIDE), "monitors-one": ("zhao", f"/monitors/at/{first('monitors.Monitor').code}/", GUIDE),
        "engineer-traces": ("audit_admin", "/traces/", GUIDE), "integration-hooks": ("system_admin", "/hooks/", GUIDE),
        "integration-tokens": ("zhao", "/mine/", GUIDE),
        "unit-publication": ("zhang", f"/publications/{publication.pk}/", GUIDE),
    }  # fmt: skip


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


def _everybody() -> list[str]:
    """Return a visitor, and one person for each set of roles in the demo: the others see the same pages."""
    from django.apps import apps

    from youju.kernel.powers import roles_of

    people = apps.get_model("kernel.User").objects.filter(is_active=True).order_by("pk")
    found = {frozenset(roles_of(person)): person.username for person in reversed(people)}
    return ["", *sorted(found.values())]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--who", default="", help="user names, separated by commas; everybody if none is named"
    )
    parser.add_argument("--pictures", action="store_true", help="only the pictures of README and guides")
    parser.add_argument("--language", default="zh-CN", choices=["zh-CN", "en"])
    given = parser.parse_args()
    sys.exit(1 if main(given.demo, given.out, given.who, given.language, pictures=given.pictures) else 0)
