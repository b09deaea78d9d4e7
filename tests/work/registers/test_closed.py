"""A closed round counts the records of a register as they stood at its closing, but for those that an upheld objection to it names."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import youju.engine
from tests.flow.month import *  # noqa: F403
from tests.golden.files import compare
from youju.flow.ledger.ports import files_of
from youju.flow.ledger.services import close_round
from youju.flow.publications.papers import paper_of
from youju.flow.publications.services import propose, sign
from youju.flow.schemes.package import from_folder
from youju.flow.scores.changes import COMPARED, OWN, PLACED
from youju.flow.scores.selectors import adoptable, erratum, statement
from youju.flow.scores.services import (
    Mend,
    decide_objection,
    open_notice,
    propose_correction,
    score_round,
)
from youju.kernel.errors import BadInput
from youju.kernel.paper.site import markdown_of
from youju.kernel.people import appoint
from youju.work.registers.models import Register
from youju.work.registers.services import (
    change_record,
    declare_register,
    make_record,
    move_record,
    resume_record,
    suspend_record,
)

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parents[2] / "golden" / "printed"
DECLARED = """\
register: projects
title: 项目台账
prefix: XM
fields:
  name: {title: 项目名称, type: string, required: true, max_length: 40}
  investment: {title: 总投资, type: money, required: true}
stages:
  idea: {title: 谋划}
  built: {title: 开工}
moves:
  - {id: start, title: 开工, from: [idea], to: built, who: [reporter, scoring_office]}
  - {id: back, title: 退回, from: [built], to: idea, who: [reporter, scoring_office]}
suspend: {who: [scoring_office]}
"""
RULES = """\
registers:
  projects:
    title: 项目台账
    fields:
      name: {title: 项目名称, type: string}
      investment: {title: 总投资, type: number}
      stage: {title: 阶段, type: string, choices: [谋划, 开工]}
      suspended: {title: 停办, type: boolean}
      unit: {title: 责任单位, type: string}
indicators:
  income: {title: 村集体经济收入, measure: 元, ask: month, up_the_tree: sum, missing: withhold}
  complaints: {title: 群众诉求, measure: 件, ask: month, up_the_tree: sum, missing: zero}
  solved: {title: 按期解决的群众诉求, measure: 件, ask: month, up_the_tree: sum, missing: zero}
  built: {title: 开工项目, measure: 个, missing: zero, from: {register: projects, count: true, where: {stage: {is: 开工}, suspended: {is: false}}}}
marks:
  - {id: income, title: 村集体经济增收, clause: 第三条第(一)款, full: 60, value: {ratio: income, to: income_target}, shape: {curve: [[0, 0], [1, 60]]}}
  - {id: built, title: 项目开工, clause: 第三条第(二)款, full: 20, value: built, shape: {curve: [[0, 0], [4, 20]]}, missing: zero}
  - {id: place, title: 项目名次, clause: 第三条第(三)款, full: 20, value: {place: built}, shape: {steps: [{at_most: 1, marks: 20}, {at_most: 2, marks: 10}, {otherwise: 0}]}, missing: zero}
