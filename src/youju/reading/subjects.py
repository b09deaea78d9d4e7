"""Who or what a fact is about.

The subject is looked for where Chinese puts it: at the head of the clause, then of the earlier clauses of the
sentence, then it is the topic of the paragraph, and last the topic of the article. 全市 and 我县 mean the
article's place at that level; 公司, 园区 or 本次活动 mean the last full name with that head.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from youju.reading.lexicons.heads import FACILITIES
from youju.reading.lexicons.surnames import SURNAME
from youju.reading.lexicons.verbs import OPENERS
from youju.reading.model import Subject
from youju.reading.names import Name, either
from youju.reading.passages import Passage
from youju.reading.places import Division, Home, Place, parent
from youju.reading.proper import is_own_house, is_vague
from youju.reading.speakers import paragraph_speaker, speaker_at, teller_at
from youju.reading.towns import Town

# the characters without which no word of these points anywhere
_POINTS: Final = re.compile("[全我该本此这市城国厂馆园站县旗]")
_REGION: Final = re.compile(
    r"(?<![居位列于占在第全比较])(?<!全国、)(?<!高出)(?:全|我们?)(?P<level>[省市州县区旗镇乡村])(?!政府|委|直|平均|第|首位|首批|前|各|排名|率先|唯一|领先|先进|优秀|水平)"
    r"|(?:^|(?<=[，,。；;\n]))(?P<local>[市县区旗州])(?:里|域内?)(?=[一-鿿])|(?P<urban>市区|城区)(?=平均|内|降)|(?P<state>国家(?=要求|规定|下达))"
)
_OPENER: Final = re.compile(
    rf"(?:{either(OPENERS)}|(?:正在|规划|拟|在|新|计划)(?:[扩改]?建|实施|推进)(?:设|造)?的|(?:开街|开园|开馆|开业|建成|投用|启用|开通|落成|竣工|投产|新建成|成立|组建)的(?=[一-鿿])|图(?:[①-⑳]|为)[:：]?|[“”\s(（]|(?:据|从).{{2,12}}?(?:介绍|了解|获悉|统计|消息)[，,]?)"
)
# 增速分别高于全国、全区、全市, 拉动全市工业增长: what a figure is set against, or adds to, does not own it
_SET_AGAINST: Final = re.compile(
    r"(?:(?:高于|低于|高出|快于|慢于|优于|好于|超过|领先)(?:全[国省市县区州旗]|[、和及平均水])*|拉动|(?<=[\u4e00-\u9fff])占)$"
)
_BACK: Final = re.compile(
    r"(?:电站|水库|大桥|小区|市场|景区|风电场|水厂|工厂|电厂|高速|机场)(?<=(?P<house>..))(?=建成|开工|投产|投运|总|占地|现|共|已|年|[一二]期|内|规划|设计|正|全长|将|日均|接待|,|，)"
    r"|(?:该|本|此|这一|这家(?:[^，,。；;]{0,14}?的)?|本次|此次|这次)?(?P<head>园区|产业园区?|公司|企业|集团|联合社|学院|学校|医院|开发区|合作社|项目|工程|活动|比赛|大赛|培训班|基地|工作队|工作组|服务队|大队|支队|中队|指挥部|驿站|绣坊|工坊|油坊|酒坊|农庄|庄园|山庄|养殖场|农场|书房|书屋|旅游区|度假村)"
)
_COUNTED_AFTER: Final = re.compile(r"[约近]?[\d一二两三四五六七八九十]+[余多]?[万]?[个座条处家栋间套]")
_APPOSED: Final = re.compile(
    r"[一-鿿]{0,5}(?:重点|重大|标志性|龙头|骨干|领军|[区园市县镇]内)(?:项目|企业|工程)(?=[“一-鿿])"
)
# `由甲市援建的某某产业园`, `位于某镇的某某水厂`: who built a thing and where it lies stand before it
_SET_BY: Final = re.compile(
    r"(?:(?<=由)|位于|坐落于|地处)[^，,。；;、“”]{2,24}?(?<=[一-鿿])的(?=[一-鿿“])"
    r"|[^，,。；;、“”]{2,24}?(?:援建|帮建|共建|合建|联建|承建|捐建|投建|投资兴建|投资建设|兴建)的(?=[一-鿿“])"
)
_TOLD_BY_PHONE: Final = re.compile(r"(?:报警|警情|求助|举报|电话)称?[，,:：]$")
# `在某某项目现场,工人正…`: the place of the scene is what the sentence goes on about
_SCENE: Final = re.compile(
    r"(?:的?(?:建设|施工|项目|生产|作业)?(?:现场|工地|一线)|的?(?:生产|加工|包装|育苗)?(?:车间|展厅|厂区|大棚|温室)|[内里中])?(?:[内里中])?[，,]"
)
# offices that only give a figure: 市统计局发布…, 市商务局介绍…
_GIVES: Final = re.compile(
    r"(?:(?:近日|日前|今日|昨日|今天|昨天|\d{1,2}月\d{1,2}日|\d{1,2}日|对外|最新|正式|联合|新闻发言人)*(?:发布|公布|通报|介绍|消息|数据|统计|初步核算)|[^，,。；;]{0,4}获悉)"
)
_LISTED: Final = re.compile(
    r"、[^，,。；;]{2,60}?等\d"
)  # 某某中心、某某工程等6个项目: none of them is the subject
_EACH_OF: Final = re.compile(r"[、和与][^，,。；;]{2,10}分别")  # 甲县、乙县分别…: no single one goes on
_PARTNER: Final = re.compile(r"(?:与|同|向|供应给?|联合|对接|委托|携手)$")
_THAT_SPEAKER: Final = re.compile(
    r"该?(?P<head>项目|公司|企业|园区|合作社|基地)(?:部)?[^，,。；;]{0,6}(?:负责人|经理|董事长|理事长|总工)"
)
_THAT: Final = re.compile(rf"[该本](?P<head>{either(FACILITIES)})")
_MORE_THAN: Final = re.compile(r"(?:高于|低于|高出|快于|慢于)[^，,。；;]{0,24}$")
_DONE_WITH: Final = re.compile(r"(?:实施|建设|建成|新建|打造|兴建|修建|改造|投入|开工)?的")
_SAME_KIND: Final[dict[str, tuple[str, ...]]] = {
    "园区": ("园区", "产业园", "业园", "工业园", "科技园", "物流园", "开发区"), "产业园": ("产业园", "产业园区"),
    "公司": ("公司", "集团", "股份"), "企业": ("公司", "集团", "股份", "厂"), "厂": ("公司", "集团", "股份", "厂"),
    "社": ("合作社", "联合社"), "合作社": ("合作社", "联合社"), "院": ("医院", "学院"), "校": ("学校", "学院", "大学", "中学", "小学"), "景区": ("景区", "度假区", "旅游区"),
}  # fmt: skip
_THIS_TOWN: Final = re.compile(r"(?:[该全本]|我们?)(?P<level>村|镇|乡|街道|社区)(?![村镇级])")
_TOWN_ITSELF: Final = re.compile(
    r"(?P<level>村|镇|乡|社区)(?:里|内|上)?(?:还|又|也)?(?=民|集体|党支部|两委|[\u4e00-\u9fff])(?<![村镇乡区])(?!级|域|庄|庄|容|务|组|规|史)"
)
_PERSON: Final = re.compile(
    r"(?:[一-鿿]{0,4}(?:大户|能手|户主|社员|党员|村民|农户|农民|牧民|渔民|果农|菜农|茶农|药农|棉农|蔗农|老人|居民|市民|脱贫户|贫困户|养殖户|种植户|返乡青年|创业青年))"
    rf"(?P<name>{SURNAME}[一-鿿]{{1,2}}?|(?<=[农牧猎]民)[一-鿿]{{2,5}}?)家?(?=[，,、今去前每把承种养家从在流靠通租投建办将带又还已一]|20)"
)
_VILLAGER: Final = re.compile(rf"[一-鿿]{{0,4}}的(?P<name>{SURNAME}[一-鿿]{{1,2}}?)[，,]")
_INSIDE: Final = re.compile(r"(?P<head>[厂社院校])里(?!面)")
_HERE: Final = re.compile(r"这里(?!的?人)")
_ITS: Final = re.compile(r"其(?!中|他|它|余|实|次|间|乐|时)")
_HOUSES: Final = (
    "园",
    "园区",
    "厂",
    "公司",
    "基地",
    "中心",
    "市场",
    "小镇",
    "景区",
    "医院",
    "学校",
    "街区",
    "车间",
    "社区",
    "馆",
    "站",
    "港",
)
_WITHIN: Final = re.compile(r"(?:(?<=[，,。；;\n“])|^)(?P<head>[厂馆园站])(?:区)?[内里]")
_ANAPHORA: Final = re.compile(
    r"(?:该|本|此|这一|这个|本次|此次|这次)[一-鿿]{0,3}?(?P<head>服务站|水厂|电站|新馆|学院|中心|基地|[站馆厂园院](?=[一-鿿])|活动|比赛|大赛|项目|工程|公司|培训|园区|会议|论坛|推介会)"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about: its place, and its subject when nothing nearer says otherwise."""

    place: Division | None
    subject: Subject
    town: Town | None = None


