"""The words by which a text tells whose its figures are: what stands before a subject, what looks back, what names nobody."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.alternatives import either
from youju.reading.edges import firsts
from youju.reading.lexicons.heads import FACILITIES
from youju.reading.lexicons.surnames import SURNAME
from youju.reading.lexicons.verbs import OPENERS

# the characters without which no word of these points anywhere
POINTS: Final = re.compile("[全我该本此这市城国厂馆园站县旗]")
REGION: Final = re.compile(
    r"(?<![居位列于占在第全比较])(?<!全国、)(?<!高出)(?:[全该]|我们?)(?P<level>[省市州县区旗镇乡村])(?!政府|委|直|平均(?!降[水雨雪]|气温|雨量|亩产|单产)|第|首位|首批|前|各|排名|率先|唯一|领先|先进|优秀|水平)"
    r"|(?:^|(?<=[，,。；;\n度月年来末底日]))(?P<local>[市县区旗州])(?:里|域内?)(?=[一-鿿])|(?P<urban>市区|城区)(?=平均|内|降)|(?P<state>国家(?=要求|规定|下达))"
)
# 截至去年底,全市…: a clause that sets out with the whole region
REGION_LEADS: Final = re.compile(
    r"[，,。；;\n](?:截至)?[\d年月底末初至去今上下半季度一二三四]{0,10}全[省市县区州旗](?!政府|委|直)"
)
OPENER: Final = re.compile(
    rf"(?:{either(OPENERS)}|[一-鿿]{{0,4}}最[低高快慢多少大小好差]的(?=[一-鿿]{{2,4}}[镇乡村县区市街])|[●◆■▲△◇▼★▶]|作为[^，,。；;“”]{{2,14}}?的(?=[一-鿿“])|(?:正在|规划|拟|在|新|计划)(?:[扩改]?建|实施|推进)(?:设|造)?的|为期[^，,。；;]{{1,5}}的|[一-鿿]{{0,6}}最[大多高]的(?:一?[个家座处项]|项目)?[是为]|(?:\d{{2}}|[二三四五六七八九]十[一二三四五六七八九]?)岁的|“?[5-9]0后”?|这(?:一?[条座栋所处])?(?=[一-鿿])(?!里|些|样|时|次|是|种|个|家|年)|(?:开街|开园|开馆|开业|建成|投用|启用|开通|落成|竣工|投产|新建成|成立|组建)的(?=[一-鿿])|图(?:[①-⑳]|为)[:：]?|[“”\s(（]|(?:据|从).{{2,12}}?(?:介绍|了解|获悉|统计|消息)[，,]?)"
)
# 增速分别高于全国、全区、全市, 拉动全市工业增长: what a figure is set against, or adds to, does not own it
SET_AGAINST: Final = re.compile(
    r"(?:(?:高于|低于|高出|快于|慢于|优于|好于|超过|领先)(?:全[国省市县区州旗]|[、和及平均水])*|拉动|(?<=[\u4e00-\u9fff])占|跻身|入围|入选|荣登|面向|辐射|销往|遍布|推广到|走向|(?<![一-鿿])为)$"
)
BACK: Final = re.compile(
    r"(?:电站|水库|大桥|小区|市场|景区|风电场|水厂|工厂|电厂|高速|机场)(?<=(?P<house>..))(?=建成|开工|投产|投运|总|占地|现|共|已|年|[一二]期|内|规划|设计|正|全长|将|日均|接待|,|，)"
    r"|(?:该|本|此|这一|这家(?:[^，,。；;]{0,14}?的)?|本次|此次|这次)?(?P<head>园区|产业园区?|飞地|公司|企业|集团|联合社|学院|学校|医院|开发区|合作社|项目|工程|活动|比赛|大赛|培训班|基地|工作队|工作组|服务队|大队|支队|中队|指挥部|加工厂|驿站|绣坊|工坊|油坊|酒坊|农庄|庄园|山庄|养殖场|农场|书房|书屋|旅游区|度假村)"
)
# 大桥全长…, 市场交易…: the head of works named a moment ago stands for them, whatever is said of it
NEAR_BACK: Final = re.compile(
    r"一?座?(?P<head>互通|滑雪场|博物馆|纪念馆|公园|古镇|老街|街区|隧道|大桥|水库|电站|市场|景区|机场|码头|公路|高速|水厂|电厂|风电场|产业园|园区|中心|小镇|卫生院|体育馆|灌区|泵站|食堂|驿站)(?![一-鿿]{0,4}(?:[、和与及]|镇|乡|村|管委会|管理局))(?=[一-鿿\d])"
)
# “飞地”入驻企业31家: a quoted word that a full name before it ends with
QUOTED_BACK: Final = re.compile(r"“(?P<head>[一-鿿]{2,6})”(?=[一-鿿])")
# somebody who speaks for the village: 村党支部书记某某说
THAT_VILLAGE: Final = re.compile(
    r"(?P<level>村|社区)(?:党(?:总)?(?:支部|委)|“?两委”?|委会)?(?:第一)?(?:书记|主任|副?书记|委员|会计|妇联主席)"
)
COUNTED_AFTER: Final = re.compile(r"[约近]?[\d一二两三四五六七八九十]+[余多]?[万]?[个座条处家栋间套]")
PROJECTS_AFTER: Final = re.compile(r"[约近共]?\d+[余多]?项")
APPOSED: Final = re.compile(
    r"(?:这里|当地|镇上|村里|园内|辖区内?)的(?=[“一-鿿])|[一-鿿]{0,5}(?:重点|重大|标志性|龙头|骨干|领军|[区园市县镇]内)(?:项目|企业|工程)(?=[“一-鿿])"
)
# `由甲市援建的某某产业园`, `位于某镇的某某水厂`: who built a thing and where it lies stand before it
SET_BY: Final = re.compile(
    r"(?:(?<=由)|位于|坐落于|地处)[^，,。；;、“”]{2,24}?(?<=[一-鿿])的(?=[一-鿿“])"
    r"|[^，,。；;、“”]{2,24}?(?:援建|帮建|共建|合建|联建|承建|捐建|投建|投资兴建|投资建设|兴建|投资\d[\d.]*[余多]?[万亿]?元(?:建设|兴建|新建|打造|修建))的(?=[一-鿿“])"
)
TOLD_BY_PHONE: Final = re.compile(r"(?:报警|警情|求助|举报|电话)称?[，,:：]$")
# `在某某项目现场,工人正…`: the place of the scene is what the sentence goes on about
SCENE: Final = re.compile(
    r"(?:的?(?:建设|施工|项目|生产|作业)?(?:现场|工地|一线)|的?(?:生产|加工|包装|育苗)?(?:车间|展厅|厂区|大棚|温室)|[内里中])?(?:[内里中])?[，,]"
)
# offices that only give a figure: 市统计局发布…, 市商务局介绍…
GIVES: Final = re.compile(
    r"(?:(?:近日|日前|今日|昨日|今天|昨天|\d{1,2}月\d{1,2}日|\d{1,2}日|对外|最新|正式|联合|新闻发言人)*(?:发布|公布|通报|介绍|消息|数据|统计|初步核算)|[^，,。；;]{0,4}获悉)"
)
# 深入甲镇、乙镇: of several places gone to none is what is told of
SEVERAL_GOALS: Final = re.compile("[一-鿿]{2,12}?(?:镇|乡|村|街道|社区)、")
# “三服务”活动中,…; 某某推介会上,…: at what it was is not who did it
DURING: Final = re.compile("[中上][，,]|期间[，,]")
APPEARS: Final = re.compile("(?:最[大强高低小多]|极端)[^，,。；;]{0,8}(?:出现|发生)在")
# 某某项目考评排名第一: what is judged is the place whose works they are
JUDGED: Final = re.compile("(?:工作)?(?:考评|考核|评比|绩效评价|测评)")
LISTED: Final = re.compile(
    r"(?:迁建|新建|扩建|改建|改造|修复|[一二三]期)?、[^，,。；;]{2,80}?等(?:\d|一批|[一-鿿]{0,6}(?:项目|工程|企业|单位|部门))"
)  # 某某中心、某某工程等6个项目: none of them is the subject
# 甲县某某20万千瓦风电、乙县某某储能电站等6个项目
LISTED_WORKS: Final = re.compile(
    r"(?![^、]{0,16}(?:建|完成|实施|引进|推进|谋划|开|签|新增|举办|组织|争取|培育|投|落实|出台|有|以|把|将|围绕|获|入选))[^，,。；;、]{2,18}、[^，,。；;]{2,80}?等\d{1,3}个[一-鿿]{0,6}(?:项目|工程)"
)
# 甲至乙城际公交: a line is told of, not the place it sets out from
ROUTE: Final = re.compile(
    r"(?:至|到)[一-鿿]{2,8}?(?:高速公路|高速铁路|城际公交|公交(?:专线|线路)?|专线|航线|班线|专列|公路|高速|铁路|高铁|快速路|旅游路|产业路|绿道|管道|线路)"
)
# 其中绍兴企业7家: what comes from a place is counted, the place owns nothing
OF_PLACE: Final = re.compile("籍?(?:企业|客商|商户|游客|项目|农户|职工|学生|团队|品牌|产品)")
# 某某海是…, 某某水库位于…: what a paragraph begins to describe, by the classes of natural and water features (GB/T 18521)
FEATURE: Final = re.compile(
    r"(?P<name>[一-鿿]{1,6}?(?:[湖海河江溪山岛岭泉]|湿地|草原|草场|水库|峡谷|瀑布|温泉|古镇|古城|古村落|公园))(?=是|为|位于|地处|坐落|水域?面|面积|总面积|地跨|素有|因)"
)
# 两地互送游客…: what is told of both sides goes on about neither
SEVERAL_SIDES: Final = re.compile("[“]?(?:其中[，,])?(?:[两三四五]地|两[省市县区州旗])")
# 两市互访9次,甲市组织企业家来考察,促成合作项目13个: what both brought about is no guest's
JOINTLY: Final = re.compile("(?:累计|已|共)*(?:促成|达成|签订|签署|推动)[^，,。；;]{0,8}(?:合作|协议|项目)")
BOTH: Final = re.compile("两[地市县区]|双方")
EACH_OF: Final = re.compile(r"[、和与][^，,。；;]{2,10}分别")  # 甲县、乙县分别…: no single one goes on
PARTNER: Final = re.compile(r"(?:[与同向](?:[一-鿿]{1,4}的)?|供应给?|联合|对接|委托|携手)$")
THAT_SPEAKER: Final = re.compile(
    r"该?(?P<head>项目|公司|企业|园区|合作社|基地)(?:部)?[^，,。；;]{0,6}(?:负责人|经理|董事长|理事长|总工)"
)
THAT: Final = re.compile(rf"[该本](?P<head>{either(FACILITIES)}|局|委(?!员)|院|校|厂|队)")
ON_A_ROUTE: Final = re.compile("[至到往赴在与][^，,。；;]{1,12}[、和]$")  # 新增至某市、某市2条航线
MORE_THAN: Final = re.compile(r"(?:高于|低于|高出|快于|慢于)[^，,。；;]{0,24}$")
DONE_WITH: Final = re.compile(
    r"(?:建设|兴建|新建|打造|实施|修建|共建)(?=[一-鿿“])|(?:实施|建设|建成|新建|打造|兴建|修建|改造|投入|开工)?的"
)
SAME_KIND: Final[dict[str, tuple[str, ...]]] = {
    "园区": ("园区", "产业园", "业园", "工业园", "科技园", "物流园", "开发区"), "产业园": ("产业园", "产业园区"),
    "公司": ("公司", "集团", "股份"), "企业": ("公司", "集团", "股份", "厂"), "厂": ("公司", "集团", "股份", "厂"),
    "社": ("合作社", "联合社"), "合作社": ("合作社", "联合社"), "学校": ("学校", "学院", "大学", "中学", "小学", "幼儿园"), "医院": ("医院", "卫生院"), "院": ("医院", "学院"), "校": ("学校", "学院", "大学", "中学", "小学", "中专", "职高", "职教中心"), "景区": ("景区", "度假区", "旅游区"),
}  # fmt: skip
THIS_TOWN: Final = re.compile(
    r"(?:[该全本]|我们?)(?P<level>村|镇|乡|街道|社区)(?!级|[村镇](?!集体|民|均|容))"
)
TOWN_ITSELF: Final = re.compile(
    r"(?P<level>村|镇|乡|社区)(?:(?:里|内|上|还|又|也)(?:还|又|也)?(?=[\u4e00-\u9fff])(?!级|域|庄|容|务|组|规|史)|(?=共(?!同|建|青)|累计|先后|投入|成立|组建|建起|现有|设立|修建|流转))"
)
# 村党支部书记某某带领…, 镇党委书记某某说: the village or town whose office it is
TOWN_OFFICE: Final = re.compile(
    r"(?P<level>村|镇|乡|社区|街道)(?=党委|党(?:总)?支部|“?两委|委会|居委会|政府|民?(?:人均|集体)|办事处)"
)
VILLAGER: Final = re.compile(rf"[一-鿿]{{0,4}}的(?P<name>{SURNAME}[一-鿿]{{1,2}}?)[，,]")
INSIDE: Final = re.compile(r"(?P<head>[厂社院校])里(?!面)")
HERE: Final = re.compile(r"在?这里(?!的?人)|[支座][^，,。；;]{0,10}的?(?:队伍|团队|园区|工厂|市场|学校|医院)")
# works set up by one clause, and told of in the next: 设立“某某飞地”,建筑面积2.6万平方米
EXTENT: Final = re.compile(
    r"(?:总|规划|设计)?(?:占地|建筑面积|用地|总投资|计划(?:总)?投资|概算(?:总)?投资|投资[约额]?(?=\d))|(?:项目)?全部(?:建成|达产|投产)|新建|配套|内设|设有|设计|年(?:产|育|加工|处理)|日(?:产|处理)|可容纳|一期|规划|建有|全长|总长"
)
SET_UP: Final = re.compile(
    r"(?:设立|建一[座个处家条]|建设|共建|新建|建成|建起|打造|兴建|修建|创办|开工建设|投资建设|签下|签订|签署|签约|引进|合建)(?:了|起|的)?[^，,。；;作为]{0,14}$"
)
OFFICE: Final = re.compile(r"(?:[局委办厅处]|办公室|政府)$")
OFFICE_TELLS: Final = re.compile(
    r"[也还](?:不讳言|坦言|指出|认为|提醒)|(?:有关|相关)?(?:负责人|负责同志|工作人员|(?:党[委组])?(?:副?书记|副?[局部厅处科]长|副?主任))?[、一-鿿]{0,8}?(?:表示|介绍|说|透露|提醒|指出|分析)"
)
GENERAL: Final = re.compile(
    r"城镇|农村|居民|财政|固定资产|社会消费|生产总值|规上|规模以上|行政村|全[省市县区州旗]|亿元以上|重点项目|民生|全年|就业|城乡"
)
ITS: Final = re.compile(r"其(?!中|他|它|余|实|次|间|乐|时)|它(?!们)")
HOUSES: Final = (
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
INSIDE_OF: Final = re.compile(r"(?:(?<=[，,。；;\n“])|^)(?P<head>[厂馆园站])(?:区)?[内里]")
ANAPHORA: Final = re.compile(
    r"(?:该|本|此|这一|这个|本次|此次|这次)[一-鿿]{0,3}?(?P<head>服务站|水厂|电站|新馆|学院|中心|基地|[站馆厂园院](?=[一-鿿])|活动|比赛|大赛|项目|工程|公司|培训|园区|会议|论坛|推介会)"
)
PARKS: Final = ("园", "园区", "小镇", "集聚区", "示范区", "合作区")
DATELINE: Final = re.compile(r"(?:本报|本刊|本台|本网|[一-鿿]{2,6}(?:日报|晚报|晨报|时报|网))[一-鿿]{0,4}讯")
SMALL: Final = frozenset(
    ["加工厂", "驿站", "绣坊", "工坊", "油坊", "酒坊", "农庄", "庄园", "山庄", "书房", "书屋"]
)
LONGER: Final = (3, 2)  # how much longer a full name is than the head that stands for it
STEM: Final = 4
TOWARDS: Final = frozenset("与同向对为从到往至赴")
NEAR: Final = 30
A_WHILE: Final = 900
VISIT: Final = re.compile("(?:来到|走进|走访|参观|考察|深入|探访)了?")
GOES_ON: Final = re.compile(
    r"[“\s]*(?:[一-鿿]{0,4}(?:车间|生产线|展厅|厂区|仓库)|(?:公司|企业)?(?:董事长|总经理|副总经理|厂长|经理|负责人|技术总监|技术员|管理员|理事长|总工程师|总工)[一-鿿]{2,4}|他们|随后|回来后|此后|项目|工程|该|其|目前|现|建成|达产|投产|总投资|计划|占地|主要|主体|全部|[一二三]期|预计|今年|去年|20\d\d年|近年|累计|共|截至|每年|年|已|还|并|同时|此外|先后|全年|上半年|一季度|产品|企业|公司|园区|基地|学院|学校|医院)"
)
# what a word at the head of a clause begins with that means what was told of before
LOOKS_BACK: Final = firsts(
    THIS_TOWN, TOWN_ITSELF, TOWN_OFFICE, BACK, THAT, QUOTED_BACK, NEAR_BACK, INSIDE, HERE, ITS
)
