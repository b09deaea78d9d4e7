"""Every mark that is not zero leads to what it rests on: the report, the visit, the row of the ledger, or the units summed."""

from decimal import Decimal

import pytest

from tests.flow.month import *  # noqa: F403
from youju.flow.ledger.models import Observation
from youju.flow.scores.behind import _below
from youju.flow.scores.bundles import opened
from youju.flow.scores.selectors import lines_of, told_to_reader

pytestmark = pytest.mark.django_db


def proofs(who, score, unit):
    return {line.rule: found for line, found in lines_of(who, score, unit, *told_to_reader(score, unit))}


def test_every_mark_of_a_village_leads_to_its_report_and_to_the_ledger(noticed, units, zhang):
    village = units.villages[0]
    row = Observation.objects.get(unit=village, indicator="income")
    found = {proof.short: proof.url for proof in proofs(zhang, noticed, village)["income"]}
    assert found["报送第 1 次"].startswith("/reports/")
    assert found["底账：村集体经济收入"] == f"/ledger/{row.pk}/"


def test_no_mark_that_is_not_zero_is_without_a_way(noticed, units, zhang):
    lines = lines_of(zhang, noticed, units.villages[0], *told_to_reader(noticed, units.villages[0]))
    bare = [line.rule for line, found in lines if line.contribution and not [one for one in found if one.url]]
    assert bare == []


def test_a_value_that_was_corrected_leads_to_the_row_that_counted(noticed, units, zhao, zhang):
    from youju.flow.ledger.services import correct

    row = Observation.objects.get(unit=units.villages[0], indicator="income")
    correct(observation=row, value=Decimal(1), reason="审计", by=zhao)
    urls = [proof.url for proof in proofs(zhang, noticed, units.villages[0])["income"]]
    assert f"/ledger/{row.pk}/" in urls


def test_what_is_summed_leads_to_the_statements_of_the_units_below(noticed, units, zhang, monkeypatch):
    bundle, township = opened(noticed.root), units.villages[0]
    places = {"unit": type("C", (), {"to_pylist": lambda _self: [one.code for one in units.villages]})()}

    def column(values):
        return type("C", (), {"to_pylist": lambda _self: values})()

    table = type("T", (), {"column_names": ["parent"], "__getitem__": lambda _self, name: {
        "code": column([one.code for one in units.villages]), "title": column([one.name for one in units.villages]),
        "parent": column(["", township.code, township.code])}[name]})()  # fmt: skip
    asked = type("Bundle", (), {"units": table, "places": places})()
    assert bundle.units.num_rows
    found = _below(zhang, noticed, township, asked)
    assert [(one.word, one.url) for one in found] == [
        (one.name, f"/scores/{noticed.pk}/{one.code}/") for one in units.villages[1:]
    ]
