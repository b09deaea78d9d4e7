"""What a line is by its own shape, before its neighbours are asked.

All patterns are those of the trade: how Chinese papers print a dateline, a byline, a credit, a
source. None knows a name.
"""

from __future__ import annotations

import re

from youju.reading.lexicons.surnames import SURNAME

CLOSERS = "\u201d\u2019\"')\uff09\u300d\u300f\u300b\u3011]"
STOPS = "\u3002!?\uff01\uff1f\u2026:\uff1a"
PAIRS = (("\u201c", "\u201d"), ("(", ")"), ("\u300a", "\u300b"), ("\u300e", "\u300f"), ("\u300c", "\u300d"))

_ROLE = "(?:首席|见习|实习|特约|驻站|全媒体|融媒体?|特派)*(?:记者|通讯员|实习生|评论员|特派员|特约撰稿|撰稿人?|作者)"
_OUTLET = r"(?:本报|本刊|本台|本网|新华社|中新社|《[^》]{2,12}》|[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|电视台|通讯社|网))"
_MARK = "[□■●○◎◆◇▲△★☆▶►]"
_NAME = r"[\u4e00-\u9fff·]{1,6}"
_PEOPLE = rf"{_NAME}(?:[ \u3000、,,/]+{_NAME})*"
LEAD = re.compile(
    rf"^(?:{_MARK} ?)?(?:(?:本报|本刊|本台|本网)[^,,。]{{0,14}}?(?<!通)(?:讯|电)(?=[\s((:]|$|[\u4e00-\u9fff\d])"
    r"|[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|时报|商报|网|电视台)讯(?=[\s((:])|新华社[^,,。]{1,14}电|[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日电|讯[ (])"
)
BYLINE = re.compile(
    rf"^{_MARK}?\s*(?:文/?图?[:: /]*)?(?:{_OUTLET}\s*)?{_ROLE}[:: ]*(?:{_PEOPLE})?"
    rf"(?:\s*[/ 、]?\s*(?:{_OUTLET}\s*)?{_ROLE}[:: ]*{_PEOPLE})*\s*(?:文/图|文/摄|文并摄|/文|文)?$"
)
_OFFICE = "(?:书记|市长|县长|州长|区长|局长|主任|院长|部长|省长|主席|校长|教授|研究员|会长|委员|处长|厅长)"
SIGNED = re.compile(
    rf"^(?:{_MARK} ?)(?:{_NAME} ?){{1,4}}$|^[^,,。;::“]{{0,20}}{_OFFICE}[ \u3000]+[\u4e00-\u9fff][\u4e00-\u9fff \u3000·]{{1,6}}$"
)
SPACED_NAME = re.compile(r"^[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff]{1,2}$")
CREDIT = re.compile(rf"^[(\[]?(?:{_OUTLET})?[^。,,;]{{0,24}}(?:摄影报道|摄影|摄|供图|制图|提供图片)[)\]]?$")
GIVEN = re.compile(
    r"^[(\[]?(?:本文|文中|本版)?(?:图片|照片|图|摄影)(?:均|皆)?(?:由|为)[^。,,;]{2,24}(?:提供|拍摄|摄)[)\]]?$"
)
_CREDIT = 12  # a credit at the end of a line is no longer
PHOTO_END = re.compile(r"(?:摄影报道|摄影|[ )]摄|\(?资料图片?|供图)[)。]?$")
CAPTION = re.compile(r"^(?:图为|图片为|图[①-⑩\d一二三四][::]?|[上下左右题大小]图(?:为|[::])|资料图|[▲△▼①-⑩])")
SOURCE = re.compile(
    r"^[(\[]?(?:转自|摘自|原载|选自|来源[::]|稿源[::]|文章来源|(?:综合|据|原文见)[^,,。]{0,6}《|作者[系为单]|作者[::])"
    r"[^。]{0,40}[)\]]?$"
)
SIGNATURE = re.compile(r"[。!?…”]\s?\((?:[\u4e00-\u9fff·]{1,6}[ 、]?){1,5}\)$")
CITED = re.compile(r"\((?:转自|摘自|原载|据)[^()]{1,24}\)$")
META = re.compile(
    r"^(?:[((]此件[^。]{2,12}[))]$|(?:发布|更新|成文|印发)?(?:时间|日期)[::](?!\d{1,2}月)|字号|字体|浏览|阅读|点击|分享|打印|索引号|文号|发文字号|[^。,]{2,14}〔\d{4}〕\d+号$"
    r"|(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?(?:$|[ \u3000].{0,30}$)"
    r"|[((]?(?:(?:19|20)\d\d年)?第?[\d〇一二三四五六七八九十百]{1,4}期(?:$|[ \u3000((][^。,]{0,40}$))"
)
SIGNED_OFF = re.compile(rf"^\((?:{_OUTLET})?\s*{_ROLE}[:: ]*{_PEOPLE}\)$")
EDITOR = re.compile(
    r"^[(\[【]?(?:本版|本期)?(?:责任编辑|责编|编辑|校对|审核|版式|美编|值班|主编|监制|终审|策划|统筹)[^。]{0,60}$"
)
# the line of the page's day and its makers: `某某报 2024年3月15日 星期五 责编:… 组版:… 热线:…`
MAKERS = re.compile(
    r"^(?!.*。).*(?:^|[ \u3000])(?:本版|本期)?(?:责任编辑|责编|编辑|组版|版式|美编|版面设计|值班总编)[:：/ \u3000]"
)
# (2022年1月7日在…会议上): where a report was given
GIVEN_AT = re.compile(r"^\((?:19|20)\d\d年\d{1,2}月\d{1,2}日[^。]{2,40}(?:会议?|大会|上)\)$")
NOTICE = re.compile(
    r"\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|@[a-z0-9]+\.|https?://|www\."
    r"|^[^。,,]{2,16}[::][^。]*\d{3,}|^(?:网址|邮箱|地址|微信号|QQ|二维码|电话|传真|邮编|时间[::]\d{1,2}月)"
)
DAY = re.compile(r"^(?:19|20)\d\d年\d{1,2}月\d{1,2}日$")
OFFICE = re.compile(
    r"(?:局|室|政府|委|办|厅|处|院|站|所|队|会|部|中心|公司|学校|中学|小学|海关|税务|[镇乡村县市区州])$"
)
BARE_NAME = re.compile(rf"^{SURNAME}[一-鿿]{{1,2}}$")
_PEN_NAME = re.compile("^[一-鿿]{2,3}(?: [一-鿿]{2,3})?$")
COLUMN = re.compile(
    r"(?:社论|评论员文章|本报评论员|时评|述评|短评|综述|编者按|特稿|专栏)$|^(?:简讯|短讯|快讯)$"
)
PAPER_HEAD = re.compile(
    r"^(?:.{0,20}关于|《).{4,}(?:通知|意见|决定|通告|公告|报告|批复|函)$"
    r"|(?:19|20)\d\d年.{2,}(?:统计公报|公报|工作要点|工作方案|行动方案|实施方案|工作计划|工作总结|工作报告|情况通报)(?:\((?:摘要|摘登|节选|试行|征求意见稿)\))?$"
)
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、..]|[(][一二三四五六七八九十\d]{1,3}[)]|第[一二三四五六七八九十]{1,3}[章节条部]|\d{1,2}[、..](?!\d))"
)
DASHED = re.compile(r"^(?:——|—|──|--+)")
OPENER = re.compile(
    r"^(?:今年|去年|前年|近日|日前|目前|如今|眼下|据悉|据了解|据介绍|其中|同时|此外|另外|近年来|年初以来|早在|自从?\S{0,10}[起来]|截至"
    r"|当前|现在|随后|随着|为了?|通过|针对|围绕|\d{1,4}年|\d{1,2}月|\d{1,2}日|上半年|下半年|前三季度|[一二三四]季度|下一步|下步|接下来|今后|未来|为此|对此|会[上后前][,,]|各位|同志们|与此同时|不仅|走进|一直以来|多年来|长期以来|首先|其次|最后|[一二三四五六七八]是|第[一二三四五六][,,是]|本次|此次|这次|这是|我们|他|她|记者)"
)
SAYING = re.compile(
    r"^[^,,]{1,14}(?:要求|强调|指出|认为|表示|说|介绍|透露|获悉|了解到|提出|明确|告诉记者|宣布)[,,::]"
)
# Verbs that heads of sections begin with in reports of work; a broken line seldom has them without a comma.
_URGING = re.compile(
    "^(?:坚持|推进|推动|加快|强化|全力|聚焦|聚力|着力|深化|持续|扎实|打造|构建|全面|筑牢|做强|做优|抓好|激发|提升|优化|创新|奋力|牢记|凝聚|坚定|突出|守牢|守护|绘就|增进|厚植)"
)
_PAPER = re.compile(
    r"(?:方案|意见|通知|办法|规划|计划|报告|要点|清单|细则|决定|公告|通告|通报|条例|纲要|纪要|公报)(?:\((?:摘要|摘登|节选|试行|征求意见稿)\))?$|^关于"
)
_TELLING = re.compile(
    "^(?:据|会议|他|她|我们?[^市县州区省]|这|那|该|曾|有|一个个|本次|其)|了|(?<!不)是(?!非)|已经?|正在"
)
_HANGING = "的和与及在对为是被将把从以于等了其该各并或而由向到使让给着、,,“(《—·-之所就都也还又再更最很不"
_CONTINUING = re.compile(r"^(?:是|以|并|将|由|从|在|对|于|为|使|让|与|和|及|则|也|都|还|已|就|要|把)")
_NARROW = re.compile("[\x00-\u2e7f]+")
_MID = ",,。、;;::!?)”’》』」%％"


