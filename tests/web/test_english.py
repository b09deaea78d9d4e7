"""Every page in English: what Chinese is left on it is what the house holds, never a word of the interface.

The pages are those of the matrix. What is data is known by looking it up: it stands in the database, or in an element that
says it is Chinese (`lang="zh-Hans"`), as the sentences of a policy and of a statement of marks do.
"""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]+")
SEEN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "label", "summary"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Words that people type into a Chinese text or the first row of a sheet, whichever language the page is in.
TYPED = {"档次", "数值", "代号", "时间", "读数", "对象代号", "对象名称", "对象类别", "所在单位代码"}
# a circular handed out for sites is the paper itself, in the language it was signed in
PAPERS = {"publications:html"}
# the title a declaration has where it gives none
TYPED |= {"停缓建", "户号", "名称", "单位代码", "自愿加入", "类别"}
TYPED |= {"权限", "保障", "职务", "责任人", "责任体系", "责任单位代码", "责任类别", "起"}


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Return every page of the house in English (line of the table → words on it), what the house holds, and refusals."""
    from django.db import transaction

    from tests.matrix import table
    from tests.matrix.run import Trier
    from tests.matrix.world import NOW, at, built

    pages, answers = {}, {}
    with django_db_blocker.unblock(), transaction.atomic():
        world = built()
        with at(NOW):
            trier = Trier(world)
            for client in trier.clients.values():
                client.cookies["django_language"] = "en"
            for door in table.doors():
                if door.method == "GET" and not door.is_api and door.name not in PAPERS:
                    pages |= _pages(trier, door)
            answers["nowhere"] = trier.clients["anonymous"].get("/nowhere/")
            answers["chinese"] = _in_chinese(trier)
        held = _held()
        transaction.set_rollback(True)
    return SimpleNamespace(pages=pages, held=held, answers=answers)


def _pages(trier, door):
    """Return a page in each state in which somebody may see it."""
    from tests.matrix import table

    found = {}
    for state in door.states(trier.world.things):
        for actor in trier.world.actors:
            if table.expected(door, actor, state) != table.IN:
                continue
            answer, content, _written = trier.ask(door, actor, state)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found[f"{door.line} [{state}]"] = content.decode("utf-8")
            break
    return found


def _in_chinese(trier):
    client = trier.clients["anonymous"]
    client.cookies.clear()
    return client.get("/")


def _held():
    """Return every text the house holds, run together."""
    from django.apps import apps
    from django.db import models

    texts = []
    for model in apps.get_models():
        if model._meta.app_label in {"auth", "contenttypes"}:
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)
        ]
        for row in model._default_manager.values_list(*names) if names else ():
            texts += [
                bytes(v).decode("utf-8", "replace") if isinstance(v, bytes | memoryview) else str(v)
                for v in row
            ]
    return "\n".join(texts)


class _Words(HTMLParser):
    """What a reader is told on a page, except in elements that say they are Chinese."""

    def __init__(self):
        super().__init__()
        self.open, self.told = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        silent = (bool(self.open) and self.open[-1][1]) or tag in {"script", "style"}
        silent = silent or (tag != "html" and (given.get("lang") or "").startswith("zh"))
        if not silent:
            self.told += [given[name] for name in SEEN_ATTRIBUTES & set(given) if given[name]]
            self.told += [v for k, v in given.items() if k.startswith("data-") and v]
        if tag not in VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag):
        while self.open and tag not in VOID:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if not (self.open and self.open[-1][1]):
            self.told.append(data)


def _told(page):
    words = _Words()
    words.feed(page)
    return words.told


def _left(page, held):
    """Return the runs of Chinese on a page that the house does not hold."""
    return sorted(
        {run for text in _told(page) for run in HAN.findall(text) if run not in held and run not in TYPED}
    )


def test_most_of_the_house_was_looked_at(house):
    assert len({line.rpartition(" [")[0] for line in house.pages}) > 60


def test_every_page_says_that_it_is_english(house):
    assert [
        line for line, page in house.pages.items() if "<html" in page and '<html lang="en">' not in page
    ] == []


def test_no_word_of_the_interface_is_left_in_chinese(house):
    left = {line: runs for line, page in house.pages.items() if (runs := _left(page, house.held))}
    assert left == {}, "\n".join(f"{line}: {' '.join(runs)}" for line, runs in left.items())


def test_a_page_that_is_not_there_says_so_in_english_and_in_nothing_else(house):
    page = house.answers["nowhere"].content.decode()
    assert "Nothing is here, or your posts may not see it." in page
    assert _left(page, "") == []


def test_whoever_says_nothing_gets_chinese(house):
    page = house.answers["chinese"].content.decode()
    assert '<html lang="zh-hans">' in page and "给一分有理、扣一分有据" in page


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<html lang='en'><p>报送</p></html>", ["报送"]),
        ("<p title='报送'>x</p>", ["报送"]),
        ("<p lang='zh-Hans'>报送<b>退回</b></p><img><p>核查</p>", ["核查"]),
        ("<p>梨树镇 report</p>", []),
    ],
)
def test_the_reader_of_pages_sees(page, left):
    assert _left(page, "梨树镇 something else") == left
