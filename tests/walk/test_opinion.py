"""Somebody without an account, with a telephone and no script, says what is wrong on a page."""

import sqlite3

import pytest

from tests.walk.house import CHROMIUM, PHONE, house_in, picture

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: no opinion was said in one")


@pytest.fixture(scope="module")
def house(tmp_path_factory, begun):
    with house_in(tmp_path_factory.mktemp("opinion"), begun=begun) as house:
        yield house


def test_a_stranger_says_an_opinion_on_a_telephone_without_a_script(house, browser):
    page = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN").new_page()
    page.goto(f"{house.url}/publications/")
    page.click("footer a:text-is('意见')")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert "/publications/" in page.inner_text("main")
    page.fill("[name=wrong]", "表头看不清")
    page.click("button:text-is('提交')")
    assert "意见收下了" in page.inner_text("main")
    picture(page, "opinion")
    page.click("a:text-is('回到那一页')")
    assert page.url == f"{house.url}/publications/"
    with sqlite3.connect(next((house.folder / "house").glob("*.sqlite3"))) as base:
        said = base.execute("SELECT page, wrong, said_by_id FROM kernel_opinion").fetchall()
    assert said == [("/publications/", "表头看不清", None)]
