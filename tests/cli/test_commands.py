"""Every command: what it prints for machines, and 0 good, 1 findings, 2 bad input."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import SCHEMES
from tests.house.sources import ROOT

COUNTY = SCHEMES / "county-monthly-round"
VILLAGES = SCHEMES / "village-living-environment"


def told(done):
    assert done.exit_code in {0, 1, 2}, done.output
    return json.loads(done.output)


def test_check_says_nothing_about_the_shipped_schemes_and_leaves_with_0(youju):
    done = youju("check", SCHEMES, "--json")
    assert (done.exit_code, told(done)["problems"]) == (0, [])


def test_check_leaves_with_1_when_a_rule_of_the_land_is_broken(youju, tmp_path):
    shutil.copytree(VILLAGES, tmp_path / "v")
    text = (
        (tmp_path / "v" / "scheme.yaml")
        .read_text("utf-8")
        .replace("  灰榜: {bottom: 1, published: false}", "  灰榜: {bottom: 1}")
    )
    (tmp_path / "v" / "scheme.yaml").write_text(text, "utf-8")
    done = youju("check", tmp_path / "v", "--json")
    assert done.exit_code == 1
    assert [p["code"] for p in told(done)["problems"]] == ["E-24"]


def test_check_leaves_with_1_when_an_example_gives_other_marks(youju, tmp_path):
    shutil.copytree(VILLAGES, tmp_path / "v")
    text = (tmp_path / "v" / "examples.yaml").read_text("utf-8").replace("total: 97.5", "total: 98")
    (tmp_path / "v" / "examples.yaml").write_text(text, "utf-8")
    done = youju("check", tmp_path / "v")
    assert done.exit_code == 1
    assert "总分应为 98，按方案算得 97.50" in done.output


def test_check_leaves_with_2_when_a_scheme_cannot_be_read(youju, tmp_path):
    (tmp_path / "scheme.yaml").write_text("scheme: [", "utf-8")
    assert youju("check", tmp_path, "--json").exit_code == 2
    assert youju("check", tmp_path / "nowhere").exit_code == 2


def test_check_without_a_folder_says_what_is_missing(youju):
    done = youju("check")
    assert done.exit_code == 2
    assert "没有写方案文件夹" in done.output


def test_check_expands_presets_and_prints_the_schema(youju):
    assert "curve" in told(youju("check", COUNTY, "--expand", "--json"))["expanded"][0]
    assert told(youju("check", "--schema"))["$defs"]


def test_an_office_may_check_against_its_own_rules_and_as_of_a_day(youju, tmp_path):
    shutil.copytree(VILLAGES, tmp_path / "v")
    scheme = tmp_path / "v" / "scheme.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace("published: false", "published: true"), "utf-8")
    assert youju("check", tmp_path / "v").exit_code == 1
    assert youju("check", tmp_path / "v", "--as-of", "2020-01-01").exit_code == 0
    (tmp_path / "none.yaml").write_text("[]\n", "utf-8")
    assert youju("check", tmp_path / "v", "--rules", tmp_path / "none.yaml").exit_code == 0
    assert youju("check", tmp_path / "v", "--rules", tmp_path / "absent.yaml").exit_code == 2
    assert youju("check", tmp_path / "v", "--as-of", "yesterday").exit_code == 2


def test_score_says_where_the_bundle_is_and_what_it_is_worth(youju, tmp_path):
    said = told(youju("score", VILLAGES, "--out", tmp_path / "b", "--json"))
    assert said["period"] == "2023-05"
    assert said["units"] == 18
    assert said["root"] == told(youju("verify", tmp_path / "b", "--json"))["root"]


def test_the_same_round_scored_twice_has_the_same_root(youju, june, tmp_path):
    youju("score", COUNTY, "--period", "2023-06", "--out", tmp_path / "b")
    assert (
        told(youju("verify", tmp_path / "b", "--json"))["root"]
        == told(youju("verify", june, "--json"))["root"]
    )


def test_as_of_leaves_out_what_was_recorded_later(youju, june, tmp_path):
    before = tmp_path / "before"
    youju("score", COUNTY, "--period", "2023-06", "--as-of", "2023-07-01", "--out", before)
    wrong = told(youju("explain", before, "220524", "output", "--json"))["lines"][0]
    right = told(youju("explain", june, "220524", "output", "--json"))["lines"][0]
    assert (wrong["marks"].rstrip("0").rstrip("."), right["evidence"][-1]) == (
        "20",
        "统计月报 2023-06（更正）",
    )
    assert wrong["marks"] != right["marks"]
    assert youju("verify", before).exit_code == 0


def test_facts_and_units_may_stand_elsewhere(youju, june, tmp_path):
    done = youju("score", COUNTY, "--facts", june / "facts.parquet", "--units", june / "units.parquet", "--period", "2023-06", "--out", tmp_path / "b")  # fmt: skip
    assert done.exit_code == 0
    assert (tmp_path / "b" / "places.parquet").read_bytes() == (june / "places.parquet").read_bytes()


def test_a_board_as_csv_has_exactly_the_nine_columns(youju, june):
    table = list(csv.reader(io.StringIO(youju("board", june, "--format", "csv").output)))
    assert table[0] == ["level", "league", "place", "unit", "title", "total", "band", "low", "high"]
    assert len(table) == 9
    assert {len(row) for row in table} == {9}
    assert {row[7] + row[8] for row in table[1:]} == {""}


def test_rank_intervals_are_filled_when_asked_for_and_the_same_from_the_same_seed(youju, june):
    first = youju("board", june, "--format", "csv", "--intervals").output
    rows = list(csv.DictReader(io.StringIO(first)))
    assert all(float(r["low"]) <= float(r["place"]) <= float(r["high"]) for r in rows)
    assert not any(r[bound].endswith(".0") for r in rows for bound in ("low", "high"))
    assert youju("board", june, "--format", "csv", "--intervals").output == first


def test_a_board_for_machines_tells_the_change_since_the_round_before(youju, june, may):
    rows = {row["unit"]: row for row in told(youju("board", june, "--previous", may, "--json"))}
    before = {row["unit"]: row for row in told(youju("board", may, "--json"))}
    assert all(rows[u]["change"] == before[u]["place"] - rows[u]["place"] for u in rows)
    assert all(rows[u]["total_before"] == before[u]["total"] for u in rows)


def test_a_board_may_be_cut_to_one_level(youju, tmp_path):
    youju("score", SCHEMES / "dunhua-seven-indices", "--out", tmp_path / "b")
    assert {row["level"] for row in told(youju("board", tmp_path / "b", "--level", "乡镇", "--json"))} == {
        "乡镇"
    }
    unknown = youju("board", tmp_path / "b", "--level", "没有", "--json")
    assert unknown.exit_code == 2
    assert "乡镇" in told(unknown)["problems"][0]["fix"]


def test_ordinal_places_are_printed_only_with_an_approval(youju, june, tmp_path):
    assert "位次" not in youju("board", june).output
    youju("score", SCHEMES / "hdi-2021", "--out", tmp_path / "b")
    assert "位次" in youju("board", tmp_path / "b").output


def test_the_lines_of_a_statement_add_up_to_its_total(youju, june):
    from decimal import Decimal

    for row in told(youju("board", june, "--json")):
        said = told(youju("explain", june, row["unit"], "--json"))
        assert sum(Decimal(line["contribution"]) for line in said["lines"]) == Decimal(said["total"])


def test_every_line_that_gives_marks_has_a_clause_and_evidence(youju, june):
    said = told(youju("explain", june, "220524", "--json"))
    giving = [line for line in said["lines"] if float(line["contribution"])]
    assert giving
    assert all(
        line["clause"] and (line["evidence"] or line["records"]) for line in giving if line["rule"] != "~rest"
    )


def test_a_statement_names_the_two_projects_that_have_not_begun(youju, tmp_path):
    youju("score", SCHEMES / "projects-226", "--out", tmp_path / "b")
    line = told(youju("explain", tmp_path / "b", "220500", "--json"))["lines"][0]
    assert [text.split("，")[0] for text in line["records"][0]["short"]] == ["XM037", "XM158"]
    assert (line["records"][0]["population"], len(line["records"][0]["found"])) == (226, 224)


def test_whatif_tells_who_moves_and_by_which_rule(youju, june, tmp_path):
    shutil.copytree(COUNTY, tmp_path / "draft")
    scheme = tmp_path / "draft" / "scheme.yaml"
    text = (
        scheme.read_text("utf-8")
        .replace("version: 2023.1", "version: 2023.2")
        .replace("each: -0.5", "each: -2")
    )
    scheme.write_text(text, "utf-8")
    said = told(youju("whatif", june, tmp_path / "draft", "--json"))
    moved = [m for m in said["moves"] if m["total"] != m["total_then"]]
    assert moved
    assert {m["by_rule"] for m in moved} == {"overdue"}


def test_whatif_with_the_same_rules_moves_nobody(youju, june):
    assert "8 个单位次中 0 个有变化" in youju("whatif", june, COUNTY).output


def test_robust_is_the_same_from_the_same_seed_and_another_from_another(youju, june):
    one = youju("robust", june, "--runs", 200, "--json")
    assert one.exit_code == 0
    assert one.output == youju("robust", june, "--runs", 200, "--json").output
    assert told(one)["seed"] != told(youju("robust", june, "--runs", 200, "--seed", 7, "--json"))["seed"]


def test_verify_manifest_needs_nothing_but_the_standard_library(june):
    script = ROOT / "src" / "youju" / "engine" / "bundle" / "manifest.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(june)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_verify_manifest_is_a_command_too(youju, june):
    assert youju("verify-manifest", june).exit_code == 0


def test_demo_scores_every_shipped_scheme_and_writes_a_page_each(youju, tmp_path):
    said = told(youju("demo", "--out", tmp_path, "--json"))
    assert [one["scheme"] for one in said] == sorted(p.parent.name for p in SCHEMES.glob("*/scheme.yaml"))
    assert all(one["verified"] for one in said)
    assert all("<script" not in (tmp_path / f"{one['scheme']}.html").read_text("utf-8") for one in said)


def test_nothing_of_a_progress_bar_is_printed_into_a_pipe(tmp_path):
    words = [sys.executable, "-m", "youju", "score", str(VILLAGES), "--out", str(tmp_path / "b")]
    done = subprocess.run(
        words, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    "command", ["check", "score", "board", "explain", "whatif", "robust", "verify", "new", "demo"]
)
def test_every_command_explains_itself(youju, command):
    done = youju(command, "--help")
    assert done.exit_code == 0
    assert "Usage" in done.output
