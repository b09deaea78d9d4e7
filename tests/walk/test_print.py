"""A page on A4 is a page of an office: tables stay tables although the sheet is as narrow as a phone, and nothing on it is to be pressed."""

from pathlib import Path

import pytest

import youju.web
from tests.walk.house import CHROMIUM, browser_of

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: the page was not printed")
STYLE = Path(youju.web.__file__).parent / "static" / "web" / "youju.css"
# A4 at 96 dots an inch, without its margins; a telephone.
A4, PHONE = {"width": 718, "height": 1046}, {"width": 390, "height": 844}
PAGE = """<main><p class="crumbs">榜单</p><nav class="tabs"><a href="/">表</a></nav>
<table class="cards"><thead><tr><th>单位</th><th>代码</th><th>状态</th><th>时间</th></tr></thead>
<tbody><tr><td>示例1村</td><td data-name="代码">220322103001</td><td data-name="状态">已报送</td><td>2026-10-09</td></tr></tbody></table>
<p><a class="button quiet" href="/">PDF</a></p><form><button>提交</button></form></main>"""


@pytest.fixture(scope="module")
def shown():
    """Return a function (selector, media, viewport) -> how the page shows it."""
    with browser_of() as chromium:

        def shown(selector, media, viewport):
            page = chromium.new_page(viewport=viewport)
            page.set_content(PAGE)
            page.add_style_tag(content=STYLE.read_text("utf-8"))
            page.emulate_media(media=media)
            found = page.eval_on_selector(selector, "one => getComputedStyle(one).display")
            page.close()
            return found

        yield shown


def test_a_table_is_printed_as_a_table_and_read_on_a_telephone_as_cards(shown):
    assert shown(".cards tbody tr", "print", A4) == "table-row"
    assert shown(".cards tbody td", "print", A4) == "table-cell"
    assert shown(".cards tbody tr", "screen", PHONE) == "block"


@pytest.mark.parametrize("selector", ["a.button", "button", ".tabs", ".crumbs"])
def test_nothing_is_printed_that_is_there_to_be_pressed(shown, selector):
    assert shown(selector, "print", A4) == "none"
    assert shown(selector, "screen", PHONE) != "none"
