"""Scoring: a bundle under its root hash, signed; what was scored before stays; the auditor recomputes it."""

import shutil
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from django.db import DatabaseError, transaction

from youju.engine.bundle.verify import verify_bundle
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.selectors import cell_of
from youju.flow.ledger.services import correct, record
from youju.flow.schemes.ports import last_bundle
from youju.flow.scores.bundles import home, path_of
from youju.flow.scores.models import Score
from youju.flow.scores.selectors import erratum, latest_score, statement
from youju.flow.scores.services import score_round
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db


def income(unit):
    return cell_of("my-scheme", unit.pk, "income", "2026-10")[-1]


def test_the_notice_opens_with_a_score(noticed):
    assert (noticed.round.status, noticed.number, noticed.is_final) == ("notice", 1, False)


def test_the_bundle_is_verified_by_the_engine_alone(noticed):
    assert verify_bundle(path_of(noticed.root)) == []


def test_one_changed_byte_is_found_and_named(noticed, tmp_path):
    copy = shutil.copytree(path_of(noticed.root), tmp_path / "bundle")
    facts = copy / "facts.parquet"
    content = bytearray(facts.read_bytes())
    content[len(content) // 3] ^= 1
    facts.write_bytes(bytes(content))
    assert next(d.file for d in verify_bundle(copy)) == "facts.parquet"


def test_the_trace_of_a_score_names_its_root(noticed):
    assert history_of(noticed).get().detail["root"] == noticed.root


def test_a_unit_reads_each_mark_with_its_clause_and_value(noticed, units):
    said = statement(noticed, units.villages[1])
    assert said.total == Decimal("94.00")
    line = said.lines[0]
    assert (line.rule, line.clause, line.seen) == ("income", "第三条第(一)款", Decimal(108000))


def test_the_lines_of_a_statement_add_up_to_its_total(noticed, units):
    said = statement(noticed, units.villages[2])
    assert sum(line.contribution for line in said.lines) == said.total


def test_scoring_again_needs_a_reason(noticed, zhao):
    with pytest.raises(BadInput, match="缘由"):
        score_round(round_=noticed.round, by=zhao)


def test_a_round_is_not_scored_before_its_notice(reported, zhao):
    with pytest.raises(Refusal, match="还不能计分"):
        score_round(round_=reported, by=zhao)


def test_an_office_elsewhere_scores_nothing(noticed, appointed, units):
    other = appointed("he", "何", "scoring_office", units.other)
    with pytest.raises(NotAllowed):
        score_round(round_=noticed.round, by=other, because="再算")


def test_the_score_before_stays_and_the_difference_is_the_erratum(noticed, units, zhao):
    correct(observation=income(units.villages[1]), value=Decimal(60000), reason="多写一倍", by=zhao)
    again = score_round(round_=noticed.round, by=zhao, because="更正一笔")
    assert Score.objects.count() == 2
    (change,) = erratum(again)
    assert (change.unit, change.was, change.now) == (
        units.villages[1].code,
        Decimal("94.00"),
        Decimal("70.00"),
    )


def test_units_get_three_working_days_when_marks_change(noticed, units, zhao, at):
    at("2026-11-20 09:00")
    correct(observation=income(units.villages[1]), value=Decimal(60000), reason="多写一倍", by=zhao)
    again = score_round(round_=noticed.round, by=zhao, because="更正一笔")
    assert (str(noticed.object_by), str(again.object_by)) == ("2026-11-23", "2026-11-25")


def test_a_score_that_changes_nothing_keeps_the_window(noticed, final):
    assert final.object_by == noticed.object_by
    assert erratum(final) == []


def test_a_final_score_is_not_simply_made_again(final, zhao):
    with pytest.raises(Refusal, match="异议"):
        score_round(round_=final.round, by=zhao, because="再算")


def test_the_database_refuses_to_change_a_score(noticed):
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.update(root="0" * 64)


def test_the_last_closed_bundle_answers_the_schemes_room(final):
    assert last_bundle("my-scheme") == path_of(latest_score(final.round).root)


def test_a_relation_the_ledger_holds_comes_into_the_bundle(noticed, units, zhao):
    record(
        entries=[Entry(units.villages[0].pk, "income", "2026-10", Decimal(5), "verified", "≈")],
        scheme="my-scheme",
        by=zhao,
    )
    again = score_round(round_=noticed.round, by=zhao, because="核查")
    facts = pq.read_table(path_of(again.root) / "facts.parquet").to_pylist()
    assert [
        (f["basis"], f["relation"])
        for f in facts
        if (f["unit"], f["indicator"]) == (units.villages[0].code, "income")
    ] == [
        ("reported", "="),
        ("verified", "≈"),
    ]


def test_scoring_again_where_nothing_changed_writes_nothing(noticed, zhao, at):
    at("2026-11-19 09:00")
    before = len(list(home().glob("??/*")))
    assert score_round(round_=noticed.round, by=zhao, because="再看一遍").pk == noticed.pk
    assert Score.objects.count() == 1
    assert not history_of(noticed).exclude(detail__number=1).exists()
    assert len(list(home().glob("??/*"))) == before


def test_the_score_after_closing_is_a_score_of_its_own_though_nothing_changed(noticed, final):
    assert (final.number, final.is_final, noticed.is_final) == (2, True, False)