total"""


@pytest.fixture
def register(units, zhao, at):
    """Return the register of projects, which the office declared for the scheme before it was in force."""
    at("2026-10-08 09:00")
    return declare_register(text=DECLARED, unit=units.county, by=zhao, scheme="my-scheme")


@pytest.fixture
def starter(register):
    """Count started projects, and give marks for the place among the villages of a township."""
    starter = from_folder(Path(youju.engine.__file__).parent / "starter")
    text = starter["scheme.yaml"].decode()
    head, _rules, tail = text.partition("indicators:")
    starter["scheme.yaml"] = (head + RULES + tail.partition("\ntotal")[2]).encode()
    del starter["examples.yaml"]
    return starter


@pytest.fixture
def projects(register, scheme, units, zhao):
    """Return the register with one project started in village 1, two in village 2, and an idea in village 3."""
    for village, started in ((0, 1), (1, 2), (2, 0)):
        for n in range(started or 1):
            record = made(register, units.villages[village], f"项目{village}{n}", zhao)
            if started:
                moved_on(record, "start", zhao)
    return register


def made(register, unit, name, by):
    return make_record(register=register, unit=unit, values={"name": name, "investment": "6000万"}, by=by)


def moved_on(record, move, by):
    return move_record(record=record, lock=record.lock, move=move, by=by)


@pytest.fixture
def final(projects, reported, moved, zhao, at):
    """Return the final score of October 2026; then it is a week later, and nobody may object any more."""
    round_ = moved(reported, "verifying")
    at("2026-11-18 09:00")
    open_notice(round_=round_, by=zhao)
    at("2026-11-26 09:00")
    round_.refresh_from_db()
    score = score_round(round_=close_round(round_=round_, by=zhao).round, by=zhao, because="关账")
    at("2026-12-08 09:00")
    return score


@pytest.fixture
def upheld(zhao, qian, at):
    """Return a function (score, unit, rule, **verdict) → the score that a proposed correction led to."""

    def upheld(score, unit, rule="built", by=qian, **verdict):
        row = propose_correction(score=score, unit=unit, rule=rule, words="审计发现", by=zhao)
        done = decide_objection(objection=row, verdict="upheld", answer="属实", by=by, **verdict)
        return done.led_to

    return upheld


def totals(score, units):
    return [statement(score, unit).total for unit in [*units.villages, *units.others]]


def income_of(unit, value):
    return {"mends": [Mend("income", "2026-10", Decimal(value))]}


def test_marks_come_from_the_records_and_their_places(final, units):
    assert totals(final, units)[:3] == [Decimal("75.00"), Decimal("84.00"), Decimal("45.00")]


def test_what_becomes_of_records_after_the_closing_moves_nobody(final, projects, units, upheld, zhao):
    """Whatever is done to any record: the round is scored again for village 1 alone."""
    was = files_of(final.round)["registers/projects.csv"]
    dice = random.Random(7)
    for _ in range(40):
        records = list(projects.records.select_related("register", "unit").order_by("pk"))
        record, act = dice.choice(records), dice.choice(["change", "move", "make", "suspend", "hand over"])
        if act == "make":
            moved_on(made(projects, dice.choice(units.villages), "后来的", zhao), "start", zhao)
        elif record.suspended_on is not None:
            resume_record(record=record, lock=record.lock, by=zhao)
        elif act == "suspend":
            suspend_record(record=record, lock=record.lock, by=zhao, reason="停")
        elif act == "move":
            moved_on(record, "start" if record.stage == "idea" else "back", zhao)
        else:
            unit = dice.choice(units.villages) if act == "hand over" else None
            values = {"name": f"改{dice.randrange(99)}", "investment": str(dice.randrange(10**9))}
            change_record(record=record, lock=record.lock, values=values, by=zhao, unit=unit)
    assert files_of(final.round)["registers/projects.csv"] == was
    again = upheld(final, units.villages[0], "income", **income_of(units.villages[0], 60000))
    assert totals(again, units) == [Decimal("45.00"), *totals(final, units)[1:]]
    assert [(one.unit, one.why) for one in erratum(again) if one.was != one.now] == [
        (units.villages[0].code, OWN)
    ]


def test_the_first_score_after_the_closing_counts_what_stood_at_it(
    projects, reported, moved, units, zhao, at, scheme
):
    round_ = moved(reported, "verifying")
    at("2026-11-18 09:00")
    noticed = open_notice(round_=round_, by=zhao)
    at("2026-11-26 09:00")
    round_.refresh_from_db()
    round_ = close_round(round_=round_, by=zhao).round
    at("2026-11-26 15:00")
    for record in projects.records.filter(unit__in=units.villages[:2]).select_related("register", "unit"):
        moved_on(record, "back", zhao)
    declare_register(
        text=DECLARED.replace("title: 开工}", "title: 动工}", 1),
        unit=units.county,
        by=zhao,
        scheme=scheme.code,
    )
    score = score_round(round_=round_, by=zhao, because="关账")
    assert totals(score, units) == totals(noticed, units)


def test_a_register_that_was_declared_after_the_closing_counts_in_no_closed_round(final, units, zhao):
    Register.objects.filter(code="projects").update(scheme="another")
    later = DECLARED.replace("register: projects", "register: later")
    declare_register(text=later, unit=units.county, by=zhao, scheme="my-scheme", counted_as="projects")
    assert files_of(final.round)["registers/projects.csv"].count(b"\n") == 5


@pytest.fixture
def started(final, projects, units, zhao, at):
    """Return the record of village 3, which zhao finds was started all along and says so in the register."""
    record = projects.records.select_related("register", "unit").get(unit=units.villages[2])
    return moved_on(record, "start", zhao)


def test_a_wrong_record_is_put_right_in_the_round_whose_objection_names_it(
    final, started, projects, units, upheld, zhao, at
):
    again = upheld(final, units.villages[2], adopts=[f"registers.record:{started.pk}"])
    assert totals(again, units)[:3] == [Decimal("75.00"), Decimal("84.00"), Decimal("60.00")]
    moved_on(started, "back", zhao)
    at("2026-12-20 09:00")
    third = upheld(again, units.villages[0], "income", **income_of(units.villages[0], 60000))
    assert totals(third, units)[1:] == totals(again, units)[1:]


def test_the_erratum_says_who_moved_only_because_the_comparison_did(final, started, units, upheld, zhao):
    village = units.villages[2]
    more = made(started.register, village, "还有一个", zhao)
    moved_on(more, "start", zhao)
    names = [f"registers.record:{started.pk}", f"registers.record:{more.pk}"]
    again = upheld(final, village, adopts=names)
    found = {one.unit: one for one in erratum(again)}
    assert found[village.code].why == OWN
    assert (found[units.villages[0].code].why, found[units.villages[0].code].rules) == (COMPARED, ("place",))
    assert all(one.why == PLACED for one in found.values() if one.was == one.now)
    assert not {unit.code for unit in units.others} & found.keys()


def test_what_a_verdict_may_let_count_is_told_in_words(final, started, units, zhao):
    row = propose_correction(score=final, unit=units.villages[2], rule="built", words="早已开工", by=zhao)
    (one,) = adoptable(row)
    assert (one.subject, one.version, one.by) == (f"registers.record:{started.pk}", 2, zhao.pk)
    assert (one.title, one.was, one.now) == ("项目台账 XM-000004", "阶段 谋划", "阶段 开工")
    other = propose_correction(score=final, unit=units.villages[0], rule="built", words="没有变", by=zhao)
    assert adoptable(other) == []


def test_who_changed_the_record_does_not_decide_about_it(final, started, units, zhao, qian, upheld):
    appoint(holder=qian, role="scoring_office", unit_id=units.county.pk, by=None, valid_from=started.made_on)
    more = moved_on(made(started.register, units.villages[2], "又一个", qian), "start", qian)
    with pytest.raises(BadInput) as refused:
        upheld(final, units.villages[2], adopts=[f"registers.record:{more.pk}"])
    assert [one.what for one in refused.value.problems] == ["这条记录是你改的"]


def test_a_record_that_says_what_was_counted_is_no_reason(final, projects, units, upheld):
    record = projects.records.get(unit=units.villages[0])
    with pytest.raises(BadInput) as refused:
        upheld(final, units.villages[0], adopts=[f"registers.record:{record.pk}", "registers.record:0"])
    assert len(refused.value.problems) == 2


def test_the_page_of_the_verdict_offers_the_record_and_says_afterwards_what_counts(
    client, final, started, units, zhao, qian
):
    row = propose_correction(score=final, unit=units.villages[2], rule="built", words="早已开工", by=zhao)
    client.force_login(qian)
    page = client.get(f"/scores/objections/{row.pk}/").content.decode()
    assert "项目台账 XM-000004：阶段 谋划 → 阶段 开工" in page
    said = {"verdict": "upheld", "answer": "属实", "mends": "", "adopts": [f"registers.record:{started.pk}"]}
    assert client.post(f"/scores/objections/{row.pk}/", said).status_code == 302
    page = client.get(f"/scores/objections/{row.pk}/").content.decode()
    assert "项目台账 XM-000004：阶段 谋划 → 阶段 开工" in page


def test_where_no_record_changed_the_page_says_what_to_do_first(client, final, units, zhao, qian):
    row = propose_correction(score=final, unit=units.villages[2], rule="built", words="早已开工", by=zhao)
    client.force_login(qian)
    assert "先在台账里改正那条记录" in client.get(f"/scores/objections/{row.pk}/").content.decode()


def test_the_text_of_an_erratum_is_printed(final, started, units, upheld, zhao, qian, at, request):
    """A circular's erratum: one record and one value put right, one unit moved by comparison alone."""
    circular = propose(score=final, kind="circular", title="十月通报", is_open=False, by=zhao)
    sign(publication=circular, by=qian)
    more = moved_on(made(started.register, units.villages[2], "还有一个", zhao), "start", zhao)
    names = [f"registers.record:{started.pk}", f"registers.record:{more.pk}"]
    again = upheld(final, units.villages[2], adopts=names, **income_of(units.villages[2], "96000.5"))
    at(f"{again.object_by + dt.timedelta(days=1)} 09:00")
    row = propose(score=again, kind="erratum", title="关于十月通报的勘误", is_open=False, by=zhao)
    text = markdown_of(replace(paper_of(row), seal=None))
    compare(GOLDEN / "erratum.md", text, update=request.config.getoption("--golden-update"))
