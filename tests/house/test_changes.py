"""A change of marks says whose, from which day to which, and what there is to do."""

import datetime as dt
import importlib.util

import pytest

from tests.house.sources import ROOT

GOOD = {
    "kind": "评分变化",
    "what": "每超一成按整成计",
    "english": "Full tenths are counted exactly",
    "affects": {"from": dt.date(2023, 2, 1), "to": dt.date(2023, 12, 31)},
    "schemes": ["tonghua"],
    "do": "重算这几个月",
}


@pytest.fixture(scope="module")
def changelog():
    spec = importlib.util.spec_from_file_location("changelog", ROOT / "tools" / "changelog.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_fragment_says_enough(changelog):
    assert {
        path.name: changelog.problems(text)
        for path, text in changelog.read().items()
        if changelog.problems(text)
    } == {}


def test_a_fragment_that_is_no_yaml_is_named_with_the_others(changelog, monkeypatch, tmp_path):
    (tmp_path / "a.yaml").write_text(
        "kind: 修复\nwhat: 改了\nenglish: Mended: the colon is no key\n", "utf-8"
    )
    monkeypatch.setattr(changelog, "FRAGMENTS", tmp_path)
    (fragment,) = changelog.read().values()
    assert "引号" in changelog.problems(fragment)[0]


def test_a_complete_fragment_has_no_problem(changelog):
    assert changelog.problems(GOOD) == []


@pytest.mark.parametrize("key", ["affects", "schemes", "do"])
def test_a_change_of_marks_is_refused_without(changelog, key):
    assert [line for line in changelog.problems({k: v for k, v in GOOD.items() if k != key}) if key in line]


@pytest.mark.parametrize(
    "affects",
    [
        "2023-02",
        {"from": "2023-02", "to": "2023-12"},
        {"from": dt.date(2023, 2, 1)},
        {"from": dt.date(2023, 3, 1), "to": dt.date(2023, 2, 1)},
    ],
)
def test_the_affected_months_are_told_to_the_day(changelog, affects):
    assert [line for line in changelog.problems(GOOD | {"affects": affects}) if "affects" in line]


@pytest.mark.parametrize("wrong", [{"kind": "改动"}, {"what": " "}, {"english": None}, {"colour": "red"}])
def test_a_fragment_is_refused_with(changelog, wrong):
    assert len(changelog.problems(GOOD | wrong)) == 1


def test_an_entry_begins_with_its_days_and_schemes(changelog):
    assert changelog.entry(GOOD).startswith("- 2023-02-01—2023-12-31 · `tonghua`:每超一成按整成计")


def test_a_release_gathers_fragments_on_top_and_removes_them(changelog, tmp_path, monkeypatch):
    book, scrap = tmp_path / "CHANGELOG.md", tmp_path / "one.yaml"
    book.write_text(f"# Changelog\n\n{changelog.MARK}\n## 2026.10\n", "utf-8")
    scrap.write_text("kind: 内部\n", "utf-8")
    monkeypatch.setattr(changelog, "CHANGELOG", book)
    changelog.release("2026.11", {scrap: GOOD})
    text = book.read_text("utf-8")
    assert text.index("## 2026.11") < text.index("每超一成") < text.index("## 2026.10")
    assert not scrap.exists()