_MAKERS = 80
_SMALL_PRINT = (
    (META, "meta"), (SOURCE, "source"), (SIGNED_OFF, "source"), (EDITOR, "editor"), (BYLINE, "byline"),
    (SIGNED, "byline"), (SPACED_NAME, "byline"),
)  # fmt: skip


def is_pen_name(text: str) -> bool:
    """Whether a line may be the name, or the two names, of who wrote what follows."""
    return _PEN_NAME.match(text) is not None and not (COLUMN.search(text) or OFFICE.search(text))


def closes(text: str) -> bool:
    """Whether the line ends where a paragraph may end."""
    if is_signed(text):
        return True
    core = text.rstrip(CLOSERS + " ")
    if core and core[-1] in STOPS:
        return True
    if not text.endswith(")") or META.match(text):
        return META.match(text) is not None
    opened = _opening(text)
    return opened < 0 or (opened > 0 and text[opened - 1] in STOPS)


def is_signed(text: str) -> bool:
    """Whether the line ends with its writer or its source in brackets."""
    return text.endswith(")") and (SIGNATURE.search(text) or CITED.search(text)) is not None


def _opening(text: str) -> int:
    """Where the bracket opens that the text ends with closing."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at
    return -1


def starts_inside(text: str) -> bool:
    """Whether the line begins with a mark that no paragraph begins with."""
    return bool(text) and text[0] in _MID


def hangs(text: str) -> bool:
    """Whether the line ends on a word or mark that asks for more, or leaves a bracket open."""
    if not text:
        return False
    return text[-1] in _HANGING or text[-1].isdigit() or unclosed(text) > 0


def unclosed(text: str) -> int:
    """How many quotation marks and brackets are opened and not closed, less those only closed."""
    return sum(text.count(left) - text.count(right) for left, right in PAIRS)


def size(text: str) -> int:
    """The printed width in characters: two letters or digits take the room of one character."""
    narrow = sum(map(len, _NARROW.findall(text)))
    return len(text) - narrow + (narrow + 1) // 2


def shape(text: str, width: int) -> str:
    """lead, byline, credit, caption, meta, source, editor, notice_line, subtitle, numbered, short or body."""
    if LEAD.match(text):
        return "lead"
    if width <= 60 and ((closes(text) is False and CREDIT.match(text)) or GIVEN.match(text)):
        return "credit"
    if CAPTION.match(text) or (width <= 150 and PHOTO_END.search(text, max(0, len(text) - _CREDIT))):
        return "caption"
    if width <= _MAKERS and ("编" in text or "版" in text) and MAKERS.match(text):
        return "editor"
    if GIVEN_AT.match(text):
        return "subtitle"
    if width <= 45:
        for pattern, name in _SMALL_PRINT:
            if pattern.match(text):
                return name
    return _plain_shape(text, width)


def _plain_shape(text: str, width: int) -> str:
    if width <= 60 and NOTICE.search(text) and not closes(text):
        return "notice_line"
    if closes(text) or width > 34 or any(mark in text for mark in "。;"):
        return "body"
    if DASHED.match(text):
        return "subtitle"
    if NUMBERED.match(text):
        return "numbered"
    return "body" if starts_inside(text) else "short"


_FIGURE = re.compile(r"\d[\d.]*[余多]?[万亿]?(?:元|亩|吨|人|户|个|公里|家|名|台|平方|立方|千瓦)")


_SPACED = re.compile(r"[\u4e00-\u9fff”》』] [\u4e00-\u9fff“《『]")


def heading_weight(text: str, width: int) -> float:
    """How much an unfinished short line looks like a heading by itself; below zero: a fragment."""
    weight = 1.5 if width <= 16 else 0.5 if width <= 20 else -0.3 if width <= 26 else -1.5
    if " " in text and _SPACED.search(text):
        weight += 2
    called_out = text.endswith("了") and re.search("[!?！？]", text)  # 好消息!…来了
    if (hangs(text) and not called_out) or _FIGURE.match(text):
        weight -= 3
    if PAPER_HEAD.search(text):
        weight += 1.5
    elif OPENER.match(text) or SAYING.match(text):
        weight -= 3
    if _URGING.match(text) and not ("," in text or "、" in text):
        weight += 0.6
    if _PAPER.search(text):
        weight += 2.5
    if _TELLING.search(text):
        weight -= 1.5
    return weight + _comma_weight(text)


def _comma_weight(text: str) -> float:
    parts = text.split(",")
    weight = -1.0 * max(0, text.count("、") - 1)
    if len(parts) == 2:
        weight -= 1.5 * bool(_CONTINUING.match(parts[1]))
        weight += 0.5 if abs(len(parts[0]) - len(parts[1])) <= 3 else -1.5
    elif len(parts) > 2:
        weight -= 2
    return weight
