"""Chinese sentences are set in the punctuation of GB/T 15834, and what is copied into a setting keeps its own."""

import re

import pytest
from tools import words

from tests.house.sources import ROOT

HAN = r"[\u3400-\u9fff”》）]"
HALF = re.compile(rf"{HAN}[,;:](?!\d)|[,;:](?=[\u3400-\u9fff“（])")
# Rows and lists that people type: their commas are part of what is typed.
TYPED = re.compile(r"单位,指标,周期,数值|经度,纬度|是,否|下限,上限|https?://")
CHINESE_GUIDES = [
    path
    for path in sorted((ROOT / "docs" / "guide").glob("*.md"))
    if len(re.findall(r"[\u3400-\u9fff]", path.read_text("utf-8"))) * 5 > len(path.read_text("utf-8"))
]


def half_width(text):
    """Return the half-width marks that stand beside a Chinese character, each with what is around it."""
    bare = TYPED.sub("", text)
    return [bare[max(0, hit.start() - 12) : hit.end() + 12] for hit in HALF.finditer(bare)]


def prose(markdown):
    """Return the words of a page without code, addresses and links' targets."""
    bare = re.sub(r"^```.*?^```", "", markdown, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`|\]\([^)]*\)|https?://\S+", "", bare)


@pytest.mark.parametrize("path", [ROOT / "README.zh-CN.md", *CHINESE_GUIDES], ids=lambda path: path.name)
def test_a_page_for_readers_has_chinese_punctuation(path):
    assert half_width(prose(path.read_text("utf-8"))) == []


def test_what_is_printed_has_chinese_punctuation():
    papers = sorted((ROOT / "src" / "youju" / "kernel" / "paper").glob("*.typ"))
    assert papers
    printed = [
        said
        for path in papers
        for said in half_width(re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE))
    ]
    assert printed == []


@pytest.mark.parametrize("room", words.rooms(), ids=lambda room: room.name)
def test_a_phrase_of_a_page_has_chinese_punctuation(room):
    phrases = [message.id for message in words.gathered(room) if message.id]
    said = [text for one in phrases for text in ([one] if isinstance(one, str) else one)]
    places = re.compile(r"%\(\w+\)s|\{\w*\}")
    assert [wrong for text in said for wrong in half_width(places.sub("某", text))] == []


def test_an_address_to_copy_keeps_its_own_marks():
    wide = re.compile(r"\w+://[^\s”“，。；]*[：]")
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*")]
    assert [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in files if path.is_file()
        for hit in wide.finditer(path.read_text("utf-8", "ignore"))
    ] == []  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [("没有导入:有错", 1), ("某,某", 1), ("第 1 张，共 2 张", 0), ("A, B: C", 0), ("12:30 到", 0)],
)
def test_the_reader_of_punctuation_sees(text, count):
    assert len(half_width(text)) == count
