"""What a number is called: by the words of its own clause, by those beside it, or by the number before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from youju.reading.bounds import BOUND_BEHIND
from youju.reading.choosing import Naming
from youju.reading.frames import whens_of
from youju.reading.model import Fact, Span
from youju.reading.moves import ADDED, MOVED, Move
from youju.reading.nouns import with_dimension
from youju.reading.passages import Passage
from youju.reading.quantities import Quantity

if TYPE_CHECKING:
    from youju.reading.facts import Context


def name_of(
    context: Context, measures: list[Quantity], index: int, before: list[Fact], move: Move | None, reach: Span
) -> tuple[Naming | None, Fact | None]:
    """The name of a number by words, and the fact before it whose name it takes over or leans on; either may be None."""
    one = measures[index]
    naming = _in_its_clause(context, one, move, reach)
    if naming is None and move is None:
        naming = _clause_before(context, reach[0], one) or _reached(context, reach[0], one)
    bound = BOUND_BEHIND.match(context.passage.text, one.end, reach[1]) if one.measure == "item" else None
    if bound:
        naming = Naming(f"{bound['what']}的{bound['noun']}数", one.start, bound.end())
    if naming is not None and not _leans(naming.name):
        return naming, None
    told = _inherited(context, measures, index, before, move)
    if naming and told and told.indicator:
        naming = naming._replace(name=_leant_on(told.indicator, naming.name))  # noqa: SLF001 - a NamedTuple's own
    return naming, told


def _in_its_clause(context: Context, one: Quantity, move: Move | None, reach: Span) -> Naming | None:
    """The name that the words of the clause give: a noun, a share of something, what was given and is worth so much."""
    text, (left, right) = context.passage.text, reach
    cut = move.start if move else None
    naming = context.namer.level(left, one, right, cut)
    verbal = MOVED.search(text[left : one.start]) if move and cut == one.start else None
    if naming and verbal:
        naming = naming._replace(name=verbal["noun"])  # noqa: SLF001 - a NamedTuple's own
    added = ADDED.search(text[left : one.start]) if move and move.basis_text else None
    if added and added["noun"]:
        naming = Naming(added["noun"], left + added.start("noun"), one.end)
    if one.measure == "percent":
        naming = _of_share(text, one, move, reach, naming)
    given = _GIVEN.search(text, max(0, left - 30), left) if naming and naming.name in _WORTH else None
    if naming and given:
        naming = naming._replace(name=given["what"] + naming.name)  # noqa: SLF001 - a NamedTuple's own
    both = _BOTH_OF.match(text, one.end) if one.measure == "household" else None
    if both and (naming is None or _ONLY_REGION.fullmatch(naming.name)):
        return Naming(both["noun"] + "户数", one.start, one.end)
    return naming


def _of_share(
    text: str, one: Quantity, move: Move | None, reach: Span, naming: Naming | None
) -> Naming | None:
    """A percentage by what it is a share of: 占…比重, …支出占…比重, 完成全年任务比例."""
    left, right = reach
    share = _SHARE.search(text[left : one.start]) if move is None else None
    if share and (naming is None or (share["whole"] and naming.name == "总投资")):
        naming = Naming(f"占{share['whole']}比重", left + share.start(), one.end)
    elif share and naming and naming.name.endswith(share["whole"]) and _OWN_SHARE.search(naming.name):
        naming = naming._replace(name=_OWN_SHARE.sub(r"占\g<whole>比重", naming.name))  # noqa: SLF001 - a NamedTuple's own
    spent = _SPENT_ON.match(text, one.end, right) if share is None and move is None else None
    if naming and spent:
        naming = Naming(f"{spent['what']}支出占{naming.name}比重", naming.start, spent.end())
    done = _DONE_OF.search(text, left, one.start) if move is None else None
    return Naming(f"完成{done['whole']}比例", done.start(), one.end) if done else naming


def _leant_on(told: str, name: str) -> str:
    """A name that says nothing alone (占比, 总数) behind the name of the number before it."""
    base = re.sub(r"(?:人数|数|(?:播种|种植|养殖)面积)$", "", told) if name.startswith("总") else told
    base = re.sub("年产能$", "产量", base) if name.startswith("占") else base
    return base + re.sub(r"^其?中", "", name)


_SHARE: Final = re.compile(
    r"占(?P<whole>[^，,。；;、]{0,20}?)(?:的|比重|比例)?(?:比重|比例)?(?:约|近|超过?|达到?|为)*$"
)


# 甲占全县乙的…: a share is named by its part and its whole; 完成年度任务的…: by what it is done of
_OWN_SHARE: Final = re.compile(
    r"(?<=[一-鿿]{2})占(?:[全我][省市县区州旗](?=[一-鿿]{3}))?(?P<whole>[一-鿿]{2,16})$"
)
_DONE_OF: Final = re.compile(
    r"完成(?P<whole>(?:全年|年度|年初|计划|总)[一-鿿]{1,6}?)的(?:约|近|超过?|将近)?$"
)


# 一般公共预算支出的80%以上用于民生
_SPENT_ON: Final = re.compile(r"(?:以上|左右)?(?:全部|均)?(?:用于|投入到?|投向)(?P<what>[一-鿿]{2,8})")
# 发放助听器,价值43万元: what is worth so much is what was given in the clause before
_WORTH: Final = ("价值", "市值", "总价值", "总市值")
_GIVEN: Final = re.compile(
    r"(?:发放|捐赠|捐献|捐助|捐|赠送|送去|送上|购置|采购|配备|查扣|收缴)了?(?:\d[\d.]*[余多]?[万]?[一-鿿])?(?P<what>[^，,。；;\d]{2,12})[，,]$"
)
# 全县3429户、6718名建档立卡贫困人口: the noun behind the second number is that of the first
_BOTH_OF: Final = re.compile(
    r"[、,，]?\d[\d.]*[余多]?万?[人名口](?P<noun>[一-鿿]{2,10}?)(?:人口|群众|村民|居民)?(?=[一-鿿]{0,2}(?:全部|均|已|脱贫|[，,。；;]))"
)
_ONLY_REGION: Final = re.compile("[全我][省市州县区旗镇乡村]|共|累计|涉及|惠及")
_BARE_LINK: Final = re.compile(
    r"(?:[全我][省市州县区旗镇乡])?(?:共|约|近|仅|均|现|已)?(?:建|拥)?(?:为|达到?|有|超过?)(?:约|近)?"
)


def _clause_before(context: Context, left: int, one: Quantity) -> Naming | None:
    """`最大降水量出现在某镇,为126.3毫米`: a clause of a bare link takes the noun of the clause before it."""
    passage = context.passage
    if not _BARE_LINK.fullmatch(passage.text[left : one.start]) or left == 0:
        return None
    start = passage.clause(left - 1)[0]
    if start < passage.sentence(one.start)[0] or re.search(r"\d", passage.text[start:left]):
        return None
    close = re.search(r"出现|发生|位于|[，,：:]", passage.text[start:left])
    found = context.namer.before(start, start + close.start()) if close else None
    return found._replace(end=one.end) if found else None  # noqa: SLF001 - a NamedTuple's own


def _reached(context: Context, left: int, one: Quantity) -> Naming | None:
    """`覆盖18个村、2.3万人`: people in a list of what an act reaches are named by the act."""
    if one.measure != "person":
        return None
    clause = context.passage.clause(one.start)[0]
    act = re.search(r"(覆盖|惠及|受益|带动|服务|涉及)[^，,。；;]{0,20}$", context.passage.text[clause:left])
    return Naming(f"{act[1]}人数", clause + act.start(), one.end) if act else None


_LEANING: Final = re.compile(
    r"当月|单月|当季|占(?!地(?:面积|总|约|近|达|\d))[^，,]{0,24}|占比|比重|占比重|增速|增幅|同比|面积|(?:完成|为|占)?(?:年初|年度|全年|年|省定|市定|预期|调整)[^，,]{0,4}(?:任务|目标|计划|预算)(?:数)?|降幅|涨幅|跌幅|进度|均价|单价|参保率|(?:净增|新增|增加|减少)(?:户数?|家数?|个数?|项数?|人数?|数)?|总数(?:量)?|总量|总产量?|总额|其中|平均"
)


def _leans(name: str) -> bool:
    """Whether a name says nothing without the one before it: 占比, 完成年度任务, 占…比重."""
    return bool(_LEANING.fullmatch(name))


def _inherited(
    context: Context, measures: list[Quantity], index: int, before: list[Fact], move: Move | None
) -> Fact | None:
    """The fact whose name a bare number takes over: the last one of the same sentence.

    A share of it in between (为预算的103%) is passed over by a change; a sentence that begins with the bare number
    (`1—10月累计完成…吨`) takes over from the sentence before, where that counted in the same unit.
    """
    one = measures[index]
    start = context.passage.sentence(one.start)[0]
    if not before or not index:
        return None
    if move and _ONLY_TIME.fullmatch(
        context.passage.text, _after_time(context.passage, start, move.start), move.start
    ):
        floor = context.passage.raw(context.passage.sentence(start - 1)[0], start)[0] if start else 0
        told = [
            fact
            for fact in before[-8:]
            if fact.start >= floor and context.passage.paragraph(one.start) < start
        ]
        return told[0] if told else None
    if measures[index - 1].start < start:
        near = (
            one.start - measures[index - 1].end < 60
            and context.passage.paragraph(one.start) < measures[index - 1].start
        )
        text = context.passage.text
        in_row = text[start - 1 : start] in ("；", ";") or text.startswith("其中", start)
        if move and in_row and near:  # 甲县生产总值268亿元;乙县增长7.3%
            return next((fact for fact in reversed(before[-4:]) if fact.value is not None), None)
        told = [fact for fact in before[-3 if in_row else -1 :] if fact.unit == one.measure]
        return told[-1] if near and told and move is None else None
    if move and one.measure == "percentage_point" and before[-1].unit == "percent":
        return before[-1]  # the share itself moves by points
    if move and len(before) > 1 and before[-1].unit == "percent" and before[-1].value is not None:
        whole, share = before[-2].indicator or "", before[-1].indicator or ""
        if whole and share != whole and share.startswith(whole):
            return before[-2]
    return before[-1]


# 9月份,增长8.1%: what grew was told of in the sentence before
_ONLY_TIME: Final = re.compile(r"[，,]?(?:当月|单月)?[，,]?")


def _after_time(passage: Passage, start: int, end: int) -> int:
    """Where the words behind a time begin that opens a sentence; the end where none does."""
    first = next(iter(whens_of(passage, start, end)), None)
    return first.end if first and first.start == start else end + 1


def taken_over(inherited: Fact | None, one: Quantity, move: Move | None) -> str:
    """The name before, with the dimension of this number: 转移群众户数 of households, 转移群众人数 of people."""
    name = (inherited.indicator if inherited else None) or ""
    if move or inherited is None or inherited.unit in (None, one.measure) or one.measure == "percent":
        return name
    bare = re.sub(r"(?:户数|人数|人次|批次|次数|场次|期数|面积|长度|数)$", "", name)
    return with_dimension(bare, one, changed=False) if len(bare) >= 2 else name
