"""The walk: one month in a real browser, each step one person at one page. `STEPS` is the whole of it, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.walk.house import DESK, PHONE, House, picture, sign_in, tab_to
from tests.walk.world import VILLAGES

STEPS: list[tuple[str, Callable[[Walk], None]]] = []


class Walk:
    """Who walks where: a browser, a house, a page for each person, and what one step leaves for the next."""

    def __init__(self, browser: Any, house: House) -> None:
        self.browser, self.house, self.pages = browser, house, {}
        self.kept: dict[str, Any] = {}

    def of(self, who: str, size: dict[str, int] = DESK) -> Any:
        """Return the page of a person, who signs in at the first time; "" is a stranger."""
        if who not in self.pages:
            page = self.browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True).new_page()
            page.set_default_timeout(60_000)
            if who:
                sign_in(page, self.house, who)
            self.pages[who] = page
        return self.pages[who]

    def go(self, who: str, path: str, size: dict[str, int] = DESK) -> Any:
        """Let a person open an address."""
        page = self.of(who, size)
        page.goto(self.house.url + path)
        return page

    def press(self, page: Any, words: str) -> None:
        """Press the one button that says so, and wait for the page that answers."""
        with page.expect_navigation():
            page.click(f"button:text-is('{words}')")

    def enter(self, page: Any, wanted: Any) -> None:
        """Go to a link or a button by keys alone and press Enter."""
        tab_to(page, wanted)
        with page.expect_navigation():
            page.keyboard.press("Enter")


def step(title: str) -> Callable[[Callable[[Walk], None]], Callable[[Walk], None]]:
    """Note a step of the walk."""

    def noted(act: Callable[[Walk], None]) -> Callable[[Walk], None]:
        STEPS.append((title, act))
        return act

    return noted


@step("张不用鼠标:在工作台看到三份待填,打开示例1村的表,填好报送")
def form(walk: Walk) -> None:
    page = walk.go("zhang", "/")
    due = page.locator("a:has-text('份报送待填')")
    assert "3" in due.inner_text()
    walk.enter(page, due)
    picture(page, "due")
    walk.enter(page, page.locator("tr:has-text('示例1村') button:text-is('填报')"))
    for name, value in (("income", "120000"), ("complaints", "20"), ("solved", "19")):
        for field, words in ((f"value-{name}", value), (f"note-{name}", "已核对")):
            tab_to(page, page.locator(f"[name={field}]"))
            page.keyboard.type(words)
    page.wait_for_selector("#saved:has-text('草稿已存')")
    picture(page, "form")
    walk.enter(page, page.locator("#report button:text-is('报送')"))
    assert "已报送" in page.inner_text("main")


@step("张下载报送表,填错三格传上去,整本不收,三处一次说清")
def faults(walk: Walk) -> None:
    page = walk.go("zhang", "/reports/")
    with page.expect_navigation():
        page.locator("h2:text-is('轮次') + table a").first.click()
    page.click("summary:has-text('用 Excel 报')")
    with page.expect_download() as got:
        page.click("a:has-text('下载报送表（一行一个单位）')")
    walk.kept["book"], walk.kept["round"] = Path(got.value.path()).read_bytes(), page.url
    wrong = {VILLAGES[1]: {"income": "十来万吧", "complaints": 20, "solved": "12件/月"},
             VILLAGES[2]: {"income": 90000, "complaints": "不清楚", "solved": 19}}  # fmt: skip
    _upload(walk, page, _filled(walk.kept["book"], wrong), "导入并报送")
    told = page.inner_text("main")
    picture(page, "three-faults")
    for typed in ("十来万吧", "12件/月", "不清楚"):
        assert typed in told, told
    page.goto(walk.house.url + "/reports/")
    assert page.locator("tr:has-text('示例2村') button:text-is('填报')").count() == 1, (
        "a refused book left something behind"
    )


@step("张改好三格再传,两个村都报上了")
def mended(walk: Walk) -> None:
    page = walk.of("zhang")
    page.goto(walk.kept["round"])
    assert "报送表.xlsx" in page.inner_text("#refused-file"), (
        "the refused book stands where the next one is chosen"
    )
    right = {VILLAGES[1]: {"income": 108000, "complaints": 20, "solved": 19},
             VILLAGES[2]: {"income": 90000, "complaints": 20, "solved": 19}}  # fmt: skip
    _upload(walk, page, _filled(walk.kept["book"], right), "导入并报送")
    assert "其中报送 2 份" in page.inner_text("main"), page.inner_text("main")


def _filled(book: bytes, said: dict[str, dict[str, Any]]) -> bytes:
    """Fill a book as somebody does in Excel: by the codes of the hidden row."""
    from openpyxl import load_workbook

    from youju.flow.reports.books.codes import CODES

    work = load_workbook(io.BytesIO(book))
    sheet = work.worksheets[0]
    columns = {str(sheet.cell(CODES + 1, at).value): at for at in range(1, sheet.max_column + 1)}
    for row in range(CODES + 2, sheet.max_row + 1):
        for name, value in said.get(str(sheet.cell(row, 1).value), {}).items():
            sheet.cell(row, columns[name]).value = value
            sheet.cell(row, columns[f"{name}#note"]).value = "已核对"
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def _upload(walk: Walk, page: Any, content: bytes, button: str) -> None:
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("input[name=file]", {"name": "报送表.xlsx", "mimeType": mime, "buffer": content})
    walk.press(page, button)


@step("赵制定督查计划,分片区、设组、当场定种子,抽出名单,定日期")
def drawn(walk: Walk) -> None:
    walk.house.at("2026-11-10 09:00")
    page = walk.go("zhao", f"/schemes/rounds/{walk.kept['round'].rstrip('/').rsplit('/', 1)[1]}/")
    walk.press(page, "转入“核查”")
    page = walk.go("zhao", "/inspections/new/")
    for name, words in (("office", "220322"), ("title", "十月督查"), ("basis", "〔2026〕8号"),
                        ("starts_on", "2026-11-10"), ("ends_on", "2026-11-17")):  # fmt: skip
        page.fill(f"[name={name}]", words)
    page.select_option("[name=round_]", index=1)
    page.select_option("[name=level]", "village")
    walk.press(page, "提交")
    walk.kept["plan"] = page.url
    page.fill("[name=areas]", "东片 220322103\n西片 220322104")
    walk.press(page, "划分片区")
    page.fill("[name=name]", "一组")
    page.fill("[name=people]", "li he")
    page.select_option("select[name=areas]", label=["东片", "西片"])
    walk.press(page, "设督查组")
    page.fill("[name=seed]", "0917")
    page.fill("label:has-text('东片随机抽') + input", "1")
    walk.press(page, "定抽签办法和种子")
    for _ in range(20):  # the list is decided by the next head of the log, signed within a second
        walk.press(page, "抽签")
        if page.locator("h2:text-is('名单')").count():
            break
        page.wait_for_timeout(500)
        page.goto(walk.kept["plan"])
    picture(page, "drawn")
    with page.expect_navigation():
        page.locator("h2:text-is('名单') + table a").click()
    walk.kept["visit"] = page.url
    walk.kept["unit"] = page.inner_text("h1")
    page.fill("[name=day]", "2026-11-10")
    walk.press(page, "定日期")


@step("李在手机上看到当天名单，带在手机里;看不到抽中的缘由和报上来的数")
def day(walk: Walk) -> None:
    page = walk.go("li", "/", PHONE)
    page.click("a:has-text('处现场要去核查')")
    picture(page, "day")
    page.click("a:has-text('带在手机里')")
    page.wait_for_selector("body[data-kept=yes]")
    page.wait_for_selector("#net:has-text('已连上')")
    page.click(f"#rows a:has-text('{walk.kept['unit']}')")
    words = page.inner_text("main")
    assert "随机" not in words
    assert not any(number in words for number in ("120000", "108000", "90000"))


@step("李没有网络:打开的还是那一页,记下一个不一致的数,附照片,查完了")
def visited(walk: Walk) -> None:
    page = walk.of("li")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#net:has-text('没有网络')")
    here = page.locator("[data-indicator=income]")
    here.locator("[name=value]").fill("88000")
    here.locator("[name=note]").fill("对公账户流水")
    here.locator("[name=photo]").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    here.locator("button").click()
    here.locator("li[data-state=waiting]").wait_for()
    page.fill("#finish [name=note]", "入户三家")
    page.click("#finish button")
    page.wait_for_selector("#waiting:has-text('没交 2')")
    picture(page, "offline")


@step("李回到有网络的地方,自动交上去,一件不少,这才看到报上来的数")
def synced(walk: Walk) -> None:
    page = walk.of("li")
    page.context.set_offline(False)
    page.wait_for_selector("#waiting:has-text('都交了')")
    told = page.locator("[data-indicator=income] li").inner_text()
    assert "不符" in told, told
    assert "报送" in told, told
    picture(page, "synced")


def photo() -> bytes:
    """Return a photograph of 3000 × 2000 noisy pixels with a place in it, as a phone takes them."""
    import random

    from PIL import Image

    dice = random.Random(917)
    small = Image.new("RGB", (60, 40))
    small.putdata([(dice.randrange(256), dice.randrange(256), dice.randrange(256)) for _ in range(2400)])
    picture = small.resize((3000, 2000), Image.Resampling.BICUBIC)
    exif = picture.getexif()
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 18.0, 30.0), 3: "E", 4: (124.0, 20.0, 9.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


@step("赵向单位反馈,督查办结,转入公示并计分")
def noticed(walk: Walk) -> None:
    walk.house.at("2026-11-18 09:00")
    page = walk.of("zhao")
    page.goto(walk.kept["visit"])
    seen = page.locator("tr:has-text('村集体经济收入')")
    assert "不符" in seen.inner_text()
    assert seen.locator("a:text-is('佐证')").count() == 1
    page.fill("form:has(button:text-is('反馈')) textarea", "收入与流水不符")
    walk.press(page, "反馈")
    page.goto(walk.kept["plan"])
    page.fill("form:has(button:text-is('办结')) textarea", "抽查一村,一项不一致")
    walk.press(page, "办结")
    page.goto(walk.house.url + "/scores/")
    walk.press(page, "转入公示并计分")
    assert "异议期到" in page.inner_text("main")


@step("单位看自己的得分说明书:核查值说了算,每一分有条款;张不用鼠标提异议")
def objected(walk: Walk) -> None:
    page = walk.go("zhang", "/scores/")
    with page.expect_navigation():
        page.click(f"main a:text-is('{walk.kept['unit']}')")
    words = page.inner_text("main")
    assert "8.8万元" in words, words
    assert "第三条第(一)款" in words
    walk.kept["before"] = page.inner_text(".sum")
    picture(page, "statement")
    walk.enter(page, page.locator("tr:has-text('村集体经济增收') a:text-is('提异议')").first)
    tab_to(page, page.locator("[name=words]"))
    page.keyboard.type("漏看一笔租金 12000 元,合同附后")
    walk.enter(page, page.locator("button:text-is('提出')"))


@step("钱(不是提异议的人)复核,异议成立,改正后重新计分")
def upheld(walk: Walk) -> None:
    page = walk.go("qian", "/")
    page.click("a:has-text('件异议等你复核')")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    page.select_option("[name=verdict]", "upheld")
    page.fill("[name=answer]", "合同和到账属实")
    page.get_by_label("集体经济收入").first.fill("100000")
    walk.press(page, "作出结论")
    page.click("a:has-text('重新计分后的说明书')")
    page.wait_for_selector(".sum")
    assert page.inner_text(".sum") != walk.kept["before"]
    assert "勘误" in page.inner_text("main")


@step("异议期过后赵关账、再计分,提请发布通报")
def closed(walk: Walk) -> None:
    walk.house.at("2026-11-26 09:00")
    page = walk.go("zhao", "/scores/")
    walk.press(page, "关账")
    assert "已关账" in page.inner_text("main")
    walk.press(page, "计分")
    with page.expect_navigation():
        page.click("a:text-is('提请发布')")
    page.fill("[name=title]", "十月份通报")
    page.fill("[name=words]", f"本月{walk.kept['unit']}列[[{_code(walk)} 档次]]。")
    page.check("[name=is_open]")
    walk.press(page, "提请")
    assert "十月份通报" in page.inner_text("main"), page.inner_text("main")


def _code(walk: Walk) -> str:
    return VILLAGES[int(walk.kept["unit"].removeprefix("示例").removesuffix("村")) - 1]


@step("钱核对活数字后签发,榜单和通报一起公布")
def published(walk: Walk) -> None:
    page = walk.go("qian", "/publications/")
    with page.expect_navigation():
        page.click("main a:has-text('十月份通报')")
    assert page.locator(".living").count() == 1
    assert page.locator(".stale").count() == 0
    picture(page, "proposal")
    walk.press(page, "签发")
    walk.kept["publication"] = page.url


@step("陌生人不登录,读到通报和榜单,下载核验包")
def downloaded(walk: Walk) -> None:
    page = walk.go("", "/publications/")
    with page.expect_navigation():
        page.click("main a:has-text('十月份通报')")
    assert page.locator("main table").count() >= 1
    picture(page, "publication")
    with page.expect_download() as got:
        page.click("a:text-is('下载核验包')")
    with zipfile.ZipFile(got.value.path()) as pack:
        pack.extractall(walk.house.folder)
        walk.kept["bundle"] = walk.house.folder / pack.namelist()[0].split("/")[0]


@step("youju verify:核验一致")
def verified(walk: Walk) -> None:
    done = walk.house.run("youju", "verify", str(walk.kept["bundle"]))
    assert "核验一致 verified" in done.stdout, done.stdout


@step("改动一个字节,youju verify 说出是哪一处")
def forged(walk: Walk) -> None:
    places = walk.kept["bundle"] / "places.parquet"
    page = bytearray(places.read_bytes())
    page[100] ^= 1
    places.write_bytes(bytes(page))
    done = walk.house.run("youju", "verify", str(walk.kept["bundle"]), check=False)
    assert done.returncode == 1
    assert "places.parquet" in done.stdout, done.stdout
