"""Leagues whose level is a kind of unit – departments, agencies, schools, hospitals, parks and their areas – through a whole round."""

import csv
import datetime as dt
import io
import re
from types import SimpleNamespace

import pytest

from tests.house.sources import ROOT
from youju.engine.case import open_case
from youju.flow.boards.selectors import board_of
from youju.flow.ledger.services import close_round
from youju.flow.publications.models import Publication
from youju.flow.publications.services import propose, sign
from youju.flow.reports.selectors import asked_of, due_for, not_in, progress
from youju.flow.reports.services import begin_report, save_draft, submit_report
from youju.flow.reports.typed import Entry
from youju.flow.schemes import services
from youju.flow.schemes.levels import KIND_OF, LEVEL_OF
from youju.flow.schemes.models import Round
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.selectors import participants
from youju.flow.scores.selectors import latest_score
from youju.flow.scores.services import open_notice, score_round
from youju.flow.units.selectors import units_by_code
from youju.flow.units.services import import_units

pytestmark = pytest.mark.django_db
SCHEMES = ROOT / "schemes"
ROUNDS = {
    "one-window": ("2019Q2", {"部门", "市"}),
    "eighty-items": ("2023Q2", {"市", "部门"}),
    "tonghua-cooperation": ("2023Q2", {"县", "部门"}),
    "five-stars": ("2023", {"村", "机关", "学校", "医院"}),
    "smart-water": ("2019-05", {"片区"}),
    "yitong-park": ("2022Q2", {"片区", "园区"}),
}
"""Scheme → a round of it, and who reports in it: all who are compared, or who stands at the foot where all comes up the tree."""