def place_subject(division: Division, text: str | None = None) -> Subject:
    """A division as a subject."""
    return Subject(division.name, "place", division.code, division.code, text)


def town_subject(town: Town, within: Division | None, text: str | None = None) -> Subject:
    """A town as a subject, with the county it stands in."""
    code = within.code if within and within.level == "county" else None
    return Subject((within.name if within and code else "") + town.name, "place", None, code, text)


class Subjects:
    """Finds the subject at any point of one passage."""

    def __init__(self, passage: Passage, topic: Topic) -> None:
        self._passage, self._topic = passage, topic
        self._text = passage.text
        self._place_at = {place.start: place for place in passage.places}
        self._place_ending = {place.end: place for place in passage.places}
        self._town_at = {town.start: town for town in passage.towns}
        self._names = passage.names
        self._name_starts = [name.start for name in passage.names]
        self._place_starts = [place.start for place in passage.places]
        self._when_at = {when.start: when.end for when in passage.whens}
        self._named = frozenset(self._name_starts)
        self._regions: dict[tuple[int, int], Subject | None] = {}
        self._heads: dict[int, Subject | None] = {}

    def at(self, at: int) -> Subject:
        """The subject of what stands at this offset."""
        sentence = self._passage.sentence(at)[0]
        own = self._adjacent(at) or self._inside(at) or self._spoken(at)
        if own:
            return own
        return (
            self._of_clauses(sentence, at)
            or self._visited(sentence, at)
            or self._carried(sentence)
            or self._topic.subject
        )

    def _of_clauses(self, sentence: int, at: int) -> Subject | None:
        """What the clauses before a place are about, the nearest first; a semicolon does not change the subject."""
        floor = sentence
        for _ in range(3):
            for start, end in reversed(self._passage.clauses(floor, at + 1)):
                found = (
                    self.head(start, min(end, at))
                    or self._region(start, min(end, at))
                    or self._introduced(start, min(end, at))
                )
                if found:
                    return found
            if floor == 0 or self._text[floor - 1] not in "；;":
                return None
            at, floor = floor - 1, self._passage.sentence(floor - 1)[0]
            if _EACH_OF.search(self._text, floor, at):
                return None
        return None

    def _visited(self, floor: int, at: int) -> Subject | None:
        """`走进某公司,车间里…`: what a sentence walks into is what it goes on about."""
        if not self._passage.says(_VISIT, *self._passage.sentence(floor)):
            return None
        visit = _VISIT.search(self._text, floor, at)
        return self._entity(visit.end(), at) if visit and visit.start() - floor < _NEAR else None

    def _spoken(self, at: int) -> Subject | None:
        """What somebody says of 我们 is said of the firm or village he speaks for."""
        house = speaker_at(self._passage, at)
        if house:
            return self._of_house(house)
        close = self._text.find("”", at, at + 160)
        opening = self._text.rfind("“", max(0, at - 160), at)
        if close < 0 or opening < 0 or self._text.find("”", opening, at) >= 0:
            return None
        that = _THAT_SPEAKER.match(self._text, close + 1)
        if that:
            return self._antecedent(that["head"], opening)
        teller = teller_at(self._passage, at)
        if teller is None or any(
            self.head(max(start, opening + 1), min(end, at))
            or self._region(max(start, opening + 1), min(end, at))
            for start, end in self._passage.clauses(opening + 1, at + 1)
        ):
            return None
        return Subject(teller, "person", None, self._topic.place.code if self._topic.place else None)

    def of_owner(self, owner: Place | Name | Town) -> Subject:
        """A place, a town or a house of a list as the subject of its number."""
        return self._of_place(owner) if isinstance(owner, Place) else self._of_house(owner)

    def _of_house(self, house: Name | Town) -> Subject:
        if isinstance(house, Town):
            above = next((town for town in self._passage.towns if town.end == house.start), house)
            return self._of_town(above, above.start, self._topic.place)
        return self._of_name(house)

    def _before(self, at: int, floor: int) -> list[Name]:
        index = bisect_left(self._name_starts, at)
        low = max(bisect_left(self._name_starts, floor), index - 40)
        return [name for name in reversed(self._names[low:index]) if name.end <= at]

    def _adjacent(self, at: int) -> Subject | None:
        """`青河6家…`: a place that touches the number owns it."""
        place = self._place_ending.get(at)
        if place is None or not 2 <= at - place.start <= 8:
            return None
        if self._text[max(0, place.start - 1) : place.start] in _TOWARDS:
            return None
        if _MORE_THAN.search(self._text, max(0, at - 30), at):
            return None
        return place_subject(place.division, self._text[place.start : place.end])

    def owner_after(self, at: int, end: int) -> Subject | None:
        """`投资3.2亿元的…项目`: what follows 的 owns the amount before it."""
        link = _DONE_WITH.match(self._text, at)
        if link is None:
            return None
        index = bisect_left(self._name_starts, link.end())
        if (
            index < len(self._names)
            and self._names[index].start <= link.end() + 2
            and self._names[index].end <= end
        ):
            name = self._names[index]
            return (
                self._of_name(name) if name.kind in ("project", "works") and not is_vague(name.name) else None
            )
        return None

    def _inside(self, at: int) -> Subject | None:
        """`某厂年产2000吨…建设项目`: a number inside a project's name is the project's."""
        index = bisect_left(self._name_starts, at + 1) - 1
        if index >= 0 and self._names[index].end > at and self._names[index].kind == "project":
            return self._of_name(self._names[index])
        return None

    def head(self, start: int, end: int) -> Subject | None:
        """The entity at the head of the clause, once openers and times are passed over."""
        if start in self._heads:
            return self._heads[start]
        at = self._skip(start, end)
        told = start > 6 and _TOLD_BY_PHONE.search(self._text, start - 6, start)
        found = None if told or self._text[start] in "与同" else self._scene(at, end) or self._entity(at, end)
        if end - start > 3:
            self._heads[start] = found
        return found

    def _scene(self, at: int, end: int) -> Subject | None:
        """`在某某项目现场,…`, `在某村,村民…`: where the scene is laid, if it is works or a village."""
        if not self._text.startswith("在", at):
            return None
        index = bisect_left(self._name_starts, at + 1)
        name = self._names[index] if index < len(self._names) else None
        if name and name.start == at + 1 and name.end <= end and _SCENE.match(self._text, name.end):
            of_works = name.kind == "project" or (name.kind == "works" and is_own_house(name.name))
            return self._of_name(name) if of_works and not is_vague(name.name) else None
        place = self._place_at.get(at + 1)
        town = self._town_at.get(place.end if place else at + 1)
        if town is None:
            return None
        village = self._town_at.get(town.end) or town
        if village.kind != "村" or village.end > end or not _SCENE.match(self._text, village.end):
            return None
        return self._of_town(town, town.start, place.division if place else self._topic.place)

    def _introduced(self, start: int, end: int) -> Subject | None:
        """`总投资5亿元的…项目主体完工`, `当天开工的…项目`: works that a clause describes are what the sentence goes on about."""
        low, high = bisect_left(self._name_starts, start), bisect_left(self._name_starts, end)
        for name in reversed(self._names[low:high]):
            works = name.kind in ("project", "works") or name.name.endswith(_PARKS)
            described = self._text[name.start - 1 : name.start] == "的" and name.start > start
            if works and described and len(name.name) >= 6 and name.end <= end and not is_vague(name.name):
                return self._of_name(name)
        return None

    def _skip(self, start: int, end: int) -> int:
        at, text = start, self._text
        while at < end:
            if at in self._when_at:
                at = self._when_at[at]
                continue
            if at in self._place_at or (text[at] == "“" and at in self._named):
                break
            apposed = _APPOSED.match(text, at, end)
            if apposed and any(apposed.end() + more in self._named for more in (0, 1)):
                at = apposed.end()
                continue
            step = _OPENER.match(self._text, at, end)
            if not step or step.end() == at:
                break
            at = step.end()
        return at

    def _entity(self, at: int, end: int) -> Subject | None:
        built = _SET_BY.match(self._text, at, end)
        if built and built.end() in self._named:
            at = built.end()
        index = bisect_left(self._name_starts, at)
        if (
            index < len(self._names)
            and self._names[index].start <= at + 1
            and self._names[index].end <= end + 12
        ):
            name = self._names[index]
            if _LISTED.match(self._text, name.end):
                return None
            if name.start > at and self._text[at] in "经从据":
                return None
            if name.kind == "org" and _GIVES.match(self._text, name.end):
                return None
            if name.kind in ("org", "project", "event") and not is_vague(name.name):
                return self._of_name(name)
            if (
                name.kind == "works"
                and is_own_house(name.name)
                and not self._is_cut_from_place(name)
                and not _COUNTED_AFTER.match(self._text, name.end)
            ):
                return self._of_name(name)
            if name.kind == "project" and name.name.startswith("项目"):
                return self._antecedent("项目", at)
        place = self._place_at.get(at)
        if place and place.end <= end:
            return self._of_place(place)
        short = self._short_of(at, end)
        if short:
            return self._of_name(short)
        person = _PERSON.match(self._text, at, end)
        if person:
            within = self._topic.place.code if self._topic.place else None
            return Subject(person["name"], "person", None, within)
        town = self._town_at.get(at)
        if town and town.end <= end:
            inner = self._town_at.get(town.end) or town
            works = self._works_of(inner, end)
            if works:
                return self._of_name(works)
            owner = _PERSON.match(self._text, inner.end, end) or _VILLAGER.match(
                self._text, town.end, end + 1
            )
            if owner:
                return Subject(
                    owner["name"], "person", None, self._topic.place.code if self._topic.place else None
                )
            return self._of_town(town, at, self._topic.place)
        again = _THIS_TOWN.match(self._text, at)
        village = self._town_at.get(again.end()) if again and again["level"] in "镇乡" else None
        if village:
            return self._of_town(village, village.start, self._topic.place)
        if again:
            return self._that_town(again)
        own = _TOWN_ITSELF.match(self._text, at, end)
        if own and any(
            town.kind == own["level"]
            for town in self._passage.towns
            if self._passage.paragraph(at) <= town.start < at
        ):
            return self._that_town(own)
        back = _BACK.match(self._text, at, end) or _THAT.match(self._text, at, end)
        if back and back[0] == "企业" and not self._near_company(at):
            return None
        if back:
            return self._antecedent(back.groupdict().get("house") or back["head"], at)
        return self._looked_back_to(at, end)

    def _looked_back_to(self, at: int, end: int) -> Subject | None:
        """`厂里有230名工人`, `这里占地…`, `其产品…`, `他家今年种了…`: a word that means what was told of right before."""
        inside = _INSIDE.match(self._text, at, end)
        if inside:
            return self._antecedent(inside["head"], at)
        sentence = self._passage.sentence(at)[0]
        if _HERE.match(self._text, at, end):
            floor = self._passage.sentence(sentence - 1)[0] if sentence else 0
            near = [
                name for name in self._before(at, floor) if name.kind != "event" and not is_vague(name.name)
            ]
            return self._of_name(near[0]) if near and near[0].name.endswith(_HOUSES) else None
        if _ITS.match(self._text, at, end):
            floor = (
                self._passage.sentence(sentence - 1)[0]
                if sentence > self._passage.paragraph(at)
                else sentence
            )
            return next(
                (
                    found
                    for start, stop in reversed(self._passage.clauses(floor, at))
                    if stop <= at and (found := self.head(start, stop))
                ),
                None,
            )
        return None

    def _works_of(self, town: Town, end: int) -> Name | None:
        """`某镇的某某光伏基地`: works of their own name that a town has own their figures."""
        index = bisect_left(self._name_starts, town.end + 1)
        name = self._names[index] if index < len(self._names) else None
        linked = name and name.start == town.end + 1 and self._text[town.end] == "的" and name.end <= end
        of_works = name and (name.kind == "project" or (name.kind == "works" and is_own_house(name.name)))
        return name if linked and of_works and name and not is_vague(name.name) else None

    def _short_of(self, at: int, end: int) -> Name | None:
        """`青禾米业` for 青禾米业有限公司: the firm named before whose name begins so, four characters or more."""
        words = self._text[at : min(at + _STEM, end)]
        if len(words) < _STEM or at in self._place_at:
            return None
        for name in self._before(at, 0)[:12]:
            if name.kind == "org" and name.name.startswith(words) and name.name.endswith(_SAME_KIND["企业"]):
                return name
        return None

    def _is_cut_from_place(self, name: Name) -> bool:
        """A name that ends inside the name of a place (防城港 of 防城港市) is no name."""
        place = self._place_at.get(name.start)
        return place is not None and place.end > name.end

    def _near_company(self, at: int) -> bool:
        """A bare 企业 means the firm of this paragraph, or the only one told of for a while, or firms at large."""
        floor = self._passage.paragraph(at)
        firms = {
            name.name: name.end
            for name in self._before(at, max(0, at - _A_WHILE))
            if name.kind == "org" and name.name.endswith(_SAME_KIND["企业"]) and not is_vague(name.name)
        }
        placed = any(floor <= place.start < at for place in self._passage.places)
        return any(end > floor for end in firms.values()) or (len(firms) == 1 and not placed)

    def _of_place(self, place: Place) -> Subject:
        place = self._innermost(self._own_of_two(place))
        town = self._town_at.get(place.end)
        if town and place.division.level == "county":
            return self._of_town(town, place.start, place.division)
        for urban in ("市区", "城区"):
            if self._text.startswith(urban, place.end):
                return Subject(place.division.name.rstrip("市") + urban, "place", None, place.division.code)
        return place_subject(place.division, self._text[place.start : place.end])

    def _innermost(self, place: Place) -> Place:
        """`某市某区`: of places that follow one another the last one is meant."""
        inner = self._place_at.get(place.end)
        while inner and inner.division.code.startswith(place.division.code.rstrip("0")):
            place, inner = inner, self._place_at.get(inner.end)
        return place

    def _of_town(self, town: Town, start: int, within: Division | None) -> Subject:
        """A town or village, its village if one follows, with the county it stands in."""
        village = self._town_at.get(town.end)
        end = village.end if village and town.kind not in ("村", "社区") else town.end
        name = self._text[town.start : end]
        code = within.code if within and within.level == "county" else None
        full = within.name + name if within and code else name
        return Subject(full, "place", None, code, self._text[start:end])

    def _own_of_two(self, place: Place) -> Place:
        """`某市与我市签署…`: of two places side by side the page's own is the subject."""
        home = self._passage.home.prefecture
        other = (
            self._place_at.get(place.end + 1) if self._text[place.end : place.end + 1] in "与和同" else None
        )
        return other if other and other.division.seat == home != place.division.seat else place

    def _of_name(self, name: Name) -> Subject:
        kind = {"org": "org", "event": "event"}.get(name.kind, "project")
        return Subject(name.name, kind, None, self._within(name))

    def _within(self, name: Name) -> str | None:
        index = bisect_left(self._place_starts, name.start)
        if index < len(self._place_starts) and self._place_starts[index] < name.end:
            return self._passage.places[index].division.code
        return self._topic.place.code if self._topic.place else None

    def _antecedent(self, head: str, at: int) -> Subject | None:
        """The last full name before this place that such a short form can stand for."""
        ends = _SAME_KIND.get(head, (head,))
        if head in ("项目", "工程"):
            near = [
                name
                for name in self._before(at, self._passage.paragraph(at))
                if name.kind in ("project", "works")
            ]
            proper = [name for name in near if not is_vague(name.name)]
            if proper:
                own = self._passage.sentence(at)[0]
                here = [name for name in proper if name.start >= own and name.kind == "project"]
                return self._of_name(here[0] if here else proper[-1])
        partner: Name | None = None
        for name in self._before(at, 0):
            if (
                name.name.endswith(ends)
                and len(name.name) >= len(head) + _LONGER[head in _SMALL]
                and not is_vague(name.name)
            ):
                if name.kind == "org" and _PARTNER.search(self._text, max(0, name.start - 4), name.start):
                    partner = partner or name
                    continue
                return self._of_name(name)
        return self._of_name(partner) if partner else None

    def _that_town(self, again: re.Match[str]) -> Subject | None:
        """`该村`, `全镇`: the last village or town of that kind, or that of the headline."""
        near = [town for town in self._passage.towns if town.end <= again.start()]
        named = next((town for town in reversed(near) if town.kind == again["level"]), None)
        if named:
            above = next((town for town in near if town.end == named.start), named)
            return self._of_town(above, again.start(), self._topic.place)
        town = self._topic.town
        if town is None or town.kind != again["level"]:
            return None
        return town_subject(town, self._topic.place, again[0])

    def _region(self, start: int, end: int) -> Subject | None:
        """全市, 我县, 市区 anywhere in the clause; 本次活动 likewise."""
        if not _POINTS.search(self._text, start, end + 24):
            return None
        if (start, end) not in self._regions:
            self._regions[start, end] = self._pointed(start, end)
        return self._regions[start, end]

    def _pointed(self, start: int, end: int) -> Subject | None:
        text = self._text
        within = _WITHIN.search(text, start, end)
        if within:
            found = self._antecedent(within["head"], within.start())
            if found:
                return found
        again = _ANAPHORA.search(text, start, min(end + 24, self._passage.clause(max(start, end - 1))[1]))
        if again:
            found = self._antecedent(again["head"], start)
            if found:
                return found
        regions = [
            one
            for one in _REGION.finditer(text, start, end)
            if not _SET_AGAINST.search(text, start, one.start())
        ]
        if not regions:
            town = _THIS_TOWN.search(text, start, end)
            return self._that_town(town) if town else None
        match = regions[-1]
        if match["state"]:
            return Subject("国家" if "国家" in match[0] else "全国", "other", None, None, match[0])
        place = self._topic.place
        if match["local"]:
            return _at_level(place, match["local"], self._passage.home, match[0])
        if match["level"] and match["level"] in "镇乡村":
            town = _THIS_TOWN.match(text, match.start())
            return self._that_town(town) if town else None
        if match["urban"]:
            return Subject(
                f"{(place.short if place else '')}{match['urban']}",
                "place",
                None,
                place.code if place else None,
            )
        return _at_level(place, match["level"], self._passage.home, match[0])

    def _carried(self, sentence: int) -> Subject | None:
        """The organisation or project that the paragraph opened with."""
        floor = self._passage.paragraph(sentence)
        speaker = paragraph_speaker(self._passage, sentence)
        if speaker:
            return self._of_house(speaker)
        item = self._passage.item_head(sentence) if sentence > floor else None
        if item:
            return self._of_name(self._names[bisect_left(self._name_starts, item[0])])
        if sentence <= floor or not _GOES_ON.match(self._text, sentence):
            return None
        if DATELINE.match(self._text, floor):
            floor = self._passage.sentence(floor)[1]
        for start, end in self._passage.clauses(floor, min(self._passage.sentence(floor)[1], floor + 80))[:3]:
            found = self.head(start, end)
            if found:
                below = found.type == "place" and found.adcode is None
                return found if below or found.type in ("org", "project", "event") else None
        visit = _VISIT.search(self._text, floor, self._passage.sentence(floor)[1])
        return self._entity(visit.end(), sentence) if visit else None


