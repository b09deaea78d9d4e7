"""Whether a name found by its form is the name of one thing, or says only what kind of thing is meant."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from youju.reading.words import is_coined

_DESCRIBED: Final = re.compile(
    r"(?:市区至?|城区至?|规模|大型|小型|中型|村级|镇级|乡级|县级|区级|市级|省级|集中式?|分布式|农村|农业|农产品|城市|城区|城乡|乡镇|城镇|新建?|老旧?|传统|综合|公共|社区|各类|各级|屋顶|户用|现代|智能|标准化?|冷链|全市|全县|全区|"
    r"[一二两三四五六七八九十]+[座个所]|国家级|重点|主要|首个|多个|一批|物流|生产|种植|养殖|加工|服务|购物|商业|交易|批发|农贸|文化|旅游|电商|直播|创业|就业|培训|健身|活动|养老|托育|医疗|卫生|老年|儿童|爱心|幸福|普惠)*"
)
_HOUSE: Final = re.compile(
    r"(?P<own>[^\d]{2,}?)(?:产业园区?|(?<![产工农创林牧渔])业园|科技园|工业园|物流园|创业园|园区|小镇|中心|基地|水厂|工厂|电厂|电站|博物馆|纪念馆|图书馆|体育馆|景区|度假区|口岸|平台|市场|服务站|驿站|加工园|档案馆|美术馆|文化馆|展览馆|科技馆|新馆|养老院|敬老院|光伏电站|污水处理厂|变电站|泵站|水库|特?大桥|[一二三四]桥|隧道|安置房|校区|院区|分校|粮库|风电场|牧场|食堂|车间|专列|合作园|示范园|农创园|热电厂|水电站|厂区|旅游区|滑雪场|机场|火车站|客运站|码头|港口?|"
    r"(?:高速铁路|高铁|铁路|高速公路|高速|快速路|绕城线|环线)(?:[一-鿿]{2,4}段)?|加工厂|展示馆|新院区|新院|文化街区|步行街|直属库|储备库|快速通道|医院|新区|民俗园|生态园|体验园|不夜城|文化宫|少年宫|大楼|公寓|植物园|动物园|公园|体验馆|文化园|主题园|大市场|商城|综合体|数据中心|生产线)"
)


def is_own_house(name: str) -> bool:
    """Whether the name of works is that of one house (某某冷链物流中心), not of a class (农村公路, 生产线)."""
    if len(name) == 3 and name.endswith("港"):
        return is_coined(name[:2])  # a sea port by its place, not 空港 or 避风港
    house = _HOUSE.fullmatch(name)
    return house is not None and not is_vague(name) and not _DESCRIBED.fullmatch(house["own"])


_TERMS: Final = re.compile(
    r"全自动|自动化|智能化|冷链|种薯|蓄能|抽蓄|储能|农光|渔光|风光储|光储|热电|电商|深加工|预制菜|口服液|中药材|黑木耳|食用菌|鲜食|有机肥|新材料|新能源|智慧|数字化?|标准化|[一二三四五]期|第[一二三四五]"
)


def own_part(name: str) -> str:
    """What is left of the name of works without its head and the words of the trade: the part that may be its own."""
    house = _HOUSE.fullmatch(re.sub(r"[一二三四五]期(?:工程|项目)?$", "", name))
    return _TERMS.sub("", house["own"] if house else name)


_COMMON: Final = re.compile(
    r"(?:种植|养殖|路基|桥梁|隧道|绿化|装修|安装|附属|农机|专业|农民|各类|民营|规模|规模以上|龙头|规上|限上|重点|骨干|相关|本土|本地|外地|大型|小型|中小|科技|高新技术|主体|土建|基础|配套|上市|国有|股份|家庭|"
    r"地方|工业|建筑|服务|农业|金融|商业|普通|公立|民办|义务教育|职业|乡镇|社区|村级|基层)+(?:企业)?(?:公司|集团|合作社|工程|项目|学校|医院|银行|中学|小学|卫生院|协会|商会|园区|开发区)"
)


_OWN_OFFICE: Final = re.compile(r"[省市州县区旗](?:妇联|残联|文联|科协|法院|医院|一中|二中|党校|海关)")


_CLASS: Final = re.compile(
    r".*(?:[一首新每各]批|一系列|若干|多个)(?:项目|工程)|.{0,6}(?:重点|重大|合作|签约|洽谈|推介|意向|对接|落地|达成|亿元|千万元|亿元以上|千万元以上|民生|招商引资|入库|开工|复工|开复工|竣工|投产|续建|在建|储备|新建|产业|工业|文旅|技改)项目"
    r"|(?:山塘|病险|中小型?|小型|大中型)水库|(?:零工|爱心|户外)驿站"
    r"|[村镇乡县市区校院局]*(?:党支部|党委|党总支|支部|村委会|政府|人民政府)"
    r"|(?:[一-鿿]{2,4}[镇乡村])?(?:农村公路|产业|产业发展|扶贫|帮扶|特色产业)(?:项目|工程)?"
)
# 县里下决心建园区, 组团去闯市场, 文旅市场: what somebody sets about, and trade at large, are no houses
_OF_SENTENCE: Final = re.compile(
    r"占全|占总|来自|位于|[大小]市场$|^“?[一二三四五六七八九十百千万亿双]+”?工程”?$|下决心|组团|^[省市县区镇乡村]里|^没?有(?=项目|工程|园区|企业)|^(?:考上|考取|考入|念|读|上)(?=大学|中学|小学)|(?:[闯跑找占抢拓]|开拓|拓展|抢占|走向|面向|适应|看准)市场$"
)
_TRADE: Final = re.compile(
    r"(?:文旅|旅游|消费|文化|房地产|楼|车|国[内际]|海外|境外|外贸|劳动力|人才|资本|金融|证券|保险|农村|城乡|大宗商品|能源|建筑|农资|要素|数据|粮食|家电|汽车)+市场"
)
_POINTS: Final = re.compile(
    r"我们?|咱们?|他们|你们|[这那][条座个家]|项目|工程|各|该|本次|此次|本届|县级|市级|省级|部分|产业类|有关|相关|新增|新建|新改|改造|[一二两三四五六七八九十]+[条座个家处栋所](?![子镇乡村庄屯])|占|累计|竣工|开工|续建|在建|投资|\d"
)


@lru_cache(maxsize=4096)
def is_vague(name: str) -> bool:
    """Whether a name tells a class (规模以上企业, 重点项目) or a part of a sentence, not one thing."""
    return (
        (len(name) < 4 and not _OWN_OFFICE.fullmatch(name))
        or _COMMON.fullmatch(name) is not None
        or _CLASS.fullmatch(name) is not None
        or _OF_SENTENCE.search(name) is not None
        or _TRADE.fullmatch(name) is not None
        or _POINTS.match(name) is not None
    )
