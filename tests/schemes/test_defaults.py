"""What the rules of the land limit is the default of every shipped scheme and register: one test for each mechanism that needs it."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.schemes.kept import HOME, declarations, scored, table
from youju.engine.catalog import check_folder
from youju.engine.read import read_scheme

SHIPPED = sorted(p.parent.name for p in HOME.glob("*/scheme.yaml"))
SCHEMES = {name: read_scheme(HOME / name).scheme for name in SHIPPED}


def blocked(tmp_path, scheme, old, new):
    """The codes of the rules that stop a scheme in which one passage reads otherwise."""
    home = tmp_path / scheme
    shutil.copytree(HOME / scheme, home)
    text = (home / "scheme.yaml").read_text("utf-8")
    assert old in text
    (home / "scheme.yaml").write_text(text.replace(old, new, 1), "utf-8")
    return {problem.code for problem in check_folder([home]) if not problem.warning}


def titles(one) -> str:
    return " ".join(f"{name} {made.title} {made.help or ''}" for name, made in one.fields.items())


def test_boards_show_bands_and_no_order_and_compare_one_level_only(tmp_path):
    ours = {name: one for name, one in SCHEMES.items() if one.example}
    assert len(ours) == len(SHIPPED) - 1
    assert not any(one.publish.order for one in ours.values())
    assert all(one.bands for one in ours.values())
    assert "publish_order" in blocked(
        tmp_path, "seven-activities", "publish: {order: false}", "publish: {order: true}"
    )


def test_nothing_is_scored_by_how_much_a_program_is_used(tmp_path):
    assert "E-1" in blocked(tmp_path, "branch-health", "title: 在册志愿服务党员", "title: 打卡签到次数")
    assert "E-3" in blocked(tmp_path, "seven-activities", "title: 按期解决的群众诉求", "title: 公众号关注率")


def test_a_grey_list_stays_inside_and_a_red_one_is_public(tmp_path):
    grey = [
        (name, band.published)
        for name, one in SCHEMES.items()
        for title, band in one.bands.items()
        if title in {"灰榜", "红", "关注", "需要加力", "还有差距", "要治理"} or band.bottom is not None
    ]
    assert len(grey) >= 12
    assert not [name for name, published in grey if published]
    assert SCHEMES["seven-activities"].bands["红榜"].published
    assert "E-24" in blocked(
        tmp_path, "seven-activities", "灰榜: {bottom: 10%, published: false}", "灰榜: {bottom: 10%}"
    )


def test_gdp_is_shown_and_not_ranked(tmp_path):
    for name, one in SCHEMES.items():
        if one.example:
            assert not [i for i in one.indicators.values() if "生产总值" in i.title], name
    assert "E-19" in blocked(tmp_path, "projects-226", "title: 项目开复工", "title: 地区生产总值增速")


@pytest.mark.parametrize("words", ["会议次数", "宣讲场次", "座谈会场次", "领导批示件数"])
def test_meetings_and_lectures_are_registers_only(tmp_path, words):
    assert "E-12" in blocked(tmp_path, "branch-health", "title: 在册志愿服务党员", f"title: {words}")
    assert declarations()["meeting"].indicators["meetings"].count  # it is counted, where it is kept


def test_a_pledge_is_published_once_and_nobody_counts_likes(tmp_path):
    rows = table("seven-activities", "pledges")
    assert len(rows) == len({row["unit"] for row in rows})
    fields = SCHEMES["seven-activities"].registers["pledges"].fields
    assert not re.search("点赞|转发|关注|阅读", " ".join(f"{n} {f.title}" for n, f in fields.items()))
    assert "公众号" not in fields["channel"].choices
    assert "E-4" in blocked(tmp_path, "seven-activities", "title: 书记承诺兑现率", "title: 承诺点赞数")


def test_quotas_of_persons_and_privileges_of_firms_are_off(tmp_path):
    assert "E-26" in blocked(tmp_path, "investment", "title: 签约项目开工率", "title: 全员招商任务完成率")
    assert "E-26" in blocked(tmp_path / "b", "investment", "title: 签约项目开工率", "title: 税收返还额")
    sign = declarations()["lead"].move("sign")
    assert {"incentive", "legal_basis"} <= set(sign.needs)
    assert not any("绩效" in titles(one) or "人头" in titles(one) for one in declarations().values())


def test_points_are_positive_voluntary_and_agreed_by_villagers(tmp_path):
    fields = SCHEMES["living-campaign"].registers["household-points"].fields
    assert {"rule", "opted_in", "witness"} <= {name for name, made in fields.items() if made.required}
    assert "E-28" in blocked(
        tmp_path,
        "living-campaign",
        "shape: {per: 100, above: 0, count: whole, marks: 1, at_most: 3}",
        "shape: {per: 100, above: 0, count: whole, marks: -1, at_least: -3}",
    )


def test_a_patrol_reports_problems_and_leaves_no_track(tmp_path):
    fields = SCHEMES["pollution-55"].registers["problems"].fields
    assert not re.search("(?i)gps|轨迹|坐标|照片", " ".join(f"{n} {f.title}" for n, f in fields.items()))
    for name, one in declarations().items():
        assert not [f for f, made in one.fields.items() if made.type in {"geopoint", "file"} and made.required], name  # fmt: skip
    track = "track: {title: 巡河轨迹, type: string, required: true}"
    assert "E-4" in blocked(
        tmp_path, "pollution-55", "what: {title: 问题, type: string, required: true}", track
    )
    assert "E-4" in blocked(tmp_path / "b", "pollution-55", "title: 发现问题解决率", "title: 巡河轨迹里程")


def test_a_duty_names_rights_beside_it_and_is_no_signed_pledge(tmp_path):
    assert all(row["duty"] and row["support"] for row in table("straw-ban", "chain"))
    assert all(row["rights"] for row in table("pollution-55", "chiefs"))
    assert "E-20" in blocked(tmp_path, "straw-ban", "title: 管控措施有没有空档", "title: 签订责任状")


def test_a_tip_comes_by_code_and_by_no_personal_messenger():
    tip = declarations()["tip"]
    assert tip.confidential
    assert not {"QQ", "微信"} & set(tip.fields["channel"].choices)
    assert {"电话", "来信", "来访", "电子邮箱", "二维码"} <= set(tip.fields["channel"].choices)
    assert not re.search("姓名|身份证|手机|微信", titles(tip))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_scheme_has_a_basis_an_end_days_to_object_and_a_clause_on_every_rule(name):
    one = SCHEMES[name]
    assert one.in_force.to.end
    if not one.example:
        return
    assert one.basis.number
    assert one.basis.plan
    assert one.owner
    assert one.round.object_by
    for rule in one.marks:
        assert rule.clause, (name, rule.id)
    assert len(scored(name).levels) >= 1
