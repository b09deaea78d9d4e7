"""Every page of the house in a real Chromium, as somebody sees it who may: usable with a screen reader, with nothing
from elsewhere, within the width of a telephone, and quickly there.

The pages are those of the matrix (`tests/matrix/expected.yaml`), so a new address is looked at as soon as it has a line.
"""

import gzip
import re
import warnings
from types import SimpleNamespace

import pytest

from tests.walk.house import CHROMIUM, DESK, PHONE

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
if CHROMIUM is None:
    warnings.warn("没有找到 Chromium,没有逐页看 · no Chromium: the pages were not looked at", stacklevel=1)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: the pages were not looked at"),
    pytest.mark.django_db,
]
ORIGIN = "http://testserver"
# What a first visit may weigh, packed; the chart bundle is not among it.
FIRST_LOAD = 300 * 1024


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
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                return SimpleNamespace(
                    path=trier.path(door, state), body=content, headers=dict(answer.items())
                )
            break
    return None


def _file(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return SimpleNamespace(body=body, headers=dict(answer.items()))


@pytest.fixture(scope="module")
def looked(seen):
    """Return what was wrong on each page, by kind: every page is opened once, wide, and then made narrow."""
    from axe_playwright_python.base import AXE_SCRIPT

    wrong = SimpleNamespace(axe=[], elsewhere=[], console=[], wide=[], shifts=[])
    with playwright_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport=DESK, locale="zh-CN", service_workers="block").new_page()
        state = SimpleNamespace(line="", page=None)

        def answer(route):
            url = route.request.url
            path = url.removeprefix(ORIGIN)
            if not url.startswith(ORIGIN):
                wrong.elsewhere.append(f"{state.line}: {url}")
                route.abort()
            elif route.request.is_navigation_request():
                route.fulfill(status=200, headers=state.page.headers, body=state.page.body)
            elif path in seen.files:
                route.fulfill(status=200, headers=seen.files[path].headers, body=seen.files[path].body)
            else:  # pictures of evidence and the like: what they look like is not asked here
                route.fulfill(status=204)

        page.route("**/*", answer)
        page.on(
            "console",
            lambda said: (
                wrong.console.append(f"{state.line}: {said.text}") if "Refused to" in said.text else None
            ),
        )
        for line, one in seen.pages.items():
            state.line, state.page = line, one
            page.set_viewport_size(DESK)
            page.goto(ORIGIN + one.path)
            page.evaluate(AXE_SCRIPT)
            told = page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
            wrong.axe += [
                f"{line}: {found['id']} ({found['impact']}) at {'; '.join(str(node['target']) for node in found['nodes'][:3])}"
                for found in told if found["impact"] in {"serious", "critical"}
            ]  # fmt: skip
            page.set_viewport_size(PHONE)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wrong.wide.append(f"{line}: {width} px")
        browser.close()
    return wrong


def test_most_of_the_house_is_looked_at(seen):
    assert len(seen.pages) > 60, sorted(seen.pages)


def test_no_page_has_a_serious_fault_for_whoever_cannot_see_or_point(looked):
    assert looked.axe == [], "\n".join(looked.axe)


def test_no_page_asks_anything_of_elsewhere_and_the_policy_refuses_nothing(looked):
    assert looked.elsewhere + looked.console == []


def test_no_page_is_wider_than_a_telephone(looked):
    assert looked.wide == [], "\n".join(looked.wide)


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
