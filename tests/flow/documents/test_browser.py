"""In a real browser: a page goes in, a person decides, and every accepted fact leads back to its words."""

import os
import re
import shutil
import warnings

import pytest

from tests.flow.documents.test_documents import TEXT
from tests.flow.month import *  # noqa: F403
from tests.reading.test_files import docx, package, paragraph
from youju.flow.documents.models import Decision, Document
from youju.flow.ledger.models import Observation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
if CHROMIUM is None:
    warnings.warn(
        "没有找到 Chromium,浏览器测试没有跑 · no Chromium: the browser test did not run", stacklevel=1
    )
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the browser test did not run"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def browser(monkeypatch):
    # Playwright's loop runs in this thread; the tests' own queries do not run inside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright_api.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser, client, live_server, zhao):
    client.force_login(zhao)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def picture(page, name):
    """Leave a picture where YOUJU_PICTURES says, at a desk's and at a telephone's width."""
    folder = os.environ.get("YOUJU_PICTURES")
    for width, height in ((1440, 900), (390, 844)) if folder else ():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{folder}/{name}-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})


def upload(page, live_server, text=TEXT):
    page.goto(f"{live_server.url}/documents/add/")
    file = {"name": "page.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("input[name=file]", file)
    picture(page, "add")
    page.click("text=上传并阅读")
    page.wait_for_selector(".card")
    return page.locator(".card")


def test_facts_are_accepted_rejected_corrected_and_lead_back_to_their_words(page, live_server):
    cards = upload(page, live_server)
    assert cards.count() >= 5
    for number in range(3):
        cards.nth(number).locator("button:has-text('采信')").first.click()
        page.wait_for_selector(f".card >> nth={number} >> .decided")
    for number, words, note in ((3, "不采信", "说的是去年"), (4, "改正后采信", "按决算改正")):
        cards.nth(number).locator("summary").click()
        cards.nth(number).locator("input[name=note]").fill(note)
        if number == 4:
            cards.nth(number).locator(".decide input[name=value]").fill("7.1")
        cards.nth(number).locator(f"button:text-is('{words}')").click()
        page.wait_for_selector(f".card >> nth={number} >> .decided")
    picture(page, "facts")
    assert page.locator("mark.accepted").count() >= 3

    page.goto(f"{live_server.url}/documents/accepted/")
    picture(page, "accepted")
    links = page.locator("tbody td:first-child a")
    assert links.count() == 4
    quote = links.first.inner_text()
    links.first.click()
    page.wait_for_selector("mark:target")
    picture(page, "words")
    assert page.locator("mark:target").evaluate("m => getComputedStyle(m).outlineStyle") == "solid"
    words = page.locator("mark:target").evaluate(
        "m => { const c = m.cloneNode(true); c.querySelectorAll('a').forEach(a => a.remove()); return c.textContent }"
    )
    assert words == quote
    assert sorted(Decision.objects.values_list("verdict", flat=True)) == [
        "accepted", "accepted", "accepted", "corrected", "rejected",
    ]  # fmt: skip


def test_a_refused_decision_says_why_inside_its_card_and_keeps_what_was_typed(page, live_server):
    card = upload(page, live_server).first
    card.locator("summary").click()
    card.locator(".decide input[name=value]").fill("12")
    card.locator("button:text-is('改正后采信')").click()
    page.wait_for_selector(".card .message.error")
    assert "没有写说明" in card.inner_text()
    assert card.locator(".decide input[name=value]").input_value() == "12"


BODY = "".join(f"<p>{line}</p>" for line in TEXT.split("\n") if line)
PAGE = f'<html><head><meta charset="gbk"></head><body>{BODY}<!-- %s --></body></html>'
KINDS = {
    "utf8.txt": TEXT.encode(), "gbk.txt": (TEXT + "乙").encode("gbk"), "gb18030.txt": (TEXT + "䶮").encode("gb18030"), "utf16.txt": (TEXT + "丙").encode("utf-16"),
    "a.docx": docx("".join(paragraph(line) for line in TEXT.split("\n") if line)), "a.html": PAGE.encode("gbk"),
}  # fmt: skip


def test_every_kind_of_file_shows_its_words_marked_beside_its_facts(page, live_server):
    sheet = page.context.new_page()
    sheet.set_content(BODY)
    for name, data in (KINDS | {"a.pdf": sheet.pdf()}).items():
        page.goto(f"{live_server.url}/documents/add/")
        page.set_input_files("input[name=file]", {"name": name, "mimeType": "text/plain", "buffer": data})
        page.click("text=上传并阅读")
        page.wait_for_selector(".card")
        quotes = page.locator(".card").count()
        assert quotes >= 4, name
        assert page.locator("mark").count() >= 4, name
        for mark in page.locator("mark").all()[:5]:
            assert mark.is_visible(), name
        picture(page, name)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.bin", bytes(range(256)) * 90, "文件"), ("empty.txt", b"", "空"), ("big.txt", b"a" * (50 * 1024 * 1024 + 1), "超过 50 MB"),
        ("a.xlsx", b"PK\x03\x04 broken", "电子表格"), ("a.docx", package({"word/document.xml": b"<w>" + b"a" * (200 << 20)}), "解开太大"),
    ],
    ids=["binary", "empty", "big", "spreadsheet", "bomb"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why_and_holds_nothing(page, live_server, tmp_path, name, data, why):
    (tmp_path / name).write_bytes(data)
    page.goto(f"{live_server.url}/documents/add/")
    page.set_input_files("input[name=file]", str(tmp_path / name))
    page.click("text=上传并阅读")
    page.wait_for_selector(".message.error, .errorlist, .card")
    picture(page, f"refused-{name}")
    assert why in page.locator("main").inner_text()
    assert not Document.objects.exists()


LEDGER_TEXT = "梨树县集体经济壮大\n\n2026年10月,梨树县村集体经济收入达到12.5万元,受理群众诉求20件,按期解决19件,同比增长7.2%。\n"


def test_three_facts_go_into_the_ledger_one_is_rejected_and_each_leads_back_to_its_words(
    page, live_server, scheme
):
    cards = upload(page, live_server, LEDGER_TEXT)
    for number in range(3):
        cards.nth(number).locator("button:has-text('采信')").first.click()
        page.wait_for_selector(f".card >> nth={number} >> .decided")
    cards.nth(3).locator("summary").click()
    cards.nth(3).locator("input[name=note]").fill("只是增速")
    cards.nth(3).locator("button:text-is('不采信')").click()
    page.wait_for_selector(".card >> nth=3 >> .decided")

    page.goto(f"{live_server.url}/ledger/documents/?scheme={scheme.code}")
    rows = page.locator("form[method=post] tbody tr")
    assert rows.count() == 3
    rows.nth(2).locator("select").select_option("solved")
    for number in range(3):
        rows.nth(number).locator("input[type=checkbox]").check()
    picture(page, "taking")
    page.click("button:text-is('入账')")
    page.wait_for_selector("text=入账 3 条")
    picture(page, "ledger")

    page.locator("#rows a", has_text=re.compile(r"12\.5|125,?000")).first.click()
    page.click("main table a:has-text('梨树县集体经济壮大')")
    page.wait_for_selector("mark:target")
    picture(page, "cited")
    words = page.locator("mark:target").evaluate(
        "m => { const c = m.cloneNode(true); c.querySelectorAll('a').forEach(a => a.remove()); return c.textContent }"
    )
    assert words == "村集体经济收入达到12.5万元"
    held = {row.indicator: (row.value, row.basis) for row in Observation.objects.all()}
    assert held == {
        "income": (125000, "document"),
        "complaints": (20, "document"),
        "solved": (19, "document"),
    }
