"""What the documents say is so: commands exist, links lead somewhere, decisions have their parts, words have one meaning."""

import re

import pytest

from tests.house.sources import ROOT, committed
from youju.flow import FLOW

ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
ROOT_PAGES = sorted(path for path in committed() if path.suffix == ".md" and path.parent == ROOT)
PAGES = [path for path in committed() if path.suffix == ".md"]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


def _ids(path):
    return str(path.relative_to(ROOT))


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_every_make_command_that_a_page_names_exists(page):
    named = set(re.findall(r"(?:^|`)make ([a-z][\w-]*)", page.read_text("utf-8"), re.MULTILINE))
    assert sorted(named - _targets()) == []


def test_every_target_says_what_it_does():
    text = (ROOT / "Makefile").read_text("utf-8")
    silent = [name for name in _targets() if not re.search(rf"^{name}:.*## \S", text, re.MULTILINE)]
    assert silent == []


@pytest.mark.parametrize("page", ROOT_PAGES + [p for p in PAGES if p.parent.name == "changes"], ids=_ids)
def test_every_link_of_a_root_page_leads_to_a_file(page):
    text = FENCE.sub("", page.read_text("utf-8"))
    dead = [to for to in LINK.findall(text) if "://" not in to and not (page.parent / to).exists()]
    assert dead == []


def test_the_two_readmes_have_the_same_sections_and_the_same_commands():
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert len(re.findall(r"^##+ ", english, re.MULTILINE)) == len(
        re.findall(r"^##+ ", chinese, re.MULTILINE)
    )
    command = re.compile(r"^(?:make|youju|\.venv\S+) [\w -]*\w", re.MULTILINE)
    assert command.findall(english) == command.findall(chinese)


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", ADRS, ids=_ids)
def test_a_decision_has_its_parts_and_fits_on_a_page(path):
    text = path.read_text("utf-8")
    assert re.match(rf"# {int(path.name[:4])}\. \S", text)
    assert re.search(r"^Status: (proposed|accepted|superseded by \d+), \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.split()) <= 500


def test_every_decision_is_in_the_list_under_its_own_title():
    listed = re.findall(
        r"^- \[(.+)\]\((.+)\)$", (ROOT / "docs/adr/index.md").read_text("utf-8"), re.MULTILINE
    )
    assert listed == [(path.read_text("utf-8").splitlines()[0][2:], path.name) for path in ADRS]


def _rows() -> list[list[str]]:
    table = re.findall(r"^\|(.+)\|$", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in table]
    return [row for row in cells if row[0] != "术语" and not set(row[0]) <= set("-")]


def test_a_word_of_the_glossary_has_one_meaning():
    words = [row[0] for row in _rows()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_row_of_the_glossary_is_whole():
    assert [row[0] for row in _rows() if len(row) != 5 or not row[1] or not row[2]] == []


@pytest.mark.parametrize("room", [room for room, _ in FLOW])
def test_every_room_of_the_flow_is_in_the_glossary(room):
    assert any(f"room `{room}`" in row[2] for row in _rows())


def test_the_walk_goes_through_the_rooms_in_the_order_of_the_flow():
    walked = re.findall(r"^## (\S+) (\w+)$", (ROOT / "docs/walk.md").read_text("utf-8"), re.MULTILINE)
    assert walked == [(title, room) for room, title in FLOW if (title, room) in walked]
    assert len(walked) >= 5


def test_the_places_that_contributing_names_exist():
    named = re.findall(
        r"`((?:src|docs|tests|requirements|schemes|tools)/[\w/.-]*)`",
        (ROOT / "CONTRIBUTING.md").read_text("utf-8"),
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert named
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_every_youju_command_that_a_page_names_exists(page):
    from typer.main import get_command

    from youju.cli.app import app

    named = set(re.findall(r"(?:^|`)youju ([a-z][\w-]*)", page.read_text("utf-8"), re.MULTILINE))
    assert sorted(named - set(get_command(app).commands)) == []


def named_in(glossary: str) -> set[str]:
    """Return the identifiers a glossary gives in its rows: names, fields of names, functions and registers."""
    rows = [line for line in glossary.splitlines() if line.startswith("| ") and "`" in line]
    cells = [code for line in rows for code in re.findall(r"`([^`]+)`", line.split("|")[3])]
    return {name for cell in cells for name in re.findall(r"[A-Za-z][A-Za-z0-9_]+", cell)}


def test_every_identifier_of_the_glossary_is_in_the_code():
    sources = [
        p
        for p in committed()
        if p.suffix in {".py", ".yaml"} and p.parts[len(ROOT.parts)] in {"src", "schemes"}
    ]
    written = set(re.findall(r"[A-Za-z][A-Za-z0-9_]+", " ".join(p.read_text("utf-8") for p in sources)))
    assert sorted(named_in((ROOT / "GLOSSARY.md").read_text("utf-8")) - written) == []


def test_the_reader_of_the_glossary_sees_a_name_that_is_nowhere():
    row = "| 首接负责 | first handler | `Case.first_handler_nowhere` | the first to receive | |"
    assert "first_handler_nowhere" in named_in(row)
