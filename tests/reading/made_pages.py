"""Pages made for tests: invented news, cut into columns, shuffled, interrupted, with the answer kept.

The text is invented; places, firms and figures do not exist. `cut_page` does to it what a paper's
web edition does: a paragraph breaks in the middle of a word, a section stands before the one it
continues, a picture's caption or a second print of an earlier paragraph stands inside a sentence.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SECTIONS = (
    ("夯实产业根基 激发发展动能", (
        "清河县把工业项目作为经济工作的头等大事,建立县级领导包保制度,逐个项目明确责任单位和完成时限,上半年开工建设项目四十二个,完成投资十八亿元。",
        "在县经济开发区,一家新材料企业的厂房正在安装生产线。企业负责人介绍,设备调试完成后即可投产,预计年产值超过两亿元,可以带动三百余人就业。",
        "针对企业反映的用工难题,人社部门组织专场招聘会十一场,帮助企业招聘熟练工人九百多名,并为缺少技能的务工人员免费开设培训课程。",
        "下一步,全县将围绕主导产业补链强链,引导龙头企业与中小企业开展配套协作,推动更多产品在本地完成加工。",
    )),
    ("做优生态环境 绘就美丽画卷", (
        "走进白桦镇,宽阔平整的水泥路通到家家户户门前,路旁的花池由村民自己动手砌成,垃圾分类亭和公共厕所有专人打扫。",
        "为了守住一河清水,沿线各村成立巡河队伍,每周巡查不少于两次,发现乱倒垃圾、私设排污口等问题当天上报、限期整改。",
        "林业部门今年完成造林绿化一万二千亩,森林火险监测实现全覆盖,连续五年没有发生重大森林火灾。",
        "环境变好了,游客也多了起来。镇里的十二家民宿在节假日常常客满,一户人家一年可以增收三万多元。",
    )),
    ("办好民生实事 增进群众福祉", (
        "新建成的县人民医院住院楼已经投入使用,床位增加到六百张,偏远乡镇的患者通过远程会诊系统就能请到省城专家看病。",
        "教育部门对二十七所农村学校的取暖设施进行改造,孩子们在冬天也能在温暖明亮的教室里上课,家长们纷纷称赞。",
        "老旧小区改造工程涉及居民楼一百三十栋,施工队伍错开居民休息时间作业,社区干部每天到现场听取意见、协调矛盾。",
        "民政部门把困难群众的救助申请全部放到网上办理,从提交材料到发放救助金平均用时由二十天缩短为七天。",
    )),
    ("深化改革创新 优化营商环境", (
        "政务服务中心推行一窗受理,企业开办由原来的五个环节压缩为一个环节,材料齐全的当场就能领取营业执照。",
        "审计和财政部门联合清理拖欠企业账款,对每一笔欠款建立台账、逐月通报,半年清偿金额占总额的八成以上。",
        "金融机构派出服务队深入乡村,为种粮大户和合作社办理信用贷款,手续简便、利率优惠,解了春耕生产的燃眉之急。",
        "县里还聘请二十名企业家担任营商环境监督员,定期召开座谈会,面对面听取对部门作风的评价和建议。",
    )),
)  # fmt: skip
CAPTIONS = ("工人在车间里检验零件。", "图为整治后的河道。", "7月3日,村民在广场上排练秧歌。本报记者 周宁 摄")


@dataclass(frozen=True)
class Printed:
    """A printed line of a made page: what it is and where it belongs in reading order."""

    text: str
    role: str
    order: int | None
    joins: bool = False
    gap: int = 1


def cut_page(seed: int) -> tuple[str, list[dict[str, object]]]:
    """A page of one article in the order of print, and for each line what it is (as the scorer wants it)."""
    rnd = random.Random(seed)
    sections = [(head, list(paragraphs)) for head, paragraphs in rnd.sample(SECTIONS, len(SECTIONS))]
    lines, moved = _broken(rnd, sections)
    start, cut, end = moved
    printed = lines[:start] + lines[cut:end] + lines[start:cut] + lines[end:]
    printed = [*_interrupted(rnd, printed)]
    return _rendered(printed)


def _broken(
    rnd: random.Random, sections: list[tuple[str, list[str]]]
) -> tuple[list[Printed], tuple[int, int, int]]:
    """The article in reading order, some paragraphs in two lines; and the stretch to be moved."""
    lines = [Printed("清河县:奋力书写高质量发展新篇章", "title", 1), Printed("本报记者 周宁", "byline", 2)]
    chosen, moved = rnd.randrange(1, len(sections) - 1), (0, 0, 0)
    for number, (head, paragraphs) in enumerate(sections):
        start = len(lines)
        lines.append(Printed(head, "section_head", len(lines) + 1))
        broken = rnd.randrange(1, len(paragraphs))
        for at, paragraph in enumerate(paragraphs):
            if at != broken:
                lines.append(Printed(paragraph, "body", len(lines) + 1))
                continue
            cut = _inside_a_word(rnd, paragraph)
            lines.append(Printed(paragraph[:cut], "body", len(lines) + 1))
            if number == chosen:
                moved = (start, len(lines), 0)
            lines.append(Printed(paragraph[cut:], "body", len(lines) + 1, joins=True))
        if number == chosen:
            moved = (*moved[:2], len(lines))
    return lines, moved


def _inside_a_word(rnd: random.Random, paragraph: str) -> int:
    """A place to cut a paragraph at, not right behind a mark and not near its ends."""
    while True:
        cut = rnd.randrange(30, len(paragraph) - 8)
        if paragraph[cut - 1] not in ",。、" and paragraph[cut] not in ",。、":
            return cut


def _interrupted(rnd: random.Random, lines: list[Printed]) -> list[Printed]:
    """With a caption behind three blank lines and a second print of an earlier paragraph inside a sentence."""
    at = rnd.randrange(4, len(lines))
    found = [*lines[:at], Printed(rnd.choice(CAPTIONS), "caption", None, gap=3), *lines[at:]]
    seams = [
        place for place in range(4, len(found)) if found[place].joins and found[place - 1].role == "body"
    ]
    if not seams:
        return found
    place = seams[0]
    whole = next(line for line in found if line.role == "body" and len(line.text) > 55)
    return [*found[:place], Printed(whole.text[8:], "duplicate", None), *found[place:]]


def _rendered(printed: list[Printed]) -> tuple[str, list[dict[str, object]]]:
    page, rows = "\n\n", []
    for line in printed:
        page += "\n" * line.gap
        rows.append({
            "line": page.count("\n") + 1, "article_no": 1, "role": line.role, "order": line.order,
            "join_prev": line.joins, "duplicate_of": [0, 0] if line.role == "duplicate" else None,
        })  # fmt: skip
        page += line.text + "\n"
    return page, rows