_PARKS: Final = ("园", "园区", "小镇", "集聚区", "示范区", "合作区")
DATELINE: Final = re.compile(r"(?:本报|本刊|本台|本网|[一-鿿]{2,6}(?:日报|晚报|晨报|时报|网))[一-鿿]{0,4}讯")
_SMALL: Final = frozenset(["驿站", "绣坊", "工坊", "油坊", "酒坊", "农庄", "庄园", "山庄", "书房", "书屋"])
_LONGER: Final = (3, 2)  # how much longer a full name is than the head that stands for it
_STEM: Final = 4
_TOWARDS: Final = frozenset("与同向对为从到往")
_NEAR: Final = 30
_A_WHILE: Final = 900
_VISIT: Final = re.compile(r"(?:来到|走进|走访|参观|考察|深入|探访)了?(?:位于)?")
_GOES_ON: Final = re.compile(
    r"[“\s]*(?:项目|工程|该|其|目前|现|建成|达产|投产|总投资|计划|占地|主要|主体|全部|[一二三]期|预计|今年|去年|20\d\d年|近年|累计|共|截至|每年|年|已|还|并|同时|此外|先后|全年|上半年|一季度|产品|企业|公司|园区|基地|学院|学校|医院)"
)


def _at_level(place: Division | None, level: str, home: Home, text: str) -> Subject | None:
    """The article's place, or the division above it, whose kind the word names."""
    at: Division | None = place
    if level in "镇乡村":
        return None
    while at is not None:
        if at.name.endswith(level):
            return place_subject(at, text)
        at = parent(at)
    return place_subject(home.place, text) if home.place else None
