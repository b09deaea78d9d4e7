"""Every page of the house in a real Chromium, as somebody sees it who may: usable with a screen reader, with nothing
from elsewhere, within the width of a telephone, and quickly there.

The pages are those of the matrix (`tests/matrix/expected.yaml`), so a new address is looked at as soon as it has a line.
"""

import gzip
import re
import threading
import warnings
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from tests.walk.house import CHROMIUM, DESK, NOTED, PHONE, browser_of

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
if CHROMIUM is None:
    warnings.warn("没有找到 Chromium,没有逐页看 · no Chromium: the pages were not looked at", stacklevel=1)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: the pages were not looked at"),
    pytest.mark.django_db,
]
# What a first visit may weigh, packed; the chart bundle is not among it.
FIRST_LOAD = 300 * 1024
_PICTURES = re.compile(r'<img src="(/evidence/[^"]+)"')


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """Return every page as somebody who may open it gets it: line of the table → path, answer; and the static files."""
    from django.db import transaction
    from django.test import Client

    from tests.matrix import table
    from tests.matrix.run import Trier
    from tests.matrix.world import NOW, at, built

    found, files = {}, {}
    with django_db_blocker.unblock(), transaction.atomic():
        world = built()
        with at(NOW):
            trier = Trier(world)
            for door in table.doors():
                if door.method == "GET" and not door.is_api:
                    page = _page(trier, door)
                    if page is not None:
                        found[door.line] = page
                        files |= page.pictures
        transaction.set_rollback(True)
    client = Client()
    for page in found.values():
        for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.body.decode("utf-8")):
            if path not in files:
                files[path] = _file(client.get(path))
    return SimpleNamespace(pages=found, files=files)


def _page(trier, door):
    """Return the first state of a page that somebody may see, None for what is no page."""
    from tests.matrix import table

    for state in door.states(trier.world.things):
        for actor in trier.world.actors:
            if table.expected(door, actor, state) != table.IN:
                continue
            answer, content, _written = trier.ask(door, actor, state)
            is_file = answer.get("Content-Disposition", "").startswith("attachment")
            is_page = (
                not is_file and answer.get("Content-Type", "").startswith("text/html") and b"<html" in content
            )
            if answer.status_code == 200 and is_page:
                client = trier.clients[actor.name]
                pictures = {
                    path: _file(client.get(path)) for path in _PICTURES.findall(content.decode("utf-8"))
                }
                return SimpleNamespace(
                    path=trier.path(door, state), body=content, headers=dict(answer.items()), pictures=pictures,
                )  # fmt: skip
            break
    return None


def _file(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return SimpleNamespace(body=body, headers=dict(answer.items()))


@contextmanager
def handed_out(seen):
    """Hand out the answers that were kept, from a server in this process, and yield its address.

    A browser that fetches them itself keeps the files of the house as it does in life; answering for it in the test
    takes a quarter more time.
    """
    pages = {page.path: page for page in seen.pages.values()}

    class Hand(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked = pages if self.headers.get("Sec-Fetch-Mode") == "navigate" else seen.files
            if (kept := asked.get(self.path)) is None:
                self.send_response(204)
                self.end_headers()
                return
            self.send_response(200)
            for name, value in kept.headers.items():
                if name.lower() not in {"content-length", "cache-control"}:
                    self.send_header(name, value)
            self.send_header("Cache-Control", "no-store" if asked is pages else "max-age=3600")
            self.send_header("Content-Length", str(len(kept.body)))
            self.end_headers()
            self.wfile.write(kept.body)

        def log_message(self, *_said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hand)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def looked(seen):
    """Return what was wrong on each page, by kind: every page is opened once, wide, and then made narrow."""
    from axe_playwright_python.base import AXE_SCRIPT

    wrong = SimpleNamespace(axe=[], elsewhere=[], console=[], wide=[], shifts=[])
    with handed_out(seen) as origin, browser_of() as chromium:
        context = chromium.new_context(viewport=DESK, locale="zh-CN", service_workers="block")
        page = context.new_page()
        page.add_init_script(NOTED)
        now = SimpleNamespace(line="")

        def asked(request):
            if not request.url.startswith((origin, "data:", "blob:")):
                wrong.elsewhere.append(f"{now.line}: {request.url}")

        def told(said):
            if "Refused to" in said.text:
                wrong.console.append(f"{now.line}: {said.text}")

        page.on("request", asked)
        page.on("console", told)
        for line, one in seen.pages.items():
            now.line = line
            page.set_viewport_size(DESK)
            page.goto(origin + one.path)
            shift = page.evaluate("window.noted.shift")
            if shift >= 0.02:
                wrong.shifts.append(f"{line}: {shift}")
            page.evaluate(AXE_SCRIPT)
            faults = page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
            wrong.axe += [
                f"{line}: {found['id']} ({found['impact']}) at {'; '.join(str(node['target']) for node in found['nodes'][:3])}"
                for found in faults if found["impact"] in {"serious", "critical"}
            ]  # fmt: skip
            page.set_viewport_size(PHONE)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wrong.wide.append(f"{line}: {width} px")
        context.close()
    return wrong


def test_most_of_the_house_is_looked_at(seen):
    assert len(seen.pages) > 60, sorted(seen.pages)


def test_no_page_has_a_serious_fault_for_whoever_cannot_see_or_point(looked):
    assert looked.axe == [], "\n".join(looked.axe)


def test_no_page_asks_anything_of_elsewhere_and_the_policy_refuses_nothing(looked):
    assert looked.elsewhere + looked.console == []


def test_no_page_is_wider_than_a_telephone(looked):
    assert looked.wide == [], "\n".join(looked.wide)


def test_no_page_jumps_while_it_loads(looked):
    assert looked.shifts == [], "\n".join(looked.shifts)


def test_every_page_can_be_read_without_a_script(seen):
    silent = []
    for line, page in seen.pages.items():
        main = re.search(r"<main[^>]*>(.*)</main>", page.body.decode("utf-8"), re.DOTALL)
        words = re.sub(
            r"<(script|style|template)\b.*?</\1>|<[^>]+>|\s", "", main[1] if main else "", flags=re.DOTALL
        )
        if len(words) < 4:
            silent.append(line)
    assert silent == []


def test_a_first_load_is_small(seen):
    heavy = []
    for line, page in seen.pages.items():
        paths = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.body.decode("utf-8")))
        files = [seen.files[path].body for path in paths if "echarts" not in path]
        weight = sum(len(gzip.compress(body)) for body in (page.body, *files))
        if weight > FIRST_LOAD:
            heavy.append(f"{line}: {weight // 1024} kB")
    assert heavy == []
