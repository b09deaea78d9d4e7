"""A scheme takes the marks of another one: those that two posts published, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest

from youju.engine.bundle.verify import verify_bundle
from youju.flow.evidence.services import add_evidence
from youju.flow.ledger.ports import files_of
from youju.flow.ledger.services import close_round
from youju.flow.publications.services import propose as propose_publication
from youju.flow.publications.services import sign
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.flow.scores.bundles import path_of
from youju.flow.scores.selectors import adoptable, statement
from youju.flow.scores.services import (
    Mend,
    decide_objection,
    open_notice,
    propose_correction,
    score_round,
)
from youju.kernel.clock import db_today

pytestmark = pytest.mark.django_db
REPLACED = {
    "scheme: my-scheme": "scheme: half-year",
    "income: {title: 村集体经济收入, measure: 元, ask: month, up_the_tree: sum, missing: withhold}": "income: {title: 月度考核得分, missing: withhold, from: {scheme: my-scheme, take: total}}",
    "value: {ratio: income, to: income_target}": "value: income",
    "[[0, 0], [1, 60]]": "[[0, 0], [100, 60]]",
}


@pytest.fixture
def other(final, starter, units, zhao, qian):
    """A scheme whose first rule is the total of the month's scheme, in its round of October."""
    text = starter["scheme.yaml"].decode()
    for old, new in REPLACED.items():
        assert old in text
        text = text.replace(old, new)
    lines = [
        line
        for line in text.splitlines()
        if "plus: {per" not in line and "parameters:" not in line and "income_target" not in line
    ]
    files = {path: content for path, content in starter.items() if path not in {"examples.yaml", "facts.csv"}}
    files["scheme.yaml"] = "\n".join(lines).encode()
    version, _found = load_scheme(files=files, unit=units.county, by=zhao)
    scheme = approve(version=propose(version=version, by=zhao), by=qian).scheme
    round_ = open_round(scheme=scheme, period="2026-10", by=zhao)
    for status in ("reporting", "verifying"):
        round_ = advance_round(round_=round_, to=status, by=zhao)
    return round_


@pytest.fixture
def published(final, zhao, qian):
    """The month's scores, signed by two."""
    row = propose_publication(
        score=final, kind="circular", title="十月通报", words="", is_open=False, by=zhao
    )
    return sign(publication=row, by=qian).score


def test_the_published_total_of_another_scheme_is_what_a_rule_counts(published, other, units, zhao):
    total = statement(published, units.villages[1]).total
    score = open_notice(round_=other, by=zhao)
    (line,) = [one for one in statement(score, units.villages[1]).lines if one.rule == "income"]
    assert (line.seen, line.contribution) == (total, total * 60 / 100)


def test_a_bundle_that_took_marks_of_another_scheme_verifies(published, other, zhao):
    assert verify_bundle(path_of(open_notice(round_=other, by=zhao).root)) == []


def test_what_is_not_published_gives_nothing(final, other):
    assert files_of(other)["results/my-scheme.csv"].count(b"\n") == 1


def test_a_scheme_that_takes_nothing_is_given_no_file(final):
    assert not [path for path in files_of(final.round) if path.startswith("results/")]


@pytest.fixture
def half_year(published, other, zhao, at):
    """The final score of the scheme that takes the month's totals; then nobody may object any more."""
    open_notice(round_=other, by=zhao)
    other.refresh_from_db()
    at(f"{max(db_today(), other.object_by) + dt.timedelta(days=1)} 09:00")
    score = score_round(round_=close_round(round_=other, by=zhao).round, by=zhao, because="关账")
    at(f"{score.object_by + dt.timedelta(days=1)} 10:00")
    return score


@pytest.fixture
def erratum_of_the_month(half_year, published, units, zhao, qian, at):
    """The month is put right for villages 2 and 3, one after the other, and each erratum is signed."""
    score = published
    for n, income in ((1, 120000), (2, 120000)):
        row = propose_correction(score=score, unit=units.villages[n], rule="income", words="漏记", by=zhao)
        mends = [Mend("income", "2026-10", Decimal(income))]
        score = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=mends).led_to
        at(f"{score.object_by + dt.timedelta(days=1)} 09:00")
        erratum = propose_publication(score=score, kind="erratum", title="勘误", is_open=False, by=zhao)
        sign(publication=erratum, by=qian)
    return score


def again(score, unit, zhao, qian, **verdict):
    row = propose_correction(score=score, unit=unit, rule="income", words="月度已勘误", by=zhao)
    return decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, **verdict).led_to


def totals(score, units):
    return [statement(score, unit).total for unit in units.villages]


def test_an_erratum_of_another_scheme_moves_no_closed_round(
    half_year, erratum_of_the_month, units, zhao, qian
):
    sha = add_evidence(unit=units.villages[0], name="诉求.txt", content=b"20", by=zhao).sha256
    late = [
        Mend(name, "2026-10", Decimal(value), (sha,)) for name, value in (("complaints", 20), ("solved", 0))
    ]
    score = again(half_year, units.villages[0], zhao, qian, mends=late)
    assert totals(score, units)[0] < totals(half_year, units)[0]
    assert totals(score, units)[1:] == totals(half_year, units)[1:]


def test_an_upheld_objection_lets_the_new_marks_count_for_the_unit_that_objected_alone(
    half_year, erratum_of_the_month, units, zhao, qian
):
    row = propose_correction(score=half_year, unit=units.villages[1], rule="income", words="已勘误", by=zhao)
    (one,) = adoptable(row)
    assert (one.was, one.now) == ("94.00", "100.00")
    done = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, adopts=[one.subject])
    before, after = totals(half_year, units), totals(done.led_to, units)
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] - before[1] == Decimal("3.60")
    assert verify_bundle(path_of(done.led_to.root)) == []


def test_an_open_round_reads_what_is_published_last(published, other, units, zhao, qian, at):
    row = propose_correction(score=published, unit=units.villages[1], rule="income", words="漏记", by=zhao)
    mends = [Mend("income", "2026-10", Decimal(120000))]
    led_to = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=mends).led_to
    at(f"{led_to.object_by + dt.timedelta(days=1)} 09:00")
    erratum = propose_publication(score=led_to, kind="erratum", title="勘误", is_open=False, by=zhao)
    sign(publication=erratum, by=qian)
    (line,) = [
        one
        for one in statement(open_notice(round_=other, by=zhao), units.villages[1]).lines
        if one.rule == "income"
    ]
    assert line.seen == Decimal(100)
