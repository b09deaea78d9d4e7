"""What the rules of the land have against a scheme, and what they must not be thought to have."""

from datetime import date

import pytest

from tests.engine.language.samples import HEAD, MARKS, TAIL
from youju.engine.catalog import check_loaded
from youju.engine.compliance import findings, read_rules, shipped_rules
from youju.engine.compliance.looks import LOOKS
from youju.engine.compliance.rules import DISCLAIMER
from youju.engine.problems import blocking
from youju.engine.read import read_text

OBJECT = "round: {every: month, object_by: 15}"


def scheme(title="村集体收入", marks=MARKS, tail=TAIL, head=HEAD):
    """Return the sample scheme with an indicator of some title, read."""
    text = (
        (head + marks + tail)
        .replace("title: 村集体收入", f"title: {title}")
        .replace("round: {every: month}", OBJECT)
    )
    loaded = read_text(text)
    assert loaded.scheme is not None, [str(p) for p in loaded.problems]
    return loaded


def codes(loaded, **more):
    """Return the codes of what blocks."""
    return {problem.code for problem in blocking(findings(loaded, **more))}


FORBIDDEN = {
    "E-1": ["每日打卡次数", "签到率", "在线时长"],
    "E-3": ["APP下载量", "小程序注册人数", "登录率", "推广客户端户数"],
    "E-4": ["点赞数", "转发量", "公众号粉丝数", "网络投票数", "学习时长", "巡河轨迹", "文章阅读量"],
    "E-12": [
        "省级领导批示", "会议次数", "召开专题会议次数", "第一议题次数", "宣讲场次", "在省级媒体刊发文章数",
        "媒体报道篇数", "发文数", "制定出台文件数", "工作照片数", "民情笔记", "信息采用", "心得体会篇数", "批示数",
    ],
    "E-26": ["招商优惠政策兑现", "税收返还额", "人均招商"],
    "E-29": ["全国百强县名次", "第三方排名"],
}  # fmt: skip
INNOCENT = [
    "会议中心建设进度", "会议室数", "批示件按期办结率", "领导批示办理率", "笔记本电脑数", "会展次数", "遥感影像数量",
    "议题办结率", "台账问题整改率", "信息化项目数", "培训人次", "选举投票率", "关注留守儿童人数", "网红打卡点数",
    "签约项目数", "路灯安装率", "水表安装数", "企业注册数", "软件业务收入", "市场活跃度", "种粮补贴兑付率",
    "招商引资到位资金", "百强企业培育数", "开工率", "满意率", "单位GDP能耗", "研发投入占GDP比重",
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "title"), [(code, title) for code, titles in FORBIDDEN.items() for title in titles]
)
def test_marks_for_show_are_blocked(code, title):
    assert code in codes(scheme(title))


@pytest.mark.parametrize("title", INNOCENT)
def test_marks_for_work_are_not_taken_for_show(title):
    assert codes(scheme(title)) == set()


def test_what_is_only_kept_in_a_register_is_not_blocked():
    head = HEAD.replace(
        "  fires_seen:", "  meetings: {title: 会议次数, ask: month, missing: zero}\n  fires_seen:"
    )
    assert codes(scheme(head=head)) == set()


def test_a_meeting_hidden_behind_a_derived_indicator_is_found():
    head = HEAD.replace(
        "  fires_seen:",
        "  m: {title: 会议次数, ask: month, missing: zero}\n  d: {title: 活跃, value: {sum: [m, income]}}\n  fires_seen:",
    )
    marks = "marks: [{id: a, clause: 一, value: d, shape: {times: 1}}]\n"
    assert "E-12" in codes(scheme(head=head, marks=marks))


def test_a_class_of_records_that_is_praise_is_found():
    marks = "marks: [{id: a, clause: 一, events: {register: fires, same_item: sum, marks: {by: item, table: {领导肯定性批示: 5}, otherwise: 0}}}]\n"
    assert "E-12" in codes(scheme(marks=marks))


@pytest.mark.parametrize("name", ["照片", "gps", "现场定位"])
def test_a_photo_or_position_that_must_be_given_is_blocked(name):
    assert "E-4" in codes(scheme(head=HEAD.replace("unit: {},", f"unit: {{}}, {name}: {{required: true}},")))
    assert "E-4" not in codes(scheme(head=HEAD.replace("unit: {},", f"unit: {{}}, {name}: {{}},")))


def test_gdp_as_the_only_thing_scored_is_blocked():
    assert "E-19" in codes(scheme("地区生产总值"))


def test_gdp_among_many_is_only_pointed_at():
    others = "".join(f"  - {{id: x{n}, clause: 一, give: 1, full: 20}}\n" for n in range(4))
    found = [p for p in findings(scheme("地区生产总值增速", marks=MARKS + others)) if p.code == "E-19"]
    assert [problem.warning for problem in found] == [True]


def test_gdp_as_what_is_ranked_is_blocked_however_little_it_weighs():
    others = "".join(f"  - {{id: x{n}, clause: 一, give: 1, full: 90}}\n" for n in range(9))
    marks = (
        "marks:\n  - {id: g, clause: 一, kind: 排名计分, indicator: income, first: 10, less: 1}\n" + others
    )
    assert "E-19" in codes(scheme("人均GDP", marks=marks))


