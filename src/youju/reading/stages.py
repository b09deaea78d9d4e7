"""How far named works have come: planned, under way, or finished and in use.

What is said of the works decides, in this order: what their own clause promises, the first event that the rest of the sentence
tells of them (a start, a stage, an end), what the next sentence says of `该项目`, and last whether anything is built at all:
a house of which only its use is told is a finished one.
"""

from __future__ import annotations

import re
from typing import Final

from youju.reading.passages import Passage
from youju.reading.status import stance_at

_LATER: Final = (
    r"(?:将|拟|预计|计划|有望|力争|确保|争取|年内|年底|明年|下半年|今年底|届时|\d{1,2}月底?前|月底前)"
)
_END: Final = r"(?:建成|投产|达产|竣工|完工|通过[一-鿿]{0,4}验收|交付(?:使用)?|完成[一-鿿]{0,2}改造|投入(?:正式)?(?:使用|运营|运行|生产)|投用|启用|上线运行|揭牌|开馆|开园|通车|贯通|并网|投运|开业|落成|对外开放|正式开放|已达产|已达[^，,。；;]{0,12}标准)(?![一-鿿]{0,4}后)"
_START: Final = r"(?:开工|动工|复工|开建|启动|奠基|破土|合龙|调试|填筑|形象进度|屋面|土建|施工|打桩|桩基|进场|在建|主体|封顶|浇筑|安装|吊装|布展|完成投资|完成工程|工程量|路基|隧道掘进|征地拆迁|加快推进|加快建设|正在建设|正加[快紧]|正在推进|建设现场|快速推进|有序推进|稳步推进|在(?:加紧|抓紧|加快)建设|完成[^，,。；;、]{0,8}?\d[\d.]*(?:%|公里|米)|一期)"
_EVENT: Final = re.compile(
    rf"(?P<later>{_LATER}[^，,。；;]{{0,12}}?)?(?:(?P<end>{_END})|(?P<start>{_START}))|(?P<wish>(?:将|拟|计划)(?:新?建设?|扩建|打造|安装|购置))"
)
_NOT_BEGUN: Final = re.compile(
    r"(?:尚未|还未|未能|暂未|仍未|至今未)[^，,。；;]{0,4}(?:开工|动工|启动|进场|取得|获)|(?:尚|仍|还)?在(?:抓紧)?办理[^，,。；;]{0,8}手续"
    r"|完成(?:了)?(?:前期工作|选址|立项|招标|可研|施工图|初步设计|规划|项目建议书)(?:批复|审批|设计|编制)?|通过(?:可研|立项|初设)[^，,。；;]{0,4}(?:评审|审查|批复)"
)
# 加快推进某某工程: works that are pressed on are under way, in a plan too
_PRESSED: Final = re.compile(
    r"(?:(?:加快|持续|全力|统筹|稳步|有序|扎实|加力)(?:推进|推动|建设|实施)|抓好)(?!前期)[^，,。；;]{0,40}$"
)
_PARTLY: Final = re.compile(r"(?:部分|主体|一期|二期|基础|厂房|车间|生产线)[^，,。；;]{0,20}$")
_WISH: Final = re.compile(r"筹建|谋划|规划建设|拟建|将[^，,。；;]{0,6}(?:建|设|打造)|储备|前期(?:工作)?")
_FIRST: Final = re.compile(
    r"\s*(?:获得?[^，,。；;]{0,10}(?:资金|债券)[^，,。；;]{0,4}支持|前期(?:工作)?|筹建|签约|对接|洽谈|规划(?!面积)|争取到)"
)
_SIGNED: Final = re.compile(r"(?:现场|集中)?(?:签约|推介)[^。]{0,30}[。；;][^。；;]{0,12}$")
_AIMED: Final = re.compile(r"确保|力争|争取|务必|将|拟|计划|预计|要(?!素)|推进|推动|抓好|加快")
_BUILDS: Final = re.compile(
    r"建设|施工|开工|在建|推进|投资|封顶|竣工|规划|筹|建成|签约|建起|启动|实施|改造|共建|合作"
)
_OF_LIST: Final = re.compile(r"(?:、[^，,。；;]{2,60}?)?等(?:一?大?批)?[^，,。；;]{0,8}?(?:项目|工程)?")


def status_of(passage: Passage, start: int, end: int, planned: bool) -> tuple[str, str]:
    """The status of works whose name stands at this place, and the words of the page that tell it."""
    text = passage.text
    left, right = passage.clause(start)[0], passage.sentence(start)[1]
    listed = _OF_LIST.match(text, end, right)
    if passage.item_head(start) == (start, end):
        close = text.find("\n", end)
        right = close if close >= 0 else len(text)
        return _told_in_item(text[end + 1 : right])
    behind = text[listed.end() if listed else end : right]
    stage = re.split(r"[，,。；;、\n]", behind, maxsplit=1)[0].strip('”" ')[:30]
    before = text[left:start]
    if _WISH.search(before) or _FIRST.match(behind):
        return "planned", stage
    if _NOT_BEGUN.search(re.split(r"[，,。；;]", behind, maxsplit=1)[0]):
        return "planned", stage
    if re.search(r"正(?:在|抓紧|加紧|全力|加快)", before) or (
        _PRESSED.search(before) and not _EVENT.match(behind)
    ):
        return "ongoing", stage
    if re.search(r"(?:建起|建成|竣工)了?[^，,。；;]{0,12}$", before) and not (
        re.search(_LATER, before) or stance_at(passage, start, planned).status == "planned"
    ):
        return "achieved", stage
    aimed = _AIMED.search(before) or re.search("确保|力争|务必", text[passage.sentence(start)[0] : start])
    own = None if planned or aimed else _told(re.split(r"[，,。；;]", behind, maxsplit=1)[0])
    if own:
        return own, stage
    if stance_at(passage, start, planned).status == "planned" and not re.search(
        r"总投资[^，,]{0,16}$", before
    ):
        return "planned", stage
    told = _told(behind) or _told(_next(passage, right))
    if told:
        return told, stage
    if _SIGNED.search(text[max(0, left - 80) : start]):
        return "planned", stage
    around = text[left:right]
    if text[start:end].endswith(("工程", "项目")):
        return "ongoing", stage
    return ("ongoing" if _BUILDS.search(around) else "achieved"), stage


def _told_in_item(words: str) -> tuple[str, str]:
    """What an item says of the works that head it: it is as far as its furthest event; what is not begun is planned."""
    stage = re.split(r"[，,。；;、\n]", words, maxsplit=1)[0][:30]
    if _NOT_BEGUN.search(words):
        return "planned", stage
    clauses = re.split(r"[，,。；;]", words)
    told = [told for clause in clauses if (told := _told(clause))]
    if "ongoing" in told:
        return "ongoing", stage
    return (told[-1] if told else "ongoing"), stage


def _next(passage: Passage, at: int) -> str:
    """The sentence after, where it goes on about the works (该项目, 项目, 目前)."""
    if at >= len(passage.text) or not re.match(
        r"\s*(?:该|项目|工程|目前|园区|基地|截至|工地|建设现场)", passage.text[at : at + 6]
    ):
        return ""
    return passage.text[at : passage.sentence(at)[1]]


def _told(words: str) -> str | None:
    """What the first event in some words makes of the works; an end to come means that they are under way."""
    for match in _EVENT.finditer(words):
        if match["wish"]:
            return "planned"
        if match["later"]:
            return "planned" if match["start"] in ("开工", "动工", "启动", "奠基", "进场") else "ongoing"
        if match["start"] or _PARTLY.search(words[: match.start()]):
            return "ongoing"
        return "achieved"
    return None
