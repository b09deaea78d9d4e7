"""A cell of a board opens under its own row, is gone to, and closes again; without a script its link is a page."""

from pathlib import Path

import django_htmx
import pytest

import youju.web
from tests.walk.house import CHROMIUM, browser_of

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: nothing was opened")
STATIC = Path(youju.web.__file__).parent / "static" / "web"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
ROW = '<tr id="r{n}"><td><a href="/{n}" hx-get="/{n}" hx-target="closest tr" hx-swap="afterend" data-opens>示例{n}村</a></td><td>前列</td></tr>'
BOARD = f"<!doctype html><body><main><table><tbody>{''.join(ROW.format(n=n) for n in range(60))}</tbody></table></main><script src='/htmx.js'></script><script src='/youju.js'></script>"
OPENED = '<tr class="opened"><td colspan="20"><div class="held-in" tabindex="-1">理由<button type="button" data-closes>收起</button></div></td></tr>'


@pytest.fixture(scope="module")
def chromium():
    with browser_of() as chromium:
        yield chromium


@pytest.fixture
def board(chromium):
    """Return a board of sixty rows in the browser; its thirtieth row is hidden from the reader."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})

    def answer(route):
        path = route.request.url.removeprefix("http://board.test")
        file = {"/htmx.js": HTMX, "/youju.js": STATIC / "youju.js"}.get(path)
        if file:
            return route.fulfill(path=file, content_type="text/javascript")
        if path == "/30":
            return route.fulfill(status=404, body="<p>找不到</p>", content_type="text/html; charset=utf-8")
        return route.fulfill(body=BOARD if path == "/" else OPENED, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto("http://board.test/")
    yield page
    page.close()


def under(board, row):
    return board.locator(f"#{row} + tr.opened")


def test_a_cell_opens_under_its_row_in_sight_and_has_the_focus(board):
    board.click("#r40 a")
    under(board, "r40").wait_for()
    assert under(board, "r40").inner_text().startswith("理由")
    # it is moved there when the row has settled, a moment after it can be seen
    board.wait_for_function("document.activeElement.closest('tr.opened') !== null", timeout=5000)
    assert 0 <= under(board, "r40").bounding_box()["y"] < 900


@pytest.mark.parametrize("by", ["#r3 a", "[data-closes]"])
def test_an_opened_cell_closes_and_one_is_back_where_one_was(board, by):
    board.click("#r3 a")
    under(board, "r3").wait_for()
    board.click(by)
    under(board, "r3").wait_for(state="detached")
    assert board.evaluate("document.activeElement.closest('tr').id") == "r3"


def test_what_may_not_be_opened_is_told_under_the_row(board):
    board.click("#r30 a")
    under(board, "r30").wait_for()
    assert "找不到" in under(board, "r30").inner_text()