def test_a_veto_without_a_basis_is_said_once_with_its_rule():
    loaded = scheme(tail=TAIL + "veto: [{id: v, clause: 九, if: {value: income, below: 0}, grade: 不合格}]\n")
    said = [p for p in check_loaded(loaded) if "一票否决" in p.what]
    assert [problem.code for problem in said] == ["E-20"]


def test_a_veto_with_a_central_basis_passes():
    basis = "basis: {title: 条例, issuer: 国务院, level: central}"
    loaded = scheme(
        tail=TAIL
        + f"veto: [{{id: v, clause: 九, if: {{value: income, below: 0}}, grade: 不合格, {basis}}}]\n"
    )
    assert codes(loaded) == set()


@pytest.mark.parametrize(("steps", "found"), [(1, set()), (2, set()), (3, {"E-20"}), (9, {"E-20"})])
def test_a_grade_lowered_by_the_scheme_needs_a_basis_only_where_one_matter_decides_alone(steps, found):
    bands = "bands: {优秀: {at_least: 90}, 良好: {at_least: 75}, 合格: {at_least: 60}, 不合格: {rest: true, published: false}}\n"
    down = f"lower: {steps}, grades: [优秀, 良好, 合格, 不合格]"
    veto = f"veto: [{{id: v, clause: 九, if: {{value: income, below: 0}}, {down}}}]\n"
    assert codes(scheme(tail=TAIL + bands + veto)) == found


def test_the_grey_list_stays_inside():
    grey = "bands: {灰榜: {bottom: 5%}, 蓝榜: {rest: true}}\n"
    assert "E-24" in codes(scheme(tail=TAIL + grey))
    assert codes(scheme(tail=TAIL + grey.replace("5%", "5%, published: false"))) == set()


def test_points_may_be_given_and_not_taken():
    marks = "marks: [{id: a, clause: 一, kind: %s, indicator: income, each: 1}]\n"
    assert "E-28" in codes(scheme("道德银行积分", marks=marks % "每项扣分"))
    assert codes(scheme("道德银行积分", marks=marks % "每项加分")) == set()


def test_a_league_table_of_a_public_body_may_be_used():
    assert codes(scheme("全国百强县名次, definition: 国家统计局发布")) == set()


def test_villages_are_not_asked_for_too_much():
    many = "".join(f"  i{n}: {{title: 指标{n}, ask: month, missing: zero}}\n" for n in range(12))
    assert "E-24" in {p.code for p in findings(scheme(head=HEAD + many))}


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ("owner: 市委考核办\n", "E-2"),
        (", plan: 2023年度督查检查考核计划第4项", "E-13"),
        ("number: 通办发〔2023〕5号, ", "E-2"),
    ],
)
def test_papers_that_are_missing_are_pointed_at(cut, code):
    assert code not in {p.code for p in findings(scheme())}
    assert code in {p.code for p in findings(scheme(head=HEAD.replace(cut, "")))}


def test_a_rule_issued_later_is_left_out_on_an_earlier_day():
    loaded = scheme("会议次数")
    assert "E-12" in codes(loaded)
    assert "E-12" not in codes(loaded, as_of=date(2023, 12, 31))


def test_an_office_may_keep_its_own_rules(tmp_path):
    file = tmp_path / "rules.yaml"
    rule = next(rule for rule in shipped_rules() if rule.id == "E-14")
    keys = {
        "id": "E-99",
        "title": "t",
        "issuer": "i",
        "text": "t",
        "look": "inputs",
        "what": "w",
        "mend": "m",
        "what_en": "w",
        "mend_en": "m",
    }
    text = "".join(f"  {key}: {value}\n" for key, value in keys.items())
    file.write_text(
        "- number: null\n  date: 2026-01\n  status: in_force\n  link: null\n  conf: S\n  action: block\n  words: [收入]\n"
        + text,
        "utf-8",
    )
    rules, problems = read_rules(file)
    assert (problems, rule.names("借调人员")) == ((), "借调")
    assert codes(scheme(), rules=rules) == {"E-99"}


@pytest.mark.parametrize("text", ["- {id: E-1}\n", "[", "- {id: E-1, words: ['(']}\n", ""])
def test_rules_that_cannot_be_read_are_refused_with_their_place(tmp_path, text):
    (tmp_path / "rules.yaml").write_text(text, "utf-8")
    rules, problems = read_rules(tmp_path / "rules.yaml")
    assert rules == ()
    assert all(str(tmp_path) in problem.where for problem in problems)
    assert problems


def test_every_rule_has_its_look_and_its_source():
    for rule in shipped_rules():
        assert rule.look in {*LOOKS, "same"}, rule.id
        assert rule.source
        assert len(rule.id.split("-")) <= 3


def test_every_finding_sends_the_reader_to_the_official_text():
    found = findings(scheme("会议次数", head=HEAD.replace("owner: 市委考核办\n", "")))
    assert found
    assert all(problem.fix.endswith(DISCLAIMER) for problem in found)
    assert all("规则：" in problem.what for problem in found)
