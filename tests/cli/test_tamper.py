"""A bundle that was touched is found out, and the place is named; so is one that was scored with other rules."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import SCHEMES
from youju.engine.bundle import manifest
from youju.engine.bundle.verify import verify_bundle

CHANGES = 200


@pytest.fixture
def copy(june, tmp_path):
    shutil.copytree(june, tmp_path / "copy")
    return tmp_path / "copy"


def files(bundle: Path) -> list[Path]:
    return sorted(path for path in bundle.rglob("*") if path.is_file())


def named(difference, file: Path, at: int, bundle: Path) -> bool:
    """Say whether a difference names the file that was changed, and the stretch of bytes around the change where it gives one."""
    right = difference.file in {file.relative_to(bundle).as_posix(), manifest.NAME}
    return right and (difference.start is None or difference.start <= at < difference.stop)


def test_each_of_200_changed_bytes_is_found_and_located(copy):
    chance = random.Random(2023)
    targets = files(copy)
    missed = []
    for _ in range(CHANGES):
        file = chance.choice(targets)
        before = file.read_bytes()
        at = chance.randrange(len(before))
        file.write_bytes(before[:at] + bytes([before[at] ^ (1 << chance.randrange(8))]) + before[at + 1 :])
        found = manifest.check(copy) or verify_bundle(
            copy
        )  # what the manifest says of the round is not hashed but follows
        if not any(named(difference, file, at, copy) for difference in found):
            missed.append((file.name, at, [str(d) for d in found]))
        file.write_bytes(before)
    assert missed == []
    assert manifest.check(copy) == []


def test_a_changed_byte_is_found_by_both_commands(youju, copy):
    file = copy / "places.parquet"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 3] ^= 1
    file.write_bytes(raw)
    for command in ("verify", "verify-manifest"):
        done = youju(command, copy)
        assert done.exit_code == 1
        assert "places.parquet" in done.output


@pytest.mark.parametrize("act", ["removed", "added", "renamed", "cut off"])
def test_a_file_that_is_gone_new_or_short_is_found(youju, copy, act):
    file = copy / "facts.parquet"
    if act == "removed":
        file.unlink()
    elif act == "added":
        (copy / "more.csv").write_text("x\n", "utf-8")
    elif act == "renamed":
        file.rename(copy / "facts2.parquet")
    else:
        file.write_bytes(file.read_bytes()[:-1])
    done = youju("verify", copy, "--json")
    assert done.exit_code == 1
    wanted = "more.csv" if act == "added" else "facts.parquet"
    assert any(wanted in difference["file"] for difference in json.loads(done.output)["differences"])


def test_a_bundle_scored_with_other_rules_is_found_though_its_seal_is_new(youju, copy):
    """The scheme inside is exchanged and everything sealed again: only scoring again can tell."""
    scheme = copy / "scheme" / "scheme.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace("each: -0.5", "each: -1"), "utf-8")
    said = manifest.load(copy)
    about = manifest.about_of(said)
    (copy / manifest.NAME).unlink()
    manifest.seal(copy, about)
    assert youju("verify-manifest", copy).exit_code == 0
    found = verify_bundle(copy)
    assert found
    assert {difference.file.split("/")[0] for difference in found} <= {"reasons", "places.parquet"}
    assert all(difference.row and difference.column for difference in found)


def test_a_mark_written_over_is_found_by_row_and_column_though_the_seal_is_new(copy):
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = copy / "places.parquet"
    table = pq.read_table(file)
    totals = table["total"].to_pylist()
    totals[2] += 1
    at = table.schema.get_field_index("total")
    pq.write_table(table.set_column(at, "total", pa.array(totals, table.schema.field("total").type)), file)
    about = manifest.about_of(manifest.load(copy))
    (copy / manifest.NAME).unlink()
    manifest.seal(copy, about)
    found = verify_bundle(copy)
    assert [(d.file, d.row, d.column) for d in found] == [("places.parquet", 3, "total")]


def test_what_is_no_bundle_is_bad_input(youju, tmp_path):
    assert youju("verify", tmp_path).exit_code == 2
    assert youju("verify", SCHEMES / "hdi-2021").exit_code == 2
