"""Names out of data are only names: quotes, SQL, NUL, control and astral characters pass every command and format harmlessly."""

from __future__ import annotations

import csv
import html.parser
import io
import json

import pytest

from tests.engine.indices import write_table

NAMES = (
    "a'b\"c`d", "'; DROP TABLE facts;--", "{x}", "%s %d", "${HOME}", "$(id)", "../../etc", "<script>alert(1)</script>", "&amp;<b>",
    "=1+1", "+cmd", "-2+3", "@SUM(A1)", "\u202eright to left", "zero\u200bwidth", "𠀀𠮷村🏞", "行\u2028分", "[red]mark[/red]", "\\N\\x00", "a,b;c|d",
    "ＦＵＬＬ", "null", "NaN", "é", "é",
)  # fmt: skip
SCHEME = """\
scheme: names
title: 名称
version: "1"
basis: {title: t, number: "1", issuer: i, issuer_level: city, adopted: 2023-01-01, plan: p}
owner: o
in_force: {from: 2023-06, to: 2023-06}
round: {every: month, object_by: 5}
league: {level: 村, at_least: 1}
registers:
  seen: {fields: {unit: {type: string}, text: {type: string}, proof: {type: string}}, evidence: proof}
indicators:
  score: {title: 得分, ask: month, missing: withhold}
marks:
  - {id: score, clause: 一, value: score, shape: {times: 1}}
  - {id: seen, clause: 二, events: {register: seen, each: 1, span: all}}
total: {places: 2, before_ranking: true, ties: best}
bands: {榜: {rest: true}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("names")
    (home / "scheme.yaml").write_text(SCHEME, "utf-8")
    (home / "registers").mkdir()
    codes = [f"u{n}" for n in range(len(NAMES))]
    write_table(
        home / "units.csv",
        ("code", "title", "level"),
        [(c, n, "村") for c, n in zip(codes, NAMES, strict=True)],
    )
    write_table(home / "facts.csv", ("unit", "indicator", "value", "evidence"), [(c, "score", i, n) for i, (c, n) in enumerate(zip(codes, NAMES, strict=True))])  # fmt: skip
    write_table(
        home / "registers" / "seen.csv",
        ("unit", "text", "proof"),
        [(c, n, n) for c, n in zip(codes, NAMES, strict=True)],
    )
    return home


@pytest.fixture(scope="module")
def bundle(youju, folder, tmp_path_factory):
    target = tmp_path_factory.mktemp("bundle") / "b"
    done = youju("score", folder, "--out", target)
    assert done.exit_code == 0, done.output
    return target


class Reader(html.parser.HTMLParser):
    """What a page holds: its elements, and its text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in {"href", "src"}]

    def handle_data(self, data):
        self.text += data


def test_names_stay_what_they_are_in_the_bundle_and_for_machines(youju, bundle):
    rows = json.loads(youju("board", bundle, "--json").output)
    assert {row["title"] for row in rows} == set(NAMES)
    assert youju("verify", bundle).exit_code == 0


def test_a_page_carries_names_as_text_only(youju, bundle):
    page = youju("board", bundle, "--format", "html").output
    reader = Reader()
    reader.feed(page)
    assert not {"script", "b", "img", "iframe", "link", "object"} & reader.tags
    for name in ("<script>alert(1)</script>", "&amp;<b>", "'; DROP TABLE facts;--"):
        assert reader.text.count(name) >= 2  # the unit and its evidence


def test_no_cell_of_a_csv_is_a_formula(youju, bundle):
    cells = [
        cell
        for row in csv.reader(io.StringIO(youju("board", bundle, "--format", "csv").output))
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "-2"))]
    assert "'=1+1" in cells


def test_what_is_printed_for_people_holds_no_control_character(youju, bundle, folder):
    printed = [youju("board", bundle).output, youju("check", folder).output, youju("whatif", bundle, folder).output, youju("robust", bundle, "--runs", 50).output]  # fmt: skip
    printed += [youju("explain", bundle, f"u{n}").output for n in range(len(NAMES))]
    strange = {c for text in printed for c in text if not c.isprintable() and c != "\n"}
    assert strange == set()
    assert all(youju("explain", bundle, f"u{n}").exit_code == 0 for n in range(len(NAMES)))


def test_marks_do_not_depend_on_names(youju, bundle):
    totals = {row["unit"]: row["total"] for row in json.loads(youju("board", bundle, "--json").output)}
    assert totals == {f"u{n}": f"{n + 1}.00" for n in range(len(NAMES))}


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\x1b[31m", "\x07", "a\nb\x0b", "\ud800"])
def test_control_characters_are_refused_or_harmless_and_never_reach_the_terminal(
    youju, folder, tmp_path, name
):
    home = tmp_path / "home"
    home.mkdir()
    for part in ("scheme.yaml", "facts.csv"):
        (home / part).write_bytes((folder / part).read_bytes())
    raw = (folder / "units.csv").read_bytes().replace(b"null", name.encode("utf-8", "surrogatepass"))
    (home / "units.csv").write_bytes(raw)
    done = youju("score", home, "--out", tmp_path / "b")
    assert done.exit_code in {0, 2}
    assert (tmp_path / "b").exists() is (done.exit_code == 0)
    printed = done.output + (youju("board", tmp_path / "b").output if done.exit_code == 0 else "")
    assert not {c for c in printed if not c.isprintable() and c != "\n"}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_given_as_an_argument_is_only_looked_up(youju, bundle, name):
    done = youju("explain", bundle, "--", name)
    assert done.exit_code == 2
    done = youju("board", bundle, "--json", f"--level={name}")
    assert done.exit_code == 2
    assert [problem["where"] for problem in json.loads(done.output)["problems"]] == ["--level"]
