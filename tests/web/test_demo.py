"""The demo, smaller than the one that is shown: built by the acts people do, and walked by the people it names."""

import datetime as dt
import os
import re
import stat
import subprocess
import sys

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.sources import ROOT
from youju.config.demo import borders
from youju.config.demo.build import build
from youju.config.demo.check import faults
from youju.config.demo.city import as_csv, figures, places
from youju.config.demo.months import months_at
from youju.kernel.clock import db_today
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked_many
from youju.work.registers.models import Record

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HDI = ROOT / "schemes" / "hdi-2021"
DESKS = {
    "zhang": "/reports/",
    "wang": "/reports/",
    "sun": "/reports/",
    "li": "/inspections/",
    "zhao": "/scores/",
    "qian": "/publications/",
    "zhou": "/boards/",
    "system_admin": "/people/",
    "security_admin": "/units/",
    "audit_admin": "/traces/",
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(HDI, villages=20)
        transaction.set_rollback(True)


def links(page, pattern):
    return re.findall(rf'href="({pattern})"', page.content.decode())


def signed_in(demo, username, then="/"):
    """Sign in at the door with the one-time password, and choose one's own, as the newcomer does."""
    once = next(one["password"] for one in demo.people.handed_out if one["username"] == username)
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": once})
    mine = {"oldpassword": once, "password1": "my-own-long-words", "password2": "my-own-long-words"}
    client.post(reverse("account_change_password"), mine)
    return client


@pytest.mark.parametrize("username", DESKS)
def test_everybody_named_signs_in_with_a_one_time_password_and_sees_a_desk(demo, username):
    client = signed_in(demo, username)
    home = client.get("/")
    assert demo.people.by_name[username].name in home.content.decode()
    assert client.get(DESKS[username]).status_code == 200


def test_a_mark_on_a_board_opens_in_three_clicks_to_the_photograph_that_justifies_it(demo):
    client = signed_in(demo, "zhou")
    board = client.get(f"/boards/{demo.publications[0].score_id}/?group=&level=村")
    village = demo.villages[0]
    (cell, *_rest) = links(board, rf"/boards/\d+/{village}/")
    reasons = client.get(cell)
    (proof, *_rest) = links(reasons, r"/evidence/[0-9a-f]{64}/")
    shown = client.get(proof)
    (source,) = set(re.findall(r'<img[^>]+src="([^"]+)"', shown.content.decode()))
    assert client.get(source)["Content-Type"] == "image/jpeg"


def test_what_is_published_verifies_and_the_real_data_agree_with_what_undp_published(demo):
    assert faults(HDI) == []


def test_the_wrong_month_was_objected_to_and_its_circular_carries_the_erratum(demo):
    wrong = demo.publications[1]
    client = signed_in(demo, "zhou")
    page = client.get(f"/publications/{wrong.pk}/").content.decode()
    assert "勘误" in page
    assert "户均集体收入”的异议（本期第 1 号" in page
    assert "复核成立，理由：" in page


@pytest.mark.parametrize(
    ("scheme", "level", "unit"),
    [
        ("one-window", "部门", "市民政局"),
        ("five-stars", "学校", "示例学校3"),
        ("yitong-park", "片区", "长伊片区"),
    ],
)
def test_a_round_of_departments_schools_and_areas_is_on_its_board(demo, scheme, level, unit):
    (row,) = [one for one in demo.kinds if one.score.round.scheme.code == scheme]
    board = signed_in(demo, "zhou").get(f"/boards/{row.score_id}/?level={level}").content.decode()
    assert unit in board


def test_a_visitor_reads_what_is_open_to_all_and_nothing_else(demo):
    page = Client().get("/publications/").content.decode()
    assert "人类发展指数 2021" in page
    assert "村级重点工作通报" not in page


def test_a_visitor_sees_a_board_of_the_city_its_map_and_its_bundle_and_a_verifier(demo):
    client, there = Client(), f"/publications/{demo.open_board.pk}/"
    page = client.get(there).content.decode()
    assert "东昌区（示例）" in page and "县（市、区）公共服务公开通报" in page
    assert page.count('<path d="M') == 8, "each county once"
    assert "未分档" not in page
    assert client.get(f"{there}bundle.zip").status_code == 200
    assert demo.open_board.root in client.get(f"{there}verify/").content.decode()
    assert demo.open_board.proposed_by != demo.open_board.signed_by


def test_work_waits_on_every_desk(demo):
    assert "诉求件数与热线台账对不上" in signed_in(demo, "zhang").get("/reports/").content.decode()
    assert links(signed_in(demo, "li").get("/inspections/day/"), r"/inspections/day/[0-9a-f-]{36}/")
    assert "签发" in signed_in(demo, "qian").get("/publications/").content.decode()


def test_villages_are_drawn_on_their_boards_and_every_map_says_that_it_is_a_sketch(demo):
    client = signed_in(demo, "zhou")
    for address in (f"/boards/{demo.publications[0].score_id}/", f"/publications/{demo.publications[0].pk}/"):
        page = client.get(address).content.decode()
        assert page.count('<path d="M') == 20, "each village once"
        assert "示意图，不是行政区域界线</text>" in page
        assert "没有审图号" in page
    page = client.get("/registers/project/map/").content.decode()
    assert page.count("<title>") >= 19
    assert "示意图，不是行政区域界线</text>" in page


def test_the_borders_of_the_demo_cut_every_unit_without_gap_or_overlap():
    whole = borders.shapes(places())
    rows = {row.code: row for row in places()}
    assert set(whole) == {code for code, row in rows.items() if row.level != "prefecture"}
    for above in rows:
        below = [code for code, row in rows.items() if row.parent == above]
        if above in whole and below:
            assert sum(area(whole[code][0]) for code in below) == pytest.approx(area(whole[above][0]))
    assert borders.as_geojson(whole) == borders.as_geojson(borders.shapes(places()))


def area(ring):
    return abs(sum(x * b - a * y for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def test_every_invented_name_carries_the_mark():
    assert all("（示例）" in place.name for place in places())


def test_the_same_seed_gives_the_same_city():
    codes = [place.code for place in places() if place.level == "village"]
    assert len(codes) == 60
    assert as_csv(places()) == as_csv(places())
    assert figures(codes, 4) == figures(codes, 4)


@pytest.mark.parametrize("day", [dt.date(2026, 11, 28), dt.date(2027, 1, 1), dt.date(2031, 3, 31)])
def test_the_months_are_over_and_their_holidays_announced_whatever_the_day(day):
    months = months_at(day)
    assert [*months.done, months.live] == sorted([*months.done, months.live])
    assert months.live.end < day
    assert min(months.deadlines.values()) > day


def run(folder, **more):
    keep = {name: value for name, value in os.environ.items() if not name.startswith("YOUJU_")}
    here = {**keep, "PYTHONPATH": str(ROOT / "src"), "DEMO_SERVE": "0", **more}
    words = [sys.executable, "-m", "youju", "demo", "--out", str(folder)]
    return subprocess.run(words, capture_output=True, text=True, cwd=folder, env=here, timeout=600)


@pytest.mark.skipif(
    "YOUJU_TEST_DATABASE" in os.environ, reason="the command makes an SQLite house of its own"
)
def test_the_command_builds_once_says_who_may_sign_in_and_keeps_its_secrets_to_itself(tmp_path):
    first, again = run(tmp_path), run(tmp_path)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert "zhang" in first.stdout
    assert "已经在" in again.stdout
    house = tmp_path / "house"
    for name in ("accounts.txt", "keys/secret", "keys/log.pem"):
        assert stat.S_IMODE((house / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "said", [{"YOUJU_MODE": "production"}, {"YOUJU_DATABASE": "postgresql://youju@db/youju"}]
)
def test_the_command_refuses_where_the_environment_speaks_of_a_real_house(tmp_path, said):
    done = run(tmp_path, **said)
    assert done.returncode == 2
    assert "没有建演示" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_command_leaves_a_folder_alone_that_holds_something_else(tmp_path):
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "letters.txt").write_text("mine", "utf-8")
    done = run(tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "house" / "letters.txt").read_text("utf-8") == "mine"


def test_registers_and_schemes_come_along_and_are_marked_as_examples(demo):
    from youju.flow.schemes.models import SchemeVersion
    from youju.work.registers.models import Record, Register

    assert Register.objects.filter(is_example=True).count() >= 18
    assert Record.objects.filter(is_example=True).count() > 120
    codes = set(SchemeVersion.objects.filter(is_example=True).values_list("scheme__code", flat=True))
    assert codes >= {"seven-activities", "eighty-items", "straw-ban", "liaoyuan-shaoxing"}
    page = signed_in(demo, "zhao").get("/registers/").content.decode()
    assert all(title in page for title in ("结对", "整改", "招商线索"))


def test_no_task_of_a_year_that_is_over_is_open_and_each_says_what_became_of_it(demo):
    """Finished and closed out by another hand, carried into this year with a reason, or dropped with one."""
    today = db_today()
    tasks = Record.objects.filter(register__code="task").select_related("register")
    old = [row for row in tasks if row.versions.get(number=1).values["due_on"] < f"{today.year}-01-01"]
    went = {
        name: [row for row in old if row.stage == name]
        for name in ("closed", "cancelled", "doing", "assigned")
    }
    carried = went["doing"] + went["assigned"]
    assert (len(went["closed"]) > len(carried) > 0, len(went["cancelled"]) > 0) == (True, True)
    assert all(row.values["due_on"] == f"{today.year}-12-31" for row in carried)
    assert all(row.versions.get(act="extend").reason for row in carried)
    assert all(row.versions.get(act="cancel").reason for row in went["cancelled"])
    hands = [{row.versions.get(act=act).by_id for act in ("finish", "close")} for row in went["closed"]]
    assert all(len(pair) == 2 for pair in hands)
    told = clocked_many(declaration_of(old[0].register), carried, today)
    assert [row for row in carried if told[row.pk].colour == "red"] == []