def rows_of(name, file="units.csv"):
    with (SCHEMES / name / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def settled(appointed):
    """Return a function name → the house of a sample scheme: its units by code, its people, its version in force."""

    def settled(name):
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(("代码", "名称", "上级代码", "层级", "类别"))
        for row in rows_of(name):
            word = row["level"]
            level = "county" if row["code"] == "222403" else LEVEL_OF.get(word, "county")
            kind = KIND_OF.get(word, "zone" if row["code"] == "220571" else "government")
            writer.writerow((row["code"], row["title"], row["parent"], level, kind))
        import_units(name="单位.csv", content=out.getvalue().encode(), on=dt.date(2018, 1, 1), by=None)
        units = units_by_code([row["code"] for row in rows_of(name)])
        top = units[rows_of(name)[0]["code"]]
        zhao = appointed("zhao", "赵", "scoring_office", top)
        qian = appointed("qian", "钱", "second_approver", top)
        zhang = appointed("zhang", "张", "reporter", top)
        version, _found = services.load_scheme(files=from_folder(SCHEMES / name), unit=top, by=zhao)
        services.approve(version=services.propose(version=version, by=zhao), by=qian)
        return SimpleNamespace(units=units, scheme=version.scheme, zhao=zhao, qian=qian, zhang=zhang)

    return settled


def handed_in(round_, house):
    """Hand in what the scheme's own facts say of the period, for every unit they speak of."""
    said = {}
    for row in rows_of(house.scheme.code, "facts.csv"):
        said.setdefault(row["unit"], {})[row["indicator"], row["period"]] = row["value"]
    for code, unit in house.units.items():
        entries = {
            one.name: Entry(said[code][one.name, one.period], "已核对")
            for one in asked_of(round_)
            if (one.name, one.period) in said.get(code, {})
        }
        if entries:
            report = begin_report(round_=round_, unit=unit, by=house.zhang)
            submit_report(report=save_draft(report=report, entries=entries, lock=report.lock, by=house.zhang), by=house.zhang)  # fmt: skip


@pytest.mark.parametrize("name", ROUNDS)
def test_those_of_a_kind_take_part_and_nobody_of_another(settled, name):
    period, words = ROUNDS[name]
    house = settled(name)
    round_ = services.open_round(scheme=house.scheme, period=period, by=house.zhao)
    wanted = {row["code"] for row in rows_of(name) if row["level"] in words}
    assert {unit.code for unit in participants(round_)} == wanted


@pytest.mark.parametrize("name", ROUNDS)
def test_a_round_of_a_kind_is_reported_closed_and_published_with_the_totals_of_the_engine(settled, name, at):
    period, _words = ROUNDS[name]
    house = settled(name)
    at("2024-02-05 09:00")
    round_ = services.open_round(scheme=house.scheme, period=period, by=house.zhao)
    round_ = services.advance_round(round_=round_, to="reporting", by=house.zhao)
    if asked_of(round_):
        handed_in(round_, house)
    round_ = services.advance_round(round_=round_, to="verifying", by=house.zhao)
    open_notice(round_=round_, by=house.zhao)
    at("2024-06-03 09:00")
    closed = close_round(round_=latest_score(round_).round, by=house.zhao).round
    final = score_round(round_=closed, by=house.zhao, because="关账")
    sign(publication=propose(score=final, kind="circular", title="通报", by=house.zhao), by=house.qian)
    rows = {
        row.unit: row.total for circle in board_of(latest_score(closed), inside=True) for row in circle.rows
    }
    told = open_case(SCHEMES / name, period=period).score()
    assert rows == {code: told.total(code) for code in rows}
    assert {row["level"] for row in rows_of(name) if row["code"] in rows} == {
        one.level for one in told.world.scheme.league
    }


def test_nobody_is_asked_for_a_report_where_all_numbers_come_from_registers(settled):
    house = settled("one-window")
    round_ = services.open_round(scheme=house.scheme, period="2019Q2", by=house.zhao)
    services.advance_round(round_=round_, to="reporting", by=house.zhao)
    assert due_for(house.zhang) == []
    assert (progress(round_)["units"], progress(round_)["blank"], not_in(round_).count()) == (9, 0, 0)


def test_a_department_is_not_compared_with_the_counties_of_its_rank(settled):
    house = settled("tonghua-cooperation")
    text = (SCHEMES / "tonghua-cooperation" / "scheme.yaml").read_text("utf-8")
    text = re.sub(r"  - \{id: office.*\n", "", text).replace(
        "scheme: tonghua-cooperation", "scheme: counties-only"
    )
    version, _found = services.load_scheme(
        files={**from_folder(SCHEMES / "tonghua-cooperation"), "scheme.yaml": text.encode()},
        unit=house.units["220500"],
        by=house.zhao,
    )
    services.approve(version=services.propose(version=version, by=house.zhao), by=house.qian)
    round_ = services.open_round(scheme=version.scheme, period="2023Q2", by=house.zhao)
    assert not [unit for unit in participants(round_) if unit.kind == "department"]
    assert "220571" in {unit.code for unit in participants(round_)}


def test_a_round_of_departments_is_walked_on_the_pages_alone(client, settled, at):
    house = settled("one-window")

    def post(user, path, said=None):
        client.force_login(user)
        answer = client.post(path, said or {})
        assert answer.status_code == 302, answer.content.decode()

    def page(user, path):
        client.force_login(user)
        return client.get(path).content.decode()

    at("2020-07-03 09:00")
    post(house.zhao, "/schemes/one-window/rounds/open/", {"period": "2019Q2"})
    round_ = Round.objects.get()
    for was, to in (("open", "reporting"), ("reporting", "verifying")):
        post(house.zhao, f"/schemes/rounds/{round_.pk}/advance/", {"was": was, "to": to})
    assert "市自然资源局" in page(house.zhao, f"/reports/rounds/{round_.pk}/")
    assert "不用报送" in page(house.zhang, f"/reports/rounds/{round_.pk}/")
    post(house.zhao, f"/scores/rounds/{round_.pk}/notice/")
    at("2020-09-02 09:00")
    post(house.zhao, f"/scores/rounds/{round_.pk}/close/")
    post(house.zhao, f"/scores/rounds/{round_.pk}/again/", {"because": "关账"})
    score = latest_score(round_)
    post(house.zhao, f"/publications/propose/{score.pk}/", {"kind": "circular", "title": "二季度通报"})
    post(house.qian, f"/publications/{Publication.objects.get().pk}/sign/")
    board = page(house.zhang, f"/boards/{score.pk}/?level=部门")
    assert all(name in board for name in ("市自然资源局", "市民政局"))
    assert "辽源市</a>" not in board.split("<table")[1]
